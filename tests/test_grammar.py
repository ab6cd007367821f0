"""What is asked of a sentence's tree."""

from __future__ import annotations

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
