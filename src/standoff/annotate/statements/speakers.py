"""Who can speak: subjects of a cue verb that make no statement of it."""

from __future__ import annotations

from functools import cache

from standoff.annotate.statements.draft import Draft, Scene
from standoff.annotate.statements.source import Source
from standoff.data import table
from standoff.grammar import Tree

#: Nouns that speak for nobody ("the move signals", "history shows"), though a verb of saying may have them as subject.
_THINGS = frozenset(
    """
    move step attack strike strikes war crisis visit decision deal situation case action launch test incident violence
    fighting meeting summit law talks development price market election vote sanctions threat event conflict blast
    explosion storm result results silence history drama thing problem percent reality fact question idea bar lesson
    experience past future example
    """.split()
)
#: Endings of nouns for deeds and qualities, which speak for nobody unless the table of actors knows better.
_ABSTRACT = ("ness", "ment", "tion", "sion", "ance", "ence", "ing", "ism", "ship", "hood", "cy", "ity")
#: Bodies and findings with such an ending that are no actors of the table.
_SPEAKING = frozenset(
    """
    alliance announcement association audience calculation charity city community conference confederation
    congregation corporation correspondence delegation entity establishment evidence federation foundation information
    inspection institution interpretation investigation king majority membership minority movement nation observation
    operation opposition organisation organization petition prediction projection publication regulation station
    testing union
    """.split()
)
#: Verbs by which findings and papers speak; of a person or state they tell a deed ("Oslo has shown it is ready").
_EVIDENCE = frozenset({"show", "demonstrate"})
#: Verbs of the mind, which tell what nobody has said when a people or a crowd is their subject.
_MIND = frozenset({"believe", "think", "expect", "fear", "hope", "worry", "want", "assume", "suppose", "feel"})
_CROWD = frozenset({"people", "public", "voter", "citizen", "many", "most", "some", "nation", "population", "everyone"})


_COUNTS = frozenset({"dozen", "hundred", "thousand", "million", "score", "majority", "number", "other"})


@cache
def _actors() -> frozenset[str]:
    """The last words of the nouns that stand for actors and their papers (``nouns.csv``)."""
    return frozenset(noun.split()[-1] for row in table("nouns.csv") for noun in row["nouns"].split("|"))


def may_speak(tree: Tree, source: Source, lemma: str) -> bool:
    """Whether what ``source`` names can have said anything with the verb ``lemma``."""
    token = tree.tokens[source.head]
    noun = token.lemma.lower()
    if token.upos == "NUM" and lemma in ("show", "suggest", "indicate"):
        return True
    if noun in _THINGS:
        return False
    if lemma in _EVIDENCE and (token.upos == "PRON" or (token.upos == "PROPN" and source.head == _last(tree, source))):
        return False
    if lemma in _MIND and (token.xpos == "NNPS" or noun in _CROWD):
        return False
    if token.upos != "NOUN" or not noun.endswith(_ABSTRACT) or noun in _SPEAKING:
        return True
    return bool({noun, token.form.lower()} & _actors())


def _last(tree: Tree, source: Source) -> int:
    return tree.at(source.span)[-1]


def known(tree: Tree, source: Source) -> bool:
    """Whether ``source`` is a name, a person's pronoun or a noun that stands for an actor: what a verb that is no cue
    of the table must have for a subject."""
    token = tree.tokens[source.head]
    if token.upos == "PRON":
        return token.form.lower() not in ("it", "this", "that", "what", "which")
    noun = token.lemma.lower()
    return token.upos in ("PROPN", "ADJ", "NUM") or noun in _COUNTS or bool({noun, token.form.lower()} & _actors())


#: Verbs of thinking: of one's own thoughts one tells by the saying, not by a statement of its own.
THOUGHT = frozenset("assume believe expect fear feel guess hope reckon suppose suspect think".split())


def voiced(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Without what a speaker is only said to think by his own words: the "thinks" of "he said he thinks it will"."""
    heads = {(p.sent, p.part.head) for d in drafts if d.frame == "say" for p in d.pieces}
    out = []
    for draft in drafts:
        if not (draft.lemma in THOUGHT and is_pronoun(scene, draft) and (draft.sent, draft.verb) in heads):
            out.append(draft)
    return out


def is_pronoun(scene: Scene, draft: Draft) -> bool:
    """Whether the speaker is named by a pronoun alone."""
    if draft.source is None or draft.source_sent < 0:
        return False
    return scene.trees[draft.source_sent].tokens[draft.source.head].upos == "PRON"
