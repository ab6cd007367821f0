"""The application: routes, templates, static files and what an error looks like, behind the wall."""

from __future__ import annotations

import hashlib
import mimetypes
import secrets
from importlib.resources import files
from typing import Any

from litestar import Litestar, Request, Response, get
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from litestar.types import ASGIApp

from standoff import __version__
from standoff.errors import StoreBusy, StoreError
from standoff.present.web import (
    api,
    pages_actors,
    pages_desk,
    pages_findings,
    pages_records,
    pages_review,
    pages_when_where,
)  # fmt: skip
from standoff.present.web.desk import Desk
from standoff.present.web.freshness import Keeper
from standoff.present.web.security import Launch, Wall
from standoff.present.web.shown import environment
from standoff.store import Ambiguous, NotFound

Asking = Request[Any, Any, State]

#: The pages in the order of the menu: address, name.
MENU = (
    ("/", "Overview"), ("/timeline", "Timeline"), ("/claims", "Claims"), ("/demands", "Demands"),
    ("/figures", "Figures"), ("/actors", "Actors"), ("/map", "Map"), ("/reports", "Reports"),
    ("/statements", "Statements"), ("/events", "Events"), ("/quantities", "Quantities"), ("/search", "Search"),
    ("/problems", "Problems"), ("/review", "Review"), ("/judgements", "Judgements"),
)  # fmt: skip


def build(desk: Desk, launch: Launch, keeper: Keeper | None = None) -> ASGIApp:
    """The desk as an ASGI application. Only what has the token of ``launch`` comes past its wall. ``keeper`` makes
    findings current behind corrections; without one they stay as they are."""
    engine = environment()
    engine.globals.update(
        menu=MENU, store_name=desk.name, version=__version__, style=_stamp(),
        findings_state=keeper.state if keeper else str, progress=lambda: keeper.progress if keeper else None,
    )  # fmt: skip
    app = Litestar(
        route_handlers=[
            static, *pages_desk.ROUTES, *pages_findings.ROUTES, *pages_actors.ROUTES, *pages_when_where.ROUTES,
            *pages_records.ROUTES, *pages_review.ROUTES, api.ROUTES,
        ],
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(engine)),
        csrf_config=CSRFConfig(
            secret=secrets.token_urlsafe(32), cookie_name=launch.form_cookie, cookie_httponly=True,
            cookie_samesite="strict",
        ),
        exception_handlers={StoreError: _store_error, HTTPException: _http_error, Exception: _any_error},
        openapi_config=OpenAPIConfig(
            title="Standoff", version=__version__, path="/api/schema", render_plugins=[api.Description()],
            components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
            security=[{"token": []}],
        ),
        state=State({"desk": desk, "launch": launch, "keeper": keeper}),
        logging_config=None,
    )  # fmt: skip
    return Wall(app, launch)


def _load() -> dict[str, tuple[bytes, str]]:
    """Every static file, read once at the start: no address ever reaches the disk."""
    folder = files("standoff.present.web").joinpath("static")
    return {
        item.name: (item.read_bytes(), mimetypes.guess_type(item.name)[0] or "application/octet-stream")
        for item in folder.iterdir()
        if item.is_file()
    }


_STATIC = _load()


def _stamp() -> str:
    """Part of the addresses of static files, so that a new version of one is never taken from a browser's store."""
    return hashlib.sha256(b"".join(body for _, (body, _) in sorted(_STATIC.items()))).hexdigest()[:12]


@get("/static/{name:str}", include_in_schema=False, sync_to_thread=False)
def static(name: FromPath[str]) -> Response[bytes]:
    if name not in _STATIC:
        raise NotFoundException
    body, kind = _STATIC[name]
    return Response(body, media_type=kind, headers={"cache-control": "private, max-age=31536000, immutable"})


# --- errors ------------------------------------------------------------------------------------------------------


def _page(
    request: Asking, status: int, title: str, detail: str, headers: dict[str, str] | None = None
) -> Response[Any]:
    if request.url.path.startswith("/api"):
        return Response({"status_code": status, "detail": detail}, status_code=status, headers=headers)
    return Template("error.html", context={"title": title, "detail": detail}, status_code=status)


def _store_error(request: Asking, error: StoreError) -> Response[Any]:
    if isinstance(error, (NotFound, Ambiguous)):
        return _page(request, 404, "Not here", str(error))
    if isinstance(error, StoreBusy):
        return _page(request, 503, "The store is busy", str(error))
    return _page(request, 500, "The store cannot be read", str(error))


def _http_error(request: Asking, error: HTTPException) -> Response[Any]:
    titles = {400: "Asked wrongly", 403: "Not allowed", 404: "Not here", 405: "Not possible here"}
    detail = error.detail if error.detail != "Not Found" else "Nothing stands at this address."
    if isinstance(error.extra, list):  # which parameter is wrong, and how
        detail = "; ".join(f"{one.get('key', '')}: {one.get('message', '')}" for one in error.extra) or detail
    title = titles.get(error.status_code, "Something went wrong")
    return _page(request, error.status_code, title, detail, getattr(error, "headers", None))


def _any_error(request: Asking, error: Exception) -> Response[Any]:
    """A fault of ours: told in the terminal, not to the page, which might be anybody's words."""
    import traceback

    from standoff.present.terminal import say

    say("".join(traceback.format_exception(error)))
    return _page(request, 500, "Something went wrong", "This is a fault of the desk; the terminal has the details.")
