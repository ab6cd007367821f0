"""Plain sentences from frames: what the brief says of a statement or an event, in words an editor would keep.

Past tense and "would", "might", "did not" need no agreement with a subject whose number nobody knows.
"""

from __future__ import annotations

import re
from functools import cache

from standoff.data import table
from standoff.dossier import Reading
from standoff.model import Act, Event, Mention, Quantity, Span, Statement, Status
from standoff.present import names
from standoff.present.contract import number

#: (type, mode): base form, past tense, what follows without a recipient, what follows with one
_DEEDS: dict[tuple[str, str | None], tuple[str, str, str, str]] = {
    ("AGREE", None): ("reach", "reached", "an agreement", "an agreement with {whom}"),
    ("CONSULT", None): ("hold", "held", "talks", "talks with {whom}"),
    ("CONSULT", "visit"): ("pay", "paid", "a visit", "a visit to {whom}"),
    ("CONSULT", "third-party"): ("mediate", "mediated", "", "with {whom}"),
    ("CONSULT", "multilateral"): ("hold", "held", "talks of several parties", "talks of several parties with {whom}"),
    ("CONSULT", "phone"): ("speak", "spoke", "by telephone", "by telephone with {whom}"),
    ("SUPPORT", None): ("show", "showed", "support", "support for {whom}"),
    ("CONCEDE", None): ("make", "made", "a concession", "a concession to {whom}"),
    ("COOPERATE", None): ("cooperate", "cooperated", "", "with {whom}"),
    ("AID", None): ("give", "gave", "aid", "aid to {whom}"),
    ("RETREAT", None): ("pull", "pulled", "back", "back in favour of {whom}"),
    ("RETREAT", "withdraw"): ("pull", "pulled", "back forces", "back forces in favour of {whom}"),
    ("RETREAT", "release"): ("release", "released", "captives", "captives to {whom}"),
    ("RETREAT", "disarm"): ("give", "gave", "up weapons", "up weapons in favour of {whom}"),
    ("RETREAT", "ceasefire"): ("hold", "held", "fire", "fire towards {whom}"),
    ("RETREAT", "access"): ("grant", "granted", "access", "access to {whom}"),
    ("RETREAT", "resign"): ("leave", "left", "office", "office in favour of {whom}"),
    ("REQUEST", None): ("make", "made", "a demand", "a demand on {whom}"),
    ("REQUEST", "assist"): ("ask", "asked", "for help", "{whom} for help"),
    ("REQUEST", "change"): ("demand", "demanded", "change", "change of {whom}"),
    ("REQUEST", "yield"): ("demand", "demanded", "a concession", "that {whom} give way"),
    ("REQUEST", "meet"): ("ask", "asked", "for talks", "{whom} for talks"),
    ("ACCUSE", None): ("make", "made", "an accusation", "an accusation against {whom}"),
    ("ACCUSE", "disapprove"): ("voice", "voiced", "disapproval", "disapproval of {whom}"),
    ("ACCUSE", "investigate"): ("open", "opened", "an investigation", "an investigation of {whom}"),
    ("REJECT", None): ("refuse", "refused", "what was asked", "{whom}"),
    ("REJECT", "assist"): ("refuse", "refused", "help", "help to {whom}"),
    ("REJECT", "meet"): ("refuse", "refused", "talks", "talks with {whom}"),
    ("THREATEN", None): ("make", "made", "a threat", "a threat against {whom}"),
    ("PROTEST", None): ("protest", "protested", "", "against {whom}"),
    ("PROTEST", "riot"): ("riot", "rioted", "", "against {whom}"),
    ("PROTEST", "strike"): ("go", "went", "on strike", "on strike against {whom}"),
    ("PROTEST", "hunger"): ("go", "went", "on hunger strike", "on hunger strike against {whom}"),
    ("PROTEST", "boycott"): ("stage", "staged", "a boycott", "a boycott of {whom}"),
    ("PROTEST", "obstruct"): ("block", "blocked", "a way or a place", "{whom}"),
    ("PROTEST", "vandalize"): ("damage", "damaged", "property", "property of {whom}"),
    ("SANCTION", None): ("impose", "imposed", "penalties", "penalties on {whom}"),
    ("SANCTION", "convict"): ("convict", "convicted", "", "{whom}"),
    ("SANCTION", "expel"): ("expel", "expelled", "officials", "officials of {whom}"),
    ("SANCTION", "withdraw"): ("recall", "recalled", "representatives", "representatives from {whom}"),
    ("SANCTION", "discontinue"): ("break", "broke", "off dealings", "off dealings with {whom}"),
    ("MOBILIZE", None): ("mobilize", "mobilized", "", "against {whom}"),
    ("MOBILIZE", "troops"): ("deploy", "deployed", "troops", "troops against {whom}"),
    ("MOBILIZE", "weapons"): ("deploy", "deployed", "or tested weapons", "or tested weapons against {whom}"),
    ("MOBILIZE", "police"): ("deploy", "deployed", "police", "police against {whom}"),
    ("MOBILIZE", "militia"): ("mobilize", "mobilized", "militias", "militias against {whom}"),
    ("COERCE", None): ("use", "used", "coercion", "coercion against {whom}"),
    ("COERCE", "seize"): ("seize", "seized", "ground or property", "ground or property of {whom}"),
    ("COERCE", "restrict"): ("impose", "imposed", "restrictions", "restrictions on {whom}"),
    ("COERCE", "censor"): ("censor", "censored", "", "{whom}"),
    ("COERCE", "curfew"): ("impose", "imposed", "a curfew", "a curfew on {whom}"),
    ("COERCE", "martial-law"): ("declare", "declared", "martial law", "martial law over {whom}"),
    ("COERCE", "arrest"): ("make", "made", "arrests", "arrests among {whom}"),
    ("COERCE", "deport"): ("carry", "carried", "out deportations", "out deportations of {whom}"),
    ("COERCE", "withhold"): ("hold", "held", "back supplies", "back supplies from {whom}"),
    ("COERCE", "misinformation"): ("spread", "spread", "false information", "false information against {whom}"),
    ("COERCE", "cyber"): ("carry", "carried", "out cyberattacks", "out cyberattacks on {whom}"),
    ("ASSAULT", None): ("carry", "carried", "out an attack", "out an attack on {whom}"),
    ("ASSAULT", "abduct"): ("abduct", "abducted", "people", "{whom}"),
    ("ASSAULT", "beat"): ("beat", "beat", "people", "{whom}"),
    ("ASSAULT", "torture"): ("torture", "tortured", "people", "{whom}"),
    ("ASSAULT", "sexual"): ("commit", "committed", "sexual violence", "sexual violence against {whom}"),
    ("ASSAULT", "targeted"): ("carry", "carried", "out a targeted killing", "out a targeted killing of {whom}"),
    ("ASSAULT", "destroy"): ("destroy", "destroyed", "property", "property of {whom}"),
    ("ASSAULT", "firearms"): ("open", "opened", "fire", "fire on {whom}"),
    ("ASSAULT", "explosives"): ("set", "set", "off explosives", "off explosives against {whom}"),
    ("ASSAULT", "suicide-attack"): ("carry", "carried", "out a suicide attack", "out a suicide attack on {whom}"),
    ("ASSAULT", "aerial"): ("carry", "carried", "out an air attack", "out an air attack on {whom}"),
    ("ASSAULT", "drone"): ("carry", "carried", "out a drone attack", "out a drone attack on {whom}"),
    ("ASSAULT", "heavy-weapons"): ("use", "used", "heavy weapons", "heavy weapons against {whom}"),
    ("ASSAULT", "crowd-control"): ("use", "used", "force on a crowd", "force on a crowd of {whom}"),
}
_THREATENED = {
    "restrict": "with restrictions", "arrest": "with arrests", "relations": "with breaking relations",
    "expel": "with expulsions", "territory": "with taking territory", "violence": "with violence",
}  # fmt: skip
_MOOD: dict[Status, str] = {"negation": "did not ", "future": "would ", "hypothetical": "might "}
#: What the statement that holds an event makes of it.
_HELD: dict[Act, str] = {
    "DENY": "denied by {who}", "DOUBT": "doubted by {who}", "REQUEST": "demanded by {who}",
    "THREATEN": "threatened by {who}", "COMMIT": "promised by {who}", "ACCUSE": "alleged by {who}",
    "ANNOUNCE": "announced by {who}", "WARN": "foretold by {who}", "CONFIRM": "confirmed by {who}",
    "REJECT": "refused by {who}",
}  # fmt: skip
_PRONOUNS = frozenset(
    {
        "he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs",
        "we", "us", "our", "i", "me", "my", "you", "your", "who", "whom", "whose", "which",
        "that", "this", "these", "those", "one", "both", "some", "others",
    }
)  # fmt: skip
#: Units that are words, and not one of anything, without the usual ending.
_MANY = {
    "foot": "feet", "inch": "inches", "penny": "pence", "krone": "kroner", "krona": "kronor", "percent": "percent",
    "hertz": "hertz",
}  # fmt: skip
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz -")
_SPACE = re.compile(r"\s+")


def speaker(statement: Statement, text: str) -> str:
    """Who spoke: the resolved actors, else the words of the source, else "an unnamed source"."""
    if statement.source_actors:
        return names.names(statement.source_actors)
    if statement.source is not None:
        return folded(statement.source.of(text))
    return "an unnamed source"


def is_named(statement: Statement, text: str) -> bool:
    """Whether a reader can tell who spoke: an actor is known, or the source's words are more than a pronoun."""
    if statement.source_actors:
        return True
    return statement.source is not None and folded(statement.source.of(text)).casefold() not in _PRONOUNS


def done(event: Event, holder: Statement | None, text: str) -> str:
    """An event as a clause: who, what, whom, where, and who says so. No full stop."""
    base, past, alone, towards = _DEEDS.get((event.type, event.mode)) or _DEEDS.get((event.type, None)) or (
        "do", "did", event.type.lower(), event.type.lower() + " to {whom}"
    )  # fmt: skip
    who = names.names(event.actors) or _as_written(event.actors_at, text) or "an unnamed party"
    whom = names.names(event.recipients)
    mood = _MOOD.get(event.status, "")
    denied = holder is not None and holder.act == "DENY" and event.status == "negation"
    verb = past if denied or not mood else mood + base
    rest = towards.format(whom=whom) if whom else alone
    clause = f"{who} {verb} {rest}".rstrip()
    if event.type == "THREATEN" and event.mode in _THREATENED:
        clause += f" {_THREATENED[event.mode]}"
    if event.place is not None:
        clause += f" ({folded(event.place.name)})"
    if event.status == "historical":
        clause = f"{clause}, earlier"
    if holder is not None:
        teller = speaker(holder, text) if is_named(holder, text) else "a source that is not named"
        clause += f": {_HELD.get(holder.act, 'according to {who}').format(who=teller)}"
    return clause


def _as_written(spans: tuple[Span, ...], text: str) -> str:
    """The words for a participant that nobody could resolve, unless they are mere pronouns."""
    words = [folded(span.of(text)) for span in spans]
    return names.listed(word for word in words if word.casefold() not in _PRONOUNS)


def content(statement: Statement, text: str) -> str:
    """The words of the content, stretches joined by " … "."""
    return " … ".join(folded(span.of(text)) for span in statement.content)


def figure(quantity: Quantity | Reading) -> str:
    """ "about 40,000", "100,000 or more", "20,000–99,999", "at most 5"."""
    return bounded(quantity.low, quantity.high, approx=quantity.approx)


#: A figure that only says that there is one: "several".
UNSTATED = "an unstated number"


def bounded(least: float | None, most: float | None, *, approx: bool) -> str:
    """A number by its bounds, in words; None is unbounded."""
    low, high = number(least), number(most)
    about = "about " if approx else ""
    if low is None and high is None:
        return UNSTATED
    if low is None:
        return f"{about}{high:,} or fewer"
    if high is None:
        return f"{about}{low:,} or more"
    return f"{about}{low:,}" if low == high else f"{about}{low:,}–{high:,}"


def in_unit(figure: str, unit: str) -> str:
    """A figure with its unit where that is a measure, a currency or a share: "80 km", "3,400,000,000 USD", "2 miles".
    What else counts ("person", "ship") is told by what is counted."""
    if figure == UNSTATED or (unit != "percent" and unit not in _measures()):
        return figure
    spelled = len(unit) > 2 and not set(unit) - _LETTERS
    return f"{figure} {_MANY.get(unit, f'{unit}s') if spelled and figure not in {'1', 'about 1'} else unit}"


@cache
def _measures() -> frozenset[str]:
    return frozenset(row["unit"] for row in table("units.csv") if row["kind"] in {"money", "measure"})


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 report", "2 reports", "1,204 quantities"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def found(statements: int, events: int, quantities: int) -> str:
    """What a report or a run gave: "1 statement, 2 events, 0 quantities"."""
    return ", ".join(
        (counted(statements, "statement"), counted(events, "event"), counted(quantities, "quantity", "quantities"))
    )


def cut(words: str, limit: int) -> str:
    """At most ``limit`` characters, ended at a word, with "…" for what is left out."""
    if len(words) <= limit:
        return words
    return words[: limit + 1].rsplit(" ", 1)[0][:limit].rstrip(" ,;:") + " …"


def folded(words: str) -> str:
    """Line breaks and runs of spaces as one space."""
    return _SPACE.sub(" ", words).strip()


def anchor(record: Statement | Event | Quantity | Mention) -> Span:
    """The words that a record stands on, first of all: trigger, span, or cue, else the content's."""
    if isinstance(record, Statement):
        return record.cue or record.content[0]
    return record.trigger if isinstance(record, Event) else record.span


def stretch(spans: list[Span]) -> Span:
    """From the first to the last of ``spans``."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))
