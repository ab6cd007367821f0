"""What the decision on a statement sees: its cue with what the learned heads say of it, the facts of its content."""

from __future__ import annotations

from standoff.annotate.statements import facts
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.side import OFFICE, speaks_for
from standoff.annotate.statements.utterance import Cue
from standoff.model import ACTS, CERTAINTIES

#: What demonstrators speak by.
SLOGANS = frozenset(
    "banner banners sign signs placard placards poster posters slogan slogans chant chants graffiti crowd".split()
)
#: Those who have no side of their own.
ONLOOKERS = frozenset(
    "academic academics analyst analysts commentator commentators diplomats economist economists expert experts "
    "doctors historian historians nurse nurses observer observers professor researcher researchers residents scholar "
    "scholars scientists specialist survivor survivors villagers widow wife witness witnesses".split()
)


def _kin(scene: Scene, draft: Draft) -> frozenset[str]:
    """The pronouns that may stand for the speaker in words not quoted."""
    source = draft.source
    if source is None or draft.source_sent < 0:
        return facts.THIRD
    tree = scene.trees[draft.source_sent]
    token = tree.tokens[source.head]
    form = token.form.lower()
    if form in facts.THIRD:
        return frozenset({form})
    if token.xpos in ("NNS", "NNPS") or tree.child(source.head, "conj") is not None:
        return frozenset({"they"})
    return facts.THIRD  # he or she, and "it" of the body spoken for


def seen(scene: Scene, draft: Draft, piece: Piece) -> tuple[Cue, facts.Facts]:
    """Cue and facts of one proposition of ``draft``."""
    tree = scene.trees[piece.sent]
    spoken = tuple(draft.source.span.of(scene.text).lower().split()) if draft.source is not None else ()
    source_words = frozenset(spoken)
    side = speaks_for(spoken)
    found = facts.read(
        tree,
        piece.part,
        text=scene.text,
        source_words=source_words,
        quoted=piece.quoted,
        kin=_kin(scene, draft),
        side=side,
    )
    mark = scene.cue_mark(draft.cue) if draft.cue is not None and len(draft.pieces) == 1 else None
    held = scene.held.get(mark.span) if mark is not None else None
    tokens = piece.part.tokens
    cue = Cue(
        draft.lemma,
        draft.decide,
        draft.certainty,
        draft.negated,
        draft.frame,
        piece.quoted,
        next((act for act in ACTS if mark is not None and act == mark.label), None),
        mark.score if mark else 0.0,
        next((c for c in CERTAINTIES if held is not None and c == held.label), None),
        held.score if held else 0.0,
        not source_words.isdisjoint(SLOGANS),
        not source_words.isdisjoint(ONLOOKERS),
        scene.deeds(tree.tokens[tokens[0]].span.start, tree.tokens[tokens[-1]].span.end),
        bool(spoken) and source_words.isdisjoint(OFFICE) and side is None,
    )
    return cue, found
