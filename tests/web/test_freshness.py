"""Findings are made current in the background: at the start, behind corrections, one linking at a time, waiting for
whoever holds the store; and pages say so."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.present.sample import report
from tests.web.conftest import HOME, LAUNCH, TOKEN
from tests.web.forms import DENY, Client, press
from tests.web.test_pages import page_of, texts

from standoff.fingerprint import linker
from standoff.present.web import freshness
from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.freshness import Child, Keeper, Step, Unlinked
from standoff.store import Store

SOON = 20.0


class Link:
    """Stands in for a linking: it waits until it is let go, and does what it was told to."""

    def __init__(self, *does: Exception | None) -> None:
        self.does, self.calls, self.running, self.most = list(does), 0, 0, 0
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, path: str, step: Step) -> None:
        self.calls += 1
        self.running += 1
        self.most = max(self.most, self.running)
        step(1, 3)
        self.begun.release()
        assert self.go.acquire(timeout=SOON)
        self.running -= 1
        outcome = self.does.pop(0) if self.does else None
        if outcome is not None:
            raise outcome
        with Store.open(path) as store:
            store.save_findings({}, mark=store.mark(), linker=linker())

    def began(self) -> bool:
        return self.begun.acquire(timeout=SOON)


@pytest.fixture
def told() -> list[str]:
    return []


def keeper_of(path: Path, link: Link, told: list[str]) -> Keeper:
    return Keeper(str(path), link=link, tell=told.append, rest=0.01, again=0.01)


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def keeper(path: Path, link: Link, told: list[str]) -> Iterator[Keeper]:
    found = keeper_of(path, link, told)
    found.start()
    yield found
    found.stop()
    link.go.release(9)
    found._thread.join(SOON)


@pytest.fixture
def client(path: Path, keeper: Keeper) -> Iterator[Client]:
    with TestClient(build(Desk(str(path), "Ana"), LAUNCH, keeper), base_url=HOME) as found:
        found.follow_redirects = False
        found.get(f"/?token={TOKEN}")
        yield found


def done(keeper: Keeper) -> None:
    for _ in range(int(SOON / 0.01)):
        if not keeper.working:
            return
        threading.Event().wait(0.01)
    raise AssertionError("it goes on")


def test_findings_of_another_version_are_made_anew_at_the_start(keeper: Keeper, link: Link, told: list[str]) -> None:
    assert link.began() and keeper.state() == "anew" and keeper.progress == (1, 3)
    assert told == ["laying reports side by side; claims show as they were until that is done"]
    link.go.release()
    done(keeper)
    assert keeper.state() == "" and keeper.progress is None and link.calls == 1


def test_pages_say_so_and_wait_for_nothing(client: Client, keeper: Keeper, link: Link) -> None:
    assert link.began()
    for address in ("/", "/claims", "/review", "/nowhere"):
        answer = client.get(address)
        assert "Claims are being laid out anew, 1 of 3 reports are read" in answer.text, address
    link.go.release()
    done(keeper)
    assert "laid out anew" not in client.get("/claims").text


def test_a_correction_is_followed_by_one_linking_at_a_time(client: Client, keeper: Keeper, link: Link) -> None:
    assert link.began()
    link.go.release()
    done(keeper)
    for button in ("Accept", "Reject", "Accept"):
        press(client, f"/review?at={DENY.id}", button)
        assert keeper.state() == "anew"
    assert link.began()
    press(client, f"/review?at={DENY.id}", "Reject")  # while it runs: there will be another
    link.go.release()
    assert link.began()
    link.go.release()
    done(keeper)
    assert link.most == 1 and 3 <= link.calls <= 4 and keeper.state() == ""


def test_a_program_s_judgement_is_followed_too(client: Client, keeper: Keeper, link: Link) -> None:
    assert link.began()
    link.go.release()
    done(keeper)
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.post("/api/judgements", json={"verdict": "accept", "record": DENY.id}, headers=bearer).is_success
    assert link.began()


def test_reports_that_come_meanwhile_are_told_and_can_be_laid_out(
    client: Client, path: Path, keeper: Keeper, link: Link
) -> None:
    assert link.began()
    link.go.release()
    done(keeper)
    with Store.open(path) as store:
        store.add(report(path="reports/new.txt", publisher="Morning Copy"), coder="test 1")
    assert keeper.state() == "old"
    assert texts(page_of(client, "/claims"), "//div[@class='notice']/p") == ["Claims are older than the reports."]
    assert press(client, "/claims", "Lay them out anew") == "/claims"
    assert link.began()
    link.go.release()
    done(keeper)
    assert keeper.state() == ""


@pytest.mark.parametrize("link", [Link(Unlinked("another process is writing", busy=True))])
def test_a_store_that_is_held_is_waited_for(keeper: Keeper, link: Link, told: list[str]) -> None:
    link.go.release(2)
    done(keeper)
    assert link.calls == 2 and keeper.state() == "" and keeper.trouble is None and len(told) == 1


@pytest.mark.parametrize("link", [Link(Unlinked("the disk is full"), None)])
def test_trouble_is_told_and_can_be_tried_again(client: Client, keeper: Keeper, link: Link, told: list[str]) -> None:
    link.go.release()
    done(keeper)
    assert told[1:] == ["claims could not be laid out anew: the disk is full"] and keeper.state() == "trouble"
    assert "the terminal says why" in client.get("/claims").text
    link.go.release()
    press(client, "/claims", "Lay them out anew")
    done(keeper)
    assert keeper.state() == "" and keeper.trouble is None


def test_a_store_that_can_only_be_read_stays_as_it_is(
    path: Path, told: list[str], link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.present.web.freshness.os.access", lambda *_: False)
    keeper = keeper_of(path, link, told)
    keeper.start()
    keeper.wake()
    assert not keeper.working and keeper.state() == "fixed" and link.calls == 0
    assert told == ["the store can only be read here: corrections cannot be kept, and claims stay as they are"]
    with TestClient(build(Desk(str(path), "Ana"), LAUNCH, keeper), base_url=HOME) as client:
        client.get(f"/?token={TOKEN}")
        assert "Claims are older than the reports: this store can only be read here" in client.get("/claims").text
    keeper.stop()
    keeper._thread.join(SOON)


# --- the process that links ------------------------------------------------------------------------------------------


def test_a_child_links_and_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies in the folder that the desk was started in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "msgspec.py").write_text("raise SystemExit('not this one')")
    path = tmp_path / "crisis.db"
    with Store.open(path) as store:
        for number in range(3):
            store.add(report(path=f"reports/{number}.txt", publisher=f"Paper {number}"), coder="test 1")
        assert store.stale(linker())
    steps: list[tuple[int, int]] = []
    Child()(str(path), lambda done, of: steps.append((done, of)))
    assert steps[-1] == (3, 3)
    with Store.open(path, read_only=True) as store:
        assert not store.stale(linker()) and store.count("claim") > 0


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Unlinked, match="there is no store") as caught:
        Child()(str(tmp_path / "nothing.db"), lambda done, of: None)
    assert not caught.value.busy


def test_a_child_that_is_stopped_has_kept_what_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended at once, even when it does not do anything."""
    sleeper = "import sys, time; print('1 9', flush=True); time.sleep(600)"
    child, begun = Child(), threading.Event()
    real = freshness.subprocess.Popen
    monkeypatch.setattr(
        "standoff.present.web.freshness.subprocess.Popen",
        lambda command, **more: real([sys.executable, "-c", sleeper], **more),
    )
    ended: list[Unlinked] = []

    def run() -> None:
        try:
            child(str(path), lambda done, of: begun.set())
        except Unlinked as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(SOON)
    child.stop()
    thread.join(SOON)
    assert len(ended) == 1 and not ended[0].busy
