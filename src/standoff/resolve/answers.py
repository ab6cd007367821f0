"""Who could be meant by an event's actor or recipient: every answer that the report offers, with what speaks for it.

An *answer* is a set of actor ids, possibly empty, with the words it was read from and *features*: short strings that
say how those words stand to the trigger. What the features weigh is learned (``data/participants.csv``); see
``participants`` for the choice. Answers come from the words that the clause rules found, from every phrase heard in the
sentences around, from those who speak and are spoken to, and from the states that the report is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from standoff.model import Actor, Event, Span, Statement
from standoff.resolve import clauses
from standoff.resolve.around import Around, Ids, ids_of
from standoff.resolve.party import Heard

#: Sentences before and after the trigger's that are searched, and phrases a sentence that count.
BEFORE, AFTER, MANY = 2, 1, 24
#: Among how many of the sentence's phrases, those next to the trigger, partners are sought.
PARTNERS = 6
#: Sectors that an unnamed actor of a known state may be of; "" is the country itself.
SECTORS = ("", "GOV", "MIL", "COP", "CVL", "OPP", "JUD", "LEG", "REB", "UAF", "SPY", "LAB")
RARE = ("PTY", "BUS", "REL", "EDU", "CRM", "ELI")
_TURNS = {
    "": ("", "GOV", "MIL", "CVL"),
    "GOV": ("GOV", "", "MIL"),
    "MIL": ("MIL", "GOV", ""),
    "CVL": ("CVL", "", "OPP"),
    "OPP": ("OPP", "CVL"),
    "REB": ("REB", "MIL"),
    "LEG": ("LEG", "GOV"),
    "SPY": ("SPY", "GOV"),
    "PTY": ("PTY", "OPP", "GOV"),
    "JUD": ("JUD", "GOV"),
    "COP": ("COP", "GOV"),
    "ELI": ("ELI", "GOV", "OPP"),
    "UNK": ("UNK", "CVL"),
}


#: Deeds of armed forces, or against them.
_FORCES = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COOPERATE", "THREATEN"})


class Ground(Struct, frozen=True, eq=False):
    """What answers of one origin have in common: their features and the words they were read from."""

    features: tuple[str, ...]
    at: tuple[Span, ...] = ()
    names: tuple[Actor, ...] = ()
    bonus: float = 0.0


class Answer(Struct, frozen=True, eq=False):
    """One answer: ``ids`` in order, empty for nobody; ``features`` of its own beside those of its grounds.

    Answers of one spelling share the tuple of their features, so that its worth can be looked up once.
    """

    ids: Ids
    features: tuple[str, ...]
    grounds: tuple[Ground, ...]


def answers(
    around: Around, event: Event, role: str, actors: Ids = (), hints: Mapping[Span, float] | None = None
) -> list[Answer]:
    """Every answer for ``role`` ("actor" or "recipient"); for recipients ``actors`` are those already settled.

    ``hints`` gives spans that another head points at, with log odds, which count for the phrases they overlap.
    """
    return list(_Offer(around, event, role, actors, hints or {}).answers())


class _Offer:
    """The answers for one role of one event while they are gathered."""

    def __init__(self, around: Around, event: Event, role: str, actors: Ids, hints: Mapping[Span, float]) -> None:
        self.around = around
        self.event = event
        self.role = role
        self.actors = actors
        self.hints = hints
        self.type = event.type
        self.kind = f"{event.type}.{event.mode or ''}"
        self._spellings: dict[tuple[Ids, str, str], list[tuple[Ids, tuple[str, ...]]]] = {}
        self.own = around.statements.get(event.statement) if event.statement else None
        self.holder = around.statements.get(event.attributed_to) if event.attributed_to else None
        self.speech = f"V.{self.own.act}" if self.own is not None else "D"
        self.here = around.cast.sentence_of(event.trigger.start)
        tree = around.tree(self.here) if around.cast.sentences else None
        self.token = tree.head_of(event.trigger) if tree is not None else None
        self.shape, self.lemma, self.filler = "-", "-", "-"
        self.cases: tuple[str, ...] = ()
        if tree is not None and self.token is not None:
            self.shape = clauses.shape(tree, self.token)
            self.lemma = tree.tokens[self.token].lemma.lower()
            self.filler = clauses.filler(tree, self.token, role)
            self.cases = clauses.cases(tree, self.token)

    def answers(self) -> Iterator[Answer]:
        """Nobody does a deed to himself, unless the clause says so."""
        told = self.around.first[self.event.id]
        ruled = set(told.recipients if self.role == "recipient" else told.actors)
        doers = set(self.actors)
        for answer in self._every():
            if not doers.intersection(answer.ids) or ruled.issuperset(answer.ids):
                yield answer

    def _every(self) -> Iterator[Answer]:
        yield from self._ruled()
        near: list[tuple[Heard, Ground]] = []
        for sentence in range(self.here - BEFORE, self.here + AFTER + 1):
            if not 0 <= sentence < len(self.around.cast.sentences):
                continue
            for heard, ground in self._phrases(sentence):
                key = heard.party.key.rpartition(" ")[2] if heard.party.kind in {"group", "person", "org"} else ""
                yield from self._spelt(ids_of(heard.party.actors), ground, heard.party.sort, key)
                if sentence == self.here and heard.party.kind != "place":
                    near.append((heard, ground))
        yield from self._partners(near)
        yield from self._around()

    # --- what the rules said

    def _ruled(self) -> Iterator[Answer]:
        told = self.around.first[self.event.id]
        ids = told.actors if self.role == "actor" else told.recipients
        other = self.actors if self.role == "recipient" else told.recipients
        named = self.event.actors_at if self.role == "actor" else self.event.recipients_at
        status = self.event.status if self.event.statement is None else "said"
        free = "free" if not ids else "ruled"
        nobody = Ground(
            (
                "none",
                f"none {self.kind} {free}",
                f"none {self.kind}",
                f"none {self.type} {free} {bool(named)}",
                f"none {self.speech} {free}",
                f"none {self.type} {status}",
                f"none other{min(len(other), 2)} {self.type}",
                f"none other{min(len(other), 2)} {self.kind}",
                f"none {self.event.same_as is not None} {free}",
                f"none {self.lemma}",
                f"none {self.type} filler {self.filler != '-'} {free}",
                f"none filler {self.filler}",
                *(f"none {self.type} {case}" for case in self.cases),
            )
        )
        yield Answer((), (), (nobody,))
        if ids:
            at = self.event.actors_at if self.role == "actor" else self.event.recipients_at
            names = self.event.actors if self.role == "actor" else self.event.recipients
            ground = Ground(
                (
                    "rules",
                    f"rules {self.type} {bool(named)}",
                    f"rules {self.kind}",
                    f"rules {self.speech} {len(ids)}",
                    f"rules {self.shape}",
                ),
                at,
                names,
            )
            yield from self._spelt(ids, ground, "rules")

    # --- phrases

    def _phrases(self, sentence: int) -> Iterator[tuple[Heard, Ground]]:
        heard = [h for h in self.around.heard_in(sentence) if h.party.ids()][:MANY]
        trigger = self.event.trigger
        for k, one in enumerate(heard):
            features = [*self._relation(sentence, one), *self._speaking(one)]
            if sentence == self.here:
                between = sum(1 for o in heard if _between(o, one, trigger) and o.party.ids() != one.party.ids())
                side = "l" if one.start < trigger.start else "r"
                features.append(f"near {side}{min(between, 3)} {self.shape}")
                features.append(f"near {side}{min(between, 3)} {self.type}")
            else:
                features.append(f"far {sentence - self.here} {'s' if one.subject else 'o'}")
                features.append(f"far {sentence - self.here} {self.speech} last{min(len(heard) - 1 - k, 2)}")
            features.append(f"kind {one.party.kind} {self.type}")
            features.append(f"sort {one.party.sort} {self.kind}")
            features.append(f"flags {one.pronoun:d}{one.place:d}{one.speaks:d}{one.subject:d} {self.speech[0]}")
            if one.place:
                features.append(f"place {self.type}")
            yield one, Ground(tuple(features), (one.span,), one.party.actors, self._hint(one.span))

    def _hint(self, span: Span) -> float:
        return max((odds for at, odds in self.hints.items() if at.overlaps(span)), default=0.0)

    def _relation(self, sentence: int, heard: Heard) -> Iterator[str]:
        named = []
        if any(heard.span.overlaps(s) for s in self.event.actors_at):
            named.append("A")
        if any(heard.span.overlaps(s) for s in self.event.recipients_at):
            named.append("R")
        if named:
            same = "=" if heard.span in (*self.event.actors_at, *self.event.recipients_at) else "~"
            yield f"role {''.join(named)}{same}"
            yield f"role {''.join(named)}{same} {self.type}"
        if sentence != self.here or self.token is None:
            return
        head = self.around.head(sentence, heard.span)
        if head is None:
            return
        path = clauses.path(self.around.tree(sentence), self.token, head)
        yield f"path {path} {self.shape}"
        yield f"path {path} {self.type}"
        yield f"path {path}"
        yield f"path {path} {self.lemma}"

    def _speaking(self, heard: Heard) -> Iterator[str]:
        for name, statement in (("own", self.own), ("holder", self.holder)):
            if statement is None:
                continue
            part = _part(statement, heard.span)
            yield f"{name} {part} {statement.act} {self.speech[0]}"
            if name == "own" and part == "content":
                yield f"own content {self.type} {'s' if heard.subject else 'o'}"

    def _partners(self, near: list[tuple[Heard, Ground]]) -> Iterator[Answer]:
        """Two of the sentence's phrases together."""
        trigger = self.event.trigger
        ranked = sorted(near, key=lambda one: (abs(one[0].start - trigger.start), one[0].start, -one[0].end))[:PARTNERS]
        for (a, g), (b, h) in combinations(sorted(ranked, key=lambda one: one[0].start), 2):
            if a.span.overlaps(b.span):
                continue
            one, two = (self._default(ids_of(x.party.actors)) for x in (a, b))
            ids = tuple(sorted({*one, *two}))
            if len(ids) > max(len(one), len(two)):
                pair = ("pair", f"pair {self.kind}", f"pair {self.type} {self.shape}", f"pair {self.speech}")
                yield Answer(ids, (*pair, *self._compared(ids)), (g, h))

    # --- what the report is about

    def _around(self) -> Iterator[Answer]:
        around, event = self.around, self.event
        for name, statement in (("own", self.own), ("holder", self.holder)):
            if statement is None:
                continue
            for part, ids in (
                ("source", ids_of(statement.source_actors)),
                ("addressees", ids_of(statement.addressees)),
                ("targets", ids_of(statement.targets)),
            ):
                if ids:
                    key = f"{name}.{part}"
                    said = (f"{key} {statement.act}", f"{key} {self.type}", f"{key} {statement.act} {self.kind}")
                    yield from self._spelt(ids, Ground((key, *said)), part)
        if self.own is not None:
            for told in [e for c in self.own.content for e in around.told_in(c) if e.id != event.id][:3]:
                yield from self._like("inner", told)
        before = around.before(event)
        if before is not None:
            yield from self._like("before", before)
        if event.same_as is not None and event.same_as in around.first:
            yield from self._like("same", around.events[event.same_as])
        usual = around.usual(event, self.role)
        if usual:
            yield from self._spelt(usual, Ground(("usual", f"usual {self.kind}", f"usual {self.speech}")), "usual")
        country = event.place.country if event.place is not None else None
        if country is not None:
            yield from self._sectors("at", country)
        for rank, state in enumerate(around.focus()):
            yield from self._sectors(f"about{rank}", state)
        for state in dict.fromkeys(i.partition(".")[0] for i in self.actors):
            if state in around.states:
                yield from self._sectors("of actor", state)

    def _like(self, name: str, other: Event) -> Iterator[Answer]:
        told = self.around.first[other.id]
        for part, ids in (("A", told.actors), ("R", told.recipients)):
            if ids:
                gap = min(self.here - self.around.cast.sentence_of(other.trigger.start), 3)
                ground = Ground(
                    (
                        f"{name} {part}",
                        f"{name} {part} {other.type} {self.type}",
                        f"{name} {part} {self.speech}",
                        f"{name} {part} gap{gap} {other.type == self.type}",
                    )
                )
                yield from self._spelt(ids, ground, name)

    def _sectors(self, name: str, state: str) -> Iterator[Answer]:
        ground = Ground((name, f"{name} {self.kind}", f"{name} {self.speech}", f"{name} filler {self.filler != '-'}"))
        for sector in SECTORS if name not in {"about0", "of actor"} else (*SECTORS, *RARE):
            if not self._lawful("", sector):
                continue
            ids = (f"{state}.{sector}" if sector else state,)
            features = (
                f"{name} {sector} {self.kind}",
                f"{name} {sector}",
                f"of {sector} {self.lemma}",
                f"of {sector} filler {self.filler}",
                f"of {sector} {self.kind}",
                *self._compared(ids),
            )
            yield Answer(ids, features, (ground,))

    # --- spelling

    def _default(self, ids: Ids) -> Ids:
        return tuple(dict.fromkeys(f"{i}.GOV" if i in self.around.states else i for i in ids))

    def _lawful(self, lead: str, turn: str) -> bool:
        """A country is its armed forces where forces act or are met, unless they are named; one that launches or flies
        weapons is its government (codebook)."""
        if turn != "MIL" or lead not in {"", "GOV"}:
            return True
        if self.role == "actor" and self.kind == "MOBILIZE.weapons":
            return lead == "GOV"
        return self.type in _FORCES

    def _spelt(self, ids: Ids, ground: Ground, sort: str, key: str = "") -> Iterator[Answer]:
        """A set of ids as it is, and in the other spellings of its first one's sector."""
        known = self._spellings.get((ids, sort, key))
        if known is None:
            known = self._spellings[ids, sort, key] = list(self._turns(ids, sort, key))
        for spelt, features in known:
            yield Answer(spelt, features, (ground,))

    def _turns(self, ids: Ids, sort: str, key: str) -> Iterator[tuple[Ids, tuple[str, ...]]]:
        lead = ids[0].partition(".")[2] if ids[0].partition(".")[0] in self.around.states else "body"
        for turn in _TURNS.get(lead, (lead,)):
            if not self._lawful("" if lead == "GOV" else lead, turn):
                continue
            spelt = tuple(sorted({self._turned(i, lead, turn) for i in ids}))
            yield (
                spelt,
                (
                    f"turn {lead}>{turn}",
                    f"turn {lead}>{turn} {self.type}",
                    f"turn {lead}>{turn} {self.kind}",
                    f"turn {lead}>{turn} {sort}",
                    f"turn {lead}>{turn} {self.lemma}",
                    f"turn {lead}>{turn} {sort} {self.kind}",
                    *((f"turn {lead}>{turn} key {key}",) if key else ()),
                    f"sector {turn} {self.kind}",
                    f"size {min(len(spelt), 3)} {self.kind}",
                    *self._compared(spelt),
                ),
            )

    def _turned(self, ident: str, lead: str, turn: str) -> str:
        state, _, sector = ident.partition(".")
        if state not in self.around.states or sector != lead:
            return ident
        return f"{state}.{turn}" if turn else state

    def _compared(self, ids: Ids) -> Iterator[str]:
        """How an answer stands to the rest of the event and to the report."""
        states = {i.partition(".")[0] for i in ids}
        if self.role == "recipient":
            known = {i.partition(".")[0] for i in self.actors}
            if set(ids) & set(self.actors):
                yield "is actor"
                yield f"is actor {self.type}"
            elif states & known:
                yield f"state of actor {self.kind}"
                yield "state of actor"
                lead = ids[0].partition(".")[2]
                yield f"state of actor {lead}"
                yield f"state of actor {lead} {self.type}"
            elif self.actors:
                yield f"other than actor {self.kind}"
        for rank, state in enumerate(self.around.focus()):
            if state in states:
                yield f"focus{rank} {self.speech[0]}"
        told = self.around.first[self.event.id]
        mine, others = (told.actors, told.recipients) if self.role == "actor" else (told.recipients, told.actors)
        if mine == ids:
            yield "as ruled"
            yield f"as ruled {self.type}"
        if others == ids:
            yield "as other ruled"
        if any(i.endswith(".JRN") for i in ids):
            yield f"press {self.speech[0]}"


def _between(other: Heard, one: Heard, trigger: Span) -> bool:
    if one.start < trigger.start:
        return one.end <= other.start < trigger.start
    return trigger.end <= other.start and other.end <= one.start


def _part(statement: Statement, span: Span) -> str:
    if statement.source is not None and statement.source.overlaps(span):
        return "source"
    if any(at.overlaps(span) for at in statement.addressees_at):
        return "addressee"
    if any(at.overlaps(span) for at in statement.targets_at):
        return "target"
    return "content" if any(at.contains(span) for at in statement.content) else "outside"
