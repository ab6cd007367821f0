"""A browser without JavaScript: forms are filled in and sent as they stand in a page."""

from __future__ import annotations

from pathlib import Path

from litestar.testing import TestClient
from litestar.types import ASGIApp
from lxml import html
from tests.present.sample import report
from tests.web.test_pages import page_of

from standoff.dossier import Judgement
from standoff.store import Store

Client = TestClient[ASGIApp]
Page = html.HtmlElement
FIRST, COPY = report(), report(path="reports/copy.txt", publisher="Evening Copy")
DOUBT, DENY, REQUEST = FIRST.statements
SHELLED, ASKED, RETREAT = FIRST.events
CLAIM = "/claim/c-00000000000000a1"


def judged(path: Path) -> tuple[Judgement, ...]:
    with Store.open(path, create=False, read_only=True) as store:
        return store.judgements()


def fill(page: Page, button: str, **changes: str) -> tuple[str, list[tuple[str, str]]]:
    """The address and the fields that a browser sends when the button that begins with ``button`` is pressed."""
    (form,) = page.xpath("//form[.//button[starts-with(normalize-space(), $button)]]", button=button)
    typed = {field.get("name"): "" for field in form.xpath(".//input[not(@value)]")}
    fields = dict.fromkeys(name for name, _ in form.form_values()) | typed
    assert set(changes) <= set(fields), changes
    sent = [(name, changes.get(name, value)) for name, value in (*form.form_values(), *typed.items())]
    return form.get("action"), sent


def press(client: Client, address: str, button: str, **changes: str) -> str:
    """Press a button of a page; gives where it leads."""
    action, fields = fill(page_of(client, address), button, **changes)
    answer = client.post(action, data=as_sent(fields))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def as_sent(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for name, value in fields:
        out.setdefault(name, []).append(value)
    return out
