"""Numbers and quantities: bounds as written, what is counted, what is no quantity."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps import steps

from standoff.annotate.numbers import find_numbers
from standoff.annotate.quantities import attribute, find_quantities, sector
from standoff.annotate.times import find_times
from standoff.model import Analysis, Document, Entity, Origin, Quantity, Sentence, Span, Statement, Token, Zone

OWN = Path(__file__).parents[3] / "shared" / "own"


def built(line: str, entities: dict[str, str] | None = None, role: str = "body") -> tuple[Document, Analysis]:
    """A one-sentence document from ``form/UPOS/head/relation`` cells, heads 1-based, 0 the root; ``_`` glues to the
    word before.
    """
    text, tokens, named = "", [], []
    for cell in line.split():
        form, upos, head, relation = cell.rsplit("/", 3)
        glued = form.startswith("_") and len(form) > 1
        form = form[1:] if glued else form
        text += "" if glued or not text else " "
        span = Span(len(text), len(text) + len(form))
        text += form
        tokens.append(Token(span, form, form.lower(), upos, "", int(head) - 1, relation))
        if entities and form in entities:
            named.append(Entity(span, entities[form], 1.0))  # type: ignore[arg-type]
    whole = Span(0, len(text))
    document = Document(id="d", sha256="s", text=text, zones=(Zone(whole, role),))  # type: ignore[arg-type]
    return document, Analysis((Sentence(whole, tuple(tokens), role),), tuple(named), "hand")  # type: ignore[arg-type]


def quantities(line: str, entities: dict[str, str] | None = None) -> tuple[Quantity, ...]:
    document, analysis = built(line, entities)
    return find_quantities(document, analysis, find_times(document, analysis))


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "approx"),
    [
        ("at least 40,000 troops", "at least 40,000", 40000, None, False),
        ("around 40,000 troops", "around 40,000", 40000, 40000, True),
        ("more than 100,000 of them", "more than 100,000", 100000, None, False),
        ("up to 300 boats", "up to 300", None, 300, False),
        ("as many as ninety graves", "as many as ninety", None, 90, False),
        ("fewer than 200 stayed", "fewer than 200", None, 200, False),
        ("between 40,000 and 60,000 men", "between 40,000 and 60,000", 40000, 60000, False),
        ("125 to 155 miles", "125 to 155", 125, 155, False),
        ("2,000-2,500 people", "2,000-2,500", 2000, 2500, False),
        ("$2-3 billion", "$2-3 billion", 2e9, 3e9, False),
        ("dozens of houses", "dozens", 24, 99, True),
        ("scores of men", "scores", 40, 99, True),
        ("tens of thousands marched", "tens of thousands", 20000, 99999, True),
        ("hundreds of thousands fled", "hundreds of thousands", 200000, 999999, True),
        ("several hundred caches", "several hundred", 200, 999, True),
        ("a few dozen lawyers", "a few dozen", 24, 99, True),
        ("a dozen boys", "a dozen", 12, 12, False),
        ("two and a half million people", "two and a half million", 2500000, 2500000, False),
        ("half a million people", "half a million", 500000, 500000, True),
        ("one hundred and twenty thousand", "one hundred and twenty thousand", 120000, 120000, False),
        ("thirty-eight men", "thirty-eight", 38, 38, False),
        ("nearly half of the town", "nearly half", 50, 50, True),
        ("two-thirds of the garrison", "two-thirds", 66.7, 66.7, False),
        ("one in five convoys", "one in five", 20, 20, False),
        ("50.2 per cent of votes", "50.2 per cent", 50.2, 50.2, False),
        ("€86bn for banks", "€86bn", 86e9, 86e9, False),
        ("twenty-odd lorries", "twenty-odd", 20, 20, True),
        ("30 or more dead", "30 or more", 30, None, False),
        ("the toll passed 15,000", "15,000", 15000, None, False),
        ("never more than 20 men", "never more than 20", None, 20, False),
        ("handed over 40 men", "40", 40, 40, False),
        ("not a single boat", "not a single", 0, 0, False),
        ("1,00,000 rupees", "1,00,000", 100000, 100000, False),
        ("US $35 million of aid", "US $35 million", 35e6, 35e6, False),
        ("USD40m of aid", "USD40m", 40e6, 40e6, False),
        ("a fine of 900 €.", "900 €", 900, 900, False),
        ("35 000 refugees", "35 000", 35000, 35000, False),
        ("7 1/2 miles", "7 1/2", 7.5, 7.5, False),
        ("2½ tonnes", "2½", 2.5, 2.5, False),
        ("2/3 of the seats", "2/3", 66.7, 66.7, False),
        ("four point five million", "four point five million", 4.5e6, 4.5e6, False),
        ("half million euros", "half million", 500000, 500000, True),
        ("$3.4b", "$3.4b", 3.4e9, 3.4e9, False),
        ("a hundred or higher", "a hundred or higher", 100, None, False),
        ("larger than 40 hectares", "larger than 40", 40, None, False),
    ],
)
def test_a_number_has_the_bounds_that_its_words_give(
    text: str, words: str, low: float | None, high: float | None, approx: bool
) -> None:
    number = next(iter(find_numbers(text)))
    assert (text[number.start : number.end], number.low, number.high, number.approx) == (words, low, high, approx)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789,.-–$%€ abdeimnorstuhxzlkw+/:'\n"), max_size=80))
def test_any_text_gives_numbers_inside_it_in_order(text: str) -> None:
    """Whatever the tangle: spans lie inside the text, in order, apart, and bounds are not crossed."""
    at = 0
    for number in find_numbers(text):
        assert at <= number.start < number.end <= len(text)
        assert number.low is None or number.high is None or number.low <= number.high
        at = number.end


def test_reading_numbers_takes_steps_linear_in_the_length() -> None:
    """``benchmarks/linearity.py`` times it, patterns and all."""
    unit = "more than 40 to 60 thousand and a half of tens of thousands, 10-0, "

    def work(times: int) -> int:
        return steps(lambda: list(find_numbers(unit * times)))

    assert work(400) < 11 * work(40)


def test_a_counted_noun_gives_unit_words_and_holder() -> None:
    [found] = quantities(
        "Kestria/PROPN/2/nsubj has/AUX/3/aux massed/VERB/0/root some/DET/5/advmod 40,000/NUM/6/nummod "
        "troops/NOUN/3/obj "
        "near/ADP/8/case Varna/PROPN/3/obl",
        {"Kestria": "LOC", "Varna": "LOC"},
    )
    assert (found.low, found.high, found.approx, found.unit, found.of) == (40000, 40000, True, "person", "troops")
    assert found.place == "Varna"
    assert sector(found) == "MIL"


def test_a_possessor_is_the_holder() -> None:
    [found] = quantities(
        "Its/PRON/3/nmod:poss 12/NUM/3/nummod frigates/NOUN/4/nsubj sailed/VERB/0/root ././PUNCT/4/punct".replace(
            "./.", "."
        )
    )
    assert found.unit == "ship"
    assert found.holder_at == Span(0, 3)


@pytest.mark.parametrize(
    ("line", "unit", "low"),
    [
        ("They/PRON/2/nsubj paid/VERB/0/root $/SYM/2/obj _700/NUM/5/compound million/NUM/3/nummod", "USD", 7e8),
        ("They/PRON/2/nsubj paid/VERB/0/root 30,000/NUM/4/nummod euros/NOUN/2/obj", "EUR", 30000),
        (
            "A/DET/4/det 15/NUM/4/nummod _-/PUNCT/4/punct _member/NOUN/5/compound council/NOUN/6/nsubj met/VERB/0/root",
            "person",
            15,
        ),
        ("It/PRON/2/nsubj cost/VERB/0/root CHF/PROPN/4/compound 85/NUM/2/obj", "CHF", 85),
        ("They/PRON/2/nsubj hold/VERB/0/root 60/NUM/4/nummod km/NOUN/2/obj _2/NUM/4/nummod", "km2", 60),
        ("It/PRON/2/nsubj did/VERB/0/root 30/NUM/4/nummod miles/NOUN/2/obj an/DET/6/det hour/NOUN/4/dep", "mile/h", 30),
        ("It/PRON/2/nsubj flew/VERB/0/root 770/NUM/4/nummod kilometers/NOUN/2/obl", "km", 770),
        ("Nine/NUM/2/nummod lawmakers/NOUN/3/nsubj left/VERB/0/root", "person", 9),
        ("A/DET/3/det battalion/NOUN/3/nsubj left/VERB/0/root".replace("3/det", "2/det"), "battalion", 1),
    ],
)
def test_units_come_from_the_noun(line: str, unit: str, low: float) -> None:
    [found] = quantities(line)
    assert (found.unit, found.low) == (unit, low)


@pytest.mark.parametrize(
    "line",
    [
        "Jets/NOUN/3/compound F/PROPN/4/compound _-/PUNCT/4/punct _16/NUM/5/nummod fell/VERB/0/root".replace(
            "Jets/NOUN/3", "Old/ADJ/2"
        ),
        "The/DET/3/det Group/PROPN/4/nsubj of/ADP/4/case 20/NUM/2/nmod met/VERB/0/root".replace(
            "3/det", "2/det"
        ).replace("4/nsubj", "5/nsubj"),
        "Flight/PROPN/3/nsubj MH17/PROPN/1/flat fell/VERB/0/root",
        "A/DET/4/det six/NUM/4/nummod _-/PUNCT/4/punct _week/NOUN/5/compound siege/NOUN/6/nsubj ended/VERB/0/root",
        "It/PRON/2/nsubj lasted/VERB/0/root three/NUM/4/nummod days/NOUN/2/obl",
        "It/PRON/2/nsubj began/VERB/0/root in/ADP/4/case 2014/NUM/2/obl",
        "It/PRON/2/nsubj began/VERB/0/root at/ADP/4/case 18:05/NUM/2/obl GMT/PROPN/4/flat",
        "A/DET/6/det 65/NUM/6/nummod _-/PUNCT/2/punct _year/NOUN/2/dep _-/PUNCT/2/punct _old/ADJ/7/amod "
        "man/NOUN/8/nsubj left/VERB/0/root",
        "It/PRON/3/nsubj cited/VERB/0/root Resolution/PROPN/2/obj 1373/NUM/3/nummod".replace("It/PRON/3", "It/PRON/2"),
        "The/DET/3/det two/NUM/3/nummod sides/NOUN/4/nsubj met/VERB/0/root",
        "See/VERB/0/root https://example.org/ls?x=30%/X/1/obj",
        "Born/VERB/3/advcl 25th/ADJ/3/obl left/VERB/0/root",
    ],
)
def test_dates_ages_durations_and_names_are_no_quantities(line: str) -> None:
    assert quantities(line) == ()


def test_only_bearing_zones_make_quantities() -> None:
    document, analysis = built("Nine/NUM/2/nummod lawmakers/NOUN/3/nsubj left/VERB/0/root", role="boilerplate")
    assert find_quantities(document, analysis, ()) == ()


def test_a_quantity_belongs_to_the_innermost_statement_that_holds_it() -> None:
    [found] = quantities("He/PRON/2/nsubj saw/VERB/0/root nine/NUM/4/nummod boats/NOUN/2/obj")
    made = {"quotation": "indirect", "act": "STATE", "certainty": "CT+", "score": 1.0, "origin": Origin("t", "t", "1")}
    outer = Statement(id="outer", source=None, cue=None, content=(Span(0, 17),), **made)  # type: ignore[arg-type]
    inner = Statement(id="inner", source=None, cue=None, content=(Span(3, 17),), **made)  # type: ignore[arg-type]
    assert attribute([found], [outer, inner])[0].attributed_to == "inner"
    assert attribute([found], [])[0].attributed_to is None


@pytest.mark.skipif(not OWN.is_dir(), reason="the marked texts are not here")
def test_numbers_of_our_own_texts_are_read_as_marked() -> None:
    """The grammar alone, without a tree: of the marked quantities, at least 85 in 100 have the marked bounds."""
    right = total = 0
    for path in sorted(OWN.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            report = json.loads(line)
            for marked in report.get("quantities", []):
                total += 1
                bounds = (marked["low"], marked["high"], marked["approx"])
                right += any((n.low, n.high, n.approx) == bounds for n in find_numbers(marked["t"]))
    assert right / total >= 0.85
