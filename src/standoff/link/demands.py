"""Demands: who asks what of whom, whether it was asked again, and what became of it.

The tellings are gone through by day, as they would have been read at the time:

1. a demand that one side makes of another is new, unless the same was asked of the same side not long before and has
   not been met since;
2. an answer by those who were asked is a turn of the demand that it speaks of, in so many words ("rejected the
   demand") or by its deed ("would not withdraw"). A promise is not the deed: it leaves the demand open;
3. a deed of the asked kind, done by those who were asked, on the day or after it, meets the demand. It must be told by
   somebody else than the doer, be the whole of it, and agree in what it is done to and where. A demand wrongly called
   met is worse than one called open.

The standing is that of the last turn that decides. What has no day comes last and decides nothing, unless the demand
itself has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from standoff.dossier import Anchor, Demand, DemandStanding, Turn
from standoff.link.asks import Ask, Doing, Reply, Told, read
from standoff.link.deeds import Matter, conflicting, same_matter
from standoff.link.origins import Origins
from standoff.link.page import Page, day_number, sides, states, things_of
from standoff.model import Report, record_id

#: A demand that was silent for more than this many days is a new one when it is made again.
AGAIN = 90
#: What happens later than this many days after the last asking is no answer to it.
ANSWERED = 180
#: "rejected Norway's demand" without more speaks of a demand of at most this many days ago, told in another report.
_RECALLED = 30
#: How many demands of one kind, newest first, are looked at for one telling: this keeps the work linear.
_LOOKED_AT = 50
#: A wording of as many telling words is the same demand wherever the same side says it.
_WORDY = 4
#: A meeting asked for in as many telling words that its report lacks may be another.
_UNTOLD = 3
_WORD = re.compile(r"\w+")


class Demands:
    """Gathers what reports, which come in the order of day and id, say of demands."""

    def __init__(self) -> None:
        self._told: list[Told] = []

    def add(self, report: Report) -> None:
        """Take what ``report`` says; the report itself is not kept."""
        told = read(Page(report))
        if told.asks or told.replies or told.doings:
            self._told.append(told)

    def result(self, origins: Origins) -> tuple[Demand, ...]:
        """Every demand, by the day and place of its first telling, those without a day last."""
        ledger = _Ledger(origins)
        for _, record in sorted(self._tellings(), key=lambda telling: telling[0]):
            if isinstance(record, Ask):
                ledger.ask(record)
            elif isinstance(record, Reply):
                ledger.reply(record)
            else:
                ledger.doing(record)
        return tuple(_demand(kept) for kept in ledger.kept)

    def _tellings(self) -> Iterator[tuple[tuple[object, ...], Ask | Reply | Doing]]:
        """What was told, with its place in time: by day, report, demands before answers and deeds, place."""
        for n, told in enumerate(self._told):
            asked = {ask.statement: ask.day for ask in told.asks}
            records: tuple[Ask | Reply | Doing, ...] = (*told.asks, *told.replies, *told.doings)
            for record in records:
                day = record.day
                if isinstance(record, Reply) and day is not None:
                    # an answer comes after the demand that it names, whatever day its sentence seems to give
                    day = max([day, *(d for s in record.asked if (d := asked.get(s)) is not None)])
                rank = 0 if isinstance(record, Ask) else 1
                # of what has no day nobody knows which came first: all demands before all answers
                yield (day is None, day or "", rank if day is None else 0, n, rank, record.at.span), record


class _Kept:
    """A demand while its tellings come in."""

    def __init__(self, ask: Ask) -> None:
        self.first = ask
        self.askers = sides(ask.askers)
        self.addressees = sides(ask.addressees)
        self.parties = self.askers | self.addressees
        self.last = day_number(ask.day)
        self.again: list[Anchor] = []
        self.turns: list[Turn] = []
        self.plain = _plain(ask.deed)
        self.origins: set[tuple[str, str]] = set()
        self.answered: set[tuple[object, ...]] = set()
        self.done: set[str] = set()
        self.standing: DemandStanding = "open"
        self.by: Anchor | None = None

    def lives(self, day: int | None) -> bool:
        """Whether it is still to be met, or was until that day: what is asked later is asked anew."""
        if self.standing != "met":
            return True
        met = day_number(self.turns[-1].day)
        return day is None or met is None or day <= met


class _Key(NamedTuple):
    side: str
    kind: str


class _Ledger:
    """All demands so far, found by who asks, who is asked, and what kind of deed it is."""

    def __init__(self, origins: Origins) -> None:
        self.kept: list[_Kept] = []
        self._origins = origins
        self._by_asker: defaultdict[_Key, list[_Kept]] = defaultdict(list)
        self._by_addressee: defaultdict[_Key, list[_Kept]] = defaultdict(list)
        self._by_pair: defaultdict[tuple[str, str], list[_Kept]] = defaultdict(list)
        self._by_statement: dict[str, _Kept] = {}

    # --- demands -----------------------------------------------------------------------------------------------

    def ask(self, ask: Ask) -> _Kept:
        """A demand is told: it joins the one that it repeats, or is a new one."""
        day = day_number(ask.day)
        kept = _Kept(ask)
        origin = (self._origins.of(ask.at.report, ask.at.span), kept.plain)
        for known in self._alike(self._by_asker, kept.askers or {"?"}, ask.matter):
            if known.lives(day) and _recent(known.last, day, AGAIN) and _repeats(known, kept, origin):
                if origin not in known.origins and not ask.rejected:
                    known.again.append(ask.at)
                known.origins.add(origin)
                known.last = max(known.last or 0, day) if day is not None else known.last
                self._by_statement[ask.statement] = known
                return known
        kept.origins.add(origin)
        self.kept.append(kept)
        self._by_statement[ask.statement] = kept
        for kind in _kinds(ask.matter):
            for asker in sorted(kept.askers) or ["?"]:
                self._by_asker[_Key(asker, kind)].append(kept)
            for addressee in sorted(kept.addressees):
                self._by_addressee[_Key(addressee, kind)].append(kept)
        for asker in sorted(kept.askers):
            for addressee in sorted(kept.addressees):
                self._by_pair[asker, addressee].append(kept)
        return kept

    def _alike(self, index: defaultdict[_Key, list[_Kept]], parties: Iterable[str], found: Matter) -> Iterator[_Kept]:
        """Demands of some parties that may mean the deed, newest first, each once."""
        seen: set[int] = set()
        for party in sorted(parties):
            for kind in _kinds(found):
                for kept in reversed(index.get(_Key(party, kind), [])[-_LOOKED_AT:]):
                    if id(kept) not in seen:
                        seen.add(id(kept))
                        yield kept

    # --- answers -----------------------------------------------------------------------------------------------

    def reply(self, reply: Reply) -> None:
        """A statement that may answer demands: a turn of each that it speaks of."""
        for kept, how in self._meant(reply):
            found = _answer(reply, how)
            turn = Turn(
                at=reply.at, day=reply.day, standing=found.standing, record=reply.statement, actors=reply.speakers,
                words=reply.words, why=found.why,
            )  # fmt: skip
            self._turn(kept, turn, found.tells)

    def _meant(self, reply: Reply) -> list[tuple[_Kept, str]]:
        """The demands that a reply speaks of, and how we know."""
        speakers = sides(reply.speakers)
        day = day_number(reply.day)
        out: dict[int, tuple[_Kept, str]] = {}
        for statement in reply.asked:
            kept = self._by_statement.get(statement)
            if kept is not None and not kept.askers & speakers:
                out[id(kept)] = (kept, "the demand named in the same report")
        if reply.told is not None:
            found = reply.told.matter
            for kept in self._alike(self._by_addressee, speakers, found):
                named = not reply.askers or bool(reply.askers & kept.askers)
                if named and _recent(kept.last, day, ANSWERED) and _about(kept, found):
                    out[id(kept)] = (kept, "the demand in its words")
            if not out and reply.turns_down and reply.askers and not reply.askers & speakers:
                kept = self.ask(reply.told)
                out[id(kept)] = (kept, "the demand in its words")
        elif reply.speaks_of and not reply.asked and reply.askers:
            recalled = {
                id(kept): kept
                for asker in sorted(reply.askers)
                for speaker in sorted(speakers)
                for kept in self._by_pair.get((asker, speaker), [])[-_LOOKED_AT:]
                if _recent(kept.last, day, _RECALLED)
            }
            if len(recalled) == 1:  # with two it could be either
                (kept,) = recalled.values()
                out[id(kept)] = (kept, "the only demand of theirs of late")
        if reply.matter is not None:
            for kept in self._alike(self._by_addressee, speakers, reply.matter):
                if _recent(kept.last, day, ANSWERED) and _answers(kept, reply):
                    out.setdefault(id(kept), (kept, "the same deed"))
        return list(out.values())

    # --- deeds -------------------------------------------------------------------------------------------------

    def doing(self, doing: Doing) -> None:
        """A deed is told: a turn of each demand for it that is open."""
        doers = sides(doing.actors)
        day = day_number(doing.day)
        for kept in self._alike(self._by_addressee, doers, doing.matter):
            if not _recent(kept.last, day, ANSWERED) or not doers & kept.addressees:
                continue
            found = _fulfils(kept, doing)
            if found is not None:
                turn = Turn(
                    at=doing.at, day=doing.day, standing=found.standing, record=doing.event, actors=doing.actors,
                    words=doing.words, why=found.why,
                )  # fmt: skip
                self._turn(kept, turn, found.tells)

    def _turn(self, kept: _Kept, turn: Turn, tells: bool) -> None:
        """Add a turn, unless a copy of it or the same of that day is there; one that ``tells`` settles the standing."""
        if kept.standing == "met":
            return
        origin = self._origins.of(turn.at.report, turn.at.span)
        copy = (origin, turn.standing, turn.words.casefold())
        same = (turn.day, turn.standing, turn.why.partition(" (")[0], sides(turn.actors))
        if copy in kept.answered or same in kept.answered:
            return
        kept.answered |= {copy, same}
        kept.turns.append(turn)
        if tells and (turn.day is not None or kept.first.day is None):
            kept.standing, kept.by = turn.standing, turn.at if turn.standing != "open" else None


def _kinds(found: Matter) -> Iterator[str]:
    """Under what a matter is looked up: its deed, its head, its things."""
    if found.type is not None:
        yield f"deed {found.type} {found.mode}"
    yield f"head {found.head}"
    for thing in sorted(found.things - {found.head}):
        yield f"head {thing}"


def _recent(last: int | None, day: int | None, days: int) -> bool:
    """Whether a day comes no more than ``days`` after the last; what has no day is as good as of today."""
    return last is None or day is None or 0 <= day - last <= days


def _repeats(known: _Kept, new: _Kept, origin: tuple[str, str]) -> bool:
    """Whether a new telling, with its origin, asks the same of the same side as a known demand."""
    if not new.askers & known.askers:
        return not new.askers and not known.askers and origin in known.origins
    if origin in known.origins:
        return True
    words, others = known.first.matter.words, new.first.matter.words
    if len(others) >= _WORDY and known.plain == new.plain:
        return True  # who is asked was understood otherwise
    named = bool(known.addressees and new.addressees)
    if named and not known.addressees & new.addressees:
        return False
    # where it is open who is asked, the words must do more
    if not named and 2 * len(words & others) <= len(words | others):
        return False
    return same_matter(known.first.matter, new.first.matter, own=known.parties | new.parties)


def _plain(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold()))


def _about(kept: _Kept, found: Matter) -> bool:
    return same_matter(kept.first.matter, found, own=kept.parties)


def _answers(kept: _Kept, reply: Reply) -> bool:
    """Whether a statement without the word "demand" answers one: it speaks of the deed that was asked."""
    found, asked = reply.matter, kept.first.matter
    if found is None or kept.askers & sides(reply.speakers):
        return False
    doers = sides(found.doers)
    if (doers and not doers & kept.addressees) or (asked.verbless and asked.head != found.head):
        return False
    if reply.act != "REJECT" and not found.unwilling and found.type is None:
        return False
    if reply.act == "REJECT" or found.unwilling:
        # "refused to withdraw" and "said it would not withdraw" are one
        found = replace(found, negative=asked.negative)
    return same_matter(asked, found, own=kept.parties)


class _Sense(NamedTuple):
    """What a record makes of a demand, why, and whether that settles its standing."""

    standing: DemandStanding
    why: str
    tells: bool = True


_OWN_WORD = "those asked say that they do it; nobody else says so here"


def _answer(reply: Reply, how: str) -> _Sense:
    """What a reply makes of a demand."""
    if reply.turns_down or (reply.matter is not None and reply.matter.unwilling and not reply.asked):
        return _Sense("refused", f"those asked say no ({how})")
    if reply.act == "CRITICIZE":
        return _Sense("open", f"those asked complain of it, which refuses nothing ({how})", False)
    if reply.act == "COMMIT":
        return _Sense("open", f"those asked promise it; a promise is not the deed ({how})")
    return _Sense("open", f"{_OWN_WORD} ({how})")


def _fulfils(kept: _Kept, doing: Doing) -> _Sense | None:
    """How far a deed is the one that was asked for; None when it is another."""
    asked, done = kept.first.matter, doing.matter
    if asked.negative or asked.type is None or (asked.type, asked.mode) != (done.type, done.mode):
        return None
    own = kept.parties
    if conflicting(asked.names - own, done.names - own) or not _same_object(asked, done, own):
        return None
    partners, wanted = states(done.partners), states(asked.partners)
    if partners and wanted and not partners & wanted:
        return None
    if asked.type == "CONSULT" and not _same_meeting(kept, (states(doing.actors) | partners) & doing.named):
        return None
    if doing.tellers & (kept.addressees | {"?"}):
        return _Sense("open", _OWN_WORD if "?" not in doing.tellers else "done, as an unnamed source has it")
    if done.partly is not None:
        return _Sense("open", f"done {done.partly}" if done.partly == "in part" else f"the deed is {done.partly}")
    if asked.type == "CONSULT" and len(asked.words - done.words) >= _UNTOLD:
        return _Sense("open", "those asked met; whether as asked is not told", False)
    if asked.things - done.things:
        return _Sense("open", "done in part")
    kept.done |= sides(doing.actors) & kept.addressees
    if kept.addressees - kept.done:
        return _Sense("open", "done by one of those asked")
    return _Sense("met", "those asked did it")


def _same_meeting(kept: _Kept, met: frozenset[str]) -> bool:
    """Whether those who met, and are named for it, are those who were to meet: the asker with those asked, or two
    others whom he asked to."""
    askers = states(kept.first.askers)
    asked = states(kept.first.addressees) - askers
    return asked <= met and (len(asked) > 1 or (len(asked) == 1 and bool(askers & met)))


def _same_object(asked: Matter, done: Matter, own: frozenset[str]) -> bool:
    """Whether a deed is done to what was asked, or where; where the demand names neither, its mode says enough."""
    if asked.type == "CONSULT":
        return True  # who met decides
    if asked.things:
        forces = things_of("forces")  # a brigade is of the troops
        return bool(asked.things & done.things) or bool(asked.things & forces and done.things & forces)
    if asked.names - own:
        return bool((asked.names - own) & done.names)
    return asked.type == "RETREAT" and asked.mode is not None


def _demand(kept: _Kept) -> Demand:
    first = kept.first
    return Demand(
        id=record_id("", "request", first.statement), at=first.at, statement=first.statement, day=first.day,
        askers=first.askers, addressees=first.addressees, deed=first.deed, type=first.matter.type,
        mode=first.matter.mode, standing=kept.standing, by=kept.by, again=tuple(kept.again), turns=tuple(kept.turns),
    )  # fmt: skip
