"""Tangles: speech inside speech, under quotation marks of every kind and mostly wrong, and what holds all the same.

A cheap stand-in writes each report together with its trees: clauses that report clauses, with marks that open and never
close, close and never opened, stick to words or stand alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.steps import steps

from standoff import resolve
from standoff.annotate.events import find_events
from standoff.annotate.quantities import attribute, find_quantities
from standoff.annotate.statements import find_statements
from standoff.annotate.statements.quotes import Quotes
from standoff.annotate.times import find_times
from standoff.model import Analysis, Document, Sentence, Span, Statement, Token, Zone

MARKS = ["", "“", '"', "‘", "'", "”", "’", "``", "''", "„", "«", "»", "“‘", "\"'", "‹"]
SPEAKERS = [
    [("Lima", "PROPN", "NNP")],
    [("the", "DET", "DT"), ("ministry", "NOUN", "NN")],
    [("a", "DET", "DT"), ("NATO", "PROPN", "NNP"), ("official", "NOUN", "NN")],
    [("she", "PRON", "PRP")],
    [("Reuters", "PROPN", "NNP")],
    [("40", "NUM", "CD"), ("envoys", "NOUN", "NNS")],
]
CUES = ["said", "denied", "warned", "told", "announced", "confirmed", "believes", "threatened", "rejected"]
LEMMAS = {"said": "say", "told": "tell", "believes": "believe"}
DEEDS = [("left", "leave"), ("shelled", "shell"), ("will close", "close"), ("seized", "seize"), ("condemn", "condemn")]
THINGS = ["port", "talks", "attack", "troops", "yesterday"]


class Word:
    """A word of a tree in the making; ``glue``: what stands between it and the word before."""

    def __init__(self, form: str, upos: str, xpos: str, rel: str = "", head: Word | None = None) -> None:
        self.form, self.upos, self.xpos, self.rel, self.head = form, upos, xpos, rel, head
        self.glue = " "


class Writer:
    """Writes clauses by a tape of choices, one byte each; where the tape ends, all choices are the first."""

    def __init__(self, tape: bytes) -> None:
        self.tape, self.at = tape, 0

    def choose(self, n: int) -> int:
        self.at += 1
        return self.tape[self.at - 1] % n if self.at <= len(self.tape) else 0

    def phrase(self, words: list[tuple[str, str, str]], rel: str, head: Word) -> list[Word]:
        top = Word(*words[-1], rel, head)
        return [*(Word(*w, "det" if w[1] == "DET" else "compound", top) for w in words[:-1]), top]

    def mark(self, head: Word) -> list[Word]:
        """A mark or none: a token of its own, or stuck to what follows."""
        form = MARKS[self.choose(len(MARKS))]
        if not form:
            return []
        word = Word(form, "PUNCT", "``", "punct", head)
        word.glue = ["", " ", " ", "\n"][self.choose(4)]
        return [word]

    def clause(self, depth: int) -> tuple[list[Word], Word]:
        """The words of a clause and its verb: a deed, or somebody reporting a clause in one of six orders."""
        kind = self.choose(8)
        if depth == 0 or kind > 5:
            form, _ = DEEDS[self.choose(len(DEEDS))]
            verb = Word(form.split()[-1], "VERB", "VBD")
            aux = [Word("will", "AUX", "MD", "aux", verb)] if " " in form else []
            subject = self.phrase(SPEAKERS[self.choose(len(SPEAKERS))], "nsubj", verb)
            thing = Word(THINGS[self.choose(len(THINGS))], "NOUN", "NN", "obj", verb)
            return [*subject, *aux, verb, *self.mark(verb), thing], verb
        cue = Word(CUES[self.choose(len(CUES))], "VERB", "VBD")
        inner, verb = self.clause(depth - 1)
        speaker = self.phrase(SPEAKERS[self.choose(len(SPEAKERS))], "nsubj", cue)
        inner = [*self.mark(verb), *inner, *self.mark(verb)]
        verb.rel, verb.head = "ccomp", cue
        if kind == 0:
            return [*speaker, cue, Word("that", "SCONJ", "IN", "mark", verb), *inner], cue
        if kind == 1:
            return [*inner, Word(",", "PUNCT", ",", "punct", cue), *speaker, cue], cue
        if kind == 2:  # interrupted
            cut = self.choose(len(inner))
            verb.rel, cue.rel, cue.head, verb.head = "", "parataxis", verb, None
            comma = [Word(",", "PUNCT", ",", "punct", cue) for _ in range(2)]
            return [*inner[:cut], comma[0], cue, *speaker, comma[1], *inner[cut:]], verb
        if kind == 3:
            return [*speaker, cue, Word(":", "PUNCT", ":", "punct", cue), *inner], cue
        if kind == 4:  # "told them to"
            verb.rel, verb.xpos = "xcomp", "VB"
            whom = self.phrase(SPEAKERS[self.choose(len(SPEAKERS))], "obj", cue)
            return [*speaker, cue, *whom, Word("to", "PART", "TO", "mark", verb), *inner], cue
        by = self.phrase(SPEAKERS[self.choose(len(SPEAKERS))], "obl", verb)
        by[-1].head, verb.rel, verb.head = verb, "", None
        lead = Word("according", "VERB", "VBG", "case", by[-1])
        return [lead, Word("to", "ADP", "IN", "fixed", lead), *by, Word(",", "PUNCT", ",", "punct", verb), *inner], verb

    def report(self, sentences: int) -> tuple[Document, Analysis]:
        """The text and what the network would say of it, were it so simple."""
        text, out = "", []
        for n in range(sentences):
            words, root = self.clause(1 + self.choose(4))
            words = [*self.mark(root), *words, Word(".", "PUNCT", ".", "punct", root), *self.mark(root)]
            root.rel = "root"
            words[0].glue = (" ", "\n\n", "\n")[self.choose(3)] if n else ""
            places = {id(word): i for i, word in enumerate(words)}
            tokens = []
            for i, word in enumerate(words):
                stuck = i and (words[i - 1].rel == "punct" and words[i - 1].glue == "")
                text += "" if word.form in ".,:" or stuck else word.glue
                span = Span(len(text), len(text) + len(word.form))
                text += word.form
                head = places[id(word.head)] if word.head is not None else -1
                lemma = LEMMAS.get(word.form, dict(DEEDS).get(word.form, word.form.removesuffix("ed")))
                tokens.append(Token(span, word.form, lemma, word.upos, word.xpos, head, word.rel))
            out.append(Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens)))
        document = Document(id="d-x", sha256="0", text=text, zones=(Zone(Span(0, len(text)), "body"),))
        return document, Analysis(tuple(out), (), "stand-in")


def tangle(tape: bytes) -> tuple[Document, Analysis]:
    """The report that a tape of choices stands for: one to six sentences."""
    writer = Writer(tape)
    return writer.report(1 + writer.choose(6))


def spans(statement: Statement) -> list[Span]:
    """Every span of a statement."""
    single = [s for s in (statement.source, statement.cue, statement.condition) if s is not None]
    return [*single, *statement.content, *statement.addressees_at, *statement.targets_at, *statement.via_at]


def check(statements: tuple[Statement, ...], text: str) -> None:
    """What holds of the statements of any report, however mangled."""
    byid = {s.id: s for s in statements}
    assert len(byid) == len(statements)
    for statement in statements:
        assert all(0 <= s.start < s.end <= len(text) for s in spans(statement))
        assert statement.content
        assert all(any(ch.isalnum() for ch in s.of(text)) for s in statement.content)
        assert all(a.end <= b.start for a, b in zip(statement.content, statement.content[1:], strict=False))
        assert statement.denies is None or (statement.denies in byid and statement.denies != statement.id)
        outer, steps = statement.inside, 0
        while outer is not None:  # raises KeyError where a chain leads out of the report
            outer, steps = byid[outer].inside, steps + 1
            assert steps <= len(statements), "a chain bites its tail"


@settings(max_examples=1_000, deadline=None)
@given(st.binary(min_size=30, max_size=200))
@example(b"")
def test_no_tangle_breaks_a_report(tape: bytes) -> None:
    """No exception; spans inside the text; contents in order; chains that end."""
    document, analysis = tangle(tape)
    check(find_statements(document, analysis, version="0"), document.text)


@cache
def knowledge() -> resolve.Knowledge:
    return resolve.load_knowledge(())


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=30, max_size=200))
def test_no_tangle_breaks_what_follows(tape: bytes) -> None:
    """The other stages take what the statements' finder makes of it, and every span of theirs is inside, too."""
    document, analysis = tangle(tape)
    times = find_times(document, analysis)
    statements = find_statements(document, analysis, version="0")
    quantities = attribute(find_quantities(document, analysis, times), statements)
    events = find_events(document, analysis, statements, times)
    done = resolve.resolve(document, analysis, times, statements, events, quantities, knowledge())
    check(done.statements, document.text)
    assert [s.id for s in done.statements] == [s.id for s in statements]
    found = [*(m.span for m in done.mentions), *(e.trigger for e in done.events), *(q.span for q in done.quantities)]
    found += [span for e in done.events for span in (*e.actors_at, *e.recipients_at)]
    assert all(0 <= span.start < span.end <= len(document.text) for span in found)


FINDERS: dict[str, Callable[[Document, Analysis], object]] = {
    "quotes": lambda document, _: Quotes(document.text),
    "statements": lambda document, analysis: find_statements(document, analysis, version="0"),
}


@pytest.mark.parametrize("name", FINDERS)
def test_steps_grow_with_length_only(name: str) -> None:
    """Ten times the tangle takes about ten times the steps; ``benchmarks/linearity.py`` times it at 1 MB."""
    tape = bytes((i * i * 7 + i // 3) % 251 for i in range(60_000))
    small, large = (Writer(tape).report(n) for n in (30, 300))
    assert steps(lambda: FINDERS[name](*large)) <= 12 * steps(lambda: FINDERS[name](*small))
