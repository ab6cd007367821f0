"""Quantities: numbers that measure forces, people, casualties, money, weapons, territory or votes (codebook, section
4).

Which numbers of the text count something: not dates, ages, durations, times of day, ordinals, list numbers or names
("F-16", "Group of 20", "MH17"). What is counted and who holds it is read off the tree in
:mod:`standoff.annotate.quantities_tree`; the nouns and their units are ``data/units.csv``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import structs

from standoff.annotate.numbers import Number, find_numbers, tidy
from standoff.annotate.numbers_core import words
from standoff.annotate.quantities_tree import Counted, Noun, counted, nouns, singular
from standoff.grammar import Cover, Tree
from standoff.model import (
    BEARING,
    Analysis,
    Document,
    Origin,
    Quantity,
    Sentence,
    Span,
    Statement,
    TimeExpression,
    record_id,
)

VERSION = "1"
_CLOCK = re.compile(r"\s*(?:[ap]\.?m\b|o['’]?clock|GMT|UTC|hrs?\b|h\b(?!\w))", re.IGNORECASE)
_HOUR_BEHIND = re.compile(
    r"\s+(?:in the (?:morning|afternoon|evening)|at night|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|sharp)\b"
)
#: What makes an area, a volume or a speed of a length: "190 km2", "120 km/h", "80 miles an hour".
_DERIVED = re.compile(r"(?:(?P<power>[23²³])|(?P<hour>/h(?:r|our)?| (?:per|an) hour))(?!\w)")
_CLOCK_AT = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d)")
_LABEL = re.compile(
    r"(?:\b(?:no|nos|number|article|articles|resolution|decree|section|chapter|clause|page|pages|pp|flight|route|"
    r"highway|room|level|"
    r"phase|group of|channel|volume|part|protocol|appendix|annex|table|figure|magnitude|aged|age|class|type|mark|"
    r"model|grade|gate|"
    r"unit|day|week|year|game|round|case|file|order|law|act|amendment|bill|proposition|question|item|paragraph|"
    r"line|lines|zone|sector|"
    r"block|brigade|division|battalion|camp|point|step|stage|interstate|apollo|boeing|airbus|euro|covid|area|pier|"
    r"terminal|tel|phone|fax|"
    r"index|catch|big|top|episode|season|series|version|building|house|apartment|flat|suite|pier|platform|lane|"
    r"district|ward|precinct)"
    r"\.?|[#№§])[\s-]*$",
    re.IGNORECASE,
)
_SPELLED_LABEL = re.compile(
    r"\b(?:number|chapter|phase|group of|article|part|level|aged|day|week|stage|channel)\s+$", re.IGNORECASE
)
_AGE_BEHIND = re.compile(r"\s*[-‐– ]?\s*years?[- ]olds?\b|\s*years? of age", re.IGNORECASE)
_HYPHEN_WORD = re.compile(r"[-‐‑–](?=[^\W\d_])([^\W\d_]+)")
_SCORE = re.compile(r"(\d{1,3})[-–](\d{1,3})(?![\d-])")
_VOTED = re.compile(r"\b(?:vot(?:e|ed|es|ing)|ballots?|pass(?:ed|es)?|council|senate|house|parliament|assembly|"
                    r"congress|majority|abstentions?|"
                    r"abstain(?:ed|ing)?|ruled|panel|justices|judges|lawmakers|approved?|rejected?|adopted|"
                    r"favou?r|against)\b", re.IGNORECASE)  # fmt: skip
#: "15-member", "ten-nation", "four-man": a hyphenated noun that is counted; any other ("two-stage") only shapes its
#: noun.
_COUNTED_ADJECTIVES = words("counted-adjective")
_CALIBRES = words("calibre")
_CALIBRE_BEHIND = re.compile(r"[\s-]?(?:mm|millimet(?:re|er)s?|calib(?:re|er))\b[ -]")
_AGED = re.compile(r"\b(?:man|woman|boy|girl|child|son|daughter|baby|teenager|brother|sister) of $|(?:^|[.!?] )At $")
_TIMES = re.compile(r"\s+(?:times|fold|percent of the time)\b", re.IGNORECASE)
_CLOCK_WORDS = words("clock")
#: "one" is a count of these; of anything else it is mostly a way to say "a".
_COUNTED_ONE = words("counted-one")
_FORMATION = re.compile(
    r"\b[Aa]n? ((?:[\w.-]+ ){0,3}?(?:battalion|brigade|regiment|squadron|platoon|battery)\b)(?! commander)"
)
_PARTITIVE = re.compile(
    r"\s+of\s+(?:(?:the|its|his|her|their|our|those|these)\s+|[^,.;:\d]{1,30}['’]s?\s+)?(?:\d[\d,.]*\d|\d|(?:two|"
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|his|her|their|its|our|my|your|other|these last|the other|either of the)\s+$",
    re.IGNORECASE,
)


def find_quantities(document: Document, analysis: Analysis, times: Iterable[TimeExpression]) -> tuple[Quantity, ...]:
    """The quantities of a report, in text order; ``times`` are its time expressions, whose numbers are not quantities.

    ``span`` covers the number with its modifiers and the noun it counts when that follows at once ("some 10,000 US
    troops"); ``holder_at`` and ``place_at`` are the words that name whose they are and where. ``holder`` and
    ``attributed_to`` are left for later stages.
    """
    dated = sorted((t.span.start, t.span.end) for t in times)
    out: list[Quantity] = []
    for sentence in analysis.sentences:
        if sentence.role in BEARING and sentence.tokens:
            out.extend(_in_sentence(document, analysis, sentence, dated))
    return tuple(out)


def attribute(quantities: Iterable[Quantity], statements: Iterable[Statement]) -> tuple[Quantity, ...]:
    """The same quantities with ``attributed_to``: the innermost statement whose content holds the quantity."""
    contents = [(len(span), span, statement.id) for statement in statements for span in statement.content]
    cover = Cover(span for _, span, _ in contents)
    out = []
    for quantity in quantities:
        at = quantity.span
        # the shortest content that holds the number's beginning is the innermost
        innermost = min((contents[k] for k in cover.holding(at.start, at.start + 1)), default=None)
        holder = innermost[2] if innermost is not None else None
        out.append(structs.replace(quantity, attributed_to=holder) if holder != quantity.attributed_to else quantity)
    return tuple(out)


def sector(quantity: Quantity) -> str | None:
    """The PLOVER sector that the counted noun itself says ("troops": MIL, "lawmakers": LEG); None when it says none.

    Whoever resolves ``holder_at`` joins its state with this sector: "Russia has massed 40,000 troops" is RUS.MIL.
    """
    if not quantity.of:
        return None
    known = nouns()
    words = quantity.of.lower().split()
    for k in (2, 1):
        for i in range(len(words) - k, -1, -1):
            noun = known.get(singular(" ".join(words[i : i + k])))
            if noun and noun.sector:
                return noun.sector
    return None


def _in_sentence(
    document: Document, analysis: Analysis, sentence: Sentence, dated: list[tuple[int, int]]
) -> Iterator[Quantity]:
    text, tree = document.text, Tree(sentence)
    taken = -1
    found = [*find_numbers(text, sentence.span.start, sentence.span.end), *_formations(text, sentence)]
    for number in sorted(found, key=lambda n: n.start):
        if number.start < taken or _overlaps(dated, number.core) or not _measures(text, sentence, number):
            continue
        what = counted(text, tree, number, analysis)
        if what is None or not _keeps(text, tree, number, what):
            continue
        if what.rule == "measure" and (more := _DERIVED.match(text, what.end, sentence.span.end)):
            per = "/h" if more["hour"] else "2" if more["power"] in {"2", "²"} else "3"
            what = what._replace(unit=f"{what.unit}{per}", end=more.end())
        vote = _vote(text, sentence, number)
        low, high = (vote, vote) if vote is not None else (number.low, number.high)
        span = Span(number.start, max(number.end, what.end))
        whole = _PARTITIVE.match(text, number.end, sentence.span.end)
        if whole and what.rule != "name":
            # "71 of the 72 hostages" is one figure
            span = Span(span.start, max(span.end, whole.end()))
        taken = span.end
        yield Quantity(
            id=record_id(document.id, "quantity", span.start, span.end),
            span=span,
            low=tidy(low),
            high=tidy(high),
            approx=number.approx,
            unit="vote" if vote is not None else what.unit,
            of="votes" if vote is not None and not what.of else what.of,
            place=what.place_at.of(text) if what.place_at else None,
            holder_at=what.holder_at,
            place_at=what.place_at,
            origin=Origin(stage="quantities", rule=f"{number.form}:{what.rule}", version=VERSION),
        )


def _formations(text: str, sentence: Sentence) -> Iterator[Number]:
    """ "a battalion", "an armoured brigade": one, counted in formations and never turned into men."""
    for match in _FORMATION.finditer(text, sentence.span.start, sentence.span.end):
        core = (match.start(), match.start(1))
        yield Number(match.start(), core[1] - 1, (core[0], core[1] - 1), 1, 1, False, "cardinal", None, "plain", True)


def _overlaps(dated: list[tuple[int, int]], core: tuple[int, int]) -> bool:
    i = bisect_right(dated, (core[1] - 1, 1 << 60)) - 1
    return any(start < core[1] and core[0] < end for start, end in dated[max(0, i - 1) : i + 1])


# --- which numbers measure ------------------------------------------------------------------------------------------


def _measures(text: str, sentence: Sentence, number: Number) -> bool:
    """What the characters round a number say: False for clocks, ages, ordinals, labels, scores, durations."""
    start, end = number.core
    if _in_address(text, sentence, start):
        return False
    before, behind = text[max(0, start - 24) : start].rpartition("\n")[2], text[end : end + 24]
    hour = number.low is not None and number.low == number.high and number.low <= 24 and number.form == "cardinal"
    if (
        number.tight
        or (hour and _HOUR_BEHIND.match(behind))
        or _CLOCK.match(behind)
        or (_CLOCK_AT.fullmatch(text[start:end]) and re.match(r"\s*(?:GMT|local|from|-|–|—)", behind))
    ):
        return False
    if re.match(r"/\s", behind) or _CALIBRE_BEHIND.match(behind) or ((hour or number.spelled) and _AGED.search(before)):
        return False
    if number.form == "fraction" and re.match(
        r"\s+(?:an?\s+)?(?:hour|day|year|month|minute|century|decade|time|term)", behind
    ):
        return False
    if re.match(r"(?:a )?half$", text[start:end], re.IGNORECASE) and before.endswith(" and "):
        return False
    if _AGE_BEHIND.match(behind) or _TIMES.match(behind):
        return False
    if (_LABEL if not number.spelled else _SPELLED_LABEL).search(before) and number.form == "cardinal":
        return False
    if number.form == "cardinal" and not number.spelled and _is_year(text, number, behind):
        return False
    known = nouns()
    if behind[:1].isalpha() or (behind[:1] in {"'", "’"} and behind[1:2].isalpha()):  # "25th", "1990s", "548km"
        word = re.match(r"[^\W\d_]+", behind)
        if word is None:
            return False
        noun = known.get(singular(word.group().lower()))
        return noun is not None and noun.kind in {"measure", "money", "code"} and noun.unit not in {"mm", "cm"}
    hyphen = _HYPHEN_WORD.match(behind)
    if hyphen:
        word_of = singular(hyphen.group(1).lower())
        noun = known.get(word_of)
        if word_of in _CALIBRES or (noun and noun.kind in {"duration", "skip"}):
            return False
        if number.form in {"money", "percent"}:
            return True
        if word_of not in _COUNTED_ADJECTIVES and not (noun and noun.kind in {"measure", "money"}):
            return False
    score = _SCORE.fullmatch(text[start:end])
    if (
        score
        and number.low is not None
        and number.high is not None
        and number.high < 100
        and _vote(text, sentence, number) is None
    ):
        following = re.match(r"\s+([^\W\d_]+)", behind)
        noun = known.get(singular(following.group(1).lower())) if following else None
        return noun is not None and noun.kind in {"person", "measure", "thing"}
    if score is None and re.match(r"[-–]\d", behind):
        return _vote(text, sentence, number) is not None
    if re.match(r"[.)]\s", behind) and not before.strip() and not number.spelled and start == sentence.span.start:
        return False  # a list number
    # an age in apposition: "Kowal, 76, has ruled"
    return not (
        re.search(r"[^\W\d_][’'\"”]?, $", before) and re.match(r"[,.;)]|\s*$", behind) and not number.spelled
        and number.form == "cardinal" and number.low == number.high and number.low is not None and 0 < number.low < 110
        and not number.modifier and _after_name(sentence, start)
    )  # fmt: skip


def _in_address(text: str, sentence: Sentence, at: int) -> bool:
    """Whether the word that holds ``at`` is an address of the web ("https://..."), whose figures count nothing."""
    gap = max(text.rfind(c, sentence.span.start, at) for c in " \n\t\xa0") + 1
    word = text[max(gap, sentence.span.start) : at]
    return "://" in word or word.lower().startswith("www.")


def _harmed(what: Counted) -> bool:
    """One soldier, one death: a single person counts where he is of the forces or was killed."""
    noun = what.noun
    return (
        noun is not None
        and noun.kind == "person"
        and (noun.sector in {"MIL", "COP"} or (what.of or "").endswith(("killed", "death")))
    )


def _is_year(text: str, number: Number, behind: str) -> bool:
    """A bare 1500–2100 without comma, sign or modifier that no plural noun follows."""
    if (
        number.low is None
        or number.low != number.high
        or not 1500 <= number.low <= 2100
        or number.modifier
        or number.symbol
    ):
        return False
    if not re.fullmatch(r"\d{4}", text[number.core[0] : number.core[1]]):
        return False
    following = re.match(r"\s+(?:[^\W\d_]+\s+){0,1}?([^\W\d_]+)", behind)
    noun = nouns().get(singular(following.group(1).lower())) if following else None
    plural = following is not None and (
        following.group(1).endswith(("s", "people", "men", "women")) or following.group(1) in {"km", "troops"}
    )
    return not (noun is not None and plural and noun.kind in {"person", "measure", "thing", "money"})


def _after_name(sentence: Sentence, start: int) -> bool:
    """Whether the word before the comma before ``start`` is a name or a singular person ("the assailant, 19,")."""
    known = nouns()
    words = [t for t in sentence.tokens if t.span.end <= start and t.upos != "PUNCT"]
    if not words:
        return False
    last = words[-1]
    noun = known.get(last.lemma.lower())
    return last.upos == "PROPN" or (
        noun is not None and noun.kind == "person" and last.form.lower() == last.lemma.lower()
    )


def _vote(text: str, sentence: Sentence, number: Number) -> float | None:
    """The votes of the first side in "by 10-0", "a 4-9 vote"; None when it is no count of votes."""
    match = _SCORE.match(text, number.core[0])
    if match is None or number.form != "cardinal":
        return None
    near = text[max(sentence.span.start, match.start() - 80) : min(sentence.span.end, match.end() + 60)]
    return float(match.group(1)) if _VOTED.search(near) else None


def _keeps(text: str, tree: Tree, number: Number, what: Counted) -> bool:
    """What is counted decides the rest: durations and words that nobody counts make no quantity, nor does "the two
    sides".
    """
    noun: Noun | None = what.noun
    core = Span(*number.core)
    inside = tree.at(core)
    before_it = tree.tokens[inside[0] - 1] if inside and inside[0] > 0 else None
    if before_it is not None and number.form == "cardinal" and not number.modifier:
        if what.rule == "bare" and before_it.upos == "PROPN" and not number.spelled:
            return False  # "Nord Stream 2", "France 24"
        if (
            what.rule == "bare"
            and before_it.form.lower() in _CLOCK_WORDS
            and number.low is not None
            and number.low <= 24
        ):
            return False  # "until five"
        if number.spelled and text[number.core[0]].isupper() and what.proper and tree.sentence.role != "headline":
            return False  # "at Two Inlets"
    if what.rule == "name" or (noun is not None and noun.kind in {"duration", "skip"}):
        return False
    if number.form in {"percent", "money", "fraction"} or number.modifier in {"low", "high"}:
        return True
    before = text[max(0, number.start - 16) : number.start]
    if number.low == number.high and number.low is not None:
        if number.spelled and number.low <= 2 and _DEFINITE.search(before):
            return False  # anaphoric: those two are known already
        if number.form == "none":
            return True
        if number.spelled and number.low == 1:
            lone = text[number.core[0] : number.core[1]].lower() != "one"
            return lone or (what.rule == "one" and (what.unit in _COUNTED_ONE or _harmed(what)))
        if number.low == 0 and number.spelled:
            return False
    return True
