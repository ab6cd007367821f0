"""Which words put a proposition forward: the sentence of a content, the clause of a deed, the phrase of a noun.

Words that somebody else says are another proposition, wherever they stand.
"""

from __future__ import annotations

from standoff.grammar import Cover, Tree, Trees
from standoff.link.stances import clause_of, is_clause
from standoff.model import Event, Report, Span, Statement

#: Content words below which a noun's phrase is too bare to say anything.
BARE = 3
#: Word classes that say something.
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"})
_BEGUN = frozenset({"VERB", "AUX", "PART", "ADP", "SCONJ"})


class Clauses:
    """The words of a report's propositions."""

    def __init__(self, report: Report, trees: Trees) -> None:
        self.trees = trees
        self.cues = Cover([s.cue for s in report.statements if s.cue is not None])

    def telling(self, statement: Statement, deeds: list[Event]) -> Span:
        """The part of a content that puts its proposition forward: the sentence of its deed, else its first."""
        at = deeds[0].trigger if deeds else statement.content[0]
        part = next((part for part in statement.content if part.overlaps(at)), statement.content[0])
        tree = self.trees.at(max(at.start, part.start))
        if tree is None:
            return part
        start, end = max(part.start, tree.sentence.span.start), min(part.end, tree.sentence.span.end)
        return Span(start, end) if start < end else part

    def beside(self, first: Event, event: Event) -> bool:
        """Whether a deed stands in one row with the first ("denied firing on the ship and holding its crew")."""
        tree = self.trees.at(event.trigger.start)
        head = tree.head_of(event.trigger) if tree else None
        if tree is None or head is None or not tree.tokens[head].deprel.startswith("conj"):
            return False
        return tree.tokens[tree.tokens[head].head].span.overlaps(first.trigger)

    def clause(self, event: Event, within: tuple[Span, ...] = ()) -> Span | None:
        """The words that tell of a deed: its clause; outside of statements, the phrase of a noun that says enough. None
        for a bare noun whose clause is somebody's words or the telling of them."""
        tree = self.trees.at(event.trigger.start)
        head = tree.head_of(event.trigger) if tree else None
        if tree is None or head is None:
            return event.trigger
        span = self.cut(self._subtree(tree, head))
        if within or self._weight(tree, span) < BARE:
            over = next((i for i in (head, *tree.ancestors(head)) if is_clause(tree, i)), head)
            if not within and over != head and self._is_cue(tree, over):
                return None
            span = self.cut(self._subtree(tree, over))
        home = next((part for part in within if part.overlaps(event.trigger)), span)
        start, end = max(span.start, home.start), min(span.end, home.end)
        return Span(start, end) if start < end else event.trigger

    def cut(self, part: Span) -> Span:
        """``part`` without what somebody else says in a clause at its end or beginning: "a plan to invade, as the union
        counts 40,000 troops" puts forward a plan."""
        tree = self.trees.at(part.start)
        head = tree.head_of(part) if tree else None
        if tree is None or head is None:
            return part
        kept = list(tree.at(part))
        for i in kept[:]:
            if i != head and tree.is_(i, "advcl", "parataxis") and self._is_cue(tree, i):
                below = set(tree.subtree(i))
                rest = [k for k in kept if k not in below and tree.tokens[k].upos != "PUNCT"]
                if rest and head in rest and not any(min(rest) < k < max(rest) for k in below):
                    kept = rest
        if len(kept) == len(tree.at(part)):
            return part
        return Span(tree.tokens[min(kept)].span.start, tree.tokens[max(kept)].span.end)

    def whole(self, part: Span) -> bool:
        """Whether words have a subject of their own that is no pronoun."""
        tree = self.trees.at(part.start)
        within = tree.at(part) if tree else []
        if tree is None or not within or tree.tokens[within[0]].upos == "PRON":
            return False
        if tree.tokens[within[0]].upos not in _BEGUN:
            return True
        subject = tree.child(min(within, key=lambda i: (tree.depth[i], i)), "nsubj")
        return subject in within and tree.tokens[subject].upos in {"NOUN", "PROPN"}

    def _is_cue(self, tree: Tree, i: int) -> bool:
        span = tree.tokens[i].span
        return bool(self.cues.touching(span.start, span.end))

    def _subtree(self, tree: Tree, head: int) -> Span:
        kept = clause_of(tree, head)
        return Span(tree.tokens[min(kept)].span.start, tree.tokens[max(kept)].span.end)

    def _weight(self, tree: Tree, span: Span) -> int:
        return sum(tree.tokens[i].upos in CONTENT for i in tree.at(span))
