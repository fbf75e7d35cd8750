"""French words of the coordination's pages: whom an application waits for, what the journal tells, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import _, _l
from labelflow.web.filters import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

    from labelflow.programmes.schema import Programme

WAITING: Final[Mapping[str, LazyProxy]] = {
    "coordination": _l("Nous"),
    "applicant": _l("La structure"),
    "reviewers": _l("Les évaluations"),
    "committee": _l("La commission"),
    "": _l("Personne"),
}
"""Whom an application waits for."""

TALLIES: Final[Mapping[str, LazyProxy]] = {
    "coordination": _l("nous attendent"),
    "applicant": _l("attendent la structure"),
    "reviewers": _l("attendent des évaluations"),
    "committee": _l("attendent la commission"),
}
"""The same, after a number of applications."""

ROLES: Final[Mapping[str, LazyProxy]] = {
    "applicant": _l("candidature"),
    "holder": _l("titulaire"),
    "coordinator": _l("coordination"),
    "reviewer": _l("évaluation"),
    "member": _l("commission"),
    "chair": _l("présidence"),
    "signatory": _l("signature"),
    "auditor": _l("audit"),
}
"""The role in which somebody acted, as the journal keeps it."""

FACTS: Final[Mapping[str, LazyProxy]] = {
    "application.started": _l("Dossier commencé"),
    "assignment.invited": _l("Invitation à évaluer"),
    "certificate.issued": _l("Attestation délivrée"),
    "label.renamed": _l("Nom corrigé d’après le registre"),
    "certificate.translated": _l("Attestation traduite, à la demande de la structure"),
    "deadline.overdue": _l("Délai dépassé"),
    "deadline.refused": _l("Action automatique impossible"),
    "decision.at_once": _l("Décision prise sans délibération"),
    "decision.drafted": _l("Projet de décision"),
    "decision.opened": _l("Décision lue par la structure"),
    "document.accepted": _l("Texte accepté par la structure"),
    "document.rendered": _l("Document mis en page"),
    "documents.checked": _l("Documents vérifiés"),
    "evidence.added": _l("Pièce ajoutée"),
    "evidence.attached": _l("Pièce rattachée à des critères"),
    "evidence.removed": _l("Pièce retirée"),
    "interest.cleared": _l("Lien d’intérêts autorisé par la coordination"),
    "item.counted": _l("Voix comptées"),
    "item.rapporteur": _l("Personne rapporteure désignée"),
    "item.recused": _l("Déport d’un membre de la commission"),
    "label.granted": _l("Label attribué"),
    "reservation.hardened": _l("Réserve mineure devenue majeure"),
    "review.sealed": _l("Évaluation scellée"),
    "silence.acceptance": _l("Décision implicite d’acceptation"),
    "silence.rejection": _l("Décision implicite de rejet"),
    "snapshot.sealed": _l("Dossier déposé scellé"),
    "vote.cast": _l("Vote d’un membre de la commission"),
}
"""Facts that are not steps."""

SMALL: Final[Mapping[str, LazyProxy]] = {
    "complement": _l("Demande à la structure"),
    "reply": _l("Droit de réponse"),
    "item": _l("Ordre du jour"),
    "objection": _l("Récusation"),
}
"""Side objects whose steps need their name to be understood."""

UNNAMED: Final = frozenset({"vote.cast"})
"""Facts that are told without a name: who voted is for the minutes."""


def fact(code: str, programme: Programme) -> str:
    """What an event says: our word for a fact, the programme's for a step."""
    known = FACTS.get(code)
    if known is not None:
        return str(known)
    kind, _dot, step = code.partition(".")
    machine = next((machine for name, machine in programme.machines.items() if name == kind), None)
    declared = machine.step_by_code.get(step) if machine else None
    if declared is None:
        return code
    label = words(declared.label)
    return _("%(what)s : %(step)s", what=SMALL[kind], step=label) if kind in SMALL else label
