"""Anchoring: values and days against the report's date, partial without one; and the days of events."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from standoff.model import (
    Analysis,
    Document,
    Event,
    Found,
    Interval,
    Origin,
    Sentence,
    Span,
    Status,
    TimeExpression,
    Token,
    Zone,
)
from standoff.resolve.times import anchor, date_events, days_of


def report(published: str | None, text: str = "x") -> Document:
    date = Found(published, "manifest") if published else None
    return Document(id="d", sha256="s", text=text, zones=(Zone(Span(0, len(text)), "body"),), published=date)


def one(value: str, rule: str, published: str | None) -> TimeExpression:
    return anchor([TimeExpression(span=Span(0, 1), value=value, rule=rule)], report(published))[0]


#: Thursday.
DAY = "2014-04-10"


@pytest.mark.parametrize(
    ("value", "rule", "anchored", "earliest", "latest"),
    [
        ("XXXX-WXX-4", "weekday past", "2014-04-10", "2014-04-10", "2014-04-10"),
        ("XXXX-WXX-6", "weekday past", "2014-04-05", "2014-04-05", "2014-04-05"),
        # six days gone or tomorrow: where the news comes from it may be tomorrow already
        ("XXXX-WXX-5", "weekday past", "2014-04-11", "2014-04-11", "2014-04-11"),
        ("XXXX-WXX-5", "weekday future", "2014-04-11", "2014-04-11", "2014-04-11"),
        # a day that names a meeting is the nearer one
        ("XXXX-WXX-6", "weekday near past", "2014-04-12", "2014-04-12", "2014-04-12"),
        ("XXXX-WXX-1", "weekday near past", "2014-04-07", "2014-04-07", "2014-04-07"),
        ("XXXX-WXX-4", "weekday last past", "2014-04-03", "2014-04-03", "2014-04-03"),
        ("XXXX-WXX-4", "weekday next future", "2014-04-17", "2014-04-17", "2014-04-17"),
        ("XXXX-WXX-1TMO", "weekday past", "2014-04-07TMO", "2014-04-07", "2014-04-07"),
        ("XXXX-WXX-2", "weekday of-last-week past", "2014-04-01", "2014-04-01", "2014-04-01"),
        ("XXXX-XX-XX", "offset D-1 past", "2014-04-09", "2014-04-09", "2014-04-09"),
        ("XXXX-XX-XXTNI", "overnight past", "2014-04-10TNI", "2014-04-09", "2014-04-10"),
        ("XXXX-WXX", "offset W-1 past", "2014-W14", "2014-03-31", "2014-04-06"),
        ("XXXX-WXX", "offset W+0 past", "2014-W15", "2014-04-07", "2014-04-10"),
        ("XXXX-WXX", "offset W+0 future", "2014-W15", "2014-04-10", "2014-04-13"),
        ("XXXX-XX", "offset M-1 past", "2014-03", "2014-03-01", "2014-03-31"),
        ("XXXX", "offset Y-1 past", "2013", "2013-01-01", "2013-12-31"),
        ("XXXX-XX-XX", "ago D3 past", "2014-04-07", "2014-04-07", "2014-04-07"),
        ("XXXX-WXX", "ago W2 past", "2014-W13", "2014-03-27", "2014-03-27"),
        ("XXXX-WXX", "ago W-2 future", "2014-W17", "2014-04-24", "2014-04-24"),
        # a length that tells a day keeps its value
        ("P2W", "awaited W2 future", "P2W", "2014-04-24", "2014-04-24"),
        ("P90D", "within D90 future", "P90D", "2014-04-10", "2014-07-09"),
        ("XXXX-XX-08", "nth past", "2014-04-08", "2014-04-08", "2014-04-08"),
        ("XXXX-XX-15", "nth past", "2014-03-15", "2014-03-15", "2014-03-15"),
        ("XXXX-XX-15", "nth future by", "2014-04-15", "2014-04-15", "2014-04-15"),
        ("XXXX-XX-20", "nth last past", "2014-03-20", "2014-03-20", "2014-03-20"),
        # a Friday that is the eleventh
        ("XXXX-XX-11", "nth on-5 past", "2014-04-11", "2014-04-11", "2014-04-11"),
        ("P2W", "back W2 past", "P2W", "2014-03-27", "2014-04-10"),
        ("PXW", "back WX past", "PXW", None, "2014-04-10"),
        ("XXXX-03-12", "day past", "2014-03-12", "2014-03-12", "2014-03-12"),
        ("XXXX-08-29", "day past", "2013-08-29", "2013-08-29", "2013-08-29"),
        ("XXXX-05-03", "day future", "2014-05-03", "2014-05-03", "2014-05-03"),
        ("XXXX-08", "month past", "2013-08", "2013-08-01", "2013-08-31"),
        ("XXXX-06", "month future", "2014-06", "2014-06-01", "2014-06-30"),
        ("XXXX-02", "month last past", "2014-02", "2014-02-01", "2014-02-28"),
        ("1999-Q3", "absolute past", "1999-Q3", "1999-07-01", "1999-09-30"),
        ("199", "absolute past", "199", "1990-01-01", "1999-12-31"),
        ("2012-WI", "absolute past", "2012-WI", "2012-12-01", "2013-02-28"),
        ("2012-H2", "absolute past", "2012-H2", "2012-07-01", "2012-12-31"),
        # the tense "past" is no direction: "until Thursday", said on one, is that day
        ("XXXX-WXX-4", "weekday past until", "2014-04-10", "2014-04-10", "2014-04-10"),
        # the quarter just over, though its figures are still to come
        ("XXXX-Q1", "month future", "2014-Q1", "2014-01-01", "2014-03-31"),
        ("XXXX-QX", "quarter same past", "2014-Q1", "2014-01-01", "2014-03-31"),
        ("XXXX-QX", "quarter year-ago past", "2013-Q1", "2013-01-01", "2013-03-31"),
        ("XXXX", "earlier Y1 past", "2013", "2013-01-01", "2013-12-31"),
        ("XXXX-XX-XX", "feast easter+0 past", "2013-03-31", "2013-03-31", "2013-03-31"),
        ("XXXX-XX-XX", "feast easter-2 future", "2014-04-18", "2014-04-18", "2014-04-18"),
        ("XXXX-XX-XX", "feast 11-4-4 past", "2013-11-28", "2013-11-28", "2013-11-28"),
        ("XXXX-XX-XX", "feast 05-1-0 future", "2014-05-26", "2014-05-26", "2014-05-26"),
    ],
)
def test_the_report_date_makes_values_whole(
    value: str, rule: str, anchored: str, earliest: str | None, latest: str | None
) -> None:
    found = one(value, rule, DAY)
    assert (found.value, found.interval) == (anchored, Interval(earliest, latest))


def test_the_beginning_of_a_range_has_the_year_of_its_end() -> None:
    """ "from November to March 2016" began in the year before."""
    text = "from November to March 2016"
    times = (
        TimeExpression(span=Span(5, 13), value="XXXX-11", rule="month past since"),
        TimeExpression(span=Span(17, 27), value="2016-03", rule="absolute past"),
    )
    first, _ = anchor(times, report(DAY, text))
    assert (first.value, first.interval) == ("2015-11", Interval("2015-11-01", "2015-11-30"))
    assert first.rule == "absolute since"


def test_on_a_sunday_last_week_is_the_one_that_ends() -> None:
    assert one("XXXX-WXX", "offset W-1 past", "2014-04-13").interval == Interval("2014-04-06", "2014-04-12")


@pytest.mark.parametrize(
    ("value", "rule"),
    [("XXXX-WXX-4", "weekday past"), ("XXXX-XX-XX", "offset D-1 past"), ("P2W", "back W2 past"),
     ("T17:00", "clock past"), ("XXXX-03-12", "day past"), ("PRESENT_REF", "ref present")],
)  # fmt: skip
def test_without_a_date_nothing_is_made_up(value: str, rule: str) -> None:
    found = one(value, rule, None)
    assert (found.value, found.interval) == (value, None)


def test_a_whole_date_needs_no_report_date() -> None:
    assert one("2014-04-10", "absolute past", None).interval == Interval("2014-04-10", "2014-04-10")


@pytest.mark.parametrize(
    ("before", "rule", "blank", "value"),
    [
        ("2014-04-02", "earlier D2 past", "XXXX-XX-XX", "2014-03-31"),
        ("2014-04-02", "later D1 past", "XXXX-XX-XXTMO", "2014-04-03TMO"),
        ("2014-04-02", "later W1 past", "XXXX-WXX", "2014-04-09"),
        ("1999", "later Y2 past", "XXXX", "2001"),
        ("2013-Q3", "ago Y1 past", "XXXX", "2012-Q3"),
        ("2013-Q3", "quarter same past", "XXXX-QX", "2013-Q3"),
        ("2013-Q3", "quarter 2011 past", "2011-QX", "2011-Q3"),
        ("1999-04-30", "later Y0 past", "XXXX", "1999"),
        ("2013-11", "later M2 past", "XXXX-XX", "2014-01"),
        ("PXW", "earlier D2 past", "XXXX-XX-XX", "XXXX-XX-XX"),
    ],
)
def test_a_time_may_lean_on_another(before: str, rule: str, blank: str, value: str) -> None:
    first = TimeExpression(span=Span(0, 5), value=before, rule="absolute past")
    second = TimeExpression(span=Span(30, 45), value=blank, rule=rule)
    assert anchor([first, second], report(DAY))[1].value == value


def test_a_quarter_is_the_one_whose_end_stands_behind_it() -> None:
    text = "net for the quarter ended June 30"
    quarter = TimeExpression(span=Span(8, 19), value="XXXX-QX", rule="quarter same past")
    end = TimeExpression(span=Span(26, 33), value="2013-06-30", rule="absolute past")
    assert anchor([quarter, end], report(DAY, text))[0].value == "2013-Q2"


def test_a_time_of_day_takes_the_day_beside_it() -> None:
    clock = TimeExpression(span=Span(0, 6), value="T17:00", rule="clock past")
    sunday = TimeExpression(span=Span(10, 16), value="XXXX-WXX-7", rule="weekday past")
    assert [t.value for t in anchor([clock, sunday], report(DAY))] == ["2014-04-06T17:00", "2014-04-06"]


@given(
    st.dates(),
    st.sampled_from(["D", "W", "E", "M", "Q", "Y", "X", "C"]),
    st.integers(-400, 400),
    st.sampled_from(["offset", "ago", "back", "ahead"]),
)
def test_no_step_from_any_date_fails(day: object, unit: str, n: int, kind: str) -> None:
    number = f"{n:+d}" if kind == "offset" else str(abs(n))
    one("XXXX-XX-XX", f"{kind} {unit}{number} past", str(day))


def test_impossible_days_have_no_interval() -> None:
    assert days_of("2014-02-30") is None
    assert days_of("2014-13") is None
    assert days_of("2014-W60") is None


def dated(
    statement: str | None, status: str, attributed: str | None, rule: str | None = "weekday past"
) -> Interval | None:
    """The date of the event "shelled" in "They shelled Varna on Monday" (a Thursday's report), with or without the
    weekday.
    """
    text = "They shelled Varna on Monday"
    cells = [("PRON", 1, "nsubj"), ("VERB", -1, "root"), ("PROPN", 1, "obj"), ("ADP", 4, "case"), ("PROPN", 1, "obl")]
    at, tokens = 0, []
    for form, (upos, head, relation) in zip(text.split(), cells, strict=True):
        tokens.append(Token(Span(at, at + len(form)), form, form, upos, "VBD", head, relation))
        at += len(form) + 1
    document = report(DAY, text)
    analysis = Analysis((Sentence(Span(0, len(text)), tuple(tokens)),), (), "hand")
    times = anchor([TimeExpression(span=Span(22, 28), value="XXXX-WXX-1", rule=rule)], document) if rule else ()
    event = Event(
        id="e", trigger=Span(5, 12), type="ASSAULT", mode=None, statement=statement, status=status,  # type: ignore[arg-type]
        attributed_to=attributed, score=1.0, origin=Origin("t", "t", "1"),
    )  # fmt: skip
    return date_events(document, analysis, times, (event,))[0].date


def test_the_time_expression_of_the_clause_dates_the_event() -> None:
    assert dated(None, "actual", None) == Interval("2014-04-07", "2014-04-07")


def test_a_since_runs_to_the_report() -> None:
    assert dated(None, "actual", None, "weekday past since") == Interval("2014-04-07", "2014-04-10")


def test_a_deadline_does_not_date_what_has_happened() -> None:
    assert dated(None, "actual", None, "weekday future by") == Interval(DAY, DAY)


@pytest.mark.parametrize(
    ("statement", "status", "attributed", "days"),
    [
        (None, "actual", None, Interval(DAY, DAY)),  # the reporter tells it as news
        ("s", "actual", None, Interval(DAY, DAY)),  # an act of speech
        (None, "actual", "s", None),  # told by somebody
        (None, "future", None, None),
        (None, "hypothetical", None, None),
        (None, "negation", None, None),
        (None, "historical", None, None),
    ],
)
def test_without_a_time_expression_status_and_speaker_decide(
    statement: str | None, status: str, attributed: str | None, days: Interval | None
) -> None:
    assert dated(statement, status, attributed, rule=None) == days


def test_what_is_told_again_has_the_day_of_the_same_sort_of_deed() -> None:
    text = "They shelled Varna on Monday"
    tokens = tuple(
        Token(Span(at, at + len(form)), form, form, upos, "VBD", head, relation)
        for at, form, upos, head, relation in [
            (0, "They", "PRON", 1, "nsubj"),
            (5, "shelled", "VERB", -1, "root"),
            (13, "Varna", "PROPN", 1, "obj"),
            (19, "on", "ADP", 4, "case"),
            (22, "Monday", "PROPN", 1, "obl"),
        ]
    )
    document = report(DAY, text)
    analysis = Analysis((Sentence(Span(0, len(text)), tokens),), (), "hand")
    monday = anchor([TimeExpression(span=Span(22, 28), value="XXXX-WXX-1", rule="weekday past")], document)

    def event(ident: str, at: Span, kind: str, attributed: str | None) -> Event:
        return Event(
            id=ident, trigger=at, type=kind, mode=None, attributed_to=attributed, score=1.0,
            origin=Origin("t", "t", "1"),
        )  # fmt: skip

    told = event("a", Span(5, 12), "ASSAULT", None)
    again, other = event("b", Span(13, 18), "ASSAULT", "s"), event("c", Span(13, 18), "PROTEST", "s")
    without = tuple(t for t in monday if t.span.start > 100)
    days = [e.date for e in date_events(document, analysis, without, (told, again, other))]
    assert days == [Interval(DAY, DAY), Interval(DAY, DAY), None]


def clause(
    line: str,
    trigger: str,
    time: str,
    value: str,
    rule: str,
    kind: str,
    status: Status = "actual",
    by: str | None = None,
) -> Event:
    """The event at ``trigger``, dated; the sentence is written ``form/UPOS/head/relation[/XPOS]``, heads 1-based."""
    text, tokens = "", []
    for cell in line.split():
        form, upos, head, relation, xpos = (*cell.split("/"), "")[:5]
        tokens.append(
            Token(Span(len(text), len(text) + len(form)), form, form.lower(), upos, xpos, int(head) - 1, relation)
        )
        text += form + " "
    document = report(DAY, text)
    analysis = Analysis((Sentence(Span(0, len(text) - 1), tuple(tokens)),), (), "hand")

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    times = anchor([TimeExpression(span=at(time), value=value, rule=rule)], document) if time else ()
    event = Event(id="e", trigger=at(trigger), type=kind, mode=None, score=1.0, origin=Origin("t", "t", "1"))
    event = structs.replace(event, status=status, attributed_to=by)
    if time and "Y" not in rule:
        event = structs.replace(event, date_at=at(time))
    return date_events(document, analysis, times, (event,))[0]


def test_what_has_its_day_after_the_report_is_to_come() -> None:
    line = "Varga/PROPN/2/nsubj hosts/VERB/0/root/VBZ a/DET/4/det summit/NOUN/2/obj on/ADP/6/case Monday/PROPN/4/nmod"
    met = "Varga/PROPN/2/nsubj met/VERB/0/root/VBD Lima/PROPN/2/obj on/ADP/5/case Monday/PROPN/2/obl"
    for sentence, word, status in ((line, "summit", "future"), (met, "met", "actual")):
        found = clause(sentence, word, "Monday", "2014-04-14", "absolute future", "CONSULT")
        assert found.status == status


def test_an_end_still_ahead_does_not_date_what_has_been_agreed() -> None:
    line = "They/PRON/2/nsubj agreed/VERB/0/root/VBD cuts/NOUN/2/obj by/ADP/5/case 2030/NUM/2/obl"
    found = clause(line, "agreed", "2030", "2030", "absolute past by", "AGREE")
    assert found.date == Interval(DAY, DAY)


def test_what_was_over_a_month_before_is_background() -> None:
    line = "They/PRON/2/nsubj clashed/VERB/0/root/VBD then/NOUN/2/obl"
    for day, status in (("2014-02-01", "historical"), ("2014-03-20", "actual")):
        assert clause(line, "clashed", "then", day, "absolute past", "ASSAULT").status == status


def test_a_decade_and_a_century_date_nothing() -> None:
    line = "They/PRON/2/nsubj clash/VERB/0/root/VBP in/ADP/4/case then/NOUN/2/obl"
    for value in ("20", "201"):
        assert clause(line, "clash", "then", value, "absolute past", "ASSAULT").date == Interval(DAY, DAY)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Lima/PROPN/2/nsubj recalled/VERB/0/root/VBD its/PRON/4/nmod:poss raid/NOUN/2/obj", None),
        ("Its/PRON/2/nmod:poss raid/NOUN/3/nsubj failed/VERB/0/root/VBD", Interval(DAY, DAY)),
        ("Lima/PROPN/2/nsubj launch/VERB/0/root/VBD its/PRON/4/nmod:poss raid/NOUN/2/obj", Interval(DAY, DAY)),
        ("Lima/PROPN/2/nsubj recalled/VERB/0/root/VBD a/DET/4/det raid/NOUN/2/obj", None),
        ("Lima/PROPN/2/nsubj fell/VERB/0/root/VBD in/ADP/5/case a/DET/5/det raid/NOUN/2/obl", Interval(DAY, DAY)),
        ("Lima/PROPN/3/nsubj had/AUX/3/aux raid/VERB/0/root/VBN Quito/PROPN/3/obj", None),
        ("They/PRON/2/nsubj fled/VERB/0/root/VBD after/SCONJ/5/mark Lima/PROPN/5/nsubj raid/VERB/2/advcl/VBD", None),
    ],
)
def test_a_deed_spoken_of_as_known_is_not_dated_by_the_report(line: str, days: Interval | None) -> None:
    assert clause(line, "raid", "", "", "", "ASSAULT").date == days


def test_a_year_is_nobody_elses_day() -> None:
    text = "They shelled Varna . They shelled Varna ."
    tokens = [Token(Span(5, 12), "shelled", "shell", "VERB", "VBD", -1, "root")]
    again = [Token(Span(26, 33), "shelled", "shell", "VERB", "VBD", -1, "root")]
    sentences = (Sentence(Span(0, 20), tuple(tokens)), Sentence(Span(21, 41), tuple(again)))
    for span, days in ((Interval("2013-01-01", "2013-12-31"), None), (Interval("2014-04-07", "2014-04-08"),) * 2):
        year = TimeExpression(span=Span(5, 12), value="x", rule="absolute past", interval=span)
        first = Event(
            id="a", trigger=Span(5, 12), type="ASSAULT", mode=None, score=1.0, origin=Origin("t", "t", "1"),
            date_at=Span(5, 12),
        )  # fmt: skip
        other = structs.replace(first, id="b", trigger=Span(26, 33), attributed_to="s", date_at=None)
        dated_ = date_events(report(DAY, text), Analysis(sentences, (), "hand"), (year,), (first, other))
        assert dated_[1].date == days


def test_what_would_happen_on_a_day_happens_on_the_next_of_its_name() -> None:
    line = (
        "They/PRON/3/nsubj would/AUX/3/aux meet/VERB/0/root/VB in/ADP/5/case Bender/PROPN/3/obl on/ADP/7/case "
        "Monday/PROPN/3/obl"
    )
    met = clause(line, "meet", "Monday", "XXXX-WXX-1", "weekday past", "CONSULT", "future")
    assert met.date == Interval("2014-04-14", "2014-04-14")


def test_what_is_to_come_has_no_day_that_is_over() -> None:
    line = (
        "They/PRON/2/nsubj voted/VERB/0/root/VBD to/PART/4/mark leave/VERB/2/xcomp/VB on/ADP/6/case Monday/PROPN/4/obl"
    )
    assert clause(line, "leave", "Monday", "XXXX-WXX-1", "weekday past", "RETREAT", "future").date is None


def test_what_may_be_has_not_the_day_of_the_report() -> None:
    line = "An/DET/2/det assault/NOUN/4/nsubj could/AUX/4/aux begin/VERB/0/root/VB now/ADV/4/advmod"
    assert clause(line, "assault", "now", "PRESENT_REF", "ref present", "ASSAULT", "hypothetical").date is None


def test_an_act_of_speech_that_somebody_tells_of_has_the_reports_day() -> None:
    line = "Oslo/PROPN/2/nsubj blamed/VERB/0/root/VBD Lima/PROPN/2/obj"
    assert clause(line, "blamed", "", "", "", "ACCUSE", by="s").date == Interval(DAY, DAY)
    assert clause(line, "blamed", "", "", "", "COERCE", by="s").date is None


def test_a_bare_infinitive_only_names_a_deed() -> None:
    line = "They/PRON/2/nsubj told/VERB/0/root/VBD Lima/PROPN/2/obj to/PART/5/mark leave/VERB/2/xcomp/VB"
    assert clause(line, "leave", "", "", "", "RETREAT").date is None


@pytest.mark.parametrize(
    ("before", "word", "days"),
    [
        ("", "after", Interval("2014-04-04", "2014-04-04")),
        ("", "before", Interval("2014-04-16", "2014-04-16")),
        # a rough count gives no day
        ("than/ADP/6/case ", "after", None),
    ],
)
def test_a_clause_may_be_counted_from_the_one_above(before: str, word: str, days: Interval | None) -> None:
    n = 1 if before else 0
    line = (
        f"Lima/PROPN/2/nsubj fired/VERB/0/root/VBD one/NUM/2/obj {before}six/NUM/{5 + n}/nummod "
        f"days/NOUN/{8 + n}/obl {word}/SCONJ/{8 + n}/mark Quito/PROPN/{8 + n}/nsubj tested/VERB/2/advcl/VBD"
    )
    assert clause(line, "tested", "six days", "P6D", "duration past", "MOBILIZE").date == days


def test_joined_times_are_one_stretch() -> None:
    text = "In 1983 and 1984 troops killed thousands"
    cells = [
        ("ADP", 1, "case"), ("NUM", 5, "obl"), ("CCONJ", 3, "cc"), ("NUM", 1, "conj"), ("NOUN", 5, "nsubj"),
        ("VERB", -1, "root"), ("NOUN", 5, "obj"),
    ]  # fmt: skip
    at, tokens = 0, []
    for form, (upos, head, relation) in zip(text.split(), cells, strict=True):
        tokens.append(Token(Span(at, at + len(form)), form, form, upos, "VBD", head, relation))
        at += len(form) + 1
    document = report(DAY, text)
    times = anchor([TimeExpression(span=Span(3, 7), value="1983", rule="absolute past"),
                    TimeExpression(span=Span(12, 16), value="1984", rule="absolute past")], document)  # fmt: skip
    killed = text.index("killed")
    event = Event(id="e", trigger=Span(killed, killed + 6), type="ASSAULT", mode=None, score=1.0,
                  origin=Origin("t", "t", "1"))  # fmt: skip
    analysis = Analysis((Sentence(Span(0, len(text)), tuple(tokens)),), (), "hand")
    assert date_events(document, analysis, times, (event,))[0].date == Interval("1983-01-01", "1984-12-31")


def test_a_headline_has_the_day_of_the_first_deed_of_its_kind() -> None:
    text = "Troops shell Varna. They fired on Monday"
    cells = [("Troops", "NOUN", 1), ("shell", "VERB", -1), ("Varna.", "PROPN", 1)]
    more = [("They", "PRON", 1), ("fired", "VERB", -1), ("on", "ADP", 3), ("Monday", "PROPN", 1)]
    relations = iter(["nsubj", "root", "obj", "nsubj", "root", "case", "obl"])

    def tokens(cells: list[tuple[str, str, int]]) -> tuple[Token, ...]:
        starts = ((text.index(form), form, upos, head) for form, upos, head in cells)
        return tuple(Token(Span(a, a + len(f)), f, f, u, "VBD", h, next(relations)) for a, f, u, h in starts)

    sentences = Sentence(Span(0, 19), tokens(cells), "headline"), Sentence(Span(20, len(text)), tokens(more))
    document = report(DAY, text)
    times = anchor([TimeExpression(span=Span(34, 40), value="XXXX-WXX-1", rule="weekday past")], document)
    events = [
        Event(id=trigger, trigger=Span(text.index(trigger), text.index(trigger) + 5), type="ASSAULT", mode=mode,
              score=1.0, origin=Origin("t", "t", "1"))
        for trigger, mode in (("shell", "heavy-weapons"), ("fired", "firearms"))
    ]  # fmt: skip
    days = [e.date for e in date_events(document, Analysis(sentences, (), "hand"), times, events)]
    assert days == [Interval("2014-04-07", "2014-04-07")] * 2
