"""Pronouns, bare nouns, first persons, and the roles that records get: on sentences with trees made by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Found,
    Origin,
    Quantity,
    Sentence,
    Span,
    Statement,
    Token,
    Zone,
    document_id,
)
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast
from standoff.resolve.spoken import fill_statements
from standoff.resolve.verbal import fill_deeds, fill_quantities, fill_verbal

ORIGIN = Origin("test", "by hand", "1")


def build(*sentences: str, day: str = "2014-04-10") -> tuple[Document, Analysis]:
    """Sentences of ``form/UPOS/head/deprel`` words, heads from 1, 0 for the root; "_" before a form joins it."""
    text, parsed = "", []
    for line in sentences:
        if text:
            text += " "
        begin, tokens = len(text), []
        for word in line.split():
            form, upos, head, deprel = word.rsplit("/", 3)
            joined = form.startswith("_") or not tokens
            form = form.removeprefix("_")
            text += form if joined else f" {form}"
            span = Span(len(text) - len(form), len(text))
            tokens.append(Token(span, form, form.lower(), upos, upos, int(head) - 1, deprel))
        parsed.append(Sentence(Span(begin, len(text)), tuple(tokens)))
    ident = document_id(text, publisher=None, uri=None)
    zones = (Zone(Span(0, len(text)), "body"),)
    return Document(id=ident, sha256="0", text=text, published=Found(day, "caller"), zones=zones), Analysis(
        tuple(parsed), (), "hand"
    )


def at(document: Document, words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


LAVROV = "Sergei/PROPN/3/nsubj Lavrov/PROPN/1/flat met/VERB/0/root the/DET/5/det ministry/NOUN/3/obj _./PUNCT/3/punct"
KERRY = "John/PROPN/3/nsubj Kerry/PROPN/1/flat left/VERB/0/root _./PUNCT/3/punct"


@pytest.mark.parametrize(
    ("sentences", "words", "actors"),
    [
        # a pronoun goes to the subject before
        (
            [
                "Ukraine/PROPN/2/nsubj told/VERB/0/root Lavrov/PROPN/2/obj _./PUNCT/2/punct",
                "It/PRON/2/nsubj waited/VERB/0/root",
            ],
            "It",
            ["UKR"],
        ),
        ([KERRY, "He/PRON/2/nsubj spoke/VERB/0/root"], "He", ["USA.GOV"]),
        (
            [
                "Houthi/ADJ/2/amod fighters/NOUN/3/nsubj fired/VERB/0/root _./PUNCT/3/punct",
                "They/PRON/2/nsubj fled/VERB/0/root",
            ],
            "They",
            ["YEM.REB"],
        ),
        # possessors pass their side on
        ([KERRY, "His/PRON/2/nmod:poss spokesman/NOUN/3/nsubj spoke/VERB/0/root"], "His spokesman", ["USA.GOV"]),
        # nouns that stand for a body named before
        (
            [
                "NATO/PROPN/2/nsubj met/VERB/0/root _./PUNCT/2/punct",
                "The/DET/2/det alliance/NOUN/3/nsubj waits/VERB/0/root",
            ],
            "The alliance",
            ["NATO"],
        ),
        (
            [
                "Hamas/PROPN/2/nsubj fired/VERB/0/root _./PUNCT/2/punct",
                "The/DET/2/det group/NOUN/3/nsubj waits/VERB/0/root",
            ],
            "The group",
            ["PSE.REB"],
        ),
        # the same noun before
        (
            [
                "Iran/PROPN/4/nmod:poss _'s/PART/1/case foreign/ADJ/4/amod ministry/NOUN/5/nsubj spoke/VERB/0/root "
                "to/ADP/7/case Iraq/PROPN/5/obl",
                "The/DET/2/det ministry/NOUN/3/nsubj waits/VERB/0/root",
            ],
            "The ministry",
            ["IRN.GOV"],
        ),
        # as many as it counts
        (
            [
                "India/PROPN/4/nsubj and/CCONJ/3/cc China/PROPN/1/conj talked/VERB/0/root _./PUNCT/4/punct",
                "The/DET/3/det two/NUM/3/nummod governments/NOUN/4/nsubj agreed/VERB/0/root",
            ],
            "The two governments",
            ["CHN.GOV", "IND.GOV"],
        ),
        # both men are the two persons named last, whatever their names' countries count for
        (
            [
                "Sergei/PROPN/3/nsubj Lavrov/PROPN/1/flat met/VERB/0/root John/PROPN/3/obj Kerry/PROPN/4/flat",
                "Both/DET/2/det men/NOUN/3/nsubj smiled/VERB/0/root",
            ],
            "Both men",
            ["RUS.GOV", "USA.GOV"],
        ),
        # separatists of a breakaway entity that the report names are that entity
        (
            [
                "Transnistria/PROPN/2/nsubj voted/VERB/0/root in/ADP/4/case Moldova/PROPN/2/obl _./PUNCT/2/punct",
                "The/DET/2/det separatists/NOUN/3/nsubj rejoiced/VERB/0/root",
            ],
            "The separatists",
            ["MDA.PRE"],
        ),
        # a stranger named last is whom it means, though his side is not known: no guess at somebody known
        (
            [
                KERRY,
                "Anna/PROPN/3/nsubj Kowal/PROPN/1/flat watched/VERB/0/root",
                "He/PRON/2/nsubj spoke/VERB/0/root",
            ],
            "He",
            [],
        ),
        # nobody before
        (["They/PRON/2/nsubj fled/VERB/0/root"], "They", []),
    ],
)
def test_what_stands_for_what(sentences: list[str], words: str, actors: list[str]) -> None:
    document, analysis = build(*sentences)
    party = Cast(document, analysis, (), load_knowledge()).party(at(document, words))
    assert sorted(party.ids()) == actors


WATERS = [
    "Philippines/PROPN/2/nsubj wrote/VERB/0/root _./PUNCT/2/punct",
    "Japan/PROPN/2/nsubj protested/VERB/0/root _./PUNCT/2/punct",
    "The/DET/3/det coast/NOUN/3/compound guard/NOUN/4/nsubj denied/VERB/0/root it/PRON/4/obj",
]


@pytest.mark.parametrize(("dateline", "actor"), [(None, "JPN.COP"), ("MANILA", "PHL.COP")])
def test_the_dateline_says_whose_coast_guard_it_is(dateline: str | None, actor: str) -> None:
    """A report from Manila means the Philippine coast guard when no words say another."""
    document, analysis = build(*WATERS)
    if dateline is not None:
        document = replace(document, dateline=Found(dateline, "text"))
    party = Cast(document, analysis, (), load_knowledge()).party(at(document, "The coast guard"))
    assert party.ids() == (actor,)
    assert party.guessed


def statement(ident: str, source: Span | None, content: Span, act: str = "STATE", **more: object) -> Statement:
    base = {"quotation": "direct", "certainty": "CT+", "score": 1.0, "origin": ORIGIN, "cue": None}
    return Statement(id=ident, source=source, content=(content,), act=act, **{**base, **more})  # type: ignore[arg-type]


def event(ident: str, trigger: Span, kind: str, **more: object) -> Event:
    return Event(
        **{"id": ident, "trigger": trigger, "type": kind, "mode": None, "score": 1.0, "origin": ORIGIN, **more}
    )  # type: ignore[arg-type]


QUOTE = (
    '"/PUNCT/4/punct _We/PRON/4/nsubj will/AUX/4/aux act/VERB/8/ccomp _"/PUNCT/4/punct '
    "Shinzo/PROPN/8/nsubj Abe/PROPN/6/flat said/VERB/0/root"
)


def test_we_in_a_quote_is_the_speakers_side() -> None:
    """ "We" is Japan's government without a name, "Abe" the person."""
    document, analysis = build(QUOTE, day="2017-08-29")
    outer = statement("s1", at(document, "Shinzo Abe"), at(document, "We will act"))
    inner = statement("s2", at(document, "We"), at(document, "will act"), "COMMIT", inside="s1")
    cast = Cast(document, analysis, (outer, inner), load_knowledge())
    first, second = fill_statements((outer, inner), cast)
    assert first.source_actors == (Actor("JPN.GOV", "Shinzo Abe"),)
    assert second.source_actors == (Actor("JPN.GOV"),)


def test_nobody_known_speaks_with_a_reason() -> None:
    document, analysis = build(
        "It/PRON/2/nsubj rained/VERB/3/ccomp say/VERB/0/root Western/ADJ/5/amod diplomats/NOUN/3/nsubj"
    )
    one = statement("s1", at(document, "Western diplomats"), at(document, "It rained"))
    (done,) = fill_statements((one,), Cast(document, analysis, (one,), load_knowledge()))
    assert done.source_actors == ()
    assert done.unresolved is not None
    assert done.unresolved.reason


BOMBED = "Russia/PROPN/2/nsubj bombed/VERB/0/root Ukraine/PROPN/2/obj _./PUNCT/2/punct"


def test_the_role_decides_what_a_country_is() -> None:
    """Force comes from the military and falls on the country; talks are between governments."""
    document, analysis = build(BOMBED, "Russia/PROPN/2/nsubj met/VERB/0/root Ukraine/PROPN/2/obj")
    cast = Cast(document, analysis, (), load_knowledge())
    russia, ukraine = (at(document, "Russia"),), (at(document, "Ukraine"),)
    hit = event("e1", at(document, "bombed"), "ASSAULT", mode="aerial", actors_at=russia, recipients_at=ukraine)
    met = event("e2", at(document, "met"), "CONSULT", actors_at=russia, recipients_at=ukraine)
    first, second = fill_verbal(fill_deeds((hit, met), cast), (), cast)
    assert (first.actors, first.recipients) == ((Actor("RUS.MIL"),), (Actor("UKR"),))
    assert (second.actors, second.recipients) == ((Actor("RUS.GOV"),), (Actor("UKR.GOV"),))
    held = Quantity(
        id="q",
        span=ukraine[0],
        low=1,
        high=1,
        approx=False,
        unit="person",
        of="troops",
        holder_at=russia[0],
        origin=ORIGIN,
    )
    (counted,) = fill_quantities((held,), cast)
    assert counted.holder == Actor("RUS.MIL")


def test_media_make_no_events_by_speaking() -> None:
    """A verbal event takes its actors from its statement; where a medium speaks it goes, and so do pointers to it."""
    document, analysis = build(
        "Reuters/PROPN/2/nsubj urged/VERB/0/root Russia/PROPN/2/obj to/PART/5/mark leave/VERB/2/xcomp"
    )
    one = statement(
        "s1", at(document, "Reuters"), at(document, "leave"), "REQUEST", addressees_at=(at(document, "Russia"),)
    )
    two = statement("s2", at(document, "Russia"), at(document, "leave"), "REQUEST")
    cast = Cast(document, analysis, (one, two), load_knowledge())
    done = fill_statements((one, two), cast)
    spoken = event("e1", at(document, "urged"), "REQUEST", statement="s1")
    again = event("e2", at(document, "leave"), "REQUEST", statement="s2", same_as="e1")
    (left,) = fill_verbal(fill_deeds((spoken, again), cast), done, cast)
    assert (left.id, left.actors, left.same_as) == ("e2", (Actor("RUS.GOV"),), None)


MOROCCAN = (
    "Morocco/PROPN/3/nsubj has/AUX/3/aux said/VERB/0/root Morocco/PROPN/5/nsubj flew/VERB/3/ccomp "
    "Moroccan/ADJ/7/amod drones/NOUN/5/obj home/ADV/5/advmod",
    "Moroccan/ADJ/2/amod pilots/NOUN/3/nsubj left/VERB/0/root Morocco/PROPN/3/obj twice/ADV/3/advmod",
    "Algeria/PROPN/2/nsubj doubted/VERB/0/root it/PRON/2/obj",
)


@pytest.mark.parametrize(
    ("who", "rest"),
    [
        (
            "Defence Minister Karim Belkadi",
            "Defence/PROPN/2/compound Minister/PROPN/5/nsubj Karim/PROPN/2/flat Belkadi/PROPN/2/flat "
            "counted/VERB/0/root Moroccan/ADJ/7/amod drones/NOUN/5/obj",
        ),
        (
            "Foreign Ministry spokesman Karim Belkadi",
            "Foreign/ADJ/2/amod Ministry/PROPN/3/compound spokesman/NOUN/6/nsubj Karim/PROPN/3/flat "
            "Belkadi/PROPN/3/flat counted/VERB/0/root Moroccan/ADJ/8/amod drones/NOUN/6/obj",
        ),
    ],
)
def test_the_subject_of_the_sentence_before_lends_its_state_to_a_post(who: str, rest: str) -> None:
    """A state has one defence minister: he is of the state that the paragraph turned to, not of the one most named;
    so is the spokesman of its ministry."""
    document, analysis = build(*MOROCCAN, rest)
    cast = Cast(document, analysis, (), load_knowledge())
    assert cast.party(at(document, who)).ids() == ("DZA.GOV",)
