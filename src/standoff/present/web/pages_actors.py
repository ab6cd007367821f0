"""Who says and does what to whom: all actors, one of them, and one pair through time."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Template
from msgspec import Struct

from standoff.dossier import Dyad
from standoff.present.judging import Weighed, weigh
from standoff.present.web import judging, network
from standoff.present.web.desk import ROWS, asked, desk_of, refusing
from standoff.present.web.pages_review import done, signing
from standoff.store import Filter, FindingFilter, NotFound, Store
from standoff.store.counts import Pair, acting, facets, pairs
from standoff.store.questions import actor_ids

Asking = Request[Any, Any, State]
#: Actors in the picture of who does to whom, and findings on the page of one.
DRAWN, SOME = 14, 8


class Matrix(Struct, frozen=True):
    """Who does how much to whom: actors in the order of their deeds, and the pairs by (who, whom)."""

    who: tuple[str, ...]
    whom: tuple[str, ...]
    pairs: dict[tuple[str, str], Pair]


def matrix(found: tuple[Pair, ...]) -> Matrix:
    who, whom = dict[str, int](), dict[str, int]()
    for pair in found:
        who[pair.actor] = who.get(pair.actor, 0) + pair.deeds
        whom[pair.recipient] = whom.get(pair.recipient, 0) + pair.deeds
    first = [tuple(sorted(side, key=lambda name: (-side[name], name))[:DRAWN]) for side in (who, whom)]
    return Matrix(first[0], first[1], {(pair.actor, pair.recipient): pair for pair in found})


@get("/actors", include_in_schema=False, sync_to_thread=True)
def actors(request: Asking) -> Template:
    with desk_of(request).reading() as store:
        listed, found, linked = acting(store), pairs(store), store.linked()
    context = {"actors": listed, "matrix": matrix(found), "net": network.draw(found, DRAWN), "linked": linked}
    return Template("actors.html", context=context)


@get("/actor/{identity:str}", include_in_schema=False, sync_to_thread=True)
def actor(request: Asking, identity: FromPath[str]) -> Template:
    """One actor: what it says, what it does, to whom, and where it stands; and whether it is read as another."""
    want = asked(request, "done")
    with refusing(), desk_of(request).reading() as store:
        says, does, suffers = (
            facets(store, Filter(actor=identity, role=role), kind)
            for kind, role in (("statement", "source"), ("event", "actor"), ("event", "recipient"))
        )
        if not (says.total or does.total or suffers.total):
            raise NotFound(f"no actor {identity!r} in the store")
        return Template(
            "actor.html",
            context={
                "actor": identity, "says": says, "does": does, "suffers": suffers,
                "pairs": pairs(store, identity.partition(".")[0], most=2 * DRAWN),
                "claims": list(store.claims(FindingFilter(actor=identity, limit=SOME))),
                "asks": list(store.demands(FindingFilter(actor=identity, role="asker", limit=SOME))),
                "asked": list(store.demands(FindingFilter(actor=identity, role="addressee", limit=SOME))),
                "merges": _merges(store, identity), "ids": actor_ids(store), "done": done(store, want.get("done")),
                **signing(request),
            },
        )  # fmt: skip


def _merges(store: Store, identity: str) -> list[Weighed]:
    """What people said of whom this actor is, and of who is this one."""
    if not any(one.verdict == "merge" for one in store.judgements(identity)):
        return []
    lines = (line for line in weigh(store.judgements()) if line.judgement.verdict == "merge")
    return [line for line in lines if identity in line.judgement.subjects and judging.holds(line)]


@get("/dyad/{identity:str}", include_in_schema=False, sync_to_thread=True)
def dyad(request: Asking, identity: FromPath[str]) -> Template:
    """Everything that one does to another, by day, with its words."""
    want = asked(request, "since", "until")
    with desk_of(request).reading() as store:
        found = store.finding(identity)
        if not isinstance(found, Dyad):
            raise NotFound(f"{identity} is no dyad")
        since, until = want.get("since"), want.get("until")
        deeds = [
            deed for deed in found.deeds
            if (not since or (deed.day or "") >= since) and (not until or (deed.day and deed.day[:10] <= until))
        ]  # fmt: skip
        listed = deeds[: 2 * ROWS]
        shown = sorted(listed, key=lambda deed: deed.at.report)  # so that a text is read once
        heads = {report: store.head(report) for report in {deed.at.report for deed in shown}}
        other = (found.recipient, found.actor)
        back = next((pair for pair in pairs(store, found.actor) if (pair.actor, pair.recipient) == other), None)
        words = {deed.event: deed.at.span.of(store.text(deed.at.report)) for deed in shown}
    context = {
        "dyad": found, "deeds": listed, "of": len(deeds), "heads": heads, "words": words, "want": want, "back": back,
        "chart": network.both_ways(deeds, f"/dyad/{found.id}"),
    }  # fmt: skip
    return Template("dyad.html", context=context)


ROUTES = (actors, actor, dyad)
