"""Who is meant where the clause does not say: participants that the report itself makes plain elsewhere.

"The launch" told in a report whose only launches are North Korea's has North Korea for actor; "condemned the
launch" speaks of whoever launched; the missile that "reached 770 km" belongs to whoever fired it.
Nothing is inferred when the report names several candidates and none of them clearly prevails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from standoff.grammar import Tree, Trees
from standoff.model import Actor, Analysis, Event, Quantity
from standoff.resolve.wordlists import word_class

#: Share of a report's mentions of one kind of deed that a doer must have to be taken for the doer of the unclaimed
#: ones.
PREVAILS = 0.6
#: What is moved or used by its owner: here the deed's doer holds what is counted.
_OWNERS = frozenset({"MOBILIZE", "RETREAT", "ASSAULT", "AID"})
_CLAUSE = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound", "nmod:poss")

#: Deeds that are done to nobody (codebook, section 3: nobody gains from a withdrawal unless the text says so; those who
#: meet are all doers), and deeds against the doers' own government or land unless another is named.
_TO_NOBODY = {("RETREAT", m) for m in ("withdraw", "ceasefire", "disarm", "resign")} | {
    ("CONSULT", None),
    ("CONSULT", "multilateral"),
}
_TO_OWN_RULERS = {("PROTEST", m) for m in ("demo", "strike", "obstruct", "hunger", "boycott")}
_TO_OWN_LAND = {("COERCE", m) for m in ("martial-law", "curfew")}

Ids = tuple[Actor, ...]


def complete_deeds(events: Sequence[Event]) -> tuple[Event, ...]:
    """Deeds without doer or object take them from the first mention of the same deed, or from what prevails in the
    report.

    Verbal events are left alone: their statement says who speaks. CONSULT without a host completes its circle.
    """
    by_id = {e.id: e for e in events}
    doers: dict[tuple[str, str | None], Counter[Ids]] = {}
    for event in events:
        if event.actors and event.statement is None:
            doers.setdefault((event.type, event.mode), Counter())[_sorted(event.actors)] += 1
    circles = Counter(_sorted(e.actors) for e in events if e.type == "CONSULT" and len(e.actors) > 1)
    out = []
    for event in events:
        if event.statement is None:
            actors, recipients = event.actors, event.recipients
            first = by_id.get(event.same_as) if event.same_as else None
            if first is not None and not actors:
                actors, recipients = first.actors, recipients or first.recipients
            if not actors:
                if event.type == "CONSULT" and event.mode is None and circles:
                    actors = _prevailing(circles)
                else:
                    actors = _prevailing(doers.get((event.type, event.mode), Counter()))
                actors = tuple(a for a in actors if a not in recipients)
            actors, recipients = _objects(event, actors, recipients)
            event = replace(event, actors=actors, recipients=recipients)
        out.append(event)
    return close_circles(out)


def close_circles(events: Sequence[Event]) -> tuple[Event, ...]:
    """Nobody meets alone: the one party that is known met those whom it meets most often in this report."""
    circles = Counter(_sorted(e.actors) for e in events if e.type == "CONSULT" and len(e.actors) > 1)
    out = []
    for event in events:
        alone = event.type == "CONSULT" and event.mode in {None, "multilateral"} and event.statement is None
        if alone and len(event.actors) == 1 and not event.recipients:
            wider = {c: n for c, n in circles.items() if event.actors[0].id in {a.id for a in c}}
            if wider:
                circle = max(wider, key=lambda c: (wider[c], [a.id or "" for a in c]))
                own = event.actors[0]
                event = replace(event, actors=tuple(own if a.id == own.id else a for a in circle))
        out.append(event)
    return tuple(out)


def _objects(event: Event, actors: Ids, recipients: Ids) -> tuple[Ids, Ids]:
    """Doers and objects as the kind of deed has them."""
    kind = (event.type, event.mode)
    if kind in _TO_NOBODY:
        if event.type == "CONSULT":
            actors = (*actors, *(r for r in recipients if r not in actors))
        return actors, ()
    states = tuple(dict.fromkeys((a.id or "").split(".")[0] for a in actors if "." in (a.id or "")))
    if not recipients and kind in _TO_OWN_RULERS:
        return actors, tuple(Actor(f"{state}.GOV") for state in states)
    if not recipients and kind in _TO_OWN_LAND:
        return actors, tuple(Actor(state) for state in states)
    return actors, recipients


def _sorted(actors: Iterable[Actor]) -> Ids:
    return tuple(sorted({Actor(a.id) for a in actors if a.id}, key=lambda a: a.id or ""))


def _prevailing(counts: Counter[Ids]) -> Ids:
    total = sum(counts.values())
    if not total:
        return ()
    best, share = max(counts.items(), key=lambda kv: (kv[1], [a.id or "" for a in kv[0]]))
    return best if share >= PREVAILS * total else ()


#: Deeds whose objects and subjects, where they are soldiers, are the doer's own.
_MOVES = frozenset({("MOBILIZE", "troops"), ("RETREAT", "withdraw")})
_SOLDIERS = word_class("soldiers")


def owners(quantities: Sequence[Quantity], events: Sequence[Event], analysis: Analysis) -> tuple[Quantity, ...]:
    """Quantities without a holder take the doer of the deed that moves what is counted, or the owner of the thing
    measured.

    A thing's owner is the doer of the last deed before that had it for object ("fired a missile … the missile flew
    770 km").
    """
    trees = Trees(analysis.sentences)
    belongs: dict[str, list[tuple[int, Actor]]] = {}
    deeds: dict[int, list[tuple[int, Actor]]] = {}
    moves: dict[int, list[tuple[int, Actor]]] = {}
    for event in events:
        tree = trees.at(event.trigger.start)
        if event.type not in _OWNERS or event.statement is not None or len(event.actors) != 1 or tree is None:
            continue
        trigger = tree.head_of(event.trigger)
        if trigger is None:
            continue
        deeds.setdefault(tree.sentence.span.start, []).append((trigger, event.actors[0]))
        if (event.type, event.mode) in _MOVES:
            moves.setdefault(tree.sentence.span.start, []).append((trigger, _forces(event.actors[0])))
        for kid in tree.children(trigger, "obj", "nsubj:pass", "compound"):
            belongs.setdefault(tree.tokens[kid].lemma, []).append((event.trigger.start, event.actors[0]))
        if tree.tokens[trigger].upos == "NOUN" and tree.tokens[trigger].deprel == "compound":
            belongs.setdefault(tree.tokens[trigger].lemma, []).append((event.trigger.start, event.actors[0]))
    out = []
    for quantity in quantities:
        if quantity.holder is None:
            tree = trees.at(quantity.span.start)
            if tree is not None:
                soldiers = quantity.unit == "person" and (quantity.of or "").split(" ")[-1].lower() in _SOLDIERS
                owner = _owner(quantity, tree, moves if soldiers else deeds, belongs, soldiers)
                quantity = replace(quantity, holder=owner)
        out.append(quantity)
    return tuple(out)


def _forces(actor: Actor) -> Actor:
    """Whose soldiers an actor moves: a state's or a government's are its armed forces."""
    state, _, sector = (actor.id or "").partition(".")
    return Actor(f"{state}.MIL") if len(state) == 3 and sector in {"", "GOV"} else actor


def _owner(
    quantity: Quantity,
    tree: Tree,
    deeds: dict[int, list[tuple[int, Actor]]],
    belongs: dict[str, list[tuple[int, Actor]]],
    soldiers: bool,
) -> Actor | None:
    head = tree.head_of(quantity.span)
    if head is None:
        return None
    above = [head, *tree.ancestors(head)]
    for trigger, actor in deeds.get(tree.sentence.span.start, ()):
        # counted as the object of the deed, not as its victim
        if (
            trigger in above[1:]
            and (soldiers or quantity.unit != "person")
            and tree.is_(_below(tree, head, trigger), "obj", "nsubj")
        ):
            return actor
    for node in above:
        for kid in (node, *tree.children(node, *_CLAUSE)):
            before = [a for at, a in belongs.get(tree.tokens[kid].lemma, ()) if at <= quantity.span.start]
            if before and quantity.unit != "person":
                return before[-1]
    return None


def _below(tree: Tree, node: int, ancestor: int) -> int:
    """The child of ``ancestor`` that ``node`` is or hangs below."""
    while tree.tokens[node].head != ancestor and tree.tokens[node].head >= 0:
        node = tree.tokens[node].head
    return node
