"""What corrections do elsewhere: claims parted and made one, actors merged, the list of judgements, a record beside
what was coded; a store that cannot be written, and what there is to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.findings import findings
from tests.web.forms import CLAIM, COPY, DENY, DOUBT, FIRST, RETREAT, Client, as_sent, fill, judged, press
from tests.web.test_pages import page_of, texts

from standoff.model import ACTS, STATUSES
from standoff.present.web import judging
from standoff.present.web.judging_choices import ACTS as CHOICES
from standoff.present.web.judging_choices import STATUSES as WHETHER
from standoff.present.web.judging_choices import types
from standoff.store import Store
from standoff.verdicts import plover

# --- claims and actors -----------------------------------------------------------------------------------------------


def test_a_position_is_put_out_of_its_claim(client: Client, path: Path) -> None:
    """It is told from the others, those that say it in the same words left out."""
    page = page_of(client, CLAIM)
    (form,) = (f for f in page.xpath("//form[.//button[starts-with(., 'Put it out')]]")
               if f.xpath("./input[@name='subject'][1]/@value") == [RETREAT.id])  # fmt: skip
    answer = client.post(form.get("action"), data=as_sent(form.form_values()))
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"{CLAIM}?of=")
    made = judged(path)
    assert {one.subjects for one in made} == {(RETREAT.id, o) for o in (DOUBT.id, DENY.id, COPY.statements[1].id)}
    assert {one.verdict for one in made} == {"different"} and len({one.time for one in made}) == 1
    page = page_of(client, answer.headers["location"])
    assert "is another claim than" in texts(page, "//div[@class='done']/p")[0]
    press(client, answer.headers["location"], "Undo u")
    page = page_of(client, "/judgements")
    assert len(page.xpath("//tbody/tr")) == 2  # three said at once stand in one line
    assert "undone by" in page.text_content()


def test_a_copy_goes_where_its_text_goes() -> None:
    (claim,) = findings(FIRST, COPY)["claim"]
    parted = judging.apart(claim, range(4))
    assert parted[1] == (DENY.id, DOUBT.id, RETREAT.id)  # without the copy's denial, in the same words
    assert parted[0][:2] == (DOUBT.id, DENY.id)  # what it is linked with comes first


def test_two_claims_are_made_one(client: Client, path: Path) -> None:
    made = findings(FIRST, COPY)
    (claim,) = made["claim"]
    other = claim.__class__(**{
        **{field: getattr(claim, field) for field in claim.__struct_fields__}, "id": "c-00000000000000b2",
        "proposition": "guns fired at Port Ella", "positions": claim.positions[2:3], "links": (), "differs": (),
    })  # fmt: skip
    with Store.open(path) as store:
        store.save_findings({**made, "claim": [claim, other]}, mark=store.mark(), linker="test 1")
    for asked in ("guns", "c-00000000000000b2", COPY.statements[1].id):
        page = page_of(client, f"{CLAIM}?like={asked}")
        assert texts(page, "//section[@id='one-with']//li/a") == ["guns fired at Port Ella"], asked
    assert "No other claim" in page_of(client, f"{CLAIM}?like=zebra").text_content()
    press(client, f"{CLAIM}?like=guns", "It is the same claim", reason="the same shelling")
    (one,) = judged(path)
    assert (one.verdict, one.subjects, one.reason) == (
        "same", (DOUBT.id, COPY.statements[1].id), "the same shelling",
    )  # fmt: skip


def test_a_claim_that_was_laid_out_anew_is_found_by_its_record(client: Client) -> None:
    answer = client.get(f"/claim/c-99?of={DENY.id}")
    assert answer.status_code in {302, 307} and answer.headers["location"] == f"{CLAIM}?of={DENY.id}"
    assert client.get("/claim/c-99").status_code == 404
    assert client.get("/claim/c-99?of=s-0000000000000000").status_code == 404


def test_an_actor_is_read_as_another_and_apart_again(client: Client, path: Path) -> None:
    address = press(client, "/actor/RUS.MIL", "Read it so", value="CHL.MIL", reason="one army")
    assert [(one.verdict, one.subjects) for one in judged(path)] == [("merge", ("RUS.MIL", "CHL.MIL"))]
    page = page_of(client, address)
    assert any("RUS.MIL is read as CHL.MIL: Ana" in line for line in texts(page, "//div[@class='done']/p"))
    with Store.open(path, create=False, read_only=True) as store:
        assert store.find(RETREAT.id)[1].actors[0].id == "CHL.MIL"  # type: ignore[union-attr]
    action, fields = fill(page_of(client, "/actor/CHL.MIL"), "Undo")
    assert client.post(action, data=as_sent(fields)).status_code == 303
    with Store.open(path, create=False, read_only=True) as store:
        assert store.find(RETREAT.id)[1].actors[0].id == "RUS.MIL"  # type: ignore[union-attr]


def test_an_actor_cannot_be_read_as_nobody(client: Client, path: Path) -> None:
    for value in ("", "the army", "RUS.MIL"):
        action, fields = fill(page_of(client, "/actor/RUS.MIL"), "Read it so", value=value)
        assert client.post(action, data=as_sent(fields)).status_code == 400
    assert judged(path) == ()


# --- what was judged -------------------------------------------------------------------------------------------------


def test_judgements_are_listed_with_who_when_why_and_what_became_of_them(client: Client, path: Path) -> None:
    with Store.open(path) as store:
        store.judge(
            "act", DENY.id, value="DOUBT", author="Ana", time="2031-05-01T12:00:00Z", reason="<b>no</b> 'denial'"
        )
        store.judge("act", DENY.id, value="STATE", author="Ben <i>", time="2031-05-02T12:00:00Z")
        for day in range(3, 28):
            store.judge("accept", DOUBT.id, author="Ana", time=f"2031-05-{day:02}T12:00:00Z")
            store.judge("reject", DOUBT.id, author="Ana", time=f"2031-05-{day:02}T13:00:00Z")
    assert len(page_of(client, "/judgements").xpath("//tbody/tr")) == 50
    page = page_of(client, "/judgements?page=2")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert [row[:2] for row in rows] == [["2031-05-02 12:00", "Ben <i>"], ["2031-05-01 12:00", "Ana"]]
    assert rows[1][3] == "<b>no</b> 'denial'" and rows[1][4].startswith("overruled by j-") and rows[0][4] == "in force"
    assert "the act of statement “its army had shelled Port Ella” is STATE" in rows[0][2]
    for number in ("0", "-1", "x", "9" * 30, "99"):
        assert client.get(f"/judgements?page={number}").status_code == 200


def test_a_record_shows_what_the_machine_coded_beside_what_a_person_made_of_it(client: Client) -> None:
    press(client, f"/review?at={RETREAT.id}", "Save changes", type="RETREAT ceasefire", actor="RUS.GOV")
    page = page_of(client, f"/record/{RETREAT.id}")
    rows = page.xpath("//table[contains(@class, 'compared')]//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["who", "RUS.MIL", "RUS.GOV"], ["type", "RETREAT withdraw", "RETREAT ceasefire"],
    ]  # fmt: skip
    assert len(page.xpath("//section[h2='Judged']//li")) == 2
    assert page.xpath("//section[h2='Where it stands']//li")
    action, fields = next(
        (form.get("action"), form.form_values()) for form in page.xpath("//section[h2='Judged']//li[1]//form")
    )
    assert client.post(action, data=as_sent(fields)).status_code == 303
    assert len(page_of(client, f"/record/{RETREAT.id}").xpath("//table[contains(@class, 'compared')]//tbody/tr")) == 1


# --- a store that cannot be written, and the choices -----------------------------------------------------------------


@pytest.fixture
def unwritable(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def now() -> None:
        monkeypatch.setattr("standoff.present.web.freshness.os.access", lambda *_: False)

    return now


def test_a_store_that_can_only_be_read_is_told_and_shown(
    client: Client, path: Path, unwritable: Callable[[], None]
) -> None:
    action, fields = fill(page_of(client, f"/review?at={DENY.id}"), "Accept")
    unwritable()
    page = page_of(client, f"/review?at={DENY.id}")
    assert "can only be read here" in page.text_content() and page.xpath("//a[@data-key='n j']")
    for address in (f"/review?at={DENY.id}", CLAIM, "/actor/RUS.MIL", "/judgements", f"/record/{DENY.id}"):
        assert page_of(client, address).xpath("//form[@action='/judgements']") == []
    answer = client.post(action, data=as_sent(fields))
    assert answer.status_code == 400 and "can only be read" in answer.text
    assert judged(path) == ()


def test_lists_say_which_records_a_person_corrected(client: Client) -> None:
    assert "judged" not in texts(page_of(client, "/events"), "//table//span[@class='via']")
    press(client, f"/review?at={RETREAT.id}", "Save changes", status="negation")
    (row,) = page_of(client, "/events").xpath("//table//tr[.//span[@class='via']]")
    assert (
        "judged" in row.text_content()
        and "negation" in row.text_content()
        and row.xpath(f".//a[contains(@href, '{RETREAT.id}')]")
    )


def test_the_choices_are_the_codebook_s() -> None:
    assert tuple(CHOICES) == ACTS and tuple(WHETHER) == STATUSES
    book = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([A-Z]+) \| (.*) \|$", book, re.MULTILINE))
    assert {act: _plain(told[1]) for act, told in CHOICES.items()} == {act: _plain(rows[act]) for act in ACTS}
    offered = {value for group in types() for value in group.values}
    assert offered == {f"{kind} {mode}" if mode else kind for kind, mode in plover()}


def _plain(words: str) -> str:
    return words.translate(str.maketrans("“”’", '""\''))


def test_a_hostile_reason_and_name_are_words(client: Client, path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    press(client, f"/review?at={DENY.id}", "Sign so", author=evil)
    press(client, f"/review?at={DENY.id}", "Save changes", act="STATE", reason=evil)
    for address in ("/judgements", f"/record/{DENY.id}", f"/review?at={DENY.id}"):
        page = page_of(client, address)
        assert evil in page.text_content() and not page.xpath("//main//script | //main//img"), address
    assert judged(path)[0].author == evil
