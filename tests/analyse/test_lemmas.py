"""Edit scripts turn forms into lemmas and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.analyse.lemmas import lemma, script


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
