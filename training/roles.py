"""Trains the head that names arguments, on word vectors of a trained network that stays as it is:
``python -m training.roles --name NAME``, after ``training.run`` and before ``training.export``; six minutes on a quiet
core.

The network's own roles (a bilinear score of word and predicate, as BIO) teach the encoder; this head, which is shown
phrases of the tree, is what ships.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from standoff.analyse.pieces import WINDOW, Pieces
from standoff.analyse.roles import FAR, LONG, Phrase, Tree, phrases, places
from training.corpora import conllu, read_frames
from training.network import Network
from training.windows import DATA, WORK

#: Widths of a phrase's features and of the layer over them.
FEATURES, HIDDEN = 160, 224
#: Words that a phrase is told by: predicate, head, first, last, and those beside it.
WORDS = 6
#: Predicates in a batch, in runs of neighbours so that they share words.
BATCH, RUN = 128, 16
NONE = ""


class Roles(nn.Module):
    """Scores of roles for phrases: a sum over the words that tell a phrase, its path, distance and length, beside the
    product of predicate and head, then one layer."""

    def __init__(self, width: int, paths: list[str], roles: list[str], dropout: float = 0.25) -> None:
        super().__init__()
        self.paths, self.roles = paths, roles
        self.word = nn.Linear(width, FEATURES * WORDS)
        self.left, self.right = nn.Linear(width, FEATURES), nn.Linear(width, FEATURES)
        self.path = nn.Embedding(len(paths), FEATURES)
        self.distance, self.length = nn.Embedding(2 * FAR + 1, FEATURES), nn.Embedding(LONG + 1, FEATURES)
        self.norm = nn.LayerNorm(2 * FEATURES)
        self.up, self.out = nn.Linear(2 * FEATURES, HIDDEN), nn.Linear(HIDDEN, len(roles))
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, places: Tensor) -> Tensor:
        """Scores [phrases, roles] from word vectors [words, width] and :func:`standoff.analyse.roles.places`."""
        words = self.dropout(words)
        part = self.word(words).view(-1, WORDS, FEATURES)
        told = self.path(places[:, WORDS]) + self.distance(places[:, WORDS + 1]) + self.length(places[:, WORDS + 2])
        for k in range(WORDS):
            told = told + part[:, k][places[:, k]]
        both = self.left(words)[places[:, 0]] * self.right(words)[places[:, 1]]
        x = self.dropout(F.gelu(self.norm(torch.cat([told, both], 1))))
        out: Tensor = self.out(self.dropout(F.gelu(self.up(x))))
        return out


Sentence = tuple[list[str], Tree, list[Any]]


def sentences() -> Iterator[Sentence]:
    """Words, gold tree and frames of EWT's sentences that have any."""
    frames = read_frames(DATA / "srl" / "ewt_srl_train.jsonl.gz")
    for paragraph in conllu(DATA / "ud" / "en_ewt-ud-train.conllu.gz"):
        for rows in paragraph:
            forms = [r["form"] for r in rows]
            found = frames.get(" ".join(forms))
            if found:
                yield forms, Tree([int(r["head"]) - 1 for r in rows], [r["deprel"] for r in rows]), found


@torch.no_grad()
def vectors(net: Network, pieces: Pieces, texts: list[list[str]]) -> list[NDArray[np.float16]]:
    """Word vectors of each sentence, read alone."""
    out: list[NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(texts)
    read = [pieces.window(t) for t in texts]
    order = sorted(range(len(texts)), key=lambda k: len(read[k].ids))
    for at in range(0, len(order), 32):
        some = order[at : at + 32]
        longest, most = len(read[some[-1]].ids), max(len(texts[k]) for k in some)
        batch = {k: torch.zeros(len(some), longest, dtype=torch.long) for k in ("ids", "shapes", "mask")}
        batch |= {k: torch.zeros(len(some), most, dtype=torch.long) for k in ("first", "last")}
        for row, k in enumerate(some):
            for name in ("ids", "shapes", "first", "last"):
                values = getattr(read[k], name)
                batch[name][row, : len(values)] = torch.from_numpy(values)
            batch["mask"][row, : len(read[k].ids)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words = net.words(batch["ids"], batch["shapes"], batch["mask"], batch["first"], batch["last"]).float()
        for row, k in enumerate(some):
            out[k] = words[row, : len(texts[k])].numpy().astype(np.float16)
    return out


def gold(found: list[Phrase], arguments: list[tuple[str, int, int]]) -> list[str]:
    """The role of each phrase that is an argument."""
    told = {(a, b + 1): role for role, a, b in arguments}
    return [told.get((p.start, p.end), NONE) for p in found]


def train(net: Network, pieces: Pieces, passes: int, seed: int) -> Roles:
    """The head, on the vectors of ``net``."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    data = [s for s in sentences() if sum(len(pieces.of(w)) for w in s[0]) + 2 <= WINDOW]
    words = vectors(net, pieces, [s[0] for s in data])
    items = [
        (k, predicate, found, gold(found, arguments))
        for k, (_, tree, frames) in enumerate(data)
        for predicate, arguments in frames
        if (found := phrases(tree, predicate))
    ]
    seen = Counter(p.path for _, _, found, _ in items for p in found)
    paths = ["", *(k for k, v in sorted(seen.items(), key=lambda kv: (-kv[1], kv[0])) if v >= 8)]
    told = Counter(role for *_, roles in items for role in roles if role != NONE)
    roles = [NONE, *(k for k, v in sorted(told.items(), key=lambda kv: (-kv[1], kv[0])) if v >= 5)]
    path_index, role_index = ({name: k for k, name in enumerate(names)} for names in (paths, roles))
    shown = [
        (
            k,
            places(found, predicate, path_index, len(words[k])),
            np.array([role_index.get(r, -100) for r in told_roles]),
        )
        for k, predicate, found, told_roles in items
    ]
    head = Roles(words[0].shape[1], paths, roles)
    optimiser = torch.optim.AdamW(head.parameters(), lr=1.5e-3, weight_decay=0.02)
    runs = [shown[k : k + RUN] for k in range(0, len(shown), RUN)]
    steps, total = 0, passes * -(-len(runs) * RUN // BATCH)
    started = time.time()
    for done in range(passes):
        dice.shuffle(runs)
        lost = []
        for at in range(0, len(runs), BATCH // RUN):
            batch = [item for run in runs[at : at + BATCH // RUN] for item in run]
            rate = 1.5e-3 * min(1.0, steps / 80) * max(0.02, 1 - steps / total)
            for group in optimiser.param_groups:
                group["lr"] = rate
            base: dict[int, int] = {}
            size = 0
            for k in dict.fromkeys(k for k, _, _ in batch):
                base[k] = size
                size += len(words[k])
            rows = np.concatenate([some + np.array([base[k]] * WORDS + [0] * 3) for k, some, _ in batch])
            want = torch.from_numpy(np.concatenate([some for _, _, some in batch]))
            texts = torch.from_numpy(np.concatenate([words[k] for k in base]).astype(np.float32))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = head(texts, torch.from_numpy(rows))
            loss = F.cross_entropy(scores.float(), want, ignore_index=-100)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            steps += 1
            lost.append(float(loss.detach()))
        print(f"pass {done} {time.time() - started:.0f}s loss {sum(lost) / len(lost):.4f}", flush=True)
    return head.eval()


def path_of(name: str) -> Path:
    """Where the head of a network is kept."""
    return WORK / f"{name}-roles.pt"


def make(net: Network, folder: Path, name: str, passes: int = 8, seed: int = 1) -> Roles:
    """Trains and keeps the head of the network ``name``, whose encoder came from ``folder``."""
    head = train(net, Pieces(folder / "tokenizer.json"), passes, seed)
    torch.save({"net": head.state_dict(), "paths": head.paths, "roles": head.roles}, path_of(name))
    return head


def load(name: str, width: int) -> Roles:
    """The head of the network ``name``."""
    path = path_of(name)
    if not path.exists():
        raise SystemExit(f"no {path}; run python -m training.roles --name {name}")
    saved = torch.load(path, weights_only=True)
    head = Roles(width, saved["paths"], saved["roles"])
    head.load_state_dict(saved["net"])
    return head.eval()


def main() -> None:
    from training.export import load as load_network

    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--name", default="network")
    p.add_argument("--encoder", type=Path)
    p.add_argument("--passes", type=int, default=8)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    net, folder = load_network(args.name, args.encoder)
    make(net, folder, args.name, args.passes, args.seed)


if __name__ == "__main__":
    main()
