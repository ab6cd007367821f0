"""The finder of cue verbs: one draft for each whose content the sentence offers."""

from __future__ import annotations

from standoff.annotate.statements import mend, speakers
from standoff.annotate.statements import source as who
from standoff.annotate.statements.content import by_frame
from standoff.annotate.statements.cues import GENERIC, UNLISTED, VerbCue, cue_span, is_negated, verb_cue
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Content, Part, clause_parts
from standoff.grammar import Tree
from standoff.model import Span

#: From this score on, the learned head's mark may stand in for a frame of a listed cue; and where the content is no
#: clause, so that nothing but the mark tells speech from deed.
_SURE = 0.4
_BARE = 0.8
_CLAUSAL = frozenset({"say", "quote", "wh", "obj-pred"})
#: Frames whose content alone makes a statement of a verb that the learned head, where it has marked cues, has passed
#: over; of all others one in seven only is a statement (measured on our own texts).
_STRONG = frozenset({"p", "p-to", "put-at"})
#: Frames whose content is a thing, not a clause.
_THINGS = frozenset({"obj", "p", "put-at", "obj-p"})
#: Verbs that do nothing but tell: with a speaker and a clause they report, whatever the head has passed over.
_SAYING = frozenset(
    "add admit announce answer argue assert claim concede declare explain indicate insist maintain note reply say "
    "state stress tell warn".split()
)
#: Cues whose denial makes no statement unless it is a refusal, doubt or assessment.
_NEGATABLE = frozenset({"rule out", "brush aside", "wave away"}) | frozenset(
    [
        "confirm",
        "verify",
        "corroborate",
        "say",
        "tell",
        "deny",
        "exclude",
        "accept",
        "recognise",
        "recognize",
        "agree",
        "believe",
        "think",
        "expect",
        "doubt",
        "promise",
        "guarantee",
        "anticipate",
        "reckon",
        "know",
        "comment",
        "specify",
        "disclose",
        "reveal",
        "rule",
        "elaborate",
        "explain",
        "commit",
        "consent",
        "offer",
        "welcome",
    ]
)
_BELIEF = frozenset(
    [
        "believe",
        "think",
        "suspect",
        "expect",
        "reckon",
        "assume",
        "presume",
        "guess",
        "suppose",
        "hope",
        "fear",
        "worry",
        "want",
        "need",
        "judge",
        "find",
        "show",
    ]
)


def verbs(scene: Scene, sent: int) -> list[Draft]:
    """One draft for each cue verb of the sentence whose content the tree offers, in order."""
    tree = scene.trees[sent]
    out: list[Draft] = []
    taken: set[int] = set()
    for i in range(len(tree.tokens)):
        if i in taken:
            continue
        cue = verb_cue(tree, i, marked=scene.cue_mark(tree.tokens[i].span) is not None)
        if cue is None:
            continue
        draft = _verb(scene, sent, tree, cue)
        if draft is not None and _heard(scene, draft):
            out.append(draft)
            taken.update(cue.words)
    return out


def _heard(scene: Scene, draft: Draft) -> bool:
    """Whether the learned head, or a frame or quotation marks without it, vouch for a draft."""
    if not scene.marked or draft.frame in _STRONG or draft.cue is None or scene.cue_mark(draft.cue) is not None:
        return True
    if draft.frame == "say" and draft.lemma in _SAYING and draft.source is not None:
        return True
    return draft.frame in ("say", "quote") and all(scene.quoted(p.sent, p.part.tokens) for p in draft.pieces)


def _verb(scene: Scene, sent: int, tree: Tree, cue: VerbCue) -> Draft | None:
    verb = cue.verb
    token = tree.tokens[verb]
    pair = _neither(tree, verb)
    if pair == "second":
        return None
    passive = who.is_passive(tree, verb)
    if _hypothetical(tree, verb) or _own_words(scene, sent, tree, verb):
        return None
    if cue.lemma == "quote" and any(
        tree.tokens[m].form.lower() == "as" and tree.tokens[m + 1].xpos == "VBG"
        for m in range(verb + 1, min(len(tree.tokens) - 1, verb + 14))
    ):
        return None  # "was quoted as saying": the saying is the cue
    quoting = _as_saying(tree, verb)
    if quoting is not None:
        return _quoted_as(sent, tree, cue, quoting)
    negated = is_negated(tree, verb) or pair == "first"
    if negated and cue.lemma not in _NEGATABLE and pair is None:
        return None
    if not negated and pair is None and _only_possible(tree, verb):
        return None
    content = _passive_report(tree, cue) if passive else None
    order = None
    if content is None and not passive:
        order = mend.parenthetic(scene, sent, tree, cue)
    if content is None and order is None:
        content = by_frame(tree, cue, passive=passive)
    if content is None and pair == "first" and (other := verb_cue(tree, _last_of_pair(tree, verb))) is not None:
        content = by_frame(tree, other, passive=passive) or mend.in_order(tree, other)
    linear_source = None
    if order is not None:
        content, linear_source = order
    if content is None and not passive:
        content = mend.after(tree, cue)
    mark = scene.cue_mark(token.span)
    if content is None and not passive:
        content = mend.in_order(tree, cue)
    if content is None and mark is not None and mark.score >= _SURE and not token.deprel.startswith("aux"):
        content = by_frame(tree, VerbCue(verb, cue.words, GENERIC), passive=passive)
    if content is None:
        return None
    row = content.row
    if token.xpos == "VBG" and token.deprel == "advcl" and verb < token.head and row.frame.partition(":")[0] == "p":
        return None  # "Speaking at the opening of the talks, she said ...": the main clause says what
    lent = row in GENERIC
    if (lent or not cue.listed) and (mark is None or mark.score < _bar(row.frame, cue.listed)):
        return None
    source = linear_source or who.speaker(tree, verb, passive=passive)
    if source is not None and scene.marks[sent][verb] is None and scene.marks[sent][source.head] is not None:
        behind = who.inverted(tree, verb)  # '"... the witch hunt!" wrote Kowal'
        source = who.at(tree, behind) if behind is not None else source
    if source is None and not passive and token.xpos != "VBN":
        return None  # "efforts to condemn ...": without anyone to speak it is a topic
    if source is None and passive and cue.lemma == "expect":
        return None  # "Kowal is expected to leave": what is due, not what anybody said
    if source is not None and not speakers.may_speak(tree, source, cue.lemma):
        return None
    if source is not None and (lent or not cue.listed or mark is None) and not speakers.known(tree, source):
        return None
    if (
        passive
        and row.frame in ("obj", "obj-to", "ing")
        and source is None
        and row.decide not in ("REQUEST", "ACCUSE", "claim-noun")
        and not (negated and row.decide == "CONFIRM")
    ):
        return None
    if (
        cue.lemma in _BELIEF
        and source is not None
        and tree.tokens[source.head].form.lower() in ("i", "you", "we", "one", "nobody", "people", "many")
    ) and not (tree.tokens[source.head].form.lower() in ("we", "i") and row.frame == "obj-to"):
        return None
    last = content.last if pair != "first" else _last_of_pair(tree, verb)
    inner = {t for p in content.parts for t in p.tokens}
    first = verb
    span = cue_span(tree, first, last if last not in inner else verb)
    decide = cue.decide if lent else row.decide
    draft = Draft(
        sent, cue.lemma, decide, row.certainty, row.frame.partition(":")[0], f"verb.{row.frame.partition(':')[0]}",
        cue=span, verb=verb, source=source, source_sent=sent, negated=negated,
    )  # fmt: skip
    if passive and row.decide == "content" and row.frame == "say" and content.row.certainty == "*":
        draft.certainty = row.certainty
    source_tokens = set(tree.at(source.span)) if source is not None else set()
    for part in content.parts:
        if row.frame.partition(":")[0] in _THINGS and not passive and max(part.tokens, default=-1) > verb:
            part = mend.run_on(tree, verb, part)
        tokens = part.tokens if linear_source is not None else mend.tidy(tree, part, verb, content)
        tokens = tuple(t for t in tokens if t not in source_tokens or not content.postposed)
        tokens = tuple(t for t in tokens if not (span.start <= tree.tokens[t].span.start < span.end))
        if tokens:
            draft.pieces.append(Piece(sent, Part(tokens, part.head)))
    quote = scene.marks[sent][verb]
    if quote is not None and not span.contains(quote.inner):
        # words inside a quote cannot report words outside it, unless the cue is all that is quoted: 'can't confirm'
        draft.pieces = [p for p in (mend.within(scene, p, quote) for p in draft.pieces) if p is not None]
    draft.pieces = [p for p in (mend.cut(scene, p, verb) for p in draft.pieces) if p is not None]
    draft.pieces = mend.this_side(scene, sent, draft.pieces, verb)
    if not draft.pieces:
        return None
    if content.addressee is not None:
        draft.addressees.append(who.noun_phrase(tree, content.addressee))
    if content.target is not None:
        draft.targets.append(who.noun_phrase(tree, content.target))
    if passive and row.frame in ("say", "wh") and not draft.addressees:
        told = tree.child(verb, "nsubj:pass")
        if told is not None and cue.lemma in ("tell", "inform", "assure", "notify", "warn", "remind"):
            draft.addressees.append(who.noun_phrase(tree, told))
    return draft


def _bar(frame: str, listed: bool) -> float:
    """How sure the learned head must be of a cue that no frame of its own vouches for."""
    if frame not in _CLAUSAL:
        return _BARE
    return _SURE if listed else UNLISTED


_POSSIBLE = frozenset({"can", "could", "may", "might", "must", "should"})
_NO = frozenset({"no", "nobody", "none", "neither", "nothing", "only", "hardly", "barely", "little", "few"})


def _only_possible(tree: Tree, verb: int) -> bool:
    """Whether it is told that somebody could or should speak, not that he did: "Lima could say so at any time". What
    nobody can say is said."""
    helpers = [k for k in tree.children(verb, "aux") if tree.tokens[k].lemma.lower() in _POSSIBLE]
    if not helpers:
        return False
    return _NO.isdisjoint(t.form.lower() for t in tree.tokens[max(0, helpers[0] - 8) : verb + 2])


def _own_words(scene: Scene, sent: int, tree: Tree, verb: int) -> bool:
    """A quoted "I" or "we" as speaker: the words of the one quoted, judged with the quote, not a statement of
    their own.
    """
    quote = scene.marks[sent][verb]
    if quote is None:
        return False
    i = who.subject(tree, verb)
    return (
        i is not None
        and tree.tokens[i].form.lower() in ("i", "we", "you", "me", "us")
        and scene.marks[sent][i] is quote
    )


def _neither(tree: Tree, verb: int) -> str | None:
    """As in "neither confirm nor deny": ``first`` for the first verb of the pair, ``second`` for the other, None
    otherwise.
    """
    token = tree.tokens[verb]
    if any(
        tree.tokens[k].form.lower() == "neither" for k in tree.children(verb, "cc:preconj", "advmod", "cc", "det")
    ) and any(
        tree.tokens[c].form.lower() == "nor" for k in tree.children(verb, "conj") for c in tree.children(k, "cc")
    ):
        return "first"
    if token.deprel == "conj" and any(tree.tokens[k].form.lower() == "nor" for k in tree.children(verb, "cc")):
        head = token.head
        if any(tree.tokens[k].form.lower() == "neither" for k in tree.kids[head]):
            return "second"
    return None


def _last_of_pair(tree: Tree, verb: int) -> int:
    return max([verb, *tree.children(verb, "conj")])


def _hypothetical(tree: Tree, verb: int) -> bool:
    """Inside an if-clause or under "should", what might be said is not said."""
    token = tree.tokens[verb]
    if token.deprel.startswith("advcl"):
        marks = {tree.tokens[m].lemma.lower() for m in tree.children(verb, "mark")}
        if marks & {"if", "unless", "lest"}:
            return True
    return (
        token.xpos == "VB"
        and token.deprel in ("advcl",)
        and tree.child(verb, "mark") is None
        and tree.child(verb, "aux") is None
    )


def _as_saying(tree: Tree, verb: int) -> int | None:
    """The verb of quoting above "as saying", when ``verb`` is that "saying"."""
    token = tree.tokens[verb]
    if token.xpos != "VBG" or not any(
        tree.tokens[m].lemma == "as" for m in tree.children(verb, "mark", "case", "advmod")
    ):
        return None
    for a in tree.ancestors(verb):
        if tree.tokens[a].lemma in ("quote", "cite", "report"):
            return a
        if tree.tokens[a].upos == "VERB":
            return None
    return None


def _quoted_as(sent: int, tree: Tree, cue: VerbCue, quote: int) -> Draft | None:
    """As in "X was quoted by Y as saying Z" and "Y quoted X as saying Z": X speaks, Y relays."""
    content = by_frame(tree, cue, passive=False)
    if content is None:
        return None
    passive = who.is_passive(tree, quote)
    via: list[Span] = []
    speaker: who.Source | None
    if passive:
        i = who.subject(tree, quote)
        speaker = who.at(tree, i) if i is not None else None
        agent = tree.agent(quote)
        if agent is not None:
            via.append(who.noun_phrase(tree, agent))
        span = cue_span(tree, quote, cue.verb)
    else:
        obj = tree.child(quote, "obj")
        speaker = who.at(tree, obj) if obj is not None else None
        relay = who.subject(tree, quote)
        if relay is not None:
            via.append(who.at(tree, relay).span)
        mark = next(m for m in tree.children(cue.verb, "mark", "case", "advmod") if tree.tokens[m].lemma == "as")
        span = Span(tree.tokens[min(mark, cue.verb)].span.start, tree.tokens[cue.verb].span.end)
    row = content.row
    draft = Draft(
        sent,
        cue.lemma,
        row.decide,
        row.certainty,
        row.frame,
        "verb.quoted-as",
        cue=span,
        verb=cue.verb,
        source=speaker,
        source_sent=sent,
    )
    draft.pieces = [Piece(sent, p) for p in content.parts]
    draft.via = via
    if content.addressee is not None:
        draft.addressees.append(who.noun_phrase(tree, content.addressee))
    return draft


def _passive_report(tree: Tree, cue: VerbCue) -> Content | None:
    """As in "is believed to have fallen", "was said to be ready": the subject and the infinitive are the content,
    nobody the source.
    """
    verb = cue.verb
    row = next((r for r in cue.rows if r.frame == "say"), None)
    if row is None or row.decide not in ("content", "STATE", "own", "ACCUSE", "fear", "hint"):
        return None
    if cue.lemma in ("tell", "inform", "warn", "remind", "assure", "notify"):
        return None
    subject = tree.child(verb, "nsubj:pass", "nsubj")
    for k in tree.children(verb, "xcomp"):
        if k > verb and any(tree.tokens[m].lemma == "to" for m in tree.children(k, "mark")):
            parts = clause_parts(tree, k)
            if subject is not None and tree.tokens[subject].form.lower() not in ("which", "who", "that") and parts:
                low = sorted({*tree.subtree(subject), *parts[0].tokens})
                parts = (Part(tuple(low), k), *parts[1:])
            return Content(row, parts, verb)
    return None
