"""Lines of a brief from findings: who, in whose words, when, with the footnote that holds the words.

Nothing is said here but frames ("denied by", "asked of") and what the reports say: a speaker's own words in quotation
marks, a report's words in italics.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from standoff.dossier import Anchor, Position
from standoff.grammar import sentence_at
from standoff.model import Event, Quantity, Report, Span, Statement
from standoff.present import marks, names, wording
from standoff.present.brief_page import Line, Note, Text, cite, plain, strong
from standoff.present.periods import day, one_year
from standoff.present.wording import cut, folded, stretch

#: Characters: of a footnote's sentences before the bare words are taken, of quoted words in a line, of a sentence that
#: tells a deed.
LONGEST = 600
WORDS = 220
EXCERPT = 240
_MARKS = (('"', '"'), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"))
_QUOTES = frozenset('"“”')
#: Reports kept at hand.
_HELD = 64


class Shelf:
    """Reports on demand, and footnotes to their words. ``fetch`` gives the report with an id."""

    def __init__(self, fetch: Callable[[str], Report], days: Iterable[str | None] = ()) -> None:
        self._fetch = fetch
        self._held: OrderedDict[str, Report] = OrderedDict()
        self._year = one_year(*days)

    def report(self, report: str) -> Report:
        if report not in self._held:
            self._held[report] = self._fetch(report)
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(report)
        return self._held[report]

    def statement(self, report: str, record: str | None) -> Statement | None:
        """The statement with this id, None when it is not there: a report may have been coded again since."""
        return next((s for s in self.report(report).statements if s.id == record), None) if record else None

    def event(self, report: str, record: str | None) -> Event | None:
        """The event with this id, None when it is not there."""
        return next((e for e in self.report(report).events if e.id == record), None) if record else None

    def day(self, iso: str | None) -> str:
        """A day in words, its year left out where all reports are of one."""
        return day(iso, within=self._year) if iso else "undated"

    def note(self, report: str, spans: Iterable[Span]) -> Note:
        """The sentences that hold ``spans``, or the bare stretch of them where the sentences are very long."""
        found = self.report(report)
        text, sentences = found.document.text, found.analysis.sentences
        tight = stretch(list(spans))
        first, last = sentence_at(sentences, tight.start), sentence_at(sentences, tight.end - 1)
        whole = Span(
            min(first.span.start, tight.start) if first else tight.start,
            max(last.span.end, tight.end) if last else tight.end,
        )
        span = whole if len(whole) <= LONGEST else tight
        mark = Span(tight.start - span.start, tight.end - span.start)
        document = found.document
        title = document.title.value if document.title else _file(document.path) or document.uri or "untitled"
        return Note(
            report=document.id, span=span, quote=span.of(text), mark=mark, title=cut(folded(title), 120),
            publisher=document.publisher.value if document.publisher else None,
            published=document.published.value if document.published else None, judged=_judged(found, tight),
        )  # fmt: skip

    def at(self, anchor: Anchor, statement: str | None = None) -> Note:
        """The footnote of an anchor; with the statement's source and cue when it is one of a statement."""
        held = self.statement(anchor.report, statement)
        return self.note(anchor.report, spans_of(held) if held is not None else [anchor.span])


def _judged(report: Report, within: Span) -> tuple[str, ...]:
    """The judgements that change a record whose first words stand ``within`` these."""
    records: Iterator[Statement | Event | Quantity] = chain(report.statements, report.events, report.quantities)
    found = (marks.judgement_on(record) for record in records if within.contains(wording.anchor(record)))
    return tuple(dict.fromkeys(name for name in found if name is not None))


def spans_of(statement: Statement) -> list[Span]:
    """Source, cue and content of a statement."""
    return [span for span in (statement.source, statement.cue, *statement.content) if span is not None]


def quoted(words: str, *, own: bool, limit: int = WORDS) -> Text:
    """Words of a report: a speaker's ``own``, or the report's."""
    words = bare(words)
    return Text(cut(words, limit), "quote" if own and not _QUOTES & set(words) else "told")


def bare(words: str) -> str:
    """Words without the quotation marks that enclose all of them."""
    words = folded(words)
    for opening, closing in _MARKS:
        inner = words[1:-1]
        if len(words) > 2 and words[0] == opening and words[-1] == closing and not {opening, closing} & set(inner):
            return inner.strip()
    return words


def is_own(statement: Statement | None) -> bool:
    """Whether the words of a statement are the speaker's."""
    return statement is not None and statement.quotation == "direct"


def said(shelf: Shelf, report: str, statement: Statement, limit: int = WORDS) -> Text:
    """The content of a statement."""
    text = shelf.report(report).document.text
    return quoted(wording.content(statement, text), own=is_own(statement), limit=limit)


def teller(position: Position) -> str:
    """Who takes a position: the actor, else the publisher of the report that says so itself."""
    if position.actor is not None:
        return names.name(position.actor)
    if position.statement:
        return "a source that is not named"
    return f"{folded(position.publisher)}, in its own report" if position.publisher else printer(None)


def printer(publisher: str | None) -> str:
    """Who printed a report."""
    return folded(publisher) if publisher else "a report without a publisher"


def told(shelf: Shelf, position: Position, *, limit: int = WORDS, opens: bool = False) -> Line:
    """One position in a line: who, when, in which words; with a capital where it ``opens`` the line."""
    who = teller(position)
    statement = shelf.statement(position.at.report, position.statement)
    sure = {"PR+": ", as probable", "PS+": ", as possible"}.get(statement.certainty, "") if statement else ""
    via = f", by way of {names.listed(map(folded, position.via))}" if position.via else ""
    return (
        strong(capital(who) if opens and (position.actor is not None or who.startswith("a ")) else who),
        plain(f", {shelf.day(position.day)}{via}{sure}: "),
        quoted(position.words, own=is_own(statement), limit=limit),
        *cite(shelf.at(position.at, position.statement)),
    )


def deed(shelf: Shelf, report: str, trigger: Span) -> tuple[Text, Note]:
    """The sentence that tells a deed, of a long one what stands round the trigger; and its footnote."""
    found = shelf.report(report)
    text = found.document.text
    sentence = sentence_at(found.analysis.sentences, trigger.start)
    note = shelf.note(report, [trigger])
    if sentence is None:
        return quoted(trigger.of(text), own=False), note
    start, end = sentence.span.start, sentence.span.end
    if end - start > EXCERPT:
        before, after = start < trigger.start - EXCERPT // 2, end > trigger.end + EXCERPT // 2
        start = text.rfind(" ", start, trigger.start - EXCERPT // 2) + 1 if before else start
        at = text.find(" ", trigger.end + EXCERPT // 2, end) if after else -1
        start, end = max(start, sentence.span.start), at if at > 0 else end
    words = folded(text[start:end])
    return Text(
        f"{'… ' if start > sentence.span.start else ''}{words}{' …' if end < sentence.span.end else ''}", "told"
    ), note


def count(number: int, one: str, many: str | None = None) -> str:
    """ "one report", "two claims", "12 texts": small numbers in words, as a newspaper has them."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = small[number] if 0 <= number < len(small) else f"{number:,}"
    return f"{said} {one if number == 1 else many or one + 's'}"


def capital(words: str) -> str:
    """The first letter as a line begins."""
    return words[:1].upper() + words[1:]


def _file(path: str | None) -> str | None:
    """The name of the file: where it lies on somebody's machine is nothing for a brief that goes out."""
    return path.replace("\\", "/").rsplit("/", 1)[-1] if path and path != "-" else None
