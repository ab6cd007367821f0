"""What reports add up to, as JSON: claims, demands, series, stories, copies, dyads, with the filters of the pages."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, TypeVar, cast

from litestar import Request, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter

from standoff.dossier import Claim, ClaimStanding, CopyGroup, Demand, DemandStanding, Dyad, Series, Story
from standoff.present import finding_rows, gathered_rows
from standoff.present.web import shapes
from standoff.present.web.desk import desk_of, refusing
from standoff.store import FindingFilter, Store
from standoff.store.finding_query import Order
from standoff.store.findings import Found

Asking = Request[Any, Any, State]
F = TypeVar("F", bound=Found)

Words = Annotated[str | None, QueryParameter(max_length=120, description='All these words; `troop*`, `"in a row"`.')]
Name = Annotated[str | None, QueryParameter(max_length=200)]
Actor = Annotated[str | None, QueryParameter(max_length=200, description="An id (RUS finds RUS.GOV too), or a name.")]
Cursor = Annotated[str | None, QueryParameter(max_length=400, description="`next` of the page before; else 404.")]
Most = Annotated[int, QueryParameter(ge=1, le=500)]
Legs = Annotated[int, QueryParameter(ge=0, le=99_999, description="On at least so many independent sources.")]
Day = FromQuery[datetime.date | None]
By = FromQuery[Order]
ClaimRole = Literal["asserts", "denies", "doubts", "confirms", "about"]
DemandRole = Literal["asker", "addressee", "answers"]
SeriesRole = Literal["holder", "source"]
DyadRole = Literal["actor", "recipient"]


def _listed(
    request: Asking,
    list_of: Callable[[Store, FindingFilter], Iterator[F]],
    as_json: Callable[[F], Any],
    limit: int,
    since: datetime.date | None,
    until: datetime.date | None,
    **fields: Any,
) -> shapes.Listed[Any]:
    """One page: a finding more than it has says that others follow."""
    days = {"since": str(since) if since else None, "until": str(until) if until else None}
    with refusing(), desk_of(request).reading() as store:
        wanted = FindingFilter(limit=limit + 1, **days, **fields)  # type: ignore[arg-type]
        found = list(list_of(store, wanted))
        after = store.behind(found[limit - 1], wanted) if len(found) > limit else None
        return shapes.Listed([as_json(one) for one in found[:limit]], after)


def _one(request: Asking, identity: str, kind: type[F]) -> F:
    """The finding that an id, or the beginning of one, names."""
    with desk_of(request).reading() as store:
        found = store.finding(identity)
    if not isinstance(found, kind):
        raise NotFoundException(f"{found.id} is no {kind.__name__.lower()}")
    return found


def _series(found: Series) -> shapes.SeriesOut:
    return cast(shapes.SeriesOut, {"id": found.id, **gathered_rows.series_json(found)})


def _dyad(found: Dyad) -> shapes.DyadOut:
    deeds: list[shapes.DeedOut] = [
        {
            "at": cast(shapes.PlaceOut, finding_rows.place(deed.at)), "event": deed.event, "date": deed.day,
            "type": deed.type, "mode": deed.mode, "quad": deed.quad, "intensity": deed.intensity,
            "status": deed.status, "legs": deed.legs, "attributed": deed.attributed,
        }
        for deed in found.deeds
    ]  # fmt: skip
    return {"id": found.id, "actor": found.actor, "recipient": found.recipient, "deeds": deeds}


def _pair(found: Dyad) -> shapes.DyadItem:
    days = sorted(deed.day[:10] for deed in found.deeds if deed.day)
    return {
        "id": found.id, "actor": found.actor, "recipient": found.recipient, "deeds": len(found.deeds),
        "first": days[0] if days else None, "last": days[-1] if days else None,
    }  # fmt: skip


@get("/claims", sync_to_thread=True, responses=shapes.READ)
def claims(
    request: Asking, about: Words = None, actor: Actor = None, role: FromQuery[ClaimRole | None] = None,
    standing: FromQuery[ClaimStanding | None] = None, type: Name = None, legs: Legs = 0, since: Day = None,
    until: Day = None, report: Name = None, order: By = "weight", after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.ClaimOut]:  # fmt: skip
    """Propositions and who stands where on them, the most telling first."""
    return _listed(
        request, Store.claims, finding_rows.claim_json, limit, since, until, about=about, actor=actor, role=role,
        standing=standing, type=type, legs=legs, report=report, order=order, after=after,
    )  # fmt: skip


@get("/claims/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def claim(request: Asking, identity: FromPath[str]) -> shapes.ClaimOut:
    """One claim."""
    return cast(shapes.ClaimOut, finding_rows.claim_json(_one(request, identity, Claim)))


@get("/demands", sync_to_thread=True, responses=shapes.READ)
def demands(
    request: Asking, about: Words = None, actor: Actor = None, role: FromQuery[DemandRole | None] = None,
    standing: FromQuery[DemandStanding | None] = None, type: Name = None, legs: Legs = 0, since: Day = None,
    until: Day = None, report: Name = None, order: By = "weight", after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.DemandOut]:  # fmt: skip
    """Who asks what of whom, open ones first."""
    return _listed(
        request, Store.demands, finding_rows.demand_json, limit, since, until, about=about, actor=actor, role=role,
        standing=standing, type=type, legs=legs, report=report, order=order, after=after,
    )  # fmt: skip


@get("/demands/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def demand(request: Asking, identity: FromPath[str]) -> shapes.DemandOut:
    """One demand."""
    return cast(shapes.DemandOut, finding_rows.demand_json(_one(request, identity, Demand)))


@get("/series", sync_to_thread=True, responses=shapes.READ)
def series(
    request: Asking, about: Words = None, actor: Actor = None, role: FromQuery[SeriesRole | None] = None,
    type: Name = None, legs: Legs = 0, since: Day = None, until: Day = None, report: Name = None,
    order: By = "weight", after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.SeriesOut]:  # fmt: skip
    """Measured things through time, those on most independent sources first."""
    return _listed(
        request, Store.series, _series, limit, since, until, about=about, actor=actor, role=role, type=type, legs=legs,
        report=report, order=order, after=after,
    )  # fmt: skip


@get("/series/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def one_series(request: Asking, identity: FromPath[str]) -> shapes.SeriesOut:
    """One series."""
    return _series(_one(request, identity, Series))


@get("/stories", sync_to_thread=True, responses=shapes.READ)
def stories(
    request: Asking, about: Words = None, actor: Actor = None, legs: Legs = 0, since: Day = None, until: Day = None,
    report: Name = None, order: By = "weight", after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.StoryOut]:  # fmt: skip
    """Reports of one happening, those of most reports first."""
    return _listed(
        request, Store.stories, gathered_rows.story_json, limit, since, until, about=about, actor=actor, legs=legs,
        report=report, order=order, after=after,
    )  # fmt: skip


@get("/stories/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def story(request: Asking, identity: FromPath[str]) -> shapes.StoryOut:
    """One story."""
    return cast(shapes.StoryOut, gathered_rows.story_json(_one(request, identity, Story)))


@get("/copies", sync_to_thread=True, responses=shapes.READ)
def copies(
    request: Asking, about: Words = None, actor: Actor = None, legs: Legs = 0, since: Day = None, until: Day = None,
    report: Name = None, order: By = "weight", after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.CopiesOut]:  # fmt: skip
    """Reports that go back to one text, the largest groups first."""
    return _listed(
        request, Store.copies, gathered_rows.copies_json, limit, since, until, about=about, actor=actor, legs=legs,
        report=report, order=order, after=after,
    )  # fmt: skip


@get("/copies/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def group(request: Asking, identity: FromPath[str]) -> shapes.CopiesOut:
    """One group of copies."""
    return cast(shapes.CopiesOut, gathered_rows.copies_json(_one(request, identity, CopyGroup)))


@get("/dyads", sync_to_thread=True, responses=shapes.READ)
def dyads(
    request: Asking, about: Words = None, actor: Actor = None, role: FromQuery[DyadRole | None] = None,
    legs: Legs = 0, since: Day = None, until: Day = None, report: Name = None, order: By = "weight",
    after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.DyadItem]:  # fmt: skip
    """Who does how much to whom, those of most deeds first; one of them has its deeds."""
    return _listed(
        request, Store.dyads, _pair, limit, since, until, about=about, actor=actor, role=role, legs=legs,
        report=report, order=order, after=after,
    )  # fmt: skip


@get("/dyads/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def dyad(request: Asking, identity: FromPath[str]) -> shapes.DyadOut:
    """One dyad with its deeds by day; copies and repeated tellings count once."""
    return _dyad(_one(request, identity, Dyad))


ROUTES = (
    claims, claim, demands, demand, series, one_series, stories, story, copies, group, dyads, dyad,
)  # fmt: skip
