"""Dyads as lines of a list, a line a period; with their words a line each for the deeds that a period counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from standoff.dossier import Deed
from standoff.model import Status
from standoff.present import wording
from standoff.present.contract import DIGITS, Json, number
from standoff.present.finding_rows import PLACE, Called, Flat, Shape, place, quoted
from standoff.present.rows import SHORT
from standoff.present.tables import UNDER, Cell, Column

if TYPE_CHECKING:
    from standoff.link.rates import Period

_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_APART: tuple[Status, ...] = ("negation", "future", "hypothetical", "historical")
#: The place of a deed: a period has a start and an end of its own.
_AT = tuple(f"at_{name}" for name in PLACE)
DYADS = Shape(
    fields=(
        "id", "actor", "recipient", "start", "end", *_QUADS, "deeds", "attributed", *_APART, "coverage", "share",
        "intensity", "mean_intensity", "measure", "count", "rate", "baseline_periods", "baseline_low",
        "baseline_median", "baseline_high", "ratio", "ratio_low", "ratio_high", "p", "silent", "judged",
    ),
    nested=(
        "date", "type", "mode", "quad", "deed_intensity", "status", "legs", "from_sources", "event", "words", *_AT,
    ),
    columns=(
        Column("start", "from", wrap=False),
        Column("actor", "who", style="cyan", wrap=False),
        Column("recipient", "to whom", style="cyan", wrap=False),
        Column("cooperation", "cooperation", right=True, wrap=False),
        Column("conflict", "conflict", right=True, wrap=False),
        Column("apart", "not done", right=True, wrap=False),
        Column("percent", "share", right=True, wrap=False),
        Column("intensity", "intensity", right=True, wrap=False),
        Column("changed", "against before", ratio=3),
        Column("short", "id", style="dim", wrap=False),
    ),
)  # fmt: skip


class Line(Struct, frozen=True):
    """A period of the dyad ``id`` with the deeds told of it, done or not, and the judgements that change one of them.
    ``sentences`` are what the deeds stand in, by the id of the event, where words are asked for."""

    id: str
    period: Period
    deeds: tuple[Deed, ...]
    judged: tuple[str, ...]
    sentences: Mapping[str, str] | None = None


def within(deeds: Sequence[Deed], period: Period) -> tuple[Deed, ...]:
    """Those of ``deeds`` that lie in ``period``."""
    return tuple(deed for deed in deeds if deed.day is not None and period.start <= deed.day <= period.end)


def line_json(line: Line) -> Json:
    """All fields of :class:`standoff.link.rates.Period`; ``apart`` by status; the deeds where words are asked for."""
    period = line.period
    out: Json = msgspec.to_builtins(period)
    for field in ("share", "intensity", "mean_intensity", "rate"):
        out[field] = _rounded(out[field])
    for field in ("baseline", "change"):
        if out[field] is not None:
            out[field] = {name: _rounded(value) for name, value in out[field].items()}
    out = {"id": line.id, **out, "apart": dict(period.apart), "judged": list(line.judged)}
    if line.sentences is not None:
        out["told"] = [
            {
                "at": place(deed.at),
                "event": deed.event,
                "date": deed.day,
                "type": deed.type,
                "mode": deed.mode,
                "quad": deed.quad,
                "intensity": _rounded(deed.intensity),
                "status": deed.status,
                "legs": deed.legs,
                "attributed": deed.attributed,
                "words": line.sentences.get(deed.event),
            }
            for deed in line.deeds
        ]
    return out


def line_flat(line: Line) -> dict[str, Cell]:
    period = line.period
    apart = dict(period.apart)
    base, change = period.baseline, period.change
    flat: dict[str, Cell] = {
        field: getattr(period, field)
        for field in (
            "actor", "recipient", "start", "end", *_QUADS, "deeds", "attributed", "coverage", "measure", "count",
            "silent",
        )
    }  # fmt: skip
    return {
        **flat,
        "id": line.id,
        "short": line.id[:SHORT],
        **{status: apart.get(status, 0) for status in _APART},
        **{field: _rounded(getattr(period, field)) for field in ("share", "intensity", "mean_intensity", "rate")},
        "baseline_periods": base.periods if base else None,
        "baseline_low": _rounded(base.low) if base else None,
        "baseline_median": _rounded(base.median) if base else None,
        "baseline_high": _rounded(base.high) if base else None,
        "ratio": _rounded(change.ratio) if change else None,
        "ratio_low": _rounded(change.low) if change else None,
        "ratio_high": _rounded(change.high) if change else None,
        "p": _rounded(change.p) if change else None,
        "cooperation": f"{period.verbal_cooperation} + {period.material_cooperation}",
        "conflict": f"{period.verbal_conflict} + {period.material_conflict}",
        "apart": sum(apart.values()),
        "percent": f"{period.share:.0%}" if period.share is not None else None,
        "changed": _changed(period),
    }


def deed_flats(deeds: Sequence[Deed], sentences: Mapping[str, str], called: Called) -> Iterator[Flat]:
    """A line for each deed: its day, what it is, on how many independent texts, and the sentence that tells it."""
    for deed in deeds:
        kind = f"{deed.type} {deed.mode}" if deed.mode else deed.type
        words = sentences.get(deed.event)
        told = [
            kind + (f" ({deed.status})" if deed.status != "actual" else ""),
            wording.counted(deed.legs, "independent text") + (", all quoting sources" if deed.attributed else ""),
        ]
        yield {
            UNDER: f"{deed.day or 'undated'} {', '.join(told)}: {quoted(words or '')} ({called(deed.at.report)}) "
            f"{deed.event[:SHORT]}",
            "date": deed.day,
            "type": deed.type,
            "mode": deed.mode,
            "quad": deed.quad,
            "deed_intensity": _rounded(deed.intensity),
            "status": deed.status,
            "legs": deed.legs,
            "from_sources": deed.attributed,
            "event": deed.event,
            "words": words,
            **{f"at_{name}": value for name, value in place(deed.at).items()},
        }


def _changed(period: Period) -> str:
    change = period.change
    if change is None:
        return period.silent or ""
    if change.ratio is None:
        return f"none before, p {_p(change.p)}"
    high = f"{change.high:.1f}" if change.high is not None else "∞"
    return f"{change.ratio:.1f} times ({change.low:.1f}–{high}), p {_p(change.p)}"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _rounded(value: float | None) -> float | int | None:
    return None if value is None else number(round(value, DIGITS))
