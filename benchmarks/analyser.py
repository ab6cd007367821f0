"""Speed of the analyser: ``python -m benchmarks.analyser [--texts N]``; needs the ``train`` extra for the comparison.

Words a second from text to decoded heads, on one thread, on two, and in two processes; the share of time spent outside
the ONNX runs; peak memory; and, over the same texts in the same run, one bare forward pass of a BERT-base encoder
(random weights) in ONNX float32 and int8: the least that a system built on BERT-base pays for each question it asks.
Machines differ and are noisy: only the ratios mean something. On one thread it is that thread's own seconds that count,
so that what else the machine does is left out as far as it can be; on two, and in two processes, those of the clock.
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
from standoff.analyse.pieces import Pieces
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

    def __init__(self, threads: int, folder: Path) -> None:
        super().__init__(folder, threads=threads)
        self.clock = time.thread_time if threads == 1 else time.perf_counter
        for name in ("_main", "_labels", "_roles"):
            setattr(self, name, _Clock(self, getattr(self, name)))


class _Clock:
    def __init__(self, owner: Timed, session: onnxruntime.InferenceSession) -> None:
        self.owner, self.session = owner, session

    def run(self, *args: object) -> object:
        begin = self.owner.clock()
        out = self.session.run(*args)
        self.owner.inside += self.owner.clock() - begin
        return out


class Reader:
    """The analyser on so many threads, its seconds, those of them inside ONNX, and the words it has read."""

    def __init__(self, threads: int, documents: list[Document], folder: Path) -> None:
        self.network = Timed(threads, folder)
        self.analyser = Analyser(self.network)
        self.analyser.run(documents[0])
        self.again()

    def again(self) -> None:
        """Sets the clocks to nought."""
        self.seconds, self.words, self.network.inside = 0.0, 0, 0.0

    def read(self, documents: list[Document]) -> None:
        begin = self.network.clock()
        self.words += sum(len(s.tokens) for analysis in self.analyser.runs(documents) for s in analysis.sentences)
        self.seconds += self.network.clock() - begin


_worker: Analyser


def _start(folder: Path) -> None:
    global _worker
    _worker = Analyser.load(folder)


def _read(documents: list[Document]) -> int:
    return sum(len(analysis.sentences) for analysis in _worker.runs(documents))


def two_processes(parts: list[list[Document]], folder: Path) -> float:
    """Seconds of one round in two processes, each loaded before the clock starts."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start, initargs=(folder,)) as pool:
        list(pool.map(_read, parts[:4]))
        begin = time.perf_counter()
        list(pool.map(_read, parts))
        return time.perf_counter() - begin


class Bert:
    """A bare BERT-base pass, float32 and int8, one thread; the seconds of each."""

    def __init__(self, scratch: Path, pieces: Pieces) -> None:
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
        self.pieces = pieces
        self.seconds: dict[str, float] = {}
        self._sessions = {}
        for name, path in (("bert_float32", plain), ("bert_int8", small)):
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            session.run(None, {"ids": np.ones((1, 12), np.int64)})
            self._sessions[name] = session

    def read(self, documents: list[Document]) -> None:
        """Reads documents in windows as long as they can be: longer than the analyser's, which end with a paragraph."""
        ids = [
            self.pieces.window([w.of(d.text) for w in words]).ids[None].astype(np.int64)
            for d in documents
            for words in windows(d.text, Span(0, len(d.text)), self.pieces)
        ]
        for name, session in self._sessions.items():
            begin = time.thread_time()
            for window in ids:
                session.run(None, {"ids": window})
            self.seconds[name] = self.seconds.get(name, 0.0) + time.thread_time() - begin


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--texts", type=int, default=137, help="how many of the gold texts to read")
    p.add_argument("--pool", type=int, default=16, help="how many of them to read together")
    p.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder with another network")
    p.add_argument("--no-bert", action="store_true", help="leave the comparison out (needs no torch)")
    args = p.parse_args()
    documents = texts(args.texts)
    parts = [documents[k : k + args.pool] for k in range(0, len(documents), args.pool)]
    one, two = Reader(1, documents, args.weights), Reader(2, documents, args.weights)
    one.read(documents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    one.again()
    with tempfile.TemporaryDirectory() as scratch:
        bert = None if args.no_bert else Bert(Path(scratch), one.network.pieces)
        for part in parts:  # in turns, so that whatever else the machine does slows all of them alike
            one.read(part)
            two.read(part)
            if bert:
                bert.read(part)
    row: dict[str, float] = {
        "words": one.words,
        "words_per_second_one_thread": round(one.words / one.seconds),
        "words_per_second_two_threads": round(two.words / two.seconds),
        "words_per_second_two_processes": round(one.words / two_processes(parts, args.weights)),
        "share_outside_onnx": round(1 - one.network.inside / one.seconds, 3),
        "peak_memory_mb": round(peak),
    }
    for name, seconds in bert.seconds.items() if bert else ():
        row[f"{name}_pass_seconds"] = round(seconds, 2)
        row[f"times_as_fast_as_{name}"] = round(seconds / one.seconds, 1)
    row["analyser_seconds"] = round(one.seconds, 2)
    for key, value in row.items():
        print(f"{key:34} {value}")
    print(json.dumps(row))


if __name__ == "__main__":
    main()
