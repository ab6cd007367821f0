"""Claims: one proposition, and where everybody stands on it.

1. Every report puts forward propositions (:mod:`standoff.link.propositions`).
2. Likely pairs are found (:mod:`~standoff.link.candidates`) and weighed (:mod:`~standoff.link.relations`), then once
   more with what they are to others (:mod:`~standoff.link.company`).
3. What is one proposition is drawn together (:mod:`~standoff.link.clusters`), with what people have decided on top.
4. Positions, independent legs and standing follow (:mod:`~standoff.link.standing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from standoff.dossier import Claim, Link, Position
from standoff.link.bounds import excludes, same_measure
from standoff.link.candidates import candidates
from standoff.link.clusters import DECIDED, Odds, clusters, decided
from standoff.link.company import Company
from standoff.link.forest import Forest
from standoff.link.origins import Origins
from standoff.link.propositions import Measure, Proposition
from standoff.link.relations import (
    AGAINST,
    Floats,
    Prepared,
    certainty,
    features,
    learned,
    likeness,
    mirrored,
    relation,
)
from standoff.link.standing import source_key, standing
from standoff.model import Actor, Place, record_id

#: Days within which figures that exclude each other differ, and are not simply news.
AT_ONCE = 3
#: Links told of a position, and features of a link.
LINKS, FEATURES = 3, 6
#: Words of a proposition that is shown, at best.
SHORTEST, LONGEST = 4, 40

Pairs = Iterable[tuple[str, str]]


#: What gives the vectors [words, n] of the words of a sentence.
Encode = Callable[[Sequence[str]], Floats]
#: A sentence's words, and which of them (from, to before) put a proposition forward.
Sentence: TypeAlias = tuple[tuple[str, ...], int, int]
#: Half precision: a hundred thousand vectors are kept at a time.
Half: TypeAlias = NDArray[np.float16]


class Claims:
    """Gathers propositions report by report; ``result`` draws them together."""

    def __init__(self) -> None:
        self._found: list[tuple[Proposition, Half]] = []

    def add(self, propositions: Iterable[Proposition], meanings: Half) -> None:
        """The propositions of a report, and the vectors [propositions, width] that :func:`meanings` gives for them."""
        self._found.extend(zip(propositions, meanings, strict=True))

    def result(
        self,
        origins: Origins,
        *,
        same: Pairs = (),
        different: Pairs = (),
        stories: Mapping[str, str] | None = None,
    ) -> tuple[Claim, ...]:
        """All claims, in the order of their first position.

        ``same`` and ``different`` are pairs of records (statements or events) that a person has joined or parted;
        ``stories`` the story of each report.
        """
        # undated reports come last: what they say may be older or newer than anything
        self._found.sort(key=lambda pair: (pair[0].day or "9999", pair[0].at))
        # numpy is some ten times as quick with single precision as with half
        prepared = [Prepared(p, vector.astype(np.float32)) for p, vector in self._found]
        found = [p for p, _ in self._found]
        odds: list[dict[int, float]] = [{} for _ in found]
        for a, b in candidates(prepared):
            odds[b][a] = likeness(features(prepared[a], prepared[b]), learned("first"))
        company = Company(prepared, odds)
        company.look_again(odds)
        records = _records(found)
        decided(_pairs(same, records), odds, same=True)
        decided(_pairs(different, records), odds, same=False)
        kept = [group for group in clusters(odds) if _is_claim([found[i] for i in group])]
        return tuple(_Writer(company, odds, group, origins, stories or {}).claim() for group in kept)


def meanings(sentences: Iterable[Sentence], encode: Encode) -> Half:
    """The vectors [propositions, width] of all propositions of a report; a sentence that has several is read once."""
    read: dict[tuple[str, ...], Floats] = {}
    out = []
    for words, first, last in sentences:
        if words not in read:
            read[words] = encode(words)
        out.append(meaning(read[words], first, last))
    return np.array(out, np.float16) if out else np.zeros((0, 0), np.float16)


def meaning(read: Floats, first: int, last: int) -> Floats:
    """What a proposition means in its sentence: the mean of the vectors ``read`` of its words, of length 1. Of a
    sentence too long for the encoder, whose end has no vectors, that of what was read."""
    mean: Floats = read[first:last].mean(0) if first < len(read) else read.mean(0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _is_claim(group: Sequence[Proposition]) -> bool:
    """Whether propositions make a claim: what no record carries, and what tells of nothing ("outside interference"),
    does so only where two reports say it, and what only points at something said ("the charges") never, for it does not
    tell what that was."""
    told = [p for p in group if not p.refers]
    stances = {p.stance in AGAINST for p in told if p.recorded}
    if len(stances) > 1:  # what one is quoted for and another denies
        return True
    return any(p.recorded and p.tells for p in told) or len({p.at.report for p in told}) > 1


def _records(found: Sequence[Proposition]) -> dict[str, int]:
    """The proposition that each record puts forward, its first where it has several."""
    out: dict[str, int] = {}
    for i, p in sorted(enumerate(found), key=lambda pair: not pair[1].recorded):
        for record in (p.event, p.statement):
            if record is not None:
                out.setdefault(record, i)
    return out


def _pairs(asked: Pairs, records: Mapping[str, int]) -> list[tuple[int, int]]:
    """What is still there of the pairs that a person has named."""
    return [(records[a], records[b]) for a, b in asked if a in records and b in records]


class _Writer:
    """Writes one claim from the propositions that make it."""

    def __init__(
        self,
        company: Company,
        odds: Odds,
        group: Sequence[int],
        origins: Origins,
        stories: Mapping[str, str],
    ) -> None:
        self.company, self.group = company, group
        #: By number in the group: the log-odds with those before that it was compared with, by their number there.
        at = {number: i for i, number in enumerate(group)}
        self.odds = [{at[j]: weight for j, weight in odds[number].items() if j in at} for number in group]
        self.found = _as_worded([company.prepared[i].it for i in group])
        #: The one whose words speak for the claim; who turns its roles round excludes it.
        self.clearest = self._clearest()
        self.found = [replace(p, stance="denies") if mirrored(p, self.clearest) else p for p in self.found]
        self.origins, self.stories = origins, stories
        self.measures = self._measures()

    def claim(self) -> Claim:
        legs = self._legs()
        positions: list[Position] = []
        first: dict[int, int] = {}  # by number in the group, the first of its positions
        for i, p in enumerate(self.found):
            first[i] = len(positions)
            positions += [self._position(i, actor, legs[i]) for actor in (p.speakers or (None,))]
        kind, count = standing([(p.position, p.leg) for p in positions])
        clearest = self.clearest
        frame = clearest if clearest.type else next((p for p in self.found if p.type), clearest)
        days = sorted(p.day for p in self.found if p.day)
        return Claim(
            id=self._id(),
            proposition=_told(clearest),
            standing=kind,
            legs=count,
            positions=tuple(positions),
            differs=self._differs(first),
            links=self._links(first),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            type=frame.type,
            actors=_distinct(a for p in self.found for a in (*p.doers, *p.recipients)),
            place=Place(frame.place, frame.country or None) if frame.place else None,
            story=self.stories.get(self.found[0].at.report),
        )

    def _id(self) -> str:
        first = next((p for p in self.found if p.recorded), self.found[0])
        if first.recorded:
            return record_id(first.at.report, "claim", first.statement, first.event)
        return record_id(first.at.report, "claim", first.at.span.start, first.at.span.end)

    def _position(self, i: int, actor: Actor | None, leg: str) -> Position:
        p, measure = self.found[i], self.measures.get(i)
        return Position(
            at=p.at,
            actor=actor,
            position=p.stance,
            statement=p.statement,
            event=p.event,
            day=p.said or None,
            publisher=p.publisher,
            via=p.via,
            leg=leg,
            words=p.words,
            low=measure.low if measure else None,
            high=measure.high if measure else None,
        )

    def _legs(self) -> list[str]:
        """The independent source of each proposition: who speaks, or the text that the words go back to."""
        ties = Forest[str]()
        keys: list[list[str]] = []
        quoted = {p.at.report: p for p in reversed(self.found) if any(a.id for a in p.speakers)}
        for p in self.found:
            named = [source_key(a.id) for a in p.speakers if a.id]
            if not named:
                origin = f"text:{self.origins.of(p.at.report, p.at.span)}"
                named = [origin, *([f"by:{p.publisher.casefold()}"] if p.publisher else ())]
                agency = self.origins.agency(p.at.report, p.at.span)
                named += [f"via:{name.casefold()}" for name in (*p.via, *([agency] if agency else ()))]
                # a reporter who quotes a source for it does not bear that source out
                if p.at.report in quoted:
                    named += [source_key(a.id) for a in quoted[p.at.report].speakers if a.id]
            keys.append(named)
            for other in named[1:]:
                ties.join(named[0], other)
        return [ties.root(named[0]) for named in keys]

    def _measures(self) -> dict[int, Measure]:
        """The figure of each proposition that another one has, too; all of one kind, the most frequent."""
        listed = [(i, m) for i, p in enumerate(self.found) for m in p.measures]
        if len(self.found) < 2 or len(listed) < 2:
            return {i: p.measures[0] for i, p in enumerate(self.found) if len(self.found) == 1 and p.measures}
        shared = Counter(k for k, (i, m) in enumerate(listed) for j, n in listed if i != j and same_measure(m, n))
        if not shared:
            return {}
        best = listed[min(shared, key=lambda k: (-shared[k], k))][1]
        out: dict[int, Measure] = {}
        for i, m in listed:
            if same_measure(m, best):
                out.setdefault(i, m)
        return out

    def _differs(self, first: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
        at = sorted(self.measures)
        out = []
        for k, i in enumerate(at):
            for j in at[k + 1 :]:
                a, b = self.company.prepared[self.group[i]], self.company.prepared[self.group[j]]
                if {a.it.stance, b.it.stance} & {"denies", "doubts"}:
                    continue
                near = a.day is None or b.day is None or abs(a.day - b.day) <= AT_ONCE
                if near and excludes(self.measures[i], self.measures[j]):
                    out.append((first[i], first[j]))
        return tuple(out)

    def _links(self, first: Mapping[int, int]) -> tuple[Link, ...]:
        out: list[Link] = []
        for j, compared in enumerate(self.odds):
            for k, odds in sorted(compared.items(), key=lambda pair: (-pair[1], pair[0]))[:LINKS]:
                a, b = self.group[k], self.group[j]
                out.append(
                    Link(
                        a=first[k],
                        b=first[j],
                        relation=relation(self.company.prepared[a].it, self.company.prepared[b].it),
                        score=round(certainty(odds), 3),
                        features=tuple((name, round(weight, 2)) for name, weight in self.company.told(a, b)[:FEATURES]),
                        by="judgement" if abs(odds) == DECIDED else "linker",
                    )
                )
        return tuple(out)

    def _clearest(self) -> Proposition:
        """The words that speak for the claim best: whole, not too long, put forward rather than denied, and most like
        all the others."""
        # of those that it was not compared with nothing is known: an even chance
        sums = [certainty(0.0) * (len(self.group) - 1)] * len(self.group)
        for j, compared in enumerate(self.odds):
            for k in sorted(compared):
                more = certainty(compared[k]) - certainty(0.0)
                sums[j] += more
                sums[k] += more

        def rank(k: int) -> tuple[bool, bool, bool, float, int]:
            p = self.found[k]
            length = len(p.words.split())
            fits = SHORTEST <= length <= LONGEST
            return (p.stance in {"denies", "doubts"}, not fits, not p.whole, -sums[k], k)

        return self.found[min(range(len(self.found)), key=rank)]


def _as_worded(found: list[Proposition]) -> list[Proposition]:
    """The propositions of a claim, where nobody puts forward what they all say is not so: then that it is not so is
    the claim ("no gun has been fired"), and nobody disputes it; nor does he who says it where others put it forward
    in negative words, too ("nothing bad will come of it"). A denial speaks to somebody, quoted or not."""
    plain = [p for p in found if p.stance == "denies" and p.act != "DENY" and p.answers is None]
    rest = [p for p in found if p.stance in {"asserts", "confirms"}]
    if not plain or any(p.stance == "denies" and p not in plain for p in found) or not all(p.negated for p in rest):
        return found
    return [replace(p, stance="asserts") if p in plain else p for p in found]


def _told(p: Proposition) -> str:
    """The words of a proposition, with their subject before them where that is a pronoun or missing: then who is
    accused of it, else its doer."""
    words = _closed(" ".join(p.words.split()))
    actors = p.subject or (p.targets if p.act == "ACCUSE" else ()) or p.doers
    # whoever accuses is not the one who did it, whatever the coder has
    others = [a for a in actors if p.act != "ACCUSE" or a not in p.speakers]
    who = dict.fromkeys(name for a in others if (name := a.name or a.id))
    return words if p.whole or not who else f"{', '.join(who)}: {words}"


def _closed(words: str) -> str:
    """Words with the quotation marks closed that a span left open."""
    if words.count("“") > words.count("”"):
        return words + "”"
    return words + '"' if words.count('"') % 2 else words


def _distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(a for a in actors if a.id))
