"""One application, as the coordination instructs it: where it stands, what to do, who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from labelflow.i18n import _, ngettext
from labelflow.queries.applications import label_of
from labelflow.queries.college import objections_to
from labelflow.queries.deadlines import due_of, running_on
from labelflow.queries.exchanges import complements_of
from labelflow.queries.facts import facts_of
from labelflow.queries.instruction import (
    documents_of,
    instructed,
    proposed_by,
    readers_of,
)
from labelflow.queries.programmes import programme_of
from labelflow.queries.scores import second_scientist_reasons_of, third_reader_reasons_of
from labelflow.queries.silence import silence_on
from labelflow.queries.stages import stages_of
from labelflow.services.steps import offers
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.filters import words
from labelflow.web.page import page
from labelflow.web.people_words import STRUCTURE_KINDS
from labelflow.web.review_words import READERS
from labelflow.web.step_pages import offer_buttons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application
    from labelflow.models.review import Objection
    from labelflow.queries.instruction import Reader
    from labelflow.queries.stages import Stage

TONES: Final = ("primary", "neutral", "danger")
SCHEDULE: Final = "schedule"


@coordinator.get("/dossiers/<string:application_id>")
@allows("coordination:work")
def application(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    readers, objections = readers_of(found), objections_to(found)
    due = due_of("objection", [one.id for one in objections])
    return page(
        "coordinator/application.html",
        **common(found),
        due=min(due_of("application", [found.id]).values(), default=None),
        silence=silence_on(found),
        deadlines=running_on("application", found.id),
        buttons=_buttons(found),
        tasks=_tasks(found, readers),
        reasons=(*third_reader_reasons_of(found), *second_scientist_reasons_of(found)),
        proposer=proposed_by(found),
        readers=[_reader_row(reader) for reader in readers],
        objections=[_objection_row(one, due.get(one.id)) for one in objections],
        exchanges=complements_of(found),
        item=facts_of(found, acting()["now"]).item,
        label=label_of(found),
        documents=documents_of("application", found.public_id),
        stages=[_stage(stage) for stage in stages_of(found)],
    )


def common(found: Application) -> dict[str, Any]:
    """What every page of an application needs: its names, its state, the way around."""
    programme = programme_of(found.programme_version_id)
    known = programme.scope_by_code
    return {
        "application": found,
        "structure": found.structure,
        "programme": programme,
        "grid": programme.grid,
        "state": programme.machines["application"].by_code[found.state],
        "department": department_name(found.structure.department),
        "kinds": STRUCTURE_KINDS,
        "scopes": [words(known[code].names) for code in found.scopes if code in known],
        "reader_words": READERS,
        "tabs": _tabs(found),
    }


def _tabs(found: Application) -> list[tuple[str, str]]:
    """The pages of an application: address and words. Those that the programme has no use for are left out."""
    programme = programme_of(found.programme_version_id)
    pages = [("application", _("Où en est le dossier"), True), ("content", _("Contenu"), True)]
    pages += [("check", _("Documents"), programme.grid is not None)]
    pages += [("assign", _("Affectations"), programme.review is not None)]
    pages += [("reviews", _("Évaluations"), programme.review is not None), ("journal", _("Journal"), True)]
    here = found.public_id
    return [(url_for(f"coordinator.{name}", application_id=here), label) for name, label, useful in pages if useful]


def _buttons(found: Application) -> list[dict[str, Any]]:
    """The steps from here, the likeliest first."""
    own = {SCHEDULE: url_for("coordinator.schedule", application_id=found.public_id)}
    buttons = offer_buttons(found, offers(found, **acting()), pages=own)
    return sorted(buttons, key=lambda button: TONES.index(button["tone"]))


def _tasks(found: Application, readers: Sequence[Reader]) -> list[dict[str, Any]]:
    """What the coordination has to do that is not a step: check documents, choose readers."""
    programme = programme_of(found.programme_version_id)
    state, facts = programme.machines["application"].by_code[found.state], facts_of(found, acting()["now"])
    tasks = []
    unchecked = facts.unchecked_criteria
    if unchecked and not state.has("final"):
        url = url_for("coordinator.check", application_id=found.public_id)
        told = _("%(count)s critères attendent votre vérification : %(codes)s.")
        help_ = told % {"count": len(unchecked), "codes": ", ".join(unchecked)}
        tasks.append({"label": _("Vérifier les documents"), "url": url, "tone": "neutral", "help": help_})
    if programme.review is not None and state.has("open_to_reviewers"):
        url = url_for("coordinator.assign", application_id=found.public_id)
        tasks.append(
            {"label": _("Choisir qui évalue"), "url": url, "tone": "neutral", "help": _missing_readers(found, readers)}
        )
    return [{**task, "refusals": ()} for task in tasks]


def _missing_readers(found: Application, readers: Sequence[Reader]) -> str:
    """How many readers are still to be invited."""
    facts = facts_of(found, acting()["now"])
    live = [reader.assignment for reader in readers if reader.assignment.live]
    peers = facts.peers_needed + bool(facts.third_reader_needed) - sum(1 for row in live if row.reader == "peer")
    scientists = facts.scientists_needed - sum(1 for row in live if row.reader == "scientist")
    if peers <= 0 and scientists <= 0:
        return _("Tout le monde est invité.")
    wanted = [ngettext("%(num)s pair", "%(num)s pairs", peers)] if peers > 0 else []
    wanted += [ngettext("%(num)s scientifique", "%(num)s scientifiques", scientists)] if scientists > 0 else []
    return _("Il reste à inviter %(who)s.", who=_(" et ").join(wanted))


def _reader_row(reader: Reader) -> dict[str, Any]:
    """A reader, with what may be done about them."""
    return {"reader": reader, "steps": offer_buttons(reader.assignment, offers(reader.assignment, **acting()))}


def _objection_row(objection: Objection, due: datetime | None) -> dict[str, Any]:
    """An objection of the applicant, with what may be done about it."""
    machine = programme_of(objection.programme_version_id).machines["objection"]
    whom = objection.person or objection.structure
    return {
        "objection": objection,
        "whom": whom.name if whom else "",
        "state": machine.by_code[objection.state],
        "due": due,
        "steps": offer_buttons(objection, offers(objection, **acting())),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    later = stage.decides and stage.standing == "next"
    name = _("Décision") if later else words(stage.state.labels.staff)
    return {"name": name, "state": stage.standing, "when": stage.since}
