"""The sections of a brief on what is new and on what each party says."""

from __future__ import annotations

from standoff.dossier import Claim, Demand, Position, Turn
from standoff.model import Act, Actor, Span, Statement
from standoff.present import names
from standoff.present.brief_claims import demand_line, turn_line
from standoff.present.brief_desk import Desk, options
from standoff.present.brief_page import Block, Bullets, Heading, Item, Line, More, Section, cite, joined, plain, strong
from standoff.present.brief_sides import FEW, against, body
from standoff.present.brief_words import capital, count, deed, printer, said, spans_of, told
from standoff.present.gather import VOICES, Done, Said
from standoff.present.periods import day
from standoff.present.wording import folded

_NEW_DEEDS = 4
_NEW_ANSWERS = 2
_NEW_DEMANDS = 2
_PARTIES = 6
_LINES = 4
#: Sentences that need no further ones which only speak of "he" and "it".
_ENOUGH = 2
#: Characters of a position in what is new.
_SHORT = 140
_PRONOUNS = frozenset("he she it they this that these those we i his her its their".split())
#: act: how a party's line begins, and with whom it is about; the party itself is the heading.
_VERBS: dict[Act, tuple[str, str]] = {
    "STATE": ("Says", "Says"),
    "ANNOUNCE": ("Announces", "Announces"),
    "CONFIRM": ("Confirms", "Confirms"),
    "ACCUSE": ("Alleges", "Accuses {whom}"),
    "CRITICIZE": ("Criticizes", "Criticizes {whom}"),
    "DENY": ("Denies", "Denies"),
    "DOUBT": ("Cannot confirm", "Cannot confirm"),
    "REQUEST": ("Demands", "Demands of {whom}"),
    "REJECT": ("Refuses", "Refuses {whom}"),
    "THREATEN": ("Threatens", "Threatens {whom}"),
    "WARN": ("Warns", "Warns {whom}"),
    "COMMIT": ("Promises", "Promises {whom}"),
    "CONCEDE": ("Gives way", "Gives way to {whom}"),
    "SUPPORT": ("Supports", "Supports {whom}"),
}
_SURE = {"PR+": ", as probable", "PS+": ", as possible", "PR-": ", as improbable", "PS-": ", as possibly not so"}


def news(desk: Desk) -> Section | None:
    """What happened, was answered and was asked for in the last days."""
    since = desk.new_from
    if since is None:
        return None
    deeds = [done for done in desk.material.done if done.day >= since]
    lines = deed_lines(desk, deeds, _NEW_DEEDS)
    answered = [
        (one.claim, late)
        for one in (*desk.disputes, *desk.claims("unconfirmed"), *desk.claims("disputed"))
        for late in (*one.denies, *one.doubts)
        if late.day and late.day >= since and len(late.words.split()) >= FEW
    ]
    lines += desk.fresh(answered, lambda pair: _answer(desk, *pair), _NEW_ANSWERS)
    turned = [
        (demand, turn)
        for demand in (*desk.demands("met"), *desk.demands("refused"))
        for turn in demand.turns
        if turn.standing == demand.standing and turn.day and turn.day >= since
    ]
    lines += desk.fresh(turned, lambda pair: _turned(desk, *pair), _NEW_DEMANDS)
    asked = [demand for demand in desk.demands("open") if demand.day and demand.day >= since]
    lines += desk.fresh(asked, lambda demand: demand_line(desk, demand), _NEW_DEMANDS)
    blocks = (Bullets(tuple(map(Item, lines))),)
    return Section("what-is-new", f"What is new since {day(since)}", blocks) if lines else None


def _answer(desk: Desk, claim: Claim, late: Position) -> Line:
    """A denial or a doubt, with the assertion that it meets."""
    asserted = [(plain(" Asserted by "), *told(desk.shelf, p, limit=_SHORT)) for p in against(claim, late)[:1]]
    verb = "Denied" if late.position == "denies" else "Not confirmed"
    return joined([(plain(f"{verb} by "), *told(desk.shelf, late, limit=_SHORT)), *asserted], ".")


def _turned(desk: Desk, demand: Demand, turn: Turn) -> Line:
    return (*demand_line(desk, demand), plain(". "), *turn_line(desk, turn))


def deed_lines(desk: Desk, done: list[Done], most: int) -> list[Line]:
    """The sentences that tell deeds, heaviest first; a sentence that tells several comes once, one that does not say
    whom it is about comes last."""
    lines: dict[str, Line] = {}
    later: dict[str, Line] = {}
    seen: set[tuple[str, Span]] = set()
    for one in done[: 3 * most]:
        words, note = deed(desk.shelf, one.report, one.event.trigger)
        on = printer(note.publisher) + (f"; {count(one.texts, 'independent text')}" if one.texts > 1 else "")
        if (note.report, note.span) in seen:
            continue
        seen.add((note.report, note.span))
        held = later if words.words.split(" ", 1)[0].casefold() in _PRONOUNS else lines
        held.setdefault(words.words.casefold(), (words, plain(f" ({on})"), *cite(note)))
    return [*lines.values(), *(later.values() if len(lines) < _ENOUGH else ())][:most]


def parties(desk: Desk) -> Section | None:
    """Of each party the weightiest of what it says, one line for each thing it does with words."""
    held: dict[str, dict[str, list[Said]]] = {}
    for one in desk.material.said:
        held.setdefault(one.party, {}).setdefault(one.voice, []).append(one)
    heard = {p.statement for one in (*desk.disputes, *desk.claims("corroborated")) for p in one.claim.positions}
    speaking = [who for who, _ in desk.material.counts if who in held]
    blocks: list[Block] = []
    for who in speaking[:_PARTIES]:
        blocks.append(Heading((plain(_title(who)),)))
        blocks.append(Bullets(tuple(Item(_said_line(desk, one)) for one in _chosen(held[who], heard))))
    left, asked = len(speaking) - _PARTIES, options(desk.material.asked).replace(" --about ", " --text ")
    blocks += [More(left, ("party", "parties")[left > 1], f"standoff statements{asked}")] if left > 0 else []
    return Section("what-each-party-says", "What each party says", tuple(blocks)) if blocks else None


def _title(who: str) -> str:
    return capital(folded(who[1:]) if who.startswith("?") else names.spell(who))


def _chosen(voices: dict[str, list[Said]], heard: set[str | None]) -> list[Said]:
    """The best of each voice, what others deny or confirm (``heard``) before all else, then second ones of those that
    have more to say; in the order of the voices."""
    voices = {voice: sorted(held, key=lambda one: one.statement.id not in heard) for voice, held in voices.items()}
    chosen = [voices[voice][0] for voice in VOICES if voice in voices]
    if len(chosen) > _LINES:
        chosen = sorted(chosen, key=lambda one: (one.voice in {"supports", "says"}, -one.texts))[:_LINES]
    for voice in ("says", "accuses", "demands", "denies"):
        chosen += voices.get(voice, [])[1:2] if len(chosen) < _LINES else []
    order = list(VOICES)
    return sorted(chosen, key=lambda one: order.index(one.voice))


def _said_line(desk: Desk, one: Said) -> Line:
    statement = one.statement
    whom = names.listed(body(actor) for actor in _towards(statement))
    bare, towards = _VERBS[statement.act]
    person = next((actor.name for actor in statement.source_actors if actor.id and actor.name), None)
    told_in = [
        *([folded(person)] if person else []),
        desk.shelf.day(one.day),
        *([f"by way of {names.listed(map(folded, statement.via))}"] if statement.via else []),
        *([count(one.texts, "independent text")] if one.texts > 1 else []),
    ]
    return (
        strong((towards.format(whom=whom) if whom else bare) + _SURE.get(statement.certainty, "")),
        plain(": "),
        said(desk.shelf, one.report, statement),
        plain(f" ({', '.join(told_in)})"),
        *cite(desk.shelf.note(one.report, spans_of(statement))),
    )


def _towards(statement: Statement) -> tuple[Actor, ...]:
    if statement.act in {"REQUEST", "COMMIT", "CONCEDE"}:
        return statement.addressees
    if statement.act in {"WARN", "THREATEN", "REJECT"}:
        return statement.addressees or statement.targets
    return statement.targets
