"""The tables of actors, and the reading of noun phrases against a report's date."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import pytest

from standoff.data import table
from standoff.errors import DataError
from standoff.model import Analysis, Document, Found, Sentence, Span, Token, Zone, document_id
from standoff.resolve import load_knowledge
from standoff.resolve.coref import Cast
from standoff.resolve.knowledge import SECTORS, key_of, words
from standoff.resolve.verbal import in_role

DATED = ("armed_groups.csv", "parties.csv")
IDS = re.compile(r"[A-Z]{3}\.[A-Z]{3}|[A-Z][A-Za-z0-9 -]+")


def report(text: str, day: str | None = "2014-04-10") -> Document:
    published = Found(day, "caller") if day else None
    ident = document_id(text, publisher=None, uri=None)
    return Document(id=ident, sha256="0", text=text, published=published, zones=(Zone(Span(0, len(text)), "body"),))


def flat(text: str) -> Analysis:
    """One sentence a line, each word hanging from the first: enough where only the phrase is read."""
    sentences, at = [], 0
    for line in text.split("\n"):
        tokens = [
            Token(
                Span(at + m.start(), at + m.end()),
                m.group(),
                m.group().lower(),
                "PROPN" if m.group().istitle() else "NOUN",
                "NN",
                0 if n else -1,
                "dep" if n else "root",
            )
            for n, m in enumerate(re.finditer(r"\w+|[^\w\s]", line))
        ]
        if tokens:
            sentences.append(Sentence(Span(at, at + len(line)), tuple(tokens)))
        at += len(line) + 1
    return Analysis(tuple(sentences), (), "by hand")


def who(marked: str, day: str | None = "2014-04-10") -> str:
    """The actors of the words in square brackets, as a source: ``UKR.GOV`` or ``UKR.GOV (Name)``, joined by " + "."""
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    span = Span(start, marked.index("]") - 1)
    cast = Cast(report(text, day), flat(text), (), load_knowledge())
    actors = in_role(cast.party(span), "source", load_knowledge().state_names)
    return " + ".join(f"{a.id}{f' ({a.name})' if a.name else ''}" for a in actors)


# --- tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["organs.csv", "organisations.csv", "armed_groups.csv", "parties.csv", "media.csv", "companies.csv", "nouns.csv"],
)
def test_no_name_stands_twice_in_one_table(name: str) -> None:
    """A name has one row; dated tables and organs one a period or state."""
    seen = set()
    for row in table(name):
        for cell in (row.get("names") or row.get("nouns") or "").split("|"):
            key = (
                cell,
                row.get("start"),
                row.get("end"),
                row.get("state") if name in {"organs.csv", "media.csv"} else None,
            )
            assert key not in seen, f"{cell} stands twice in {name}"
            seen.add(key)


@pytest.mark.parametrize("name", DATED)
def test_no_movement_is_two_things_on_one_day(name: str) -> None:
    """Rows that share a name have periods that do not overlap."""
    periods: dict[str, list[tuple[str, str, str]]] = {}
    for row in table(name):
        for cell in row["names"].split("|"):
            periods.setdefault(key_of(cell), []).append((row["start"] or "0", row["end"] or "9", row["id"]))
    for cell, rows in periods.items():
        for (start, end, one), (other_start, other_end, other) in combinations(rows, 2):
            if one[:3] == other[:3] and one != other:
                assert end < other_start or other_end < start, f"{cell} is {one} and {other} on one day"


def test_every_id_is_a_codebook_id() -> None:
    """State and sector exist; a body's acronym is no state's code."""
    states = {row["iso"] for row in table("states.csv")}
    for name in (
        "breakaways.csv",
        "seats.csv",
        "organisations.csv",
        "armed_groups.csv",
        "parties.csv",
        "office_holders.csv",
    ):
        for row in table(name):
            ident = row["id"]
            assert IDS.fullmatch(ident), (name, ident)
            state, _, sector = ident.partition(".")
            assert not sector or (sector in SECTORS and state in states), (name, ident)
            assert sector or state not in states, f"{ident} in {name} is a state's code"
    for row in table("nouns.csv"):
        assert row["sector"] in SECTORS or not row["sector"]


def test_tenures_run_forward_and_are_told_once() -> None:
    seen = set()
    for row in table("office_holders.csv"):
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["start"]), row
        assert not row["end"] or row["start"][: len(row["end"])] <= row["end"][: len(row["start"])], row
        key = (key_of(row["names"].split("|")[0]), row["id"], row["post"], row["start"])
        assert key not in seen, key
        seen.add(key)


def test_the_office_holders_are_what_the_script_builds() -> None:
    """The shipped table is the script's, from the hand-made list at least."""
    path = Path(__file__).resolve().parents[2] / "training" / "office_holders_by_hand.csv"
    with path.open(encoding="utf-8") as file:
        own = list(csv.DictReader(line for line in file if not line.startswith("#")))
    shipped = {(row["names"], row["id"], row["start"]) for row in table("office_holders.csv")}
    assert all((row["names"], row["id"], row["start"]) in shipped for row in own if (row["end"] or "9") >= "1995")


def test_knowledge_loads_once() -> None:
    assert load_knowledge() is load_knowledge()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("U.S.", "us"),
        ("Ukraine’s", "ukraine"),
        ("Côte d’Ivoire's", "cote d'ivoire"),
        ("Erdoğan", "erdogan"),
        ("al-Nusra", "al nusra"),
    ],
)
def test_names_are_folded(written: str, folded: str) -> None:
    assert key_of(written) == folded


def test_words_keep_their_offsets() -> None:
    text = "The U.S. and Côte d’Ivoire’s army"
    assert [text[w.start : w.end] for w in words(text)][:2] == ["The", "U.S."]


def test_a_user_table_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "actors.csv"
    own.write_text(
        "names,id,start,end,post\nRiver Guard,SYR.PRM,,,\nAda Brook|Brook,UKR.GOV,2020-01-01,,envoy\n", encoding="utf-8"
    )
    knowledge = load_knowledge([own])
    assert [s.id for h in knowledge.scan("the River Guard said") for s in h.senses] == ["SYR.PRM"]
    assert knowledge.holders("brook")[0].id == "UKR.GOV"


@pytest.mark.parametrize("row", ["River Guard,syria", ",SYR.GOV", "River Guard,SYR.XXX"])
def test_a_malformed_user_table_is_refused(tmp_path: Path, row: str) -> None:
    own = tmp_path / "actors.csv"
    own.write_text(f"names,id\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 2"):
        load_knowledge([own])


# --- phrases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "actors"),
    [
        ("[Russian troops] crossed the river.", "RUS.MIL"),
        ("[the Russian foreign ministry] said so.", "RUS.GOV"),
        ("[Russia] said so.", "RUS.GOV"),
        ("[Moscow and Beijing] said so.", "RUS.GOV + CHN.GOV"),
        ("[Japanese and South Korean officials] said so.", "JPN.GOV + KOR.GOV"),
        ("[Burkina Faso, Mali and Niger] left.", "BFA.GOV + MLI.GOV + NER.GOV"),
        ("[a NATO official] said so.", "NATO"),
        ("[a spokesman for the Taliban] said so.", "AFG.REB"),
        ("[US-backed rebels in Syria] advanced.", "SYR.REB"),
        ("[pro-Russian separatists in eastern Ukraine] fired.", "UKR.REB"),
        ("[Turkish-backed forces in Libya] advanced.", "LBY.MIL"),
        ("[the president of South Korea] said so.", "KOR.GOV"),
        ("[the Turkish army's spokesman] said so.", "TUR.MIL"),
        ("[an Iranian opposition leader] said so.", "IRN.OPP"),
        ("[Hezbollah's deputy leader] said so.", "LBN.REB"),
        ("[a retired Pakistani general] said so.", "PAK.ELI"),
        ("[the Kremlin] said so.", "RUS.GOV"),
        ("[a Duma deputy] said so.", "RUS.LEG"),
        ("[the UN Security Council] met.", "UNSC"),
        ("[Reuters] reported.", "GBR.JRN"),
        ("[lawyers in Minsk] said so.", "BLR.CVL"),
        ("[Kosovo's prime minister] said so.", "SRB.PRE"),
        ("who is it, [they] ask.", ""),
        ("[Western diplomats] said so.", ""),
        ("[people familiar with the talks] said so.", ""),
        ("[the Lebanese Red Cross] said so.", "LBN.NGO"),
        ("[the Red Cross] said so.", "ICRC"),
        ("[the refugee agency] said so.", "UNHCR"),
        ("[a Duma committee chairman] said so.", "RUS.LEG"),
        ("[a former Eritrean prison guard] said so.", "ERI.ELI"),
        ("[three foreign ministers of Poland] said so.", "POL.GOV"),
        ("[Moscow's synod] said so.", "RUS.REL"),
    ],
)
def test_phrases_name_actors(marked: str, actors: str) -> None:
    assert who(marked) == actors


@pytest.mark.parametrize(
    ("marked", "actors"),
    [
        ("[Kremlin spokesman Dmitry Peskov] said so.", "RUS.GOV (Dmitry Peskov)"),
        ("[Ukraine's acting foreign minister, Andriy Deshchytsya] said so.", "UKR.GOV (Andriy Deshchytsia)"),
        ("[Ukraine's acting harbour minister, Taras Lisovyk] said so.", "UKR.GOV (Taras Lisovyk)"),
        ("[Taras Lisovyk, the Ukrainian harbour minister], said so.", "UKR.GOV (Taras Lisovyk)"),
        ("Ukraine's harbour minister, Taras Lisovyk, left.\n[Lisovyk] said so.", "UKR.GOV (Taras Lisovyk)"),
        ("[the former French minister Paul Delorme] said so.", "FRA.ELI (Paul Delorme)"),
        ("[Angela Merkel and Barack Obama] agreed.", "DEU.GOV (Angela Merkel) + USA.GOV (Barack Obama)"),
        # what the tables say of a full name goes before a guess at whose prosecutor she is, and before a trade she left
        ("Serbia saw it.\n[The tribunal's prosecutor, Fatou Bensouda], said so.", "ICC (Fatou Bensouda)"),
        ("[Fatou Bensouda, a former radio presenter], said so.", "ICC (Fatou Bensouda)"),
        # what the report says of somebody out of office stays when only the name comes again
        ("Lebanon mourned.\nOpposition leader Saad Hariri spoke.\n[Hariri] left.", "LBN.OPP (Saad Hariri)"),
        ("Lebanon's General Wissam al-Hassan spoke.\n[al-Hassan] left.", "LBN.MIL (Wissam al-Hassan)"),
        ("Gov. Ann Brill spoke in Washington.\n[Gov. Ann Brill] said so.", "USA.GOV (Ann Brill)"),
    ],
)
def test_persons_bear_their_posts(marked: str, actors: str) -> None:
    assert who(marked) == actors


@pytest.mark.parametrize(
    ("name", "day", "actor"),
    [
        ("Anders Fogh Rasmussen", "2014-04-10", "NATO"),
        ("Anders Fogh Rasmussen", "2009-02-01", "DNK.GOV"),
        ("Anders Fogh Rasmussen", "2020-01-01", "DNK.ELI"),
        ("Joe Biden", "2021-06-01", "USA.GOV"),
        ("Jens Stoltenberg", "2012-06-01", "NOR.GOV"),
        ("Jens Stoltenberg", "2022-02-24", "NATO"),
        ("the Taliban", "2021-08-14", "AFG.REB"),
        ("the Taliban", "2021-08-16", "AFG.GOV"),
        ("Nikol Pashinyan", "2018-04-20", "ARM.OPP"),
    ],
)
def test_posts_are_those_of_the_reports_date(name: str, day: str, actor: str) -> None:
    assert who(f"[{name}] spoke on the matter.", day).split(" ")[0] == actor


def test_without_a_date_two_posts_stay_open() -> None:
    """Unknown is a value with a reason and candidates."""
    text = "Anders Fogh Rasmussen spoke."
    party = Cast(report(text, None), flat(text), (), load_knowledge()).party(Span(0, 21))
    assert not party.ids()
    assert set(party.candidates) == {"NATO", "DNK.GOV"}


@pytest.mark.parametrize(
    ("marked", "day", "actor"),
    [
        ("[The National Security Agency] had listened.", "2013-07-01", "USA.SPY"),
        ("[The National] had the story first.", "2013-07-01", "ARE.JRN"),
        ("[Colonel Ali Horo, leader of the junta in Mali], spoke.", "2014-04-10", "MLI.GOV (Ali Horo)"),
        ("[Pro-Russian separatists] voted.", "2014-04-10", ""),
        ("[Trump] told the crowd so.", "2022-05-11", "USA.ELI (Donald Trump)"),
        ("[Nigerian law enforcement officers] opened fire.", "2014-04-10", "NGA.COP"),
        ("[A Kenyan police unit] opened fire.", "2014-04-10", "KEN.COP"),
        ("[Tibetan monks] walked on.", "2014-04-10", "CHN.REL"),
        ("[Kenyan missionaries] left.", "2014-04-10", "KEN.REL"),
        ("[Brazilian gunrunners] were held.", "2014-04-10", "BRA.CRM"),
        ("[Niger's military ruler, General Abdourahamane Tchiani], refused.", "2023-08-31",
         "NER.GOV (Abdourahamane Tiani)"),
    ],
)  # fmt: skip
def test_names_run_on_and_ranks_are_no_posts(marked: str, day: str, actor: str) -> None:
    assert who(marked, day) == actor
