"""Direct speech: quotes tied to cues, quotes that run over sentences and paragraphs, and speakers before a colon."""

from __future__ import annotations

from standoff.annotate.statements import source as who
from standoff.annotate.statements import speakers
from standoff.annotate.statements.complements import addressee
from standoff.annotate.statements.cues import UNLISTED, cue_span, is_negated, verb_cue
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part
from standoff.annotate.statements.quotes import MARKS, Quote
from standoff.grammar import Tree
from standoff.model import Span

_ENDS = ".,!?…"


def pieces_of(scene: Scene, sent: int) -> list[Piece]:
    """The quoted stretches of a sentence as pieces, in order, each with the token that heads it."""
    tree = scene.trees[sent]
    out: list[Piece] = []
    run: list[int] = []
    current: Quote | None = None

    def flush() -> None:
        words = [t for t in run if tree.tokens[t].upos != "PUNCT"]
        if words and current is not None:
            tokens = tuple(range(words[0], words[-1] + 1))
            out.append(Piece(sent, Part(tokens, head_of(tree, tokens)), True, current))

    for t, quote in enumerate(scene.marks[sent]):
        if quote is not current:
            flush()
            run, current = [], quote
        if quote is not None:
            run.append(t)
    flush()
    return out


def head_of(tree: Tree, tokens: tuple[int, ...]) -> int:
    """The highest token of a stretch (ties to the first)."""
    depth = tree.depth
    return min((t for t in tokens if tree.tokens[t].upos != "PUNCT"), key=lambda t: (depth[t], t))


def is_speech(scene: Scene, piece: Piece) -> bool:
    """Whether a quoted stretch is speech rather than quoted words in someone's sentence: a clause, or set off by
    comma or colon.
    """
    tree = scene.trees[piece.sent]
    quote = piece.quote
    assert quote is not None
    tokens = piece.part.tokens
    text = scene.text
    before = text[max(0, quote.outer.start - 2) : quote.outer.start].rstrip()[-1:]
    ends = text[quote.inner.end - 1] in _ENDS or text[quote.outer.end : quote.outer.end + 1] in (",", ":")
    starts = tokens[0] == 0 or all(tree.tokens[t].upos == "PUNCT" for t in range(tokens[0]))
    clause = any(tree.tokens[t].upos in ("VERB", "AUX") for t in tokens)
    if before in (":", ",") and (clause or ends or before == ":"):
        return True
    if starts and ends:
        return True
    return starts and clause and len(tokens) >= 3 and text[quote.inner.start].isupper()


def attach(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Ties quotes to cues: completes drafts that hold part of a quote, makes new ones for cues with quoted words
    only.
    """
    out = list(drafts)
    by_sent: dict[int, list[Draft]] = {}
    for draft in out:
        by_sent.setdefault(draft.sent, []).append(draft)
    for sent in range(len(scene.trees)):
        pieces = pieces_of(scene, sent)
        if not pieces:
            continue
        speech = [p for p in pieces if is_speech(scene, p)]
        here = by_sent.get(sent, [])
        loose: list[Piece] = []
        for piece in speech:
            owner = _owner(scene, piece, here)
            if owner is None:
                loose.append(piece)
            else:
                _snap(scene, owner, piece)
        if scene.outside(sent) and (loose or pieces):
            fresh = _cue_for(scene, sent, loose, pieces, here)
            if fresh is not None:
                out.append(fresh)
                by_sent.setdefault(sent, []).append(fresh)
    return out


def _owner(scene: Scene, piece: Piece, here: list[Draft]) -> Draft | None:
    """The draft of this sentence, with its cue outside the quote, that already holds most of the piece."""
    best = None
    tree = scene.trees[piece.sent]
    words = {t for t in piece.part.tokens if tree.tokens[t].upos != "PUNCT"}
    for draft in here:
        if draft.cue is None or scene.quotes.at(draft.cue.start) is piece.quote or draft.frame == "adverb":
            continue
        held = {t for p in draft.pieces if p.sent == piece.sent for t in p.part.tokens}
        if len(words & held) * 2 >= len(words) and (best is None or _size(draft) < _size(best)):
            best = draft
    return best


def _size(draft: Draft) -> int:
    return sum(len(p.part.tokens) for p in draft.pieces)


def _snap(scene: Scene, draft: Draft, piece: Piece) -> None:
    """Where a draft's proposition is a piece of direct speech (nothing of it outside the marks), take the whole
    quote.
    """
    for k, own in enumerate(draft.pieces):
        if own.sent == piece.sent and set(own.part.tokens) & set(piece.part.tokens):
            if scene.quoted(own.sent, own.part.tokens):
                tokens = tuple(sorted(set(own.part.tokens) | set(piece.part.tokens)))
                draft.pieces[k] = Piece(own.sent, Part(tokens, own.part.head), True, piece.quote)
            return


def _cue_for(scene: Scene, sent: int, loose: list[Piece], pieces: list[Piece], here: list[Draft]) -> Draft | None:
    """A draft for a verb of saying outside the marks whose content the tree did not give: the quoted words are it."""
    tree = scene.trees[sent]
    used = {d.verb for d in here}
    covered = {t for d in here for p in d.pieces if p.sent == sent for t in p.part.tokens}
    best: tuple[int, int] | None = None
    for i in range(len(tree.tokens)):
        if i in used or scene.marks[sent][i] is not None:
            continue
        mark = scene.cue_mark(tree.tokens[i].span)
        cue = verb_cue(tree, i, marked=mark is not None)
        if cue is None or not any(r.frame in ("say", "quote") for r in cue.rows) or i in covered:
            continue
        if not cue.listed and (mark is None or mark.score < UNLISTED):
            continue
        if is_negated(tree, i) or (who.is_passive(tree, i) and who.speaker(tree, i, passive=True) is None):
            continue
        if (
            tree.tokens[i].xpos in ("VB",)
            and tree.child(i, "nsubj") is None
            and tree.tokens[i].deprel not in ("xcomp", "advcl")
        ):
            continue
        targets = loose or [p for p in pieces if _right_after(tree, i, p)]
        if not targets:
            continue
        distance = min(min(abs(i - p.part.tokens[0]), abs(i - p.part.tokens[-1])) for p in targets)
        if best is None or distance < best[0]:
            best = (distance, i)
    if best is None:
        return None
    verb = best[1]
    cue = verb_cue(tree, verb, marked=True)
    assert cue is not None
    row = next(r for r in cue.rows if r.frame in ("say", "quote"))
    source = who.speaker(tree, verb, passive=who.is_passive(tree, verb)) or _neighbour(scene, sent, verb)
    if (
        source is None
        or not (cue.listed or speakers.known(tree, source))
        or not speakers.may_speak(tree, source, cue.lemma)
    ):
        return None
    targets = loose or [p for p in pieces if _right_after(tree, verb, p)]
    targets = [
        p
        for p in targets
        if not source.span.overlaps(
            Span(tree.tokens[p.part.tokens[0]].span.start, tree.tokens[p.part.tokens[-1]].span.end)
        )
    ]
    if not targets:
        return None
    last = max(cue.words)
    if last - verb != len(cue.words) - 1:
        last = verb
    draft = Draft(sent, cue.lemma, row.decide, row.certainty, row.frame, "quote.cue")
    draft.cue, draft.verb = cue_span(tree, verb, last), verb
    draft.source, draft.source_sent = source, sent
    draft.pieces = list(targets)
    whom = addressee(tree, verb)
    if whom is not None and scene.marks[sent][whom] is None:
        span = who.noun_phrase(tree, whom)
        if not span.overlaps(source.span):
            draft.addressees.append(span)
    return draft


def lonely_cues(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """As in "<quote>" / "Kowal said.": a sentence that is only a cue takes the quoted sentence beside it, before
    or after a colon.
    """
    busy = {d.sent for d in drafts if d.frame not in ("adverb", "noun")}
    out = list(drafts)
    for sent, tree in enumerate(scene.trees):
        words = len(tree.tokens)
        while words > 1 and tree.tokens[words - 1].form in MARKS:
            words -= 1  # 'He says of Lima: "', and the words on the next line
        if sent in busy or any(m is not None for m in scene.marks[sent][:words]):
            continue
        colon = tree.tokens[words - 1].form == ":"
        if len(tree.tokens) > (40 if colon else 18):
            continue
        other = sent + 1 if colon else sent - 1
        if not 0 <= other < len(scene.trees) or (not colon and scene.block[other] != scene.block[sent]):
            continue
        if scene.outside(other) and not colon:
            continue
        pieces = pieces_of(scene, other)
        if not pieces or (colon and pieces[0].part.tokens[0] > 2):
            continue
        for i in range(len(tree.tokens)):
            cue = verb_cue(tree, i, marked=scene.cue_mark(tree.tokens[i].span) is not None)
            if cue is None or is_negated(tree, i) or not any(r.frame in ("say", "quote") for r in cue.rows):
                continue
            source = who.speaker(tree, i, passive=who.is_passive(tree, i)) or _neighbour(scene, sent, i)
            if source is None or (not colon and tree.tokens[i].deprel not in ("root", "parataxis", "conj", "dep")):
                continue
            row = next(r for r in cue.rows if r.frame in ("say", "quote"))
            draft = Draft(
                sent,
                cue.lemma,
                row.decide,
                row.certainty,
                row.frame,
                "quote.beside",
                cue=cue_span(tree, i, i),
                verb=i,
                source=source,
                source_sent=sent,
            )
            draft.pieces = pieces
            out.append(draft)
            break
    return out


def _right_after(tree: Tree, i: int, piece: Piece) -> bool:
    return (
        all(tree.tokens[m].upos in ("PUNCT", "ADP", "DET", "PRON", "SCONJ") for m in range(i + 1, piece.part.tokens[0]))
        and piece.part.tokens[0] > i
    )


def _neighbour(scene: Scene, sent: int, verb: int) -> who.Source | None:
    """A name or noun right beside a cue verb that the tree left without a subject."""
    tree = scene.trees[sent]
    for k in (verb + 1, verb - 1):
        if (
            0 <= k < len(tree.tokens)
            and scene.marks[sent][k] is None
            and tree.tokens[k].upos in ("PROPN", "PRON", "NOUN")
        ):
            top = k
            while (
                tree.tokens[top].head >= 0
                and tree.tokens[top].head != verb
                and tree.tokens[tree.tokens[top].head].upos in ("PROPN", "NOUN")
            ):
                top = tree.tokens[top].head
            return who.at(tree, top)
    return None


# --- quotes that go on -----------------------------------------------------------------------------------------


def continue_quotes(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Gives quoted sentences without a cue of their own to the speaker next to them.

    Sentences of the same quotation before or after the cue, and fully quoted sentences that follow in the same
    paragraph, join the statement as pieces. A quoted paragraph of its own becomes a statement with no cue: with the
    speaker's words as source when the quotation runs on from the paragraph before.
    """
    owner: dict[int, Draft] = {}
    for draft in drafts:
        for piece in draft.pieces:
            runs = piece.quoted or _runs_on(scene, piece)
            if runs and draft.frame not in ("adverb", "noun") and _cue_outside(scene, draft, piece):
                owner.setdefault(piece.sent, draft)
    out = list(drafts)
    total = len(scene.trees)
    free = [not scene.outside(s) and any(m is not None for m in scene.marks[s]) for s in range(total)]
    # backwards: sentences of a quotation that ends in the cue's sentence
    for sent in range(total - 1, -1, -1):
        if not free[sent] or sent in owner or sent + 1 >= total:
            continue
        after = owner.get(sent + 1)
        if after is None or scene.block[sent] != scene.block[sent + 1]:
            continue
        last = scene.marks[sent][-1] or next((m for m in reversed(scene.marks[sent]) if m is not None), None)
        if any(p.sent == sent + 1 and p.quote is last for p in after.pieces):
            after.pieces[:0] = pieces_of(scene, sent)
            owner[sent] = after
    # forwards: quoted sentences that follow
    for sent in range(1, total):
        if not free[sent] or sent in owner:
            continue
        before = owner.get(sent - 1)
        here = pieces_of(scene, sent)
        if not here:
            continue
        if before is not None and scene.block[sent] == scene.block[sent - 1]:
            before.pieces.extend(here)
            owner[sent] = before
            continue
        speaker = before if before is not None and scene.block[sent] == scene.block[sent - 1] + 1 else None
        fresh = _cueless(scene, sent, here, speaker)
        if fresh is not None:
            out.append(fresh)
            owner[sent] = fresh
    return out


def _runs_on(scene: Scene, piece: Piece) -> bool:
    """Whether a quotation begun in a proposition is still open where its sentence ends."""
    last = scene.marks[piece.sent][piece.part.tokens[-1]] if piece.part.tokens else None
    return last is not None and last.inner.end > scene.sentences[piece.sent].span.end + 1


def _cue_outside(scene: Scene, draft: Draft, piece: Piece) -> bool:
    around = scene.quotes.at(draft.cue.start) if draft.cue is not None else None
    return around is None or around is not piece.quote


def _cueless(scene: Scene, sent: int, here: list[Piece], speaker: Draft | None) -> Draft | None:
    words = sum(len(p.part.tokens) for p in here)
    tree = scene.trees[sent]
    if words < 3 or not any(tree.tokens[t].upos in ("VERB", "AUX") for p in here for t in p.part.tokens):
        return None
    if speaker is None and scene.sentences[sent].role != "body":
        return None
    draft = Draft(sent, "", "content", "*", "say", "quote.continued" if speaker is not None else "quote.alone")
    draft.pieces = here
    if speaker is not None:
        draft.source, draft.source_sent = speaker.source, speaker.source_sent
    return draft
