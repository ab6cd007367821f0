"""The role of every line: a linear model over what lines look like, the best path, then a few hard rules.

1. :mod:`standoff.read.lines` cuts the text into pieces; a seam of a fused line fixes the roles of the parts it names.
2. :mod:`standoff.read.features` describes each piece, its neighbours and its place on the page.
3. Weights trained by ``training/zones.py`` on reports of our own writing score each role; Viterbi finds the best
   sequence.
4. Rules that need no learning: a text of one piece is body; a headline or caption said again word for word is
   boilerplate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from standoff.errors import DataError
from standoff.model import BEARING, ROLES, Role, Span, Zone
from standoff.read.cues import CONTRIBUTED, REPORT_CREDIT, SIGNED, is_appeal
from standoff.read.features import NAMES, Matrix, matrix
from standoff.read.lines import Piece, pieces

Scores = NDArray[np.float64]
_LIVE_BLOG = re.compile(r"\blive ?(?:blog|updates|ticker)\b", re.IGNORECASE)

#: Log-odds in favour of body for running prose inside the article; tuned on L3S-GN1 pages (measured, not trained on).
KEEP = 0.5
#: Log-probability above which a page's best candidate is taken for its headline.
_LIKELY = -2.5
_TITLE, _HEADLINE = NAMES.index("short.title"), ROLES.index("headline")
_ABOUT, _QUOTED = NAMES.index("cue.about"), NAMES.index("has.quote")
_PITCHES = [NAMES.index(f"cue.{name}") for name in ("legal", "posted", "account", "about", "advert")]
_PROSE_IN_CORE = NAMES.index("prose&core.in")


class ZoneWeights(Struct, frozen=True):
    """``weights[feature, role]``, ``transitions[role, next role]``, ``opening[role]``; roles as in model.ROLES."""

    version: str
    weights: Scores
    transitions: Scores
    opening: Scores


@cache
def shipped() -> ZoneWeights:
    """The weights that come with the package. Raises DataError when the file and the features disagree."""
    source = files("standoff.read").joinpath("zone_weights.json")
    try:
        return load(source.read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise DataError("zone_weights.json is missing; reinstall standoff or run python -m training.zones") from err


def load(text: str) -> ZoneWeights:
    """Weights from the JSON that ``training/zones.py`` writes: feature names must be those of this version."""
    raw = json.loads(text)
    if tuple(raw["roles"]) != ROLES or list(raw["weights"]) != list(NAMES):
        raise DataError("zone_weights.json was trained for other features; run python -m training.zones")
    return ZoneWeights(
        raw["version"],
        np.array([raw["weights"][name] for name in NAMES]),
        np.array(raw["transitions"]),
        np.array(raw["opening"]),
    )


def zones(text: str, *, weights: ZoneWeights | None = None) -> tuple[Zone, ...]:
    """One zone a piece of ``text``, in order, never overlapping; together they cover every non-blank character."""
    cut = pieces(text)
    if not cut:
        return ()
    found = decide(text, cut, matrix(text, cut), weights or shipped())
    return tuple(Zone(Span(piece.start, piece.end), role) for piece, role in zip(cut, found, strict=True))


def decide(text: str, cut: Sequence[Piece], rows: Matrix, weights: ZoneWeights) -> list[Role]:
    """The role of each piece of ``cut``; ``rows`` are their features."""
    scores = rows.astype(np.float64) @ weights.weights
    scores -= np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1, keepdims=True)) + scores.max(1, keepdims=True)
    # a paragraph lost from the middle of the article costs more than one of furniture kept
    scores[:, ROLES.index("body")] += KEEP * rows[:, _PROSE_IN_CORE] * (rows[:, _PITCHES].max(1) == 0)
    # a seam or a fixed line says nothing of what follows: the path runs over the other pieces as if they were adjacent
    free = [i for i, piece in enumerate(cut) if piece.role is None]
    path = best_path(scores[free], weights) if free else []
    chosen = dict(zip(free, path, strict=True))
    roles = [piece.role or ROLES[chosen[i]] for i, piece in enumerate(cut)]
    _name_headline(cut, rows, scores, roles)
    _end_at_sign_off(text, cut, rows, roles)
    _drop_appeals(text, cut, roles)
    return _ruled(text, cut, roles)


def best_path(scores: Scores, weights: ZoneWeights) -> list[int]:
    """Viterbi: the sequence of roles with the highest sum of scores and transitions."""
    best = scores[0] + weights.opening
    back = np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        step = best[:, None] + weights.transitions
        back[i] = step.argmax(0)
        best = step.max(0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def _name_headline(cut: Sequence[Piece], rows: Matrix, scores: Scores, roles: list[Role]) -> None:
    """A page with a body and no headline gets one: the likeliest title-like piece above the body, if any is likely."""
    if "headline" in roles or "body" not in roles:
        return
    opens = roles.index("body")
    above = [
        i for i in range(max(0, opens - 15), opens) if cut[i].role is None and rows[i, _TITLE] and roles[i] != "comment"
    ]
    best = max(above, key=lambda i: (float(scores[i, _HEADLINE]), -i), default=None)
    if best is not None and scores[best, _HEADLINE] > _LIKELY:
        roles[best] = "headline"


def _end_at_sign_off(text: str, cut: Sequence[Piece], rows: Matrix, roles: list[Role]) -> None:
    """Below the sign-off ("With reporting by ..."), an outlet that speaks of itself is no part of the report."""
    signed = False
    for i, piece in enumerate(cut):
        words = text[piece.start : piece.end][:300]
        signed = signed or (roles[i] == "credit" and bool(REPORT_CREDIT.match(words) or CONTRIBUTED.search(words)))
        if signed and roles[i] == "body" and rows[i, _ABOUT] > 0 and not rows[i, _QUOTED]:
            roles[i] = "boilerplate"


def _drop_appeals(text: str, cut: Sequence[Piece], roles: list[Role]) -> None:
    """Where the outlet asks its readers for money, registration or advertisements, it is no part of the report."""
    last = True
    for i in range(len(cut) - 1, -1, -1):
        if roles[i] not in BEARING:
            continue
        if is_appeal(text[cut[i].start : cut[i].end], last=last):
            roles[i] = "boilerplate"
        elif roles[i] == "body":
            last = False


def _ruled(text: str, cut: Sequence[Piece], roles: list[Role]) -> list[Role]:
    """Apply what is law whatever the model says."""
    if len(cut) == 1 and cut[0].role is None:
        return ["body"]
    seen: set[str] = set()
    out: list[Role] = []
    for piece, role in zip(cut, roles, strict=True):
        words = " ".join(text[piece.start : piece.end].split())
        if role == "headline" and words.endswith(".") and re.search(r"\w{3}[.!?] ", words):
            role = "body"  # two sentences with their stops are no headline
        if role in ("headline", "caption", "byline", "dateline"):
            if words in seen:
                role = "boilerplate"
            elif role in ("headline", "caption"):
                seen.add(words)
        if SIGNED.match(words) and "body" in out and "comment" not in out:
            role = "byline"
        if _LIVE_BLOG.search(words) and "body" in out and len(words.split()) <= 10 and words[-1] not in ".!?":
            role = "teaser"
        if not any(ch.isalnum() for ch in words) or (
            role == "headline" and len(words) < 8 and len(set(words.split())) < 2
        ):
            role = "boilerplate"
        if role == "byline" and len(words.split()) == 1 and words.lower() not in ("by", "staff"):
            role = "boilerplate"
        out.append(role)
    return out


def bears(found: Sequence[Zone]) -> bool:
    """Whether any zone may bear records."""
    return any(zone.role in BEARING for zone in found)
