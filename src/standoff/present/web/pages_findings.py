"""Pages of what many reports add up to: claims with the words side by side, demands, and figures through time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template

from standoff.dossier import Anchor, Claim, Demand, Series
from standoff.present.web import judging, queries, series_chart, sides
from standoff.present.web.desk import FINDING_FIELDS, Asked, Desk, asked, desk_of, refusing
from standoff.present.web.pages_review import done, signing
from standoff.store import FindingFilter, NotFound, ReportHead, Store
from standoff.store.findings import ROLES, STANDINGS
from standoff.store.questions import standing_in

Asking = Request[Any, Any, State]
#: Claims that are offered as one with another; figures and turns on the page of one finding.
LIKE, SHOWN = 8, 200


def heads(store: Store, places: Iterable[Anchor]) -> dict[str, ReportHead]:
    """The reports of ``places``, by id."""
    return {report: store.head(report) for report in dict.fromkeys(place.report for place in places)}


@get("/claims", include_in_schema=False, sync_to_thread=True)
def claims(request: Asking) -> Template:
    want = asked(request, *FINDING_FIELDS)
    with desk_of(request).reading() as store:
        page = queries.findings(store, want, "claim", store.claims)
        linked = store.linked()
    return Template(
        "claims.html",
        context={
            "want": want, "page": page, "linked": linked, "standings": STANDINGS["claim"], "roles": ROLES["claim"],
            "by_stance": sides.by_stance,
        },
    )  # fmt: skip


@get("/claim/{identity:str}", include_in_schema=False, sync_to_thread=True)
def claim(request: Asking, identity: FromPath[str]) -> Template | Redirect:
    """One claim: its standing, who stands where, on what it rests, and the words side by side. ``of`` is a record in
    it, by which it is found again when it was laid out anew; ``like`` looks for others that may be one with it."""
    want = asked(request, "of", "like", "done", "show")
    desk = desk_of(request)
    try:
        record, reports, shown = _sides(desk, identity, want.get("show") == "all")
    except NotFound:
        with desk.reading() as store:
            again = _again(store, want)
        if again is None:
            raise
        return Redirect(again)
    with refusing(), desk.reading() as store:
        context = {
            "like": _like(store, record, want.get("like")) if want.get("like") else None,
            "done": done(store, want.get("done")),
        }
    held = judging.records_of(record)
    return Template(
        "claim.html",
        context={
            "claim": record, "heads": reports, "sides": shown, "legs": sides.by_leg(record), "want": want,
            "actors": sides.by_actor(record), "excluding": sides.apart(record, whole=want.get("show") == "all"),
            "strip": series_chart.strip(record), "listed": sides.LISTED, "links": sides.LINKS,
            "apart": judging.apart(record, {i for side in shown for i, _ in (*side.first, *side.again)}),
            "head": held[0] if held else None, **context, **signing(request),
        },
    )  # fmt: skip


def _sides(desk: Desk, identity: str, whole: bool) -> tuple[Claim, dict[str, ReportHead], tuple[sides.Side, ...]]:
    """A claim, what of it is shown, and the reports that this points at."""
    with desk.reading() as store:
        record = store.finding(identity)
        if not isinstance(record, Claim):
            raise NotFoundException(f"{identity} is no claim")
        shown = sides.sides(record, whole=whole)
        return record, {report: store.head(report) for report in sides.reports(record, shown)}, shown


def _again(store: Store, want: Asked) -> str | None:
    """Where a claim is now that was laid out anew: the one that the record ``of`` stands in."""
    if not want.get("of"):
        return None
    home, record = store.find(want.get("of"))
    now = next((s for s in standing_in(store, record.id, home.document.id) if s.kind == "claim"), None)
    return want.at(f"/claim/{now.id}").link() if now else None


def _like(store: Store, claim: Claim, asked: str) -> list[tuple[Claim, str]]:
    """Claims that may be one with ``claim``, by the id of theirs or of a record in them, else by their words; each
    with the record that stands for it."""
    try:
        home, record = store.find(asked)
        ids = [s.id for s in standing_in(store, record.id, home.document.id) if s.kind == "claim"]
        listed = [store.finding(name) for name in ids]
    except NotFound:
        try:
            listed = [store.finding(asked)]
        except NotFound:
            listed = list(store.claims(FindingFilter(about=asked, limit=LIKE + 1)))
    others = [other for other in listed if isinstance(other, Claim) and other.id != claim.id]
    heads = [(other, judging.records_of(other)) for other in others[:LIKE]]
    return [(other, records[0]) for other, records in heads if records]


@get("/demands", include_in_schema=False, sync_to_thread=True)
def demands(request: Asking) -> Template:
    want = asked(request, *FINDING_FIELDS)
    with desk_of(request).reading() as store:
        page = queries.findings(store, want, "demand", store.demands)
        linked = store.linked()
    context = {"want": want, "page": page, "linked": linked, "standings": STANDINGS["demand"], "roles": ROLES["demand"]}
    return Template("demands.html", context=context)


@get("/demand/{identity:str}", include_in_schema=False, sync_to_thread=True)
def demand(request: Asking, identity: FromPath[str]) -> Template:
    """One demand and everything that speaks to it, by day."""
    with desk_of(request).reading() as store:
        record = store.finding(identity)
        if not isinstance(record, Demand):
            raise NotFoundException(f"{identity} is no demand")
        turns, again = record.turns[:SHOWN], record.again[:SHOWN]
        places = [record.at, *again, *(turn.at for turn in turns), *([record.by] if record.by else [])]
        context = {"demand": record, "turns": turns, "again": again, "heads": heads(store, places)}
    return Template("demand.html", context=context)


@get("/figures", include_in_schema=False, sync_to_thread=True)
def figures(request: Asking) -> Template:
    want = asked(request, *FINDING_FIELDS)
    with desk_of(request).reading() as store:
        page = queries.findings(store, want, "series", store.series)
        linked = store.linked()
    return Template("figures.html", context={"want": want, "page": page, "linked": linked, "roles": ROLES["series"]})


@get("/series/{identity:str}", include_in_schema=False, sync_to_thread=True)
def series(request: Asking, identity: FromPath[str]) -> Template:
    """One series: every figure with its bounds, who gives it, and its words."""
    want = asked(request, "show")
    with desk_of(request).reading() as store:
        record = store.finding(identity)
        if not isinstance(record, Series):
            raise NotFoundException(f"{identity} is no series")
        listed = record.points if want.get("show") == "all" else record.points[:SHOWN]
        reports = heads(store, (point.at for point in listed))
    context = {"series": record, "heads": reports, "listed": listed, "want": want}
    return Template("series.html", context={**context, "chart": series_chart.figures(record)})


ROUTES = (claims, claim, demands, demand, figures, series)
