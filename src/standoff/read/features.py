"""What a piece of a page looks like, as numbers: its words and marks, its neighbours, where it stands on the page.

:func:`matrix` gives one row a piece and one column a name in :data:`NAMES`. The columns mean nothing of their own;
``zone_weights.json`` says what each counts for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from standoff.read import cues
from standoff.read.lines import Piece, dateline, dateline_alone, is_byline

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,2}(?=\s+[\"'“‘(\[]?[A-ZÀ-ÖØ-Þ0-9]|\s*$)")
STOPWORDS = frozenset(cues.rows("stopwords.txt"))
_SAID = frozenset(cues.rows("said.txt"))
_FIRST = frozenset(("i", "i'm", "i've", "my", "me", "mine", "lol", "im"))
_YOU = frozenset(("you", "your", "you're", "yours"))
_SIZES = (1, 2, 4, 7, 12, 20, 35, 60)

#: Columns of the piece itself.
_SELF = (
    "bias", *(f"words<={n}" for n in _SIZES), "words>60", "stop=0", "stop<.2", "stop<.33", "stop<.45", "stop>=.45",
    "ends.stop", "ends.ellipsis", "ends.colon", "ends.question", "sentences>=2", "sentences>=4", "caps.share",
    "upper.all", "title.case", "digits", "starts.lower", "starts.quote", "starts.bullet", "bars", "has.quote",
    "said", "first.person", "second.person", "exclaim", "ed.share", "date.only", "date.has", "clock", "byline",
    "signed", "photo.credit", "report.credit", "contributed", "dateline.alone", "dateline.before", "credit.beside",
    "prose", "short.title", "ing.start", "unstopped", "name.only", "colon.name",
    *(f"cue.{name}" for name in cues.FURNITURE),
)  # fmt: skip
#: Columns of the page around it.
_PAGE = (
    "repeats.earlier", "repeats.later", "like.headline", "shared<.15", "shared<.35", "shared<.6", "shared>=.6",
    "first", "second", "third", "last", "lines=1", "lines<=8", "lines<=40", "core.before", "core.in", "core.after",
    "core.before.near", "core.before.next", "core.after.next", "core.after.near", "core.edge.first",
    "core.edge.last", "after.comments", "after.comments.near", "after.related", "after.related.near",
    "after.sign-off", "blank.before", "blank.after", "prose.run", "prose.before", "prose.after",
    "prose.share.page", "prose.seen", "comment.words.near",
)  # fmt: skip
#: Columns of a neighbour that a piece also sees, for each offset.
_SEEN = (
    "words<=2", "words<=7", "words<=20", "words>35", "stop=0", "ends.stop", "ends.ellipsis", "ends.colon", "prose",
    "short.title", "bars", "date.only", "byline", "photo.credit", "report.credit", "first.person", "cue.nav",
    "cue.account", "cue.share", "cue.comments", "cue.related", "cue.popular", "cue.posted", "cue.caption",
    "cue.contact", "cue.legal", "like.headline", "shared<.15", "shared>=.6",
)  # fmt: skip
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_OWN = (*_SELF, *_PAGE)
_AT = {name: i for i, name in enumerate(_OWN)}
NAMES: tuple[str, ...] = (
    *_OWN, *(f"{name}@{offset:+d}" for offset in _OFFSETS for name in (*_SEEN, "none")),
    "short.title&core.before.next", "prose&core.in", "prose&after.comments", "prose&after.related",
    "prose&shared<.15", "prose&ends.ellipsis", "short.title&core.after", "short.title&core.in", "prose&core.after",
    "prose&first.person", "caption&shared", "prose&core.before", "short&dup", "unstopped&core.in",
    "unstopped&prose.before", "prose&shared>=.35&core.in",
)  # fmt: skip
_CROSS = (
    ("short.title", "core.before.next"), ("prose", "core.in"), ("prose", "after.comments"), ("prose",
    "after.related"), ("prose", "shared<.15"), ("prose", "ends.ellipsis"), ("short.title", "core.after"),
    ("short.title", "core.in"), ("prose", "core.after"), ("prose", "first.person"), ("cue.caption", "shared>=.6"),
    ("prose", "core.before"), ("short.title", "repeats.earlier"), ("unstopped", "core.in"), ("unstopped",
    "prose.before"), ("prose", "known"),
)  # fmt: skip

#: Furniture that is written in sentences.
_PITCH = frozenset(("legal", "posted", "account", "about", "advert"))
Matrix = NDArray[np.float32]


class _Look(NamedTuple):
    """What later steps need of a piece besides its columns."""

    key: str
    words: int
    content: frozenset[str]
    prose: bool
    furniture: frozenset[str]


def matrix(text: str, cut: Sequence[Piece]) -> Matrix:
    """One row a piece of ``text`` (``cut`` as :func:`~standoff.read.lines.pieces` gives them), one column a name in
    NAMES."""
    if not cut:
        return np.zeros((0, len(NAMES)), np.float32)
    own = np.zeros((len(cut), len(_OWN)), np.float32)
    looks = [_own_columns(text[piece.start : piece.end], own[i]) for i, piece in enumerate(cut)]
    for i, piece in enumerate(cut):
        if i and cut[i - 1].line == piece.line:
            own[i, _AT["dateline.before"]] = cut[i - 1].role == "dateline"
            own[i, _AT["credit.beside"]] = cut[i - 1].role == "credit"
        if i + 1 < len(cut) and cut[i + 1].line == piece.line:
            own[i, _AT["credit.beside"]] = max(own[i, _AT["credit.beside"]], float(cut[i + 1].role == "credit"))
    _page_columns(text, cut, looks, own)
    seen = own[:, [_AT[name] for name in _SEEN_OF_OWN]]
    seen = _merged(own, seen)
    blocks = [own]
    for offset in _OFFSETS:
        moved = np.zeros((len(cut), seen.shape[1] + 1), np.float32)
        lo, hi = max(0, -offset), min(len(cut), len(cut) - offset)
        if hi > lo:
            moved[lo:hi, :-1] = seen[lo + offset : hi + offset]
        moved[:lo, -1] = 1
        moved[max(lo, hi) :, -1] = 1
        blocks.append(moved)
    known = (own[:, _AT["shared<.6"]] + own[:, _AT["shared>=.6"]]) * own[:, _AT["core.in"]]
    cross = np.stack([own[:, _AT[a]] * (known if b == "known" else own[:, _AT[b]]) for a, b in _CROSS], axis=1)
    return np.concatenate([*blocks, cross], axis=1)


_SEEN_OF_OWN = tuple(name for name in _SEEN if name not in ("words<=2", "words<=7", "words<=20", "words>35"))


def _merged(own: Matrix, rest: Matrix) -> Matrix:
    """A neighbour's size in four steps, then its other columns."""
    size = own[:, [_AT[f"words<={n}"] for n in _SIZES] + [_AT["words>60"]]]
    steps = np.stack([size[:, :2].sum(1), size[:, 2:4].sum(1), size[:, 4:6].sum(1), size[:, 7:].sum(1)], axis=1)
    return np.concatenate([steps, rest], axis=1)


def _own_columns(line: str, row: Matrix) -> _Look:
    """Fill the columns of :data:`_SELF` for one piece."""
    head = line[:2000]
    words = _WORD.findall(head)
    lower = [word.casefold() for word in words]
    count = max(1, len(words))
    put = row.__setitem__
    put(_AT["bias"], 1)
    size = next((f"words<={n}" for n in _SIZES if len(words) <= n), "words>60")
    put(_AT[size], 1)
    stop = sum(word in STOPWORDS for word in lower) / count
    put(
        _AT[
            "stop=0"
            if stop == 0
            else "stop<.2"
            if stop < 0.2
            else "stop<.33"
            if stop < 0.33
            else "stop<.45"
            if stop < 0.45
            else "stop>=.45"
        ],
        1,
    )
    tail = line.rstrip("\"'”’)] ")
    ellipsis = line.rstrip().endswith(("...", "…", "[…]", "[...]", "(...)"))
    closed = tail.endswith((".", "!", "?")) and not ellipsis
    sentences = len(_SENTENCE_END.findall(head))
    letters = [word for word in words if word[0].isalpha()]
    capital = sum(word[0].isupper() for word in letters) / max(1, len(letters))
    prose = len(words) >= 10 and stop >= 0.2 and (closed or ellipsis or len(words) >= 25) and line.count("|") < 2
    title = len(words) <= 20 and not closed and len(words) >= 3
    flags = {
        "ends.stop": closed,
        "ends.ellipsis": ellipsis,
        "ends.colon": line.endswith(":"),
        "ends.question": tail.endswith("?"),
        "sentences>=2": sentences >= 2,
        "sentences>=4": sentences >= 4,
        "upper.all": line.isupper() and len(line) > 3,
        "title.case": capital > 0.7 and len(words) >= 3,
        "starts.lower": line[0].islower(),
        "starts.quote": line[0] in "\"“'‘«",
        "starts.bullet": line[0] in "•·*»>-–—+|►▪",
        "bars": line.count("|") + line.count("»") + line.count("•") + line.count(" / ") >= 2,
        "has.quote": '"' in head or "“" in head,
        "said": any(word in _SAID for word in lower),
        "date.only": cues.is_date_only(line),
        "date.has": cues.DATE.search(head[:200]) is not None,
        "clock": len(words) <= 12 and re.search(r"\d{1,2}[:.]\d\d", head[:100]) is not None,
        "byline": is_byline(line) or cues.AGENCY_BYLINE.match(head[:200]) is not None,
        "signed": len(words) <= 6 and cues.SIGNED.match(line) is not None,
        "photo.credit": len(line) < 200 and cues.PICTURE_CREDIT.fullmatch(line) is not None,
        "report.credit": cues.REPORT_CREDIT.match(head) is not None,
        "contributed": len(line) < 300 and cues.CONTRIBUTED.search(line) is not None,
        "dateline.alone": len(line) < 90 and (dateline_alone(line) is not None or _whole_dateline(line)),
        "prose": prose,
        "short.title": title,
        "ing.start": closed
        and len(words) <= 35
        and sentences <= 1
        and any(w[-1:] == "s" or w[-3:] == "ing" for w in lower[1:5]),
        "unstopped": len(words) >= 9 and stop >= 0.15 and not (closed or ellipsis or line[-1] in ":,;-—"),
        "name.only": 2 <= len(words) <= 4 and re.fullmatch(cues.NAME, line) is not None,
        "colon.name": re.match(r"[\w. ]{2,20}:\s", line) is not None,
    }
    for name, on in flags.items():
        row[_AT[name]] = on
    row[_AT["caps.share"]] = capital
    row[_AT["digits"]] = sum(ch.isdigit() for ch in head) / max(1, len(head))
    row[_AT["first.person"]] = min(1.0, 8 * sum(word in _FIRST for word in lower) / max(8, count))
    row[_AT["second.person"]] = min(1.0, 8 * sum(word in _YOU for word in lower) / max(8, count))
    row[_AT["exclaim"]] = min(1.0, line.count("!") / 2 + ("??" in line) + ("!!" in line))
    row[_AT["ed.share"]] = min(1.0, 5 * sum(word.endswith("ed") for word in lower) / count)
    furniture = set()
    opening = head[:500]  # a paragraph of prose shows by then that it is none of these
    for name, pattern in cues.FURNITURE.items():
        hits = sum(1 for _ in pattern.finditer(opening))
        if hits:
            furniture.add(name)
            row[_AT[f"cue.{name}"]] = min(1.0, hits / (1 + count / 20))
    if furniture and row[_AT["name.only"]]:
        row[_AT["name.only"]] = 0
    content = frozenset(word for word in lower if len(word) >= 4 and word not in STOPWORDS)
    return _Look(" ".join(lower)[:200], len(words), content, prose, frozenset(furniture))


def _whole_dateline(line: str) -> bool:
    found = dateline(line)
    return found is not None and not line[found[0] :].strip()


def _page_columns(text: str, cut: Sequence[Piece], looks: Sequence[_Look], own: Matrix) -> None:
    """Fill the columns of :data:`_PAGE`."""
    n = len(cut)
    last = Counter(look.key for look in looks)
    seen: Counter[str] = Counter()
    prose = np.array([look.prose for look in looks])
    known = _topic(looks, prose)
    first, end = _core(looks, own)
    head = _headline_words(looks, own, first)
    comments = related = signed = None
    run = 0
    prose_left = int(prose.sum())
    prose_seen = 0
    total = max(1, prose_left)
    for i, (piece, look) in enumerate(zip(cut, looks, strict=True)):
        on = []
        if look.words >= 2 and last[look.key] > 1:
            on += ["repeats.earlier"] * (seen[look.key] > 0) + ["repeats.later"] * (seen[look.key] + 1 < last[look.key])
        seen[look.key] += 1
        if look.content:
            mine = 1 if look.prose else 0
            share = sum(known[word] > mine for word in look.content) / len(look.content)
            on.append(
                "shared<.15"
                if share < 0.15
                else "shared<.35"
                if share < 0.35
                else "shared<.6"
                if share < 0.6
                else "shared>=.6"
            )
            if head and len(look.content & head) >= 0.6 * max(len(head), len(look.content)):
                on.append("like.headline")
        on += [name for name, at in (("first", 0), ("second", 1), ("third", 2), ("last", n - 1)) if i == at]
        asked = {
            "lines=1": n == 1,
            "lines<=8": 1 < n <= 8,
            "lines<=40": 8 < n <= 40,
            "core.before": i < first,
            "core.in": first <= i < end,
            "core.after": i >= end,
            "core.before.near": 0 < first - i <= 4,
            "core.before.next": first - i == 1,
            "core.after.near": 0 <= i - end < 4,
            "core.after.next": i == end,
            "core.edge.first": i == first,
            "core.edge.last": i == end - 1,
            "after.comments": comments is not None,
            "after.comments.near": comments is not None and i - comments <= 4,
            "after.related": related is not None,
            "after.related.near": related is not None and i - related <= 4,
            "after.sign-off": signed is not None,
        }
        on += [name for name, yes in asked.items() if yes]
        before = text[cut[i - 1].end if i else 0 : piece.start]
        after = text[piece.end : cut[i + 1].start if i + 1 < n else len(text)]
        on += ["blank.before"] * (before.count("\n") > 1) + ["blank.after"] * (after.count("\n") > 1)
        on += ["prose.before"] * (prose_seen > 0) + ["prose.after"] * (prose_left - int(look.prose) > 0)
        for name in on:
            own[i, _AT[name]] = 1
        near = looks[max(0, i - 5) : i + 6]
        own[i, _AT["comment.words.near"]] = sum("posted" in other.furniture for other in near) / 11
        run = run + 1 if look.prose else 0
        own[i, _AT["prose.run"]] = min(run, 6) / 6
        own[i, _AT["prose.share.page"]] = total / n
        own[i, _AT["prose.seen"]] = prose_seen / total
        prose_seen += int(look.prose)
        prose_left -= int(look.prose)
        if look.words <= 12 and prose_seen > 1:
            if "comments" in look.furniture and comments is None:
                comments = i
            if look.furniture & {"related", "popular"}:
                related = i
        if prose_seen > 1 and (own[i, _AT["report.credit"]] or own[i, _AT["contributed"]] or "end" in look.furniture):
            signed = i


def _topic(looks: Sequence[_Look], prose: NDArray[np.bool_]) -> Counter[str]:
    """In how many prose pieces each content word stands."""
    known: Counter[str] = Counter()
    for look, on in zip(looks, prose, strict=True):
        if on:
            known.update(look.content)
    return known


def _core(looks: Sequence[_Look], own: Matrix) -> tuple[int, int]:
    """The run of pieces that most looks like one article: prose counts by its words, everything else breaks it up.

    A page without prose has an empty core at its end.
    """
    best, best_at, here, start = 0.0, (len(looks), len(looks)), 0.0, 0
    comments = False
    for i, look in enumerate(looks):
        comments = comments or ("comments" in look.furniture and look.words <= 12 and here > 60)
        if look.prose:
            worth = min(look.words, 60) * (0.4 if comments else 1.0) * (0.5 if own[i, _AT["ends.ellipsis"]] else 1.0)
            worth *= 0.3 if look.furniture & _PITCH else 1.0
            if own[i, _AT["second.person"]] > 0.5 and look.furniture:
                worth = -10.0
        else:
            worth = -4.0 - 6.0 * bool(look.furniture & {"posted", "comments", "popular", "account", "legal"})
        if here <= 0:
            here, start = 0.0, i
        here += worth
        if here > best:
            best, best_at = here, (start, i + 1)
    return best_at


def _headline_words(looks: Sequence[_Look], own: Matrix, first: int) -> frozenset[str]:
    """Content words of the likeliest headline: the title-like piece, before the core, that shares most with the
    page."""
    best: tuple[float, frozenset[str]] = (0.0, frozenset())
    for i in range(max(0, first - 12), first):
        look = looks[i]
        if own[i, _AT["short.title"]] and len(look.content) >= 3:
            shared = sum(len(look.content & other.content) for other in looks[first : first + 4]) - 0.01 * (first - i)
            if shared > best[0]:
                best = (shared, look.content)
    return best[1]
