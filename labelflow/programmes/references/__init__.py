"""What one part of a programme says of another: texts, deadlines, rules, questions, criteria, translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.programmes.references.form import form_faults
from labelflow.programmes.references.machines import deadline_faults, machine_faults
from labelflow.programmes.references.parts import double_codes, missing_parts
from labelflow.programmes.references.texts import placeholder_faults, sending_faults, text_faults, translation_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.programmes.faults import Fault
    from labelflow.programmes.schema import Programme


def faults_in(programme: Programme) -> Iterator[Fault]:
    """Every reference that leads nowhere, every missing translation, all parts that contradict each other."""
    for kind, machine in programme.machines.items():
        yield from machine_faults(kind, machine, programme)
    yield from deadline_faults(programme)
    yield from form_faults(programme.form, programme.grid)
    yield from sending_faults(programme)
    yield from text_faults(programme)
    yield from placeholder_faults(programme)
    yield from translation_faults(programme)
    yield from double_codes(programme)
    yield from missing_parts(programme)
