"""What a brief is gathered from: the weightiest of what was said and done, copies counted once; and the command."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.present.brief_case import ARGENTINA, CHILE, capital, coast, event, findings, harbour, reports, statement
from tests.present.conftest import Run

from standoff.dossier import CopyGroup, CopyPair
from standoff.model import Actor, Statement
from standoff.present.gather import Asked, Gatherer, Material, concerns, gather, in_prose, party, texts_of
from standoff.present.periods import apart, back, day, one_year, period, span
from standoff.store import Store


@pytest.fixture
def crisis(tmp_path: Path) -> Store:
    """A store with the lighthouse crisis and its findings."""
    store = Store.open(tmp_path / "standoff.db")
    for one in reports():
        store.add(one, coder="test")
    found = findings(reports())
    kinds = {"claims": "claim", "demands": "demand", "series": "series", "stories": "story", "dyads": "dyad"}
    store.save_findings({kinds.get(name, name): held for name, held in found.items()}, mark=store.mark(), linker="test")
    return store


def said(*told: tuple[str, Statement, str]) -> Material:
    """The statements that are kept of (text that the report goes back to, statement, report's text)."""
    gatherer = Gatherer(lambda report: report)
    for report, one, text in told:
        gatherer.say(report, "2031-05-03", one, text)
    kept, counts = gatherer.said()
    return Material(asked=Asked(), heads=(), said=kept, counts=counts)


def test_a_store_gives_what_hands_would(crisis: Store) -> None:
    """Findings of every kind, statements by party, deeds by day, totals; the copy's words count once."""
    found = gather(crisis, Asked())
    assert len(found.heads) == 4
    assert [claim.id for claim in found.claims] == ["c-build-up", "c-alone", "c-unsure", "c-seized"]
    assert dict(found.totals)["disputed"] == 2
    assert found.linked
    assert [(done.day, done.event.type, done.texts) for done in found.done] == [
        ("2031-05-02", "COERCE", 1), ("2031-05-06", "RETREAT", 1),
    ]  # fmt: skip
    assert dict(found.counts) == {"ARG": 2, "CHL": 2, "OAS": 1}


@pytest.mark.parametrize(
    ("asked", "heads", "parties", "claims"),
    [
        (Asked(since="2031-05-04"), 2, {"ARG", "OAS"}, {"c-build-up", "c-alone", "c-unsure", "c-seized"}),
        (Asked(until="2031-05-03"), 2, {"CHL"}, {"c-build-up", "c-unsure", "c-seized"}),
        (Asked(actor="OAS"), 2, {"OAS"}, {"c-build-up", "c-unsure"}),
        (Asked(about="exercise"), 1, {"ARG"}, {"c-build-up"}),
        (Asked(report="harbour.txt"), 1, {"OAS"}, {"c-seized"}),
    ],
    ids=["since", "until", "actor", "about", "report"],
)
def test_filters_choose_reports_and_what_stands_in_them(
    crisis: Store, asked: Asked, heads: int, parties: set[str], claims: set[str]
) -> None:
    """A finding is in when a chosen report takes part in it."""
    found = gather(crisis, asked)
    assert len(found.heads) == heads
    assert {one.party for one in found.said} == parties
    assert {claim.id for claim in found.claims} == claims


def test_the_same_words_in_independent_texts_weigh_more() -> None:
    """And a headline gives way to a sentence, a bare "the demand" to nothing."""
    report = capital()
    text = report.document.text
    whole, denied, doubt = report.statements
    kept = said(("a", denied, text), ("b", denied, text), ("a", whole, text), ("c", doubt, text)).said
    assert [(one.voice, one.texts) for one in kept] == [("says", 1), ("denies", 2)]
    headline = replace(denied, content=(type(denied.content[0])(0, 27),))
    best = said(("a", headline, text), ("b", denied, text)).said[0]
    assert best.statement is denied and best.prose
    assert not in_prose(text, 3) and in_prose(text, text.index("OAS"))


def test_a_flood_of_statements_keeps_the_best() -> None:
    """What is kept does not grow with what is read."""
    report = capital()
    text = report.document.text + "".join(
        f"It was said for the {i}th time that nothing happened.\n" for i in range(2000)
    )
    first = report.statements[1]
    begin = len(report.document.text)
    told = []
    for i in range(2000):
        start = text.index(f"said for the {i}th", begin)
        content = type(first.content[0])(start, start + 30)
        told.append((f"r{i}", replace(first, id=f"s-{i:016x}", content=(content,), score=0.5), text))
    kept = said(*told, ("x", first, text)).said
    assert len(kept) <= 6 and kept[0].statement is first


def test_one_deed_whatever_its_telling() -> None:
    """Once with and once without the one it was done to; two texts, one deed. Denied or doubted, it is none."""
    one, other = coast(), harbour()
    full = event(one, "COERCE", "seized", "2031-05-02", Actor("ARG.MIL"), CHILE)
    bare = replace(event(other, "COERCE", "returned", "2031-05-02", Actor("ARG.GOV"), CHILE), recipients=())
    gatherer = Gatherer(lambda report: report)
    gatherer.do("a", "2031-05-03", full, one.document.text)
    gatherer.do("b", "2031-05-06", bare, other.document.text)
    (deed,) = gatherer.done()
    assert deed.event is full
    vague = Gatherer(lambda report: report)
    for name, one_of in (("a", full), ("b", bare)):
        vague.do(name, "2031-05-03", replace(one_of, date_at=None), one.document.text)
    assert len(vague.done()) == 2  # no words date them: nothing says that they are one
    for holder in ("DENY", "DOUBT"):
        held = Gatherer(lambda report: report)
        held.do("a", "2031-05-03", replace(full, attributed_to="s-1"), one.document.text, holder)  # type: ignore[arg-type]
        assert held.done() == ()


def test_copies_and_revisions_are_one_text_and_parts_are_not() -> None:
    def pair(a: str, b: str, kind: str) -> CopyPair:
        return CopyPair(a=a, b=b, kind=kind, containment=0.8)  # type: ignore[arg-type]

    pairs = (pair("a", "b", "copy"), pair("b", "c", "revision"), pair("a", "d", "partial"))
    text_of = texts_of([CopyGroup(id="g", reports=("a", "b", "c", "d"), origin="a", why="", pairs=pairs)])
    assert [text_of(report) for report in "abcde"] == ["a", "a", "a", "d", "e"]


def test_a_state_speaks_through_its_organs() -> None:
    """And nobody else speaks for it."""
    named = [Actor("RUS.GOV"), Actor("RUS.MIL"), Actor("RUS"), Actor("RUS.CVL"), Actor("NATO"), Actor(None, "A man")]
    assert [party(actor) for actor in (*named, Actor(None))] == ["RUS", "RUS", "RUS", "RUS.CVL", "NATO", "?A man", None]
    assert concerns("RUS")([Actor("RUS.MIL")]) and not concerns("RUS")([Actor("RUSX")])
    assert concerns("benedetti")([ARGENTINA]) and concerns(None)([])


def test_statements_by_way_of_an_agency_say_so(crisis: Store) -> None:
    """A chain is part of who says something."""
    from standoff.present import brief

    report = capital()
    words = "9,000 men on an exercise and no more"
    relayed = statement(report, "STATE", (ARGENTINA,), "Clara Benedetti", "said", words, via=("Bay News",))
    kept = said((report.document.id, relayed, report.document.text))
    text = brief.write(kept, {report.document.id: report}.__getitem__)
    assert "(Clara Benedetti, 3 May 2031, by way of Bay News)[^1]" in text


# --- days --------------------------------------------------------------------------------------------------------


def test_days_in_words() -> None:
    """Once what both share; nothing made up for what is no day."""
    assert day("2031-05-07") == "7 May 2031" and day("2031-05-07", within="2031") == "7 May"
    assert day("2031-05") == "2031-05" and day("2030-05-07", within="2031") == "7 May 2030"
    assert span("2031-05-03", "2031-05-11") == "3 to 11 May 2031"
    assert span("2031-04-30", "2031-05-11") == "30 April to 11 May 2031"
    assert span("2030-12-30", "2031-01-02") == "30 December 2030 to 2 January 2031"
    assert span("2031-05-03", "2031-05-03") == "3 May 2031"
    assert period("2031-05-05", "week") == "the week of 5 May 2031" and period("2031-05-01", "month") == "May 2031"
    assert one_year("2031-05-01", None) == "2031" and one_year("2030-05-01", "2031-01-01") is None
    assert back("2031-05-01", 1) == "2031-04-30" and back("0001-01-01", 9) == "0001-01-01"
    assert apart("2031-05-01", "2031-04-28") == 3 and apart("2031", "2031-04-28") is None


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def brief_of(run: Run, crisis: Store) -> Run:
    """``standoff brief --no-link`` on the crisis."""
    crisis.close()
    return lambda *args: run("brief", "--no-link", *args)


def test_the_command_prints_markdown_or_writes_a_file(brief_of: Run, tmp_path: Path) -> None:
    """The ending of ``-o`` says which form; charts lie beside Markdown and are drawn into HTML."""
    out = brief_of()
    assert out.exit_code == 0, out.output
    assert out.stdout.startswith("# Situation brief: 3 to 6 May 2031")
    assert "![" not in out.stdout and "drawn when the brief is written to a file" in out.stdout
    assert brief_of("--format", "html").stdout.startswith("<!DOCTYPE html>")
    assert brief_of("-o", "brief.md").exit_code == 0
    written = (tmp_path / "brief.md").read_text(encoding="utf-8")
    assert "](brief-figure-1.svg)" in written and "drawn when" not in written
    assert (tmp_path / "brief-figure-1.svg").read_text(encoding="utf-8").startswith("<svg xmlns=")
    assert brief_of("-o", "brief.HTML").exit_code == 0
    assert (tmp_path / "brief.HTML").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert brief_of("-o", "plain.html", "-f", "markdown").exit_code == 0
    assert (tmp_path / "plain.html").read_text(encoding="utf-8").startswith("# Situation brief")
    assert brief_of("-o", "no/such/folder/brief.md").exit_code == 2


def test_the_command_has_the_filters(brief_of: Run) -> None:
    """And says what was asked for; what is no day is refused."""
    assert "Asked for: about “exercise”." in brief_of("--about", "exercise").stdout
    assert "two reports by two publishers of 3 May 2031" in brief_of("--until", "2031-05-03").stdout
    assert "### OAS" in brief_of("--actor", "OAS").stdout and "### Chile" not in brief_of("--actor", "OAS").stdout
    assert "No report matches." in brief_of("--actor", "PRK").stdout
    assert brief_of("--since", "May").exit_code == 2
