"""Demands: what is one demand, what answers it, what meets it, and what does not."""

# ruff: noqa: E501  (a tree stands on one line)
from __future__ import annotations

import pytest
from tests.link.told import Telling
from tests.steps import steps

from standoff.dossier import Demand
from standoff.link.demands import Demands
from standoff.link.origins import Origins
from standoff.model import Interval, Report, Span

URGED = (
    "Chile/PROPN/2/nsubj urged/VERB/0/root/urge/VBD Peru/PROPN/2/iobj to/PART/5/mark withdraw/VERB/2/xcomp its/PRON/7/nmod:poss "
    "troops/NOUN/5/obj/troop from/ADP/10/case the/DET/10/det border/NOUN/5/obl"
)
AGAIN = (
    "Chile/PROPN/2/nsubj told/VERB/0/root/tell/VBD Lima/PROPN/2/iobj to/PART/5/mark pull/VERB/2/xcomp back/ADV/5/advmod its/PRON/8/nmod:poss "
    "soldiers/NOUN/5/obj/soldier"
)
REJECTED = "Peru/PROPN/2/nsubj rejected/VERB/0/root/reject/VBD the/DET/4/det demand/NOUN/2/obj"
WOULD_NOT = (
    "Peru/PROPN/2/nsubj said/VERB/0/root/say/VBD it/PRON/6/nsubj would/AUX/6/aux/would/MD not/PART/6/advmod withdraw/VERB/2/ccomp its/PRON/8/nmod:poss "
    "troops/NOUN/6/obj/troop"
)
PROMISED = "Peru/PROPN/2/nsubj promised/VERB/0/root/promise/VBD to/PART/4/mark withdraw/VERB/2/xcomp its/PRON/6/nmod:poss troops/NOUN/4/obj/troop"
WITHDREW = "Peru/PROPN/2/nsubj withdrew/VERB/0/root/withdraw/VBD its/PRON/4/nmod:poss troops/NOUN/2/obj/troop from/ADP/7/case the/DET/7/det border/NOUN/2/obl"
BATTALION = "Peru/PROPN/2/nsubj withdrew/VERB/0/root/withdraw/VBD a/DET/4/det battalion/NOUN/2/obj on/ADP/6/case Friday/PROPN/2/obl"


def asked(day: str | None = "2031-05-02", line: str = URGED, **more: str) -> Report:
    """Chile asks Peru to withdraw its troops."""
    telling = Telling(day, line, **more)
    verb, cue = ("withdraw", "urged") if "withdraw" in telling.text else ("pull", "told")
    content = telling.text[telling.text.index(verb) :].strip()
    said = telling.says("REQUEST", content, by="CHL.GOV", to="PER.GOV", cue=cue, source="Chile", certainty="U")
    telling.deed(verb, "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    return telling.report()


def rejected(day: str = "2031-05-03") -> Report:
    telling = Telling(day, WOULD_NOT)
    said = telling.says(
        "REJECT", "it would not withdraw its troops", by="PER.GOV", cue="said", source="Peru", certainty="CT-"
    )
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="negation", said=said)
    return telling.report()


def withdrew(
    day: str = "2031-05-09", *, line: str = WITHDREW, by: str = "PER.MIL", said: str = "", on: str | None = None
) -> Report:
    """Somebody's troops withdraw, in the reporter's words, or in those of ``said``."""
    telling = Telling(day, line)
    told = telling.says("STATE", line_words(line), by=said, cue=None) if said else None
    telling.deed("withdrew", "RETREAT withdraw", by=by, said=told, on=on or day)
    return telling.report()


def line_words(line: str) -> str:
    return " ".join(word.split("/")[0] for word in line.removeprefix("# ").split())


def demands(*reports: Report, origins: Origins | None = None) -> tuple[Demand, ...]:
    gatherer = Demands()
    for report in sorted(
        reports, key=lambda r: (r.document.published.value if r.document.published else "9", r.document.id)
    ):
        gatherer.add(report)
    return gatherer.result(origins or Origins())


def standing(*reports: Report) -> tuple[str, list[str]]:
    """The standing of the one demand there is, and what was made of it on the way."""
    (demand,) = demands(*reports)
    return demand.standing, [turn.standing for turn in demand.turns]


# --- what is asked -------------------------------------------------------------------------------------------------


def test_a_demand_has_asker_addressee_deed_and_its_place() -> None:
    report = asked()
    (demand,) = demands(report)
    assert [a.id for a in demand.askers] == ["CHL.GOV"] and [a.id for a in demand.addressees] == ["PER.GOV"]
    assert demand.deed == "withdraw its troops from the border"
    assert demand.at.span.of(report.document.text) == demand.deed
    assert (demand.type, demand.mode, demand.standing, demand.by, demand.turns) == (
        "RETREAT",
        "withdraw",
        "open",
        None,
        (),
    )
    assert demand.statement == report.statements[0].id and demand.at.sha256 == report.document.sha256


def test_words_that_only_ask_are_no_part_of_the_deed() -> None:
    """ "We call on Peru to ..." asks Peru, whomever the coder heard."""
    line = (
        "We/PRON/2/nsubj call/VERB/0/root/call/VBP on/ADP/6/mark Peru/PROPN/6/nsubj to/PART/6/mark withdraw/VERB/2/xcomp "
        "its/PRON/8/nmod:poss troops/NOUN/6/obj/troop"
    )
    telling = Telling("2031-05-02", line)
    said = telling.says("REQUEST", line_words(line), by="CHL.GOV", to="BOL.GOV")
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    (demand,) = demands(telling.report())
    assert [a.id for a in demand.addressees] == ["PER.GOV"]
    assert demand.type == "RETREAT" and demand.deed.endswith("withdraw its troops") and "call" not in demand.deed


def test_who_is_asked_is_who_would_do_it_where_nobody_is_named() -> None:
    line = "Chile/PROPN/2/nsubj demanded/VERB/0/root/demand/VBD the/DET/4/det release/NOUN/2/obj of/ADP/7/case the/DET/7/det crew/NOUN/4/nmod"
    telling = Telling("2031-05-02", line)
    said = telling.says("REQUEST", "the release of the crew", by="CHL.GOV", cue="demanded")
    telling.deed("release", "RETREAT release", by="PER.MIL", status="future", said=said)
    (demand,) = demands(telling.report())
    assert [a.id for a in demand.addressees] == ["PER.GOV"]


def test_a_source_that_is_nobody_known_is_named_by_its_words() -> None:
    line = "Herders/NOUN/2/nsubj demanded/VERB/0/root/demand/VBD water/NOUN/2/obj"
    telling = Telling("2031-05-02", line)
    telling.says("REQUEST", "water", by=None, cue="demanded", source="Herders")
    (demand,) = demands(telling.report())
    assert [(a.id, a.name) for a in demand.askers] == [(None, "Herders")]


def test_what_asks_for_nothing_is_no_demand() -> None:
    telling = Telling(
        "2031-05-02", "Chile/PROPN/2/nsubj asked/VERB/0/root/ask/VBD what/PRON/2/obj tomorrow/NOUN/2/obl:tmod"
    )
    telling.says("REQUEST", "what", by="CHL.GOV", cue="asked")
    telling.says("REQUEST", "tomorrow", by="CHL.GOV", cue="asked")
    telling.time("tomorrow", "2031-05-03", "2031-05-03")
    assert demands(telling.report()) == ()


def test_a_demand_that_its_teller_denies_is_none() -> None:
    line = (
        "Chile/PROPN/2/nsubj denied/VERB/0/root/deny/VBD that/SCONJ/6/mark it/PRON/6/nsubj had/AUX/6/aux demanded/VERB/2/ccomp/demand/VBN "
        "money/NOUN/6/obj"
    )
    telling = Telling("2031-05-02", line)
    outer = telling.says("DENY", "it had demanded money", by="CHL.GOV", cue="denied", certainty="CT-")
    telling.says("REQUEST", "money", by="CHL.GOV", to="PER.GOV", cue="demanded", inside=outer)
    assert demands(telling.report()) == ()


# --- one demand or two ---------------------------------------------------------------------------------------------


def test_the_same_asked_again_is_one_demand() -> None:
    first, second = asked(), asked("2031-05-20", AGAIN)
    (demand,) = demands(first, second)
    assert demand.day == "2031-05-02"
    assert [(a.report, a.span.of(second.document.text)) for a in demand.again] == [
        (second.document.id, "pull back its soldiers")
    ]


@pytest.mark.parametrize(
    ("day", "swap", "why"),
    [
        ("2032-05-02", ("", ""), "a year later"),
        ("2031-05-20", ("PER", "BOL"), "of another side"),
        ("2031-05-20", ("CHL", "NATO"), "by another side"),
        ("2031-05-20", ("troops", "diplomats"), "something else"),
    ],
)
def test_another_demand_is_another(day: str, swap: tuple[str, str], why: str) -> None:
    telling = Telling(
        day,
        URGED.replace("troops/NOUN/5/obj/troop", f"{swap[1]}/NOUN/5/obj/diplomat") if swap[0] == "troops" else URGED,
    )
    by = "NATO" if swap[1] == "NATO" else "CHL.GOV"
    to = "BOL.GOV" if swap[1] == "BOL" else "PER.GOV"
    content = telling.text[telling.text.index("withdraw") :].strip()
    said = telling.says("REQUEST", content, by=by, to=to, cue="urged")
    telling.deed("withdraw", "RETREAT withdraw", by=f"{to[:3]}.MIL", status="future", said=said)
    assert len(demands(asked(), telling.report())) == 2, why


def test_a_copy_is_not_asked_again() -> None:
    first, copy = asked(), asked("2031-05-03", publisher="Coast Wire")
    whole = Span(0, len(copy.document.text))
    origins = Origins({copy.document.id: [(whole, first.document.id)]})
    (demand,) = demands(first, copy, origins=origins)
    assert demand.again == ()
    assert len(demands(first, copy)[0].again) == 1


def test_what_is_not_to_be_done_is_another_deed_than_what_is() -> None:
    line = (
        "Chile/PROPN/2/nsubj urged/VERB/0/root/urge/VBD Peru/PROPN/2/iobj to/PART/5/mark stop/VERB/2/xcomp withdrawing/VERB/5/xcomp/withdraw/VBG "
        "its/PRON/8/nmod:poss troops/NOUN/6/obj/troop"
    )
    telling = Telling("2031-05-10", line)
    said = telling.says("REQUEST", "stop withdrawing its troops", by="CHL.GOV", to="PER.GOV", cue="urged")
    telling.deed("withdrawing", "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    assert len(demands(asked(), telling.report())) == 2
    (stop,) = demands(telling.report(), withdrew("2031-05-12"))
    assert stop.standing == "open"


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_rejection_in_the_same_report_refuses_the_demand_that_it_names() -> None:
    telling = Telling("2031-05-02", URGED, REJECTED)
    said = telling.says("REQUEST", "withdraw its troops from the border", by="CHL.GOV", to="PER.GOV", cue="urged")
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    no = telling.says("REJECT", "the demand", by="PER.GOV", cue="rejected", source="Peru")
    report = telling.report()
    (demand,) = demands(report)
    assert demand.standing == "refused"
    (turn,) = demand.turns
    assert turn.record == no and turn.at == demand.by and turn.words == "Peru rejected the demand"


def test_only_those_asked_can_refuse() -> None:
    telling = Telling("2031-05-02", URGED, REJECTED.replace("Peru", "Bolivia"))
    said = telling.says("REQUEST", "withdraw its troops from the border", by="CHL.GOV", to="PER.GOV", cue="urged")
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    telling.says("REJECT", "the demand", by="BOL.GOV", cue="rejected", source="Bolivia")
    assert demands(telling.report())[0].standing == "open"


def test_not_being_willing_refuses_in_another_report() -> None:
    assert standing(asked(), rejected()) == ("refused", ["refused"])


def test_an_answer_before_the_demand_or_long_after_is_none() -> None:
    assert standing(asked(), rejected("2031-04-20")) == ("open", [])
    assert standing(asked(), rejected("2032-01-20")) == ("open", [])


def test_a_promise_is_not_the_deed() -> None:
    telling = Telling("2031-05-05", PROMISED)
    said = telling.says("COMMIT", "withdraw its troops", by="PER.GOV", cue="promised", source="Peru")
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="future", said=said)
    assert standing(asked(), rejected(), telling.report()) == ("open", ["refused", "open"])
    assert "promise" in demands(asked(), telling.report())[0].turns[0].why


def test_to_deny_that_it_was_done_is_not_to_refuse() -> None:
    line = (
        "Peru/PROPN/2/nsubj denied/VERB/0/root/deny/VBD that/SCONJ/6/mark it/PRON/6/nsubj had/AUX/6/aux withdrawn/VERB/2/ccomp/withdraw/VBN "
        "its/PRON/8/nmod:poss troops/NOUN/6/obj/troop"
    )
    telling = Telling("2031-05-05", line)
    said = telling.says("DENY", "it had withdrawn its troops", by="PER.GOV", cue="denied", certainty="CT-")
    telling.deed("withdrawn", "RETREAT withdraw", by="PER.MIL", status="negation", said=said)
    assert standing(asked(), telling.report()) == ("open", [])


def test_complaining_of_a_demand_leaves_it_as_it_was() -> None:
    line = "Peru/PROPN/2/nsubj condemned/VERB/0/root/condemn/VBD the/DET/5/det Chilean/ADJ/5/amod demand/NOUN/2/obj"
    telling = Telling("2031-05-06", line)
    telling.says("CRITICIZE", "the Chilean demand", by="PER.GOV", cue="condemned", source="Peru")
    assert standing(asked(), rejected(), telling.report()) == ("refused", ["refused", "open"])


def test_a_demand_called_unacceptable_is_refused() -> None:
    line = (
        "Demands/NOUN/5/nsubj/demand/NNS for/ADP/3/case withdrawal/NOUN/1/nmod are/AUX/5/cop unacceptable/ADJ/7/ccomp it/PRON/7/nsubj "
        "said/VERB/0/root/say/VBD"
    )
    telling = Telling("2031-05-06", line)
    said = telling.says("CRITICIZE", "Demands for withdrawal are unacceptable", by="PER.GOV", cue="said")
    telling.deed("withdrawal", "RETREAT withdraw", by="PER.MIL", status="hypothetical", said=said)
    assert standing(asked(), telling.report())[0] == "refused"


def test_a_demand_known_from_its_rejection_only_is_a_demand() -> None:
    line = (
        "Peru/PROPN/2/nsubj rejected/VERB/0/root/reject/VBD Chilean/ADJ/4/amod demands/NOUN/2/obj/demand/NNS including/VERB/7/case/include "
        "a/DET/7/det ban/NOUN/4/nmod on/ADP/9/case drills/NOUN/7/nmod/drill"
    )
    telling = Telling("2031-05-06", line)
    telling.says("REJECT", "Chilean demands including a ban on drills", by="PER.GOV", cue="rejected", source="Peru")
    (demand,) = demands(telling.report())
    assert [a.id for a in demand.askers] == ["CHL.GOV"] and [a.id for a in demand.addressees] == ["PER.GOV"]
    assert (demand.deed, demand.standing) == ("a ban on drills", "refused")


# --- deeds ---------------------------------------------------------------------------------------------------------


def test_the_deed_meets_the_demand() -> None:
    (demand,) = demands(asked(), withdrew())
    assert demand.standing == "met" and demand.by == demand.turns[-1].at


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (withdrew(by="BOL.MIL"), "another's deed"),
        (withdrew("2031-05-09", on="2031-05-01"), "before it was asked"),
        (withdrew(said="PER.GOV"), "nobody but the doer says so"),
        (withdrew(line=BATTALION), "a part of it"),
        (withdrew(line=WITHDREW.replace("troops/NOUN/2/obj/troop", "envoys/NOUN/2/obj/envoy")), "done to something else"),
        (withdrew(line=WITHDREW.replace("withdrew/VERB/0/root/withdraw/VBD", "withdrew/VERB/0/root/withdraw/VBG")), "going on"),
    ],
)  # fmt: skip
def test_what_does_not_meet_a_demand(report: Report, why: str) -> None:
    assert standing(asked(), report)[0] == "open", why


def test_somebody_else_who_says_so_is_enough() -> None:
    assert standing(asked(), withdrew(said="BRA.GOV"))[0] == "met"


def test_a_deed_without_a_day_may_be_an_old_one() -> None:
    telling = Telling("2031-05-09", WITHDREW)
    telling.deed("withdrew", "RETREAT withdraw", by="PER.MIL")
    assert standing(asked(), telling.report()) == ("open", [])


def test_two_who_are_asked_must_both_do_it() -> None:
    def both() -> Report:
        telling = Telling("2031-05-02", URGED)
        content = telling.text[telling.text.index("withdraw") :].strip()
        said = telling.says("REQUEST", content, by="BRA.GOV", to="PER.GOV BOL.GOV", cue="urged")
        telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL BOL.MIL", status="future", said=said)
        return telling.report()

    assert standing(both(), withdrew())[0] == "open"
    assert standing(both(), withdrew(), withdrew("2031-05-10", by="BOL.MIL"))[0] == "met"


def test_a_demand_made_anew_after_it_was_met_is_new() -> None:
    first, second = demands(asked(), withdrew(), asked("2031-05-20", AGAIN))
    assert (first.standing, second.standing) == ("met", "open")


# --- days and order ------------------------------------------------------------------------------------------------


def test_what_has_no_day_repeats_but_does_not_decide() -> None:
    undated = asked(None, AGAIN)
    (demand,) = demands(asked(), undated)
    assert demand.day == "2031-05-02" and len(demand.again) == 1
    telling = Telling(None, WOULD_NOT)
    said = telling.says("REJECT", "it would not withdraw its troops", by="PER.GOV", cue="said")
    telling.deed("withdraw", "RETREAT withdraw", by="PER.MIL", status="negation", said=said)
    assert standing(asked(), telling.report()) == ("open", ["refused"])
    assert standing(undated, telling.report()) == ("refused", ["refused"])


def test_the_day_is_that_of_the_asking() -> None:
    telling = Telling("2031-05-09", URGED)
    content = telling.text[telling.text.index("withdraw") :].strip()
    telling.says("REQUEST", content, by="CHL.GOV", to="PER.GOV", cue="urged", on=Interval("2031-05-04", "2031-05-04"))
    assert demands(telling.report())[0].day == "2031-05-04"


def test_rejecting_their_demand_without_more_means_the_only_one_of_late() -> None:
    line = "Peru/PROPN/2/nsubj rejected/VERB/0/root/reject/VBD the/DET/5/det Chilean/ADJ/5/amod demand/NOUN/2/obj"
    telling = Telling("2031-05-06", line)
    telling.says("REJECT", "the Chilean demand", by="PER.GOV", cue="rejected", source="Peru")
    assert standing(asked(), telling.report())[0] == "refused"
    other = asked("2031-05-03", URGED.replace("troops/NOUN/5/obj/troop", "ships/NOUN/5/obj/ship"))
    assert [d.standing for d in demands(asked(), other, telling.report())] == ["open", "open"]


def test_ids_and_results_are_the_same_every_time() -> None:
    reports = (asked(), rejected(), withdrew())
    assert demands(*reports) == demands(*reversed(reports))


def test_work_grows_with_the_number_of_demands() -> None:
    """Twice as many demands, twice the steps, though all are of one side to another."""

    def work(n: int) -> int:
        gatherer = Demands()
        for i in range(n):
            things = f"thing{i}"
            line = URGED.replace("troops/NOUN/5/obj/troop", f"{things}/NOUN/5/obj/{things}")
            gatherer.add(asked(f"2031-{1 + i * 12 // n:02}-05", line))
        return steps(lambda: gatherer.result(Origins()))

    assert work(400) < 2.5 * work(200)
