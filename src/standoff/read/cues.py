"""What the lines of scraped pages look like: patterns for agencies, credits, bylines, datelines, dates and page
furniture.

Every pattern is a plain alternation or bounded repetition: time stays linear in the length of a line.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from standoff.data import table


def rows(name: str) -> list[str]:
    """The lines of a list of ours, notes left out."""
    source = files("standoff.read").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in source.splitlines() if line.strip() and not line.startswith("#")]


def _furniture() -> dict[str, re.Pattern[str]]:
    """Name to pattern: the alternatives of ``furniture.tsv`` joined."""
    parts: dict[str, list[str]] = {}
    for row in rows("furniture.tsv"):
        name, _, pattern = row.partition("\t")
        parts.setdefault(name, []).append(pattern)
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in parts.items()}


_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
#: A day as news pages write it. Groups of three alternatives: (y, m, d), (month name, d, y), (d, month name, y), d/m/y.
DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)"
    rf"|(?P<mon>{_MONTH})\s{{1,3}}(?P<md>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{{1,3}}(?P<my>(?:19|20)\d\d))?(?![\d:])"
    rf"|(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?(?:\s(?:of\s)?"
    rf"|[-/])(?P<dmon>{_MONTH})(?:,?[\s/-]{{1,3}}(?P<dy>(?:19|20)\d\d))?(?![\d:])"
    rf"|(?P<n1>\d{{1,2}})[-/.](?P<n2>\d{{1,2}})[-/.](?P<ny>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\.?\b|\b\d{4}\s?(?:GMT|UTC|hrs)\b",
    re.IGNORECASE,
)
_DATE_NOISE = re.compile(
    rf"\b(?:last|first|originally|updated?|published?|posted|modified|created|filed|on|at|by|date|as of|of|the"
    rf"|GMT|UTC|[ECMP][SD]?T|BST|CES?T|IST|KST|JST|MSK|HKT|AEST|AEDT|EAT|WAT|SAST|local|time|noon|midnight"
    rf"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{_WEEKDAY}"
    r"|\d+ (?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago|an hour ago|yesterday|today|ago)\b\.?",
    re.IGNORECASE,
)
RELATIVE_DATE = re.compile(r"\b(?:\d+|an?) (?:min(?:ute)?|hour|hr|day|week|month|year)s? ago\b", re.IGNORECASE)


def _agencies() -> list[str]:
    """Agencies, photo agencies and desks, as they write themselves; not the names of their sites."""
    known = [row for row in table("agencies.csv") if row["kind"] == "agency" or row["signs"]]
    names = [(name, row["name"].lower()) for row in known for name in (row["name"], *row["also"].split("|"))]
    return [name for name, small in names if name[:1].isupper() or name == small] + rows("signs.txt")


#: Who signs pictures and reports, longest first; no word goes on behind them.
AGENCY = "(?:" + "|".join(map(re.escape, sorted(_agencies(), key=lambda name: (-len(name), name)))) + r")(?![\w-])"
_CAP = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}|(?:de|da|del|der|van|von|al|el|bin|la|le)\b)"
#: One to four capitalised words: a person's name as credits write it.
NAME = rf"[A-ZÀ-ÖØ-Þ][\w'’.-]{{0,24}}(?:\s{_CAP}){{0,3}}"
_JOIN = r"(?:\s?[/|—–]\s?|\s?,\s|\s-\s|\svia\s|\sfor\s|\sand\s)"
#: What may sign a picture: at least one agency, with names before or after it, joined as credits join them.
SIGN = rf"(?:(?:{NAME}{_JOIN}){{0,3}}{AGENCY}(?:{_JOIN}(?:{AGENCY}|{NAME})){{0,3}}(?:\s\((?:file|FILE|File)\))?)"
_PHOTO_WORD = (
    r"(?:Photo(?:graph)?s?|PHOTOS?|Picture|Pic|Image|IMAGE|Foto|Credit|CREDIT"
    r"|Photo [Cc]redit|Picture [Cc]redit|Image [Cc]redit|Image [Cc]opyright|Image [Ss]ource)"
)
_BY_WHOM = (
    rf"(?:{SIGN}|[\w'’.-]{{1,24}}(?:\s(?:{_CAP}|of|the|for|via|handout|ministry|office|agency"
    rf"|pool|service|author|stringer|our)){{0,5}}(?:\s?[/|—–]\s?{NAME})?(?:\s\((?:File|file|FILE)\))?)"
)
#: "Photo: X", "Photograph by X", "Credit: Courtesy": X reads as a name or a body, not as a sentence.
PHOTO_BY = (
    rf"(?:{_PHOTO_WORD}\s?(?::|\bby\b|©|courtesy of)\s?{_BY_WHOM}|{AGENCY}\s(?:[Pp]hoto"
    rf"|PHOTO)(?:\s?[:/]\s?|\sby\s){NAME}|Courtesy of {NAME}"
)
PHOTO_BY += (
    rf"|(?:Photo\s)?Credit\s{NAME}(?:(?:,|\sfor|\svia|\s?/"
    rf"|, via)\s?{_CAP}(?:\s{_CAP}){{0,4}}){{0,3}}|©\s?(?:\d{{4}}\s)?{NAME}(?:\s?/\s?{NAME})?)"
)
PICTURE_CREDIT = re.compile(
    rf"[(\[]?\s?(?:[—–-]\s?)?(?:{PHOTO_BY}|{SIGN}(?:\s{SIGN})?|[Pp]ool [Pp]hoto|HANDOUT"
    rf"|©\s?(?:\d{{4}}\s)?{SIGN})\s?[)\]]?\.?"
)
REPORT_CREDIT = re.compile(
    r"[(\[*_\s—–-]{0,4}(?:"
    r"(?:with )?(?:additional |further )?(?:reporting|writing|research|editing|compiled|translated"
    r"|edited)(?: and (?:reporting|writing|editing))? (?:by|from)\b"
    r"|with (?:additional |further )?(?:reporting|files|inputs?|information|material|contributions?"
    r"|agenc|wire|reports?)\b"
    r"|(?:with|from) (?:agencies|wires|wire (?:reports|services)|news services)\b"
    r"|(?:with|source:|via) (?:AFP|AP|Reuters|PTI|DPA|EPA|TASS|Xinhua|Yonhap|Interfax|ANI|IANS|EFE|agencies)\b"
    r"|(?:this|the) (?:report|story|article|post|dispatch) (?:was (?:compiled|prepared|produced)"
    r"|includes (?:reporting|material)|contains|first appeared|originally appeared)"
    r")",
    re.IGNORECASE,
)
CONTRIBUTED = re.compile(
    r"\b(?:contribut(?:ed|es) (?:reporting |research )?(?:to|from)|contributed(?: reporting)?[.)]"
    r"|helped (?:to )?report|reported from)\b[^.]{0,80}\.?\)?\s*$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:[—–|•-]\s?)?(?:by|from|words by|text by|written by|reported by|author:)\s{1,2}(?:our\b"
    r"|staff\b|the\b|[A-ZÀ-ÖØ-Þ])[^.!?;:]{0,90}$"
    r"|(?:our|staff|special|foreign|chief|senior|diplomatic|political|defence"
    r"|security) (?:own )?(?:correspondents?|staff|reporters?|writers?|bureau|desk)\b[^.!?]{0,50}$"
    r"|(?:correspondents?|reporters?|staff) (?:in|and agencies|reporter|writer|report)\b[^.!?]{0,50}$",
    re.IGNORECASE,
)
SIGNED = re.compile(rf"[-–—]\s?{NAME}(?:,\s{NAME})?$")

AGENCY_BYLINE = re.compile(
    rf"(?:{AGENCY}|{NAME})\s?\|\s?(?:Updated?|Published"
    rf"|Posted)?:?\s?(?:{DATE.pattern})[\d:,\sA-Z]{{0,20}}$|{AGENCY} (?:in|\|) {NAME}$"
)
FILE_PHOTO = re.compile(
    r"\((?:file|archive|undated|handout)(?: photo| picture| image| photograph)?\)\.?$", re.IGNORECASE
)
#: An outlet's tweet that links to a story: "... https://t.co/x — RT (@RT_com) September 13, 2017".
TWEETED_LINK = re.compile(
    rf"https?://t\.co/\w+\S*\s?[—–-]{{1,2}}\s?[^()@]{{1,50}}\(@\w{{1,20}}\)(?:\s(?:{_MONTH}\s\d"
    rf"|\d{{1,2}}\s{_MONTH}).{{0,20}})?$"
)

#: Lines that are furniture wherever they stand: calls to sign up, paywalls, adverts, consent, rights.
FURNITURE_LINE = re.compile("|".join(rows("furniture_lines.txt")), re.IGNORECASE)
#: A line that names another story behind a label.
TEASER_LINE = re.compile(
    r"\W{0,3}(?:read (?:more|next|also)|related|also read|see also|you may also like|also on our site|must.read"
    r"|recommended|in pictures|don'?t miss|see our explainer|most read|also in [\w ]{1,20})\s?[:–—]\s?[^|]{3,150}$",
    re.IGNORECASE,
)
#: An outlet addresses its readers about itself: what it lives on, what it asks of them.
_GREETING = re.compile(
    r"\W*(?:dear (?:[\w.]{1,20} ){0,4}(?:reader|visitor|user|subscriber|supporter)s?\b"
    r"|thank(?:s| you) for (?:reading|visiting|subscribing)\b)",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"\b(?:ad[ -]?block\w{0,5}|software that blocks|(?:pop-?up|banner) ads?|advertis(?:ing|ements?|ers?)"
    r"|subscri(?:be|bers?|bing|ptions?)|newsletters?|paywall|whitelist\w{0,3}"
    r"|(?:free|premium|unlimited) (?:articles?|stories|access)"
    r"|(?:good|great|quality|independent|trusted|honest|fearless|world[ -]class|public[ -]interest|our) (?:journalism"
    r"|reporting)|registration is free|(?:loyal|regular|frequent) (?:reader|visitor)|readers like you)\b",
    re.IGNORECASE,
)
#: Not "our newsroom", "our reporters": what they saw or could not verify is part of the report.
_OURS = re.compile(
    r"\bour (?:own )?(?:readers?|visitors|subscribers|supporters|advertisers|journalism)\b"
    r"|\b(?:support|fund|pay for) our\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_QUOTE_MARK = re.compile('["“”„«»]')


def is_appeal(line: str, *, last: bool) -> bool:
    """Whether an outlet speaks here to its readers of advertising, subscription or its own journalism.

    Words in quotation marks are somebody's in the story, so a line with any is none. Below the story (``last``) it is
    enough that the outlet speaks of itself; elsewhere it must say "you".
    """
    opening = line[:800]
    if _QUOTE_MARK.search(opening):
        return False
    if _GREETING.match(opening):
        return True
    if _YOU.search(opening) and _OUTLET.search(opening):
        return True
    return last and _OURS.search(opening) is not None


#: Headings of blocks that point to other stories.
TEASER_HEAD = re.compile(
    r"\W*(?:related(?: (?:articles|stories|links|content|coverage|items|news|topics))?|you (?:may"
    r"|might) also (?:like|be interested in)|(?:also )?read (?:more|also|next)|see also"
    r"|recommended(?: for you| stories)?|trending(?: now| news)?|don'?t miss|up next|what to read next)\W*$",
    re.IGNORECASE,
)

#: Page furniture, by what it is for. Each is one feature of a line; none decides alone.
FURNITURE: dict[str, re.Pattern[str]] = _furniture()


@cache
def places() -> frozenset[str]:
    """Names that open datelines, casefolded: countries, capitals and large cities (see ``data/SOURCES.md``)."""
    return frozenset(rows("dateline_places.txt"))


def is_place(words: str) -> bool:
    """Whether ``words`` ("TURNBERRY/GLASGOW, Scotland", "Addis Ababa") begins with a known dateline place."""
    first = re.split(r"[,/(]", words.casefold(), maxsplit=1)[0].strip(" .")
    return first in places() or words.casefold().strip(" .,") in places()


def is_date_only(line: str) -> bool:
    """Whether the line says a date (or how long ago) and, apart from clock times and date words, nothing else."""
    if len(line) > 120 or not (DATE.search(line) or RELATIVE_DATE.search(line)):
        return False
    rest = _DATE_NOISE.sub(" ", _CLOCK.sub(" ", DATE.sub(" ", RELATIVE_DATE.sub(" ", line))))
    return not re.search(r"[^\W\d_]{2,}", rest)
