"""Whether the rules or the network's cue head have the say on the act of a statement: ``python -m training.acts``.

How often a rule is right when it says an act is counted on the own training texts, whatever network reads them. What
the head's word is worth cannot be learned there, for it knows those texts by heart: five weights (a verdict of a rule,
its log odds of being right, the head's word, its log odds, and a STATE by either) are fitted to the own texts that no
training sees (``quality/gold``). Both go to ``data/acts.csv``. Prints the share of acts that cross-validation over
texts gets right. Run it again whenever the network or the rules change.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from quality.marks import offset
from scipy.optimize import minimize

from standoff.analyse import Analyser
from standoff.annotate.statements.act import odds, verdict
from standoff.annotate.statements.draft import Draft, Scene
from standoff.annotate.statements.find import proposed
from standoff.annotate.statements.sight import seen
from standoff.model import ACTS, Act, Span
from standoff.read import from_text
from training.owntexts import HELD_OUT, items
from training.windows import OWN

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "standoff" / "data" / "acts.csv"
#: Own texts that no training sees: short ones and whole reports.
UNSEEN = tuple(ROOT / "quality" / "gold" / f"{name}.jsonl" for name in (*sorted(HELD_OUT), "reports"))
HEADER = """\
# Who has the say on the act of a statement (annotate/statements/act.py). RULE/ACT: what a rule that says this act
# weighs ("rule": any other); head and odds: what the analyser's cue head weighs, as such and by the log odds of its
# probability; STATE: of either. Learned from our own texts by training/acts.py.
"""
#: A rule is taken to be as right as all of them together, and with an act as right as with any, until about this many
#: statements say otherwise.
PRIOR = 4.0
#: Pull of the weights towards one half; folds of cross-validation.
PULL, FOLDS = 0.5, 10

Vector = NDArray[np.float64]


class Row(Struct, frozen=True):
    """A statement of text number ``text``: what the rules and the head say of it, and what is right."""

    text: int
    rule: str
    says: Act
    head: Act | None
    sure: float
    right: Act


def rows(analyser: Analyser, texts: Iterator[dict[str, Any]]) -> Iterator[Row]:
    """Every marked statement of the texts that the finders propose, judged by its first proposition."""
    for n, item in enumerate(texts):
        document = from_text(item["text"], published=item["published"])
        scene = Scene(document, analyser.run(document))
        drafts = [(draft, _said(scene, draft)) for draft in proposed(scene) if draft.pieces]
        for marked in item["statements"]:
            draft = _match(item["text"], marked, drafts)
            if draft is not None:
                cue, facts = seen(scene, draft, draft.pieces[0])
                says, rule = verdict(cue, facts)
                yield Row(n, rule, says, cue.mark, cue.sure, marked["act"])


def _said(scene: Scene, draft: Draft) -> set[int]:
    """The characters of a draft's content."""
    spans = [scene.trees[p.sent].tokens[t].span for p in draft.pieces for t in p.part.tokens]
    return {k for span in spans for k in range(span.start, span.end)}


def _match(text: str, marked: dict[str, Any], drafts: Sequence[tuple[Draft, set[int]]]) -> Draft | None:
    """The draft that shares words of the cue and most of the content, at least half, with a marked statement."""
    cue = Span(*offset(text, marked["cue"])) if marked.get("cue") else None
    content = {k for c in marked["content"] for k in range(*offset(text, c)) if not text[k].isspace()}
    best, share = None, 0.5
    for draft, said in drafts:
        if (cue is None) != (draft.cue is None) or (cue and draft.cue and not cue.overlaps(draft.cue)):
            continue
        found = len(said & content) / max(1, len(said | content))
        if found >= share:
            best, share = draft, found
    return best


def reliability(found: Sequence[Row]) -> dict[tuple[str, str], float]:
    """Log odds that a rule is right when it says an act; under ("", "") of all rules. What little is known of a rule
    and an act is drawn towards how often that rule is right, and this towards all rules."""
    said = Counter((r.rule, r.says) for r in found)
    right = Counter((r.rule, r.says) for r in found if r.says == r.right)
    base = right.total() / max(1, said.total())
    of_rule = {
        rule: (sum(right[key] for key in said if key[0] == rule) + PRIOR * base)
        / (sum(said[key] for key in said if key[0] == rule) + PRIOR)
        for rule in sorted({rule for rule, _ in said})
    }
    out = {key: odds((right[key] + PRIOR * of_rule[key[0]]) / (n + PRIOR)) for key, n in sorted(said.items())}
    return {("", ""): odds(base), **out}


def features(found: Sequence[Row], reliable: dict[tuple[str, str], float]) -> Vector:
    """What speaks for each act, [statements, acts, 5]: rule, its log odds, head, its log odds, STATE by either."""
    out = np.zeros((len(found), len(ACTS), 5))
    for n, row in enumerate(found):
        says = ACTS.index(row.says)
        out[n, says, :2] = 1.0, reliable.get((row.rule, row.says), reliable["", ""])
        if row.head is not None:
            out[n, ACTS.index(row.head), 2:4] = 1.0, odds(row.sure)
        out[n, ACTS.index("STATE"), 4] = 1.0
    return out


def fit(shown: Vector, right: NDArray[np.int64]) -> Vector:
    """The weights [5] under which the right acts are likeliest."""
    each = np.arange(len(right))

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = shown @ weights
        power = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance = power / power.sum(axis=1, keepdims=True)
        pull = weights - 0.5
        value = float(-np.log(chance[each, right]).sum() + PULL / 2 * (pull @ pull))
        chance[each, right] -= 1.0
        return value, np.asarray(np.einsum("na,naf->f", chance, shown) + PULL * pull)

    return np.asarray(minimize(loss, np.full(shown.shape[-1], 0.5), jac=True, method="L-BFGS-B").x)


def unseen(shown: Vector, right: NDArray[np.int64], texts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The choice for every statement by weights fitted to other texts."""
    out = np.zeros(len(right), np.int64)
    for fold in range(FOLDS):
        held = texts % FOLDS == fold
        out[held] = (shown[held] @ fit(shown[~held], right[~held])).argmax(axis=1)
    return out


def write(path: Path, reliable: dict[tuple[str, str], float], weights: Vector) -> None:
    """The table that ``standoff.annotate.statements.act`` reads."""
    rule, right, head, sure, state = weights.tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{w:.2f}") for name, w in (("head", head), ("odds", sure), ("STATE", state)))
        for (name, act), each in reliable.items():
            writer.writerow((f"{name}/{act}" if name else "rule", f"{rule + right * each:.2f}"))


def main() -> None:
    analyser = Analyser.load()
    reliable = reliability(list(rows(analyser, items(OWN))))
    texts = (json.loads(line) for path in UNSEEN for line in path.read_text(encoding="utf-8").splitlines())
    held = list(rows(analyser, texts))
    shown, right = features(held, reliable), np.array([ACTS.index(r.right) for r in held])
    for name, said in (("rules", [r.says for r in held]), ("head", [r.head for r in held])):
        print(f"{name}: {np.mean([s == r.right for s, r in zip(said, held, strict=True)]):.3f}")
    chosen = unseen(shown, right, np.array([r.text for r in held]))
    weights = fit(shown, right)
    print(f"{len(held)} statements, together: {np.mean(chosen == right):.3f}, weights {np.round(weights, 2).tolist()}")
    write(TABLE, reliable, weights)


if __name__ == "__main__":
    main()
