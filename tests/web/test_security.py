"""The wall: who is let in, under which name, and what a browser may do with an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from tests.web.conftest import HOME, LAUNCH, PORT, TOKEN
from tests.web.pages import addresses

from standoff.present.web.security import HEADERS, Launch

Client = TestClient[ASGIApp]


@pytest.mark.parametrize(
    "address", ["/", "/statements", "/report/d-0", "/static/desk.css", "/nowhere", "/?token=wrong"]
)
def test_without_the_token_nothing_is_told(stranger: Client, address: str) -> None:
    answer = stranger.get(address)
    assert answer.status_code == 403
    assert "standoff serve" in answer.text and "crisis.db" not in answer.text


def test_a_program_without_the_token_is_told_to_bring_it(stranger: Client) -> None:
    answer = stranger.get("/api/statements")
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    assert stranger.get("/api/statements", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert stranger.get("/api/statements", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_first_visit_trades_the_token_for_a_cookie_and_leaves_it_out_of_the_address(stranger: Client) -> None:
    answer = stranger.get(f"/statements?act=DENY&token={TOKEN}&since=2014-04-01")
    assert answer.status_code == 303 and answer.headers["location"] == "/statements?act=DENY&since=2014-04-01"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"standoff-{PORT}=") and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert stranger.get("/").status_code == 200


def test_the_token_leads_nowhere_else(stranger: Client) -> None:
    """A path that begins with two slashes would be another host."""
    answer = stranger.get(f"{HOME}//elsewhere.example/?token={TOKEN}")
    assert answer.status_code == 303 and answer.headers["location"] == "/elsewhere.example/"


def test_the_token_counts_only_in_a_question(stranger: Client) -> None:
    assert stranger.post(f"/?token={TOKEN}").status_code == 403


@pytest.mark.parametrize("cookie", ["", "standoff-8765=", f"standoff-1={TOKEN}", "standoff-8765=é", ";;=;", 'a="\\'])
def test_other_cookies_open_nothing(stranger: Client, cookie: str) -> None:
    assert stranger.get("/", headers={"cookie": cookie.encode("utf-8")}).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", f"elsewhere.example:{PORT}", "127.0.0.1", "127.0.0.1:1",
     f"127.0.0.1:{PORT}.elsewhere.example", f"localhost.:{PORT}", "", f"[::1]:{PORT}@elsewhere.example"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused_even_with_the_token(client: Client, host: str) -> None:
    """A name that somebody pointed at 127.0.0.1 must not read the desk."""
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_the_loopback_names_are_ours(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": f"{host}:{PORT}"}).status_code == 200


def test_another_name_is_ours_when_told() -> None:
    assert "desk.example:80" in Launch(port=80, token="t", hosts=("desk.example",)).names()
    assert "desk.example" in Launch(port=80, token="t", hosts=("desk.example",)).names()
    assert "desk.example" not in Launch(port=81, token="t", hosts=("desk.example",)).names()


def test_every_answer_carries_the_policy(client: Client, path: Path) -> None:
    more = ["/static/desk.css", "/static/nothing", "/nowhere", "/statements?since=never", "/record/s-",
            "/api/statements", "/api/statements?limit=x", "/api/schema/openapi.json"]  # fmt: skip
    for address in (*addresses(path), *more):
        answer = client.get(address)
        for name, value in HEADERS.items():
            if name != "cache-control":
                assert answer.headers.get_list(name) == [value], (address, name)
    refused = client.get("/", headers={"host": "elsewhere.example"})
    assert refused.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_the_policy_lets_no_script_of_a_report_run() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["content-security-policy"].split(";"))
    assert (
        policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'" and policy["base-uri"] == "'none'"
    )
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in HEADERS["content-security-policy"] and "//" not in HEADERS["content-security-policy"]


def test_no_page_needs_what_the_policy_forbids(client: Client, path: Path) -> None:
    """No inline script or style, no handler in an attribute, no address outside."""
    for address in addresses(path):
        page = client.get(address).text
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address
        for target in re.findall(r'\s(?:src|href|action|srcset|data)="([^"]*)"', page):
            assert re.match(r"/(?!/)|#|\?", target), (address, target)


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "%2e%2e/security.py", "..\\app.py",
                                  "desk.css/../../app.py", "/etc/passwd", "desk.css%00.txt", "."])  # fmt: skip
def test_no_address_reaches_the_disk(client: Client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404 and "import" not in answer.text


@pytest.mark.parametrize("value", ["' OR 1=1 --", '"; DROP TABLE reports; --', "*", '"', "NEAR(a b)", "a\x00b",
                                   "(" * 500, "😀", "\\", "%", "content:x", "-", "1e999"])  # fmt: skip
def test_no_sql_reaches_the_store(client: Client, value: str) -> None:
    for field in ("text", "actor", "report", "since", "act", "after", "role"):
        for page in ("/statements", "/search", "/reports", "/api/statements"):
            assert client.get(page, params={field: value}).status_code in {200, 400, 404}, (field, page)
    assert client.get("/reports").status_code == 200


def test_the_address_that_is_printed_opens_the_desk(stranger: Client) -> None:
    assert LAUNCH.address() == f"{HOME}/?token={TOKEN}"
    assert stranger.get(LAUNCH.address()).status_code == 303
