"""The forms that dates and times take in English reports, and the unanchored TIMEX3 value of each.

A form is a pattern and a function from its match to a :class:`Reading`. ``rule`` says in words how a date anchors the
value; :mod:`standoff.resolve.times` carries it out. The rules:

=================  ==================================================================================================
``absolute``       the value is complete: ``2014-04-10``, ``2014-04``, ``2014``, ``199``, ``1999-Q3``, ``2014-SU``
``day``            month and day without a year: ``XXXX-04-10``
``month``          a month, season or quarter without a year: ``XXXX-04``, ``XXXX-SU``, ``XXXX-Q3``
``weekday``        ``XXXX-WXX-4``, with a part of the day: ``XXXX-WXX-4TMO``
``offset U±n``     n days (D), weeks (W), months (M), years (Y), weekends (E), quarters (Q), decades (X) off
``ago Un``         n units back, to the day: "two weeks ago"
``back Un``        the n units up to the report's date: "in the past three days", ``in recent weeks``
``ahead Un``       the n units from it on: "in the coming days"
``earlier Un``     n units before (``later Un``: after) the time spoken of: "two days earlier", "the next morning"
``quarter W``      the quarter spoken of (``same``), that of the year before (``year-ago``), the one in year W
``nth W``          a day of the month spoken of, ``XXXX-XX-15``; with W of ``last``, ``this``, ``next`` month
``awaited Un``     "will leave in two weeks": that day; ``within Un``: the days up to it
``feast F``        a feast that moves: ``easter+1``, ``11-4-4`` (month, weekday, which; 0: the last)
``duration`` ``set`` ``ref``  lengths, repetitions and ``PAST_REF`` ...: no day of their own
``clock``          a time of day: ``T17:00``
=================  ==================================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from re import Match
from typing import NamedTuple

from standoff.annotate import times_readings as said
from standoff.annotate.numbers_core import ONES, TENS
from standoff.annotate.times_readings import Reading

#: In any case of letters but "may" and "march", which are words as well.
_MONTH = (
    r"(?P<month>(?i:January|February|April|June|July|August|September|October|November|December)|March|May|MARCH|"
    r"(?:(?i:Jan|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|Mar)\b\.?)"
)
_ORDINAL = (
    r"(?P<ordinal>(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|"
    r"eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?))"
_WEEKDAY_ABBR = r"(?i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)"
_PART = r"(?P<part>morning|afternoon|evening|night|midday|noon|dawn|dusk)"
_UNIT = r"(?P<unit>second|minute|hour|hr|min|sec|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie))s?"
_WORDNUM = "|".join([*ONES, *TENS])
_TENS = "|".join(TENS)
_UNITS_WORD = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_NTH = r"first|second|third|fourth|[1-4](?:st|nd|rd|th)"
_COUNT = (
    rf"(?P<n>(?:\d+|{_WORDNUM}) and a half|\d+(?:\.\d+| \d/\d)?|an?|"
    rf"(?:(?:{'|'.join(TENS)})[- ])?(?:{_WORDNUM})|(?:a )?couple(?: of)?|several|"
    rf"(?:a|(?:{_WORDNUM})) (?:hundred|thousand)|(?:a )?few|"
    r"half an?|half(?=[- ])|another|many|a dozen|dozens of)"
)
_SPAN_WORD = r"(?:last|past|previous|next|coming|upcoming|following|recent)"


class Form(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    read: Callable[[Match[str]], Reading | None]


@cache
def forms() -> tuple[Form, ...]:
    """Every form. Where two match at one place the longer wins, then the earlier in this list."""
    c, i = re.compile, re.IGNORECASE
    on = rf"(?:{_WEEKDAY_ABBR},? (?:the )?)?"
    early = r"(?:(?:early|late|mid)(?:[- ]in)?[- ]|the (?:beginning|start|end|middle) of )?"
    deictics = "|".join(sorted(map(re.escape, said.DEICTIC), key=lambda w: (-len(w), w)))
    holidays = "|".join(
        sorted((re.escape(n).replace("'", "['’]") for n in said.holidays()), key=lambda n: (-len(n), n))
    )
    return (
        Form("iso", c(rf"\b{_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"), said.iso),
        Form("iso", c(rf"(?<![\d./-]){_YEAR}(?P<sep>[./])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?![\d./-]\d|\d)"), said.iso),
        Form("date", c(rf"(?<![\d./-]){_DAY}(?P<sep>[-/]){_MONTH}(?P=sep){_YEAR}\b"), said.full),
        Form("slashed", c(r"(?<![\d/.])(?P<a>\d\d?)(?P<sep>[/.])(?P<b>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d|"
                          r"\d\d)(?![\d/.]\d|\d)"), said.slashed),
        Form("range", c(rf"\b{_MONTH} {_DAY}(?: ?[-–] ?| to | and )(?P<until>3[01]|[12]\d|0?[1-9])(?!\d)(?:,? "
                        rf"{_YEAR})?"), said.days_between),
        Form("range", c(rf"(?<![\d,.]){_DAY}(?: ?[-–] ?| to | and )(?P<until>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)? "
                        rf"(?:of )?{_MONTH}(?:,? {_YEAR})?\b"), said.days_between),
        Form("date", c(rf"\b(?:(?:last|next|this|this past|this coming) )?{on}{_MONTH} (?:the )?{_DAY}(?!\d|:\d|,\d)"
                       rf"(?:(?:,| ,| of|) {_YEAR}\b)?(?: {_PART}\b)?"), said.full),
        Form("date", c(rf"\b{on}(?:{_MONTH} (?:the )?{_ORDINAL}(?![-\w])(?:,? {_YEAR}\b)?)"), said.full),
        Form("date", c(rf"\b{on}(?:the )?{_ORDINAL} (?:day )?of {_MONTH}(?![a-z])(?:,? {_YEAR}\b)?"), said.full),
        Form("nth", c(rf"(?:(?<=\bon )|(?<=\bOn )|(?<=\bby )|(?<=\buntil )|(?<=\bsince )|(?<=\bfrom )|(?<=\bfor ))"
                      rf"the {_DAY}(?<=st|nd|rd|th)(?![-\w])"), said.day_of_month),
        Form("nth", c(rf"\b{_WEEKDAY},? (?:the )?{_DAY}(?<=st|nd|rd|th)(?![-\w]| of\b)"), said.day_of_month),
        Form("nth", c(rf"\b(?:the )?{_DAY}(?<=st|nd|rd|th) (?:day )?of (?P<which>this|last|next|the) month\b"),
             said.day_of_month),
        Form("date", c(rf"(?<![\d,.$€£]){on}{_DAY}\.? (?:of )?{_MONTH}(?![a-z])(?:(?:,| of)? {_YEAR}\b)?"), said.full),
        Form("month", c(rf"\b{early}{_MONTH}(?:,| of)? {_YEAR}\b"), said.full),
        Form("month", c(rf"\b(?:(?:early|late|earlier|later) )?(?P<which>last|next|this) {_MONTH}(?![a-z])"),
             said.month_named),
        Form("month", c(rf"\b{early}(?P<month>January|February|April|June|July|August|September|October|November|"
                        rf"December)\b(?! [A-Z]\w+ (?:said|told))"), said.full),
        Form("month", c(rf"(?:(?<=[Ii]n )|(?<=since )|(?<=until )|(?<=Since )|(?<=of )|(?<=by )|(?<=from )|"
                        rf"(?<=early )|(?<=late )|(?<=mid-)|(?<=to )|(?<=and )){_MONTH}(?![a-z])"
                        r"(?= |[,.;)]|$)"), said.full),
        Form("season", c(rf"\b{early}(?P<season>spring|summer|autumn|fall|winter)(?: of|,)? {_YEAR}\b", i),
             said.season),
        Form("quarter", c(rf"\b(?:the )?(?:(?P<which>last|this|next) year['’]s )?(?:fiscal[- ]|(?P<ago>year-ago |"
                          rf"year-earlier ))?(?P<nth>{_NTH})[- ](?:fiscal |financial )?quarters?\b(?: (?:of )?(?:"
                          rf"{_YEAR}\b|(?P<of>last|this|next) year))?", i), said.quarter),
        Form("quarter", c(rf"\bthe {_YEAR} (?:(?P<nth>{_NTH})[- ])?(?:quarter|period)\b", i), said.quarter_of),
        Form("quarter", c(r"\b[Tt]he (?:latest |(?P<ago>(?:comparable |same )?(?:year-ago|year-earlier) ))"
                          r"(?:quarter|period)\b(?!-)|\b[Tt]he quarter\b(?!-| of)"), said.same_quarter),
        Form("season", c(r"\bthe (?:(?:early|late) )?(?P<season>spring|summer|autumn|winter)\b(?! (?:of|games|palace|"
                         r"offensive|olympics|house))", i), said.season),
        Form("set", c(rf"\b(?:[Ee]ach|[Ee]very) (?:{_MONTH}(?: {_DAY})?|{_WEEKDAY})(?![a-z])(?: {_PART})?"),
             said.every),
        Form("duration", c(r"\bthe (?:fiscal |financial )?year(?= (?:ended|ending|to) )", i),
             lambda _: Reading("P1Y", "duration")),
        Form("fiscal", c(r"\bthe (?:current |running )?(?:fiscal|financial) (?P<unit>year)\b(?! (?:ended|ending|"
                         r"to))", i), said.running),
        Form("ago", c(r"\bthat (?:same )?(?P<unit>day|week|month|year)\b", i), said.same_unit),
        Form("quarter", c(rf"\b[Qq](?P<q>[1-4])(?:(?:,? |-|/)(?:of )?(?:{_YEAR}|(?P<of>last|this|next) year))?\b"),
             said.short_part),
        Form("quarter", c(rf"\b{_YEAR}[ -]?[Qq](?P<q>[1-4])\b"), said.short_part),
        Form("half", c(rf"\b[Hh](?P<h>[12])(?:,? |-|/)(?:of )?{_YEAR}\b|\b(?P<y>(?:19|20)\d\d)[ -]?[Hh](?P<k>[12])\b"),
             said.short_half),
        Form("half", c(rf"\b(?:the )?(?P<nth>first|second|last|latter) half of {_YEAR}\b", i), said.half_year),
        Form("fiscal", c(rf"\b(?:fiscal|financial)(?: year)? {_YEAR}\b", i), lambda m: Reading(m["year"], "absolute")),
        Form("years", c(rf"(?<![\d,.$€£/-]){_YEAR} ?[-–/] ?(?P<until>(?:19|20)\d\d|\d\d)(?![\d,.-]\d|\d|%)"),
             said.years),
        Form("spelled", c(rf"\b(?:the year )?(?P<century>nineteen)[- ](?P<rest>hundred|(?:{_TEEN})|(?:{_TENS})(?:[- ]"
                          rf"(?:{_UNITS_WORD}))?)\b(?! (?:years|days|men|people))", i), said.spelled_year),
        Form("spelled", c(rf"\bthe year (?P<century>two thousand)(?:(?: and)? (?P<rest>{_UNITS_WORD}|{_TEEN}))?\b", i),
             said.spelled_year),
        Form("century", c(r"\b(?:the )?(?:(?:early|late|mid)[- ])?(?:(?P<nth>\d\d?)(?:st|nd|rd|th)|(?P<word>eighteenth|"
                          r"nineteenth|twentieth|twenty-first))[- ]century\b", i), said.century),
        Form("year", c(rf"(?<![\d.$€£/:#-])(?<!\d,){early}{_YEAR}(?!\d|[,.:]\d|[-/]\d|%| ?(?:km|kg|mm|percent|per "
                       rf"cent|miles?|metres?|meters?|tonnes|tons|troops|soldiers|people|men|women|dollars|euros|"
                       rf"feet|hours|employees|jobs|points|barrels|homes|houses)\b)(?![a-z])"),
             lambda m: Reading(m["year"], "absolute")),
        Form("decade", c(r"\b(?:the )?(?:(?:early|late|mid)[- ])?(?P<decade>1[5-9]\d|20\d)0['’]?s\b"),
             lambda m: Reading(m["decade"], "absolute")),
        Form("decade", c(r"\b(?:the )?(?:(?:early|late|mid)[- ])?['’](?P<decade>[2-9])0s\b|\b(?:the )(?:(?:early|"
                         r"late|mid)[- ])?(?P<named>twenties|thirties|forties|fifties|sixties|seventies|eighties|"
                         r"nineties)\b"), said.nineties),
        Form("weekday", c(rf"\b(?:(?:early|late|earlier|later) )?(?:(?:on )?(?P<which>last|next|this|this coming|"
                          rf"this past) )?{_WEEKDAY}(?![a-z])(?: (?:early |late )?{_PART}\b)?(?: "
                          rf"(?:of )?(?P<qualifier>this week|last week|next week))?"), said.weekday_in),
        Form("weekday", c(rf"\b(?P<qualifier>(?i:this|last|next) week),? (?:on )?{_WEEKDAY}(?![a-z])"),
             said.weekday_in),
        Form("deictic", c(rf"\b(?:(?:early|earlier|late|later) )?(?P<phrase>{deictics})\b(?!['’]s? the)", i),
             said.deictic),
        Form("deictic", c(r"\b(?:earlier|later|early|late) in the (?P<unit>day|week|month|year)\b", i), said.running),
        Form("deictic", c(r"(?:(?<=\bfor )|(?<=\bof )|(?<=\bin ))the (?:full |whole |rest of the )?(?P<unit>year)\b"
                          r"(?!-| (?:ended|ending|that|before|after|of|in|when|to|\d))", i), said.running),
        Form("named", c(r"\b(?:(?:the )?(?:early|late|earlier|later|beginning|start|end|middle)(?: of| in)? |"
                        r"mid-?)?(?:the )?(?P<which>last|past|previous|next|coming|upcoming|this|current|same|"
                        r"following) (?P<unit>week|month|year|weekend|quarter|decade|century|spring|summer|autumn|fall|"
                        r"winter|day)\b(?!-)", i), said.named_unit),
        Form("month", c(rf"\b{_MONTH} (?:of )?(?P<which>last|next|this) year\b"), said.month_of),
        Form("ago", c(rf"\b(?:(?:about|around|some|nearly|almost|more than|over|at least|just) )?{_COUNT} {_UNIT} "
                      rf"(?:(?:or (?:so|two|more) )?(?:ago|back))\b", i), said.ago),
        Form("ago", c(rf"\b(?:(?:about|around|some|nearly|almost|more than|over|at least|just) )?{_COUNT} {_UNIT} "
                      rf"(?:from (?:now|today)|hence)\b", i), said.from_now),
        Form("ago", c(rf"\b(?:(?:about|around|some|nearly|almost|more than|over|at least|just) )?{_COUNT}[- ]{_UNIT}"
                      rf"[- ](?P<way>earlier|before that|later|after that|afterwards?)\b", i), said.apart),
        Form("ago", c(r"\b(?:the )?(?:next|following) (?P<part>morning|afternoon|evening|night)\b", i),
             said.next_part),
        Form("stretch", c(rf"\b(?:the |these )?(?P<which>{_SPAN_WORD}) (?:(?P<n>\d+|(?:(?:{_TENS})[- ])?(?:{_WORDNUM})|"
                          rf"couple of|several|few|many) )?{_UNIT}(?<=s)\b", i), said.stretch),
        Form("duration", c(r"(?<=[Ff]or )(?P<unit>day|week|month|year|decade|hour|centurie)s\b"),
             lambda m: Reading(said.length(m["unit"], None), "duration")),
        Form("duration", c(rf"(?<![\w.,$€£-])(?:(?:nearly|almost|about|around) |the (?:first |latest )?(?!an? |few "
                           rf"|couple |many |half ))?"
                           rf"{_COUNT}(?:[- ](?:more |full |whole |straight |consecutive |long "
                           rf")?){_UNIT}\b(?![- ]olds?\b)(?!['’]s? of age)", i), said.duration),
        Form("duration", c(r"\b(?P<n>many|several)? ?(?P<unit>day|week|month|year|decade|hour)s\b(?=(?: of|-long| "
                           r"later| earlier| before| after)\b)", i),
             lambda m: Reading(said.length(m["unit"], None), "duration")),
        Form("duration", c(r"\b(?:the |a )?(?:full|whole|entire)[- ](?P<unit>day|night|week|month|year)\b(?!-)", i),
             lambda m: Reading(said.length(m["unit"], 1), "duration")),
        Form("set", c(rf"\bevery (?P<n>other) {_UNIT}\b", i), said.every_few),
        Form("set", c(rf"\b(?:every|each) {_COUNT} {_UNIT}\b", i), said.every_few),
        Form("set", c(r"\b(?:daily|nightly|weekly|monthly|annually|(?:each|every) (?:day|morning|afternoon|evening|"
                      r"night|week(?:end)?|month|quarter|year)|hourly)\b", i), said.repeated),
        Form("clock", c(r"(?<![\d:.,$€£])(?P<h>[01]?\d|2[0-4])(?:[:.](?P<min>[0-5]\d))? "
                        r"?(?P<half>[ap]\.?m\b\.?)(?: (?:GMT|UTC|EDT|EST|CET|local time))?", i), said.clock),
        Form("clock", c(r"(?<![\d:.,$€£])(?P<h>[01]?\d|2[0-4])[:.h]?(?P<min>[0-5]\d) ?(?:GMT|UTC|EDT|EST|CET|"
                        r"local time|hours|hrs)\b"), said.clock),
        Form("clock", c(r"(?<![\d:.,$€£-])(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?![\d:])"), said.clock),
        Form("clock", c(r"\b(?:noon|midnight)\b"),
             lambda m: Reading("T12:00" if m[0] == "noon" else "T24:00", "clock")),
        Form("holiday", c(rf"\b(?P<name>{holidays})\b(?: {_YEAR}\b)?", i), said.holiday),
    )  # fmt: skip


def candidates(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, Reading]]:
    """Every form that matches in ``text[start:end]``: start, end, name, reading. They may overlap."""
    for form in forms():
        for match in form.pattern.finditer(text, start, end):
            reading = form.read(match)
            if reading is not None:
                yield match.start(), match.end(), form.name, reading
