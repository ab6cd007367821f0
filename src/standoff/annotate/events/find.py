"""Who did what to whom: every event of one report."""

from __future__ import annotations

from msgspec.structs import replace

from standoff.annotate.events.contexts import contexts_of
from standoff.annotate.events.frames import Scene
from standoff.annotate.events.lexicon import plover
from standoff.annotate.events.links import Attribution, same_deeds
from standoff.annotate.events.participants import participants
from standoff.annotate.events.status import is_main, status_of, weighed
from standoff.annotate.events.triggers import Candidate, Decide, Reading, by_both, deeds, is_bare, is_of_two, is_open
from standoff.annotate.events.verbal import TYPES, doers, reading_of, roles, trigger_of
from standoff.annotate.events.when import by_time, time_of
from standoff.grammar import Cover, sentence_at
from standoff.model import (
    BEARING,
    Analysis,
    Document,
    Event,
    Mark,
    Origin,
    Sentence,
    Span,
    Statement,
    Status,
    TimeExpression,
    record_id,
)

VERSION = "1"
#: What is done by speaking alone; on the cue of a statement it is that statement's own event, or none.
SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})


def find_events(
    document: Document,
    analysis: Analysis,
    statements: tuple[Statement, ...],
    times: tuple[TimeExpression, ...],
    *,
    decide: Decide = by_both,
) -> tuple[Event, ...]:
    """The events of a report, in text order: those made by speaking, and the deeds told.

    Actors, dates and places are given as spans (``actors_at``, ``recipients_at``, ``date_at``, ``place_at``) for
    ``resolve`` to fill. ``decide`` reads one candidate trigger; the default weighs the table and the network's marks.
    """
    return _Report(document, analysis, statements, times, decide).events()


class _Report:
    """One report while its events are found."""

    def __init__(
        self,
        document: Document,
        analysis: Analysis,
        statements: tuple[Statement, ...],
        times: tuple[TimeExpression, ...],
        decide: Decide,
    ) -> None:
        self.document = document
        self.text = document.text
        self.statements = statements
        self.published = document.published.value if document.published else None
        self.sentences = tuple(s for s in analysis.sentences if s.role in BEARING)
        self.scenes = {s.span: scene for s, scene in zip(self.sentences, _scenes(analysis), strict=True)}
        self.times = _by_sentence(self.sentences, times)
        self.attribution = Attribution(statements)
        marks = [mark for mark in analysis.marks if mark.head == "event"]
        self.statuses = {mark.span: mark for mark in analysis.marks if mark.head == "status"}
        found: list[tuple[Scene, Candidate, Reading]] = []
        self.places = Cover(sentence.span for sentence in self.sentences)
        self.marks = {
            span: _by_token(scene, near)
            for (span, scene), near in zip(self.scenes.items(), _marks(self.sentences, marks), strict=True)
        }
        told: set[str] = set()
        for span, scene in self.scenes.items():
            for candidate, reading in deeds(scene, decide, self.marks[span], heard=bool(marks)):
                # codebook: a bare repeated noun is coded only when it brings an actor, a date or a place
                if reading.type in told and is_bare(candidate) and not self._timed(scene, candidate.token):
                    continue
                told.add(reading.type)
                found.append((scene, candidate, reading))
        self.found = _of_two(found)
        self.read: dict[Span, list[tuple[Span, Reading]]] = {sentence.span: [] for sentence in self.sentences}
        for scene, candidate, reading in self.found:
            self.read[scene.sentence.span].append((scene.tokens[candidate.token].span, reading))
        self.lemmas: dict[str, str] = {}

    def events(self) -> tuple[Event, ...]:
        cues = Cover(s.cue for s in self.statements if s.cue is not None)
        # the cue of an act without an event of its own ("agreed to") can name a deed
        spent = Cover(s.cue for s in self.statements if s.cue is not None and s.act in TYPES)
        told = [
            self._deed(scene, candidate, reading)
            for scene, candidate, reading in self.found
            if not _held(spent, scene.tokens[candidate.token].span)
            and not (reading.type in SPEECH and _held(cues, scene.tokens[candidate.token].span))
            and not _aside(scene, candidate, cues)
            and not self._performed(scene, candidate.token, reading)
        ]
        inside: dict[str | None, list[Event]] = {}
        for deed in told:
            inside.setdefault(deed.attributed_to, []).append(deed)
        verbal = [
            event
            for statement in self.statements
            if (event := self._verbal(statement, inside.get(statement.id, []))) is not None
        ]
        # a deed's word in a cue that already speaks is not told twice; words of the content can be both
        cued = {s.id for s in self.statements if s.cue is not None}
        spoken = Cover(event.trigger for event in verbal if event.statement in cued)
        kept = [event for event in told if not spoken.touching(event.trigger.start, event.trigger.end)]
        ordered = sorted([*verbal, *kept], key=lambda e: (e.trigger, e.statement is None))
        return same_deeds(ordered, self.text, self.lemmas)

    def _performed(self, scene: Scene, token: int, reading: Reading) -> bool:
        """Whether the word performs, in the speaker's own mouth, the act that its statement is told as: "We reject the
        plan", they said."""
        holder = self.attribution.of(scene.tokens[token].span)
        if holder is None or TYPES.get(holder.act) != reading.type or scene.tokens[token].upos != "VERB":
            return False
        subject = scene.tree.subject(token)
        return subject is not None and scene.forms[subject] in {"i", "we"} and scene.tokens[token].xpos in {"VB", "VBP"}

    def _timed(self, scene: Scene, token: int) -> bool:
        """Whether a time expression stands in the phrase of a noun."""
        branch = set(scene.tree.subtree(token))
        times = self.times.get(scene.sentence.span, [])
        return any(k in branch for time in times for k in scene.tree.at(time.span))

    def _scene(self, at: int) -> Scene | None:
        sentence = sentence_at(self.sentences, at)
        return self.scenes[sentence.span] if sentence is not None else None

    def _verbal(self, statement: Statement, told: list[Event]) -> Event | None:
        """The event that a statement makes by being said; ``told`` are the deeds that its content tells."""
        if statement.act not in TYPES and statement.act != "WARN":
            return None
        near = {k for part in statement.content for k in self.places.touching(part.start, part.end)}
        scenes = [self.scenes[self.sentences[k].span] for k in sorted(near)]
        inside = [
            (span, reading)
            for scene in scenes
            for span, reading in self.read[scene.sentence.span]
            if any(part.contains(span) for part in statement.content)
        ]
        cue_scene = self._scene(statement.cue.start) if statement.cue is not None else None
        content_scene = self._scene(statement.content[0].start)
        trigger = trigger_of(statement, cue_scene, content_scene)
        scene = cue_scene if statement.cue is not None else content_scene
        if trigger is None or scene is None:
            return None
        token = scene.tree.at(trigger)[0]
        reading = reading_of(statement, scenes, inside, self.marks[scene.sentence.span].get(token))
        if reading is None:
            return None
        actors, recipients = roles(statement, told)
        when = time_of(scene, token, self.times.get(scene.sentence.span, []))
        return self._event(
            scene,
            token,
            reading,
            actors_at=actors,
            recipients_at=recipients,
            status=_spoken_status(scene, token, when, self.published),
            attributed_to=statement.inside,
            statement=statement.id,
            date_at=when.span if when is not None else None,
            place_at=None,
        )

    def _deed(self, scene: Scene, candidate: Candidate, reading: Reading) -> Event:
        token = candidate.token
        parts = participants(scene, token, reading)
        holder = self.attribution.of(scene.tokens[token].span)
        actors = parts.actors
        if not actors and holder is not None and is_main(scene, token, holder):
            # "urged Lima to stop": who should; "denied bombing Quito": who would have
            actors = tuple(span for span in doers(holder) if span not in parts.recipients)
        cue = holder.cue if holder is not None else None
        when = time_of(scene, token, self.times.get(scene.sentence.span, []), reading, cue=cue)
        status = status_of(scene, token, reading, statement=holder, when=when, published=self.published)
        return self._event(
            scene,
            token,
            reading,
            actors_at=actors,
            recipients_at=parts.recipients,
            status=weighed(status, self.statuses.get(scene.tokens[token].span)),
            attributed_to=holder.id if holder is not None else None,
            statement=None,
            date_at=when.span if when is not None else None,
            place_at=parts.place,
        )

    def _event(
        self,
        scene: Scene,
        token: int,
        reading: Reading,
        *,
        actors_at: tuple[Span, ...],
        recipients_at: tuple[Span, ...],
        status: Status,
        attributed_to: str | None,
        statement: str | None,
        date_at: Span | None,
        place_at: Span | None,
    ) -> Event:
        trigger = scene.tokens[token].span
        ident = record_id(self.document.id, "event", trigger.start, trigger.end, statement, reading.type)
        self.lemmas[ident] = scene.lemmas[token]
        scale = plover().get((reading.type, reading.mode)) or plover()[reading.type, None]
        score = scale.score if scale.score is not None else plover()[reading.type, None].score
        return Event(
            id=ident,
            trigger=trigger,
            type=reading.type,
            mode=reading.mode,
            contexts=contexts_of(scene, token, reading),
            status=status,
            attributed_to=attributed_to,
            statement=statement,
            quad=scale.quad,
            intensity=score,
            actors_at=actors_at,
            recipients_at=recipients_at,
            date_at=date_at,
            place_at=place_at,
            score=reading.score,
            origin=Origin("events", reading.rule, VERSION),
        )


def _scenes(analysis: Analysis) -> list[Scene]:
    """Scenes with the entities of each sentence; one sweep over both, as both are in text order."""
    out: list[Scene] = []
    entities = analysis.entities
    lo = 0
    for sentence in (s for s in analysis.sentences if s.role in BEARING):
        while lo < len(entities) and entities[lo].span.end <= sentence.span.start:
            lo += 1
        hi = lo
        while hi < len(entities) and entities[hi].span.start < sentence.span.end:
            hi += 1
        out.append(Scene(sentence, entities[lo:hi]))
    return out


def _of_two(found: list[tuple[Scene, Candidate, Reading]]) -> list[tuple[Scene, Candidate, Reading]]:
    """A meeting that a report tells once as one of two sides is so wherever it is only named: "the summit"."""
    two = {candidate.lemma for _, candidate, reading in found if reading.type == "CONSULT" and is_of_two(candidate)}
    return [
        (scene, candidate, replace(reading, mode=None))
        if candidate.lemma in two and reading.mode == "multilateral" and is_open(candidate)
        else (scene, candidate, reading)
        for scene, candidate, reading in found
    ]


def _marks(sentences: tuple[Sentence, ...], marks: list[Mark]) -> list[list[Mark]]:
    """The marks of each sentence."""
    out: dict[Span, list[Mark]] = {sentence.span: [] for sentence in sentences}
    for mark in marks:
        sentence = sentence_at(sentences, mark.span.start)
        if sentence is not None:
            out[sentence.span].append(mark)
    return list(out.values())


def _by_token(scene: Scene, marks: list[Mark]) -> dict[int, Mark]:
    return {i: mark for mark in marks for i in scene.tree.at(mark.span)[:1]}


def _by_sentence(
    sentences: tuple[Sentence, ...], times: tuple[TimeExpression, ...]
) -> dict[Span, list[TimeExpression]]:
    out: dict[Span, list[TimeExpression]] = {}
    for time in times:
        sentence = sentence_at(sentences, time.span.start)
        if sentence is not None:
            out.setdefault(sentence.span, []).append(time)
    return out


def _held(cover: Cover, span: Span) -> bool:
    return bool(cover.holding(span.start, span.end))


def _aside(scene: Scene, candidate: Candidate, cues: Cover) -> bool:
    """A participle that only says on what occasion something was said: "Discussing the vote, she said ..."."""
    token = scene.tokens[candidate.token]
    if token.xpos != "VBG" or token.deprel != "advcl" or token.head < 0:
        return False
    above = scene.tokens[token.head].span
    return scene.lemmas[candidate.token] in {"speak", "talk", "discuss"} and _held(cues, above)


def _spoken_status(scene: Scene, token: int, when: TimeExpression | None, published: str | None) -> Status:
    """An act of speech has happened when it is reported, unless it is announced, only possible, or long past."""
    modals = scene.tree.modals(token)
    if any(m in {"may", "might", "could"} for m in modals):
        return "hypothetical"
    if any(m in {"will", "'ll", "’ll"} for m in modals):
        return "future"
    past = when is not None and by_time(when, published) == "historical"
    return "historical" if past else "actual"
