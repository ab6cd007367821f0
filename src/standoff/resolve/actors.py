"""A noun phrase to the actors it names: heads, owners, titles, appositions, coordination.

The words of the phrase become items (known name, known noun, capitalised name, pronoun, small word), read from left to
right: what stands before a possessive or modifies the head is the *owner*, the last noun or name before the first
preposition is the *head*, what follows "of", "for", "from", "in" is an owner too. "NATO official" speaks for NATO,
"army spokesman" for the army of the owner, "Russian troops" are RUS.MIL, "President Yoon" holds the post that he held
on the report's date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from standoff.data import table
from standoff.model import Actor, Place, Unresolved
from standoff.resolve.appositions import LEFT_OFFICE, with_apposition
from standoff.resolve.knowledge import Knowledge, Sense, fold
from standoff.resolve.party import COUNTRY, NOBODY, Party
from standoff.resolve.people import People
from standoff.resolve.phrase import Item, Piece, pieces
from standoff.resolve.standins import STANDS_FOR
from standoff.resolve.wordlists import word_class

#: Asks the report: (what, item) -> Party; ``what`` is a pronoun, "text", "ELI", or "noun|own|again SECTOR KEY".
Ask = Callable[[str, Item], Party]
#: A place name to the place it is.
Where = Callable[[str], Place | Unresolved]

_OF_REGIONS = frozenset(fold(d) for row in table("region_demonyms.csv") for d in row["demonyms"].split("|"))
_PEOPLE = word_class("people")
_FEMALE = word_class("female")
_REGIONAL = word_class("regional")
_ANONYMOUS = word_class("anonymous")
_REALMS = word_class("realms")
_RELATIONAL = word_class("relational")
_PARTNERS = word_class("partners")
_PLURAL_NAMES = word_class("plural_names")
_TWO_PERSONS = word_class("two_persons")
#: Modifiers that turn even a noun with a sector of its own ("rebel commander", "separatist prime minister"), and those
#: that turn one of the army's ("police unit").
_TURNING, _POLICING = frozenset({"REB", "OPP", "PRM"}), frozenset({"COP", "SPY"})
#: Last words of the names of papers.
_MASTHEADS = frozenset(
    "chronicle gazette guardian herald journal mail mirror news post standard telegraph times tribune".split()
)
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "SPY", "COP", "JUD"})
_PRIVATE = frozenset({"JRN", "BUS", "NGO", "LAB", "PTY", "OPP"})


class Reader:
    """Reads phrases against one report's date, persons and context; what it does not find in the phrase it asks of
    the report."""

    def __init__(
        self, knowledge: Knowledge, day: str | None, ask: Ask, states: Callable[[], Sequence[str]], where: Where
    ) -> None:
        self.knowledge = knowledge
        self.day = day
        self.ask = ask
        self.states = states
        self.where = where
        self.people = People(knowledge, day, states)

    def read(self, items: Sequence[Item]) -> Party:
        """The party that a phrase's items name; several actors when it is coordinated."""
        parts = pieces(items)
        if not parts:
            return NOBODY
        parties = []
        shared: Party | None = None
        for n, piece in enumerate(parts):
            if piece.shares_head and n + 1 < len(parts):
                head = parts[-1]
                piece = Piece((*piece.items, *head.headed()), piece.appositions)
            party = self._piece(piece, shared if n and not piece.owners() else None)
            if n == 0:
                shared = self._owner_of(piece)
            parties.append(party)
        if len(parties) == 1:
            return parties[0]
        actors = tuple(dict.fromkeys(a for p in parties for a in p.actors))
        known = next((p for p in parties if p.actors), parties[0])
        reason = "" if actors else known.reason
        return Party(actors, known.kind if known.kind != "person" else "group", True, known.sort, known.key, reason)

    # --- one noun phrase -----------------------------------------------------------------------------------------

    def _piece(self, piece: Piece, inherited: Party | None) -> Party:
        head = piece.head()
        if head is None:
            complement = piece.complement()
            return self.read(complement) if complement else NOBODY
        owner = self._owner_of(piece) or inherited
        party = self._head(piece, head, owner)
        for apposition in piece.appositions:
            party = with_apposition(party, piece, apposition, self.people, self._piece)
        return party

    def _owner_of(self, piece: Piece) -> Party | None:
        """The owner that the phrase itself names, nearest to the head first; None when it names none."""
        for group in piece.owners():
            party = self._owner(group)
            if party is not None and party.actors:
                return party
        head = piece.head()
        for item in piece.front() if head is not None and head.kind == "noun" else ():
            # "Tibetan monks": no state's people, yet a state's
            if item.kind in {"proper", "word"} and item.text[:1].isupper() and item.folded in _OF_REGIONS:
                return self._located(item)
        return None

    def _owner(self, group: Sequence[Item]) -> Party | None:
        last = group[-1]
        if last.kind == "pronoun":
            return self.ask(last.folded, last)
        if last.kind == "name" and last.senses:
            if last.senses[0].kind == "person" or len(group) > 1:
                return self.read(group)
            return self._named(last, None)
        if last.kind == "noun" and last.noun is not None:
            if len(group) == 1 and last.noun.grade == "lent" and not last.possessive:
                return None
            return self.read([*group])
        if last.kind == "proper":
            known = self.people.met(last)
            if known is not None:
                return Party((known,), "person", sort="person")
            if last.key == "LOC":
                return self._place(last)
            found = self.people.by_surname(last, None)
            return found if found.first is not None and found.first.id else self._place(last)
        return None

    def _place(self, item: Item) -> Party | None:
        """The country of a place that no table of actors knows ("Mariupol's city council")."""
        if item.key != "LOC" and (item.key or " " in item.folded):
            return None
        return self._located(item)

    def _located(self, item: Item) -> Party | None:
        place = self.where(item.text)
        if isinstance(place, Unresolved) or place.country not in self.knowledge.state_names:
            return None
        return Party((Actor(place.country),), "place", sort="place", key=item.folded)

    def _head(self, piece: Piece, head: Item, owner: Party | None) -> Party:
        if head.kind == "pronoun":
            return self.ask(head.folded, head)
        if head.kind == "noun":
            return self._noun(piece, head, owner)
        if head.senses and head.senses[0].kind != "person":
            named = self._named(head, owner)
            title = piece.title()
            rest = piece.unknown_head()
            if named.kind == COUNTRY and rest:
                return self._unknown(rest, named)
            if named.kind == COUNTRY and title is not None and title.noun is not None and not piece.possessed():
                return self._noun(piece, title, named)
            return named
        title = piece.title()
        if head.kind == "proper" and not self.people.maybe(head, titled=title is not None):
            if title is not None and owner is not None and head.key in {"LOC", "ORG"}:
                return self._noun(piece, title, owner)
            if head.folded in _REALMS and piece.complement():
                return self.read(piece.complement())
            place = self._place(head) if head.key in {"LOC", ""} else None
            place = self._paper(head, owner) or place
            return place or Party(reason="unknown organisation" if head.key == "ORG" else "unknown name")
        return self._person(piece, head, owner)

    def _paper(self, head: Item, owner: Party | None) -> Party | None:
        """A paper that no table knows by its whole name: "the Times" is one named before, "the Lima Herald" Peru's."""
        *before, last = head.folded.split(" ")
        if last not in _MASTHEADS:
            return None
        state = self._state(owner) if owner is not None and owner.kind == COUNTRY else None
        if state is not None:
            return Party((Actor(f"{state}.JRN"),), "org", sort="media", key=head.folded)
        if not before:
            named = self.ask("paper", head)
            return named if named.actors else None
        places = (self.where(word.title()) for word in before)
        of = next((p.country for p in places if isinstance(p, Place) and p.country in self.knowledge.state_names), None)
        return Party((Actor(f"{of}.JRN"),), "org", sort="media", key=head.folded) if of else None

    # --- names -------------------------------------------------------------------------------------------------

    def _named(self, item: Item, owner: Party | None) -> Party:
        """A known name that is no person's."""
        live = [s for s in item.senses if s.kind != "person" and s.holds(self.day)]
        if not live:
            reason = f"{item.text} is known, but not for the report's date" if item.senses else "unknown name"
            return Party((), "org", reason=reason, candidates=tuple(sorted({s.id for s in item.senses})))
        live = self._fitting(live, owner)
        ids = list(dict.fromkeys(s.id for s in live))
        best = live[0]
        if len(ids) > 1:
            best = self._by_context(live) or best
        if best.kind == "demonym":
            plural = item.folded.endswith("s") and not item.folded.endswith(("us", "ss"))
            return Party((Actor(best.id),), COUNTRY, plural, "demonym", item.folded)
        if best.kind in {"state", "capital"}:
            return Party((Actor(best.id),), COUNTRY, False, best.kind, item.folded)
        named = self.states()
        if owner is None and best.kind == "organ" and item.noun is not None and named and best.state not in named:
            found = self.ask(f"own {item.noun.sector or 'GOV'} {item.key}", item)
            return Party(found.actors, "org", False, item.noun.sector, item.key, found.reason, found.candidates)
        national = best.kind == "organ" or (
            best.kind in {"body", "ngo"} and owner is not None and owner.kind == COUNTRY
        )
        if owner is not None and national and owner.actors and item.noun is not None:
            state = self._state(owner)
            if state is not None and state != best.state:
                return Party((Actor(f"{state}.{item.noun.sector or 'GOV'}"),), "org", False, "organ", item.folded)
        plural = item.folded in _PLURAL_NAMES
        return Party((Actor(best.id),), "org", plural, best.kind, item.folded)

    def _fitting(self, senses: list[Sense], owner: Party | None) -> list[Sense]:
        if owner is None or not owner.actors:
            return senses
        state = self._state(owner)
        return [s for s in senses if s.state == state] or senses

    def _by_context(self, senses: Sequence[Sense]) -> Sense | None:
        """The sense whose state the report names first; None when it names none of them."""
        for state in self.states():
            for sense in senses:
                if sense.state == state:
                    return sense
        return None

    def _unknown(self, word: str, owner: Party) -> Party:
        """A country's somebody that no table knows ("a Swiss toxicologist"): people when the word looks like people."""
        who = word.endswith(("er", "or", "ist", "ers", "ors", "ists", "man", "men", "woman", "women", "ians", "ian"))
        if not who:
            return Party((), "org", reason=f"{word!r} is no known actor")
        actors = tuple(Actor(f"{a.id}.CVL") for a in owner.actors)
        return Party(actors, "group" if word.endswith("s") else "person", word.endswith("s"), "CVL", word)

    def _state(self, party: Party) -> str | None:
        """The one state of a party's actors, None for international bodies and mixed company."""
        found = {a.id.partition(".")[0] for a in party.actors if a.id}
        if len(found) != 1:
            return None
        state = found.pop()
        return state if state in self.knowledge.state_names else None

    # --- nouns -------------------------------------------------------------------------------------------------

    def _noun(self, piece: Piece, head: Item, owner: Party | None) -> Party:
        noun = head.noun
        assert noun is not None
        sector, grade, key = noun.sector, noun.grade, head.key
        lending = piece.lender() if noun.kind != "text" else None
        asked = "noun"
        if lending is not None and lending.noun is not None and lending.noun.sector:
            turning = lending.noun.sector in _TURNING or (sector == "MIL" and lending.noun.sector in _POLICING)
            if turning or (grade == "lent" and (lending.noun.grade == "own" or lending.noun.kind == "body")):
                sector, grade = lending.noun.sector, "own" if turning else lending.noun.grade
                key = lending.key + " " + key
                asked = "own"
        left = piece.has(LEFT_OFFICE) and noun.kind in {"person", "group"} and noun.sector in _OFFICIAL
        plural = head.plural
        kind = {"person": "group" if plural else "person", "group": "group", "body": "org", "text": "text"}[noun.kind]
        female = True if head.key.split(" ")[-1] in _FEMALE else None

        def party(actors: tuple[Actor, ...], reason: str = "") -> Party:
            guessed = owner is not None and (owner.guessed or owner.kind == "place")
            return Party(actors, kind, plural, sector, key, reason, female=female, guessed=guessed)

        if noun.kind == "text" and owner is None:
            return self.ask("text", head)
        counted = piece.counted()
        if counted is not None and key in _TWO_PERSONS and (owner is None or counted.kind == "pronoun"):
            persons = self.ask(f"{counted.folded} persons", counted)
            if persons.actors:
                return party(persons.actors)
        if owner is None and counted is not None and plural:
            owner = self.ask(counted.folded, counted)
            if not owner.actors:
                return Party((), kind, plural, sector, key, owner.reason)
        if owner is None and lending is not None and lending.key in STANDS_FOR:
            body = self.ask(f"noun GOV {lending.key}", lending)  # "an official of the alliance"
            owner = body if body.actors else None
        if head.key.split(" ")[-1] in _RELATIONAL and (owner is None or owner.kind in {"person", "group"}):
            return Party((), kind, plural, sector, key, f"{head.text!r} of whom is not said")
        if head.key.split(" ")[-1] in _PARTNERS and owner is not None and owner.kind != "org":
            return Party((), kind, plural, sector, key, f"{head.text!r} of one state are others, not named")
        if not sector and noun.kind == "body" and owner is not None and owner.kind == COUNTRY:
            return Party((), kind, plural, sector, key, f"what {head.text!r} it is is not said")
        if owner is None or not owner.actors:
            if owner is not None and owner.kind != "none":
                return Party((), kind, plural, sector, key, owner.reason or "unknown owner", owner.candidates)
            hidden = self._hidden(piece, head)
            if hidden is not None:
                return Party(hidden.actors, kind, plural, sector, key, hidden.reason)
            if sector == "REB" and key.startswith("separatist"):
                breakaway = self.ask("breakaway", head)
                if breakaway.actors:
                    return party(breakaway.actors)
            if kind == "person" and not left and piece.known():
                again = self.ask(f"again {sector} {key}", head)
                if again.actors:
                    return again
            found = self.ask("ELI" if left else f"{asked} {sector or 'GOV'} {key}", head)
            if self._backed(piece) & {(a.id or "").partition(".")[0] for a in found.actors}:
                return Party((), kind, plural, sector, key, f"whose {head.text!r} is not said")
            return Party(found.actors, kind, plural, sector, key, found.reason, found.candidates, female, True)
        if left:
            return party(
                tuple(Actor(f"{a.id[:3]}.ELI") for a in owner.actors if a.id and self._stately(a.id)) or owner.actors
            )
        return party(tuple(dict.fromkeys(Actor(self._combined(a, sector, grade, owner)) for a in owner.actors if a.id)))

    def _hidden(self, piece: Piece, head: Item) -> Party | None:
        """Why nobody is to be looked up for a noun without an owner: "Western diplomats", "people familiar with the
        matter"."""
        if piece.has(_REGIONAL):
            if (
                piece.has(frozenset({"european"}))
                and head.plural
                and head.key.split(" ")[-1] in {"leaders", "officials", "ministers"}
            ):
                return Party((Actor("EU"),))
            return Party(reason=f"which country's {head.text!r} is not said")
        if head.noun is not None and head.noun.kind == "person" and piece.anonymous():
            return Party(reason="the report keeps the source's name and side to itself")
        last = head.key.split(" ")[-1]
        nameless = last in _ANONYMOUS or (head.noun is not None and head.noun.sector == "NGO")
        if nameless and not piece.definite():
            return Party(reason=f"whose {head.text!r} is not said")
        return None

    def _backed(self, piece: Piece) -> set[str]:
        """The states that a phrase says its people are for, not of: "pro-Russian separatists" are nobody's Russians."""
        return {s.state for i in piece.front() if i.hyphen == "pro" for s in i.senses if s.state}

    def _stately(self, ident: str) -> bool:
        return ident.partition(".")[0] in self.knowledge.state_names

    def _combined(self, owner: Actor, sector: str, grade: str, party: Party) -> str:
        """The id of a noun's actor from its owner's id and its own sector."""
        ident = owner.id or ""
        state, _, of = ident.partition(".")
        if not self._stately(ident):
            return ident
        if not of:
            return f"{state}.{sector or 'GOV'}"
        if grade == "lent" or not sector:
            return ident
        if of in {"REB", "PRE", "PRM"} and sector != "JRN" and (sector not in _PEOPLE or party.sort == "armed"):
            return ident
        if of in _PRIVATE and sector in {"GOV", "MIL", "BUS", "CVL", "LAB", "NGO"}:
            return ident if sector in {"GOV", "BUS"} or (of == "OPP" and sector == "LEG") else f"{state}.{sector}"
        return f"{state}.{sector}"

    # --- persons -----------------------------------------------------------------------------------------------

    def _person(self, piece: Piece, head: Item, owner: Party | None) -> Party:
        title = piece.title()
        told: Party | None = None
        if title is not None and owner is None:
            titled = self.people.by_title(head, title)
            if titled is not None:
                left = piece.has(LEFT_OFFICE)
                return self.people.resolve(head, titled, None, left=left, titled=True)
        if title is not None:
            # "Foreign Ministry spokesman X" speaks for the ministry of those it is about, "ministry spokesman X" for
            # the one last named
            lending = piece.lender()
            bodied = lending is not None and " " in lending.key
            told = self._noun(piece, title, owner) if owner is not None or bodied else None
            if told is None or not told.actors:
                found = self.ask(f"noun {(title.noun.sector if title.noun else '') or 'GOV'} {title.key}", title)
                told = Party(found.actors, "person", sort=title.noun.sector if title.noun else "", guessed=True)
        elif owner is not None and owner.actors and owner.kind != "person":
            told = Party(
                tuple(
                    a if (a.id and "." in a.id) or not self._stately(a.id or "") else Actor(f"{a.id}.GOV")
                    for a in owner.actors
                ),
                "person",
            )
        left = piece.has(LEFT_OFFICE)
        found = self.people.resolve(head, told, owner, left=left, titled=title is not None)
        if title is None and owner is None and not any(a.id for a in found.actors):
            return self.people.outlived(head) or found
        return found
