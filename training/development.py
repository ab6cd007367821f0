"""Every task on its development sets: what ``python -m training`` prints and ``quality.gate --corpora`` holds to.

None of these files is seen in training, nor is anything chosen by the hidden tests of the same corpora.
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from standoff.analyse.network import WEIGHTS
from training import evaluate
from training.owntexts import HELD_OUT
from training.windows import DATA, OWN


def figures(weights: Path = WEIGHTS) -> Iterator[tuple[str, list[Path], dict[str, Any]]]:
    """Name of task and set, the files, and the figures, one after the other. What measures the product, not the network
    alone, is left out for weights that the product does not read by."""

    def run(task: str, name: str, *files: Path, **more: Any) -> tuple[str, list[Path], dict[str, Any]]:
        return f"{task} {name}", list(files), evaluate.run(task, list(files), weights, **more)

    ud = DATA / "ud"
    yield run("ud", "ewt", ud / "en_ewt-ud-dev.conllu.gz")
    yield run("ud", "gum", ud / "en_gum-ud-dev.conllu.gz")
    yield run("ner", "uner-ewt", DATA / "ner" / "uner_ewt_dev.iob2.gz")
    yield run("polnear", "dev", DATA / "polnear" / "cofenet_dev.txt")
    with tempfile.TemporaryDirectory() as scratch:
        archives = (DATA / "polnear" / "dev.tar.xz", DATA / "time" / "TBAQ-cleaned.tar.xz")
        for archive in archives:
            with tarfile.open(archive) as tar:
                tar.extractall(scratch, filter="data")
        dev = Path(scratch) / "dev"
        yield ("polnear-links dev", [archives[0]], run("polnear-links", "dev", dev / "text", dev / "attributions")[2])
        yield "timex tbaq", [archives[1]], run("timex", "tbaq", Path(scratch))[2]
    yield run("srl", "ewt", DATA / "srl" / "ewt_srl_dev.jsonl.gz")
    for name in ("uw", "uds"):
        yield run("factuality", name, DATA / "factuality" / f"{name}_dev.jsonl.gz")
    yield run("own", "held-out", *(OWN / f"{name}.jsonl" for name in sorted(HELD_OUT)))
    if weights == WEIGHTS:
        yield run("plover", "cv5", DATA / "events" / "PLV_train.tsv", cv=5)
        for name in ("lgl", "GWN"):
            yield run("geo", name, DATA / "geo" / f"{name}.xml.gz")
        yield run("actors", "own", Path(__file__).resolve().parents[1] / "quality" / "actors.tsv")
