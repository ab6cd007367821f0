"""Review: one record after the other, the least certain and most consequential first; and what was judged so far.

Every decision is a form that is posted, so that all of it can be done without JavaScript and without a mouse; the
script only adds the keys that the page names. A judgement posted is answered with a way on (303), so that reloading a
page never judges twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from litestar import Request, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie, State
from litestar.exceptions import ClientException
from litestar.response import Redirect, Template

from standoff.errors import StoreBusy
from standoff.model import Document, Event, Report, Sentence, Span, Statement
from standoff.present.judging import weigh
from standoff.present.rows import known
from standoff.present.web import judging, judging_choices, marked
from standoff.present.web.desk import ROWS, Asked, asked, desk_of, refusing
from standoff.present.web.freshness import Keeper, writable
from standoff.present.web.judging import Form, Record, Refused
from standoff.present.web.security import Launch
from standoff.present.why import facts
from standoff.present.wording import stretch
from standoff.store import NotFound, Store, spans
from standoff.store.findings import references
from standoff.store.questions import (
    KINDS,
    Question,
    actor_ids,
    asked_about,
    question,
    questions,
    standing_in,
)  # fmt: skip

Asking = Request[Any, Any, State]
#: What the address of the queue may say: the record that is asked about, where to go on, what to ask about, and the
#: judgement that was just made.
FIELDS = ("at", "before", "kind", "report", "finding", "done")
#: What of a record is shown beside its words, and what says how it came about, by the names of ``standoff why``.
CODED = frozenset(
    "act via inside condition addressee target type whom date place figure unit of holder kind unresolved".split()
) | {"speaks to", "attributed to", "same as"}
MADE = frozenset({"made by", "that is", "score"})
#: Characters between two sentences that still are one passage.
GAP = 200
#: Fields of a form: how many of one name, and how long each may be.
MANY, LONG = 60, 4_000
_YEAR = 365 * 24 * 3600


# --- who is there ----------------------------------------------------------------------------------------------------


def _name_cookie(request: Asking) -> str:
    launch = request.app.state.launch
    assert isinstance(launch, Launch)
    return f"{launch.cookie}-author"


def author_of(request: Asking) -> str:
    """Who signs: the name that this browser was told, else the desk's."""
    return judging.named(unquote(request.cookies.get(_name_cookie(request), ""))) or desk_of(request).author


def _introduced(request: Asking) -> bool:
    """Whether somebody said who it is, here or at the start; a login name is only a guess."""
    return _name_cookie(request) in request.cookies or not desk_of(request).guessed


def keeper_of(request: Asking) -> Keeper | None:
    keeper = request.app.state.keeper
    assert keeper is None or isinstance(keeper, Keeper)
    return keeper


def woken(request: Asking) -> None:
    """What was written is to show in claims, too."""
    if keeper := keeper_of(request):
        keeper.wake()


# --- the queue -------------------------------------------------------------------------------------------------------


@get("/review", include_in_schema=False, sync_to_thread=True)
def review(request: Asking) -> Template | Redirect:
    """The record ``at``; without it the first question, or the way to the one ``after`` or ``before`` a record."""
    want = asked(request, *FIELDS)
    with refusing(), desk_of(request).reading() as store:
        if want.get("at"):
            return _record(request, store, want, want.get("at"))
        try:
            found = _first(store, want)
        except NotFound:  # the claim whose records were asked about was laid out anew
            return Redirect(want.link(finding=None))
        if found is None:
            context = {"want": want, "of": asked_about(store), **_common(request, store, want)}
            return Template("review_done.html", context=context)
        if want.any(("after", "before")):
            return Redirect(want.link(at=found.record, before=None))
        return _record(request, store, want, found.record)


def _first(store: Store, want: Asked) -> Question | None:
    """The question behind the record ``after``, then from the start again; or the one in front of ``before``, judged
    or not."""
    only: dict[str, Any] = {"kind": want.get("kind") or None, "report": want.get("report") or None}
    if want.get("finding"):
        only["among"] = tuple(dict.fromkeys(references(store.finding(want.get("finding")))))
    if want.get("before"):
        here = question(store, want.get("before"))
        place = here.place if here else 0
        return _one(questions(store, before=place, judged=True, **only)) or here
    here = question(store, want.get("after")) if want.get("after") else None
    found = _one(questions(store, after=here.place, **only)) if here else None
    found = found or _one(questions(store, **only))
    return None if found == here else found


def _one(found: Any) -> Question | None:
    with_end = list(islice(found, 1))
    found.close()
    return with_end[0] if with_end else None


def _record(
    request: Asking, store: Store, want: Asked, identity: str, *, wrong: str = "", typed: Form | None = None,
    status: int = 200,
) -> Template | Redirect:  # fmt: skip
    home, record = store.find(identity)
    if isinstance(record, Document):
        return Redirect(f"/report/{record.id}")
    if record.id != identity:
        return Redirect(want.link(at=record.id))
    changed = store.judged(record.id)
    text = home.document.text
    mine = Asked("/review", {name: value for name, value in want.given.items() if name not in {"at", "done", "before"}})
    context = {
        "want": want, "go": mine, "record": record, "kind": type(record).__name__.lower(), "report": home,
        "head": store.head(home.document.id), "passage": marked.passage(home, _around(home, record), record),
        "question": question(store, record.id), "of": asked_about(store),
        "facts": facts(home, record), "coded": [fact for fact in facts(home, record) if fact[0] in CODED],
        "why": [fact for fact in facts(home, changed.coded if changed else record) if fact[0] in MADE],
        "standing": standing_in(store, record.id, home.document.id),
        "compared": judging.compared(changed) if changed else (), "judged": judging.about(store, record.id),
        "gone": changed is not None and changed.now is None, "wrong": wrong, "text": text,
        "fields": _fields(record, typed), "actors": _actors(store, home),
        "acts": judging_choices.ACTS, "types": judging_choices.types(),
        "statuses": judging_choices.STATUSES, **_common(request, store, want),
    }  # fmt: skip
    return Template("review.html", context=context, status_code=status)


def _common(request: Asking, store: Store, want: Asked) -> dict[str, Any]:
    """What every page with a form needs: who signs, whether anything can be written, and what was just done."""
    return {**signing(request), "done": done(store, want.get("done")), "kinds": KINDS}


def signing(request: Asking) -> dict[str, Any]:
    """What the forms of a page need to know: who signs, and whether anything can be written."""
    return {
        "author": author_of(request), "introduced": _introduced(request), "writable": writable(desk_of(request).path),
    }  # fmt: skip


def done(store: Store, asked: str) -> dict[str, Any] | None:
    """What was just judged, with the words that it is about, for the line that offers to take it back."""
    batch = judging.made_with(store, asked) if asked else None
    return None if batch is None else {"batch": batch, "quoted": judging.quoted(store, batch.about, most=60)}


def _around(home: Report, record: Record) -> Span:
    """The sentences that a record stands in, and those beside them."""
    whole = stretch([span for _, span in spans(record)])
    listed: Sequence[Sentence] = home.analysis.sentences
    inside = [i for i, s in enumerate(listed) if s.span.start < whole.end and whole.start < s.span.end]
    if not inside:
        return whole
    shown = stretch([whole, *(listed[i].span for i in inside)])
    before, after = inside[0] - 1, inside[-1] + 1
    if before >= 0 and 0 <= shown.start - listed[before].span.end < GAP:
        shown = stretch([listed[before].span, shown])
    if after < len(listed) and 0 <= listed[after].span.start - shown.end < GAP:
        shown = stretch([shown, listed[after].span])
    return shown


def _fields(record: Record, typed: Form | None) -> dict[str, tuple[str, str]]:
    """The fields that a judgement can change, each with what it is and what stands in the form."""
    out = {"actor": judging.actor_field(record)}
    if isinstance(record, Statement):
        out["act"] = record.act
    elif isinstance(record, Event):
        out |= {"type": judging.type_field(record), "status": record.status}
    return {name: (value, judging.first(typed, name) if typed else value) for name, value in out.items()}


def _actors(store: Store, home: Report) -> tuple[str, ...]:
    """Actors to choose from: those of this report, people with their posts, then those that the store knows best."""
    here = (known(actor) for mention in home.mentions for actor in mention.actors if actor.id)
    return tuple(dict.fromkeys((*here, *actor_ids(store))))


# --- judging ---------------------------------------------------------------------------------------------------------


async def fields(request: Asking) -> Form:
    """The fields of a posted form; files are none."""
    form = await request.form()
    return {name: [v[:LONG] for v in form.getall(name)[:MANY] if isinstance(v, str)] for name in form}


def local(address: str, otherwise: str = "/judgements") -> str:
    """An address of this desk: where a form leads back to. Anything else leads to ``otherwise``."""
    parts = urlsplit(address) if address.isprintable() and "\\" not in address else urlsplit("")
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return otherwise
    kept = "/%:;@!$&'()*+,=~?"
    return parts._replace(path=quote(parts.path, safe=kept), query=quote(parts.query, safe=kept), fragment="").geturl()


def _with(address: str, **fields: str) -> str:
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in fields]
    return parts._replace(query=urlencode([*kept, *fields.items()])).geturl()


@post("/judgements", include_in_schema=False, status_code=303)
async def judge(request: Asking) -> Template | Redirect:
    """Write down what a form says, and go back to where it came from."""
    form = await fields(request)
    return await sync_to_thread(_judge, request, form)


def _judge(request: Asking, form: Form) -> Template | Redirect:
    desk, back = desk_of(request), local(judging.first(form, "back"))
    try:
        made = judging.write(desk, form, author_of(request))
    except (Refused, ValueError, StoreBusy) as error:
        status = 503 if isinstance(error, StoreBusy) else 400
        if urlsplit(back).path == "/review" and judging.first(form, "verdict") != "undo":
            given = {name: value for name, value in parse_qsl(urlsplit(back).query) if name in FIELDS}
            with desk.reading() as store:
                return _record(
                    request, store, Asked("/review", given), judging.first(form, "subject"), wrong=str(error),
                    typed=form, status=status,
                )  # fmt: skip
        if isinstance(error, StoreBusy):
            raise
        raise ClientException(str(error)) from error
    woken(request)
    return Redirect(_with(back, done=made[0].id) if made else back, status_code=303)


@post("/author", include_in_schema=False, status_code=303)
async def introduce(request: Asking) -> Redirect:
    """Remember in this browser who signs."""
    form = await fields(request)
    name = judging.named(judging.first(form, "author"))
    if not name:
        raise ClientException("a name needs at least one letter")
    cookie = Cookie(
        key=_name_cookie(request), value=quote(name, safe=""), max_age=_YEAR, path="/", httponly=True,
        samesite="strict",
    )  # fmt: skip
    return Redirect(local(judging.first(form, "back"), "/review"), status_code=303, cookies=[cookie])


@post("/anew", include_in_schema=False, status_code=303)
async def anew(request: Asking) -> Redirect:
    """Have findings made current."""
    form = await fields(request)
    woken(request)
    return Redirect(local(judging.first(form, "back"), "/claims"), status_code=303)


# --- what was judged -------------------------------------------------------------------------------------------------


@get("/judgements", include_in_schema=False, sync_to_thread=True)
def judgements(request: Asking) -> Template:
    """Everything that people decided, latest first, with what became of it."""
    want = asked(request, "page", "done")
    number = int(want.get("page")) if want.get("page").isdecimal() and len(want.get("page")) < 7 else 1
    with desk_of(request).reading() as store:
        found = weigh(store.judgements())
        every = judging.batches(tuple(reversed(found)))
        shown = [judging.told(store, batch) for batch in every[(number - 1) * ROWS : number * ROWS]]
        names = {one.id for batch in shown for one in batch.judgements}
        lines = [line for line in found if line.judgement.id in names]
        quoted = judging.quoted(store, (one for batch in shown for one in (*batch.judgements, *batch.undoes)))
        context = {
            "want": want, "shown": shown, "quoted": quoted, "total": len(found), "number": number,
            "states": {line.judgement.id: judging.shown(line, quoted) for line in lines},
            "more": len(every) > number * ROWS, **_common(request, store, want),
        }  # fmt: skip
    return Template("judgements.html", context=context)


ROUTES = (review, judge, introduce, anew, judgements)
