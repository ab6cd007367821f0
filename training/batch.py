"""Windows to padded tensors, and the losses of every head that has labels in them."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from standoff.analyse.pieces import WINDOW, Pieces
from training.dataset import BUCKETS
from training.network import FACTS, Network
from training.windows import COLUMNS, POINTERS, Window

TAGS = (*COLUMNS, "start")
#: Predicates of a batch whose roles are learnt; more are left out at random.
PREDICATES = 96

#: Own texts are few and seen often: in this share of their windows this share of the pieces is hidden, at random.
HIDDEN_WINDOWS, HIDDEN_PIECES = 0.6, 0.12

Index = dict[str, dict[str, int]]


def vary(window: Window, dice: random.Random) -> list[str]:
    """The words with, now and then, headline capitals, all capitals, none, or curly quotes: what scrapes and
    people do to text."""
    out: list[str] = window["words"]
    throw = dice.random()
    if throw < 0.04:
        out = [w[:1].upper() + w[1:] for w in out]
    elif throw < 0.06:
        out = [w.upper() for w in out]
    elif throw < 0.08:
        out = [w.lower() for w in out]
    if '"' in out and dice.random() < 0.5:
        turn = 0
        curly = []
        for w in out:
            if w == '"':
                w = "“”"[turn]
                turn = 1 - turn
            curly.append(w)
        out = curly
    return out


def batch_of(items: list[Window], pieces: Pieces, index: Index, dice: random.Random) -> dict[str, Tensor]:
    """Padded tensors of some windows, in one of the shapes of :data:`~training.dataset.BUCKETS`; labels are -100 where
    there is none."""
    read = [pieces.window(vary(w, dice)) for w in items]
    longest = max(len(r.ids) for r in read)
    s = next((b for b in BUCKETS if b >= longest), WINDOW)
    n = s - 2
    b = len(items)
    out = {k: torch.zeros(b, s, dtype=torch.long) for k in ("ids", "shapes", "mask")}
    out |= {k: torch.zeros(b, n, dtype=torch.long) for k in ("first", "last")}
    out |= {k: torch.full((b, n), -100, dtype=torch.long) for k in (*TAGS, "rel", "head", "sent")}
    out |= {k: torch.full((b, n), float("nan")) for k in FACTS}
    for i, (r, w) in enumerate(zip(read, items, strict=True)):
        m = min(len(w["words"]), n)
        k = min(len(r.ids), s)
        out["ids"][i, :k] = torch.from_numpy(r.ids[:k])
        if "cue" in w and dice.random() < HIDDEN_WINDOWS:
            hidden = [j for j in range(1, k - 1) if dice.random() < HIDDEN_PIECES]
            out["ids"][i, hidden] = pieces.mask
        out["shapes"][i, :k] = torch.from_numpy(r.shapes[:k])
        out["mask"][i, :k] = 1
        out["first"][i, :m] = torch.from_numpy(r.first[:m]).clamp(max=s - 1)
        out["last"][i, :m] = torch.from_numpy(r.last[:m]).clamp(max=s - 1)
        for key in (*COLUMNS, "rel"):
            if key in w:
                out[key][i, :m] = torch.tensor([index[key].get(t, -100) for t in w[key][:m]])
        for key in FACTS:
            if key in w:
                out[key][i, :m] = torch.tensor([float("nan") if v is None else v for v in w[key][:m]])
        if "head" in w:
            out["head"][i, :m] = torch.tensor([-100 if h is None else h + 1 for h in w["head"][:m]])
        if "sent" in w:
            sent = w["sent"][:m]
            out["sent"][i, :m] = torch.tensor(sent)
            out["start"][i, :m] = torch.tensor([int(k == 0 or sent[k] != sent[k - 1]) for k in range(m)])
    return out | _roles(items, n, index["role"], dice) | _pointers(items, n)


def _roles(items: list[Window], n: int, names: dict[str, int], dice: random.Random) -> dict[str, Tensor]:
    """``predicates`` [PREDICATES, 2] (window, word) and their words' roles [PREDICATES, n]."""
    frames = [(i, p, args) for i, w in enumerate(items) for p, args in w.get("frames", ()) if p < n]
    if not frames:
        return {}
    if len(frames) > PREDICATES:
        frames = dice.sample(frames, PREDICATES)
    at = torch.zeros(PREDICATES, 2, dtype=torch.long)
    gold = torch.full((PREDICATES, n), -100, dtype=torch.long)
    for k, (i, p, args) in enumerate(frames):
        at[k] = torch.tensor([i, p])
        gold[k, : min(n, len(items[i]["words"]))] = names["O"]
        for role, a, b in args:
            if f"B-{role}" in names:
                gold[k, a : b + 1] = names[f"I-{role}"]
                gold[k, a] = names[f"B-{role}"]
    return {"predicates": at, "role": gold}


def _pointers(items: list[Window], n: int) -> dict[str, Tensor]:
    """``points`` [k, 3] (window, pointer, word) and where each may point [k, n + 1], column 0 for nowhere."""
    rows, places = [], []
    for i, w in enumerate(items):
        for p, name in enumerate(POINTERS):
            for word, targets in w.get("pointers", {}).get(name, {}).items():
                if word < n:
                    rows.append((i, p, word))
                    places.append([t + 1 for t in targets if t < n] or [0])
    if not rows:
        return {}
    allowed = torch.zeros(len(rows), n + 1, dtype=torch.bool)
    for k, js in enumerate(places):
        allowed[k, js] = True
    return {"points": torch.tensor(rows), "places": allowed}


def losses(net: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of every head that has labels in this batch."""
    words = net.dropout(net.words(batch["ids"], batch["shapes"], batch["mask"], batch["first"], batch["last"]))
    out = {}
    for key in TAGS:
        gold = batch[key]
        if bool((gold >= 0).any()):
            out[key] = F.cross_entropy(net.tags[key](words).flatten(0, 1).float(), gold.flatten(), ignore_index=-100)
    facts = net.facts(words)[..., 0].float()
    for key in FACTS:
        known = ~batch[key].isnan()
        if bool(known.any()):
            out[key] = F.smooth_l1_loss(facts[known], batch[key][known])
    if bool((batch["head"] >= 0).any()):
        out |= _tree(net, words, batch)
    if "role" in batch:
        word, predicate = net.roles(words)
        where = batch["predicates"]
        scores = net.role.against(predicate[where[:, 0], where[:, 1]], word[where[:, 0]]).float()
        out["role"] = F.cross_entropy(scores.flatten(0, 1), batch["role"].flatten(), ignore_index=-100)
    if "points" in batch:
        at = batch["points"]
        scores = net.pointers(words)[at[:, 0], at[:, 1], at[:, 2]].float()
        real = F.pad(batch["mask"][:, 2:], (1, 0), value=1)[at[:, 0]].bool()
        scores = scores.masked_fill(~real, -1e4).log_softmax(-1)
        out["pointer"] = -scores.masked_fill(~batch["places"], -1e4).logsumexp(-1).mean()
    return out


def _tree(net: Network, words: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    arcs, dep, head = net.tree(words)
    same = batch["sent"][:, :, None] == batch["sent"][:, None, :]
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2) & (batch["sent"] >= 0)[:, :, None]
    scores = arcs.float().masked_fill(~allowed, -1e4)
    gold = batch["head"]
    out = {"arc": F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100)}
    b, n = gold.shape
    row = torch.arange(b)[:, None].expand(b, n)
    chosen = head[row, gold.clamp(min=0)]
    labels = net.rel(dep.flatten(0, 1), chosen.flatten(0, 1)).float()
    told = torch.where(gold >= 0, batch["rel"], torch.full_like(gold, -100))
    out["rel"] = F.cross_entropy(labels, told.flatten(), ignore_index=-100)
    return out
