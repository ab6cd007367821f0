"""To whom and of whom: the addressees and targets of every statement, by weights learned from our own marked texts.

The clause of the cue names them in one statement of three; the rest is in what is said ("the strike", "its troops"), in
the sentence before, in who spoke just now. All of these are *answers*: sets of actor ids, "nobody" among them, each
with features that say how its words stand to the statement. What the features weigh is learned
(``data/hearers.csv``, made by ``training/hearers.py``); ``offers`` makes the choice.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from standoff.grammar import Trees
from standoff.model import Actor, Analysis, Event, Mark, Span, Statement
from standoff.resolve.audience import is_pronoun
from standoff.resolve.coref import Cast
from standoff.resolve.offers import Answer, Gathering, learned
from standoff.resolve.party import Heard, Party
from standoff.resolve.verbal import in_role

ROLES = ("addressee", "target")
#: Sentences before and after the cue's that are searched, and phrases of them that count.
_BEFORE, _AFTER, _MANY = 2, 1, 60
#: Statements before and after whose hearers count.
_TALK = 5
_CONTENT_MANY = 24
#: How much the log odds of the network's pointers count beside the learned weights, which know most of what they know.
_POINTER = 0.5


class Hall:
    """All of one report that may be spoken to or of. ``statements`` in text order with their sources resolved."""

    def __init__(self, statements: Sequence[Statement], deeds: Sequence[Event], analysis: Analysis, cast: Cast) -> None:
        self.statements = statements
        self.deeds = sorted((d for d in deeds if d.statement is None), key=lambda d: (d.trigger.start, d.id))
        self._deed_starts = [d.trigger.start for d in self.deeds]
        self.cast = cast
        self.states = cast.knowledge.state_names
        self._heard_sentences = [h.sentence for h in cast.heard]
        self._trees = Trees(analysis.sentences)
        self._by_id = {s.id: n for n, s in enumerate(statements)}
        self._most = self._prevailing()
        self._marks = [m for m in analysis.marks if m.head == "cue" and m.points]
        self._mark_starts = [m.span.start for m in self._marks]

    def answers(self, statement: Statement, role: str) -> list[Answer]:
        """Every answer for ``role`` of ``statement``, nobody first."""
        found = Gathering()
        act = statement.act
        self._phrases(statement, role, found)
        self._speakers(statement, found)
        self._told(statement, role, found)
        if role == "addressee":
            self._talk(statement, found)
        own = {a.id for a in statement.source_actors if a.id}
        sides = {(i or "").partition(".")[0] for i in own}
        sector = _sector(statement.source_actors[0].id) if statement.source_actors else "?"
        others = [s for s in self.cast.order if s not in sides]
        for n, state in enumerate(others[:3]):
            found.add((Actor(f"{state}.GOV"),), (f"about{n}",))
            if role == "addressee":
                found.add((Actor(f"{state}.GOV"),), (f"about{n}:of{min(len(others), 4)}", f"about{n}:from:{sector}"))
        if role == "addressee" and sector not in {"GOV", "state", "body", "?"}:
            for state in sorted(sides & self.states.keys()):
                found.add((Actor(f"{state}.GOV"),), ("rulers", f"rulers:{sector}", f"rulers:of{min(len(others), 4)}"))
        empty = not any(self.cast.within(c) for c in statement.content)
        for kind, most in self._most.items():
            for n, ident in enumerate([i for i in most if i.partition(".")[0] not in sides][:2]):
                found.add((Actor(ident),), (f"{kind}{n}", f"{kind}{n}:empty={empty}"))
        named = statement.addressees_at if role == "addressee" else statement.targets_at
        other = statement.targets_at if role == "addressee" else statement.addressees_at
        cue = (statement.cue.of(self.cast.text).split() or [""])[-1].lower() if statement.cue else "-"
        nobody = [
            "none", f"none:{statement.quotation}", f"none:{statement.origin.rule.partition('/')[0]}",
            f"none:named={bool(named)},{bool(other)}", f"none:{cue}", f"none:from:{sector}",
            f"none:inside={statement.inside is not None}", f"none:you={second_person(statement, self.cast.text)}",
        ]  # fmt: skip
        out = [Answer((), _with_act(nobody, act))]
        for ids, features in found.features.items():
            if set(ids) & own and not any(f.startswith("named-") for f in features):
                continue  # nobody speaks to himself, or of himself, unless the words say so
            more = [f"size{min(len(ids), 3)}", *(f"sector:{_sector(i)}" for i in ids[:1])]
            if {i.partition(".")[0] for i in ids} & sides:
                more.append("side")
            out.append(
                Answer(
                    ids,
                    _with_act([*features, *more], act),
                    found.actors[ids],
                    tuple(found.at.get(ids, ())),
                    found.bonus[ids],
                )
            )
        return out

    def _prevailing(self) -> dict[str, list[str]]:
        """Whom the report as a whole tells of, most first: doers of its deeds as such and as their government, and
        those its cues name."""
        doers: Counter[str] = Counter()
        behind: Counter[str] = Counter()
        for deed in self.deeds:
            for actor in deed.actors:
                state = (actor.id or "").partition(".")[0]
                doers[actor.id or ""] += 1
                behind[f"{state}.GOV" if state in self.states else state] += 1
        named: Counter[str] = Counter()
        for statement in self.statements:
            for span in (*statement.targets_at, *statement.addressees_at):
                named.update(a.id for a in in_role(self.cast.party(span), "target", self.states) if a.id)
        counts = {"doer-most": doers, "behind-most": behind, "named-most": named}
        return {k: [i for i, _ in sorted(c.items(), key=lambda one: (-one[1], one[0])) if i] for k, c in counts.items()}

    # --- where answers come from -------------------------------------------------------------------------------

    def _phrases(self, statement: Statement, role: str, found: Gathering) -> None:
        anchor = (statement.cue or statement.content[0]).start
        here = self.cast.sentence_of(anchor)
        low = bisect_left(self._heard_sentences, here - _BEFORE)
        high = bisect_right(self._heard_sentences, here + _AFTER)
        near = self.cast.heard[max(low, bisect_left(self._heard_sentences, here) - _MANY) : min(high, low + 2 * _MANY)]
        inside = [h for c in statement.content for h in self.cast.within(c)[:_CONTENT_MANY]]
        points = self._points(statement, role)
        counts: dict[str, int] = {}
        for heard in sorted({(h.start, h.end): h for h in (*near, *inside)}.values(), key=lambda h: (h.start, -h.end)):
            if statement.source is not None and statement.source.contains(heard.span):
                continue
            where = _where(heard, statement, anchor, here)
            rank = counts.get(where, 0)
            counts[where] = rank + 1
            self._phrase(heard, where, rank, statement, points, found)
        for span in statement.addressees_at:
            kind = self.cast.party(span).kind
            found.add(statement.addressees, ["named-to", f"named-to:{kind}"], span)
        for span in statement.targets_at:
            party = self.cast.party(span)
            if is_pronoun(span.of(self.cast.text)):
                found.add(statement.targets, ["named-of", f"named-of:{party.kind}"], span)
            else:
                self._readings(party, ["named-of", f"named-of:{party.kind}"], span, found)

    def _phrase(
        self,
        heard: Heard,
        where: str,
        rank: int,
        statement: Statement,
        points: Mapping[Span | None, float],
        found: Gathering,
    ) -> None:
        relation, before = self._stands(heard.span)
        features = [
            where, f"{where}:{relation}", f"{where}:rank{min(rank, 3)}", f"{where}:{heard.party.kind}",
            f"{where}:place={heard.place}", f"{where}:after:{before}",
        ]  # fmt: skip
        if heard.pronoun:
            features.append(f"{where}:pronoun")
        if heard.speaks:
            features.append(f"{where}:speaks")
        for name, spans in (("to", statement.addressees_at), ("of", statement.targets_at)):
            if any(span.overlaps(heard.span) for span in spans):
                features.append(f"in-named-{name}")
        bonus = max((worth for span, worth in points.items() if span and heard.span.overlaps(span)), default=0.0)
        self._readings(heard.party, features, heard.span, found, bonus)

    def _readings(self, party: Party, features: list[str], at: Span, found: Gathering, bonus: float = 0.0) -> None:
        """A party as it reads in the role, as its government, and as its plain country."""
        actors = in_role(party, "target", self.states)
        found.add(actors, features, at, bonus)
        states = {(a.id or "").partition(".")[0] for a in actors} & self.states.keys()
        if len(states) == 1 and len(actors) == 1:
            state = states.pop()
            lead = features[:1]
            if actors[0].id != f"{state}.GOV":
                found.add((Actor(f"{state}.GOV"),), [f"up:{f}" for f in lead] + [f"up:{_sector(actors[0].id)}"], at)
            people = party.sort == "demonym" or (actors[0].id or "").endswith(".CVL")
            if people or party.kind == "place":
                found.add((Actor(state),), [f"plain:{f}" for f in lead] + [f"plain:{party.sort}"], at)

    def _speakers(self, statement: Statement, found: Gathering) -> None:
        """Those who spoke just before or speak next, and whose words hold this statement."""
        at = self._by_id[statement.id]
        for step in (-3, -2, -1, 1):
            if 0 <= at + step < len(self.statements):
                other = self.statements[at + step]
                where = f"spoke{step:+d}"
                found.add(
                    other.source_actors,
                    (where, f"{where}:{other.act}", f"{where}:inside={other.inside == statement.id}"),
                )
                if step == -1:
                    for span in (*other.targets_at, *other.addressees_at):
                        found.add(in_role(self.cast.party(span), "target", self.states), ("heard-1",), span)
        outer = self._by_id.get(statement.inside or "")
        if outer is not None:
            found.add(self.statements[outer].source_actors, ("outer", f"outer:{self.statements[outer].act}"))

    def _talk(self, statement: Statement, found: Gathering) -> None:
        """Whom the same speaker speaks to and of a little before and after, and who speaks to or of him."""
        at = self._by_id[statement.id]
        own = {a.id for a in statement.source_actors if a.id}
        sides = {(i or "").partition(".")[0] for i in own}
        you = second_person(statement, self.cast.text)
        for k in range(max(0, at - _TALK), min(len(self.statements), at + _TALK + 1)):
            other = self.statements[k]
            if k == at:
                continue
            when = "before" if k < at else "after"
            targets = [a for span in other.targets_at for a in in_role(self.cast.party(span), "target", self.states)]
            if own and own == {a.id for a in other.source_actors}:
                if other.addressees:
                    near = "near" if abs(k - at) == 1 else "far"
                    features = (
                        f"mine:to:{when}",
                        f"mine:to:{when}:you={you}",
                        f"mine:to:{when}:{near}",
                        f"mine:to:{other.act}",
                    )
                    found.add(other.addressees, features)
                if targets:
                    found.add(targets, (f"mine:of:{when}", f"mine:of:{when}:{other.act}"))
                continue
            met = {(a.id or "").partition(".")[0] for a in (*other.addressees, *targets)}
            if met & sides and other.source_actors:
                found.add(other.source_actors, (f"at-me:{when}", f"at-me:{when}:{other.act}"))

    def _told(self, statement: Statement, role: str, found: Gathering) -> None:
        """Doers and objects of the deeds told in the content, in the rest of the sentence and the one before."""
        anchor = (statement.cue or statement.content[0]).start
        here = self.cast.sentence_of(anchor)
        sides = {(a.id or "").partition(".")[0] for a in statement.source_actors if a.id}
        first = bisect_left(self._deed_starts, min(anchor, statement.content[0].start) - 400)
        last = bisect_left(self._deed_starts, max(anchor, statement.content[-1].end) + 1)
        for deed in self.deeds[first:last][-12:]:
            inside = any(c.contains(deed.trigger) for c in statement.content)
            gap = here - self.cast.sentence_of(deed.trigger.start)
            where = "in" if inside else f"back{gap}" if 0 <= gap <= 2 else ""
            if where:
                found.add(deed.actors, (f"doer-{where}", f"doer-{where}:{deed.type}"), deed.trigger)
                found.add(deed.recipients, (f"object-{where}", f"object-{where}:{deed.type}"), deed.trigger)
                if role == "addressee" and sides & {(a.id or "").partition(".")[0] for a in deed.recipients}:
                    found.add(deed.actors, ("did-to-me", f"did-to-me:{deed.type}"), deed.trigger)

    def _stands(self, span: Span) -> tuple[str, str]:
        """Relation of a phrase's head and the word before the phrase, lower-cased; "-" where there is none."""
        tree = self._trees.at(span.start)
        head = tree.head_of(span) if tree is not None else None
        if tree is None or head is None:
            return "-", "-"
        first = min(tree.at(span), default=head)
        while first and tree.tokens[first - 1].upos == "DET":
            first -= 1
        before = tree.tokens[first - 1] if first else None
        word = before.lemma.lower() if before is not None and before.upos in ("ADP", "SCONJ", "VERB") else "-"
        return tree.tokens[head].deprel, word if before is None or before.upos != "VERB" else "VERB"

    def _points(self, statement: Statement, role: str) -> dict[Span | None, float]:
        """Where the analyser's pointers see the one in ``role``, as log odds."""
        if statement.cue is None or not self._marks:
            return {}
        k = bisect_right(self._mark_starts, statement.cue.end - 1) - 1
        best: Mark | None = None
        while k >= 0 and self._marks[k].span.start > statement.cue.start - 60:
            if self._marks[k].span.overlaps(statement.cue) and (best is None or self._marks[k].score > best.score):
                best = self._marks[k]
            k -= 1
        out: dict[Span | None, float] = {}
        for point in best.points if best is not None else ():
            if point.name == role:
                odds = min(max(point.score, 0.01), 0.99)
                out[point.span] = _POINTER * max(0.0, math.log(odds / (1 - odds)) + 2.0)
        return out


def _where(heard: Heard, statement: Statement, anchor: int, here: int) -> str:
    if any(c.contains(heard.span) for c in statement.content):
        return "content"
    if any(heard.start < c.end and c.start < heard.end for c in statement.content):
        return "around"
    gap = here - heard.sentence
    if gap == 0:
        return "before" if heard.start < anchor else "after"
    return f"back{min(gap, 2)}" if gap > 0 else "next"


_YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)


def second_person(statement: Statement, text: str) -> bool:
    """Whether somebody is spoken to in what is said, in the speaker's own words."""
    return statement.quotation != "indirect" and any(_YOU.search(c.of(text)) for c in statement.content)


def _sector(ident: str | None) -> str:
    _, dot, sector = (ident or "").partition(".")
    return sector if dot else ("state" if len(ident or "") == 3 else "body")


def _with_act(features: Sequence[str], act: str) -> tuple[str, ...]:
    return (*features, *(f"{act}/{feature}" for feature in features))


def weights(role: str) -> Mapping[str, float]:
    """What each feature weighs for ``role``, one of :data:`ROLES`."""
    return learned("hearers.csv", role)
