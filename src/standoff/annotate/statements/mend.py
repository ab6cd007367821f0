"""What the order of words adds to the tree: contents it did not give, tails it gave too many."""

from __future__ import annotations

from standoff.annotate.statements import linear
from standoff.annotate.statements import source as who
from standoff.annotate.statements.complements import addressee
from standoff.annotate.statements.cues import VerbCue, lexicon
from standoff.annotate.statements.days import DAYS
from standoff.annotate.statements.draft import Piece, Scene
from standoff.annotate.statements.halves import finite
from standoff.annotate.statements.parts import Content, Part, to_marked
from standoff.annotate.statements.quotes import Quote
from standoff.grammar import Tree
from standoff.model import Span


def in_order(tree: Tree, cue: VerbCue) -> Content | None:
    """The first frame whose words stand right after the cue, where the tree offers none."""
    if len(cue.words) > 1 and cue.words[-1] - cue.verb != len(cue.words) - 1:
        return None
    last = max(cue.words)
    for row in sorted(cue.rows, key=lambda r: _PLAIN.get(r.frame.partition(":")[0], 9)):
        found = linear.by_order(tree, last, row.frame)
        if found is None or not found.content:
            continue
        top = _top(tree, found.content)
        whom = next(
            (
                m
                for m in found.person
                if tree.tokens[m].upos in ("PROPN", "NOUN", "PRON") and tree.tokens[m].head not in found.person
            ),
            None,
        )
        target = row.decide in ("ACCUSE", "CRITICIZE", "SUPPORT")
        return Content(
            row,
            (Part(found.content, top),),
            found.last,
            addressee=None if target else whom,
            target=whom if target else None,
        )
    return None


_PLAIN = {"p-to": 0, "obj-to": 1, "to": 2, "obj-p": 3, "p": 4, "ing": 5, "obj": 6}


def _top(tree: Tree, run: tuple[int, ...]) -> int:
    """The likeliest head of a stretch found by order: the highest verb, noun or adjective."""
    depth = tree.depth
    return min(
        (m for m in run if tree.tokens[m].upos != "PUNCT"),
        key=lambda m: (tree.tokens[m].upos not in ("VERB", "AUX", "ADJ", "NOUN"), depth[m], m),
        default=run[0],
    )


def after(tree: Tree, cue: VerbCue) -> Content | None:
    """As in "The ministry said (that) talks had failed", where the tree gives no clause."""
    row = next((r for r in cue.rows if r.frame == "say"), None)
    if row is None or (len(cue.words) > 1 and cue.words[-1] - cue.verb != len(cue.words) - 1):
        return None
    run = linear.preposed(tree, max(cue.words))
    if not run:
        return None
    top = _top(tree, run)
    return Content(row, (Part(run, top),), max(cue.words), addressee=None)


def parenthetic(scene: Scene, sent: int, tree: Tree, cue: VerbCue) -> tuple[Content, who.Source] | None:
    """As in "Talks had failed, the ministry said": by the order of words, surer than the tree."""
    row = next((r for r in cue.rows if r.frame == "say"), None)
    verb = cue.verb
    finite = (
        tree.tokens[verb].xpos in ("VBD", "VBZ", "VBP", "VBN") or scene.cue_mark(tree.tokens[verb].span) is not None
    )
    if (
        row is None
        or not finite
        or tree.tokens[verb].xpos in ("VBG", "VB")
        or (len(cue.words) > 1 and cue.words[-1] - verb != len(cue.words) - 1)
    ):
        return None
    quote = scene.marks[sent][verb]
    if quote is not None and scene.cue_mark(tree.tokens[verb].span) is None:
        return None
    if not _free(tree, cue):
        return None
    order = linear.postposed(tree, verb)
    if order is None or not order.content:
        return None
    if quote is not None and not all(scene.marks[sent][m] is quote for m in order.speaker + order.content):
        return None  # "..., analysts say" in quoted words: of what is quoted with it
    aside = next((m for m in order.speaker[1:] if tree.tokens[m].xpos in ("WP", "WDT", "WP$")), None)
    named = order.speaker if aside is None else tuple(m for m in order.speaker if m < aside)
    words = [m for m in named if tree.tokens[m].upos not in ("PUNCT",)]
    while words and tree.tokens[words[-1]].upos in ("ADV", "AUX", "ADP"):
        words.pop()
    while words and tree.tokens[words[0]].upos in ("ADV", "CCONJ", "AUX", "SCONJ"):
        words.pop(0)
    if not words or not any(tree.tokens[m].upos in ("NOUN", "PROPN", "PRON") for m in words):
        return None
    if quote is None and all(scene.marks[sent][m] is not None for m in words):
        return None  # '"..., and now the witch hunt!" wrote Kowal'
    span = Span(tree.tokens[words[0]].span.start, tree.tokens[words[-1]].span.end)
    head = next(
        (m for m in words if tree.tokens[m].head not in words and tree.tokens[m].upos in ("NOUN", "PROPN", "PRON")),
        words[0],
    )
    if words[0] > verb:  # '"...," said Kowal, a former envoy': the apposition is the speaker's
        full = who.at(tree, head).span
        if full.start == span.start and tree.child(head, "appos") is not None:
            span = Span(span.start, max(span.end, full.end))
    top = _top(tree, order.content)
    whom = addressee(tree, verb)
    if whom is not None and (whom in words or whom in order.content):
        whom = None
    content = Content(row, (Part(order.content, top),), max(cue.words), addressee=whom, postposed=True)
    return content, who.Source(span, head)


_TELL = frozenset(["tell", "inform", "assure", "notify", "warn", "remind", "brief"])


def _free(tree: Tree, cue: VerbCue) -> bool:
    """Whether nothing but time, place and hearers follows the cue: no object or infinitive that would be its
    content.
    """
    at = max(cue.words) + 1
    if at >= len(tree.tokens):
        return True
    token = tree.tokens[at]
    if any(row.frame == f"p:{token.form.lower()}" for row in cue.rows) and _thing(tree, at + 1):
        return False  # "warns of bloodshed"
    to = at + 1 if token.form.lower() == "only" and at + 1 < len(tree.tokens) else at
    if tree.tokens[to].form.lower() == "to" and to > at and any(row.frame == "to" for row in cue.rows):
        return False  # "has promised only to consult"
    if cue.lemma in _TELL:
        return not any(to_marked(tree, k) for k in tree.children(cue.verb, "xcomp") if k > cue.verb)
    if any(to_marked(tree, k) for k in tree.children(cue.verb, "xcomp") if k > at) and any(
        row.frame.endswith("to") for row in cue.rows
    ):
        return False  # "threatened on Monday to leave"
    if token.upos in ("PUNCT", "ADP", "ADV", "SCONJ", "CCONJ"):
        return token.lemma.lower() != "that"
    if token.lemma.lower().rstrip("s") in DAYS | {"last", "earlier", "late", "later", "this"}:
        return True
    # "said the ministry": an inverted speaker
    return tree.tokens[cue.verb - 1].form in (",", "”", '"', "'", "’", "»", "''", "-", "—") if cue.verb > 0 else False


def _thing(tree: Tree, at: int) -> bool:
    """Whether a noun phrase begins here that is no time."""
    while at < len(tree.tokens) and (tree.tokens[at].upos in ("DET", "ADJ", "PUNCT", "NUM")):
        at += 1
    return at < len(tree.tokens) and tree.tokens[at].upos == "NOUN" and tree.tokens[at].lemma.lower() not in DAYS


def within(scene: Scene, piece: Piece, quote: Quote) -> Piece | None:
    tokens = tuple(t for t in piece.part.tokens if scene.marks[piece.sent][t] is quote)
    if not tokens:
        return None
    head = piece.part.head if piece.part.head in tokens else tokens[0]
    return Piece(piece.sent, Part(tokens, head))


def cut(scene: Scene, piece: Piece, verb: int) -> Piece | None:
    """Leaves out what goes on about the speaker: ", accusing ...", "and called for ...", "; the other side ..."."""
    tokens = piece.part.tokens
    tree = scene.trees[piece.sent]
    marks = scene.marks[piece.sent]
    if tokens[-1] < verb:
        # before the cue: what stands before a semicolon or colon is another sentence
        at = max(
            (
                k
                for k, t in enumerate(tokens)
                if _between(tree, tokens, k) and marks[t] is None and t <= piece.part.head
            ),
            default=0,
        )
        kept = tokens[at:]
        return Piece(piece.sent, Part(kept, piece.part.head)) if piece.part.head in kept else piece
    if tokens[0] < verb:
        return piece
    for at in range(1, len(tokens)):
        t = tokens[at]
        if marks[t] is not None or (t <= piece.part.head and at < 2):
            continue
        if _between(tree, tokens, at) or (_tail(scene, piece.sent, t) and t > piece.part.head):
            end = at
            while end and (
                tree.tokens[tokens[end - 1]].upos in ("PUNCT", "CCONJ")
                or tree.tokens[tokens[end - 1]].lemma in ("then", "also")
            ):
                end -= 1
            kept = tokens[:end]
            if piece.part.head in kept:
                return Piece(piece.sent, Part(kept, piece.part.head))
            if tree.tokens[t - 1].form == ";" and any(tree.tokens[m].upos in ("VERB", "AUX") for m in kept):
                return Piece(piece.sent, Part(kept, _top(tree, kept)))
    return piece


def this_side(scene: Scene, sent: int, pieces: list[Piece], verb: int) -> list[Piece]:
    """Without the propositions that stand beyond a semicolon from the cue: "it had no orders; Caracas spoke of ..."."""
    marks = scene.marks[sent]
    stops = [t for t, token in enumerate(scene.trees[sent].tokens) if token.form == ";" and marks[t] is None]
    if not stops:
        return pieces
    low = max((t for t in stops if t < verb), default=-1)
    high = min((t for t in stops if t > verb), default=len(marks))
    kept = []
    for piece in pieces:
        tokens = tuple(t for t in piece.part.tokens if low < t < high)
        if any(scene.trees[sent].tokens[t].upos in ("VERB", "AUX") for t in tokens) or piece.part.head in tokens:
            head = piece.part.head if piece.part.head in tokens else _top(scene.trees[sent], tokens)
            kept.append(Piece(sent, Part(tokens, head), piece.quoted, piece.quote))
    return kept or pieces


def _between(tree: Tree, tokens: tuple[int, ...], at: int) -> bool:
    """Whether a semicolon stands before the token at position ``at`` of a content."""
    t = tokens[at]
    return t > 0 and tree.tokens[t - 1].form == ";"


def _tail(scene: Scene, sent: int, t: int) -> bool:
    """Whether a new cue of the same speaker begins at ``t``: a participle after a comma, a finite verb after "and"."""
    tree = scene.trees[sent]
    token = tree.tokens[t]
    k = t - 1
    while k > 0 and (tree.tokens[k].upos == "ADV" or tree.tokens[k].form in _CLOSING):
        k -= 1
    before = tree.tokens[k]
    if token.upos == "DET" and before.form == "," and t + 1 < len(tree.tokens):
        # "..., a phrase that her own ministry disowned": the report's comment on what was said
        return token.lemma in ("a", "an") and tree.tokens[t + 1].lemma.lower() in _COMMENTS
    if token.xpos == "VBG" and before.form == ",":
        return token.form.lower() in _TAILS or (
            lexicon().verb(token) is not None and scene.cue_mark(token.span) is not None
        )
    if (
        token.xpos in ("VBD", "VBZ")
        and (before.form == "," or before.upos == "CCONJ")
        and tree.child(t, "nsubj") is None
    ):
        return lexicon().verb(token) is not None and scene.cue_mark(token.span) is not None
    return False


_COMMENTS = frozenset(
    ["accusation", "allegation", "assertion", "charge", "claim", "comment", "demand", "figure", "move", "offer",
     "phrase", "pledge", "promise", "proposal", "reference", "remark", "statement", "threat", "view"]
)  # fmt: skip
_CLOSING = frozenset({'"', "”", "'", "’", "''", "»"})
_TAILS = frozenset(
    {"following", "referring", "citing", "describing", "pointing", "alluding", "using", "speaking", "saying", "adding"}
)


def _that(tree: Tree, run: list[int]) -> int:
    """Where the clause begins in the words after a cue: past the hearers and the "that" which the tree took in."""
    for k, t in enumerate(run[:12]):
        token = tree.tokens[t]
        if token.form.lower() == "that" and token.upos == "SCONJ" and k + 1 < len(run):
            return k + 1
        word = token.upos in ("DET", "NOUN", "PROPN", "ADJ", "PRON", "NUM", "ADP", "ADV") or token.form in "“”\"‘’'"
        if not word or finite(tree, t):
            return 0
    return 0


def _condition(tree: Tree, verb: int, last: int) -> list[int]:
    """The words of an if-clause right after a content which the tree hung on the cue: "threatened to leave if ..."."""
    for k in tree.children(verb, "advcl"):
        below = tree.subtree(k)
        first = min(below)
        close = first > last and all(tree.tokens[m].form == "," for m in range(last + 1, first))
        if close and tree.tokens[first].form.lower() in ("if", "unless", "provided"):
            return list(range(last + 1, max(below) + 1))
    return []


#: Words that lead from a thing promised, demanded or refused to more of it, not to the saying of it (counted on the
#: training texts: more of the content in 22 of 24).
_RUNS_ON = frozenset("for until if unless within from over under of above because".split())


def run_on(tree: Tree, verb: int, part: Part) -> Part:
    """A thing with the terms that the tree hung on the cue: "promised a report within three weeks"."""
    last = part.tokens[-1]
    if tree.tokens[part.head].upos == "PRON":
        return part  # "denied it within hours"
    for k in tree.children(verb, "obl", "nmod", "advcl"):
        below = tree.subtree(k)
        first = min(below)
        beside = last < first <= last + 2 and all(tree.tokens[m].form in _MARKS for m in range(last + 1, first))
        if beside and tree.tokens[first].form.lower() in _RUNS_ON:
            more = linear.trimmed(tree, tuple(range(last + 1, max(below) + 1)))
            return Part((*part.tokens, *range(last + 1, more[-1] + 1)), part.head)
    return part


_MARKS = frozenset({'"', "“", "”", "'", "‘", "’"})


def tidy(tree: Tree, part: Part, verb: int, content: Content) -> tuple[int, ...]:
    """Mends a content that the tree tore: after its cue it is one stretch, before its cue it ends there."""
    if content.row.frame not in ("say", "wh", "to", "obj-to", "p-to", "ing"):
        return part.tokens
    if content.postposed:
        return part.tokens
    after = [t for t in part.tokens if t > verb]
    if part.head < verb or not after:
        return part.tokens
    after = after[_that(tree, after) :]
    first = content.last + 1
    if first + 1 < after[0] < first + 8 and tree.tokens[first].form == "that" and tree.tokens[first].head == part.head:
        after = [*range(first + 1, after[0]), *after]  # the clause begins after its "that", whatever hangs elsewhere
    gerund = first < after[0] < first + 12 and tree.tokens[first].xpos == "VBG"
    if gerund and not any(tree.tokens[m].form in (",", "that") for m in range(first, after[0])):
        after.insert(0, first)  # "said doing so would put ...": a gerund for a subject
    while len(after) > 1 and tree.tokens[after[0]].upos == "ADP" and after[1] > after[0] + 1:
        after = after[1:]  # "called on Kyiv to ...": the cue's preposition
    whom = set() if content.addressee is None else set(tree.subtree(content.addressee))
    full = [t for t in range(after[0], after[-1] + 1) if t in after or t not in whom]
    full += _condition(tree, verb, full[-1])
    return tuple(full)
