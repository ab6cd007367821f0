"""Reported speech by the order of words, where the tree goes astray: "<clause>, NAME said", "NAME said <clause>".

These patterns are narrow and read a sentence from left to right; the tree is asked only for word classes.
"""

from __future__ import annotations

from msgspec import Struct

from standoff.annotate.statements.days import DAYS
from standoff.annotate.statements.halves import clause_begins, finite, hangs, resumes
from standoff.grammar import Tree

_LONGEST = 16
_OPENERS = frozenset("that there it he she they we i no the a an its his her their this these".split())
_CONDITIONS = frozenset({"unless", "provided", "if", "because", "once", "so"})
_QUESTIONED = frozenset({"ask", "press", "question", "quiz", "speak", "prompt"})
_ADVERBIAL = frozenset("when as after before while if although though because since once until despite where".split())


class Order(Struct, frozen=True):
    """Token ranges of a speaker and of what is said."""

    speaker: tuple[int, ...]
    content: tuple[int, ...]


def postposed(tree: Tree, verb: int) -> Order | None:
    """As in "Talks had failed, the ministry said on Monday": content before the last comma that leads into the
    speaker.
    """
    tokens = tree.tokens
    comma = _lead(tree, verb)
    if comma is None or comma < 2:
        return None
    speaker = tuple(range(comma + 1, verb))
    inverted = not any(tokens[m].upos in ("NOUN", "PROPN", "PRON") for m in speaker)
    after = _tail(tree, verb)
    if inverted:
        speaker = _inverted(tree, verb)
        if not speaker:
            return None
        after = _tail(tree, speaker[-1])
    start = _start(tree, comma)
    before = tuple(range(start, comma))
    if after is not None and after < len(tokens) and tokens[after].form == ":" and tokens[comma].form == ",":
        # "the boats had left, he said: the harbour was empty"
        on = tuple(range(after + 1, len(tokens)))
        if on and clause_begins(tree, on) and any(finite(tree, m) for m in before):
            return Order(speaker, trimmed(tree, before + on))
    has_verb = any(finite(tree, m) for m in before)
    if after is None:
        return None
    rest = tuple(range(after + 1, len(tokens))) if after < len(tokens) and tokens[after].form == "," else ()
    if rest and tokens[comma].form == "," and tokens[comma - 1].xpos in ("WDT", "WP") and clause_begins(tree, rest):
        return Order(speaker, trimmed(tree, rest))  # "a march at which, he says, twelve were beaten"
    if rest and tokens[comma].form == "," and hangs(tree, start, comma, rest):
        more = rest[1:] if tokens[rest[0]].form.lower() == "that" else rest
        return Order(speaker, trimmed(tree, before + more))
    if not has_verb:
        # "Ethiopia, officials say, will recognise it": the speech goes on after the cue
        if not rest or not any(finite(tree, m) for m in rest[:6]):
            return None
        return Order(speaker, trimmed(tree, before + rest))
    goes_on = bool(rest) and finite(tree, rest[0]) and not tokens[rest[0]].form.endswith("ing")
    if rest and (tokens[rest[0]].form.lower() in _CONDITIONS or (goes_on and tokens[comma].form == ",")):
        return Order(speaker, trimmed(tree, before + rest))
    if rest and tokens[comma].form == "," and resumes(tree, rest):
        return Order(speaker, trimmed(tree, before + rest))
    if tokens[start].lemma.lower() in _QUESTIONED and tokens[start].xpos in ("VBN", "VBD", "VBG"):
        return None  # "Asked whether he would go, Kowal said": what he was asked, not what he said
    if tokens[start].lemma.lower() in _ADVERBIAL and not any(tokens[m].form == "," for m in before):
        return None
    return Order(speaker, trimmed(tree, before))


def _lead(tree: Tree, verb: int) -> int | None:
    """The comma before the speaker: the farthest within reach with no finite verb between it and the cue."""
    tokens = tree.tokens
    found = None
    m, reach = verb, verb - _LONGEST
    while m - 1 > max(-1, reach):
        m -= 1
        token = tokens[m]
        if token.form == "," and all(tokens[k].upos in ("AUX", "ADV") for k in range(m + 1, verb)):
            opened = _opened(tree, m)
            if opened is not None:
                found, reach, m = opened, opened - _LONGEST, opened
                continue
        if finite(tree, m) and not (token.upos == "AUX" and token.head == verb):
            break
        if token.form in (";", ":", "(", ")", "—", "–") or (
            token.form.lower() in ("that", "which", "who", "and", "but")
            and token.upos in ("SCONJ", "PRON", "CCONJ")
            and not _joins_names(tree, m)
        ):
            break
        # a comma inside an apposition counts too: the farthest wins, while only a name stands between
        edge = token.form == "," or (token.form in '”"»' and m + 1 < verb)
        if edge and (found is None or _name_only(tree, m + 1, found)):
            found = m
    return found


def _opened(tree: Tree, end: int) -> int | None:
    """The comma that opens the relative clause which the comma at ``end`` closes: "Kowal, who leads it, said"."""
    for k in range(end - 1, max(-1, end - _LONGEST), -1):
        if tree.tokens[k].form in (",", ";", ":"):
            return k if tree.tokens[k].form == "," and tree.tokens[k + 1].xpos in ("WDT", "WP", "WP$") else None
    return None


def _joins_names(tree: Tree, m: int) -> bool:
    return (
        tree.tokens[m].form.lower() == "and"
        and m + 1 < len(tree.tokens)
        and tree.tokens[m + 1].upos in ("PROPN", "NOUN", "DET", "ADJ")
    )


_MARKS = frozenset({'"', "“", "”", "«", "»"})


def _name_only(tree: Tree, a: int, b: int) -> bool:
    words = tree.tokens[a:b]
    return (
        bool(words)
        and len(words) <= 9
        and words[0].upos in ("PROPN", "DET", "PRON", "NOUN", "ADJ")
        and words[0].xpos != "WDT"
        and any(w.upos in ("NOUN", "PROPN") for w in words)
        and not any(w.xpos in ("VBG", "VBN") for w in words)
        and sum(w.form in _MARKS for w in words) % 2 == 0  # `called it "rubbish", Kowal recalled`
    )


def _inverted(tree: Tree, verb: int) -> tuple[int, ...]:
    """The name after an inverted cue: up to a comma that no apposition bridges, a stop or a preposition of time."""
    out: list[int] = []
    tokens = tree.tokens
    for m in range(verb + 1, min(len(tokens), verb + _LONGEST)):
        token = tokens[m]
        if (
            (token.upos in ("PUNCT",) and token.form != "-" and token.xpos != "HYPH")
            or finite(tree, m)
            or token.xpos in ("VBG", "TO", "WP", "WDT")
        ):
            break
        if token.upos in ("ADP", "SCONJ") and token.lemma.lower() not in ("of", "for", "from") and out:
            break
        out.append(m)
    while out and tokens[out[-1]].upos in ("ADP", "ADV", "DET", "CCONJ"):
        out.pop()
    return tuple(out) if any(tokens[m].upos in ("NOUN", "PROPN", "PRON") for m in out) else ()


def _tail(tree: Tree, last: int) -> int | None:
    """Where the cue's own clause ends; None when a clause follows the cue, which is then what is said."""
    tokens = tree.tokens
    for m in range(last + 1, len(tokens)):
        token = tokens[m]
        if token.form in (",", ";", ":", ".", "!", "?", "—", "–", "(") or token.form in '“"«':
            return m
        if finite(tree, m) or (token.form.lower() == "that" and token.upos in ("SCONJ", "PRON")):
            return None
    return len(tokens)


def _start(tree: Tree, comma: int) -> int:
    """Where the clause before the cue begins: after a semicolon or at the sentence's first word."""
    tokens = tree.tokens
    for m in range(comma - 1, -1, -1):
        if tokens[m].form == ";" or (tokens[m].form == ":" and not (m and tokens[m - 1].form[:1].isdigit())):
            return m + 1
    start = 0
    while start < comma and tokens[start].upos == "PUNCT":
        start += 1
    return start


def trimmed(tree: Tree, run: tuple[int, ...]) -> tuple[int, ...]:
    """A run of words without punctuation at its edges."""
    kept = list(run)
    while kept and tree.tokens[kept[-1]].upos == "PUNCT":
        kept.pop()
    while kept and tree.tokens[kept[0]].upos == "PUNCT":
        kept.pop(0)
    return tuple(kept)


def preposed(tree: Tree, last: int) -> tuple[int, ...] | None:
    """As in "The ministry told reporters that talks had failed": the words after "that", or a clause that plainly
    begins at once.
    """
    tokens = tree.tokens
    n = len(tokens)
    begin = None
    for m in range(last + 1, min(n, last + 12)):
        token = tokens[m]
        if token.form.lower() == "that" and token.upos in ("SCONJ", "PRON", "DET") and m + 1 < n:
            begin = m + 1
            break
        if token.form in (".", ";", "?", "!") or finite(tree, m):
            break
    if begin is None:
        first = last + 1
        if first >= n or not (
            tokens[first].form.lower() in _OPENERS
            or tokens[first].upos in ("PROPN", "NOUN", "DET", "PRON", "NUM", "ADJ")
        ):
            return None
        if not any(finite(tree, m) for m in range(first + 1, min(n, first + 12))):
            return None
        begin = first
    end = begin
    seen = False
    while end < n:
        form = tokens[end].form
        if form in (";",) or (form in ".!?" and end + 1 >= n):
            break
        if (
            seen
            and form == ","
            and end + 1 < n
            and (tokens[end + 1].xpos == "VBG" or tokens[end + 1].form.lower() in ("but", "while", "whereas"))
        ):
            break
        seen = seen or finite(tree, end)
        end += 1
    if not seen:
        return None
    return trimmed(tree, tuple(range(begin, end)))


def stop(tree: Tree, begin: int, *, commas: bool = False) -> int:
    """Where a content that begins at ``begin`` ends: at a semicolon, a stop, or where the sentence goes on with
    another deed.
    """
    tokens = tree.tokens
    n = len(tokens)
    for m in range(begin, n):
        form = tokens[m].form
        if form == ";" or (form in (".", "!", "?", ":") and m + 1 >= n):
            return m
        if form == "," and (
            commas
            or (
                m + 1 < n
                and (
                    tokens[m + 1].xpos == "VBG"
                    or tokens[m + 1].form.lower() in ("but", "while", "whereas", "which", "although", "though")
                )
            )
        ):
            return m
        if tokens[m].upos == "CCONJ" and m > begin and _new_deed(tree, m + 1):
            return m
    return n


def _new_deed(tree: Tree, m: int) -> bool:
    """After "and" or "but": a finite verb at once (an adverb may stand between), as in "and called for calm"."""
    tokens = tree.tokens
    while m < len(tokens) and tokens[m].upos == "ADV":
        m += 1
    return m < len(tokens) and tokens[m].xpos in ("VBD", "VBZ") and tokens[m].upos in ("VERB", "AUX")


def _to_verb(tree: Tree, begin: int, reach: int) -> int | None:
    """The first "to" with a bare verb within reach, no finite verb or stop before it."""
    tokens = tree.tokens
    for m in range(begin, min(len(tokens) - 1, begin + reach)):
        if tokens[m].form.lower() == "not" and m + 2 < len(tokens) and tokens[m + 1].form.lower() == "to":
            return m
        if tokens[m].form.lower() == "to" and (
            tokens[m + 1].xpos == "VB"
            or (tokens[m + 1].form in "“\"‘'" and m + 2 < len(tokens) and tokens[m + 2].xpos == "VB")
        ):
            return m
        if finite(tree, m) or tokens[m].form in (";", ".", ":"):
            return None
    return None


class Chain(Struct, frozen=True):
    """A content found by word order: its tokens, the cue's last word, and the words between that name a person."""

    content: tuple[int, ...]
    last: int
    person: tuple[int, ...] = ()


def by_order(tree: Tree, last: int, frame: str) -> Chain | None:
    """The content of ``frame`` right after a cue that ends at ``last``, by word order alone."""
    tokens = tree.tokens
    kind, _, prep = frame.partition(":")
    begin = last + 1
    if begin >= len(tokens):
        return None
    if kind == "to":
        at = _to_verb(tree, begin, 5)
        return _chain(tree, at, last) if at is not None and not _names(tree, begin, at) else None
    if kind == "obj-to":
        at = _to_verb(tree, begin + 1, 14)
        return _chain(tree, at, last, tuple(range(begin, at))) if at is not None and _names(tree, begin, at) else None
    if kind in ("p", "p-to") and tokens[begin].form.lower() == prep:
        if kind == "p-to":
            at = _to_verb(tree, begin + 2, 14)
            return _chain(tree, at, begin, tuple(range(begin + 1, at))) if at is not None else None
        return _chain(tree, begin + 1, begin, noun=True)
    if kind == "obj-p":
        m = begin + 1
        while m < min(len(tokens) - 1, begin + 30):
            aside = _aside(tree, m)
            if aside is None and (finite(tree, m) or tokens[m].form in (";", ":", ".")):
                return None
            if tokens[m].form.lower() == prep and tokens[m + 1].xpos not in ("WDT", "WP", "WP$"):
                return _chain(tree, m + 1, last, tuple(range(begin, m)), noun=True)
            m = m + 1 if aside is None else aside + 1
        return None
    if kind in ("obj", "ing"):
        first = tokens[begin]
        if kind == "ing":
            return _chain(tree, begin, last, noun=True) if first.xpos == "VBG" else None
        if first.upos in ("DET", "NOUN", "PROPN", "ADJ", "NUM") or first.xpos in ("PRP$", "DT") or first.form in '“"‘':
            return _chain(tree, begin, last, noun=True)
    return None


def _aside(tree: Tree, m: int) -> int | None:
    """The comma that ends a relative clause which the comma at ``m`` begins, or None: "..., which denies it, ..."."""
    tokens = tree.tokens
    if tokens[m].form != ",":
        return None
    end = next((k for k in range(m + 1, min(len(tokens), m + 20)) if tokens[k].form in (",", ";", ":")), None)
    if end is None or tokens[end].form != ",":
        return None
    return end if any(tokens[k].xpos in ("WDT", "WP", "WP$") for k in range(m + 1, end)) else None


def _names(tree: Tree, a: int, b: int) -> bool:
    return any(
        tree.tokens[m].upos in ("NOUN", "PROPN", "PRON") and tree.tokens[m].lemma.lower() not in _DAYS
        for m in range(a, b)
    )


_DAYS = DAYS | {"tomorrow", "week", "month", "year", "night"}


def _chain(tree: Tree, begin: int, last: int, person: tuple[int, ...] = (), *, noun: bool = False) -> Chain | None:
    end = stop(tree, begin, commas=noun)
    if noun:
        # a time or place hung on at the end is the cue's: "condemned the attack on Monday"
        for m in range(end - 1, begin, -1):
            if tree.tokens[m].lemma.lower() in _DAYS and tree.tokens[m - 1].form.lower() in (
                "on",
                "last",
                "this",
                "late",
                "early",
            ):
                if m == end - 1:
                    end = m - 1
                break
    run = trimmed(tree, tuple(range(begin, end)))
    return Chain(run, last, person) if run else None
