"""Is time linear in length? ``python -m benchmarks.linearity [--network] [--shape NAME] [--until STAGE] [--profile]``.

One paragraph of 100 KB and one of 1 MB, in three shapes: *reports* (the gold texts, line ends made spaces), *tangled*
(the same with quotation marks of every kind strewn in, few of them closed), *chained* (statements inside statements).
The network reads 20 KB of each once; its analysis is laid end to end as often as the length asks, for it reads a
paragraph in windows and so costs the same for each. Timed are the stages of the pipeline after it. ``--network`` adds
the whole pipeline over 10 KB and 100 KB, network and reading included. Before them come the patterns that find zones
and numbers, over one phrase of a page said again and again, which is where patterns go astray.

A row: seconds for the short one, for the long one, and their ratio: 10 is linear, above 12 the row is marked ``!``
and the exit code is 1. Machines differ and are noisy: only the ratios mean something; each is the least of
``--repeats`` tries. ``--until`` leaves out the stages after one; ``--profile`` prints where that one, or the last,
spends its time on the long paragraph.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from standoff.analyse import Analyser
from standoff.annotate.numbers import find_numbers
from standoff.model import Analysis, Document, Entity, Mark, Point, Report, Sentence, Span, Token, Zone, document_id
from standoff.pipeline import EMPTY, STAGES, Layers, Stage, Tools
from standoff.read import from_text
from standoff.read.zones import zones
from standoff.resolve import load_knowledge

ROOT = Path(__file__).resolve().parent.parent
SHAPES = ("reports", "tangled", "chained")
#: Characters that the network reads once, and of the short paragraph; how many times as long the long one is.
BASE, SHORT, FOLD = 20_000, 100_000, 10
MOST = 12.0
AFTER = tuple(stage for stage in STAGES if stage.name != "analyse")
_STREWN = ['"', "“", "”", "„", "«", "»", "'", "‘", "’", "``", "''", '“"', "‹", "›"]
_CHAIN = (
    "The {0} army said that the {1} ministry had denied that “the {2} president told reporters that {0} had ‘accused "
    "{1} of “warning that {2} would close the port, according to the {0} agency. The {1} envoy, who said he “could not "
    "confirm that {2} had refused to sign, urged {0} to say whether it believed that {1} had threatened {2}. "
)
#: What is said again and again, and to what.
_AGAIN: tuple[tuple[Callable[[str], object], str], ...] = (
    *((zones, part) for part in ("Ab ", "Home\n", "(Ab Cd/", "SEOUL NEW YORK ", "via AP / ", "By Ana Reyes, AP\n")),
    (lambda text: list(find_numbers(text)), "more than 40 to 60 thousand and a half of tens of thousands, 10-0, "),
)
_STATES = ("Norwegian", "Peruvian", "Kenyan", "Japanese", "Omani", "Icelandic", "Chilean")


def base(shape: str) -> str:
    """About :data:`BASE` characters of one paragraph that ends with a stop and a space."""
    draw = random.Random(shape)
    if shape == "chained":
        parts: list[str] = []
        while sum(map(len, parts)) < BASE:
            parts.append(_CHAIN.format(*draw.sample(_STATES, 3)))
        return "".join(parts)
    words: list[str] = []
    size = 0
    for path in sorted((ROOT / "quality" / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for word in json.loads(line)["text"].split():
                if size >= BASE:
                    break
                if shape == "tangled" and draw.random() < 0.2:
                    mark = draw.choice(_STREWN)
                    word = mark + word if draw.random() < 0.6 else word + mark
                words.append(word)
                size += len(word) + 1
    return " ".join(words) + ". "


def body(text: str) -> Document:
    """A document that is all story."""
    key = document_id(text, publisher=None, uri=None)
    return Document(id=key, sha256=key, text=text, zones=(Zone(Span(0, len(text)), "body"),))


def _read(_: Tools, report: Report) -> Layers:
    return {"document": from_text(report.document.text)}


READ = Stage("read", (), ("document",), _read)


def laid(analysis: Analysis, length: int, times: int) -> Analysis:
    """The analysis of a text of ``length`` characters, laid end to end ``times`` times."""

    def moved(span: Span, by: int) -> Span:
        return Span(span.start + by, span.end + by)

    def token(t: Token, by: int) -> Token:
        return replace(t, span=moved(t.span, by))

    def point(p: Point, by: int) -> Point:
        return replace(p, span=moved(p.span, by) if p.span is not None else None)

    sentences: list[Sentence] = []
    entities: list[Entity] = []
    marks: list[Mark] = []
    for by in range(0, length * times, length):
        sentences += [
            replace(s, span=moved(s.span, by), tokens=tuple(token(t, by) for t in s.tokens)) for s in analysis.sentences
        ]
        entities += [replace(e, span=moved(e.span, by)) for e in analysis.entities]
        marks += [
            replace(m, span=moved(m.span, by), points=tuple(point(p, by) for p in m.points)) for m in analysis.marks
        ]
    return Analysis(tuple(sentences), tuple(entities), analysis.model, tuple(marks))


def step(stage: Stage, tools: Tools, report: Report, repeats: int = 1) -> tuple[float, Report]:
    """Processor seconds of the quickest of ``repeats`` runs of a stage, and the report with the layers it gives."""
    best, layers = float("inf"), {}
    for _ in range(repeats):
        gc.collect()
        gc.disable()  # the collector looks at all that lives, the other reports of this run too
        begin = time.process_time()
        layers = stage.find(tools, report)
        best = min(best, time.process_time() - begin)
        gc.enable()
    return best, replace(report, **layers)


def table(title: str, reports: Sequence[Report], run: Sequence[Stage], tools: Tools, repeats: int) -> bool:
    """Prints a row for each stage over a short and a long report, and one for all; whether a ratio is too high."""
    short, long = reports
    print(f"{title}: {len(short.document.text):,} and {len(long.document.text):,} characters; seconds, ratio")
    slow = False
    whole = [0.0, 0.0]
    for stage in run:
        a, short = step(stage, tools, short, repeats)
        b, long = step(stage, tools, long, repeats)
        whole = [whole[0] + a, whole[1] + b]
        slow = _row(stage.name, a, b) or slow
    return _row("all of these", *whole) or slow


def _row(name: str, short: float, long: float) -> bool:
    ratio = long / max(short, 1e-9)
    print(f"  {name:26}{short:10.3f}{long:11.3f}{ratio:8.1f}{' !' if ratio > MOST else ''}", flush=True)
    return ratio > MOST


def again(length: int) -> bool:
    """Prints a row for each of :data:`_AGAIN` at ``length`` characters and at :data:`FOLD` times that many."""
    print(f"one phrase again and again: {length:,} and {FOLD * length:,} characters; seconds, ratio")
    slow = False
    for find, part in _AGAIN:
        took = []
        for size in (200, length, FOLD * length):  # the first to warm up
            text = part * (size // len(part))
            begin = time.process_time()
            find(text)
            took.append(time.process_time() - begin)
        slow = _row(repr(part)[:26], took[1], took[2]) or slow
    return slow


def profile(run: Sequence[Stage], report: Report, tools: Tools) -> None:
    """Prints where the last stage of ``run`` spends its time on an analysed report."""
    for stage in run[:-1]:
        report = step(stage, tools, report)[1]
    watch = cProfile.Profile()
    watch.runcall(run[-1].find, tools, report)
    print(f"{run[-1].name}, {len(report.document.text):,} characters")
    pstats.Stats(watch).sort_stats("tottime").print_stats(18)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shape", choices=SHAPES, action="append", help="only this shape; repeatable")
    p.add_argument("--short", type=int, default=SHORT, help=f"characters of the short one (default {SHORT:,})")
    p.add_argument("--repeats", type=int, default=1, help="tries of each stage, of which the quickest counts")
    p.add_argument("--network", action="store_true", help="the whole pipeline over a tenth of the lengths, too")
    p.add_argument("--until", choices=[stage.name for stage in AFTER], default=AFTER[-1].name, help="the last stage")
    p.add_argument("--profile", action="store_true", help="profile the last stage instead")
    args = p.parse_args()
    tools = Tools(Analyser.load(), load_knowledge(()))
    run = AFTER[: [stage.name for stage in AFTER].index(args.until) + 1]
    slow = not args.profile and again(args.short // 10)
    for shape in args.shape or SHAPES:
        text = base(shape)
        analysis = tools.analyser.run(body(text))
        times = max(1, round(args.short / len(text)))
        reports = [
            Report(document=body(text * n), analysis=laid(analysis, len(text), n)) for n in (times, FOLD * times)
        ]
        if args.profile:
            print(shape, end=", ")
            profile(run, reports[1], tools)
            continue
        warm = Report(document=body(text[:2000]), analysis=tools.analyser.run(body(text[:2000])))
        for stage in run:  # tables are read at first need
            warm = step(stage, tools, warm)[1]
        slow = table(shape, reports, run, tools, args.repeats) or slow
        if args.network:
            text = text[: args.short // 10]
            raw = [Report(document=body(text * n), analysis=EMPTY) for n in (1, FOLD)]
            slow = table(f"{shape}, whole pipeline", raw, (READ, *STAGES), tools, 1) or slow
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
