"""Which reports are of one happening. All reports here are invented."""

from __future__ import annotations

import hashlib
import random
import re

import pytest

from standoff.link.copies import Copies
from standoff.link.gists import gist_of, prior, shown
from standoff.link.origins import Origins
from standoff.link.stories import OPEN, Stories
from standoff.model import (
    Actor,
    Analysis,
    Document,
    Entity,
    Event,
    Found,
    Origin,
    Report,
    Role,
    Sentence,
    Span,
    Token,
    Zone,
    document_id,
    record_id,
)

HAND = Origin("made", "by hand", "1")
SMALL = frozenset(
    "a an and at by for from in into its of off on out over than the their them to up was were with".split()
)

FERRY = (
    "Ferry Marlin runs aground off Cape Sorrel",
    "The ferry Marlin struck a reef off Cape Sorrel with ninety passengers on board.",
    "Coastguard boats from Tarn took the passengers off before the hull broke.",
    "Captain Odell had left the marked channel to save an hour, passengers said.",
)
SALVAGE = (
    "Tugs fail to free the Marlin",
    "Two tugs from Tarn failed to pull the ferry Marlin off the reef at Cape Sorrel.",
    "Oil from the broken hull reached the beach below the lighthouse.",
)
INQUIRY = (
    "Captain Odell questioned over the Marlin",
    "Police in Tarn questioned Captain Odell about the channel that the ferry Marlin took.",
    "The reef at Cape Sorrel stands on every chart, an officer of the coastguard said.",
)
STRIKE = (
    "Miners walk out in Gorlen",
    "Miners at the Gorlen pit stopped work over the dust in the lower galleries.",
    "The union of Dana Veit asked for masks, water and a doctor underground.",
)
PAY = (
    "Gorlen miners refuse an offer",
    "Dana Veit told miners in Gorlen to refuse the masks that the pit had offered.",
    "The galleries stay closed and the union wants a doctor underground.",
)


def report(
    lines: tuple[str, ...],
    day: str | None = "2031-03-04",
    *,
    publisher: str = "Tarn Echo",
    events: tuple[Event, ...] = (),
) -> Report:
    """A report from a headline and sentences, tagged by the look of its words: capitals inside a sentence are names."""
    text = ""
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    zones: list[Zone] = []
    for number, line in enumerate(lines):
        role: Role = "body" if number else "headline"
        start = len(text)
        tokens = []
        for found in re.finditer(r"\w+|[^\w\s]", line):
            word, span = found[0], Span(start + found.start(), start + found.end())
            name = word[0].isupper() and found.start() > 0
            upos = "PROPN" if name else "PUNCT" if not word[0].isalnum() else "ADP" if word.lower() in SMALL else "NOUN"
            if name:
                entities.append(Entity(span, "LOC" if word in {"Tarn", "Sorrel", "Gorlen"} else "PER", 1.0))
            tokens.append(Token(span, word, word.lower(), upos, "", len(tokens) - 1, "dep"))
        text += line + "\n\n"
        sentences.append(Sentence(Span(start, start + len(line)), tuple(tokens), role))
        zones.append(Zone(Span(start, start + len(line)), role))
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id=document_id(sha, publisher=publisher, uri=day),
        sha256=sha,
        text=text,
        title=Found(lines[0], "text"),
        published=Found(day, "manifest") if day else None,
        publisher=Found(publisher, "manifest"),
        zones=tuple(zones),
    )
    return Report(document=document, analysis=Analysis(tuple(sentences), tuple(entities), "hand"), events=events)


def told(*reports: Report, origins: Origins | None = None) -> list[list[str]]:
    """The stories as lists of headlines."""
    titles = {one.document.id: one.document.text.splitlines()[0] for one in reports}
    stories = Stories()
    for one in reports:
        stories.add(one)
    return [[titles[member.report] for member in story.members] for story in stories.result(origins or Origins())]


def test_two_happenings_stay_apart() -> None:
    reports = [
        report(FERRY, "2031-03-04"),
        report(STRIKE, "2031-03-05"),
        report(SALVAGE, "2031-03-06"),
        report(PAY, "2031-03-07"),
        report(INQUIRY, "2031-03-08"),
    ]
    assert told(*reports) == [[FERRY[0], SALVAGE[0], INQUIRY[0]], [STRIKE[0], PAY[0]]]


def test_what_is_told_of_a_story() -> None:
    stories = Stories()
    first, second = report(FERRY, "2031-03-04"), report(SALVAGE, "2031-03-06")
    for one in (second, first, report(STRIKE, "2031-03-05")):
        stories.add(one)
    wreck, strike = stories.result(Origins())
    assert (wreck.first, wreck.last) == ("2031-03-04", "2031-03-06")
    assert wreck.title in {FERRY[0], SALVAGE[0]}
    assert strike.title == STRIKE[0]
    opener, follower = wreck.members
    assert (opener.report, opener.drawn_by, opener.score, opener.shared) == (first.document.id, None, 1.0, ())
    assert (follower.drawn_by, follower.day) == (first.document.id, "2031-03-06")
    assert 0 < follower.score < 1
    assert {"marlin", "tarn", "sorrel"} & set(follower.shared)


def test_a_crisis_of_another_year_is_another_story() -> None:
    """The same place, the same people, the same words, seven years on."""
    assert told(report(FERRY, "2024-03-04"), report(SALVAGE, "2031-03-04")) == [[FERRY[0]], [SALVAGE[0]]]


def test_a_story_stays_open_for_some_weeks_after_its_last_report() -> None:
    assert OPEN == 21
    days = ["2031-03-01", "2031-03-15", "2031-03-29"]
    assert len(told(*(report(lines, day) for lines, day in zip((FERRY, SALVAGE, INQUIRY), days, strict=True)))) == 1
    assert len(told(report(FERRY, "2031-03-01"), report(SALVAGE, "2031-04-01"))) == 2


def test_an_undated_report_joins_and_begins_nothing_for_others() -> None:
    """It comes last, whatever its id, and gives the story no day."""
    stories = Stories()
    for one in (report(INQUIRY, None), report(FERRY, "2031-03-04"), report(SALVAGE, "2031-03-06")):
        stories.add(one)
    (story,) = stories.result(Origins())
    assert [member.day for member in story.members] == ["2031-03-04", "2031-03-06", None]
    assert story.last == "2031-03-06"
    assert story.members[2].drawn_by is not None


def test_only_undated_reports() -> None:
    stories = Stories()
    stories.add(report(FERRY, None))
    (story,) = stories.result(Origins())
    assert (story.first, story.last) == (None, None)


def test_a_copy_joins_the_story_of_its_text() -> None:
    """Though its own words, less than half, are of something else."""
    mixed = (*FERRY[1:], STRIKE[1], STRIKE[2])
    first, other, copy = report(FERRY), report(STRIKE), report(mixed, "2031-03-05", publisher="Coast Post")
    copies = Copies()
    for one in (first, other, copy):
        copies.add(one)
    assert copies.origins().mostly(copy.document.id) == first.document.id
    stories = told(first, other, copy, origins=copies.origins())
    assert [FERRY[0], mixed[0]] in stories


def test_a_copied_item_of_a_round_up_does_not_draw_the_round_up_s_other_news() -> None:
    """What is copied, but about something else, stands for itself."""
    round_up, strike = report(FERRY), report(STRIKE, "2031-03-05")
    origins = Origins(mostly={strike.document.id: round_up.document.id})
    assert told(round_up, strike, origins=origins) == [[FERRY[0]], [STRIKE[0]]]


def test_deeds_and_actors_speak_too() -> None:
    """Two reports with few words in common, of one act between the same parties."""

    def shelled(lines: tuple[str, ...]) -> Event:
        return Event(
            id=record_id(lines[0], "event", 0), trigger=Span(0, 5), type="ASSAULT", mode=None,
            actors=(Actor("XKA.MIL"),), recipients=(Actor("XOR.CVL"),), score=1.0, origin=HAND,
        )  # fmt: skip

    one = ("Shells hit a market at noon", "A dozen stalls burned and nobody came to put out the fire.")
    two = ("Mortar rounds strike square of traders", "Smoke rose where women had sold bread in the morning.")
    assert len(told(report(one), report(two))) == 2
    gists = [gist_of(report(lines, events=(shelled(lines),))) for lines in (one, two)]
    assert all("d:ASSAULT XKA>XOR" in gist.counts and "a:XKA.MIL" in gist.counts for gist in gists)
    assert shown("d:ASSAULT XKA>XOR") == "ASSAULT XKA on XOR"


def test_a_headline_counts_more_and_furniture_not_at_all() -> None:
    one = report(("Reef", "The reef was on every chart.", "A lamp."))
    assert gist_of(one).counts["w:reef"] > gist_of(one).counts["w:chart"]
    zones = (*one.document.zones[:2], Zone(one.document.zones[2].span, "teaser"))
    sentences = list(one.analysis.sentences)
    sentences[2] = Sentence(sentences[2].span, sentences[2].tokens, "teaser")
    document = Document(id="d", sha256="s", text=one.document.text, zones=zones)
    assert "w:lamp" not in gist_of(Report(document=document, analysis=Analysis(tuple(sentences), (), "hand"))).counts


def test_common_words_weigh_little_before_anything_is_counted() -> None:
    assert prior("w:say") > 10 * prior("w:lighthouse")


def test_a_report_of_nothing() -> None:
    empty = Report(document=Document(id="d-0", sha256="s", text="..."), analysis=Analysis((), (), "hand"))
    stories = Stories()
    stories.add(empty)
    stories.add(report(FERRY))
    assert [len(story.members) for story in stories.result(Origins())] == [1, 1]
    assert not Stories().result(Origins())


# --- order and time ----------------------------------------------------------------------------------------------


def many(seed: int, count: int = 40) -> list[Report]:
    """Sentences of the two happenings in any mixture, over six weeks."""
    rng = random.Random(seed)
    out = []
    for number in range(count):
        pool = rng.choice([FERRY + SALVAGE + INQUIRY, STRIKE + PAY])
        lines = tuple(rng.sample(pool, 3))
        day = None if number % 10 == 9 else f"2031-{3 + number % 2:02}-{1 + number % 28:02}"
        out.append(report(lines, day, publisher=f"Paper {number}"))
    return out


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_adding_makes_no_difference(seed: int) -> None:
    reports = many(seed)
    straight, shuffled = Stories(), Stories()
    for one in reports:
        straight.add(one)
    random.Random(seed).shuffle(reports)
    for one in reports:
        shuffled.add(one)
    assert straight.result(Origins()) == shuffled.result(Origins())


def test_streamed_is_the_same_as_all_at_once_and_nothing_is_taken_back() -> None:
    """After each day the stories so far are those of the end, cut off there."""
    reports = sorted(
        (one for one in many(4) if one.document.published),
        key=lambda one: (one.document.published.value if one.document.published else "", one.document.id),
    )
    streamed = Stories()
    on_the_way = []
    for one in reports:
        streamed.add(one)
        on_the_way.append(streamed.result(Origins()))
    batch = Stories()
    for one in reports:
        batch.add(one)
    assert on_the_way[-1] == batch.result(Origins())
    for count, stories in enumerate(on_the_way, 1):
        seen = {one.document.id for one in reports[:count]}
        cut = [
            [member for member in story.members if member.report in seen]
            for story in on_the_way[-1]
            if story.members[0].report in seen
        ]
        assert [list(story.members) for story in stories] == cut


def test_every_report_is_in_one_story_and_drawn_by_one_of_it() -> None:
    reports = many(6, 80)
    stories = Stories()
    for one in reports:
        stories.add(one)
    result = stories.result(Origins())
    members = [member.report for story in result for member in story.members]
    assert sorted(members) == sorted(one.document.id for one in reports)
    for story in result:
        before: set[str] = set()
        for member in story.members:
            assert (member.drawn_by in before) == bool(before)
            assert 0 <= member.score <= 1
            before.add(member.report)
    assert len({story.id for story in result}) == len(result)
