"""Varied reports are whole records: every span at its words, every reference at its record."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from benchmarks.exchange import FIGURE, THINGS, Exchange, cased, refigured
from benchmarks.varied import LATE, Maker, Recipe, Varied, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from standoff.grammar import Tree
from standoff.model import Report
from standoff.pipeline import load
from standoff.store import Store, verify
from standoff.store.rows import prepare, records_of, spans

TEXTS = (
    (
        "Norway demands ship back\n\nMOSCOW — Russia seized a Norwegian trawler with 14 crew in the Barents Sea on "
        "Monday, the United States said. Norway's foreign minister, Ida Lunde, demanded that Moscow free the ship at "
        'once. "There is no trawler," said Oleg Marin, a spokesman for the Russian government, who denied that 1,500 '
        "soldiers had been moved to the border. Lunde put them at 2,500 on 4 March.",
        "2031-03-05",
    ),
    (
        "RUSSIAN TROOPS LEAVE VALLEY\n\nNATO could not confirm on Friday that the Russians had withdrawn 40,000 troops "
        "and 3.5 tons of fuel from two villages near Tarvik. Washington doubted it: American officials said about "
        "12,000 were still there. The Norwegians asked the United Kingdom for rockets, and Britain agreed.",
        "2031-03-14",
    ),
    ("Kenya and Ethiopia signed a treaty on the river in Nairobi, Kenyan radio reported.", "2031-05-02"),
)

recipes = st.builds(
    Recipe,
    text=st.integers(0, len(TEXTS) - 1),
    parties=st.integers(0, 1 << 30),
    things=st.integers(0, 1 << 30),
    figures=st.integers(0, 1 << 30),
    days=st.integers(-900, 9000),
    late=st.integers(0, LATE),
    publisher=st.integers(0, 39),
)


@pytest.fixture(scope="module")
def varied() -> Varied:
    nlp = load()
    return Varied([nlp(text, published=day) for text, day in TEXTS])


def words(report: Report) -> list[str]:
    """What every span of its records quotes."""
    return [span.of(report.document.text) for record in records_of(report) for _, span in spans(record)]


@settings(max_examples=150, deadline=None)
@given(recipe=recipes, number=st.integers(0, 99_999))
def test_a_varied_report_is_a_whole_record(varied: Varied, recipe: Recipe, number: int):
    report = varied.make(recipe, number)
    old = varied.coded[recipe.text]
    prepare(report)  # raises for a span outside of the text and for an id that is there twice
    text = report.document.text
    last = 0
    for sentence in report.analysis.sentences:
        for token in sentence.tokens:
            assert token.form == token.span.of(text) and token.span.start >= last
            last = token.span.end
        assert sum(token.head < 0 for token in sentence.tokens) == 1
        heads = [(i, token.head) for i, token in enumerate(sentence.tokens)]
        assert all(head < len(heads) and head != i for i, head in heads)
        assert all(Tree(sentence).depth[i] == (Tree(sentence).depth[head] + 1 if head >= 0 else 0) for i, head in heads)
    statements = {s.id for s in report.statements}
    events = {e.id for e in report.events}
    for mine, theirs in zip(report.statements, old.statements, strict=True):
        assert (mine.inside is None) == (theirs.inside is None) and {mine.inside, mine.denies} <= {*statements, None}
    for event in report.events:
        assert {event.attributed_to, event.statement} <= {*statements, None} and event.same_as in {*events, None}
    assert {q.attributed_to for q in report.quantities} <= {*statements, None}
    assert not {r.id for r in records_of(report)} & {r.id for r in records_of(old)}


@settings(max_examples=40, deadline=None)
@given(recipe=recipes, number=st.integers(0, 99_999))
def test_only_figures_change_with_the_figures(varied: Varied, recipe: Recipe, number: int):
    report = varied.make(Recipe(text=recipe.text, figures=recipe.figures), number)
    masked = [[re.sub(FIGURE, "0", found) for found in words(told)] for told in (report, varied.coded[recipe.text])]
    assert masked[0] == masked[1]


def test_nothing_changes_by_itself(varied: Varied):
    for k, old in enumerate(varied.coded):
        report = varied.make(Recipe(text=k), 0)
        assert report.document.text == old.document.text
        assert report.analysis == old.analysis and words(report) == words(old)
        assert report.document.id != old.document.id


def test_the_same_seed_gives_the_same_report(varied: Varied):
    again = Varied(varied.coded)
    assert [again.report(k) for k in (17, 3, 40)] == [varied.report(k) for k in (17, 3, 40)]
    assert Varied(varied.coded, seed=2).report(3) != varied.report(3)


def test_states_change_places_in_words_and_records(varied: Varied):
    states = dict.fromkeys(varied._states.ids, "KEN") | {"RUS": "USA", "USA": "RUS", "NOR": "ETH"}
    exchange = Exchange(varied._states, states, names={}, things={})
    report = Maker(varied.coded[0], exchange, Recipe(text=0)).report(1, "Post")
    text = report.document.text
    assert text.startswith("Ethiopia demands ship back\n\n") and "United States seized a Ethiopian trawler" in text
    assert "the Russia said" in text and "Washington free the ship" in text and "the American government" in text
    ids = {actor.id for s in report.statements for actor in s.source_actors}
    assert {"USA.GOV", "ETH.GOV"} <= ids and "NOR.GOV" not in ids
    assert report.document.title is not None and report.document.title.value == "Ethiopia demands ship back"


def test_loud_names_stay_loud(varied: Varied):
    states = dict.fromkeys(varied._states.ids, "NOR")
    assert Exchange(varied._states, states, {}, {}).said("RUSSIAN TROOPS") == "NORWEGIAN TROOPS"
    assert (cased("village", "Town"), cased("village", "TOWN"), cased("village", "town")) == (
        "Village",
        "VILLAGE",
        "village",
    )


@given(form=st.one_of(st.integers(0, 10**9).map(str), st.integers(1000, 10**9).map("{:,}".format)), seed=st.integers())
def test_a_figure_is_written_as_it_was(form: str, seed: int):
    new, before, now = refigured(form, Random(seed))
    assert float(new.replace(",", "")) == now and before == float(form.replace(",", ""))
    assert FIGURE.fullmatch(new) and ("," in new) <= ("," in form)


def test_later_reports_are_copies_near_copies_and_news(varied: Varied):
    recipes = [varied.recipe(k) for k in range(400)]
    matters = {(r.text, r.parties) for r in recipes}
    wordings = {(r.text, r.parties, r.things, r.figures) for r in recipes}
    assert 150 < len(matters) < 300 < len(wordings) < 380
    assert len({varied.report(k).document.id for k in range(400)}) == 400


def test_a_copy_has_the_words_of_another(varied: Varied):
    recipe = varied.recipe(0)
    one, other = varied.make(recipe, 0), varied.make(replace(recipe, late=2, publisher=recipe.publisher ^ 1), 1)
    assert one.document.text == other.document.text and one.analysis == other.analysis
    assert one.document.published is not None and other.document.published is not None
    assert one.document.published.value < other.document.published.value
    assert one.document.id != other.document.id


def test_a_store_of_them_is_sound(varied: Varied, tmp_path):
    with Store.open(tmp_path / "varied.db") as store:
        for k in range(12):
            store.add(varied.report(k), coder="test")
        assert list(verify(store)) == []
        assert len(list(store.reports())) == 12


def test_texts_and_things():
    """Texts are there once, things stand in one row each."""
    own = [text for text, _ in texts()]
    assert len(own) == len(set(own)) > 300
    things = [thing for row in THINGS for thing in row]
    assert len(things) == len(set(things)) and all(a != b for a, b in pairwise(things))
