"""The teacher's readings of the texts that lack a label column: ``python -m training.silver``.

Own texts have cues and triggers but no tags, trees or names; learnt side by side with treebanks, the tag heads
drift on the very words
that matter ("threatened" became a modal verb), because nothing holds them there. A teacher that never saw own texts
(``python -m training.run --teacher --name teacher --cycles 3``) reads them, and the last cycle learns from its
labels too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from standoff.analyse import Analyser
from standoff.analyse.analyser import softmax
from standoff.analyse.pieces import WINDOW
from standoff.model import Span
from training.corpora import Window, training_set
from training.run import WORK

#: Where the teacher's tag is less sure than this, there is no silver label.
SURE = 0.6


def read(analyser: Analyser, window: Window) -> Window | None:
    """Tags, edit script, tree, sentences and names of a window by the teacher; None for one that is too long."""
    forms: list[str] = window["words"]
    net = analyser.network
    pieces = net.pieces.window(forms)
    if len(pieces.ids) > WINDOW:
        return None
    scores = net.run(pieces)
    out: Window = {"words": forms}
    for head in ("upos", "xpos", "lemma"):
        names = net.labels[head]
        chance = softmax(scores[head])
        best = chance.argmax(axis=1)
        out[head] = [names[k] if chance[i, k] >= SURE else None for i, k in enumerate(best)]
    starts = [0, *(i for i in range(1, len(forms)) if scores["start"][i, 1] > scores["start"][i, 0])]
    bounds = [*starts, len(forms)]
    out["head"], out["rel"], out["sent"] = [], [], []
    for number, (heads, relations) in enumerate(analyser.trees(forms, scores, bounds)):
        base = bounds[number]
        out["head"] += [base + h if h >= 0 else -1 for h in heads]
        out["rel"] += relations
        out["sent"] += [number] * len(heads)
    tags = ["O"] * len(forms)
    spans = [Span(i, i + 1) for i in range(len(forms))]
    for span, kind, _ in analyser.spans(spans, scores["ner"], "ner"):
        tags[span.start : span.end] = [f"B-{kind}"] + [f"I-{kind}"] * (len(span) - 1)
    out["ner"] = tags
    return out


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument(
        "--weights", type=Path, default=WORK / "teacher", help="the exported teacher (training.export --float)"
    )
    write(Analyser.load(p.parse_args().weights))


def write(analyser: Analyser) -> None:
    """Reads every training window by ``analyser`` into ``training/work/silver.jsonl``."""
    count = 0
    with (WORK / "silver.jsonl").open("w", encoding="utf-8") as out:
        for windows in training_set().values():
            for window in windows:
                row = read(analyser, window)
                if row is not None:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    count += 1
    print(f"{count} windows read by the teacher")


if __name__ == "__main__":
    main()
