"""Series: what is one measured thing, of which day and place a figure is, and which deaths are of one attack."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from tests.link.told import Telling
from tests.steps import steps

from standoff.dossier import Series
from standoff.link.origins import Origins
from standoff.link.series import Figures
from standoff.model import Place, Report, Span


def massed(
    thing: str = "troops/NOUN/3/obj/troop",
    where: str = "near/ADP/8/case the/DET/8/det border/NOUN/3/obl with/ADP/10/case Peru/PROPN/8/nmod",
) -> str:
    """ "Chile has massed 40,000 troops near the border with Peru"."""
    return f"Chile/PROPN/3/nsubj has/AUX/3/aux massed/VERB/0/root/mass/VBN 40,000/NUM/5/nummod {thing} {where}"


def counted(
    day: str | None, line: str | None = None, low: float | None = 40000, high: float | None = 40000, *,
    of: str = "troops", holder: str = "CHL.GOV", words: str | None = None, publisher: str = "Andean Post",
) -> Report:  # fmt: skip
    """One figure in one sentence, in the reporter's words."""
    telling = Telling(day, line or massed(), publisher=publisher)
    telling.counts(words or f"40,000 {of}", low, high, of, holder=holder)
    return telling.report()


def series(*reports: Report, origins: Origins | None = None) -> tuple[Series, ...]:
    gatherer = Figures()
    for report in reports:
        gatherer.add(report)
    return gatherer.result(origins or Origins())


def shape(found: Series) -> tuple[str, str | None, str | None, list[tuple[str | None, float | None]]]:
    return found.what, found.holder.id if found.holder else None, found.place, [(p.day, p.low) for p in found.points]


# --- states of things ----------------------------------------------------------------------------------------------


def test_a_figure_has_thing_holder_place_day_and_its_words() -> None:
    report = counted("2031-05-02")
    (found,) = series(report)
    assert shape(found) == ("troops", "CHL.MIL", "near Peru", [("2031-05-02", 40000)])
    assert (found.unit, found.deed, found.when) == ("person", None, None)
    (point,) = found.points
    assert point.words == "40,000 troops" == point.at.span.of(report.document.text)
    assert (point.publisher, point.leg, point.source_actors) == ("Andean Post", report.document.id, ())


def test_wordings_for_one_thing_at_one_place_are_one_series() -> None:
    """Soldiers along the Peruvian frontier, servicemen on the border with Peru: one row of figures, years apart."""
    along = "along/ADP/9/case the/DET/9/det Peruvian/ADJ/9/amod frontier/NOUN/3/obl"
    first = counted("2014-04-01")
    second = counted("2022-02-01", massed("soldiers/NOUN/3/obj/soldier", along), 100000, None, of="soldiers")
    (found,) = series(first, second)
    assert shape(found) == ("troops", "CHL.MIL", "near Peru", [("2014-04-01", 40000), ("2022-02-01", 100000)])
    assert found.points[1].high is None


@pytest.mark.parametrize(
    ("line", "more"),
    [
        (massed(where="in/ADP/7/case Peru/PROPN/3/obl"), {}),
        (massed(where="near/ADP/7/case Bolivia/PROPN/3/obl"), {}),
        (massed(where=""), {}),
        (massed("tanks/NOUN/3/obj/tank"), {"of": "tanks"}),
        (massed(), {"holder": "BOL.GOV"}),
    ],
)
def test_another_place_thing_or_holder_is_another_series(line: str, more: dict[str, str]) -> None:
    assert len(series(counted("2031-05-02"), counted("2031-05-03", line, **more))) == 2  # type: ignore[arg-type]


def test_the_border_without_a_name_is_the_one_named_at_the_time() -> None:
    bare = massed(where="near/ADP/8/case the/DET/8/det border/NOUN/3/obl")
    (found,) = series(counted("2031-05-02"), counted("2031-05-20", bare, 30000, 30000))
    assert found.place == "near Peru" and len(found.points) == 2
    assert [s.place for s in series(counted("2031-05-02"), counted("2032-05-20", bare, 30000, 30000))] == [
        "near Peru",
        "near the border",
    ]


def test_whose_they_are_may_stand_in_the_words_for_them() -> None:
    line = massed("troops/NOUN/3/obj/troop").replace(
        "troops/NOUN/3/obj/troop", "Chilean/ADJ/6/amod troops/NOUN/3/obj/troop"
    )
    (found,) = series(counted("2031-05-02", line, of="Chilean troops", holder="PER.GOV"))
    assert found.holder is not None and found.holder.id == "CHL.MIL" and found.what == "troops"


def test_a_number_alone_counts_what_was_counted_before() -> None:
    """ "... 40,000 troops near the border with Peru. Only 9,000 take part." """
    only = "Only/ADV/2/advmod 9,000/NUM/3/nsubj take/VERB/0/root part/NOUN/3/obj"
    telling = Telling("2031-05-02", massed(), only)
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    telling.counts("Only 9,000", 9000, 9000, None)
    (found,) = series(telling.report())
    assert shape(found) == ("troops", "CHL.MIL", "near Peru", [("2031-05-02", 40000), ("2031-05-02", 9000)])


def test_what_nothing_says_the_kind_of_is_no_figure() -> None:
    telling = Telling("2031-05-02", "He/PRON/2/nsubj saw/VERB/0/root/see/VBD 12/NUM/2/obj")
    telling.counts("12", 12, 12, None)
    telling2 = Telling("2031-05-02", "He/PRON/2/nsubj has/VERB/0/root/have two/NUM/4/nummod minds/NOUN/2/obj/mind")
    telling2.counts("two minds", 2, 2, "minds", unit="mind")
    assert series(telling.report(), telling2.report()) == ()


def test_who_says_so_comes_with_the_figure_and_who_denies_it_does_not() -> None:
    says = "NATO/PROPN/2/nsubj said/VERB/0/root/say/VBD " + " ".join(_shifted(massed(), 2))
    telling = Telling("2031-05-02", says)
    said = telling.says("STATE", telling.text[telling.text.index("Chile") :].strip(), by="NATO", cue="said")
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV", said=said)
    assert [a.id for a in series(telling.report())[0].points[0].source_actors] == ["NATO"]

    denies = "Chile/PROPN/2/nsubj denied/VERB/0/root/deny/VBD massing/VERB/2/xcomp/mass/VBG 40,000/NUM/5/nummod troops/NOUN/3/obj/troop"
    telling = Telling("2031-05-02", denies)
    said = telling.says("DENY", "massing 40,000 troops", by="CHL.GOV", cue="denied", certainty="CT-")
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV", said=said)
    assert series(telling.report()) == ()


def test_a_figure_is_of_the_day_that_its_sentence_gives() -> None:
    on = massed(where="on/ADP/7/case Monday/PROPN/3/obl near/ADP/9/case Peru/PROPN/3/obl")
    telling = Telling("2031-05-02", on)
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    telling.time("Monday", "2031-04-28", "2031-04-28")
    assert series(telling.report())[0].points[0].day == "2031-04-28"

    since = massed(where="since/ADP/7/case Monday/PROPN/3/obl near/ADP/9/case Peru/PROPN/3/obl")
    telling = Telling("2031-05-02", since)
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    telling.time("Monday", "2031-04-28", "2031-04-28")
    assert series(telling.report())[0].points[0].day == "2031-05-02"


def test_figures_without_a_day_come_last() -> None:
    (found,) = series(counted("2031-05-02"), counted(None, massed(), 30000, 30000))
    assert [p.day for p in found.points] == ["2031-05-02", None]


def test_what_one_text_says_twice_is_shown_once_and_so_is_a_copy() -> None:
    telling = Telling("2031-05-02", "# " + massed(), massed())
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    second = telling.text.rindex("40,000 troops")
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    assert second > 0 and len(series(telling.report())[0].points) == 1
    first, copy = counted("2031-05-02"), counted("2031-05-03", publisher="Coast Wire")
    origins = Origins({copy.document.id: [(Span(0, len(copy.document.text)), first.document.id)]})
    (found,) = series(first, copy, origins=origins)
    assert [p.at.report for p in found.points] == [first.document.id]
    assert len(series(first, copy)[0].points) == 2


def test_the_strength_of_a_unit_is_not_that_of_all_troops_there() -> None:
    line = (
        "Chile/PROPN/2/nsubj has/VERB/0/root/have a/DET/4/det brigade/NOUN/2/obj of/ADP/7/case 3,000/NUM/7/nummod soldiers/NOUN/4/nmod/soldier "
        "near/ADP/9/case Peru/PROPN/2/obl"
    )
    unit = counted("2031-05-03", line, 3000, 3000, of="soldiers", words="3,000 soldiers")
    assert sorted(s.what for s in series(counted("2031-05-02"), unit)) == ["troops", "troops in a brigade"]


def test_troops_that_leave_are_counted_apart_from_those_that_are_there() -> None:
    line = "Chile/PROPN/2/nsubj withdrew/VERB/0/root/withdraw/VBD 40,000/NUM/4/nummod troops/NOUN/2/obj/troop from/ADP/6/case Peru/PROPN/2/obl"
    telling = Telling("2031-05-09", line)
    telling.deed("withdrew", "RETREAT withdraw", by="CHL.MIL", on="2031-05-08")
    telling.counts("40,000 troops", 40000, 40000, "troops", holder="CHL.GOV")
    there, left = series(counted("2031-05-02"), telling.report())
    assert (there.deed, left.deed) == (None, "RETREAT") or (there.deed, left.deed) == ("RETREAT", None)


def test_one_group_of_people_is_one_thing_wherever_it_is() -> None:
    def crew(day: str, place: str) -> Report:
        line = f"The/DET/4/det 14/NUM/4/nummod crew/NOUN/4/compound members/NOUN/7/nsubj/member are/AUX/7/cop in/ADP/7/case {place}/PROPN/0/root"
        return counted(day, line, 14, 14, of="crew members", words="14 crew members", holder="PER.CVL")

    (found,) = series(crew("2031-05-02", "Arica"), crew("2031-05-09", "Tacna"))
    assert found.what == "crew" and len(found.points) == 2


# --- deeds ---------------------------------------------------------------------------------------------------------


def killed(
    day: str | None, low: float, *, place: str | None = "Tacna", on: str | None = None, high: float | None = None,
    publisher: str = "Andean Post",
) -> Report:  # fmt: skip
    """ "The blast in Tacna killed 12 people"."""
    where = f" in/ADP/4/case {place}/PROPN/2/nmod" if place else ""
    shift = 2 if place else 0
    line = (
        f"The/DET/2/det blast/NOUN/{3 + shift}/nsubj{where} killed/VERB/0/root/kill/VBD {low:g}/NUM/{5 + shift}/nummod "
        f"people/NOUN/{3 + shift}/obj/person"
    )
    telling = Telling(day, line, publisher=publisher)
    spot = Place(place, "PER", -18.0, -70.2, 1) if place else None
    telling.deed("blast", "ASSAULT explosives", status="actual", on=on, place=spot)
    telling.counts(f"{low:g} people", low, high or low, "people killed", holder="PER.CVL")
    return telling.report()


def test_deaths_are_of_one_attack() -> None:
    first, second = killed("2031-05-02", 12, on="2031-05-01"), killed("2031-05-03", 14, on="2031-05-01")
    (found,) = series(first, second)
    assert (found.what, found.deed) == ("people killed", "ASSAULT")
    assert found.when is not None and found.when.earliest == "2031-05-01"
    # a toll is of the day on which it is told
    assert [(p.day, p.low) for p in found.points] == [("2031-05-02", 12), ("2031-05-03", 14)]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (killed("2031-05-03", 12, place="Arica", on="2031-05-01"), "elsewhere"),
        (killed("2031-05-20", 12, on="2031-05-19"), "on another day"),
        (killed("2031-06-20", 30, place=None), "nothing speaks for it"),
    ],
)
def test_deaths_of_two_attacks_are_two_series(other: Report, why: str) -> None:
    assert len(series(killed("2031-05-02", 12, on="2031-05-01"), other)) == 2, why


def test_one_text_tells_two_attacks_apart() -> None:
    """ "The blast killed 128. Another attack killed four." """
    one = "The/DET/2/det blast/NOUN/3/nsubj killed/VERB/0/root/kill/VBD 128/NUM/5/nummod people/NOUN/3/obj/person"
    two = "Another/DET/2/det attack/NOUN/3/nsubj killed/VERB/0/root/kill/VBD four/NUM/5/nummod people/NOUN/3/obj/person"
    telling = Telling("2031-05-02", one, two)
    telling.deed("blast", "ASSAULT explosives")
    telling.deed("attack", "ASSAULT")
    telling.counts("128 people", 128, 128, "people killed")
    telling.counts("four people", 4, 4, "people killed")
    assert sorted(s.points[0].low or 0 for s in series(telling.report())) == [4, 128]


def test_what_befell_people_is_read_off_the_verb() -> None:
    line = "Three/NUM/2/nummod people/NOUN/4/nsubj:pass/person were/AUX/4/aux:pass hurt/VERB/0/root/hurt/VBN in/ADP/7/case the/DET/7/det raid/NOUN/4/obl"
    telling = Telling("2031-05-02", line)
    telling.deed("raid", "ASSAULT")
    telling.counts("Three people", 3, 3, "people")
    (found,) = series(telling.report())
    assert (found.what, found.deed) == ("people wounded", "ASSAULT")


# --- order and growth ----------------------------------------------------------------------------------------------


def test_ids_and_results_are_the_same_every_time() -> None:
    reports = (counted("2031-05-02"), killed("2031-05-03", 12, on="2031-05-01"), counted("2031-05-04", low=1, high=2))
    assert series(*reports) == series(*reports)
    assert len({s.id for s in series(*reports)}) == 2


def test_work_grows_with_the_number_of_figures() -> None:
    """Twice as many deaths, twice the steps, though all are of one kind."""

    def work(n: int) -> int:
        gatherer = Figures()
        for i in range(n):
            gatherer.add(killed(f"2031-{1 + i * 12 // n:02}-05", 10 + i, place=None, publisher=f"Paper {i}"))
        return steps(lambda: gatherer.result(Origins()))

    assert work(1600) < 2.5 * work(800)


def _shifted(line: str, by: int) -> list[str]:
    """The words of a line that stand ``by`` words further on, below word ``by``."""
    out = []
    for word in line.split():
        form, upos, head, relation, *more = word.split("/")
        root = int(head) == 0
        out.append("/".join([form, upos, str(by if root else int(head) + by), "ccomp" if root else relation, *more]))
    return out
