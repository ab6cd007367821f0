"""What a number counts, whose it is and where, read off the dependency tree; and the table of nouns and units."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from standoff.annotate.numbers import Number
from standoff.annotate.numbers_core import words
from standoff.data import table
from standoff.grammar import Tree
from standoff.model import Analysis, Entity, Span, Token

_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "policemen": "policeman", "feet": "foot",
    "servicemen": "serviceman", "fishermen": "fisherman", "gunmen": "gunman", "militiamen": "militiaman",
    "lives": "life",
    "guardsmen": "guardsman", "tribesmen": "tribesman", "firemen": "fireman", "businessmen": "businessman",
    "wives": "wife",
    "crewmen": "crewman", "seamen": "seaman", "airmen": "airman", "countrymen": "countryman", "frenchmen": "frenchman",
    "thieves": "thief", "aircraft": "aircraft", "personnel": "personnel", "police": "police", "troops": "troop",
    "schoolchildren": "schoolchild", "congressmen": "congressman", "spokesmen": "spokesman",
    "policewomen": "policewoman", "premises": "premises",
    "series": "series",
}  # fmt: skip
_KILLED = words("killed")
_HARMED = words("harmed")
_CASUALTIES = {
    "dead": "people killed", "killed": "people killed", "deaths": "people killed", "wounded": "people wounded",
    "injured": "people injured", "missing": "people missing", "arrested": "people arrested",
    "detained": "people detained",
}  # fmt: skip
_PLACE_CASES = words("place-case")
_HOLDING = words("holding")
#: Relations of a counted noun that do not belong to the words for what is counted.
_DROPPED = frozenset({
    "det", "nummod", "advmod", "case", "punct", "cc", "conj", "acl", "acl:relcl", "nmod:poss", "appos", "parataxis",
    "nmod",
    "cop", "nsubj", "mark", "aux", "advcl", "nsubj:pass", "det:predet", "obl", "nmod:unmarked", "dep", "discourse",
})  # fmt: skip
_DEMONSTRATIVES = words("pronoun")


class Noun(NamedTuple):
    """A row of ``data/units.csv``."""

    unit: str
    kind: str
    sector: str | None


class Counted(NamedTuple):
    """What a number counts. ``end`` is where the counted noun ends when it follows the number at once, else 0."""

    noun: Noun | None
    unit: str
    of: str | None
    end: int
    holder_at: Span | None
    place_at: Span | None
    rule: str
    proper: bool = False  # the counted word is a name


@cache
def nouns() -> dict[str, Noun]:
    """The table of units, by lower-case singular noun."""
    return {row["noun"]: Noun(row["unit"], row["kind"], row["sector"] or None) for row in table("units.csv")}


def singular(word: str) -> str:
    """A lower-case plural's singular; of several words, the last one's."""
    head, _, last = word.rpartition(" ")
    known = nouns()
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last not in known and last.endswith("s") and not last.endswith("ss"):
        for cut, add in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
            if last.endswith(cut) and last.removesuffix(cut) + add in known:
                last = last.removesuffix(cut) + add
                break
        else:
            last = (
                last[:-3] + "y"
                if last.endswith("ies")
                else last[:-2]
                if last.endswith(("ches", "shes", "xes", "sses"))
                else last[:-1]
            )
    return f"{head} {last}" if head else last


def counted(text: str, tree: Tree, number: Number, analysis: Analysis) -> Counted | None:
    """What ``number`` counts in the sentence of ``tree``; None when the sentence has no word there."""
    core = Span(*number.core)
    inside = tree.at(core)
    if not inside:
        return None
    money = _money(tree, number, inside)
    at = _noun_of(tree, inside)
    if money is not None:
        unit, end = money
        return _finish(
            text,
            tree,
            number,
            analysis,
            Noun(unit, "money", None),
            unit,
            at if at is not None and tree.tokens[at].span.start >= end else None,
            end,
            "money",
        )
    if number.form in {"percent", "fraction"}:
        share = _share(tree, inside)
        return _finish(text, tree, number, analysis, Noun("percent", "measure", None), "percent", share, 0, number.form)
    if at is None:
        return _elliptic(tree, number, analysis, inside)
    if at < inside[0]:
        return Counted(None, "", None, 0, None, None, "name")
    noun, unit, end = _unit(tree, at, analysis)
    rule = (
        "one"
        if number.low == 1
        and noun is not None
        and noun.kind in {"person", "thing", "measure"}
        and _bare_one(tree, inside)
        else "noun"
    )
    if noun is not None and noun.kind == "measure":
        return _finish(text, tree, number, analysis, noun, unit, at, end, "measure")
    return _finish(text, tree, number, analysis, noun, unit, at, end, rule)


def _noun_of(tree: Tree, inside: list[int]) -> int | None:
    """The token that the number counts: its head, the noun after "of", or the noun behind a hyphen.

    A head to the left is believed only where a name stands at once before the number ("Nord Stream 2").
    """
    tokens, after = tree.tokens, inside[-1] + 1
    if (
        after + 1 < len(tokens)
        and tokens[after].form in {"-", "‐", "–"}
        and tokens[after].span.start == tokens[after - 1].span.end
    ):
        return after + 1
    top = min(inside, key=lambda i: (tree.depth[i], i))
    for i in (inside[-1], top):
        token = tokens[i]
        if inside[-1] < token.head <= inside[-1] + 8 and token.deprel.split(":")[0] in {
            "nummod",
            "det",
            "amod",
            "compound",
            "nmod",
        }:
            return token.head
    if after < len(tokens) and tokens[after].form.lower() == "of":
        for i in (*inside, *([tokens[top].head] if tokens[top].head >= 0 else [])):
            for k in tree.children(i, "nmod", "obl"):
                if after < k < after + 12 and any(c == after for c in tree.children(k, "case")):
                    return k
        after += 1
        while (
            after < len(tokens)
            and tokens[after].upos in {"DET", "PRON", "ADJ", "NUM"}
            and tokens[after].form.lower() not in _DEMONSTRATIVES
        ):
            after += 1
        if after < len(tokens) and tokens[after].form.lower() in _DEMONSTRATIVES:
            return after
    # an unsure tree: the nouns that stand right behind the number
    i, found = after, None
    while i < len(tokens) and i < after + 5 and tokens[i].upos in {"ADJ", "NOUN", "PROPN"}:
        if tokens[i].upos in {"NOUN", "PROPN"}:
            found = i
        i += 1
    if found is not None:
        return found
    before = inside[0] - 1
    if before >= 0 and tokens[before].upos == "PROPN" and tokens[top].head == before:
        return before
    return None


def _bare_one(tree: Tree, inside: list[int]) -> bool:
    """ "one torpedo boat", "a single missile", "only one": a count, where "one of", "one day", "at one" is none."""
    return tree.tokens[inside[0]].deprel == "nummod"


def _unit(tree: Tree, at: int, analysis: Analysis) -> tuple[Noun | None, str, int]:
    """The table's noun for token ``at`` (two words before one), the unit, and where the noun ends in the text."""
    known, token = nouns(), tree.tokens[at]
    word = token.form.lower()
    for before in (at - 1, at - 2):
        if before >= 0:
            pair = singular(f"{tree.tokens[before].form.lower()} {word}")
            if before == at - 1 and pair in known:
                return known[pair], known[pair].unit, token.span.end
    for key in (singular(word), token.lemma.lower()):
        if key in known:
            return known[key], known[key].unit, token.span.end
    entity = _entity_at(analysis, token)
    if (
        word in _DEMONSTRATIVES
        or (entity is not None and entity.kind in {"NORP", "PER"})
        or (token.upos == "PROPN" and word.endswith("s"))
    ):
        return Noun("person", "person", None), "person", token.span.end
    if word.endswith(("ists", "ians", "ers", "ors", "ees")) or token.upos == "ADJ":
        return Noun("person", "person", None), "person", token.span.end
    return None, singular(word), token.span.end


def _money(tree: Tree, number: Number, inside: list[int]) -> tuple[str, int] | None:
    """Currency and where its words end: a sign before the figure, a code or a noun of money behind it."""
    known = nouns()
    end = number.core[1]
    if number.symbol is not None:
        sign = known.get(number.symbol.lower()) or known.get(number.symbol[-1])
        return (sign.unit if sign else number.symbol, end)
    behind = tree.tokens[inside[-1] + 1 : inside[-1] + 6]
    if behind and behind[0].form in {"-", "of", "‐"}:
        behind = behind[1:]
    low = [t.form.lower() for t in behind]
    for width in (2, 1):
        words = low[:width]
        if len(words) == width:
            noun = known.get(singular(" ".join(words)))
            if (
                noun is not None
                and noun.kind in {"money", "code"}
                and not (noun.kind == "code" and behind[0].form != behind[0].form.upper())
            ):
                return noun.unit, behind[width - 1].span.end
    before = tree.tokens[inside[0] - 1].form if inside[0] > 0 else ""
    noun = known.get(before.lower())
    if noun is not None and noun.kind == "code" and before.isupper():
        return noun.unit, end
    return None


def _share(tree: Tree, inside: list[int]) -> int | None:
    """The whole that a percentage is a share of: "70 percent of polling stations", "half the population"."""
    top = min(inside, key=lambda i: (tree.depth[i], i))
    for k in tree.children(top, "nmod"):
        if k > top:
            return k
    token = tree.tokens[top]
    if token.head > inside[-1] and token.deprel.split(":")[0] in {"nummod", "compound", "nmod", "det", "amod"}:
        head = token.head
        inner = [
            k
            for k in tree.children(head, "nmod")
            if k > head and any(tree.tokens[c].lemma == "of" for c in tree.children(k, "case"))
        ]
        return inner[0] if tree.tokens[head].form in {"%", "percent", "cent"} and inner else head
    return None


def _elliptic(tree: Tree, number: Number, analysis: Analysis, inside: list[int]) -> Counted | None:
    """A number alone: "killing at least 17", "nine were wounded", "13 in favour", "12 dead"."""
    top = min(inside, key=lambda i: (tree.depth[i], i))
    after = tree.tokens[inside[-1] + 1].form.lower() if inside[-1] + 1 < len(tree.tokens) else ""
    following = tree.tokens[inside[-1] + 2].form.lower() if inside[-1] + 2 < len(tree.tokens) else ""
    person = Noun("person", "person", None)
    if after in _CASUALTIES:
        end = tree.tokens[inside[-1] + 1].span.end
        return Counted(person, "person", _CASUALTIES[after], end, None, _place(tree, top, analysis), "casualty")
    if after in {"against", "abstaining", "abstained", "abstentions", "voted"} or (
        after == "in" and following.startswith("favo")
    ):
        return Counted(Noun("vote", "thing", None), "vote", "votes", 0, None, None, "vote")
    head = tree.tokens[top].head
    verb = tree.tokens[head].lemma.lower() if head >= 0 else ""
    if verb in _KILLED or verb in _HARMED or number.form == "vague":
        of = "people killed" if verb in _KILLED else "people"
        return Counted(person, "person", of, 0, None, _place(tree, top, analysis), "person")
    if number.spelled and number.low == 1:
        return Counted(None, "person", None, 0, None, None, "bare")
    return Counted(person, "person", None, 0, None, _place(tree, top, analysis), "bare")


def _finish(
    text: str,
    tree: Tree,
    number: Number,
    analysis: Analysis,
    noun: Noun | None,
    unit: str,
    at: int | None,
    end: int,
    rule: str,
) -> Counted:
    """Adds what is counted in words, holder and place."""
    of, holder, place = None, None, None
    if at is not None:
        of = _of(text, tree, at, number, noun, rule)
        holder = _holder(tree, at, analysis)
        place = _place(tree, at, analysis)
    near = end and end - number.end <= 60 and not any(c in text[number.end : end] for c in ",;:()—\n")
    proper = at is not None and tree.tokens[at].upos == "PROPN"
    return Counted(noun, unit, of, end if near else 0, holder, place, rule, proper)


def _of(text: str, tree: Tree, at: int, number: Number, noun: Noun | None, rule: str) -> str | None:
    """The counted thing in words: the noun with its adjectives and compounds; for a measure what it measures."""
    if rule == "measure":
        inner = next(
            (
                k
                for k in tree.children(at, "nmod")
                if any(tree.tokens[c].lemma == "of" for c in tree.children(k, "case"))
            ),
            None,
        )
        if inner is None:
            head = tree.tokens[at].head
            return tree.tokens[head].lemma if head >= 0 and tree.tokens[head].upos == "NOUN" else None
        at = inner
    before_it = [
        k
        for k in tree.children(at)
        if k < at and tree.tokens[k].deprel not in _DROPPED and tree.tokens[k].span.start >= number.core[1]
    ]
    first = min([at, *before_it])
    phrase = text[tree.tokens[first].span.start : tree.tokens[at].span.end]
    if phrase.lower() in _DEMONSTRATIVES:
        phrase = "people"
    head = tree.tokens[at].head
    verb = tree.tokens[head].lemma.lower() if head >= 0 else ""
    if (
        noun is not None
        and noun.kind == "person"
        and verb in _KILLED
        and tree.tokens[at].deprel in {"obj", "nsubj", "nsubj:pass"}
    ):
        passive_or_died = tree.tokens[at].deprel != "nsubj" or verb in {"die", "drown", "perish", "burn"}
        return f"{phrase} killed" if passive_or_died else phrase
    return " ".join(phrase.split())


def _entity_at(analysis: Analysis, token: Token) -> Entity | None:
    """The entity that holds the beginning of ``token``, by bisection: entities are in text order and lie apart."""
    after = bisect_right(analysis.entities, token.span.start, key=lambda e: e.span.start)
    entity = analysis.entities[after - 1] if after else None
    return entity if entity is not None and token.span.start < entity.span.end else None


def _holder(tree: Tree, at: int, analysis: Analysis) -> Span | None:
    """Whose it is: a name within the phrase ("US troops"), a possessor ("Kyiv's 40 tanks"), or the subject that
    holds, sends or loses it.
    """
    for k in tree.children(at, "amod", "compound", "nmod", "flat", "nmod:poss"):
        entity = _entity_at(analysis, tree.tokens[k])
        named = entity is not None and entity.kind in {"NORP", "LOC", "ORG"}
        if k < at and (named or (tree.tokens[k].upos in {"ADJ", "PROPN"} and tree.tokens[k].form[:1].isupper())):
            if tree.tokens[k].deprel == "nmod:poss":
                return tree.noun_phrase(k)
            return Span(tree.tokens[k].span.start, tree.tokens[at].span.end)
        if tree.tokens[k].deprel == "nmod:poss":
            return tree.noun_phrase(k) if tree.tokens[k].upos != "PRON" else tree.tokens[k].span
    own = _entity_at(analysis, tree.tokens[at])
    if own is not None and own.kind in {"NORP", "ORG"}:
        return tree.tokens[at].span
    for k in tree.children(at, "nmod"):
        entity = _entity_at(analysis, tree.tokens[k])
        if (
            k > at
            and entity is not None
            and any(tree.tokens[c].lemma in {"of", "from", "for"} for c in tree.children(k, "case"))
        ):
            return tree.noun_phrase(k)
    verb = tree.tokens[at].head
    if verb >= 0 and tree.tokens[at].deprel in {"obj", "obl"} and tree.tokens[verb].lemma.lower() in _HOLDING:
        subject = tree.subject(verb)
        if subject is not None and not tree.is_passive(verb):
            return tree.noun_phrase(subject) if tree.tokens[subject].upos != "PRON" else tree.tokens[subject].span
    return None


def _place(tree: Tree, at: int, analysis: Analysis) -> Span | None:
    """Where: a place name under the noun or its verb with "in", "at", "near" ..."""
    seats = [at, *([tree.tokens[at].head] if tree.tokens[at].head >= 0 else [])]
    for seat in seats:
        for k in tree.children(seat, "nmod", "obl"):
            entity = _entity_at(analysis, tree.tokens[k])
            if (
                entity is not None
                and entity.kind == "LOC"
                and any(tree.tokens[c].lemma.lower() in _PLACE_CASES for c in tree.children(k, "case"))
            ):
                return tree.noun_phrase(k)
    return None
