"""What one report says in figures: how many of what, whose, where, on which day, as whom it has it from.

Only small extracts leave this module. A figure is of a state of things ("has massed 40,000 troops near the border") or
of one deed ("the blast killed 12"), and then the deed's type, place and days come with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from standoff.data import table
from standoff.dossier import Anchor
from standoff.grammar import CLAUSAL, Tree
from standoff.link.counted import Counted, counted
from standoff.link.page import (
    Page,
    about_counts,
    day_number,
    state_label,
    states,
    things_of,
    words_that,
)
from standoff.model import Actor, Event, Interval, Quantity, Span

#: Deeds that kill, wound, arrest and drive out, likeliest first.
_VIOLENT = {"ASSAULT": 0, "COERCE": 1, "PROTEST": 1}
#: A casualty figure is of a deed of its own sentence or of one in this many sentences before.
_SENTENCES_BACK = 2
_NEAR = frozenset(
    {"near", "along", "around", "outside", "off", "by", "toward", "towards", "beside", "close", "opposite"}
)
_IN = frozenset({"in", "inside", "within", "throughout", "across", "at", "on", "from", "over"})
_SINCE = frozenset({"since", "from", "after", "until", "till", "before", "by"})
#: Measures that the codebook counts (territory, energy, loads); lengths and times only place other things.
_MEASURES = frozenset(
    {"km2", "mile2", "m2", "hectare", "acre", "MW", "GW", "barrel", "ton", "tonne", "kiloton", "megaton", "percent"}
)
#: From this number on men in a report of troops are soldiers rather than three men in a car.
_MANY = 100
#: An expression of time that is vaguer than this many days dates no figure.
_VAGUE = 370


class Where(NamedTuple):
    """A measured place: ``in`` or ``near`` what (a state's code, a name in lower case, "" for "the border")."""

    relation: str
    key: str
    label: str


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of a report. ``what`` is the thing counted and ``sort`` what tells it from others of the kind;
    ``deed`` the type of the deed that it is of, ``root`` that deed's id, ``country`` and ``spot`` where it was."""

    at: Anchor
    quantity: str
    low: float | None
    high: float | None
    approx: bool
    unit: str
    what: str
    sort: tuple[str, ...]
    label: str
    holder: Actor | None
    where: Where | None
    told: str | None
    day: str | None
    source_actors: tuple[Actor, ...]
    publisher: str | None
    words: str
    deed: str | None = None
    root: str | None = None
    when: Interval | None = None
    country: str | None = None
    spot: str | None = None
    doers: frozenset[str] = frozenset()


def figures(page: Page) -> tuple[Figure, ...]:
    """The figures of a report, in text order."""
    found = [f for q in page.report.quantities if q.unit in _units() and (f := _figure(page, q)) is not None]
    return tuple(_completed(found))


@cache
def _units() -> frozenset[str]:
    """Units of what the codebook counts; a noun that ``units.csv`` lacks ("two minds") is its own unit, and none."""
    rows = table("units.csv")
    kept = {row["unit"] for row in rows if row["kind"] in {"person", "thing", "money", "code", "symbol"}}
    return frozenset(kept | _MEASURES)


def _figure(page: Page, quantity: Quantity) -> Figure | None:
    tree = page.trees.at(quantity.span.start)
    top = tree.head_of(quantity.span) if tree is not None else None
    if tree is None or top is None:
        return None
    sources = _sources(page, quantity)
    if sources is None:
        return None
    what = counted(page, tree, top, quantity)
    if what is None:
        return None
    deed = _deed(page, tree, top, what)
    if deed is not None and deed.status in {"negation", "hypothetical"}:
        return None
    kept = deed if deed is not None and _is_of(what, deed) else None
    holder = _holder(quantity.holder, what)
    own = states((holder,)) if holder is not None else frozenset()
    where = next((w for t, i in what.seats if (w := _where(page, t, i, own)) is not None), None)
    root = _root(page, kept) if kept is not None else None
    return Figure(
        at=Anchor(page.report.document.id, page.report.document.sha256, quantity.span),
        quantity=quantity.id, low=quantity.low, high=quantity.high, approx=quantity.approx, unit=quantity.unit,
        what=what.thing, sort=what.sort, label=what.label, holder=holder, where=where, told=page.day,
        day=page.day if kept is not None else _day(page, tree, top), source_actors=sources,
        publisher=page.publisher, words=quantity.span.of(page.text),
        deed=kept.type if kept is not None else None, root=root.id if root is not None else None,
        when=(kept.date or root.date) if kept is not None and root is not None else None,
        country=_country(kept, root), spot=_spot(kept, root, where), doers=states(kept.actors) if kept else frozenset(),
    )  # fmt: skip


def _sources(page: Page, quantity: Quantity) -> tuple[Actor, ...] | None:
    """Who gives the figure, () for the reporter; None where the only one who speaks of it denies or doubts it."""
    said = page.statements.get(quantity.attributed_to or "")
    if said is None:
        return ()
    if said.act == "DOUBT":
        return None
    if said.act == "DENY" and said.cue is not None:
        tree = page.trees.at(said.cue.start)
        if tree is not None and any(tree.tokens[i].lemma.lower() in words_that("disowning") for i in tree.at(said.cue)):
            return None  # "denied that it had massed 40,000 troops"
    if said.source_actors or said.source is None:
        return said.source_actors
    return (Actor(None, " ".join(said.source.of(page.text).split())[:80]),)


def _holder(holder: Actor | None, what: Counted) -> Actor | None:
    """Whose they are: a state's forces are its military, whoever of the state the coder saw."""
    if what.state is not None:
        own = holder is not None and holder.id is not None and holder.id[:3] == what.state
        holder = holder if own else Actor(what.state)
    if holder is None or holder.id is None:
        return None
    state, _, sector = holder.id.partition(".")
    if what.thing in things_of("forces") and len(state) == 3 and sector in {"", "GOV", "MIL"}:
        return Actor(f"{state}.MIL")
    return Actor(holder.id)


# --- the deed ------------------------------------------------------------------------------------------------------


def _deed(page: Page, tree: Tree, top: int, what: Counted) -> Event | None:
    """The deed that the counted take part in: the one that governs them; for casualties else the nearest deed of
    violence, in the sentence or in those just before."""
    for i in (tree.tokens[top].head, *tree.children(top, "acl", "acl:relcl")):
        event = page.event(tree, i) if i >= 0 else None
        if event is not None and (not what.harm or event.type in {"ASSAULT", "COERCE"}):
            return event
    return _violence(page, tree, top) if what.harm else None


def _violence(page: Page, tree: Tree, top: int) -> Event | None:
    start = tree.sentence.span.start
    here = page.events(tree.sentence.span)
    at = tree.tokens[top].span.start
    violent = [e for e in here if e.type in _VIOLENT and e.status in {"actual", "historical"}]
    if violent:
        return min(violent, key=lambda e: (_VIOLENT[e.type], abs(e.trigger.start - at), e.trigger.start))
    for _ in range(_SENTENCES_BACK):
        before = page.trees.at(start - 1) or page.trees.at(start - 2) or page.trees.at(start - 3)
        if before is None or before.sentence.span.start >= start:
            return None
        start = before.sentence.span.start
        violent = [e for e in page.events(before.sentence.span) if e.type in _VIOLENT and e.status == "actual"]
        if violent:
            return violent[-1]
    return None


def _is_of(what: Counted, deed: Event) -> bool:
    """Whether a figure counts what a deed did, rather than a state of things that the deed is about."""
    if what.harm:
        return deed.type in _VIOLENT
    if deed.status == "future":
        return deed.type in {"MOBILIZE", "AID"}  # "will send 3,000 troops": the demanded withdrawal is of those there
    if what.thing in things_of("crowd"):
        return deed.type == "PROTEST"
    if what.thing in things_of("forces"):
        return deed.type == "RETREAT"
    return deed.type == "SANCTION" and deed.mode == "expel"


def _root(page: Page, event: Event) -> Event:
    """The first telling of a deed in the report."""
    for _ in range(9):
        first = page.by_id.get(event.same_as or "")
        if first is None:
            break
        event = first
    return event


def _country(deed: Event | None, root: Event | None) -> str | None:
    return next(
        (e.place.country for e in (deed, root) if e is not None and e.place is not None and e.place.country), None
    )


def _spot(deed: Event | None, root: Event | None, where: Where | None) -> str | None:
    """The narrowest name of where a deed was, in lower case; None where only its country is known."""
    for event in (deed, root):
        if event is not None and event.place is not None:
            name = event.place.name
            return name.casefold() if name.casefold() != state_label(event.place.country or "").casefold() else None
    return where.key if deed is not None and where is not None and where.key and not where.key.isupper() else None


# --- place and day ---------------------------------------------------------------------------------------------


def _where(page: Page, tree: Tree, i: int, own: frozenset[str]) -> Where | None:
    """Where the counted at token ``i`` are: a phrase of place on the noun, on a participle of it ("amassed on"), on
    the verb that it belongs to."""
    verb = tree.tokens[i].head
    seats = [i, *tree.children(i, "acl", "acl:relcl")]
    if verb >= 0 and tree.tokens[verb].upos in {"VERB", "ADJ", "ADV", "NUM"}:
        seats.append(verb)
    for seat in seats:
        for k in tree.children(seat, "nmod", "obl", "advcl"):
            found = _phrase(page, tree, k, own)
            if found is not None:
                return found
    return None


def _phrase(page: Page, tree: Tree, k: int, own: frozenset[str]) -> Where | None:
    cases = {tree.tokens[c].lemma.lower() for c in tree.children(k, "case")}
    if not cases & (_NEAR | _IN):
        return None
    inside = tree.subtree(k, without=CLAUSAL | {"acl"})
    span = Span(tree.tokens[inside[0]].span.start, tree.tokens[inside[-1]].span.end)
    border = any(tree.tokens[j].lemma.lower() in about_counts("border") for j in inside)
    relation = "near" if border or cases & _NEAR else "in"
    # "NATO's borders" are a place, NATO is none; away from a border the name must be the phrase's own
    own_words = {tree.tokens[j].span.start for j in (k, *tree.kids[k])}
    names = [
        n for n in page.names(span) if border or (n.place and any(n.span.start <= at < n.span.end for at in own_words))
    ]
    name = next((n for n in names if n.key not in own), None if border else next(iter(names), None))
    if name is not None:
        return Where(relation, name.key, f"{relation} {name.label}")
    return Where("near", "", "near the border") if border else None


def _day(page: Page, tree: Tree, top: int) -> str | None:
    """The day that a figure is of: the last of an expression of time that dates its clause, or one above, and is over
    by the report's day; else the report's day. What is told "since" a day is of the report's, and a time that only
    names something ("the 2016 election") dates nothing."""
    above = {i: n for n, i in enumerate((top, *tree.ancestors(top)))}
    best: tuple[int, str] | None = None
    for at, when in page.times(tree.sentence.span):
        last, first = day_number(when.latest), day_number(when.earliest)
        if last is None or when.latest is None or (page.day is not None and when.latest > page.day):
            continue
        k = tree.head_of(at)
        if k is None or (first is not None and last - first > _VAGUE):
            continue
        depth = above.get(tree.tokens[k].head)
        adverb = tree.tokens[k].deprel.startswith(("obl", "advmod"))
        if depth is None or not adverb or any(tree.tokens[c].lemma.lower() in _SINCE for c in tree.children(k, "case")):
            continue
        if best is None or depth < best[0]:
            best = (depth, when.latest)
    return best[1] if best is not None else page.day


def _completed(found: list[Figure]) -> Iterator[Figure]:
    """Forces without a holder or a place are those of the rest of the report, where it speaks of one holder and one
    place only ("only 9,000 are taking part"); not where the figure is said to be of all that there are. Men in number
    are troops where the report counts troops."""
    soldiers = things_of("forces")
    armed = any(f.what in soldiers for f in found)
    found = [_men(f, armed) for f in found]
    forces = [f for f in found if f.what in soldiers and f.deed is None]
    for figure in found:
        if figure.what in soldiers and figure.deed is None and "total" not in figure.sort:
            alike = [f for f in forces if f.what == figure.what and f.sort == figure.sort]
            holders = {f.holder for f in alike if f.holder is not None}
            if figure.holder is None and len(holders) == 1:
                figure = replace(figure, holder=next(iter(holders)))
            places = {(f.where.relation, f.where.key): f.where for f in alike if f.where and f.holder == figure.holder}
            if figure.where is None and len(places) == 1:
                figure = replace(figure, where=next(iter(places.values())))
        yield figure


def _men(figure: Figure, armed: bool) -> Figure:
    """Men as what they are: troops beside counted troops or where their holder is a military, else people."""
    if figure.what != "men":
        return figure
    military = figure.holder is not None and (figure.holder.id or "").endswith(".MIL")
    many = figure.deed is None and figure.low is not None and figure.low >= _MANY
    thing = "troops" if many and (armed or military) else "people"
    holder = figure.holder if military or thing == "people" else None
    return replace(figure, what=thing, label=figure.label.replace("men", thing), holder=holder)
