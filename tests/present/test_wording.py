"""Words that lists and the brief share."""

import pytest

from standoff.present import names, wording


@pytest.mark.parametrize(
    ("figure", "unit", "told"),
    [
        ("80", "km", "80 km"),
        ("3,400,000,000", "USD", "3,400,000,000 USD"),
        ("20–30", "percent", "20–30 percent"),
        ("2", "mile", "2 miles"),
        ("1", "mile", "1 mile"),
        ("6", "foot", "6 feet"),
        ("9,000", "person", "9,000"),
        ("2", "ship", "2"),
    ],
)
def test_a_figure_has_its_measure(figure: str, unit: str, told: str) -> None:
    """ "80" of a border says nothing; "9,000 troops" are people anyway."""
    assert wording.in_unit(figure, unit) == told


@pytest.mark.parametrize(("name", "code"), [("russia", "RUS"), ("the United States", "USA"), ("Ruritania", None)])
def test_states_by_their_names(name: str, code: str | None) -> None:
    assert names.state_called(name) == code
