"""Speed of the analyser: ``python -m benchmarks.analyser [--texts N]``; needs the ``train`` extra for the comparison.

Words a second from text to decoded heads, on one thread, on two, and in two processes; the share of time spent outside
the ONNX runs; peak memory; and, over the same texts in the same run, one bare forward pass of a BERT-base encoder
(random weights) in ONNX float32 and int8: the least that a system built on BERT-base pays for each question it asks.
Machines differ and are noisy: only the ratios mean something.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import onnxruntime

from standoff.analyse import Analyser
from standoff.analyse.network import WEIGHTS, Network
from standoff.analyse.paragraphs import windows
from standoff.model import Document, Span, Zone, document_id

ROOT = Path(__file__).resolve().parent.parent
#: BERT-base: Devlin et al. 2019, table 1.
BERT = {
    "vocab_size": 30522, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
    "intermediate_size": 3072, "max_position_embeddings": 512, "type_vocab_size": 2,
}  # fmt: skip


def texts(limit: int) -> list[Document]:
    """The gold texts of ``quality/gold`` as documents that are all body."""
    out = []
    for path in sorted((ROOT / "quality" / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            key = document_id(text, publisher=None, uri=None)
            out.append(Document(id=key, sha256=key, text=text, zones=(Zone(Span(0, len(text)), "body"),)))
    return out[:limit]


class Timed(Network):
    """The network with a clock around its ONNX runs."""

    inside = 0.0

    def __init__(self, threads: int) -> None:
        super().__init__(WEIGHTS, threads=threads)
        for name in ("_main", "_labels", "_roles"):
            setattr(self, name, _Clock(self, getattr(self, name)))


class _Clock:
    def __init__(self, owner: Timed, session: onnxruntime.InferenceSession) -> None:
        self.owner, self.session = owner, session

    def run(self, *args: object) -> object:
        begin = time.perf_counter()
        out = self.session.run(*args)
        self.owner.inside += time.perf_counter() - begin
        return out


def analyse(documents: list[Document], threads: int) -> tuple[float, float, int]:
    """Seconds, seconds inside ONNX, and words of one round, after one to warm up."""
    network = Timed(threads)
    analyser = Analyser(network)
    analyser.run(documents[0])
    network.inside = 0.0
    begin = time.perf_counter()
    words = sum(len(s.tokens) for d in documents for s in analyser.run(d).sentences)
    return time.perf_counter() - begin, network.inside, words


_worker: Analyser


def _start() -> None:
    global _worker
    _worker = Analyser.load()


def _read(document: Document) -> int:
    return len(_worker.run(document).sentences)


def two_processes(documents: list[Document]) -> float:
    """Seconds of one round in two processes, each loaded before the clock starts."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start) as pool:
        list(pool.map(_read, documents[:8]))
        begin = time.perf_counter()
        list(pool.map(_read, documents, chunksize=8))
        return time.perf_counter() - begin


def bert(documents: list[Document], scratch: Path) -> dict[str, float]:
    """Seconds of one bare BERT-base pass over the same windows, float32 and int8, one thread."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from training.network import Network as Torch

    class Bare(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = Torch({"rel": ["root"], "role": ["O"]}, BERT, dropout=0.0)

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return self.net.encode(ids, torch.ones_like(ids))

    plain, small = scratch / "bert.onnx", scratch / "bert-int8.onnx"
    torch.onnx.export(
        Bare().eval(), (torch.randint(1000, 2000, (1, 12)),), plain, input_names=["ids"], output_names=["out"],
        dynamic_axes={"ids": {1: "pieces"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(plain), str(small), per_channel=True, weight_type=QuantType.QInt8)
    pieces = Network().pieces
    ids = [
        pieces.window([w.of(d.text) for w in words]).ids[None]
        for d in documents
        for words in windows(d.text, Span(0, len(d.text)), pieces)
    ]
    out = {}
    for name, path in (("bert_float32", plain), ("bert_int8", small)):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        session.run(None, {"ids": ids[0]})
        begin = time.perf_counter()
        for window in ids:
            session.run(None, {"ids": window.astype(np.int64)})
        out[name] = time.perf_counter() - begin
    return out


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--texts", type=int, default=137, help="how many of the gold texts to read")
    p.add_argument("--no-bert", action="store_true", help="leave the comparison out (needs no torch)")
    args = p.parse_args()
    documents = texts(args.texts)
    one, inside, words = analyse(documents, 1)
    two, _, _ = analyse(documents, 2)
    both = two_processes(documents)
    row: dict[str, float] = {
        "words": words,
        "words_per_second_one_thread": round(words / one),
        "words_per_second_two_threads": round(words / two),
        "words_per_second_two_processes": round(words / both),
        "share_outside_onnx": round(1 - inside / one, 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    if not args.no_bert:
        with tempfile.TemporaryDirectory() as scratch:
            for name, seconds in bert(documents, Path(scratch)).items():
                row[f"{name}_pass_seconds"] = round(seconds, 2)
                row[f"times_as_fast_as_{name}"] = round(seconds / one, 1)
        row["analyser_seconds"] = round(one, 2)
    for key, value in row.items():
        print(f"{key:34} {value}")
    print(json.dumps(row))


if __name__ == "__main__":
    main()
