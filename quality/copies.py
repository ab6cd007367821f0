"""How well copies are found: ``python -m quality.copies ARTICLES.csv.gz`` on 612 articles about the Helsinki summit,
``python -m quality.copies --growth 2000 4000 8000`` on changed copies of our own examples.

``copies.tsv`` holds pairs of those articles by their ids, and what a reader made of them. *one*: half or more of the
shorter article's own text, not counting what surrounds it, stands in the other, or both took it from a third. *other*:
less than that, or only what both quote of a speaker, or only captions of pictures that both bought. *near half*: cannot
be told by reading, and counts for nothing. Two samples:

* ``found LOW``: out of the pairs that an early version found, 25 at random from each of four bands of containment
  (from .5, .6, .75 and .9 on). They say how many of the pairs found are right.
* ``searched``: out of the 1,201 pairs of which runs of eight words in a row make up .35 of one raw article, found by
  comparing every article with every other without any part of the finder, read in random order until a hundred were
  *one*. They say how many of the pairs that are there are found, as a pair or at least in one group.

The reports are only read, not analysed: what is quoted is told by the marks in the text.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import random
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from standoff.dossier import CopyGroup
from standoff.link.copies import Copies
from standoff.model import Analysis, Document, Failed, Found, Report, Span, Zone, document_id
from standoff.read.document import from_text
from standoff.read.inputs import read_inputs

HERE = Path(__file__).resolve().parent
#: How the corpus marks the end of a paragraph.
PARAGRAPH = "###"


def judged() -> list[dict[str, str]]:
    """The rows of ``copies.tsv``: sample, a, b, verdict, note."""
    with (HERE / "copies.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def light(document: Document) -> Report:
    """A report of which only the text is known."""
    return Report(document=document, analysis=Analysis((), (), ""))


def articles(path: Path) -> Iterator[tuple[str, Report]]:
    """Corpus id and report of each article in a gzipped CSV with id, publisher, scrape_time and text."""
    csv.field_size_limit(1 << 24)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = "\n\n".join(part.strip() for part in row["text"].split(PARAGRAPH) if part.strip())
            if text:
                day = row["scrape_time"][:10]
                yield row["id"], light(from_text(text, publisher=row["publisher"], published=day))


def measure(rows: Sequence[dict[str, str]], groups: Iterable[CopyGroup], ids: dict[str, str]) -> dict[str, float]:
    """Shares of 1. ``ids`` gives the report of each article; articles that are one report count as a pair."""
    pairs = set()
    together = set()
    for group in groups:
        pairs |= {frozenset((pair.a, pair.b)) for pair in group.pairs}
        together |= {frozenset((a, b)) for a in group.reports for b in group.reports}
    found = [row for row in rows if frozenset((ids[row["a"]], ids[row["b"]])) in pairs]
    sample = [row for row in found if row["sample"].startswith("found")]
    there = [row for row in rows if row["sample"] == "searched" and row["verdict"] == "one"]
    wrong = [row for row in rows if row["verdict"] == "other"]
    return {
        "precision": _share(row["verdict"] == "one" for row in sample),
        "precision of all judged": _share(row["verdict"] == "one" for row in found if row["verdict"] != "near half"),
        "recall as pairs": _share(frozenset((ids[row["a"]], ids[row["b"]])) in pairs for row in there),
        "recall in one group": _share(frozenset((ids[row["a"]], ids[row["b"]])) in together for row in there),
        "other, but paired": _share(frozenset((ids[row["a"]], ids[row["b"]])) in pairs for row in wrong),
    }


def _share(hits: Iterable[bool]) -> float:
    every = list(hits)
    return sum(every) / len(every) if every else 0.0


def run(path: Path) -> None:
    copies = Copies()
    ids: dict[str, str] = {}
    spent = 0.0
    for name, report in articles(path):
        ids[name] = report.document.id
        began = time.process_time()
        copies.add(report)
        spent += time.process_time() - began
    began = time.process_time()
    groups = copies.result()
    copies.origins()
    spent += time.process_time() - began
    kinds = Counter(pair.kind for group in groups for pair in group.pairs)
    members = {report for group in groups for report in group.reports}
    print(f"{len(set(ids.values()))} reports, {len(groups)} groups of {len(members)} reports, {sorted(kinds.items())}")
    print(f"{spent:.1f} s of processor time, {_memory()} MB at most (zones not counted, their memory is)")
    for name, value in measure(judged(), groups, ids).items():
        print(f"{name:26}{value:.3f}")


def grown(count: int) -> Iterator[Report]:
    """Changed copies of the examples: three words in a hundred replaced, one paragraph in seven left out, on any day of
    a year, in any of two hundred papers."""
    rng = random.Random(count)  # noqa: S311  (to vary texts, not to hide any)
    base = [one for one in read_inputs([str(HERE.parent / "examples")]) if not isinstance(one, Failed)]
    for number in range(count):
        document = base[number % len(base)]
        parts: list[str] = []
        zones: list[Zone] = []
        at = 0
        for zone in document.zones:
            words = zone.span.of(document.text).split()
            if not words or (zone.role == "body" and rng.random() < 1 / 7):
                continue
            part = " ".join(word if rng.random() > 0.03 else f"w{rng.randrange(5000)}" for word in words)
            zones.append(Zone(Span(at, at + len(part)), zone.role))
            parts.append(part)
            at += len(part) + 2
        text = "\n\n".join(parts)
        sha = hashlib.sha256(text.encode()).hexdigest()
        day = date(2017, 1, 1) + timedelta(days=rng.randrange(365))
        publisher = f"Paper {rng.randrange(200)}"
        yield light(
            replace(
                document, id=document_id(sha, publisher=publisher, uri=str(number)), sha256=sha, text=text, uri=None,
                path=None, zones=tuple(zones), published=Found(day.isoformat(), "manifest"), byline=(), credits=(),
                publisher=Found(publisher, "manifest"),
            )
        )  # fmt: skip


def growth(counts: Sequence[int]) -> None:
    for count in counts:
        copies = Copies()
        spent = 0.0
        for report in grown(count):
            began = time.process_time()
            copies.add(report)
            spent += time.process_time() - began
        began = time.process_time()
        groups = copies.result()
        copies.origins()
        spent += time.process_time() - began
        pairs = sum(len(group.pairs) for group in groups)
        print(f"{count:6} reports: {spent:6.1f} s, {len(groups)} groups, {pairs} pairs, {_memory()} MB at most")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, help="the corpus as gzipped CSV")
    parser.add_argument("--growth", nargs="+", type=int, default=[], metavar="N", help="numbers of reports to try")
    asked = parser.parse_args()
    if asked.articles:
        run(asked.articles)
    growth(asked.growth)


if __name__ == "__main__":
    main()
