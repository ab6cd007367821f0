"""What Standoff knows of actors: names to senses, surnames to holders of posts, common nouns to sectors.

Everything comes from the plain tables in ``standoff.data`` and from the user's own. Names are looked up folded: lower
case, no diacritics, no dots in initialisms, no possessive ``'s``, hyphens as spaces, so that "U.S.", "US" and "the Côte
d’Ivoire's" meet their rows; how a name is capitalised in its row says how it must be in the text ("WHO" is no "who").
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from standoff.data import table
from standoff.errors import DataError
from standoff.resolve.wordlists import word_class

Kind = Literal[
    "state",
    "demonym",
    "capital",
    "seat",
    "organ",
    "body",
    "court",
    "ngo",
    "armed",
    "party",
    "media",
    "company",
    "person",
]
SECTORS = frozenset(
    [
        "GOV",
        "MIL",
        "LEG",
        "JUD",
        "SPY",
        "COP",
        "PRM",
        "REB",
        "PRE",
        "OPP",
        "PTY",
        "UAF",
        "UNK",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "NGO",
        "REF",
        "REL",
        "SOC",
    ]
)
_ID = re.compile(r"[A-Z]{3}(?:\.[A-Z]{3})?|[A-Z][A-Za-z0-9 -]+")
_DAY = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’+&.][^\W_]+)*\+?")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9+/-]{0,7}")
_LETTERS = str.maketrans("ıøłđŁØĐ’", "iolđLOĐ'")


class Sense(Struct, frozen=True):
    """One meaning of a name. ``id`` is an actor id, or the state alone for states, demonyms and capitals.

    ``start`` and ``end`` are ISO days, months or years, both included, empty when open. ``post`` and ``rank`` are of
    persons (rank 0: heads and the hand-made list, 1: foreign affairs, defence, interior, 2: others). ``shown`` is the
    canonical spelling, ``case`` how the text must capitalise it (exact, upper, or empty: as it likes).
    """

    kind: Kind
    id: str
    shown: str
    start: str = ""
    end: str = ""
    post: str = ""
    rank: int = 0
    case: str = ""

    @property
    def state(self) -> str | None:
        """The state that this actor is of, None for international bodies."""
        head = self.id.partition(".")[0]
        return head if "." in self.id or self.kind in {"state", "demonym", "capital"} else None

    def holds(self, day: str | None) -> bool:
        """Whether it is so on ``day`` (ISO); without a day, anything may be."""
        if day is None:
            return True
        return self.start <= day[: len(self.start)] and (not self.end or day[: len(self.end)] <= self.end)


class Noun(Struct, frozen=True):
    """What a common noun says of its actor: see the note in ``nouns.csv``."""

    sector: str
    grade: Literal["own", "lent"]
    kind: Literal["person", "group", "body", "text"]


class Hit(Struct, frozen=True):
    """Words of a text that are a known name: ``[start, end)`` in code points, and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class NounHit(Struct, frozen=True):
    """Words of a text that are a known common noun, of one word or more."""

    start: int
    end: int
    noun: Noun
    key: str


class Word(Struct, frozen=True):
    """A word as looked up: where it stands, folded, and as written without dots and possessive."""

    start: int
    end: int
    folded: str
    written: str


def fold(word: str) -> str:
    """Lower case, no diacritics, typographic apostrophe made plain."""
    if word.isascii():
        return word.lower()
    flat = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in flat if not unicodedata.combining(c)).lower()


def words(text: str) -> list[Word]:
    """The words of ``text`` with their offsets; linear in its length."""
    out = []
    for match in _WORD.finditer(text):
        raw = match.group()
        if raw.isalnum():
            out.append(Word(match.start(), match.end(), fold(raw), raw))
            continue
        dotted = raw.count(".") > 1 and raw.endswith(".")
        written = raw.replace(".", "") if dotted or _dotted(raw) else _POSSESSIVE.sub("", raw)
        out.append(Word(match.start(), match.start() + len(raw.rstrip("'’")), fold(written), written))
    return out


def _dotted(raw: str) -> bool:
    return len(raw) <= 8 and all(len(part) == 1 for part in raw.split("."))


def key_of(name: str) -> str:
    """A name as the key it is looked up by."""
    return " ".join(word.folded for word in words(name))


class Knowledge:
    """The tables in memory. Get it by :func:`load_knowledge`; it never changes."""

    def __init__(self, user_tables: Sequence[Path] = ()) -> None:
        self.names: dict[str, tuple[Sense, ...]] = {}
        self.surnames: dict[str, tuple[Sense, ...]] = {}
        self.nouns: dict[str, Noun] = {}
        self.state_names: dict[str, str] = {}
        for path in user_tables:
            for names, sense in _user_rows(path):
                self._add(names, sense)
        self._load()
        self._reach = max((key.count(" ") + 1 for key in self.names), default=1)
        self._openers = _openers(self.names)
        self._noun_openers = _openers(self.nouns)
        self._noun_reach = max((key.count(" ") + 1 for key in self.nouns), default=1)

    # --- filling -----------------------------------------------------------------------------------------------

    def _load(self) -> None:
        for row in table("states.csv"):
            iso = row["iso"]
            self.state_names[iso] = row["name"]
            self._add(_list(row["name"]) + _list(row["forms"]), Sense("state", iso, row["name"]))
            self._add(_list(row["demonyms"]), Sense("demonym", iso, row["name"]))
            self._add(_list(row["capitals"]), Sense("capital", iso, row["name"]))
        for row in table("breakaways.csv"):
            names = _list(row["name"]) + _list(row["forms"]) + _list(row["demonyms"]) + _list(row["capitals"])
            self._add(names, Sense("organ", row["id"], row["name"], row["start"], row["end"]))
        for row in table("seats.csv"):
            kind: Kind = "seat" if "." in row["id"] else "body"
            self._add([row["phrase"]], Sense(kind, row["id"], row["phrase"]))
        for row in table("organs.csv"):
            names = _list(row["names"])
            if row["state"]:
                for name in names:
                    self._add([name], Sense("organ", f"{row['state']}.{row['sector']}", name))
            else:
                for name in names:
                    self.nouns.setdefault(key_of(name), Noun(row["sector"], "own", "body"))
        for row in table("organisations.csv"):
            names = _list(row["names"])
            kind = {"court": "court", "ngo": "ngo"}.get(row["kind"], "body")  # type: ignore[assignment]
            self._add(names, Sense(kind, row["id"], names[0]))
        groups: tuple[tuple[str, Kind], ...] = (("armed_groups.csv", "armed"), ("parties.csv", "party"))
        for file, kind in groups:
            for row in table(file):
                for name in _list(row["names"]):
                    self._add([name], Sense(kind, row["id"], name, row["start"], row["end"]))
        outlets: tuple[tuple[str, Kind, str], ...] = (
            ("media.csv", "media", "JRN"),
            ("companies.csv", "company", "BUS"),
        )
        for file, kind, sector in outlets:
            for row in table(file):
                for name in _list(row["names"]):
                    self._add([name], Sense(kind, f"{row['state']}.{sector}", name))
        for row in table("nouns.csv"):
            noun = Noun(row["sector"], row["grade"], row["kind"])  # type: ignore[arg-type]
            for name in _list(row["nouns"]):
                self.nouns[key_of(name)] = noun
        for row in table("office_holders.csv"):
            names = _list(row["names"])
            person = Sense("person", row["id"], names[0], row["start"], row["end"], row["post"], int(row["rank"]))
            self._add(names, person)

    def _add(self, names: Sequence[str], sense: Sense) -> None:
        for name in names:
            key = key_of(name)
            if not key:
                raise DataError(f"a name of {sense.id} has no letters: {name!r}")
            case = "exact" if _ACRONYM.fullmatch(name.replace(".", "")) else "upper" if name != name.lower() else ""
            cased = Sense(sense.kind, sense.id, sense.shown, sense.start, sense.end, sense.post, sense.rank, case)
            self.names[key] = (*self.names.get(key, ()), cased)
            if sense.kind == "person":
                for last in {key.split(" ")[-1], *_late(key)}:
                    if cased not in self.surnames.get(last, ()):
                        self.surnames[last] = (*self.surnames.get(last, ()), cased)

    # --- looking up ----------------------------------------------------------------------------------------------

    def scan(self, text: str) -> list[Hit]:
        """Known names in ``text``, longest first at each word, none overlapping, in order."""
        found, out, i = words(text), [], 0
        while i < len(found):
            size = self._longest(text, found, i)
            for n in range(size, 0, -1):
                run = found[i : i + n]
                senses = self.names.get(" ".join(w.folded for w in run))
                fitting = tuple(s for s in senses if _cased(s.case, run)) if senses else ()
                if fitting and not (run[0].folded == "the" and self._misread(text, found, i, n, fitting[0])):
                    out.append(Hit(run[0].start, run[-1].end, fitting))
                    i += n
                    break
            else:
                i += 1
        return out

    def _misread(self, text: str, found: list[Word], i: int, n: int, sense: Sense) -> bool:
        """Whether a name of ``n`` words that opens with an article is torn from another: "the North" in "the North
        Korean army"."""
        if sense.kind == "media":
            return self._goes_on(text, found, i + n)
        ahead = found[i + 1 : i + 1 + self._longest(text, found, i + 1)] if n > 1 else []
        names = (" ".join(w.folded for w in ahead[:size]) for size in range(n, len(ahead) + 1))
        return any(name in self.names for name in names)

    def _goes_on(self, text: str, found: list[Word], i: int) -> bool:
        """Whether the capitalised words from ``i`` on lead to a common noun: the paper "The National" is not named in
        "The National Security Agency"."""
        for k in range(i, min(i + 3, len(found))):
            if text[found[k - 1].end : found[k].start] != " " or not found[k].written[:1].isupper():
                return False
            if found[k].folded in self.nouns or found[k].folded in _BODY_WORDS:
                return True
        return False

    def scan_nouns(self, text: str) -> list[NounHit]:
        """Known common nouns in ``text``: at each word the longest one that begins there."""
        found, out = words(text), []
        for i in range(len(found)):
            size = min(self._noun_reach, self._noun_openers.get(found[i].folded, 0))
            for n in range(min(size, _run(text, found, i, size)), 0, -1):
                key = " ".join(w.folded for w in found[i : i + n])
                noun = self.nouns.get(key)
                if noun:
                    out.append(NounHit(found[i].start, found[i + n - 1].end, noun, key))
                    break
        return out

    def _longest(self, text: str, found: list[Word], i: int) -> int:
        size = self._openers.get(found[i].folded, 0)
        return _run(text, found, i, size)

    def holders(self, surname: str) -> tuple[Sense, ...]:
        """Persons of that surname (folded), whenever they held a post."""
        return self.surnames.get(surname, ())


def _run(text: str, found: list[Word], i: int, size: int) -> int:
    """How many words from ``i`` on, at most ``size``, stand together: only spaces, hyphens and quotes between them."""
    n = 1
    while n < size and i + n < len(found):
        gap = text[found[i + n - 1].end : found[i + n].start]
        if len(gap) > 3 or gap.strip(" \u00a0-‐‑–'’.&/") or "\n" in gap or (gap.count(".") and len(gap) > 2):
            break
        n += 1
    return n


def _openers(names: dict[str, tuple[Sense, ...]] | dict[str, Noun]) -> dict[str, int]:
    """For each first word, the length in words of the longest name that it opens."""
    out: dict[str, int] = {}
    for key in names:
        first, size = key.partition(" ")[0], key.count(" ") + 1
        if size > out.get(first, 0):
            out[first] = size
    return out


def _cased(case: str, run: list[Word]) -> bool:
    if case == "exact":
        return all(w.written.upper() == w.written for w in run)
    if case == "upper":
        return any(w.written[:1].isupper() or w.written[:1].isdigit() or w.written[1:2].isupper() for w in run)
    return True


def _late(key: str) -> Iterator[str]:
    """Surnames of several words: what follows the first name when it opens with a particle ("van rompuy", "al
    assad")."""
    parts = key.split(" ")
    for i in range(1, len(parts) - 1):
        if parts[i] in _PARTICLES:
            yield " ".join(parts[i:])
            break
    # East Asian order: the family name stands first and is used alone ("Yoon", "Xi", "Tsai")
    if len(parts) in {2, 3} and parts[0] in _FAMILY_FIRST:
        yield parts[0]


_FAMILY_FIRST = word_class("family_first")
_PARTICLES = word_class("particles")
_BODY_WORDS = word_class("body_words")


def _list(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def _user_rows(path: Path) -> Iterator[tuple[list[str], Sense]]:
    """The user's own table: columns ``names`` (separated by |), ``id``, and any of ``start``, ``end``, ``post``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader((line for line in file if not line.startswith("#")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise DataError(f"actor table {path} cannot be read: {err}") from err
    for n, row in enumerate(rows, 2):
        names, ident = _list((row.get("names") or "").strip()), (row.get("id") or "").strip()
        start, end = (row.get("start") or "").strip(), (row.get("end") or "").strip()
        sector = ident.partition(".")[2]
        if not names or not _ID.fullmatch(ident) or (sector and sector not in SECTORS):
            raise DataError(
                f"actor table {path}, row {n}: needs names and an id such as UKR.GOV or NATO, has {ident!r}"
            )
        if not (_DAY.fullmatch(start) and _DAY.fullmatch(end)):
            raise DataError(f"actor table {path}, row {n}: start and end are ISO dates or empty")
        post = (row.get("post") or "").strip()
        kind: Kind = (
            "person" if post else "organ" if sector else "state" if len(ident) == 3 and ident.isupper() else "body"
        )
        yield names, Sense(kind, ident, names[0], start, end, post)


@lru_cache(maxsize=8)
def _load(user_tables: tuple[Path, ...]) -> Knowledge:
    return Knowledge(user_tables)


def load_knowledge(user_tables: Sequence[Path] = ()) -> Knowledge:
    """The knowledge of actors, loaded once a process for each list of user tables.

    Rows of a user's table come before ours. Raises :class:`~standoff.errors.DataError` naming table and row when one is
    malformed.
    """
    return _load(tuple(user_tables))
