"""``standoff claims``, ``demands``, ``series``, ``stories``, ``copies``, ``timeline``, ``dyads``: what stands across
reports; ``standoff link`` lays it out on demand.

Lists make findings anew when reports or judgements have come since. A table shows the most telling lines and says how
many are left; CSV and JSON have no such bound.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from standoff.dossier import CLAIM_STANDINGS, DEMAND_STANDINGS
from standoff.present import finding_rows, marks, options, tables, wording
from standoff.present.contract import Json
from standoff.present.finding_rows import Called, Flat, Shape
from standoff.present.tables import UNDER, Cell
from standoff.present.terminal import say

if TYPE_CHECKING:
    from standoff.config import Settings
    from standoff.present.cli import Settled
    from standoff.store import FindingFilter, Store

T = TypeVar("T")
#: Lines of a table unless ``--limit`` says otherwise: what fits a person, not what there is.
LINES = 50
BY = ("day", "week", "month")
#: What one finding of a kind is called, and several.
COUNTED = {
    "copies": ("group of copies", "groups of copies"), "story": ("story", "stories"), "claim": ("claim", "claims"),
    "demand": ("demand", "demands"), "series": ("series", "series"), "dyad": ("dyad", "dyads"),
}  # fmt: skip
MEASURES = (
    "deeds", "conflict", "cooperation", "material conflict", "verbal conflict", "material cooperation",
    "verbal cooperation",
)  # fmt: skip


@click.command()
@click.option("--role", type=click.Choice(["asserts", "denies", "doubts", "confirms"]), help="Where --actor stands.")
@click.option("--legs", type=click.IntRange(min=0), metavar="N", help="On at least so many independent sources.")
@partial(options.finding_options, standings=CLAIM_STANDINGS, words="what each says, and where")
@click.pass_obj
def claims(settled: Settled, /, **given: Any) -> None:
    """List claims: one proposition, who asserts it, who denies it, who cannot confirm it.

    The most telling come first: disputed ones, those nobody could confirm, corroborated ones, then what one source
    alone says. Legs are independent sources: copies of one wire story count once.
    """
    _list(
        settled, "claim", given, finding_rows.CLAIMS, finding_rows.claim_json,
        lambda claim, _: finding_rows.claim_flat(claim), finding_rows.claim_places,
    )  # fmt: skip


@click.command()
@click.option("--role", type=click.Choice(["asker", "addressee", "answers"]), help="What --actor is in it.")
@partial(options.finding_options, standings=DEMAND_STANDINGS, words="what was said or done about it since")
@click.pass_obj
def demands(settled: Settled, /, **given: Any) -> None:
    """List demands: who asks what of whom, and whether it was met or refused."""
    _list(
        settled, "demand", given, finding_rows.DEMANDS, finding_rows.demand_json,
        lambda demand, _: finding_rows.demand_flat(demand), finding_rows.demand_places,
    )  # fmt: skip


@click.command()
@click.option("--role", type=click.Choice(["holder", "source"]), help="What --actor is in it.")
@partial(options.finding_options, words="each figure with its words")
@click.pass_obj
def series(settled: Settled, /, **given: Any) -> None:
    """List figures of one thing through time: troops near a border, deaths in one attack, each with its source."""
    from standoff.present import gathered_rows as rows

    _list(
        settled, "series", given, rows.SERIES, rows.series_json, lambda found, _: rows.series_flat(found),
        rows.series_places, long=True,
    )  # fmt: skip


@click.command()
@partial(options.finding_options, words="its reports, and what drew each of them in")
@click.pass_obj
def stories(settled: Settled, /, **given: Any) -> None:
    """List stories: reports of one happening, those of most reports first."""
    from standoff.present import gathered_rows as rows

    _list(
        settled, "story", given, rows.STORIES, rows.story_json, lambda story, _: rows.story_flat(story),
        rows.story_places, long=True,
    )  # fmt: skip


@click.command()
@partial(options.finding_options, words="each pair that shares words")
@click.pass_obj
def copies(settled: Settled, /, **given: Any) -> None:
    """List groups of reports that go back to one text: wire copy, reprints, revisions."""
    from standoff.present import gathered_rows as rows

    _list(
        settled, "copies", given, rows.COPIES, rows.copies_json, rows.copies_flat, rows.copies_places, long=True
    )  # fmt: skip


@click.command()
@click.option("--statements", is_flag=True, help="What was said as well, not only what was done.")
@partial(options.finding_options, standings=CLAIM_STANDINGS)
@click.pass_obj
def timeline(settled: Settled, /, statements: bool, **given: Any) -> None:
    """List deeds in the order in which reports told them, each once, however many reports tell of it.

    "when" are the deed's own days, where its tellings give them; plans, denials and history are marked. What no dated
    report tells is left out. --since and --until go by the day of the first telling.
    """
    given |= {"framed": None if statements else True, "order": "day", "dated": True}
    _list(
        settled, "claim", given, finding_rows.TIMELINE, finding_rows.timeline_json,
        lambda deed, _: finding_rows.timeline_flat(deed), None, what="deeds", fuller=finding_rows.deed_of,
    )  # fmt: skip


@click.command()
@click.option("--by", type=click.Choice(BY), default="week", show_default=True, help="How long a period is.")
@click.option(
    "--measure", type=click.Choice(MEASURES), default="conflict", show_default=True,
    help="What baseline and test are about.",
)  # fmt: skip
@click.option("--gaps", is_flag=True, help="Periods in which nothing happened as well.")
@partial(options.finding_options, words="the deeds that it counts, with their words")
@click.pass_obj
def dyads(settled: Settled, /, by: Any, measure: Any, gaps: bool, **given: Any) -> None:
    """Conflict and cooperation between two sides by day, week or month, as a share of all that is reported.

    Each deed counts once. Threats, promises and denied deeds stand apart from what was done. A period is set against
    those before it; the test says nothing where there is little to count. --report, --about and --actor choose dyads,
    --since and --until periods.
    """
    from standoff.link import rates
    from standoff.present import dyad_rows as rows

    settings = settled(store=given.pop("store"), format=given.pop("form"))
    words = given.pop("words")
    since, until, limit = given.pop("since"), given.pop("until"), given.pop("limit")
    most = LINES if limit is None and settings.format == "table" else limit
    as_is = given.pop("as_is")
    wanted = options.wanted_finding(since=since, until=until, **given)
    with options.current(settings, as_is=as_is) as db:
        options.named(db, given["report"])
        # all are counted by their days, and only those that are shown are read whole
        every = tuple(db.deed_days())
        coverage = rates.covered(every, by)
        listed = sorted(
            (start, dyad.actor, dyad.recipient, dyad.id)
            for dyad in (every if wanted == options.wanted_finding() else _asked(db.deed_days, wanted))
            for start in rates.starts(dyad, by, gaps=gaps)
            if (since is None or rates.end_of(start, by).isoformat() >= since)
            and (until is None or start.isoformat() <= until)
        )
        shown: dict[str, list[datetime.date]] = {}
        for start, _, _, name in listed[:most]:
            shown.setdefault(name, []).append(start)
        corrected, called = db.corrected(), options.called(db)
        told: list[rows.Line] = []
        for dyad in db.dyads_named(shown):
            for period in rates.periods_of(dyad, shown[dyad.id], coverage, by, measure=measure):
                deeds = rows.within(dyad.deeds, period)
                judged = marks.behind((deed.event for deed in deeds), corrected)
                sentences = db.sentences(deed.event for deed in deeds) if words else None
                told.append(rows.Line(dyad.id, period, deeds, judged, sentences))
        told.sort(key=lambda line: (line.period.start, line.period.actor, line.period.recipient))
        _write(
            settings, told, rows.DYADS, as_json=rows.line_json, as_flat=rows.line_flat,
            places=(lambda line: rows.deed_flats(line.deeds, line.sentences or {}, called)) if words else None,
            judged=lambda line: line.judged, corrected=corrected,
        )  # fmt: skip
        if not listed:
            options.nothing(db, "dyads", given["actor"])
    if limit is None and most is not None and len(listed) > most:
        _more(len(listed), most)


@click.command()
@click.option("--workers", type=click.IntRange(min=0), metavar="N", help="Processes (default 0: one a core, up to 4).")
@options.store_option
@click.pass_obj
def link(settled: Settled, store: str | None, workers: int | None) -> None:
    """Lay reports side by side: copies, stories, claims, demands, series, dyads. Lists do so by themselves."""
    settings = settled(store=store, workers=workers)
    if not options.relink(settings):
        say("nothing to do: no report and no judgement has come since the last time")
    with options.existing(settings) as db:
        say(", ".join(wording.counted(db.count(kind), *named) for kind, named in COUNTED.items()))


def _asked(find: Callable[[FindingFilter], Iterator[T]], wanted: FindingFilter) -> Iterator[T]:
    """What a filter finds; one that the store refuses is wrong usage."""
    try:
        return find(wanted)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _list(
    settled: Settled,
    kind: str,
    given: dict[str, Any],
    shape: Shape,
    as_json: Callable[[Any], Json],
    as_flat: Callable[[Any, Called], Mapping[str, Cell]],
    places: Callable[[Any, Called], Iterator[Flat]] | None,
    *,
    long: bool = False,
    what: str = "",
    fuller: Callable[[Store, Any, Mapping[str, str]], Any] | None = None,
) -> None:
    """The list of a kind; ``long`` where CSV has a row for each place, asked for or not, ``fuller`` what is made of a
    finding before it is written, with the records that people corrected; it has ``judged`` then."""
    from standoff.store.finding_query import LISTS

    what = what or LISTS[kind]
    settings = settled(store=given.pop("store"), format=given.pop("form"))
    words, limit = given.pop("words", False), given.pop("limit")
    table, csv = settings.format == "table", settings.format == "csv"
    most = LINES + 1 if table and limit is None else limit
    with options.current(settings, as_is=given.pop("as_is")) as db:
        wanted = options.wanted_finding(limit=most, **given)
        options.named(db, given["report"])
        called, corrected = options.called(db), db.corrected()
        count = 0

        def listed(found: Iterable[Any]) -> Iterator[Any]:
            nonlocal count
            for item in found:
                count += 1
                if count > LINES and table and limit is None:
                    return
                yield item if fuller is None else fuller(db, item, corrected)

        # no form tells which words copies share
        find = partial(db.copies, stretches=False) if kind == "copies" else getattr(db, LISTS[kind])
        with options.done_with(_asked(find, wanted)) as found:
            _write(
                settings, listed(found), shape, as_json=as_json, as_flat=lambda item: as_flat(item, called),
                places=(lambda item: places(item, called)) if places and (words or (long and csv)) else None,
                judged=lambda item: item.judged if fuller else marks.behind(marks.records_in(item), corrected),
                corrected=corrected,
            )  # fmt: skip
        if not count:
            options.nothing(db, what, given["actor"])
        if count > LINES and limit is None and table:
            _more(db.count(kind, wanted), LINES)


def _write(
    settings: Settings,
    found: Iterable[Any],
    shape: Shape,
    *,
    as_json: Callable[[Any], Json],
    as_flat: Callable[[Any], Mapping[str, Cell]],
    places: Callable[[Any], Iterable[Flat]] | None,
    judged: Callable[[Any], Sequence[str]],
    corrected: Mapping[str, str],
) -> None:
    """Write findings in the form of the settings, in a table and in CSV with their ``places``, where there are any.
    ``judged`` are the judgements that change a finding, ``corrected`` those that change a record."""
    table, csv = settings.format == "table", settings.format == "csv"
    starred = False

    def lines() -> Iterator[Any]:
        """What is to be written: findings as they are for JSON, else as rows of cells."""
        nonlocal starred
        for item in found:
            if not (table or csv):
                yield item
                continue
            by = judged(item)
            flat = {**as_flat(item), "judged": tables.joined(by) or None}
            if by:
                starred, flat["short"] = True, f"{flat['short']}{marks.STAR}"
            below = [_marked(place, corrected) for place in places(item)] if places is not None else []
            if table or not below:
                yield flat
            for place in below:
                yield place if table else {**flat, **place}

    tables.write(
        lines(), settings.format, as_json=as_json, as_flat=_same, columns=shape.columns, colour=settings.colour,
        fields=(*shape.fields, *shape.nested) if places is not None else shape.fields,
    )  # fmt: skip
    if starred and table:
        marks.legend()


def _marked(place: Flat, corrected: Mapping[str, str]) -> Flat:
    """The line of a place with what was judged of the record that it names, if it names one."""
    records = [str(place[name]) for name in ("statement", "event", "turn_record", "quantity") if place.get(name)]
    if not records:
        return place
    by = marks.behind(records, corrected)
    return {**place, "judged": tables.joined(by) or None, UNDER: f"{place[UNDER]}{marks.STAR if by else ''}"}


def _same(flat: Mapping[str, Cell]) -> Mapping[str, Cell]:
    return flat


def _more(total: int, shown: int) -> None:
    say(f"{total - shown:,} more: --limit {total} shows them all, --format csv or jsonl writes them")
