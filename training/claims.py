"""What weighs how much when two propositions may be one: ``python -m training.claims``.

1. Codes every item of our own scenarios (``training/own/claims``) with the product and takes the proposition that its
   marked words hold. Scenarios that are held out teach nothing in all that follows.
2. Trains the encoder of propositions (``training.claim_encoder``), once for each fold and once for the product
   (``weights/claims.onnx``).
3. Fits a logistic model over the features of every pair in a scenario (``standoff.link.relations``), with vectors that
   have not seen it (``data/relations.csv``), and moves its nought to where the cross-validated F1 is best: a mean over
   five relations gains more from a rare one found than it loses by a stranger taken in. What words weigh is counted in
   our own texts (``data/word_weights.csv``).

A scenario has far more pairs that belong together than a pile of reports. So both models also learn from the *crowd*:
propositions of our own marked texts, file by file (one region, many matters), no two of which are one.

Prints the F1 of the five relations, on pairs as the product itself codes them: by cross-validation over the scenarios
that teach, and on those held out, for each writer's scenarios apart, pair by pair and as the claims are drawn together
(:mod:`standoff.link.clusters`); what they would be if it were always known which two are one, which is as far as the
coding of stances and figures reaches; and how many pairs of a held-out crowd are taken for one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from standoff.analyse.encoder import Encoder
from standoff.analyse.network import WEIGHTS
from standoff.dossier import RELATIONS, Relation
from standoff.link.claims import meanings
from standoff.link.clusters import clusters
from standoff.link.propositions import STEM, Proposition, Told, propositions
from standoff.link.relations import TOLD, Prepared, features, learned, relation
from standoff.model import Report
from standoff.pipeline import Standoff, load
from training import claim_encoder
from training.claim_encoder import Batch, train, vectors
from training.claimtexts import Item, Scenario, pairs, read
from training.encoder import export
from training.owntexts import items
from training.participants import write

OWN = Path(__file__).parent / "own"
WORK = Path(__file__).parent / "work"
DATA = Path(__file__).resolve().parents[1] / "src" / "standoff" / "data"
HEADER = """\
# What weighs how much when two propositions may be one (link/relations.py writes the features); log-odds a unit.
# Learned from our own scenarios by training/claims.py.
"""
WORDS_HEADER = """\
# How much a stem tells: the logarithm of sentences over sentences that hold it, counted in our own texts by
# training/claims.py. The row without a stem is for every other word.
"""
#: Every fourth scenario of each writer is kept out of training.
EVERY = 4
FOLDS = 3
#: A stem must stand in so many sentences to have a weight of its own.
SEEN = 2
PULL = 1.0
#: How far the nought of the log-odds may be moved, in steps.
STEPS = [step / 8 for step in range(13)]

#: Propositions of a crowd that are compared with one another.
CROWD = 12

Crowd = list[Told]
Vectors = NDArray[np.float32]


def held_out(scenario: Scenario) -> bool:
    return int(scenario[0].scenario[1:]) % EVERY == 0


def word_weights(reports: Sequence[Report]) -> dict[str, float]:
    """The weight of each stem that is seen often enough, and of all others under the empty stem."""
    counts: Counter[str] = Counter()
    sentences = 0
    for report in reports:
        for sentence in report.analysis.sentences:
            sentences += 1
            counts.update({t.lemma.casefold()[:STEM] for t in sentence.tokens if t.upos not in {"PUNCT", "PROPN"}})
    known = {stem: math.log(sentences / n) for stem, n in counts.items() if n >= SEEN}
    return {"": math.log(sentences / SEEN), **known}


def crowds(reports: Sequence[Report]) -> list[Crowd]:
    """Propositions of neighbouring texts, a few at a time. Two of one text that may be one (of one type, or a denial
    and what it speaks to) do not both come in."""
    out: list[list[Told]] = [[]]
    for report in reports:
        own: list[Proposition] = []
        for told in propositions(report):
            if any(_may_be_one(told.it, other) for other in own):
                continue
            own.append(told.it)
            out[-1].append(told)
            if len(out[-1]) == CROWD:
                out.append([])
    return [crowd for crowd in out if len(crowd) > 1]


def _may_be_one(a: Proposition, b: Proposition) -> bool:
    return a.type == b.type or a.stance != b.stance or bool(set(a.measures) & set(b.measures))


def apart(crowd: Crowd, read: Sequence[Vectors]) -> list[dict[str, float]]:
    """The features of all pairs of a crowd."""
    ready = [Prepared(told.it, vector) for told, vector in zip(crowd, read, strict=True)]
    return [features(a, b) for a, b in combinations(ready, 2)]


def coded(nlp: Standoff, scenario: Scenario) -> dict[str, Told]:
    """The proposition of each item, by its id; an item in whose marked words the product sees none is left out."""
    out = {}
    for item in scenario:
        report = nlp(item.text, published=item.published, publisher=item.publisher, uri=f"own:{item.id}")
        best = max(propositions(report), key=lambda told: _shared(told.it, item), default=None)
        if best is not None and _shared(best.it, item):
            out[item.id] = best
    return out


def _shared(p: Proposition, item: Item) -> float:
    """How much of the marked words and of the proposition's is the same."""
    both = min(p.at.span.end, item.span.end) - max(p.at.span.start, item.span.start)
    return max(both, 0) / (len(p.at.span) + len(item.span) - max(both, 0))


class Pair:
    """Two items that the product has coded, or not: then there is nothing to compare. ``at`` are their places in the
    scenario."""

    def __init__(self, gold: Relation, one: bool, a: Prepared | None, b: Prepared | None, at: tuple[int, int]) -> None:
        self.gold, self.one, self.at = gold, one, at
        self.a, self.b = (a.it, b.it) if a and b else (None, None)
        self.features = features(a, b) if a and b else {}


class Seen(Struct):
    """A pair of a scenario and the log-odds that its two are one; minus infinity where there is nothing to compare."""

    scenario: str
    pair: Pair
    odds: float


def every_pair(scenario: Scenario, told: Mapping[str, Told], found: Mapping[str, Vectors]) -> list[Pair]:
    """All pairs of a scenario. ``found`` are the vectors of its items."""
    ready = {key: Prepared(t.it, found[key]) for key, t in told.items()}
    place = {item.id: i for i, item in enumerate(scenario)}
    return [
        Pair(gold, a.claim == b.claim, ready.get(a.id), ready.get(b.id), (place[a.id], place[b.id]))
        for a, b, gold in pairs(scenario)
    ]


def batch(scenario: Scenario, told: Mapping[str, Told]) -> Batch:
    """A scenario as the encoder learns from it."""
    return [(told[item.id], item.claim) for item in scenario if item.id in told]


def fit(learn: Sequence[Pair], crowd: Sequence[dict[str, float]]) -> dict[str, float]:
    """The weight of each feature that is not set by hand. The whole crowd weighs as much as the scenarios' own
    unrelated pairs."""
    told = [p for p in learn if p.a is not None]
    listed = [p.features for p in told] + list(crowd)
    one = [p.one for p in told] + [False] * len(crowd)
    names = sorted({name for found in listed for name in found} - TOLD.keys())
    x = np.array([[found.get(name, 0.0) for name in names] for found in listed], np.float32)
    share = sum(not p.one for p in told) / max(len(crowd), 1)
    model = LogisticRegression(C=1 / PULL, fit_intercept=False, max_iter=2000)
    model.fit(x, one, [1.0] * len(told) + [share] * len(crowd))
    return {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)}


def likely(pair: Pair, weights: Mapping[str, float]) -> float:
    """The log-odds that the two of a pair are one."""
    if not pair.features:
        return -math.inf
    return sum(value * weights.get(name, 0.0) for name, value in pair.features.items())


def guess(pair: Pair, one: bool) -> Relation:
    """The relation that the product sees in two that it takes for one, or not."""
    return relation(pair.a, pair.b) if one and pair.a is not None and pair.b is not None else "unrelated"


def macro(gold: Sequence[Relation], found: Sequence[Relation]) -> float:
    return float(f1_score(gold, found, labels=RELATIONS, average="macro", zero_division=0.0))


def nought(seen: Sequence[Seen]) -> float:
    """How far to move the nought so that the F1 of these pairs is best; the smallest move of several."""
    gold = [each.pair.gold for each in seen]
    at = {step: macro(gold, [guess(each.pair, each.odds + step > 0) for each in seen]) for step in STEPS}
    return max(STEPS, key=lambda step: (at[step], -step))


def drawn(seen: Sequence[Seen]) -> list[Relation]:
    """The relations of these pairs, given the claims of each scenario as the product draws them together."""
    scenarios: dict[str, list[dict[int, float]]] = {}
    for each in seen:
        a, b = each.pair.at
        odds = scenarios.setdefault(each.scenario, [])
        odds += [{} for _ in range(b + 1 - len(odds))]
        if each.pair.features:
            odds[b][a] = each.odds
    homes = {
        name: {item: i for i, group in enumerate(clusters(odds)) for item in group} for name, odds in scenarios.items()
    }
    return [
        guess(each.pair, homes[each.scenario][each.pair.at[0]] == homes[each.scenario][each.pair.at[1]])
        for each in seen
    ]


def report(name: str, pairs: Sequence[Pair], found: Sequence[Relation]) -> float:
    """Prints the F1 of each relation and gives their mean."""
    gold = [p.gold for p in pairs]
    each = f1_score(gold, found, labels=RELATIONS, average=None, zero_division=0.0)
    told = ", ".join(f"{r} {f:.3f}" for r, f in zip(RELATIONS, each, strict=True))
    mean = float(np.mean(each))
    print(f"{name}: macro F1 {mean:.3f} ({told}); {len(gold)} pairs", flush=True)
    return mean


def shown(weights: Mapping[str, float], found: dict[str, float]) -> bool:
    """Whether two propositions with these features are taken for one."""
    return sum(value * weights.get(name, 0.0) for name, value in found.items()) > 0


def read_by(encoder: Encoder, told: Sequence[Told]) -> Vectors:
    """The vectors of propositions as the product reads them."""
    return meanings([(t.words, t.first, t.last) for t in told], encoder.sentence).astype(np.float32)


class Lesson(Struct):
    """A scenario as the product has coded it, and the vectors of its items by an encoder that has not seen it."""

    scenario: Scenario
    told: dict[str, Told]
    vectors: dict[str, Vectors] = {}

    def pairs(self) -> list[Pair]:
        return every_pair(self.scenario, self.told, self.vectors)

    def batch(self) -> Batch:
        return batch(self.scenario, self.told)


def _vectors_of(fold: int, learn: Sequence[Batch], crowd: Sequence[Crowd], asked: Sequence[Told]) -> Vectors:
    """The vectors of ``asked`` [propositions, width] by an encoder that learns from the rest; kept in the work folder
    until the texts, the folds or the training change."""
    key = hashlib.sha256(Path(claim_encoder.__file__).read_bytes())
    for words in ([t.words for batch in learn for t, _ in batch], [t.words for each in crowd for t in each]):
        key.update(json.dumps(words).encode())
    key.update(json.dumps([(t.words, t.first, t.last) for t in asked]).encode())
    file = WORK / f"claims-{fold}-{key.hexdigest()[:16]}.npy"
    if not file.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        np.save(file, vectors(train(learn, crowd), asked).numpy())
    found: Vectors = np.load(file)
    return found


def cross(teach: Sequence[Lesson], crowd: Sequence[Crowd]) -> tuple[list[Seen], list[dict[str, float]]]:
    """Every pair of the scenarios that teach as a model that has not seen its scenario reads it; and the features of
    the crowd, read alike. Leaves with each scenario the vectors by which it was read."""
    strangers: list[list[dict[str, float]]] = []
    for fold in range(FOLDS):
        unseen = teach[fold::FOLDS]
        read = iter(
            _vectors_of(
                fold,
                [lesson.batch() for i, lesson in enumerate(teach) if i % FOLDS != fold],
                [each for i, each in enumerate(crowd) if i % FOLDS != fold],
                [t for lesson in unseen for t in lesson.told.values()]
                + [t for each in crowd[fold::FOLDS] for t in each],
            )
        )
        for lesson in unseen:
            lesson.vectors = {key: next(read) for key in lesson.told}
        strangers.append([f for each in crowd[fold::FOLDS] for f in apart(each, [next(read) for _ in each])])
        print(f"fold {fold + 1} of {FOLDS}: encoder trained", flush=True)
    out = []
    for fold in range(FOLDS):
        others = [f for i, found in enumerate(strangers) if i != fold for f in found]
        weights = fit([p for i, lesson in enumerate(teach) if i % FOLDS != fold for p in lesson.pairs()], others)
        out += [each for lesson in teach[fold::FOLDS] for each in seen(lesson, weights)]
    return out, [f for found in strangers for f in found]


def seen(lesson: Lesson, weights: Mapping[str, float]) -> list[Seen]:
    """The pairs of a scenario, as these weights have them."""
    name = lesson.scenario[0].scenario
    return [Seen(name, pair, likely(pair, weights)) for pair in lesson.pairs()]


def tell(name: str, found: Sequence[Seen], move: float = 0.0) -> dict[str, float]:
    """Prints and gives the figures: of each writer's pairs, of all, of all in their claims, and of all if it were
    known which are one."""

    def alone(part: Sequence[Seen]) -> list[Relation]:
        return [guess(each.pair, each.odds + move > 0) for each in part]

    every = [each.pair for each in found]
    for writer in sorted({each.scenario[0] for each in found}):
        part = [each for each in found if each.scenario[0] == writer]
        report(f"{name}, set {writer}", [each.pair for each in part], alone(part))
    moved = [Seen(each.scenario, each.pair, each.odds + move) for each in found]
    known = [guess(pair, pair.one) for pair in every]
    return {
        "pairs": report(name, every, alone(found)),
        "in_claims": report(f"{name}, in their claims", every, drawn(moved)),
        "one_known": report(f"{name}, if it were known which are one", every, known),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", type=Path, default=WEIGHTS, help="where claims.onnx goes: into the package without it")
    p.add_argument("--measure", action="store_true", help="train nothing: only the figures on what is held out")
    p.add_argument("--quick", action="store_true", help="as --measure, without the crowd: half a minute")
    args = p.parse_args(arguments)
    nlp = load()
    if args.quick:
        print(json.dumps(quick(nlp)))
        return
    texts = [nlp(i["text"], published=i.get("published"), uri=f"own:{n}") for n, i in enumerate(items(OWN))]
    if not args.measure:
        write(DATA / "word_weights.csv", WORDS_HEADER, {"weight": word_weights(texts)})
    several = crowds(texts)
    kept_crowd, crowd = several[::EVERY], [each for i, each in enumerate(several) if i % EVERY]
    lessons = [Lesson(scenario, coded(nlp, scenario)) for scenario in read(OWN / "claims")]
    teach = [lesson for lesson in lessons if not held_out(lesson.scenario)]
    kept = [lesson for lesson in lessons if held_out(lesson.scenario)]
    found = sum(len(lesson.told) for lesson in lessons)
    total = sum(len(lesson.scenario) for lesson in lessons)
    print(
        f"{len(lessons)} scenarios, {len(kept)} held out; {total} items, {total - found} of them not coded", flush=True
    )
    figures = {} if args.measure else learn(teach, crowd, args.out)
    print(json.dumps({**figures, **measure(kept, kept_crowd, args.out)}))


def quick(nlp: Standoff, folder: Path = WEIGHTS) -> dict[str, float]:
    """Prints and gives the figures on the held-out scenarios alone: half a minute."""
    return measure([Lesson(each, coded(nlp, each)) for each in read(OWN / "claims") if held_out(each)], [], folder)


def learn(teach: Sequence[Lesson], crowd: Sequence[Crowd], out: Path) -> dict[str, float]:
    """Trains and writes everything that is learned; gives the cross-validated figures."""
    told, strangers = cross(teach, crowd)
    move = nought(told)
    print(f"nought moved by {move}")
    crossed = tell("cross-validated", told, move)
    weights = fit([pair for lesson in teach for pair in lesson.pairs()], strangers)
    write(DATA / "relations.csv", HEADER, {"weight": {**weights, "one": weights["one"] + move}})
    export(train([lesson.batch() for lesson in teach], crowd).plain, out, "claims")
    return {f"cross_validated.{name}": round(figure, 4) for name, figure in crossed.items()}


def measure(kept: Sequence[Lesson], crowd: Sequence[Crowd], folder: Path) -> dict[str, float]:
    """Prints and gives the figures of the product's encoder and weights on scenarios that are held out."""
    weights = learned()
    encoder = Encoder(folder, name="claims")
    found = []
    for lesson in kept:
        lesson.vectors = dict(zip(lesson.told, read_by(encoder, list(lesson.told.values())), strict=True))
        found += seen(lesson, weights)
    figures = {f"held_out.{name}": round(figure, 4) for name, figure in tell("held out", found).items()}
    others = [f for each in crowd for f in apart(each, list(read_by(encoder, each)))]
    if others:
        wrong = sum(shown(weights, found) for found in others) / len(others)
        print(f"held-out crowd: {wrong:.4f} of {len(others)} pairs taken for one")
        figures["crowd_taken_for_one"] = round(wrong, 4)
    return figures


if __name__ == "__main__":
    main()
