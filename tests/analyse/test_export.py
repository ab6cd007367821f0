"""The exported graph says what the trained network says."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

import onnxruntime  # noqa: E402
from training import graph  # noqa: E402
from training.network import Network  # noqa: E402

CONFIG = {
    "vocab_size": 50, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64,
    "max_position_embeddings": 20, "type_vocab_size": 2,
}  # fmt: skip
LABELS = {"upos": ["NOUN", "VERB", "X"], "start": ["no", "yes"], "rel": ["root", "obj", "obl"], "role": ["", "ARG0"]}
#: Two windows, of 7 and 5 pieces, with 4 and 3 words.
IDS = [[1, 7, 8, 9, 30, 31, 2], [1, 11, 12, 13, 2]]
WORDS = [([1, 2, 4, 5], [1, 3, 4, 5]), ([1, 2, 3], [1, 2, 3])]


@pytest.fixture(scope="module")
def net() -> Network:
    torch.manual_seed(3)
    made = Network(LABELS, CONFIG).eval()
    with torch.no_grad():
        for layer in made.layers:
            layer.norm_attention.weight[5] = 12.0  # a feature far wider than the others, as pretrained encoders have
    return made


def inputs(k: int) -> tuple[torch.Tensor, ...]:
    ids = torch.tensor(IDS[k])[None]
    return ids, ids % 3, *(torch.tensor(x)[None] for x in WORDS[k])


def batch() -> dict[str, np.ndarray]:
    """Both windows, the second filled up."""
    fill = len(IDS[0]) - len(IDS[1])
    ids = np.array([IDS[0], [*IDS[1], *[0] * fill]])
    mask = np.zeros((2, 1, 1, len(IDS[0])), np.float32)
    mask[1, ..., -fill:] = -1e4
    first, last = (np.array([WORDS[0][k], [*(len(IDS[0]) + p for p in WORDS[1][k]), 0]]) for k in (0, 1))
    return {"ids": ids, "shapes": ids % 3, "mask": mask, "first": first, "last": last}


def wanted(net: Network, k: int) -> dict[str, np.ndarray]:
    ids, shapes, first, last = inputs(k)
    with torch.no_grad():
        words = net.words(ids, shapes, torch.ones_like(ids), first, last)
        arcs, dep, head = net.tree(words)
        out = {name: net.tags[name](words) for name in net.tags}
        out |= {"words": words, "facts": net.facts(words), "rel_dep": dep, "rel_head": head}
        # the graph leaves out what is the same for every head
        out |= {"arcs": arcs - net.arc_bias.bias, "pointers": net.pointers(words)}
    return {name: value[0].numpy() for name, value in out.items()}


def seen(net: Network) -> graph.Seen:
    found = graph.Seen(net)
    with torch.no_grad():
        for k in (0, 1):
            ids, shapes, first, last = inputs(k)
            found.heads(net.words(ids, shapes, torch.ones_like(ids), first, last))
    return found


@pytest.mark.parametrize(("int8", "near"), [(False, 1e-4), (True, 0.05)])
def test_scores_are_those_of_the_network(net: Network, int8: bool, near: float) -> None:
    """Alone and beside a longer window; in int8 to a twentieth of the widest score."""
    model = graph.analyser(net, seen(net) if int8 else None)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    values = dict(zip(names, session.run(names, batch()), strict=True))
    for k, (first, _) in enumerate(WORDS):
        n = len(first)
        for name, want in wanted(net, k).items():
            have = values[name][k]
            have = have[:, :n, : n + 1] if name == "pointers" else have[: len(want)]
            have = have[:, : n + 1] if name == "arcs" else have
            assert np.abs(have - want).max() <= near * max(1.0, np.abs(want).max()), name


@pytest.mark.parametrize(("int8", "near"), [(False, 1e-4), (True, 0.05)])
def test_relations_are_those_of_the_network(net: Network, int8: bool, near: float) -> None:
    """From the vectors that the main graph gives."""
    vectors = wanted(net, 0)
    dep, head = vectors["rel_dep"], vectors["rel_head"][[1, 0, 2, 2]]
    with torch.no_grad():
        want = net.rel(torch.from_numpy(dep), torch.from_numpy(head)).numpy()
    model = graph.labels(net, seen(net) if int8 else None)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    have = session.run(None, {"dep": dep, "head": head})[0]
    assert np.abs(have - want).max() <= near * max(1.0, np.abs(want).max())


def test_wide_features_are_divided(net: Network) -> None:
    """One feature ten times as wide as the others would take their precision; it is divided, and nothing is lost."""
    torch.manual_seed(1)
    rows = torch.randn(400, 32)
    rows[:, 5] *= 20
    weight = torch.randn(32, 16).numpy()
    scale = graph.choose(rows, weight)
    assert scale.divisor is not None
    assert scale.divisor[5] > 5
    assert (scale.divisor[:5] < 2).all()
    plain = graph.Scale(None, float(rows.min()), float(rows.max()))
    others = [k for k in range(32) if k != 5]
    error = [float((s.rounded(rows) - rows)[:, others].abs().mean()) for s in (scale, plain)]
    assert error[0] < error[1] / 3
