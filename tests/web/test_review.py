"""Correcting at the desk: every action as a form, signed, undone, kept through a new coding; and the order of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient
from lxml import html
from tests.present.sample import TEXT, report
from tests.web.conftest import HOME, LAUNCH, TOKEN
from tests.web.forms import ASKED, COPY, DENY, DOUBT, FIRST, RETREAT, Client, as_sent, fill, judged, press
from tests.web.test_pages import page_of, texts

from standoff.present.cli import cli
from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.pages_review import local
from standoff.store import Store, verify
from standoff.store.questions import questions

# --- the queue -------------------------------------------------------------------------------------------------------


def test_the_queue_is_walked_in_its_order(client: Client, path: Path) -> None:
    with Store.open(path, create=False, read_only=True) as store:
        order = [one.record for one in questions(store)][:5]
    page, seen = page_of(client, "/review"), []
    for _ in order:
        seen.append(page.xpath("//form[contains(@class, 'judge')]/input[@name='subject']/@value")[0])
        (onward,) = page.xpath("//a[@data-key='n j']/@href")
        page = html.document_fromstring(client.get(onward, follow_redirects=True).text)
    assert seen == order
    (back,) = page.xpath("//a[@data-key='k']/@href")
    assert client.get(back).headers["location"] == f"/review?at={order[-1]}"


def test_a_question_shows_the_words_what_is_coded_and_why(client: Client) -> None:
    page = page_of(client, f"/review?at={DENY.id}")
    passage = page.xpath("//blockquote")[0].text_content()
    assert "Norland's defence ministry denied that its army had shelled Port Ella" in passage
    assert "Lind called on Norland" in passage and "Sign up" not in passage  # the sentences beside it
    assert page.xpath("//blockquote//*[contains(@class, 'content')]")[0].text_content() == DENY.content[0].of(TEXT)
    assert page.xpath("//select[@name='act']/option[@selected]/@value") == ["DENY"]
    assert page.xpath("//input[@name='actor']/@value") == ["RUS.GOV"]
    told = page.text_content()
    assert (
        "Doubt 0.20 (what its score leaves open) × stakes 4" in told
        and "cue:said" in told
        and "Norland's army shelled Port Ella" in told
    )
    assert page.xpath("//datalist/option/@value")[:2] == ["NATO (Mara Lind)", "RUS.GOV"]


def test_every_key_of_the_page_is_told_on_it(client: Client) -> None:
    press(client, f"/review?at={DENY.id}", "Accept")
    address = press(client, f"/review?at={DOUBT.id}", "Accept")
    page = html.document_fromstring(client.get(address, follow_redirects=True).text)
    keys = {key for found in page.xpath("//@data-key") for key in found.split()}
    told = set(texts(page, "//dl[@class='keys']//dt/kbd"))
    assert keys == {"a", "r", "c", "w", "s", "n", "j", "k", "u", "o"} == told - {"Esc"}


def test_one_can_ask_about_a_part(client: Client) -> None:
    page = page_of(client, "/review?kind=event")
    assert page.xpath("//h1")[0].text_content().startswith("Is this event right?")
    (onward,) = page.xpath("//a[@data-key='n j']/@href")
    assert "kind=event" in onward
    held = {DOUBT.id, DENY.id, COPY.statements[1].id, RETREAT.id}
    address, seen = "/review?finding=c-00000000000000a1", set()
    for _ in held:
        page = html.document_fromstring(client.get(address, follow_redirects=True).text)
        seen.add(page.xpath("//form[contains(@class, 'judge')]/input[@name='subject']/@value")[0])
        (address,) = page.xpath("//a[@data-key='n j']/@href")
    assert seen == held
    assert client.get("/review?kind=rumour").status_code == 400
    assert client.get("/review?finding=c-99").headers["location"] == "/review"  # a claim that is no more


def test_when_nothing_is_left_it_is_told(client: Client) -> None:
    address = "/review?finding=c-00000000000000a1"
    for _ in range(4):
        press(client, address, "Accept")
    assert "Nothing of this is left to ask" in page_of(client, address).text_content()


@pytest.mark.parametrize("record", [FIRST.quantities[0], FIRST.mentions[1], ASKED])
def test_what_is_not_in_the_queue_can_be_judged_too(client: Client, path: Path, record: object) -> None:
    address = f"/review?at={record.id}"  # type: ignore[attr-defined]
    assert "not among the" in page_of(client, address).text_content()
    press(client, address, "Save changes", actor="CHL.MIL")
    assert [(one.verdict, one.value) for one in judged(path)] == [("actor", "CHL.MIL")]


def test_the_beginning_of_an_id_leads_to_the_record(client: Client) -> None:
    assert client.get(f"/review?at={DENY.id[:12]}").headers["location"] == f"/review?at={DENY.id}"
    assert client.get(f"/review?at={FIRST.document.id}").headers["location"] == f"/report/{FIRST.document.id}"
    assert client.get("/review?at=s-0000000000000000").status_code == 404


# --- every action ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "button", "changes", "written"),
    [
        (DENY.id, "Accept", {}, [("accept", None)]),
        (DENY.id, "Reject", {}, [("reject", None)]),
        (DENY.id, "Save changes", {"act": "DOUBT"}, [("act", "DOUBT")]),
        (DENY.id, "Save changes", {"actor": "RUS.MIL; NATO (Mara Lind)"}, [("actor", "RUS.MIL; NATO (Mara Lind)")]),
        (DENY.id, "Save changes", {"actor": "none", "act": "STATE"}, [("act", "STATE"), ("actor", "none")]),
        (RETREAT.id, "Save changes", {"type": "RETREAT ceasefire"}, [("type", "RETREAT ceasefire")]),
        (RETREAT.id, "Save changes", {"status": "negation"}, [("status", "negation")]),
        (RETREAT.id, "Reject", {}, [("reject", None)]),
    ],
)
def test_an_action_is_a_judgement_and_leads_on(
    client: Client, path: Path, record: str, button: str, changes: dict[str, str], written: list[tuple[str, str]]
) -> None:
    reason = {"reason": "as it says"} if button == "Save changes" else {}
    onward = press(client, f"/review?at={record}&kind=statement", button, **changes, **reason)
    made = judged(path)
    assert sorted((one.verdict, one.value) for one in made) == sorted(written)
    assert {(one.subjects, one.author) for one in made} == {((record,), "Ana")}
    assert len({one.time for one in made}) == 1  # one press, one time
    assert {one.reason for one in made} == {"as it says" if reason else ""}
    assert re.fullmatch(rf"/review\?kind=statement&after={record}&done=j-[0-9a-f]+", onward)
    page = html.document_fromstring(client.get(onward, follow_redirects=True).text)
    assert page.xpath("//h1[starts-with(., 'Is this statement right?')]")
    assert page.xpath("//div[@class='done']//button[@data-key='u']")
    with Store.open(path, create=False, read_only=True) as store:
        assert not [found for found in verify(store) if found.check in {"judgement", "overlay"}]


def test_undo_gives_the_record_back_and_can_itself_be_undone(client: Client, path: Path) -> None:
    press(client, f"/review?at={DENY.id}", "Save changes", act="DOUBT", actor="CHL.GOV")
    first = judged(path)[0]
    address = f"/review?at={DENY.id}&done={first.id}"
    back = press(client, address, "Undo u")
    assert back.startswith(f"/review?at={DENY.id}&done=")
    page = page_of(client, back)
    assert page.xpath("//select[@name='act']/option[@selected]/@value") == ["DENY"]
    (told,) = texts(page, "//div[@class='done']/p")
    assert told.startswith("taken back: the act of statement “its army had shelled Port Ella” is DOUBT; who it is in")
    press(client, back, "Undo u")  # of the undo
    assert page_of(client, f"/review?at={DENY.id}").xpath("//input[@name='actor']/@value") == ["CHL.GOV"]
    assert [one.verdict for one in judged(path)].count("undo") == 4


def test_a_correction_survives_a_new_coding_and_shows_in_every_list(
    client: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STANDOFF_STORE", raising=False)
    press(client, f"/review?at={DENY.id}", "Save changes", act="REJECT")
    press(client, f"/review?at={DOUBT.id}", "Reject")

    def shown() -> dict[str, str]:
        out = CliRunner().invoke(cli, ["statements", "-f", "jsonl", "--store", str(path)])
        assert out.exit_code == 0, out.output
        return {line["id"]: line["act"] for line in map(json.loads, out.stdout.splitlines())}

    assert shown()[DENY.id] == "REJECT" and DOUBT.id not in shown()
    with Store.open(path) as store:
        store.add(report(), coder="test 2", replace=True)
    assert shown()[DENY.id] == "REJECT" and DOUBT.id not in shown()
    assert texts(page_of(client, f"/record/{DENY.id}"), "//table[contains(@class, 'compared')]//td")[:3] == [
        "act", "DENY", "REJECT",
    ]  # fmt: skip
    page = page_of(client, f"/review?at={DOUBT.id}")
    assert "It was rejected" in page.text_content()
    press(client, f"/review?at={DOUBT.id}", "Accept")
    assert DOUBT.id in shown()


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [None, "", "x" * 128, "é"])
@pytest.mark.parametrize("address", ["/judgements", "/author", "/anew"])
def test_without_the_token_of_a_form_nothing_is_written(
    client: Client, path: Path, address: str, token: str | None
) -> None:
    page_of(client, "/review")  # has the cookie
    fields = {
        "verdict": "reject",
        "subject": DENY.id,
        "author": "Eve",
        **({} if token is None else {"_csrf_token": token}),
    }
    answer = client.post(address, data=fields)
    assert answer.status_code == 403 and "Not allowed" in answer.text
    assert judged(path) == () and not any("author" in cookie for cookie in client.cookies)


def test_the_token_of_another_start_does_not_count(client: Client, path: Path) -> None:
    """And a browser that still has the cookie of another start can go on: each start has a name of its own."""
    _, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Reject")
    other = LAUNCH.__class__(port=LAUNCH.port, token="another-start")
    assert other.form_cookie != LAUNCH.form_cookie and other.cookie == LAUNCH.cookie
    with TestClient(build(Desk(str(path), "Ana"), other), base_url=HOME) as later:
        later.cookies.update(client.cookies)
        later.follow_redirects = False
        assert later.get("/?token=another-start").status_code == 303
        assert later.post("/judgements", data=as_sent(fields)).status_code == 403
        press(later, f"/review?at={DENY.id}", "Reject")
    assert len(judged(path)) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"), (b"%%%=%&;;", "application/x-www-form-urlencoded"),
        (b"x", "multipart/form-data"), (b"--b\r\n\r\nx", "multipart/form-data; boundary=b"),
        (b"{}", "application/json"), (b"\xff\xfe", "text/plain"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_form_is_refused(client: Client, path: Path, body: bytes, kind: str) -> None:
    page_of(client, "/review")
    answer = client.post("/judgements", content=body, headers={"content-type": kind})
    assert answer.status_code in {400, 403} and judged(path) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"actor": "the Kremlin"}, "is no actor"), ({"act": "SHOUT"}, "no act is called"),
        ({}, "nothing is changed"), ({"subject": "s-0000000000000000", "act": "STATE"}, "no record"),
        ({"subject": RETREAT.id, "act": "STATE"}, "is an event"), ({"verdict": "bless"}, "no verdict is called"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_down_is_told_and_what_was_typed_is_kept(
    client: Client, path: Path, changes: dict[str, str], told: str
) -> None:
    action, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Save changes", **changes)
    answer = client.post(action, data=as_sent(fields))
    assert answer.status_code in {400, 404} and told in html.document_fromstring(answer.text).text_content()
    assert judged(path) == ()
    if "actor" in changes:
        page = html.document_fromstring(answer.text)
        assert page.xpath("//input[@name='actor']/@value") == ["the Kremlin"]
        action, fields = fill(page, "Save changes", actor="RUS.MIL")
        assert client.post(action, data=as_sent(fields)).status_code == 303


def test_a_store_that_another_process_holds_is_told(
    client: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Store.open

    def impatient(*args: object, **given: object) -> Store:
        return opened(*args, **{**given, "busy_seconds": 0.05})  # type: ignore[arg-type]

    monkeypatch.setattr("standoff.present.web.judging.Store.open", impatient)
    action, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Accept")
    with opened(path) as store, store._writing():
        answer = client.post(action, data=as_sent(fields))
        assert answer.status_code == 503 and "Not written down" in answer.text
        assert client.get("/claims").status_code == 200  # no page waits for a writer
    assert judged(path) == ()


@pytest.mark.parametrize(
    "address",
    ["//elsewhere.example/x", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "", "x",
     "/\nx", "\\\\elsewhere.example", "///elsewhere.example", "/%0d%0aset-cookie:a=b", "/x\u202ey"],
)  # fmt: skip
def test_a_form_leads_back_to_the_desk_only(client: Client, address: str) -> None:
    assert re.match(r"/(?![/\\])[!-~]*$", local(address))
    action, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Accept", back=address)
    answer = client.post(action, data=as_sent(fields))
    assert answer.status_code == 303 and re.match(r"/(?![/\\])[!-~]*$", answer.headers["location"])
    assert answer.headers.get_list("set-cookie") == []


def test_a_way_back_keeps_its_place() -> None:
    assert local("/actor/A%2FB?x=1&y=%C3%A9#z") == "/actor/A%2FB?x=1&y=%C3%A9"
    assert local("/review?at=s-1&kind=statement") == "/review?at=s-1&kind=statement"


# --- who signs -------------------------------------------------------------------------------------------------------


def test_a_name_is_asked_once_and_remembered(client: Client, path: Path) -> None:
    assert press(client, f"/review?at={DENY.id}", "Sign so", author="  Zoë\u202e 50%;  Ünal ").startswith("/review?at=")
    page = page_of(client, f"/review?at={DENY.id}")
    assert texts(page, "//details[@class='signature']/summary") == ["You sign as Zoë 50%; Ünal"]
    assert page.xpath("//details[@class='signature'][@open]") == []
    press(client, f"/review?at={DENY.id}", "Accept")
    assert judged(path)[0].author == "Zoë 50%; Ünal"
    cookie = next(c for c in client.cookies.jar if c.name.endswith("-author"))
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "strict"


def test_a_login_name_is_only_a_guess(path: Path) -> None:
    with TestClient(build(Desk(str(path), "root", guessed=True), LAUNCH), base_url=HOME) as client:
        client.get(f"/?token={TOKEN}")
        assert page_of(client, "/review").xpath("//details[@class='signature'][@open]//input[@value='root']")
    with TestClient(build(Desk(str(path), "", guessed=True), LAUNCH), base_url=HOME) as client:
        client.get(f"/?token={TOKEN}")
        action, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Accept")
        answer = client.post(action, data=as_sent(fields))
        assert answer.status_code == 400 and "needs an author" in answer.text


def test_an_empty_name_is_refused(client: Client) -> None:
    action, fields = fill(page_of(client, "/review"), "Sign so", author=" \u202e ")
    assert client.post(action, data=as_sent(fields)).status_code == 400
