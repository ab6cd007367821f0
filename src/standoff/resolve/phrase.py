"""A noun phrase as items, pieces, heads and owners: the small grammar that :mod:`standoff.resolve.actors` reads by."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from standoff.resolve.knowledge import Noun, Sense
from standoff.resolve.wordlists import word_class

_COLLECTIVES = word_class("collectives")
_FAMILIAR = word_class("familiar")
_REFLEXIVE = word_class("reflexive")
_SENT = word_class("sent")
_WITHIN = frozenset({"in", "at", "within", "inside", "across"})


class Item(Struct, frozen=True):
    """A stretch of the phrase: ``kind`` is name (known), noun (known), proper (capitalised, unknown), pronoun, of,
    stop, comma, and, det or word. ``folded`` is the looked-up form, ``text`` the words, ``key`` the noun's key,
    ``possessive`` an 's after it."""

    kind: str
    start: int
    end: int
    text: str
    folded: str
    senses: tuple[Sense, ...] = ()
    noun: Noun | None = None
    key: str = ""
    possessive: bool = False
    hyphen: str = ""

    @property
    def plural(self) -> bool:
        last = self.key.split(" ")[-1]
        return last in _COLLECTIVES or (last.endswith("s") and not last.endswith(("ss", "us")))


class Piece(Struct, frozen=True):
    """One noun phrase of a coordination and what stands in apposition to it."""

    items: tuple[Item, ...]
    appositions: tuple[tuple[Item, ...], ...] = ()
    shares_head: bool = False

    def front(self) -> tuple[Item, ...]:
        """What stands before the first preposition or clause."""
        for n, item in enumerate(self.items):
            if item.kind in {"of", "stop"} and n:
                return self.items[:n]
        return self.items

    def head(self) -> Item | None:
        """The last noun, name or pronoun before the first preposition; a person's name wins over what follows it."""
        front = [i for i in self.front() if i.kind in {"name", "noun", "proper", "pronoun"} and not i.hyphen]
        front = front or [i for i in self.front() if i.kind in {"name", "noun", "pronoun"}]
        if not front:
            return None
        last = front[-1]
        if last.kind == "proper" and len(front) > 1 and front[-2].kind == "name" and not front[-2].possessive:
            before = front[-2]
            if before.senses and before.senses[0].kind not in {"demonym", "person"}:
                return before if last.text.islower() else last
        return last

    def headed(self) -> tuple[Item, ...]:
        """The head and what follows it: what a coordinated modifier shares ("Japanese and South Korean officials")."""
        head = self.head()
        if head is None:
            return ()
        at = self.items.index(head)
        lender = self.lender()
        return (lender, *self.items[at:]) if lender is not None else self.items[at:]

    def title(self) -> Item | None:
        """The noun before a name that is the head: "spokesman" in "Kremlin spokesman Dmitry Peskov"."""
        head = self.head()
        if head is None or head.kind == "noun":
            return None
        front = self.front()
        at = front.index(head)
        for item in reversed(front[:at]):
            if item.possessive:
                return None
            if item.kind == "noun" and item.noun is not None:
                return item
        return None

    def lender(self) -> Item | None:
        """A noun that modifies the head: "army" in "army spokesman", "police" in "a spokesman for the police"."""
        head = self.head()
        if head is None:
            return None
        anchor = head if head.kind == "noun" else self.title()
        if anchor is None:
            return None
        at = self.items.index(anchor)
        for item in reversed(self.items[:at]):
            if item.kind == "noun" and not item.hyphen:
                return item
            if item.possessive:
                break
        after = self.complement()
        if after:
            nouns = [i for i in after if i.kind == "noun"]
            names = [i for i in after if i.kind in {"name", "proper"}]
            if nouns and not (names and names[0].start < nouns[0].start and not names[0].possessive and len(names) > 1):
                return nouns[0]
        return None

    def complement(self) -> tuple[Item, ...]:
        """What follows the first "of", "for", "from", "in" after the head, up to the next clause."""
        front = len(self.front())
        rest = self.items[front:]
        if not rest or rest[0].kind != "of":
            return ()
        out = []
        for item in rest[1:]:
            if item.kind == "stop":
                break
            out.append(item)
        return tuple(out)

    def owners(self) -> list[tuple[Item, ...]]:
        """Phrases that may own the head, the likeliest first: modifiers and possessors before it, then complements
        after it."""
        head = self.head()
        if head is None:
            return []
        front = self.front()
        at = front.index(head)
        title = self.title()
        out: list[tuple[Item, ...]] = []
        before = [i for i in front[:at] if not i.hyphen and i is not title]
        loose = [i for i in before if not i.possessive and i.kind == "name"]
        cut = max((n for n, i in enumerate(before) if i.possessive or i.kind == "pronoun"), default=-1)
        if loose and (cut < 0 or before.index(loose[-1]) > cut):
            out.append((loose[-1],))
        if cut >= 0:
            # "Myanmar's UN envoy" is Myanmar's
            out.insert(0 if head.key.split(" ")[-1] in _SENT else len(out), tuple(before[: cut + 1]))
        # compounds of bodies without a possessor: "army of ..." is read by the lender; a bare noun owns nothing
        rest = list(self.complement())
        person = head.kind == "proper" or (head.kind == "name" and head.senses[0].kind == "person")
        if rest and person and title is None and front[-1] is head and self.items[len(front)].folded in _WITHIN:
            rest = []  # "Kowal in Lima" is no Peruvian for it
        while rest:
            stop = next((n for n, i in enumerate(rest) if i.kind == "of" and n), len(rest))
            group = tuple(i for i in rest[:stop] if i.kind not in {"of", "det"})
            if any(i.kind in {"name", "pronoun", "proper"} or i.possessive for i in group) or (
                any(i.kind == "noun" for i in group) and not any(i.kind == "of" for i in rest[stop:])
            ):
                out.append(group)
            rest = rest[stop + 1 :]
        return out

    def unknown_head(self) -> str:
        """A plain word after the country that the phrase ends in: "toxicologist" in "a Swiss toxicologist"; else
        empty."""
        front = self.front()
        if len(front) < 2 or front[-1].kind != "word" or not front[-1].text.isalpha() or front[-1].folded in _REFLEXIVE:
            return ""
        named = [i for i in front if i.kind == "name"]
        return front[-1].folded if named and named[-1] is self.head() and front[-1].text.islower() else ""

    def definite(self) -> bool:
        """Whether it says "the", "this" or whose."""
        return any(i.folded in {"the", "this", "that", "these", "those"} or i.kind == "pronoun" for i in self.front())

    def known(self) -> bool:
        """Whether it is "the official" and no more: somebody the report has named before."""
        front = self.front()
        return len(front) == 2 and front[0].folded in {"the", "this", "that"}

    def counted(self) -> Item | None:
        """The "both", or the "two" and "three" of "the two governments": so many of those that the report speaks of."""
        front = self.front()
        for item in front:
            if item.folded in {"both", "neither"}:
                return item
            if item.folded in {"two", "three"} and front[0].folded in {"the", "these"}:
                return item
        return None

    def anonymous(self) -> bool:
        """Whether the phrase describes a source only by what it knows: "people familiar with the talks"."""
        after = self.items[len(self.front()) : len(self.front()) + 2]
        return any(i.folded in _FAMILIAR for i in after)

    def possessed(self) -> bool:
        return any(i.possessive for i in self.front())

    def has(self, wanted: frozenset[str]) -> bool:
        return any(i.folded in wanted for i in self.front())


def pieces(items: Sequence[Item]) -> list[Piece]:
    """A phrase cut at its coordination; "the minister, X" stays one piece with an apposition."""
    chunks: list[list[Item]] = [[]]
    seps: list[str] = []
    for n, item in enumerate(items):
        if item.kind in {"comma", "and"} and not _inside(items, n):
            if chunks[-1]:
                chunks.append([])
                seps.append(item.kind)
            elif seps:
                seps[-1] = item.kind if item.kind == "and" else seps[-1]
        elif item.kind not in {"comma", "and"} or chunks[-1]:
            chunks[-1].append(item)
    if not chunks[-1]:
        chunks.pop()
    seps = seps[: max(0, len(chunks) - 1)]
    if not chunks:
        return []
    listed = "and" in seps
    out: list[Piece] = []
    for n, chunk in enumerate(chunks):
        if n == 0:
            out.append(Piece(tuple(chunk)))
        elif _apposed(out[-1], chunk, seps[n - 1 :], listed):
            out[-1] = Piece(out[-1].items, (*out[-1].appositions, tuple(chunk)))
        elif seps[n - 1] == "and" and _of_places(out[-1].items, chunk):
            out.append(Piece((*_up_to_of(out[-1].items), *chunk)))
        elif seps[n - 1] == "comma" or _carries(chunk):
            out.append(Piece(tuple(chunk)))
    for n in range(len(out) - 1):
        if _bare_modifier(out[n].items) and _modified(out[-1].items):
            out[n] = Piece(out[n].items, out[n].appositions, True)
    return out


def _apposed(piece: Piece, chunk: Sequence[Item], seps: Sequence[str], listed: bool) -> bool:
    """Whether what follows a piece after ``seps[0]`` is in apposition to it, not the next of a list."""
    if seps[0] == "and":
        return _also(piece, chunk)
    return not (_like(piece.items, chunk) and ((listed and "and" in seps) or _countries(piece.items, chunk)))


def _also(piece: Piece, chunk: Sequence[Item]) -> bool:
    """Whether a name's apposition goes on: "Ada Kowal, a former envoy to Peru and senior official"."""
    if not piece.appositions or piece.appositions[-1][0].folded not in {"a", "an"} or chunk[0].kind == "det":
        return False
    core = [i for i in chunk if i.kind in {"name", "noun", "proper", "pronoun"}]
    return bool(core) and core[-1].kind == "noun" and not core[-1].plural


def _up_to_of(items: Sequence[Item]) -> tuple[Item, ...]:
    """A phrase up to the preposition before its last name."""
    at = max((n for n, i in enumerate(items) if i.kind == "of"), default=-1)
    return tuple(items[: at + 1])


def _of_places(items: Sequence[Item], chunk: Sequence[Item]) -> bool:
    """Whether a name after "and" is one more place or state that the people before it are of: "protesters in Lima and
    Quito" are protesters alone."""
    core = [i for i in chunk if i.kind in {"name", "noun", "proper", "pronoun"}]
    before = _up_to_of(items)
    after = [i for i in items[len(before) :] if i.kind != "det"]
    people = any(i.noun is not None and i.plural and i.noun.kind in {"group", "person"} for i in before)
    if not people or len(core) != 1 or len(after) != 1 or len(chunk) > 2:
        return False
    return all(_place(i) for i in (core[0], after[0])) and _state(core[0]) == _state(after[0])


def _place(item: Item) -> bool:
    if item.kind == "name":
        return bool(item.senses) and item.senses[0].kind in {"state", "capital", "organ"} and not item.possessive
    return item.kind == "proper" and item.key == "LOC"


def _state(item: Item) -> bool:
    return bool(item.senses) and item.senses[0].kind == "state"


def _carries(chunk: Sequence[Item]) -> bool:
    return any(i.kind in {"name", "noun", "proper", "pronoun"} for i in chunk)


def _inside(items: Sequence[Item], n: int) -> bool:
    """Whether an "and" joins words below a preposition ("friction between A and B"), not whole phrases."""
    before = [i for i in items[:n] if i.kind in {"stop"}]
    if items[n].kind == "and" and any(i.kind == "of" for i in items[:n]) and _adjective(items[n - 1]):
        return True  # "a fellow for Chilean and Andean studies"
    if items[n].kind == "and" and _in_title(items[:n], items[n + 1 :]):
        return True  # "the Defence and Security Committee"
    return items[n].kind == "and" and bool(before) and before[-1].folded in {"between", "among", "who", "which", "that"}


def _in_title(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """Whether an "and" stands between capitalised common words of one body's name."""
    run = []
    for item in after:
        if item.kind not in {"word", "proper", "noun"} or not item.text[:1].isupper():
            break
        run.append(item)
    body = next((n for n, item in enumerate(run) if item.noun is not None and item.noun.kind == "body"), None)
    first = before[-1] if before else None
    named = first is not None and first.kind in {"word", "proper", "noun"} and first.text[:1].isupper()
    return bool(body) and named and not any(i.key == "PER" for i in (*before[-1:], *run[:body]))


def _adjective(item: Item) -> bool:
    """Whether an item is a people's name in the form that goes before a noun."""
    return item.kind == "name" and item.senses[0].kind == "demonym" and not item.folded.endswith("s")


def _like(one: Sequence[Item], other: Sequence[Item]) -> bool:
    """Whether two neighbours look like members of one list: both are bare names of the same sort."""

    def sort(items: Sequence[Item]) -> str:
        core = [i for i in items if i.kind in {"name", "noun", "proper", "pronoun"}]
        if len(core) != 1 or core[0].kind != "name":
            return ""
        return "person" if core[0].senses and core[0].senses[0].kind == "person" else "name"

    return bool(sort(one)) and sort(one) == sort(other)


def _countries(one: Sequence[Item], other: Sequence[Item]) -> bool:
    """Whether both are names of countries or capitals: a headline's "Berlin, Paris"."""
    names = [i for i in (*one, *other) if i.kind == "name"]
    return all(i.senses[0].kind in {"state", "capital"} for i in names)


def _bare_modifier(items: Sequence[Item]) -> bool:
    core = [i for i in items if i.kind in {"name", "noun", "proper"}]
    return (
        len(core) == 1
        and bool(core[0].senses)
        and core[0].senses[0].kind == "demonym"
        and not core[0].folded.endswith("s")
    )


def _modified(items: Sequence[Item]) -> bool:
    core = [i for i in items if i.kind in {"name", "noun", "proper"}]
    return (
        len(core) > 1
        and bool(core[0].senses)
        and core[0].senses[0].kind in {"demonym", "state", "capital"}
        and core[-1].kind == "noun"
    )
