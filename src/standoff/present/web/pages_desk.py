"""Overview, search and problems: where a day at the desk begins."""

from __future__ import annotations

from itertools import islice
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template
from msgspec import Struct

from standoff.present.web import charts, queries
from standoff.present.web.desk import ROWS, asked, desk_of, filter_of, refusing
from standoff.present.web.pages_records import PLURAL
from standoff.store import FindingFilter
from standoff.store.counts import Facets, coverage, facets, last_run

Asking = Request[Any, Any, State]
#: Records of each kind on the page of a search; the lists have the rest.
SOME = 6
#: Matches of a kind that are counted by act, type and actor; the lists count more.
COUNTED = 2_000


class Hits(Struct, frozen=True):
    """What a search finds of one kind: the first rows, and what all of them consist of."""

    kind: str
    rows: tuple[queries.Row[Any], ...]
    facets: Facets


@get("/", include_in_schema=False, sync_to_thread=True)
def overview(request: Asking) -> Template:
    with desk_of(request).reading() as store:
        held, reach, run = store.summary(), coverage(store), last_run(store)
        problems = list(islice(store.problems(), SOME))
        failed = list(islice(store.failures(), SOME))
        claims = [*store.claims(FindingFilter(standing="disputed", limit=SOME))]
        demands = [*store.demands(FindingFilter(standing="open", limit=SOME))]
        figures = [*store.series(FindingFilter(legs=2, limit=SOME))]
        linked = store.linked()
    return Template(
        "overview.html",
        context={
            "claims": claims, "demands": demands, "figures": figures, "linked": linked, "held": held, "reach": reach,
            "run": run, "problems": problems, "failed": failed,
            "days": charts.columns([(day, n) for day, n, _, _ in reach.days], "/reports"),
        },
    )  # fmt: skip


@get("/search", include_in_schema=False, sync_to_thread=True)
def search(request: Asking) -> Template:
    """The words of ``text`` in statements, events, figures and reports, with what narrows them."""
    want = asked(request, "text", "actor", "since", "until")
    found: list[Hits] = []
    heads: list[Any] = []
    if want.given:
        with refusing(), desk_of(request).reading() as store:
            for kind in PLURAL:
                rows, _ = queries.listed(store, filter_of(want, kind, limit=SOME + 1), kind)
                found.append(Hits(kind, rows, facets(store, filter_of(want, kind, limit=None), kind, most=COUNTED)))
            heads = list(store.reports(filter_of(want, "report", limit=SOME)))
    return Template("search.html", context={"want": want, "hits": found, "heads": heads})


@get("/problems", include_in_schema=False, sync_to_thread=True)
def problems(request: Asking) -> Template:
    want = asked(request, "since", "until", "report")
    with refusing(), desk_of(request).reading() as store:
        listed = list(islice(store.problems(filter_of(want, "report", limit=None)), 4 * ROWS + 1))
        failed = list(islice(store.failures(), 4 * ROWS + 1))
    return Template("problems.html", context={"want": want, "problems": listed, "failed": failed, "most": 4 * ROWS})


ROUTES = (overview, search, problems)
