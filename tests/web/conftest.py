"""A desk over a small store, and somebody who has been let in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from litestar.testing import TestClient
from litestar.types import ASGIApp
from tests.present.sample import TEXT, report
from tests.store import made
from tests.web.findings import findings

from standoff.model import Failed
from standoff.present.web import app as app_module
from standoff.present.web import shown
from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.security import Launch
from standoff.store import Store

PORT, TOKEN = 8765, "a-token-for-the-tests"
LAUNCH = Launch(port=PORT, token=TOKEN)
HOME = f"http://127.0.0.1:{PORT}"
CODER = "test 1"


class Compiled(BytecodeCache):
    """What the templates compile to, kept in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Every test has a desk of its own; their templates are compiled once."""
    kept = Compiled()

    def environment() -> Environment:
        found = shown.environment()
        found.bytecode_cache = kept
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_module, "environment", environment)
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What :func:`path` is a copy of."""
    found: Path = tmp_path_factory.mktemp("filled") / "crisis.db"
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
def path(filled: Path, tmp_path: Path) -> Path:
    """A store: the sample report, a copy by another publisher, an undated one, thirty made ones and a failed input."""
    return Path(shutil.copyfile(filled, tmp_path / "crisis.db"))


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
