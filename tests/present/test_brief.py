"""The brief in Markdown: what stands in it, in which order, and that every line opens at its words."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.present.brief_case import CHILE, OAS, capital, claim, coast, fetch, head, material, position, reports

from standoff.model import Actor
from standoff.present import brief
from standoff.present.brief_sides import unlike
from standoff.present.gather import Asked, Material
from standoff.present.markdown import md
from standoff.present.wording import folded

ROOT = Path(__file__).resolve().parents[2]
NOTE = re.compile(r"^\[\^(\d+)\]: “(.*)” — (.*); report (\S+), characters (\d+)–(\d+)\.$", re.MULTILINE)


def written(**fields: object) -> str:
    return brief.write(material(**fields), fetch())


def unescaped(words: str) -> str:
    """Markdown's escapes taken back."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words)


def sections(text: str) -> dict[str, str]:
    """The body of each second-level heading, without the footnotes."""
    parts = re.split(r"^## (.+)$", text.split("\n[^1]:")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_sections_come_as_an_editor_would_have_them() -> None:
    """What is new first, the list of reports last."""
    assert list(sections(written())) == [
        "What is new since 6 May 2031", "What each party says", "What is disputed", "What could not be confirmed",
        "Corroborated", "Demands", "Figures", "Timeline", "Who towards whom", "Reports",
    ]  # fmt: skip


def test_every_footnote_quotes_its_report_exactly() -> None:
    """The words between its offsets, unescaped, are the words shown."""
    texts = {one.document.id: one.document.text for one in reports()}
    notes = NOTE.findall(written())
    assert len(notes) >= 10
    for _, quote, _, identity, start, end in notes:
        assert unescaped(quote) == folded(texts[identity][int(start) : int(end)])


def test_every_line_has_a_footnote_and_every_footnote_a_line() -> None:
    """No line without its words, no words without a line; days, headings, counts and the list of reports are no
    lines."""
    text = written()
    for name, body in sections(text).items():
        for line in body.splitlines():
            telling = line.startswith(("- ", "  - ")) and not re.fullmatch(r"- \*\*\d+ May\*\*", line)
            row = line.startswith("| ") and "|  " not in line and not line.startswith(("| Day", "| Who", "| Asserted"))
            if name != "Reports" and (telling or row):
                assert "[^" in line, line
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert cited == {number for number, *_ in NOTE.findall(text)}
    assert sorted(map(int, cited)) == list(range(1, len(cited) + 1))


def test_the_first_paragraph_says_on_what_it_rests_and_what_is_disputed() -> None:
    """Reports, publishers, period, copies counted once, the heaviest dispute with who is on which side."""
    lead = written().splitlines()[2]
    assert lead.startswith(
        "This brief rests on four reports by three publishers from 3 to 6 May 2031; copies counted once, three "
        "independent texts ([listed at the end](#reports)). Most disputed: **Argentina’s armed forces massing troops "
        "near the Cabo Frio lighthouse** (asserted by Chile and Argentina, denied by Argentina, not confirmed by OAS)"
    )


def test_a_dispute_has_its_sides_beside_one_another() -> None:
    """Legs in the heading, words in the cells, figures that exclude each other below, never an average."""
    body = sections(written())["What is disputed"]
    assert "| Asserted by two independent sources | Denied by one independent source | Not confirmed by one" in body
    assert "| **Chile**, 3 May: *massing about 40,000 troops near the Cabo Frio lighthouse*[^" in body
    assert "**Clara Benedetti (Argentina)**, 4 May: “There are 9,000 men on an exercise and no more”[^" in body
    assert "Figures that cannot both be right: 40,000 (Chile) against 9,000 (Argentina)[^" in body
    assert "### Denied, though nobody here asserts it" in body
    assert "24,500" not in written()


def test_doubts_and_corroborations_name_their_sources() -> None:
    """Not confirmed is not denied; a report that tells something itself goes by its publisher."""
    found = sections(written())
    assert "- **OAS**, 4 May: *the build-up*[^" in found["What could not be confirmed"]
    assert ". Asserted by **Chile**, 3 May: *massing about 40,000 troops*[^" in found["What could not be confirmed"]
    assert "two independent sources, Coast Gazette and a report without a publisher[^" in found["Corroborated"]


def test_a_party_says_the_same_once() -> None:
    """A copy of its words, or a clause of them, is no second voice; the same words of another party are."""
    page = reports()[0]
    words = "massing about 40,000 troops"
    whole, clause = (position(page, said, "asserts", CHILE) for said in (words, "about 40,000 troops"))
    other = position(page, words, "asserts", OAS)
    assert unlike((whole, clause, other, whole)) == (whole, other)
    assert unlike((clause, whole)) == (clause,)


def test_demands_stand_with_what_came_of_them() -> None:
    """Open ones first; the deed that met one in its own words."""
    body = sections(written())["Demands"]
    assert body.index("### Open") < body.index("### Met")
    assert "**Asked of Argentina by Chile**, 3 May, and again in one more place: *Argentina give back" in body
    assert "  - Met by Argentina, 6 May: *Argentina returned the lighthouse to Chile*[^" in body
    assert "**Asked by a party that is not named**, 6 May: *give back the lighthouse*[^" in body


def test_what_is_new_is_of_the_last_day_or_since_the_day_asked_for() -> None:
    """The return on the 6th; with ``--since`` the denial of the 4th as well."""
    body = sections(written())["What is new since 6 May 2031"]
    assert "*Argentina returned the lighthouse to Chile on Tuesday.*" in body
    assert "Denied" not in body
    body = sections(written(asked=Asked(since="2031-05-04")))["What is new since 4 May 2031"]
    assert "Denied by **Clara Benedetti (Argentina)**, 4 May: *Argentina was massing troops" in body


def test_each_party_has_its_lines() -> None:
    """By what it does with words; copies of a statement count once."""
    body = sections(written())["What each party says"]
    argentina = body.split("### Argentina")[1].split("###")[0]
    assert "- **Says**: “There are 9,000 men on an exercise and no more” (Clara Benedetti, 4 May)[^" in argentina
    assert "- **Denies**: *Argentina was massing troops near the lighthouse* (Clara Benedetti, 4 May)[^" in argentina
    assert "- **Accuses Argentina**: *massing about 40,000 troops near the Cabo Frio lighthouse* (3 May)[^" in body
    assert "the build-up*" not in body  # two words say nothing by themselves


def test_figures_stand_side_by_side() -> None:
    """One row a figure and day, a copy's figure in its original's row, clashes named, and words for the chart."""
    body = sections(written())["Figures"]
    assert "### Troops of Argentina’s armed forces, near the lighthouse" in body
    assert re.search(r"\| 3 May \| Chile \| about 40,000 \| \*about 40,000 troops\*\[\^\d+\]\[\^\d+\] \|", body)
    assert "about 40,000 (Chile) against 9,000 (Argentina)" in body
    assert "figures from 9,000 to 40,000, 3 to 6 May 2031; the table has each of them." in body


def test_the_timeline_tells_each_deed_once_on_its_day() -> None:
    """The copy adds nothing; Friday's seizure stands under Friday."""
    body = sections(written())["Timeline"]
    assert body.count("Argentina seized the lighthouse on Friday.") == 1
    assert body.index("**2 May**") < body.index("seized") < body.index("**6 May**") < body.index("returned")


def test_dyads_show_the_heaviest_deed_and_no_change_where_counts_are_small() -> None:
    body = sections(written())["Who towards whom"]
    assert (
        "| Argentina to Chile | 0 | 1 | 0 | 1 | −0.2 | Argentina’s armed forces used coercion against Chile, 3 May[^"
        in body
    )
    assert "No change of conflict against earlier days can be told from so few." in body


def test_copies_stand_under_their_original() -> None:
    """And a story's reports under its title."""
    body = sections(written())["Reports"]
    assert body.index("### Argentina masses troops") < body.index("### Other reports")
    assert "  - copied by (90% of its words): “Argentina masses troops”, Evening Copy, 3 May; `d-" in body
    assert "“capital.txt”, Capital Times" in body  # no title: its file, not where it lies
    assert "in/capital" not in written()


def test_long_lists_are_cut_with_a_way_to_the_rest() -> None:
    """The command has the filters of the brief, quoted for a shell."""
    one = reports()[2]
    many = tuple(
        claim(
            f"n{i}", f"Claim {i}", "disputed",
            position(one, "massing troops", "asserts", Actor("CHL.GOV"), leg=f"a{i}"),
            position(one, "troops", "denies", Actor("ARG.GOV"), leg=f"b{i}"),
        )
        for i in range(9)
    )  # fmt: skip
    text = written(claims=many, asked=Asked(since="2031-05-01", about="it's the lighthouse"))
    rest = next(line for line in text.splitlines() if "more disputed claims" in line)
    assert rest.startswith("4 more disputed claims: `standoff claims --standing disputed --since 2031-05-01 --about ")
    assert shlex.split(rest.split("`")[1])[-2:] == ["--about", "it's the lighthouse"]
    text = written(claims=many, totals=(("disputed", 1205),))
    assert "1,200 more disputed claims: `standoff claims --standing disputed`" in text


def test_the_same_material_gives_the_same_bytes() -> None:
    """Whatever the order of findings and the seed of hashes."""
    other = material()
    turned = replace(other, claims=other.claims[::-1], demands=other.demands[::-1], series=other.series[::-1])
    assert brief.write(other, fetch()) == brief.write(turned, fetch())
    program = (
        "from tests.present.brief_case import *; from standoff.present import brief; import hashlib;"
        "print(hashlib.sha256(''.join(brief.write(material(), fetch(), form=f) for f in ('markdown', 'html')).encode())"
        ".hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "America/New_York"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(seen) == 1


def test_no_report_no_brief() -> None:
    """An empty choice says so, and what was chosen."""
    empty = Material(asked=Asked(actor="PRK", about="tunnels"), heads=())
    text = brief.write(empty, fetch())
    assert "**No report matches.**" in text
    assert "Asked for: actor PRK; about “tunnels”." in text


def test_reports_that_nobody_laid_side_by_side_are_told_as_such() -> None:
    """Then nothing is called undisputed."""
    bare = replace(material(), claims=(), demands=(), series=(), stories=(), copies=(), dyads=(), linked=False)
    text = brief.write(bare, fetch())
    assert "not been laid side by side yet" in text
    assert "Nothing in them is disputed" not in text
    assert "## Timeline" in text


def test_undated_reports_are_counted_and_listed() -> None:
    """No day is made up for them."""
    undated = head(capital())
    alone = Material(asked=Asked(), heads=(replace(undated, published=None),))
    text = brief.write(alone, fetch())
    assert text.startswith("# Situation brief\n")
    assert "one report by one publisher (one undated)" in text
    assert "“capital.txt”, Capital Times, undated" in text


def test_a_record_that_was_coded_anew_leaves_its_words() -> None:
    """A finding may outlive the statement that it was made from: the anchor still holds."""
    recoded = tuple(replace(one, statements=(), events=()) for one in reports())
    text = brief.write(material(), fetch(recoded))
    assert "**Chile**, 3 May: *massing about 40,000 troops near the Cabo Frio lighthouse*[^" in text


def test_hostile_words_stay_words_in_markdown() -> None:
    """Links, images, HTML, code, tables and terminal escapes of a report do nothing."""
    evil = "![x](http://e.example/p.png) <script>alert(1)</script> `rm` | a | \x1b[2J \u202e [^1]: # H"
    bad = coast("Coast Gazette", f"{evil}\n", title=evil)
    copy, second, third = reports()[1:]
    of = (bad, copy, second, third)
    found = material(of)
    bent = [
        replace(one, proposition=evil, positions=tuple(replace(p, words=evil, publisher=evil) for p in one.positions))
        for one in found.claims
    ]
    series = [replace(one, what=evil, place=evil, unit=evil) for one in found.series]
    demands = [replace(one, deed=evil) for one in found.demands]
    stories = [replace(one, title=evil) for one in found.stories]
    text = brief.write(
        replace(found, claims=tuple(bent), series=tuple(series), demands=tuple(demands), stories=tuple(stories),
                asked=Asked(about=evil), totals=(("disputed", 99),)),
        fetch(of),
    )  # fmt: skip
    assert "\x1b" not in text
    assert "\u202e" not in text
    bare = re.sub(r"`+[^`\n]*`+", "", re.sub(r"\\.", "", text)).replace("<U+202E", "").replace("](#reports)", "")
    assert "<" not in bare
    assert "](" not in bare
    assert "://" not in bare


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("Plain words, 40,000 of them: yes.", "Plain words, 40,000 of them: yes."),
        ("a*b_c[d]<e>", r"a\*b\_c\[d\]\<e\>"),
        ("see https://x.example and www.y.example", r"see https\://x.example and www\.y.example"),
        ("two\nlines", "two lines"),
    ],
)
def test_md_escapes_what_begins_something(words: str, escaped: str) -> None:
    """And leaves plain prose alone."""
    assert md(words) == escaped
