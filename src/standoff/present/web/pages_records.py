"""Pages of what reports say: lists of records, one report with its words marked, one record with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect, Template

from standoff.data import table
from standoff.grammar import sentence_at
from standoff.model import ACTS, CERTAINTIES, STATUSES, Document, Report, Span
from standoff.present.contract import problems_of
from standoff.present.web import judging, marked, queries
from standoff.present.web.desk import asked, desk_of, fields_of
from standoff.present.web.pages_review import done, signing
from standoff.present.why import facts
from standoff.present.wording import stretch
from standoff.store import spans
from standoff.store.questions import standing_in

Asking = Request[Any, Any, State]
PLURAL = {"statement": "statements", "event": "events", "quantity": "quantities"}


def types() -> list[str]:
    """PLOVER's types, for the filter."""
    return list(dict.fromkeys(row["type"] for row in table("plover.csv")))


def _choices() -> dict[str, tuple[str, ...]]:
    return {
        "act": ACTS, "certainty": CERTAINTIES, "quotation": ("direct", "indirect", "mixed"), "status": STATUSES,
        "type": tuple(types()),
        "quad": ("material conflict", "material cooperation", "verbal conflict", "verbal cooperation"),
    }  # fmt: skip


def _list(request: Asking, kind: str) -> Template:
    want = asked(request, *fields_of(kind))
    with desk_of(request).reading() as store:
        page = queries.records(store, want, kind)
    return Template(f"{PLURAL[kind]}.html", context={"want": want, "page": page, "kind": kind, "choices": _choices()})


@get("/statements", include_in_schema=False, sync_to_thread=True)
def statements(request: Asking) -> Template:
    return _list(request, "statement")


@get("/events", include_in_schema=False, sync_to_thread=True)
def events(request: Asking) -> Template:
    return _list(request, "event")


@get("/quantities", include_in_schema=False, sync_to_thread=True)
def quantities(request: Asking) -> Template:
    return _list(request, "quantity")


@get("/reports", include_in_schema=False, sync_to_thread=True)
def reports(request: Asking) -> Template:
    want = asked(request, *fields_of("report"))
    with desk_of(request).reading() as store:
        heads, after = queries.reports(store, want)
    return Template("reports.html", context={"want": want, "heads": heads, "after": after, "kind": "report"})


@get("/report/{identity:str}", include_in_schema=False, sync_to_thread=True)
def report(request: Asking, identity: FromPath[str]) -> Template:
    """One report; ``?at=RECORD`` or ``?at=START-END`` marks those words."""
    want = asked(request, "at")
    with desk_of(request).reading() as store:
        found = store.report(identity)
        revisions = store.revisions(identity)
    return Template(
        "report.html",
        context={
            "report": found, "head": next(h for h in revisions if h.id == identity), "revisions": revisions,
            "lines": marked.lines(found, _place(found, want.get("at"))), "problems": problems_of(found), "want": want,
        },
    )  # fmt: skip


@get("/record/{identity:str}", include_in_schema=False, sync_to_thread=True)
def record(request: Asking, identity: FromPath[str]) -> Template | Redirect:
    """Why a record is there, where it stands, and what people said of it; the beginning of an id will do, and leads to
    the whole one."""
    want = asked(request, "done")
    with desk_of(request).reading() as store:
        home, found = store.find(identity)
        head = store.head(home.document.id)
        changed = store.judged(found.id)
        judged = {
            "standing": standing_in(store, found.id, head.id), "judged": judging.about(store, found.id),
            "compared": judging.compared(changed) if changed else (), "done": done(store, want.get("done")),
            "gone": changed is not None and changed.now is None,
        }  # fmt: skip
    if isinstance(found, Document):
        return Redirect(f"/report/{found.id}")
    if found.id != identity:
        return Redirect(f"/record/{found.id}")
    whole = stretch([span for _, span in spans(found)])
    first, last = (sentence_at(home.analysis.sentences, at) for at in (whole.start, whole.end - 1))
    shown = stretch([whole, *(s.span for s in (first, last) if s is not None)])
    return Template(
        "record.html",
        context={
            "record": found, "kind": type(found).__name__.lower(), "report": home, "head": head,
            "facts": facts(home, found), "passage": marked.passage(home, shown, found), **judged, **signing(request),
        },
    )  # fmt: skip


def _place(found: Report, at: str) -> list[Span]:
    """The words that ``at`` asks for, by the id of a record or by offsets; none where it names nothing."""
    if match := re.fullmatch(r"(\d{1,9})-(\d{1,9})", at):
        start, end = int(match[1]), int(match[2])
        return [Span(start, end)] if start < end <= len(found.document.text) else []
    records: Iterable[Any] = chain(found.statements, found.events, found.quantities, found.mentions)
    return next(([span for _, span in spans(record)] for record in records if record.id == at), [])


ROUTES = (statements, events, quantities, reports, report, record)
