"""What charts say by where they put things: days on an axis, deeds that were done, actors round a ring."""

from __future__ import annotations

import msgspec
import pytest
from tests.present.sample import report
from tests.web.findings import findings

from standoff.dossier import Dyad
from standoff.present.web import network, shown
from standoff.present.web.charts import WIDTH, Days
from standoff.store.counts import Pair


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2017-03-03", "2017-03-11", "03 Mar 2017|05 Mar|07 Mar|09 Mar|11 Mar"),
        ("2021-12-16", "2022-01-10", "16 Dec 2021|20 Dec|24 Dec|28 Dec|01 Jan 2022|05 Jan|09 Jan"),
        ("2021-03-20", "2022-02-17", "Apr 2021|Jul 2021|Oct 2021|Jan 2022"),
        ("2014-03-31", "2022-02-17", "2016|2018|2020|2022"),
        ("0001-01-01", "9999-12-31", "2000|4000|6000|8000"),
    ],
)
def test_marks_of_an_axis_are_evenly_apart_and_say_the_year_where_it_is_new(first: str, last: str, labels: str) -> None:
    ticks = Days(first, last).ticks()
    assert [tick.label for tick in ticks] == labels.split("|")
    assert all(0 < tick.at < WIDTH for tick in ticks)
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)


def test_only_what_is_told_as_done_is_drawn_of_a_pair() -> None:
    dyad = next(iter(findings(report(), report(path="reports/copy.txt", publisher="Evening Copy"))["dyad"]))
    assert isinstance(dyad, Dyad)
    done = [msgspec.structs.replace(deed, status="actual", day="2031-03-01") for deed in dyad.deeds]
    planned = [msgspec.structs.replace(deed, status="future", day="2031-03-01") for deed in dyad.deeds]
    drawn = network.both_ways([*done, *planned], "/dyad/x")
    bad = sum("conflict" in deed.quad for deed in done)
    assert drawn is not None
    assert drawn.columns[0].label == f"2031-03-01: cooperation {len(done) - bad}, conflict {bad}"
    assert network.both_ways(planned, "/dyad/x") is None


@pytest.mark.parametrize("count", range(2, 15))
def test_every_actor_has_a_place_of_its_own_on_the_ring(count: int) -> None:
    found = [Pair(f"p-{i}", f"A{i}", f"A{i + 1}", 9, "", "") for i in range(count - 1)]
    net = network.draw(found, 14)
    assert net is not None and len({(node.x, node.y) for node in net.nodes}) == count


def test_ids_in_findings_are_spelled_out() -> None:
    assert shown.claimed("RUS.MIL: it was leaving") == "Russia’s armed forces: it was leaving"
    assert shown.claimed("the report: a fantasy") == "the report: a fantasy"
    assert shown.shared(["chile", "CHL.GOV", "crisis", "ARG.MIL"]) == "Chile, crisis, Argentina’s armed forces"


def test_a_unit_is_left_out_where_the_words_tell_it() -> None:
    assert [shown.unit(*one) for one in (("troops", "person"), ("cargo ships", "ship"), ("frigates", "ship"))] == [
        "", "", "ship",
    ]  # fmt: skip
