"""Everything in one command, resumable: ``python -m training``.

Silver labels and the network (``training.run``), the export into the package, the sentence encoder, and the figures on
every development set. Each step is a module of its own and says how to run it alone.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from standoff.analyse.network import WEIGHTS
from training import encoder, evaluate, export, run
from training.owntexts import HELD_OUT
from training.windows import DATA, OWN


def figures() -> None:
    """Prints the figures of every task on its development set."""
    ud, events, facts = DATA / "ud", DATA / "events", DATA / "factuality"
    report("ud", [ud / "en_ewt-ud-dev.conllu.gz"])
    report("ud", [ud / "en_gum-ud-dev.conllu.gz"])
    report("ner", [DATA / "ner" / "uner_ewt_dev.iob2.gz"])
    report("polnear", [DATA / "polnear" / "cofenet_dev.txt"])
    with tempfile.TemporaryDirectory() as scratch:
        for archive in (DATA / "polnear" / "dev.tar.xz", DATA / "time" / "TBAQ-cleaned.tar.xz"):
            with tarfile.open(archive) as tar:
                tar.extractall(scratch, filter="data")
        dev = Path(scratch) / "dev"
        report("polnear-links", [dev / "text", dev / "attributions"])
        report("timex", [Path(scratch)])
    report("srl", [DATA / "srl" / "ewt_srl_dev.jsonl.gz"])
    for name in ("uw", "uds"):
        report("factuality", [facts / f"{name}_dev.jsonl.gz"], scale=name)
    report("plover", [events / "PLV_train.tsv"], cv=5)
    for name in ("lgl", "GWN"):
        report("geo", [DATA / "geo" / f"{name}.xml.gz"])
    report("actors", [Path("quality") / "actors.tsv"])
    report("own", [OWN / f"{name}.jsonl" for name in sorted(HELD_OUT)])


def report(task: str, files: list[Path], **more: Any) -> None:
    """Prints one task's figures."""
    print(task, files[0].name, json.dumps(evaluate.run(task, files, **more)), flush=True)


def main() -> None:
    if "--figures" not in sys.argv[1:]:
        run.main([])
        net, folder = export.load("network", None)
        export.export(net, folder, WEIGHTS)
        encoder.export(folder, WEIGHTS)
    figures()


if __name__ == "__main__":
    main()
