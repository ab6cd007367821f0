"""Actors into records: who speaks, to whom, of whom; who did it to whom; who holds what.

The role decides what a bare country is (codebook, sections 3 and 5): as counterpart its government, as the object of
force plain ``STATE``, as the one who shoots, masses troops or pulls them back its military.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from standoff.model import Actor, Event, Quantity, Span, Statement
from standoff.resolve.coref import Cast
from standoff.resolve.party import Party

#: What is done to a country itself, not to its government: (type, mode), None for any mode.
_PLAIN = {
    *(("COERCE", mode) for mode in ("censor", "curfew", "martial-law", "restrict", "misinformation", "deport")),
    ("ASSAULT", None),
    ("MOBILIZE", "troops"),
    ("MOBILIZE", "weapons"),
    ("RETREAT", "access"),
}
#: What is done to a place is done to the country it is in: a town taken, a village shelled.
_GROUND = {("COERCE", "seize"), ("ASSAULT", "heavy-weapons"), ("ASSAULT", "explosives")}
#: Deeds that a country does by its armed forces.
_ARMED = {("ASSAULT", None), ("MOBILIZE", "troops"), ("RETREAT", "withdraw"), ("RETREAT", "ceasefire")}
_SOLDIERLY = frozenset(
    [
        "troops",
        "soldiers",
        "troop",
        "soldier",
        "servicemen",
        "warships",
        "warplanes",
        "jets",
        "tanks",
        "missiles",
        "aircraft",
        "battalion",
        "battalions",
        "brigade",
        "brigades",
        "reservists",
        "paratroopers",
        "marines",
        "drones",
        "fighters",
        "forces",
        "helicopters",
        "vessels",
        "ships",
        "submarines",
        "rockets",
        "personnel",
    ]
)
#: Acts that have targets (codebook, section 2).
OF_TARGETS = frozenset({"ACCUSE", "CRITICIZE", "THREATEN", "WARN", "SUPPORT"})


def in_role(party: Party, role: str, states: dict[str, str], event: Event | None = None) -> tuple[Actor, ...]:
    """The actors of a party in a role (source, addressee, target, actor, recipient, holder, mention), bare countries
    spelt out."""
    if party.kind == "place" and not (role == "recipient" and event and (event.type, event.mode) in _GROUND):
        return ()
    out = []
    for actor in party.actors:
        if actor.id is None or actor.id not in states:
            out.append(actor)
            continue
        out.append(Actor(_spelt(actor.id, role, party, event), actor.name))
    return tuple(dict.fromkeys(out))


def _spelt(state: str, role: str, party: Party, event: Event | None) -> str:
    if role == "mention":
        return f"{state}.GOV" if party.sort == "capital" else state
    if role == "holder":
        return state
    if event is not None and role in {"actor", "recipient"}:
        keys = {(event.type, event.mode), (event.type, None)}
        if role == "recipient":
            interfered = event.type == "COERCE" and event.mode is None
            return state if keys & _PLAIN or interfered or party.kind == "place" else f"{state}.GOV"
        if event.type == "PROTEST" and event.mode != "boycott":
            return f"{state}.CVL"  # "the Helsinki protest": a country that marches is its people
        return f"{state}.MIL" if keys & _ARMED else f"{state}.GOV"
    return f"{state}.GOV"


def gathered(cast: Cast, spans: Sequence[Span], role: str, event: Event | None = None) -> tuple[Actor, ...]:
    states = cast.knowledge.state_names
    found = (a for span in spans for a in in_role(cast.party(span), role, states, event) if a.id)
    return tuple(dict.fromkeys(found))


def fill_deeds(events: Sequence[Event], cast: Cast) -> tuple[Event, ...]:
    """Deeds with the actors and recipients that their words name; verbal events come back as they are."""
    out = []
    for event in events:
        if event.statement is None:
            actors = gathered(cast, event.actors_at, "actor", event)
            if is_mutual(event):
                recipients = actors
            else:
                found = gathered(cast, event.recipients_at, "recipient", event)
                recipients = tuple(a for a in found if a not in actors)
            event = replace(event, actors=actors, recipients=recipients)
        out.append(event)
    return tuple(out)


def is_mutual(event: Event) -> bool:
    """Whether those who do the deed do it to each other: then the same words fill both parts."""
    return event.type == "ASSAULT" and bool(event.actors_at) and event.actors_at == event.recipients_at


def directed_at(statement: Statement) -> tuple[Actor, ...]:
    """Whom a statement's event is done to: those it speaks of where its act has targets, else its hearers."""
    return statement.targets if statement.act in OF_TARGETS else statement.addressees


def fill_verbal(events: Sequence[Event], statements: Sequence[Statement], cast: Cast) -> tuple[Event, ...]:
    """Verbal events with the speaker of their statement and those spoken to or of; they go when nobody political
    speaks."""
    spoken = {s.id: s for s in statements}
    out = []
    for event in events:
        statement = spoken.get(event.statement) if event.statement else None
        if statement is not None:
            actors = tuple(Actor(a.id, a.name) for a in statement.source_actors if a.id and not a.id.endswith(".JRN"))
            if not actors:
                continue
            recipients = (
                directed_at(statement)
                or gathered(cast, event.recipients_at, "recipient", event)
                or statement.addressees
            )
            # what is told to reporters is told to the public
            recipients = tuple(a for a in recipients if a not in actors and not (a.id or "").endswith(".JRN"))
            event = replace(event, actors=actors, recipients=recipients)
        out.append(event)
    kept = {e.id for e in out}
    return tuple(replace(e, same_as=None) if e.same_as is not None and e.same_as not in kept else e for e in out)


def fill_quantities(quantities: Sequence[Quantity], cast: Cast) -> tuple[Quantity, ...]:
    """Quantities with their holder: the one actor that the words name; a country's soldiers are its military's, its
    diplomats its government's."""
    out = []
    for quantity in quantities:
        found = gathered(cast, [quantity.holder_at], "holder") if quantity.holder_at is not None else ()
        holder = found[0] if len(found) == 1 else None
        if holder is not None and holder.id in cast.knowledge.state_names:
            sector = _counted(quantity, cast)
            holder = Actor(f"{holder.id}.{sector}") if sector else holder
        out.append(replace(quantity, holder=holder))
    return tuple(out)


def _counted(quantity: Quantity, cast: Cast) -> str:
    """Of which sector the counted are, by their noun; empty where it does not say. A country's people are plain
    ``STATE``."""
    words = (quantity.of or "").lower().split()
    if not {"killed", "dead", "wounded", "injured"}.isdisjoint(words):
        return ""
    if not _SOLDIERLY.isdisjoint(words):
        return "MIL"
    nouns = cast.knowledge.nouns
    named = (nouns.get(" ".join(words[k:])) for k in range(len(words)))
    noun = next((n for n in named if n is not None), None)
    people = noun is not None and noun.kind in {"person", "group"} and noun.sector != "CVL"
    return noun.sector if noun is not None and people else ""
