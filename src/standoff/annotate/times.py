"""Times: the dates and times that a report names, with TIMEX3 values that no date anchors yet.

Each expression's ``rule`` says how the report's date turns it into days: the words of
:mod:`standoff.annotate.times_grammar`, then the tense of the clause it stands in (``past``, ``present``, ``future``),
then the edge that the preposition gives (``since``, ``until``, ``before``, ``after``, ``by``).
:func:`standoff.resolve.times.anchor` does the turning.
"""

from __future__ import annotations

import re

from standoff.annotate.times_grammar import candidates
from standoff.grammar import Tree
from standoff.model import BEARING, Analysis, Document, Sentence, Span, TimeExpression

_EDGE = re.compile(
    r"\b(?:(since|starting|from)|(until|till|through|up to)|(before|ahead of|prior to|on the eve of)|(after|"
    r"following)|(by))"
    r"(?: (?:the|on|around|early|late|at))?\s*$",
    re.IGNORECASE,
)
_EDGES = ("since", "until", "before", "after", "by")
_WHOLE_DAY = re.compile(r"(?:XXXX|\d{4})-(?:\d\d-\d\d|XX-XX|WXX-\d)")
#: What lies ahead as often as behind: "Monday's summit", but "Monday's shooting".
_SCHEDULED = frozenset(
    "summit meeting talk session vote voting election referendum ballot poll hearing trial visit trip ceremony "
    "conference deadline debate inauguration round congress parade exercise launch handover".split()
)
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_PLANNING = frozenset({
    "plan", "expect", "schedule", "intend", "due", "set", "hope", "want", "prepare", "agree", "vow", "pledge",
    "promise", "threaten", "aim",
})  # fmt: skip
_PUTTING_OFF = frozenset({"postpone", "extend", "delay", "adjourn", "suspend", "defer", "prolong"})
_LENGTH = re.compile(r"P(\d{1,4})([DWMY])")
_LEADING_TO = re.compile(r"\b(in|within)(?: (?:about|around|just|less than|the))?\s*$", re.IGNORECASE)
#: "will meet for the first time in two years", "the biggest in a decade": these two years are behind.
_NOT_SINCE = re.compile(r"\b(?:times?|first|only|last|most|worst|best|\w{3,}est)\b[^,;:]*$", re.IGNORECASE)
_PART_OF = re.compile(
    r" of (?:(?:the|this|last|next) )?(?:year|month|century|decade|war|campaign|[12]\d{3}\b|(?:Jan|Febr)uary|March|"
    r"April|May\b|June|July|August|(?:Sept|Nov|Dec)ember|October)"
)
_AMBIGUOUS = re.compile(r"(?:May|March|Mar|Spring|Fall|Second|Sun|Now)\b", re.IGNORECASE)


def find_times(document: Document, analysis: Analysis) -> tuple[TimeExpression, ...]:
    """The time expressions of the headlines, captions and body of a report, in text order, not overlapping."""
    out: list[TimeExpression] = []
    for sentence in analysis.sentences:
        if sentence.role in BEARING and sentence.tokens:
            out.extend(_in_sentence(document.text, sentence))
    return tuple(out)


def _in_sentence(text: str, sentence: Sentence) -> list[TimeExpression]:
    found = sorted(candidates(text, sentence.span.start, sentence.span.end), key=lambda c: (c[0], -c[1]))
    out: list[TimeExpression] = []
    tree: Tree | None = None
    floor = sentence.span.start
    for start, end, name, reading in found:
        if start < floor:
            continue
        span = _trim(text, start, end)
        if span is None:
            continue
        tree = tree or Tree(sentence)
        if not _is_time(text, tree, span, name):
            continue
        before = text[max(sentence.span.start, start - 40) : start]
        edge = _edge(before)
        told = tense(tree, span, edge)
        rule = (
            "weekday near" if reading.rule == "weekday" and told == "past" and _schedules(tree, span) else reading.rule
        )
        if rule == "duration" and told != "past":
            rule = _awaited(reading.value, before, told) or rule
        words = [rule, told, edge]
        time = TimeExpression(span=span, value=reading.value, rule=" ".join(w for w in words if w))
        if out and (joined := _with_day(text, out[-1], time)) is not None:
            out[-1] = joined
        else:
            out.append(time)
        floor = end
    return out


def _awaited(value: str, before: str, told: str) -> str | None:
    """ "will leave in two weeks", "must report within 90 days": a length that tells a day, from the report's on."""
    length, led = _LENGTH.fullmatch(value), _LEADING_TO.search(before)
    if length is None or led is None or _NOT_SINCE.search(before):
        return None
    if led[1].lower() == "in":
        return f"awaited {length[2]}{length[1]}" if told == "future" else None
    return f"within {length[2]}{length[1]}"


def _schedules(tree: Tree, span: Span) -> bool:
    """Whether a day names what is held on it, "her Monday meeting": told before as often as after."""
    head = tree.head_of(span)
    if head is None or tree.tokens[head].deprel not in {"compound", "nmod:poss", "amod", "nmod:unmarked"}:
        return False
    return tree.tokens[tree.tokens[head].head].lemma.lower() in _SCHEDULED


def _with_day(text: str, clock: TimeExpression, day: TimeExpression) -> TimeExpression | None:
    """ "5 p.m. on Sunday" as one expression; None when the two are not a time of day and its day."""
    if not clock.rule.startswith("clock") or text[clock.span.end : day.span.start] not in {" ", ", ", " on "}:
        return None
    if not _WHOLE_DAY.fullmatch(day.value) or day.rule.split()[0] not in {"weekday", "day", "absolute", "offset"}:
        return None
    return TimeExpression(span=Span(clock.span.start, day.span.end), value=day.value + clock.value, rule=day.rule)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1] in " \t\n,":
        end -= 1
    return Span(start, end) if start < end else None


def _edge(before: str) -> str:
    """Which edge of the stretch the preposition right before names."""
    match = _EDGE.search(before)
    if match is None:
        return ""
    return next(name for name, group in zip(_EDGES, match.groups(), strict=True) if group)


def _is_time(text: str, tree: Tree, span: Span, name: str) -> bool:
    """Whether a form that can mean something else ("May", "March", "now that", "second") is a time here."""
    inside = tree.at(span)
    if not inside:
        return False
    words = span.of(text)
    token = tree.tokens[inside[0]]
    if name == "month" and _AMBIGUOUS.fullmatch(words.strip(".")):
        return token.upos in {"PROPN", "NOUN"} and words[0].isupper()
    if (
        name == "month"
        and re.fullmatch(r"[A-Z][a-z]{2,3}", words)
        and re.match(r" [A-Z]", text[span.end : span.end + 2])
    ):
        return False  # "Jan Kavan"
    if name == "month" and words.islower() and words.isalpha():
        return token.upos in {"PROPN", "NOUN"} and words != "august"
    if name in {"stretch", "named"} and token.upos == "VERB" and token.form.lower() == "last":
        return False  # "the truce should last two hours"
    if name in {"stretch", "named"} and "last " in words.lower() and _PART_OF.match(text, span.end):
        return False  # "the last week of July"
    if name == "nth" and inside[-1] + 1 < len(tree.tokens) and not words.endswith("month"):
        following = tree.tokens[inside[-1] + 1]
        if following.upos in {"NOUN", "PROPN", "ADJ", "NUM"}:
            return False  # "on the 4th floor"
    if words.lower() == "now" and text[span.end : span.end + 6].lower().startswith((" that", "-", "-def")):
        return False
    if words.lower().startswith("following ") and text[span.end : span.end + 4] == " of ":
        return False  # "following months of talks"
    if words.lower() == "in the past" and text[span.end : span.end + 2].strip().isalnum():
        return False  # "in the past 20 months"
    if name == "year":
        behind = text[span.end : span.end + 1]
        before = text[max(0, span.start - 12) : span.start]
        if behind.isalnum() or re.search(
            r"(?:\bNo\.?|[Rr]esolution|[Dd]ecree|[Ff]light|number|[Rr]oom|Route|about|around|some|least|than|"
            r"nearly|almost) $",
            before,
        ):
            return False
    if name == "weekday" and words.isupper() and len(words) < 4:
        return False
    # "Sunday Times", "Black Friday agreement": a weekday inside a name stays a name
    nxt = inside[-1] + 1
    return not (
        name == "weekday"
        and nxt < len(tree.tokens)
        and tree.tokens[nxt].form in {"Times", "Telegraph", "Mirror", "Post", "Mail", "Herald", "Express"}
    )


def tense(tree: Tree, span: Span, edge: str = "") -> str:
    """The tense of the clause that a time expression stands in: ``past``, ``present`` or ``future``.

    A day that something lies before ("ahead of Monday's summit", "by Friday") is ahead: ``future``.
    """
    head = tree.head_of(span)
    if head is None:
        return "past"
    if edge == "until" and {tree.tokens[i].lemma for i in tree.ancestors(head)} & _PUTTING_OFF:
        return "future"
    if edge == "before" or (edge in {"by", "until"} and _clause_tense(tree, head) != "past"):
        return "future"
    return _clause_tense(tree, head)


def _clause_tense(tree: Tree, at: int) -> str:
    holder = tree.tokens[at].head
    if tree.tokens[at].deprel == "nmod:poss" and tree.tokens[holder].lemma.lower() not in _SCHEDULED:
        return "past"
    for i in [at, *tree.ancestors(at)]:
        token = tree.tokens[i]
        if tree.cut_off(at, i):
            continue
        helpers = [tree.tokens[k].form.lower() for k in tree.children(i, "aux", "cop")]
        if token.upos not in {"VERB", "AUX"} and not helpers:
            continue
        if any(h in _FUTURE for h in helpers) or {"to"} & {
            tree.tokens[k].form.lower() for k in tree.children(i, "mark")
        }:
            return "future"
        if helpers and helpers[0] in {"would", "could", "should", "might", "may", "must", "can"}:
            return "present"
        if token.xpos in {"VBD"} or any(h in {"had", "was", "were", "did", "have", "has", "'d", "’d"} for h in helpers):
            return "past"
        if token.xpos in {"VBZ", "VBP"} or helpers:
            if token.lemma == "go" or (token.lemma in _PLANNING and at != i):
                return "future"
            return "past" if tree.sentence.role in {"headline", "caption"} else "present"
        if token.xpos == "VBN" and token.deprel.startswith(("acl", "advcl", "root")):
            return "future" if token.lemma in {"schedule", "expect", "plan", "set", "due"} else "past"
    return "past"
