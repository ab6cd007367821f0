"""Numbers, amounts and times against the specs of Recognizers-Text: ``measure(paths)`` for ``python -m
training.evaluate recognizers DIR``.

A spec is a list of sentences with what its library finds in each; a file of them is a class here. A case passes when
everything in the sentence that our records have a place for is found with its words (articles, prepositions and
modifiers at the edges aside) and its value, and nothing of that sort is found where the spec has nothing. The values:

* numbers, ranges: ``low`` and ``high`` of the number reader, as a bare number makes no record (shares in percent);
* percentages, money, dimensions: a bound or both of the :class:`~standoff.model.Quantity`, and its currency where the
  spec has an ISO code;
* dates, lengths and repetitions: the TIMEX3 value, or the day interval of one of the readings that the spec allows; a
  range may be told by its two ends, as TIMEX3 has it, and a stretch counted from the report's day ("the next three
  days") may take that day in.

:data:`CLASSES` says what is counted; :data:`LEFT_OUT` and :data:`KINDS_LEFT_OUT` what is not, and why.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from standoff.analyse import Analyser
from standoff.annotate.numbers import find_numbers
from standoff.annotate.numbers_core import words
from standoff.annotate.quantities import find_quantities
from standoff.annotate.times import find_times
from standoff.model import Document, Found, Span, Zone, document_id
from standoff.resolve.times import anchor

#: Class to the kinds of its results that are counted.
CLASSES: dict[str, frozenset[str]] = {
    "NumberModel": frozenset({"number"}),
    "NumberRangeModel": frozenset({"numberrange"}),
    "PercentModel": frozenset({"percentage"}),
    "CurrencyModel": frozenset({"currency"}),
    "DimensionModel": frozenset({"dimension"}),
    "DateExtractor": frozenset({"date"}),
    "DateParser": frozenset({"date"}),
    "DatePeriodExtractor": frozenset({"daterange"}),
    "DatePeriodParser": frozenset({"daterange"}),
    "HolidayExtractor": frozenset({"date"}),
    "HolidayParser": frozenset({"date"}),
    "DurationExtractor": frozenset({"duration"}),
    "DurationParser": frozenset({"duration"}),
    "SetExtractor": frozenset({"set"}),
    "SetParser": frozenset({"set"}),
    "MergedExtractor": frozenset({"date", "daterange", "duration", "set"}),
    "MergedParser": frozenset({"date", "daterange", "duration", "set"}),
    "DateTimeModel": frozenset({"date", "daterange", "duration", "set"}),
}
_MODE = "the sentences of another class read by an option of their library (calendars, tasks, alternatives)"
_CLOCK = "a time of day: a record's times are days; a clock only goes with the day beside it"
#: Classes that our records have no place for (codebook, section 4: dates, ages, ordinals are no quantities).
LEFT_OUT: dict[str, str] = {
    "OrdinalModel": "ordinals are not quantities",
    "OrdinalModelSuppressExtendedTypes": "ordinals are not quantities",
    "AgeModel": "ages are not quantities",
    "TemperatureModel": "a temperature measures no forces, people, casualties, money, weapons, territory or votes",
    "TimeExtractor": _CLOCK,
    "TimeParser": _CLOCK,
    "TimePeriodExtractor": _CLOCK,
    "TimePeriodParser": _CLOCK,
    "DateTimeExtractor": _CLOCK,
    "DateTimeParser": _CLOCK,
    "DateTimePeriodExtractor": _CLOCK,
    "DateTimePeriodParser": _CLOCK,
    "TimeZoneExtractor": "a zone of the clock is no day",
    "TimeZoneParser": "a zone of the clock is no day",
    "MergedExtractorSkipFromTo": _CLOCK,
    "NumberModelExperimentalMode": _MODE,
    "NumberModelPercentMode": _MODE,
    "NumberRangeModelExperimentalMode": _MODE,
    "PercentModelPercentMode": _MODE,
    "DateTimeModelCalendarMode": _MODE,
    "DateTimeModelComplexCalendar": _MODE,
    "DateTimeModelExperimentalMode": _MODE,
    "DateTimeModelExtendedTypes": _MODE,
    "DateTimeModelSplitDateAndTime": _MODE,
    "DateTimeModelTasksMode": _MODE,
    "PhoneNumberModel": "a telephone number measures nothing",
    "IpAddressModel": "an address of a machine measures nothing",
    "BooleanModel": "answers of yes and no are no quantities",
}
#: Kinds of results within a counted class that are passed over; a sentence with nothing else is left out.
KINDS_LEFT_OUT: dict[str, str] = {
    "time": _CLOCK,
    "timerange": _CLOCK,
    "datetime": _CLOCK,
    "datetimerange": _CLOCK,
    "timezone": "a zone of the clock is no day",
    "unit alone": "a unit or a per cent sign without a number",
    "arithmetic": "powers and negative figures: what a quantity counts is there, or is not",
    "angle": "angles are no measure of territory",
    "other": "a kind of result that the class is not about",
}
_DAYS = frozenset({"date", "daterange"})
_INTERVAL = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_NUMBERS = frozenset({"NumberModel", "NumberRangeModel"})
_AMOUNTS = {"PercentModel": "percentage", "CurrencyModel": "currency", "DimensionModel": "dimension"}
_EDGE_WORDS = sorted(
    {"the", "a", "an", "on", "in", "at", "from", "during", "for", "since", "until", "till", "by", "before", "after",
     "of", "within", "every", "between"}
    | words("low") | words("high") | words("about") | words("plain") | words("passing"),
    key=lambda w: (-len(w), w),
)  # fmt: skip
_LEADING = re.compile(rf"(?:(?:{'|'.join(map(re.escape, _EDGE_WORDS))})\b\s*|[^\w$€£¥+-])+(?=\S)", re.IGNORECASE)


class Result(NamedTuple):
    """What the spec has at ``span``: its kind, and what passes for its value (empty: the spec gives no value)."""

    span: Span
    kind: str
    values: frozenset[str]


class Case(NamedTuple):
    """One sentence of a spec, the day it is read on (ISO, None when the spec gives none), and its results."""

    name: str
    text: str
    day: str | None
    results: tuple[Result, ...]


def measure(paths: list[Path], analyser: Analyser | None = None) -> dict[str, Any]:
    """``passed``, the share of all counted cases; ``cases``; the same by class under ``classes``; and ``left_out``,
    the number of cases with the reason, by class or kind. ``paths`` are spec files or folders of them.

    Raises FileNotFoundError for a path without specs and ValueError for a class that no table here names.
    """
    analyser = analyser or Analyser.load()
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    left: Counter[str] = Counter()
    for case in cases(paths):
        reason = left_out(case)
        if reason is not None:
            left[reason] += 1
        else:
            tally[case.name].update(cases=1, passed=int(passes(case, analyser)))
    reasons = {**LEFT_OUT, **KINDS_LEFT_OUT}
    total = sum(t["cases"] for t in tally.values())
    return {
        "passed": sum(t["passed"] for t in tally.values()) / total if total else 0.0,
        "cases": total,
        "classes": {n: {"passed": t["passed"] / t["cases"], "cases": t["cases"]} for n, t in sorted(tally.items())},
        "left_out": {name: {"cases": n, "reason": reasons[name]} for name, n in sorted(left.items())},
    }


def cases(paths: Iterable[Path]) -> Iterator[Case]:
    """The cases of the spec files among ``paths`` and below their folders, by class."""
    for path in paths:
        files = sorted(path.rglob("*.json"), key=lambda f: f.stem) if path.is_dir() else [path]
        if not files or not all(f.is_file() for f in files):
            raise FileNotFoundError(f"{path}: no spec (.json) there")
        for file in files:
            if file.stem not in CLASSES and file.stem not in LEFT_OUT:
                raise ValueError(f"{file}: neither counted nor left out; add {file.stem} to CLASSES or LEFT_OUT")
            try:
                rows = json.loads(file.read_text(encoding="utf-8-sig"))
            except ValueError as err:
                raise ValueError(f"{file}: not JSON: {err}") from err
            for row in rows:
                yield _case(file.stem, row)


def _case(name: str, row: dict[str, Any]) -> Case:
    text = row["Input"]
    day = (row.get("Context") or {}).get("ReferenceDateTime")
    results = []
    for found in row.get("Results") or []:
        words_of = found.get("Text") or ""
        start = found.get("Start", text.lower().find(words_of.lower()))
        if not words_of or start < 0:
            continue
        values = found.get("Resolution") or found.get("Value") or {}
        kind = (found.get("TypeName") or found.get("Type") or "").removeprefix("datetimeV2.")
        results.append(Result(Span(start, start + len(words_of)), _kind(name, kind, values), _values(kind, values)))
    return Case(name, text, day[:10] if day else None, tuple(results))


def _kind(name: str, kind: str, values: dict[str, Any]) -> str:
    if name not in CLASSES:
        return kind
    if values.get("subtype") == "Angle":
        return "angle"
    if values.get("subtype") == "power" or (name in _NUMBERS and str(values.get("value", "")).startswith("-")):
        return "arithmetic"
    if name in _AMOUNTS and values.get("value") in {None, "", "null"}:
        return "unit alone"
    return kind if kind in CLASSES[name] or kind in KINDS_LEFT_OUT else "other"


def left_out(case: Case) -> str | None:
    """The class or kind for which a case is not counted; None when it is."""
    if case.name in LEFT_OUT:
        return case.name
    kinds = [r.kind for r in case.results]
    if kinds and not CLASSES[case.name] & set(kinds):
        return kinds[0]
    return None


def passes(case: Case, analyser: Analyser) -> bool:
    """Whether the product finds what the spec has, and nothing of its kinds elsewhere."""
    wanted = [r for r in case.results if r.kind in CLASSES[case.name]]
    found = list(system(case, analyser))
    if case.name == "NumberModel":
        return _numbers_pass(case, wanted, found)
    for result in wanted:
        span = trimmed(case.text, result.span)
        # a day told by a unit ("two weeks ago") is a date there and a week here: words and value decide
        kinds = _DAYS if result.kind in _DAYS else {result.kind}
        whole = any(f.kind in kinds and trimmed(case.text, f.span) == span and _agree(result, f) for f in found)
        if not whole and not (result.kind == "daterange" and _two_ends(case.text, result, found)):
            return False
    return not any(f.kind in CLASSES[case.name] and not _on_a_result(f, case) for f in found)


def _two_ends(text: str, result: Result, found: list[Result]) -> bool:
    """ "from May to October": TIMEX3, and so our record, has its two ends."""
    inside = [f for f in found if result.span.start <= f.span.start and f.span.end <= result.span.end]
    if len(inside) != 2 or inside[0].kind not in _DAYS or inside[1].kind not in _DAYS:
        return False
    start, end = trimmed(text, result.span)
    if trimmed(text, inside[0].span)[0] != start or trimmed(text, inside[1].span)[1] != end:
        return False
    first, last = (next((v.split("/") for v in f.values if _INTERVAL.fullmatch(v)), None) for f in inside)
    if not result.values:
        return True
    return (
        first is not None
        and last is not None
        and bool(result.values & {f"{first[0]}/{last[0]}", f"{first[0]}/{last[1]}"})
    )


def _agree(result: Result, found: Result) -> bool:
    return not result.values or bool(result.values & found.values)


def _on_a_result(found: Result, case: Case) -> bool:
    return any(found.span.overlaps(r.span) for r in case.results)


def _numbers_pass(case: Case, wanted: list[Result], found: list[Result]) -> bool:
    """Two numbers of the spec may be the ends of one range here."""
    for number in found:
        inside = [r for r in wanted if r.span.overlaps(number.span)]
        if not inside:
            return False
        span = Span(min(r.span.start for r in inside), max(r.span.end for r in inside))
        if trimmed(case.text, span) != trimmed(case.text, number.span):
            return False
        if len(inside) > 2 or not all(r.values & number.values for r in inside):
            return False
    return all(any(f.span.overlaps(r.span) for f in found) for r in wanted)


def trimmed(text: str, span: Span) -> tuple[int, int]:
    """The offsets of ``span`` without articles, prepositions and modifiers in front and signs behind."""
    start, end = span.start, span.end
    if lead := _LEADING.match(text, start, end):
        start = lead.end()
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "$€£¥%"):
        end -= 1
    return start, end


# --- what the product finds ------------------------------------------------------------------------------------------


def system(case: Case, analyser: Analyser) -> Iterator[Result]:
    """What the product finds in a case, in the spec's terms."""
    if case.name in _NUMBERS:
        yield from _numbers(case)
        return
    if not case.text.strip():
        return
    document = Document(
        id=document_id(case.text, publisher=None, uri=None),
        sha256=case.text,
        text=case.text,
        published=Found(case.day, "caller") if case.day else None,
        zones=(Zone(Span(0, len(case.text)), "body"),),
    )
    analysis = analyser.run(document)
    times = find_times(document, analysis)
    if case.name not in _AMOUNTS:
        for time in anchor(times, document):
            values = {time.value}
            if time.interval:
                values.add(f"{time.interval.earliest}/{time.interval.latest}")
            yield Result(time.span, _time_kind(time.value, time.rule), frozenset(values))
        return
    for quantity in find_quantities(document, analysis, times):
        rule = quantity.origin.rule.partition(":")[2] if quantity.origin.rule else ""
        kind = {"percent": "percentage", "money": "currency", "measure": "dimension"}.get(
            "percent" if quantity.unit == "percent" else rule, ""
        )
        if kind:
            # one bound says the figure; the unit is compared where the spec has an ISO code
            bounds = {f"{bound:g}" for bound in (quantity.low, quantity.high) if bound is not None}
            yield Result(quantity.span, kind, frozenset(bounds | {f"{b} {quantity.unit}" for b in bounds}))


def _numbers(case: Case) -> Iterator[Result]:
    for n in find_numbers(case.text):
        share = 100 if n.form == "fraction" else 1
        low, high = (None if bound is None else bound / share for bound in (n.low, n.high))
        if case.name == "NumberRangeModel":
            if low != high:
                ends = "/".join("" if b is None else f"{b:g}" for b in (low, high))
                yield Result(Span(n.start, n.end), "numberrange", frozenset({ends}))
        else:
            core = Span(n.core[0], n.core[1])
            yield Result(core, "number", frozenset(_number(b) for b in (low, high) if b is not None))


def _time_kind(value: str, rule: str) -> str:
    first = rule.split()[0]
    if first in {"duration", "set", "ref"}:
        return first
    if first == "clock" or "T" in value.removeprefix("P"):
        return "duration" if value.startswith("P") else "time"
    return "date" if re.fullmatch(r"(?:XXXX|\d{4})-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-\d", value) else "daterange"


# --- what passes for a value -----------------------------------------------------------------------------------------


def _values(kind: str, given: dict[str, Any]) -> frozenset[str]:
    """The values that pass for a result: numbers as ``%g``, ranges ``low/high``, TIMEX3 values, ``first/last`` day."""
    if "values" in given:
        return frozenset(v for reading in given["values"] for v in _time_values(reading))
    if "Timex" in given:
        readings = [given.get("FutureResolution") or {}, given.get("PastResolution") or {}]
        out = {given["Timex"]}
        for reading in readings:
            out.update(_time_values({
                "value": reading.get("date"), "start": reading.get("startDate"), "end": reading.get("endDate"),
                "timex": given["Timex"],
            }))  # fmt: skip
        return frozenset(out)
    value = str(given.get("value") or "").replace(",", "").removesuffix("%")
    if kind == "numberrange":
        low, _, high = value.strip("[]()").partition("," if "," in value else " ")
        parts = re.fullmatch(r"[\[(](-?[\d.]*),(-?[\d.]*)[\])]", str(given.get("value")))
        low, high = (parts[1], parts[2]) if parts else (low, high)
        return frozenset({"/".join(f"{float(b):g}" if b else "" for b in (low, high))})
    try:
        number = float(value)
    except ValueError:
        return frozenset()
    if kind == "number":
        return frozenset({_number(number)})
    iso = given.get("isoCurrency")
    return frozenset({f"{number:g} {iso}" if iso else f"{number:g}"})


def _number(value: float) -> str:
    """Four digits, three places of a share: our shares are percentages with one decimal."""
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.4g}"


def _time_values(reading: dict[str, Any]) -> set[str]:
    """One reading's TIMEX3 value and its days; the end of a stretch is the day after it, or its last day."""
    out = {reading["timex"]} if reading.get("timex") else set()
    first, last = reading.get("start"), reading.get("end")
    if reading.get("value") and re.fullmatch(r"\d{4}-\d\d-\d\d", str(reading["value"])):
        out.add(f"{reading['value']}/{reading['value']}")
    if first and last:
        out.add(f"{first}/{last}")
        try:
            begin, end = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:  # a clock or "not resolved"
            return out
        out.add(f"{first}/{end - timedelta(1)}")
        if re.search(r",P\d+[DWMY]\)$", reading.get("timex") or ""):
            out.add(f"{begin - timedelta(1)}/{end - timedelta(1)}")
    return out
