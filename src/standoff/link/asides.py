"""What a report says beside its records: clauses in which the coder sees neither statement nor deed.

A headline ("Gunboat takes Vigo ship at sea"), a figure whose verb no table knows, a doubt without a verb of saying
("had seen no text and could not tell whether ..."), the report that somebody scoffs at, the second sentence of a quote.
They put something forward like any other clause. A reporter's own sentence does so only where it opens the report or
tells a figure: the rest is background, and most of a report is. No record stands behind them, so they only join claims
that others make (:attr:`~standoff.link.propositions.Proposition.recorded`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from standoff.dossier import Stance
from standoff.grammar import Cover, Tree
from standoff.link.stances import clause_of, dismissal, imagined, is_clause, is_open
from standoff.model import Report, Sentence, Span, Statement

#: Acts whose content is about what shall be: only what is told there as done says anything that could be true or false.
_UNTOLD = frozenset({"REQUEST", "REJECT", "SUPPORT"})
#: Where a clause hangs that tells something by itself, and where it does so only with a subject of its own.
_OWN = frozenset({"root", "parataxis", "conj", "list"})
_BELOW = frozenset({"ccomp", "csubj", "advcl", "acl"})
#: Relations of what is left open, or what a report is of, to the word that says so.
_OF = ("ccomp", "csubj", "acl", "advcl", "xcomp", "nmod", "obl", "obj", "nsubj:pass")
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"})
#: What somebody is said to be for others, whatever he does.
_MENACE = frozenset("aggression danger enemy foe menace threat".split())
#: Tags of what opens a question that is not whether.
_WH = frozenset({"WDT", "WP", "WP$", "WRB"})
#: Content words below which a clause says too little.
_LEAST = 3


class Aside(Struct, frozen=True):
    """Words without a record; who says them is the source of ``statement``, without one the reporter. ``stance`` where
    the words around give it; ``menace``: they speak of a threat as such, and not of what anybody does."""

    part: Span
    statement: Statement | None
    stance: Stance | None
    menace: bool = False


def asides(report: Report, taken: Sequence[Span]) -> Iterator[Aside]:
    """The clauses of ``report`` that no record carries, in text order. ``taken`` are the words of those that one
    does."""
    reader = _Reader(report, taken)
    for sentence in report.analysis.sentences:
        yield from reader.read(sentence)


class _Reader:
    def __init__(self, report: Report, taken: Sequence[Span]) -> None:
        cues = [s.cue for s in report.statements if s.cue is not None]
        triggers = [event.trigger for event in report.events]
        asked = [part for s in report.statements if s.act == "REQUEST" for part in s.content]
        self.figures = Cover([quantity.span for quantity in report.quantities])
        self.opening = report.analysis.sentences[:1]
        sources = [s.source for s in report.statements if s.source is not None]
        self.taken = Cover([*taken, *cues, *triggers, *asked, *sources])
        said = [(part, s) for s in report.statements for part in (*s.content, *((s.cue,) if s.cue else ()))]
        self.said, self.parts = [s for _, s in said], Cover([part for part, _ in said])

    def read(self, sentence: Sentence) -> Iterator[Aside]:
        if sentence.role == "caption":
            return
        tree = Tree(sentence)
        told: list[Span] = []
        for noun in range(len(tree.tokens)):
            yield from self._called_untrue(tree, noun)
        heads = sorted(range(len(tree.tokens)), key=lambda i: (tree.depth[i], i))
        for find in (self._weighed, self._told):  # what a clause leaves open comes before the clause
            for head in heads:
                for aside in find(tree, head):
                    if not any(aside.part.overlaps(other) for other in told):
                        told.append(aside.part)
                        if aside.stance != "doubts" or not _is_no_fact(tree, aside.part):
                            yield aside

    def _weighed(self, tree: Tree, head: int) -> Iterator[Aside]:
        """What a word leaves open or scoffs at."""
        for k in tree.children(head, *_OF):
            stance: Stance | None = dismissal(tree, head) or ("doubts" if is_open(tree, head, k) else None)
            if stance is None or self._known(tree, k):
                continue
            part = tree.span(_phrase(tree, k))
            if part is not None and any(tree.tokens[i].upos in _CONTENT for i in tree.at(part)):
                yield Aside(part, self._speaker(tree, head), stance)

    def _called_untrue(self, tree: Tree, noun: int) -> Iterator[Aside]:
        """What somebody calls untrue in passing ("an imaginary threat"): he denies it, whatever he says besides."""
        denied = imagined(tree, noun)
        if denied is None or (statement := self._speaker(tree, noun)) is None:
            return
        part = tree.span(_phrase(tree, denied))
        if part is not None and not (statement.cue and statement.cue.overlaps(part)):
            yield Aside(part, statement, "denies", tree.tokens[denied].lemma.casefold() in _MENACE)

    def _told(self, tree: Tree, head: int) -> Iterator[Aside]:
        """What the clause of ``head`` tells."""
        token = tree.tokens[head]
        relation = token.deprel.split(":")[0]
        if token.deprel == "acl:relcl" or relation not in _OWN | _BELOW or self._known(tree, head):
            return
        if relation != "root" and not is_clause(tree, head):
            return
        if relation in _BELOW and not tree.children(head, "nsubj", "csubj"):
            return
        part = tree.span(clause_of(tree, head))
        if part is None or any(self._known(tree, i) for i in tree.at(part) if tree.tokens[i].upos in {"VERB", "AUX"}):
            return
        kinds = [tree.tokens[i].upos for i in tree.at(part)]
        statement = self._speaker(tree, head)
        if "VERB" not in kinds or sum(kind in _CONTENT for kind in kinds) < _LEAST:
            return
        if self._is_told(tree, head, statement) if statement else self._is_news(tree, head, part):
            yield Aside(part, statement, None)

    def _is_told(self, tree: Tree, head: int, statement: Statement) -> bool:
        return statement.act not in _UNTOLD or not any(tree.tokens[k].xpos == "MD" for k in tree.children(head, "aux"))

    def _is_news(self, tree: Tree, head: int, part: Span) -> bool:
        """Whether a reporter's own clause is more than background."""
        if tree.sentence.role == "headline" or tree.sentence in self.opening:
            return True
        return bool(self.figures.touching(part.start, part.end)) and not tree.is_negated(head)

    def _known(self, tree: Tree, i: int) -> bool:
        span = tree.tokens[i].span
        return bool(self.taken.touching(span.start, span.end))

    def _speaker(self, tree: Tree, i: int) -> Statement | None:
        """The innermost statement whose words, or whose cue, a clause stands in or hangs on."""
        for k in (i, *tree.ancestors(i)):
            span = tree.tokens[k].span
            found = [self.said[n] for n in self.parts.touching(span.start, span.end)]
            if found:
                return min(found, key=lambda s: s.content[-1].end - s.content[0].start)
        return None


def _is_no_fact(tree: Tree, part: Span) -> bool:
    """Whether what is left open is no claim: what will or should be, or what is taken for granted ("why it fell")."""
    clause = tree.head_of(part)
    if clause is None or any(tree.tokens[k].xpos == "MD" for k in tree.children(clause, "aux")):
        return True
    return any(tree.tokens[i].xpos in _WH for i in tree.at(part) if i <= clause)


def _phrase(tree: Tree, head: int) -> list[int]:
    """What hangs on a word, without the preposition or conjunction before it."""
    opening = set(tree.children(head, "case", "mark", "cc", "punct"))
    return [i for i in tree.subtree(head) if i not in opening]
