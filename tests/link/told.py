"""Reports made by hand for demands and figures: trees as words, records as the coder would have made them."""

from __future__ import annotations

import hashlib

from standoff.model import (
    Act,
    Actor,
    Analysis,
    Certainty,
    Document,
    Entity,
    Event,
    Found,
    Interval,
    Mention,
    Origin,
    Place,
    Quantity,
    Report,
    Role,
    Sentence,
    Span,
    Statement,
    Status,
    TimeExpression,
    Token,
    document_id,
    record_id,
)

HAND = Origin("made", "by hand", "1")
#: Names that the made reports use: what kind of entity, and the actor where the name is one.
NAMES = {
    "Chile": ("LOC", "CHL.GOV"), "Chilean": ("NORP", "CHL"), "Peru": ("LOC", "PER.GOV"), "Peruvian": ("NORP", "PER"),
    "Bolivia": ("LOC", "BOL.GOV"), "Brazil": ("LOC", "BRA.GOV"), "Tacna": ("LOC", None), "Arica": ("LOC", None),
    "NATO": ("ORG", "NATO"), "Lima": ("LOC", "PER.GOV"),
}  # fmt: skip


class Telling:
    """A report while it is made. Lines are sentences of ``form/UPOS/head/relation[/lemma[/XPOS]]`` words, heads from 1,
    0 for the root; a line that begins with ``#`` is a headline."""

    def __init__(self, day: str | None, *lines: str, publisher: str = "Andean Post") -> None:
        self.text, self.day, self.publisher = "", day, publisher
        self.sentences: list[Sentence] = []
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        for line in lines:
            self._line(line)
        self.sha256 = hashlib.sha256(f"{day}{publisher}{self.text}".encode()).hexdigest()
        self.id = document_id(self.sha256, publisher=publisher, uri=None)
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.quantities: list[Quantity] = []
        self.times: list[TimeExpression] = []

    def _line(self, line: str) -> None:
        role: Role = "headline" if line.startswith("# ") else "body"
        begin, tokens = len(self.text), []
        for word in line.removeprefix("# ").split():
            form, upos, head, relation, lemma, xpos = (*word.split("/"), "", "")[:6]
            at = Span(len(self.text), len(self.text) + len(form))
            self.text += form + " "
            tokens.append(Token(at, form, lemma or form.lower(), upos, xpos, int(head) - 1, relation))
            if form in NAMES:
                kind, actor = NAMES[form]
                self.entities.append(Entity(at, kind, 1.0))  # type: ignore[arg-type]
                if actor is not None:
                    self.mentions.append(
                        Mention(id=f"m-{at.start}", span=at, kind="actor", actors=(Actor(actor),), entity=form)
                    )
        self.sentences.append(Sentence(Span(begin, len(self.text) - 1), tuple(tokens), role))
        self.text = self.text[:-1] + "\n"

    def at(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def says(
        self, act: Act, content: str, *, by: str | None, to: str = "", cue: str | None = None,
        source: str | None = None, certainty: Certainty = "CT+", inside: str | None = None, on: Interval | None = None,
    ) -> str:  # fmt: skip
        """A statement and, for acts that make one, its verbal event; gives the statement's id. ``by`` and ``to`` are
        actor ids, several with blanks between."""
        ident = record_id(self.id, "statement", act, content)
        speakers, addressees = actors(by or ""), actors(to)
        said = self.at(content)
        speaker = self.text.rfind(source, 0, said.start) if source else -1
        self.statements.append(
            Statement(
                id=ident, source=Span(speaker, speaker + len(source)) if source else None,
                cue=self.at(cue) if cue else None, content=(said,), quotation="indirect", act=act, certainty=certainty,
                source_actors=speakers, addressees=addressees, inside=inside, score=1.0, origin=HAND,
            )
        )  # fmt: skip
        if act in {"REQUEST", "REJECT", "COMMIT", "CONCEDE"}:
            day = Interval(self.day, self.day) if self.day else None
            self.events.append(
                Event(
                    id=record_id(self.id, "event", ident), trigger=self.at(cue or content.split()[0]), type=act,
                    mode=None, actors=speakers, statement=ident, date=on or day, score=1.0, origin=HAND,
                )
            )  # fmt: skip
        return ident

    def deed(
        self, trigger: str, kind: str, *, by: str = "", to: str = "", status: Status = "actual",
        said: str | None = None, on: str | None = None, place: Place | None = None,
    ) -> str:  # fmt: skip
        """An event that is no verbal act; ``kind`` is its type, or type and mode. Gives its id."""
        name, _, mode = kind.partition(" ")
        ident = record_id(self.id, "event", trigger)
        self.events.append(
            Event(
                id=ident, trigger=self.at(trigger), type=name, mode=mode or None, actors=actors(by),
                recipients=actors(to), status=status, attributed_to=said, date=Interval(on, on) if on else None,
                place=place, score=1.0, origin=HAND,
            )
        )  # fmt: skip
        return ident

    def counts(
        self, words: str, low: float | None, high: float | None, of: str | None, *, unit: str = "person",
        holder: str = "", said: str | None = None, approx: bool = False,
    ) -> None:  # fmt: skip
        """A quantity."""
        self.quantities.append(
            Quantity(
                id=record_id(self.id, "quantity", words), span=self.at(words), low=low, high=high, approx=approx,
                unit=unit, of=of, holder=next(iter(actors(holder)), None), attributed_to=said, origin=HAND,
            )
        )  # fmt: skip

    def time(self, words: str, first: str, last: str) -> None:
        """A time expression."""
        self.times.append(TimeExpression(span=self.at(words), value=first, interval=Interval(first, last)))

    def report(self) -> Report:
        return Report(
            document=Document(
                id=self.id, sha256=self.sha256, text=self.text,
                published=Found(self.day, "caller") if self.day else None, publisher=Found(self.publisher, "caller"),
            ),
            analysis=Analysis(tuple(self.sentences), tuple(self.entities), "hand"),
            mentions=tuple(self.mentions), times=tuple(self.times), statements=tuple(self.statements),
            events=tuple(self.events), quantities=tuple(self.quantities),
        )  # fmt: skip


def actors(ids: str) -> tuple[Actor, ...]:
    """Actors by id; after a colon a person's name with underscores."""
    found = (ident.partition(":") for ident in ids.split())
    return tuple(Actor(ident or None, name.replace("_", " ") or None) for ident, _, name in found)
