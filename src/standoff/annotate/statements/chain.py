"""Through whom, inside what, against what: ``via``, ``inside`` and ``denies``."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from msgspec.structs import replace

from standoff.annotate.statements import source as who
from standoff.annotate.statements.draft import Draft, Scene
from standoff.data import table
from standoff.grammar import Tree
from standoff.model import Span, Statement

_TRADE = frozenset(
    [
        "agency",
        "news",
        "newspaper",
        "daily",
        "radio",
        "television",
        "tv",
        "broadcaster",
        "channel",
        "website",
        "magazine",
        "weekly",
        "network",
    ]
)
_RELAYS = frozenset(["quote", "carry", "relay", "publish", "cite", "broadcast", "air", "report", "attribute"])
#: How many earlier statements a denial is compared with.
_REACH = 40


@cache
def outlets() -> frozenset[str]:
    """Lower-cased names of outlets, from ``media_names.csv`` and ``media.csv``."""
    listed = (name.lower() for row in table("media.csv") for name in row["names"].split("|"))
    return frozenset((*listed, *(row["name"].lower() for row in table("media_names.csv"))))


def is_outlet(text: str) -> bool:
    """Whether words name a news outlet: a listed name, or a proper name with a word of the trade."""
    low = bare(text).lower()
    if low in outlets():
        return True
    words = low.replace("'s", "").replace("’s", "").split()
    if words[-1:] == ["agency"] and words[-2:-1] not in (["news"], ["press"]):
        words = words[:-1]  # not every agency is one of news: "the American intelligence agency"
    if words and words[-1] in _TRADE and (len(words) <= 5):
        return text[:1].isupper() or any(w[:1].isupper() for w in text.split()) or words[0] in ("state", "local")
    return (
        any(" ".join(words[a:b]) in outlets() for a in range(len(words)) for b in range(a + 1, len(words) + 1))
        and len(words) <= 6
    )


def bare(text: str) -> str:
    """A name without its article, on one line."""
    text = " ".join(text.split())
    for article in ("The ", "the ", "a ", "an ", "its ", "his ", "her "):
        if text.startswith(article):
            return text[len(article) :]
    return text


def find_via(scene: Scene, draft: Draft) -> list[Span]:
    """The relays that the cue's own clause names, nearest to the report first."""
    out = list(draft.via)
    tree = scene.trees[draft.sent]
    text = scene.text
    for span in draft.addressees:
        if is_outlet(span.of(text)):
            out.append(span)
        elif draft.lemma == "tell" and (named := outlet_before(scene, span)) is not None:
            out.append(named)
    if draft.verb is not None and draft.lemma in ("tell", "inform", "assure"):
        named = _outlet_after(tree, draft.verb, text)
        if named is not None and not any(named.overlaps(span) for span in out):
            out.append(named)
    if draft.verb is not None:
        for k in tree.children(draft.verb, "obl", "nmod", "advcl", "parataxis"):
            out.extend(_relay(tree, k, text))
    if draft.source is not None and draft.source_sent == draft.sent:
        for k in tree.children(draft.source.head, "acl", "nmod", "obl", "parataxis", "appos"):
            out.extend(_relay(tree, k, text))
    seen: list[Span] = []
    for span in (_name(span, text) for span in out):
        if not any(span.overlaps(other) for other in seen) and (
            draft.source is None or not span.overlaps(draft.source.span) or span.start > draft.source.span.start
        ):
            seen.append(span)
    return seen


_AGENCY = re.compile(r"\s+(?:state\s+)?(?:news\s+|press\s+)?agency$")
#: Nouns that stand for an outlet named before.
_PAPERS = frozenset("paper newspaper daily agency broadcaster channel station magazine website".split())


def _name(span: Span, text: str) -> Span:
    """A relay's name without the apposition or the "news agency" after it."""
    words = span.of(text)
    kept = words.partition(", ")[0]
    tail = _AGENCY.search(kept)
    if tail is not None and any(w[:1].isupper() for w in bare(kept[: tail.start()]).split()):
        kept = kept[: tail.start()]
    return Span(span.start, span.start + len(kept)) if kept.strip() else span


def outlet_before(scene: Scene, span: Span) -> Span | None:
    """The outlet that "the newspaper" or "the channel" stands for: the one last named before, or None."""
    words = span.of(scene.text).lower().split()
    if len(words) != 2 or words[0] != "the" or words[1] not in _PAPERS:
        return None
    last = bisect_left(scene.entities, span.start, key=lambda e: e.span.start)
    near = reversed(scene.entities[max(0, last - _REACH) : last])
    return next((e.span for e in near if is_outlet(e.span.of(scene.text))), None)


def _outlet_after(tree: Tree, verb: int, text: str) -> Span | None:
    """The outlet that words were said to, right after the cue: "told the BBC", whatever the tree makes of it."""
    first = verb + 1
    if first < len(tree.tokens) and tree.tokens[first].form.lower() == "the":
        first += 1
    for last in range(min(len(tree.tokens) - 1, first + 3), first - 1, -1):
        span = Span(tree.tokens[first].span.start, tree.tokens[last].span.end)
        if bare(span.of(text)).lower() in outlets():
            return Span(tree.tokens[verb + 1].span.start, span.end)
    return None


def _relay(tree: Tree, k: int, text: str) -> list[Span]:
    token = tree.tokens[k]
    cases = {tree.tokens[c].lemma.lower() for c in tree.children(k, "case", "mark")}
    span = who.noun_phrase(tree, k)
    if token.lemma in _RELAYS and token.xpos == "VBN":
        agent = tree.agent(k)
        return [who.noun_phrase(tree, agent)] if agent is not None else []
    if token.xpos == "VBG" and token.lemma in ("speak", "talk"):  # "speaking to Reuters, she said"
        named = (m for m in tree.children(k, "obl") if tree.tokens[m].upos == "PROPN")
        return [name for m in named if is_outlet((name := who.noun_phrase(tree, m)).of(text))]
    if cases & {"via", "through"} and token.upos in ("PROPN", "NOUN") and is_outlet(span.of(text)):
        return [span]
    if cases & {"in", "on", "to", "with"}:
        if token.upos == "PROPN" and is_outlet(span.of(text)):
            return [span]
        whose = tree.child(k, "nmod:poss")
        if whose is not None and bare(who.noun_phrase(tree, whose).of(text)).lower() in outlets():
            return [who.noun_phrase(tree, whose)]  # on one of its programmes
        if token.lemma.lower() in (
            "interview",
            "statement",
            "message",
            "remark",
            "comment",
            "post",
            "article",
            "column",
            "report",
            "letter",
            "briefing",
        ):
            out = []
            for m in tree.kids[k]:
                inner = {tree.tokens[c].lemma.lower() for c in tree.children(m, "case")}
                if tree.tokens[m].xpos == "VBN" and tree.tokens[m].lemma in _RELAYS:
                    agent = tree.agent(m)
                    if agent is not None:
                        out.append(who.noun_phrase(tree, agent))
                elif inner & {"with", "to", "in", "on", "by"} and tree.tokens[m].upos == "PROPN":
                    name = who.noun_phrase(tree, m)
                    if is_outlet(name.of(text)):
                        out.append(name)
            return out
    return []


def relays(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Drops an outlet's draft that only passes on the words of a named speaker; the speaker's drafts get it as
    ``via``.
    """
    gone: set[int] = set()
    for a, outer in enumerate(drafts):
        if outer.source is None or outer.cue is None or outer.source_sent != outer.sent:
            continue
        words = outer.source.span
        relay = words if is_outlet(words.of(scene.text)) else outlet_before(scene, words)
        if relay is None:
            continue
        if outer.lemma not in ("report", "say", "according", "quote", "write", "tell", "cite"):
            continue
        held = {t for p in outer.pieces if p.sent == outer.sent for t in p.part.tokens}
        tree = scene.trees[outer.sent]
        for inner in drafts:
            if (
                inner is outer
                or inner.sent != outer.sent
                or inner.verb is None
                or inner.source is None
                or inner.source_sent != inner.sent
            ):
                continue
            if inner.frame in ("noun", "adverb") or not (inner.verb in held and inner.source.head in held):
                continue
            # the outer content is the inner statement itself: its cue heads the clause
            if any(p.part.head == inner.verb for p in outer.pieces) and tree.tokens[inner.source.head].upos != "PRON":
                inner.via.insert(0, relay)
                gone.add(a)
    return [d for k, d in enumerate(drafts) if k not in gone]


def nest(statements: list[Statement]) -> list[Statement]:
    """Fills ``inside``: the id of the smallest content that holds a statement's cue (without a cue: its source).

    One sweep from left to right: only contents that are still open at a cue are looked at.
    """
    out = list(statements)
    outers = sorted(range(len(statements)), key=lambda k: statements[k].content[0].start)
    anchors = sorted(
        ((anchor, k) for k, s in enumerate(statements) if (anchor := s.cue or s.source) is not None),
        key=lambda pair: (pair[0].start, pair[1]),
    )
    still: list[int] = []
    above: dict[int, int] = {}
    at = 0
    for anchor, k in anchors:
        while at < len(outers) and statements[outers[at]].content[0].start <= anchor.start:
            still.append(outers[at])
            at += 1
        still = [m for m in still if statements[m].content[-1].end > anchor.start]
        inner = statements[k]
        holding = [
            m
            for m in still
            if m != k
            and (statements[m].cue is not None or inner.cue is not None)
            and statements[m].cue != inner.cue
            and any(span.contains(anchor) for span in statements[m].content)
        ]
        for m in sorted(holding, key=lambda m: (sum(len(span) for span in statements[m].content), statements[m].id)):
            if not _hangs(m, k, above):
                above[k] = m
                out[k] = replace(inner, inside=statements[m].id)
                break
    return out


def _hangs(m: int, k: int, above: dict[int, int]) -> bool:
    """Whether ``m`` is ``k`` or inside it by the chain so far: of two that hold each other's cue, one is the inner."""
    while m != k:
        if m not in above:
            return False
        m = above[m]
    return True


def oppose(statements: list[Statement], text: str) -> list[Statement]:
    """Fills ``denies`` of denials and doubts: the statement quoted inside them, else an earlier one with the same
    words.
    """
    by_outer: dict[str, list[Statement]] = {}
    for s in statements:
        if s.inside is not None:
            by_outer.setdefault(s.inside, []).append(s)
    ordered = sorted(statements, key=lambda s: s.content[0].start)
    out = {}
    words = {s.id: _words(s, text) for s in ordered}
    for k, s in enumerate(ordered):
        if s.act not in ("DENY", "DOUBT"):
            continue
        inner = [x for x in by_outer.get(s.id, ()) if x.act in ("STATE", "ACCUSE", "ANNOUNCE")]
        if len(inner) == 1:
            out[s.id] = inner[0].id
            continue
        mine = words[s.id]
        best = max(
            ((len(mine & words[x.id]) / max(1, min(len(mine), len(words[x.id]))), -abs(k - m), x.id)
             for m, x in enumerate(ordered[max(0, k - _REACH) : k + _REACH], max(0, k - _REACH))
             if x.id != s.id and x.act in ("STATE", "ACCUSE", "ANNOUNCE") and len(mine & words[x.id]) >= 3),
            default=None,
        )  # fmt: skip
        if best is not None and best[0] >= 0.6:
            out[s.id] = best[2]
        elif (accusation := _just_accused(ordered[max(0, k - _NEAR) : k], s, text)) is not None:
            out[s.id] = accusation.id
    return [replace(s, denies=out[s.id]) if s.id in out else s for s in statements]


#: How many statements back a denial that only says "the charges" looks for them, and how many words it may have.
_NEAR, _BRIEF = 4, 6
_CHARGED = frozenset(
    """
    accusation accusations allegation allegations charge charges claim claims crime crimes guilt involvement part
    responsibility role violation violations wrongdoing
    """.split()
)


def _just_accused(before: list[Statement], denial: Statement, text: str) -> Statement | None:
    """The accusation of another source just before that "charges" or "any involvement" stands for, or None."""
    said = denial.content[0].of(text).lower().split()
    if denial.act != "DENY" or len(said) > _BRIEF or _CHARGED.isdisjoint(said):
        return None
    mine = denial.source.of(text) if denial.source is not None else ""
    for x in reversed(before):
        if x.act == "ACCUSE" and x.source is not None and x.source.of(text) != mine and x.inside != denial.id:
            return x
    return None


_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "and",
        "or",
        "that",
        "it",
        "its",
        "his",
        "her",
        "their",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "been",
        "be",
        "not",
        "no",
        "any",
        "with",
        "from",
        "as",
        "this",
    ]
)


def _words(statement: Statement, text: str) -> frozenset[str]:
    return frozenset(
        w
        for span in statement.content
        for w in "".join(ch.lower() if ch.isalnum() else " " for ch in span.of(text)).split()
        if w not in _STOP
    )
