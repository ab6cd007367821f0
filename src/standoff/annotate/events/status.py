"""Did it happen: the status of an event from its clause, from the clauses above it, and from the statement around it.

The order is: what the statement does to its content (a denial negates it, a demand puts it in the future) for the deed
that the content is about; then grammar (negation, conditions, modals, infinitives after verbs of planning); then time.
"""

from __future__ import annotations

from standoff.annotate.events.classes import in_class
from standoff.annotate.events.frames import Scene
from standoff.annotate.events.known import is_known, looks_ahead, past_attempt
from standoff.annotate.events.triggers import Reading
from standoff.annotate.events.when import by_time
from standoff.model import Act, Mark, Statement, Status, TimeExpression

#: What an act does to the deed that its content is about.
BY_ACT: dict[Act, Status] = {
    "REQUEST": "future",
    "COMMIT": "future",
    "THREATEN": "hypothetical",
    "WARN": "hypothetical",
    "DENY": "negation",
    "REJECT": "negation",
}
#: Relations on the way from a deed up to the content's head that keep it what the content is about.
DIRECT = frozenset({"conj", "xcomp", "ccomp", "obj", "csubj", "obl:agent", "nsubj:pass", "root"})
FUTURE_MODALS = frozenset({"will", "'ll", "’ll", "shall", "wo", "gonna"})
POSSIBLE_MODALS = frozenset({"may", "might", "could", "can", "ca"})
#: Relations by which a sign reaches down from a clause to what it governs.
UPWARDS = frozenset({"obj", "nsubj", "xcomp", "ccomp", "conj", "nmod", "acl", "csubj", "obl", "advcl"})
KEEPS_UP = frozenset({"end", "stop", "hold", "continue", "resume"})
PART_IN = frozenset({"involvement", "role", "part", "hand", "responsibility", "knowledge", "intention", "plan"})
DEFINITE = frozenset({"the", "this", "that", "its", "their"})
#: The prepositions by which a word of fear or doubt reaches a deed; "warned after the raid" does not doubt it.
FEARED = frozenset({"of", "about", "against", "from", "for", "over", "on", "with"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "were", "lest", "provided", "once", "until"})
CALLED_OFF = frozenset({"cancel", "postpone", "shelve", "scrap", "call", "put", "skip", "miss", "boycott"})
DENYING = frozenset({"refuse", "decline", "deny", "refute", "dispute", "reject", "contradict", "denial", "dismiss"})
PART_CASES = frozenset({"with", "as", "for", "at", "in", "through", "by", "into"})
#: Refused, they have been made all the same: demands, offers, threats, charges.
MADE = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE"})
#: From which probability on the network's mark decides between a deed done, ahead and possible. Of dates and of what a
#: cue denies it knows less than the rules.
SEEN: dict[str, tuple[Status, float]] = {
    "actual": ("actual", 0.95),
    "future": ("future", 0.5),
    "hypothetical": ("hypothetical", 0.65),
}
NEGATIVE = frozenset({"no", "not", "n't", "n’t", "never", "neither", "nor", "without", "nobody", "none", "nothing"})


def status_of(
    scene: Scene,
    token: int,
    reading: Reading,
    *,
    statement: Statement | None,
    when: TimeExpression | None,
    published: str | None,
) -> Status:
    """The status of the deed that ``token`` names, ``reading`` being what it names.

    ``statement`` is the innermost one whose content holds it, ``when`` the time expression that governs it.
    """
    stop = _content_head(scene, statement)
    known = is_known(scene, token, reading.type)
    clause = None if known else _clause(scene, token, reading, stop=stop)
    if statement is not None and statement.act in BY_ACT and is_main(scene, token, statement, known=known):
        refused = statement.act == "REJECT" or (statement.act == "DENY" and token == stop)
        if refused and reading.type in MADE and scene.tokens[token].upos == "NOUN":
            return "actual"
        if clause == "negation" and statement.act in {"DENY", "REJECT"}:
            # "There is no raid", he said; denied that it had not left; refused to rule out a raid
            if not _denies(scene, statement):
                return "negation"
            return "actual" if statement.act == "DENY" else "hypothetical"
        return _under_act(statement, clause)
    condition = statement.condition if statement is not None else None
    if condition is not None and scene.tokens[token].span.overlaps(condition):
        return "hypothetical"
    if clause is not None:
        return clause
    if when is not None and "offset D+0" in when.rule and scene.tokens[token].xpos in {"VBP", "VBZ"}:
        return "future"  # "they meet today"
    return (by_time(when, published) if when is not None else None) or "actual"


def weighed(status: Status, mark: Mark | None) -> Status:
    """The status of a deed, ``status`` being what its clause says and ``mark`` what the network does (head
    ``status``)."""
    if mark is None or status not in SEEN or mark.label not in SEEN:
        return status
    seen, bar = SEEN[mark.label]
    return seen if mark.score >= bar else status


def _denies(scene: Scene, statement: Statement) -> bool:
    """Whether the cue itself denies, so that a negation in the content undoes it: "denied that it had not left"."""
    cue = statement.cue
    return cue is not None and any(scene.lemmas[k] in DENYING for k in scene.tree.at(cue))


def _under_act(statement: Statement, clause: Status | None) -> Status:
    """What a demand, a promise, a threat, a denial or a refusal makes of the deed that it is about."""
    if statement.act in {"DENY", "REJECT"}:
        return "negation"
    if clause in {"negation", "hypothetical"}:
        return clause
    if statement.act in {"COMMIT", "THREATEN"}:
        if statement.certainty in {"CT-", "PR-", "PS-"}:
            return "negation" if statement.act == "COMMIT" else "hypothetical"
        return "future" if statement.certainty in {"CT+", "PR+"} else "hypothetical"
    return BY_ACT[statement.act]


def _content_head(scene: Scene, statement: Statement | None) -> int | None:
    """The head of the content's part that lies in this sentence."""
    if statement is None:
        return None
    for span in statement.content:
        head = scene.tree.head_of(span)
        if head is not None:
            return head
    return None


def is_main(scene: Scene, token: int, statement: Statement, *, known: bool = False) -> bool:
    """Whether the deed is what the content is about, not something it mentions in passing.

    ``known``: a deed told as a known fact, which a clause about something else only mentions.
    """
    if not _inside(scene, token, statement):
        return False
    i = token
    for _ in range(8):
        above = scene.tokens[i].head
        if above < 0 or not _inside(scene, above, statement):
            return True
        relation = scene.tokens[i].deprel
        if relation == "obj" and (known or any(scene.lemmas[d] in DEFINITE for d in scene.tree.kids[i])):
            return scene.lemmas[above] in KEEPS_UP and not known
        to_verb = relation == "acl" and any(scene.forms[m] == "to" for m in scene.tree.children(i, "mark"))
        if relation not in DIRECT and not to_verb and not (relation == "nmod" and scene.lemmas[above] in PART_IN):
            return False
        i = above
    return False


def _inside(scene: Scene, i: int, statement: Statement) -> bool:
    return any(span.contains(scene.tokens[i].span) for span in statement.content)


def _clause(scene: Scene, token: int, reading: Reading, *, stop: int | None) -> Status | None:
    """Reads upwards from the deed to its sentence's root (or the content's head); None when nothing speaks.

    The nearest sign of possibility or plan counts; negations add up.
    """
    i, below, negations = token, token, 0
    status: Status | None = None
    for step in range(10):
        if _conditional(scene, i):
            return "hypothetical"
        sign = _signs(scene, i, deed=step == 0)
        if sign == "negation":
            # "there was no raid": one "no", on the raid and through it on the clause
            negations += 0 if step and negations and _own_no(scene, below) and not _adverb(scene, i) else 1
        elif sign is not None and status is None:
            status = sign
        above = scene.tokens[i].head
        if i == stop or above < 0:
            break
        relation = scene.tokens[i].deprel.split(":")[0]
        if scene.tokens[i].deprel == "acl:relcl" or relation not in UPWARDS or _told(scene, i):
            break
        if _undone(scene, above, relation):
            negations += 1
        elif _called_off(scene, above, relation):
            # calling off undoes a meeting; a demand to call it off leaves it ahead
            ahead = _signs(scene, above, deed=False) is not None or _in_prospect(scene, above)
            if ahead:
                status = status or "future"
            else:
                negations += 1
        elif status is None and not past_attempt(scene, i, above, reading.type):
            status = _from_above(scene, i, above, relation)
        to_verb = any(scene.forms[m] == "to" for m in scene.tree.children(i, "mark"))
        if relation == "obl" and not _part_of_it(scene, i):
            break
        if relation == "nmod" and not _for(scene, i):
            break
        if relation == "advcl" and not (to_verb or _not_yet(scene, i)):
            if status is None and scene.tokens[i].xpos == "VBG" and scene.tree.child(i, "mark") is None:
                # "could yield, recognising the island": the prospect is shared, a negation is not
                shared = _signs(scene, above, deed=False)
                status = shared if shared != "negation" else None
            break
        if relation == "nsubj" and not scene.tree.is_passive(above) and (step > 0 or _given(scene, i, above)):
            break
        i, below = above, i
    if negations == 1:
        # "does not expect them to give way": held unlikely, not denied
        return "hypothetical" if scene.lemmas[i] in {"expect", "think", "believe"} else "negation"
    return "hypothetical" if negations > 1 else status  # "did not rule out"


def _from_above(scene: Scene, i: int, above: int, relation: str) -> Status | None:
    """What the word above says of a deed below it: feared, possible, planned, asked for."""
    to_verb = any(scene.forms[m] == "to" for m in scene.tree.children(i, "mark"))
    if relation in {"obl", "nmod"} and looks_ahead(scene, i):
        return "future"
    feared = relation not in {"nsubj", "csubj", "advcl"} and (relation != "obl" or scene.case_of(i) in FEARED)
    if in_class(scene, above, "FEARS") and feared:
        return "hypothetical"
    if (
        in_class(scene, above, "PLANS")
        and not _brought_about(scene, above, relation)
        and (
            to_verb
            or relation in {"ccomp", "obj"}
            or (relation == "xcomp" and scene.tokens[i].xpos != "VBN")
            or (relation == "advcl" and _not_yet(scene, i))
            or (
                _for(scene, i)
                and not (relation == "obl" and scene.case_of(i) in {"at", "in"} and scene.lemmas[above] != "aim")
            )
            or (relation == "nsubj" and scene.tree.is_passive(above))
        )
    ):
        return "future"
    if scene.lemmas[above] == "be" and to_verb:
        return "future"
    return None


def _brought_about(scene: Scene, verb: int, relation: str) -> bool:
    """ "opened their talks", "were forced to leave", "approved sanctions": what these tell as done is done."""
    token = scene.tokens[verb]
    if scene.lemmas[verb] == "open":
        return token.upos == "VERB"
    if scene.lemmas[verb] == "approve":
        return relation not in {"xcomp", "ccomp"}
    if scene.lemmas[verb] == "agree":
        return relation in {"obj", "nsubj"}
    return scene.lemmas[verb] in {"allow", "force", "help"} and token.xpos in {"VBD", "VBN", "VBG"}


def _given(scene: Scene, i: int, above: int) -> bool:
    """A definite deed as the subject of a clause about something else: "the test could strengthen the case"."""
    definite = any(scene.lemmas[d] in DEFINITE for d in scene.tree.kids[i]) or bool(scene.tree.children(i, "nmod:poss"))
    return (definite and scene.tree.child(above, "obj") is not None) or bool(
        {"should", "must"} & set(scene.tree.modals(above))
    )


def _own_no(scene: Scene, i: int) -> bool:
    return any(scene.lemmas[k] in {"no", "neither"} for k in scene.tree.children(i, "det", "cc:preconj"))


def _adverb(scene: Scene, i: int) -> bool:
    return any(scene.forms[k] in NEGATIVE for k in scene.tree.children(i, "advmod", "aux"))


def _part_of_it(scene: Scene, i: int) -> bool:
    """Whether an adverbial is part of what a clause tells: "will answer with a raid"; not "after a raid"."""
    given = scene.tree.children(i, "nmod:poss") or any(scene.lemmas[d] in DEFINITE for d in scene.tree.kids[i])
    case, above = scene.case_of(i), scene.lemmas[scene.tokens[i].head]
    return not given and (
        case in PART_CASES or (case == "to" and above in {"lead", "amount", "resort", "return", "turn"})
    )


def _told(scene: Scene, i: int) -> bool:
    """A participle that tells of its noun what has been done to it: "the men indicted last week"."""
    token = scene.tokens[i]
    return token.deprel == "acl" and token.xpos == "VBN" and not _no(scene, token.head)


def _not_yet(scene: Scene, i: int) -> bool:
    """ "when they meet", "before it leaves": a clause of time in the present shares its main clause's prospect."""
    opens = {scene.forms[k] for k in scene.tree.children(i, "mark", "advmod")}
    return bool(opens & {"when", "before", "after", "until", "once", "as"}) and scene.tokens[i].xpos in {"VBZ", "VBP"}


def _in_prospect(scene: Scene, i: int) -> bool:
    """Whether a verb stands under one of asking or planning."""
    above = scene.tokens[i].head
    return scene.tokens[i].xpos == "VB" or (above >= 0 and in_class(scene, above, "PLANS"))


def _signs(scene: Scene, i: int, *, deed: bool) -> Status | None:
    """What stands on the word itself: negation, modals, a condition."""
    tree = scene.tree
    forms = [scene.forms[k] for k in tree.kids[i]]
    without = any(scene.forms[k] == "without" for k in tree.children(i, "mark"))
    if without or tree.is_negated(i) or (deed and _no(scene, i)):
        return "negation"
    auxiliaries = tree.modals(i)
    if any(a in POSSIBLE_MODALS for a in auxiliaries):
        return "hypothetical"
    if any(a in FUTURE_MODALS for a in auxiliaries):
        return "future"
    if any(a in {"would", "'d", "should", "must"} for a in auxiliaries):
        return "future" if "have" not in auxiliaries else "hypothetical"
    modifiers = {scene.forms[k] for k in tree.children(i, "amod")}
    if modifiers & {"planned", "upcoming", "forthcoming", "scheduled"}:
        return "future"
    if modifiers & {"possible", "potential", "feared", "alleged", "likely", "imminent", "hypothetical"}:
        return "hypothetical"
    if deed and any(scene.forms[k] == "any" for k in tree.children(i, "det")):
        return "hypothetical"
    if "to" in forms and scene.tokens[i].upos == "VERB" and _headed(scene, i):
        return "future"  # headline infinitive: "Rome to expel envoy"
    if scene.tokens[i].upos == "VERB" and _going_to(scene, i):
        return "future"
    return None


def _headed(scene: Scene, i: int) -> bool:
    """Whether an infinitive is all that a headline says: its root, or of the name that is its root."""
    token = scene.tokens[i]
    if token.deprel == "root":
        return True
    return (
        scene.sentence.role == "headline"
        and token.deprel == "acl"
        and scene.tokens[token.head].upos == "PROPN"
        and scene.tokens[token.head].deprel == "root"
    )


def _conditional(scene: Scene, i: int) -> bool:
    """ "if it leaves", "should it leave", "whether they met"; not "once it had left"."""
    marks = {scene.forms[k] for k in scene.tree.children(i, "mark", "cc", "advmod")}
    auxiliaries = scene.tree.modals(i)
    if marks & CONDITIONS and not (marks & {"once", "until"} and not auxiliaries and scene.tokens[i].xpos == "VBD"):
        return True
    return any(a in {"should", "were", "had"} for a in auxiliaries) and _inverted(scene, i)


def _no(scene: Scene, i: int) -> bool:
    return any(
        scene.forms[k] in NEGATIVE for k in scene.tree.children(i, "det", "advmod", "cc", "case", "mark")
    ) or any(scene.forms[k] == "failed" or scene.forms[k] == "attempted" for k in scene.tree.children(i, "amod"))


def _inverted(scene: Scene, i: int) -> bool:
    """ "Should Lima agree", "were they to leave": the auxiliary opens the clause; not "there had been talks"."""
    subject = scene.tree.child(i, "nsubj")
    helper = scene.tree.child(i, "aux")
    question = scene.tokens[-1].form == "?"
    return subject is not None and helper is not None and helper < subject < i and not question


def _going_to(scene: Scene, i: int) -> bool:
    """ "is to leave", "are due to meet", "set to quit"."""
    tokens = scene.tokens
    if not any(scene.forms[k] == "to" for k in scene.tree.children(i, "mark")):
        return False
    above = tokens[i].head
    return above >= 0 and scene.lemmas[above] in {"be", "due", "set", "about", "go", "likely", "expect"}


def _undone(scene: Scene, above: int, relation: str) -> bool:
    """Whether the word above says that the deed did not come about: "refused to go", "stopped short of a truce"."""
    if scene.lemmas[above] in CALLED_OFF:
        return False
    if scene.lemmas[above] == "short":  # "stopped well short of an apology"
        stopped = scene.tokens[above].head
        return stopped >= 0 and scene.lemmas[stopped] in {"stop", "fall"}
    return in_class(scene, above, "NEGATORS") and _bears(scene, above, relation)


def _bears(scene: Scene, above: int, relation: str) -> bool:
    """Whether a negating verb reaches this dependent: "refused to go", "ruled out talks", "stopped short of"."""
    if scene.lemmas[above] == "rule":
        return any(scene.forms[k] == "out" for k in scene.tree.kids[above])
    if scene.lemmas[above] in {"stop", "halt"}:
        return relation == "obl" and any(scene.forms[k] == "short" for k in scene.tree.kids[above])
    if scene.lemmas[above] in {"reject", "ban", "oppose", "block", "fail", "avoid"}:
        return relation in {"xcomp", "ccomp", "acl"} or (scene.lemmas[above] == "avoid" and relation == "obj")
    if relation in {"nsubj"} and not scene.tree.is_passive(above):
        return False
    return relation in {"obj", "xcomp", "ccomp", "acl", "nsubj", "csubj", "nmod"}


def _called_off(scene: Scene, verb: int, relation: str) -> bool:
    """ "called off the visit", "the talks were cancelled"; a thing in force ("scrapped the accord") is not undone."""
    if scene.lemmas[verb] not in CALLED_OFF or relation not in {"obj", "nsubj"}:
        return False
    if scene.lemmas[verb] in {"call", "put"}:
        return any(scene.forms[k] == "off" for k in scene.tree.kids[verb])
    return True


def _for(scene: Scene, i: int) -> bool:
    return scene.case_of(i) in {"for", "on", "to", "of", "at", "in", "into"}
