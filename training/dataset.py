"""Every training window by task, newly cut for each pass, and the classes of the heads."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from standoff.analyse.pieces import WINDOW, Pieces
from training.corpora import fact_sentences, json_lines, treebanks
from training.names import name_windows
from training.owntexts import own_windows
from training.polnear import polnear
from training.windows import COLUMNS, DATA, MOST_WORDS, OWN, WORK, Window, recut

#: How often each task's windows are seen in one pass; small ones that are slow to learn count more.
PASSES = {"tree": 0.8, "own": 1.5, "polnear": 0.9, "names": 0.8, "facts": 0.5}
#: The same in the last pass, at a low rate: trees and own texts once more, the rest to keep it.
POLISH = {"tree": 1.0, "own": 0.5, "polnear": 0.4, "names": 0.4, "facts": 0.3}
#: Lengths, in words, that windows are cut to, at random: sentences alone as the treebanks' users read them, and
#: paragraphs as reports have them.
LIMITS = (1, 40, 100, MOST_WORDS)
#: Padded lengths, in pieces. Few shapes: a matrix product of a new shape costs more to prepare than to do.
BUCKETS = (16, 24, 32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256)


class Dataset:
    """Paragraphs by task with gold labels and, where ``training.silver`` has read them, its labels in the columns they
    lack."""

    def __init__(self) -> None:
        readings = {" ".join(r["words"]): r for r in _readings("silver")}
        names = {" ".join(r["words"]): r["ner"] for r in _readings("names")}
        mentions = {r["text"]: r["mentions"] for r in _readings("mentions")}
        trees = treebanks()
        for window in trees:
            found = names.get(" ".join(window["words"]))
            if found and "ner" not in window:
                window["ner"] = found
        attested = {(w.lower(), t) for x in trees for w, t in zip(x["words"], x["lemma"], strict=True)}
        tags = ("upos", "xpos", "lemma", "ner", "sent")

        def read(windows: list[Window], *columns: str) -> list[Window]:
            out = []
            for window in windows:
                found = readings.get(" ".join(window["words"]), {})
                extra = {k: found[k] for k in columns if k in found}
                if "lemma" in extra:  # of the teacher's lemmas those count that the treebanks attest
                    pairs = zip(found["words"], found["lemma"], strict=True)
                    extra["lemma"] = [t if (w.lower(), t) in attested else None for w, t in pairs]
                out.append({**extra, **window})
            return out

        self.tasks = {
            "tree": trees,
            "own": read(own_windows(OWN, mentions), *tags, "head", "rel"),
            "polnear": read(polnear(DATA / "polnear" / "train.tar.xz"), *tags),
            "names": read(name_windows(), "upos", "xpos", "lemma", "sent"),
            "facts": read(fact_sentences(DATA / "factuality" / "uw_train.jsonl.gz"), "upos", "xpos", "lemma"),
        }

    def labels(self) -> dict[str, list[str]]:
        """The classes of each head, most frequent first; edit scripts and feature bundles seen once or twice are left
        out."""
        out: dict[str, list[str]] = {}
        windows = [w for ws in self.tasks.values() for w in ws]
        for key in (*COLUMNS, "rel"):
            counts = Counter(t for w in windows for t in w.get(key, ()) if t is not None)
            least = 3 if key in {"lemma", "feats"} else 1
            out[key] = [k for k, v in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])) if v >= least]
        roles = Counter(r for w in windows for _, args in w.get("frames", ()) for r, _, _ in args)
        kept = [k for k, v in sorted(roles.items(), key=lambda kv: (-kv[1], kv[0])) if v >= 10]
        out["role"] = ["O", *(f"{edge}-{role}" for role in kept for edge in "BI")]
        out["start"] = ["inside", "start"]
        return out

    def windows(self, task: str, share: float, dice: random.Random, limits: Sequence[int] = LIMITS) -> list[Window]:
        """The windows of ``share`` of a task, each of at most one of ``limits`` in words."""
        paragraphs = self.tasks[task]
        chosen = paragraphs * int(share) + dice.sample(paragraphs, int(len(paragraphs) * (share % 1)))
        return [w for p in chosen for w in recut(p, dice.choice(limits))]

    def batches(
        self,
        pieces: Pieces,
        budget: int,
        dice: random.Random,
        shares: Mapping[str, float],
        limits: Sequence[int] = LIMITS,
    ) -> list[tuple[str, list[Window]]]:
        """One pass: task and windows of each batch, of one padded length and about ``budget`` pieces, shuffled."""
        out: list[tuple[str, list[Window]]] = []
        for task in self.tasks:
            if task not in shares:
                continue
            held: dict[int, list[Window]] = {}
            for window in self.windows(task, shares[task], dice, limits):
                size = sum(len(pieces.of(x)) for x in window["words"]) + 2
                if size > WINDOW:
                    continue
                bucket = next(b for b in BUCKETS if b >= size)
                held.setdefault(bucket, []).append(window)
            for bucket, windows in held.items():
                dice.shuffle(windows)
                rows = max(1, budget // bucket)
                out += [(task, windows[k : k + rows]) for k in range(0, len(windows), rows)]
        dice.shuffle(out)
        return out


def _readings(name: str) -> list[Window]:
    path = WORK / f"{name}.jsonl"
    return list(json_lines(path)) if path.exists() else []
