"""A desk over a small store, and somebody who has been let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from tests.present.sample import TEXT, report
from tests.store import made
from tests.web.findings import findings

from standoff.model import Failed
from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.security import Launch
from standoff.store import Store

PORT, TOKEN = 8765, "a-token-for-the-tests"
LAUNCH = Launch(port=PORT, token=TOKEN)
HOME = f"http://127.0.0.1:{PORT}"
CODER = "test 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store: the sample report, a copy by another publisher, an undated one, thirty made ones and a failed input."""
    found = tmp_path / "crisis.db"
    with Store.open(found) as store:
        run = store.begin_run(started="2031-05-01T08:00:00+00:00", coder=CODER)
        store.add(report(), coder=CODER, run=run)
        store.add(report(path="reports/copy.txt", publisher="Evening Copy"), coder=CODER, run=run)
        store.add(report(TEXT + "More.\n", path="reports/b.txt", published=None, publisher=None), coder=CODER, run=run)
        for number in range(30):
            store.add(made.report(number), coder=CODER, run=run)
        store.fail(Failed("reports/torn.html", "no text in it"), run=run)
        store.end_run(run, ended="2031-05-01T08:01:00+00:00")
        made_of = findings(report(), report(path="reports/copy.txt", publisher="Evening Copy"))
        store.save_findings(made_of, mark=store.mark(), linker="test 1")
    return found


@pytest.fixture
def app(path: Path) -> ASGIApp:
    return build(Desk(str(path), "Ana"), LAUNCH)


@pytest.fixture
def stranger(app: ASGIApp) -> Iterator[TestClient[ASGIApp]]:
    """A client without the token; it follows no redirect."""
    with TestClient(app, base_url=HOME) as client:
        client.follow_redirects = False
        yield client


@pytest.fixture
def client(stranger: TestClient[ASGIApp]) -> TestClient[ASGIApp]:
    """A browser that has opened the launch address."""
    assert stranger.get(f"/?token={TOKEN}").status_code == 303
    return stranger
