"""Participants that the clause leaves out and the report makes plain."""

from standoff.model import Actor, Analysis, Event, Origin, Quantity, Sentence, Span, Token
from standoff.resolve.inference import close_circles, complete_deeds, owners

ORIGIN = Origin("test", "test", "0")


def event(
    at: int, kind: str, *actors: str, mode: str | None = None, recipients: tuple[str, ...] = (), **more: object
) -> Event:
    return Event(
        id=f"e{at}", trigger=Span(at, at + 3), type=kind, mode=mode, actors=tuple(Actor(a) for a in actors),
        recipients=tuple(Actor(r) for r in recipients), score=1.0, origin=ORIGIN, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def who(events: tuple[Event, ...]) -> list[list[str | None]]:
    return [[a.id for a in e.actors] for e in events]


def test_an_unclaimed_deed_goes_to_the_one_who_does_such_deeds_here() -> None:
    """One launcher in the report: the bare "launch" is his."""
    events = (event(0, "MOBILIZE", "PRK.GOV", mode="weapons"), event(9, "MOBILIZE", mode="weapons"))
    assert who(complete_deeds(events)) == [["PRK.GOV"], ["PRK.GOV"]]


def test_nothing_is_inferred_between_two_candidates() -> None:
    """Two launchers, as often named: the third launch stays open."""
    events = (
        event(0, "MOBILIZE", "PRK.GOV", mode="weapons"),
        event(9, "MOBILIZE", "KOR.MIL", mode="weapons"),
        event(20, "MOBILIZE", mode="weapons"),
    )
    assert who(complete_deeds(events))[2] == []


def test_another_kind_of_deed_lends_no_doer() -> None:
    """Who launched did not also arrest."""
    events = (event(0, "MOBILIZE", "PRK.GOV", mode="weapons"), event(9, "COERCE", mode="arrest"))
    assert who(complete_deeds(events))[1] == []


def test_one_is_never_both_doer_and_object() -> None:
    """The prevailing doer does not act upon itself."""
    events = (
        event(0, "ASSAULT", "RUS.MIL", mode="aerial"),
        event(9, "ASSAULT", mode="aerial", recipients=("RUS.MIL",)),
    )
    assert who(complete_deeds(events))[1] == []


def test_talks_complete_their_circle() -> None:
    """ "The summit" is that of the two who meet in this report."""
    events = (event(0, "CONSULT", "RUS.GOV", "USA.GOV"), event(9, "CONSULT"), event(20, "CONSULT", "RUS.GOV"))
    assert who(complete_deeds(events)) == [["RUS.GOV", "USA.GOV"]] * 3


def test_a_verbal_event_is_left_to_its_statement() -> None:
    """Its speaker stands there."""
    events = (event(0, "ACCUSE", "RUS.GOV", mode="allege"), event(9, "ACCUSE", mode="allege", statement="s1"))
    assert who(complete_deeds(events))[1] == []


def test_nobody_meets_alone() -> None:
    """The party that the words name met whom it meets elsewhere in the report, the commonest circle first."""
    events = (
        event(0, "CONSULT", "USA.GOV", "RUS.GOV"),
        event(9, "CONSULT", "USA.GOV", "FIN.GOV"),
        event(20, "CONSULT", "RUS.GOV", "USA.GOV"),
        event(30, "CONSULT", "USA.GOV"),
        event(40, "CONSULT", "JPN.GOV"),
        event(50, "CONSULT", "USA.GOV", mode="visit", recipients=("POL.GOV",)),
    )
    assert who(close_circles(events))[3:] == [["RUS.GOV", "USA.GOV"], ["JPN.GOV"], ["USA.GOV"]]


def sentence(*words: tuple[str, str, str, int, str], start: int = 0) -> Sentence:
    tokens, at = [], start
    for form, lemma, upos, head, rel in words:
        tokens.append(Token(Span(at, at + len(form)), form, lemma, upos, "X", head, rel))
        at += len(form) + 1
    return Sentence(Span(start, at - 1), tuple(tokens))


def test_a_missiles_flight_belongs_to_who_fired_it() -> None:
    """Iran fired missiles. Missiles flew 300 km."""
    first = sentence(
        ("Iran", "Iran", "PROPN", 1, "nsubj"),
        ("fired", "fire", "VERB", -1, "root"),
        ("missiles", "missile", "NOUN", 1, "obj"),
    )
    second = sentence(
        ("Missiles", "missile", "NOUN", 1, "nsubj"), ("flew", "fly", "VERB", -1, "root"),
        ("300", "300", "NUM", 3, "nummod"),
        ("km", "km", "NOUN", 1, "obj"), start=30,
    )  # fmt: skip
    analysis = Analysis((first, second), (), "test")
    fired = Event(
        id="e",
        trigger=first.tokens[1].span,
        type="MOBILIZE",
        mode="weapons",
        actors=(Actor("IRN.GOV"),),
        score=1.0,
        origin=ORIGIN,
    )
    flown = Quantity(
        id="q", span=Span(second.tokens[2].span.start, second.tokens[3].span.end), low=300.0, high=300.0, approx=False,
        unit="km", of=None, origin=ORIGIN,
    )  # fmt: skip
    (done,) = owners((flown,), (fired,), analysis)
    assert done.holder == Actor("IRN.GOV")


def test_soldiers_moved_are_the_movers_own() -> None:
    """Chile sent 500 marines: a state's own forces. Victims have no such holder."""
    told = sentence(
        ("Chile", "Chile", "PROPN", 1, "nsubj"), ("sent", "send", "VERB", -1, "root"),
        ("500", "500", "NUM", 3, "nummod"), ("marines", "marine", "NOUN", 1, "obj"),
    )  # fmt: skip
    number = Quantity(
        id="q", span=Span(told.tokens[2].span.start, told.tokens[3].span.end), low=500.0, high=500.0, approx=False,
        unit="person", of="marines", origin=ORIGIN,
    )  # fmt: skip
    analysis = Analysis((told,), (), "test")
    sent = event(told.tokens[1].span.start, "MOBILIZE", "CHL.GOV", mode="troops")
    assert owners((number,), (sent,), analysis)[0].holder == Actor("CHL.MIL")
    assert owners((number,), (event(told.tokens[1].span.start, "ASSAULT", "CHL.GOV"),), analysis)[0].holder is None
