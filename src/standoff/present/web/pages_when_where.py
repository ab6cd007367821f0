"""The timeline and the map: when things were said and done, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from standoff.dossier import Story
from standoff.model import STATUSES
from standoff.present.web import atlas, charts, queries
from standoff.present.web.desk import ROWS, Asked, asked, desk_of, filter_of, finding_filter, refusing
from standoff.present.web.pages_records import types
from standoff.store import ReportHead, Store
from standoff.store.counts import MOST, coverage, daily, places

Asking = Request[Any, Any, State]
#: Stories drawn, and findings listed.
BARS, SOME = 16, 12
#: Reports of a story that are looked at to draw it.
DRAWN = 1_000


def _counts(store: Store, want: Asked, heads: Iterable[ReportHead] | None) -> list[tuple[str, int]]:
    """How much was said and done on each day: of ``heads`` alone, if given, or of the whole store from the heads of
    reports, else from the records."""
    since, until = want.get("since") or "0000", want.get("until") or "9999"
    if heads is not None:
        found: Iterable[tuple[str, int]] = sorted(
            (head.published[:10], head.statements + head.events) for head in heads if head.published
        )
    elif want.get("actor"):
        total: dict[str, int] = {}
        for kind in ("statement", "event"):
            for day, count in daily(store, filter_of(want, kind, limit=None), kind):
                total[day] = total.get(day, 0) + count
        found = sorted(total.items())
    else:
        found = ((day, said + done) for day, _, said, done in coverage(store).days)
    return [(day, count) for day, count in found if since <= day <= until]


@get("/timeline", include_in_schema=False, sync_to_thread=True)
def timeline(request: Asking) -> Template:
    """What was said and done by day, with the stories and claims of those days; any column leads closer."""
    want = asked(request, "actor", "since", "until", "story")
    with refusing(), desk_of(request).reading() as store:
        story = store.finding(want.get("story")) if want.get("story") else None
        if isinstance(story, Story) and story.first and not want.any(("since", "until")):
            want = Asked(want.path, {**want.given, "since": story.first, "until": story.last or story.first})
        within = ("actor", "since", "until")
        members = story.members[:DRAWN] if isinstance(story, Story) else ()
        heads = {member.report: store.head(member.report) for member in members}
        # the columns of a story are of its own reports, unless an actor is asked for or it has too many to look at
        own = isinstance(story, Story) and len(story.members) <= DRAWN and not want.get("actor")
        counts = _counts(store, want, heads.values() if own else None)
        stories = list(store.stories(finding_filter(want, *within, limit=BARS)))
        claims = list(store.claims(finding_filter(want, *within, limit=SOME)))
        demands = list(store.demands(finding_filter(want, *within, limit=SOME)))
    return Template(
        "timeline.html",
        context={
            "want": want, "chart": charts.timeline(counts, stories, want), "stories": stories, "claims": claims,
            "demands": demands, "story": story if isinstance(story, Story) else None, "heads": heads,
            "total": sum(count for _, count in counts), "own": own, "rows": ROWS,
        },
    )  # fmt: skip


@get("/map", include_in_schema=False, sync_to_thread=True)
def world(request: Asking) -> Template:
    """Events where they happen; ``place`` lists those of one place."""
    want = asked(request, "type", "actor", "status", "since", "until", "text", "place", "view", "view")
    with refusing(), desk_of(request).reading() as store:
        anywhere = Asked(want.path, {name: value for name, value in want.given.items() if name != "place"})
        found, more = places(store, filter_of(anywhere, "event", limit=None))
        rows, after = tuple[Any, ...](), None
        if want.get("place"):
            rows, after = queries.listed(store, filter_of(want, "event"), "event")
    return Template(
        "map.html",
        context={
            "want": want, "places": found, "more": more, "most": MOST, "map": atlas.draw(found, want),
            "rows": rows, "after": after, "types": types(), "statuses": STATUSES,
        },
    )  # fmt: skip


ROUTES = (timeline, world)
