"""What reports add up to: each page says it, and each thing said leads to its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from tests.present.sample import report
from tests.web.test_pages import page_of, texts

from standoff.store import Store

Client = TestClient[ASGIApp]
CLAIM, DEMAND, SERIES, DYAD = (f"/{kind}-00000000000000a1" for kind in ("claim/c", "demand/r", "series/f", "dyad/p"))


def lands(client: Client, address: str) -> str:
    """The words that an address marks in its report."""
    page = page_of(client, address.partition("#")[0])
    assert len(page.xpath("//*[@id='here']")) == 1, address
    return "".join(piece.text_content() for piece in page.xpath("//div[@class='text']//*[contains(@class, 'here')]"))


@pytest.mark.parametrize("address", [CLAIM, DEMAND, SERIES, DYAD])
def test_everything_that_is_said_lands_on_its_words(client: Client, address: str) -> None:
    page = page_of(client, address)
    links = page.xpath("//main//a[starts-with(@href, '/report/') and contains(@href, '?at=')]/@href")
    assert links
    for link in links:
        assert lands(client, link), link


def test_a_claim_shows_who_stands_where_and_why_they_stand_together(client: Client) -> None:
    page = page_of(client, CLAIM)
    assert texts(page, "//div[@class='sides']//h3") == ["asserts 1", "denies 2", "doubts 1"]
    assert texts(page, "//tr[th='Russia']/td") == ["", "2", ""]
    assert "same deed +1.50" in page.text_content() and "500 or more" in page.text_content()
    assert {"Harbour Agency: Harbour Post"} <= set(texts(page, "//section[h2='Legs']//li"))
    assert len(page.xpath("//figure//*[name()='circle']")) == 4


def test_claims_are_filtered_by_standing_and_counted(client: Client) -> None:
    page = page_of(client, "/claims?standing=single")
    assert "No claims match" in page.text_content() and page.xpath("//main//a[@href='/claims']")
    assert texts(page, "//ul[@class='pills']//a") == ["disputed 1"]
    assert texts(page_of(client, "/claims?about=shelled&actor=NATO"), "//tbody//a") == [
        "Norland's army shelled Port Ella"
    ]


@pytest.mark.parametrize(
    "address", ["/claims?standing=maybe", "/claims?legs=many", "/demands?since=x", "/figures?order=x"]
)
def test_what_cannot_be_asked_of_findings_is_told(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_finding_of_another_kind_is_not_there(client: Client) -> None:
    assert client.get("/claim/f-00000000000000a1").status_code == 404
    assert client.get("/dyad/c-00000000000000a1").status_code == 404


def test_a_demand_shows_what_became_of_it(client: Client) -> None:
    page = page_of(client, DEMAND)
    assert texts(page, "//ol[@class='turns']//p[@class='by']")[1].startswith("met Russia’s armed forces")
    assert "the deed that was asked for" in page.text_content()
    assert len(texts(page, "//section[starts-with(h2, 'Asked again')]//li")) == 1


def test_a_series_draws_numbers_ranges_and_open_bounds(client: Client) -> None:
    page = page_of(client, SERIES)
    drawing = page.xpath("//figure/*[name()='svg']")[0]
    assert [len(drawing.xpath(f".//*[name()='a']/*[name()='{mark}']")) for mark in ("circle", "rect", "path")] == [
        1,
        1,
        1,
    ]
    assert texts(page, "//td[@data-label='How many']") == [
        "about 40,000", "about 20,000–99,999", "about 60,000 or more", "about 10 or fewer",
    ]  # fmt: skip
    assert "1 without a day" in page.text_content()


def test_actors_lead_to_what_they_say_and_do(client: Client) -> None:
    page = page_of(client, "/actors")
    assert page.xpath("//a[@href='/dyad/p-00000000000000a1']")
    link = page.xpath("//a[@href='/statements?actor=RUS.GOV&role=source']")[0]
    rows = page_of(client, link.get("href")).xpath("//tbody/tr")
    assert len(rows) == int(link.text)


def test_the_timeline_moves_in_time_and_keeps_the_actor(client: Client) -> None:
    page = page_of(client, "/timeline?actor=RUS&since=2014-03-25&until=2014-04-02")
    assert page.xpath("//p[@class='zoom']/a[1]/@href") == ["/timeline?actor=RUS&since=2014-03-16&until=2014-03-24"]
    assert page.xpath("//figure//*[name()='a'][contains(@href, 'story=y-')]")
    assert texts(page_of(client, "/timeline?since=0001-01-01&until=9999-12-31"), "//p[@class='zoom']/a")


def test_the_map_has_a_circle_for_each_place_and_lists_its_events(client: Client) -> None:
    page = page_of(client, "/map")
    assert len(page.xpath("//*[name()='a']/*[name()='circle']")) == len(page.xpath("//tbody/tr"))
    link = page.xpath("//*[name()='a'][contains(@aria-label, 'Port Ella')]/@href")[0]
    assert texts(page_of(client, link), "//td[@data-label='Where']") == ["Port Ella (Ukraine)"] * 3


def test_without_findings_the_pages_say_how_to_get_them(client: Client, path: Path) -> None:
    path.unlink()
    with Store.open(path) as store:
        store.add(report(), coder="test 1")
    for address in ("/claims", "/demands", "/figures", "/actors"):
        assert "has not been worked out yet" in page_of(client, address).text_content()
