"""Reports of one happening, in one pass over them by day.

Each report goes to the story of the reports before it that it is most like, or begins one. What has been decided is not
taken back: the reports of a week give the same stories for that week whatever comes after. Likeness is the cosine of
two gists (:mod:`~standoff.link.gists`), whose features weigh more the fewer of the reports so far have them; it fades
with the days between. A copy goes where its text is already. Reports without a day come last: they join a story, or
stand alone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from standoff.dossier import Member, Story
from standoff.link.gists import PRIOR, WEIGHTS, Gist, gist_of, prior, shown
from standoff.link.origins import Origins
from standoff.model import Report, record_id

#: Days after its last report in which a story may take up another.
OPEN = 21
#: Likeness from which on a report belongs to a story; days between cost ``FADE`` of it at the end of ``OPEN``.
ENOUGH = 0.22
FADE = 0.3
#: A copy needs less to follow its text: but an item out of a round-up of the day's news is about something else.
ENOUGH_FOR_COPIES = 0.11
#: How much the likeness to all that a story has counts, beside that to its likest report.
WHOLE = 0.5
#: Features by which reports that may be like it are looked up, the heaviest; reports looked at for each, the latest.
LOOKED_UP, LATEST = 25, 120
#: Reports that are compared in full, by what they share of the features looked up.
COMPARED = 40
#: Shared features that a member tells.
TOLD = 8


class Stories:
    """Gathers reports, then tells which are of one happening. The order in which they are added makes no difference."""

    def __init__(self) -> None:
        self._gists: dict[str, Gist] = {}

    def add(self, report: Report) -> None:
        """Take up one report; one with an id that is known replaces it."""
        self._gists[report.document.id] = gist_of(report)

    def result(self, origins: Origins) -> tuple[Story, ...]:
        """Every report in one story, single ones too; stories by their first report."""
        ledger = _Ledger(origins)
        for gist in sorted(self._gists.values(), key=lambda gist: gist.order):
            ledger.file(gist)
        return tuple(ledger.told(story) for story in range(len(ledger.stories)))


class _Filed(Struct, eq=False):
    """A report in its story: ``vector`` as of the day on which it was filed, of length 1."""

    gist: Gist
    day: int | None
    vector: dict[str, float]
    story: int
    drawn_by: str | None = None
    score: float = 1.0
    shared: tuple[str, ...] = ()


class _Whole(Struct, eq=False):
    """A story so far: its reports by number, the sum of their vectors, the square of its length, its last day."""

    numbers: list[int]
    total: dict[str, float]
    square: float = 0.0
    last: int | None = None

    def take(self, number: int, filed: _Filed) -> None:
        for feature, weight in filed.vector.items():
            before = self.total.get(feature, 0.0)
            self.square += weight * (2 * before + weight)
            self.total[feature] = before + weight
        self.numbers.append(number)
        self.last = filed.day if filed.day is not None else self.last

    def cosine(self, vector: Mapping[str, float]) -> float:
        """With a vector of length 1."""
        shared = sum(weight * self.total[feature] for feature, weight in vector.items() if feature in self.total)
        return shared / math.sqrt(self.square) if self.square else 0.0


class _Ledger:
    """The stories so far."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._filed: list[_Filed] = []
        self._held: Counter[str] = Counter()
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._texts: dict[str, int] = {}
        self.stories: list[_Whole] = []

    def file(self, gist: Gist) -> None:
        """Put ``gist`` into the story that it belongs to."""
        self._held.update(gist.counts.keys())
        day = date.fromisoformat(gist.day).toordinal() if gist.day else None
        filed = _Filed(gist, day, self._vector(gist), len(self.stories))
        text = self._origins.mostly(gist.id)
        original = self._texts.get(text)
        found = self._likest(filed)
        if original is not None and self._likeness(filed, self._filed[original]) >= ENOUGH_FOR_COPIES:
            found = original
        if found is not None:
            filed.story = self._filed[found].story
            self._drawn(filed, found)
        number = len(self._filed)
        self._filed.append(filed)
        self._texts.setdefault(text, number)
        if filed.story == len(self.stories):
            self.stories.append(_Whole([], {}))
        self.stories[filed.story].take(number, filed)
        for feature in filed.vector:
            self._holders[feature].append(number)

    def _vector(self, gist: Gist) -> dict[str, float]:
        """The features of ``gist``, weighed: kind by kind as ``WEIGHTS`` has it, within a kind by how often the report
        has a feature and how few reports do."""
        seen = len(self._filed) + 1 + PRIOR
        raw = {
            feature: (1 + math.log(count)) * math.log(seen / min(seen, self._held[feature] + prior(feature)))
            for feature, count in gist.counts.items()
        }
        lengths: dict[str, float] = defaultdict(float)
        for feature, weight in raw.items():
            lengths[feature[0]] += weight * weight
        out = {
            feature: math.sqrt(WEIGHTS[feature[0]]) * weight / math.sqrt(lengths[feature[0]])
            for feature, weight in raw.items()
            if weight > 0
        }
        length = math.sqrt(sum(weight * weight for weight in out.values()))
        return {feature: weight / length for feature, weight in out.items()}

    def _likest(self, filed: _Filed) -> int | None:
        """The report that draws ``filed`` into its story; None where no story is like it enough."""
        nearest: dict[int, tuple[float, int]] = {}
        for number in self._candidates(filed):
            story = self._filed[number].story
            likeness = self._likeness(filed, self._filed[number])
            if story not in nearest or (likeness, -number) > (nearest[story][0], -nearest[story][1]):
                nearest[story] = likeness, number
        best: tuple[float, int] | None = None
        for story, (likeness, number) in nearest.items():
            whole = self.stories[story]
            middle = whole.cosine(filed.vector) * _fading(filed.day, whole.last)
            score = WHOLE * middle + (1 - WHOLE) * likeness
            if score >= ENOUGH and (best is None or (score, -number) > (best[0], -best[1])):
                best = score, number
        return best[1] if best else None

    def _candidates(self, filed: _Filed) -> list[int]:
        """Reports that share heavy features with ``filed`` and are not too old, most shared first."""
        shared: defaultdict[int, float] = defaultdict(float)
        heaviest = sorted(filed.vector, key=lambda feature: (-filed.vector[feature], feature))[:LOOKED_UP]
        for feature in heaviest:
            weight = filed.vector[feature]
            for number in reversed(self._holders[feature][-LATEST:]):
                other = self._filed[number]
                if filed.day is not None and other.day is not None and filed.day - other.day > OPEN:
                    break
                shared[number] += weight * other.vector[feature]
        return sorted(shared, key=lambda number: (-shared[number], number))[:COMPARED]

    def _likeness(self, one: _Filed, other: _Filed) -> float:
        few, many = sorted((one.vector, other.vector), key=len)
        cosine = sum(weight * many[feature] for feature, weight in few.items() if feature in many)
        return cosine * _fading(one.day, other.day)

    def _drawn(self, filed: _Filed, by: int) -> None:
        """Note what drew ``filed`` in, and why."""
        other = self._filed[by]
        both = {feature: weight * other.vector.get(feature, 0.0) for feature, weight in filed.vector.items()}
        told = sorted((feature for feature in both if both[feature] > 0), key=lambda f: (-both[f], f))
        filed.drawn_by = other.gist.id
        filed.score = round(min(1.0, self._likeness(filed, other)), 4)
        words = {shown(feature).casefold(): shown(feature) for feature in reversed(told)}
        filed.shared = tuple(reversed(words.values()))[:TOLD]

    def told(self, story: int) -> Story:
        """The record of one story."""
        filed = [self._filed[number] for number in self.stories[story].numbers]
        days = [one.gist.day for one in filed if one.gist.day]
        return Story(
            id=record_id(filed[0].gist.id, "happening"),
            title=_title(filed),
            first=min(days, default=None),
            last=max(days, default=None),
            members=tuple(
                Member(
                    report=one.gist.id, day=one.gist.day or None, drawn_by=one.drawn_by, score=one.score,
                    shared=one.shared,
                )
                for one in filed
            ),
        )  # fmt: skip


def _fading(one: int | None, other: int | None) -> float:
    """What the days between leave of a likeness; an unknown day counts as half of ``OPEN``."""
    between = abs(one - other) if one is not None and other is not None else OPEN // 2
    return 1 - FADE * min(1.0, between / OPEN)


def _title(filed: Sequence[_Filed]) -> str:
    """The headline that says most of what the story's reports have in common; of equals the first."""
    total: defaultdict[str, float] = defaultdict(float)
    for one in filed:
        for feature, weight in one.vector.items():
            total[shown(feature)] += weight
    titles = dict.fromkeys(one.gist.title for one in filed if one.gist.title)
    return max(titles, key=lambda title: _tells(title, total), default="")


def _tells(title: str, total: Mapping[str, float]) -> float:
    """How much of ``total`` the words of ``title`` are, by word, so that the longest does not win; a few words are put
    on top, so that neither does "Russia"."""
    words = dict.fromkeys(word.strip("'’‘\"“”.,:;?!") for word in title.casefold().split())
    return sum(total.get(word, 0.0) for word in words) / (len(words) + 4)
