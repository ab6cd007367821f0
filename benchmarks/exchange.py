"""What changes places in a varied report: states, persons, towns, things, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from msgspec import Struct

from standoff.data import table
from standoff.model import Report

#: States that change places: those that the texts name most.
STATES = 40
#: Things that change places, each with its plural in "s"; they begin with consonants, for the sake of "a".
THINGS = tuple(
    row.split()
    for row in (
        "village town district province valley peninsula", "bridge road railway tunnel dam pipeline",
        "school hospital market museum warehouse kindergarten", "tank drone rocket missile mortar helicopter",
        "ship tanker trawler freighter cutter submarine", "river lake canal border harbour base",
        "soldier sailor guard marine gunman paratrooper", "farmer miner teacher driver doctor nurse",
        "convoy column patrol", "container crate pallet sack", "treaty deal pact settlement", "dollar peso franc",
    )
)  # fmt: skip

FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
_WORD = re.compile(r"[^\W_][\w.'’]*")


class Edit(Struct, frozen=True):
    """Words ``first`` to before ``last`` of a sentence, and what they become."""

    first: int
    last: int
    forms: tuple[str, ...]


class States:
    """The states that change places, and every form that a text may name them by."""

    def __init__(self, coded: Iterable[Report]) -> None:
        named = Counter(
            actor.id[:3] for r in coded for m in r.mentions for actor in m.actors if actor.id and actor.id[3:4] in "."
        )
        rows = {row["iso"]: row for row in table("states.csv") if row["capitals"] and row["demonyms"]}
        self.points = {row["iso"]: (float(row["lat"]), float(row["lon"])) for row in table("state_points.csv")}
        known = [iso for iso in rows if iso in self.points]
        self.ids = sorted(sorted(known, key=lambda iso: (-named[iso], iso))[:STATES])
        self.words: set[str] = {
            word for row in rows.values() for cell in row.values() for word in re.split(r"[| ]", cell)
        }
        #: By first word: the words of a form, its state, and what kind of form it is.
        self.forms: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        #: The form of each kind that stands for a state.
        self.plain: dict[tuple[str, str], tuple[str, ...]] = {}
        for iso in self.ids:
            row = rows[iso]
            listed = [(form, "name") for form in (row["name"], *row["forms"].split("|"))]
            demonyms = row["demonyms"].split("|")
            listed += [(form, "people" if form[:-1] in demonyms else "adjective") for form in demonyms]
            listed += [(form, "capital") for form in row["capitals"].split("|")]
            for form, kind in listed:
                words = tuple(form.split())
                if words and all(other[0] != words for other in self.forms.get(words[0].casefold(), ())):
                    self.forms.setdefault(words[0].casefold(), []).append((words, iso, kind))
                    self.plain.setdefault((iso, kind), words)
            self.plain.setdefault((iso, "people"), self.plain.get((iso, "adjective"), (row["name"],)))
            self.plain.setdefault((iso, "adjective"), tuple(row["name"].split()))
            self.plain.setdefault((iso, "capital"), tuple(row["name"].split()))
        for listed_forms in self.forms.values():
            listed_forms.sort(key=lambda form: -len(form[0]))

    def shuffled(self, seed: int) -> dict[str, str]:
        """Which state takes the place of which; nothing for seed 0."""
        return dict(zip(self.ids, Random(seed).sample(self.ids, len(self.ids)), strict=True)) if seed else {}


class Exchange:
    """Which words and ids become which in one report."""

    def __init__(self, known: States, states: dict[str, str], names: dict[str, str], things: dict[str, str]) -> None:
        self.known, self.states, self.names, self.things = known, states, names, things

    def edits(self, forms: Sequence[str], tags: Sequence[str] | None = None) -> Iterator[Edit]:
        """What becomes of some words in a row; ``tags`` are their UPOS, where they are known."""
        i = 0
        while i < len(forms):
            edit = self._state(forms, i) or self._word(forms[i], i, tags[i] if tags is not None else None)
            if edit is not None:
                yield edit
            i = edit.last if edit is not None else i + 1

    def _state(self, forms: Sequence[str], i: int) -> Edit | None:
        if not self.states:
            return None
        for words, iso, kind in self.known.forms.get(forms[i].casefold(), ()):
            here = tuple(forms[i : i + len(words)])
            loud = here != words and here == tuple(word.upper() for word in words)
            if here == words or loud:
                new = self.known.plain[self.states[iso], kind]
                return Edit(i, i + len(words), tuple(word.upper() for word in new) if loud else new)
        return None

    def _word(self, form: str, i: int, tag: str | None) -> Edit | None:
        new = None
        if tag in {None, "PROPN"}:
            new = self.names.get(form) or self.names.get(form.title())
        if new is None and tag in {None, "NOUN"}:
            low = form.lower()
            new = self.things.get(low)
            if new is None and low.endswith("s") and low[:-1] in self.things:
                new = self.things[low[:-1]] + "s"
        return Edit(i, i + 1, (cased(new, form),)) if new is not None else None

    def said(self, words: str) -> str:
        """``words`` as they read now; for what stands in records without a place in the text."""
        found = list(_WORD.finditer(words))
        out, at = [], 0
        for edit in self.edits([match[0] for match in found]):
            out += [words[at : found[edit.first].start()], " ".join(edit.forms)]
            at = found[edit.last - 1].end()
        return "".join(out) + words[at:]

    def id(self, actor: str) -> str:
        """The id of the actor who takes the place of ``actor`` (``RUS.GOV`` becomes ``PER.GOV``)."""
        state, dot, sector = actor.partition(".")
        return self.states.get(state, state) + dot + sector


def cased(word: str, like: str) -> str:
    """``word`` with the capitals of ``like``."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word


def turned(rows: Iterable[Sequence[str]], draw: Random) -> dict[str, str]:
    """Every word of a row becomes another one, or none of them: all move on by one number of places."""
    out: dict[str, str] = {}
    for row in rows:
        by = draw.randrange(max(len(row), 1))
        out |= {word: row[(k + by) % len(row)] for k, word in enumerate(row)}
    return out


def names(coded: Iterable[Report], states: States) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of persons' names, and names of towns in one word, in the reports; mixed, the same on every run."""
    people: set[str] = set()
    towns: set[str] = set()
    common: set[str] = set()
    for report in coded:
        text = report.document.text
        common.update(t.form for s in report.analysis.sentences for t in s.tokens if t.upos != "PROPN")
        for entity in report.analysis.entities:
            words = [w for w in entity.span.of(text).split() if w.isalpha() and w.istitle() and len(w) > 2]
            if entity.kind == "PER":
                people.update(words)
            elif entity.kind == "LOC" and len(words) == len(entity.span.of(text).split()) == 1:
                towns.update(words)
    people -= common | states.words
    towns -= common | states.words | people
    return tuple(Random(1).sample(sorted(people), len(people))), tuple(Random(1).sample(sorted(towns), len(towns)))


def refigured(form: str, draw: Random) -> tuple[str, float, float]:
    """Another figure as fine as ``form`` and written like it; the value of ``form``; its own."""
    value, factor = float(form.replace(",", "")), draw.choice((0.6, 0.7, 0.8, 0.9, 1.2, 1.3, 1.5, 1.7))
    if "." in form:
        places = len(form.partition(".")[2])
        new = f"{value * factor + 10**-places:.{places}f}"
        return new, value, float(new)
    digits = form.replace(",", "")
    unit = 10 ** (len(digits) - len(digits.rstrip("0")))
    whole = int(value) + draw.randint(1, 9) if value <= 20 else max(1, round(value * factor / unit)) * unit
    return f"{whole:,}" if "," in form else str(whole), value, float(whole)
