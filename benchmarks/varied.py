"""Any number of reports out of a few hundred: coded once, then varied without coding again.

The texts are our own, those of ``quality/gold`` and ``training/own``; short ones are laid together, six a report, as
a news digest has them. A varied report is a coded one in which the states have changed places (names, adjectives,
people, capitals, and the ids in the records), as have persons, towns and some things; its figures are others, and all
its days lie so many weeks earlier or later. The words that every span points at are moved with it, so that it is as
whole a record as the one that it was made of: only dates that the text spells out stay as they were.

News repeats itself, and so does this. Of the reports after the first some are copies of an earlier one (the same text
under another publisher, up to two days later), some near copies (the same matter, other figures and things), some tell
of the same parties weeks later (:data:`SHARES`). Which, depends on the seed and the report's number alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.exchange import FIGURE, THINGS, Edit, Exchange, States, names, refigured, turned
from standoff.model import (
    Actor,
    Found,
    Interval,
    Place,
    Quantity,
    Report,
    Sentence,
    Span,
    TimeExpression,
    Token,
    document_id,
    record_id,
)

ROOT = Path(__file__).resolve().parent.parent
#: Words from which on a text is a report of its own, and how many shorter ones make one.
WHOLE, TOGETHER = 60, 6
#: The days that all reports lie in, whatever their number: the more there are, the denser they lie.
FIRST, DAYS = date(2029, 1, 1), 730
#: Days after which nobody copies any more.
LATE = 6
#: How many in a hundred are near copies, copies, of other weeks; the others are new.
SHARES = (("near", 15), ("copy", 15), ("later", 15))
PUBLISHERS = tuple(
    f"{city} {name}"
    for name in ("Courier", "Herald", "Post", "Observer")
    for city in "Lindhaven Tarrow Veldt Marisco Ostrava Kellmore Bruin Sandwick Port-Ellis Calder".split()
)

_DAY = re.compile(r"([0-9]{4}-[0-9]{2})(-[0-9]{2})?")
_RECORD = re.compile(r"[msqe]-[0-9a-f]{16}")
_KINDS = {"m": "mention", "s": "statement", "q": "quantity", "e": "event"}


# --- the texts -------------------------------------------------------------------------------------------------


def texts() -> list[tuple[str, str]]:
    """(text, ISO day) of every report to be coded, each text once."""
    seen: set[str] = set()
    out: list[tuple[str, str]] = []
    for folder in (ROOT / "quality" / "gold", ROOT / "training" / "own"):
        for path in sorted(folder.glob("*.jsonl")):
            short: list[tuple[str, str]] = []
            for line in path.read_text(encoding="utf-8").splitlines():
                item: dict[str, Any] = json.loads(line)
                text, day = item.get("text", ""), item.get("published")
                if not day or text in seen or "statements" not in item:
                    continue
                seen.add(text)
                (out if len(text.split()) >= WHOLE else short).append((text, day))
            for at in range(0, len(short), TOGETHER):
                told = short[at : at + TOGETHER]
                out.append(("\n\n".join(text for text, _ in told), told[0][1]))
    return out


# --- what is varied --------------------------------------------------------------------------------------------


class Recipe(Struct, frozen=True):
    """How a report is made: of which text, by which seeds (0: as it is coded), moved by how many ``days``, published
    how many days ``late``, by whom."""

    text: int
    parties: int = 0
    things: int = 0
    figures: int = 0
    days: int = 0
    late: int = 0
    publisher: int = 0


class Varied:
    """Makes reports of coded ones. ``report(number)`` is the same whatever was made before."""

    def __init__(self, coded: Sequence[Report], seed: int = 1) -> None:
        self.coded = tuple(coded)
        self.seed = seed
        self._recipes: list[Recipe] = []
        self._states = States(self.coded)
        self._people, self._towns = names(self.coded, self._states)

    def report(self, number: int) -> Report:
        """Report ``number``, from 0."""
        return self.make(self.recipe(number), number)

    def recipe(self, number: int) -> Recipe:
        """How report ``number`` is made."""
        while len(self._recipes) <= number:
            self._recipes.append(self._draw(len(self._recipes)))
        return self._recipes[number]

    def _draw(self, number: int) -> Recipe:
        draw = Random(f"{self.seed}/{number}")
        publisher = draw.randrange(len(PUBLISHERS))
        what, before = draw.randrange(100), draw.randrange(max(number, 1))
        if number:
            for kind, share in SHARES:
                what -= share
                if what < 0:
                    return self._again(kind, self._recipes[before], draw, publisher)
        text = draw.randrange(len(self.coded))
        day = _date(self.coded[text].document.published)
        return Recipe(
            text=text,
            parties=1 + draw.randrange(1 << 30),
            things=1 + draw.randrange(1 << 30),
            figures=1 + draw.randrange(1 << 30),
            # whole weeks: a Monday stays one
            days=((FIRST - day).days + draw.randrange(DAYS)) // 7 * 7 if day else 0,
            publisher=publisher,
        )

    def _again(self, kind: str, known: Recipe, draw: Random, publisher: int) -> Recipe:
        if kind == "copy":
            return replace(known, late=min(known.late + draw.randrange(3), LATE), publisher=publisher)
        new = replace(
            known, things=1 + draw.randrange(1 << 30), figures=1 + draw.randrange(1 << 30), publisher=publisher
        )
        return replace(new, days=known.days + 7 * draw.randrange(1, 9)) if kind == "later" else new

    def make(self, recipe: Recipe, number: int) -> Report:
        """The report of a recipe; ``number`` goes into its address."""
        maker = Maker(self.coded[recipe.text], self._exchange(recipe), recipe)
        return maker.report(number, PUBLISHERS[recipe.publisher])

    def _exchange(self, recipe: Recipe) -> Exchange:
        pools: list[tuple[str, ...]] = [self._people, self._towns] if recipe.parties else []
        return Exchange(
            self._states,
            self._states.shuffled(recipe.parties),
            names=turned(pools, Random(recipe.parties)),
            things=turned(THINGS if recipe.things else (), Random(recipe.things)),
        )


# --- one report ------------------------------------------------------------------------------------------------


class Maker:
    """Makes one varied report."""

    def __init__(self, report: Report, exchange: Exchange, recipe: Recipe) -> None:
        self.old, self.exchange, self.recipe = report, exchange, recipe
        self.text = report.document.text
        self.name = ""
        #: By place: how a figure is written now; by quantity: its old value, and the new one.
        self.figures: dict[Span, tuple[str, float, float]] = {}
        self.values: dict[str, tuple[float, float]] = {}
        if recipe.figures:
            self._refigure(Random(recipe.figures))
        self.edits = [self._edits(sentence) for sentence in report.analysis.sentences]
        self._lay()

    def _refigure(self, draw: Random) -> None:
        """Other figures for quantities that have one, in digits, as a word of its own."""
        words = {token.span for sentence in self.old.analysis.sentences for token in sentence.tokens}
        words -= {span for span in words if any(span.overlaps(time.span) for time in self.old.times)}
        for quantity in self.old.quantities:
            found = list(FIGURE.finditer(quantity.span.of(self.text)))
            at = [Span(quantity.span.start + m.start(), quantity.span.start + m.end()) for m in found]
            if len(at) == 1 and at[0] in words:
                form = at[0].of(self.text)
                if at[0] not in self.figures:
                    self.figures[at[0]] = refigured(form, draw)
                self.values[quantity.id] = self.figures[at[0]][1:]

    def _edits(self, sentence: Sentence) -> list[Edit]:
        tokens = sentence.tokens
        found = {e.first: e for e in self.exchange.edits([t.form for t in tokens], [t.upos for t in tokens])}
        for i, token in enumerate(tokens):
            if token.span in self.figures:
                found[i] = Edit(i, i + 1, self.figures[token.span][:1])
        return [found[i] for i in sorted(found)]

    def _lay(self) -> None:
        """The new text, and where every place of the old one has gone."""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.places: list[tuple[int, int]] = []
        parts: list[str] = []
        at = size = 0
        for sentence, edits in zip(self.old.analysis.sentences, self.edits, strict=True):
            for edit in edits:
                start, end = sentence.tokens[edit.first].span.start, sentence.tokens[edit.last - 1].span.end
                new = " ".join(edit.forms)
                parts += [self.text[at:start], new]
                size += start - at
                self.starts.append(start)
                self.ends.append(end)
                self.places.append((size, size + len(new)))
                at, size = end, size + len(new)
        self.new = "".join(parts) + self.text[at:]

    def span(self, span: Span) -> Span:
        """Where the words at ``span`` stand now; a part of a name becomes the whole of it."""
        return Span(self._moved(span.start, end=False), self._moved(span.end, end=True))

    def _moved(self, at: int, *, end: bool) -> int:
        k = (bisect_left(self.starts, at) if end else bisect_right(self.starts, at)) - 1
        if k < 0:
            return at
        if at <= self.ends[k] if end else at < self.ends[k]:
            return self.places[k][end]
        return at - self.ends[k] + self.places[k][1]

    def report(self, number: int, publisher: str) -> Report:
        """The report as this publisher has it. ``number`` goes into its address: no two are revisions of one."""
        old, analysis = self.old.document, self.old.analysis
        sha256 = hashlib.sha256(self.new.encode()).hexdigest()
        uri = f"https://{publisher.lower().replace(' ', '-')}.example/{number:06}"
        self.name = document_id(sha256, publisher=publisher, uri=uri)
        day = self.day(old.published.value, self.recipe.late) if old.published else None
        bare = self.like(replace(old, id="", sha256="", text="", path=None, uri=None, published=None, publisher=None))
        return replace(
            self.old,
            document=replace(
                bare, id=self.name, sha256=sha256, text=self.new, path=None, uri=uri,
                published=Found(day, "caller") if day else None, publisher=Found(publisher, "caller"),
            ),
            analysis=replace(
                analysis, sentences=tuple(map(self._sentence, analysis.sentences, self.edits)),
                entities=self.like(analysis.entities), marks=self.like(analysis.marks),
            ),
            mentions=self.like(self.old.mentions), times=self.like(self.old.times),
            statements=self.like(self.old.statements), events=self.like(self.old.events),
            quantities=self.like(self.old.quantities),
        )  # fmt: skip

    def _sentence(self, sentence: Sentence, edits: Sequence[Edit]) -> Sentence:
        """A sentence with its tree. The words of a name hang on its last one, which takes the place of the old head."""
        tokens = sentence.tokens
        by_first = {edit.first: edit for edit in edits}
        to: list[int] = []  # where each old word, or what it was part of, is now
        count = 0
        while len(to) < len(tokens):
            edit = by_first.get(len(to))
            count += len(edit.forms) if edit is not None else 1
            to += [count - 1] * (edit.last - edit.first if edit is not None else 1)
        out: list[Token] = []
        i = 0
        while i < len(tokens):
            edit = by_first.get(i)
            old, span = tokens[i], self.span(tokens[i].span)
            form, lemma = old.form, old.lemma
            if edit is not None:
                old = next(t for t in tokens[i : edit.last] if not edit.first <= t.head < edit.last)
                start = span.start
                for form in edit.forms[:-1]:
                    out.append(Token(Span(start, start + len(form)), form, form, "PROPN", "NNP", to[i], "compound"))
                    start += len(form) + 1
                span, form = Span(start, span.end), edit.forms[-1]
                lemma = self._lemma(old, form)
            head = to[old.head] if old.head >= 0 else -1
            out.append(Token(span, form, lemma, old.upos, old.xpos, head, old.deprel, old.feats))
            i = edit.last if edit is not None else i + 1
        return replace(sentence, span=self.span(sentence.span), tokens=tuple(out))

    def _lemma(self, old: Token, form: str) -> str:
        if old.lemma.lower() in self.exchange.things:
            return self.exchange.things[old.lemma.lower()]
        return form if old.lemma.casefold() == old.form.casefold() else form.removesuffix("s")

    def day(self, iso: str, late: int = 0) -> str:
        """A day or month, moved; what is neither stays."""
        found = _DAY.match(iso)
        if found is None:
            return iso
        moved = date.fromisoformat(found[1] + (found[2] or "-01")) + timedelta(days=self.recipe.days + late)
        return moved.isoformat()[: found.end()] + iso[found.end() :]

    def like(self, value: Any) -> Any:
        """A record, or several, as they are now: spans, actors, days, figures, ids."""
        kind = type(value)
        if kind is tuple:
            return tuple(map(self.like, value))
        if kind is Span:
            return self.span(value)
        if kind is str:
            if _RECORD.fullmatch(value):
                return record_id(self.name, _KINDS[value[0]], value)
            return value
        if not hasattr(kind, "__struct_fields__"):
            return value
        if kind is Actor:
            id, name = value.id, value.name
            return Actor(self.exchange.id(id) if id else id, self.exchange.said(name) if name else name)
        if kind is Interval:
            return Interval(*(self.day(day) if day else day for day in (value.earliest, value.latest)))
        if kind is Place:
            return self._place(value)
        made = kind(**{name: self.like(getattr(value, name)) for name in value.__struct_fields__})
        if kind is TimeExpression:
            return replace(made, value=self.day(value.value))
        if kind is Found:
            at = made.at.of(self.new) if made.at and value.at.of(self.text) == value.value else None
            return replace(made, value=at or self.exchange.said(value.value))
        return self._quantity(value, made) if kind is Quantity else made

    def _place(self, place: Place) -> Place:
        country = self.exchange.id(place.country) if place.country else place.country
        name = self.exchange.said(place.name)
        if country == place.country:
            return replace(place, name=name)
        lat, lon = self.exchange.known.points[country or ""]
        return Place(name, country, lat, lon)

    def _quantity(self, old: Quantity, made: Quantity) -> Quantity:
        said = self.exchange.said
        before, now = self.values.get(old.id, (1.0, 1.0))
        low, high = (
            b if b is None else now if b == before else float(f"{b * now / (before or 1.0):.6g}")
            for b in (old.low, old.high)
        )
        of, place = (said(words) if words else words for words in (old.of, old.place))
        return replace(made, low=low, high=high, unit=said(old.unit), of=of, place=place)


def _date(found: Found | None) -> date | None:
    return date.fromisoformat(found.value[:10]) if found is not None and _DAY.match(found.value) else None
