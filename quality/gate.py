"""The floors: no change may make the product worse unless someone signs for it.

``python -m quality.gate``                        measure, compare with ``floors.json``, exit 1 and name each drop
``python -m quality.gate --raise``                lift the floors to what is measured, less a small margin
``python -m quality.gate --allow-drop "reason"``  lower the floors that fail; reason, name and day stay in the file
``python -m quality.gate --corpora``              the public development sets as well, where they lie beside (minutes)

Measured are the marked texts in ``quality/gold`` (``own``: short texts that no training has seen; ``reports``: 22 whole
reports, half of them as scraped; ``examples``: those of ``examples/``) and, where they lie beside the checkout, the
gold reports in ``../shared/gold-dev``.
A floor belongs to the gold it was measured on: the file keeps its hash, and a changed gold set has to be measured anew.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import getpass
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality.marks import Marks, from_contract, from_gold
from quality.score import read_marked, score

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "quality" / "gold"
FLOORS = ROOT / "quality" / "floors.json"
GOLD_DEV = ROOT.parent / "shared" / "gold-dev"
#: Files of whole reports that have floors of their own; all others are the short texts.
WHOLE = ("examples", "reports")
#: Runs are deterministic on one machine; this much may come from another CPU's integer kernels.
MARGIN = 0.01
#: Figures that rest on fewer gold records than this swing with each of them and get no floor.
LEAST = 10

Code = Callable[[str, str | None, str | None], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Text:
    """A gold text and what a reader of it would know beside the text."""

    marks: Marks
    published: str | None
    publisher: str | None


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Texts that share floors. ``sha256`` hashes texts and marks."""

    name: str
    texts: tuple[Text, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one gold set, and what went wrong on the way."""

    name: str
    gold: str
    figures: Mapping[str, float]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """A figure below its floor."""

    name: str
    figure: str
    floor: float
    measured: float

    def __str__(self) -> str:
        return f"{self.name} {self.figure}: {self.measured:.4f} is below its floor {self.floor:.4f}"


def gold_sets(gold: Path = GOLD, gold_dev: Path = GOLD_DEV) -> Iterator[GoldSet]:
    """The sets that there are on this machine."""
    files = sorted(gold.glob("*.jsonl"))
    short = [path for path in files if path.stem not in WHOLE]
    for name, members in (("own", short), *((path.stem, [path]) for path in files if path.stem in WHOLE)):
        if members:
            rows = [row for path in members for row in read_marked(path)]
            texts = tuple(Text(marks, row["published"], row.get("publisher")) for row, marks in rows)
            yield GoldSet(name, texts, _hash(members))
    if gold_dev.is_dir():
        with (gold_dev / "reports" / "manifest.csv").open(encoding="utf-8", newline="") as lines:
            manifest = {row["path"]: row for row in csv.DictReader(lines)}
        reports, members = [], sorted(gold_dev.glob("*.json"))
        for path in members:
            row = json.loads(path.read_text(encoding="utf-8"))
            file = gold_dev / "reports" / f"{row['doc']}.txt"
            about = manifest[file.name]
            marks = from_gold(row, file.read_bytes().decode())
            reports.append(Text(marks, about["published"] or None, about["publisher"] or None))
        yield GoldSet("gold-dev", tuple(reports), _hash(members))


def _hash(files: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def measure(gold: GoldSet, code: Code) -> Measured:
    """Run ``code`` over the texts of ``gold`` and score what it finds. A text on which it fails counts as left out."""
    system, failures = [], []
    for text in gold.texts:
        try:
            system.append(from_contract(code(text.marks.text, text.published, text.publisher)))
        except Exception as err:
            failures.append(f"{gold.name} {text.marks.name}: {type(err).__name__}: {err}")
    tally = score((text.marks for text in gold.texts), system)
    figures = tally.f1()
    thin = {name for name, figure in tally.figures.items() if figure.gold < LEAST}
    return Measured(gold.name, gold.sha256, {k: v for k, v in figures.items() if k not in thin}, tuple(failures))


def compare(measured: Measured, floors: Mapping[str, Any]) -> tuple[list[Drop], list[str]]:
    """What ``measured`` fails of ``floors`` (the whole file): figures below their floor, and other complaints."""
    complaints = list(measured.failures)
    known = floors["sets"].get(measured.name)
    if known is None:
        return [], [*complaints, f"{measured.name}: no floors yet; run `python -m quality.gate --raise`"]
    if known["gold"] != measured.gold:
        complaints.append(f"{measured.name}: the gold has changed; run `python -m quality.gate --raise`")
    figures = measured.figures
    drops = [
        Drop(measured.name, figure, floor, figures.get(figure, 0.0))
        for figure, floor in known["floors"].items()
        if figures.get(figure, 0.0) < floor
    ]
    return drops, complaints


def lift(measured: Measured, floors: dict[str, Any]) -> None:
    """Raise the floors of one set in place; none goes down."""
    known = floors["sets"].setdefault(measured.name, {"floors": {}})
    known["gold"] = measured.gold
    held = known["floors"]
    figures = sorted(measured.figures.items())
    known["floors"] = {name: max(_floor(value), held.get(name, 0.0)) for name, value in figures}


def lower(drops: list[Drop], floors: dict[str, Any], *, reason: str, by: str, day: str) -> None:
    """Lower the floors of ``drops`` in place, and keep who said why."""
    for drop in drops:
        floors["sets"][drop.name]["floors"][drop.figure] = _floor(drop.measured)
    figures = {f"{drop.name} {drop.figure}": [drop.floor, _floor(drop.measured)] for drop in drops}
    floors["drops"].append({"day": day, "by": by, "reason": reason, "figures": figures})


def _floor(value: float) -> float:
    return max(0.0, round(value - MARGIN, 4))


def pipeline() -> Code:
    """The product, as its users call it."""
    import standoff
    from standoff.pipeline import STAGES
    from standoff.present.contract import to_contract

    nlp = standoff.load()
    stages = {stage.name for stage in STAGES}

    def code(text: str, published: str | None, publisher: str | None) -> Mapping[str, Any]:
        report = nlp(text, published=published, publisher=publisher)
        for problem in report.problems:
            if problem.stage in stages:  # users get the rest of the report; here a stage that fails must not pass
                raise RuntimeError(f"stage {problem.stage}: {problem.reason}")
        return to_contract(report)

    return code


def every(*, corpora: bool) -> Iterator[Measured]:
    """All that there is to measure on this machine, one set after the other."""
    code = pipeline()
    for gold in gold_sets():
        yield measure(gold, code)
    if corpora:
        from quality.corpora import measured

        yield from measured()


def signature() -> str:
    """Who is at work: git's name for them, else the account's."""
    try:
        named = subprocess.run(["git", "config", "user.name"], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return getpass.getuser()
    return named.stdout.strip() or getpass.getuser()


def show(measured: Measured, floors: Mapping[str, Any], seconds: float) -> None:
    """The table of one set: figure, measured, floor."""
    held = floors["sets"].get(measured.name, {"floors": {}})["floors"]
    print(f"{measured.name}: {seconds:.1f} s")
    for figure, value in measured.figures.items():
        floor = held.get(figure)
        mark = "" if floor is None or value >= floor else "   BELOW"
        print(f"  {figure:24} {value:.4f}   floor {'none' if floor is None else f'{floor:.4f}'}{mark}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raised", action="store_true", help="lift the floors to what is measured")
    parser.add_argument("--corpora", action="store_true", help="measure the public development sets, too")
    parser.add_argument("--allow-drop", metavar="REASON", help="lower the floors that fail, signed")
    given = parser.parse_args(arguments)
    if given.allow_drop is not None and not given.allow_drop.strip():
        parser.error("--allow-drop needs a reason")
    floors: dict[str, Any] = {"margin": MARGIN, "sets": {}, "drops": []}
    if FLOORS.exists():
        floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    drops: list[Drop] = []
    complaints: list[str] = []
    seen = set()
    start = time.perf_counter()
    for measured in every(corpora=given.corpora):
        show(measured, floors, time.perf_counter() - start)
        start = time.perf_counter()
        below, other = compare(measured, floors)
        drops += below
        complaints += measured.failures if given.raised else other
        if given.raised:
            lift(measured, floors)
        seen.add(measured.name)
    if skipped := sorted(set(floors["sets"]) - seen):
        print(f"not measured here: {', '.join(skipped)}")
    if given.allow_drop and drops:
        lower(drops, floors, reason=given.allow_drop, by=signature(), day=datetime.date.today().isoformat())
        print(f"{len(drops)} floors lowered: {given.allow_drop}")
        drops = []
    if given.raised or given.allow_drop:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in (*map(str, drops), *complaints):
        print(line, file=sys.stderr)
    return 1 if drops or complaints else 0


if __name__ == "__main__":
    sys.exit(main())
