"""The same as JSON: the contract's shapes, pages, and answers that cost nothing while nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from tests.present.sample import report

from standoff.present import contract, rows
from standoff.present.web import shapes
from standoff.store import Store

Client = TestClient[ASGIApp]
LISTS = [
    ("statements", shapes.StatementItem, rows.statement_json),
    ("events", shapes.EventItem, rows.event_json),
    ("quantities", shapes.QuantityItem, rows.quantity_json),
]


@pytest.mark.parametrize(("name", "shape", "as_json"), LISTS)
def test_lists_answer_in_the_contract_s_shapes(client: Client, name: str, shape: Any, as_json: Any) -> None:
    """Neither a field more nor one less than is described."""
    for item in client.get(f"/api/{name}?limit=500").json()["items"]:
        assert msgspec.to_builtins(msgspec.convert(item, shape)) == item
        assert set(item) == set(get_type_hints(shape))


def test_a_report_is_the_line_that_the_command_prints(client: Client) -> None:
    found = report()
    answer = client.get(f"/api/reports/{found.document.id}").json()
    assert answer == msgspec.json.decode(contract.to_jsonl(found))
    assert msgspec.to_builtins(msgspec.convert(answer, shapes.ReportOut)) == answer


def test_pages_hold_every_row_once(client: Client, path: Path) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = client.get("/api/statements", params={"limit": 7, **({"after": after} if after else {})}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    with Store.open(path, create=False, read_only=True) as store:
        assert seen == [record.id for _, record in store.statements()]


def test_an_answer_holds_until_something_is_written(client: Client, path: Path) -> None:
    tag = client.get("/api/statements?act=DENY").headers["etag"]
    assert client.get("/api/statements?act=DENY", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/api/statements?act=DENY", headers={"if-none-match": f'"x", W/{tag}'}).status_code == 304
    assert client.get("/api/statements?act=DOUBT", headers={"if-none-match": tag}).status_code == 200
    with Store.open(path) as store:
        store.add(report(path="reports/new.txt", publisher="Morning Copy"), coder="test 1")
    assert client.get("/api/statements?act=DENY", headers={"if-none-match": tag}).status_code == 200


def test_a_mistake_is_told_with_its_field(client: Client) -> None:
    assert client.get("/api/statements?limit=0").json()["detail"].startswith("limit: ")
    assert client.get("/api/events?since=never").status_code == 400
    assert client.get("/api/records/s-").status_code == 404


def test_the_description_names_every_address(client: Client) -> None:
    described = client.get("/api/schema/openapi.json").json()
    assert set(described["paths"]) >= {
        "/api/statements", "/api/events", "/api/quantities", "/api/reports", "/api/reports/{identity}",
        "/api/records/{identity}", "/api/problems",
    }  # fmt: skip
    assert described["security"] == [{"token": []}]
