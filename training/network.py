"""The network in torch: a BERT-shaped encoder with letter case as an input, and a head for every task on its words.

Encoder: MiniLM-L6-H384 (Wang et al. 2020). Tree: biaffine arcs and labels (Dozat and Manning 2017). Roles: bilinear
over predicate and word, as BIO. Pointers: from a word to a word of its argument, one bilinear map each, column 0 for
"not in this window". Word = mean of its first and last piece.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from standoff.analyse.pieces import SHAPES
from training.windows import POINTERS

#: Width of the arc and label spaces of the biaffine tree head, of the roles' space and of each pointer's.
ARC, REL, ROLE, POINTER = 256, 96, 96, 48
#: Classes that are chosen for pairs of words, not for words.
PAIRS = ("rel", "role")
#: Corpora of factuality, -3 to 3 a word; one head learns both, for a text does not say whose scale it is read by.
FACTS = ("uw", "uds")


class Dropout(nn.Module):
    """Drops whole features of a window, the same at each of its positions (Gal and Ghahramani 2016): as good, and
    a mask of
    [batch, 1, width] costs nothing where drawing one for every cell took a quarter of the training time on a CPU."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        keep = 1.0 - self.share
        return x * (torch.rand(x.shape[0], 1, x.shape[-1]) < keep).to(x.dtype) / keep


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm_attention = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_out = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, s, w = x.shape
        q, k, v = (
            f(x).view(b, s, self.heads, w // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / (w // self.heads) ** 0.5 + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(b, s, w)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm_out(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    """Encoder and heads. ``labels`` gives the names of each tagging head's classes."""

    def __init__(self, labels: dict[str, list[str]], config: dict[str, Any], dropout: float = 0.1) -> None:
        super().__init__()
        self.labels, self.config = labels, config
        width = config["hidden_size"]
        self.word = nn.Embedding(config["vocab_size"], width)
        self.position = nn.Embedding(config["max_position_embeddings"], width)
        self.kind = nn.Embedding(config["type_vocab_size"], width)
        self.shape = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.tags = nn.ModuleDict({k: nn.Linear(width, len(v)) for k, v in labels.items() if k not in PAIRS})
        self.facts = nn.Linear(width, 1)
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.arc_dep, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Linear(ARC, 1)
        self.rel_dep, self.rel_head = nn.Linear(width, REL), nn.Linear(width, REL)
        self.rel = Bilinear(REL, len(labels["rel"]))
        self.role_word, self.role_predicate = nn.Linear(width, ROLE), nn.Linear(width, ROLE)
        self.role = Bilinear(ROLE, len(labels["role"]))
        self.absent = nn.Parameter(torch.randn(width) * 0.02)
        self.point_from = nn.Linear(width, POINTER * len(POINTERS))
        self.point_to = nn.Linear(width, POINTER * len(POINTERS))
        self.drop_words = Dropout(0.33)
        nn.init.xavier_uniform_(self.arc)

    def load_encoder(self, folder: Path) -> None:
        """Takes the pretrained weights from a folder with ``model.safetensors`` (BERT's names)."""
        from safetensors.torch import load_file

        loaded = load_file(folder / "model.safetensors")
        weights = {k.removeprefix("bert."): v for k, v in loaded.items()}
        rename = {
            "embeddings.word_embeddings.weight": "word.weight",
            "embeddings.position_embeddings.weight": "position.weight",
            "embeddings.token_type_embeddings.weight": "kind.weight",
            "embeddings.LayerNorm.weight": "norm.weight",
            "embeddings.LayerNorm.bias": "norm.bias",
        }
        parts = {
            "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
            "attention.output.dense": "out", "attention.output.LayerNorm": "norm_attention",
            "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm_out",
        }  # fmt: skip
        for i in range(len(self.layers)):
            for theirs, ours in parts.items():
                for p in ("weight", "bias"):
                    rename[f"encoder.layer.{i}.{theirs}.{p}"] = f"layers.{i}.{ours}.{p}"
        own = self.state_dict()
        with torch.no_grad():
            for theirs, ours in rename.items():
                own[ours].copy_(weights[theirs])

    def encode(self, ids: Tensor, mask: Tensor, shapes: Tensor | None = None) -> Tensor:
        """Piece vectors [batch, pieces, width]; ``mask`` is 1 on real pieces."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(at)[None] + self.kind.weight[0]
        if shapes is not None:
            x = x + self.shape(shapes)
        x = self.dropout(self.norm(x))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def words(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Word vectors [batch, words, width] from pieces [batch, pieces]."""
        x = self.encode(ids, mask, shapes)
        width = x.shape[-1]
        pick = lambda index: torch.gather(x, 1, index.unsqueeze(-1).expand(-1, -1, width))  # noqa: E731
        return (pick(first) + pick(last)) * 0.5

    def _with(self, first: Tensor, words: Tensor) -> Tensor:
        """Words [batch, words, width] with a learnt vector before them."""
        b, _, w = words.shape
        return torch.cat([first[None, None].expand(b, 1, w).to(words.dtype), words], 1)

    def tree(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Arc scores [batch, words, words + 1] (column 0 = root), label vectors of dependents and of heads (root
        first)."""
        heads = self._with(self.root, words)
        drop = self.drop_words
        dep, head = drop(F.gelu(self.arc_dep(words))), drop(F.gelu(self.arc_head(heads)))
        arcs = dep @ self.arc @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        return arcs, drop(F.gelu(self.rel_dep(words))), drop(F.gelu(self.rel_head(heads)))

    def roles(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors [batch, words, ROLE] of words as arguments and as predicates."""
        drop = self.drop_words
        return drop(F.gelu(self.role_word(words))), drop(F.gelu(self.role_predicate(words)))

    def pointers(self, words: Tensor) -> Tensor:
        """Scores [batch, pointers, words, words + 1]: where each word's arguments are; column 0 says nowhere."""
        b, n, _ = words.shape
        drop = self.drop_words
        start = drop(self.point_from(words)).view(b, n, len(POINTERS), POINTER).transpose(1, 2)
        end = drop(self.point_to(self._with(self.absent, words))).view(b, n + 1, len(POINTERS), POINTER)
        return start @ end.permute(0, 2, 3, 1) / POINTER**0.5


class Bilinear(nn.Module):
    """Scores of labels for pairs of vectors: a bilinear form a label, and a linear one on each side."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.form = nn.Parameter(torch.randn(width, labels * width) * 0.02)
        self.left, self.right = nn.Linear(width, labels), nn.Linear(width, labels, bias=False)
        self.width, self.labels = width, labels

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """Pairs [n, width] and [n, width] to scores [n, labels]."""
        half = (left @ self.form).view(-1, self.labels, self.width)
        return (half * right[:, None]).sum(-1) + self.left(left) + self.right(right)

    def against(self, left: Tensor, right: Tensor) -> Tensor:
        """Each of [n, width] with all words of [n, words, width]: scores [n, words, labels]."""
        half = (left @ self.form).view(-1, self.labels, self.width)
        return right @ half.transpose(1, 2) + self.left(left)[:, None] + self.right(right)


def encoder_config(folder: Path) -> dict[str, Any]:
    """The encoder's ``config.json``."""
    config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return config
