"""Events made by speaking: a demand, an accusation, a threat, as the codebook's table maps acts to PLOVER.

The mode depends on what is asked, refused or threatened. It is read from the deeds that the trigger table finds in the
content, else from words of the content (``data/event_modes.csv``).
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from standoff.annotate.events.classes import in_class
from standoff.annotate.events.frames import Scene
from standoff.annotate.events.triggers import Reading
from standoff.data import table
from standoff.model import Act, Event, Mark, Span, Statement

#: Act to PLOVER type; acts that are missing make no event of their own.
TYPES: dict[Act, str] = {
    "ACCUSE": "ACCUSE",
    "CRITICIZE": "ACCUSE",
    "REQUEST": "REQUEST",
    "REJECT": "REJECT",
    "THREATEN": "THREATEN",
    "COMMIT": "AGREE",
    "CONCEDE": "CONCEDE",
    "SUPPORT": "SUPPORT",
}
MODE_OF_ACT: dict[Act, str] = {"ACCUSE": "allege", "CRITICIZE": "disapprove"}
#: Acts whose content tells what others did, or should do, or would suffer.
ABOUT_OTHERS = frozenset({"ACCUSE", "CRITICIZE", "REQUEST", "SUPPORT", "THREATEN", "WARN"})
#: The network's mark decides the mode of a spoken event from this probability on.
MODE_SEEN = 0.6
OWN_SIDE = frozenset({"we", "our", "us", "i", "my"})


class ModeRow(Struct, frozen=True):
    """For events of ``type``: deeds of type ``deed`` (and mode), or one of ``words``, in the content mean ``mode``."""

    type: str
    mode: str
    deed: str
    words: frozenset[str]


@cache
def mode_rows() -> tuple[ModeRow, ...]:
    rows = table("event_modes.csv")
    return tuple(ModeRow(row["type"], row["mode"], row["deed"], frozenset(row["words"].split())) for row in rows)


def reading_of(
    statement: Statement, scenes: list[Scene], inside: list[tuple[Span, Reading]], mark: Mark | None = None
) -> Reading | None:
    """The event that a statement makes, or None.

    ``scenes`` hold its content, ``inside`` are the deeds told there, ``mark`` is the network's on its trigger: it
    decides the mode where it sees the same type.
    """
    kind = TYPES.get(statement.act)
    if statement.act == "WARN" and own_side_would_act(statement, scenes):
        kind = "THREATEN"
    if kind is None:
        return None
    mode = MODE_OF_ACT.get(statement.act)
    if kind in {"REQUEST", "REJECT", "THREATEN"}:
        kind_seen, _, mode_seen = mark.label.partition(" ") if mark is not None else ("", "", "")
        if mark is not None and kind_seen == kind and mark.score >= MODE_SEEN:
            mode = mode_seen or None
        else:
            mode = _mode(kind, statement, scenes, inside)
    return Reading(kind, mode, round(0.7 * statement.score + 0.2, 3), f"act.{statement.act}")


def _mode(kind: str, statement: Statement, scenes: list[Scene], inside: list[tuple[Span, Reading]]) -> str | None:
    """Deeds first, in the order they are told; then words, row by row."""
    rows = [row for row in mode_rows() if row.type == kind]
    if kind == "REQUEST" and _forbids(statement, scenes):
        return "change"
    for _, reading in inside:
        for row in rows:
            if row.deed in {reading.type, f"{reading.type}.{reading.mode}"}:
                return row.mode
    words = {
        word
        for scene in scenes
        for i, token in enumerate(scene.tokens)
        if any(span.overlaps(token.span) for span in statement.content)
        for word in (scene.lemmas[i], scene.forms[i])
    }
    for row in rows:
        if row.words & words:
            return row.mode
    return next((row.mode or None for row in rows if row.deed == "*"), None)


def _forbids(statement: Statement, scenes: list[Scene]) -> bool:
    """Whether a demand is to leave something undone: "urged them not to close the file"."""
    for scene in scenes:
        head = next((h for part in statement.content if (h := scene.tree.head_of(part)) is not None), None)
        if head is not None:
            return scene.tree.is_negated(head)
    return False


def own_side_would_act(statement: Statement, scenes: list[Scene]) -> bool:
    """A warning of what the speaker's own side would do: "we will respond"; "it would treat this as war"."""
    for scene in scenes:
        for i, token in enumerate(scene.tokens):
            if not any(span.contains(token.span) for span in statement.content):
                continue
            if not any(a in {"will", "would", "'ll", "’ll", "shall"} for a in scene.tree.modals(i)):
                continue
            subject = scene.tree.subject(i)
            if subject is None:
                continue
            form = scene.forms[subject]
            if form in OWN_SIDE and scene.lemmas[i] not in {"face", "suffer", "lose", "see", "have", "be"}:
                return True
    return False


def trigger_of(statement: Statement, cue_scene: Scene | None, content_scene: Scene | None) -> Span | None:
    """The head word of the cue; its noun when the verb is light; without a cue the performative verb of the content."""
    if statement.cue is not None and cue_scene is not None:
        head = cue_scene.tree.head_of(statement.cue)
        if head is None:
            return None
        return cue_scene.tokens[_voice(cue_scene, head, statement.cue)].span
    if content_scene is None:
        return None
    head = content_scene.tree.head_of(statement.content[0])
    if head is None:
        return None
    verbs = [head, *(k for k in content_scene.tree.at(statement.content[0]) if content_scene.tokens[k].upos == "VERB")]
    chosen = next((k for k in verbs if content_scene.tokens[k].upos == "VERB"), head)
    return content_scene.tokens[chosen].span


def _voice(scene: Scene, head: int, cue: Span) -> int:
    """The word of the cue that names the act: past raising and light verbs ("continue to insist", "voiced support")."""
    words = scene.tree.at(cue)
    if in_class(scene, head, "RAISING"):
        later = [k for k in words if k > head and scene.tokens[k].upos in {"VERB", "ADJ"}]
        head = later[0] if later else head
    if in_class(scene, head, "HOLDING_UP"):
        nouns = [k for k in words if k > head and scene.tokens[k].upos == "NOUN"]
        carried = [k for k in nouns if scene.tokens[k].head == head]
        head = (carried or nouns or [head])[0]
    if scene.tokens[head].upos in {"AUX", "ADP", "PART"}:
        head = next((k for k in words if scene.tokens[k].upos in {"VERB", "NOUN", "ADJ"}), head)
    return head


def roles(statement: Statement, inside: list[Event]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Actors and recipients of a verbal event: the source; those blamed, threatened or praised, or those spoken to.

    When the statement names neither, they are those whose deed (``inside`` its content) it is about, or who would
    suffer it.
    """
    actors = (statement.source,) if statement.source is not None else ()
    if statement.act in {"ACCUSE", "CRITICIZE", "THREATEN", "SUPPORT", "WARN"}:
        recipients = statement.targets_at or statement.addressees_at
    else:
        recipients = statement.addressees_at or statement.targets_at
    if not recipients:
        for event in inside:
            named = event.recipients_at if statement.act in {"THREATEN", "WARN"} else event.actors_at
            if statement.act in ABOUT_OTHERS and named and not set(named) & set(actors):
                return actors, named
    return actors, recipients


def doers(statement: Statement) -> tuple[Span, ...]:
    """Who does, or is said to do, what a statement is about when its words leave it out."""
    own = (statement.source,) if statement.source is not None else ()
    if statement.act in {"COMMIT", "THREATEN", "REJECT", "CONCEDE", "ANNOUNCE", "DENY"}:
        return own
    if statement.act == "REQUEST":
        return statement.addressees_at
    return statement.targets_at if statement.act == "ACCUSE" else ()
