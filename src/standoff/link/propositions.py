"""What a report puts forward, one proposition at a time: the units that claims are made of.

A statement puts forward its content, and each further deed that its content tells; the reporter puts forward every
deed that no statement carries. Requests, refusals and praise put nothing forward that could be true or false, and are
followed elsewhere (:mod:`standoff.link.demands`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import Anchor, Stance
from standoff.grammar import Trees
from standoff.link.asides import Aside, asides
from standoff.link.asked import asks, is_wanted
from standoff.link.blame import Subjects, sides
from standoff.link.clauses import CONTENT, Clauses
from standoff.link.stances import NEGATIVE, is_modal, left_open, only_refers, says_nothing, stance
from standoff.model import Actor, Event, Quantity, Report, Span, Statement, Token

#: Acts whose content can be true or false.
ASSERTIVE = frozenset(
    {"STATE", "ANNOUNCE", "ACCUSE", "CRITICIZE", "DENY", "DOUBT", "CONFIRM", "WARN", "COMMIT", "CONCEDE", "THREATEN"}
)
#: Lemmas that carry no news of their own.
_LIGHT = frozenset(
    "be have do make take say tell more other such own new last next several many some mr mrs ms".split()
)
#: Names that only say when.
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
#: Acts that speak to what somebody else has said.
_ON_OTHERS = frozenset({"DENY", "DOUBT", "CONFIRM"})
#: Words that are read together, so that a proposition is understood from what stands around it.
WINDOW = 80
#: Letters that words of one family share (withdraw, withdrawal).
STEM = 5


class Measure(Struct, frozen=True):
    """A figure: what is counted (lemma of the counted thing, as written), its unit, bounds inclusive, None open."""

    of: str
    unit: str
    low: float | None
    high: float | None
    approx: bool


class Proposition(Struct, frozen=True, kw_only=True):
    """One proposition in one place. ``statement`` and ``event`` are the records that put it forward; ``answers``
    is the statement that a DENY or DOUBT speaks to. ``speakers`` are empty where the reporter speaks, or nobody could
    be named. ``deed`` is the event of its frame, by the id of its first mention in the report. ``day`` is the
    report's, ``said`` the day of the statement where the words give one; days are ISO, "" unknown. ``whole`` says
    whether the words have a subject of their own. ``lemmas`` are content words without names, ``names`` the words of
    names, both folded and sorted. ``subject`` is who acts in the words by their grammar, ``targets`` are those whom the
    statement speaks of (accuses, warns). ``refers``: the words only point at what somebody has said ("the charges");
    ``recorded``: a record puts it forward (else :mod:`standoff.link.asides`); ``tells``: there is a deed, a verb or a
    figure in it (not in "outside interference")."""

    at: Anchor
    statement: str | None
    event: str | None
    answers: str | None
    day: str
    said: str
    publisher: str | None
    speakers: tuple[Actor, ...]
    via: tuple[str, ...]
    stance: Stance
    act: str
    words: str
    whole: bool
    deed: str | None = None
    type: str | None = None
    mode: str | None = None
    doers: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    status: str = ""
    earliest: str = ""
    latest: str = ""
    place: str = ""
    country: str = ""
    lemmas: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    mention: bool = False
    negated: bool = False
    conditional: bool = False
    subject: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    refers: bool = False
    recorded: bool = True
    tells: bool = True


class Told(Struct, frozen=True):
    """A proposition among the sentences that stand around it: their words, and which of them (from ``first`` to before
    ``last``) put the proposition forward. All propositions of a window have the same ``words``."""

    it: Proposition
    words: tuple[str, ...]
    first: int
    last: int


def propositions(report: Report) -> Iterator[Told]:
    """The propositions of ``report``: statement by statement, then the reporter's own, in text order."""
    reader = _Reader(report)
    return map(reader.told_in, reader.read())


class _Reader:
    def __init__(self, report: Report) -> None:
        self.report = report
        document = report.document
        self.text = document.text
        self.trees = Trees(report.analysis.sentences)
        self.clauses = Clauses(report, self.trees)
        self.subjects = Subjects(report, self.trees)
        self.tokens = [token for sentence in report.analysis.sentences for token in sentence.tokens]
        self.starts = [token.span.start for token in self.tokens]
        self.windows = [(tuple(t.form for t in tokens), [t.span.start for t in tokens]) for tokens in _windows(report)]
        self.openings = [starts[0] for _, starts in self.windows]
        self.day = (document.published.value if document.published else "")[:10]
        self.publisher = document.publisher.value if document.publisher else None
        self.spoken = {e.statement: e.date.latest or "" for e in report.events if e.statement is not None and e.date}
        self.inner = {s.inside: s for s in reversed(report.statements) if s.inside is not None}
        self.told: dict[str | None, list[Event]] = {}
        for event in report.events:
            # a verbal deed is the statement that it reports, which is read as such
            if event.statement is None:
                self.told.setdefault(event.attributed_to, []).append(event)

    def read(self) -> Iterator[Proposition]:
        taken: list[Span] = []
        for found in self._recorded():
            taken.append(found.at.span)
            yield found
        for aside in asides(self.report, taken):
            yield self._aside(aside)

    def _recorded(self) -> Iterator[Proposition]:
        for statement in self.report.statements:
            if statement.act in ASSERTIVE and not asks(self.trees, statement.content[0]):
                yield from self._stated(statement)
        seen: set[Span] = set()
        for event in self.told.get(None, ()):
            if event.same_as is None and self._is_told(event):
                clause = self.clauses.clause(event)
                # "a truce was agreed" is one proposition, whatever deeds it names
                if clause is not None and clause not in seen:
                    seen.add(clause)
                    yield self._put(None, event, clause, counted=(clause,))

    def _is_told(self, event: Event) -> bool:
        """Whether a reporter puts a deed forward, or leaves open whether it was done."""
        if is_wanted(self.trees, event.trigger):
            return False
        if left_open(self.trees, event.trigger):
            return not is_modal(self.trees, event.trigger)
        return event.status != "hypothetical"

    def told_in(self, it: Proposition) -> Told:
        """``it`` among the sentences that stand around it: its own words may have pronouns."""
        at = bisect_right(self.openings, it.at.span.start) - 1
        window, starts = self.windows[max(at, 0)] if self.windows else ((), [])
        first, last = bisect_left(starts, it.at.span.start), bisect_left(starts, it.at.span.end)
        if first >= last:  # no word begins there
            words = tuple(it.words.split())
            return Told(it, words, 0, len(words))
        return Told(it, window, first, last)

    def _stated(self, statement: Statement) -> Iterator[Proposition]:
        deeds = self._by_rank(statement)
        told = statement
        if not deeds and statement.act in _ON_OTHERS and statement.id in self.inner:
            # "rejected as untrue Moscow's announcement that ...": what is denied is what the other said
            told = self.inner[statement.id]
            deeds = self._by_rank(told)
        if self._only_relays(statement):
            return
        if statement.act == "DOUBT" and says_nothing(self.trees, statement.content[0]):
            return
        if len(deeds) < 2 or told is not statement:
            part = self.clauses.telling(told, deeds)
            cut = self.clauses.cut(part)
            counted = statement.content if cut == part else (cut,)
            yield self._put(statement, deeds[0] if deeds else None, cut, counted=counted)
            return
        seen: set[Span] = set()
        for i, event in enumerate(deeds):
            clause = self.clauses.clause(event, within=statement.content)
            # deeds of one clause are one proposition: the first names it
            if clause is None or any(clause.overlaps(other) for other in seen):
                continue
            seen.add(clause)
            main = not i or self.clauses.beside(deeds[0], event)
            yield self._put(statement, event, clause, main=main, counted=statement.content if main else (clause,))

    def _only_relays(self, statement: Statement) -> bool:
        """Whether all that is said is that somebody says something ("he said its observers had counted 900"): the inner
        statement puts that forward."""
        inner = self.inner.get(statement.id)
        if inner is None or inner.cue is None or statement.act in _ON_OTHERS or inner.act not in ASSERTIVE:
            return False
        tree = self.trees.at(statement.content[0].start)
        head = tree.head_of(statement.content[0]) if tree else None
        return tree is not None and head is not None and tree.tokens[head].span.overlaps(inner.cue)

    def _by_rank(self, statement: Statement) -> list[Event]:
        """The deeds of a content, sentence by sentence, the one nearest the root of its sentence first: what is denied
        stands first, and what is told instead after it."""

        def rank(event: Event) -> tuple[int, int, int]:
            tree = self.trees.at(event.trigger.start)
            head = tree.head_of(event.trigger) if tree else None
            if tree is None or head is None:
                return (event.trigger.start, 99, event.trigger.start)
            return (tree.sentence.span.start, tree.depth[head], event.trigger.start)

        return sorted(self.told.get(statement.id, ()), key=rank)

    def _put(
        self,
        statement: Statement | None,
        event: Event | None,
        part: Span,
        *,
        counted: tuple[Span, ...],
        main: bool = True,
    ) -> Proposition:
        told = self._plain(
            statement,
            part,
            stance=stance(self.trees, statement, event, part, main=main),
            act=statement.act if statement else "",
            counted=counted,
            refers=event is None and only_refers(self.trees, part),
        )
        if statement is not None:
            told = replace(told, answers=self._answers(statement, event, told))
        if event is None:
            return told
        place, date = event.place, event.date
        return replace(
            told,
            event=event.id,
            tells=True,
            mention=statement is None and not any(t.upos in {"VERB", "AUX"} for t in self._tokens(part)),
            deed=event.same_as or event.id,
            type=event.type,
            mode=event.mode,
            doers=event.actors,
            recipients=event.recipients,
            status=event.status,
            earliest=(date.earliest or "") if date else "",
            latest=(date.latest or "") if date else "",
            place=place.name if place else "",
            country=(place.country or "") if place else "",
        )

    def _aside(self, aside: Aside) -> Proposition:
        part = aside.part
        when = next((t.interval for t in self.report.times if part.overlaps(t.span) and t.interval), None)
        return replace(
            self._plain(
                aside.statement,
                part,
                stance=aside.stance or stance(self.trees, None, None, part),
                act="DENY" if aside.stance == "denies" else "",
                counted=(part,),
            ),
            answers=self._menace(aside.statement) if aside.menace and aside.statement else None,
            earliest=(when.earliest or "") if when else "",
            latest=(when.latest or "") if when else "",
            recorded=False,
        )

    def _plain(
        self,
        statement: Statement | None,
        part: Span,
        *,
        stance: Stance,
        act: str,
        counted: tuple[Span, ...],
        refers: bool = False,
    ) -> Proposition:
        """What the words at ``part`` put forward, told in ``statement``, without a deed; its figures are those in the
        words ``counted``."""
        lemmas, names = self._words(part)
        measures = tuple(_measure(q) for q in self.report.quantities if any(p.overlaps(q.span) for p in counted))
        return Proposition(
            at=Anchor(self.report.document.id, self.report.document.sha256, part),
            statement=statement.id if statement else None,
            event=None,
            answers=None,
            day=self.day,
            said=(statement and self.spoken.get(statement.id)) or self.day,
            publisher=self.publisher,
            speakers=statement.source_actors if statement else (),
            via=statement.via if statement else (),
            stance=stance,
            act=act,
            words=part.of(self.text),
            whole=self.clauses.whole(part),
            lemmas=lemmas,
            names=names,
            measures=measures,
            negated=any(token.lemma.casefold() in NEGATIVE for token in self._tokens(part)),
            conditional=statement is not None and statement.act not in _ON_OTHERS and statement.certainty == "U",
            subject=self.subjects.of(part),
            targets=statement.targets if statement else (),
            refers=refers,
            tells=bool(measures) or any(token.upos in {"VERB", "AUX"} for token in self._tokens(part)),
        )

    def _answers(self, statement: Statement, event: Event | None, told: Proposition) -> str | None:
        """The statement that a denial or a doubt speaks to: as coded, and for one that says no more than "the charges",
        the accusation before it."""
        if statement.denies is not None:
            # what somebody else says in the same words, and was cut from them, is not what is denied
            own = any(part.overlaps(p) for part in self._content(statement.denies) for p in statement.content)
            left = any(part.overlaps(told.at.span) for part in self._content(statement.denies))
            return statement.denies if left or not own else None
        if statement.act not in {"DENY", "DOUBT"}:
            return None
        if event is not None or len(told.lemmas) + len(told.names) > 1:
            return None
        before = [s for s in self.report.statements if s.content[0].start < statement.content[0].start]
        others = [s for s in before if s.source_actors != statement.source_actors]
        return next((s.id for s in reversed(others) if s.act == "ACCUSE"), None)

    def _content(self, statement: str) -> tuple[Span, ...]:
        return next((s.content for s in self.report.statements if s.id == statement), ())

    def _menace(self, denial: Statement) -> str | None:
        """What he speaks to who calls a threat imaginary: what those whom he charges with it tell of his own forces."""
        voice = sides(denial.source_actors)
        blamed = sides((*denial.targets, *self.subjects.of(denial.content[0])))
        found = [
            s
            for s in self.report.statements
            if s.act in {"STATE", "ACCUSE", "WARN"} and sides(s.source_actors) & blamed and self._forces(s) & voice
        ]
        return min(found, key=lambda s: (s.content[0].start, -s.content[-1].end)).id if found else None

    def _forces(self, statement: Statement) -> frozenset[str]:
        """The sides whose forces a statement tells of: their number, or what they do."""
        counted = [q.holder for q in self.report.quantities if q.attributed_to == statement.id and q.unit == "person"]
        deeds = [e for e in self.told.get(statement.id, ()) if e.type in {"MOBILIZE", "ASSAULT", "COERCE"}]
        return sides([*filter(None, counted), *(a for e in deeds for a in e.actors)])

    def _tokens(self, part: Span) -> list[Token]:
        return self.tokens[bisect_left(self.starts, part.start) : bisect_left(self.starts, part.end)]

    def _words(self, part: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lemmas: set[str] = set()
        names: set[str] = set()
        for token in self._tokens(part):
            if token.upos == "PROPN":
                if (name := token.form.casefold().rstrip(".")) not in _CALENDAR:
                    names.add(name)
            elif token.upos in CONTENT and token.lemma.casefold() not in _LIGHT:
                lemmas.add(token.lemma.casefold())
        return tuple(sorted(lemmas)), tuple(sorted(names))


def _windows(report: Report) -> Iterator[list[Token]]:
    """The words of ``report``, a few sentences of one zone at a time."""
    window: list[Token] = []
    role = None
    for sentence in report.analysis.sentences:
        if not sentence.tokens:
            continue
        if window and (sentence.role != role or len(window) + len(sentence.tokens) > WINDOW):
            yield window
            window = []
        window, role = [*window, *sentence.tokens], sentence.role
    if window:
        yield window


def _measure(quantity: Quantity) -> Measure:
    of = (quantity.of or quantity.unit).casefold()
    return Measure(of, quantity.unit, quantity.low, quantity.high, quantity.approx)
