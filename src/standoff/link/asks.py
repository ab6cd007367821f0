"""What one report says of demands: who asks what of whom, who answers, and what is done.

Only small extracts leave this module, so that a report can be let go once it is read.
"""

from __future__ import annotations

import re

from msgspec import Struct

from standoff.dossier import Anchor
from standoff.grammar import Tree
from standoff.link.deeds import Matter, matter, told_as_done
from standoff.link.page import Page, day_of, side, sides, states, words_that
from standoff.model import Act, Actor, Event, Span, Statement

#: Acts that may answer a demand.
_ANSWERS: frozenset[Act] = frozenset({"REJECT", "DENY", "COMMIT", "CONCEDE", "ANNOUNCE", "STATE", "CRITICIZE"})
#: Acts whose content the speaker holds to be so.
_HELD: frozenset[Act] = frozenset({"STATE", "CONFIRM", "ANNOUNCE", "CONCEDE", "SUPPORT", "CRITICIZE", "ACCUSE"})
#: "refused it" speaks of a demand no further back than this, in characters.
_NEAR = 400
#: A sentence longer than this is not shown as a whole.
_LONG = 400
#: Pieces of one content that lie no further apart are shown as one stretch.
_GAP = 100
#: A source that nobody knows is named by this many characters of its words at most.
_NAMED = 80
_QUOTE = re.compile(r"[\"“”«»„]")
_NO_WORD = re.compile(r"[\W\d_]+")


class Ask(Struct, frozen=True, kw_only=True):
    """A demand as one statement tells it. ``rejected``: known from its rejection only."""

    at: Anchor
    statement: str
    day: str | None
    askers: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    deed: str
    matter: Matter
    rejected: bool = False


class Reply(Struct, frozen=True, kw_only=True):
    """A statement that may answer a demand. ``speaks_of``: its content names a demand ("the demand", "their calls");
    ``askers`` are the sides whose demand it names; ``asked`` the statements of this report that it answers;
    ``turns_down``: it says no to what it speaks of; ``told`` the demand that its own words describe."""

    at: Anchor
    statement: str
    act: Act
    day: str | None
    speakers: tuple[Actor, ...]
    words: str
    matter: Matter | None
    speaks_of: bool
    askers: frozenset[str]
    asked: tuple[str, ...]
    turns_down: bool
    told: Ask | None


class Doing(Struct, frozen=True, kw_only=True):
    """A deed that is told as done. ``tellers`` are the sides who say so, empty where the reporter does; ``named``
    the states and bodies that its sentence names."""

    at: Anchor
    event: str
    day: str | None
    actors: tuple[Actor, ...]
    words: str
    matter: Matter
    tellers: frozenset[str]
    named: frozenset[str]


class Told(Struct, frozen=True):
    """What one report says of demands, each in text order."""

    asks: tuple[Ask, ...]
    replies: tuple[Reply, ...]
    doings: tuple[Doing, ...]


def read(page: Page) -> Told:
    """The demands, answers and deeds of a report."""
    verbal = {e.statement: e for e in page.report.events if e.statement is not None}
    asks = [ask for s in page.report.statements if s.act == "REQUEST" and (ask := _ask(page, s, verbal.get(s.id)))]
    asks.sort(key=lambda ask: (ask.at.span, ask.statement))
    replies = []
    inner: dict[str, list[str]] = {}
    for statement in page.report.statements:
        if statement.act == "REQUEST" and statement.inside is not None:
            inner.setdefault(statement.inside, []).append(statement.id)
    for statement in page.report.statements:
        if statement.act in _ANSWERS and statement.source_actors:
            reply = _reply(page, statement, verbal.get(statement.id), asks, inner.get(statement.id, []))
            if reply is not None:
                replies.append(reply)
    doings = [doing for event in page.report.events if (doing := _doing(page, event))]
    return Told(tuple(asks), tuple(replies), tuple(doings))


def _anchor(page: Page, span: Span) -> Anchor:
    return Anchor(page.report.document.id, page.report.document.sha256, span)


def _shown(page: Page, span: Span) -> str:
    return " ".join(span.of(page.text).split())


# --- demands ---------------------------------------------------------------------------------------------------


def _ask(page: Page, statement: Statement, event: Event | None) -> Ask | None:
    """The demand of a REQUEST; None where it asks for nothing that words could tell ("demanded more")."""
    if _disowned(page, statement.inside):
        return None
    read = _matter(page, statement, event)
    if read is None:
        return None
    stretch, found = read
    deed = _shown(page, stretch)
    if not _NO_WORD.sub("", deed) or page.is_time(stretch):
        return None
    return Ask(
        at=_anchor(page, stretch),
        statement=statement.id,
        day=day_of(event.date if event else None, page.day),
        askers=statement.source_actors or _unresolved(page, statement),
        addressees=_addressees(page, statement, event, found),
        deed=deed,
        matter=found,
    )


def _matter(page: Page, statement: Statement, event: Event | None) -> tuple[Span, Matter] | None:
    """What the content is about and the stretch that says it: the content without the words that only ask. Where the
    cue stands in the content ("We urge ..."), the sentence of the cue counts."""
    pieces = list(statement.content)
    if event is not None and statement.cue is None:
        pieces.sort(key=lambda piece: not piece.contains(event.trigger))
    for piece in pieces:
        start = piece.start
        if event is not None and piece.contains(event.trigger):
            own = page.sentence(event.trigger.start)
            start = max(start, own.start) if own is not None else start
        tree = page.trees.at(start)
        if tree is None:
            continue
        within = Span(start, min(piece.end, tree.sentence.span.end))
        head = tree.head_of(within)
        found = matter(page, tree, head, within, asking=True) if head is not None else None
        if found is not None:
            return _widened(page, statement, found.at), found
    return None


def _widened(page: Page, statement: Statement, at: Span) -> Span:
    """The stretch with the pieces of the content that go on soon after it: "for the crew" and "to be freed"."""
    end = at.end
    for later in statement.content:
        if end <= later.start < end + _GAP and not _QUOTE.search(page.text, end, later.start):
            end = later.end
    return Span(at.start, end)


def _unresolved(page: Page, statement: Statement) -> tuple[Actor, ...]:
    """A source that is nobody known, by its words: "Western" calls."""
    return (Actor(None, _shown(page, statement.source)[:_NAMED]),) if statement.source is not None else ()


def _addressees(page: Page, statement: Statement, event: Event | None, found: Matter) -> tuple[Actor, ...]:
    """Who is asked: those whom the words ask ("we urge Norway to"), else the addressees; where none are named, those
    who would do the deed, else those whom the coder of verbal deeds found. Nobody asks his own side unless the words
    say so."""
    own = sides(statement.source_actors)
    if found.whom is not None:
        asked = [m for m in page.actors(found.whom.start, found.whom.end) if m.span.end == found.whom.end]
        told = tuple(_speaking(a) for m in asked[:1] for a in m.actors if a.id is not None)
        if told and not sides(told) & own:
            return told
    named = tuple(a for a in statement.addressees if side(a) is not None)
    others = tuple(a for a in named if side(a) not in own)
    if named:
        return others or named
    doers = tuple(dict.fromkeys(_government(a) for a in found.doers if side(a) not in own | {None}))
    if doers and not found.negative:
        return doers
    given = event.recipients if event is not None else ()
    return tuple(a for a in given if side(a) is not None and side(a) not in own)


def _government(actor: Actor) -> Actor:
    """Whom one asks that somebody's forces do something."""
    return Actor(f"{actor.id[:3]}.GOV") if actor.id is not None and actor.id[3:] == ".MIL" else actor


def _disowned(page: Page, outer: str | None) -> bool:
    """Whether a statement stands in the content of one that denies it ("denied that it had demanded")."""
    statement = page.statements.get(outer or "")
    return statement is not None and statement.act in {"DENY", "DOUBT"}


# --- answers ---------------------------------------------------------------------------------------------------


def _reply(page: Page, statement: Statement, event: Event | None, asks: list[Ask], inner: list[str]) -> Reply | None:
    content = statement.content[0]
    tree = page.trees.at(content.start)
    if tree is None:
        return None
    within = Span(content.start, min(content.end, tree.sentence.span.end))
    head = tree.head_of(within)
    if head is None:
        return None
    noun = _demand_noun(tree, head)
    # who denies says that something is not so, which refuses nothing unless it is a demand that he dismisses
    turns_down = statement.act == "REJECT" or (statement.act == "DENY" and noun is not None)
    if noun is not None and noun != head:  # "the demand is unacceptable"
        if tree.tokens[head].lemma.lower() not in words_that("turned down"):
            noun = None
        else:
            turns_down = True
    span = _whole(page, statement, within)
    day = day_of(event.date if event else None, page.day)
    askers: frozenset[str] = frozenset()
    told = found = None
    # "Despite calls to resign, he said ..." holds a demand and answers none
    asked: list[str] = inner if noun is not None or statement.act == "REJECT" else []
    named: tuple[Actor, ...] = ()
    if noun is not None:
        named = _whose(page, within, tree, noun)
        askers = sides(named)
        specified = _specified(page, tree, noun, within)
        if specified is not None and not inner:
            told = Ask(
                at=_anchor(page, specified.at), statement=statement.id, day=day, askers=named,
                addressees=statement.source_actors, deed=_shown(page, specified.at), matter=specified, rejected=True,
            )  # fmt: skip
        elif not inner:
            plural = tree.tokens[noun].xpos == "NNS"
            asked = _meant(asks, statement, within.start, askers, None, plural)
    elif statement.act == "REJECT" and _stands_for(tree, within):
        asked = _meant(asks, statement, within.start, askers, _NEAR, False)
    else:
        found = matter(page, tree, head, within)
    if found is None and noun is None and not asked:
        return None
    if not turns_down and not _answering(statement, found, noun is not None):
        return None
    return Reply(
        at=_anchor(page, span), statement=statement.id, act=statement.act, day=day, speakers=statement.source_actors,
        words=_shown(page, span), matter=found, speaks_of=noun is not None, askers=askers, asked=tuple(asked),
        turns_down=turns_down, told=told,
    )  # fmt: skip


def _answering(statement: Statement, found: Matter | None, noun: bool) -> bool:
    """Whether a statement that turns nothing down may be an answer: who promises or does something, who says that he
    will not, who complains of a demand."""
    if found is not None and found.unwilling:
        return True
    if statement.act in {"COMMIT", "CONCEDE", "ANNOUNCE"}:
        return noun or (found is not None and found.type is not None and not found.negative)
    return statement.act == "CRITICIZE" and noun


def _demand_noun(tree: Tree, head: int) -> int | None:
    """The noun for a demand that a content is about: its head or the subject of it."""
    nouns = words_that("demand")
    for k in (head, *tree.children(head, "nsubj")):
        if tree.tokens[k].upos == "NOUN" and tree.tokens[k].lemma.lower() in nouns:
            return k
    return None


def _whose(page: Page, within: Span, tree: Tree, noun: int) -> tuple[Actor, ...]:
    """Those whose demand it is, by the words before the noun: "Russian demands", "the union's demand"."""
    until = tree.tokens[noun].span.start
    out: dict[Actor, None] = {}
    for mention in page.actors(within.start, until):
        for actor in mention.actors:
            if side(actor) is not None:
                out.setdefault(_speaking(actor))
    return tuple(out)


def _speaking(actor: Actor) -> Actor:
    """A state that speaks is its government (codebook, section 5)."""
    return (
        Actor(f"{actor.id}.GOV", actor.name) if actor.id is not None and re.fullmatch(r"[A-Z]{3}", actor.id) else actor
    )


def _specified(page: Page, tree: Tree, noun: int, within: Span) -> Matter | None:
    """The matter of "demands, including a ban on ...", "the demand to reopen ...", "ultimatums on withdrawing ..."."""
    for k in tree.children(noun, "acl", "nmod", "ccomp", "xcomp"):
        token = tree.tokens[k]
        if k > noun and token.deprel not in {"acl:relcl", "nmod:poss"} and within.contains(token.span):
            leads = {tree.tokens[c].lemma.lower() for c in tree.children(k, "case", "mark")}
            if token.deprel.startswith("nmod") and not leads & {"include", "for", "on", "of", "such", "like"}:
                continue
            return matter(page, tree, k, within)
    return None


def _stands_for(tree: Tree, within: Span) -> bool:
    """Whether the content is only "it", "so", "to do so"."""
    words = [t.form.lower() for t in tree.tokens if within.contains(t.span) and t.upos != "PUNCT"]
    return 0 < len(words) <= 3 and words[-1] in words_that("proform") and set(words[:-1]) <= {"to", "do", "doing"}


def _meant(
    asks: list[Ask], statement: Statement, start: int, askers: frozenset[str], near: int | None, plural: bool
) -> list[str]:
    """The demands told before, in this report, that "the demand" speaks of: the last one made to the speaker by those
    whose demand it is; all of them for "the demands"."""
    speakers = sides(statement.source_actors)
    out: list[str] = []
    for ask in reversed(asks):
        if ask.at.span.end > start or (near is not None and start - ask.at.span.end > near):
            continue
        by, to = sides(ask.askers), sides(ask.addressees)
        if by & speakers or (to and not to & speakers) or (askers and not askers & by):
            continue
        out.append(ask.statement)
        if not plural:
            break
    return out


def _whole(page: Page, statement: Statement, within: Span) -> Span:
    """From source to content where they stand in one sentence, else the content."""
    sentence = page.sentence(within.start)
    parts = [within, *(p for p in (statement.source, statement.cue) if p and sentence and sentence.contains(p))]
    return Span(min(p.start for p in parts), max(p.end for p in parts))


# --- deeds -----------------------------------------------------------------------------------------------------


def _doing(page: Page, event: Event) -> Doing | None:
    """A deed that somebody is said to have done, by the reporter or by one who holds it to be so.

    One without a day may be what led to a demand, one named in passing ("after the withdrawal") may be feared or long
    past: neither is taken.
    """
    if event.statement is not None or event.status != "actual" or not event.actors:
        return None
    tree = page.trees.at(event.trigger.start)
    if tree is None:
        return None
    dated = event.date is not None and event.date.earliest is not None
    head = tree.head_of(event.trigger)
    if head is None or not (dated or tree.sentence.role == "headline") or not told_as_done(tree, head):
        return None
    tellers: set[str] = set()
    for said in page.chain(event.attributed_to):
        if said.act not in _HELD or said.certainty != "CT+":
            return None
        tellers |= sides(said.source_actors) or {"?"}
    found = matter(page, tree, head, tree.sentence.span)
    if found is None or found.negative or found.type is None:
        return None
    whole = tree.sentence.span
    shown = whole if len(whole) <= _LONG else event.trigger
    return Doing(
        at=_anchor(page, shown), event=event.id, day=day_of(event.date, page.day), actors=event.actors,
        words=_shown(page, shown), matter=found, tellers=frozenset(tellers),
        named=states(a for m in page.actors(whole.start, whole.end) for a in m.actors),
    )  # fmt: skip
