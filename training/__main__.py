"""Everything in one command, resumable: ``python -m training``.

Teacher (treebanks and names), its silver labels, the network, the export into the package, and the figures. Each step
is a module of its own and says how to run it alone; a step whose result lies in ``training/work`` is not repeated.
"""

from __future__ import annotations

import json
from pathlib import Path

from standoff.analyse import Analyser
from standoff.analyse.network import WEIGHTS
from training import evaluate, export, run, silver
from training.corpora import DATA, OWN

TEACHER = run.WORK / "teacher"


def main() -> None:
    if not (run.WORK / "silver.jsonl").exists():
        run.main(["--teacher", "--name", "teacher", "--cycles", "2"])
        net, encoder = export.load("teacher", None)
        export.export(net, encoder, TEACHER, int8=False)
        silver.write(Analyser.load(TEACHER))
    run.main([])
    net, encoder = export.load("network", None)
    export.export(net, encoder, WEIGHTS)
    analyser = Analyser.load()
    figures = {
        "EWT dev": evaluate.ud(analyser, DATA / "ud" / "en_ewt-ud-dev.conllu.gz"),
        "GUM dev": evaluate.ud(analyser, DATA / "ud" / "en_gum-ud-dev.conllu.gz"),
        "UNER EWT dev": evaluate.ner(analyser, DATA / "ner" / "uner_ewt_dev.iob2.gz"),
        "own, held out": evaluate.own(analyser, Path(OWN)),
    }
    for name, row in figures.items():
        print(name, json.dumps(row))


if __name__ == "__main__":
    main()
