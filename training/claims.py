"""What weighs how much when two propositions may be one: ``python -m training.claims``.

1. Codes every item of our own scenarios (``training/own/claims``) with the product and takes the proposition that its
   marked words hold. Scenarios that are held out teach nothing in all that follows.
2. Trains the encoder of propositions (``training.claim_encoder``), once for each fold and once for the product
   (``weights/claims.onnx``).
3. Fits a logistic model over the features of every pair in a scenario (``standoff.link.relations``), with vectors that
   have not seen it, and a second one that knows what the first makes of the others (``standoff.link.company``; both in
   ``data/relations.csv``), whose nought it moves to where the cross-validated F1 is best: a mean over five relations
   gains more from a rare one found than it loses by a stranger taken in. What words weigh is counted in our own texts
   (``data/word_weights.csv``).

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
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from standoff.analyse.encoder import Encoder
from standoff.analyse.network import WEIGHTS
from standoff.dossier import RELATIONS, Relation
from standoff.link.claims import meanings
from standoff.link.clusters import clusters
from standoff.link.propositions import STEM, Told
from standoff.link.relations import TOLD, learned, likeness
from standoff.model import Report
from standoff.pipeline import Standoff, load
from training import claim_encoder
from training.claim_encoder import Batch, train, vectors
from training.claim_pairs import (
    Crowd,
    Lesson,
    Pair,
    Seen,
    Stranger,
    Vectors,
    Weights,
    apart,
    both_looks,
    coded,
    crowds,
    guess,
    likely,
)
from training.claimtexts import Scenario, read
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
#: How far the nought of the log-odds may be moved, in steps.
STEPS = [step / 8 for step in range(13)]


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


def read_by(encoder: Encoder, told: Sequence[Told]) -> Vectors:
    """The vectors of propositions as the product reads them."""
    return meanings([(t.words, t.first, t.last) for t in told], encoder.sentence).astype(np.float32)


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


def cross(teach: Sequence[Lesson], crowd: Sequence[Crowd]) -> tuple[list[Seen], list[Stranger]]:
    """Every pair of the scenarios that teach as a model that has not seen its scenario reads it; and the crowd, read
    alike. Leaves with each scenario the vectors by which it was read."""
    strangers: list[list[Stranger]] = []
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
        strangers.append([(each, [next(read) for _ in each]) for each in crowd[fold::FOLDS]])
        print(f"fold {fold + 1} of {FOLDS}: encoder trained", flush=True)
    out = []
    for fold in range(FOLDS):
        others = [each for i, found in enumerate(strangers) if i != fold for each in found]
        weights = both_looks([lesson for i, lesson in enumerate(teach) if i % FOLDS != fold], others)
        out += [each for lesson in teach[fold::FOLDS] for each in seen(lesson, weights)]
    return out, [each for found in strangers for each in found]


def seen(lesson: Lesson, weights: Weights) -> list[Seen]:
    """The pairs of a scenario, as these weights have them."""
    name = lesson.scenario[0].scenario
    return [Seen(name, pair, likely(pair, weights.second)) for pair in lesson.pairs(weights.first)]


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
    p.add_argument("--further", action="store_true", help="only the figures on scenarios where fewer are one")
    args = p.parse_args(arguments)
    nlp = load()
    if args.quick or args.further:
        print(json.dumps(further(nlp) if args.further else quick(nlp)))
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


def further(nlp: Standoff, folder: Path = WEIGHTS) -> dict[str, float]:
    """Prints and gives the figures on scenarios (``own/claims-further``) that taught nothing and only helped to choose
    between features: an eighth of their pairs belong together, in the others more than a quarter."""
    return measure([Lesson(each, coded(nlp, each)) for each in read(OWN / "claims-further")], [], folder, "further")


def learn(teach: Sequence[Lesson], crowd: Sequence[Crowd], out: Path) -> dict[str, float]:
    """Trains and writes everything that is learned; gives the cross-validated figures."""
    told, strangers = cross(teach, crowd)
    move = nought(told)
    print(f"nought moved by {move}")
    crossed = tell("cross-validated", told, move)
    weights = both_looks(teach, strangers)
    weights.second["one"] += move
    looks = {"first": weights.first, "second": weights.second}
    write(DATA / "relations.csv", HEADER, {n: {k: w[k] for k in w.keys() - TOLD.keys()} for n, w in looks.items()})
    export(train([lesson.batch() for lesson in teach], crowd).plain, out, "claims")
    return {f"cross_validated.{name}": round(figure, 4) for name, figure in crossed.items()}


def measure(kept: Sequence[Lesson], crowd: Sequence[Crowd], folder: Path, name: str = "held out") -> dict[str, float]:
    """Prints and gives the figures of the product's encoder and weights on scenarios that taught nothing."""
    weights = Weights(dict(learned("first")), dict(learned()))
    encoder = Encoder(folder, name="claims")
    found = []
    for lesson in kept:
        lesson.vectors = dict(zip(lesson.told, read_by(encoder, list(lesson.told.values())), strict=True))
        found += seen(lesson, weights)
    figures = {f"{name.replace(' ', '_')}.{key}": round(figure, 4) for key, figure in tell(name, found).items()}
    others = [f for each in crowd for f in apart(each, list(read_by(encoder, each)), weights.first)]
    if others:
        wrong = sum(likeness(found, weights.second) > 0 for found in others) / len(others)
        print(f"held-out crowd: {wrong:.4f} of {len(others)} pairs taken for one")
        figures["crowd_taken_for_one"] = round(wrong, 4)
    return figures


if __name__ == "__main__":
    main()
