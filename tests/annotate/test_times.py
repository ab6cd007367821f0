"""Times: what is one, its unanchored value, and the rule with tense and edge."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate.times import find_times
from standoff.model import Analysis, Document, Sentence, Span, TimeExpression, Token, Zone


def plain(text: str, role: str = "body") -> tuple[Document, Analysis]:
    """A document of one sentence whose words all hang on the first: enough for what needs no grammar."""
    tokens = []
    for i, match in enumerate(re.finditer(r"\w+(?:[’']\w+)?|[^\w\s]", text)):
        form = match.group()
        kind = "NUM" if form[0].isdigit() else "PROPN" if form[0].isupper() and i else "VERB" if i == 0 else "NOUN"
        tokens.append(
            Token(Span(*match.span()), form, form.lower(), kind, "VBD" if i == 0 else "", -1 if i == 0 else 0, "dep")
        )
    whole = Span(0, max(1, len(text)))
    document = Document(id="d", sha256="s", text=text, zones=(Zone(whole, role),))  # type: ignore[arg-type]
    sentences = (Sentence(whole, tuple(tokens), role),) if tokens else ()  # type: ignore[arg-type]
    return document, Analysis(sentences, (), "hand")


def times(text: str) -> list[tuple[str, str]]:
    return [(t.span.of(text), t.value) for t in find_times(*plain(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Signed on Thursday, April 10, 2014", [("Thursday, April 10, 2014", "2014-04-10")]),
        ("Signed 12 March 2013 there", [("12 March 2013", "2013-03-12")]),
        ("Signed on 2014-04-10", [("2014-04-10", "2014-04-10")]),
        ("Left on Aug. 29", [("Aug. 29", "XXXX-08-29")]),
        ("Met April 10-12 there", [("April 10-12", "XXXX-04-10/XXXX-04-12")]),
        ("Met in early June", [("early June", "XXXX-06")]),
        ("Held since 2014", [("2014", "2014")]),
        ("Fought in the 1990s", [("the 1990s", "199")]),
        ("Met on Thursday morning", [("Thursday morning", "XXXX-WXX-4TMO")]),
        ("Met last month", [("last month", "XXXX-XX")]),
        ("Met earlier this week", [("earlier this week", "XXXX-WXX")]),
        ("Hit overnight", [("overnight", "XXXX-XX-XXTNI")]),
        ("Met yesterday", [("yesterday", "XXXX-XX-XX")]),
        ("Met three days ago", [("three days ago", "XXXX-XX-XX")]),
        ("Grew in recent weeks", [("recent weeks", "PXW")]),
        ("Fought for the past two weeks", [("the past two weeks", "P2W")]),
        ("Ended a 20-month rebellion", [("20-month", "P20M")]),
        ("Met at 18:05 GMT", [("18:05 GMT", "T18:05")]),
        ("Met at 5 p.m.", [("5 p.m.", "T17:00")]),
        ("Grew in the third quarter of 1999", [("the third quarter of 1999", "1999-Q3")]),
        ("Met on Christmas Eve", [("Christmas Eve", "XXXX-12-24")]),
        ("Met two days earlier", [("two days earlier", "XXXX-XX-XX")]),
        ("Met the next morning", [("the next morning", "XXXX-XX-XXTMO")]),
        ("Born in nineteen ninety-seven", [("nineteen ninety-seven", "1997")]),
        ("Planned for the year two thousand", [("the year two thousand", "2000")]),
        ("Rose in the 1988 third quarter", [("the 1988 third quarter", "1988-Q3")]),
        ("Rose in the first half of 2010", [("the first half of 2010", "2010-H1")]),
        ("Rose in the quarter", [("the quarter", "XXXX-QX")]),
        ("Built in the 11th century", [("the 11th century", "10")]),
        ("Waited for 2 1/2 years", [("2 1/2 years", "P2Y6M")]),
        ("Met over the weekend", [("the weekend", "XXXX-WXX-WE")]),
        ("Met on Good Friday", [("Good Friday", "XXXX-XX-XX")]),
        ("Shot last Oct. 23", [("last Oct. 23", "XXXX-10-23")]),
        ("Paid $2 a year, twice a week", []),
        ("March each July", [("each July", "XXXX-07")]),
        ("Left at 9 a.m. EST Tuesday", [("9 a.m. EST Tuesday", "XXXX-WXX-2T09:00")]),
        ("Left at noon on June 1, 2014", [("noon on June 1, 2014", "2014-06-01T12:00")]),
        ("Fell in the fiscal year ended Aug. 31", [("the fiscal year", "P1Y"), ("Aug. 31", "XXXX-08-31")]),
        ("Fell that year", [("that year", "XXXX")]),
        ("Held over the summer", [("the summer", "XXXX-SU")]),
        ("Ruled for two hundred years", [("two hundred years", "P200Y")]),
        ("Waited for a year", [("a year", "P1Y")]),
        ("Held the annual meeting", []),
        ("Sailed 3 june 2011, home by MARCH 9 2012", [("3 june 2011", "2011-06-03"), ("MARCH 9 2012", "2012-03-09")]),
        ("Heard that they may 5 times march 20 miles", []),
        ("Seized on the 4th of February", [("4th of February", "XXXX-02-04")]),
        ("Opened March first, 2016", [("March first, 2016", "2016-03-01")]),
        ("Closed on the twenty-third of May", [("the twenty-third of May", "XXXX-05-23")]),
        ("Dated 07-Nov-2013 or 2013/11/8", [("07-Nov-2013", "2013-11-07"), ("2013/11/8", "2013-11-08")]),
        ("Grew in Q2 2018 and 2019-H1", [("Q2 2018", "2018-Q2"), ("2019-H1", "2019-H1")]),
        ("Fell in the third quarter last year", [("the third quarter last year", "XXXX-Q3")]),
        ("Met every two months and every other week", [("every two months", "P2M"), ("every other week", "P2W")]),
        ("Asked for another month", [("another month", "P1M")]),
        ("Lasted two and a half years", [("two and a half years", "P2Y6M")]),
        ("Held 72 hrs", [("72 hrs", "PT72H")]),
        ("Rallied in the last week of July", [("July", "XXXX-07")]),
        ("Struck next week, on Tuesday", [("next week, on Tuesday", "XXXX-WXX-2")]),
        ("Returns three weeks from now", [("three weeks from now", "XXXX-WXX")]),
        ("Met Jan Kavan", []),
        ("Sold 2,003 tonnes, counted 1998 people", []),
        ("Quoted Resolution 1973", []),
        ("Quoted the Sunday Times", []),
    ],
)
def test_a_time_has_its_unanchored_value(text: str, found: list[tuple[str, str]]) -> None:
    assert times(text) == found


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("Held since 2014", "since"),
        ("Stay until Friday", "until"),
        ("Met ahead of Monday", "before"),
        ("Leave by Friday", "by"),
        ("Met on Friday", ""),
    ],
)
def test_the_preposition_gives_the_edge(text: str, edge: str) -> None:
    [found] = find_times(*plain(text))
    assert found.rule.endswith(edge)
    assert bool(edge) == (found.rule.split()[-1] in {"since", "until", "before", "by"})


@pytest.mark.parametrize(
    ("auxiliary", "verb", "tense"), [("will", "VB", "future"), ("had", "VBN", "past"), ("was", "VBN", "past")]
)
def test_the_tense_of_the_clause_goes_with_the_weekday(auxiliary: str, verb: str, tense: str) -> None:
    text = f"They {auxiliary} met on Monday"
    spans = [Span(*m.span()) for m in re.finditer(r"\w+", text)]
    cells = [
        ("PRON", "", 2, "nsubj"),
        ("AUX", "", 2, "aux"),
        ("VERB", verb, -1, "root"),
        ("ADP", "", 4, "case"),
        ("PROPN", "", 2, "obl"),
    ]
    tokens = tuple(
        Token(span, span.of(text), span.of(text).lower(), upos, xpos, head, relation)
        for span, (upos, xpos, head, relation) in zip(spans, cells, strict=True)
    )
    whole = Span(0, len(text))
    document = Document(id="d", sha256="s", text=text, zones=(Zone(whole, "body"),))
    [found] = find_times(document, Analysis((Sentence(whole, tokens),), (), "hand"))
    assert found.rule == f"weekday {tense}"


def test_only_bearing_zones_give_times() -> None:
    assert find_times(*plain("Updated on Friday", role="boilerplate")) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "on",
                "Monday",
                "last",
                "May",
                "3",
                "2014",
                ",",
                "-",
                "April",
                "early",
                "the",
                "week",
                "of",
                "three",
                "days",
                "ago",
                "18:05",
                "1990s",
            ]
        ),
        max_size=14,
    )
)
def test_times_never_overlap_and_lie_in_the_text(words: list[str]) -> None:
    document, analysis = plain(" ".join(["Met", *words]))
    at = 0
    found: tuple[TimeExpression, ...] = find_times(document, analysis)
    for expression in found:
        assert at <= expression.span.start < expression.span.end <= len(document.text)
        at = expression.span.end
