"""Which words report speech: the table ``data/cues.csv`` and how its rows are met in a sentence.

A row names a lemma (with its particle or fixed words), its kind, the *frame* that the tree must offer, and what decides
the act. Frames of verbs:

========= ==========================================================================================
say       a finite clause or quoted words ("said that ...", "..., he said")
quote     quoted words only ("he shrugged")
wh        a question clause; its first word belongs to the content ("would not say whether ...")
to        an infinitive of the speaker's own ("promised to ...")
obj-to    a person asked and an infinitive ("urged Moscow to ...")
p-to:PREP the same with a preposition ("called on Moscow to ...")
obj       a noun phrase ("condemned the strike"), ing: a gerund ("denied clearing the camp")
obj-as    an object and an as-phrase ("dismissed the report as fantasy")
obj-pred  an object and what it is called ("called the vote a sham"); put-at: "put the toll at 40"
p:PREP    a prepositional phrase ("called for calm", "spoke of a sham")
obj-p:P   an object spoken to or of, and a phrase ("accused Kyiv of ...", "thanked Oslo for ...")
all-p:P   both together are the content ("blamed the violence on a plot")
========= ==========================================================================================

For nouns the frame is the word that ties the content to them: ``that``, ``of``, ``for``, ``to`` ...
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from standoff.annotate.statements.inflect import noun_forms, verb_forms
from standoff.data import table
from standoff.errors import DataError
from standoff.grammar import Tree
from standoff.model import Span, Token

KINDS = frozenset({"verb", "noun", "phrase", "adverb", "light"})
#: Verbs that may stand before a cue verb and belong to the cue: "continue to insist on", "declined to say".
CHAIN = frozenset(
    [
        "continue",
        "decline",
        "refuse",
        "hasten",
        "hurry",
        "begin",
        "start",
        "rush",
        "want",
        "wish",
        "like",
        "appear",
        "seem",
        "go",
        "come",
        "fail",
        "manage",
        "have",
        "able",
        "unable",
        "willing",
        "unwilling",
        "keep",
        "try",
        "seek",
        "mean",
        "dare",
    ]
)
_AUXILIARIES = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
    )
)


class CueRow(Struct, frozen=True):
    """One row of ``cues.csv``."""

    words: tuple[str, ...]
    kind: str
    frame: str
    decide: str
    certainty: str


class Lexicon:
    """The cue table, indexed by the first word of each entry."""

    def __init__(self, rows: list[CueRow]) -> None:
        self.verbs: dict[str, list[tuple[tuple[str, ...], list[CueRow]]]] = {}
        self.nouns: dict[str, dict[str, CueRow]] = {}
        self.phrases: list[tuple[str, ...]] = []
        self.adverbs: dict[str, CueRow] = {}
        self.light: frozenset[tuple[str, ...]] = frozenset(r.words for r in rows if r.kind == "light")
        for row in rows:
            if row.kind == "verb":
                entries = self.verbs.setdefault(row.words[0], [])
                found = next((rs for words, rs in entries if words == row.words), None)
                if found is None:
                    entries.append((row.words, [row]))
                else:
                    found.append(row)
            elif row.kind == "noun":
                self.nouns.setdefault(row.words[0], {}).setdefault(row.frame, row)
            elif row.kind == "phrase":
                self.phrases.append(row.words)
            elif row.kind == "adverb":
                self.adverbs[row.words[0]] = row
        for entries in self.verbs.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        #: Inflected form to lemma; where two lemmas share a form ("found") the token's own lemma decides first.
        self.verb_of = {form: lemma for lemma in sorted(self.verbs, reverse=True) for form in verb_forms(lemma)}
        self.noun_of = {form: lemma for lemma in sorted(self.nouns, reverse=True) for form in noun_forms(lemma)}

    def verb(self, token: Token) -> str | None:
        """The cue lemma of a token, by its lemma or else by its form."""
        lemma = token.lemma.lower()
        return lemma if lemma in self.verbs else self.verb_of.get(token.form.lower())

    def noun(self, token: Token) -> str | None:
        lemma = token.lemma.lower()
        return lemma if lemma in self.nouns else self.noun_of.get(token.form.lower())


@cache
def lexicon() -> Lexicon:
    """The shipped table. Raises :class:`~standoff.errors.DataError` on a row with an unknown kind."""
    rows = []
    for cells in table("cues.csv"):
        if cells["kind"] not in KINDS:
            raise DataError(f"cues.csv: unknown kind {cells['kind']!r} of {cells['cue']!r}")
        rows.append(
            CueRow(tuple(cells["cue"].split()), cells["kind"], cells["frame"], cells["decide"], cells["certainty"])
        )
    return Lexicon(rows)


#: Frames tried for a word that only the learned head calls a cue, and for a known cue whose own frames fail.
GENERIC = tuple(
    CueRow(("",), "verb", frame, "content", "*")
    for frame in (
        "say", "quote", "wh", "obj-to", "to", "ing", "obj-pred",
        "p:of", "p:to", "p:on", "p:for", "p:at", "p:about", "p:against", "p:with", "obj",
    )
)  # fmt: skip


#: From this score on, the learned head's mark makes a cue of a verb that is none of the table.
UNLISTED = 0.7


class VerbCue(Struct, frozen=True):
    """A cue verb met in a sentence: its token, the tokens of its particle, and the rows that may apply. ``listed``:
    the table has it, not the learned head alone."""

    verb: int
    words: tuple[int, ...]
    rows: tuple[CueRow, ...]
    listed: bool = True

    @property
    def lemma(self) -> str:
        return " ".join(self.rows[0].words)

    @property
    def decide(self) -> str:
        """Who decides where a frame is lent to the verb: what all its own rows agree on, else the content."""
        agreed = {row.decide for row in self.rows}
        return "content" if len(agreed) > 1 or agreed & {"", "STATE", "name"} else agreed.pop()


def verb_cue(tree: Tree, i: int, *, marked: bool = False) -> VerbCue | None:
    """The longest entry of the table that token ``i`` begins, or None. ``marked``: the learned head calls it a
    cue, whatever its tag.
    """
    token = tree.tokens[i]
    lemma = lexicon().verb(token)
    auxiliary = token.form.lower() in _AUXILIARIES
    if lemma is None and marked and not auxiliary and (token.upos == "VERB" or token.xpos.startswith("VB")):
        return VerbCue(i, (i,), tuple(replace(row, words=(token.lemma.lower(),)) for row in GENERIC), False)
    if lemma is None or (token.deprel.startswith(("amod", "compound", "case", "mark")) and token.upos != "VERB"):
        return None
    perfect = i > 0 and tree.tokens[i - 1].upos == "AUX" and tree.tokens[i - 1].form.lower() in ("has", "have", "had")
    if token.deprel == "amod" and token.xpos in ("VBN", "VBG", "JJ") and not perfect:
        return None
    if token.upos not in ("VERB", "AUX") and not token.xpos.startswith("VB") and not marked:
        return None
    for words, rows in lexicon().verbs[lemma]:
        at = _rest(tree, i, words[1:])
        if at is not None:
            return VerbCue(i, (i, *at), tuple(rows))
    return None


def _rest(tree: Tree, i: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """Where the further words of an entry stand: next to the verb, or after one object of at most four words."""
    if not rest:
        return ()
    low = [t.form.lower() for t in tree.tokens[i + 1 : i + 6 + len(rest)]]
    for gap in range(0, 5):
        if tuple(low[gap : gap + len(rest)]) == rest:
            at = tuple(range(i + 1 + gap, i + 1 + gap + len(rest)))
            if gap == 0 or (len(rest) == 1 and tree.tokens[at[0]].head == i):
                return at
    return None


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether the cue is denied: a "not" on it or on a verb it hangs on ("did not want to say"), "neither side
    would say".
    """
    i = verb
    while True:
        if tree.is_negated(i) or any(tree.tokens[k].lemma in ("hardly", "barely") for k in tree.children(i, "advmod")):
            return True
        token = tree.tokens[i]
        if token.deprel == "xcomp" and tree.tokens[token.head].lemma in CHAIN:
            i = token.head
            continue
        return False


def governor(tree: Tree, verb: int) -> int | None:
    """The verb of :data:`CHAIN` that ``verb`` hangs on as an infinitive, or None."""
    token = tree.tokens[verb]
    if token.deprel in ("xcomp", "ccomp", "advcl", "acl") and token.head >= 0 and token.head < verb:
        head = tree.tokens[token.head]
        if head.lemma in CHAIN and verb - token.head <= 5:
            return token.head
    return None


def cue_span(tree: Tree, first: int, last: int) -> Span:
    """The cue's words: from ``first`` back over its auxiliaries, negations and adverbs, on to ``last``, without a
    gap.
    """
    start = first
    gov = governor(tree, first)
    anchor = first
    if gov is not None and all(tree.tokens[m].upos in ("PART", "ADV", "ADP", "DET") for m in range(gov + 1, first)):
        start = anchor = gov
    while start > 0:
        before = tree.tokens[start - 1]
        mine = before.head in (first, anchor)
        if (
            mine
            and (before.deprel.startswith("aux") or before.deprel in ("advmod", "cop", "cc:preconj"))
            and before.upos != "PUNCT"
        ):
            if before.deprel == "advmod" and before.lemma in (
                "when",
                "where",
                "how",
                "why",
                "as",
                "meanwhile",
                "however",
                "then",
            ):
                break
            start -= 1
            continue
        if before.lemma == "to" and before.head == first and before.upos == "PART":
            break
        break
    return Span(tree.tokens[start].span.start, tree.tokens[last].span.end)
