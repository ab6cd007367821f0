"""Dyads: every deed between two sides once, with the texts it stands on; their periods, and the test of change."""

from __future__ import annotations

import hashlib
import itertools
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dossier import Anchor, Deed, Dyad
from standoff.link.dyads import Dyads, day_of, side
from standoff.link.origins import Origins
from standoff.link.poisson import rate_ratio
from standoff.link.rates import Period, covered, next_start, periods, periods_of, quantiles, start_of, starts
from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Found,
    Interval,
    Origin,
    Place,
    Report,
    Sentence,
    Span,
    Statement,
    Status,
    document_id,
    record_id,
)

RULE = Origin(stage="events", rule="test", version="1")
COUNT = itertools.count()


def told(
    sentence: str, type: str, who: str, whom: str, *, mode: str | None = None, status: Status = "actual",
    on: str | None = None, where: str | None = None, same_as: str | None = None, by: Statement | None = None,
    verbal: bool = False,
) -> tuple[str, dict[str, object], Statement | None]:  # fmt: skip
    """A sentence, and the event that its first word stands for; ``by`` attributes it."""
    actors, recipients = (tuple(Actor(name) for name in names.split()) for names in (who, whom))
    fields: dict[str, object] = {
        "type": type, "mode": mode, "status": status, "actors": actors, "recipients": recipients, "same_as": same_as,
        "date": Interval(on, on) if on else None, "place": Place(where) if where else None,
        "attributed_to": by.id if by and not verbal else None, "statement": by.id if by and verbal else None,
        "quad": "verbal conflict" if verbal else "material conflict", "intensity": -5.0,
    }  # fmt: skip
    return sentence, fields, by


def report(*lines: tuple[str, dict[str, object], Statement | None], published: str | None = "2031-05-05") -> Report:
    """A report whose sentences tell these deeds."""
    text, sentences, events, statements = "", [], [], []
    name = document_id(str(next(COUNT)), publisher=None, uri=None)
    for sentence, fields, by in lines:
        span = Span(len(text), len(text) + len(sentence))
        text += sentence + "\n"
        trigger = Span(span.start, span.start + len(sentence.split()[0]))
        sentences.append(Sentence(span, ()))
        made = Event(
            id=record_id(name, "event", span.start), trigger=trigger, score=0.9, origin=RULE,
            date_at=trigger if fields["date"] else None, **fields,  # type: ignore[arg-type]
        )  # fmt: skip
        events.append(made)
        if by is not None:
            statements.append(by)
    return Report(
        document=Document(
            id=name, sha256=hashlib.sha256(text.encode()).hexdigest(), text=text,
            published=Found(published, "manifest") if published else None,
        ),
        analysis=Analysis(sentences=tuple(sentences), entities=(), model="test"), events=tuple(events),
        statements=tuple(statements),
    )  # fmt: skip


def statement(act: str = "STATE", via: tuple[str, ...] = ()) -> Statement:
    """A statement that holds a deed."""
    return Statement(
        id=f"s-{next(COUNT):016x}", source=None, cue=None, content=(Span(0, 1),), quotation="indirect",
        act=act, certainty="CT+", via=via, score=0.9, origin=RULE,  # type: ignore[arg-type]
    )  # fmt: skip


def dyads(*reports: Report, origins: Origins | None = None) -> dict[tuple[str, str], tuple[Deed, ...]]:
    """Deeds by pair of sides."""
    gatherer = Dyads()
    for one in reports:
        gatherer.add(one)
    return {(dyad.actor, dyad.recipient): dyad.deeds for dyad in gatherer.result(origins or Origins())}


def test_sides_are_states_and_organisations_and_rebels_are_their_own() -> None:
    """What rebels do is not done by the state whose code they bear; who is known by name alone is no side."""
    assert [side(Actor(name)) for name in ("RUS.GOV", "RUS", "NATO", "UKR.REB", "SYR.PRE", None)] == [
        "RUS", "RUS", "NATO", "UKR.REB", "SYR.PRE", None,
    ]  # fmt: skip
    found = dyads(
        report(
            told("Shelled the border post at dawn.", "ASSAULT", "UKR.REB", "UKR.MIL"),
            told("Arrested an officer of its own.", "COERCE", "UKR.COP", "UKR.MIL"),
            told("Warned both capitals of the cost.", "THREATEN", "NATO RUS.GOV", "UKR.GOV"),
        )
    )
    assert set(found) == {("UKR.REB", "UKR"), ("NATO", "UKR"), ("RUS", "UKR")}


def test_who_meets_meets_one_another() -> None:
    """Talks without a host have all of them as actors: a deed each way."""
    found = dyads(report(told("Met in the old customs house.", "CONSULT", "ARG.GOV CHL.GOV", "")))
    assert set(found) == {("ARG", "CHL"), ("CHL", "ARG")}
    assert dyads(report(told("Fired shells across the bay.", "ASSAULT", "ARG.MIL CHL.MIL", ""))) == {}


def test_a_repeated_mention_is_one_deed() -> None:
    """``same_as`` is believed, and what it missed is seen; another place or another mode is another deed."""
    first = told("Seized a trawler off the cape.", "COERCE", "ARG.MIL", "CHL", mode="seize", where="the cape")
    again = told("Seizing it took ten minutes.", "COERCE", "ARG.MIL", "CHL", mode="seize")
    known = told("Seizures like this are rare.", "COERCE", "ARG.MIL", "CHL", same_as="e-1")
    other = told("Seized another one at the pier.", "COERCE", "ARG.MIL", "CHL", mode="seize", where="the pier")
    arrests = told("Arrested the harbour master.", "COERCE", "ARG.MIL", "CHL", mode="arrest", where="the cape")
    assert len(dyads(report(first, again, known))["ARG", "CHL"]) == 1
    assert len(dyads(report(first, again, other, arrests))["ARG", "CHL"]) == 3


def test_words_are_counted_one_by_one() -> None:
    """Who accuses twice in one article accuses twice."""
    by = [statement("ACCUSE"), statement("ACCUSE")]
    lines = [told(f"Accused the navy of {what}.", "ACCUSE", "CHL.GOV", "ARG.MIL", by=one, verbal=True)
             for what, one in zip(("piracy", "theft"), by, strict=True)]  # fmt: skip
    assert len(dyads(report(*lines))["CHL", "ARG"]) == 2


def test_copies_are_one_telling_and_independent_texts_are_legs() -> None:
    """The same deed in a copy, in copied words that nobody flagged, by way of one agency, and in other words."""
    line = told("Shelled the fishing port of Ella for two hours on Sunday night.", "ASSAULT", "ARG.MIL", "CHL")
    wire, copy, unflagged = report(line), report(line), report(line)
    assert [deed.legs for deed in dyads(wire, unflagged)["ARG", "CHL"]] == [1]
    short = told("Shelled Ella.", "ASSAULT", "ARG.MIL", "CHL")
    one, other = report(short), report(short)
    assert [deed.legs for deed in dyads(one, other)["ARG", "CHL"]] == [2]
    whole = Span(0, len(other.document.text))
    known = Origins({other.document.id: [(whole, one.document.id)]})
    assert [deed.legs for deed in dyads(one, other, origins=known)["ARG", "CHL"]] == [1]
    via = [
        report(told(f"Shelled it, say {n}.", "ASSAULT", "ARG.MIL", "CHL", by=statement(via=("Bay News",))))
        for n in "ab"
    ]
    assert [deed.legs for deed in dyads(*via)["ARG", "CHL"]] == [1]
    own = report(told("Shelling hit the pier of Ella, our man saw.", "ASSAULT", "ARG.MIL", "CHL", mode="heavy-weapons"))
    (deed,) = dyads(wire, copy, own)["ARG", "CHL"]
    assert (deed.legs, deed.mode, deed.at.report) == (2, "heavy-weapons", wire.document.id)


def test_a_copy_that_comes_out_a_day_later_is_still_a_copy() -> None:
    """A deed without a date of its own counts for the day of its first telling."""
    line = told("Shelled the fishing port of Ella for two hours without warning.", "ASSAULT", "ARG.MIL", "CHL")
    (deed,) = dyads(report(line), report(line, published="2031-05-06"))["ARG", "CHL"]
    assert (deed.day, deed.legs) == ("2031-05-05", 1)


def test_another_day_another_status_another_type_is_another_deed() -> None:
    """A threat is no attack, what is denied was not done, and Monday is not Tuesday."""
    lines = [
        told("Struck on Monday.", "ASSAULT", "ARG", "CHL", on="2031-05-05"),
        told("Struck on Tuesday.", "ASSAULT", "ARG", "CHL", on="2031-05-06"),
        told("Strikes are planned.", "ASSAULT", "ARG", "CHL", status="future"),
        told("Struck nothing, it says.", "ASSAULT", "ARG", "CHL", status="negation"),
        told("Blocked the strait.", "COERCE", "ARG", "CHL"),
    ]
    found = dyads(report(*lines, published="2031-05-06"))["ARG", "CHL"]
    assert sorted((deed.type, deed.status) for deed in found) == [
        ("ASSAULT", "actual"), ("ASSAULT", "actual"), ("ASSAULT", "future"), ("ASSAULT", "negation"),
        ("COERCE", "actual"),
    ]  # fmt: skip


def test_two_deeds_of_one_text_stay_two_whatever_others_tell() -> None:
    """The text that tells most deeds of a day says how many there are; the others stand beside them."""
    both = report(
        told("Struck the airfield.", "ASSAULT", "ARG", "CHL", where="the airfield"),
        told("Struck the bridge.", "ASSAULT", "ARG", "CHL", where="the bridge"),
    )
    one = report(told("Struck something, people say.", "ASSAULT", "ARG", "CHL"))
    assert sorted(deed.legs for deed in dyads(both, one)["ARG", "CHL"]) == [1, 2]


def test_attributed_only_while_nobody_tells_it_himself() -> None:
    """One report in its own voice is enough."""
    quoted = report(told("Struck the mast, it alleged.", "ASSAULT", "ARG", "CHL", by=statement("ACCUSE")))
    seen = report(told("Struck was the mast, we saw.", "ASSAULT", "ARG", "CHL"))
    assert [deed.attributed for deed in dyads(quoted)["ARG", "CHL"]] == [True]
    assert [(deed.attributed, deed.legs) for deed in dyads(quoted, seen)["ARG", "CHL"]] == [(False, 2)]


@pytest.mark.parametrize(
    ("when", "published", "day"),
    [
        (Interval("2031-05-01", "2031-05-01"), "2031-05-05", "2031-05-01"),
        (Interval("2031-05-01", "2031-05-07"), "2031-05-05", "2031-05-05"),
        (Interval("2031-05-01", "2031-05-03"), "2031-05-05", "2031-05-03"),
        (Interval("2031-04-01", "2031-04-30"), "2031-05-05", None),
        (Interval(None, "2031-04-30"), "2031-05-05", None),
        (Interval("2031-05-10", "2031-05-11"), "2031-05-05", "2031-05-11"),
        (Interval("2031", "2032"), None, None),
    ],
)
def test_the_day_of_a_deed(when: Interval, published: str | None, day: str | None) -> None:
    """One day, or the last of a few, not after the report; a month is no day."""
    assert day_of(when, published) == day


def test_a_deed_without_a_day_stands_last_and_alone() -> None:
    """Undated reports tell of two deeds unless one copies the other."""
    undated = [report(told(f"Struck {n}.", "ASSAULT", "ARG", "CHL"), published=None) for n in "ab"]
    found = dyads(*undated, report(told("Struck c.", "ASSAULT", "ARG", "CHL")))["ARG", "CHL"]
    assert [deed.day for deed in found] == ["2031-05-05", None, None]


# --- periods -----------------------------------------------------------------------------------------------------


def deed(day: str | None, quad: str = "material conflict", *, status: Status = "actual", n: int = 0) -> Deed:
    return Deed(
        at=Anchor("d-1", "0", Span(n, n + 1)), event=f"e-{n}", day=day, type="ASSAULT", mode=None, quad=quad,
        intensity=-8.0 if "conflict" in quad else 2.0, status=status, legs=1,
    )  # fmt: skip


def dyad(actor: str, recipient: str, *deeds: Deed) -> Dyad:
    return Dyad(id=f"p-{actor}{recipient}", actor=actor, recipient=recipient, deeds=deeds)


def weekly(now: int, before: int, *, weeks: int = 8, others: int = 10) -> tuple[Dyad, ...]:
    """Each week ``others`` deeds of a third party; ``before`` of A towards B in each but the last, then ``now``."""
    days = [next_start(start_of("2031-01-06", "week"), "week", n).isoformat() for n in range(weeks)]
    ours = [deed(day) for day in days[:-1] for _ in range(before)] + [deed(days[-1]) for _ in range(now)]
    return dyad("A", "B", *ours), dyad("C", "D", *(deed(day) for day in days for _ in range(others)))


def last(found: tuple[Period, ...], actor: str = "A") -> Period:
    return [period for period in found if period.actor == actor][-1]


def test_a_period_counts_what_was_done_and_keeps_the_rest_apart() -> None:
    """Four classes, coverage, share and intensity; threats of deeds, denials and plans stand apart."""
    ours = dyad(
        "A", "B", deed("2031-05-05"), deed("2031-05-11", "verbal conflict"), deed("2031-05-07", "verbal cooperation"),
        deed("2031-05-07", status="future"), deed("2031-05-07", status="negation"), deed(None), deed("2031-05-12"),
    )  # fmt: skip
    first, second = periods([ours, dyad("C", "D", deed("2031-05-06"))], "week", only=lambda d: d.actor == "A")
    assert (first.start, first.end, second.start) == ("2031-05-05", "2031-05-11", "2031-05-12")
    assert (first.material_conflict, first.verbal_conflict, first.verbal_cooperation, first.deeds) == (1, 1, 1, 3)
    assert first.apart == (("future", 1), ("negation", 1))
    assert (first.coverage, first.share, first.intensity) == (4, 0.75, -14.0)
    assert first.mean_intensity == pytest.approx(-14 / 3)
    assert (first.count, first.rate) == (2, 0.5)
    assert first.baseline is None and first.silent == "0 earlier weeks with reports, 4 needed"


@pytest.mark.parametrize(("by", "start"), [("day", "2031-05-08"), ("week", "2031-05-05"), ("month", "2031-05-01")])
def test_periods_begin_where_the_calendar_has_it(by: str, start: str) -> None:
    assert start_of("2031-05-08", by).isoformat() == start  # type: ignore[arg-type]
    assert next_start(start_of("2031-12-31", "month"), "month").isoformat() == "2032-01-01"
    assert next_start(start_of("2032-01-31", "month"), "month", -2).isoformat() == "2031-11-01"


def test_the_baseline_is_of_the_periods_before_covered_ones_only() -> None:
    """Median and quantiles of the earlier shares; a week in which only these two are silent counts as nought."""
    period = last(periods(weekly(3, 0), "week"))
    assert period.baseline is not None
    assert (period.baseline.periods, period.baseline.deeds, period.baseline.coverage) == (7, 0, 70)
    assert (period.baseline.low, period.baseline.median, period.baseline.high) == (0.0, 0.0, 0.0)
    steady = last(periods(weekly(5, 5), "week"))
    assert steady.baseline is not None and steady.baseline.median == pytest.approx(1 / 3)
    assert last(periods(weekly(5, 5, weeks=4), "week")).silent == "3 earlier weeks with reports, 4 needed"
    assert last(periods(weekly(5, 5, weeks=4), "week", least=3)).baseline is not None


def test_the_test_is_silent_on_small_counts_and_speaks_on_large_ones() -> None:
    """Three instead of none says nothing; twenty instead of two a week do; a steady rate is no change."""
    small = last(periods(weekly(3, 0), "week"))
    assert small.change is None and small.silent == "too few to tell: 3 now, 0.0 to be expected"
    rise = last(periods(weekly(20, 2), "week")).change
    assert rise is not None and rise.ratio is not None
    assert rise.p < 0.001 and rise.low > 1 and rise.ratio == pytest.approx(20 / 30 / (14 / 84))
    steady = last(periods(weekly(10, 10), "week")).change
    assert steady is not None and steady.p == 1.0 and steady.low < 1 < (steady.high or 0)
    fresh = last(periods(weekly(20, 0), "week")).change
    assert fresh is not None and fresh.ratio is None and fresh.high is None and fresh.p < 0.001


def test_more_coverage_is_no_more_conflict() -> None:
    """Twice the deeds in twice the coverage is the same rate."""
    days = [next_start(start_of("2031-01-06", "week"), "week", n).isoformat() for n in range(8)]
    times = [1] * 7 + [4]
    ours = [deed(day) for day, n in zip(days, times, strict=True) for _ in range(5 * n)]
    others = [deed(day) for day, n in zip(days, times, strict=True) for _ in range(20 * n)]
    change = last(periods([dyad("A", "B", *ours), dyad("C", "D", *others)], "week")).change
    assert change is not None and change.ratio == pytest.approx(1.0) and change.p > 0.9


def test_gaps_are_told_when_asked_for() -> None:
    """A quiet week between two loud ones."""
    ours = dyad("A", "B", deed("2031-05-05"), deed("2031-05-19"))
    assert [p.start for p in periods([ours])] == ["2031-05-05", "2031-05-19"]
    assert [(p.start, p.deeds, p.share) for p in periods([ours], gaps=True)] == [
        ("2031-05-05", 1, 1.0), ("2031-05-12", 0, None), ("2031-05-19", 1, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("now", "before", "exposure", "earlier"), [(9, 4, 30, 70), (0, 12, 40, 60), (7, 0, 10, 90)])
def test_the_exact_test_against_plain_sums(now: int, before: int, exposure: int, earlier: int) -> None:
    """The same p as adding up the binomial by hand, and an interval whose ends have the tail they promise."""
    n, share = now + before, exposure / (exposure + earlier)
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    found = rate_ratio(now, exposure, before, earlier)
    assert found.p == pytest.approx(sum(c for c in chances if c <= chances[now] * (1 + 1e-7)))

    def tail(ratio: float, ks: range) -> float:
        odds = ratio * exposure / earlier
        at = odds / (1 + odds)
        return sum(comb(n, k) * at**k * (1 - at) ** (n - k) for k in ks)

    if now:
        assert tail(found.low, range(now, n + 1)) == pytest.approx(0.025, abs=1e-6)
    if before:
        assert found.high is not None and tail(found.high, range(now + 1)) == pytest.approx(0.025, abs=1e-6)


def test_the_exact_test_wants_counts_and_exposures() -> None:
    for bad in ((0, 1, 0, 1), (-1, 1, 2, 1), (1, 0, 1, 1), (1, 1, 1, 0)):
        with pytest.raises(ValueError, match="rate ratio"):
            rate_ratio(*bad)


def test_large_counts_stay_exact() -> None:
    """No overflow where binomial coefficients leave the range of floats."""
    found = rate_ratio(6000, 1000.0, 50000, 10000.0)
    assert found.ratio == pytest.approx(1.2) and 0 < found.p < 1e-30 and found.low < 1.2 < (found.high or 0)


def test_some_periods_are_the_same_as_among_all() -> None:
    """A list makes only those that it shows."""
    every = weekly(20, 2)
    ours = every[0]
    begins = starts(ours, "week")
    assert [day.isoformat() for day in begins] == [period.start for period in periods(every) if period.actor == "A"]
    told = list(periods_of(ours, begins[-2:], covered(every, "week"), "week", measure="conflict"))
    assert told == [period for period in periods(every) if period.actor == "A"][-2:]
    assert starts(dyad("A", "B", deed(None)), "day", gaps=True) == []


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.integers(0, 40).flatmap(lambda n: st.integers(1, 90).map(lambda of: n / of)), min_size=1))
def test_quantiles_are_numpys(values: list[float]) -> None:
    """To the last bit: what is printed must not hang on which of the two made it."""
    assert quantiles(values) == [float(value) for value in np.quantile(values, (0.1, 0.5, 0.9))]
