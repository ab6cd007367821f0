"""Events from hand-built trees: what is a deed, who takes part, whether it happened, what ties it to what is said."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest

from standoff.annotate.events import find_events
from standoff.model import (
    Act,
    Analysis,
    Certainty,
    Document,
    Entity,
    Event,
    Found,
    Mark,
    Origin,
    Sentence,
    Span,
    Statement,
    TimeExpression,
    Token,
    Zone,
)

NAMES = {
    "Lima": "LOC", "Quito": "LOC", "Geneva": "LOC", "Varga": "PER", "Ruritania": "LOC", "Ruritanian": "NORP",
    "Kestria": "LOC", "Kestrian": "NORP", "Ortland": "LOC", "Council": "ORG",
}  # fmt: skip


def analysed(*sentences: str, marks: tuple[tuple[str, str, float], ...] = ()) -> tuple[Document, Analysis]:
    """A document from sentences of words written ``form/UPOS/head/relation[/lemma[/XPOS]]``, heads 1-based, 0 the root."""
    text, made, entities = "", [], []
    for line in sentences:
        tokens = []
        start = len(text)
        for cell in line.split():
            form, upos, head, relation, lemma, xpos = (*cell.split("/"), "", "")[:6]
            at = len(text)
            text += form + " "
            tokens.append(
                Token(Span(at, at + len(form)), form, lemma or form.lower(), upos, xpos, int(head) - 1, relation)
            )
            if form in NAMES:
                entities.append(Entity(Span(at, at + len(form)), NAMES[form], 1.0))
        made.append(Sentence(Span(start, len(text) - 1), tuple(tokens)))
    text = text.rstrip()
    document = Document(
        id="d",
        sha256="s",
        text=text,
        zones=(Zone(Span(0, len(text)), "body"),),
        published=Found("2019-05-20", "manifest"),
    )
    found = tuple(
        Mark(Span(text.index(word), text.index(word) + len(word)), "event", label, score)
        for word, label, score in marks
    )
    return document, Analysis(tuple(made), tuple(entities), "hand", found)


def said(
    document: Document, content: str, act: Act, *, cue: str | None = None, source: str | None = None,
    certainty: Certainty = "CT+", addressee: str | None = None, target: str | None = None, inside: str | None = None,
) -> Statement:  # fmt: skip
    def at(words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    return Statement(
        id=f"s-{act}-{content[:8]}", source=at(source) if source else None, cue=at(cue) if cue else None,
        content=(at(content),), quotation="indirect", act=act, certainty=certainty, inside=inside, score=1.0,
        addressees_at=(at(addressee),) if addressee else (), targets_at=(at(target),) if target else (),
        origin=Origin("statements", "test", "1"),
    )  # fmt: skip


def events(
    *sentences: str, statements: tuple[Statement, ...] = (), times: tuple[TimeExpression, ...] = ()
) -> tuple[Event, ...]:
    return find_events(*analysed(*sentences), statements, times)


def words(document: Document, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(document.text) for span in spans]


WITHDREW = (
    "Kestria/PROPN/2/nsubj withdrew/VERB/0/root/withdraw/VBD its/PRON/4/nmod:poss/its troops/NOUN/2/obj/troop "
    "from/ADP/6/case Ortland/PROPN/2/obl"
)
MET = "Lima/PROPN/4/nsubj and/CCONJ/3/cc Quito/PROPN/1/conj held/VERB/0/root/hold/VBD talks/NOUN/4/obj/talk in/ADP/7/case Geneva/PROPN/5/nmod"


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind"),
    [
        # a verb whose object decides
        (WITHDREW, "withdrew", ("RETREAT", "withdraw")),
        (
            "Kestria/PROPN/2/nsubj withdrew/VERB/0/root/withdraw its/PRON/4/nmod:poss ambassador/NOUN/2/obj",
            "withdrew",
            ("SANCTION", "withdraw"),
        ),
        # a particle decides
        (
            "Soldiers/NOUN/2/nsubj/soldier pulled/VERB/0/root/pull out/ADP/2/compound:prt",
            "pulled",
            ("RETREAT", "withdraw"),
        ),
        ("Varga/PROPN/2/nsubj stepped/VERB/0/root/step down/ADP/2/compound:prt", "stepped", ("RETREAT", "resign")),
        # a word of two parts
        (
            "Police/NOUN/2/nsubj/police fired/VERB/0/root/fire tear/NOUN/4/compound gas/NOUN/2/obj",
            "fired",
            ("ASSAULT", "crowd-control"),
        ),
        # a modifier of a noun decides; coordinated objects count
        (
            "An/DET/3/det air/NOUN/3/compound strike/NOUN/4/nsubj hit/VERB/0/root Ortland/PROPN/4/obj",
            "strike",
            ("ASSAULT", "aerial"),
        ),
        (
            "Farmers/NOUN/2/nsubj/farmer blocked/VERB/0/root/block roads/NOUN/2/obj/road",
            "blocked",
            ("PROTEST", "obstruct"),
        ),
        # passives: the subject is the object
        (
            "The/DET/2/det editor/NOUN/4/nsubj:pass was/AUX/4/aux:pass/be arrested/VERB/0/root/arrest/VBN",
            "arrested",
            ("COERCE", "arrest"),
        ),
        # a partitive is looked through
        (
            "Kestria/PROPN/2/nsubj sent/VERB/0/root/send dozens/NOUN/2/obj/dozen of/ADP/5/case troops/NOUN/3/nmod/troop",
            "sent",
            ("MOBILIZE", "troops"),
        ),
        # the noun speaks, not the light verb
        (MET, "talks", ("CONSULT", None)),
    ],
)
def test_what_is_a_deed(sentence: str, trigger: str, kind: tuple[str, str | None]) -> None:
    document, analysis = analysed(sentence)
    found = find_events(document, analysis, (), ())
    assert [(e.trigger.of(document.text), (e.type, e.mode)) for e in found][:1] == [(trigger, kind)]


@pytest.mark.parametrize(
    "sentence",
    [
        "There/PRON/2/expl is/VERB/0/root/be talk/NOUN/2/nsubj of/ADP/5/case rain/NOUN/3/nmod",
        "A/DET/4/det protest/NOUN/4/compound song/NOUN/4/nsubj played/VERB/0/root/play",
        "The/DET/2/det midfielder/NOUN/3/nsubj attacked/VERB/0/root/attack the/DET/5/det keeper/NOUN/3/obj",
        "A/DET/3/det heart/NOUN/3/compound attack/NOUN/4/nsubj killed/VERB/0/root/kill Varga/PROPN/4/obj",
    ],
)
def test_what_is_no_deed(sentence: str) -> None:
    assert events(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "actors", "recipients"),
    [
        # full noun phrases
        (
            "Kestrian/ADJ/2/amod troops/NOUN/3/nsubj/troop attacked/VERB/0/root/attack a/DET/5/det post/NOUN/3/obj of/ADP/7/case Ortland/PROPN/5/nmod",
            ["Kestrian troops"],
            ["Ortland"],
        ),
        # passive with "by"
        (
            "Varga/PROPN/3/nsubj:pass was/AUX/3/aux:pass/be expelled/VERB/0/root/expel/VBN by/ADP/5/case Kestria/PROPN/3/obl:agent",
            ["Kestria"],
            ["Varga"],
        ),
        # relative clause
        (
            "Soldiers/NOUN/0/root/soldier who/PRON/3/nsubj seized/VERB/1/acl:relcl/seize Varga/PROPN/3/obj",
            ["Soldiers"],
            ["Varga"],
        ),
        # control
        (
            "Kestria/PROPN/2/nsubj began/VERB/0/root/begin to/PART/4/mark bomb/VERB/2/xcomp Ortland/PROPN/4/obj",
            ["Kestria"],
            ["Ortland"],
        ),
        # an adjective of nationality acts, an "of" phrase suffers
        (
            "The/DET/3/det Kestrian/ADJ/3/amod invasion/NOUN/6/nsubj of/ADP/5/case Ortland/PROPN/3/nmod failed/VERB/0/root/fail",
            ["Kestrian"],
            ["Ortland"],
        ),
        # meetings are symmetric, and coordinated names stand apart
        (MET, ["Lima", "Quito"], []),
        (
            "Talks/NOUN/6/nsubj/talk between/ADP/3/case Lima/PROPN/1/nmod and/CCONJ/5/cc Quito/PROPN/3/conj ended/VERB/0/root/end",
            ["Lima", "Quito"],
            [],
        ),
        # a withdrawal has no recipient
        (WITHDREW, ["Kestria"], []),
    ],
)
def test_participants(sentence: str, actors: list[str], recipients: list[str]) -> None:
    document, analysis = analysed(sentence)
    event = find_events(document, analysis, (), ())[0]
    assert (words(document, event.actors_at), words(document, event.recipients_at)) == (actors, recipients)


def test_place_and_date_are_those_that_govern_the_deed() -> None:
    line = MET + " on/ADP/9/case Friday/PROPN/4/obl"
    document, analysis = analysed(line)
    friday = Span(document.text.index("Friday"), len(document.text))
    event = find_events(
        document, analysis, (), (TimeExpression(span=friday, value="XXXX-WXX-5", rule="weekday past"),)
    )[0]
    assert event.place_at is not None and event.place_at.of(document.text) == "Geneva"
    assert event.date_at == friday


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        (WITHDREW, "actual"),
        ("Kestria/PROPN/4/nsubj did/AUX/4/aux not/PART/4/advmod withdraw/VERB/0/root", "negation"),
        ("Kestria/PROPN/3/nsubj will/AUX/3/aux withdraw/VERB/0/root", "future"),
        ("Kestria/PROPN/3/nsubj may/AUX/3/aux withdraw/VERB/0/root", "hypothetical"),
        ("Kestria/PROPN/2/nsubj refused/VERB/0/root/refuse to/PART/4/mark withdraw/VERB/2/xcomp", "negation"),
        ("Kestria/PROPN/2/nsubj plans/VERB/0/root/plan to/PART/4/mark withdraw/VERB/2/xcomp", "future"),
        (
            "Rain/NOUN/5/nsubj stays/VERB/0/root/stay if/SCONJ/5/mark they/PRON/5/nsubj withdraw/VERB/2/advcl",
            "hypothetical",
        ),
        (
            "Kestria/PROPN/2/nsubj called/VERB/0/root/call off/ADP/2/compound:prt the/DET/5/det talks/NOUN/2/obj/talk",
            "negation",
        ),
        ("Kestria/PROPN/3/nsubj to/PART/3/mark withdraw/VERB/0/root troops/NOUN/3/obj/troop", "future"),
    ],
)
def test_status_by_grammar(sentence: str, status: str) -> None:
    found = [e for e in events(sentence) if e.type in {"RETREAT", "CONSULT"}]
    assert [e.status for e in found] == [status]


@pytest.mark.parametrize(
    ("value", "rule", "status"),
    [("2014", "absolute past", "historical"), ("XXXX-03", "month past", "historical"), ("XXXX-05", "month past", "actual"),
     ("XXXX-XX-XX", "offset D+1", "future"), ("2014", "absolute past since", "actual")],
)  # fmt: skip
def test_status_by_time(value: str, rule: str, status: str) -> None:
    document, analysis = analysed(WITHDREW + " in/ADP/8/case then/NOUN/2/obl")
    when = TimeExpression(span=Span(document.text.index("then"), len(document.text)), value=value, rule=rule)
    assert find_events(document, analysis, (), (when,))[0].status == status


THAT = (
    "Varga/PROPN/2/nsubj denied/VERB/0/root/deny that/SCONJ/6/mark Kestria/PROPN/6/nsubj had/AUX/6/aux/have "
    "withdrawn/VERB/2/ccomp/withdraw/VBN"
)


@pytest.mark.parametrize(
    ("act", "certainty", "status"),
    [("DENY", "CT-", "negation"), ("STATE", "CT+", "actual"), ("DOUBT", "U", "actual"), ("REQUEST", "U", "future"),
     ("COMMIT", "CT+", "future"), ("THREATEN", "U", "hypothetical"), ("REJECT", "CT-", "negation")],
)  # fmt: skip
def test_status_by_the_statement_around_it(act: Act, certainty: Certainty, status: str) -> None:
    document, analysis = analysed(THAT)
    statement = said(document, "Kestria had withdrawn", act, cue="denied", source="Varga", certainty=certainty)
    deed = next(e for e in find_events(document, analysis, (statement,), ()) if e.statement is None)
    assert (deed.status, deed.attributed_to) == (status, statement.id)


URGED = (
    "Lima/PROPN/2/nsubj urged/VERB/0/root/urge Kestria/PROPN/2/obj to/PART/5/mark withdraw/VERB/2/xcomp "
    "its/PRON/7/nmod:poss troops/NOUN/5/obj/troop"
)


def test_a_demand_is_an_event_with_the_mode_of_what_is_demanded() -> None:
    document, analysis = analysed(URGED)
    statement = said(
        document, "to withdraw its troops", "REQUEST", cue="urged", source="Lima", certainty="U", addressee="Kestria"
    )
    spoken, deed = find_events(document, analysis, (statement,), ())
    assert (spoken.type, spoken.mode, spoken.statement, spoken.status) == ("REQUEST", "yield", statement.id, "actual")
    assert words(document, spoken.actors_at) == ["Lima"] and words(document, spoken.recipients_at) == ["Kestria"]
    assert (deed.type, deed.mode, deed.attributed_to, deed.status) == ("RETREAT", "withdraw", statement.id, "future")


def test_a_light_verb_leaves_the_voice_to_its_noun() -> None:
    document, analysis = analysed(
        "Lima/PROPN/2/nsubj issued/VERB/0/root/issue a/DET/4/det demand/NOUN/2/obj for/ADP/6/case talks/NOUN/4/nmod/talk"
    )
    statement = said(document, "talks", "REQUEST", cue="issued a demand for", source="Lima", certainty="U")
    spoken = find_events(document, analysis, (statement,), ())[0]
    assert (spoken.trigger.of(document.text), spoken.type, spoken.mode) == ("demand", "REQUEST", "meet")


def test_acts_that_assert_make_no_event_of_their_own() -> None:
    for act in ("STATE", "DENY", "DOUBT", "CONFIRM", "ANNOUNCE", "WARN"):
        document, analysis = analysed(THAT)
        statement = said(document, "Kestria had withdrawn", act, cue="denied", source="Varga")  # type: ignore[arg-type]
        assert [e.statement for e in find_events(document, analysis, (statement,), ())] == [None]


def test_a_warning_threatens_only_when_its_own_side_would_act() -> None:
    document, analysis = analysed(
        "Varga/PROPN/2/nsubj warned/VERB/0/root/warn :/PUNCT/6/punct we/PRON/6/nsubj will/AUX/6/aux attack/VERB/2/ccomp"
    )
    statement = said(document, "we will attack", "WARN", cue="warned", source="Varga", certainty="U")
    spoken = next(e for e in find_events(document, analysis, (statement,), ()) if e.statement)
    assert (spoken.type, spoken.mode) == ("THREATEN", "violence")


def test_a_deed_belongs_to_the_innermost_statement() -> None:
    document, analysis = analysed(
        "Lima/PROPN/2/nsubj said/VERB/0/root/say Varga/PROPN/4/nsubj denied/VERB/2/ccomp/deny Kestria/PROPN/6/nsubj "
        "withdrew/VERB/4/ccomp/withdraw"
    )
    outer = said(document, "Varga denied Kestria withdrew", "STATE", cue="said", source="Lima")
    inner = said(document, "Kestria withdrew", "DENY", cue="denied", source="Varga", inside=outer.id)
    deed = find_events(document, analysis, (outer, inner), ())[0]
    assert (deed.attributed_to, deed.status) == (inner.id, "negation")


def test_a_later_mention_points_to_the_first() -> None:
    again = (
        "Kestria/PROPN/3/nmod:poss 's/PART/1/case withdrawal/NOUN/4/nsubj angered/VERB/0/root/anger Lima/PROPN/4/obj"
    )
    first, second = [e for e in events(WITHDREW, again) if e.type == "RETREAT"]
    assert (first.same_as, second.same_as) == (None, first.id)


def test_a_bare_repeated_noun_is_no_event() -> None:
    bare = "The/DET/2/det withdrawal/NOUN/3/nsubj ended/VERB/0/root/end"
    assert [e.trigger.start for e in events(WITHDREW, bare)] == [8]
    assert len(events(bare)) == 1


def test_a_mark_of_the_network_can_speak_alone_and_be_too_weak() -> None:
    line = "Kestria/PROPN/2/nsubj snubbed/VERB/0/root/snub Lima/PROPN/2/obj"
    for score, found in ((0.8, [("REJECT", "meet")]), (0.3, [])):
        document, analysis = analysed(line, marks=(("snubbed", "REJECT meet", score),))
        assert [(e.type, e.mode) for e in find_events(document, analysis, (), ())] == found


def test_ids_quads_and_scores_are_those_of_the_scale() -> None:
    first, again = events(WITHDREW)[0], events(WITHDREW)[0]
    assert first == again
    assert (first.quad, first.intensity, first.origin.stage) == ("material cooperation", 8.0, "events")
    assert "military" in first.contexts


def test_two_statements_of_one_cue_make_two_events() -> None:
    document, analysis = analysed(URGED)
    both = tuple(
        said(document, content, "REQUEST", cue="urged", source="Lima", certainty="U")
        for content in ("to withdraw its troops", "withdraw its troops")
    )
    spoken = [e for e in find_events(document, analysis, both, ()) if e.statement]
    assert len({e.id for e in spoken}) == 2


def test_a_report_without_sentences_has_no_events() -> None:
    document, _ = analysed(WITHDREW)
    assert find_events(document, Analysis((), (), "hand"), (), ()) == ()
