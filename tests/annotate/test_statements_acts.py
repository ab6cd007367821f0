"""Acts by words of the content: refusals, crimes, ties broken off, faults owned; and where a content begins and ends.

Trees are the analyser's own, one word a field: form/lemma/upos/xpos/head/relation, heads 1-based.
"""

from __future__ import annotations

import pytest
from tests.annotate.test_statements import build, mark, marked

from standoff.annotate.statements import find_statements
from standoff.model import Statement

TREES = {
    "Kowal said the killing would not go unpunished.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "killing/killing/NOUN/NN/7/nsubj would/would/AUX/MD/7/aux not/not/PART/RB/7/advmod "
        "go/go/VERB/VB/2/ccomp unpunished/unpunished/VERB/VBN/7/xcomp ././PUNCT/./2/punct"
    ),
    "Kowal said women had been raped in the camp.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root women/woman/NOUN/NNS/6/nsubj:pass "
        "had/have/AUX/VBD/6/aux been/be/AUX/VBN/6/aux:pass raped/rape/VERB/VBN/2/ccomp "
        "in/in/ADP/IN/9/case the/the/DET/DT/9/det camp/camp/NOUN/NN/6/obl ././PUNCT/./2/punct"
    ),
    "Kowal said five people had been shot.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root five/five/NUM/CD/4/nummod "
        "people/person/NOUN/NNS/7/nsubj:pass had/have/AUX/VBD/7/aux been/be/AUX/VBN/7/aux:pass "
        "shot/shoot/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said the threats would not stop the vote.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "threats/threat/NOUN/NNS/7/nsubj would/would/AUX/MD/7/aux not/not/PART/RB/7/advmod "
        "stop/stop/VERB/VB/2/ccomp the/the/DET/DT/9/det vote/vote/NOUN/NN/7/obj ././PUNCT/./2/punct"
    ),
    "Kowal said no charges would be brought.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root no/no/DET/DT/4/det "
        "charges/charge/NOUN/NNS/7/nsubj:pass would/would/AUX/MD/7/aux be/be/AUX/VB/7/aux:pass "
        "brought/bring/VERB/VBN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said the army does not shell villages.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "army/army/NOUN/NN/7/nsubj does/do/AUX/VBZ/7/aux not/not/PART/RB/7/advmod "
        "shell/shell/VERB/VB/2/ccomp villages/village/NOUN/NNS/7/obj ././PUNCT/./2/punct"
    ),
    "Kowal said ties had never been worse.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root ties/tie/NOUN/NNS/7/nsubj "
        "had/have/AUX/VBD/7/aux never/never/ADV/RB/7/advmod been/be/AUX/VBN/7/cop "
        "worse/bad/ADJ/JJR/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said the council was responsible.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "council/council/NOUN/NN/6/nsubj was/be/AUX/VBD/6/cop responsible/responsible/ADJ/JJ/2/ccomp "
        "././PUNCT/./2/punct"
    ),
    "Kowal said the reports were true.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "reports/report/NOUN/NNS/6/nsubj were/be/AUX/VBD/6/cop true/true/ADJ/JJ/2/ccomp "
        "././PUNCT/./2/punct"
    ),
    "Kowal said the island was not for sale.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "island/island/NOUN/NN/8/nsubj was/be/AUX/VBD/8/cop not/not/PART/RB/8/advmod "
        "for/for/ADP/IN/8/case sale/sale/NOUN/NN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said Lima would withdraw from the treaty.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root Lima/Lima/PROPN/NNP/5/nsubj "
        "would/would/AUX/MD/5/aux withdraw/withdraw/VERB/VB/2/ccomp from/from/ADP/IN/8/case "
        "the/the/DET/DT/8/det treaty/treaty/NOUN/NN/5/obl ././PUNCT/./2/punct"
    ),
    "Kowal said she could not tell whether it was serious.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root she/she/PRON/PRP/6/nsubj "
        "could/could/AUX/MD/6/aux not/not/PART/RB/6/advmod tell/tell/VERB/VB/2/ccomp "
        "whether/whether/SCONJ/IN/10/mark it/it/PRON/PRP/10/nsubj was/be/AUX/VBD/10/cop "
        "serious/serious/ADJ/JJ/6/ccomp ././PUNCT/./2/punct"
    ),
    "Lima said it was expelling two envoys.": (
        "Lima/Lima/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root it/it/PRON/PRP/5/nsubj was/be/AUX/VBD/5/aux "
        "expelling/expelle/VERB/VBG/2/ccomp two/two/NUM/CD/7/nummod envoys/envoy/NOUN/NNS/5/obj "
        "././PUNCT/./2/punct"
    ),
    '"Open the gate or we shall," Kowal said.': (
        '"/"/PUNCT/``/2/punct Open/open/VERB/VB/11/ccomp the/the/DET/DT/4/det gate/gate/NOUN/NN/2/obj '
        "or/or/CCONJ/CC/7/cc we/we/PRON/PRP/7/nsubj shall/shall/AUX/MD/2/conj ,/,/PUNCT/,/2/punct "
        "\"/\"/PUNCT/''/2/punct Kowal/Kowal/PROPN/NNP/11/nsubj said/say/VERB/VBD/0/root "
        "././PUNCT/./11/punct"
    ),
    "Kowal warned residents to stay indoors.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj warned/warn/VERB/VBD/0/root residents/resident/NOUN/NNS/2/iobj "
        "to/to/PART/TO/5/mark stay/stay/VERB/VB/2/xcomp indoors/indoors/ADV/RB/5/advmod "
        "././PUNCT/./2/punct"
    ),
    "Kowal admitted that the raid had been a mistake.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj admitted/admit/VERB/VBD/0/root that/that/SCONJ/IN/9/mark "
        "the/the/DET/DT/5/det raid/raid/NOUN/NN/9/nsubj had/have/AUX/VBD/9/aux been/be/AUX/VBN/9/cop "
        "a/a/DET/DT/9/det mistake/mistake/NOUN/NN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal offered an apology.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj offered/offer/VERB/VBD/0/root an/a/DET/DT/4/det "
        "apology/apology/NOUN/NN/2/obj ././PUNCT/./2/punct"
    ),
    "Kowal cautioned that it was not the end.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj cautioned/caution/VERB/VBD/0/root that/that/SCONJ/IN/8/mark "
        "it/it/PRON/PRP/8/nsubj was/be/AUX/VBD/8/cop not/not/PART/RB/8/advmod the/the/DET/DT/8/det "
        "end/end/NOUN/NN/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal insisted the army leave at once.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj insisted/insist/VERB/VBD/0/root the/the/DET/DT/4/det "
        "army/army/NOUN/NN/5/nsubj leave/leave/VERB/VB/2/ccomp at/at/ADP/IN/7/case "
        "once/once/ADV/RB/5/advmod ././PUNCT/./2/punct"
    ),
    "Lima called the claim an invention.": (
        "Lima/Lima/PROPN/NNP/2/nsubj called/call/VERB/VBD/0/root the/the/DET/DT/4/det "
        "claim/claim/NOUN/NN/2/obj an/a/DET/DT/6/det invention/invention/NOUN/NN/2/xcomp "
        "././PUNCT/./2/punct"
    ),
    "The professor said the port would close if the rain continued.": (
        "The/the/DET/DT/2/det professor/professor/NOUN/NN/3/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/5/det "
        "port/port/NOUN/NN/7/nsubj would/would/AUX/MD/7/aux close/close/VERB/VB/3/ccomp if/if/SCONJ/IN/11/mark "
        "the/the/DET/DT/10/det rain/rain/NOUN/NN/11/nsubj continued/continue/VERB/VBD/7/advcl ././PUNCT/./3/punct"
    ),
    "Kowal said the talks had failed; Lima denied it.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root the/the/DET/DT/4/det "
        "talks/talk/NOUN/NNS/6/nsubj had/have/AUX/VBD/6/aux failed/fail/VERB/VBN/2/ccomp "
        ";/;/PUNCT/,/9/punct Lima/Lima/PROPN/NNP/9/nsubj denied/deny/VERB/VBD/2/ccomp "
        "it/it/PRON/PRP/9/obj ././PUNCT/./2/punct"
    ),
    "Lima threatened to leave the pact if Quito voted no.": (
        "Lima/Lima/PROPN/NNP/2/nsubj threatened/threaten/VERB/VBD/0/root to/to/PART/TO/4/mark "
        "leave/leave/VERB/VB/2/xcomp the/the/DET/DT/6/det pact/pact/NOUN/NN/4/obj if/if/SCONJ/IN/9/mark "
        "Quito/Quito/PROPN/NNP/9/nsubj voted/vote/VERB/VBD/4/advcl no/no/INTJ/UH/9/obj "
        "././PUNCT/./2/punct"
    ),
    "Talks have stalled, Kowal said, over who is to pay.": (
        "Talks/talk/NOUN/NNS/3/nsubj have/have/AUX/VBP/3/aux stalled/stall/VERB/VBN/6/ccomp "
        ",/,/PUNCT/,/3/punct Kowal/Kowal/PROPN/NNP/6/nsubj said/say/VERB/VBD/0/root ,/,/PUNCT/,/8/punct "
        "over/over/ADP/IN/12/mark who/who/PRON/WP/12/nsubj is/be/AUX/VBZ/12/cop to/to/PART/TO/12/mark "
        "pay/pay/VERB/VB/6/ccomp ././PUNCT/./6/punct"
    ),
    "Kowal said only that the road was open.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root only/only/ADV/RB/8/advmod "
        "that/that/SCONJ/IN/8/mark the/the/DET/DT/6/det road/road/NOUN/NN/8/nsubj was/be/AUX/VBD/8/cop "
        "open/open/ADJ/JJ/2/ccomp ././PUNCT/./2/punct"
    ),
    "Kowal said he thinks the vote was fair.": (
        "Kowal/Kowal/PROPN/NNP/2/nsubj said/say/VERB/VBD/0/root he/he/PRON/PRP/4/nsubj "
        "thinks/think/VERB/VBZ/2/ccomp the/the/DET/DT/6/det vote/vote/NOUN/NN/8/nsubj "
        "was/be/AUX/VBD/8/cop fair/fair/ADJ/JJ/4/ccomp ././PUNCT/./2/punct"
    ),
    "Foes plan a march; Lima warns of bloodshed.": (
        "Foes/foe/NOUN/NNS/2/nsubj plan/plan/VERB/VBP/7/ccomp a/a/DET/DT/4/det march/march/NOUN/NN/2/obj "
        ";/;/PUNCT/,/7/punct Lima/Lima/PROPN/NNP/7/nsubj warns/warn/VERB/VBZ/0/root of/of/ADP/IN/9/case "
        "bloodshed/bloodshed/NOUN/NN/7/obl ././PUNCT/./7/punct"
    ),
    "It is possible, he adds, that the order came late.": (
        "It/it/PRON/PRP/3/expl is/be/AUX/VBZ/3/cop possible/possible/ADJ/JJ/0/root ,/,/PUNCT/,/3/punct "
        "he/he/PRON/PRP/6/nsubj adds/add/VERB/VBZ/3/parataxis ,/,/PUNCT/,/11/punct that/that/SCONJ/IN/11/mark "
        "the/the/DET/DT/10/det order/order/NOUN/NN/11/nsubj came/come/VERB/VBD/3/csubj late/late/ADV/RB/11/advmod "
        "././PUNCT/./3/punct"
    ),
    "It has, a clerk confirmed, taken the boats.": (
        "It/it/PRON/PRP/2/nsubj has/have/AUX/VBZ/6/aux ,/,/PUNCT/,/2/punct a/a/DET/DT/5/det "
        "clerk/clerk/NOUN/NN/6/nsubj confirmed/confirm/VERB/VBD/0/root ,/,/PUNCT/,/8/punct "
        "taken/take/VERB/VBN/6/advcl the/the/DET/DT/10/det "
        "boats/boat/NOUN/NNS/8/obj ././PUNCT/./6/punct"
    ),
    "Wherever he goes, Kowal joked, guards must follow.": (
        "Wherever/wherever/ADV/WRB/3/advmod he/he/PRON/PRP/3/nsubj goes/go/VERB/VBZ/10/advcl ,/,/PUNCT/,/3/punct "
        "Kowal/Kowal/PROPN/NNP/6/nsubj joked/joke/VERB/VBD/0/root ,/,/PUNCT/,/10/punct guards/guard/NOUN/NNS/10/nsubj "
        "must/must/AUX/MD/10/aux follow/follow/VERB/VB/6/ccomp ././PUNCT/./6/punct"
    ),
    "Quito has left, and Lima has promised only to talk.": (
        "Quito/Quito/PROPN/NNP/3/nsubj has/have/AUX/VBZ/3/aux left/leave/VERB/VBN/0/root ,/,/PUNCT/,/8/punct "
        "and/and/CCONJ/CC/8/cc Lima/Lima/PROPN/NNP/8/nsubj has/have/AUX/VBZ/8/aux promised/promise/VERB/VBN/3/conj "
        "only/only/ADV/RB/8/advmod to/to/PART/TO/11/mark talk/talk/VERB/VB/8/xcomp ././PUNCT/./3/punct"
    ),
    "The boats had left, Kowal said: the harbour was empty.": (
        "The/the/DET/DT/2/det boats/boat/NOUN/NNS/4/nsubj had/have/AUX/VBD/4/aux left/leave/VERB/VBN/7/ccomp "
        ",/,/PUNCT/,/4/punct Kowal/Kowal/PROPN/NNP/7/nsubj said/say/VERB/VBD/0/root :/:/PUNCT/:/7/punct "
        "the/the/DET/DT/10/det harbour/harbour/NOUN/NN/12/nsubj was/be/AUX/VBD/12/cop empty/empty/ADJ/JJ/7/parataxis "
        "././PUNCT/./7/punct"
    ),
    "A march was held, at which, Kowal says, twelve men were beaten.": (
        "A/a/DET/DT/2/det march/march/NOUN/NN/4/nsubj:pass was/be/AUX/VBD/4/aux:pass held/hold/VERB/VBN/10/ccomp "
        ",/,/PUNCT/,/10/punct at/at/ADP/IN/7/case which/which/PRON/WDT/4/obl ,/,/PUNCT/,/7/punct "
        "Kowal/Kowal/PROPN/NNP/10/nsubj says/say/VERB/VBZ/0/root ,/,/PUNCT/,/10/punct twelve/twelve/NUM/CD/13/nummod "
        "men/man/NOUN/NNS/15/nsubj:pass were/be/AUX/VBD/15/aux:pass beaten/beat/VERB/VBN/10/ccomp ././PUNCT/./10/punct"
    ),
}


def statements(text: str) -> tuple[Statement, ...]:
    return find_statements(*build(text, "\n".join(word.replace("/", " ") for word in TREES[text].split())))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kowal said the killing would not go unpunished.", "THREATEN"),
        ("Kowal said women had been raped in the camp.", "ACCUSE"),
        ("Kowal said five people had been shot.", "STATE"),
        ("Kowal said the threats would not stop the vote.", "REJECT"),
        ("Kowal said no charges would be brought.", "CONCEDE"),
        ("Kowal said the army does not shell villages.", "DENY"),
        ("Kowal said ties had never been worse.", "STATE"),
        ("Kowal said the council was responsible.", "ACCUSE"),
        ("Kowal said the reports were true.", "CONFIRM"),
        ("Kowal said the island was not for sale.", "REJECT"),
        ("Kowal said Lima would withdraw from the treaty.", "ANNOUNCE"),
        ("Kowal said she could not tell whether it was serious.", "DOUBT"),
        ("Lima said it was expelling two envoys.", "ANNOUNCE"),
        ('"Open the gate or we shall," Kowal said.', "THREATEN"),
        ("Kowal warned residents to stay indoors.", "WARN"),
        ("Kowal admitted that the raid had been a mistake.", "CONCEDE"),
        ("Kowal offered an apology.", "CONCEDE"),
        ("Kowal cautioned that it was not the end.", "STATE"),
        ("Kowal insisted the army leave at once.", "REQUEST"),
        ("Lima called the claim an invention.", "DENY"),
        ("The professor said the port would close if the rain continued.", "STATE"),
    ],
)
def test_acts(text: str, act: str) -> None:
    assert statements(text)[0].act == act


@pytest.mark.parametrize(
    "wanted",
    [
        "[source Kowal] [cue said] [content the talks had failed]; Lima denied it.",
        "[source Lima] [cue threatened] [content to leave the pact if Quito voted no].",
        "[content Talks have stalled], [source Kowal] [cue said], [content over who is to pay].",
        "[source Kowal] [cue said] only that [content the road was open].",
        "[source Kowal] [cue said] [content he thinks the vote was fair].",
        "Foes plan a march; [source Lima] [cue warns of] [content bloodshed].",
        "[content It is possible], [source he] [cue adds], that [content the order came late].",
        "[content It has], [source a clerk] [cue confirmed], [content taken the boats].",
        "[content Wherever he goes], [source Kowal] [cue joked], [content guards must follow].",
        "Quito has left, and [source Lima] [cue has promised] only [content to talk].",
        "[content The boats had left], [source Kowal] [cue said]: [content the harbour was empty].",
        "A march was held, at which, [source Kowal] [cue says], [content twelve men were beaten].",
    ],
)
def test_parts(wanted: str) -> None:
    """A semicolon ends what is said; an if-clause and what follows the cue's closing comma or colon go on with it, and
    half a clause before the cue is no whole one."""
    text = marked(wanted)
    assert mark(text, statements(text)[0]) == wanted


def test_one_is_not_said_to_think_what_one_says_one_thinks() -> None:
    assert len(statements("Kowal said he thinks the vote was fair.")) == 1
