"""Every page: it is there, can be read by everybody, and leads to the words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from lxml import html
from tests.web.pages import addresses

from standoff.present.web.app import MENU
from standoff.present.why import facts
from standoff.store import Store, spans

Client = TestClient[ASGIApp]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=False, read_only=True) as found:
        yield found


def page_of(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_every_page_can_be_read_by_everybody(client: Client, path: Path) -> None:
    for address in addresses(path):
        page = page_of(client, address)
        assert page.get("lang") == "en" and page.xpath("//title")[0].text.endswith("Standoff"), address
        assert len(page.xpath("//h1")) == len(page.xpath("//main[@id='main']")) == 1, address
        assert page.xpath("//body/*[1][self::a][@href='#main']"), address
        assert page.xpath("//header//nav[@aria-label]") and page.xpath("//form[@role='search']"), address
        assert all(table.xpath("./caption") for table in page.xpath("//table")), address
        assert all(cell.get("scope") for cell in page.xpath("//th")), address
        for field in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            assert page.xpath("//label[@for=$name]", name=field.get("id")), (address, field.get("name"))
        for drawing in page.xpath("//*[name()='svg'][not(@aria-hidden)]"):
            assert drawing.get("aria-label"), address
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), address


def test_the_menu_leads_to_every_page_and_says_where_one_is(client: Client) -> None:
    for address, name in MENU:
        page = page_of(client, address)
        assert texts(page, "//nav[@aria-label='Pages']//a[@aria-current='page']") == [name]


def test_the_overview_says_what_is_new_and_how_far_the_reports_reach(client: Client) -> None:
    page = page_of(client, "/")
    assert texts(page, "//ul[@class='tiles']//b")[0] == "33"
    assert "brought 33 reports" in page.text_content() and "reports/torn.html" in page.text_content()
    assert page.xpath("//figure//*[name()='a'][starts-with(@href, '/reports?since=2014-01-01&until=2014-12-31')]")


def test_a_filter_stands_in_the_address_and_in_its_form(client: Client) -> None:
    page = page_of(client, "/statements?act=DENY&text=shelled&actor=")
    assert set(texts(page, "//td[@data-label='Act']")) == {"DENY"}
    assert page.xpath("//select[@name='act']/option[@selected]")[0].text == "DENY"
    assert page.xpath("//form[@class='filters']//input[@name='text']")[0].get("value") == "shelled"
    assert page.xpath("//details[@open]") == [] and page_of(client, "/statements?certainty=U").xpath("//details[@open]")


def test_counts_narrow_the_list_and_widen_it_again(client: Client) -> None:
    page = page_of(client, "/statements?text=troops")
    (link,) = page.xpath("//section[@class='facet'][h2='Act']//a[span='DENY']")
    count = int(link.xpath("./span[@class='count']")[0].text)
    narrow = page_of(client, link.get("href"))
    assert narrow.xpath("//caption")[0].text_content().startswith(f"{count} statements")
    (back,) = narrow.xpath("//section[@class='facet'][h2='Act']//a[@aria-current]")
    assert back.get("href") == "/statements?text=troops"


@pytest.mark.parametrize("address", ["/statements", "/events", "/quantities"])
def test_pages_of_a_list_have_every_row_once(client: Client, store: Store, address: str) -> None:
    seen: list[str] = []
    here: str | None = address
    while here:
        page = page_of(client, here)
        seen += [link.split("/")[-1] for link in page.xpath("//tbody//td/a[@title]/@href")]
        here = next(iter(page.xpath("//nav[@class='pager']//a[@rel='next']/@href")), None)
    assert seen == [record.id for _, record in getattr(store, address[1:])()]


def test_a_month_is_its_days(client: Client) -> None:
    page = page_of(client, "/quantities")
    assert "/quantities?since=2031-02-01&until=2031-02-28" in page.xpath("//section[h2='Published in']//a/@href")


@pytest.mark.parametrize("address", ["/statements?since=never", "/events?status=maybe", "/reports?until=2014-13-01"])
def test_what_cannot_be_asked_is_told(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400 and "Asked wrongly" in answer.text


def test_a_page_that_no_list_has_is_not_there(client: Client) -> None:
    assert client.get("/statements?after=nonsense").status_code == 404
    assert client.get("/report/d-0000000000000000").status_code == 404
    assert client.get("/record/s-").status_code == 404


def test_a_report_shows_its_whole_text_with_the_role_of_each_line(client: Client, store: Store) -> None:
    for head in store.reports():
        page = page_of(client, f"/report/{head.id}")
        shown = [line.text_content() for line in page.xpath("//div[@class='text']/p")]
        assert shown == [line for line in store.text(head.id).splitlines() if line.strip()]
    sample = next(head for head in store.reports() if head.path == "reports/a.txt")
    page = page_of(client, f"/report/{sample.id}")
    assert "dim" in page.xpath("//p[@data-role='boilerplate']")[0].get("class").split()
    assert page.xpath("//p[contains(@class, 'problem')]")


def test_a_record_lands_on_its_words(client: Client, store: Store) -> None:
    """The anchor of every record stands at its words, and ``at`` marks those words and no others."""
    sample = next(head for head in store.reports() if head.path == "reports/a.txt")
    report = store.report(sample.id)
    for record in (*report.statements, *report.events, *report.quantities):
        page = page_of(client, f"/report/{sample.id}?at={record.id}")
        assert len(page.xpath("//*[@id=$name]", name=record.id)) == 1
        text = page.xpath("//div[@class='text']")[0]
        marked = "".join(piece.text_content() for piece in text.xpath(".//*[contains(@class, 'here')]"))
        covered = {at for _, span in spans(record) for at in range(span.start, span.end)}
        assert marked == "".join(report.document.text[at] for at in sorted(covered))


def test_a_record_says_everything_that_why_says(client: Client, store: Store) -> None:
    for _, record in [*store.statements(), *store.events(), *store.quantities()][:40]:
        page = page_of(client, f"/record/{record.id}")
        told = list(zip(texts(page, "//tbody/tr/th"), texts(page, "//tbody/tr/td"), strict=True))
        assert told == [(name, " ".join(value.split())) for name, value in facts(*store.find(record.id))]


def test_the_beginning_of_an_id_leads_to_the_record(client: Client, store: Store) -> None:
    _, record = next(iter(store.events()))
    answer = client.get(f"/record/{record.id[:14]}")
    assert answer.status_code in {302, 303, 307} and answer.headers["location"] == f"/record/{record.id}"


def test_a_search_shows_every_kind_and_what_narrows_it(client: Client) -> None:
    page = page_of(client, "/search?text=shelled")
    headings = texts(page, "//h2")
    assert any(h.startswith("Statements 3 statements") for h in headings) and "Reports" in headings
    assert page.xpath("//a[@href='/statements?text=shelled']")


def test_problems_lists_inputs_that_failed_and_parts_that_are_doubtful(client: Client) -> None:
    page = page_of(client, "/problems")
    assert "reports/torn.html" in page.text_content() and "no final line end" in page.text_content()


def test_a_store_that_went_away_is_told(client: Client, path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    answer = client.get("/statements")
    assert answer.status_code == 500 and "there is no store" in answer.text
