"""Which reports carry one text, whose it is, and what is only alike. All reports here are invented."""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.link.agencies import credits_of, is_agency, key, named
from standoff.link.aligned import Indexed, align
from standoff.link.copies import Copies
from standoff.link.shingles import ROW, WINDOW, fingerprints, text_of
from standoff.model import Analysis, Document, Found, Origin, Report, Role, Span, Statement, Zone, document_id

LEDE = "Kestrian border guards stopped eleven fuel trucks at the Ortan crossing before dawn and turned them back."
CAUSE = "Drivers were told that a permit issued in June had lapsed, although its stamp ran to the end of the year."
QUEUE = "By noon the queue reached the second roundabout, where a tanker with a torn tyre blocked the inner lane."
PRICE = (
    "Pump prices in the valley have doubled since the pipeline was shut, and two bus lines no longer run on Sundays."
)
TALKS = "Delegations from both sides are expected to meet in the customs house at Lower Ortan early next week."
STORY = (LEDE, CAUSE, QUEUE, PRICE, TALKS)

FLOOD = "A dyke gave way north of Teln during the night and let the river into four hundred houses."
BOATS = "Fishermen took families off the roofs with their own boats while the army looked for a way round the marsh."
DAM = "Engineers opened the upper gates of the Vall dam an hour too late, its former director said."
AID = "Two lorries with blankets reached the school hall at dusk, the first help that anyone there had seen."
WATERS = (FLOOD, BOATS, DAM, AID)

QUOTE = (
    '"We will open this crossing on the day that the last of our drivers is home, and not one hour sooner, whatever '
    'is signed in the capital, because we have been promised such things three times before and three times in vain"'
)


def report(
    *parts: str | tuple[Role, str],
    day: str | None = "2031-03-04",
    publisher: str | None = None,
    uri: str | None = None,
    statements: tuple[Statement, ...] = (),
) -> Report:
    """A report of paragraphs; those without a role are body."""
    text = ""
    zones = []
    for part in parts:
        role, words = ("body", part) if isinstance(part, str) else part
        zones.append(Zone(Span(len(text), len(text) + len(words)), role))
        text += words + "\n\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id=document_id(sha, publisher=publisher, uri=uri),
        sha256=sha,
        text=text,
        uri=uri,
        published=Found(day, "manifest") if day else None,
        publisher=Found(publisher, "manifest") if publisher else None,
        zones=tuple(zones),
    )
    return Report(document=document, analysis=Analysis((), (), ""), statements=statements)


def gathered(*reports: Report) -> Copies:
    copies = Copies()
    for one in reports:
        copies.add(one)
    return copies


def at(one: Report, words: str) -> Span:
    start = one.document.text.index(words)
    return Span(start, start + len(words))


# --- groups and where they come from -----------------------------------------------------------------------------


def test_two_papers_with_one_agency_s_story() -> None:
    """Nobody has the agency's own page: its name is the origin, of the words as of the group."""
    first = report(("byline", "By Reuters"), *STORY, publisher="The Valley Times")
    second = report(("dateline", "ORTAN, March 4 (Reuters) -"), *STORY[:4], publisher="Harbour Post")
    copies = gathered(first, second)
    (group,) = copies.result()
    assert set(group.reports) == {first.document.id, second.document.id}
    assert group.origin == "Reuters"
    assert "2 of 2" in group.why
    (pair,) = group.pairs
    assert (pair.kind, pair.a, pair.b, pair.containment) == ("copy", first.document.id, second.document.id, 1.0)
    origins = copies.origins()
    assert origins.of(first.document.id, at(first, QUEUE)) == origins.of(second.document.id, at(second, QUEUE))
    assert origins.of(second.document.id, at(second, QUEUE)).startswith("agency:Reuters/")
    assert origins.agency(first.document.id, at(first, TALKS)) == "Reuters"
    assert origins.mostly(second.document.id).startswith("agency:Reuters/")


def test_the_agency_s_own_publication_is_the_origin() -> None:
    """Whatever the day and the length; also for an agency that no list has, known by whom the others credit."""
    for agency in ("AFP", "Austral Wire"):
        own = report(*STORY, publisher=agency, day="2031-03-05")
        copy = report(("byline", agency), *STORY, QUOTE, publisher="The Valley Times", day="2031-03-04")
        copies = gathered(own, copy)
        (group,) = copies.result()
        assert group.origin == own.document.id
        assert agency in group.why
        assert copies.origins().of(copy.document.id, at(copy, LEDE)) == own.document.id
        assert copies.origins().of(own.document.id, at(own, LEDE)) == own.document.id
        assert copies.origins().agency(own.document.id, at(own, LEDE)) == agency


def test_without_credit_the_earliest_report_is_the_origin_and_of_one_day_the_longest() -> None:
    late = report(*STORY, publisher="A", day="2031-03-06")
    early = report(*STORY[:4], publisher="B", day="2031-03-04")
    longer = report(*STORY, "Nobody was hurt.", publisher="C", day="2031-03-04")
    (group,) = gathered(late, early, longer).result()
    assert group.origin == longer.document.id
    assert group.reports[-1] == late.document.id


def test_an_undated_copy_is_found_and_is_never_the_origin() -> None:
    undated = report(*STORY, "It was a cold morning.", day=None, publisher="A")
    dated = report(*STORY, publisher="B", day="2031-03-09")
    (group,) = gathered(undated, dated).result()
    assert group.origin == dated.document.id
    assert group.reports == (dated.document.id, undated.document.id)


def test_two_papers_that_say_an_agency_helped() -> None:
    sign_off = ("credit", "The Associated Press contributed to this report.")
    first, second = (report(*STORY, sign_off, publisher=paper) for paper in ("The Valley Times", "Harbour Post"))
    (group,) = gathered(first, second).result()
    assert group.origin == "AP"
    alone = report(*WATERS, sign_off, publisher="The Valley Times")
    copy = report(*WATERS, publisher="Harbour Post", day="2031-03-05")
    (group,) = gathered(alone, copy).result()
    assert group.origin == alone.document.id


def test_an_edited_copy() -> None:
    """Words replaced, a sentence dropped, one added, marks and case changed: still most of both."""
    edited = [part.replace("before dawn", "in the night").replace("noon", "midday").upper() for part in STORY[:4]]
    first = report(*STORY, publisher="A")
    second = report(*edited, "The ministry did not answer calls.", publisher="B", day="2031-03-05")
    copies = gathered(first, second)
    (group,) = copies.result()
    (pair,) = group.pairs
    assert pair.kind == "copy"
    assert 0.6 < pair.containment < 1
    # an edited word amid copied ones is no new text
    assert copies.origins().of(second.document.id, at(second, "IN THE NIGHT")) == first.document.id
    assert copies.origins().of(second.document.id, at(second, "The ministry did")) == second.document.id


def test_a_brief_out_of_a_long_article() -> None:
    """The shorter is b; what the longer says besides is its own."""
    brief = report(LEDE, CAUSE, publisher="A")
    article = report(*WATERS, *STORY, publisher="B")
    (group,) = gathered(brief, article).result()
    (pair,) = group.pairs
    assert (pair.kind, pair.a, pair.b, pair.containment) == ("partial", article.document.id, brief.document.id, 1.0)


def test_an_article_made_of_two_wires_does_not_chain_them() -> None:
    one = report(("byline", "AFP"), *STORY, publisher="A")
    other = report(("byline", "Reuters"), *WATERS, publisher="B")
    made = report(*STORY, *WATERS, publisher="C")
    copies = gathered(one, other, made)
    groups = copies.result()
    assert {frozenset(group.reports) for group in groups} == {
        frozenset({one.document.id, made.document.id}),
        frozenset({other.document.id, made.document.id}),
    }
    assert {group.origin for group in groups} == {"AFP", "Reuters"}
    origins = copies.origins()
    assert origins.of(made.document.id, at(made, QUEUE)).startswith("agency:AFP/")
    assert origins.of(made.document.id, at(made, BOATS)).startswith("agency:Reuters/")


def test_a_chain_of_partial_pairs_is_not_one_group() -> None:
    """Each shares half with the next; the first and the last share nothing."""
    parts = [*STORY, *WATERS]
    chain = [report(*parts[n : n + 4], publisher=f"Paper {n}") for n in (0, 2, 4)]
    first, _, last = (one.document.id for one in chain)
    assert not any({first, last} <= set(group.reports) for group in gathered(*chain).result())


# --- revisions ---------------------------------------------------------------------------------------------------


def test_a_revision_tells_what_changed() -> None:
    first = report(*STORY, publisher="The Valley Times", day="2031-03-04")
    changed = LEDE.replace("eleven", "fourteen")
    second = report(changed, *STORY[1:], "A fifteenth was let through.", publisher="The Valley Times", day="2031-03-05")
    (group,) = gathered(second, first).result()
    (pair,) = group.pairs
    assert (pair.kind, pair.a, pair.b) == ("revision", first.document.id, second.document.id)
    words = [
        (a.of(first.document.text) if a else None, b.of(second.document.text) if b else None) for a, b in pair.changed
    ]
    assert words == [("eleven", "fourteen"), (None, "A fifteenth was let through")]


def test_one_address_is_one_article_whatever_the_days() -> None:
    uri = "https://valley.example/trucks"
    first = report(*STORY, publisher="A", uri=uri, day="2031-03-04")
    later = report(*STORY[:4], "Corrected: the permit was issued in May.", publisher="A", uri=uri, day="2031-09-04")
    (group,) = gathered(first, later).result()
    assert [pair.kind for pair in group.pairs] == ["revision"]
    elsewhere = report(*STORY[:4], publisher="B", day="2031-09-04")
    assert not gathered(first, elsewhere).result()  # half a year on: no wire copy any more


def test_a_passage_that_was_moved_is_a_change_on_both_sides() -> None:
    first = report(LEDE, CAUSE, QUEUE, PRICE, publisher="A", day="2031-03-04")
    second = report(CAUSE, LEDE, QUEUE, TALKS, PRICE, publisher="A", day="2031-03-05")
    (group,) = gathered(first, second).result()
    added = [b.of(second.document.text) for _, b in group.pairs[0].changed if b]
    assert added == [TALKS.rstrip(".")]


# --- what is no copying ------------------------------------------------------------------------------------------


def test_a_quotation_that_both_carry_is_no_copying() -> None:
    first = report(f"{QUOTE}, the union's leader said at the gate on Tuesday.", LEDE, publisher="A")
    second = report(f"Asked about the trucks, Mara Lind said: {QUOTE}.", publisher="B")
    copies = gathered(first, second)
    assert not copies.result()
    assert copies.origins().of(second.document.id, at(second, "three times before")) == second.document.id


@pytest.mark.parametrize(
    "carried",
    [
        "MR. ORTEGA: " + QUOTE.strip('"'),
        QUOTE.strip('"') + "\n— Mara Lind (@maralind) March 4, 2031",
    ],
)
def test_nor_is_one_without_marks(carried: str) -> None:
    """A transcript, or a post under its author's handle."""
    first, second = report(carried, LEDE, publisher="A"), report(carried, FLOOD, publisher="B")
    assert not gathered(first, second).result()


def test_what_surrounds_the_article_is_no_shared_text() -> None:
    roles: tuple[Role, ...] = ("boilerplate", "teaser", "comment", "credit")
    around: list[tuple[Role, str]] = [(role, text) for role, text in zip(roles, WATERS, strict=True)]
    first = report(LEDE, *around, CAUSE, publisher="A")
    second = report(*around, QUEUE, PRICE, publisher="B")
    copies = gathered(first, second)
    assert not copies.result()
    assert not copies.origins().copied(second.document.id)


def test_a_picture_s_caption_that_both_bought_makes_no_copy() -> None:
    caption: tuple[Role, str] = ("caption", " ".join(WATERS))
    first, second = report(LEDE, CAUSE, caption, publisher="A"), report(TALKS, caption, publisher="B")
    copies = gathered(first, second)
    assert not copies.result()
    assert copies.origins().of(second.document.id, at(second, FLOOD)) != second.document.id  # its words are copied


def test_stock_phrases_are_no_copying() -> None:
    phrase = "at a joint news conference with his Kestrian counterpart on Tuesday"
    first, second = report(f"He spoke {phrase}.", LEDE), report(f"She was asked {phrase}.", FLOOD, BOATS)
    copies = gathered(first, second)
    assert not copies.result()
    assert not copies.origins().copied(first.document.id)
    assert not copies.origins().copied(second.document.id)


def test_one_sentence_copied_inside_a_longer_article_is_known() -> None:
    first = report(*STORY, publisher="A", day="2031-03-04")
    second = report(*WATERS, PRICE, publisher="B", day="2031-03-06")
    copies = gathered(first, second)
    assert not copies.result()
    origins = copies.origins()
    assert origins.of(second.document.id, at(second, PRICE)) == first.document.id
    assert origins.of(second.document.id, at(second, FLOOD)) == second.document.id
    assert origins.mostly(second.document.id) == second.document.id


def test_a_copied_sentence_goes_back_as_far_as_its_origin_does() -> None:
    wire = report(("byline", "AFP"), *STORY, publisher="A", day="2031-03-04")
    copy = report(*STORY, publisher="B", day="2031-03-04")
    quoting = report(*WATERS, PRICE, publisher="C", day="2031-03-05")
    origins = gathered(wire, copy, quoting).origins()
    assert origins.of(quoting.document.id, at(quoting, PRICE)).startswith("agency:AFP/")
    assert origins.agency(quoting.document.id, at(quoting, PRICE)) == "AFP"


def test_reports_without_words() -> None:
    assert not gathered(report(("boilerplate", LEDE)), report(("teaser", LEDE)), report("...")).result()


# --- credits -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "words", "authors", "helpers"),
    [
        ("dateline", "HELSINKI (AP) —", ("AP",), ()),
        ("dateline", "TELN, March 4 (Austral Wire) -", ("Austral Wire",), ()),
        ("dateline", "TELN (Kestria) -", (), ()),
        ("byline", "By MARA LIND, Associated Press", ("AP",), ()),
        ("byline", "By Mara Lind, CNN, AP", ("CNN", "AP"), ()),
        ("byline", "By April Apostol", (), ()),
        ("credit", "— Reuters", ("Reuters",), ()),
        ("credit", "The Associated Press contributed to this report.", (), ("AP",)),
        ("credit", "Based on reporting by Reuters and AFP", (), ("Reuters", "AFP")),
        ("credit", "(AP Photo/Mara Lind)", (), ()),
        ("credit", "Photo: Mara Lind, AP", (), ()),
        ("boilerplate", "Copyright 2031 The Associated Press. All rights reserved.", ("AP",), ()),
        ("body", "Reuters reported that the trucks had gone.", (), ()),
    ],
)
def test_whom_a_report_credits(role: Role, words: str, authors: tuple[str, ...], helpers: tuple[str, ...]) -> None:
    found = credits_of(report((role, words), publisher="The Valley Times").document)
    assert (found.authors, found.helpers) == (authors, helpers)


def test_a_publisher_does_not_credit_itself() -> None:
    assert credits_of(report(("byline", "By Mara Lind, CNN"), publisher="cnn.com").document).authors == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [("Associated Press", "AP"), ("apnews.com", "AP"), ("www.washingtonpost.com", "Washington Post"), ("The X", "X")],
)
def test_names_of_outlets(written: str, name: str) -> None:
    assert named(written) == name


def test_two_spellings_have_one_key() -> None:
    assert key("The Star Tribune") == key("startribune.com") == "startribune"
    assert is_agency("Agence France-Presse")
    assert not is_agency("The Valley Times")


def test_what_came_through_an_outlet_is_that_outlet_s() -> None:
    text = "The minister told Interfax that the gates had been opened in time."
    span = Span(text.index("the gates"), len(text) - 1)
    statement = Statement(
        id="s-1", source=None, cue=None, content=(span,), quotation="indirect", act="STATE", certainty="CT+",
        via=("BBC", "Interfax"), score=1.0, origin=Origin("statements", "test", "1"),
    )  # fmt: skip
    one = report(text, statements=(statement,))
    origins = gathered(one).origins()
    assert origins.agency(one.document.id, span) == "Interfax"
    assert origins.agency(one.document.id, Span(0, 12)) is None
    assert origins.of(one.document.id, span) == one.document.id


# --- order and time ----------------------------------------------------------------------------------------------


def many(seed: int, count: int = 40) -> list[Report]:
    """Changed copies and mixtures of the two stories."""
    rng = random.Random(seed)
    out = []
    for number in range(count):
        parts = [part for part in rng.choice([STORY, WATERS, STORY + WATERS]) if rng.random() > 0.25]
        words = [word if rng.random() > 0.04 else f"word{rng.randrange(99)}" for word in "\n".join(parts).split(" ")]
        day = None if number % 9 == 8 else f"2031-03-{1 + number % 7:02}"
        out.append(report(*" ".join(words).split("\n"), publisher=f"Paper {number % 11}", day=day, uri=str(number)))
    return out


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_reports_makes_no_difference(seed: int) -> None:
    reports = many(seed)
    straight = gathered(*reports)
    random.Random(seed).shuffle(reports)
    shuffled = gathered(*reports)
    assert straight.result() == shuffled.result()
    for one in reports:
        assert straight.origins().copied(one.document.id) == shuffled.origins().copied(one.document.id)


def test_asking_on_the_way_changes_nothing() -> None:
    """Streamed is the same as all at once."""
    reports = many(7)
    streamed = Copies()
    for one in reports:
        streamed.add(one)
        streamed.result()
    assert streamed.result() == gathered(*reports).result()


def test_every_pair_and_group_is_sound() -> None:
    reports = {one.document.id: one for one in many(5, 60)}
    copies = gathered(*reports.values())
    for group in copies.result():
        assert group.origin in reports or not group.origin.startswith("d-")
        for pair in group.pairs:
            assert {pair.a, pair.b} <= set(group.reports)
            assert 0 < pair.containment <= 1
            for in_a, in_b in pair.shared:
                a, b = reports[pair.a].document.text, reports[pair.b].document.text
                assert in_a.of(a).split() == in_b.of(b).split()
    origins = copies.origins()
    for one in reports.values():
        stretches = [span for span, _ in origins.copied(one.document.id)]
        assert all(before.end <= after.start for before, after in pairwise(stretches))
        assert all(span.end <= len(one.document.text) for span in stretches)


# --- words and runs ----------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from("ark bay cod den elm fig gum hut ink jar kin log".split()), max_size=60)


@given(WORDS, WORDS, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_aligned_runs_hold_the_same_words(one: list[str], other: list[str], cut: int, again: int) -> None:
    """In both texts, inside them, without overlap; and all of a longer common run is found."""
    mixed = one[cut : cut + 25] + other + one[again : again + 15]
    a, b = text_of(report(" ".join(one) or "x")), text_of(report(" ".join(mixed) or "y", "z"))
    aligned = align(Indexed(a), b)
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    for run in aligned.runs:
        assert run.count >= ROW
        assert list(a.words[run.a : run.a + run.count]) == list(b.words[run.b : run.b + run.count])
        for seen, first in ((seen_a, run.a), (seen_b, run.b)):
            places = set(range(first, first + run.count))
            assert not places & seen
            seen |= places
    assert max(seen_a, default=-1) < len(a)
    assert max(seen_b, default=-1) < len(b)
    if len(one[cut : cut + 25]) >= ROW:
        assert aligned.words >= ROW
    turned = aligned.turned()
    assert (turned.words, turned.own) == (aligned.words, aligned.own)


@given(WORDS, WORDS, st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_a_long_common_run_has_a_common_fingerprint(one: list[str], other: list[str], cut: int) -> None:
    run = one[cut : cut + ROW + WINDOW - 1]
    if len(run) < ROW + WINDOW - 1:
        return
    a, b = text_of(report(" ".join(one))), text_of(report(" ".join(other + run + other)))
    assert set(fingerprints(a.rows)) & set(fingerprints(b.rows))


def test_words_are_told_apart_from_their_dress() -> None:
    plain = text_of(report("The U.S. minister's 2,000 men didn't leave"))
    dressed = text_of(report("THE US MINISTER’S 2000 MEN DIDN’T LEAVE!"))
    assert list(plain.words) == list(dressed.words)


def test_a_stretch_is_cut_where_text_was_left_out() -> None:
    """No span of shared words may hold an advertisement."""
    whole = report(LEDE, CAUSE)
    broken = report(LEDE, ("boilerplate", "Read more in our newsletter"), CAUSE, publisher="B")
    (group,) = gathered(whole, broken).result()
    (pair,) = group.pairs
    texts = {one.document.id: one.document.text for one in (whole, broken)}
    assert [span.of(texts[pair.a]) for span, _ in pair.shared] == [LEDE.rstrip("."), CAUSE.rstrip(".")]
    assert [span.of(texts[pair.b]) for _, span in pair.shared] == [LEDE.rstrip("."), CAUSE.rstrip(".")]
