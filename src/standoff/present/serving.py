"""``standoff serve``: the desk, on this machine only unless told otherwise."""

from __future__ import annotations

import getpass
import secrets
import socket
from typing import TYPE_CHECKING

import click

from standoff.errors import InputError
from standoff.present import options
from standoff.present.terminal import say

if TYPE_CHECKING:
    from standoff.present.cli import Settled

PORT = 8765


@click.command()
@options.store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any free one.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Another name it may be asked for by; repeatable.")
@click.option("--author", metavar="NAME", help="Who signs corrections (default: asked in the browser, once).")
@click.pass_obj
def serve(
    settled: Settled, store: str | None, host: str, port: int, names: tuple[str, ...], author: str | None
) -> None:
    """Open the desk: read, check and correct the record in a browser.

    Prints the address to open. It holds a token that is new at every start; without it nobody is let in. Only this
    machine can reach the desk, unless --host says otherwise. End it with Ctrl-C.

    Claims and all else that reports add up to are laid out anew when they are older than the reports, at the start and
    behind corrections; pages wait for nothing.
    """
    settings = settled(store=store, author=author)
    with options.existing(settings):
        pass  # a missing or damaged store is told before anything is opened
    import uvicorn

    from standoff.present.web.app import build
    from standoff.present.web.desk import Desk
    from standoff.present.web.freshness import Keeper
    from standoff.present.web.security import LOOPBACK, Launch

    listening = _listen(host, port)
    own = listening.getsockname()[1]
    called = dict.fromkeys((*names, *LOOPBACK) if host in {"0.0.0.0", "::"} else (*names, _spelled(host), *LOOPBACK))  # noqa: S104
    launch = Launch(port=own, token=secrets.token_urlsafe(24), hosts=tuple(called))
    keeper = Keeper(settings.store, tell=say)
    app = build(Desk(settings.store, settings.author or _login(), guessed=not settings.author), launch, keeper)
    click.echo(launch.address())
    say("the desk is open at this address; Ctrl-C closes it")
    if host not in {"127.0.0.1", "localhost", "::1"}:
        say(f"careful: {host} can be reached from other machines, and what goes over the line can be read there")
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on", timeout_graceful_shutdown=2
    )
    keeper.start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        keeper.stop()


def _login() -> str:
    """The login name; empty where the machine does not know it: then the browser asks before anything is judged."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises :class:`~standoff.errors.InputError` for an address that cannot be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        # asyncio turns off Nagle's algorithm only where the protocol is named: else each answer waits for 40 ms
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()  # whoever opens the address as soon as it is printed waits, and is not refused
    except OSError as error:
        raise InputError(f"cannot listen on {host}:{port}: {error.strerror or error}; try --port 0") from error
    return listening


def _spelled(host: str) -> str:
    """An address as it stands in a Host header."""
    return f"[{host}]" if ":" in host else host
