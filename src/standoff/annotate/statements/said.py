"""The act of what is said under a plain verb of saying: the content alone decides."""

from __future__ import annotations

import re

from msgspec import Struct

from standoff.annotate.statements.facts import MUST, Facts
from standoff.annotate.statements.giving import breaks_off, pulls_back
from standoff.annotate.statements.phrases import set_phrase
from standoff.annotate.statements.withheld import withholds
from standoff.annotate.statements.words import classes
from standoff.model import Act, Certainty

_OUGHT = frozenset({"has to", "have to", "needs to", "need to", "time to"})

#: Verbs whose denial by the one it is about denies no charge: "we have not been getting along", "it had not decided".
_UNDERGONE = frozenset(
    "be become consider decide expect find get go have hear know look make meet receive see think want win".split()
)
#: Verbs whose denial says what was not known, told or settled, and answers no claim.
_UNKNOWN = _UNDERGONE | frozenset(
    "admit ask believe bind change consult contemplate do have inform laugh pay resign rule tell understand "
    "damage fall harm hurt injure lose wound".split()
)
#: Who says so with these verbs says so against others: a denial under them answers a claim, or turns down a demand.
_MAINTAIN = frozenset({"insist", "maintain", "swear", "assure"})
_RETORT = frozenset({"reply", "retort", "respond", "counter", "shoot back", "hit back", "fire back"})
#: Verbs of reasoning: an "if" under them foretells, and threatens nobody.
_REASONS = frozenset(
    "argue estimate reckon conclude find note explain believe think calculate predict suggest according".split()
)
#: Verbs under which a denial owns or explains something.
_OWNS = frozenset({"concede", "admit", "acknowledge", "caution", "note", "explain", "allow", "complain", "protest"})
#: What is done without doing anything to anybody.
_MOVES = frozenset("arrive come die fall lie live lose sit sleep stand stay wait walk".split())
_HURT = frozenset("harm hurt molest touch".split())
_DECIDED = frozenset("agree apologise apologize approve ask decide say tell warn".split())
#: What is left open by not saying it.
_SILENT = re.compile(
    r"(?:\b(?:not|nor)|n['’]t) (?:say|specify|disclose|reveal|identify|elaborate|comment|explain|give details)"
    r"(?: (?:when|where|how|which|who|whom|what|why|whether|on|further)\b|$)"
)
_RECALLS = frozenset("recall recount relate remember".split())
_FIGHTERS = frozenset("gunmen insurgents mercenaries militants terrorists".split())
#: What does damage and is no doer.
_THINGS = frozenset(
    "attack blast blasts bomb bomber bombers bombs explosion explosions fire incident mine mines".split()
)
_DISOWNED = ("nothing to do with", "nothing whatever to do with", "nothing of the ", "no such ")
#: A judgement in negative words, which denies nobody's claim.
_JUDGED = re.compile(
    r"\bno (?:cause|reason|need|doubt|choice|alternative|solution|sign|money|change|hurry)\b|"
    r"\bnever been (?:\w+er|worse)\b|\bno (?:\w+ )?reports?\b|"
    r"\bpos(?:es?|ed|ing) (?:no|a|any) (?:\w+ )?(?:danger|risk|threat)\b"
)
#: A bare "no" has no more words than this.
_CURT = 4
#: Who writes "will not go unpunished" threatens.
_UNPUNISHED = re.compile(r"\b(?:go|remain|be left) un[a-z]+ed\b|\bno choice but\b")
#: A condition in words that the tree gives no clause: "..., should the ship sail, ...", "if Georgia signs".
_IF = re.compile(r"(?:^|[,;–—] ?(?:and |but )?)(?:if|unless|should) | unless ")
#: A demand with its stick: "give us the votes or the mines will stop", "open the gate or we shall".
OR_ELSE = re.compile(r"\bor (?:else\b|(?:[a-z'’-]+ ){1,4}(?:will|shall)\b|face )")
#: Misdeeds in more than one word.
_BLAMED = re.compile(
    r"\b(?:is|are|was|were|been) (?:behind|responsible|to blame)\b|\b(?:bears?|bore) (?:\w+ )?responsib|\bfired on\b|"
    r"\bused? .{0,25}\b(?:chemical|sarin|chlorine|cluster|phosphorus|napalm|nerve|human shields)\b"
)
_KIND = re.compile(
    r"\b(?:positive|good|right|welcome|important|great|huge|major|true|close|dear) (?:steps?|side|friends?)\b"
)
_BORNE_OUT = re.compile(
    r"\b(?:reports?|claims?|accounts?|allegations?|rumou?rs?) (?:is|was|are|were) (?:true|correct)\b"
)
#: Refusals that have set words.
_NO_WAY = re.compile(
    r"\bnon-?negotiable\b|\bnot negotiable\b|\bnot for sale\b|\bout of the question\b|\bnot an? (?:\w+ )?colony\b|"
    r"\b(?:no one|nobody|no country) ha[sd] the right\b|\bnone of \w+(?:['’]s)? business\b"
)
#: Misdeeds whatever the circumstances: to have suffered them accuses somebody, named or not.
_CRIMES = frozenset("abduct beat drag hack kidnap poison rape rig steal torture".split())
_AUX = frozenset({"do", "does", "is", "are", "am", "has", "have"})
#: "does not target monuments", "is not leaving the union"
_DENYING = re.compile(r"\b(?:do|does|is|are)(?: not|n't|n’t) \w")
#: What the speaker is doing: "it was expelling the envoy". Not what is done to think or to watch.
_UNDER_WAY = re.compile(
    r"(?:it|he|she|they|we|i) (?:was|is|were|are|am)(?: also| now| already)? "
    r"(?!consider|pray|try|watch|wait|hold|examin|study)[a-z-]+ing\b"
)
#: Ways of saying that scold.
_SCOLD = frozenset("bristle complain fume fulminate grumble huff rail scoff seethe snarl sneer sniff thunder".split())
_PUNISHED = frozenset({"punish", "pursue", "prosecute", "crush", "deal"})
#: How what one would be if ... begins: a feeling threatens nobody.
_FELT = ("amaz", "astonish", "shock", "stun", "surpris")
_ANSWERS = frozenset({"respond", "retaliate", "react", "answer", "strike", "act", "retaliatory"})


class Cue(Struct, frozen=True):
    """What the decision needs to know of the cue; ``mark`` and ``held`` are what the learned heads take for its act
    and its certainty, with their probabilities; ``slogan``: it is a banner, a sign or a crowd's chant that speaks;
    ``onlooker``: the speaker has no side, and nothing to threaten with; ``private``: nothing in the source's words says
    that he speaks for anybody but himself; ``deeds``: the types of the deeds that the
    learned head sees in what is said."""

    lemma: str
    decide: str
    certainty: str
    negated: bool
    frame: str
    quoted: bool
    mark: Act | None = None
    sure: float = 0.0
    held: Certainty | None = None
    held_sure: float = 0.0
    slogan: bool = False
    onlooker: bool = False
    deeds: frozenset[str] = frozenset()
    private: bool = False


def act_of_content(cue: Cue, facts: Facts) -> tuple[Act, str]:
    """The act of a content under a plain verb of saying."""
    counted = facts.counted
    mine = facts.self or facts.own
    if facts.performative and not facts.negated:
        if facts.performative == "AGREE":
            return "SUPPORT", "performative"
        return facts.performative, "performative"  # type: ignore[return-value]
    if withholds(facts):
        return "DOUBT", "withheld"
    if cue.frame == "wh" and facts.proper:
        return "STATE", "stated"  # "told them how Moscow will respond": what it is, is not told
    if cue.lemma == "ask" and cue.frame == "say" and (facts.tense != "past" or " be " in facts.text):
        return "REQUEST", "imperative"  # "asked that it be printed"
    phrase = set_phrase(facts)
    if phrase is not None and not (cue.onlooker and phrase == "THREATEN"):
        return phrase, "phrase"
    if (facts.imperative and not facts.question) or "please" in facts.lemmas or _bidden(cue, facts):
        if OR_ELSE.search(facts.text):
            return "THREATEN", "self-threat"
        return "REQUEST", "imperative"
    if facts.tense == "future" and facts.negated and _UNPUNISHED.search(facts.text):
        return "THREATEN", "self-threat"
    if facts.modals & {"should", "ought"} and "have" in facts.modals and not mine:
        return "CRITICIZE", "blame"
    if cue.lemma == "call" and cue.frame == "obj" and facts.root_classes & {"claimn"}:
        return "DENY", "claim-noun"  # "called the claim an invention", where the tree gives the claim alone
    if facts.negated and facts.lemma in ("expect", "believe", "think"):
        return "STATE", "stated"
    if facts.modals & MUST and "bad" in facts.root_classes and not facts.negated and not mine:
        return "CRITICIZE", "blame"  # "they should be ashamed"
    if facts.modals & MUST and "have" not in facts.modals and not (facts.self and facts.subject in ("i", "he", "she")):
        return "REQUEST", "must"
    ours = facts.subject == "we" and "need to" in facts.pairs
    if (ours or not facts.self) and not facts.negated and facts.tense != "past" and _OUGHT & facts.pairs:
        return "REQUEST", "must"
    if mine and not facts.negated and _would_strike(facts):
        return "THREATEN", "self-threat"
    if _NO_WAY.search(facts.text):
        return "REJECT", "self-refusal"
    untrue = "false" in counted and not facts.negated and facts.upos in ("ADJ", "NOUN", "PROPN", "VERB")
    if facts.lemma in ("fear", "worry", "dread", "afraid") and mine and not facts.negated and facts.tense != "future":
        return "WARN", "foretold"
    if facts.text.startswith(("not one ", "not a single ")) and facts.tense == "past":
        return "DENY", "denial"
    if facts.tense == "future" and facts.passive and facts.lemma in _PUNISHED and not facts.negated:
        return "THREATEN", "self-threat"
    if facts.tense == "future" and facts.passive and not facts.negated and not mine and facts.level == "CT":
        if facts.root_classes & {"yield"}:
            return "CONCEDE", "self-yield"
        if facts.root_classes & {"aid"}:
            return "COMMIT", "self-promise"
        if facts.root_classes & {"harm", "wrong"} or facts.condition is not None:
            return "THREATEN", "self-threat"
    that = facts.subject in ("it", "this", "that") and facts.upos in ("NOUN", "PROPN")  # "it's fake news"
    if untrue and ("false" in facts.root_classes or "such" in facts.lemmas or that):
        return "DENY", "denial"
    if facts.tense == "future" and (mine or (facts.proper and not facts.passive)):
        return _own_future(facts)
    if mine and not facts.negated and facts.lemma in ("plan", "intend"):
        return "ANNOUNCE", "self-plan"
    if facts.tense == "future" and facts.negated and cue.frame == "say" and cue.lemma not in _REASONS:
        if facts.passive and (facts.lemma in _PUNISHED or "charges" in facts.text):
            return "CONCEDE", "self-yield"  # "no charges would be brought"
        if facts.passive and (facts.root_classes & {"harm", "wrong"} or facts.lemma in _HURT):
            return "COMMIT", "self-promise"  # "nobody will be harmed"
        if (
            facts.level == "CT"
            and facts.subject not in ("nobody", "nothing", "that", "this")
            and "think" not in facts.lemmas
        ):
            return "REJECT", "self-refusal"
    if facts.tense == "future" and "consequences" in facts.text and not facts.negated:
        return "THREATEN", "self-threat"
    if facts.tense == "future" and facts.lemma in ("force", "compel", "oblige") and not facts.negated:
        return "THREATEN", "self-threat"  # "a pullout would force Russia to take steps"
    if "ready" in facts.root_classes and (mine or facts.proper or _willing(facts)) and not facts.negated:
        if counted & {"harm"} and not counted & {"aid"}:
            return "THREATEN", "self-threat"
        return "COMMIT", "self-promise"
    if (
        (mine or (facts.proper and ("plan" in facts.lemmas or "intention" in facts.lemmas)))
        and facts.negated
        and (
            "intention" in facts.lemmas
            or "plan" in facts.lemmas
            or facts.lemma in ("recognise", "recognize", "accept", "agree", "want", "negotiate", "intend")
        )
    ):
        return (
            ("DENY", "denial")
            if facts.lemma in ("plan", "intend") or "plan" in facts.lemmas
            else ("REJECT", "self-refusal")
        )
    if facts.negated and facts.upos == "AUX" and facts.tense != "future" and len(facts.text.split()) <= _CURT:
        return "DENY", "denial"  # "he does not", "none had"
    if facts.negated and _SILENT.search(facts.text):
        return "STATE", "stated"  # "it did not say when": no answer to anybody
    if facts.negated or "nothing" in facts.negative_words:
        nobody = facts.subject in ("nobody", "nothing", "none", "there", "one") or "no" in facts.negative_words
        if _JUDGED.search(facts.text):
            return "STATE", "stated"
        deed = facts.tense == "past" and facts.upos == "VERB" and not facts.passive and facts.lemma not in _UNDERGONE
        open_ = facts.level not in ("CT", "CT-") or " yet" in facts.text  # "has not yet decided", "may not have left"
        if not open_ and ((counted & {"wrong", "wrongn", "claimn"} and (mine or nobody)) or (mine and deed)):
            return "DENY", "denial"
        if "bad" in counted and "bad" not in facts.root_classes and not mine:
            return "CRITICIZE", "blame"
        return _denied(cue, facts)
    someone = facts.proper or facts.subject in ("they", "he", "she", "you", "who")
    if "bad" in facts.root_classes and (
        someone or not facts.lemma.startswith("fail")
    ):  # "talks failed" is news, "he failed" blame
        return "CRITICIZE", "blame"
    if facts.self and facts.passive and facts.tense != "future" and facts.root_classes & {"wrong", "wrongn"}:
        return "ACCUSE", "wrong"  # "he had been beaten": the sufferer speaks
    if facts.passive and facts.tense == "past" and facts.lemma in _CRIMES and facts.level == "CT":
        return "ACCUSE", "wrong"
    if facts.other and facts.tense == "past" and facts.level in ("CT", "PR") and cue.deeds & {"ASSAULT", "COERCE"}:
        if not (facts.passive or facts.root_classes & {"aid", "yield"} or facts.lemma in _DECIDED):
            return "ACCUSE", "wrong"  # Manila: "a Chinese ship beamed a laser at the boat"
        if facts.passive and " by " not in facts.text and cue.deeds & {"ASSAULT"}:
            return "ANNOUNCE", "self-deed"  # Kyiv: "five Russian planes have been shot down"
    if facts.lemma == "risk" and facts.upos == "VERB" and facts.tense != "past":
        return "WARN", "foretold"  # "the country risks breaking apart"
    # "two bombs killed 26", "the first mercenaries have landed": news
    news = facts.subject in _THINGS or facts.lemma == "suffer"
    news = news or (facts.subject in _FIGHTERS and not facts.root_classes & {"wrong", "wrongn"})
    undergone = facts.passive and " by " not in facts.text  # "five people were killed": nobody is named for it
    if (
        counted & {"wrongn"}
        and not (mine or undergone or news)
        and facts.level in ("CT", "PR")
        and facts.tense != "future"
    ):
        return "ACCUSE", "wrong"
    told = facts.tense in ("past", "present") and facts.level in ("CT", "PR") and " not " not in facts.text
    if told and not (mine or facts.condition) and _BLAMED.search(facts.text):
        return "ACCUSE", "wrong"
    if _BORNE_OUT.search(facts.text):
        return "CONFIRM", "owned"
    done = facts.tense == "past" or (facts.tense == "present" and someone)
    if facts.root_classes & {"wrong"} and done and facts.level in ("CT", "PR") and not (mine or facts.passive or news):
        return "ACCUSE", "wrong"
    if cue.quoted and facts.subject == "they" and facts.tense == "past" and cue.lemma not in _RECALLS and _did(facts):
        return "ACCUSE", "wrong"  # "They took our nets"
    if cue.quoted and facts.subject == "you" and facts.tense == "present" and not facts.modals & {"may", "must"}:
        return "CRITICIZE", "blame"  # "You are gambling with lives"
    ahead = facts.level == "PS" or facts.tense == "future" or facts.modals & {"could", "can", "may", "might"}
    if ahead and "risk" in counted:
        return "WARN", "foretold"
    stands = facts.upos == "VERB" and not mine and facts.lemma in ("stand", "step", "deserve", "right")
    good = facts.root_classes & {"good"} and not (stands or facts.own or "no longer" in facts.text)
    if facts.lemma in ("side", "step", "right", "friend"):
        good = good and bool(_KIND.search(facts.text))  # "a positive step", not "a forced step"
    if good or "grateful" in facts.lemmas or "thank" in facts.lemmas:
        return "SUPPORT", "praise"
    if "bad" in counted and not mine and facts.upos in ("ADJ", "NOUN"):
        return "CRITICIZE", "blame"
    if mine and facts.tense in ("past", "present") and facts.root_classes & {"deed", "yield"} and not facts.passive:
        if facts.lemma in (
            "withdraw",
            "apologise",
            "apologize",
            "lift",
            "halt",
            "pull",
            "drop",
            "surrender",
            "cease",
        ) and not (counted & {"wrong"} or breaks_off(facts)):
            return "CONCEDE", "self-yield"
        undone = facts.upos != "VERB" or not facts.modals.isdisjoint({"can", "could", "might"})
        undone = undone or cue.onlooker or (cue.private and facts.subject in ("he", "she", "i"))
        if not undone and (facts.self or "harm" in facts.root_classes):
            return "ANNOUNCE", "self-deed"
    coming = facts.tense in ("future", "base", "present") and not facts.question and cue.lemma not in _REASONS
    iffy = facts.condition is not None or (bool(_IF.search(facts.text)) and not facts.wh)
    opens = facts.text.startswith(("if ", "unless ", "should ")) and facts.subject not in ("that", "this")
    hangs = mine or facts.proper or facts.modals or facts.tense != "present" or opens
    if iffy and hangs and coming and cue.frame == "say" and not (cue.onlooker or facts.lemma.startswith(_FELT)):
        kindly = bool(facts.root_classes & {"aid", "yield"}) or ("aid" in counted and "harm" not in counted)
        return ("COMMIT", "self-promise") if kindly else ("THREATEN", "self-threat")
    active = facts.upos == "VERB" and not (facts.negated or facts.passive)
    if _UNDER_WAY.match(facts.text) and facts.self and active:
        if pulls_back(facts) or (facts.root_classes & {"yield"} and not breaks_off(facts)):
            return "CONCEDE", "self-yield"
        return "ANNOUNCE", "self-plan"
    if cue.lemma in _SCOLD:
        return "CRITICIZE", "blame"
    return "STATE", "stated"


def _willing(facts: Facts) -> bool:
    """Whether it is one's own people who are ready: "the party was open to it", and not "the road was open"."""
    return facts.upos == "ADJ" and (not facts.subject or "self" in classes().get(facts.subject, ()))


def _did(facts: Facts) -> bool:
    """Whether something is told that others did, on purpose as it seems."""
    return facts.upos == "VERB" and not facts.passive and facts.level == "CT" and facts.lemma not in _UNDERGONE | _MOVES


def _denied(cue: Cue, facts: Facts) -> tuple[Act, str]:
    """What is said not to be so, where the words name no misdeed: a denial of what somebody claimed, or news."""
    if facts.level != "CT" or " yet" in facts.text or facts.tense == "future" or cue.lemma in _OWNS or facts.question:
        return "STATE", "stated"
    if cue.lemma in _RETORT and (facts.tense == "present" or (cue.lemma == "reply" and not facts.passive)):
        return "REJECT", "self-refusal"
    if cue.lemma in _MAINTAIN or any(words in facts.text for words in _DISOWNED):
        return "DENY", "denial"
    if facts.condition is not None or cue.frame != "say" or facts.subject in ("they", "you"):
        return "STATE", "stated"
    if facts.tense != "past":
        acts = facts.upos == "VERB" and not facts.modals - _AUX and facts.lemma not in _UNKNOWN and facts.subject != "i"
        return ("DENY", "denial") if acts and _DENYING.search(facts.text) else ("STATE", "stated")
    if facts.subject in ("nobody", "nothing", "none", "there") and facts.lemma in ("be", facts.subject):
        return "DENY", "denial"
    mine = facts.self or facts.own
    if facts.upos == "VERB" and not mine and facts.lemma not in _UNKNOWN:
        return "DENY", "denial"
    return "STATE", "stated"


def _bidden(cue: Cue, facts: Facts) -> bool:
    """Told to do something, in marks or not: "Kyiv insisted the Red Cross take charge", "leave it at once"."""
    asks = cue.frame == "say" and cue.lemma in ("insist", "ask", "suggest")
    if asks and facts.passive and "be" in facts.modals and facts.modals <= {"be", "not"}:
        return True  # "insisted the monitors be let in"
    if facts.tense != "base" or facts.negated:
        return False
    if cue.frame == "obj-to":
        return cue.lemma not in ("take", "claim")
    told = not facts.subject and facts.upos == "VERB" and facts.text.startswith(facts.lemma)
    return cue.frame == "say" and (told or cue.lemma in ("insist", "ask"))


def _would_strike(facts: Facts) -> bool:
    """As in "will be forced to respond", "may strike if ...": harm to come from the speaker's side, laid on others."""
    if facts.lemma in ("force", "compel", "oblige") and facts.passive:
        return facts.tense == "future" and bool(facts.lemmas & _ANSWERS)
    harms = "harm" in facts.root_classes and not facts.root_classes & {"aid", "yield"}
    ahead = facts.tense != "past" and not facts.negative_words
    return harms and not facts.passive and ahead and bool(facts.modals & {"may", "might", "could"})


def _own_future(facts: Facts) -> tuple[Act, str]:
    counted, root = facts.counted, facts.root_classes
    if facts.lemma.startswith(_FELT):
        return "STATE", "stated"
    if facts.negated:
        if facts.lemma in ("hesitate", "tolerate", "forget", "forgive", "rest", "stop", "spare", "stand"):
            return "THREATEN", "self-threat"
        if root & {"wrong", "harm"} and facts.lemma not in ("pay", "answer", "respond", "accept", "allow"):
            return "COMMIT", "self-promise"
        return "REJECT", "self-refusal"
    paid = facts.lemma == "pay" and not facts.lemmas & {"price", "dearly", "cost", "for"}  # "will be paying attention"
    if root & {"harm"} and not root & {"aid", "yield"} and not paid:
        return "THREATEN", "self-threat"
    if pulls_back(facts) and facts.condition is None:
        return "CONCEDE", "self-yield"
    if root & {"yield"}:
        if breaks_off(facts):
            return "ANNOUNCE", "self-plan"
        if root & {"harm"} and counted & {"consequence", "response", "retaliation"}:
            return "THREATEN", "self-threat"
        return "CONCEDE", "self-yield"
    if root & {"aid"} or "ready" in counted:
        return "COMMIT", "self-promise"
    if counted & {"harm"} and (facts.condition is not None or "wrong" in counted):
        return "THREATEN", "self-threat"
    if facts.condition is not None:
        return "THREATEN", "self-threat"
    if not (facts.self or facts.own):
        return "STATE", "stated"
    return "ANNOUNCE", "self-will"
