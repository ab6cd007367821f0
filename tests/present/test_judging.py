"""``standoff judge``: corrections from the command line, and where they show."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.present.conftest import Run
from tests.store.gathered import LINKER, findings
from tests.store.made import CODER, report

from standoff.dossier import Anchor
from standoff.fingerprint import linker
from standoff.store import Store, verify

REPORTS = tuple(report(n) for n in range(3))
DOUBTED, DENIED = REPORTS[2].statements[0], REPORTS[0].statements[0]
DEED = REPORTS[0].events[0]


@pytest.fixture
def desk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run``, with a store of three reports and somebody who signs."""
    monkeypatch.setenv("STANDOFF_AUTHOR", "Ana")
    with Store.open(tmp_path / "standoff.db") as store:
        for made in REPORTS:
            store.add(made, coder=CODER)
    return run


def listed(run: Run, *args: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("judge", "list", "-f", "jsonl", *args).stdout.splitlines()]


def acts(run: Run) -> dict[str, str]:
    return {line["id"]: line["act"] for line in map(json.loads, run("statements", "-f", "jsonl").stdout.splitlines())}


def test_an_actor_that_nobody_has_is_written_down_and_wondered_at(desk: Run) -> None:
    """A body of the user's own is allowed; a slip of the keys should not pass in silence."""
    assert "has RUS.GVO: see that it is written right" in desk("judge", "actor", DENIED.id, "RUS.GVO; NATO").stderr
    assert "written right" not in desk("judge", "actor", DENIED.id, "RUS.GVO; CHN.MIL; OAS").stderr
    assert "written right" not in desk("judge", "actor", DENIED.id, "none").stderr


def test_a_correction_says_what_it_did(desk: Run, tmp_path: Path) -> None:
    result = desk("judge", "act", DENIED.id[:10], "request", "--reason", "it asks")
    assert result.exit_code == 0
    assert f"{DENIED.id}: REQUEST by VSK.GOV, coded DENY by VSK.GOV" in result.stdout
    assert "judged by Ana" in result.stderr and "laid out anew" in result.stderr
    assert acts(desk)[DENIED.id] == "REQUEST"
    (told,) = listed(desk)
    assert {key: told[key] for key in ("author", "verdict", "subjects", "value", "reason", "state")} == {
        "author": "Ana", "verdict": "act", "subjects": [DENIED.id], "value": "REQUEST", "reason": "it asks",
        "state": "in force",
    }  # fmt: skip
    assert str(told["time"]).endswith("Z")
    with Store.open(tmp_path / "standoff.db") as store:
        assert list(verify(store)) == []


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        (("type", DEED.id, "retreat withdraw"), f"{DEED.id}: RETREAT withdraw by VSK.MIL, coded ASSAULT by VSK.MIL"),
        (("actor", DEED.id, "ORL.MIL; NATO (Mara Lind)"), "by ORL.MIL; NATO (Mara Lind), coded"),
        (("actor", DENIED.id, "none"), "DENY by nobody named, coded DENY by VSK.GOV"),
        (("actor", REPORTS[0].quantities[0].id, "ORL.MIL"), "ORL.MIL, coded VSK.MIL"),
        (("reject", DENIED.id), f"{DENIED.id} is left out from now on"),
        (("accept", DENIED.id), f"{DENIED.id} is right as it was coded"),
        (("merge", "VSK.MIL", "ORL.MIL"), "VSK.MIL is read as ORL.MIL everywhere"),
        (("same", DENIED.id, DEED.id), "speak to one claim"),
        (("different", DENIED.id, DOUBTED.id), "speak to different claims"),
        (("act", DENIED.id, "DENY"), "reads as before"),
    ],
)
def test_every_verdict(desk: Run, args: tuple[str, ...], shown: str) -> None:
    result = desk("judge", *args)
    assert result.exit_code == 0, result.output
    assert shown in result.stdout
    assert [one["state"] for one in listed(desk)] == ["in force"]


def test_a_rejected_record_is_listed_when_asked_for(desk: Run) -> None:
    desk("judge", "reject", DENIED.id)
    assert DENIED.id not in desk("statements", "-f", "csv").stdout
    assert DENIED.id in desk("statements", "-f", "csv", "--rejected").stdout


def test_an_undo_and_its_undo(desk: Run) -> None:
    desk("judge", "reject", DENIED.id)
    assert DENIED.id not in acts(desk)
    (told,) = listed(desk)
    result = desk("judge", "undo", str(told["id"])[:10])
    assert f"is taken back: reject {DENIED.id}" in result.stdout
    assert acts(desk)[DENIED.id] == "DENY"
    one, two = listed(desk)
    assert (one["state"], two["state"]) == (f"undone by {two['id']}", "in force")
    desk("judge", "undo", str(two["id"]), "--author", "Bo")
    assert DENIED.id not in acts(desk)
    assert [one["author"] for one in listed(desk)] == ["Ana", "Ana", "Bo"]
    assert len(listed(desk, "--in-force")) == 2


def test_what_a_later_one_overrules_is_told(desk: Run) -> None:
    desk("judge", "act", DENIED.id, "REQUEST")
    desk("judge", "act", DENIED.id, "DOUBT", "--author", "Bo")
    desk("judge", "same", DENIED.id, DOUBTED.id)
    desk("judge", "different", DENIED.id, DOUBTED.id)
    first, second, third, fourth = listed(desk)
    assert first["state"] == f"overruled by {second['id']}" and third["state"] == f"overruled by {fourth['id']}"
    assert "overruled by" in " ".join(desk("judge", "list").stdout.split())


def test_a_judgement_whose_record_is_gone_waits(desk: Run, tmp_path: Path) -> None:
    import msgspec

    desk("judge", "act", DENIED.id, "REQUEST")
    with Store.open(tmp_path / "standoff.db") as store:
        bare = msgspec.structs.replace(REPORTS[0], statements=(), events=(), quantities=())
        store.add(bare, coder="next", replace=True)
    assert str(listed(desk)[0]["state"]).startswith("waiting")


def test_a_claim_stands_for_its_first_record(desk: Run, tmp_path: Path) -> None:
    """Claims are made anew; a judgement names what lasts."""
    made = findings(*REPORTS)
    with Store.open(tmp_path / "standoff.db") as store:
        store.save_findings(made, mark=store.mark(), linker=LINKER)
    disputed, unconfirmed = made["claim"][:2]
    result = desk("judge", "same", disputed.id, unconfirmed.id[:12])
    assert result.exit_code == 0, result.output
    assert listed(desk)[0]["subjects"] == [disputed.positions[0].statement, unconfirmed.positions[0].statement]
    assert "no claim" in desk("judge", "same", "d-dyad", disputed.id).stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("act", "s-none", "DENY"), "no record 's-none' in the store"),
        (("act", DENIED.id, "MUMBLE"), "MUMBLE"),
        (("act", DEED.id, "DENY"), "is an event; act is about statements"),
        (("act", REPORTS[0].document.id, "DENY"), "is a report"),
        (("type", DEED.id, "LEAVE"), "no PLOVER type is called 'LEAVE'"),
        (("type", DEED.id, "RETREAT gladly"), "take one of withdraw"),
        (("actor", DEED.id, "the ministry"), "is no actor"),
        (("same", DENIED.id, DENIED.id), "these are one"),
        (("same", DENIED.id, "c-none"), "no record and no claim 'c-none'"),
        (("same", DENIED.id, REPORTS[0].quantities[0].id), "is a quantity"),
        (("merge", "XYZ.GOV", "ORL.GOV"), "no actor 'XYZ.GOV' in the store"),
        (("merge", "VSK.GOV", "the ministry"), "no actor's id"),
        (("undo", "j-none"), "no judgement 'j-none'"),
        (("reject", DENIED.id, "--author", " "), "author"),
        (("reject", "s-"), "could be"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(desk: Run, args: tuple[str, ...], told: str) -> None:
    result = desk("judge", *args)
    assert result.exit_code == 2, result.output
    assert told in " ".join(result.stderr.split())
    assert listed(desk) == []


def test_who_signs(desk: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command line, then the variable, then the settings, then the login name; else it says what to do."""
    desk("judge", "accept", DENIED.id, "--author", "Eva  Ruiz")
    desk("judge", "accept", DENIED.id)
    monkeypatch.delenv("STANDOFF_AUTHOR")
    (tmp_path / "standoff.toml").write_text('author = "The desk"\n', encoding="utf-8")
    desk("judge", "accept", DENIED.id)
    (tmp_path / "standoff.toml").unlink()
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    desk("judge", "accept", DENIED.id)
    assert [one["author"] for one in listed(desk)] == ["Eva Ruiz", "Ana", "The desk", "login"]

    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    result = desk("judge", "accept", DENIED.id)
    assert result.exit_code == 2 and "--author" in result.stderr


def test_no_store_is_made_by_judging(run: Run, tmp_path: Path) -> None:
    assert run("judge", "reject", "s-1").exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_why_shows_the_judgement_beside_the_machine_s_value(desk: Run) -> None:
    desk("judge", "act", DENIED.id, "REQUEST", "--reason", "it asks")
    told = desk("why", DENIED.id).stdout
    assert "REQUEST" in told.splitlines()[1]
    for part in ("coded  DENY by VSK.GOV", "line (stage made, version 1)", "by Ana", "in force: it asks",
                 "a person's correction"):  # fmt: skip
        assert part in told
    desk("judge", "reject", DENIED.id)
    told = desk("why", DENIED.id).stdout
    assert "reads  left out" in told and told.count("judged") == 2
    assert "judged" not in desk("why", DOUBTED.id).stdout


def test_judgements_of_one_report(desk: Run) -> None:
    desk("judge", "accept", DENIED.id)
    desk("judge", "accept", DOUBTED.id)
    assert [one["subjects"] for one in listed(desk, "--report", "reports/2.txt")] == [[DOUBTED.id]]
    assert "no judgements match" in desk("judge", "list", "--report", "reports/1.txt").stderr


def test_a_reason_does_not_steer_the_terminal(desk: Run) -> None:
    desk("judge", "reject", DENIED.id, "--reason", "\x1b[31mred\u202e =1+1", "--author", "=Ana")
    assert "\x1b" not in desk("judge", "list").stdout
    assert "'=Ana" in desk("judge", "list", "-f", "csv").stdout


@pytest.mark.parametrize("name", ["claims", "timeline", "dyads"])
def test_every_list_says_what_rests_on_a_judgement(desk: Run, tmp_path: Path, name: str) -> None:
    """A star in the table, the judgement in CSV: a number that a person made is defended by that person."""
    desk("judge", "status", DEED.id, "historical")
    with Store.open(tmp_path / "standoff.db") as store:
        found = findings(*REPORTS)
        stands = found["claim"][0]
        at = Anchor(REPORTS[0].document.id, REPORTS[0].document.sha256, DEED.trigger)
        first = replace(stands.positions[0], at=at, statement=None, event=DEED.id)  # type: ignore[attr-defined]
        found["claim"] = [replace(stands, type=DEED.type, positions=(first,), differs=())]  # type: ignore[type-var]
        pair = found["dyad"][0]
        deed = replace(pair.deeds[0], event=DEED.id, at=at)  # type: ignore[attr-defined]
        found["dyad"] = [replace(pair, deeds=(deed,))]  # type: ignore[type-var]
        store.save_findings(found, mark=store.mark(), linker=linker())
    (judged,) = (line["id"] for line in listed(desk))
    table = desk(name)
    assert " *" in table.stdout and "* rests on what a person judged" in table.stderr
    (row,) = csv.DictReader(io.StringIO(desk(name, "-f", "csv").stdout))
    assert row["judged"] == judged
    if name == "timeline":
        assert row["status"] == "historical"
    if name == "dyads":
        (told,) = csv.DictReader(io.StringIO(desk(name, "-f", "csv", "--words").stdout))
        assert told["event"] == DEED.id and DEED.trigger.of(REPORTS[0].document.text) in told["words"]
    why = desk("why", found["claim"][0].id).stdout  # type: ignore[attr-defined]
    assert f"status {DEED.id} historical ({judged}), by Ana" in why


def test_lists_of_records_say_which_of_them_a_person_corrected(desk: Run) -> None:
    table = desk("events")
    assert " *" not in table.stdout and "*" not in table.stderr
    desk("judge", "status", DEED.id, "negation")
    table = desk("events")
    assert f"{DEED.id[:12]} *" in table.stdout and "* rests on" in table.stderr
    (judged,) = (line["id"] for line in listed(desk))
    rows = csv.DictReader(io.StringIO(desk("events", "-f", "csv").stdout))
    assert {row["id"]: row["judged"] for row in rows if row["judged"]} == {DEED.id: judged}
    shown = desk("show", REPORTS[0].document.id).stdout
    assert f"1 record reads as a person judged: standoff judge list --report {REPORTS[0].document.id}" in shown
