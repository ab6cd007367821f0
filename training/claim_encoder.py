"""Trains the encoder that says what speaks to one proposition; ``python -m training.claims`` runs it.

The plain sentence encoder goes on learning from our own scenarios: the vectors of two propositions, each the mean of
its words among the sentences around it, are drawn together when they speak to one claim and apart when they do not
(logistic loss over all pairs of a scenario, both kinds weighing the same; a scenario, now and then with a few
strangers, is a batch).
``training.claims`` calls this for every fold, so that what the features weigh is learned from vectors of scenarios
that the encoder has not seen.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from standoff.analyse.network import WEIGHTS
from standoff.analyse.pieces import Pieces, Window
from standoff.link.propositions import Told
from training.encoder import Plain
from training.run import encoder_folder

#: More passes learn the scenarios by heart.
PASSES = 4
RATE = 2e-5
#: Share of the scenarios that have strangers beside them.
CROWDED = 0.5
#: Windows that are read at once.
AT_ONCE = 6
#: Where scale and threshold of the cosine start.
SCALE, THRESHOLD = 8.0, 0.6

#: The propositions of a scenario and the claim that each speaks to.
Batch = Sequence[tuple[Told, str]]


class Tower(nn.Module):
    """The encoder, and how its cosines become log-odds while it learns."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = Plain(encoder_folder(None))
        self.plain.net.word.requires_grad_(False)  # what single words mean stays: names are not learned by heart
        self.pieces = Pieces(WEIGHTS / "tokenizer.json")
        self.scale = nn.Parameter(torch.tensor(SCALE))
        self.threshold = nn.Parameter(torch.tensor(THRESHOLD))

    def forward(self, told: Sequence[Told]) -> Tensor:
        """Vectors [propositions, width] of length 1."""
        # propositions of one window are read at once, short windows with short ones
        several = sorted({t.words for t in told}, key=lambda words: (len(words), words))
        found: list[Tensor | None] = [None] * len(told)
        for start in range(0, len(several), AT_ONCE):
            part = several[start : start + AT_ONCE]
            windows = [self.pieces.window(words[: self._fits(words)]) for words in part]
            length = max(len(w.ids) for w in windows)
            ids = torch.zeros(len(part), length, dtype=torch.long)
            there = torch.zeros_like(ids)
            for i, window in enumerate(windows):
                ids[i, : len(window.ids)] = torch.as_tensor(window.ids)
                there[i, : len(window.ids)] = 1
            states = self.plain.net.encode(ids, there).float()
            row = {words: i for i, words in enumerate(part)}
            for k, t in enumerate(told):
                if t.words in row:
                    i = row[t.words]
                    found[k] = (self._share(t, windows[i], length).unsqueeze(-1) * states[i]).sum(0)
        return nn.functional.normalize(torch.stack([each for each in found if each is not None]), dim=-1)

    def _share(self, told: Told, window: Window, length: int) -> Tensor:
        """What each piece of a window adds to a proposition: a word is the mean of its first and last piece, as
        Encoder.words has it."""
        share = torch.zeros(length)
        first = told.first if told.first < len(window.first) else 0
        for word in range(first, min(told.last, len(window.first))):
            share[window.first[word]] += 0.5
            share[window.last[word]] += 0.5
        return share

    def _fits(self, words: Sequence[str]) -> int:
        room = 254
        for count, word in enumerate(words):
            room -= len(self.pieces.of(word))
            if room < 0:
                return count
        return len(words)


def train(
    batches: Sequence[Batch], crowds: Sequence[Sequence[Told]] = (), *, seed: int = 0, passes: int = PASSES
) -> Tower:
    """An encoder that has learned from these scenarios, some with a crowd of strangers beside them, no two of which
    are one claim."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    tower = Tower()
    weights = [weight for weight in tower.plain.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": weights, "lr": RATE}, {"params": [tower.scale, tower.threshold], "lr": 0.01}],
        weight_decay=0.01,
        fused=True,
    )
    order = [batch for batch in batches if len({claim for _, claim in batch}) < len(batch)]
    tower.train()
    for _ in range(passes):
        dice.shuffle(order)
        for batch in order:
            if crowds and dice.random() < CROWDED:
                strangers = dice.choice(crowds)
                batch = [*batch, *((told, f"stranger {i}") for i, told in enumerate(strangers))]
            with torch.autocast("cpu", torch.bfloat16):
                loss = _loss(tower, batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
    return tower.eval()


def _loss(tower: Tower, batch: Batch) -> Tensor:
    vectors = tower([told for told, _ in batch]).float()
    claims = [claim for _, claim in batch]
    one = torch.tensor([[float(a == b) for b in claims] for a in claims])
    i, j = torch.triu_indices(len(claims), len(claims), 1)
    gold, cosine = one[i, j], (vectors[i] * vectors[j]).sum(1)
    share = gold.mean().clamp(0.05, 0.95)
    weight = torch.where(gold > 0, 0.5 / share, 0.5 / (1 - share))
    odds = tower.scale * (cosine - tower.threshold)
    return nn.functional.binary_cross_entropy_with_logits(odds, gold, weight)


@torch.no_grad()
def vectors(tower: Tower, told: Sequence[Told]) -> Tensor:
    """The vectors of propositions, one at a time."""
    return torch.cat([tower([t]) for t in told]) if told else torch.zeros(0)
