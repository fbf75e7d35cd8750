"""The machines of a programme, drawn: Mermaid for documents that render it, SVG for everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from labelflow.i18n import _, _l
from labelflow.programmes.diagram.mermaid import to_mermaid
from labelflow.programmes.diagram.svg import title_of, to_svg

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.programmes.schema import Programme

__all__ = ["KIND_NAMES", "Format", "diagram", "to_mermaid", "to_svg"]

Format = Literal["mermaid", "svg"]

KIND_NAMES: Final = {
    "application": _l("la candidature"),
    "assignment": _l("une évaluation"),
    "complement": _l("une demande de complément"),
    "reply": _l("le droit de réponse"),
    "objection": _l("une récusation"),
    "session": _l("une séance de la commission"),
    "item": _l("un point de l’ordre du jour"),
    "decision": _l("une décision"),
    "label": _l("la vie du label"),
    "reservation": _l("une réserve"),
}
"""What each machine is about, in words."""


def diagram(programme: Programme, kind: MachineKind, form: Format) -> str:
    """One machine of the programme as text of the format. Raises KeyError when the programme has no such machine."""
    machine = programme.machines[kind]
    delays = {code: deadline.delay for code, deadline in programme.deadlines.items()}
    if form == "mermaid":
        return to_mermaid(machine, delays)
    return to_svg(machine, delays, title_of(programme.names, str(KIND_NAMES.get(kind, _("une machine")))))
