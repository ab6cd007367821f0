"""Whom a proposition is about: who acts in its words, and at whose door its speaker lays something.

Two who accuse each other say much the same in much the same words, each with the roles turned round. Where the coder
has a deed, its doers tell; where it has none, the subject of the clause does, and whom the statement targets.
"""

from __future__ import annotations

from collections.abc import Iterable

from standoff.grammar import Cover, Tree, Trees
from standoff.link.standing import source_key
from standoff.model import Actor, Report, Span


class Subjects:
    """The actors that the subjects of a report's clauses name."""

    def __init__(self, report: Report, trees: Trees) -> None:
        self.trees = trees
        self.mentions = [m for m in report.mentions if m.kind == "actor" and any(a.id for a in m.actors)]
        self.spans = Cover([m.span for m in self.mentions])

    def of(self, part: Span) -> tuple[Actor, ...]:
        """Who acts in the clause that ``part`` begins with: the actors of its subject, else of whose it is ("Russia's
        aggression"); none where it has no subject, or nobody is known by it."""
        tree = self.trees.at(part.start)
        head = tree.head_of(part) if tree else None
        if tree is None or head is None:
            return ()
        noun = tree.child(head, "nsubj")
        if noun is None:
            return ()
        return self._named(tree, noun) or next(
            (found for k in tree.children(noun, "nmod:poss") if (found := self._named(tree, k))), ()
        )

    def _named(self, tree: Tree, noun: int) -> tuple[Actor, ...]:
        """The actors of the shortest mention whose head is ``noun``."""
        span = tree.tokens[noun].span
        holding = [self.mentions[i] for i in self.spans.holding(span.start, span.end)]
        heads = [m for m in holding if tree.head_of(m.span) == noun]
        return min(heads, key=lambda m: (len(m.span), m.span)).actors if heads else ()


def sides(actors: Iterable[Actor]) -> frozenset[str]:
    """The actors as sides of a quarrel: a state, its government and its forces are one, its rebels are not."""
    return frozenset(source_key(a.id if "." in a.id else f"{a.id}.GOV") for a in actors if a.id)
