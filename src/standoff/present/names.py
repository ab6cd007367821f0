"""Actor ids spelled out for readers: ``RUS.MIL`` is "Russia's armed forces", ``NATO`` stays "NATO"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from standoff.data import table
from standoff.errors import DataError
from standoff.model import Actor

#: What each PLOVER sector is called; ``{of}`` is "Russia's", ``{in}`` is "Russia".
_SECTORS = {
    "GOV": "{in}",
    "MIL": "{of} armed forces",
    "LEG": "{of} legislature",
    "JUD": "{of} courts",
    "SPY": "{of} intelligence services",
    "COP": "{of} police",
    "PRM": "pro-government militias in {in}",
    "REB": "armed groups in {in}",
    "PRE": "breakaway authorities in {in}",
    "OPP": "{of} opposition",
    "PTY": "a party in {in}",
    "UAF": "unidentified gunmen in {in}",
    "UNK": "unidentified actors in {in}",
    "AGR": "farmers in {in}",
    "BUS": "business in {in}",
    "CRM": "criminals in {in}",
    "CVL": "civilians in {in}",
    "EDU": "academics in {in}",
    "ELI": "former officials of {in}",
    "JRN": "media in {in}",
    "LAB": "workers in {in}",
    "MED": "health workers in {in}",
    "NGO": "non-governmental organizations in {in}",
    "REF": "refugees from {in}",
    "REL": "religious bodies in {in}",
    "SOC": "social groups in {in}",
}
_WITH_ARTICLE = (
    "United ", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Comoros", "Seychelles",
    "Central African Republic", "Dominican Republic", "Democratic Republic", "Republic of", "Czech Republic",
)  # fmt: skip
_ISLANDS = " Islands"


@cache
def _states() -> dict[str, str]:
    """Alpha-3 code to everyday name; empty when the table is missing, so that a brief still comes with bare ids."""
    try:
        return {row["iso"]: row["name"] for row in table("states.csv")}
    except (DataError, KeyError):
        return {}


def state_called(name: str) -> str | None:
    """The code of the state with this everyday name, letter case aside; None where there is none."""
    wanted = " ".join(name.casefold().split()).removeprefix("the ")
    return next((code for code, known in _states().items() if known.casefold() == wanted), None)


@cache
def spell(actor: str) -> str:
    """An actor id in words; an id nobody knows stays as it is.

    >>> spell("RUS.MIL"), spell("USA.GOV"), spell("NATO")
    ("Russia's armed forces", 'the United States', 'NATO')
    """
    head, _, sector = actor.partition(".")
    name = _states().get(head)
    if name is None:
        if sector not in _SECTORS:
            return actor
        name = head
    if name.startswith(_WITH_ARTICLE) or name.endswith(_ISLANDS):
        name = f"the {name}"
    possessive = f"{name}’" if name.endswith("s") else f"{name}’s"
    if not sector:
        return name
    pattern = _SECTORS.get(sector)
    return actor if pattern is None else pattern.format_map({"of": possessive, "in": name})


def name(actor: Actor) -> str:
    """A person with the body he speaks for, else the body: "Anders Fogh Rasmussen (NATO)"."""
    if actor.name and actor.id:
        return f"{actor.name} ({spell(actor.id)})"
    return actor.name or (spell(actor.id) if actor.id else "an unknown actor")


def listed(words: Iterable[str]) -> str:
    """ "Moscow", "Moscow and Beijing", "Moscow, Beijing and Minsk"; each once."""
    unique = list(dict.fromkeys(words))
    if len(unique) < 2:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def names(actors: Iterable[Actor]) -> str:
    return listed(name(actor) for actor in actors)
