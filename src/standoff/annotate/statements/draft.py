"""The working form of a statement while it is being found, and the report as the finders see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from msgspec.structs import replace

from standoff.annotate.statements.parts import Part
from standoff.annotate.statements.quotes import Quote, Quotes, paragraphs
from standoff.annotate.statements.source import Source
from standoff.grammar import Tree
from standoff.model import BEARING, Analysis, Document, Mark, Sentence, Span


@dataclass(slots=True)
class Piece:
    """One proposition of a content, with the sentence it stands in. ``quoted``: wholly inside quotation marks."""

    sent: int
    part: Part
    quoted: bool = False
    quote: Quote | None = None


@dataclass(slots=True)
class Draft:
    """A statement in the making. ``verb`` is the cue's head token in sentence ``sent``, None for a cue that is no
    verb. ``spoken``: the speaker's own words, though no quotation marks say so.
    """

    sent: int
    lemma: str
    decide: str
    certainty: str
    frame: str
    rule: str
    cue: Span | None = None
    verb: int | None = None
    source: Source | None = None
    source_sent: int = -1
    pieces: list[Piece] = field(default_factory=list)
    negated: bool = False
    addressees: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    via: list[Span] = field(default_factory=list)
    fixed: Span | None = None
    spoken: bool = False


#: From this probability on a deed is there rather than not.
_RATHER = 0.5


class Scene:
    """A report for the finders: trees of the record-bearing sentences, quotes, paragraphs."""

    def __init__(self, document: Document, analysis: Analysis) -> None:
        self.text = document.text
        self.quotes = Quotes(document.text)
        self.sentences: list[Sentence] = [
            part for s in analysis.sentences if s.role in BEARING and s.tokens for part in resplit(s)
        ]
        self.trees: list[Tree] = [Tree(s) for s in self.sentences]
        self._blocks = [b.start for b in paragraphs(document.text)]
        self.block: list[int] = [bisect_right(self._blocks, s.span.start) for s in self.sentences]
        self.entities = analysis.entities
        self._entity_starts = [e.span.start for e in analysis.entities]
        self._cues = [m for m in analysis.marks if m.head == "cue"]
        #: What the certainty head says of each cue that the cue head marks.
        self.held = {m.span: m for m in analysis.marks if m.head == "certainty"}
        #: Whether the learned head has spoken at all: an analysis without marks is judged by the tree alone.
        self.marked = bool(analysis.marks)
        self._deeds = [m for m in analysis.marks if m.head == "event"]
        self._deed_starts = [m.span.start for m in self._deeds]
        self._mark_starts = [m.span.start for m in self._cues]
        #: For each sentence, the quote that each token stands in, or None.
        self.marks: list[list[Quote | None]] = [
            [self.quotes.at(t.span.start) for t in s.tokens] for s in self.sentences
        ]

    def cue_mark(self, span: Span) -> Mark | None:
        """What the learned head says of the words in ``span``: its surest mark on them, or None."""
        k = bisect_right(self._mark_starts, span.end - 1) - 1
        best = None
        while k >= 0 and self._cues[k].span.start > span.start - 60:
            if self._cues[k].span.overlaps(span) and (best is None or self._cues[k].score > best.score):
                best = self._cues[k]
            k -= 1
        return best

    def deeds(self, start: int, end: int) -> frozenset[str]:
        """The types of the deeds that the learned head rather sees than not between two offsets."""
        k = bisect_left(self._deed_starts, start)
        last = bisect_left(self._deed_starts, end)
        return frozenset(m.label.partition(" ")[0] for m in self._deeds[k:last] if m.score > _RATHER)

    def entity_kind(self, span: Span) -> str | None:
        """Kind of the entity that begins in ``span`` and reaches its end region, or None."""
        k = bisect_right(self._entity_starts, span.start) - 1
        for m in (k, k + 1):
            if 0 <= m < len(self.entities) and self.entities[m].span.overlaps(span):
                return self.entities[m].kind
        return None

    def quoted(self, sent: int, tokens: tuple[int, ...]) -> bool:
        """Whether all words of ``tokens`` stand in quotation marks (an unclosed quote counts only when it runs on)."""
        found = False
        for t in tokens:
            if self.sentences[sent].tokens[t].upos == "PUNCT":
                continue
            quote = self.marks[sent][t]
            if quote is None:
                return False
            found = True
        return found

    def outside(self, sent: int) -> bool:
        """Whether the sentence has words outside quotation marks."""
        return any(
            m is None and t.upos != "PUNCT" for t, m in zip(self.sentences[sent].tokens, self.marks[sent], strict=True)
        )


_CLOSERS = frozenset("\"'”’»)]")


def resplit(sentence: Sentence) -> list[Sentence]:
    """Cuts a sentence where a full stop stands inside it and a capital follows; each part keeps its own arcs.

    Sentence borders are the analyser's; this only mends those it missed, because a tree over two sentences makes the
    first one's words part of what the second one's speaker says.
    """
    tokens = sentence.tokens
    cuts = []
    for i in range(1, len(tokens) - 1):
        if tokens[i].form in (".", "!", "?") and tokens[i].upos == "PUNCT":
            j = i + 1
            while (
                j < len(tokens)
                and tokens[j].form
                and tokens[j].form[0] in _CLOSERS
                and tokens[j].span.start == tokens[j - 1].span.end
            ):
                j += 1
            gap = j < len(tokens) and tokens[j].span.start > tokens[j - 1].span.end
            quoted = (
                j > i + 1
            )  # '"Stop!" he said': only a capital that is no name begins a sentence after a closing mark
            if (gap and tokens[j].form[:1] in "\"“‘'«") or (
                gap and tokens[j].form[:1].isupper() and not (quoted and tokens[i].form != ".")
            ):
                cuts.append(j)
    if not cuts:
        return [sentence]
    out = []
    for a, b in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
        out.append(_part(sentence, a, b))
    return out


def _part(sentence: Sentence, a: int, b: int) -> Sentence:
    tokens = sentence.tokens[a:b]
    inside = [t.head - a if a <= t.head < b else -1 for t in tokens]
    tops = [i for i, h in enumerate(inside) if h < 0]
    root = next((i for i in tops if tokens[i].upos in ("VERB", "AUX")), tops[0] if tops else 0)
    fixed = tuple(
        replace(
            t,
            head=-1 if i == root else (root if h < 0 else h),
            deprel="root"
            if i == root
            else (
                "parataxis"
                if h < 0 and t.upos in ("VERB", "AUX")
                else "dep"
                if h < 0 and t.upos != "PUNCT"
                else t.deprel
            ),
        )
        for i, (t, h) in enumerate(zip(tokens, inside, strict=True))
    )
    return Sentence(Span(tokens[0].span.start, tokens[-1].span.end), fixed, sentence.role)
