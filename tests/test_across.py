"""From a store to its findings, and what is kept for the next time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from standoff import across
from standoff.pipeline import Standoff, load
from standoff.store import Store

TEXTS = (
    ("2014-03-31", "Border Gazette", "Russia said on Monday it had withdrawn a battalion from the border."),
    ("2014-04-01", "Evening Mail", "NATO could not confirm the withdrawal of Russian troops from the border."),
    ("2014-04-02", "Evening Mail", "No deeds are told of here, and nobody speaks."),
)  # fmt: skip


@cache
def nlp() -> Standoff:
    return load()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    with Store.open(path) as db:
        for day, publisher, text in TEXTS:
            db.add(nlp()(text, published=day, publisher=publisher), coder="test")
    return path


def told(path: Path) -> list[object]:
    with Store.open(path, create=False, read_only=True) as db:
        return [*db.claims(), *db.demands(), *db.series(), *db.stories(), *db.copies(), *db.dyads()]


def test_findings_are_made_once_and_anew_when_a_report_comes(store: Path) -> None:
    assert across.refresh(str(store))
    assert not across.refresh(str(store))
    before = told(store)
    assert before
    with Store.open(store) as db:
        db.add(nlp()("Kyiv denied that Russia had withdrawn a battalion.", published="2014-04-01"), coder="test")
    assert across.refresh(str(store))
    assert told(store) != before


def test_meanings_are_kept_and_change_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(store) as db:
        across.link(db)
    before = told(store)
    monkeypatch.setattr(across, "_meanings", lambda told: pytest.fail("read once more"))
    with Store.open(store) as db:
        across.link(db)
    assert told(store) == before


def test_processes_change_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(store) as db:
        across.link(db, workers=1)
        before = told(store)
        db._db.execute("DELETE FROM meanings")
    monkeypatch.setattr(across, "MANY", 1)
    with Store.open(store) as db:
        across.link(db, workers=2)
    assert told(store) == before


def test_a_few_reports_are_written_at_a_time(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across, "KEPT", 2)
    with Store.open(store) as db:
        across.link(db)
        assert db.meanings_known() == {head.id for head in db.reports()}


def test_a_person_s_word_parts_and_joins_claims(store: Path) -> None:
    across.refresh(str(store))
    with Store.open(store) as db:
        statements = [statement for _, statement in db.statements()]
        one, other = statements[0], statements[1]
        verdict = (
            "different"
            if any({one.id, other.id} <= {p.statement for p in claim.positions} for claim in db.claims())
            else "same"
        )
        db.judge(verdict, one.id, other.id, author="tester", time="2026-11-22T12:00:00+00:00")
    assert across.refresh(str(store))
    with Store.open(store) as db:
        together = any({one.id, other.id} <= {p.statement for p in claim.positions} for claim in db.claims())
        assert together == (verdict == "same")
