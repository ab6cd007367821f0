"""The brief: what stands in it, in which order, and that every footnote quotes exactly."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.present.conftest import Run
from tests.present.sample import RULE, TEXT, at, report

from standoff.model import ACTS, Actor, Found, Quantity, Report
from standoff.present import wording
from standoff.present.brief import write
from standoff.present.markdown import md
from standoff.present.names import listed, spell

NOTE = re.compile(r"^\[\^(\d+)\]: “(.*)” — (.*); report (\S+), characters (\d+)–(\d+)\.$", re.MULTILINE)


def unescaped(words: str) -> str:
    """Markdown's escapes taken back."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words)


def sections(text: str) -> dict[str, str]:
    """The body of each second-level heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_footnote_quotes_its_report_exactly() -> None:
    """The words between its offsets, unescaped, are the words shown."""
    reports = {
        r.document.id: r
        for r in (report(), report(TEXT.replace("on Tuesday", "*on* [x](y) <b>_z_</b> `w` | & \\ Tuesday")))
    }
    text = write(reports.values())
    notes = NOTE.findall(text)
    assert len(notes) >= 6
    for _, quote, label, identity, start, end in notes:
        whole = reports[identity].document.text[int(start) : int(end)]
        assert unescaped(quote) == wording.folded(whole)
        assert "Harbour Post, 2014-04-01" in label


def test_every_line_has_a_footnote_and_every_footnote_a_line() -> None:
    """No claim without its words, no words without a claim."""
    text = write([report()])
    for line in text.splitlines():
        if line.startswith("- ") and "`d-" not in line:
            assert re.search(r"\[\^\d+\]$", line), line
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert cited == {number for number, *_ in NOTE.findall(text)}


def test_the_sections_hold_what_they_say() -> None:
    """Denials, doubts, demands and figures each in their place."""
    found = sections(write([report()]))
    assert "Russia denied, by way of Harbour Agency: *its army had shelled Port Ella*" in found["What is denied"]
    assert "Mara Lind (NATO) doubted: “We cannot confirm" in found["What could not be confirmed"]
    assert "Lind demanded of Russia and The Council" in found["Demands"]
    assert "| troops | Russia’s armed forces | near Port Ella | about 40,000 |" in found["Figures"]
    assert "| NATO | `NATO` | Mara Lind | 1 | 0 | 0 |" in found["Parties"]
    assert "Refusals" not in found


def test_speakers_own_words_are_quoted_and_the_reports_are_not() -> None:
    """An editor must not put a paraphrase in somebody's mouth."""
    text = write([report()])
    assert "“We cannot confirm that Norland is withdrawing its forces”" in text
    assert "*its army had shelled Port Ella*" in text


def test_events_stand_on_their_day_and_denied_ones_say_so() -> None:
    """Monday's pull-back is under Monday; what is denied is never told as a fact."""
    text = write([report()])
    monday = text.split("### 2014-03-31")[1].split("###")[0]
    assert (
        "Russia’s armed forces pulled back forces (Port Ella): *Norland's army pulled back a battalion on Monday.*[^"
        in monday
    )
    assert "used heavy weapons: denied by Russia" in text


def test_the_same_words_in_two_reports_are_one_line_with_two_footnotes() -> None:
    """Copies do not make a brief longer."""
    text = write([report(), report(publisher="Evening Copy")])
    line = next(line for line in text.splitlines() if line.startswith("- Russia’s armed forces pulled back"))
    assert len(re.findall(r"\[\^\d+\]", line)) == 2
    many = write([report(publisher=f"Paper {i}") for i in range(7)])
    line = next(line for line in many.splitlines() if line.startswith("- Russia’s armed forces pulled back"))
    assert "(in 7 reports)" in line
    assert len(re.findall(r"\[\^\d+\]", line)) == 3


def test_heavier_acts_come_first() -> None:
    """A denial before a doubt before a demand."""
    day = write([report()]).split("### 2014-04-01")[1].split("## ")[0]
    assert day.index("denied") < day.index("doubted") < day.index("demanded")


def test_the_order_of_the_reports_changes_nothing() -> None:
    """Sorted by date and id."""
    reports = [report(), report(publisher="Evening Copy"), report(TEXT + "More.\n", published=None)]
    assert write(reports) == write(reports[::-1])


def test_coverage_counts_reports_days_and_publishers() -> None:
    """Undated reports and unnamed publishers are not hidden."""
    other = report(TEXT + "More.\n", published=None, publisher=None)
    text = write([report(), report(publisher="Evening Copy", published="2014-04-03"), other])
    coverage = next(line for line in text.splitlines() if line.startswith("**Coverage.**"))
    assert coverage == (
        "**Coverage.** 3 reports from 2014-04-01 to 2014-04-03 (1 undated), by Evening Copy (1), Harbour Post (1) "
        "and 1 unnamed publisher: 9 statements, 9 events, 3 quantities."
    )


def test_no_report_no_brief() -> None:
    """An empty choice says so."""
    assert "No report matches." in write([])


def test_long_days_are_cut_with_a_way_to_the_rest() -> None:
    """Nothing vanishes silently."""
    base = report()
    statements = tuple(
        replace(base.statements[1], id=f"s-{i:016x}", content=(at(TEXT[100 + i : 130 + i]),)) for i in range(20)
    )
    text = write([replace(base, statements=statements, events=(), quantities=())])
    assert "- … and 12 more: `standoff statements" in text


def test_hostile_words_stay_words_in_markdown() -> None:
    """Links, images, HTML, code, tables and terminal escapes of a report do nothing."""
    evil = "![x](http://e.example/p.png) <script>alert(1)</script> `rm` | a | \x1b[2J \u202e [^1]: # H\n- item"
    base = report()
    bad = replace(
        base,
        document=replace(base.document, title=Found(evil, "text"), publisher=Found(evil, "manifest")),
        quantities=(replace(base.quantities[0], of=evil, place=evil, holder=Actor(None, evil)),),
        statements=(replace(base.statements[1], via=(evil,), source_actors=(Actor(None, evil),)),),
    )
    text = write([bad])
    assert "\x1b" not in text
    assert "\u202e" not in text
    bare = re.sub(r"\\.", "", text)
    assert "<" not in bare.replace("<U+202E", "")
    assert "](" not in bare
    assert "://" not in bare
    row = next(line for line in text.splitlines() if line.startswith("| !"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 7


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_words_and_weight(act: str) -> None:
    """A new act cannot be forgotten here."""
    assert act in wording.ACT_WEIGHT
    statement = replace(report().statements[1], act=act)
    assert wording.said(statement, TEXT).startswith("Russia ")


def test_figures_in_words() -> None:
    """Bounds, ranges, approximations."""

    def said(low: float | None, high: float | None, approx: bool = False) -> str:
        return wording.figure(
            Quantity(id="q", span=at("40,000"), low=low, high=high, approx=approx, unit="person", of=None, origin=RULE)
        )

    assert said(40000, 40000, True) == "about 40,000"
    assert said(100000, None) == "100,000 or more"
    assert said(None, 5) == "5 or fewer"
    assert said(20000, 99999, True) == "about 20,000–99,999"
    assert said(1.5, 1.5) == "1.5"
    assert said(None, None) == "an unstated number"


def test_names_of_actors() -> None:
    """Ids are spelled out from the tables; what the tables do not know stays as it is."""
    assert spell("RUS.MIL") == "Russia’s armed forces"
    assert spell("USA.GOV") == "the United States"
    assert spell("USA.LEG") == "the United States’ legislature"
    assert spell("UKR.REB") == "armed groups in Ukraine"
    assert spell("NATO") == "NATO"
    assert spell("UNSC") == "UNSC"
    assert listed(["a", "b", "a", "c"]) == "a, b and c"


def test_md_escapes_what_begins_something() -> None:
    """And leaves plain prose alone."""
    assert md("Plain words, 40,000 of them: yes.") == "Plain words, 40,000 of them: yes."
    assert md("a*b_c[d]<e>") == r"a\*b\_c\[d\]\<e\>"
    assert md("see https://x.example and www.y.example") == r"see https\://x.example and www\.y.example"
    assert md("two\nlines") == "two lines"


def test_the_command_writes_a_file_or_standard_output(stored: Run) -> None:
    """``-o`` and the filters."""
    assert stored("brief").stdout.startswith("# Situation brief")
    result = stored("brief", "-o", "brief.md", "--since", "2014-01-01")
    assert result.exit_code == 0
    assert "brief.md" in result.stderr
    assert "2 reports of 2014-04-01" in stored("brief", "--since", "2014-01-01").stdout
    assert "1 report" in stored("brief", "--report", "reports/a.txt").stdout
    only = stored("brief", "--actor", "NATO").stdout
    assert "Mara Lind (NATO) doubted" in only
    assert "Russia denied" not in only.split("## Reports")[0].replace("in answer", "")
    assert stored("brief", "-o", "no/such/folder/brief.md").exit_code == 1


def test_a_report_without_anything_found_is_still_covered() -> None:
    """It counts and is listed."""
    empty: Report = replace(report(), statements=(), events=(), quantities=())
    text = write([empty])
    assert "0 statements, 0 events, 0 quantities" in text
    assert "## Reports" in text


def test_who_is_not_known_is_named_as_the_report_names_him() -> None:
    """A participant without an id keeps his words; a pronoun is no name."""
    event = replace(report().events[2], actors=(), actors_at=(at("Norland's army"),), place=None)
    assert wording.done(event, None, TEXT) == "Norland's army pulled back forces"
    assert wording.done(replace(event, actors_at=(at("its"),)), None, TEXT) == "an unnamed party pulled back forces"
    holder = replace(report().statements[0], source_actors=(), source=at("its"))
    assert wording.done(event, holder, TEXT).endswith(": doubted by a source that is not named")


def test_named_sources_come_before_pronouns() -> None:
    """What a reader can attribute stands first, even if it weighs less."""
    base = report()
    pronoun = replace(base.statements[1], source_actors=(), source=at("its"))
    text = write([replace(base, statements=(pronoun, replace(base.statements[0], act="STATE")), events=())])
    day = text.split("### 2014-04-01")[1]
    assert day.index("Mara Lind (NATO) said") < day.index("Its denied")
