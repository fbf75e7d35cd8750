"""A machine as a Mermaid state diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.workflow import SAME
from labelflow.programmes.diagram.words import name_of, step_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Machine

_SIGNS = str.maketrans({":": "#58;", ";": "#59;", '"': "#34;", "#": "#35;", "\n": " "})


def to_mermaid(machine: Machine, delays: Mapping[str, Delay]) -> str:
    """The text to give to Mermaid, one line for each state and each arrow."""
    lines = ["stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{_plain(name_of(state))}" as {state.code}' for state in machine.states]
    lines.append(f"    [*] --> {machine.initial}")
    for step in machine.steps:
        for source in step.sources:
            target = source if step.target == SAME else step.target
            lines.append(f"    {source} --> {target}: {_plain(step_in_words(step, delays))}")
    lines += [f"    {code} --> [*]" for code in machine.states_with("final")]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """The text without the signs that Mermaid reads as its own."""
    return text.translate(_SIGNS)
