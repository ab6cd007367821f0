"""A real browser in front of a desk: Chromium by way of Selenium, with a record of what it asked for and what it ran.

Without a browser these tests are skipped, with the reason; ``NEED_BROWSER=1`` (``.ci/run`` sets it) makes that a
failure, so that they can never go missing unnoticed. (``STANDOFF_…`` are settings, and one that nobody knows stops the
commands that these tests start.)"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.security import Launch

Browser = webdriver.Chrome
#: The command line, of the Python that runs the tests.
STANDOFF = (sys.executable, "-m", "standoff")
#: Runs in every page before anything else: notes what the content policy forbids and what would open a window.
WATCH = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation",
    e => forbidden.push(e.effectiveDirective + " " + e.blockedURI + " " + e.sample), true);
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { window.ran = name; };
"""
#: What a page holds that no page of ours may hold, whatever a report says.
STRANGE = """
const known = new Set(arguments[0].trim().split(/\\s+/));
const out = [...forbidden];
if (window.ran) out.push("ran: " + window.ran);
for (const e of document.querySelectorAll("*")) {
  if (!known.has(e.localName)) out.push("element " + e.localName);
  for (const a of e.attributes) {
    if (/^on/i.test(a.name) || ["style", "srcdoc", "srcset", "ping", "background", "poster"].includes(a.name))
      out.push(e.localName + " has " + a.name);
    const leads = ["href", "src", "action", "formaction", "xlink:href", "data"].includes(a.name);
    if (leads && !/^([/](?![/\\\\])|#|[?])/.test(a.value))
      out.push(e.localName + " leads to " + a.value);
  }
}
return out;
"""
ELEMENTS = """
html head meta title link script body a header form label input button nav ul ol li main footer p span b strong h1 h2 h3
small div section article aside table caption thead tbody tr th td code kbd abbr blockquote figure figcaption svg g path
circle rect line text details summary select option optgroup datalist textarea wbr br dl dt dd
"""


def chrome() -> Browser:
    """A fresh Chromium without a window, that can reach nothing but this machine."""
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        _none("no Chromium with its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    wanted = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1280,900",
              "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--disable-background-networking",
              "--disable-features=BackForwardCache"]  # fmt: skip
    if os.geteuid() == 0:
        wanted.append("--no-sandbox")  # Chromium's sandbox does not start for root, as in a container
    for one in wanted:
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    options.set_capability("unhandledPromptBehavior", "ignore")
    try:
        found = webdriver.Chrome(options=options, service=Service(driver))
    except WebDriverException as error:
        _none(f"Chromium does not start: {error.msg}")
    found.set_page_load_timeout(30)
    found.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    return found


def _none(reason: str) -> Any:
    if os.environ.get("NEED_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def standoff(*arguments: str, cwd: Path | None = None) -> None:
    """Run a command as a user does."""
    subprocess.run([*STANDOFF, *arguments], cwd=cwd, check=True, capture_output=True, text=True, timeout=240)


@contextmanager
def desk(path: Path) -> Iterator[Launch]:
    """A desk over the store at ``path``, on a port of its own."""
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # else asyncio leaves Nagle's algorithm on
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    launch = Launch(port=listening.getsockname()[1], token="a-token-for-the-tests")
    config = uvicorn.Config(build(Desk(str(path), "Ana"), launch), log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, args=([listening],), daemon=True)
    running.start()
    try:
        yield launch
    finally:
        server.should_exit = True
        running.join(10)
        listening.close()


def strange(browser: Browser) -> list[str]:
    """What ran, was forbidden, or should not be on the page that is open."""
    found: list[str] = browser.execute_script(STRANGE, ELEMENTS)
    return found


def outside(browser: Browser, launch: Launch) -> list[str]:
    """Addresses that pages asked for since the last call and that are not the desk's, and dialogs that they opened."""
    found = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Page.javascriptDialogOpening":
            found.append("a dialog")
        if message["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
            params = message["params"]
            address = params["request"]["url"] if "request" in params else params["url"]
            if urlsplit(address).netloc != f"127.0.0.1:{launch.port}" and not address.startswith(("data:", "about:")):
                found.append(address)
    return found
