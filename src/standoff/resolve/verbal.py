"""Actors into records: who speaks, to whom, of whom; who did it to whom; who holds what.

The role decides what a bare country is (codebook, sections 3 and 5): as counterpart its government, as the object of
force plain ``STATE``, as the one who shoots, masses troops or pulls them back its military.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from standoff.grammar import Tree, sentence_at
from standoff.model import Actor, Analysis, Event, Quantity, Span, Statement, Unresolved
from standoff.resolve.coref import Cast
from standoff.resolve.inference import spoken_of
from standoff.resolve.party import Party

#: What is done to a country itself, not to its government: (type, mode), None for any mode.
_PLAIN = {
    *(("COERCE", mode) for mode in ("censor", "curfew", "martial-law", "restrict", "misinformation", "deport")),
    ("ASSAULT", None),
    ("MOBILIZE", "troops"),
    ("MOBILIZE", "weapons"),
    ("RETREAT", "access"),
}
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
_OF_TARGETS = frozenset({"ACCUSE", "CRITICIZE", "THREATEN", "WARN", "SUPPORT"})
_INFERRED = frozenset({"ACCUSE", "CRITICIZE", "THREATEN", "SUPPORT"})
_SPEECH = ("verb.say", "verb.wh", "quote", "colon", "phrase")
_POLITICAL = frozenset(["GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PRM", "REB", "PRE", "OPP", "PTY"])


def in_role(party: Party, role: str, states: dict[str, str], event: Event | None = None) -> tuple[Actor, ...]:
    """The actors of a party in a role (source, addressee, target, actor, recipient, holder, mention), bare countries
    spelt out."""
    if party.kind == "place":
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
            return state if keys & _PLAIN else f"{state}.GOV"
        return f"{state}.MIL" if keys & _ARMED else f"{state}.GOV"
    return f"{state}.GOV"


def _political(actor: Actor) -> bool:
    return actor.id is not None and ("." not in actor.id or actor.id.rpartition(".")[2] in _POLITICAL)


def _gathered(cast: Cast, spans: Sequence[Span], role: str, event: Event | None = None) -> tuple[Actor, ...]:
    states = cast.knowledge.state_names
    found = (a for span in spans for a in in_role(cast.party(span), role, states, event) if a.id)
    return tuple(dict.fromkeys(found))


def _near(text: str, a: int, b: int) -> bool:
    """Whether fewer than four line breaks, a short paragraph at most, lie between two offsets."""
    low, high = sorted((a, b))
    for _ in range(4):
        low = text.find("\n", low, high) + 1
        if not low:
            return True
    return False


def fill_statements(statements: Sequence[Statement], cast: Cast) -> tuple[Statement, ...]:
    """Statements with source, addressees and targets resolved; outer statements first, so that "we" inside is known."""
    done: dict[str, Statement] = {}
    last: tuple[int, Party] = (0, Party())
    for statement in sorted(statements, key=lambda s: (s.inside is not None, s.content[0].start)):
        if statement.source is not None:
            party = cast.party(statement.source)
            # who spoke in so many words goes on speaking; a demand or an accusation told in passing takes no floor
            if statement.inside is None and party.actors and statement.origin.rule.startswith(_SPEECH):
                last = (statement.content[-1].end, party)
        elif statement.quotation == "direct" and _near(cast.text, last[0], statement.content[0].start):
            # quoted words without a speaker go on with the one who spoke just before
            party = last[1]
        else:
            party = Party(reason="no source in the words")
        cast.speaks(statement, party)
        actors = in_role(party, "source", cast.knowledge.state_names)
        known = any(a.id for a in actors)
        if statement.source is None and statement.unresolved is not None:
            unresolved: Unresolved | None = statement.unresolved
        else:
            unresolved = None if known else Unresolved(party.reason or "unknown actor", party.candidates)
        done[statement.id] = replace(
            statement,
            source_actors=actors,
            addressees=_gathered(cast, statement.addressees_at, "addressee"),
            targets=_gathered(cast, statement.targets_at, "target"),
            unresolved=unresolved,
        )
    return tuple(done[s.id] for s in statements)


def fill_targets(
    statements: Sequence[Statement], deeds: Sequence[Event], analysis: Analysis, cast: Cast
) -> tuple[Statement, ...]:
    """Statements with those they speak of or to, where the clause of the cue does not name them.

    That is the subject of what is said, the doer of the deed it tells, or the first political actor in it that
    is not the speaker's own side.
    """
    out: list[Statement] = []
    for statement in statements:
        if statement.act in _INFERRED and not statement.targets:
            targets = _spoken_of(statement, deeds, analysis, cast)
            statement = replace(statement, targets=targets)
        elif statement.act == "REQUEST" and not statement.addressees:
            asked = _others(_subject_of(statement, analysis, cast), statement)
            statement = replace(statement, addressees=asked)
        out.append(statement)
    return tuple(out)


def _spoken_of(statement: Statement, deeds: Sequence[Event], analysis: Analysis, cast: Cast) -> tuple[Actor, ...]:
    found = _others(_subject_of(statement, analysis, cast), statement) or _others(
        spoken_of(statement, deeds), statement
    )
    if found:
        return found
    for content in statement.content:
        for heard in cast.within(content):
            found = _others(in_role(heard.party, "target", cast.knowledge.state_names), statement)
            if found and not heard.place:
                return found
    return ()


def _others(actors: Sequence[Actor], statement: Statement) -> tuple[Actor, ...]:
    """The political ones of ``actors`` that are not of the speaker's state."""
    own = {(a.id or "").split(".")[0] for a in statement.source_actors}
    return tuple(a for a in actors if _political(a) and (a.id or "").split(".")[0] not in own)


def _subject_of(statement: Statement, analysis: Analysis, cast: Cast) -> tuple[Actor, ...]:
    """The actors that the content's subject names, or the owner of the deed when the content is a noun phrase."""
    content = statement.content[0]
    sentence = sentence_at(analysis.sentences, content.start)
    if sentence is None:
        return ()
    tree = Tree(sentence)
    head = tree.head_of(content)
    if head is None:
        return ()
    subject = tree.subject(head) if tree.tokens[head].upos in {"VERB", "AUX", "ADJ"} else None
    if subject is not None and content.contains(tree.tokens[subject].span):
        return _gathered(cast, [tree.noun_phrase(subject)], "target")
    if tree.tokens[head].upos in {"NOUN", "PROPN"}:
        for kid in tree.children(head, "nmod", "amod", "compound"):
            if tree.tokens[kid].span.start < tree.tokens[head].span.start:
                found = _gathered(cast, [tree.noun_phrase(kid)], "target")
                if found:
                    return found
        if tree.tokens[head].upos == "PROPN":
            return _gathered(cast, [tree.noun_phrase(head)], "target")
    return ()


def fill_deeds(events: Sequence[Event], cast: Cast) -> tuple[Event, ...]:
    """Deeds with the actors and recipients that their words name; verbal events come back as they are."""
    out = []
    for event in events:
        if event.statement is None:
            actors = _gathered(cast, event.actors_at, "actor", event)
            recipients = tuple(a for a in _gathered(cast, event.recipients_at, "recipient", event) if a not in actors)
            event = replace(event, actors=actors, recipients=recipients)
        out.append(event)
    return tuple(out)


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
            told = statement.targets if statement.act in _OF_TARGETS else statement.addressees
            recipients = told or _gathered(cast, event.recipients_at, "recipient", event) or statement.addressees
            recipients = tuple(a for a in recipients if a not in actors)
            event = replace(event, actors=actors, recipients=recipients)
        out.append(event)
    kept = {e.id for e in out}
    return tuple(replace(e, same_as=None) if e.same_as is not None and e.same_as not in kept else e for e in out)


def fill_quantities(quantities: Sequence[Quantity], cast: Cast) -> tuple[Quantity, ...]:
    """Quantities with their holder: the one actor that the words name; a country's soldiers are its military's."""
    out = []
    for quantity in quantities:
        found = _gathered(cast, [quantity.holder_at], "holder") if quantity.holder_at is not None else ()
        holder = found[0] if len(found) == 1 else None
        if holder is not None and holder.id in cast.knowledge.state_names:
            counted = set((quantity.of or "").lower().split())
            dead = counted & {"killed", "dead", "wounded", "injured"}
            if counted & _SOLDIERLY and not dead:
                holder = Actor(f"{holder.id}.MIL")
        out.append(replace(quantity, holder=holder))
    return tuple(out)
