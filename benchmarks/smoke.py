"""Does every story go through? ``python -m benchmarks.smoke FILE... [--skip N] [--limit N] [--published ISO]``: CSV
files, or zip files of them, with a column ``text``, ``title`` or both (``--text``, ``--title`` name others).

One process reads and codes each row as a report, on the day ``--published`` unless the story tells its own. Printed:
stories, stories with an event, stories with a statement, records (statements, events, quantities, times), stories and
records a second, and each problem or exception with the row where it first came up and how often. Placeholders in
braces (``{country_1}``) stay as they are: they must not break anything either. The exit code is 1 when a story had a
problem or an exception. The clock starts after the network is loaded; Ctrl-C prints what there is so far.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from standoff.pipeline import load

#: A field of a CSV file may be a whole report.
csv.field_size_limit(1 << 24)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, or of every CSV file in a zip file, in order. Bytes that are no UTF-8 are replaced."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            yield from csv.DictReader(lines)
        return
    with zipfile.ZipFile(path) as packed:
        for name in sorted(packed.namelist()):
            if name.lower().endswith(".csv"):
                with packed.open(name) as raw:
                    yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline=""))


def stories(paths: list[Path], text: str, title: str) -> Iterator[tuple[str, str, str]]:
    """Where a story stands ("a.csv, row 2"), its text and its headline; a headline alone is the text."""
    for path in paths:
        for at, row in enumerate(rows(path), start=2):
            story, headline = row.get(text) or "", row.get(title) or ""
            if story or headline:
                yield f"{path.name}, row {at}", story or headline, headline if story else ""


def smoke(told: Iterable[tuple[str, str, str]], published: str | None) -> int:
    """Codes the stories, prints the figures, returns how many had a problem or raised."""
    nlp = load()
    count: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    first: dict[str, str] = {}
    began = time.perf_counter()
    try:
        for where, story, headline in told:
            try:
                report = nlp(story, title=headline or None, published=published)
            except Exception as err:  # a smoke test counts what gets through
                reasons = [f"raised {type(err).__name__}: {err}"]
            else:
                reasons = [f"{problem.stage}: {problem.reason}" for problem in report.problems]
                count["with an event"] += bool(report.events)
                count["with a statement"] += bool(report.statements)
                count["records"] += sum(map(len, (report.statements, report.events, report.quantities, report.times)))
            count["stories"] += 1
            count["bad"] += bool(reasons)
            for reason in reasons:
                wrong[reason] += 1
                first.setdefault(reason, where)
            if count["stories"] % 500 == 0:
                print(f"{count['stories']} stories, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    took = time.perf_counter() - began
    print(f"stories            {count['stories']:>8}   {count['stories'] / took:8.1f} a second")
    print(f"records            {count['records']:>8}   {count['records'] / took:8.1f} a second")
    for name in ("with an event", "with a statement"):
        print(f"{name:<18} {count[name]:>8}   {100 * count[name] / max(count['stories'], 1):8.1f} %")
    print(f"with a problem     {count['bad']:>8}")
    for reason, n in wrong.most_common():
        print(f"  {n:>6}  {reason!a}  (first: {first[reason]})")
    return count["bad"]


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("--skip", type=int, default=0, help="leave out so many stories at the beginning")
    p.add_argument("--limit", type=int, help="no more stories than this")
    p.add_argument("--published", help="ISO date of stories that tell none")
    p.add_argument("--text", default="text", help="the column of the story")
    p.add_argument("--title", default="title", help="the column of the headline")
    args = p.parse_args()
    told = islice(stories(args.files, args.text, args.title), args.skip, None)
    sys.exit(1 if smoke(islice(told, args.limit), args.published) else 0)


if __name__ == "__main__":
    main()
