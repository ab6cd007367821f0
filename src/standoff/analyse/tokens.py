"""Words with exact offsets, by the conventions of UD English (EWT and GUM).

Contractions and possessives split ("do|n't", "Russia|'s"), hyphenated compounds split into three ("build|-|up") unless
they begin with a bound prefix ("non-aligned", "pro-Russian"), amounts split from their unit ("40|km", "$|5"),
abbreviations keep their stop. Every character that is not white space belongs to exactly one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from standoff.model import Span

#: Prefixes that stay one word with what follows, counted in EWT and GUM.
BOUND_PREFIXES = frozenset(
    "anti arch co counter cross e ex inter intra mid mini multi neo non pan post pre pro proto quasi re "
    "semi socio sub super un".split()
)
#: Abbreviations that keep a stop which does not end a sentence.
TITLES = frozenset(
    "mr mrs ms dr prof gen col lt maj capt cmdr sgt adm brig sen rep gov pres rev hon st ft mt messrs "
    "mme amb sec supt insp det "
    "cpl pvt fr vs viz cf".split()
)
#: Abbreviations that keep a stop and may end a sentence.
SHORT = frozenset(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun no nos "
    "inc corp co ltd jr sr etc al "
    "dept univ assn bros ave blvd rd est approx vol pp ed eds fig a.m p.m e.g i.e u.s u.k u.n d.c ph.d "
    "b.c a.d ala ariz calif colo "
    "conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt "
    "wash wis wyo".split()
)
_WORD_ALIKE = frozenset(
    "no mar sun sat fri wed co la pa ill mass miss ind ore ed del wash fig mo est va rev rep det fr".split()
)

#: Longer stretches are not remembered: they could be of any length.
_ORDINARY = 32
_CHUNK = re.compile(r"\S+")
_WHOLE = re.compile(
    r"""(?:https?://|www\.)\S+?(?=[.,;:!?)\]}>"'”’]*$)      # addresses
      | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+                    # e-mail
      | @\w+ | \#[^\W\d]\w*                                   # handles and tags
      | \w[\w-]{0,62}(?:\.[\w-]{1,63}){0,5}\.(?:com|org|net|gov|edu|mil|info|html?|pdf|docx?|xlsx?|csv|txt|jpe?g|png)\b
      | [^\W_]+(?:_[^\W_]+)+ | Ph\.D\.                        # file_name
      | [:;]-?[()](?!\w)                                     # smileys
      | (?:[A-Za-z]\.){2,}(?![A-Za-z])                       # U.S., a.m.
      | [A-Z]\.(?=[A-Z])                                     # J.R.R.
      | \d{1,4}(?:/\d{1,4}){1,2}(?![\d/])                    # 9/11, 11/28/2000
      | \d{1,2}[:.]\d{2}(?::\d{2})?(?=\D|$)                  # 7:30
      | \d+(?:[.,]\d+)*(?:st|nd|rd|th|s)\b                   # 20th, 1990s
      | \d{3,4}-\d{2,4}-\d{3,4}\b                            # telephone numbers
      | \d+(?:[.,]\d+)*                                      # 20,000
      | [A-Z][A-Za-z]?\d+[A-Z]?\b | [A-Z]{1,3}&[A-Z]{1,2}\b  # T72, AT&T
      | \.{2,}|…|-{2,}|[!?]{2,}|[*_=~]{2,}|<<|>>|''|``
      | (?:[^\W\d_]|[\u0300-\u036f])+(?:['’`](?:[^\W\d_]|[\u0300-\u036f])+)*          # words, with inner apostrophes
      | .""",
    re.VERBOSE,
)
_NT = re.compile(r"(.+?)(n['’`]t)$", re.IGNORECASE)
_CLITIC = re.compile(r"(.+?)(['’`](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
#: Words written as one, and where the second begins; the last rows are how people write in a hurry.
_FUSED = (
    {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3}
    | {f"{verb}nt": len(verb) for verb in "do did does is was are were have has had would could should ca".split()}
    | {"thats": 4, "ive": 1}
)
_KEEP_APOSTROPHE = re.compile(r"(?:o|d|l|al|ba|sha|shi|qu|ma|nu|sa|ka|ra)['’`]", re.IGNORECASE)


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words of ``text[start:end]``, in order, with offsets into ``text``."""
    out: list[Span] = []
    for chunk in _CHUNK.finditer(text, start, len(text) if end is None else end):
        at, form = chunk.start(), chunk.group()
        found = _known(form) if len(form) <= _ORDINARY else _split(form)
        out.extend(Span(at + a, at + b) for a, b in found)
    return out


@lru_cache(maxsize=50_000)
def _known(text: str) -> tuple[tuple[int, int], ...]:
    """What :func:`_split` says of ordinary stretches, remembered: most of a report's have been seen before."""
    return _split(text)


def _split(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of one stretch without white space begin and end."""
    pieces: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        found = _WHOLE.match(text, at)
        stop = found.end() if found else at + 1
        pieces.append((at, stop))
        at = stop
    merged: list[tuple[int, int]] = []
    i = 0
    while i < len(pieces):
        a, b = pieces[i]
        word = text[a:b]
        if i + 1 < len(pieces) and text[b] == "." and word.isalpha() and _keeps_stop(word, last=i + 2 >= len(pieces)):
            b = pieces[i + 1][1]
            i += 1
        elif word.lower() in BOUND_PREFIXES and i + 2 < len(pieces) and text[b] == "-" and text[b + 1].isalpha():
            b = pieces[i + 2][1]
            i += 2
        merged.append((a, b))
        i += 1
    return tuple(word for a, b in merged for word in _clitics(text, a, b))


def _keeps_stop(word: str, *, last: bool) -> bool:
    low = word.lower()
    if len(word) == 1:
        return word.isupper() and word != "I"
    if low in TITLES:
        return word[0].isupper() or low in {"vs", "viz", "cf"}
    if low in SHORT:
        return (word[0].isupper() or low in {"etc", "al", "approx", "pp"}) and not (
            last and low in _WORD_ALIKE and word.isupper()
        )
    return False


def _clitics(text: str, a: int, b: int) -> Iterator[tuple[int, int]]:
    word = text[a:b]
    if len(word) > 2:
        cut = _FUSED.get(word.lower())
        if cut is None:
            found = _NT.match(word) or _CLITIC.match(word)
            if found and not (
                _KEEP_APOSTROPHE.fullmatch(word[: found.start(2) + 1]) and not word.lower().endswith(("'s", "’s"))
            ):
                cut = found.start(2)
        if cut:
            yield from _clitics(text, a, a + cut)
            yield a + cut, b
            return
    yield a, b
