"""The pages of a desk over a store: every address that there is, with real ids."""

from __future__ import annotations

from pathlib import Path

from standoff.store import Store


def addresses(path: Path) -> list[str]:
    """One address of each page, and of each kind of record and report."""
    with Store.open(path, create=False, read_only=True) as store:
        heads = list(store.reports())
        ids = [next(iter(found))[1].id for found in (store.statements(), store.events(), store.quantities())]
        mention = store.report(heads[0].id).mentions[0].id
    return [
        "/", "/reports", "/statements", "/statements?act=DENY&actor=RUS", "/events",
        "/events?type=ASSAULT&status=actual", "/quantities", "/quantities?of=troops", "/search", "/search?text=troops",
        "/problems",
        *(f"/report/{head.id}" for head in heads[:2]), *(f"/record/{one}" for one in (*ids, mention)),
        f"/report/{heads[0].id}?at={ids[0]}", f"/report/{heads[0].id}?at=3-9",
        "/timeline", "/timeline?actor=RUS&since=2014-03-30&until=2014-04-02", "/timeline?story=y-00000000000000a1",
        "/claims", "/claims?standing=disputed&order=day", "/claim/c-00000000000000a1", "/demands",
        "/demand/r-00000000000000a1", "/figures", "/series/f-00000000000000a1", "/actors", "/actor/RUS.GOV",
        "/dyad/p-00000000000000a1", "/dyad/p-00000000000000a1?since=2014-04-01", "/review", "/review?kind=event",
        *(f"/review?at={one}" for one in (*ids, mention)), "/judgements",
        "/claim/c-00000000000000a1?like=shelled", "/map", "/map?place=Port+Ella",
    ]  # fmt: skip
