"""Builds ``src/standoff/data/office_holders.csv``: who held which post when, from open tables and from our own list.

Usage: ``python -m training.actors [--raw DIR]``, from the project's root; DIR (default ``../shared/data/actors``) holds

* ``officeholders_21c_55states_wikidata.csv.gz`` and ``world_leaders_2021-22_wikidata.csv`` (Wikidata, CC0): tenures,
* ``us_legislators-current.yaml`` (unitedstates/congress-legislators, CC0): members of Congress.

``training/office_holders_by_hand.csv`` comes first: a tenure of the open tables that it already tells, under whatever
spelling, is left out. Kept are heads of state and government, their deputies, ministers of foreign affairs, defence,
interior, finance and justice, heads of the presidential office, spokesmen, speakers of parliament, chiefs of the armed
forces and of the services, since 1995. A tenure without an end is closed by the next holder of a post that one person
holds at a time; one that began before 2012 and is still open then is dropped, since the sources often miss the end.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
HAND = ROOT / "training" / "office_holders_by_hand.csv"
OUT = ROOT / "src" / "standoff" / "data" / "office_holders.csv"
HEADER = """\
# Who held which post when; dates ISO (a year or month alone where the day is not known), both included, empty: open
# rank 0: heads and our own list, 1: foreign affairs, defence and interior, 2: others; built by training/actors.py
"""

SLUGS = {
    "armenia": "ARM", "australia": "AUS", "azerbaijan": "AZE", "belarus": "BLR", "brazil": "BRA", "canada": "CAN",
    "china": "CHN", "congo-kinshasa": "COD", "czech": "CZE", "denmark": "DNK", "egypt": "EGY", "estonia": "EST",
    "ethiopia": "ETH", "finland": "FIN", "france": "FRA", "georgia": "GEO", "greece": "GRC", "hungary": "HUN",
    "india": "IND", "iran": "IRN", "iraq": "IRQ", "israel": "ISR", "italy": "ITA", "japan": "JPN", "kazakhstan": "KAZ",
    "latvia": "LVA", "lithuania": "LTU", "nigeria": "NGA", "norway": "NOR", "pakistan": "PAK", "philippines": "PHL",
    "poland": "POL", "romania": "ROU", "russia": "RUS", "saudi": "SAU", "serbia": "SRB", "somalia": "SOM",
    "south-africa": "ZAF", "south-korea": "KOR", "south-sudan": "SSD", "spain": "ESP", "sudan": "SDN", "sweden": "SWE",
    "syria": "SYR", "taiwan": "TWN", "turkey": "TUR", "uae": "ARE", "ukraine": "UKR", "united-kingdom": "GBR",
    "us": "USA", "yemen": "YEM",
}  # fmt: skip

#: Post class, sector, rank and the pattern of titles that belong to it; the first that fits wins.
POSTS: tuple[tuple[str, str, int, str], ...] = (
    ("", "", 9, r"former|shadow|assistant|province|county|region|district|oblast|city|municipal|governor|minister-president"
     r"|of state for|bank|university|party|catalonia|madrid|navarre|crimea|wales|scotland|northern ireland|canary|bavaria"
     r"|undersecretary|under-secretary|parliamentary|associate|ambassador|judge|justice of|commissioner|azad|sindh|punjab"
     r"|materiel|veterans|science|equipment|constitutional|supreme court|central election|academy|olympic|red cross"
     r"|generalitat|community|asturias|balearic|galicia|andalus|sami|junior|without portfolio|republic of crimea"),
    ("president", "GOV", 0, r"^president( of the (republic|russian federation|united states|government))?$|^acting president$"),
    ("prime minister", "GOV", 0, r"^(acting |interim )?(prime minister|premier|chancellor|taoiseach)( of [\w ]+)?$"
     r"|^chair(man|person)? of the (government|council of ministers)$"),
    ("president", "GOV", 0, r"^president of [\w ]+$"),
    ("monarch", "GOV", 0, r"^(king|queen|emir|sultan|emperor|supreme leader|monarch)( of [\w ]+)?$"),
    ("vice president", "GOV", 0, r"^(first )?vice[ -]president$|^crown prince$"),
    ("deputy prime minister", "GOV", 2, r"^(first )?(deputy|vice) (prime minister|premier)"),
    ("deputy foreign minister", "GOV", 2, r"^deputy minister (of|for) foreign"),
    ("foreign minister", "GOV", 1, r"^(federal )?minister (of|for) (foreign|external|europe and foreign)"
     r"|^secretary of state for foreign|^secretary of foreign|^minister of foreign affairs"),
    ("secretary of state", "GOV", 1, r"^secretary of state$"),
    ("defence minister", "GOV", 1, r"^(federal )?minister (of|for) (national |the )?(defen[cs]e|armed)|^secretary of "
     r"(national )?defen[cs]e$|^secretary of state for defence$|^minister of defen[cs]e"),
    ("interior minister", "GOV", 1, r"^(federal )?minister (of|for) (the )?(interior|internal affairs|home)|^secretary of state "
     r"for the home|^secretary of (homeland|the interior and local)|^minister of (internal|public security)"),
    ("finance minister", "GOV", 2, r"^minister (of|for) (economy and )?finance|^chancellor of the exchequer|^secretary of the treasury"),
    ("justice minister", "GOV", 2, r"^minister (of|for) justice|^secretary of justice|^attorney general|attorney-general$"),
    ("information minister", "GOV", 2, r"^minister (of|for) (information|emergency|energy|oil|petroleum)"),
    ("national security adviser", "GOV", 1, r"national security advis|^secretary of the (national )?security|homeland security advisor"),
    ("chief cabinet secretary", "GOV", 1, r"^chief cabinet secretary|white house chief of staff"),
    ("head of the presidential office", "GOV", 2, r"^head of the (presidential|president)|^chief of staff (of|to) the president"),
    ("spokesman", "GOV", 1, r"spokes(person|man|woman)|press secretary"),
    ("speaker of parliament", "LEG", 1, r"^speaker|^chair(man|person)? of the (parliament|verkhovna rada|assembly|state duma"
     r"|federation council)|^president of the (senate|national assembly|riigikogu|storting|chamber|congress|federal senate"
     r"|legislative|lower|upper)"),
    ("chief of the armed forces", "MIL", 2, r"chief of (the )?(defen[cs]e|general staff|national defen[cs]e general)|chair(man)? of the "
     r"(joint chiefs|chiefs of staff|general staff)|^commander of the"),
    ("intelligence chief", "SPY", 2, r"security service|intelligence|state security"),
)  # fmt: skip
#: One person at a time: the next holder ends the tenure before.
SINGLE = {"president", "prime minister", "monarch", "foreign minister", "secretary of state", "defence minister",
          "interior minister", "finance minister", "chief cabinet secretary", "speaker of parliament"}  # fmt: skip
_COMPILED = tuple((post, sector, rank, re.compile(pattern, re.IGNORECASE)) for post, sector, rank, pattern in POSTS)
_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’`. \-]+$")


class Tenure(NamedTuple):
    """One person in one post. Dates as in the table's note; names are the spellings, the first is shown."""

    names: tuple[str, ...]
    id: str
    post: str
    start: str
    end: str
    rank: int
    source: str


def plain(name: str) -> str:
    """Lower case without diacritics, apostrophes and hyphens: ``Recep Tayyip Erdoğan`` is ``recep tayyip erdogan``."""
    folded = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return re.sub(r"[-\s]+", " ", re.sub(r"[^a-z\s-]", "", folded.encode("ascii", "ignore").decode().lower())).strip()


def same_person(one: Iterable[str], other: Iterable[str]) -> bool:
    """A spelling in common, or a surname in common and first names that begin alike."""
    left, right = {plain(n) for n in one}, {plain(n) for n in other}
    if left & right:
        return True
    return any(a.split()[-1] == b.split()[-1] and a[:2] == b[:2] for a in left for b in right if a and b)


def classify(title: str) -> tuple[str, str, int] | None:
    """Post class, sector and rank of a title; None when the post is not kept."""
    for post, sector, rank, pattern in _COMPILED:
        if pattern.search(title):
            return (post, sector, rank) if sector else None
    return None


def by_hand(path: Path = HAND) -> list[Tenure]:
    rows = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [
        Tenure(tuple(r["names"].split("|")), r["id"], r["post"], r["start"], r["end"], 0, "hand")
        for r in csv.DictReader(rows, strict=True)
    ]


def from_wikidata(raw: Path) -> Iterator[Tenure]:
    """Tenures of kept posts since 1995 in the table of 54 states, then the heads of 2021-22 of all the others."""
    with gzip.open(raw / "officeholders_21c_55states_wikidata.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            state, kept = SLUGS.get(row["state"]), classify(row["position"])
            name = row["person"].strip()
            if state and kept and row["start"] and _LATIN.match(name) and " " in name:
                post, sector, rank = kept
                yield Tenure((name,), f"{state}.{sector}", post, row["start"], row["end"], rank, "wikidata")
    codes = {}
    with (raw / "country-codes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            codes[row["CLDR display name"]] = row["ISO3166-1-Alpha-3"]
    with (raw / "world_leaders_2021-22_wikidata.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            state, kept = codes.get(row["country"]), classify(row["positionLabel"])
            name = re.sub(r"\s*\(.*\)", "", row["officeholderLabel"]).strip()
            if state and state not in SLUGS.values() and kept and row["start_year"] and _LATIN.match(name):
                post, sector, rank = kept
                yield Tenure((name,), f"{state}.{sector}", post, row["start_year"], row["end_year"], rank, "wikidata")


def from_congress(raw: Path) -> Iterator[Tenure]:
    """Members of Congress in office when the file was made, from the first day of their first term."""
    name, start, kind = "", "", ""
    for line in (raw / "us_legislators-current.yaml").read_text(encoding="utf-8").splitlines():
        if line.startswith("- id:"):
            if name and start:
                yield Tenure((name,), "USA.LEG", kind, start, "", 2, "congress-legislators")
            first, last, name, start, kind = "", "", "", "", ""
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        value = value.strip("'\"")
        if key == "first" and line.startswith("    "):
            first = value
        elif key == "last" and line.startswith("    "):
            last = value
            name = f"{first} {last}"
        elif key == "nickname":
            name = f"{value} {last}" if last else name
        elif key == "start" and line.startswith("    start") and not start:
            start = value
        elif key == "type" and value in {"sen", "rep"}:
            kind = "senator" if value == "sen" else "congressman"
    if name and start:
        yield Tenure((name,), "USA.LEG", kind, start, "", 2, "congress-legislators")


def overlap(one: Tenure, other: Tenure) -> bool:
    return one.start[:7] <= (other.end or "9999") and other.start[:7] <= (one.end or "9999")


def close(tenures: list[Tenure]) -> list[Tenure]:
    """Open tenures of single-holder posts end where the next begins; old ones that stay open are dropped."""
    kept = []
    for one in tenures:
        if not one.end and one.source != "hand":
            later = [
                o.start for o in tenures
                if o.id == one.id and o.post == one.post and o.start > one.start and not same_person(o.names, one.names)
            ]  # fmt: skip
            if one.post in SINGLE and later:
                one = one._replace(end=min(later))
            elif one.start < "2012":
                continue
        if (one.end or "9999") >= "1995":
            kept.append(one)
    return kept


def build(raw: Path) -> list[Tenure]:
    """All tenures, our own first; sorted by id, post and date so that a rebuild changes only what changed."""
    own = by_hand()
    by_state: dict[str, list[Tenure]] = {}
    for one in own:
        by_state.setdefault(one.id[:3], []).append(one)
    rest: list[Tenure] = []
    for one in (*from_wikidata(raw), *from_congress(raw)):
        known = by_state.get(one.id[:3], ())
        if any(same_person(o.names, one.names) and (overlap(o, one) or o.post == one.post) for o in known):
            continue
        rest.append(one)
    merged: dict[tuple[str, str, str, str], Tenure] = {}
    for one in close([*own, *rest]):
        key = (one.id, plain(one.names[0]), one.post, one.start)
        merged.setdefault(key, one)
    return sorted(merged.values(), key=lambda o: (o.id, o.post, o.start, o.names))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=ROOT.parent / "shared" / "data" / "actors")
    tenures = build(parser.parse_args().raw)
    with OUT.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("names", "id", "post", "start", "end", "rank", "source"))
        writer.writerows(("|".join(o.names), o.id, o.post, o.start, o.end, o.rank, o.source) for o in tenures)
    print(f"{len(tenures)} tenures, {len({plain(o.names[0]) for o in tenures})} persons, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
