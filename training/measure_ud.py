"""Tags, lemmas and trees on Universal Dependencies: from gold tokens, and from raw text by CoNLL-2018's definition."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from standoff.analyse import Analyser
from standoff.model import Document, Span, Zone, document_id
from training.corpora import conllu
from training.windows import parts

Word = tuple[int, int, str, str, int, str]  # start, end (without spaces), upos, lemma, head's start or -1, relation


def measure(analyser: Analyser, path: Path) -> dict[str, Any]:
    """UPOS, UAS, LAS and lemma accuracy from gold tokens, and their F1 from raw text (subtypes of relations left
    out)."""
    gold = Counter[str]()
    words_gold: list[Word] = []
    words_system: list[Word] = []
    base = 0
    for paragraph in conllu(path):
        for rows in paragraph:
            forms = [r["form"] for r in rows]
            for row, (upos, lem, head, rel) in zip(rows, _from_tokens(analyser, forms), strict=True):
                right = head == int(row["head"]) - 1
                gold["all"] += 1
                gold["upos"] += upos == row["upos"]
                gold["lemma"] += lem == row["lemma"] or row["lemma"] == "_"
                gold["uas"] += right
                gold["las"] += right and rel.split(":")[0] == row["deprel"].split(":")[0]
        text, found = _gold_words(paragraph, base)
        words_gold.extend(found)
        words_system.extend(_system_words(analyser, text, base))
        base += len(text) + 1
    return {
        "gold": {k: gold[k] / gold["all"] for k in ("upos", "uas", "las", "lemma")},
        "raw": _raw(words_gold, words_system),
    }


def _from_tokens(analyser: Analyser, forms: list[str]) -> list[tuple[str, str, int, str]]:
    """Tags and tree of one sentence given its tokens; a monster sentence is read in windows whose roots hang on
    the first."""
    net = analyser.network
    out: list[tuple[str, str, int, str]] = []
    for at, run in parts(net.pieces, forms):
        scores = net.run(net.pieces.window(run))
        ((heads, relations),) = analyser.trees(run, scores, [0, len(run)])
        lemmas = analyser.lemmas(run, scores)
        for i in range(len(run)):
            tag = net.labels["upos"][int(scores["upos"][i].argmax())]
            head = heads[i] + at if heads[i] >= 0 else (-1 if not at else 0)
            out.append((tag, lemmas[i], head, relations[i]))
    return out


def _gold_words(paragraph: list[list[dict[str, str]]], base: int) -> tuple[str, list[Word]]:
    text = ""
    found: list[Word] = []
    for rows in paragraph:
        starts = []
        cursor = len(text)
        for row in rows:
            starts.append(cursor)
            cursor += len(row["form"])
            text += row["form"]
            if "SpaceAfter=No" not in row["misc"]:
                text += " "
                cursor += 1
        for row, start in zip(rows, starts, strict=True):
            head = int(row["head"])
            found.append(
                (base + start, base + start + len(row["form"]), row["upos"], row["lemma"],
                 base + starts[head - 1] if head else -1, row["deprel"].split(":")[0])
            )  # fmt: skip
        if not text.endswith(" "):
            text += " "
    return text, found


def _system_words(analyser: Analyser, text: str, base: int) -> list[Word]:
    stripped = text.rstrip()
    if not stripped:
        return []
    document = Document(
        id=document_id("0", publisher=None, uri=None),
        sha256="0",
        text=text,
        zones=(Zone(Span(0, len(stripped)), "body"),),
    )
    out: list[Word] = []
    for sentence in analyser.run(document).sentences:
        for token in sentence.tokens:
            head = base + sentence.tokens[token.head].span.start if token.head >= 0 else -1
            out.append(
                (
                    base + token.span.start,
                    base + token.span.end,
                    token.upos,
                    token.lemma,
                    head,
                    token.deprel.split(":")[0],
                )
            )
    return out


def _raw(gold: list[Word], system: list[Word]) -> dict[str, float]:
    at = {(w[0], w[1]): w for w in system}
    pairs = [(w, at[w[0], w[1]]) for w in gold if (w[0], w[1]) in at]
    score = lambda good: 2 * sum(good) / (len(gold) + len(system))  # noqa: E731
    return {
        "words": score(1 for _ in pairs),
        "upos": score(g[2] == s[2] for g, s in pairs),
        "uas": score(g[4] == s[4] for g, s in pairs),
        "las": score(g[4:] == s[4:] for g, s in pairs),
        "lemma": score(g[3] == s[3] or g[3] == "_" for g, s in pairs),
    }
