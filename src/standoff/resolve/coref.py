"""Who a pronoun, "the ministry" or a bare "officials" stands for in a report: its cast, in the order of the text.

A :class:`Cast` is read in two passes: the first collects what the report itself says of its persons ("Ruritania's
foreign minister, Anna Kowal"), the second reads every noun phrase with that in hand and remembers it as
:class:`Heard`. Antecedents are earlier phrases of the fitting kind, weighed by nearness, as subjects, as speakers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from standoff.grammar import Cover, Tree
from standoff.model import BEARING, Actor, Analysis, Document, Place, Span, Statement, Unresolved
from standoff.resolve.actors import Reader
from standoff.resolve.focus import Focus, after_place
from standoff.resolve.gazetteer import Gazetteer
from standoff.resolve.knowledge import Knowledge
from standoff.resolve.party import NOBODY, Heard, Party
from standoff.resolve.phrase import Item
from standoff.resolve.shelf import Shelf
from standoff.resolve.standins import RELATIVE, STANDS_FOR, again, antecedent, body_meant, fitting
from standoff.resolve.wordlists import word_class

_HEADS = frozenset("nsubj obj iobj obl nmod conj root appos parataxis ccomp dep vocative dislocated".split())
_MAIN = frozenset({"root", "conj", "parataxis"})  # relations of the verbs of main clauses
#: What a person gains as the subject of a main clause, and loses by being named in quoted words only.
_RANK, _QUOTED = 0.1, 0.4
_REACH = 6  # sentences that a pronoun looks back
_MANY = 300  # phrases that are looked at before and after, however long the sentences are
_SINGULAR = frozenset(["he", "she", "him", "her", "his", "himself", "herself"])
_PLURAL = frozenset(["they", "them", "their", "themselves"])
_NEUTER = frozenset(["it", "its", "itself"])
_FIRST = frozenset(["i", "me", "my", "we", "us", "our"])
_PAIR = frozenset({"both", "neither", "either", "each", "two", "three"})
_LENT = word_class("lent")


class Cast:
    """Everyone in one report. Ask :meth:`party` for any span of it."""

    def __init__(
        self, document: Document, analysis: Analysis, statements: Sequence[Statement], knowledge: Knowledge
    ) -> None:
        self.text = document.text
        self.day = document.published.value[:10] if document.published else None
        self.knowledge = knowledge
        self.statements = statements
        self.sentences = [s for s in analysis.sentences if s.role in BEARING]
        common = {"NOUN", "VERB", "ADJ", "ADV", "SCONJ", "ADP", "PRON", "DET", "CCONJ", "AUX", "INTJ", "NUM"}
        plain = frozenset(s.tokens[0].span.start for s in analysis.sentences if s.tokens and s.tokens[0].upos in common)
        nouns = knowledge.scan_nouns(self.text)
        self.shelf = Shelf(self.text, knowledge.scan(self.text), nouns, analysis.entities, plain)
        self.reader = Reader(knowledge, self.day, self.ask, self._states, self.place)
        self.heard: list[Heard] = []
        self._at = 0
        self._depth = 0
        self._main: set[int] = set()
        self.focus = Focus(self.shelf, self.sentences, self.heard, knowledge.state_names)
        #: The states that the report names, the most often named first.
        self.order = self.focus.order
        self._gazetteer = Gazetteer.load()
        self._places: dict[str, Place | Unresolved] = {}
        contents = [(part, n) for n, s in enumerate(statements) for part in s.content]
        self._content_of = [n for _, n in contents]
        self._contents = Cover(part for part, _ in contents)
        self._sources = sorted((s.source.start, s.source.end) for s in statements if s.source is not None)
        self.focus.home = self._from(document)
        told = [(s.source, s.content) for s in statements if s.source is not None and s.quotation != "indirect"]
        self.focus.quoted = sorted(told, key=lambda pair: pair[0].start)
        self._breakaways = [(h.start, s.id) for h in self.shelf.hits for s in h.senses[:1] if s.id.endswith(".PRE")]
        self._spoken: dict[str, Party] = {}
        #: What each "who" and "which" goes back to.
        self._relative: dict[tuple[int, int], Span] = {}
        self._memory: dict[tuple[int, int], Party] = {}
        self._read_all()
        self.focus.ahead = tuple(self.heard)
        self.heard.clear()
        self._memory.clear()
        self._read_all()
        self.focus.ahead = self.heard

    def within(self, span: Span) -> list[Heard]:
        """The phrases heard inside ``span``, in order."""
        at = bisect_left(self.heard, span.start, key=lambda h: h.start)
        end = bisect_left(self.heard, span.end, key=lambda h: h.start)
        return [h for h in self.heard[at:end] if h.end <= span.end]

    # --- reading the report -------------------------------------------------------------------------------------

    def _from(self, document: Document) -> str | None:
        """The state that the dateline's place is in."""
        if document.dateline is None:
            return None
        place = self.place(document.dateline.value.split(",")[0].split("/")[0].title())
        return place.country if isinstance(place, Place) else None

    def _read_all(self) -> None:
        for number, sentence in enumerate(self.sentences):
            tree = Tree(sentence)
            spans: dict[tuple[int, int], tuple[bool, bool]] = {}
            for hit in self.shelf.hits_in(sentence.span.start, sentence.span.end):
                spans[hit.start, hit.end] = (False, after_place(self.text, hit.start))
            for i, token in enumerate(sentence.tokens):
                if token.lemma in RELATIVE and (whose := antecedent(tree, i)) is not None:
                    self._relative[token.span.start, token.span.end] = whose
                if token.upos not in {"NOUN", "PROPN", "PRON"} or token.deprel.split(":")[0] not in _HEADS:
                    continue
                span = tree.noun_phrase(i)
                subject = token.deprel.startswith("nsubj")
                if subject and sentence.tokens[token.head].deprel in _MAIN:
                    self._main.add(span.start)
                spans[span.start, span.end] = (subject, after_place(self.text, span.start))
            for (start, end), (subject, place) in sorted(spans.items(), key=lambda s: (s[0][0], -s[0][1])):
                self._hear(start, end, number, subject, place)

    def _hear(self, start: int, end: int, number: int, subject: bool, place: bool) -> None:
        items = self.shelf.items(start, end)
        if not any(i.kind in {"name", "noun", "proper", "pronoun"} for i in items):
            return
        party = self.party(Span(start, end))
        if party.actors or party.kind != "none":
            lone = len(items) == 1 and items[0].kind == "pronoun"
            self.heard.append(Heard(start, end, number, party, subject, self._is_source(start, end), place, lone))

    def _is_source(self, start: int, end: int) -> bool:
        at = bisect_left(self._sources, (start, 0))
        return any(s < end and start < e for s, e in self._sources[max(0, at - 1) : at + 2])

    def party(self, span: Span) -> Party:
        """What the words at ``span`` stand for, read where they stand; never raises, :data:`NOBODY` when nothing is
        known."""
        key = (span.start, span.end)
        if key in self._memory and self._depth == 0:
            return self._memory[key]
        span = self._relative.get(key, span)
        if self._depth > 12:
            return NOBODY
        before, self._at = self._at, span.start
        self._depth += 1
        try:
            party = self.reader.read(self.shelf.items(span.start, span.end))
        finally:
            self._at = before
            self._depth -= 1
        if self._depth == 0:
            self._memory[key] = party
        return party

    # --- answering the reader --------------------------------------------------------------------------------------

    def _states(self) -> Sequence[str]:
        return self.order

    def place(self, name: str) -> Place | Unresolved:
        """The place of that name, as this report means it."""
        if name not in self._places:
            self._places[name] = self._gazetteer.locate(name, context=self.order[:8])
        return self._places[name]

    def ask(self, what: str, item: Item) -> Party:
        if what == "text":
            return self._author(item)
        if what == "ELI":
            return self._former(item)
        if what == "paper":
            named = (h.party for h in reversed(self.before(item.start, _MANY)) if h.party.sort == "media")
            return next((p for p in named if p.key.endswith(item.folded)), NOBODY)
        if what == "breakaway":
            return self._breakaway(item)
        if what.startswith("again "):
            return again(what, self.before(item.start))
        if what.endswith(" persons"):
            return self._persons(item, 3 if what.startswith("three") else 2)
        if what.startswith(("noun ", "own ")):
            asked, sector, key = what.split(" ", 2)
            return self._bare(sector, key, item, lent=asked == "noun")
        return self._pronoun(what, item)

    def sentence_of(self, at: int) -> int:
        return self.focus.sentence_of(at)

    def before(self, at: int, reach: int = _REACH) -> list[Heard]:
        here = self.sentence_of(at)
        low = bisect_left(self.heard, here - reach, key=lambda h: h.sentence)
        high = bisect_left(self.heard, at, low, key=lambda h: h.start)
        return [h for h in self.heard[max(low, high - _MANY) : high] if h.end <= at]

    def _weigh(self, heard: Heard, here: int, said: Statement | None) -> float:
        gap = here - heard.sentence
        person = heard.party.kind == "person"
        around = self._around(heard.start) if person else None
        # whom a speaker names in quoted words is not at hand for the words around them
        quoted = around is not None and around is not said and around.quotation == "direct"
        return (
            1.0 / (1.0 + 0.8 * gap)
            + 0.45 * heard.subject
            + _RANK * (person and heard.start in self._main)
            - _QUOTED * quoted
            + 0.35 * heard.speaks
            - 0.15 * heard.place
            + (0.1 if heard.pronoun else 0.0)
        )

    def best(self, heard: Sequence[Heard], at: int) -> Heard | None:
        here, said = self.sentence_of(at), self._around(at)
        return max(heard, key=lambda h: (self._weigh(h, here, said), h.start), default=None)

    def _pronoun(self, word: str, item: Item) -> Party:
        at = item.start
        if word in _FIRST:
            return self._speaker(at, word)
        before = [h for h in self.before(at) if h.party.actors]
        inside = self._quoted_by(at)
        if inside is not None:
            own = set(inside.actors)
            before = [h for h in before if not (h.party.kind == "person" and set(h.party.actors) & own)] or before
        if word in _PAIR:
            return self._pair(at, 3 if word == "three" else 2)
        if word in _SINGULAR:
            fits = {None, word in {"she", "her", "herself"}}
            one = [h for h in before if h.party.kind == "person" and not h.party.plural and h.party.female in fits]
            found = self.best(one, at)
        elif word in _PLURAL:
            found = self.best([h for h in before if h.party.plural or h.party.kind == "group"], at) or self.best(
                [h for h in before if h.party.kind in {"org", "state"}], at
            )
        elif word in _NEUTER:
            bodies = [h for h in before if h.party.kind in {"org", "state", "group"}]
            found = self.best([h for h in bodies if not h.party.plural], at) or self.best(bodies, at)
        else:
            found = self.best([h for h in before if h.end >= at - 3], at)
        if found is None:
            return Party((), "none", reason=f"nobody before for {item.text!r}")
        return found.party

    def _pair(self, at: int, wanted: int) -> Party:
        """The two (or three) states that the report has named most before this, those of the sentence's own speakers
        last, of as many mentions the latest; all that the report names when it names just as many."""
        named: dict[str, tuple[bool, int, int]] = {}
        before = bisect_left(self.heard, at, key=lambda h: h.start)
        for k in range(max(0, before - _MANY), before):
            heard = self.heard[k]
            states = {(actor.id or "").partition(".")[0] for actor in heard.party.actors}
            for state in states & self.knowledge.state_names.keys() if not heard.pronoun else ():
                speaks, count, _ = named.get(state, (False, 0, 0))
                here = heard.speaks and heard.sentence == self.sentence_of(at)
                named[state] = speaks or here, count - 1, -k
        seen = sorted(named, key=lambda state: (named[state], state))
        if len(seen) < wanted and len(self.order) == wanted:
            seen = list(self.order)
        if len(seen) < wanted:
            return Party((), "group", True, reason="fewer parties before than it counts")
        return Party(tuple(Actor(s) for s in sorted(seen[:wanted])), "state", True, "state")

    def _persons(self, item: Item, wanted: int) -> Party:
        """The last two (or three) persons named before "both men" or "the two presidents"."""
        near = (h.party for h in reversed(self.before(item.start)) if h.party.kind == "person" and not h.pronoun)
        ids = list(dict.fromkeys(i for party in near for i in party.ids()))[:wanted]
        return Party(tuple(Actor(i) for i in reversed(ids)) if len(ids) == wanted else (), "group", True)

    def _breakaway(self, item: Item) -> Party:
        """The breakaway entity that the report names nearest to "separatists" (codebook, section 5)."""
        k = bisect_left(self._breakaways, item.start, key=lambda named: named[0])
        near = self._breakaways[max(0, k - 1) : k + 1]
        found = min(near, key=lambda named: abs(named[0] - item.start), default=None)
        return Party((Actor(found[1]),), "group", True, "PRE") if found is not None else NOBODY

    def _quoted_by(self, at: int) -> Party | None:
        statement = self._around(at)
        return self._spoken.get(statement.id) if statement is not None else None

    def _around(self, at: int) -> Statement | None:
        """The innermost statement whose content holds offset ``at``."""
        return min(self._holding(at), key=lambda s: sum(len(c) for c in s.content), default=None)

    def _holding(self, at: int) -> list[Statement]:
        """The statements whose content holds offset ``at``, in their order."""
        found = {self._content_of[k] for k in self._contents.holding(at, at + 1)}
        return [self.statements[n] for n in sorted(found)]

    def speaks(self, statement: Statement, party: Party) -> None:
        """Tell the cast who speaks in a statement, so that "we" inside it is known."""
        self._spoken[statement.id] = party

    def _speaker(self, at: int, word: str) -> Party:
        """Who says "I" and "we": the speaker of the statement around it, or the side that the speaker stands for."""
        holding = [
            s
            for s in self._holding(at)
            if s.quotation != "indirect" and (s.source is None or not (s.source.start <= at < s.source.end))
        ]
        for statement in sorted(holding, key=lambda s: sum(len(c) for c in s.content)):
            spoken = self._spoken.get(statement.id)
            if (
                spoken is None
                and statement.source is not None
                and statement.source.end <= len(self.text)
                and self._depth < 8
            ):
                spoken = self.party(statement.source)
            if spoken is not None and spoken.actors:
                if word in {"i", "me", "my"}:
                    return spoken
                actors = tuple(dict.fromkeys(Actor(a.id) for a in spoken.actors if a.id))
                return Party(
                    actors, "org" if actors else "none", True, spoken.sort, spoken.key, "" if actors else spoken.reason
                )
        found = self.best(
            [
                h
                for h in self.before(at, 3)
                if h.speaks and h.party.actors[:1] and h.party.actors[0].id and not h.pronoun
            ],
            at,
        )
        found = found or next(
            (h for h in self.heard if h.party.kind in {"org", "state"} and h.party.sort != "media" and h.party.actors),
            None,
        )
        if found is None:
            return Party((), "none", reason="no speaker for the first person")
        if word in {"i", "me", "my"}:
            return found.party
        return Party(
            tuple(dict.fromkeys(Actor(a.id) for a in found.party.actors if a.id)), "org", True, found.party.sort
        )

    def _author(self, item: Item) -> Party:
        """Whose statement, letter or report it is when the phrase does not say: who spoke last, or the nearest body."""
        before = self.before(item.start, 2)
        spoken = [h for h in before if h.speaks and h.party.actors and h.party.kind != "text"]
        found = self.best(spoken, item.start)
        if found is None:
            return Party((), "text", reason="no author named")
        return Party(tuple(Actor(a.id) for a in found.party.actors if a.id), "text", False, found.party.sort, item.key)

    def _former(self, item: Item) -> Party:
        found = self.focus.state(item.start, "ELI")
        if found is None:
            return Party((), "person", reason="former official of an unnamed state")
        return Party((Actor(f"{found}.ELI"),), "person", sort="ELI")

    def _bare(self, sector: str, key: str, item: Item, *, lent: bool) -> Party:
        """A noun that names no owner: the same noun before, the body it stands for, else the state in focus."""
        at = item.start
        before = [h for h in self.before(at, 12) if h.party.actors and not h.pronoun]
        last = key.split(" ")[-1]
        # a ministry has one owner: "Washington and its allies" lends it to nobody
        alone = [h for h in before if len(h.party.ids()) == 1]
        sorts = STANDS_FOR.get(key)
        if sorts:
            eligible = before if last.endswith("s") else alone
            eligible = [h for h in eligible if h.party.sort in sorts and h.party.kind in {"org", "state"}]
            # "in Brussels" says where, not which alliance
            found = self.best(fitting(key, [h for h in eligible if not h.place] or eligible), at)
            if found is not None:
                return found.party
            body = body_meant(key, item, self.text, alone)
            if body is not None:
                return body
            if last in {"country", "nation"} or (
                sorts <= {"armed", "body", "ngo", "media", "company", "court"} and sector == "GOV"
            ):
                return Party((), "org", reason=f"no body before that {item.text!r} stands for")
        same = [
            h
            for h in alone
            if (h.party.key == key or h.party.key.startswith(key + " ") or h.party.key.endswith(" " + key))
            and h.party.kind != "person"
            and h.party.sort == sector
            and h.party.actors[0].id
        ]
        if same:
            return same[-1].party
        if lent and last in _LENT and sector == "GOV":
            found = self.best(
                [
                    h
                    for h in before
                    if (h.party.kind in {"org", "state"} and h.party.sort not in {"media", "COP", "company"})
                    or (h.party.kind == "group" and h.party.sort in {"GOV", "REB", "OPP", "armed"})
                ],
                at,
            ) or self.best([h for h in before if h.party.actors[0].id], at)
            if found is not None:
                ids = dict.fromkeys(a.id for a in found.party.actors if a.id)
                actors = tuple(Actor(i if "." in i or i not in self.knowledge.state_names else f"{i}.GOV") for i in ids)
                return Party(actors, "group", sort=sector, key=key, guessed=True)
        state = self.focus.state(at, sector, post=last in _POSTS)
        if state is None:
            return Party((), "none", reason=f"whose {item.text!r} is not said", candidates=tuple(self.order[:4]))
        return Party((Actor(f"{state}.{sector}"),), "group", sort=sector, key=key, guessed=True)


#: Posts of which a state has one.
_POSTS = frozenset(
    "minister president premier chancellor king queen emir sultan chairman spokesman spokeswoman spokesperson".split()
)
