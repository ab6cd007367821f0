"""The same questions as JSON, under ``/api``, described at ``/api/schema/openapi.json``.

Lists come in pages: ``next`` of one is ``after`` of the following. Every answer has an ETag that changes with the
store, so that asking again with ``If-None-Match`` costs nothing while nothing was written."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, cast

from litestar import Request, Router, get
from litestar.datastructures import ResponseHeader, State
from litestar.enums import ScopeType
from litestar.exceptions import ClientException
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from standoff import __version__
from standoff.model import Act, Certainty, Document, Quotation, Status
from standoff.present import contract, options, rows
from standoff.present.web import api_findings, api_judgements, shapes
from standoff.present.web.desk import Desk, desk_of, refusing
from standoff.present.why import facts
from standoff.store import Filter, ReportHead, Store

Asking = Request[Any, Any, State]

Words = Annotated[str | None, QueryParameter(max_length=120, description='All these words; `troop*`, `"in a row"`.')]
Name = Annotated[str | None, QueryParameter(max_length=200)]
Cursor = Annotated[str | None, QueryParameter(max_length=400, description="`next` of the page before; else 404.")]
Most = Annotated[int, QueryParameter(ge=1, le=500)]
Day = FromQuery[datetime.date | None]


def _wanted(limit: int, since: datetime.date | None, until: datetime.date | None, **fields: Any) -> Filter:
    """A filter for one row more than a page has."""
    days = {"since": str(since) if since else None, "until": str(until) if until else None}
    return Filter(limit=limit + 1, **days, **fields)  # type: ignore[arg-type]


def _page(store: Store, found: Iterator[tuple[ReportHead, Any]], limit: int, as_json: Any) -> shapes.Listed[Any]:
    listed = list(found)
    items = [as_json((options.home(store, head), record)) for head, record in listed[:limit]]
    return shapes.Listed(items, store.after(*listed[limit - 1]) if len(listed) > limit else None)


@get("/statements", sync_to_thread=True, responses=shapes.READ)
def statements(
    request: Asking, text: Words = None, actor: Name = None, act: FromQuery[Act | None] = None,
    certainty: FromQuery[Certainty | None] = None, quotation: FromQuery[Quotation | None] = None, since: Day = None,
    until: Day = None, report: Name = None, after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.StatementItem]:  # fmt: skip
    """Who said what, by date of publication and place in the report."""
    with refusing(), desk_of(request).reading() as store:
        wanted = _wanted(
            limit, since, until, text=text, actor=actor, act=act, certainty=certainty, quotation=quotation,
            report=report, after=after,
        )  # fmt: skip
        return _page(store, store.statements(wanted), limit, rows.statement_json)


@get("/events", sync_to_thread=True, responses=shapes.READ)
def events(
    request: Asking, text: Words = None, actor: Name = None, type: Name = None, mode: Name = None,
    status: FromQuery[Status | None] = None, since: Day = None, until: Day = None, report: Name = None,
    after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.EventItem]:  # fmt: skip
    """Who did what to whom, by date of publication and place in the report."""
    with refusing(), desk_of(request).reading() as store:
        wanted = _wanted(
            limit, since, until, text=text, actor=actor, type=type, mode=mode, status=status, report=report, after=after
        )
        return _page(store, store.events(wanted), limit, rows.event_json)


@get("/quantities", sync_to_thread=True, responses=shapes.READ)
def quantities(
    request: Asking, text: Words = None, actor: Name = None, unit: Name = None, of: Name = None, since: Day = None,
    until: Day = None, report: Name = None, after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[shapes.QuantityItem]:  # fmt: skip
    """How many, of what, by date of publication and place in the report."""
    with refusing(), desk_of(request).reading() as store:
        wanted = _wanted(limit, since, until, text=text, actor=actor, unit=unit, of=of, report=report, after=after)
        return _page(store, store.quantities(wanted), limit, rows.quantity_json)


@get("/reports", sync_to_thread=True, responses=shapes.READ)
def reports(
    request: Asking, text: Words = None, actor: Name = None, since: Day = None, until: Day = None,
    report: Name = None, after: Cursor = None, limit: Most = 50,
) -> shapes.Listed[ReportHead]:  # fmt: skip
    """Reports without their texts, by date."""
    with refusing(), desk_of(request).reading() as store:
        wanted = _wanted(limit, since, until, text=text, actor=actor, report=report, after=after)
        listed = list(store.reports(wanted))
        return shapes.Listed(listed[:limit], store.after(listed[limit - 1]) if len(listed) > limit else None)


@get("/reports/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def report(request: Asking, identity: FromPath[str]) -> shapes.ReportOut:
    """The whole record of a report, as ``standoff code --format jsonl`` prints it."""
    with refusing(), desk_of(request).reading() as store:
        return cast(shapes.ReportOut, contract.to_contract(store.report(identity)))


@get("/records/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def record(request: Asking, identity: FromPath[str]) -> shapes.RecordOut:
    """Why a record is there; the beginning of its id will do."""
    with refusing(), desk_of(request).reading() as store:
        home, found = store.find(identity)
        head = store.head(home.document.id)
    own = found.id if not isinstance(found, Document) else head.id
    return {"id": own, "report": head, "why": [{"name": name, "value": value} for name, value in facts(home, found)]}


@get("/problems", sync_to_thread=True, responses=shapes.READ)
def problems(request: Asking, limit: Most = 200) -> list[shapes.ProblemItem]:
    """What went wrong in stored reports."""
    with desk_of(request).reading() as store:
        found = islice(store.problems(), limit)
        return [{"report": head.id, "stage": stage, "reason": reason} for head, stage, reason in found]


# --- every request ------------------------------------------------------------------------------------------------


def _known(request: Asking) -> None:
    """Refuse a parameter that nobody knows: a typing slip must not silently ask for something else."""
    known = set(request.route_handler.parsed_fn_signature.parameters) - {"request", "data", *request.path_params}
    for name in request.query_params:
        if name not in known:
            takes = f"take one of {', '.join(sorted(known))}" if known else "it takes none"
            raise ClientException(f"no parameter is called {name!r}: {takes}")


# --- unchanged answers -------------------------------------------------------------------------------------------


def _tag(scope: Scope) -> bytes:
    """What identifies an answer: the address, the program, and the state of the store's file and log."""
    desk = scope["litestar_app"].state.desk
    assert isinstance(desk, Desk)
    key: list[object] = [__version__, scope["path"], scope["query_string"]]
    for name in (desk.path, f"{desk.path}-wal"):
        try:
            found = Path(name).stat()
        except FileNotFoundError:
            continue
        if found.st_size:  # readers make an empty log where there is none
            key += [found.st_mtime_ns, found.st_size, found.st_ino]
    return f'"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'.encode()


def tagging(app: ASGIApp) -> ASGIApp:
    """Give good answers an ETag, and the short answer to who has that one already."""

    async def tagged(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == ScopeType.HTTP
        tag = _tag(scope)
        held = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
        if scope["method"] == "GET" and tag in {one.strip().removeprefix(b"W/") for one in held.split(b",")}:
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag)]})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def with_tag(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [*message["headers"], (b"etag", tag)]
            await send(message)

        await app(scope, receive, with_tag)

    return tagged


class Description(JsonRenderPlugin):
    """The description, with what the framework leaves out: that a judgement takes no field but those that it has."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        shown = openapi_schema["components"]["schemas"]
        closed = {name: {**shown[name], "additionalProperties": False} for name in api_judgements.KINDS}
        components = {**openapi_schema["components"], "schemas": {**shown, **closed}}
        return super().render(request, {**openapi_schema, "components": components})


_TAG = ResponseHeader(
    name="etag", description="Send it back as If-None-Match: 304 as long as nothing is written.",
    documentation_only=True,
)  # fmt: skip
ROUTES = Router(
    "/api",
    route_handlers=[
        statements, events, quantities, reports, report, record, problems, *api_findings.ROUTES,
        *api_judgements.ROUTES,
    ],
    before_request=_known,
    middleware=[tagging],
    response_headers=[_TAG],
)  # fmt: skip
