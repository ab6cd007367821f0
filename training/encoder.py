"""Exports the plain sentence encoder to ``weights/encoder.onnx``: ``python -m training.encoder``.

Nothing is trained: all-MiniLM-L6-v2 as it is, matrix products and word embedding in int8 per channel. Prints the
cosine with the float original.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from standoff.analyse.encoder import Encoder
from standoff.analyse.network import WEIGHTS
from standoff.analyse.pieces import Pieces
from standoff.analyse.tokens import words
from training.network import Network, encoder_config
from training.run import encoder_folder


class Plain(nn.Module):
    """The encoder without letter case: word vectors [1, words, width] and the mean [1, width] over all pieces."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.net = Network({"rel": ["root"], "role": ["O"]}, encoder_config(folder))
        self.net.load_encoder(folder)

    def forward(self, ids: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        x = self.net.encode(ids, torch.ones_like(ids))
        pick = lambda index: torch.gather(x, 1, index.unsqueeze(-1).expand(-1, -1, x.shape[-1]))  # noqa: E731
        return (pick(first) + pick(last)) * 0.5, x.mean(1)


def export(plain: Plain, out: Path, name: str = "encoder") -> None:
    """Writes an encoder in int8 to ``out``, with its checksum beside it."""
    file = f"{name}.onnx"
    plain.eval()
    ids, at = torch.randint(1000, 2000, (1, 12)), torch.arange(1, 9)[None]
    with tempfile.TemporaryDirectory() as scratch:
        raw, ready = Path(scratch) / "raw.onnx", Path(scratch) / "ready.onnx"
        torch.onnx.export(
            plain, (ids, at, at), raw, input_names=["ids", "first", "last"], output_names=["words", "mean"],
            dynamic_axes={"ids": {1: "pieces"}, **{n: {1: "words"} for n in ("first", "last", "words")}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(raw), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(out / file), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    digest = hashlib.sha256((out / file).read_bytes()).hexdigest()
    (out / f"{name}.sha256").write_text(f"{digest}  {file}\n", encoding="utf-8")


@torch.no_grad()
def cosine(plain: Plain, pieces: Pieces, small: Encoder, texts: list[str]) -> list[float]:
    """The cosine of each text's vector in int8 with the float one."""
    out = []
    for text in texts:
        window = pieces.window([span.of(text) for span in words(text)])
        mean = plain(*(torch.tensor(x)[None] for x in (window.ids, window.first, window.last)))[1][0].numpy()
        out.append(float(small.text(text) @ mean / np.linalg.norm(mean)))
    return out


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", type=Path, help="a folder with another encoder of BERT's shape")
    p.add_argument("--out", type=Path, default=WEIGHTS)
    args = p.parse_args()
    plain = Plain(encoder_folder(args.encoder))
    export(plain, args.out)
    small = Encoder(args.out)
    notes = Path(__file__).with_name("LOG.md").read_text(encoding="utf-8").splitlines()
    near = cosine(plain, small.pieces, small, [line for line in notes if len(line) > 60][:100])
    size = (args.out / "encoder.onnx").stat().st_size / 1e6
    print(f"{size:.1f} MB, cosine with float: mean {np.mean(near):.4f}, least {min(near):.4f}")


if __name__ == "__main__":
    main()
