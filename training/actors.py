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
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
HAND = ROOT / "training" / "office_holders_by_hand.csv"
OUT = ROOT / "src" / "standoff" / "data" / "office_holders.csv"
HEADER = """\
# Who held which post when; dates ISO (a year or month alone where the day is not known), both included, empty: open
# rank 0: heads and our own list (but private persons), 1: foreign affairs, defence and interior, 2: others
# built by training/actors.py
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

#: One person at a time: the next holder ends the tenure before.
SINGLE = {"president", "prime minister", "monarch", "foreign minister", "secretary of state", "defence minister",
          "interior minister", "finance minister", "chief cabinet secretary", "speaker of parliament"}  # fmt: skip
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


@cache
def posts() -> list[tuple[str, str, int, re.Pattern[str]]]:
    """The kept posts of ``training/posts.csv``, patterns compiled."""
    lines = (ROOT / "training" / "posts.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), strict=True)
    return [(r["post"], r["sector"], int(r["rank"]), re.compile(r["pattern"], re.IGNORECASE)) for r in rows]


def classify(title: str) -> tuple[str, str, int] | None:
    """Post class, sector and rank of a title; None when the post is not kept."""
    for post, sector, rank, pattern in posts():
        if pattern.search(title):
            return (post, sector, rank) if sector else None
    return None


def _weight(ident: str) -> int:
    """A surname alone is a politician's before it is a tycoon's or a campaigner's."""
    return 2 if ident.rpartition(".")[2] in {"BUS", "CVL", "JRN", "SOC", "MED"} else 0


def by_hand(path: Path = HAND) -> list[Tenure]:
    rows = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [
        Tenure(tuple(r["names"].split("|")), r["id"], r["post"], r["start"], r["end"], _weight(r["id"]), "hand")
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
    name, start, kind, terms = "", "", "", False
    for line in (raw / "us_legislators-current.yaml").read_text(encoding="utf-8").splitlines():
        if line.startswith("- id:"):
            if name and start:
                yield Tenure((name,), "USA.LEG", kind, start, "", 2, "congress-legislators")
            first, last, name, start, kind, terms = "", "", "", "", "", False
        if line.startswith("  ") and line[2:3].isalpha():
            terms = line.startswith("  terms:")
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        value = value.strip("'\"")
        if key == "first" and line.startswith("    "):
            first = value
        elif key == "last" and line.startswith("    "):
            last = value
            name = f"{first} {last}"
        elif key == "nickname":
            name = f"{value} {last}" if last else name
        elif key == "start" and terms and not start:
            start = value
        elif key == "type" and terms and value in {"sen", "rep"}:
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
        backward = bool(one.end) and one.end < one.start[: len(one.end)]  # the source has such rows
        if (one.end or "9999") >= "1995" and not backward:
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
