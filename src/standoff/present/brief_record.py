"""The sections of a brief that keep the record: timeline, dyads, reports."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from standoff.dossier import CopyPair, Deed, Dyad
from standoff.link import rates
from standoff.present import names
from standoff.present.brief_desk import Desk
from standoff.present.brief_page import (
    Block,
    Bullets,
    Heading,
    Item,
    Line,
    More,
    Paragraph,
    Section,
    Table,
    cite,
    code,
    plain,
    strong,
)
from standoff.present.brief_said import deed_lines
from standoff.present.brief_words import capital
from standoff.present.gather import Done
from standoff.present.periods import apart, back, period, span
from standoff.present.wording import cut, done, folded

if TYPE_CHECKING:
    from standoff.store import ReportHead

_DAYS = 8
_PER_DAY = 3
_LINES = 24
#: Deeds of more days than this before the first report, or of more days than the reports cover, are background.
_BEFORE = 7
_PAIRS = 6
_CITED = 3
_STORIES = 5
_REPORTS = 24
_QUADS = ("verbal conflict", "material conflict", "verbal cooperation", "material cooperation")
_COPIED = {"copy": "copied by", "partial": "copied in part by", "revision": "later revised as"}
#: A window of up to so many days is told by day, by week.
_BY: tuple[tuple[int, rates.By], ...] = ((35, "day"), (400, "week"))


def timeline(desk: Desk) -> Section | None:
    """Day by day what was done, what several texts tell first; of many days those with most to tell."""
    window = desk.window
    if window is None:
        return None
    days: dict[str, list[Done]] = {}
    since = back(window[0], min(_BEFORE, (apart(*window) or 0) + 1))
    for one in desk.material.done:
        if since <= one.day <= window[1]:
            days.setdefault(one.day, []).append(one)
    heaviest = sorted(days, key=lambda day: (-_told(days[day][:_PER_DAY]), day))[:_DAYS]
    most = max(_PER_DAY, _LINES // max(len(heaviest), 1))
    items = []
    for day in sorted(heaviest):
        items.append(Item((strong(desk.shelf.day(day)),), tuple(deed_lines(desk, days[day], min(most, 2 * _PER_DAY)))))
    if not items:
        return None
    blocks: list[Block] = [Bullets(tuple(items))]
    left = sum(map(len, days.values())) - sum(len(item.under) for item in items)
    blocks += desk.more(0, left, "deeds", ("deed", "deeds"), "standoff timeline")
    return Section("timeline", "Timeline", tuple(blocks))


def _told(done: list[Done]) -> int:
    """How much there is to tell of a day."""
    return sum(min(one.texts, 5) + (one.event.date_at is not None) for one in done)


def dyads(desk: Desk) -> Section | None:
    """Who did what to whom, in numbers, and whether that is more than it was."""
    asked = desk.material.asked.actor
    whose = asked.partition(".")[0] if asked else None
    window = desk.window
    if window is None:
        return None
    first, last = window
    held: list[tuple[Dyad, list[Deed]]] = []
    for dyad in desk.material.dyads:
        deeds = [d for d in dyad.deeds if d.status == "actual" and d.day is not None and first <= d.day <= last]
        if deeds and (whose is None or whose in {dyad.actor.partition(".")[0], dyad.recipient.partition(".")[0]}):
            held.append((dyad, deeds))
    held.sort(key=lambda pair: (-len(pair[1]), pair[0].actor, pair[0].recipient))
    if not held:
        return None
    shown = held[:_PAIRS]
    changes = _changes(desk, [dyad for dyad, _ in shown], window)
    rows: list[tuple[Line, ...]] = []
    for dyad, deeds in shown:
        quads = Counter(deed.quad for deed in deeds)
        scores = [deed.intensity for deed in deeds if deed.intensity is not None]
        heaviest = min(deeds, key=lambda d: (d.attributed, -min(d.legs, 5), -abs(d.intensity or 0.0), d.at, d.event))
        rows.append(
            (
                (plain(f"{capital(names.spell(dyad.actor))} to {names.spell(dyad.recipient)}"),),
                *((plain(str(quads[quad])),) for quad in _QUADS),
                (plain(_signed(sum(scores) / len(scores)) if scores else "–"),),
                (plain(_clause(desk, heaviest)), *cite(desk.shelf.at(heaviest.at))),
            )
        )
    head = ("Who, to whom", "Words against", "Deeds against", "Words for", "Deeds for", "Intensity", "Heaviest deed")
    blocks: list[Block] = [
        Table("What parties did to one another", head, tuple(rows), frozenset(range(1, 6))),
        Paragraph(
            (
                plain(
                    f"Deeds of {span(first, last)}, each counted once however often it is told; plans and "
                    "denials left out. Intensity is the mean on PLOVER’s scale, from −10 (conflict) to +10 "
                    "(cooperation). "
                ),
                *changes,
            )
        ),
    ]
    blocks += desk.more(len(shown), len(held), "dyads", ("pair of parties", "pairs of parties"), "standoff dyads")
    return Section("who-towards-whom", "Who towards whom", tuple(blocks))


def _changes(desk: Desk, shown: list[Dyad], window: tuple[str, str]) -> Line:
    """What the test of change says of the last period of these dyads; it is silent on small counts."""
    days = apart(*window) or 0
    by: rates.By = next((by for most, by in _BY if days <= most), "month")
    pairs = {(dyad.actor, dyad.recipient) for dyad in shown}
    found = rates.periods(desk.material.dyads, by, only=lambda dyad: (dyad.actor, dyad.recipient) in pairs)
    last = rates.start_of(window[1], by).isoformat()
    line: Line = ()
    for one in found:
        if one.start != last or one.change is None or one.change.p >= 0.01 or one.baseline is None:
            continue
        ratio = "which is new against" if one.change.ratio is None else f"{one.change.ratio:.1f} times the share of"
        deeds = [
            deed
            for dyad in shown
            if (dyad.actor, dyad.recipient) == (one.actor, one.recipient)
            for deed in dyad.deeds
            if deed.status == "actual" and one.start <= (deed.day or "") <= one.end and deed.quad.endswith("conflict")
        ]
        heaviest = sorted(deeds, key=lambda d: (d.attributed, -min(d.legs, 5), d.at, d.event))[:_CITED]
        line += (
            plain(
                f"Conflict of {names.spell(one.actor)} with {names.spell(one.recipient)} in {period(one.start, by)}: "
                f"{one.count} of {one.coverage} deeds, {ratio} the {one.baseline.periods} {by}s before "
                f"(p = {one.change.p:.2g})."
            ),
            *cite(*(desk.shelf.at(deed.at) for deed in heaviest)),
            plain(" "),
        )
    return line or (plain(f"No change of conflict against earlier {by}s can be told from so few."),)


def reports(desk: Desk) -> Section | None:
    """The reports by story and day, what was copied from a report under it."""
    heads = {head.id: head for head in desk.material.heads}
    if not heads:
        return None
    under = _copies(desk, heads)
    told: set[str] = set(under)
    blocks: list[Block] = []
    room = _REPORTS
    stories = [[m.report for m in story.members if m.report in heads] for story in desk.material.stories]
    titled = [(story, ids) for story, ids in zip(desk.material.stories, stories, strict=True) if len(ids) > 1][
        :_STORIES
    ]
    rest = set(heads).difference(*(ids for _, ids in titled))
    parts = [(cut(folded(story.title), 120), ids) for story, ids in titled]
    parts += [("Other reports" if titled else "", [head for head in heads if head in rest])] if rest else []
    for title, ids in parts:
        shown = [report for report in ids if report not in told][:room]
        if not shown:
            continue
        told.update(shown)
        room -= len(shown)
        blocks += [Heading((plain(title),))] if title else []
        blocks.append(
            Bullets(
                tuple(Item(_head(desk, heads[report]), tuple(_lines(desk, heads, under, report))) for report in shown)
            )
        )
    left = len(heads) - len(told)
    blocks += [More(left, "reports", "standoff stories")] if left > 0 else []
    return Section("reports", "Reports", tuple(blocks))


def _copies(desk: Desk, heads: dict[str, ReportHead]) -> dict[str, CopyPair]:
    """The reports that stand under another one of these: the pair that says so, by the id of the copy."""
    under: dict[str, CopyPair] = {}
    for group in desk.material.copies:
        for pair in sorted(group.pairs, key=lambda pair: (pair.kind == "partial", -pair.containment, pair.a, pair.b)):
            if pair.a in heads and pair.b in heads and pair.b not in under and pair.a not in under and pair.a != pair.b:
                under[pair.b] = pair
    # A report that has copies of its own stays where it is: one level is enough for a list.
    above = {pair.a for pair in under.values()}
    return {report: pair for report, pair in under.items() if report not in above}


def _lines(desk: Desk, heads: dict[str, ReportHead], under: dict[str, CopyPair], report: str) -> list[Line]:
    pairs = sorted((pair for pair in under.values() if pair.a == report), key=lambda pair: pair.b)
    return [
        (plain(f"{_COPIED[pair.kind]} ({pair.containment:.0%} of its words): "), *_head(desk, heads[pair.b]))
        for pair in pairs
    ]


def _head(desk: Desk, head: ReportHead) -> Line:
    title = folded(head.title or (head.path or head.uri or "untitled").replace("\\", "/").rsplit("/", 1)[-1])
    where = f", {folded(head.publisher)}" if head.publisher else ""
    return (plain(f"“{cut(title, 120)}”{where}, {desk.shelf.day(head.published)}; "), code(head.id))


def _clause(desk: Desk, deed: Deed) -> str:
    """A deed as a clause, and its day."""
    event = desk.shelf.event(deed.at.report, deed.event)
    text = desk.shelf.report(deed.at.report).document.text
    what = capital(done(event, None, text)) if event is not None else deed.type.capitalize()
    return f"{what}, {desk.shelf.day(deed.day)}"


def _signed(score: float) -> str:
    """A score with its sign, a true minus among them; nought has none."""
    words = f"{abs(score):.1f}"
    return words if words == "0.0" else f"{'+' if score > 0 else '−'}{words}"
