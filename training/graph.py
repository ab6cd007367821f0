"""The trained network as an ONNX graph, node by node: fewer and wider products than a traced one, in int8.

Each product's inputs are quantised by fixed scales, so that a window's scores do not depend on what else is read. A
few features of this encoder are ten times as wide as the others; they are divided by a fixed number before, and the
weights multiplied by it (SmoothQuant: Xiao et al. 2023). Both, and where a range is cut off, are chosen for each
product by the error of what comes out on texts of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from training.network import POINTER, Network
from training.windows import POINTERS

Floats = NDArray[np.float32]

_FUSED = "com.microsoft"
#: Rows of a product's input that its scales are chosen by.
_ROWS = 512
#: What is tried: features wider than this many times the nine-tenths widest are brought to that.
_WIDER = (0.7, 1.0, 1.5, 2.0, 3.0)
#: Longest sum that ONNX Runtime does in one go, whatever the other sizes of a product are.
_SUM = 128
#: How much less error pays for a multiplication more.
_PAYS = 0.85


class Scale:
    """How the input of a product is quantised: divided by ``divisor`` a feature (None: by nothing), then to whole
    numbers of ``step`` with ``zero`` for nought."""

    def __init__(self, divisor: Floats | None, low: float, high: float) -> None:
        self.divisor = divisor
        low, high = min(low, 0.0), max(high, 1e-6)
        self.step = np.float32((high - low) / 255)
        self.zero = np.uint8(round(-low / float(self.step)))

    def rounded(self, x: Tensor) -> Tensor:
        """What the quantised ``x`` stands for."""
        zero = float(self.zero)
        divisor = 1.0 if self.divisor is None else torch.from_numpy(self.divisor)
        whole = torch.clamp(torch.round(x / divisor / float(self.step)) + zero, 0, 255)
        return (whole - zero) * float(self.step) * divisor

    def weights(self, weight: Floats) -> tuple[NDArray[np.int8], Floats]:
        """Weights [in, out] in int8 with the factor [out] that makes the sums what they were, without ``step``."""
        scaled = weight if self.divisor is None else weight * self.divisor[:, None]
        factor = np.maximum(np.abs(scaled).max(axis=0), 1e-9) / 127
        return np.clip(np.rint(scaled / factor), -127, 127).astype(np.int8), factor.astype(np.float32)


def choose(rows: Tensor, weight: Floats) -> Scale:
    """The scale for inputs like ``rows`` [n, in] to a product with ``weight`` [in, out]."""
    some = rows[:: max(1, len(rows) // _ROWS)]
    exact = some @ torch.from_numpy(weight)
    low, high = rows.min(dim=0).values.numpy(), rows.max(dim=0).values.numpy()
    widest = np.maximum(np.maximum(high, -low), 1e-3)
    ordinary = float(np.quantile(widest, 0.9))

    def tried(divisor: Floats | None) -> tuple[float, Scale]:
        by = np.float32(1) if divisor is None else divisor
        scale = Scale(divisor, float((low / by).min()), float((high / by).max()))
        whole, factor = scale.weights(weight)
        back = torch.from_numpy(whole * factor / (by[:, None] if by.ndim else by))
        return float(((scale.rounded(some) @ back - exact) ** 2).mean()), scale

    plain, scale = tried(None)
    smoothed = min(
        (tried(np.maximum(widest / (wider * ordinary), 1.0).astype(np.float32)) for wider in _WIDER),
        key=lambda pair: pair[0],
    )
    return smoothed[1] if smoothed[0] < _PAYS * plain else scale


class Seen:
    """What the products of a network get while it reads; :meth:`rows` ends it."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._rows: dict[str, list[Tensor]] = {}
        self._hooks = [
            getattr(layer, name).register_forward_pre_hook(self._take(f"{k}.{name}"))
            for k, layer in enumerate(net.layers)
            for name in ("query", "out", "up", "down")
        ]

    def _take(self, name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        return lambda _, given: self._keep(name, given[0])

    def _keep(self, name: str, x: Tensor) -> None:
        self._rows.setdefault(name, []).append(x.detach().reshape(-1, x.shape[-1]))

    def heads(self, words: Tensor) -> None:
        """Word vectors: what the heads get, and what the labels get of them."""
        self._keep("words", words)
        self._keep("rel", self._net.tree(words)[1])

    def rows(self, name: str) -> Tensor:
        """The rows [n, width] that went into a product."""
        while self._hooks:
            self._hooks.pop().remove()
        return torch.cat(self._rows[name])


class Graph:
    """An ONNX graph that grows by a node a call."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def constant(self, value: Any) -> str:
        """The name of a constant."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, fused: bool = False, outputs: Sequence[str] = (), **options: Any) -> str:
        """Adds a node; the name of its first output."""
        names = list(outputs) or [f"n{len(self._nodes)}"]
        domain = _FUSED if fused else ""
        self._nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **options))
        return names[0]

    def output(self, name: str, *shape: int | str) -> None:
        """Makes the value of this name an output."""
        self._outputs.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))

    def model(self, inputs: Iterable[onnx.ValueInfoProto]) -> onnx.ModelProto:
        """The graph so far."""
        graph = helper.make_graph(self._nodes, "standoff", list(inputs), self._outputs, self._constants)
        sets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
        made = helper.make_model(graph, opset_imports=sets, ir_version=8)
        onnx.checker.check_model(made)
        return made

    def quantised(self, x: str, scale: Scale) -> str:
        """``x`` divided and in whole numbers."""
        if scale.divisor is not None:
            x = self.node("Mul", x, self.constant(1 / scale.divisor))
        return self.whole(x, scale)

    def whole(self, x: str, scale: Scale) -> str:
        """``x``, divided already, in whole numbers."""
        return self.node("QuantizeLinear", x, self.constant(scale.step), self.constant(scale.zero))

    def product(self, x: str, scale: Scale | None, weight: Floats, bias: Floats, times: Floats | float = 1.0) -> str:
        """``x`` [..., in] by ``weight`` [in, out] and ``bias``, ``times`` a number a feature; ``x`` is quantised
        already when it has a scale."""
        bias = (bias * times).astype(np.float32)
        if scale is None:
            weight = (weight * times).astype(np.float32)
            return self.node("Add", self.node("MatMul", x, self.constant(weight)), self.constant(bias))
        whole, factor = scale.weights(weight)
        return self.node(
            "MatMulIntegerToFloat", x, self.constant(whole), self.constant(scale.step),
            self.constant((factor * times).astype(np.float32)), self.constant(scale.zero), "", self.constant(bias),
            fused=True,
        )  # fmt: skip

    def norm(self, x: str, norm: nn.LayerNorm) -> str:
        weight, bias = self.constant(_array(norm.weight)), self.constant(_array(norm.bias))
        return self.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=norm.eps)


def _array(x: Tensor) -> Floats:
    return np.ascontiguousarray(x.detach().numpy().astype(np.float32))


def _weight(linear: nn.Linear) -> Floats:
    return np.ascontiguousarray(_array(linear.weight).T)


def analyser(net: Network, seen: Seen | None) -> onnx.ModelProto:
    """Everything but the choice of heads, for a batch of windows, in int8 by what was ``seen``; without that in
    float32. ``first`` and ``last`` count pieces through the whole batch; ``mask`` is 0, or far below it on pieces that
    only fill a window up."""
    g = Graph()
    made = _Network(g, net, seen)
    made.heads(made.words(made.pieces()))
    whole, single = onnx.TensorProto.INT64, onnx.TensorProto.FLOAT
    pieces, words = ("batch", "pieces"), ("batch", "words")
    return g.model(
        [
            *(helper.make_tensor_value_info(name, whole, pieces) for name in ("ids", "shapes")),
            helper.make_tensor_value_info("mask", single, ("batch", 1, 1, "pieces")),
            *(helper.make_tensor_value_info(name, whole, words) for name in ("first", "last")),
        ]
    )


class _Network:
    """The parts of the graph of a network."""

    def __init__(self, g: Graph, net: Network, seen: Seen | None) -> None:
        self.g, self.net, self.seen = g, net, seen
        self.width = net.config["hidden_size"]
        # a row for each window, whatever its width
        self.each = g.node("Concat", g.node("Shape", "ids", start=0, end=1), g.constant(np.array([1, 1])), axis=0)

    def scale(self, name: str, weight: Floats) -> Scale | None:
        """The scale of the product ``name``; None in float32."""
        return choose(self.seen.rows(name), weight) if self.seen else None

    def scaled(self, x: str, name: str, weight: Floats) -> tuple[str, Scale | None]:
        """``x`` as the product ``name`` takes it, and its scale."""
        scale = self.scale(name, weight)
        return (x if scale is None else self.g.quantised(x, scale)), scale

    def linear(self, x: str, name: str, linear: nn.Linear) -> str:
        weight = _weight(linear)
        return self.g.product(*self.scaled(x, name, weight), weight, _array(linear.bias))

    def pieces(self) -> str:
        """Piece vectors [batch * pieces, width]: flat, since ONNX Runtime would make one slow node of the sum and norm
        of anything else."""
        g, net = self.g, self.net
        position, nought = g.constant(_array(net.position.weight + net.kind.weight[0])), g.constant(np.array([0]))
        size = g.node("Shape", "ids", start=1, end=2)
        x = g.node("Add", self._embedding("ids"), g.node("Slice", position, nought, size, nought))
        x = g.node("Add", x, g.node("Gather", g.constant(_array(net.shape.weight)), "shapes"))
        x = g.norm(g.node("Reshape", x, g.constant(np.array([-1, self.width]))), net.norm)
        each = np.array([net.layers[0].heads, self.width // net.layers[0].heads])
        split = g.node("Concat", g.node("Shape", "ids"), g.constant(each), axis=0)
        for k in range(len(net.layers)):
            x = self._layer(x, k, split)
        return x

    def _embedding(self, ids: str) -> str:
        g, table = self.g, _array(self.net.word.weight)
        if self.seen is None:
            return g.node("Gather", g.constant(table), ids)
        step = (np.abs(table).max(axis=1, keepdims=True) / 127).astype(np.float32)
        whole = g.constant(np.rint(table / np.maximum(step, 1e-9)).astype(np.int8))
        x = g.node("Cast", g.node("Gather", whole, ids), to=onnx.TensorProto.FLOAT)
        return g.node("Mul", x, g.node("Gather", g.constant(step), ids))

    def _layer(self, x: str, k: int, split: str) -> str:
        g, layer = self.g, self.net.layers[k]
        each = self.width // layer.heads
        weights = [_weight(f) for f in (layer.query, layer.key, layer.value)]
        taken, scale = self.scaled(x, f"{k}.query", np.hstack(weights))
        mixed_scale = self.scale(f"{k}.out", _weight(layer.out))
        # what the mixed values are divided by, the values can be: the weights of attention add up to one
        divisor = 1.0 if mixed_scale is None or mixed_scale.divisor is None else 1 / mixed_scale.divisor
        query, key, value = (
            g.node(
                "Transpose", g.node("Reshape", g.product(taken, scale, weight, _array(f.bias), times), split), perm=way
            )
            for weight, f, times, way in zip(
                weights,
                (layer.query, layer.key, layer.value),
                (each**-0.5, 1.0, divisor),
                ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]),
                strict=True,
            )
        )
        seen = g.node("Softmax", g.node("Add", g.node("MatMul", query, key), "mask"), axis=-1)
        mixed = g.node("Transpose", g.node("MatMul", seen, value), perm=[0, 2, 1, 3])
        mixed = g.node("Reshape", mixed, g.constant(np.array([-1, self.width])))
        if mixed_scale is not None:
            mixed = g.whole(mixed, mixed_scale)
        mixed = g.product(mixed, mixed_scale, _weight(layer.out), _array(layer.out.bias))
        x = g.norm(g.node("Add", x, mixed), layer.norm_attention)
        inner = g.node("Gelu", self.linear(x, f"{k}.up", layer.up), fused=True)
        return g.norm(g.node("Add", x, self.linear(inner, f"{k}.down", layer.down)), layer.norm_out)

    def words(self, x: str) -> str:
        """Word vectors [batch, words, width]."""
        g = self.g
        ends = (g.node("Gather", x, name) for name in ("first", "last"))
        words = g.node("Mul", g.node("Add", *ends), g.constant(np.float32(0.5)), outputs=["words"])
        g.output(words, "batch", "words", self.width)
        return words

    def heads(self, words: str) -> None:
        """Every head's scores as outputs, from one product."""
        g, net = self.g, self.net
        tree = (net.arc_dep, net.rel_dep, net.arc_head, net.rel_head)
        told = {**net.tags, "facts": net.facts}
        parts = [*told.values(), *tree, net.point_from, net.point_to]
        weight, bias = np.hstack([_weight(p) for p in parts]), np.hstack([_array(p.bias) for p in parts])
        read = g.product(*self.scaled(words, "words", weight), weight, bias)
        sizes = [p.out_features for p in told.values()]
        wide = [sum(p.out_features for p in tree), net.point_from.out_features, net.point_to.out_features]
        g.node("Split", read, g.constant(np.array([*sizes, *wide])), outputs=[*told, "tree", "from", "to"], axis=2)
        for name, size in zip(told, sizes, strict=True):
            g.output(name, "batch", "words", size)
        self._tree(g.node("Gelu", "tree", fused=True))
        self._pointers()

    def _before(self, first: Tensor, x: str, **names: Any) -> str:
        """``x`` with a row before it."""
        g = self.g
        row = g.node("Expand", g.constant(_array(first[None, None])), self.each)
        return g.node("Concat", row, x, axis=1, **names)

    def _tree(self, x: str) -> None:
        g, net = self.g, self.net
        width, rel = net.arc.shape[0], net.rel_dep.out_features
        # a sum over more than 128 is cut in two or not as the window is long: so it is cut here
        cuts = [min(_SUM, width - start) for start in range(0, width, _SUM)]
        parts = [f"head_{k}" for k in range(len(cuts))]
        g.node(
            "Split",
            x,
            g.constant(np.array([width, rel, *cuts, rel])),
            outputs=["dep", "rel_dep", *parts, "rel"],
            axis=2,
        )
        root = functional.gelu(net.arc_head(net.root))
        arcs = ""
        for k, (part, size) in enumerate(zip(parts, cuts, strict=True)):
            at = slice(k * _SUM, k * _SUM + size)
            # dep A head + w head is (dep A + w) head; the bias beside w is the same for every head, so it is left out
            left = g.node("MatMul", "dep", g.constant(_array(net.arc[:, at])))
            left = g.node("Add", left, g.constant(_array(net.arc_bias.weight[0, at])))
            some = g.node("FusedMatMul", left, self._before(root[at], part), fused=True, transB=1)
            arcs = g.node("Add", arcs, some) if arcs else some
        g.node("Identity", arcs, outputs=["arcs"])
        self._before(functional.gelu(net.rel_head(net.root)), "rel", outputs=["rel_head"])
        g.output("arcs", "batch", "words", "heads")
        g.output("rel_dep", "batch", "words", net.rel_dep.out_features)
        g.output("rel_head", "batch", "heads", net.rel_head.out_features)

    def _pointers(self) -> None:
        g, net = self.g, self.net
        split = g.constant(np.array([0, -1, len(POINTERS), POINTER]))
        ends = self._before(net.point_to(net.absent), "to")
        left = g.node("Transpose", g.node("Reshape", "from", split), perm=[0, 2, 1, 3])
        right = g.node("Transpose", g.node("Reshape", ends, split), perm=[0, 2, 3, 1])
        g.node("FusedMatMul", left, right, fused=True, alpha=POINTER**-0.5, outputs=["pointers"])
        g.output("pointers", "batch", len(POINTERS), "words", "heads")


def labels(net: Network, seen: Seen | None) -> onnx.ModelProto:
    """Relations of chosen arcs: ``scores`` [n, labels] from ``dep`` and ``head`` [n, width]."""
    rel = net.rel
    g = Graph()
    # [in, labels, width] to [in, width, labels]: what is left to do is a row by a matrix for each arc
    form = _array(rel.form).reshape(rel.width, rel.labels, rel.width).transpose(0, 2, 1).reshape(rel.width, -1)
    scale = None if seen is None else choose(seen.rows("rel"), form)
    taken = "dep" if scale is None else g.quantised("dep", scale)
    half = g.product(taken, scale, form, np.zeros(form.shape[1], np.float32))
    half = g.node("Reshape", half, g.constant(np.array([-1, rel.width, rel.labels])))
    single = g.constant(np.array([1]))
    both = g.node("Squeeze", g.node("MatMul", g.node("Unsqueeze", "head", single), half), single)
    left = g.node("Gemm", "dep", g.constant(_weight(rel.left)), g.constant(_array(rel.left.bias)))
    right = g.node("MatMul", "head", g.constant(_weight(rel.right)))
    g.node("Add", g.node("Add", left, right), both, outputs=["scores"])
    g.output("scores", "n", rel.labels)
    kind = onnx.TensorProto.FLOAT
    return g.model(helper.make_tensor_value_info(name, kind, ["n", rel.width]) for name in ("dep", "head"))
