"""What people decided, as JSON: to be read, and to be added to by programs that bring the token.

Writing wants the token as ``Authorization: Bearer``: a browser sends its cookie with any request that some page makes
it send, but not that header."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotAuthorizedException, NotFoundException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from standoff.dossier import Verdict
from standoff.model import Act, Status
from standoff.present.judging import Weighed, weigh
from standoff.present.web import judging, shapes
from standoff.present.web.desk import Desk, desk_of
from standoff.present.web.freshness import writable
from standoff.present.web.judging import Saying
from standoff.present.web.pages_review import woken
from standoff.present.web.security import Launch
from standoff.store import Store

Asking = Request[Any, Any, State]

Record = Annotated[
    str, Meta(pattern="^[mseq]-[0-9a-f]{16}$", description="The whole id of a statement, event, quantity or mention.")
]
Words = Annotated[str, Meta(max_length=judging.REASON)]
Signed = Annotated[str, Meta(min_length=1, max_length=judging.NAME, description="Who judges; by default the desk's.")]
Value = Annotated[str, Meta(min_length=1, max_length=300)]


class _Given(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="verdict"):
    """A judgement to be written: who judges (by default whose desk it is), and why."""

    author: Signed | None = None
    reason: Words = ""


class Accept(_Given, tag="accept"):
    """The record is right; takes an earlier rejection back."""

    record: Record

    def said(self) -> Saying:
        return Saying("accept", (self.record,))


class Reject(_Given, tag="reject"):
    """It is no such record: it is left out of everything."""

    record: Record

    def said(self) -> Saying:
        return Saying("reject", (self.record,))


class ActIs(_Given, tag="act"):
    """The statement does this by speaking."""

    record: Record
    value: Act

    def said(self) -> Saying:
        return Saying("act", (self.record,), self.value)


class TypeIs(_Given, tag="type"):
    """The event is of this PLOVER type, with or without its mode (``RETREAT withdraw``)."""

    record: Record
    value: Value

    def said(self) -> Saying:
        return Saying("type", (self.record,), self.value)


class StatusIs(_Given, tag="status"):
    """The event has this status: it happened, was denied, is to come ..."""

    record: Record
    value: Status

    def said(self) -> Saying:
        return Saying("status", (self.record,), self.value)


class ActorIs(_Given, tag="actor"):
    """The one who speaks, does it, holds it or is meant: ``RUS.GOV``, ``NATO (Mara Lind)``, several with ``;``
    between, or ``none``."""

    record: Record
    value: Value

    def said(self) -> Saying:
        return Saying("actor", (self.record,), self.value)


class Same(_Given, tag="same"):
    """Two statements or events speak to one claim."""

    record: Record
    other: Record

    def said(self) -> Saying:
        return Saying("same", (self.record, self.other))


class Different(_Given, tag="different"):
    """Two statements or events speak to different claims."""

    record: Record
    other: Record

    def said(self) -> Saying:
        return Saying("different", (self.record, self.other))


class Merge(_Given, tag="merge"):
    """``actor`` (an id, or the name of one without) is read as ``into`` (an id) everywhere."""

    actor: Value
    into: Value

    def said(self) -> Saying:
        return Saying("merge", (self.actor, self.into))


class Undo(_Given, tag="undo"):
    """Take a judgement back."""

    judgement: Value

    def said(self) -> Saying:
        return Saying("undo", (self.judgement,))


#: The names of these shapes in the description.
KINDS = tuple(
    kind.__name__ for kind in (Accept, Reject, ActIs, TypeIs, StatusIs, ActorIs, Same, Different, Merge, Undo)
)
Given = Accept | Reject | ActIs | TypeIs | StatusIs | ActorIs | Same | Different | Merge | Undo


def _out(store: Store, lines: Sequence[Weighed]) -> list[shapes.JudgementOut]:
    known = judging.quoted(store, (line.judgement for line in lines))
    return [
        {
            "id": one.id, "time": one.time, "author": one.author, "verdict": one.verdict,
            "subjects": list(one.subjects), "value": one.value, "reason": one.reason,
            "state": judging.shown(line, known),
        }
        for line in lines
        for one in (line.judgement,)
    ]  # fmt: skip


def _behind(after: str) -> tuple[str, str]:
    """Time and id behind which a page begins. Raises for what is no ``next`` of ours."""
    try:
        raw = base64.urlsafe_b64decode(after.encode() + b"=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=tuple[str, str])
    except (ValueError, msgspec.MsgspecError):
        raise NotFoundException("no list has this page") from None


def _cursor(line: Weighed) -> str:
    place = line.judgement.time, line.judgement.id
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


@get("/judgements", sync_to_thread=True, responses=shapes.READ)
def judgements(
    request: Asking,
    verdict: FromQuery[Verdict | None] = None,
    subject: Annotated[str | None, QueryParameter(max_length=200, description="A record, actor or judgement.")] = None,
    author: Annotated[str | None, QueryParameter(max_length=judging.NAME)] = None,
    after: Annotated[str | None, QueryParameter(max_length=400, description="`next` of the page before.")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 50,
) -> shapes.Listed[shapes.JudgementOut]:
    """What people decided, by time, taken back or not; ``state`` says what is in force."""
    place = _behind(after) if after else ("", "")
    with desk_of(request).reading() as store:
        found = [
            line for line in weigh(store.judgements())
            if (line.judgement.time, line.judgement.id) > place
            and verdict in (None, line.judgement.verdict)
            and author in (None, line.judgement.author)
            and (subject is None or subject in line.judgement.subjects)
        ]  # fmt: skip
        return shapes.Listed(_out(store, found[:limit]), _cursor(found[limit - 1]) if found[limit:] else None)


@get("/judgements/{identity:str}", sync_to_thread=True, responses=shapes.READ)
def judgement(request: Asking, identity: FromPath[str]) -> shapes.JudgementOut:
    """One judgement; the beginning of its id will do."""
    with desk_of(request).reading() as store:
        return _state(store, store.judgement(identity).id)


@post(
    "/judgements", exclude_from_csrf=True, status_code=201,
    responses={
        **shapes.REFUSALS,
        401: ResponseSpec(shapes.Refusal, description="The token was not sent as a bearer token."),
        409: ResponseSpec(shapes.Refusal, description="It cannot be said of this, or the store can only be read."),
    },
)  # fmt: skip
async def judge(request: Asking, data: JSONBody[Given]) -> shapes.JudgementOut:
    """Write a judgement down. It holds at once for records; claims follow when they are laid out anew."""
    launch = request.app.state.launch
    assert isinstance(launch, Launch)
    if not launch.bears(request.headers.get("authorization", "")):
        raise NotAuthorizedException("send the launch token as a bearer token", headers={"www-authenticate": "Bearer"})
    written = await sync_to_thread(_write, desk_of(request), data)
    woken(request)
    return written


def _write(desk: Desk, data: Given) -> shapes.JudgementOut:
    if not writable(desk.path):
        raise HTTPException("the store can only be read here", status_code=409)
    with Store.open(desk.path, create=False) as store:
        try:
            made = judging.sign(store, [data.said()], author=data.author or desk.author, reason=data.reason)
        except ValueError as error:
            raise HTTPException(str(error), status_code=409) from error
        return _state(store, made[0].id)


def _state(store: Store, identity: str) -> shapes.JudgementOut:
    return _out(store, [line for line in weigh(store.judgements()) if line.judgement.id == identity])[0]


ROUTES = cast(tuple[Any, ...], (judgements, judgement, judge))
