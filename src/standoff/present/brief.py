"""The situation brief: what a pile of reports says, in Markdown, every line with a footnote that quotes its words.

First version: it sorts and selects, it does not yet weigh. The same words in several reports are one line with several
footnotes; claims and demands are not yet followed from report to report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from standoff.model import Report
from standoff.present import names
from standoff.present.gather import Concerns, Line, Material, gather
from standoff.present.markdown import Footnotes, Note, md, table
from standoff.present.wording import counted, found

#: How many lines a section or a day holds before it points to the command that lists the rest.
PER_DAY = 8
PER_SECTION = 25
PARTIES = 15
FIGURES = 40
CITED = 3
PUBLISHERS = 8


def write(reports: Iterable[Report], *, concerns: Concerns | None = None) -> str:
    """The brief of ``reports``. ``concerns`` keeps only the records whose actors it accepts."""
    return _render(gather(reports, concerns=concerns))


def _render(material: Material) -> str:
    notes = Footnotes()
    out = ["# Situation brief", "", _coverage(material), ""]
    out += [
        "Quotation marks hold a speaker’s own words as the report quotes them; words in italics are the report’s. "
        "Every line opens at the footnote.",
        "",
    ]
    out += _parties(material)
    out += _days(material, notes)
    for title, lines, command in (
        ("What is denied", material.denied, "standoff statements --act DENY"),
        ("What could not be confirmed", material.doubted, "standoff statements --act DOUBT"),
        ("Demands", material.demands, "standoff statements --act REQUEST"),
        ("Refusals", material.refusals, "standoff statements --act REJECT"),
    ):
        if lines:
            out += [f"## {title}", "", *_listed(_merged(lines), PER_SECTION, command, notes, dated=True), ""]
    out += _figures(material, notes)
    out += _reports(material)
    return "\n".join([*out, *notes.lines()]).rstrip() + "\n"


def _coverage(material: Material) -> str:
    counts, days = material.counts, sorted(material.days)
    if not counts["reports"]:
        return "**Coverage.** No report matches."
    parts = [counted(counts["reports"], "report")]
    if days:
        parts.append(f"of {md(days[0])}" if days[0] == days[-1] else f"from {md(days[0])} to {md(days[-1])}")
    undated = counts["reports"] - len(days)
    if undated:
        parts.append(f"({undated} undated)")
    ranked = sorted(material.publishers.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{md(name)} ({count})" for name, count in ranked[:PUBLISHERS]]
    if len(ranked) > PUBLISHERS:
        named.append(counted(len(ranked) - PUBLISHERS, "other"))
    unnamed = counts["reports"] - sum(material.publishers.values())
    if named and unnamed:
        named.append(counted(unnamed, "unnamed publisher"))
    by = f", by {names.listed(named)}" if named else ""
    total = found(counts["statements"], counts["events"], counts["quantities"])
    return f"**Coverage.** {' '.join(parts)}{by}: {total}."


def _parties(material: Material) -> list[str]:
    total = material.spoke + material.acted + material.suffered
    if not total:
        return []
    ranked = sorted(total, key=lambda key: (-(material.spoke[key] + material.acted[key]), -total[key], key))[:PARTIES]
    rows = []
    for key in ranked:
        people = material.people.get(key, Counter())
        top = sorted(people, key=lambda person: (-people[person], person))[:3]
        known = not key.startswith("?")
        rows.append(
            [
                md(names.spell(key) if known else key[1:]),
                f"`{key}`" if known else "–",
                md(", ".join(top)) or "–",
                str(material.spoke[key]),
                str(material.acted[key]),
                str(material.suffered[key]),
            ]
        )
    head = ["Party", "Id", "Who speaks for it", "Statements", "Deeds", "Done to it"]
    out = ["## Parties", "", *table(head, rows, frozenset({3, 4, 5})), ""]
    if material.counts["unresolved"]:
        out += [f"{counted(material.counts['unresolved'], 'statement')} by sources that nothing here could name.", ""]
    return out


def _days(material: Material, notes: Footnotes) -> list[str]:
    days = sorted(
        {line.day for line in (*material.done, *material.said) if line.day}, key=lambda day: day.removeprefix("until ")
    )
    out = ["## Day by day", ""] if material.done or material.said else []
    for day in (*days, None):
        deeds = _merged([line for line in material.done if line.day == day and line.dated])
        some_day = _merged([line for line in material.done if line.day == day and not line.dated])
        words = _merged([line for line in material.said if line.day == day])
        if not deeds and not some_day and not words:
            continue
        out += [f"### {md(day) if day else 'Without a date'}", ""]
        if deeds:
            out += ["**Events**", "", *_listed(deeds, PER_DAY, "standoff events", notes), ""]
        if some_day:
            title = "**Events whose day the reports do not give**" if day else "**Events**"
            out += [title, "", *_listed(some_day, PER_DAY, "standoff events", notes), ""]
        if words:
            out += ["**Statements**", "", *_listed(words, PER_DAY, "standoff statements", notes), ""]
    return out


def _merged(lines: list[Line]) -> list[Line]:
    """The same words of the same speaker, in several reports, as one line; heaviest first, then as the reports come."""
    kept: dict[tuple[object, ...], Line] = {}
    for line in sorted(lines, key=lambda line: line.order):
        first = kept.get(line.key)
        kept[line.key] = line if first is None else _joined(first, line)
    return sorted(kept.values(), key=lambda line: (tuple(-w for w in line.weight), line.order))


def _joined(first: Line, other: Line) -> Line:
    notes = tuple(dict.fromkeys(first.notes + other.notes))
    return replace(first, weight=max(first.weight, other.weight), notes=notes)


def _listed(lines: list[Line], limit: int, command: str, notes: Footnotes, *, dated: bool = False) -> list[str]:
    shown = lines[:limit]
    out = [
        f"- {f'{md(line.day)}: ' if dated and line.day else ''}{_sentence(line.words)}{_cited(line, notes)}"
        for line in shown
    ]
    if len(lines) > limit:
        out.append(f"- … and {len(lines) - limit} more: `{command}`")
    return out


def _cited(line: Line, notes: Footnotes) -> str:
    """The marks of the first few places where the words stand, and how many reports hold them when they are more."""
    reports = len({note.report for note in line.notes})
    more = f" (in {reports} reports)" if reports > CITED else ""
    return more + notes.cite(*line.notes[:CITED])


def _sentence(words: str) -> str:
    """Begun with a capital, ended with a stop."""
    words = words[:1].upper() + words[1:]
    return words if words.rstrip("”’\"'*").endswith((".", "!", "?", "…")) else f"{words}."


def _figures(material: Material, notes: Footnotes) -> list[str]:
    if not material.figures:
        return []
    rows: dict[tuple[str, ...], list[Note]] = {}
    for figure in sorted(material.figures, key=lambda figure: figure.order):
        rows.setdefault(figure.cells, []).append(figure.note)
    shown = [[*cells, notes.cite(*cited[:CITED])] for cells, cited in list(rows.items())[:FIGURES]]
    out = [
        "## Figures",
        "",
        *table(["What", "Whose", "Where", "How many", "Who says so", "Report of", "Words"], shown),
        "",
    ]
    if len(rows) > FIGURES:
        out += [f"… and {len(rows) - FIGURES} more: `standoff quantities`", ""]
    return out


def _reports(material: Material) -> list[str]:
    if not material.reports:
        return []
    return ["## Reports", "", *(f"- {text}; `{identity}`" for _, identity, text in sorted(material.reports)), ""]
