"""Pages of what many reports add up to: claims with the words side by side, demands, and figures through time."""

from __future__ import annotations

from typing import Any, TypeVar

from litestar import Request, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from standoff.dossier import STANCES, Claim, Demand, Position, Series
from standoff.present.web import queries, series_chart
from standoff.present.web.desk import FINDING_FIELDS, Desk, asked, desk_of
from standoff.present.web.shown import speaker
from standoff.store import ReportHead, Store
from standoff.store.findings import ROLES, STANDINGS

Asking = Request[Any, Any, State]
F = TypeVar("F", Claim, Demand, Series)


def found(desk: Desk, identity: str, kind: type[F]) -> tuple[F, dict[str, ReportHead]]:
    """A finding and the reports that it points at; the beginning of its id will do."""
    with desk.reading() as store:
        record = store.finding(identity)
        if not isinstance(record, kind):
            raise NotFoundException(f"{identity} is no {kind.__name__.lower()}")
        return record, heads(store, record)


def heads(store: Store, record: Claim | Demand | Series) -> dict[str, ReportHead]:
    """The reports that a finding points at, by id."""
    if isinstance(record, Claim):
        places = [position.at for position in record.positions]
    elif isinstance(record, Series):
        places = [point.at for point in record.points]
    else:
        places = [record.at, *record.again, *(turn.at for turn in record.turns), *([record.by] if record.by else [])]
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
            "by_stance": by_stance,
        },
    )  # fmt: skip


@get("/claim/{identity:str}", include_in_schema=False, sync_to_thread=True)
def claim(request: Asking, identity: FromPath[str]) -> Template:
    """One claim: its standing, who stands where, on what it rests, and the words side by side."""
    record, reports = found(desk_of(request), identity, Claim)
    legs: dict[str, list[int]] = {}
    for i, position in enumerate(record.positions):
        legs.setdefault(position.leg, []).append(i)
    return Template(
        "claim.html",
        context={
            "claim": record, "heads": reports, "stances": by_stance(record), "legs": legs,
            "actors": by_actor(record), "strip": series_chart.strip(record),
        },
    )  # fmt: skip


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
    record, reports = found(desk_of(request), identity, Demand)
    return Template("demand.html", context={"demand": record, "heads": reports})


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
    record, reports = found(desk_of(request), identity, Series)
    return Template("series.html", context={"series": record, "heads": reports, "chart": series_chart.figures(record)})


def by_stance(record: Claim) -> dict[str, list[tuple[int, Position]]]:
    """Positions with their numbers, by stance in the order of the codebook."""
    out: dict[str, list[tuple[int, Position]]] = {}
    for stance in STANCES:
        held = [(i, p) for i, p in enumerate(record.positions) if p.position == stance]
        if held:
            out[stance] = held
    return out


def by_actor(record: Claim) -> dict[str, dict[str, list[int]]]:
    """Who stands where: numbers of positions by speaker and stance, in the order in which they speak up."""
    out: dict[str, dict[str, list[int]]] = {}
    for i, position in enumerate(record.positions):
        out.setdefault(speaker(position), {}).setdefault(position.position, []).append(i)
    return out


ROUTES = (claims, claim, demands, demand, figures, series)
