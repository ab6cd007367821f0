"""Takes the pictures of the desk that README.md shows: ``python -m tests.web.pictures``.

The examples are coded, linked and served as they are, and looked at in Chromium; what comes out are PNG files in
``docs/pictures``."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By
from tests.web.browser import Browser, chrome, desk, standoff

from standoff.store import Filter, Store

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
#: What a reader of README.md sees of a page, in pixels.
WIDE, HIGH = 1240, 600
#: The report whose words are shown, and what is marked in it.
REPORT, ACT = "examples/01-ship-seized.txt", "DENY"


def take(browser: Browser, name: str, top: str) -> None:
    """A picture of the page that is open, from the element ``top`` on."""
    start = browser.find_element(By.CSS_SELECTOR, top).location["y"]
    clip = {"x": 0, "y": start, "width": WIDE, "height": HIGH, "scale": 1}
    asked = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", asked)
    (FOLDER / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "crisis.db"
        standoff("code", "examples", "--store", str(path), cwd=ROOT)
        standoff("link", "--store", str(path))
        with Store.open(path, create=False, read_only=True) as store:
            head = next(head for head in store.reports() if head.path == REPORT)
            words = next(store.statements(Filter(report=head.id, act=ACT, limit=1)))[1].id
        with desk(path) as launch:
            browser = chrome()
            try:
                metrics = {"width": WIDE, "height": HIGH, "deviceScaleFactor": 1, "mobile": False}
                browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
                browser.get(launch.address())
                browser.find_element(By.CSS_SELECTOR, "a[href^='/claim/']").click()  # the most telling disputed one
                take(browser, "claim", "body")
                browser.get(f"http://127.0.0.1:{launch.port}/report/{head.id}?at={words}")
                take(browser, "report", "main")
            finally:
                browser.quit()


if __name__ == "__main__":
    main()
