"""Persons by name: the post held on the report's date, what the report itself says of them, surnames alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from standoff.model import Actor
from standoff.resolve.knowledge import Knowledge, Sense, fold
from standoff.resolve.party import Party
from standoff.resolve.phrase import Item

_HEADS = frozenset({"president", "prime minister", "chancellor"})


class People:
    """The persons of one report. ``known`` maps folded names and surnames to the fullest that is known; it grows with
    reading.

    ``states`` gives the states that the report names, the most often named first; ``day`` is its date.
    """

    def __init__(self, knowledge: Knowledge, day: str | None, states: Callable[[], Sequence[str]]) -> None:
        self.knowledge = knowledge
        self.day = day
        self.states = states
        self.known: dict[str, Actor] = {}

    def met(self, name: Item) -> Actor | None:
        """A person that the report has named before, by the full name or the last part of it."""
        return self.known.get(name.folded) or self.known.get(name.folded.split(" ")[-1])

    def maybe(self, name: Item, *, titled: bool) -> bool:
        """Whether capitalised words that no table knows may name a person: tagged so, introduced by a title, met
        before."""
        if name.folded in self.known or name.key == "PER":
            return True
        if name.key == "LOC":
            return False
        if titled or name.folded.split(" ")[-1] in self.known:
            return True
        return name.key != "ORG" and (" " in name.folded or bool(self.knowledge.holders(name.folded)))

    def resolve(self, name: Item, told: Party | None, owner: Party | None, *, left: bool, titled: bool) -> Party:
        """The person of that name. ``told`` is the post that the report gives, ``owner`` whose it is, ``left`` that
        it is former."""
        found = self._by_name(name, owner or told)
        listed = found is not None and found.sort != "past" and bool(found.ids())
        if found is None and name.folded in self.known:
            found = Party((self.known[name.folded],), "person", sort="person")
        if found is None or not (found.actors or found.candidates):
            by_surname = self.by_surname(name, owner or told if titled else None)
            found = by_surname if by_surname.actors else (found or by_surname)
        said = self.known.get(name.folded)
        if found.sort == "past" and told is None and said is not None:
            found = Party((said,), "person", sort="person")  # the report's own word goes before a post of the past
        actor = found.first
        outlived = found.sort == "past" and titled and not left and told is not None and bool(told.ids())
        # what the tables say of a full name goes before a guess at whose minister he is
        other = told is not None and not (listed and told.guessed) and _differ(told.first, actor)
        if actor is None or actor.id is None or outlived or other:
            ident = told.first.id if told is not None and told.first else actor.id if actor else None
            actor = Actor(ident, actor.name if actor and actor.name and (actor.id is None or outlived) else name.text)
        if left and actor.id and self._stately(actor.id):
            actor = Actor(f"{actor.id[:3]}.ELI", actor.name)
        self.remember(name, actor)
        reason = "" if actor.id else found.reason or "unknown person"
        return Party(
            (actor,),
            "person",
            False,
            "person" if found.sort != "past" else "past",
            name.folded,
            reason,
            found.candidates,
        )

    def remember(self, name: Item, actor: Actor) -> None:
        """Keep what the report says of a person under the name, its last part and the canonical surname."""
        if actor.id is None:
            return
        for key in dict.fromkeys((name.folded, name.folded.split(" ")[-1], fold(actor.name or "").split(" ")[-1])):
            old = self.known.get(key)
            if old is None or (len(old.name or "") <= len(actor.name or "") and not _kin(old, actor)):
                self.known[key] = actor

    def by_title(self, name: Item, title: Item) -> Party | None:
        """Who "President Yoon" is when no state is named: the report's own person, else who held such a post that
        day."""
        known = self.known.get(name.folded)
        if known is not None:
            return Party((known,), "person", sort="person")
        people = [s for s in name.senses if s.kind == "person"] or list(self.knowledge.holders(name.folded))
        full = " " in name.folded
        if not people and full:
            people = self._alike(name)
        wanted = title.key.split(" ")[-1]
        live = [s for s in people if s.holds(self.day) and (wanted in s.post or name.senses)]
        near = [s for s in live if s.state in self.states() or s.state is None] or [
            s for s in live if s.rank == 0 or full
        ]
        best = [s for s in near if wanted in s.post] or near
        found = self._tenured(best) if best else None
        return found if found is not None and found.actors and found.sort != "past" else None

    def by_surname(self, name: Item, owner: Party | None) -> Party:
        """A surname alone: as the report introduced it, else the one prominent holder of a post that day."""
        known = self.met(name)
        one_word = " " not in name.folded
        if known is not None:
            written = fold(known.name or "").replace("-", " ")
            if one_word or written.endswith(name.folded) or written == name.folded.split(" ")[-1]:
                return Party((known,), "person", sort="person")
        people = list(self.knowledge.holders(name.folded))
        if not people and not one_word:
            people = self._alike(name)
        live = [s for s in people if s.holds(self.day)]
        if owner is not None and owner.first is not None:
            state = (owner.first.id or "").partition(".")[0]
            live = [s for s in live if s.id.partition(".")[0] == state] or ([] if one_word else live)
        else:
            live = [s for s in live if s.state in self.states() or s.state is None] or [s for s in live if s.rank == 0]
            top = min((s.rank for s in live), default=9)
            live = [s for s in live if s.rank == top]
        if live:
            return self._tenured(live)
        if owner is None and one_word and self.day is not None:
            past = [s for s in people if s.rank == 0 and s.end and s.end < self.day and s.state in self.states()]
            if past and len({fold(s.shown) for s in past}) == 1:
                return self._tenured(past)
        return Party(reason="unknown person")

    def outlived(self, name: Item) -> Party | None:
        """A surname alone that only one head of state or government ever bore, after the term: "Trump" in 2022."""
        heads = [s for s in self.knowledge.holders(name.folded) if s.rank == 0 and s.post in _HEADS]
        if " " in name.folded or self.day is None or len({s.shown for s in heads}) != 1:
            return None
        if any(s.holds(self.day) for s in heads):
            return None
        if not any(s.end and s.end < self.day and s.id.endswith(".GOV") for s in heads):
            return None
        return Party((Actor(f"{heads[0].id[:3]}.ELI", heads[0].shown),), "person", sort="past", key=name.folded)

    def _alike(self, name: Item) -> list[Sense]:
        """Holders whose surname is the last word of a full name and whose first name begins alike."""
        last = name.folded.split(" ")[-1]
        return [s for s in self.knowledge.holders(last) if fold(s.shown)[:2] == name.folded[:2]]

    def _by_name(self, name: Item, owner: Party | None) -> Party | None:
        """A full name from the tables: the post held that day; a post left before makes a former official."""
        people = [s for s in name.senses if s.kind == "person"]
        if not people:
            return None
        if owner is not None and owner.first is not None:
            state = (owner.first.id or "").partition(".")[0]
            people = [s for s in people if s.id.partition(".")[0] == state] or people
        return self._tenured(people)

    def _tenured(self, people: Sequence[Sense]) -> Party:
        live = sorted((s for s in people if s.holds(self.day)), key=lambda s: s.rank)
        ids = list(dict.fromkeys(s.id for s in live))
        names = {fold(s.shown) for s in live}
        sure = bool(live) and self.day is not None and (live[0].rank < live[-1].rank or len(names) == 1)
        if len(ids) == 1 or sure:
            return Party((Actor(live[0].id, live[0].shown),), "person", sort="person")
        if len(ids) > 1:
            for state in self.states():
                here = [s for s in live if s.state == state]
                if here:
                    if len({fold(s.shown) for s in here}) == 1:
                        return Party((Actor(here[0].id, here[0].shown),), "person", sort="person")
                    break
            reason = "several posts, the report's date is unknown" if len(names) == 1 else "namesakes"
            return Party((), "person", reason=reason, candidates=tuple(ids))
        past = [s for s in people if s.end and self.day is not None and s.end < self.day]
        if past:
            stately = [s for s in past if "." in s.id and self._stately(s.id)]
            last = max(stately or past, key=lambda s: s.end)
            ident = f"{last.id[:3]}.ELI" if stately else None
            if ident and last.id.endswith((".REB", ".OPP", ".PTY", ".CRM")):
                ident = last.id
            return Party(
                (Actor(ident, last.shown),), "person", sort="past", reason="" if ident else "post ended before"
            )
        ids = sorted({s.id for s in people})
        return Party((), "person", reason="no post known for that day", candidates=tuple(ids))

    def _stately(self, ident: str) -> bool:
        return ident.partition(".")[0] in self.knowledge.state_names


def _kin(one: Actor, other: Actor) -> bool:
    """Whether two persons share a surname and not the first name: a bare surname stays with who bore it first."""
    a, b = fold(one.name or "").split(" "), fold(other.name or "").split(" ")
    return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and a[0][:1] != b[0][:1]


def _differ(told: Actor | None, known: Actor | None) -> bool:
    """Whether what the report says of a person and what the tables say cannot both be: another state."""
    if told is None or not told.id or known is None:
        return False
    return told.id.partition(".")[0] != (known.id or "").partition(".")[0]
