"""The role of every line, on pages of our own making."""

import json
from pathlib import Path

import pytest
from tests.steps import steps

from standoff.errors import DataError
from standoff.model import BEARING
from standoff.read.zones import load, zones

ROOT = Path(__file__).parents[2]

PAGE = """\
Skip to content
World
headline: Orania recalls envoy after border shooting
byline: By Ana Kessler
4 March 2021
Sign up for our daily newsletter
body: Orania recalled its ambassador on Thursday after two of its border guards were shot dead near Talin.
body: The foreign minister, Petra Holm, accused Tessaly of "murder in broad daylight" and demanded an apology.
body: Tessaly's government denied that its soldiers had fired. It offered a joint inquiry.
credit: Reuters contributed to this report.
- Tom Hale
You May Also Like
teaser: Ten beaches to visit before the summer ends
teaser: The actor says he will not return for a third season of the show, citing his family...
boilerplate: © 2021 The Daily Post. All rights reserved."""


def marked(page: str) -> tuple[str, dict[str, str]]:
    wanted, lines = {}, []
    for line in page.splitlines():
        role, colon, words = line.partition(": ")
        if colon and role.isalpha() and role.islower():
            wanted[words] = role
            lines.append(words)
        else:
            lines.append(line)
    return "\n".join(lines), wanted


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_a_scraped_page(gap: str) -> None:
    text, wanted = marked(PAGE)
    text = text.replace("\n", gap)
    found = {zone.span.of(text): zone.role for zone in zones(text)}
    assert {words: found.get(words) for words in wanted} == wanted
    assert not {found[words] for words in ("Skip to content", "World", "Sign up for our daily newsletter")} & BEARING
    assert found["- Tom Hale"] == "byline"
    assert found["4 March 2021"] == "dateline"


@pytest.mark.parametrize(
    "text",
    [
        "The rebels freed the minister on Thursday.",
        "Moscow denied it",
        "NATO",
        "“We will not leave,” she said. The army disagreed, and sent two battalions to the bridge.",
    ],
)
def test_a_single_line_is_body(text: str) -> None:
    assert [zone.role for zone in zones(text)] == ["body"]


CLEAN = [
    "The truce between the army and the rebels of the northern valley held for a second day on Sunday, monitors said.",
    "A convoy of 40 trucks reached the town of Marin, where 12,000 people have been cut off since March.",
    "The government denied that it had shelled the road. A spokesman blamed the rebels.",
    "Talks are to resume in Geneva on Wednesday, according to the United Nations envoy.",
]


def test_a_clean_text_is_body() -> None:
    assert {zone.role for zone in zones("\n\n".join(CLEAN))} == {"body"}


def test_a_clean_text_under_its_headline() -> None:
    assert [zone.role for zone in zones("\n\n".join(["Truce holds as aid reaches Marin", *CLEAN]))] == ["headline"] + [
        "body"
    ] * 4


def test_said_again_word_for_word_is_boilerplate() -> None:
    caption = "The minister leaves the palace on Monday (file photo)"
    text = "\n".join(
        ["Minister quits over border shooting", "Minister quits over border shooting", caption, caption, *CLEAN]
    )
    assert [zone.role for zone in zones(text)][:4] == ["headline", "boilerplate", "caption", "boilerplate"]


def test_furniture_in_the_middle_does_not_take_the_text_with_it() -> None:
    text = "\n".join([*CLEAN[:2], "Video", CLEAN[2], "Advertisement Continue reading the main story", CLEAN[3]])
    assert [zone.role for zone in zones(text)] == ["body", "body", "boilerplate", "body", "boilerplate", "body"]


def test_an_outlets_tweet_that_links_to_a_story_is_a_teaser() -> None:
    tweet = "Army rehearses siege of port (VIDEO) https://t.co/aQ9xTT0b1n — Daily Post (@dailypost) September 3, 2017"
    assert [zone.role for zone in zones("\n".join([*CLEAN[:2], tweet, *CLEAN[2:]]))][2] == "teaser"


def test_an_outlet_speaking_of_itself_below_the_sign_off_is_boilerplate() -> None:
    about = (
        "Our reporters work in nineteen languages. We cover what stations at home leave out, and are trusted for it."
    )
    text = "\n".join(["Truce holds as aid reaches Marin", *CLEAN, "With reporting by Reuters and AFP", about])
    assert zones(text)[-1].role == "boilerplate"


def test_comments_are_no_record() -> None:
    comments = [
        "Comments (2)",
        "Posted by OldSalt on 4 March 2021 at 10:12",
        "I was there in 2003 and I can tell you that nobody believes a word of this, ask yourself who pays!",
        "Reply",
        "Posted by jolly on 4 March 2021 at 10:40",
        "Do you honestly think that we would be told the truth? I don't. My son served there for two years, lol.",
        "Reply",
    ]
    text = "\n".join(["Truce holds as aid reaches Marin", *CLEAN, *comments])
    assert not {zone.role for zone in zones(text)[5:]} & BEARING


@pytest.mark.parametrize("part", ["Ab ", "Home\n", "(Ab Cd/", "SEOUL NEW YORK ", "via AP / ", "By Ana Reyes, AP\n"])
def test_steps_are_linear(part: str) -> None:
    """Four times the text takes about four times the steps, never sixteen; ``benchmarks/linearity.py`` times it."""
    zones(part)
    assert steps(lambda: zones(part * 1200)) < 5 * steps(lambda: zones(part * 300))


def test_weights_of_another_version_are_refused() -> None:
    with pytest.raises(DataError, match="other features"):
        load(json.dumps({"version": "x", "roles": [], "weights": {}, "transitions": [], "opening": []}))


def test_bearing_text_of_gold_reports() -> None:
    """Character F1 of record-bearing text is at least 0.95 on the gold reports, where they are at hand."""
    gold = ROOT.parent / "shared" / "gold-dev"
    if not gold.is_dir():
        pytest.skip("no gold reports here")
    hit = said = there = 0
    for path in sorted(gold.glob("*.json")):
        text = (gold / "reports" / f"{path.stem}.txt").read_bytes().decode()
        want, got = set(), set()
        for start, end, role in json.loads(path.read_text())["zones"]:
            want |= set(range(start, end)) if role in BEARING else set()
        for zone in zones(text):
            got |= set(range(zone.span.start, zone.span.end)) if zone.role in BEARING else set()
        ink = {i for i, ch in enumerate(text) if not ch.isspace()}
        hit, said, there = hit + len(want & got & ink), said + len(got & ink), there + len(want & ink)
    assert 2 * hit / (said + there) >= 0.95


STORY = """Bolivia closes crossing to trucks

Bolivia closed the crossing at Tambo Quemado to trucks on Monday, its customs service said.

The foreign ministry in La Paz denied that the step was aimed at Chile and said that the road needed repair.

"""


@pytest.mark.parametrize(
    "line",
    [
        "Dear reader, this is the third story that you have opened this month.",
        "As a loyal visitor you know that good journalism costs money.",
        "We noticed that you are using software that blocks advertising. Advertising helps us to fund our journalism.",
        "Our reporting is paid for by readers like you. Your support keeps us independent.",
        "Since 1931 we have kept our readers informed, and we depend on them to go on.",
    ],
)
def test_an_outlet_that_speaks_to_its_readers_is_no_part_of_the_report(line: str) -> None:
    assert [zone.role for zone in zones(STORY + line)][-1] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "A clip that our newsroom has not been able to verify seems to show trucks turning back.",
        "The minister told us that the crossing would stay closed until the bridge was safe.",
        "“Dear readers of this letter, you will pay for it,” the customs chief wrote to the drivers.",
        "The union urged drivers to block the road and to support its demands.",
    ],
)
def test_what_the_report_tells_in_its_own_voice_stays(line: str) -> None:
    assert [zone.role for zone in zones(STORY + line)][-1] == "body"
