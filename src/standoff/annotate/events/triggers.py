"""Which words name a deed, and of which type: candidates with their frames in, readings out.

The decision is one function of a candidate (:data:`Decide`), so that another head can take its place. The one in use
weighs two voices: the trigger table, and the network's mark where the analyser has a trigger head. The table alone
decides when there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import Struct

from standoff.annotate.events.classes import in_class, matches, named
from standoff.annotate.events.frames import HYPHENS, Frame, Scene
from standoff.annotate.events.lexicon import Condition, Row, plover, rows
from standoff.annotate.events.words import bare_forms, classes
from standoff.model import Mark

PART_OF_SPEECH = {"VERB": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a"}
#: A noun of these types says more than the verb that carries it ("held talks", "opened an inquiry").
NOUN_SPEAKS = frozenset({"CONSULT", "ACCUSE", "ASSAULT", "PROTEST", "AGREE", "AID"})
MONTHS = frozenset({"March", "May"})
QUOTES = frozenset({'"', "“", "”", "``", "''", "‘", "’"})
PREFIXES = frozenset(
    {"anti", "co", "counter", "de", "ex", "mid", "non", "one", "post", "pre", "pro", "re", "sub", "un"}
)
#: Types and prepositions by which a noun only says in what form its verb's deed is done: "met in a session", "put on
#: alert".
SETTINGS = frozenset({("CONSULT", "in"), ("CONSULT", "at"), ("CONSULT", "for"), ("MOBILIZE", "on")})
POINTS_BACK = frozenset({"the", "this", "that", "these", "those", "such"})
#: A mark decides alone, and against the table, from these probabilities on.
MARK_ALONE = 0.6
MARK_AGAINST = 0.7
#: And against a row that says "no event".
MARK_AGAINST_NONE = 0.85
#: Words of force, blame and praise are figures of speech as often as not: such a mark on a word that the table does not
#: know must be surer.
MARK_SURER = {"ASSAULT": 0.75, "COERCE": 0.7, "ACCUSE": 0.7, "CONCEDE": 0.7, "SUPPORT": 0.7, "PROTEST": 0.7}
#: A row decides alone from this score on: without a trigger head in the analyser, and where the head marks nothing.
ROW_ALONE = 0.5
ROW_UNMARKED = 0.6
#: The mode of a row with conditions gives way to that of a mark only from this probability on.
MODE_AGAINST = 0.9
#: Types of whose deeds a row often cannot tell the mode; a mark fills it from this probability on.
OPEN = frozenset({"ASSAULT", "REQUEST", "REJECT", "THREATEN"})
MODE_OPEN = 0.4
#: A noun that only modifies another names a deed from this probability of its mark on.
MARK_DEPENDENT = 0.2
#: What a row and a mark of the same type must reach together.
TOGETHER = 0.55

Decide = Callable[["Candidate"], "Reading | None"]


class Candidate(Struct, frozen=True):
    """A word that may name a deed: where it stands, its frame, and the network's mark on it.

    ``heard`` says that the analyser has a trigger head, so that a missing mark means something.
    """

    scene: Scene
    token: int
    lemma: str
    pos: str
    mark: Mark | None = None
    heard: bool = False

    @property
    def frame(self) -> Frame:
        return self.scene.frame(self.token)


class Reading(Struct, frozen=True):
    """What a candidate names. ``score`` is in 0..1; ``rule`` names the row or head that decided."""

    type: str
    mode: str | None
    score: float
    rule: str


def candidates(scene: Scene, marks: dict[int, Mark], *, heard: bool) -> Iterator[Candidate]:
    """The words of a sentence that the table knows or the network marks; ``marks`` is keyed by token."""
    known = rows()
    titles = _titles(scene)
    for i, token in enumerate(scene.tokens):
        pos = PART_OF_SPEECH.get(token.upos, "")
        if token.upos == "PROPN" and (scene.kinds[i] in {"PER", "ORG"} or token.form in MONTHS):
            continue
        if i in titles or _prefix(scene, i):
            continue
        mark = marks.get(i)
        guesses = (scene.lemmas[i], *bare_forms(scene.forms[i]))
        lemma = next((w for w in guesses if (w, pos) in known), None)
        if lemma is not None or mark is not None:
            yield Candidate(scene, i, lemma or scene.lemmas[i], pos, mark, heard)


def _titles(scene: Scene) -> frozenset[int]:
    """The words of quoted titles, "Meet the Bakers": short, within a sentence, every longer word with a capital."""
    out: set[int] = set()
    quotes = [i for i, form in enumerate(scene.forms) if form in QUOTES]
    for a, b in pairwise(quotes):
        words = [i for i in range(a + 1, b) if scene.tokens[i].form[:1].isalpha()]
        if a == 0 or scene.forms[a - 1] in {",", ":"} or not 2 <= len(words) <= 6:
            continue
        long = [i for i in words if len(scene.forms[i]) > 3 or i == words[0]]
        if len(long) > 1 and all(scene.tokens[i].form[0].isupper() for i in long):
            out.update(words)
    return frozenset(out)


def _prefix(scene: Scene, i: int) -> bool:
    """Whether the token is what stands before the hyphen of a word in parts: "de" of "de-escalate"."""
    return scene.forms[i] in PREFIXES and i + 1 < len(scene.tokens) and scene.forms[i + 1] in HYPHENS


def by_table(candidate: Candidate) -> Reading | None:
    """The table's reading: the most specific row that holds; None when none does or it says "no event"."""
    row = _row(candidate)
    if row is None or row.type is None or row.score < ROW_ALONE:
        return None
    return _of_row(row.type, row)


def by_both(candidate: Candidate) -> Reading | None:
    """The reading of table and network together: either may be sure alone, or both half sure of the same type."""
    row = _row(candidate)
    mark = _of_mark(candidate.mark)
    if candidate.heard and is_state(candidate):
        return mark if mark is not None and mark.score >= MARK_SURER.get(mark.type, MARK_ALONE) else None
    if mark is None or not candidate.heard:
        bar = ROW_UNMARKED if candidate.heard else ROW_ALONE
        return _of_row(row.type, row) if row is not None and row.type is not None and row.score >= bar else None
    if row is None:
        return mark if mark.score >= MARK_SURER.get(mark.type, MARK_ALONE) else None
    if row.type is None:
        return mark if mark.score >= MARK_AGAINST_NONE else None
    told = _of_row(row.type, row)
    if mark.type == told.type:
        both = 1 - (1 - mark.score) * (1 - told.score)
        mode = mark.mode if mark.score >= _bar(row) and not is_of_two(candidate) else row.mode
        sure = both >= TOGETHER or told.score >= ROW_UNMARKED
        return Reading(told.type, mode, round(both, 3), f"{told.rule}+network") if sure else None
    if mark.score >= MARK_AGAINST or mark.score > told.score:
        return mark if mark.score >= MARK_ALONE else None
    return told if told.score >= ROW_ALONE else None


def _bar(row: Row) -> float:
    """From which probability on a mark of the same type gives the mode in place of the row."""
    if row.mode is None and row.type in OPEN:
        return MODE_OPEN
    return MODE_AGAINST if row.when else MARK_ALONE


def _row(candidate: Candidate) -> Row | None:
    for row in rows().get((candidate.lemma, candidate.pos), ()):
        if all(_holds(candidate, condition) for condition in row.when):
            return row
    return None


def _of_row(kind: str, row: Row) -> Reading:
    return Reading(kind, row.mode, row.score, row.line)


def _of_mark(mark: Mark | None) -> Reading | None:
    if mark is None:
        return None
    kind, _, mode = mark.label.partition(" ")
    return Reading(kind, mode or None, mark.score, "network") if (kind, mode or None) in plover() else None


def _holds(candidate: Candidate, condition: Condition) -> bool:
    scene, frame = candidate.scene, candidate.frame
    if condition.part == "form":
        return (scene.forms[candidate.token] in condition.values) != condition.negated
    found = frame[condition.part]
    if condition.values == ("*",):
        held = bool(found)
    elif condition.values == ("-",):
        held = not found
    else:
        held = matches(scene, found, condition.values)
    return held != condition.negated


def deeds(
    scene: Scene, decide: Decide = by_both, marks: dict[int, Mark] | None = None, *, heard: bool = False
) -> list[tuple[Candidate, Reading]]:
    """The deeds of a sentence, one reading for each trigger; of a verb and its object that say the same, one."""
    if figurative(scene):
        return []
    found = {
        c.token: (c, r)
        for c in candidates(scene, marks or {}, heard=heard)
        if (not _dependent_noun(c) or _marked(c)) and (r := decide(c)) is not None
    }
    dropped: set[int] = set()
    for i, (candidate, reading) in found.items():
        if _same_meeting(candidate, reading, found) or _first_part(scene, i, found):
            dropped.add(i)
        if candidate.pos != "n":
            continue
        if _dependent_noun(candidate) and any(
            above in found and found[above][1].type == reading.type for above in candidate.frame["under"]
        ):
            dropped.add(i)  # "summit meeting", "missile test launch": the head speaks
            continue
        for verb in scene.frame(_whole(scene, i))["head"]:
            if verb not in found or verb in dropped or found[verb][1].type != reading.type:
                continue
            if (reading.type, scene.case_of(i)) in SETTINGS:
                dropped.add(i)
            elif any(i in named(scene, k) for k in scene.frame(verb)["obj"]):
                dropped.add(_weaker(found[verb], found[i]))
    return [found[i] for i in sorted(found) if i not in dropped]


def _same_meeting(candidate: Candidate, reading: Reading, found: dict[int, tuple[Candidate, Reading]]) -> bool:
    """Whether an infinitive says what a meeting is for: "met to discuss the dam", "talks to negotiate a truce"."""
    scene, i = candidate.scene, candidate.token
    above = scene.tokens[i].head
    if candidate.pos != "v" or reading.type != "CONSULT" or above not in found or found[above][1].type != "CONSULT":
        return False
    return scene.tokens[i].deprel in {"advcl", "xcomp", "acl"} and any(
        scene.forms[m] == "to" for m in scene.tree.children(i, "mark")
    )


def _first_part(scene: Scene, i: int, found: dict[int, tuple[Candidate, Reading]]) -> bool:
    """Whether the word is the first part of one in parts that names the same: "test" of "test-fired"."""
    hyphened = i + 2 in found and scene.forms[i + 1] in HYPHENS
    return hyphened and found[i + 2][1].type == found[i][1].type


def _whole(scene: Scene, i: int) -> int:
    """The word that measures a noun, or the noun: "round" of "a round of sanctions"."""
    above = scene.tokens[i].head
    measured = above >= 0 and scene.tokens[i].deprel == "nmod" and scene.case_of(i) == "of"
    return above if measured and scene.lemmas[above] in classes()["PARTITIVES"] else i


def is_state(candidate: Candidate) -> bool:
    """Whether a verb tells what something is like or can do, as a rule no deed: "the frozen funds", "we can leave"."""
    scene, i = candidate.scene, candidate.token
    return candidate.pos == "v" and (scene.tokens[i].deprel == "amod" or "can" in scene.tree.modals(i))


def is_of_two(candidate: Candidate) -> bool:
    """Whether a meeting that is one of many sides by its name is told as one of two: "her summit with the emir"."""
    row = _row(candidate)
    return row is not None and row.mode is None and bool(row.when) and _many(candidate)


def is_open(candidate: Candidate) -> bool:
    """Whether nothing but its name says that a meeting is one of many sides: "the summit"."""
    row = _row(candidate)
    return row is not None and not row.when and _many(candidate)


def _many(candidate: Candidate) -> bool:
    known = rows().get((candidate.lemma, candidate.pos), ())
    return any(row.mode == "multilateral" and not row.when for row in known)


def figurative(scene: Scene) -> bool:
    """Whether a sentence is about sport or shows, where attacks and defeats are words of play."""
    return any(in_class(scene, i, "SPORT") for i in range(len(scene.tokens)))


def is_bare(candidate: Candidate) -> bool:
    """Whether a noun points back ("the launch", "this meeting") and brings nobody, no place and no day with it."""
    if candidate.pos != "n":
        return False
    scene, frame = candidate.scene, candidate.frame
    definite = any(scene.lemmas[k] in POINTS_BACK for k in scene.tree.children(candidate.token, "det"))
    brought = [k for k in scene.tree.subtree(candidate.token) if k != candidate.token and scene.kinds[k]]
    return definite and not brought and not frame["poss"] and not frame["of"]


def _weaker(verb: tuple[Candidate, Reading], noun: tuple[Candidate, Reading]) -> int:
    """Which of a verb and its noun to drop: what is only imposed or used, else the one the network does not mark, else
    by type."""
    scene, token = noun[0].scene, noun[0].token
    if in_class(scene, token, "INSTRUMENTS") and scene.tokens[_whole(scene, token)].deprel in {"obj", "conj"}:
        return token
    if (verb[0].mark is None) != (noun[0].mark is None):
        return (verb if verb[0].mark is None else noun)[0].token
    if verb[0].mark is not None and noun[0].mark is not None:
        return (verb if verb[0].mark.score < noun[0].mark.score else noun)[0].token
    speaks = noun[1].type in NOUN_SPEAKS or noun[1].mode == "ceasefire"
    return (verb if speaks else noun)[0].token


def _marked(candidate: Candidate) -> bool:
    return candidate.mark is not None and candidate.mark.score >= MARK_DEPENDENT


def _dependent_noun(candidate: Candidate) -> bool:
    """A noun that only modifies another ("strike group", "protest leader") names no deed."""
    token = candidate.scene.tokens[candidate.token]
    return candidate.pos == "n" and token.deprel in {"compound", "flat", "nmod:unmarked"}
