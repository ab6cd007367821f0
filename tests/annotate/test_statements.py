"""Statements from hand-built trees: rows are marked sentences, so that each shows the rule it stands for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.annotate.statements import RULES, find_statements
from standoff.annotate.statements.cues import lexicon
from standoff.annotate.statements.families import _FAMILIES
from standoff.model import ACTS, Analysis, Document, Sentence, Span, Statement, Token, Zone

SAID_THAT = """
The the DET DT 2 det
ministry ministry NOUN NN 3 nsubj
said say VERB VBD 0 root
that that SCONJ IN 7 mark
talks talk NOUN NNS 7 nsubj
had have AUX VBD 7 aux
ended end VERB VBN 3 ccomp
. . PUNCT . 3 punct
"""
URGED = """
Lisbon Lisbon PROPN NNP 2 nsubj
urged urge VERB VBD 0 root
the the DET DT 4 det
mutineers mutineer NOUN NNS 2 obj
to to PART TO 6 mark
leave leave VERB VB 2 xcomp
. . PUNCT . 2 punct
"""
ACCUSED = """
Baku Baku PROPN NNP 2 nsubj
accused accuse VERB VBD 0 root
Yerevan Yerevan PROPN NNP 2 obj
of of SCONJ IN 5 mark
shelling shell VERB VBG 2 advcl
villages village NOUN NNS 5 obj
. . PUNCT . 2 punct
"""
NOT_RULED_OUT = """
Oslo Oslo PROPN NNP 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
rule rule VERB VB 0 root
out out ADP RP 4 compound:prt
sanctions sanction NOUN NNS 4 obj
. . PUNCT . 4 punct
"""
ACCORDING = """
Rebels rebel NOUN NNS 2 nsubj
fled flee VERB VBD 0 root
, , PUNCT , 7 punct
according accord VERB VBG 7 case
to to ADP IN 4 fixed
the the DET DT 7 det
army army NOUN NN 2 obl
. . PUNCT . 2 punct
"""
PERFORMED = """
" " PUNCT `` 3 punct
I I PRON PRP 3 nsubj
urge urge VERB VBP 10 ccomp
Russia Russia PROPN NNP 3 obj
to to PART TO 6 mark
stop stop VERB VB 3 xcomp
, , PUNCT , 3 punct
" " PUNCT '' 3 punct
Rasmussen Rasmussen PROPN NNP 10 nsubj
said say VERB VBD 0 root
. . PUNCT . 10 punct
"""
DOUBTED = """
NATO NATO PROPN NNP 4 nsubj
can can AUX MD 4 aux
not not PART RB 4 advmod
confirm confirm VERB VB 0 root
that that SCONJ IN 8 mark
Moscow Moscow PROPN NNP 8 nsubj
is be AUX VBZ 8 aux
withdrawing withdraw VERB VBG 4 ccomp
. . PUNCT . 4 punct
"""

VOICED = """
Concern concern NOUN NN 3 nsubj:pass
was be AUX VBD 3 aux:pass
voiced voice VERB VBN 0 root
by by ADP IN 5 case
Oslo Oslo PROPN NNP 3 obl:agent
over over ADP IN 8 case
the the DET DT 8 det
arrests arrest NOUN NNS 1 nmod
. . PUNCT . 3 punct
"""
REMARKED = """
The the DET DT 2 det
ministry ministry NOUN NN 3 nsubj
said say VERB VBD 0 root
talks talk NOUN NNS 6 nsubj
had have AUX VBD 6 aux
ended end VERB VBN 3 ccomp
, , PUNCT , 9 punct
a a DET DT 9 det
claim claim NOUN NN 6 appos
Lisbon Lisbon PROPN NNP 11 nsubj
doubts doubt VERB VBZ 9 acl:relcl
. . PUNCT . 3 punct
"""
LED = """
Kowal Kowal PROPN NNP 2 nsubj
said say VERB VBD 0 root
: : PUNCT : 2 punct
"""
QUOTED = """
" " PUNCT `` 4 punct
Talks talk NOUN NNS 4 nsubj
have have AUX VBP 4 aux
ended end VERB VBN 0 root
. . PUNCT . 4 punct
" " PUNCT '' 4 punct
"""
THEY_MUST = """
Lawmakers lawmaker NOUN NNS 2 nsubj
said say VERB VBD 0 root
he he PRON PRP 5 nsubj
should should AUX MD 5 aux
go go VERB VB 2 ccomp
. . PUNCT . 2 punct
"""


def build(text: str, *trees: str) -> tuple[Document, Analysis]:
    """A hand-built report. Each tree is lines of ``form lemma upos xpos head relation``, heads 1-based, 0 root."""
    at = 0
    sentences = []
    for tree in trees:
        tokens = []
        for line in tree.strip().splitlines():
            form, lemma, upos, xpos, head, relation = line.split()
            start = text.index(form, at)
            at = start + len(form)
            tokens.append(Token(Span(start, at), form, lemma, upos, xpos, int(head) - 1, relation))
        sentences.append(Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens)))
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(id="d-test", sha256=sha, text=text, zones=(Zone(Span(0, len(text)), "body"),))
    return document, Analysis(tuple(sentences), (), "by hand")


def marked(text: str) -> str:
    return re.sub(r"\[(source|cue|content) ([^\]]*)\]", r"\2", text)


def mark(text: str, statement: Statement) -> str:
    spans = [(s, "content") for s in statement.content]
    spans += [(s, name) for s, name in ((statement.source, "source"), (statement.cue, "cue")) if s is not None]
    for span, name in sorted(spans, reverse=True):
        text = f"{text[: span.start]}[{name} {span.of(text)}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("wanted", "tree", "act", "certainty"),
    [
        ("[source The ministry] [cue said] that [content talks had ended].", SAID_THAT, "STATE", "CT+"),
        ("[source Lisbon] [cue urged] the mutineers [content to leave].", URGED, "REQUEST", "U"),
        ("[source Baku] [cue accused] Yerevan of [content shelling villages].", ACCUSED, "ACCUSE", "CT+"),
        ("[source Oslo] [cue did not rule out] [content sanctions].", NOT_RULED_OUT, "STATE", "PS+"),
        ("[content Rebels fled], [cue according to] [source the army].", ACCORDING, "STATE", "CT+"),
        ('"[content I urge Russia to stop]," [source Rasmussen] [cue said].', PERFORMED, "REQUEST", "U"),
        ("[source NATO] [cue can not confirm] that [content Moscow is withdrawing].", DOUBTED, "DOUBT", "U"),
    ],
)
def test_statement_parts(wanted: str, tree: str, act: str, certainty: str) -> None:
    """Source, cue and content stand where the codebook puts them, and the act is what the source does."""
    document, analysis = build(marked(wanted), tree)
    (statement,) = find_statements(document, analysis)
    assert mark(document.text, statement) == wanted
    assert (statement.act, statement.certainty) == (act, certainty)
    assert statement.origin.stage == "statements"


def test_a_passive_light_verb_stands_after_its_noun() -> None:
    """As in "Concern was voiced by ..." breaks no report."""
    document, analysis = build("Concern was voiced by Oslo over the arrests.", VOICED)
    for statement in find_statements(document, analysis):
        assert statement.cue is not None and statement.cue.start < statement.cue.end


def test_a_comment_on_what_was_said_is_no_content() -> None:
    document, analysis = build("The ministry said talks had ended, a claim Lisbon doubts.", REMARKED)
    said = next(s for s in find_statements(document, analysis) if s.cue and s.cue.of(document.text) == "said")
    assert [c.of(document.text) for c in said.content] == ["talks had ended"]


def test_a_colon_gives_the_cue_to_the_quote_after_it() -> None:
    document, analysis = build('Kowal said: "Talks have ended."', LED, QUOTED)
    (statement,) = find_statements(document, analysis)
    assert statement.cue is not None and statement.cue.of(document.text) == "said"


def test_he_is_none_of_several_speakers() -> None:
    """As in "Lawmakers said he should go" asks another to go."""
    document, analysis = build("Lawmakers said he should go.", THEY_MUST)
    (statement,) = find_statements(document, analysis)
    assert statement.act == "REQUEST"


def test_addressee_is_no_content() -> None:
    """The one who is urged is an addressee; the one who is accused a target."""
    document, analysis = build("Lisbon urged the mutineers to leave.", URGED)
    (statement,) = find_statements(document, analysis)
    assert [s.of(document.text) for s in statement.addressees_at] == ["the mutineers"]
    document, analysis = build("Baku accused Yerevan of shelling villages.", ACCUSED)
    (statement,) = find_statements(document, analysis)
    assert [s.of(document.text) for s in statement.targets_at] == ["Yerevan"]


def test_same_text_same_ids() -> None:
    """Ids depend on the document and the words, nothing else."""
    document, analysis = build("The ministry said that talks had ended.", SAID_THAT)
    assert find_statements(document, analysis, version="1") == find_statements(document, analysis, version="1")


def test_other_zones_make_no_statement() -> None:
    """What stands in a teaser or a comment is not part of the record."""
    document, analysis = build("The ministry said that talks had ended.", SAID_THAT)
    teaser = tuple(Sentence(s.span, s.tokens, "teaser") for s in analysis.sentences)
    assert find_statements(document, Analysis(teaser, (), "by hand")) == ()


def test_every_rule_is_explained() -> None:
    """The rule in a record's origin is one that ``why`` can explain, and every family of the table has its function."""
    source = Path(__file__).parents[2] / "src" / "standoff" / "annotate" / "statements"
    named = {
        rule
        for file in ("act", "ahead", "charges", "denials", "families", "said")
        for act, rule in re.findall(
            r'"([A-Z]+)"\)?(?: if .{1,40} else .{1,20})?, "([a-z][a-z -]+)"', (source / f"{file}.py").read_text()
        )
        if act in ACTS
    }
    assert {"stated", "told", "cue", "must", "self-threat", "denial", "wrong"} <= named <= set(RULES)
    for entries in lexicon().verbs.values():
        for _, rows in entries:
            for row in rows:
                assert row.decide in ACTS or row.decide in _FAMILIES, row


WORDS = [
    "said",
    "Moscow",
    "that",
    ",",
    '"',
    "“",
    "”",
    "'",
    "he",
    "denied",
    "attack",
    "to",
    "not",
    ":",
    ";",
    ".",
    "told",
    "us",
]
RELATIONS = [
    "nsubj",
    "obj",
    "ccomp",
    "xcomp",
    "advcl",
    "obl",
    "mark",
    "case",
    "conj",
    "cc",
    "parataxis",
    "punct",
    "acl",
    "aux",
]
CLASSES = ["VERB", "NOUN", "PROPN", "PUNCT", "SCONJ", "ADP", "PRON", "AUX", "PART", "ADV"]
TAGS = ["VBD", "VB", "VBG", "VBN", "NN", "IN", ",", "TO", "MD"]


@st.composite
def nonsense(draw: st.DrawFn) -> tuple[Document, Analysis]:
    """A report of words in any order under any tree."""
    text, sentences = "", []
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(1, 12))
        root = draw(st.integers(0, n - 1))
        order = draw(st.permutations([i for i in range(n) if i != root]))
        heads, placed = {root: -1}, [root]
        for i in order:
            heads[i] = draw(st.sampled_from(placed))
            placed.append(i)
        tokens = []
        for i in range(n):
            form = draw(st.sampled_from(WORDS))
            start = len(text)
            text += form + draw(st.sampled_from([" ", "", "\n"]))
            relation = "root" if i == root else draw(st.sampled_from(RELATIONS))
            upos, xpos = draw(st.sampled_from(CLASSES)), draw(st.sampled_from(TAGS))
            tokens.append(Token(Span(start, start + len(form)), form, form.lower(), upos, xpos, heads[i], relation))
        sentences.append(Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens)))
    document = Document(id="d-x", sha256="0", text=text, zones=(Zone(Span(0, len(text)), "body"),))
    return document, Analysis(tuple(sentences), (), "nonsense")


@settings(max_examples=400, deadline=None)
@given(nonsense())
def test_no_tree_breaks_a_report(report: tuple[Document, Analysis]) -> None:
    """Whatever the analyser says, no exception, and every span lies inside the text."""
    document, analysis = report
    ids = set()
    for statement in find_statements(document, analysis, version="0"):
        spans = [*statement.content, *statement.addressees_at, *statement.targets_at, *statement.via_at]
        spans += [s for s in (statement.source, statement.cue, statement.condition) if s is not None]
        assert all(0 <= s.start < s.end <= len(document.text) for s in spans)
        assert statement.content
        assert statement.id not in ids
        ids.add(statement.id)
