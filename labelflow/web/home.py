"""« Mon espace »: what must I do now, by when; then what I hold and what I follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.i18n import _, _l, ngettext
from labelflow.queries.applications import applications_of, labels_of, own_structures
from labelflow.queries.programmes import programme_of
from labelflow.queries.tasks import tasks_of
from labelflow.web.access import current_actor, may_open, signed_in
from labelflow.web.filters import words
from labelflow.web.page import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue

    from labelflow.queries.tasks import Task

account = Blueprint("account", __name__)

WHAT: Final[Mapping[str, LazyProxy]] = {
    "draft": _l("Dossier à terminer et à déposer"),
    "application": _l("Candidature"),
    "label": _l("Label"),
    "reservation": _l("Réserve à lever"),
    "renewal": _l("Label à renouveler"),
    "invitation": _l("Invitation à évaluer : répondez"),
    "review": _l("Évaluation à remettre"),
    "revision": _l("Réponse d’une structure à lire : confirmez ou révisez votre évaluation"),
    "objection": _l("Récusation à examiner"),
    "session_to_prepare": _l("Séance de la commission à préparer"),
    "session_ahead": _l("Séance de la commission"),
    "session_to_preside": _l("Séance ouverte, que vous présidez"),
    "vote": _l("Vote ouvert : votez"),
    "minutes": _l("Procès-verbal à approuver"),
    "decision": _l("Décision à signer"),
    "confirmation": _l("Proposition à confirmer"),
}
"""What each kind of task asks for."""

ON_A_DAY: Final = frozenset({"session_ahead", "session_to_prepare"})
"""Kinds whose date is an appointment, not a limit."""
NO_LIMIT: Final = frozenset({"vote", "session_to_preside", "minutes"})
"""Kinds that are for now: their date only ranks them."""


@account.get("/mon-espace")
@signed_in
def home() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    followed = [own for own in applications_of(actor, now) if own.application.live]
    return page(
        "home/home.html",
        tasks=[_row(task) for task in tasks_of(actor, now)],
        followed=[own for own in followed if not own.state.has("awaits_applicant")],
        labels=[(label, programme_of(label.programme_version_id)) for label in labels_of(actor, now)],
        structures=own_structures(actor, local_day(now)),
        works=bool(actor.mandates),
        reviews=may_open("reviewer.certificates"),
    )


def _row(task: Task) -> dict[str, Any]:
    appointment = task.code in ON_A_DAY
    return {
        "title": _title(task),
        "note": task.about if task.code not in {"queue", "answered_reservations"} else _late(task),
        "url": task.path,
        "due": None if appointment or task.code in NO_LIMIT else task.due,
        "on": task.due if appointment else None,
    }


def _title(task: Task) -> str:
    if task.code == "queue":
        return ngettext("Un dossier attend la coordination", "%(num)s dossiers attendent la coordination", task.count)
    if task.code == "answered_reservations":
        return ngettext("Une réserve à vérifier", "%(num)s réserves à vérifier", task.count)
    what = str(WHAT[task.code])
    return _("%(what)s : %(state)s", what=what, state=words(task.state)) if task.state else what


def _late(task: Task) -> str:
    return ngettext("dont un en retard", "dont %(num)s en retard", task.late) if task.late else ""
