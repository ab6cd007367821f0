"""The scorer counts as its docstring says, and the gate lets nothing slip."""

from __future__ import annotations

import copy
import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from quality import gate
from quality.marks import from_contract, from_marked, locate
from quality.score import iou, merged, pair, read_gold, read_marked, score

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TEXT = "Norway said it had closed the strait. Sweden denied the report."
MARKED = {
    "id": "strait",
    "genre": "wire",
    "published": "2020-01-02",
    "text": TEXT,
    "statements": [
        {
            "source": "Norway",
            "cue": "said",
            "content": ["it had closed the strait"],
            "quotation": "indirect",
            "act": "STATE",
            "certainty": "CT+",
            "source_actors": ["NOR.GOV"],
        },
        {
            "source": "Sweden",
            "cue": "denied",
            "content": ["the report"],
            "quotation": "indirect",
            "act": "DENY",
            "certainty": "CT-",
            "source_actors": ["SWE.GOV"],
        },
    ],
    "events": [
        {
            "trigger": "closed",
            "type": "COERCE",
            "mode": "restrict",
            "actors": ["NOR.GOV"],
            "recipients": [],
            "status": "actual",
            "attributed_to": 0,
            "date": None,
            "place": "the strait",
        }
    ],
    "quantities": [],
}


def place_of(place: Any) -> Any:
    return {"name": place, "country": None} if isinstance(place, str) else place


def as_contract(row: dict[str, Any]) -> dict[str, Any]:
    """A marked text as the product would print it, were it perfect."""
    text = row["text"]

    def at(anchor: Any) -> dict[str, int] | None:
        span = locate(text, anchor)
        return None if span is None else {"start": span[0], "end": span[1]}

    zones = row.get("zones") or [[text, "headline" if row["genre"] == "headline" else "body"]]
    return {
        "document": {"id": row["id"], "text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()},
        "zones": [{**(at(anchor) or {}), "role": role} for anchor, role in zones],
        "statements": [
            {
                **said,
                "id": f"s-{i}",
                "source": at(said.get("source")),
                "cue": at(said.get("cue")),
                "content": [at(anchor) for anchor in said["content"]],
                "source_actors": [{"id": actor, "name": None} for actor in said.get("source_actors", [])],
            }
            for i, said in enumerate(row["statements"])
        ],
        "events": [
            {
                **deed,
                "trigger": at(deed["trigger"]),
                "attributed_to": None if deed.get("attributed_to") is None else f"s-{deed['attributed_to']}",
                "place": place_of(deed.get("place")),
            }
            for deed in row.get("events", [])
        ],
        "quantities": [{**count, **(at(count) or {})} for count in row.get("quantities", [])],
    }


def test_the_gold_itself_scores_one_on_every_figure() -> None:
    """Marks against the same marks in the product's format: nothing is lost on the way."""
    for path in sorted((ROOT / "quality" / "gold").glob("*.jsonl")):
        rows = read_marked(path)
        tally = score((marks for _, marks in rows), (from_contract(as_contract(row)) for row, _ in rows))
        wrong = {name: value for name, value in tally.f1().items() if value < 1 and tally.figures[name].gold}
        assert not wrong, path.name


def test_a_text_left_out_counts_against_every_figure() -> None:
    tally = score([from_marked(MARKED)], [])
    assert tally.figures["statement.found"].gold == 2
    assert set(tally.f1().values()) == {0.0}


@pytest.mark.parametrize(
    ("change", "figure", "hits"),
    [
        (lambda out: out["statements"][1].update(act="DOUBT"), "statement.act", 1),
        (lambda out: out["statements"][1].update(act="DOUBT"), "statement.found", 2),
        (lambda out: out["statements"][0].update(source=None), "statement.linked", 1),
        # a complementizer too many: found, but not exact
        (lambda out: out["statements"][0].update(content=[{"start": 7, "end": 36}]), "statement.exact", 1),
        # marks and stops at the edge do not matter
        (lambda out: out["statements"][0].update(content=[{"start": 12, "end": 37}]), "statement.exact", 2),
        (lambda out: out["statements"][0].update(cue={"start": 38, "end": 44}), "statement.found", 1),
        (lambda out: out["statements"][0].update(source_actors=[]), "statement.speaker", 1),
        (lambda out: out["events"][0].update(type="SANCTION"), "event.trigger", 1),
        (lambda out: out["events"][0].update(type="SANCTION"), "event.mode", 0),
        (lambda out: out["events"][0].update(actors=["NOR.MIL"]), "event.who", 0),
        (lambda out: out["events"][0].update(actors=["NOR.MIL"]), "event.who_state", 1),
        (lambda out: out["events"][0].update(attributed_to="s-1"), "event.attributed", 0),
        (lambda out: out["events"][0].update(attributed_to=None), "event.attributed", 0),
        (lambda out: out["events"][0].update(place=None), "event.where", 0),
        (lambda out: out["events"][0].update(place=None), "event.country", 1),
    ],
)
def test_one_change_moves_the_figure_that_measures_it(change: Any, figure: str, hits: int) -> None:
    out = as_contract(copy.deepcopy(MARKED))
    change(out)
    assert score([from_marked(MARKED)], [from_contract(out)]).figures[figure].hits == hits


def test_pairs_are_one_to_one_best_first_ties_in_text_order() -> None:
    weights = {("a", "x"): 1.0, ("a", "y"): 2.0, ("b", "x"): 1.0, ("b", "y"): 2.0}
    assert pair(["a", "b"], ["x", "y"], lambda g, s: weights[g, s]) == [("a", "y"), ("b", "x")]
    assert pair(["a"], ["x"], lambda g, s: 0.0) == []


def test_cover_counts_each_character_once() -> None:
    assert merged([(4, 9), (0, 5), (12, 14)]) == [(0, 9), (12, 14)]
    assert iou([(0, 5), (3, 10)], [(5, 10)]) == 0.5


def test_an_anchor_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not occur 2 times"):
        locate(TEXT, {"t": "Norway", "n": 2})


# --- the same figures as the shared scorer's ---------------------------------------------------------------------


def shaken(gold: dict[str, Any], text: str) -> dict[str, Any]:
    """Gold as a system's output with every kind of error in it: spans moved, records lost, doubled and retyped."""
    out = copy.deepcopy(gold)

    def moved(span: Any, by: int) -> dict[str, int] | None:
        return None if span is None else {"start": max(0, span[0] - by), "end": min(len(text), span[1] + by)}

    out["document"] = {"id": gold["doc"], "text": text, "sha256": gold["sha256"]}
    out["zones"] = [
        {"start": a, "end": b, "role": "teaser" if i % 5 == 3 else role} for i, (a, b, role) in enumerate(gold["zones"])
    ]
    for i, said in enumerate(out["statements"]):
        said.update(source=moved(said["source"], i % 3), cue=moved(said["cue"], 0))
        said["content"] = [moved(span, (i % 4) * 6) for span in said["content"]]
        if i % 3 == 1:
            said.update(act="STATE", source_actors=[], targets=["NATO"])
        if i % 7 == 2:
            said.update(cue=None, certainty="U", quotation="mixed")
    out["statements"] += [{**said, "id": said["id"] + "x"} for said in out["statements"][::5]]
    del out["statements"][1::6]
    for i, deed in enumerate(out["events"]):
        deed["trigger"] = moved(deed["trigger"], i % 2)
        if i % 4 == 1:
            deed.update(type="CONSULT", mode=None)
        if i % 5 == 1:
            deed.update(actors=["RUS.MIL"], recipients=[], status="future", date=None, place=None, attributed_to="s1")
    out["events"] += out["events"][::6]
    out["quantities"] = [
        {**count, **(moved(count["span"], i % 3) or {}), "approx": i % 2 == 0}
        for i, count in enumerate(out["quantities"])
    ]
    for i, count in enumerate(out["quantities"]):
        del count["span"]
        if i % 3 == 0:
            count["holder"] = None
    return out


@pytest.mark.skipif(not (SHARED / "score" / "score.py").is_file(), reason="no shared scorer beside this checkout")
def test_our_scorer_agrees_with_the_shared_one(tmp_path: Path) -> None:
    """Two scorers written apart from one definition give the same numbers."""
    folder = SHARED / "gold-dev"
    system = tmp_path / "system.jsonl"
    with system.open("w", encoding="utf-8") as lines:
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = (folder / "reports" / f"{gold['doc']}.txt").read_bytes().decode()
            lines.write(json.dumps(shaken(gold, text)) + "\n")
    command = [sys.executable, str(SHARED / "score" / "score.py"), str(folder), str(system), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    rows = [json.loads(line) for line in system.read_text(encoding="utf-8").splitlines()]
    tally = score(read_gold(folder), (from_contract(row) for row in rows))
    ours = tally.f1()
    measured = {name: figure for name, figure in theirs.items() if isinstance(figure, dict)}
    assert set(ours) == set(measured)
    for name, figure in measured.items():
        assert ours[name] == pytest.approx(figure["f1"], abs=1e-12), name
        if "gold" in figure:
            counted = tally.figures[name]
            assert (counted.gold, counted.system) == (figure["gold"], figure["system"]), name
            assert (counted.precision, counted.recall) == pytest.approx((figure["p"], figure["r"])), name
    assert 0.2 < ours["statement.found"] < 1 and 0.2 < ours["event.type"] < 1, "the shaken output must test something"


# --- the gate ----------------------------------------------------------------------------------------------------


def measured(**figures: float) -> gate.Measured:
    return gate.Measured("own", "hash", {name.replace("_", "."): value for name, value in figures.items()}, ())


def floors(**held: float) -> dict[str, Any]:
    kept = {name.replace("_", "."): value for name, value in held.items()}
    return {"sets": {"own": {"gold": "hash", "floors": kept}}, "drops": []}


def test_a_figure_below_its_floor_is_named() -> None:
    held = floors(event_type=0.51, statement_act=0.7)
    drops, complaints = gate.compare(measured(event_type=0.50, statement_act=0.70), held)
    assert [str(drop) for drop in drops] == ["own event.type: 0.5000 is below its floor 0.5100"]
    assert not complaints


def test_changed_gold_and_a_set_without_floors_are_complaints() -> None:
    held = floors(event_type=0.1)
    held["sets"]["own"]["gold"] = "another"
    assert "gold has changed" in gate.compare(measured(event_type=0.5), held)[1][0]
    assert "no floors yet" in gate.compare(measured(event_type=0.5), {"sets": {}, "drops": []})[1][0]


def test_raising_lifts_and_never_lowers() -> None:
    held = floors(event_type=0.60, statement_act=0.40)
    gate.lift(measured(event_type=0.50, statement_act=0.70), held)
    assert held["sets"]["own"]["floors"] == {"event.type": 0.60, "statement.act": pytest.approx(0.70 - gate.MARGIN)}


def test_a_drop_is_allowed_only_with_reason_name_and_day() -> None:
    held = floors(event_type=0.60)
    drops, _ = gate.compare(measured(event_type=0.50), held)
    gate.lower(drops, held, reason="new lexicon", by="ana", day="2020-01-02")
    assert not gate.compare(measured(event_type=0.50), held)[0]
    (entry,) = held["drops"]
    assert (entry["reason"], entry["by"], entry["day"]) == ("new lexicon", "ana", "2020-01-02")
    assert entry["figures"] == {"own event.type": [0.60, pytest.approx(0.50 - gate.MARGIN)]}


def test_a_text_on_which_the_product_fails_is_named_and_counts_as_left_out() -> None:
    gold = gate.GoldSet("own", (gate.Text(from_marked(MARKED), None, None),), "hash")

    def code(text: str, published: str | None, publisher: str | None) -> dict[str, Any]:
        raise RuntimeError("no weights")

    out = gate.measure(gold, code)
    assert out.failures == ("own strait: RuntimeError: no weights",)
    assert gate.compare(out, floors(event_type=0.0))[1] == ["own strait: RuntimeError: no weights"]


def test_the_gate_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A perfect coder sets the floors; a worse one fails by name, and passes once someone has signed."""
    gold = tmp_path / "gold"
    gold.mkdir()
    rows = [{**MARKED, "id": f"strait-{i}", "text": f"{TEXT} {i}"} for i in range(gate.LEAST)]
    (gold / "one.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    by_text = {row["text"]: row for row in rows}
    spoil = False

    def code(text: str, published: str | None, publisher: str | None) -> dict[str, Any]:
        out = as_contract(by_text[text])
        if spoil:
            out["statements"][0]["act"] = "DENY"
        return out

    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gate, "pipeline", lambda: code)
    monkeypatch.setattr(gate, "signature", lambda: "ana")
    monkeypatch.setattr(gate, "gold_sets", lambda real=gate.gold_sets: real(gold, tmp_path / "absent"))
    assert gate.main([]) == 1
    assert "no floors yet" in capsys.readouterr().err
    assert gate.main(["--raise"]) == 0
    assert gate.main([]) == 0
    spoil = True
    capsys.readouterr()
    assert gate.main([]) == 1
    assert capsys.readouterr().err == "own statement.act: 0.5000 is below its floor 0.9900\n"
    assert gate.main(["--raise"]) == 1, "raising does not excuse a drop"
    assert gate.main(["--allow-drop", "one act less"]) == 0
    assert gate.main([]) == 0
    assert json.loads(gate.FLOORS.read_text(encoding="utf-8"))["drops"][0]["by"] == "ana"


def test_the_floors_belong_to_the_gold_that_is_here() -> None:
    """Gold that changes without a new measurement would make the floors meaningless."""
    held = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    for gold in gate.gold_sets():
        assert held["sets"][gold.name]["gold"] == gold.sha256, gold.name
    for entry in held["drops"]:
        assert entry["reason"] and entry["by"] and entry["day"]


# --- the examples' gold ------------------------------------------------------------------------------------------


def test_example_gold_is_about_the_examples_as_they_stand() -> None:
    folder = ROOT / "examples"
    texts = set()
    for path in folder.glob("*.txt"):
        encoding = "utf-16" if "utf16" in path.stem else "cp1252" if "cp1252" in path.stem else "utf-8"
        texts.add(path.read_bytes().decode(encoding))
    with (folder / "06-articles.csv").open(encoding="utf-8", newline="") as lines:
        texts.update(row["text"] for row in csv.DictReader(lines))
    rows = read_marked(ROOT / "quality" / "gold" / "examples.jsonl")
    assert len(rows) >= 6
    for row, marks in rows:
        assert marks.text in texts, row["id"]
        assert row["zones"] and marks.said and marks.deeds and marks.counts, row["id"]
