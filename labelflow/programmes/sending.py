"""Which texts a programme sends, and from where: each is named by a step, a deadline, the term, a piece or an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from labelflow.programmes.faults import key_of
from labelflow.programmes.letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.programmes.schema import Programme

INVITATION: Final = "reviewer/invitation"
"""Sent by whoever assigns a reviewer."""
SILENCE_SOON: Final = "coordination/silence_soon"
SILENCE_DECIDED: Final = ("coordination/implicit_decision", "applicant/silence")
"""Sent before, and when, the administration's silence decides."""
TEXT: Final = "text"
"""Parameter of an effect that names the text it sends."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the programme that names a text."""

    file: str
    key: str
    text: str


def mentions(programme: Programme) -> Iterator[Mention]:
    """Every place of the programme that names a text, whether the text exists or not."""
    yield from _of_the_machines(programme)
    for code, deadline in programme.deadlines.items():
        yield from _named("programme.toml", f"deadline.{code}.reminds", deadline.reminds)
        yield from _named("programme.toml", f"deadline.{code}.late", deadline.late)
    for field, text in programme.term.tells:
        yield from _named("programme.toml", f"term.tells.{field}", text)
    for index, slot in enumerate(programme.form.slots):
        yield from _named("form.toml", key_of(("slot", index, "expiry_tells")), slot.expiry_tells)


def _of_the_machines(programme: Programme) -> Iterator[Mention]:
    for kind, machine in programme.machines.items():
        for index, step in enumerate(machine.steps):
            place = (kind, "step", index)
            for rank, text in enumerate(step.tells):
                yield from _named("workflow.toml", key_of((*place, "tells", rank)), text)
            for rank, use in enumerate(step.effects):
                yield from _named("workflow.toml", key_of((*place, "effects", rank)), str(use.parameters.get(TEXT, "")))


def _named(file: str, key: str, text: str) -> Iterator[Mention]:
    if text:
        yield Mention(file, key, text)


def sent_by_itself(programme: Programme) -> frozenset[str]:
    """The texts that the engine sends or prints by their name, in a programme of this shape."""
    found = set(letters_of(programme))
    if programme.review is not None:
        found.add(INVITATION)
    if programme.crpa.applies and programme.crpa.silence.rule != "none":
        found |= {SILENCE_SOON, *SILENCE_DECIDED}
    return frozenset(found)


def unsent(programme: Programme) -> tuple[str, ...]:
    """The texts that nothing sends."""
    named = {mention.text for mention in mentions(programme)} | sent_by_itself(programme)
    return tuple(sorted(set(programme.texts) - named))
