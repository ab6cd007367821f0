"""Measures the network and the product on public test formats: ``python -m training.evaluate TASK FILE...``; the last
line is one JSON object, figures as fractions of 1.

  ud FILE.conllu            tags, lemmas, tree from gold tokens, and raw text by CoNLL-2018's definition
  ner FILE.iob2             exact spans of PER, LOC, ORG
  polnear FILE              CofeNet's instances: exact, begin, jaccard of source, cue, content
  polnear-links TEXTS ANNS  relations from raw text (folders of texts and of brat files)
  srl FILE.jsonl            labelled arguments given predicates
  factuality FILE.jsonl     Pearson's r and mean absolute error
  plover FILE.tsv           PLOVER root, quad and binary of (sentence, source, target); --cv 5 trains on the file, too
  timex DIR                 TimeML files: strict, relaxed, value
  recognizers DIR           Recognizers-Text's specs: share passed by class, and what is left out, with the reason
  geo FILE.xml              LGL's format: recognition, acc161
  actors FILE.tsv           phrases in context to country, sector, name
  own FILE.jsonl            the learned heads on marked texts of our own
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from training import (
    measure_actors,
    measure_attribution,
    measure_geo,
    measure_names,
    measure_own,
    measure_plover,
    measure_predicates,
    measure_recognizers,
    measure_time,
    measure_ud,
)

#: Tasks that look at one file at a time.
ONE: dict[str, Callable[[Analyser, Path], dict[str, Any]]] = {
    "ud": measure_ud.measure,
    "ner": measure_names.measure,
    "polnear": measure_attribution.spans,
    "srl": measure_predicates.roles,
    "factuality": measure_predicates.factuality,
}


def run(task: str, files: list[Path], weights: Path | None = None, cv: int | None = None) -> dict[str, Any]:
    """The figures of one task; of several files in a task that takes one, by file name."""
    if task == "plover":
        return measure_plover.measure(files, cv)
    if task == "actors":
        return measure_actors.measure(files)
    analyser = Analyser.load(weights)
    if task == "timex":
        return measure_time.measure(files, analyser)
    if task == "recognizers":
        return measure_recognizers.measure(files, analyser)
    if task == "geo":
        return measure_geo.measure(files, analyser)
    if task == "own":
        return measure_own.measure(analyser, files)
    if task == "polnear-links":
        if len(files) != 2:
            sys.exit("polnear-links takes a folder of texts and a folder of annotations")
        return measure_attribution.links(analyser, *files)
    found = {path.name: ONE[task](analyser, path) for path in files}
    return found[files[0].name] if len(files) == 1 else found


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument(
        "task",
        choices=sorted([*ONE, "plover", "actors", "timex", "recognizers", "geo", "own", "polnear-links"]),
        metavar="task",
    )
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("--weights", type=Path, help="a folder with another exported network")
    p.add_argument("--cv", type=int, help="plover: folds of cross-validation on the file itself")
    args = p.parse_args()
    missing = [str(path) for path in args.files if not path.exists()]
    if missing:
        sys.exit(f"not there: {', '.join(missing)}")
    print(json.dumps(run(args.task, args.files, args.weights, args.cv)))


if __name__ == "__main__":
    main()
