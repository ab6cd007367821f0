"""The situation brief: what many reports add up to, for an editor to print.

It is written from findings (:class:`~standoff.present.gather.Material`) and from nothing else: frames say who, towards
whom and when; what was said and done stands in the reports' own words; every line has footnotes that quote the words,
the report and its date. Each section shows what weighs most and names the command that lists the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from standoff.model import Report
from standoff.present import brief_claims, brief_figures, brief_html, brief_record, brief_said, charts, markdown
from standoff.present.brief_desk import Desk
from standoff.present.brief_page import Jump, Line, Page, Picture, cite, joined, plain, strong
from standoff.present.brief_sides import SIDES, bodies
from standoff.present.brief_words import count
from standoff.present.gather import Asked, Material
from standoff.present.periods import day, span

Form = Literal["markdown", "html"]

#: Disputes that the first paragraph names.
_LEAD = 3


def write(material: Material, fetch: Callable[[str], Report], *, form: Form = "markdown") -> str:
    """The brief of ``material`` in Markdown, without charts, or as one HTML file.

    ``fetch`` gives the report with an id; only reports that are cited are fetched. The same material gives the same
    bytes."""
    page = compose(material, fetch)
    return brief_html.write(page) if form == "html" else markdown.write(page)


def write_with_pictures(
    material: Material, fetch: Callable[[str], Report], name: Callable[[int], str]
) -> tuple[str, dict[str, str]]:
    """The brief in Markdown that shows its charts, and these as SVG by name; ``name`` names the n-th, from 1."""
    page = compose(material, fetch)
    drawn = [block.svg for section in page.sections for block in section.blocks if isinstance(block, Picture)]
    files = {name(i): charts.alone(svg) for i, svg in enumerate(drawn, 1)}
    return markdown.write(page, pictures=tuple(files)), files


def compose(material: Material, fetch: Callable[[str], Report]) -> Page:
    """The brief as a page."""
    desk = Desk(material, fetch)
    sections = (
        brief_said.news(desk),
        brief_said.parties(desk),
        brief_claims.disputed(desk),
        brief_claims.unconfirmed(desk),
        brief_claims.corroborated(desk),
        brief_claims.demands(desk),
        brief_figures.figures(desk),
        brief_record.timeline(desk),
        brief_record.dyads(desk),
        brief_record.reports(desk),
    )
    return Page(
        title=f"Situation brief: {span(*desk.window)}" if desk.window else "Situation brief",
        line=_asked(material.asked),
        lead=_lead(desk),
        aside=_ASIDE if material.heads else (),
        sections=tuple(section for section in sections if section is not None),
    )


_ASIDE: Line = (
    plain(
        "Quotation marks hold a speaker’s own words as a report quotes them, italics hold a report’s words. Each "
        "number leads to the sentence, its report and its day. A text is independent that was not copied from another."
    ),
)


def _asked(asked: Asked) -> Line:
    parts = [
        *([f"reports from {day(asked.since)}"] if asked.since else []),
        *([f"reports up to {day(asked.until)}"] if asked.until else []),
        *([f"actor {asked.actor}"] if asked.actor else []),
        *([f"about “{asked.about}”"] if asked.about else []),
        *([f"report {asked.report}"] if asked.report else []),
    ]
    return (plain(f"Asked for: {'; '.join(parts)}."),) if parts else ()


def _lead(desk: Desk) -> Line:
    """How much this rests on, and the disputes that weigh most."""
    heads = desk.material.heads
    if not heads:
        return (strong("No report matches."),)
    publishers = len({head.publisher for head in heads if head.publisher})
    undated = sum(not head.published for head in heads)
    texts = len({desk.text_of(head.id) for head in heads})
    base = f"This brief rests on {count(len(heads), 'report')}"
    base += f" by {count(publishers, 'publisher')}" if publishers else ""
    base += f" from {span(*desk.window)}" if desk.window and desk.window[0] != desk.window[1] else ""
    base += f" of {day(desk.window[0])}" if desk.window and desk.window[0] == desk.window[1] else ""
    base += f" ({count(undated, 'undated', 'undated')})" if undated else ""
    base += f"; copies counted once, {count(texts, 'independent text')}" if texts != len(heads) else ""
    line: Line = (plain(f"{base} ("), Jump("listed at the end", "reports"), plain("). "))
    if not desk.material.linked:
        return (*line, plain("They have not been laid side by side yet: what is disputed or asked for is not known."))
    disputes = desk.disputes[:_LEAD]
    if not disputes:
        return (*line, plain("Nothing in them is disputed."))
    told: list[Line] = []
    for one in disputes:
        words = [f"{verb.lower()} by {bodies(one.of(stance), 2)}" for stance, verb in SIDES.items() if one.of(stance)]
        first = [one.of(stance)[0] for stance in SIDES if one.of(stance)]
        notes = [desk.shelf.at(position.at, position.statement) for position in first]
        told.append((strong(desk.title(one)), plain(f" ({', '.join(words)})"), *cite(*notes)))
    return (*line, plain("Most disputed: "), *joined(told, "; ", "; and " if len(told) > 1 else None), plain("."))
