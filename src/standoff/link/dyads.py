"""Who does what to whom: every deed between two sides, each counted once however often it is told.

A deed is told again in three ways, and each takes its own count:

1. once more in the same report: the coder's ``same_as`` says so. What it missed is seen here: deeds of one type,
   between the same two sides, on one day, whose modes and places do not exclude each other, are one. Words are not: who
   demands three things in an article demands three things;
2. in a copy: words that go back to one text (:class:`~standoff.link.origins.Origins`), words had from one outlet that
   both reports name, or a sentence that stands in another report word for word, are one telling;
3. in the words of somebody else: tellings by independent texts, of one type, between the same two sides, on one day,
   are one deed on as many legs. This is the "one a day" rule of event data sets, but for what a single text tells as
   two: that stays two.

The sides are states and organisations: ``RUS.GOV``, ``RUS.MIL`` and ``RUS.CVL`` are ``RUS``. Armed opponents and
breakaway bodies are sides of their own, since what they do is not done by the state whose code they bear.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import Anchor, Deed, Dyad
from standoff.grammar import sentence_at
from standoff.link.origins import Origins
from standoff.model import Actor, Event, Interval, Report, Status, record_id

#: Sectors that do not act for the state whose code they bear, and may be at war with it.
_APART = frozenset({"REB", "PRE"})
#: Deeds that those who do them do to one another: the codebook has all of them as actors, nobody as recipient.
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
#: A sentence of fewer words may well be written twice without being copied ("Russia denied it.").
_COPIED = 8
#: A date that is vaguer than this many days is no day.
_WEEK = 7
_WORD = re.compile(r"\w+")


def side(actor: Actor) -> str | None:
    """The state or organisation that an actor counts as; None where only a name is known.

    >>> side(Actor("RUS.MIL")), side(Actor("NATO", "Mara Lind")), side(Actor("UKR.REB")), side(Actor(None, "a man"))
    ('RUS', 'NATO', 'UKR.REB', None)
    """
    if actor.id is None:
        return None
    head, _, sector = actor.id.partition(".")
    return actor.id if sector in _APART else head


class _Telling(Struct, frozen=True, kw_only=True):
    """One telling of one deed between two sides. ``own`` is its day where words give one; ``words`` a digest of its
    sentence, None where the sentence is short; ``via`` the outlet that the report has it from."""

    at: Anchor
    event: str
    pair: tuple[str, str]
    day: str | None
    own: str | None
    type: str
    mode: str | None
    place: str | None
    quad: str
    intensity: float | None
    status: Status
    verbal: bool
    attributed: bool
    words: bytes | None
    via: str | None


class Dyads:
    """Gathers the deeds of reports, which come in the order of day and id."""

    def __init__(self) -> None:
        self._tellings: list[_Telling] = []

    def add(self, report: Report) -> None:
        """Take what ``report`` tells."""
        document = report.document
        published = document.published.value if document.published else None
        via = {statement.id: statement.via[-1] for statement in report.statements if statement.via}
        for event in report.events:
            if event.same_as is not None:
                continue
            pairs = tuple(dict.fromkeys(_pairs(event)))
            if not pairs:
                continue
            at = Anchor(document.id, document.sha256, event.trigger)
            day = told_on(event, published)
            own = day if event.date_at is not None else None
            sentence = sentence_at(report.analysis.sentences, event.trigger.start)
            words = _digest(sentence.span.of(document.text)) if sentence is not None else None
            for pair in pairs:
                telling = _Telling(
                    at=at, event=event.id, pair=pair, day=day, own=own, type=event.type, mode=event.mode,
                    place=event.place.name.casefold() if event.place is not None else None, quad=event.quad,
                    intensity=event.intensity, status=event.status, verbal=event.statement is not None,
                    attributed=event.attributed_to is not None, words=words,
                    via=via.get(event.statement or event.attributed_to or ""),
                )  # fmt: skip
                self._tellings.append(telling)

    def result(self, origins: Origins) -> tuple[Dyad, ...]:
        """Every ordered pair of sides between which anything is told, by actor and recipient; deeds by day, those
        without a day last."""
        deeds: defaultdict[tuple[str, str], list[Deed]] = defaultdict(list)
        for pair, legs in self._sorted(origins):
            deeds[pair] += _told(legs)
        return tuple(
            Dyad(
                id=record_id("", "pair", actor, recipient),
                actor=actor,
                recipient=recipient,
                deeds=tuple(sorted(deeds[actor, recipient], key=_place)),
            )
            for actor, recipient in sorted(deeds)
        )

    def _sorted(self, origins: Origins) -> list[tuple[tuple[str, str], dict[str, list[_Telling]]]]:
        """What may be one deed together: the two sides, and the tellings of each leg, copies left out.

        Deeds without any day are never taken to be one, unless copied.
        """
        first: dict[tuple[object, ...], str] = {}
        rank: Counter[tuple[object, ...]] = Counter()
        seen: set[tuple[object, ...]] = set()
        out: dict[tuple[object, ...], tuple[tuple[str, str], dict[str, list[_Telling]]]] = {}
        for telling in self._tellings:
            frame = (telling.pair, telling.type, telling.status)
            leg = f"via:{telling.via.casefold()}" if telling.via else origins.of(telling.at.report, telling.at.span)
            if telling.words is not None:
                leg = first.setdefault((*frame, telling.words), leg)
            # A copy tells the deeds of its original in the same order, some left out: the first of a kind in the one is
            # the first of its kind in the other. The day is the deed's own, since copies come out a day later.
            kind = (*frame, telling.mode, telling.own, leg)
            rank[telling.at.report, kind] += 1
            copy = (*kind, rank[telling.at.report, kind])
            if copy in seen:
                continue
            seen.add(copy)
            key = (*frame, telling.day, None if telling.day else copy)
            _put(telling, out.setdefault(key, (telling.pair, {}))[1].setdefault(leg, []))
        return list(out.values())


def _put(telling: _Telling, told: list[_Telling]) -> None:
    """Add a telling to those of its text, unless it tells a deed once more that is there."""
    if not telling.verbal:
        for i, other in enumerate(told):
            if other.verbal or not (_agree(other.mode, telling.mode) and _agree(other.place, telling.place)):
                continue
            clear = telling if other.mode is None else other
            told[i] = replace(
                other, mode=clear.mode, quad=clear.quad, intensity=clear.intensity, place=other.place or telling.place,
                attributed=other.attributed and telling.attributed,
            )  # fmt: skip
            return
    told.append(telling)


def _agree(a: str | None, b: str | None) -> bool:
    return a == b or a is None or b is None


def _told(legs: dict[str, list[_Telling]]) -> Iterator[Deed]:
    """Deeds of one type between two sides on one day: as many as the text that tells most of them tells."""
    found: list[list[_Telling]] = []
    for tellings in legs.values():
        free = list(range(len(found)))
        for telling in tellings:
            best = max(free, key=lambda i: (_alike(found[i][0], telling), -i), default=None)
            if best is None:
                found.append([telling])
            else:
                found[best].append(telling)
                free.remove(best)
    for same in found:
        clearest = next((telling for telling in same if telling.mode), same[0])
        yield Deed(
            at=same[0].at, event=same[0].event, day=same[0].day, type=clearest.type, mode=clearest.mode,
            quad=clearest.quad, intensity=clearest.intensity, status=clearest.status, legs=len(same),
            attributed=all(telling.attributed for telling in same),
        )  # fmt: skip


def _alike(a: _Telling, b: _Telling) -> int:
    return 2 if a.mode == b.mode else int(_agree(a.mode, b.mode))


def _place(deed: Deed) -> tuple[object, ...]:
    return (deed.day is None, deed.day or "", deed.at, deed.event)


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    doers = sorted({s for s in map(side, event.actors) if s})
    sufferers = sorted({s for s in map(side, event.recipients) if s})
    if event.type in _MUTUAL and not event.recipients:
        sufferers = doers
    yield from ((a, b) for a in doers for b in sufferers if a != b)


def told_on(event: Event, published: str | None) -> str | None:
    """The day that a deed counts for: its own, else that of the report, published on ``published``. None when the text
    gives a date that is no day, or when nobody knows."""
    return published if event.date is None else day_of(event.date, published)


def day_of(when: Interval | None, published: str | None) -> str | None:
    """The one day of an interval, or the last of up to seven, but not after the report that tells of it."""
    if when is None or when.earliest is None or when.latest is None:
        return None
    try:
        days = (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days + 1
    except ValueError:  # a year or a month alone
        return None
    if days > _WEEK:
        return None
    return when.latest if published is None or published < when.earliest else min(when.latest, published)


def _digest(sentence: str) -> bytes | None:
    words = _WORD.findall(sentence.casefold())
    if len(words) < _COPIED:
        return None
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).digest()[:12]
