"""Reports by adjunct: "according to X" and its kin, "reportedly"."""

from __future__ import annotations

from standoff.annotate.statements import mend
from standoff.annotate.statements import source as who
from standoff.annotate.statements.cues import lexicon, verb_cue
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part, clause_parts
from standoff.grammar import Tree
from standoff.model import Span


def phrases(scene: Scene, sent: int, drafts: list[Draft]) -> list[Draft]:
    """As in "according to X" and its kin. A relay of words that already have a speaker becomes that draft's
    ``via``.
    """
    tree = scene.trees[sent]
    low = [t.form.lower() for t in tree.tokens]
    out: list[Draft] = []
    i = 0
    while i < len(low):
        words = next((w for w in lexicon().phrases if tuple(low[i : i + len(w)]) == w), None)
        if words is None:
            i += 1
            continue
        end = i + len(words) - 1
        i = end + 1
        head = _phrase_object(tree, end)
        if head is None:
            continue
        draft = _phrase(scene, sent, tree, end - len(words) + 1, end, head, drafts)
        if draft is not None:
            out.append(draft)
    return out


def _phrase_object(tree: Tree, end: int) -> int | None:
    """The head of the noun phrase after a compound preposition that ends at ``end``."""
    for k in range(end + 1, min(end + 12, len(tree.tokens))):
        token = tree.tokens[k]
        if token.upos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X"):
            a = k
            # climb to the head of the phrase that starts here
            while (
                tree.tokens[a].head > end
                and tree.tokens[a].deprel.split(":")[0]
                in ("compound", "amod", "det", "nmod", "flat", "nummod", "appos")
                and tree.tokens[a].head > a
            ):
                a = tree.tokens[a].head
            return a
        if token.upos not in ("DET", "ADV", "PUNCT", "PART", "VERB"):
            return None
    return None


def _clause_top(tree: Tree, i: int) -> int:
    """The nearest clause above ``i``: a root, a complement, a conjunct with a subject of its own."""
    for a in tree.ancestors(i):
        rel = tree.tokens[a].deprel.split(":")[0]
        if rel in ("root", "ccomp", "parataxis") or tree.tokens[a].head < 0:
            return a
        if rel == "conj" and tree.child(a, "nsubj") is not None:
            return a
        if rel == "advcl" and tree.child(a, "nsubj") is not None:
            return a
        if tree.tokens[a].deprel == "acl:relcl":
            return a
    return tree.root


def _phrase(scene: Scene, sent: int, tree: Tree, start: int, end: int, head: int, drafts: list[Draft]) -> Draft | None:
    mine = {t for t in tree.subtree(head) if t > end}
    mine.add(head)
    mine.update(range(start, end + 1))
    bare = _bare_cue(scene, tree, start)
    if bare is not None and not any(d.verb == bare and d.pieces for d in drafts):
        return _subjectless(scene, sent, tree, bare, head)
    source = who.at(tree, head)
    cue = Span(tree.tokens[start].span.start, tree.tokens[end].span.end)
    top = _clause_top(tree, head)
    if top in mine:
        return None
    relay = next((d for d in drafts if d.verb == top and d.source is not None), None)
    if relay is not None and start > relay.verb:  # type: ignore[operator]
        relay.via.append(_relay_name(tree, head))
        return None
    tokens = [
        t
        for part in clause_parts(tree, top, frozenset(k for k in tree.children(top, "parataxis")))
        for t in part.tokens
        if t not in mine
    ]
    while tokens and tree.tokens[tokens[-1]].upos == "PUNCT":
        tokens.pop()
    while tokens and tree.tokens[tokens[0]].upos == "PUNCT":
        tokens.pop(0)
    if not tokens:
        return None
    draft = Draft(
        sent,
        tree.tokens[start].form.lower(),
        "content",
        "*",
        "phrase",
        "phrase.according-to",
        cue=cue,
        source=source,
        source_sent=sent,
    )
    draft.pieces.append(Piece(sent, Part(tuple(tokens), top)))
    return draft


def _bare_cue(scene: Scene, tree: Tree, start: int) -> int | None:
    """The verb of saying right before ``start`` that stands behind a closing quotation mark and has no subject, as in
    '"We will," said, according to X': a scrape has lost who spoke, and X only relays."""
    before = [k for k in range(max(0, start - 6), start) if tree.tokens[k].upos != "PUNCT"]
    if not before or tree.tokens[before[-1]].deprel.startswith("nsubj"):
        return None
    verb = before[-1]
    cue = verb_cue(tree, verb, marked=True)
    quote = scene.quotes.at(tree.tokens[before[-2]].span.start) if len(before) > 1 else None
    if cue is None or quote is None or quote.outer.end > tree.tokens[verb].span.start:
        return None
    return verb


def _subjectless(scene: Scene, sent: int, tree: Tree, verb: int, relay: int) -> Draft:
    """A quote whose speaker the text has lost, told through a relay."""
    quote = scene.quotes.at(tree.tokens[max(k for k in range(verb) if tree.tokens[k].upos != "PUNCT")].span.start)
    assert quote is not None
    tokens = tuple(k for k in range(verb) if quote.inner.contains(tree.tokens[k].span))
    draft = Draft(
        sent, tree.tokens[verb].lemma, "content", "*", "say", "quote.subjectless", cue=tree.tokens[verb].span, verb=verb
    )
    draft.via.append(_relay_name(tree, relay))
    head = min(tokens, key=lambda k: (tree.depth[k], k))
    draft.pieces.append(Piece(sent, Part(tokens, head)))
    return draft


def _relay_name(tree: Tree, head: int) -> Span:
    """The outlet in "a report by X": the by-phrase if there is one, else the phrase itself."""
    for k in tree.children(head, "nmod", "obl"):
        if (
            any(tree.tokens[c].lemma in ("by", "from", "in", "of") for c in tree.children(k, "case"))
            and tree.tokens[k].upos == "PROPN"
        ):
            return who.noun_phrase(tree, k)
    return who.noun_phrase(tree, head)


#: Nouns that give somebody's word, by the preposition before their possessor.
_RECKONINGS = {
    "by": frozenset({"account", "admission", "calculation", "count", "estimate", "reckoning", "tally", "telling"}),
    "in": frozenset({"estimate", "opinion", "telling", "view", "word"}),
}


def reckonings(scene: Scene, sent: int) -> list[Draft]:
    """As in "by Lima's count", "in her words": the possessor speaks, and the clause around it is what is said."""
    tree = scene.trees[sent]
    out = []
    for i, token in enumerate(tree.tokens):
        if token.upos != "NOUN":
            continue
        noun = token.lemma.lower()
        cases = tree.children(i, "case")
        prep = next((c for c in cases if noun in _RECKONINGS.get(tree.tokens[c].lemma.lower(), ())), None)
        whose = tree.child(i, "nmod:poss")
        if prep is None or whose is None or not prep < whose < i or i - prep > 8:
            continue
        top = _clause_top(tree, i)
        mine = {*tree.subtree(i), prep}
        tokens = [t for part in clause_parts(tree, top) for t in part.tokens if t not in mine]
        while tokens and tree.tokens[tokens[-1]].upos == "PUNCT":
            tokens.pop()
        while tokens and tree.tokens[tokens[0]].upos == "PUNCT":
            tokens.pop(0)
        if top in mine or len(tokens) < 2:
            continue
        # the preposition alone where a name stands between: a cue is one stretch of words
        last = i if tree.tokens[whose].upos == "PRON" else prep
        cue = Span(tree.tokens[prep].span.start, tree.tokens[last].span.end)
        draft = Draft(sent, "according", "content", "*", "phrase", "phrase.by-count", cue=cue)
        draft.source, draft.source_sent = who.at(tree, whose), sent
        piece = mend.cut(scene, Piece(sent, Part(tuple(tokens), top)), i)
        if piece is not None:
            draft.pieces.append(piece)
            out.append(draft)
    return out


def adverbs(scene: Scene, sent: int) -> list[Draft]:
    """As in "reportedly": a report without a source; the content is the clause it stands in."""
    tree = scene.trees[sent]
    out = []
    for i, token in enumerate(tree.tokens):
        row = lexicon().adverbs.get(token.form.lower())
        if row is None or token.head < 0 or token.upos != "ADV":
            continue
        top = token.head
        drop = {i, *tree.children(top, "parataxis", "mark", "cc")}
        subject = tree.child(top, "nsubj")
        if subject is not None and tree.tokens[subject].form.lower() in who.RELATIVES:
            drop.update(k for k in tree.subtree(subject))
        parts = clause_parts(tree, top, frozenset(drop))
        if parts and len(parts[0].tokens) >= 2:
            draft = Draft(
                sent, token.form.lower(), row.decide, row.certainty, "adverb", "adverb.reportedly", cue=token.span
            )
            draft.pieces.append(Piece(sent, parts[0]))
            out.append(draft)
    return out
