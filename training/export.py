"""Exports the trained network to ONNX, int8 where it costs nothing: ``python -m training.export``.

Every matrix product of the encoder, the one that the heads read the words by, the labels' and the word embedding go
to int8 (``training.graph``, by scales chosen on our own texts); attention, norms and the biaffine stay float32. Writes
analyser.onnx, labels.onnx, roles.onnx (trained by ``training.roles``), labels.json, tokenizer.json and SHA256SUMS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from standoff.analyse.network import FILES, WEIGHTS
from standoff.analyse.pieces import WINDOW, Pieces
from training import graph
from training.network import Network, encoder_config
from training.owntexts import items, lines
from training.roles import Roles
from training.roles import load as load_roles
from training.run import encoder_folder
from training.windows import OWN, POINTERS, WORK

#: Every so many of our own texts are read to choose the scales by.
_EVERY = 12


def load(name: str, encoder: Path | None) -> tuple[Network, Path]:
    """The trained network of ``training/work`` and the folder of its encoder."""
    folder = encoder_folder(encoder)
    labels = json.loads((WORK / f"{name}-labels.json").read_text(encoding="utf-8"))
    net = Network(labels, encoder_config(folder))
    saved = torch.load(WORK / f"{name}.pt", weights_only=True)["mean"]
    net.facts = nn.Linear(*saved["facts.weight"].shape[::-1])  # as many scales as it was trained with
    net.load_state_dict(saved)
    net.eval()
    return net, folder


def _texts(pieces: Pieces) -> Iterator[tuple[Tensor, ...]]:
    """What the network reads of some of our own training texts: the inputs of one window each."""
    for k, item in enumerate(items(OWN)):
        for line in lines(item) if k % _EVERY == 0 else ():
            window = pieces.window([word.of(item["text"]) for word in line])
            if len(window.ids) <= WINDOW:
                yield tuple(torch.from_numpy(x)[None] for x in (window.ids, window.shapes, window.first, window.last))


@torch.no_grad()
def _seen(net: Network, pieces: Pieces) -> graph.Seen:
    """What the products of the network get while it reads those texts."""
    seen = graph.Seen(net)
    for ids, shapes, first, last in _texts(pieces):
        seen.heads(net.words(ids, shapes, torch.ones_like(ids), first, last))
    return seen


def export(net: Network, roles: Roles, folder: Path, out: Path, *, int8: bool = True) -> None:
    """Writes the files of the network and of its head of roles to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    seen = _seen(net, Pieces(folder / "tokenizer.json")) if int8 else None
    onnx.save(graph.analyser(net, seen), out / "analyser.onnx")
    onnx.save(graph.labels(net, seen), out / "labels.onnx")
    shown = (torch.zeros(5, net.config["hidden_size"]), torch.zeros(3, 9, dtype=torch.long))
    torch.onnx.export(
        roles.eval(), shown, out / "roles.onnx", input_names=["words", "places"], output_names=["scores"],
        dynamic_axes={"words": {0: "n"}, "places": {0: "p"}, "scores": {0: "p"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    (out / "labels.json").write_text(
        json.dumps(
            {**net.labels, "role": roles.roles, "path": roles.paths, "pointer": list(POINTERS)}, ensure_ascii=False
        ),
        encoding="utf-8",
    )
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    seal(out)


def seal(out: Path) -> None:
    """Writes SHA256SUMS over the files of the network that are there."""
    rows = [
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES if (out / name).exists()
    ]
    (out / "SHA256SUMS").write_text("".join(rows), encoding="utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--name", default="network")
    p.add_argument("--encoder", type=Path)
    p.add_argument("--out", type=Path, default=WEIGHTS)
    p.add_argument("--float", action="store_true", help="no int8, to measure what it costs")
    args = p.parse_args()
    net, folder = load(args.name, args.encoder)
    roles = load_roles(args.name, net.config["hidden_size"])
    export(net, roles, folder, args.out, int8=not args.float)
    for name in FILES:
        print(f"{name} {(args.out / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
