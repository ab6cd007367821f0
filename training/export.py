"""Exports the trained network to ONNX, int8 where it costs nothing: ``python -m training.export``.

Weights of the encoder's matrix products and the word embedding go to int8 (per channel, activations by their range
in the window);
heads, norms and the biaffine stay float32. Writes analyser.onnx, labels.onnx, roles.onnx (trained by
``training.roles``), labels.json, tokenizer.json and SHA256SUMS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from standoff.analyse.network import FILES, WEIGHTS
from training.network import REL, Network, encoder_config
from training.roles import Roles
from training.roles import load as load_roles
from training.run import encoder_folder
from training.windows import POINTERS, WORK


class Exported(nn.Module):
    """What goes into analyser.onnx: everything but the choice of heads."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net
        self.names = list(net.tags)

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        words = self.net.words(ids, shapes, torch.ones_like(ids), first, last)
        tags = (self.net.tags[name](words) for name in self.names)
        return (*tags, words, self.net.facts(words), *self.net.tree(words), self.net.pointers(words))


class Labels(nn.Module):
    """What goes into labels.onnx: relations of chosen arcs."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, dep: Tensor, head: Tensor) -> Tensor:
        scores: Tensor = self.net.rel(dep, head)
        return scores


def load(name: str, encoder: Path | None) -> tuple[Network, Path]:
    """The trained network of ``training/work`` and the folder of its encoder."""
    folder = encoder_folder(encoder)
    labels = json.loads((WORK / f"{name}-labels.json").read_text(encoding="utf-8"))
    net = Network(labels, encoder_config(folder))
    net.load_state_dict(torch.load(WORK / f"{name}.pt", weights_only=True)["mean"])
    net.eval()
    return net, folder


def export(net: Network, roles: Roles, folder: Path, out: Path, *, int8: bool = True) -> None:
    """Writes the files of the network and of its head of roles to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        ready = Path(scratch) / "ready.onnx"
        module = Exported(net).eval()
        ids = torch.randint(1000, 2000, (1, 12))
        at = torch.arange(1, 9)[None]
        names = [*module.names, "words", "facts", "arcs", "rel_dep", "rel_head", "pointers"]
        torch.onnx.export(
            module,
            (ids, torch.ones_like(ids), at, at),
            plain,
            input_names=["ids", "shapes", "first", "last"],
            output_names=names,
            dynamic_axes={
                "ids": {1: "pieces"}, "shapes": {1: "pieces"}, "first": {1: "words"}, "last": {1: "words"},
                **{n: {1: "words"} for n in (*module.names, "words", "facts", "rel_dep")},
                "arcs": {1: "words", 2: "heads"}, "rel_head": {1: "heads"}, "pointers": {2: "words", 3: "heads"},
            },
            opset_version=17,
            dynamo=False,
        )  # fmt: skip
        pair = (torch.zeros(3, REL), torch.zeros(3, REL))
        _plain(Labels(net), pair, {"dep": "n", "head": "n"}, "n", out / "labels.onnx")
        shown = (torch.zeros(5, net.config["hidden_size"]), torch.zeros(3, 9, dtype=torch.long))
        _plain(roles, shown, {"words": "n", "places": "p"}, "p", out / "roles.onnx")
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        if int8:
            # each layer's second feed-forward product sees the widest values, and what attention carries goes through
            # its values: int8 there costs a tenth of a point each
            keep = (
                "/net/tags", "/net/arc", "/net/rel", "/net/facts", "/net/point", "/net/MatMul",
            )  # fmt: skip
            import onnx

            nodes = [
                n.name
                for n in onnx.load(ready).graph.node
                if n.name.startswith(keep) or "/down/" in n.name or "/value/" in n.name
            ]
            quantize_dynamic(
                str(ready), str(out / "analyser.onnx"), per_channel=True, weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gemm", "Gather"], nodes_to_exclude=nodes,
            )  # fmt: skip
        else:
            shutil.copy(ready, out / "analyser.onnx")
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


def _plain(module: nn.Module, example: tuple[Tensor, ...], inputs: dict[str, str], rows: str, path: Path) -> None:
    """A float32 file of scores, a row each; inputs by name, with the name of their first length."""
    axes = {name: {0: size} for name, size in inputs.items()} | {"scores": {0: rows}}
    torch.onnx.export(
        module.eval(), example, path, input_names=list(inputs), output_names=["scores"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


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
