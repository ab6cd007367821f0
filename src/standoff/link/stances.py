"""Where a source stands on the proposition that it puts forward: it asserts, denies, doubts or confirms it.

The act of a statement says most of it, the event's status more. The words around say the rest: who could not verify
something, or said that it was not clear whether it is so, doubts it, whatever the verb of the statement; and an
assertion that there is none of a thing denies that there is one.
"""

from __future__ import annotations

from standoff.dossier import Stance
from standoff.grammar import CLAUSAL, Tree, Trees
from standoff.model import Event, Span, Statement

#: What there is none of where a matter is left open; what nobody could do or be; and what leaves it open by itself.
_PROOF = frozenset({"confirmation", "data", "evidence", "indication", "information", "proof", "sign", "word"})
_SHOWN = frozenset(
    "confirm verify establish prove corroborate vouch determine ascertain convince certain sure clear convinced".split()
)
_OPEN = frozenset("unclear uncertain unsure unconfirmed unverified unproven doubtful sceptical skeptical doubt".split())
_CANNOT = frozenset({"unable", "impossible", "fail"})
_NONE = frozenset("no not none nobody nothing never neither nor".split())
#: What a report of something is called; what they do who do not believe it (without a last "e", which taggers lose),
#: and what they call it.
_REPORT = frozenset(
    "account accusation allegation assertion charge claim report rumour rumor story suggestion version talk".split()
)
_SAID = frozenset(
    "announcement answer assessment comment count declaration estimate figure finding message number remark response"
    " statement statistic word".split()
)
_SCOFF = frozenset("contradict debunk deny derid dismiss rebut refut reject ridicul rubbish scoff scorn".split())
#: What they call what is not so, or speaking of it; and verbs of speaking of it.
_WRONG = frozenset(
    "absurd baseless fabricated fabrication fake false fiction groundless inaccurate incorrect invention invented lie"
    " misleading mistaken nonsense nonsensical propaganda unfounded untrue wrong foundation invent fabricate".split()
)
#: What they call what is not there at all.
_IMAGINED = frozenset(
    "baseless bogus fabricated fictional fictitious groundless imaginary imagined invented mythical non-existent"
    " nonexistent phantom so-called unfounded".split()
)
_SPEAK = frozenset("call claim describe maintain pretend say speak suggest talk".split())
#: Words of saying that say nothing of the act; and words by which something is not so, wherever they stand.
_SAY = frozenset("add answer insist maintain reply repeat respond say state stress tell write".split())
NEGATIVE = _NONE | {"n't", "n’t", "without"}
_NOT = NEGATIVE | _WRONG
#: What is not told by who gives no answer: "declined to comment", "would not say when".
_SILENT = frozenset(
    "answer clarify comment disclose discuss elaborate explain respond reveal say specify speculate".split()
)
_HOW = frozenset({"how", "when", "where", "why"})
_WH = frozenset("how what when where which who whom why".split())
#: Verbs whose "whether" is a question or a choice, and those whose "if" is a "whether".
_ASK = frozenset("ask choose consider debate decide depend discuss".split())
_KNOW = frozenset("clear know see say sure tell".split())
#: Acts that a negation in the words turns into a denial; a denial has it already, what is foretold is not yet denied.
_TOLD = frozenset({"STATE", "ACCUSE", "CRITICIZE", "CONFIRM"})
#: What a doubt of this kind hangs on: the infinitive of "was not in a position to confirm".
_ABOVE = ("xcomp", "acl", "advcl", "csubj", "ccomp")
_WITHIN = ("ccomp", "csubj", "xcomp", "acl", "advcl")
_OF = ("ccomp", "csubj", "advcl", "obj", "obl", "nsubj:pass")
#: Relations by which something else is told in the same sentence, when it has a subject of its own.
_APART = frozenset({"conj", "parataxis", "advcl", "list"})
#: Verbs and nouns whose deed has not been done ("failed to withdraw", "an end to the shelling").
_UNDONE = frozenset(
    "abort absence avert avoid ban block cancel cease decline deny end fail failure forbid foil halt lack miss neglect"
    " prevent prohibit reject refusal refuse refute rule scrap stop suspend thwart unable".split()
)


def stance(trees: Trees, statement: Statement | None, event: Event | None, part: Span, *, main: bool = True) -> Stance:
    """Where the source stands on the proposition as it would read without its negation. ``part`` are its words.

    ``main`` is false for a further deed of a content, which a denial or a doubt of the first leaves standing unless
    its own status or the words around it say otherwise.
    """
    at = event.trigger if event else part
    coded = _coded(trees, statement, event, main=main)
    if not main and statement is not None and statement.act == "DENY" and coded == "denies":
        # a deed coded as denied only for the word that denies another: "we fired at nobody; they threw grenades"
        coded = "denies" if _not_so(trees, at) else "asserts"
    if left_open(trees, at, statement.cue if statement else None):
        return "doubts"
    if statement is not None and statement.act == "DENY" and event is None and _told_instead(trees, statement, part):
        return "asserts"
    told = main and statement.act in _TOLD if statement is not None else True
    if not told or coded not in {"asserts", "confirms"}:
        return coded
    return _scoffed(trees, at) or ("denies" if _not_so(trees, at) and not is_modal(trees, at) else coded)


def _told_instead(trees: Trees, statement: Statement, part: Span) -> bool:
    """Whether a denial by a plain word of saying does not say what is not so, but what is ("there are 900 and not one
    more", "the court was mistaken"): that is put forward as worded."""
    tree = trees.at(part.start)
    head = tree.head_of(part) if tree else None
    if tree is None or head is None or not is_clause(tree, head) or _not_so(trees, part) or _scoffed(trees, part):
        return False
    if statement.cue is not None:
        cues = trees.at(statement.cue.start)
        if cues is None or {cues.tokens[i].lemma.casefold() for i in cues.at(statement.cue)}.isdisjoint(_SAY):
            return False
    who = tree.child(head, "nsubj")
    if tree.tokens[head].lemma.casefold() in _WRONG and who is not None and tree.tokens[who].upos in {"NOUN", "PROPN"}:
        return tree.tokens[who].lemma.casefold() not in _REPORT | _SAID
    counts = any(tree.tokens[i].upos == "NUM" for i in tree.at(part))
    return counts or not any(tree.tokens[i].lemma.casefold() in _NOT for i in tree.at(part))


def left_open(trees: Trees, at: Span, cue: Span | None = None) -> bool:
    """Whether the words around a deed, as far up as the cue that reports it, say that nobody knows ("not clear
    whether", "no confirmation that", "unable to verify")."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return False
    if any(_whether(tree, k) for k in tree.children(head, *_WITHIN)):
        return True
    if any(tree.tokens[k].lemma.casefold() in _HOW for k in tree.children(head, "advmod")):
        return False  # who asks why it was takes it for granted that it was
    if tree.children(head, *_OF) and _leaves_open(tree, head):
        return True
    for i in (head, *tree.ancestors(head)):
        if cue is not None and _claimed(tree, cue, i, head):
            break
        if _whether(tree, i) or (i != head and _leaves_open(tree, i)):
            return True
        if any(_leaves_open(tree, k) for k in tree.children(i, "xcomp", "acl")):
            return True
        if cue is not None and tree.tokens[i].span.overlaps(cue):
            break
    return False


def is_open(tree: Tree, above: int, below: int) -> bool:
    """Whether a word leaves open what hangs on it ("could not tell whether", "is doubtful about")."""
    lemma = tree.tokens[above].lemma.casefold()
    marks = {tree.tokens[k].lemma.casefold() for k in tree.children(below, "mark")}
    if "to" in marks or lemma in _ASK or is_report(tree, below):
        return False
    if "whether" in marks or ("if" in marks and lemma in _KNOW):
        return True
    return tree.is_(below, *_OF, "acl") and _leaves_open(tree, above)


def is_report(tree: Tree, i: int) -> bool:
    """Whether a noun stands for what somebody has said: "the report of an attack"."""
    return tree.tokens[i].upos == "NOUN" and tree.tokens[i].lemma.casefold() in _REPORT


def only_refers(trees: Trees, part: Span) -> bool:
    """Whether words name what somebody else has said and do not say what ("the Chilean figures", "the charges")."""
    tree = trees.at(part.start)
    head = tree.head_of(part) if tree else None
    if tree is None or head is None:
        return False
    word = tree.tokens[head]
    if word.upos == "VERB" and word.lemma.casefold() in _SHOWN and _leaves_open(tree, head):
        # "Washington had not verified the Chilean figures" says no more than "the Chilean figures"
        thing = tree.child(head, "obj")
        return thing is not None and only_refers(trees, tree.tokens[thing].span)
    if word.upos == "PRON":
        return not tree.children(head, "acl")
    told = tree.children(head, "acl", "ccomp", "appos", "nsubj", "cop")
    of = [k for k in tree.children(head, "nmod") if tree.children(k, "case") and not tree.is_(k, "nmod:poss")]
    return word.upos == "NOUN" and word.lemma.casefold() in _REPORT | _SAID and not told and not of


def dismissal(tree: Tree, noun: int) -> Stance | None:
    """What is made of the report that ``noun`` names ("dismissed reports of its closure", "claims that it had been
    blocked were false", "sceptical of the claim that"); None where nothing is, or it names none."""
    if not is_report(tree, noun) or tree.tokens[noun].head < 0:
        return None
    over = tree.tokens[noun].head
    if _leaves_open(tree, over):
        return "doubts"
    scoffs = tree.tokens[over].lemma.casefold().rstrip("e") in _SCOFF and tree.is_(noun, "obj", "obl", "nsubj:pass")
    called = [over, *(tree.children(over, "ccomp", "xcomp", "obl") if tree.is_(noun, "obj") else ())]
    denies = scoffs or any(_is_false(tree, k) for k in called)
    return "denies" if denies and not tree.is_negated(over) else None


def imagined(tree: Tree, noun: int) -> int | None:
    """The word for what a phrase calls untrue: ``noun`` itself ("an imaginary threat"), or what the report that it
    names is of ("the false claims of provocations"); None where it calls nothing so."""
    words = {tree.tokens[k].lemma.casefold() for k in tree.children(noun, "amod")}
    if not is_report(tree, noun):
        return noun if words & _IMAGINED and tree.tokens[noun].upos == "NOUN" else None
    return tree.child(noun, "nmod", "acl", "ccomp") if words & (_IMAGINED | _WRONG) else None


def says_nothing(trees: Trees, part: Span) -> bool:
    """Whether words are no more than what somebody will not answer: "to comment", "when it would end"."""
    tree = trees.at(part.start)
    head = tree.head_of(part) if tree else None
    if tree is None or head is None:
        return False
    first = next((i for i in tree.at(part) if tree.tokens[i].upos != "ADP"), None)
    if first is not None and tree.tokens[first].lemma.casefold() in _WH:
        above = [first, *(i for i in tree.ancestors(first) if i != head and tree.depth[i] > tree.depth[head])]
        # "what we see is that they are moving" tells what it is
        return not any(tree.is_(i, "csubj") or tree.children(i, "acl") for i in above)
    marks = {tree.tokens[k].lemma.casefold() for k in tree.children(head, "mark")}
    if "to" not in marks or tree.tokens[head].lemma.casefold() not in _SILENT:
        return False
    return not any(_whether(tree, k) or not _asked(tree, k) for k in tree.children(head, "ccomp"))


def _asked(tree: Tree, clause: int) -> bool:
    """Whether a clause is a question by its first word."""
    return tree.tokens[min(tree.subtree(clause))].lemma.casefold() in _WH


def _claimed(tree: Tree, cue: Span, above: int, deed: int) -> bool:
    """Whether a noun by which somebody else has said it stands between a deed and a word above it, wherever the parser
    hangs the deed ("could not confirm their claim that")."""
    noun = tree.head_of(cue)
    return noun is not None and above < noun < deed and tree.tokens[noun].upos == "NOUN"


def _scoffed(trees: Trees, at: Span) -> Stance | None:
    """What is made of the report that these words are or give ("ridiculed the suggestion that ...")."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return None
    if found := dismissal(tree, head):
        return found
    if _wrong_to_say(tree, head):
        return "denies"
    for i in tree.ancestors(head):
        if not tree.is_(head, "acl", "ccomp", "nmod"):
            return None
        if found := dismissal(tree, i):
            return found
        head = i
    return None


def _wrong_to_say(tree: Tree, head: int) -> bool:
    """ "It was wrong to speak of a closure", "it is untrue to say that it has closed"."""
    verb = tree.tokens[head].head
    if verb < 0 or tree.tokens[verb].lemma.casefold() not in _SPEAK or not tree.is_(head, "obj", "obl", "ccomp"):
        return False
    if not tree.is_(verb, "csubj", "xcomp", "ccomp", "advcl"):
        return False
    over = tree.tokens[verb].head
    return tree.tokens[over].lemma.casefold() in _WRONG and not tree.is_negated(over)


def _is_false(tree: Tree, i: int) -> bool:
    """ "untrue", "pure invention", "without foundation"; not "with foundation"."""
    lemma = tree.tokens[i].lemma.casefold()
    if lemma == "foundation":
        return any(tree.tokens[k].lemma.casefold() == "without" for k in tree.children(i, "case"))
    return lemma in _WRONG


def _not_so(trees: Trees, at: Span) -> bool:
    """Whether the clause of these words has a "not", or speaks of none ("not one division has left")."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return False
    while tree.is_(head, "compound"):
        head = tree.tokens[head].head
    if not is_clause(tree, head) and not tree.children(head, "nsubj"):  # a noun: "there was no attack"
        return any(tree.tokens[k].lemma.casefold() in _NONE for k in tree.children(head, "det"))
    told = [k for k in tree.children(head, "nsubj", "obj", "obl") if k < head or not tree.is_(k, "obl")]
    opening = [_opening(tree, k) for k in told]
    if any(words[0] in _NONE and words[1:] == ("than",) for words in opening):
        return False
    return tree.is_negated(head) or any(words[0] in _NONE for words in opening)


def _speaks_of_fact(trees: Trees, statement: Statement | None, at: Span) -> bool:
    """Whether a deed that is coded as not done is denied: not where it should not be or will not be done."""
    if statement is not None and statement.act == "DOUBT":
        return True
    if statement is not None and statement.act in {"COMMIT", "THREATEN", "WARN"}:
        return False
    return _is_undone(trees, at) and not is_modal(trees, at)


def is_modal(trees: Trees, at: Span) -> bool:
    """Whether the clause of a deed is about what will, should or may be."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return False
    for i in (head, *tree.ancestors(head)):
        if any(tree.tokens[k].xpos == "MD" for k in tree.children(i, "aux")):
            return True
        if is_clause(tree, i):
            return False
    return False


def _is_undone(trees: Trees, at: Span) -> bool:
    """Whether anything in the sentence, from a deed up, says that it was not done."""
    tree = trees.at(at.start)
    head = tree.head_of(at) if tree else None
    if tree is None or head is None:
        return False
    for i in (head, *tree.ancestors(head)):
        words = {tree.tokens[k].lemma.casefold() for k in tree.children(i, "case", "mark", "det", "advmod", "cc")}
        if tree.is_negated(i) or tree.tokens[i].lemma.casefold() in _UNDONE or words & (_NONE | {"without", "hardly"}):
            return True
        if tree.is_(i, "nmod", "advcl", "acl", "parataxis") and i != head:
            return False  # what stands above is said of something else
    return False


def _coded(trees: Trees, statement: Statement | None, event: Event | None, *, main: bool) -> Stance:
    if statement is not None and main and statement.act in {"DOUBT", "DENY"}:
        return "doubts" if statement.act == "DOUBT" else "denies"
    if event is not None and event.status == "negation" and _speaks_of_fact(trees, statement, event.trigger):
        return "doubts" if statement is not None and statement.act == "DOUBT" else "denies"
    if statement is not None:
        if event is None and statement.certainty in {"CT-", "PR-"}:
            return "denies"
        if statement.act == "CONFIRM":
            return "confirms"
    return "asserts"


def _leaves_open(tree: Tree, i: int) -> bool:
    """Whether a word leaves open what hangs on it: by itself, or because it is not so or cannot be done."""
    lemma = tree.tokens[i].lemma.casefold()
    if lemma in _OPEN or (lemma == "question" and tree.tokens[i].upos == "VERB"):
        return not tree.is_negated(i) and not any(tree.tokens[k].lemma == "no" for k in tree.children(i, "det"))
    if lemma in _PROOF:
        which = {tree.tokens[k].lemma.casefold() for k in tree.children(i, "det")}
        above = tree.tokens[i].head
        return "no" in which or ("any" in which and above >= 0 and tree.is_negated(above))
    if lemma not in _SHOWN:
        return False
    above = i
    for _ in range(3):  # "was not in a position to confirm": the infinitive, the noun it hangs on, and what that is
        if tree.is_negated(above) or tree.tokens[above].lemma.casefold() in _CANNOT or _not_yet(tree, above):
            return True
        if not tree.is_(above, *_ABOVE):
            return False
        above = tree.tokens[above].head
        if above < 0:
            return False
    return False


def _not_yet(tree: Tree, i: int) -> bool:
    """ "has yet to be established", "is far from certain"."""
    words = {tree.tokens[k].lemma.casefold() for k in tree.children(i, "advmod", "mark")}
    return ("yet" in words and ("to" in words or bool(tree.children(i, "xcomp")))) or "far" in words


def _whether(tree: Tree, i: int) -> bool:
    return any(tree.tokens[k].lemma.casefold() == "whether" for k in tree.children(i, "mark"))


def _opening(tree: Tree, i: int) -> tuple[str, ...]:
    """The first word of a phrase, and "than" where a comparison follows: "no fewer than"."""
    phrase = [tree.tokens[k] for k in tree.subtree(i, without=CLAUSAL) if tree.tokens[k].upos != "ADP"]
    if not phrase:
        return ("",)
    first = phrase[0].form.casefold()
    return (first, "than") if len(phrase) > 1 and phrase[1].xpos in {"JJR", "RBR"} else (first,)


def is_clause(tree: Tree, i: int) -> bool:
    """Whether a word heads a clause that can stand for itself: a verb or a predicate with its subject."""
    if tree.is_(i, "root", "ccomp", "parataxis", "advcl", "acl:relcl"):
        return True
    return tree.tokens[i].upos == "VERB" and bool(tree.children(i, "nsubj"))


def clause_of(tree: Tree, head: int) -> list[int]:
    """The words of what ``head`` tells, without what opens it ("that", "of") and without what is told for itself: a
    clause with a subject of its own, or one that is put beside it (", his office says")."""
    kept, stack = [head], [head]
    while stack:
        for kid in tree.kids[stack.pop()]:
            relation = tree.tokens[kid].deprel
            if relation in {"punct", "cc", "mark"} or (relation == "case" and tree.tokens[kid].head == head):
                continue
            if relation == "parataxis" and kid > head:
                continue
            if relation in _APART and tree.children(kid, "nsubj", "csubj"):
                continue
            kept.append(kid)
            stack.append(kid)
    return kept
