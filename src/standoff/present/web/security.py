"""Who may ask, and what a browser may do with an answer: the wall in front of every page, file and error.

Report text is written by strangers, and any web page that the user has open can send requests to a port of his machine.
So: only hosts that we know (a name that was pointed at 127.0.0.1 is not one), only with the launch token, and every
answer with a content policy under which no script, style or picture but our own files can run or load. Writes carry a
token of their own besides, which Litestar's CSRF middleware checks.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from msgspec import Struct

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
#: On every answer. ``no-cache`` lets a browser keep a page, but ask whether it still holds.
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
#: The field of a launch address that holds the token.
FIELD = "token"

_REFUSED = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not let in – Standoff</title>
<h1>Not let in</h1>
<p>This desk opens with the address that <code>standoff serve</code> printed in the terminal: it ends in a token that
is new at every start. Open that address once in this browser.</p>
</html>
"""


class Launch(Struct, frozen=True):
    """One start of the desk: where it listens, under which names it may be asked for, and its secret."""

    port: int
    token: str
    hosts: tuple[str, ...] = LOOPBACK

    @property
    def cookie(self) -> str:
        """Cookies know no ports, so the name has it: two desks can be open at once."""
        return f"standoff-{self.port}"

    @property
    def form_cookie(self) -> str:
        """Where the token of forms is kept. It is new at every start, and a browser that stays open keeps the old one:
        under its own name nobody takes the one for the other."""
        return f"{self.cookie}-form-{hashlib.sha256(self.token.encode()).hexdigest()[:8]}"

    def bears(self, authorization: str) -> bool:
        """Whether this Authorization header brings the token."""
        scheme, _, given = authorization.partition(" ")
        return scheme.casefold() == "bearer" and self.is_token(given)

    def is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def names(self) -> frozenset[str]:
        """What the Host header may say."""
        bare = self.hosts if self.port == 80 else ()
        return frozenset((*(f"{host}:{self.port}" for host in self.hosts), *bare))

    def address(self, path: str = "/") -> str:
        """The address to open first."""
        return f"http://{self.hosts[0]}:{self.port}{path}?{urlencode({FIELD: self.token})}"


class Wall:
    """An ASGI application in front of another: see the module's text. It also covers what no route answers."""

    def __init__(self, app: ASGIApp, launch: Launch) -> None:
        self.app, self.launch, self.names = app, launch, launch.names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            await send({"type": "websocket.close", "code": 1008, "reason": "no such thing here"})
            return
        if scope["type"] != ScopeType.HTTP:  # the server's start and end
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get(b"host", "") not in self.names:
            await _answer(send, 400, b"This desk is not known by that name.\n", "text/plain; charset=utf-8")
        elif self._known(headers):
            await self.app(scope, receive, _guarded(send))
        else:
            await self._stranger(scope, send)

    def _known(self, headers: dict[bytes, str]) -> bool:
        """Whether the request brings the token, in our cookie or, for programs, as a bearer token."""
        cookie = _cookie(headers.get(b"cookie", ""), self.launch.cookie)
        return self.launch.bears(headers.get(b"authorization", "")) or self.launch.is_token(cookie)

    async def _stranger(self, scope: HTTPScope, send: Send) -> None:
        """A first visit trades the token in the address for a cookie; all others stay outside."""
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if scope["method"] in {"GET", "HEAD"} and any(k == FIELD and self.launch.is_token(v) for k, v in query):
            rest = urlencode([(k, v) for k, v in query if k != FIELD])
            path = "/" + scope["raw_path"].decode("latin-1").partition("?")[0].lstrip("/")
            cookie = f"{self.launch.cookie}={self.launch.token}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(
                send, 303, b"", "text/plain; charset=utf-8",
                ("location", f"{path}?{rest}" if rest else path), ("set-cookie", cookie),
            )  # fmt: skip
        elif scope["path"].startswith("/api"):
            await _answer(
                send, 401, b'{"status_code":401,"detail":"send the launch token as a bearer token"}',
                "application/json", ("www-authenticate", "Bearer"),
            )  # fmt: skip
        else:
            await _answer(send, 403, _REFUSED.encode(), "text/html; charset=utf-8")


def _cookie(header: str, name: str) -> str:
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _guarded(send: Send) -> Send:
    """``send`` that adds :data:`HEADERS`; what a handler has set itself stays."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in there]
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return guarded


async def _answer(send: Send, status: int, body: bytes, kind: str, *more: tuple[str, str]) -> None:
    headers: Iterable[tuple[str, str]] = (
        ("content-type", kind), ("content-length", str(len(body))), *more, *HEADERS.items(),
    )  # fmt: skip
    await send(
        {"type": "http.response.start", "status": status, "headers": [(n.encode(), v.encode()) for n, v in headers]}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
