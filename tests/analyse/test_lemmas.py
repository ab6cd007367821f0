"""Edit scripts turn forms into lemmas and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.analyse.lemmas import lemma, mend, script


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("denied", "deny"),
        ("troops", "troop"),
        ("Moscow", "Moscow"),
        ("The", "the"),
        ("was", "be"),
        ("n't", "not"),
        ("WITHDREW", "withdraw"),
    ],
)
def test_script_and_back(form: str, base: str) -> None:
    """The script of a pair gives the lemma again."""
    assert lemma(form, script(form, base)) == base


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_script_on_its_own_form(form: str, base: str) -> None:
    """Also where they have nothing in common."""
    if len(form.lower()) == len(form):
        assert lemma(form, script(form, base)) == base


@pytest.mark.parametrize(
    ("form", "guess", "xpos", "better"),
    [
        ("rejected", "rejecte", "VBD", "reject"),
        ("announced", "be", "VBD", "be"),
        ("fired", "fir", "VBD", "fire"),
        ("planned", "plann", "VBN", "plan"),
        ("supplies", "supplie", "NNS", "supply"),
        ("withdrew", "withdrew", "VBD", "withdraw"),
        ("shelling", "shell", "VBG", "shell"),
        ("troops", "troop", "NNS", "troop"),
        ("Zorbles", "zorble", "NNS", "zorble"),
    ],
)
def test_a_lemma_that_is_no_word_is_mended(form: str, guess: str, xpos: str, better: str) -> None:
    """By regular endings and the irregular verbs; a word that nobody knows stays as the network has it."""
    words = {"reject", "fire", "fir", "plan", "supply", "shell", "troop", "be"}
    assert mend(form, guess, xpos, words) == better
