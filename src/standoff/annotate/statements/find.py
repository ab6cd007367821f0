"""From trees and quotes to statements: finders propose drafts, drafts are completed, judged and written as records."""

from __future__ import annotations

from bisect import bisect_left
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from standoff.annotate.statements import act as acts
from standoff.annotate.statements import (
    adjuncts,
    chain,
    clauses,
    colons,
    facts,
    hearers,
    nominal,
    sight,
    speakers,
    speech,
    tweets,
)
from standoff.annotate.statements.draft import Draft, Piece, Scene
from standoff.annotate.statements.parts import Part
from standoff.annotate.statements.quotes import MARKS
from standoff.model import Analysis, Document, Origin, Quotation, Span, Statement, record_id

STAGE = "statements"
#: Rules by which nothing is done but telling.
_PLAIN = frozenset({"stated", "told"})
_EDGE = frozenset(" \t\r\n\u00a0,;:.")


def find_statements(document: Document, analysis: Analysis, *, version: str | None = None) -> tuple[Statement, ...]:
    """Who said what: every statement of the record-bearing zones, in text order.

    ``source_actors``, ``addressees``, ``targets`` are left for resolving; their words are in ``source``,
    ``addressees_at`` and ``targets_at``. ``version`` is written into each record's origin (default: the installed one).
    """
    scene = Scene(document, analysis)
    drafts = proposed(scene)
    for draft in drafts:
        draft.addressees = hearers.hearers(scene, draft)
    version = version or _version()
    return _records(scene, document.id, drafts, version)


def proposed(scene: Scene) -> list[Draft]:
    """The statements that the finders propose, not yet judged."""
    drafts: list[Draft] = []
    for sent in range(len(scene.trees)):
        here = clauses.verbs(scene, sent)
        here += adjuncts.phrases(scene, sent, here)
        here += adjuncts.reckonings(scene, sent)
        here += adjuncts.adverbs(scene, sent)
        here += nominal.nouns(scene, sent)
        drafts.extend(speakers.voiced(scene, here))
    for draft in drafts:
        for piece in draft.pieces:
            if scene.quoted(piece.sent, piece.part.tokens):
                piece.quoted = True
                piece.quote = scene.marks[piece.sent][piece.part.tokens[0]]
    drafts = speech.attach(scene, drafts)
    by_sent: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sent.setdefault(draft.sent, []).append(draft)
    for sent in range(len(scene.trees)):
        named = colons.colons(scene, sent, by_sent.get(sent, []))
        if named is not None:
            drafts.append(named)
    drafts = speech.lonely_cues(scene, drafts)
    drafts = speech.continue_quotes(scene, drafts)
    drafts = tweets.posts(scene, drafts)
    drafts = _relays(scene, drafts)
    _part(scene, drafts)
    return drafts


def _version() -> str:
    try:
        return installed("standoff")
    except PackageNotFoundError:
        return "0"


def _relays(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    by_sent: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sent.setdefault(draft.sent, []).append(draft)
    out: list[Draft] = []
    for sent in sorted(by_sent):
        out.extend(chain.relays(scene, by_sent[sent]))
    return out


def _part(scene: Scene, drafts: list[Draft]) -> None:
    """Takes the cue and speaker of an outer statement out of the end of an inner one: "..., aides indicated"."""
    by_sent: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.verb is not None and draft.cue is not None:
            by_sent.setdefault(draft.sent, []).append(draft)
    for sent, here in by_sent.items():
        tree = scene.trees[sent]
        for outer in here:
            held = {t for p in outer.pieces if p.sent == sent for t in p.part.tokens}
            assert outer.verb is not None and outer.cue is not None
            mine = set(tree.at(outer.cue))
            if outer.source is not None and outer.source_sent == sent:
                mine.update(tree.at(outer.source.span))
            first = min(mine, default=0)
            if not held or first < max(held):
                continue
            for inner in here:
                if inner is outer or inner.verb not in held:
                    continue
                for k, piece in enumerate(inner.pieces):
                    if piece.sent != sent or not mine & set(piece.part.tokens):
                        continue
                    kept = tuple(t for t in piece.part.tokens if t < first)
                    while kept and tree.tokens[kept[-1]].upos == "PUNCT":
                        kept = kept[:-1]
                    if piece.part.head in kept:
                        inner.pieces[k] = Piece(sent, Part(kept, piece.part.head), piece.quoted, piece.quote)


def _judge(scene: Scene, draft: Draft, piece: Piece) -> tuple[acts.Decision, facts.Facts]:
    cue, seen = sight.seen(scene, draft, piece)
    return acts.decide(cue, seen), seen


def _records(scene: Scene, document: str, drafts: list[Draft], version: str) -> tuple[Statement, ...]:
    performed: dict[tuple[int, int], str] = {}
    judged: list[tuple[Draft, list[tuple[Piece, acts.Decision, facts.Facts]]]] = []
    for draft in drafts:
        rows = [(piece, *_judge(scene, draft, piece)) for piece in draft.pieces]
        judged.append((draft, rows))
        for piece, decision, _ in rows:
            if decision.rule in ("performative", "withheld"):
                performed[piece.sent, piece.part.head] = decision.rule
    out: dict[str, Statement] = {}
    for draft, rows in judged:
        done = performed.get((draft.sent, draft.verb)) if draft.verb is not None and draft.frame != "noun" else None
        if done == "performative" or (done == "withheld" and speakers.is_pronoun(scene, draft)):
            continue
        for group, shares in _groups(draft, rows):
            record = _record(scene, document, draft, group, version, shares)
            if record is not None:
                out.setdefault(record.id, record)
    ordered = sorted(
        out.values(), key=lambda s: (min((s.cue or s.content[0]).start, s.content[0].start), s.content[0].start, s.id)
    )
    return tuple(chain.oppose(chain.nest(_settle(ordered)), scene.text))


Row = tuple[Piece, acts.Decision, facts.Facts]


def _groups(draft: Draft, rows: list[Row]) -> list[tuple[list[Row], bool]]:
    """Propositions of one act belong to one statement; a new act begins another. True: it shares the cue's words."""
    groups: list[tuple[list[Row], bool]] = []
    for row in rows:
        piece, decision, _ = row
        if groups:
            last = groups[-1][0][-1]
            if (
                last[1].act == decision.act
                or decision.rule in _PLAIN
                or (last[1].rule in _PLAIN and piece.sent == last[0].sent)
            ):
                groups[-1][0].append(row)
                continue
        # a colon before the quote makes its first words the cue's, though they stand in the next sentence
        groups.append(([row], not groups or draft.cue is None or piece.sent <= draft.sent))
    return groups


def _record(
    scene: Scene, document: str, draft: Draft, group: list[Row], version: str, shares: bool
) -> Statement | None:
    spans = _spans(scene, [piece for piece, _, _ in group])
    if not spans:
        return None
    lead = next((row for row in group if row[1].rule not in _PLAIN), group[0])
    decision, seen = lead[1], lead[2]
    cue = draft.cue if shares else None
    source = draft.source.span if draft.source is not None else None
    quotation = "direct" if draft.spoken else _quotation(scene, spans)
    via = chain.find_via(scene, draft)
    targets = list(draft.targets)
    told = list(draft.addressees)
    if decision.act == "REQUEST" and not told:
        named = (hearers.asked(scene, piece) for piece, _, _ in group)
        told = [span for span in named if span is not None and (source is None or not span.overlaps(source))][:1]
    return Statement(
        id=record_id(document, "statement", cue, source, spans),
        source=source,
        cue=cue,
        content=spans,
        quotation=quotation,
        act=decision.act,
        certainty=decision.certainty,
        via=tuple(chain.bare(span.of(scene.text)) for span in via),
        addressees_at=tuple(told),
        targets_at=tuple(targets),
        via_at=tuple(via),
        condition=seen.condition,
        score=decision.score,
        origin=Origin(STAGE, f"{draft.rule}/{decision.rule}", version),
    )


def _spans(scene: Scene, pieces: list[Piece]) -> tuple[Span, ...]:
    """The content as spans of text: runs of tokens, broken where the cue or the source stands between, joined
    over sentences of one quote.
    """
    out: list[Span] = []
    for piece in sorted(pieces, key=lambda p: (p.sent, p.part.tokens[0])):
        tokens = scene.sentences[piece.sent].tokens
        run: list[int] = []
        for t in piece.part.tokens:
            if run and not all(
                tokens[m].upos == "PUNCT" and tokens[m].form not in "()[]" for m in range(run[-1] + 1, t)
            ):
                _close(scene, piece.sent, run, out)
                run = []
            run.append(t)
        _close(scene, piece.sent, run, out)
    return tuple(_join(scene, out))


def _close(scene: Scene, sent: int, run: list[int], out: list[Span]) -> None:
    span = scene.trees[sent].span(run)
    if span is None:
        return
    text = scene.text
    start, end = span.start, span.end
    first, last = scene.quotes.at(start), scene.quotes.at(end - 1)
    if first is not None and first is last and first.inner.start == start and end >= first.inner.end - 1:
        end = min(end, first.inner.end)
    else:
        # a mark whose fellow is inside belongs to the span
        if (
            last is not None
            and last.outer.start >= start
            and last is not first
            and last.closed
            and end >= last.inner.end
        ):
            end = last.outer.end
        if first is not None and first.inner.start == start and first.outer.end <= end and first.closed:
            start = first.outer.start
        elif first is not None and first is last and first.outer.start >= start and end >= first.inner.end:
            end = first.outer.end
    while end > start and (text[end - 1] in _EDGE):
        end -= 1
    if end > start:
        out.append(Span(start, end))


def _join(scene: Scene, spans: list[Span]) -> list[Span]:
    """Neighbouring spans with only stops, spaces and the same quote's words between become one."""
    out: list[Span] = []
    for span in sorted(set(spans)):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
            continue
        if out:
            between = scene.text[out[-1].end : span.start]
            quote = scene.quotes.at(span.start)
            same = quote is not None and quote is scene.quotes.at(out[-1].end - 1)
            if (
                len(between) <= 4
                and all(ch in _EDGE or ch in "!?…" for ch in between)
                and "\n" not in between
                and (same or quote is None)
            ):
                out[-1] = Span(out[-1].start, span.end)
                continue
        out.append(span)
    return out


def _quotation(scene: Scene, spans: tuple[Span, ...]) -> Quotation:
    direct = all(_inside(scene, span) for span in spans)
    if direct:
        return "direct"
    if any(scene.quotes.between(span.start, span.end) for span in spans):
        return "mixed"
    return "indirect"


def _inside(scene: Scene, span: Span) -> bool:
    quote = scene.quotes.at(span.start)
    if quote is None:
        return False
    return quote.outer.end >= span.end and (quote.closed or quote.continued)


def _settle(statements: list[Statement]) -> list[Statement]:
    """One statement for one act: of those whose cues share words, with one source and mostly the same content, the
    surest stays: the rules' before the network's alone, the fuller cue before the shorter ("continues to refuse" before
    "continues"). Without a cue, what another already holds is dropped."""
    out: list[Statement] = []
    open_: list[int] = []
    for s in statements:
        start = (s.cue or s.content[0]).start
        open_ = [k for k in open_ if (out[k].cue or out[k].content[0]).end > start]
        twin = next((k for k in open_ if _same(out[k], s)), None)
        if twin is None:
            open_.append(len(out))
            out.append(s)
        elif _sureness(s) > _sureness(out[twin]):
            out[twin] = s
    cues = sorted(s.cue for s in out if s.cue is not None)
    return [s for s in out if not _swallowed(s, cues)]


def _swallowed(statement: Statement, cues: list[Span]) -> bool:
    """Whether all that is said is part of a fuller cue: "continues" with "to refuse", beside "continues to refuse"."""
    own = statement.cue
    if own is None:
        return False
    k = bisect_left(cues, own.start - 60, key=lambda c: c.start)
    for cue in cues[k : k + 12]:
        if cue != own and cue.overlaps(own) and all(cue.contains(content) for content in statement.content):
            return True
    return False


def _same(a: Statement, b: Statement) -> bool:
    if (a.cue is None) != (b.cue is None):
        return False
    if a.cue is not None and b.cue is not None and not a.cue.overlaps(b.cue):
        return False
    if a.source is not None and b.source is not None and not a.source.overlaps(b.source):
        return False
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a.content for y in b.content)
    return 2 * shared > sum(map(len, a.content)) + sum(map(len, b.content)) - shared


def _sureness(s: Statement) -> tuple[bool, int, float]:
    return not s.origin.rule.endswith("learned"), len(s.cue) if s.cue else 0, s.score


__all__ = ["MARKS", "find_statements"]
