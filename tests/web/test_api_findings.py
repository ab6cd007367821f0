"""Findings and judgements as JSON: the contract's shapes, filters, pages, and judgements that programs write."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from tests.web.conftest import TOKEN
from tests.web.findings import findings
from tests.web.forms import COPY, DENY, DOUBT, FIRST, RETREAT, Client, judged

from standoff.dossier import CopyGroup, CopyPair
from standoff.present import finding_rows, gathered_rows
from standoff.present.web import shapes
from standoff.store import Store

BEARER = {"authorization": f"Bearer {TOKEN}"}
COPIES = CopyGroup(
    id="g-00000000000000a1", reports=(FIRST.document.id, COPY.document.id), origin="Harbour Agency", why="credited",
    pairs=(CopyPair(a=FIRST.document.id, b=COPY.document.id, kind="copy", containment=0.987654321),),
)  # fmt: skip
MADE = {**findings(FIRST, COPY), "copies": [COPIES]}
LISTS = [
    ("claims", "claim", shapes.ClaimOut, finding_rows.claim_json),
    ("demands", "demand", shapes.DemandOut, finding_rows.demand_json),
    ("stories", "story", shapes.StoryOut, gathered_rows.story_json),
    ("copies", "copies", shapes.CopiesOut, gathered_rows.copies_json),
    ("series", "series", shapes.SeriesOut, lambda s: {"id": s.id, **gathered_rows.series_json(s)}),
]


@pytest.fixture
def path(path: Path) -> Path:
    with Store.open(path) as store:
        store.save_findings(MADE, mark=store.mark(), linker="test 1")
    return path


@pytest.mark.parametrize(("name", "kind", "shape", "as_json"), LISTS)
def test_findings_have_the_contract_s_shapes(client: Client, name: str, kind: str, shape: Any, as_json: Any) -> None:
    """Neither a field more nor one less than the command prints and the description has."""
    (item,) = client.get(f"/api/{name}").json()["items"]
    assert item == msgspec.json.decode(msgspec.json.encode(as_json(MADE[kind][0])))
    assert msgspec.to_builtins(msgspec.convert(item, shape)) == item
    assert set(item) == set(get_type_hints(shape))
    assert client.get(f"/api/{name}/{MADE[kind][0].id}").json() == item  # type: ignore[attr-defined]


def test_a_dyad_is_listed_by_its_size_and_has_its_deeds(client: Client) -> None:
    (item,) = client.get("/api/dyads?actor=RUS&role=actor").json()["items"]
    assert item == {
        "id": "p-00000000000000a1", "actor": "RUS", "recipient": "NATO", "deeds": 3, "first": "2014-03-31",
        "last": "2014-04-01",
    }  # fmt: skip
    whole = client.get("/api/dyads/p-00000000000000a1").json()
    assert [deed["event"] for deed in whole["deeds"]] == [event.id for event in FIRST.events]
    assert msgspec.to_builtins(msgspec.convert(whole, shapes.DyadOut)) == whole


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("claims?standing=disputed", 1), ("claims?standing=single", 0), ("claims?about=shelled&actor=NATO", 1),
        ("claims?actor=RUS.GOV&role=asserts", 0), ("claims?actor=RUS.GOV&role=denies", 1), ("claims?legs=2", 0),
        ("claims?type=ASSAULT&since=2014-04-01&until=2014-04-01", 1), ("claims?until=2014-03-30", 0),
        ("claims?report=reports/copy.txt&order=day", 1), ("demands?standing=met&role=asker&actor=NATO", 1),
        ("demands?standing=open", 0), ("series?actor=RUS.MIL&role=holder", 1), ("stories?about=doubts", 1),
        ("copies?legs=2", 1), ("dyads?role=recipient&actor=RUS", 0),
    ],
)  # fmt: skip
def test_filters_are_those_of_the_pages(client: Client, asked: str, count: int) -> None:
    answer = client.get(f"/api/{asked}")
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["items"]) == count


@pytest.mark.parametrize("order", ["weight", "day"])
def test_pages_of_findings_hold_each_once(client: Client, path: Path, order: str) -> None:
    (claim,) = MADE["claim"]
    fields = {name: getattr(claim, name) for name in claim.__struct_fields__}
    many = [claim.__class__(**{**fields, "id": f"c-{n:016x}", "legs": n % 3}) for n in range(17)]
    with Store.open(path) as store:
        store.save_findings({"claim": many}, mark=store.mark(), linker="test 1")
    seen: list[str] = []
    after = None
    while True:
        page = client.get("/api/claims", params={"limit": 5, "order": order, **({"after": after} if after else {})})
        seen += [item["id"] for item in page.json()["items"]]
        after = page.json()["next"]
        if after is None:
            break
    assert len(seen) == 17 and set(seen) == {one.id for one in many}
    assert client.get("/api/claims?after=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("claims?standing=maybe", 400), ("claims?legs=many", 400), ("claims?legs=-1", 400), ("demands?since=x", 400),
        ("series?order=size", 400), ("claims?colour=red", 400), ("claims/f-00000000000000a1", 404),
        ("claims/c-99", 404), ("dyads/c-00000000000000a1", 404), ("judgements?verdict=bless", 400),
        ("judgements?after=x", 404), ("judgements/j-99", 404), ("problems?standing=single", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(client: Client, asked: str, status: int) -> None:
    answer = client.get(f"/api/{asked}")
    assert answer.status_code == status
    assert answer.json()["status_code"] == status and answer.json()["detail"]


def test_an_unknown_parameter_is_told_with_those_that_are_known(client: Client) -> None:
    detail = client.get("/api/claims?colour=red").json()["detail"]
    assert detail.startswith("no parameter is called 'colour': take one of about, actor, after")


def test_an_answer_holds_until_somebody_judges(client: Client) -> None:
    tag = client.get("/api/claims").headers["etag"]
    assert client.get("/api/claims", headers={"if-none-match": tag}).status_code == 304
    assert client.post("/api/judgements", json={"verdict": "accept", "record": DENY.id}, headers=BEARER).is_success
    assert client.get("/api/claims", headers={"if-none-match": tag}).status_code == 200


# --- judgements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "subjects", "value"),
    [
        ({"verdict": "accept", "record": DENY.id}, [DENY.id], None),
        ({"verdict": "reject", "record": RETREAT.id}, [RETREAT.id], None),
        ({"verdict": "act", "record": DENY.id, "value": "REJECT"}, [DENY.id], "REJECT"),
        ({"verdict": "type", "record": RETREAT.id, "value": "retreat ceasefire"}, [RETREAT.id], "RETREAT ceasefire"),
        ({"verdict": "status", "record": RETREAT.id, "value": "future"}, [RETREAT.id], "future"),
        ({"verdict": "actor", "record": DENY.id, "value": "CHL.GOV; NATO"}, [DENY.id], "CHL.GOV; NATO"),
        ({"verdict": "same", "record": DENY.id, "other": DOUBT.id}, [DENY.id, DOUBT.id], None),
        ({"verdict": "different", "record": DENY.id, "other": DOUBT.id}, [DENY.id, DOUBT.id], None),
        ({"verdict": "merge", "actor": "RUS.MIL", "into": "CHL.MIL"}, ["RUS.MIL", "CHL.MIL"], None),
    ],
)  # fmt: skip
def test_a_program_can_judge(
    client: Client, path: Path, body: dict[str, str], subjects: list[str], value: str | None
) -> None:
    answer = client.post("/api/judgements", json={**body, "author": "Ben", "reason": "seen"}, headers=BEARER)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["verdict"], told["subjects"], told["value"]) == (body["verdict"], subjects, value)
    assert (told["author"], told["reason"], told["state"]) == ("Ben", "seen", "in force")
    assert set(told) == set(get_type_hints(shapes.JudgementOut))
    assert [one.id for one in judged(path)] == [told["id"]]
    assert client.get(f"/api/judgements/{told['id'][:8]}").json() == told


def test_a_judgement_is_taken_back_and_the_list_says_so(client: Client) -> None:
    body = {"verdict": "act", "record": DENY.id, "value": "STATE"}
    first = client.post("/api/judgements", json=body, headers=BEARER).json()
    assert first["author"] == "Ana"  # whose desk it is
    undo = client.post("/api/judgements", json={"verdict": "undo", "judgement": first["id"]}, headers=BEARER).json()
    listed = client.get("/api/judgements").json()["items"]
    assert [one["state"] for one in listed] == [f"undone by {undo['id']}", "in force"]
    assert [one["id"] for one in client.get(f"/api/judgements?subject={DENY.id}").json()["items"]] == [first["id"]]
    assert client.get("/api/judgements?verdict=undo&author=Ana").json()["items"] == [undo]
    page = client.get("/api/judgements?limit=1").json()
    assert page["items"] == listed[:1]
    assert client.get(f"/api/judgements?limit=1&after={page['next']}").json() == {"items": listed[1:], "next": None}


def test_a_judgement_waits_for_its_record(client: Client, path: Path) -> None:
    client.post("/api/judgements", json={"verdict": "accept", "record": DENY.id}, headers=BEARER)
    with Store.open(path) as store:
        store._db.execute("DELETE FROM statements WHERE id = ?", (DENY.id,))
    assert client.get("/api/judgements").json()["items"][0]["state"].startswith("waiting")


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"verdict": "act", "record": RETREAT.id, "value": "STATE"}, 409, "is an event"),
        ({"verdict": "type", "record": RETREAT.id, "value": "DANCE"}, 409, "no PLOVER type"),
        ({"verdict": "actor", "record": DENY.id, "value": "the Kremlin"}, 409, "is no actor"),
        ({"verdict": "same", "record": DENY.id, "other": DENY.id}, 409, "these are one"),
        ({"verdict": "merge", "actor": "RUS.MIL", "into": "the army"}, 409, "no actor's id"),
        ({"verdict": "accept", "record": "s-0000000000000000"}, 404, "no record"),
        ({"verdict": "merge", "actor": "Nobody", "into": "RUS"}, 404, "no actor"),
        ({"verdict": "undo", "judgement": "j-0000000000000000"}, 404, "no judgement"),
        ({"verdict": "act", "record": DENY.id, "value": "SHOUT"}, 400, "value"),
        ({"verdict": "bless", "record": DENY.id}, 400, "verdict"), ({"record": DENY.id}, 400, "verdict"),
        ({"verdict": "accept", "record": DENY.id[:9]}, 400, "record"), ([], 400, "array"),
        ({"verdict": "accept", "record": DENY.id, "resaon": "x"}, 400, "resaon"),
        ({"verdict": "accept", "record": DENY.id, "author": ""}, 400, "author"),
        ({"verdict": "accept", "record": DENY.id, "reason": "x" * 2001}, 400, "reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_told(client: Client, path: Path, body: object, status: int, told: str) -> None:
    answer = client.post("/api/judgements", json=body, headers=BEARER)
    assert answer.status_code == status and told in answer.json()["detail"], answer.text
    assert judged(path) == ()


def test_a_cookie_is_not_enough_to_write(client: Client, path: Path) -> None:
    """A browser sends it with whatever a page elsewhere makes it send; the header it does not."""
    body = {"verdict": "reject", "record": DENY.id}
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}):
        answer = client.post("/api/judgements", json=body, headers=headers)
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    assert client.post("/api/judgements", data=body, headers=BEARER).status_code == 400  # a form is no JSON
    assert judged(path) == ()


def test_a_store_that_can_only_be_read_takes_no_judgement(
    client: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.present.web.freshness.os.access", lambda *_: False)
    answer = client.post("/api/judgements", json={"verdict": "accept", "record": DENY.id}, headers=BEARER)
    assert answer.status_code == 409 and judged(path) == ()


def test_the_description_has_every_address_with_its_answers(client: Client) -> None:
    described = client.get("/api/schema/openapi.json").json()
    names = ("claims", "demands", "series", "stories", "copies", "dyads", "judgements")
    assert {path for path in described["paths"] if path.split("/")[2] in names} == {
        f"/api/{name}{more}" for name in names for more in ("", "/{identity}")
    }
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            answers = set(told["responses"])
            assert {"401", "404", "503"} <= answers and ("304" in answers) == (method == "get"), path
            assert told.get("description") or told.get("summary"), path
    shown = described["components"]["schemas"]
    taken = described["paths"]["/api/judgements"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    kinds = [one["$ref"].rsplit("/", 1)[1] for one in taken["oneOf"]]
    assert {shown[kind]["properties"]["verdict"]["const"] for kind in kinds} == {
        "accept", "reject", "act", "type", "status", "actor", "same", "different", "merge", "undo",
    }  # fmt: skip
    assert all(shown[kind]["additionalProperties"] is False for kind in kinds)
