"""One report's names and nouns, found once and cut into items span by span."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from standoff.model import Entity
from standoff.resolve.knowledge import Hit, Noun, NounHit, Word, words
from standoff.resolve.phrase import Item
from standoff.resolve.wordlists import word_class

_OF = frozenset({"of", "for", "from", "in", "at", "within", "inside", "across"})
_OTHER = word_class("other")
_PARTICIPLES = word_class("participles")
_PRONOUNS = word_class("pronouns")
_DETERMINERS = word_class("determiners")
_HONORIFICS = word_class("honorifics")
_CALENDAR = word_class("calendar")
#: Ranks before a name, in full.
_TITLES = {
    "sen": "senator", "rep": "congressman", "gen": "general", "col": "colonel", "maj": "colonel", "lt": "lieutenant",
    "capt": "captain", "adm": "admiral", "sgt": "sergeant", "prof": "professor", "gov": "governor",
}  # fmt: skip


class Shelf:
    """The names and nouns of one report, found once, cut into items span by span.

    ``entities`` tell persons from places and bodies among the capitalised words that no table knows; ``plain`` are the
    offsets of words that the tagger takes for common ones, though a sentence's start or a headline gives them a
    capital.
    """

    def __init__(
        self,
        text: str,
        hits: Sequence[Hit],
        nouns: Sequence[NounHit],
        entities: Sequence[Entity] = (),
        plain: frozenset[int] = frozenset(),
    ) -> None:
        self.text = text
        self.entities = entities
        self.plain = plain
        self.words = words(text)
        self._word_starts = [w.start for w in self.words]
        self._entity_starts = [e.span.start for e in entities]
        self.hits = hits
        self.nouns = nouns
        self._hit_starts = [h.start for h in hits]
        self._noun_starts = [n.start for n in nouns]

    def hits_in(self, start: int, end: int) -> Sequence[Hit]:
        return self.hits[bisect_left(self._hit_starts, start) : bisect_left(self._hit_starts, end)]

    def items(self, start: int, end: int) -> list[Item]:
        """The items of ``text[start:end]``."""
        text = self.text
        hits = {h.start: h for h in self.hits_in(start, end) if h.end <= end + 2}
        low, high = bisect_left(self._noun_starts, start), bisect_left(self._noun_starts, end)
        nouns = {n.start: n for n in self.nouns[low:high] if n.end <= end + 2}
        out: list[Item] = []
        done = start
        gap_from = start
        for word in self._words_in(start, end):
            at, stop = word.start, word.end
            if at < done:
                continue
            out.extend(_marks(text, gap_from, at))
            item = self._item(at, stop, word.folded, word.written, hits.get(at), nouns.get(at))
            done = gap_from = item.end
            joined = (
                out
                and out[-1].kind == item.kind == "proper"
                and text[out[-1].end : item.start] in {" ", "-", "\n", ". "}
            )
            if joined and not out[-1].possessive:
                last = out.pop()
                item = Item(
                    "proper", last.start, item.end, text[last.start : item.end], f"{last.folded} {item.folded}",
                    key=last.key or item.key, possessive=item.possessive,
                )  # fmt: skip
            out.append(item)
        return out

    def _words_in(self, start: int, end: int) -> Sequence[Word]:
        """The words of a span; one that a scrape has fused with what stands before or after it is cut at the edge."""
        low, high = bisect_left(self._word_starts, start), bisect_left(self._word_starts, end)
        if (low and self.words[low - 1].end > start) or (high > low and self.words[high - 1].end > end):
            return [Word(w.start + start, w.end + start, w.folded, w.written) for w in words(self.text[start:end])]
        return self.words[low:high]

    def _entity(self, start: int, end: int) -> Entity | None:
        """The entity over ``[start, end)``."""
        last = bisect_left(self._entity_starts, end) - 1
        for n in range(last, max(last - 3, -1), -1):
            if self.entities[n].span.end > start:
                return self.entities[n]
        return None

    def _item(self, at: int, stop: int, folded: str, written: str, hit: Hit | None, noun: NounHit | None) -> Item:
        text = self.text
        if hit is not None and (noun is None or hit.end >= noun.end):
            same = noun.noun if noun is not None and noun.end == hit.end else None
            key = noun.key if noun is not None and same is not None else ""
            shown = text[hit.start : hit.end]
            return Item(
                "name",
                at,
                hit.end,
                shown,
                fold_text(shown),
                hit.senses,
                same,
                key,
                _possessive(text, hit.end),
                _hyphen(text, at, hit.end),
            )
        if noun is not None:
            return Item(
                "noun",
                at,
                noun.end,
                text[at : noun.end],
                noun.key,
                (),
                noun.noun,
                noun.key,
                _possessive(text, noun.end),
                _hyphen(text, at, noun.end),
            )
        shown = text[at:stop]
        mark = _possessive(text, stop)
        if folded in _PRONOUNS and written != "US":
            return Item("pronoun", at, stop, shown, folded)
        if folded in _TITLES and written[:1].isupper():
            key = _TITLES[folded]
            sector = {"senator": "LEG", "congressman": "LEG", "professor": "EDU", "governor": "GOV"}.get(key, "MIL")
            return Item("noun", at, stop, shown, folded, (), Noun(sector, "own", "person"), key)
        if folded in _HONORIFICS:
            return Item("word", at, stop, shown, folded)
        tied = at > 0 and text[at - 1] in "-‑"
        counted = folded == "than" and text[max(0, at - 5) : at].lower().strip() in {"more", "less", "fewer"}
        kind = (
            "of"
            if folded in _OF
            else "stop"
            if folded in _OTHER and not tied and not counted
            else "and"
            if folded in {"and", "or", "nor"}
            else ""
        )
        if kind:
            return Item(kind, at, stop, shown, folded)
        if folded in _DETERMINERS:
            return Item("det", at, stop, shown, folded)
        if at in self.plain or folded in _CALENDAR:
            return Item("word", at, stop, shown, folded, possessive=mark)
        entity = self._entity(at, stop)
        amid = entity is not None and entity.span.start < at and stop < entity.span.end  # "Estrella del Sur"
        if amid or written[:1].isupper() or (written[:2] in {"al", "el"} and "-" in text[at : stop + 1]):
            bare = text[at : stop - 2] if mark and shown.endswith(("'s", "’s")) else shown
            return Item("proper", at, stop, bare, folded, key=entity.kind if entity else "", possessive=mark)
        return Item("word", at, stop, shown, folded, possessive=mark)


def fold_text(text: str) -> str:
    """A stretch of text as the key it would be looked up by."""
    return " ".join(w.folded for w in words(text))


def _possessive(text: str, end: int) -> bool:
    """An 's or a bare apostrophe at or just before ``end``."""
    return (
        text[end - 2 : end] in {"'s", "’s"}
        or text[end : end + 2] in {"'s", "’s"}
        or (text[end : end + 1] in {"'", "’"} and text[end - 1 : end] == "s")
    )


def _hyphen(text: str, start: int, end: int) -> str:
    """What is tied to a name by a hyphen and keeps it from owning the head: "backed" in "US-backed", "pro" in "pro-
    Russian"."""
    if text[end : end + 1] in {"-", "‑"}:
        tail = text[end + 1 : end + 14].lower()
        return next((p for p in _PARTICIPLES if tail.startswith(p)), "")
    if start and text[start - 1] in {"-", "‑"}:
        lead = text[max(0, start - 6) : start - 1].lower()
        return next((p for p in ("pro", "anti", "non", "ex") if lead.endswith(p)), "")
    return ""


def _marks(text: str, start: int, end: int) -> list[Item]:
    """The marks that part phrases; not those within a figure ("2,000 people")."""
    found = (i for i in range(start, end) if text[i] in ",;()—–")
    return [Item("comma", i, i + 1, text[i], text[i]) for i in found if not _in_figure(text, i)]


def _in_figure(text: str, i: int) -> bool:
    return text[i] in ",–" and text[max(0, i - 1) : i].isdigit() and text[i + 1 : i + 2].isdigit()
