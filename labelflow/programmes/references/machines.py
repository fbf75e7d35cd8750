"""What the machines and the deadlines name: deadlines, guards, effects, permissions. Texts: `references.texts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain import effects as _effects  # noqa: F401  # fills the catalogue
from labelflow.domain import guards as _guards  # noqa: F401  # fills the catalogue
from labelflow.domain.catalogue import EFFECTS, GUARDS
from labelflow.domain.permissions import PERMISSIONS
from labelflow.i18n import _
from labelflow.programmes.faults import Fault, key_of
from labelflow.programmes.references.naming import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Machine, Step
    from labelflow.programmes.schema import Programme

EVERY_DEADLINE: Final = "*"
Place = tuple[str | int, ...]


def machine_faults(kind: str, machine: Machine, programme: Programme) -> Iterator[Fault]:
    """What the steps of a machine name and the programme or the catalogue does not have."""
    for index, step in enumerate(machine.steps):
        place: Place = (kind, "step", index)
        for what, mend, part in _step_faults(step, programme):
            yield Fault("workflow.toml", key_of((*place, *part)), what, mend)


def _step_faults(step: Step, programme: Programme) -> Iterator[tuple[str, str, Place]]:
    deadlines = [("starts", step.starts), ("stops", step.stops), ("timer", (step.timer,) if step.timer else ())]
    for field, codes in deadlines:
        for code in codes:
            if code not in programme.deadlines and not (field == "stops" and code == EVERY_DEADLINE):
                mend = _("déclarez [deadline.%(code)s] dans programme.toml ou corrigez le nom", code=code)
                yield _("l’échéance « %(code)s » n’est pas déclarée", code=code), mend, (field,)
    yield from _rule_faults(step)
    if step.permission is not None and step.permission not in PERMISSIONS:
        what = _("le droit « %(permission)s » n’existe pas", permission=step.permission)
        yield what, nearest(step.permission, PERMISSIONS), ("permission",)


def _rule_faults(step: Step) -> Iterator[tuple[str, str, Place]]:
    """Rules that do not exist. Whether they fit the machine and their parameters: `check.rules`."""
    for field, uses, known in (("guards", step.guards, GUARDS), ("effects", step.effects, EFFECTS)):
        for index, use in enumerate(uses):
            if use.rule not in known:
                yield _("la règle « %(rule)s » n’existe pas", rule=use.rule), nearest(use.rule, known), (field, index)


def deadline_faults(programme: Programme) -> Iterator[Fault]:
    """Reminders without a text, and texts without a file."""
    for code, deadline in programme.deadlines.items():
        key = f"deadline.{code}"
        if any(days >= 0 for days in deadline.reminders) and not deadline.reminds:
            mend = _('nommez le texte du rappel, par exemple reminds = "applicant/reminder"')
            yield Fault("programme.toml", f"{key}.reminds", _("des rappels sont prévus sans texte"), mend)
        if any(days < 0 for days in deadline.reminders) and not deadline.late:
            mend = _('nommez le texte de relance, par exemple late = "reviewer/late"')
            yield Fault(
                "programme.toml", f"{key}.late", _("des relances après l’échéance sont prévues sans texte"), mend
            )


def _document_faults(programme: Programme) -> Iterator[Fault]:
    for index, document in enumerate(programme.documents):
        if not document.accept_within:
            continue
        known = programme.deadlines.get(document.accept_within)
        what = (
            _("l’échéance « %(code)s » n’est pas déclarée", code=document.accept_within)
            if known is None
            else _("l’échéance « %(code)s » n’annonce rien", code=document.accept_within)
        )
        mend = _(
            "déclarez [deadline.%(code)s] dans programme.toml, avec son texte (reminds)", code=document.accept_within
        )
        if known is None or not known.reminds:
            yield Fault("programme.toml", key_of(("document", index, "accept_within")), what, mend)
