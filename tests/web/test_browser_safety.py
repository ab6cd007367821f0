"""What strangers write never runs and never calls anybody: every payload, in every field, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec import Struct
from selenium.webdriver.common.by import By
from tests.web import hostile
from tests.web.browser import Browser, chrome, desk, outside, strange
from tests.web.payloads import OUT, PAYLOADS

from standoff.model import Report
from standoff.present.web.app import MENU
from standoff.present.web.security import Launch

#: Of the pages of one record or finding every so manieth is opened; lists and reports show all payloads.
EVERY = 16


class Trap(Struct):
    """A browser that has been let in to a desk over the hostile store."""

    browser: Browser
    launch: Launch
    reports: list[Report]

    def open(self, address: str) -> list[str]:
        """What is wrong with the page at ``address``."""
        self.browser.get(f"http://127.0.0.1:{self.launch.port}{address}")
        return strange(self.browser)


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    path: Path = tmp_path_factory.mktemp("hostile") / "crisis.db"
    reports = hostile.store(path, PAYLOADS)
    with desk(path) as launch:
        browser = chrome()
        try:
            browser.get(launch.address())
            yield Trap(browser, launch, reports)
        finally:
            browser.quit()


def test_there_are_payloads_enough_and_each_is_another() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 150


@pytest.mark.parametrize("bypass", [False, True])
def test_the_watch_sees_what_runs_what_is_forbidden_and_what_calls_outside(trap: Trap, bypass: bool) -> None:
    """The net would catch the fish: with the content policy a handler is forbidden, without it it runs."""
    trap.browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": bypass})
    try:
        assert trap.open("/problems") == []
        trap.browser.execute_async_script(
            "const image = document.createElement('img'), done = arguments[arguments.length - 1];"
            "try { image.setAttribute('onerror', 'top.ran = 1'); } catch { /* trusted types */ }"
            "image.src = arguments[0]; document.body.append(image); setTimeout(done, 300);",
            OUT,
        )
        found = strange(trap.browser)
        assert {"element img", f"img leads to {OUT}"} <= set(found)
        assert ("ran: 1" in found) == ("img has onerror" in found) == bypass
        assert any("trusted-types" in one for one in found) == any("img-src" in one for one in found) == (not bypass)
        assert OUT in outside(trap.browser, trap.launch)  # asked for, though the policy then forbids it
    finally:
        trap.browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


def test_nothing_in_a_list_runs_or_calls_outside(trap: Trap) -> None:
    """Every page of the menu to the end of its list, the pages of what words are searched for included."""
    wrong = {}
    waiting = [address for address, _ in MENU]
    waiting += [f"{page}?{field}={quote(bad)}" for page, field in (("/search", "text"), ("/claims", "about"))
                for bad in PAYLOADS[::EVERY]]  # fmt: skip
    waiting += [f"{page}?actor={quote(bad)}" for page in ("/statements", "/timeline", "/map") for bad in PAYLOADS[:3]]
    waiting += ["/map?view=48,20,30", f"/map?place={quote(PAYLOADS[0])}"]
    while waiting:
        address = waiting.pop()
        if found := trap.open(address):
            wrong[address] = found
        following = trap.browser.find_elements(By.CSS_SELECTOR, "a[rel=next]")
        waiting += [str(link.get_dom_attribute("href")) for link in following]
    assert wrong == {}
    assert outside(trap.browser, trap.launch) == []


def test_nothing_in_a_report_runs_or_calls_outside(trap: Trap) -> None:
    wrong = {}
    for report in trap.reports:
        address = f"/report/{report.document.id}?at={report.statements[0].id}"
        if found := trap.open(address):
            wrong[address] = found
        told = trap.browser.find_element(By.CSS_SELECTOR, ".text").text
        assert "source" in told and "quantity" in told, address  # the words are there, and as words
    assert wrong == {}
    assert outside(trap.browser, trap.launch) == []


def test_nothing_on_a_page_of_one_record_or_finding_runs_or_calls_outside(trap: Trap) -> None:
    """Their links are followed, too: ``javascript:`` in a name must lead nowhere."""
    wrong = {}
    for number in range(0, len(PAYLOADS), EVERY):
        report = trap.reports[number]
        event, statement = report.events[0].id, report.statements[0].id
        pages = [f"/record/{one}" for one in (statement, event, report.quantities[0].id, report.mentions[0].id)]
        pages += [f"/{page}-{number:016x}" for page in ("claim/c", "demand/r", "series/f", "dyad/p")]
        pages += [f"/timeline?story=h-{number:016x}", f"/review?at={statement}", f"/review?at={event}"]
        pages += [f"/actor/{quote(f'{PAYLOADS[number]}.GOV', safe='')}"]
        for address in pages:
            if found := trap.open(address):
                wrong[address] = found
    assert wrong == {}
    assert outside(trap.browser, trap.launch) == []


def test_templates_in_a_report_are_not_worked_out(trap: Trap) -> None:
    """7 times 191 would be 1337."""
    for address in ("/claims", "/statements", "/reports"):
        trap.open(address)
        assert "1337" not in trap.browser.find_element(By.TAG_NAME, "main").text
