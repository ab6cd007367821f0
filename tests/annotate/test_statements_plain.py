"""Statements of plain reports: what is no speech, whose words they are, what saying them does, where they end.

Trees are the analyser's own, one word a field: form/lemma/upos/xpos/head/relation, heads 1-based.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.annotate.test_statements import build, mark, marked

from standoff.annotate.statements import find_statements
from standoff.model import Analysis, Document, Mark, Span, Statement, Zone

TREES = {
    "Kowal suggested that the army might leave.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj suggested/suggest/VERB/VBD/0/root that/that/SCONJ/IN/7/mark "
        "the/the/DET/DT/5/det army/army/NOUN/NN/7/nsubj might/might/AUX/MD/7/aux leave/leave/VERB/VB/2/ccomp "
        "././PUNCT/./2/punct"
    ),
    "Kowal suggested he resign.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj suggested/suggest/VERB/VBD/0/root he/he/PRON/PRP/4/nsubj "
        "resign/resign/VERB/VB/2/ccomp ././PUNCT/./2/punct"
    ),
    '"They should be ashamed," Kowal said.': (
        '"/"/PUNCT/``/5/punct They/they/PRON/PRP/5/nsubj should/should/AUX/MD/5/aux be/be/AUX/VB/5/cop '
        "ashamed/ashamed/ADJ/JJ/9/ccomp ,/,/PUNCT/,/5/punct \"/\"/PUNCT/''/5/punct Kowal/Kowal/PROPN/NNP/9/nsubj "
        "said/say/VERB/VBD/0/root ././PUNCT/./9/punct"
    ),
    '"We need to free the hostages," Kowal said.': (
        '"/"/PUNCT/``/3/punct We/we/PRON/PRP/3/nsubj need/need/VERB/VBP/11/ccomp to/to/PART/TO/5/mark '
        "free/free/VERB/VB/3/xcomp the/the/DET/DT/7/det hostages/hostage/NOUN/NNS/5/obj ,/,/PUNCT/,/3/punct "
        "\"/\"/PUNCT/''/3/punct Kowal/Kowal/PROPN/NNP/11/nsubj said/say/VERB/VBD/0/root ././PUNCT/./11/punct"
    ),
    '"We call on Quito to stop," Kowal said.': (
        '"/"/PUNCT/``/3/punct We/we/PRON/PRP/3/nsubj call/call/VERB/VBP/11/ccomp on/on/ADP/IN/5/case '
        "Quito/Quito/PROPN/NNP/3/obl to/to/PART/TO/7/mark stop/stop/VERB/VB/3/xcomp ,/,/PUNCT/,/3/punct "
        "\"/\"/PUNCT/''/3/punct Kowal/Kowal/PROPN/NNP/11/nsubj said/say/VERB/VBD/0/root ././PUNCT/./11/punct"
    ),
    "Lima said it would be forced to respond.": (
        "Lima/Lima/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/6/nsubj:pass would/would/AUX/MD/6/aux "
        "be/be/AUX/VB/6/aux:pass forced/force/VERB/VBN/2/ccomp to/to/PART/TO/8/mark respond/respond/VERB/VB/6/xcomp "
        "././PUNCT/./2/punct"
    ),
    "Lima said it could strike if Quito attacked.": (
        "Lima/Lima/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj could/could/AUX/MD/5/aux "
        "strike/strike/VERB/VB/2/ccomp if/if/SCONJ/IN/8/mark Quito/Quito/PROPN/NNP/8/nsubj "
        "attacked/attack/VERB/VBD/5/advcl ././PUNCT/./2/punct"
    ),
    "Lima said it wanted the troops out.": (
        "Lima/Lima/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/4/nsubj wanted/want/VERB/VBD/2/ccomp "
        "the/the/DET/DT/6/det troops/troop/NOUN/NNS/4/obj out/out/ADP/RP/4/advmod ././PUNCT/./2/punct"
    ),
    "Kowal said five people had been killed.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root five/five/NUM/CD/4/nummod "
        "people/person/NOUN/NNS/7/nsubj:pass had/have/AUX/VBD/7/aux been/be/AUX/VBN/7/aux:pass "
        "killed/kill/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said he had not considered the offer.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root he/he/PRON/PRP/6/nsubj had/have/AUX/VBD/6/aux "
        "not/not/PART/RB/6/advmod considered/consider/VERB/VBN/2/ccomp the/the/DET/DT/8/det offer/offer/NOUN/NN/6/obj "
        "././PUNCT/./2/punct"
    ),
    "Kowal said not one soldier had stayed.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root not/not/PART/RB/7/advmod one/one/NUM/CD/5/nummod "
        "soldier/soldier/NOUN/NN/7/nsubj had/have/AUX/VBD/7/aux stayed/stay/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said he feared the truce would fail.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root he/he/PRON/PRP/4/nsubj feared/fear/VERB/VBD/2/ccomp "
        "the/the/DET/DT/6/det truce/truce/NOUN/NN/8/nsubj would/would/AUX/MD/8/aux fail/fail/VERB/VB/4/ccomp "
        "././PUNCT/./2/punct"
    ),
    "Kowal warned that any attack would have consequences.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj warned/warn/VERB/VBD/0/root that/that/SCONJ/IN/7/mark any/any/DET/DT/5/det "
        "attack/attack/NOUN/NN/7/nsubj would/would/AUX/MD/7/aux have/have/VERB/VB/2/ccomp "
        "consequences/consequence/NOUN/NNS/7/obj ././PUNCT/./2/punct"
    ),
    "Kowal said he would be paying attention to the vote.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root he/he/PRON/PRP/6/nsubj would/would/AUX/MD/6/aux "
        "be/be/AUX/VB/6/aux paying/pay/VERB/VBG/2/ccomp attention/attention/NOUN/NN/6/obj to/to/ADP/IN/10/case "
        "the/the/DET/DT/10/det vote/vote/NOUN/NN/6/obl ././PUNCT/./2/punct"
    ),
    "Kowal said May had ignored him.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root May/May/PROPN/NNP/5/nsubj had/have/AUX/VBD/5/aux "
        "ignored/ignore/VERB/VBN/2/ccomp him/he/PRON/PRP/5/obj ././PUNCT/./2/punct"
    ),
    "Kowal said Mensah thought the vote was fair.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root Mensah/Mensah/PROPN/NNP/4/nsubj "
        "thought/think/VERB/VBD/2/ccomp the/the/DET/DT/6/det vote/vote/NOUN/NN/8/nsubj was/be/AUX/VBD/8/cop "
        "fair/fair/ADJ/JJ/4/ccomp ././PUNCT/./2/punct"
    ),
    'He added that the voters "have a long memory".': (
        "He/he/PRON/PRP/2/nsubj added/add/VERB/VBD/0/root that/that/SCONJ/IN/7/mark the/the/DET/DT/5/det "
        'voters/voter/NOUN/NNS/7/nsubj "/"/PUNCT/``/7/punct have/have/VERB/VBP/2/ccomp a/a/DET/DT/10/det '
        "long/long/ADJ/JJ/10/amod memory/memory/NOUN/NN/7/obj \"/\"/PUNCT/''/7/punct ././PUNCT/./2/punct"
    ),
    "Talks had failed, Ada Kowal, who leads it, said.": (
        "Talks/talk/NOUN/NNS/3/nsubj had/have/AUX/VBD/3/aux failed/fail/VERB/VBN/12/ccomp ,/,/PUNCT/,/3/punct "
        "Ada/Ada/PROPN/NNP/12/nsubj Kowal/Kowal/PROPN/NNP/5/flat ,/,/PUNCT/,/9/punct who/who/PRON/WP/9/nsubj "
        "leads/lead/VERB/VBZ/5/acl:relcl it/it/PRON/PRP/9/obj ,/,/PUNCT/,/5/punct said/say/VERB/VBD/0/root "
        "././PUNCT/./12/punct"
    ),
    "In her view, the sum is closer to nine million.": (
        "In/in/ADP/IN/3/case her/her/PRON/PRP$/3/nmod:poss view/view/NOUN/NN/8/obl ,/,/PUNCT/,/3/punct "
        "the/the/DET/DT/6/det sum/sum/NOUN/NN/8/nsubj is/be/AUX/VBZ/8/cop closer/close/ADJ/JJR/0/root "
        "to/to/ADP/IN/11/case nine/nine/NUM/CD/11/compound million/million/NUM/CD/8/obl ././PUNCT/./8/punct"
    ),
    "The claim could not be independently verified.": (
        "The/the/DET/DT/2/det claim/claim/NOUN/NN/7/nsubj:pass could/could/AUX/MD/7/aux not/not/PART/RB/7/advmod "
        "be/be/AUX/VB/7/aux:pass independently/independently/ADV/RB/7/advmod verified/verify/VERB/VBN/0/root "
        "././PUNCT/./7/punct"
    ),
    "Oslo pushed back on claims of provocations.": (
        "Oslo/Oslo/PROPN/NNP/2/nsubj pushed/push/VERB/VBD/0/root back/back/ADV/RB/2/advmod on/on/ADP/IN/5/case "
        "claims/claim/NOUN/NNS/2/obl of/of/ADP/IN/7/case provocations/provocation/NOUN/NNS/5/nmod ././PUNCT/./2/punct"
    ),
    "Lima demanded that Quito withdraw its troops.": (
        "Lima/Lima/PROPN/NNP/2/nsubj demanded/demand/VERB/VBD/0/root that/that/SCONJ/IN/5/mark "
        "Quito/Quito/PROPN/NNP/2/nsubj withdraw/withdraw/VERB/VB/2/ccomp its/its/PRON/PRP$/7/nmod:poss "
        "troops/troop/NOUN/NNS/5/obj ././PUNCT/./2/punct"
    ),
    "NATO 'Can't Confirm' Russian Pullback": (
        "NATO/NATO/PROPN/NNP/5/nsubj '/'/PUNCT/``/5/punct Ca/can/AUX/MD/5/aux n't/not/PART/RB/5/advmod "
        "Confirm/confirm/VERB/VB/0/root '/'/PUNCT/''/8/punct Russian/Russian/ADJ/JJ/8/amod "
        "Pullback/pullback/NOUN/NN/5/obj"
    ),
    "Kowal said doing so would put talks at risk.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root doing/do/VERB/VBG/2/ccomp so/so/ADV/RB/3/advmod "
        "would/would/AUX/MD/6/aux put/put/VERB/VB/2/ccomp talks/talk/NOUN/NNS/6/obj at/at/ADP/IN/9/case "
        "risk/risk/NOUN/NN/6/obl ././PUNCT/./2/punct"
    ),
    "The army stayed home; its chief, Ada Kowal, warned that it would not wait.": (
        "The/the/DET/DT/2/det army/army/NOUN/NN/3/nsubj stayed/stay/VERB/VBD/0/root home/home/ADV/RB/3/advmod "
        ";/;/PUNCT/,/12/punct its/its/PRON/PRP$/7/nmod:poss chief/chief/NOUN/NN/12/nsubj ,/,/PUNCT/,/9/punct "
        "Ada/Ada/PROPN/NNP/7/appos Kowal/Kowal/PROPN/NNP/9/flat ,/,/PUNCT/,/7/punct warned/warn/VERB/VBD/3/parataxis "
        "that/that/SCONJ/IN/17/mark it/it/PRON/PRP/17/nsubj would/would/AUX/MD/17/aux not/not/PART/RB/17/advmod "
        "wait/wait/VERB/VB/12/ccomp ././PUNCT/./3/punct"
    ),
    "Portugal told its citizens to stay indoors and demanded the release of the minister.": (
        "Portugal/Portugal/PROPN/NNP/2/nsubj told/tell/VERB/VBD/0/root its/its/PRON/PRP$/4/nmod:poss "
        "citizens/citizen/NOUN/NNS/2/iobj to/to/PART/TO/6/mark stay/stay/VERB/VB/2/xcomp "
        "indoors/indoors/ADV/RB/6/advmod and/and/CCONJ/CC/9/cc demanded/demand/VERB/VBD/2/conj the/the/DET/DT/11/det "
        "release/release/NOUN/NN/2/obj of/of/ADP/IN/14/case the/the/DET/DT/14/det minister/minister/NOUN/NN/11/nmod "
        "././PUNCT/./2/punct"
    ),
    "Kyiv neither claims nor denies the attack.": (
        "Kyiv/Kyiv/PROPN/NNP/3/nsubj neither/neither/PART/RB/3/advmod claims/claim/VERB/VBZ/0/root "
        "nor/nor/CCONJ/CC/5/cc denies/deny/VERB/VBZ/3/conj the/the/DET/DT/7/det attack/attack/NOUN/NN/3/obj "
        "././PUNCT/./3/punct"
    ),
    "Kowal accused Turkey, which denies it, of waging a war.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj accused/accuse/VERB/VBD/0/root Turkey/Turkey/PROPN/NNP/2/obj "
        ",/,/PUNCT/,/6/punct which/which/PRON/WDT/6/nsubj denies/deny/VERB/VBZ/3/acl:relcl it/it/PRON/PRP/6/obj "
        ",/,/PUNCT/,/10/punct of/of/SCONJ/IN/10/mark waging/wage/VERB/VBG/6/advcl a/a/DET/DT/12/det "
        "war/war/NOUN/NN/10/obj ././PUNCT/./2/punct"
    ),
    "Residents blamed a unit known as Hawk for the killings.": (
        "Residents/resident/NOUN/NNS/2/nsubj blamed/blame/VERB/VBD/0/root a/a/DET/DT/4/det unit/unit/NOUN/NN/2/obj "
        "known/know/VERB/VBN/4/acl as/as/ADP/IN/7/case Hawk/Hawk/PROPN/NNP/5/obl for/for/ADP/IN/10/case "
        "the/the/DET/DT/10/det killings/killing/NOUN/NNS/5/obl ././PUNCT/./2/punct"
    ),
    "By Lima's count, nine people died.": (
        "By/by/ADP/IN/4/case Lima/Lima/PROPN/NNP/4/nmod:poss 's/'s/PART/POS/2/case count/count/NOUN/NN/8/obl "
        ",/,/PUNCT/,/4/punct nine/nine/NUM/CD/7/nummod people/person/NOUN/NNS/8/nsubj died/die/VERB/VBD/0/root "
        "././PUNCT/./8/punct"
    ),
    "Senegal urged both capitals to show restraint.": (
        "Senegal/Senegal/PROPN/NNP/2/nsubj urged/urge/VERB/VBD/0/root both/both/DET/DT/4/det "
        "capitals/capital/NOUN/NNS/2/nsubj to/to/PART/TO/6/mark show/show/VERB/VB/2/xcomp "
        "restraint/restraint/NOUN/NN/6/obj ././PUNCT/./2/punct"
    ),
    "Lima threatened to scrap a deal, and its army sailed past.": (
        "Lima/Lima/PROPN/NNP/2/nsubj threatened/threaten/VERB/VBD/0/root to/to/PART/TO/4/mark "
        "scrap/scrap/VERB/VB/2/xcomp a/a/DET/DT/6/det deal/deal/NOUN/NN/4/obj ,/,/PUNCT/,/11/punct "
        "and/and/CCONJ/CC/11/cc its/its/PRON/PRP$/10/nmod:poss army/army/NOUN/NN/11/nsubj sailed/sail/VERB/VBD/2/conj "
        "past/past/ADV/RB/11/advmod ././PUNCT/./2/punct"
    ),
    'Oslo condemned the coup "in the strongest terms".': (
        "Oslo/Oslo/PROPN/NNP/2/nsubj condemned/condemn/VERB/VBD/0/root the/the/DET/DT/4/det coup/coup/NOUN/NN/2/obj "
        '"/"/PUNCT/``/9/punct in/in/ADP/IN/9/case the/the/DET/DT/9/det strongest/strong/ADJ/JJS/9/amod '
        "terms/term/NOUN/NNS/2/obl \"/\"/PUNCT/''/9/punct ././PUNCT/./2/punct"
    ),
    'Asked about the dam, "We will see," Kowal said.': (
        "Asked/ask/VERB/VBD/13/advcl about/about/ADP/IN/4/case the/the/DET/DT/4/det dam/dam/NOUN/NN/1/obl "
        ',/,/PUNCT/,/9/punct "/"/PUNCT/``/9/punct We/we/PRON/PRP/9/nsubj will/will/AUX/MD/9/aux '
        "see/see/VERB/VB/13/ccomp ,/,/PUNCT/,/9/punct \"/\"/PUNCT/''/9/punct Kowal/Kowal/PROPN/NNP/13/nsubj "
        "said/say/VERB/VBD/0/root ././PUNCT/./13/punct"
    ),
    "Damascus calls them an occupying force.": (
        "Damascus/Damascus/PROPN/NNP/2/nsubj calls/call/VERB/VBZ/0/root them/they/PRON/PRP/2/obj an/a/DET/DT/6/det "
        "occupying/occupy/VERB/VBG/6/amod force/force/NOUN/NN/2/xcomp ././PUNCT/./2/punct"
    ),
    "History shows that talks fail.": (
        "History/history/NOUN/NN/2/nsubj shows/show/VERB/VBZ/0/root that/that/SCONJ/IN/5/mark "
        "talks/talk/NOUN/NNS/5/nsubj fail/fail/VERB/VBP/2/ccomp ././PUNCT/./2/punct"
    ),
    "Oslo has shown it is ready.": (
        "Oslo/Oslo/PROPN/NNP/3/nsubj has/have/AUX/VBZ/3/aux shown/show/VERB/VBN/0/root it/it/PRON/PRP/6/nsubj "
        "is/be/AUX/VBZ/6/cop ready/ready/ADJ/JJ/3/ccomp ././PUNCT/./3/punct"
    ),
    "Many Estonians think the deal is dead.": (
        "Many/many/ADJ/JJ/2/amod Estonians/Estonian/PROPN/NNPS/3/nsubj think/think/VERB/VBP/0/root "
        "the/the/DET/DT/5/det deal/deal/NOUN/NN/7/nsubj is/be/AUX/VBZ/7/cop dead/dead/ADJ/JJ/3/ccomp "
        "././PUNCT/./3/punct"
    ),
    "Lima made threats against Quito.": (
        "Lima/Lima/PROPN/NNP/2/nsubj made/make/VERB/VBD/0/root threats/threat/NOUN/NNS/2/obj "
        "against/against/ADP/IN/5/case Quito/Quito/PROPN/NNP/3/nmod ././PUNCT/./2/punct"
    ),
    "The survey shows that talks fail.": (
        "The/the/DET/DT/2/det survey/survey/NOUN/NN/3/nsubj shows/show/VERB/VBZ/0/root that/that/SCONJ/IN/6/mark "
        "talks/talk/NOUN/NNS/6/nsubj fail/fail/VERB/VBP/3/ccomp ././PUNCT/./3/punct"
    ),
    "Kowal seemed to return the favour.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj seemed/seem/VERB/VBD/0/root to/to/PART/TO/4/mark return/return/VERB/VB/2/xcomp "
        "the/the/DET/DT/6/det favour/favour/NOUN/NN/4/obj ././PUNCT/./2/punct"
    ),
    "Kowal relayed that talks had failed.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj relayed/relay/VERB/VBD/0/root that/that/SCONJ/IN/6/mark "
        "talks/talk/NOUN/NNS/6/nsubj had/have/AUX/VBD/6/aux failed/fail/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    '"The port was shelled twice, aid workers say, and nobody came," Kowal said.': (
        '"/"/PUNCT/``/10/punct The/the/DET/DT/3/det port/port/NOUN/NN/10/nsubj was/be/AUX/VBD/14/aux '
        "shelled/shell/VERB/VBN/18/ccomp twice/twice/ADV/RB/10/advmod ,/,/PUNCT/,/10/punct aid/aid/NOUN/NN/9/compound "
        "workers/worker/NOUN/NNS/10/nsubj say/say/VERB/VBP/18/ccomp ,/,/PUNCT/,/14/punct and/and/CCONJ/CC/14/cc "
        "nobody/nobody/PRON/NN/14/nsubj came/come/VERB/VBD/10/ccomp ,/,/PUNCT/,/10/punct \"/\"/PUNCT/''/10/punct "
        "Kowal/Kowal/PROPN/NNP/18/nsubj said/say/VERB/VBD/0/root ././PUNCT/./18/punct"
    ),
}


def read(text: str, *marks: tuple[str, str, float]) -> tuple[Document, Analysis]:
    """The report of one sentence; ``marks`` are words, act and score of what the learned cue head calls a cue."""
    document, analysis = build(text, TREES[text].replace(" ", "\n").replace("/", " "))
    found = []
    for words, act, score in marks:
        at = text.index(words)
        found.append(Mark(Span(at, at + len(words)), "cue", act, score))
    return document, replace(analysis, marks=tuple(found))


def statements(text: str, *marks: tuple[str, str, float]) -> tuple[Statement, ...]:
    return find_statements(*read(text, *marks))


@pytest.mark.parametrize(
    "text",
    [
        "History shows that talks fail.",
        "Oslo has shown it is ready.",
        "Many Estonians think the deal is dead.",
        "Lima made threats against Quito.",
    ],
)
def test_things_crowds_and_hearers_say_nothing(text: str) -> None:
    """Neither history nor a deed of state nor what a people thinks; whom a threat is made to is no content."""
    assert statements(text) == ()


def test_a_finding_speaks() -> None:
    (found,) = statements("The survey shows that talks fail.")
    assert found.act == "STATE"


@pytest.mark.parametrize(
    ("text", "cue", "score", "count"),
    [
        ("Kowal seemed to return the favour.", "seemed", 0.6, 0),
        ("Kowal relayed that talks had failed.", "relayed", 0.5, 0),
        ("Kowal relayed that talks had failed.", "relayed", 0.7, 1),
    ],
)
def test_a_verb_that_is_no_cue_of_the_table_needs_a_sure_mark(text: str, cue: str, score: float, count: int) -> None:
    """And a clause of content: what is merely done to something is no speech, unless the head is all but certain."""
    assert len(statements(text, (cue, "STATE", score))) == count


def test_without_a_mark_a_cue_of_the_table_needs_quotation_marks() -> None:
    """Where the learned heads have spoken at all, be it of deeds only."""
    text = "Lima demanded that Quito withdraw its troops."
    document, analysis = read(text)
    deed = Mark(Span(text.index("withdraw"), text.index(" its")), "event", "RETREAT withdraw", 0.9)
    assert find_statements(document, replace(analysis, marks=(deed,))) == ()
    assert len(find_statements(document, analysis)) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        "[source Lima] [cue demanded] that [content Quito withdraw its troops].",
        "[source NATO] '[cue Can't Confirm]' [content Russian Pullback]",
        "[source Kowal] [cue said] [content doing so would put talks at risk].",
        "The army stayed home; [source its chief, Ada Kowal], [cue warned] that [content it would not wait].",
        (
            "[source Portugal] told its citizens to stay indoors "
            "and [cue demanded] [content the release of the minister]."
        ),
        "[source Kyiv] [cue neither claims nor denies] [content the attack].",
        "[source Kowal] [cue accused] Turkey, which denies it, of [content waging a war].",
        "[content Talks had failed], [source Ada Kowal], who leads it, [cue said].",
        "[source Residents] [cue blamed] a unit known as Hawk for [content the killings].",
        "[cue By] [source Lima]'s count, [content nine people died].",
        "[source Senegal] [cue urged] both capitals [content to show restraint].",
        "[source Lima] [cue threatened] [content to scrap a deal], and its army sailed past.",
        '[source Oslo] [cue condemned] [content the coup "in the strongest terms"].',
        'Asked about the dam, "[content We will see]," [source Kowal] [cue said].',
        "[source Damascus] [cue calls] [content them an occupying force].",
    ],
)
def test_parts_in_spite_of_the_tree(wanted: str) -> None:
    """Source, cue and content where the tree tore them: subjunctives, gerunds, semicolons, asides, cues in quotes."""
    text = marked(wanted)
    assert wanted in [mark(text, found) for found in statements(text)]


@pytest.mark.parametrize(
    ("text", "act", "certainty"),
    [
        ("Kowal suggested that the army might leave.", "STATE", "PS+"),
        ("Kowal suggested he resign.", "REQUEST", "U"),
        ('"They should be ashamed," Kowal said.', "CRITICIZE", "CT+"),
        ('"We need to free the hostages," Kowal said.', "REQUEST", "U"),
        ('"We call on Quito to stop," Kowal said.', "REQUEST", "U"),
        ("Lima said it would be forced to respond.", "THREATEN", "CT+"),
        ("Lima said it could strike if Quito attacked.", "THREATEN", "U"),
        ("Lima said it wanted the troops out.", "REQUEST", "U"),
        ("Kowal said five people had been killed.", "STATE", "CT+"),
        ("Kowal said he had not considered the offer.", "STATE", "CT-"),
        ("Kowal said not one soldier had stayed.", "DENY", "CT-"),
        ("Kowal said he feared the truce would fail.", "WARN", "CT+"),
        ("Kowal warned that any attack would have consequences.", "THREATEN", "U"),
        ("Kowal said he would be paying attention to the vote.", "ANNOUNCE", "CT+"),
        ("Kowal said May had ignored him.", "STATE", "CT+"),
        ("Kowal said Mensah thought the vote was fair.", "STATE", "CT+"),
        ('He added that the voters "have a long memory".', "STATE", "CT+"),
        ("Talks had failed, Ada Kowal, who leads it, said.", "STATE", "CT+"),
        ("In her view, the sum is closer to nine million.", "STATE", "CT+"),
        ("The claim could not be independently verified.", "DOUBT", "U"),
        ("Oslo pushed back on claims of provocations.", "DENY", "CT-"),
    ],
)
def test_what_saying_it_does(text: str, act: str, certainty: str) -> None:
    found = statements(text)[0]
    assert (found.act, found.certainty) == (act, certainty)


def test_a_parenthesis_inside_a_quote_is_a_statement_in_it() -> None:
    text = '"The port was shelled twice, aid workers say, and nobody came," Kowal said.'
    found = statements(text, ("say", "STATE", 0.5), ("said", "ACCUSE", 0.7))
    outer, inner = sorted(found, key=lambda s: s.inside is not None)
    assert inner.inside == outer.id
    assert inner.source is not None and inner.source.of(text) == "aid workers"
    assert [span.of(text) for span in inner.content] == ["The port was shelled twice"]


POST = """
We we PRON PRP 2 nsubj
reject reject VERB VBP 0 root
the the DET DT 4 det
vote vote NOUN NN 2 obj
. . PUNCT . 2 punct
"""
HEADLINE = """
Kowal Kowal PROPN NNP 0 root
to to ADP IN 3 case
Berlin Berlin PROPN NNP 1 nmod
: : PUNCT : 5 punct
Send send VERB VB 1 parataxis
tanks tank NOUN NNS 5 obj
"""


def test_a_signed_post_is_the_words_of_its_name() -> None:
    text = "We reject the vote.\n— Ada Kowal (@adakowal) March 3, 2020"
    (found,) = find_statements(*build(text, POST))
    assert mark(text, found) == "[content We reject the vote].\n— [source Ada Kowal] (@adakowal) March 3, 2020"
    assert (found.cue, found.quotation, found.act) == (None, "direct", "REJECT")


def test_a_post_ends_where_other_words_begin() -> None:
    """A name without a dash, or with other words between, signs nothing."""
    for below in ("Ada Kowal (@adakowal) said so.", "Share this — Ada Kowal (@adakowal)"):
        found = find_statements(*build(f"We reject the vote.\n{below}", POST))
        assert not any(s.origin.rule.startswith("quote.signed") for s in found)


def test_a_headline_spoken_to_someone() -> None:
    text = "Kowal to Berlin: Send tanks"
    document, analysis = build(text, HEADLINE)
    document = replace(document, zones=(Zone(Span(0, len(text)), "headline"),))
    sentences = tuple(replace(s, role="headline") for s in analysis.sentences)
    (found,) = find_statements(document, replace(analysis, sentences=sentences))
    assert mark(text, found) == "[source Kowal] to Berlin: [content Send tanks]"
    assert found.act == "REQUEST"
    assert [span.of(text) for span in found.addressees_at] == ["Berlin"]


HEARD = {
    "Kowal told Belgium it was wrong.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj told/tell/VERB/VBD/0/root Belgium/Belgium/PROPN/NNP/6/obj "
        "it/it/PRON/PRP/6/nsubj was/be/AUX/VBD/6/cop wrong/wrong/ADJ/JJ/2/ccomp ././PUNCT/./2/punct",
        ["Belgium"],
    ),
    "Kowal demanded that Oslo pay.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj demanded/demand/VERB/VBD/0/root that/that/SCONJ/IN/5/mark "
        "Oslo/Oslo/PROPN/NNP/5/nsubj pay/pay/VERB/VB/2/ccomp ././PUNCT/./2/punct",
        ["Oslo"],
    ),
}


@pytest.mark.parametrize("text", sorted(HEARD))
def test_whom_the_words_say_it_is_said_to(text: str) -> None:
    """The phrase after "told", though the tree hung it on what is told; who is to do what is demanded."""
    tree, told = HEARD[text]
    (statement,) = find_statements(*build(text, tree.replace(" ", "\n").replace("/", " ")))
    assert [span.of(text) for span in statement.addressees_at] == told
