"""The desk in a real browser: an analyst's way through it, the keyboard alone, a phone, and 200% zoom."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from tests.present.sample import report
from tests.store import made
from tests.web.browser import STANDOFF, Browser, chrome, desk, outside, standoff, strange
from tests.web.findings import findings
from tests.web.pages import addresses

from standoff.present.web.app import MENU
from standoff.present.web.security import Launch
from standoff.store import Store

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
#: Tabs that somebody who cannot use a mouse may need from the content of a page to its first finding.
STEPS = 40
#: A laptop, the same at 200% and at 400% zoom, a phone.
WIDTHS = (1280, 640, 390, 320)


class Open(Struct):
    """A browser that has been let in to a desk."""

    browser: Browser
    home: str
    path: Path

    def go(self, address: str) -> None:
        self.browser.get(self.home + address)

    def one(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def click(self, element: WebElement) -> None:
        """Follow a link or press a button, and wait for the page that it leads to."""
        here = self.one("html")
        element.click()
        WebDriverWait(self.browser, 20).until(lambda _: _gone(here))

    def press(self, *keys: str) -> WebElement:
        """Press keys one after the other; gives what has the focus then."""
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)
        return self.browser.switch_to.active_element


def _gone(element: WebElement) -> bool:
    try:
        return not element.is_enabled()
    except StaleElementReferenceException:
        return True


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chrome()
    try:
        yield found
    finally:
        found.quit()


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A desk over the small store of the other tests."""
    path: Path = tmp_path_factory.mktemp("desk") / "crisis.db"
    first, copy = report(), report(path="reports/copy.txt", publisher="Evening Copy")
    with Store.open(path) as store:
        for one in (first, copy, *(made.report(number) for number in range(8))):
            store.add(one, coder="test")
        store.save_findings(findings(first, copy), mark=store.mark(), linker="test")
    with desk(path) as launch:
        browser.get(launch.address())
        yield Open(browser, f"http://127.0.0.1:{launch.port}", path)


@pytest.fixture
def served(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """The examples, coded and served as a user does it."""
    path = tmp_path / "examples.db"
    standoff("code", str(EXAMPLES), "--store", str(path))
    standoff("link", "--store", str(path))
    serving = subprocess.Popen(
        [*STANDOFF, "serve", "--store", str(path), "--port", "0", "--author", "Ana"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        browser.get(address)
        yield Open(browser, address.partition("/?")[0], path)
    finally:
        serving.terminate()
        serving.wait(20)


def test_an_analyst_goes_from_the_overview_to_the_words_of_a_disputed_claim_and_corrects_a_record(
    served: Open,
) -> None:
    """The correction holds when the reports are coded again, and in the claim when that is laid out anew."""
    served.click(served.browser.find_element(By.XPATH, "//section[h2='Disputed']//a[starts-with(@href, '/claim/')]"))
    assert served.one("h1").text and served.one(".standing").text == "disputed"
    sides = {side.get_dom_attribute("aria-label") for side in served.all(".sides > section")}
    assert sides & {"denies", "doubts"}

    # the words of a card, in their report
    claim, quoted = served.browser.current_url, served.one(".cards blockquote a")
    words = quoted.text
    served.click(quoted)
    assert "/report/" in served.browser.current_url
    marked = "".join(piece.get_attribute("textContent") or "" for piece in served.all(".text .here"))
    assert _letters(words) in _letters(marked)
    in_view = "const r = arguments[0].getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight"
    assert served.browser.execute_script(in_view, served.one(".text .here"))

    # back to the claim, and to the form that corrects the record
    served.browser.back()
    assert served.browser.current_url == claim
    served.click(served.one(".cards a[href^='/review?at=s-']"))
    record = served.one("form.judge input[name=subject]").get_dom_attribute("value")
    act = Select(served.one("select[name=act]"))
    before = act.first_selected_option.get_dom_attribute("value")
    assert before != "DOUBT"
    after = "DOUBT"
    act.select_by_value(after)
    served.one("form.judge input[name=reason]").send_keys("said so in the second paragraph")
    served.click(served.one("form.judge button"))
    assert after in served.one(".done").text

    standoff("code", str(EXAMPLES), "--store", str(served.path), "--again")
    standoff("link", "--store", str(served.path))
    served.go(f"/record/{record}")
    assert f"act {after}" in " ".join(served.one("main").text.split())
    assert before in served.one("main").text  # the machine's value stays beside it
    served.click(served.one("main a[href^='/claim/']"))
    assert served.all(f"section[aria-label=doubts] a[href='/review?at={record}']")
    served.go("/judgements")
    said = served.one("main").text
    assert "Ana" in said and "said so in the second paragraph" in said and after in said
    assert strange(served.browser) == []
    assert outside(served.browser, Launch(port=int(served.home.rpartition(":")[2]), token="")) == []


def _letters(words: str) -> str:
    return "".join(c for c in words if c.isalnum())


def test_the_first_tab_leads_past_the_menu_to_the_content(small: Open) -> None:
    for address, _ in MENU:
        small.go(address)
        skip = small.press(Keys.TAB)
        assert skip.get_dom_attribute("class") == "skip", address
        assert skip.rect["x"] >= 0, address  # it comes into sight when it has the focus
        skip.send_keys(Keys.ENTER)
        first = small.press(Keys.TAB)
        if small.all("main a, main button, main input, main select, main summary"):
            assert small.browser.execute_script("return !!arguments[0].closest('main')", first), address


def test_the_keyboard_alone_leads_from_the_overview_to_the_words(small: Open) -> None:
    """Tab and Enter, and what has the focus can be seen."""
    small.go("/")
    small.press(Keys.TAB, Keys.ENTER)
    for wanted in (r"/claim/", r"/report/.*\?at="):
        for _ in range(STEPS):
            here = small.press(Keys.TAB)
            outline = here.value_of_css_property("outline-style"), here.value_of_css_property("outline-width")
            assert outline[0] == "solid" and float(outline[1].removesuffix("px")) >= 2, here.get_attribute("outerHTML")
            if re.search(wanted, str(here.get_attribute("href"))):
                break
        else:
            pytest.fail(f"no way to {wanted} in {STEPS} steps")
        before = small.one("html")
        here.send_keys(Keys.ENTER)
        WebDriverWait(small.browser, 20).until(lambda _, old=before: _gone(old))
    assert small.all(".text .here")


def test_a_search_can_be_sent_with_the_keyboard(small: Open) -> None:
    small.go("/claims")
    while small.press(Keys.TAB).get_dom_attribute("id") != "find":
        pass
    before = small.one("html")
    small.press("shelled", Keys.ENTER)
    WebDriverWait(small.browser, 20).until(lambda _: _gone(before))
    assert "/search?text=shelled" in small.browser.current_url and small.all(".list a")


def test_no_page_is_wider_than_the_window(small: Open) -> None:
    """Only tables and charts scroll by themselves, whatever the window."""
    wide = {}
    try:
        for address in dict.fromkeys([*addresses(small.path), *(page for page, _ in MENU)]):
            small.go(address)
            for width in WIDTHS:
                metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
                small.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
                wider = small.browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
                if wider > 0:
                    wide[address, width] = wider
        assert wide == {}
    finally:
        small.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_what_is_written_on_paper_is_the_page_without_its_tools(small: Open) -> None:
    small.go("/claims")
    small.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not small.one(".menu").is_displayed() and not small.one(".filters").is_displayed()
        assert small.one("h1").is_displayed() and small.one(".list").is_displayed()
    finally:
        small.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
