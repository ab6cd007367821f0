"""Where events happened: the narrowest place name that the event's own sentence gives as a location."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from standoff.grammar import Tree, sentence_at
from standoff.model import Analysis, Document, Entity, Event, Place, Sentence, Span, Unresolved
from standoff.resolve.gazetteer import Gazetteer
from standoff.resolve.places_named import PlaceName, find_places

__all__ = ["Gazetteer", "place_events", "place_of"]

_LOCATING = frozenset(
    (
        "in at on near off over outside inside around along across through throughout into onto aboard above "
        "between from via"
    ).split()
)
#: Prepositions by which the governing verb's place holds for a deed below it too.
_WIDE = frozenset(["in", "near", "off", "over", "outside", "inside", "around", "across", "along", "into"])
_SPOKEN = frozenset(["in", "at", "aboard", "near", "outside", "from"])
#: Deeds done with body and steel happen somewhere; political ones are placed only by a plain "in" or "at" of their own.
_PHYSICAL = frozenset({"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "CONSULT", "PROTEST"})
_PLAIN = frozenset({"in", "at", "into"})
#: The share of a name's bearers that the one meant must have: what is left open stays open.
_DECIDED = 0.6
#: Types whose object, when it is a place, is where it happens: "bombed Aleppo", "seized Crimea".
_ON_OBJECT = frozenset({"ASSAULT", "COERCE"})
#: Types that happen where they lead to: "visited", "sent troops to", "marched to".
_TOWARDS = frozenset({"CONSULT", "MOBILIZE", "PROTEST"})
_WIDE_AT = _WIDE | {"at", "on", "aboard"}
#: Relations behind which another clause's or another's places stand.
_OTHER = frozenset({"nsubj", "csubj", "conj", "ccomp", "parataxis"})
_ABOVE = frozenset({"advcl", "obl", "obj", "nsubj", "nmod", "conj", "acl"})
#: Deeds that happen where the one town of their sentence lies, whatever word it hangs on.
_THEREABOUTS = frozenset({"ASSAULT", "PROTEST"})
#: A noun behind one of these is a matter of elsewhere: "marched in Cairo over the beating".
_MATTER = frozenset({"over", "about", "after", "since", "before", "following"})
#: Types whose noun takes its place before it: "the Helsinki protest", "his Athens visit".
_NAMED_FOR = frozenset({"ASSAULT", "PROTEST", "CONSULT"})


#: What may stand before a name and belong to it: its article, the side of it that is meant.
_SIDE = re.compile(
    r"(?:\b(?:the|The|(?:[Nn]orth|[Ss]outh)?-?(?:[Ee]ast|[Ww]est)?ern|[Cc]entral|[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est) )+$"
)


class _Spot(NamedTuple):
    """A place name in a sentence: its span, its head token, the prepositions before it, and what it hangs on, nearest
    first.
    """

    span: Span
    head: int
    cases: frozenset[str]
    relation: str
    above: tuple[int, ...]


def place_events(
    document: Document, analysis: Analysis, events: Iterable[Event], gazetteer: Gazetteer | None = None
) -> tuple[Event, ...]:
    """The same events with their places (codebook, section 3).

    ``Event.place_at`` is taken when the events stage gives it. An act of speech has a place only when its own clause
    says where it was spoken. A name that the gazetteer does not know keeps its words, without coordinates, and has a
    country only where the report speaks of one state above all.
    """
    gazetteer = gazetteer or Gazetteer.load()
    text = document.text
    names = [e.span.of(text) for e in analysis.entities if e.kind in {"LOC", "NORP", "ORG"}]
    context = gazetteer.context_of(names)
    named_places: tuple[PlaceName, ...] | None = None  # found when the first event has a place
    state: str | None = None  # the one that the report speaks of
    spots: dict[int, tuple[Tree, list[_Spot]]] = {}
    out: list[Event] = []
    for event in events:
        sentence = sentence_at(analysis.sentences, event.trigger.start)
        span = event.place_at if _to_the_point(event) else None
        if sentence is not None:
            if sentence.span.start not in spots:
                tree = Tree(sentence)
                spots[sentence.span.start] = tree, _spots(text, tree, analysis, gazetteer)
            tree, named = spots[sentence.span.start]
            span = _trimmed(text, span, named) if span else _where(text, tree, named, event, gazetteer)
        if span is None:
            out.append(structs.replace(event, place_at=None))
            continue
        if named_places is None:
            named_places = find_places(document, analysis)
            state = _spoken_of(text, names, named_places, gazetteer)
        place = _weighed(place_of(text, span, gazetteer, context), span, named_places, gazetteer)
        if place.country is None and state is not None and not _between_states(place.name):
            place = structs.replace(place, country=state)
        out.append(structs.replace(event, place=place, place_at=span))
    return tuple(out)


def _to_the_point(event: Event) -> bool:
    """Whether the words that the events stage points at say where: not a month, nor, of a political deed, whom it is
    done to ("recognised Kosovo")."""
    return event.type in _PHYSICAL and not (
        event.place_at is not None and event.date_at is not None and event.place_at.overlaps(event.date_at)
    )


def _trimmed(text: str, span: Span, spots: list[_Spot]) -> Span:
    """The name in a phrase, with its article and the side of it that is meant, without what else the phrase tells: "a
    jet at Harare airport", "oil-rich Gabon", "Surt, where he was born"."""
    name = next((s.span for s in spots if span.contains(s.span)), None)
    if name is None or text[name.end : span.end].startswith(("'s", "’s", " of ")):
        return span  # "Istanbul's Dolmabahce palace", "the Strait of Hormuz"
    before = _SIDE.search(text, span.start, name.start)
    return Span(before.start() if before is not None else name.start, name.end)


def _spoken_of(text: str, names: list[str], places: Sequence[PlaceName], gazetteer: Gazetteer) -> str | None:
    """The state that a report's names speak for at least twice as often as for any other: where a place lies that no
    gazetteer has. On our own marked texts right 43 times, wrong 14 times, open 44 times."""
    counts = Counter(state for name in names for state in gazetteer.context_of([name]))
    counts.update(p.place.country for p in places if p.place and p.place.country and p.share >= _DECIDED)
    first = counts.most_common(2)
    return first[0][0] if first and (len(first) == 1 or first[0][1] >= 2 * first[1][1]) else None


def _between_states(name: str) -> bool:
    """Waters and borders, which belong to several."""
    return bool(
        {"sea", "ocean", "gulf", "strait", "channel", "border", "frontier", "waters"} & set(name.lower().split())
    )


def _weighed(place: Place, span: Span, named: Sequence[PlaceName], gazetteer: Gazetteer) -> Place:
    """A town, or a name that the gazetteer alone does not know, as all the names of the report together speak for."""
    if place.country is not None and (place.geonames is None or gazetteer.is_country(place.name)):
        return place
    at = bisect_right(named, span.start, key=lambda n: n.span.end)
    found = named[at] if at < len(named) and named[at].span.overlaps(span) else None
    if found is None or found.place is None or found.share < _DECIDED:
        return place
    better = found.place
    return Place(place.name, better.country, better.lat, better.lon, better.geonames)


def place_of(text: str, span: Span, gazetteer: Gazetteer, context: tuple[str, ...]) -> Place:
    """The place at ``span``; what stands behind a comma right after it ("Basra, Iraq") helps to find it."""
    name = " ".join(span.of(text).split())
    behind = text[span.end : span.end + 40]
    if behind.startswith(", "):
        wider = behind[2:].split(",")[0].split(".")[0].split(" on ")[0].strip()
        if gazetteer.is_country(wider):
            found = gazetteer.locate(f"{name}, {wider}")
            if isinstance(found, Place):
                return Place(name, found.country, found.lat, found.lon, found.geonames)
            return Place(name, gazetteer.country(wider))
    found = gazetteer.locate(name, context=context)
    return Place(name) if isinstance(found, Unresolved) else found


def _spots(text: str, tree: Tree, analysis: Analysis, gazetteer: Gazetteer) -> list[_Spot]:
    """The place names of one sentence: locations that the analyser saw, and names that the gazetteer knows."""
    sentence = tree.sentence
    located = [e.span for e in _entities(analysis, sentence) if e.kind == "LOC" and text[e.span.start].isupper()]
    spans = [_whole(text, tree, span, gazetteer) for span in located]
    spans = [s for s in spans if gazetteer.is_country(s.of(text)) or gazetteer.country(s.of(text)) is None]
    # "Turkish-run", "Panama-flagged"; not "Stratford-upon-Avon"
    spans = [s for s in spans if gazetteer.knows(s.of(text)) or not s.of(text).rpartition("-")[2].islower()]
    taken = [e.span for e in _entities(analysis, sentence)]
    i = 0
    while i < len(tree.tokens):
        j = i
        while j < len(tree.tokens) and tree.tokens[j].upos == "PROPN":
            j += 1
        if j > i:
            span = Span(tree.tokens[i].span.start, tree.tokens[j - 1].span.end)
            if not any(span.overlaps(t) for t in taken) and gazetteer.knows(span.of(text)):
                spans.append(span)
        i = max(j, i + 1)
    out = []
    for span in sorted(spans):
        head = tree.head_of(span)
        if head is None:
            continue
        top = head
        # "Kabul airport", "Sumy region": the place is the whole, and the preposition stands on its head
        while (
            tree.tokens[top].deprel in {"compound", "nmod:poss", "amod", "flat", "appos", "nmod:unmarked"}
            and tree.tokens[top].head >= 0
        ):
            top = tree.tokens[top].head
            if tree.tokens[top].upos not in {"NOUN", "PROPN"}:
                break
        cases = frozenset(tree.tokens[c].form.lower() for c in tree.children(top, "case"))
        whole = span
        if top != head and tree.tokens[top].lemma.lower() in _PLACE_NOUNS and tree.tokens[top].span.start >= span.end:
            whole = Span(span.start, tree.tokens[top].span.end)
        out.append(_Spot(whole, top, cases, tree.tokens[top].deprel, tuple(tree.ancestors(top))))
    return out


def _whole(text: str, tree: Tree, span: Span, gazetteer: Gazetteer) -> Span:
    """The span with what a hyphen or a name in front still belongs to it: "Port-au-Prince", "New York"."""
    inside = tree.at(span)
    lo, hi, tokens = inside[0], inside[-1], tree.tokens
    while (
        hi + 2 < len(tokens)
        and tokens[hi + 1].form in {"-", "‐"}
        and tokens[hi + 1].span.start == tokens[hi].span.end
        and tokens[hi + 2].span.start == tokens[hi + 1].span.end
    ):
        hi += 2
    while (
        lo >= 2
        and tokens[lo - 1].form in {"-", "‐"}
        and tokens[lo - 1].span.end == tokens[lo].span.start
        and tokens[lo - 2].span.end == tokens[lo - 1].span.start
    ):
        lo -= 2
    if lo > 0 and tokens[lo - 1].upos == "PROPN" and tokens[lo - 1].span.end + 1 == tokens[lo].span.start:
        wider = Span(tokens[lo - 1].span.start, tokens[hi].span.end)
        if gazetteer.knows(wider.of(text)):
            return wider
    return Span(tokens[lo].span.start, tokens[hi].span.end)


_PLACE_NOUNS = frozenset(
    (
        "region province state county district peninsula island city airspace airport valley strait sea coast "
        "border governorate oblast prefecture suburb camp crossing square prison base shoal reef oilfield station "
        "road highway corridor temple jail tunnel plateau hotel barracks mall"
    ).split()
)


def _entities(analysis: Analysis, sentence: Sentence) -> list[Entity]:
    """The entities that lie in ``sentence``, by bisection over their starts."""
    entities = analysis.entities
    lo, hi = 0, len(entities)
    while lo < hi:
        mid = (lo + hi) // 2
        if entities[mid].span.start < sentence.span.start:
            lo = mid + 1
        else:
            hi = mid
    out = []
    while lo < len(entities) and entities[lo].span.start < sentence.span.end:
        out.append(entities[lo])
        lo += 1
    return out


def _where(text: str, tree: Tree, spots: list[_Spot], event: Event, gazetteer: Gazetteer) -> Span | None:
    """The spot of one event: one that hangs on its trigger, else one on the verb right above it; towns before
    states.
    """
    head = tree.head_of(event.trigger)
    if head is None or not spots:
        return None
    levels = [head]
    token = tree.tokens[head]
    if (
        event.statement is None and event.type in _PHYSICAL and event.status == "actual"
        and token.head >= 0 and token.deprel.split(":")[0] in _ABOVE
    ):  # fmt: skip
        levels.append(token.head)
    near: list[_Spot] = []
    for level in levels:
        near = near or [s for s in spots if _holds(tree, s, level, event, own=level == head)]
    if not near and event.statement is None and event.type in _PHYSICAL and event.status in {"actual", "historical"}:
        near = [s for s in spots if _within(tree, s, head, event)]
    if not near and event.statement is None:
        near = [s for s in spots if _belongs(text, tree, s, head, event, gazetteer)]
        if len(spots) == 1 and not near and _thereabouts(text, tree, spots[0], head, event, gazetteer):
            near = spots
    near = [s for s in near if not event.trigger.overlaps(s.span)]
    if not near:
        return None
    return min(
        near, key=lambda s: (gazetteer.is_country(s.span.of(text)), abs(s.span.start - event.trigger.start))
    ).span


def _belongs(text: str, tree: Tree, spot: _Spot, head: int, event: Event, gazetteer: Gazetteer) -> bool:
    """Whether a place stands before the deed's noun, "the Helsinki protest", or before the clause that tells it: "in
    Katyn, where they shot thousands"."""
    name, first = spot.span.of(text), tree.head_of(spot.span)
    if spot.head == head and first is not None and spot.span.end <= event.trigger.start:
        known = event.type in _NAMED_FOR and tree.tokens[first].deprel == "compound" and not gazetteer.is_country(name)
        found = gazetteer.locate(name) if known else None
        return isinstance(found, Place) and found.country is not None
    there = any(tree.tokens[k].form.lower() == "where" for k in tree.kids[head])
    return there and tree.tokens[head].deprel == "acl:relcl" and tree.tokens[head].head == spot.head


def _thereabouts(text: str, tree: Tree, spot: _Spot, head: int, event: Event, gazetteer: Gazetteer) -> bool:
    """Whether a deed of force or protest, told as done, happens where the one town of its sentence lies: "police in
    Bilbao dragged off a man who had thrown stones". Of our own marked texts' deeds with nothing nearer 30 are right so,
    12 have no place and 8 another."""
    if event.type not in _THEREABOUTS or event.status not in {"actual", "historical"}:
        return False
    if not spot.cases & _WIDE_AT or gazetteer.is_country(spot.span.of(text)):
        return False
    over = [k for i in (head, *tree.ancestors(head)) for k in tree.children(i, "case")]
    return not any(tree.tokens[k].form.lower() in _MATTER for k in over)


def _within(tree: Tree, spot: _Spot, at: int, event: Event) -> bool:
    """Whether a place stands deep in what a deed's clause tells besides its subject: "women who sheltered in Bentiu",
    "the outskirts of Gori"; or in the subject of the clause that the deed is an adverbial of: "police in Hebron died in
    an attack"."""
    above = tree.tokens[at].head
    if at not in spot.above:
        aside = tree.tokens[at].deprel.startswith("obl") and event.status == "actual" and spot.relation == "nmod"
        holder = tree.tokens[spot.above[0]] if spot.above else None
        return aside and holder is not None and holder.deprel == "nsubj" and holder.head == above and bool(
            spot.cases & _WIDE_AT
        )  # fmt: skip
    between = spot.above[: spot.above.index(at)]
    relations = [tree.tokens[k].deprel.split(":")[0] for k in between]
    if "of" in spot.cases:
        return relations == ["obl"] and spot.relation == "nmod" and event.type != "CONSULT"
    return bool(spot.cases & _WIDE_AT) and not _OTHER & {*relations, spot.relation}


def _holds(tree: Tree, spot: _Spot, at: int, event: Event, *, own: bool) -> bool:
    """Whether ``spot`` is a location of the word ``at``: by a preposition, or as the object of what is done to a
    place.
    """
    if at not in spot.above:
        return False
    between = spot.above[: spot.above.index(at)]
    if len(between) > 1 or any(tree.tokens[k].upos == "VERB" for k in between):
        return False
    relation, verbal = spot.relation.split(":")[0], event.statement is not None
    if verbal:
        # "told a crowd in Kano"
        hearers = relation == "nmod" and [tree.tokens[k].deprel for k in between] == ["iobj"]
        return bool(spot.cases & _SPOKEN) and (hearers or (relation == "obl" and not between))
    if relation not in {"obl", "nmod"}:
        return own and event.type in _ON_OBJECT and (relation == "obj" or spot.relation == "nsubj:pass") and not between
    if not own:
        return relation == "obl" and bool(spot.cases & _WIDE)
    if event.type not in _PHYSICAL:
        return bool(spot.cases & _PLAIN)
    if "of" in spot.cases:
        # "the siege of Aleppo"; "the president of Syria" is no place
        return event.type in _ON_OBJECT and tree.tokens[at].upos == "NOUN" and not between
    if "to" in spot.cases:
        return event.type in _TOWARDS and not between
    return bool(spot.cases & _LOCATING)
