"""What is asked of a sentence's tree."""

from __future__ import annotations

from tests.resolve.test_coref import build

from standoff.grammar import Tree
from standoff.model import Sentence, Span, Token

TEXT = "The alliance said on Monday that it would leave."


def sentence() -> Sentence:
    """Words in a row, each hanging on the one before; the full stop follows without a blank."""
    tokens, at = [], 0
    for i, form in enumerate(TEXT.replace(".", " .").split()):
        at = TEXT.index(form, at)
        tokens.append(Token(Span(at, at + len(form)), form, form, "X", "X", i - 1, "dep" if i else "root"))
        at += len(form)
    return Sentence(Span(0, len(TEXT)), tuple(tokens))


def test_tokens_of_a_stretch_are_those_that_share_text_with_it() -> None:
    tree = Tree(sentence())
    for start in range(len(TEXT)):
        for end in range(start + 1, len(TEXT) + 3):
            span = Span(start, end)
            inside = [i for i, token in enumerate(tree.tokens) if token.span.overlaps(span)]
            assert tree.at(span) == inside
            assert tree.head_of(span) == (inside[0] if inside else None)
    assert tree.at(Span(3, 4)) == [] and tree.at(Span(900, 901)) == []


def test_a_no_before_the_verb_is_its_own_only_on_its_subject() -> None:
    """The tree hung the plan of '"We have no plan," she told them' on the verb of saying."""
    quoted = build("We/PRON/2/nsubj have/VERB/6/ccomp no/DET/4/det plan/NOUN/6/obj she/PRON/6/nsubj told/VERB/0/root")
    assert not Tree(quoted[1].sentences[0]).is_negated(5)
    told = build("She/PRON/2/nsubj gave/VERB/0/root no/DET/4/det reason/NOUN/2/obj")
    assert Tree(told[1].sentences[0]).is_negated(1)
