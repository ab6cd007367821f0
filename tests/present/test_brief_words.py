"""The words of a brief: frames as clauses, figures, names, who takes a position and in whose words."""

from __future__ import annotations

from msgspec.structs import replace
from tests.present.brief_case import ARGENTINA, CHILE, OAS, capital, claim, coast, fetch, position, reports
from tests.present.sample import RULE, TEXT, at, report

from standoff.dossier import Link, Series
from standoff.model import Actor, Origin, Quantity
from standoff.present import wording
from standoff.present.brief_figures import _title
from standoff.present.brief_sides import against, bodies, sided
from standoff.present.brief_words import Shelf, bare, count, quoted, teller, told
from standoff.present.brief_words import capital as capitalised
from standoff.present.markdown import note_line
from standoff.present.names import listed, spell


def test_figures_in_words() -> None:
    """Bounds, ranges, approximations."""

    def said(low: float | None, high: float | None, approx: bool = False) -> str:
        return wording.figure(
            Quantity(id="q", span=at("40,000"), low=low, high=high, approx=approx, unit="person", of=None, origin=RULE)
        )

    assert said(40000, 40000, True) == "about 40,000"
    assert said(100000, None) == "100,000 or more"
    assert said(None, 5) == "5 or fewer"
    assert said(20000, 99999, True) == "about 20,000–99,999"
    assert said(1.5, 1.5) == "1.5"
    assert said(None, None) == "an unstated number"


def test_names_of_actors() -> None:
    """Ids are spelled out from the tables; what the tables do not know stays as it is."""
    assert spell("RUS.MIL") == "Russia’s armed forces"
    assert spell("USA.GOV") == "the United States"
    assert spell("USA.LEG") == "the United States’ legislature"
    assert spell("UKR.REB") == "armed groups in Ukraine"
    assert spell("NATO") == "NATO"
    assert spell("UNSC") == "UNSC"
    assert listed(["a", "b", "a", "c"]) == "a, b and c"


def test_who_is_not_known_is_named_as_the_report_names_him() -> None:
    """A participant without an id keeps his words; a pronoun is no name."""
    event = replace(report().events[2], actors=(), actors_at=(at("Norland's army"),), place=None)
    assert wording.done(event, None, TEXT) == "Norland's army pulled back forces"
    assert wording.done(replace(event, actors_at=(at("its"),)), None, TEXT) == "an unnamed party pulled back forces"
    holder = replace(report().statements[0], source_actors=(), source=at("its"))
    assert wording.done(event, holder, TEXT).endswith(": doubted by a source that is not named")


def test_a_speakers_own_words_are_quoted_and_the_reports_are_not() -> None:
    """An editor must not put a paraphrase in somebody's mouth, nor a quotation with its speaker's tag."""
    assert quoted("We will stay", own=True).style == "quote"
    assert quoted("it would stay", own=False).style == "told"
    assert quoted("“We will stay,” it said", own=True).style == "told"
    assert quoted("word " * 100, own=False, limit=30).words == "word word word word word word …"


def test_enclosing_quotation_marks_are_taken_off_and_others_kept() -> None:
    assert bare("“a fantasy”") == "a fantasy"
    assert bare("the figure “a fantasy”") == "the figure “a fantasy”"
    assert bare('"one" and "two"') == '"one" and "two"'
    assert bare("'tis") == "'tis"


def test_who_takes_a_position() -> None:
    """An actor, else the paper; nobody is made up."""
    first, _, second, third = reports()
    seen = position(first, "Argentina seized the lighthouse", "asserts", None)
    assert teller(seen) == "Coast Gazette, in its own report"
    assert teller(position(third, "returned", "asserts", None)) == "a report without a publisher"
    assert teller(position(second, "the build-up", "doubts", None, statement=2)) == "a source that is not named"
    assert teller(position(second, "the build-up", "doubts", ARGENTINA)) == "Clara Benedetti (Argentina)"


def test_parties_are_listed_once_speakers_before_papers() -> None:
    """And cut where they are many."""
    first, _, second, _ = reports()
    held = [position(first, "seized", "asserts", actor) for actor in (None, CHILE, ARGENTINA, CHILE, OAS)]
    assert bodies(held, 5) == "Chile, Argentina, OAS and Coast Gazette"
    assert (
        bodies([*held, position(second, "no more", "asserts", Actor("BRA.GOV"))], 2)
        == "Chile, Argentina and three others"
    )


def test_the_sides_of_a_claim() -> None:
    """Who confirms stands with those who assert; an actor comes once on a side."""
    one = coast()
    found = sided(
        claim(
            "x", "x", "disputed", position(one, "seized", "asserts", CHILE), position(one, "Friday", "confirms", OAS),
            position(one, "massing", "asserts", CHILE), position(one, "troops", "denies", ARGENTINA),
        )
    )  # fmt: skip
    assert [p.actor for p in found.asserts] == [CHILE, OAS]
    assert [p.actor for p in found.denies] == [ARGENTINA] and found.doubts == ()
    assert found.says_little()


def test_words_that_meet_stand_beside_one_another() -> None:
    """What links say comes before what came first; one actor's two voices, and a few words, count for less."""
    one = coast()
    early = position(one, "Argentina masses troops at lighthouse", "asserts", OAS)
    late = position(one, "massing about 40,000 troops", "asserts", CHILE)
    no = position(one, "near the Cabo Frio lighthouse", "denies", ARGENTINA)
    also = position(one, "give back the lighthouse", "denies", Actor("BRA.GOV"))

    def link(a: int, b: int, score: float) -> Link:
        return Link(a=a, b=b, relation="disputes", score=score, features=())

    base = claim("x", "x", "disputed", early, late, also, no)
    found = sided(replace(base, links=(link(0, 2, 0.6), link(1, 3, 0.9))))
    assert found.asserts == (late, early) and found.denies == (no, also) and found.sure == 0.9
    assert against(replace(base, links=(link(1, 3, 0.9),)), no) == (late, early)
    own = replace(base, positions=(early, late, also, replace(no, actor=CHILE)), links=(link(1, 3, 0.9),))
    assert sided(own).sure < 0.6
    brief = replace(base, positions=(early, late, also, replace(no, words="the report")), links=(link(1, 3, 0.9),))
    assert sided(brief).sure < 0.6
    assert sided(brief).weight() > found.weight() and sided(base).sure == 0.5


def test_a_position_in_a_line() -> None:
    """Who, when, by way of whom, how sure, in which words, and where they stand."""
    second = capital()
    held = replace(position(second, "massing troops", "denies", ARGENTINA, statement=1), via=("Bay News",))
    shelf = Shelf(fetch((replace(second, statements=tuple(replace(s, certainty="PS+") for s in second.statements)),)))
    line = told(shelf, held, opens=True)
    assert "".join(getattr(piece, "words", "") for piece in line) == (
        "Clara Benedetti (Argentina), 4 May 2031, by way of Bay News, as possible: massing troops"
    )
    (note,) = line[-1].notes  # type: ignore[union-attr]
    assert note.quote == second.document.text[note.span.start : note.span.end]
    assert (note.publisher, note.published, note.title) == ("Capital Times", "2031-05-04", "capital.txt")


def test_small_numbers_are_words() -> None:
    assert [count(n, "text") for n in (0, 1, 9, 10, 1200)] == [
        "no texts", "one text", "nine texts", "10 texts", "1,200 texts",
    ]  # fmt: skip
    assert capitalised("the United States") == "The United States" and capitalised("") == ""


def test_a_footnote_says_that_a_person_corrected_what_is_made_of_its_words() -> None:
    """An editor defends a corrected line by the judgement, not by the machine."""
    coded = report()
    judged = replace(coded.events[0], status="negation", origin=Origin("judgement", "status", "j-1"))
    corrected = replace(coded, events=(judged, *coded.events[1:]))
    for held, by in ((coded, ()), (corrected, ("j-1",))):
        note = Shelf(lambda _, held=held: held).note(coded.document.id, [judged.trigger])  # type: ignore[misc]
        assert note.judged == by
        for words in (note_line(1, note), note.place):
            assert ("corrected by judgement j-1" in words) == bool(by)
    elsewhere = Shelf(lambda _: corrected).note(coded.document.id, [coded.statements[0].content[0]])
    assert elsewhere.judged == ()


def test_a_figure_names_once_what_its_holder_is() -> None:
    """ "Refugees of refugees from Uzbekistan" says nothing more than the second half of it."""

    def title(what: str, holder: Actor | None) -> str:
        return _title(
            Series(id="s", what=what, unit="person", holder=holder, place=None, deed=None, when=None, points=())
        )

    assert title("troops", Actor("RUS.MIL")) == "Troops of Russia’s armed forces"
    assert title("police", Actor("IRQ.COP")) == "Iraq’s police"
    assert title("refugees", Actor("UZB.REF")).casefold().count("refugees") == 1
    assert title("troops", None) == "Troops"
