"""The measures on public formats: what they count, on files of our own writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from training import measure_actors, measure_geo, measure_recognizers, measure_time
from training.measure_actors import Answer, Case

from standoff.model import Place, Span
from standoff.resolve import load_knowledge
from standoff.resolve.places_named import PlaceName

ROOT = Path(__file__).resolve().parents[2]

TIMEML = """<?xml version="1.0" ?><TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2014-04-10">20140410</TIMEX3></DCT>
<TEXT>It <EVENT eid="e1">began</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2014-04-07">Monday</TIMEX3> &amp; ended
<TIMEX3 tid="t2" type="TIME" value="2014-04-09TNI">late
<TIMEX3 tid="t3" type="DATE" value="2014-04-09">Wednesday</TIMEX3></TIMEX3>.
<TIMEX3 tid="t4" type="DATE" value="2014" /></TEXT></TimeML>
"""


def test_timeml_gives_text_and_times_in_order(tmp_path: Path) -> None:
    file = tmp_path / "a.tml"
    file.write_text(TIMEML, encoding="utf-8")
    [timed] = measure_time.files([tmp_path])
    assert timed.created == "2014-04-10"
    assert "began on Monday & ended" in timed.text
    assert [(" ".join(t.span.of(timed.text).split()), t.value) for t in timed.gold] == [
        ("Monday", "2014-04-07"),
        ("late Wednesday", "2014-04-09TNI"),
        ("Wednesday", "2014-04-09"),
    ]


def test_times_pair_once_equal_spans_first() -> None:
    gold = [measure_time.Timex(Span(0, 4), "a"), measure_time.Timex(Span(5, 9), "b")]
    found = [measure_time.Timex(Span(0, 9), "x"), measure_time.Timex(Span(5, 9), "b")]
    assert measure_time.matched(gold, found) == [(gold[0], found[0]), (gold[1], found[1])]
    assert measure_time.matched(gold, found[:1]) == [(gold[0], found[0])]


@pytest.mark.parametrize("text", ["<TimeML><TEXT>x", "<TimeML/>"])
def test_what_is_no_timeml_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.tml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.tml"):
        list(measure_time.files([file]))
    with pytest.raises(FileNotFoundError):
        list(measure_time.files([tmp_path / "none"]))


LGL = """<articles><article><text>Rain in Paris and Lima.</text><toponyms>
<toponym><start>8</start><end>13</end><phrase>Paris</phrase><gaztag><lat>33.66</lat><lon>-95.56</lon></gaztag></toponym>
<toponym><start>18</start><end>22</end><phrase>Lima</phrase></toponym>
<toponym><start>90</start><end>99</end><phrase>gone</phrase></toponym>
</toponyms></article></articles>"""


def test_articles_give_their_place_names(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(LGL, encoding="utf-8")
    [article] = measure_geo.articles(file)
    assert [(g.span.of(article.text), g.point) for g in article.gold] == [("Paris", (33.66, -95.56)), ("Lima", None)]


def test_places_pair_once_and_count_within_100_miles() -> None:
    gold = measure_geo.Toponym(Span(0, 5), (33.66, -95.56))
    near, far = Place("Paris", "USA", 33.0, -96.0), Place("Paris", "FRA", 48.86, 2.35)
    found = [PlaceName(Span(0, 5), near), PlaceName(Span(3, 9), far)]
    assert measure_geo.matched([gold], found) == [(gold, found[0])]
    assert measure_geo.near((33.66, -95.56), near)
    assert not measure_geo.near((33.66, -95.56), far)
    assert not measure_geo.near((33.66, -95.56), None)


def case(country: str, sector: str = "*", name: str = "*") -> Case:
    return Case(2, "x", "x", "2014-04-10", country, sector, name)


@pytest.mark.parametrize(
    ("wanted", "said", "field", "right"),
    [
        (case("RUS", "GOV"), Answer("RUS", "GOV"), "sector", True),
        (case("RUS", "GOV"), Answer("RUS", "MIL"), "sector", False),
        (case("IGO"), Answer("NATO", "", "NATO", "IGO"), "country", True),
        (case("NATO"), Answer("NATO", "", "NATO", "IGO"), "country", True),
        (case("IGO"), Answer("MSF", "NGO", "MSF", "NGO"), "country", False),
        (case("", "NGO"), Answer("MSF", "NGO", "MSF", "NGO"), "sector", True),
        (case("EU", "", "European Union"), Answer("EU", "", "EU", "IGO"), "name", True),
        (case("USA", "GOV", "Barack Obama"), Answer("USA", "GOV", "Joe Biden"), "name", False),
        (case("TUR", "GOV", "Recep Tayyip Erdoğan"), Answer("TUR", "GOV", "Recep Tayyip Erdogan"), "name", True),
        (case("", ""), Answer(), "country", True),
        (case("RUS"), Answer(), "country", False),
    ],
)
def test_an_answer_agrees_or_not(wanted: Case, said: Answer, field: str, right: bool) -> None:
    assert measure_actors.agrees(wanted, said, field, load_knowledge()) is right


def test_our_own_cases_are_sound() -> None:
    knowledge = load_knowledge()
    rows = list(measure_actors.cases([ROOT / "quality/actors.tsv"]))
    assert len(rows) >= 300
    for row in rows:
        assert row.phrase in row.context, row
        assert len(row.date) == 10, row
        bodies = {s.id for senses in knowledge.names.values() for s in senses if "." not in s.id}
        assert row.country in {"", "*"} | set(knowledge.state_names) | bodies, row
    assert len({(row.phrase, row.context) for row in rows}) == len(rows)


def test_a_table_without_the_columns_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_text("phrase\tdate\nx\t2014-04-10\n", encoding="utf-8")
    with pytest.raises(ValueError, match="country"):
        list(measure_actors.cases([file]))
    file.write_text("\t".join(measure_actors.COLUMNS) + "\nx\ty\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(measure_actors.cases([file]))


def _spec(name: str, text: str, day: str | None, *results: dict[str, object]) -> measure_recognizers.Case:
    """One case, read as from a file of specs."""
    row = {"Input": text, "Results": list(results), "Context": {"ReferenceDateTime": day} if day else None}
    return measure_recognizers._case(name, row)


def test_a_spec_is_counted_or_left_out_with_a_reason() -> None:
    money = {"Text": "$9", "Start": 5, "TypeName": "currency", "Resolution": {"value": "9", "isoCurrency": "USD"}}
    counted = _spec("CurrencyModel", "paid $9 then", None, money)
    assert measure_recognizers.left_out(counted) is None
    assert counted.results[0].values == {"9 USD"}
    assert measure_recognizers.left_out(_spec("AgeModel", "aged nine", None)) == "AgeModel"
    clock = {"Text": "noon", "Start": 3, "TypeName": "datetimeV2.time", "Resolution": {"values": [{"timex": "T12"}]}}
    assert measure_recognizers.left_out(_spec("DateTimeModel", "at noon", None, clock)) == "time"


def test_a_stretch_of_a_spec_ends_before_the_day_that_it_names() -> None:
    values = {"values": [{"timex": "2014-04", "type": "daterange", "start": "2014-04-01", "end": "2014-05-01"}]}
    april = {"Text": "April", "Start": 3, "TypeName": "datetimeV2.daterange", "Resolution": values}
    [result] = _spec("DateTimeModel", "in April", "2014-04-10T00:00:00", april).results
    assert result.values == {"2014-04", "2014-04-01/2014-05-01", "2014-04-01/2014-04-30"}


def test_articles_and_modifiers_at_the_edges_do_not_count() -> None:
    text = "for about the 3 months."
    assert measure_recognizers.trimmed(text, Span(0, len(text))) == (14, 22)


def test_a_class_that_no_table_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "TideModel.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="TideModel"):
        list(measure_recognizers.cases([tmp_path]))
