"""Statements with their speakers, those they speak to and those they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from standoff.model import Actor, Analysis, Event, Span, Statement, Unresolved
from standoff.resolve.audience import Audience
from standoff.resolve.coref import Cast
from standoff.resolve.hearers import Hall, second_person, weights
from standoff.resolve.offers import choose
from standoff.resolve.party import COUNTRY, Party
from standoff.resolve.verbal import OF_TARGETS, in_role

_SPEECH = ("verb.say", "verb.wh", "quote", "colon", "phrase")


def _near(text: str, a: int, b: int) -> bool:
    """Whether fewer than four line breaks, a short paragraph at most, lie between two offsets."""
    low, high = sorted((a, b))
    for _ in range(4):
        low = text.find("\n", low, high) + 1
        if not low:
            return True
    return False


def _saying(source: Span, statement: Statement, cast: Cast) -> Span:
    """The words of a source that speak. What ends in a name or a place beside what is said may be the end of that:
    "They fell west of Hokkaido, the northernmost of the islands, the ministry said"."""
    words = source.of(cast.text)
    lead, comma, tail = words.rpartition(", ")
    if not comma or not any(0 <= source.start - c.end <= 2 for c in statement.content):
        return source
    first, last = Span(source.start, source.start + len(lead)), Span(source.end - len(tail), source.end)
    before, speaks = cast.party(first), cast.party(last)
    apart = not before.ids() or before.kind in {COUNTRY, "place"}
    known = bool(speaks.ids()) and speaks.kind in {"person", "org", "group"}
    return last if apart and known and not tail.startswith(("a ", "an ")) else source


def fill_statements(statements: Sequence[Statement], cast: Cast) -> tuple[Statement, ...]:
    """Statements with source, addressees and targets resolved; outer statements first, so that "we" inside is known."""
    done: dict[str, Statement] = {}
    audience = Audience(cast)
    last: tuple[int, Party] = (0, Party())
    for statement in sorted(statements, key=lambda s: (s.inside is not None, s.content[0].start)):
        if statement.source is not None:
            party = cast.party(_saying(statement.source, statement, cast))
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
        said = replace(statement, source_actors=actors, unresolved=unresolved)
        done[statement.id] = replace(said, addressees=audience.hearers(said), targets=audience.meant(said))
    return tuple(done[s.id] for s in statements)


#: How likely the likeliest hearer must be where the words name none; most statements have none.
SURE = 0.4
#: How likely the likeliest target must be.
TARGET = 0.34


def _press(actors: Sequence[Actor]) -> bool:
    """Whether only journalists are told: what is said to reporters is said to the public."""
    return bool(actors) and all((actor.id or "").endswith(".JRN") for actor in actors)


#: Frames whose object is an actor, whatever else is said: "accused Quito of", "blamed the strike on rebels".
_OF_WHOM = ("verb.obj-p", "verb.all-p")


def _plainly(statement: Statement) -> bool:
    """Whether the clause names the one who is accused, praised or blamed, another than the speaker."""
    own = {a.id for a in statement.source_actors}
    return (
        bool(statement.targets)
        and statement.origin.rule.startswith(_OF_WHOM)
        and not own.intersection(a.id for a in statement.targets)
    )


def fill_hearers(
    statements: Sequence[Statement], deeds: Sequence[Event], analysis: Analysis, cast: Cast
) -> tuple[Statement, ...]:
    """Statements with addressees and targets: whom the words name, else the likeliest of all that the report
    offers, whether spoken to or only concerned (:func:`spoken_to` tells them apart)."""
    hall = Hall(statements, deeds, analysis, cast)
    out: list[Statement] = []
    for statement in statements:
        addressees = statement.addressees
        if not addressees:
            told, sure = choose(hall.answers(statement, "addressee"), weights("addressee"), somebody=True)
            addressees = told.actors if sure >= SURE else ()
        if _press(addressees):
            addressees = ()
        targets: tuple[Actor, ...] = ()
        if statement.act in OF_TARGETS and _plainly(statement):
            targets = statement.targets
        elif statement.act in OF_TARGETS:
            of, sure = choose(hall.answers(statement, "target"), weights("target"))
            targets = of.actors if sure >= TARGET else ()
        out.append(replace(statement, addressees=addressees, targets=targets))
    return tuple(out)


def spoken_to(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Statements with those addressees alone who are spoken to: whom the words name, who is asked, and "you".

    What is refused, promised or threatened concerns somebody, too, who is the recipient of the event that it is; that
    he was spoken to must be said (codebook, section 2).
    """
    return tuple(
        s if s.addressees_at or s.act == "REQUEST" or second_person(s, text) else replace(s, addressees=())
        for s in statements
    )
