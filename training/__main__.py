"""Everything in one command, resumable: ``python -m training``.

Silver labels and the network (``training.run``), the export into the package, the sentence encoder, and the figures on
every development set. Each step is a module of its own and says how to run it alone.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from standoff.analyse.network import WEIGHTS
from training import encoder, evaluate, export, plover, run
from training.owntexts import HELD_OUT
from training.windows import DATA, OWN


def figures(weights: Path) -> None:
    """Prints the figures of every task on its development set."""

    def report(task: str, files: list[Path], **more: Any) -> None:
        found = evaluate.run(task, files, weights, **more)
        print(task, files[0].name, json.dumps(found), flush=True)

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
    report("own", [OWN / f"{name}.jsonl" for name in sorted(HELD_OUT)])
    if weights == WEIGHTS:  # what follows measures the product, which reads by the package's own weights
        report("plover", [events / "PLV_train.tsv"], cv=5)
        for name in ("lgl", "GWN"):
            report("geo", [DATA / "geo" / f"{name}.xml.gz"])
        report("actors", [Path("quality") / "actors.tsv"])


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, epilog="Other options go to training.run.")
    p.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go: into the package without it")
    p.add_argument("--figures", action="store_true", help="only measure the weights that lie there")
    args, rest = p.parse_known_args()
    if not args.figures:
        asked = run.main(rest)
        net, folder = export.load(asked["name"], asked["encoder"])
        export.export(net, folder, args.out)
        if args.out == WEIGHTS:
            encoder.export(folder, WEIGHTS)
            plover.main([])
    figures(args.out)


if __name__ == "__main__":
    main()
