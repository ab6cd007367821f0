"""What a decision on an act goes by and what it is: the cue as it is seen, and the verdict of a rule."""

from __future__ import annotations

from msgspec import Struct

from standoff.annotate.statements.facts import Facts
from standoff.model import Act, Certainty

#: An act and the name of the rule that found it (:data:`standoff.annotate.statements.act.RULES`).
Verdict = tuple[Act, str]

#: Verbs of reasoning: an "if" under them foretells, and threatens nobody.
REASONS = frozenset(
    "argue estimate reckon conclude find note explain believe think calculate predict suggest according".split()
)


class Cue(Struct, frozen=True):
    """What the decision needs to know of the cue; ``mark`` and ``held`` are what the learned heads take for its act
    and its certainty, with their probabilities; ``slogan``: it is a banner, a sign or a crowd's chant that speaks;
    ``onlooker``: the speaker has no side, and nothing to threaten with; ``private``: nothing in the source's words says
    that he speaks for anybody but himself; ``deeds``: the types of the deeds that the
    learned head sees in what is said."""

    lemma: str
    decide: str
    certainty: str
    negated: bool
    frame: str
    quoted: bool
    mark: Act | None = None
    sure: float = 0.0
    held: Certainty | None = None
    held_sure: float = 0.0
    slogan: bool = False
    onlooker: bool = False
    deeds: frozenset[str] = frozenset()
    private: bool = False


def mine(facts: Facts) -> bool:
    """Whether the speaker or his side does it."""
    return facts.self or facts.own
