"""What a report says of itself, each with the words that say it."""

import pytest

from standoff.errors import InputError
from standoff.model import Document
from standoff.read import dates, from_text

BODY = """\
The army said on April 1 that it had pulled two battalions back from the river, a claim that could not be confirmed.

"We have seen no sign of it," the alliance's spokeswoman told reporters in the capital. She called for observers.

Shells fell on the port overnight, residents said, and the road to the north was closed."""


def words(doc: Document, found: object) -> str:
    at = found.at  # type: ignore[attr-defined]
    return at.of(doc.text)


def test_title_and_byline_and_day_stand_in_the_text() -> None:
    doc = from_text(f"Army says it pulled back from river\n\nBy Ana Reyes and Tom Hall\n\n10 April 2014\n\n{BODY}")
    assert doc.title and doc.title.value == words(doc, doc.title) == "Army says it pulled back from river"
    assert (
        [found.value for found in doc.byline]
        == ["Ana Reyes", "Tom Hall"]
        == [words(doc, found) for found in doc.byline]
    )
    assert doc.published and doc.published.value == "2014-04-10" and words(doc, doc.published) == "10 April 2014"
    assert doc.published.how == "text"


def test_a_dateline_gives_place_day_and_agency() -> None:
    doc = from_text(f"Army says it pulled back from river\n\nNAIROBI, April 10, 2014 (Reuters) - {BODY}")
    assert doc.dateline and doc.dateline.value == words(doc, doc.dateline) == "NAIROBI"
    assert doc.published and doc.published.value == "2014-04-10"
    assert [found.value for found in doc.credits] == ["Reuters"]


@pytest.mark.parametrize("agency", ["KUNA", "Prensa Latina", "dpa", "Getty Images", "BBC News"])
def test_agencies_are_those_of_the_common_table_and_those_who_sign_pictures(agency: str) -> None:
    doc = from_text(f"Army says it pulled back from river\n\n{BODY}\n\nSoldiers at the bridge. (Jo Rossi/{agency})")
    assert [zone.role for zone in doc.zones][-2:] == ["caption", "credit"]
    assert [zone.span.of(doc.text) for zone in doc.zones][-1] == f"(Jo Rossi/{agency})"


@pytest.mark.parametrize(
    "head",
    [
        "",  # "on April 1" in the prose dates an event, not the report
        "HARARE, March 12 - ",  # no year
        "SEOUL, Wednesday: ",
    ],
)
def test_an_unknown_date_stays_unknown(head: str) -> None:
    assert from_text(head + BODY + "\n\n© 2020 All rights reserved").published is None


def test_credits_are_who_reported_not_who_photographed() -> None:
    doc = from_text(
        f"{BODY}\n\nSoldiers at the bridge. (Jo Rossi/Getty Images)\n\nWith reporting by Reuters, AFP and Tass"
    )
    assert [found.value for found in doc.credits] == ["Reuters", "AFP", "Tass"]


def test_the_caller_comes_before_the_text() -> None:
    doc = from_text(
        f"Army pulls back\n\n10 April 2014\n\n{BODY}",
        published="2015-01-01T10:00:00Z",
        publisher="The Post",
        language="en",
    )
    assert doc.published and (doc.published.value, doc.published.how, doc.published.at) == (
        "2015-01-01",
        "caller",
        None,
    )
    assert doc.publisher and doc.publisher.value == "The Post"


def test_the_publisher_is_part_of_what_a_report_is() -> None:
    """The same words under another publisher are a copy; in another folder they are the same report."""
    assert from_text(BODY, publisher="A").id != from_text(BODY, publisher="B").id
    assert from_text(BODY, path="a.txt").id == from_text(BODY, path="b/c.txt").id


def test_a_copyright_line_names_the_publisher() -> None:
    doc = from_text(f"{BODY}\n\n© Copyright 2008, The Harbour Post. All rights reserved.")
    assert doc.publisher and doc.publisher.value == words(doc, doc.publisher) == "The Harbour Post"
    assert from_text(f"{BODY}\n\n© 2008 The Associated Press. All rights reserved.").publisher is None


def test_another_language_is_noted() -> None:
    doc = from_text(
        "Die Armee erklärte am Dienstag, sie habe zwei Bataillone vom Fluss zurückgezogen; das war nicht zu prüfen."
    )
    assert doc.language is None and any("English" in problem.reason for problem in doc.problems)


@pytest.mark.parametrize(
    ("text", "says"), [("", "no text"), (" \n\u2028", "no text"), ("half \ud83d pair", "surrogate")]
)
def test_what_is_no_report(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_text(text)


def test_a_date_that_is_not_iso_is_an_error() -> None:
    with pytest.raises(InputError, match="10/04/2014"):
        from_text(BODY, published="10/04/2014")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2014-04-10", "2014-04-10"),
        ("Sunday, July 15, 2018", "2018-07-15"),
        ("Updated: 2016-03-08 07:20", "2016-03-08"),
        ("FEB. 20, 2016", "2016-02-20"),
        ("18/09/2023", "2023-09-18"),
        ("03/04/2019", None),
        ("Tue 24 Nov 2015 13.39 GMT", "2015-11-24"),
        ("April 2015", None),
        ("30 February 2015", None),
        ("20140410", "2014-04-10"),
        ("Thu, 10 Apr 2014 12:00:00 +0000", "2014-04-10"),
        ("yesterday", None),
        ("2014", None),
    ],
)
def test_days_as_they_are_written(written: str, day: str | None) -> None:
    """An ambiguous day (3 April or March 4), a month and a year alone are no days."""
    assert dates.loose(written) == day
