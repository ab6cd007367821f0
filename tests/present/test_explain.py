"""Names of rules in words."""

import pytest

from standoff.present.explain import event_rule, statement_rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("verb.say/denial", ["that-clause", "said to be false"]),
        ("noun.of/cue", ["noun of saying", "the cue itself names the act"]),
        ("quote.alone/learned", ["neither cue nor speaker", "cue head"]),
        ("phrase.according-to/stated", ["according to"]),
    ],
)
def test_a_statements_rule_says_how_it_was_found_and_decided(rule: str, words: list[str]) -> None:
    """Both halves of the name are explained."""
    assert all(w in statement_rule(rule) for w in words)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("act.REJECT", "statement of act REJECT"),
        ("network", "head alone"),
        ("seize.v+network", "triggers.csv, and the network"),
    ],
)
def test_an_events_rule_names_its_table_or_head(rule: str, words: str) -> None:
    """A reader finds the row again."""
    assert words in event_rule(rule)
