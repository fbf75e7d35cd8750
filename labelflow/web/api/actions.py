"""The actions that the public may read, found as `/annuaire` finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.actions import public_action
from labelflow.queries.open_data import covering, labels_by_structure
from labelflow.queries.search import find, place_called
from labelflow.queries.search.vocabulary import TRAVELS, VALUES
from labelflow.web.access import public
from labelflow.web.api import api
from labelflow.web.api.lists import paged
from labelflow.web.api.parameters import AFTER, PAGED, Parameter, WrongParameter, limit_of, read
from labelflow.web.filters import today
from labelflow.web.forms.searching import ARGUMENTS, SORTS, wanted_of
from labelflow.web.limits import limit_reads
from labelflow.web.open_data.answers import as_json
from labelflow.web.open_data.records import action_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from labelflow.domain.searching import Place
    from labelflow.models.label import Label
    from labelflow.queries.search import Hit
    from labelflow.web.open_data.shapes import FoundAction

DESCRIBED: Final[Mapping[str, str]] = {
    "travel": "« comes » : vient dans l’établissement. Un nombre : reçoit la classe à tant de kilomètres du lieu, au plus.",
    "level": "Niveau, ou groupe de niveaux.",
    "subject": "Sujet.",
    "format": "Format.",
    "month": "Mois, de 1 à 12.",
    "language": "Langue.",
    "access": "Handicap pour lequel l’action est accessible ; répété : tous à la fois.",
    "free": "« 1 » : gratuites seulement.",
    "department": "Code du département où l’action peut avoir lieu.",
    "text": "Mots, sans égard aux accents, aux pluriels ni aux fautes de frappe.",
}


def parameters() -> tuple[Parameter, ...]:
    """The filters of `/annuaire`, under the same names."""
    choices = {name: tuple(values) for name, values in VALUES.items()} | {"travel": TRAVELS, "free": ("1", "y")}
    filters = (
        Parameter(name=argument, description=DESCRIBED[name], choices=choices.get(name, ()), several=name == "access")
        for name, argument in ARGUMENTS.items()
    )
    return (
        Parameter(
            name="ou",
            description="D’où l’on cherche : école, numéro UAI, commune ou code postal. Un lieu inconnu répond 404.",
            example="Mende",
        ),
        *filters,
        Parameter(name="tri", description="Ordre des résultats.", choices=tuple(SORTS)),
        PAGED,
        Parameter(
            name=AFTER,
            description="Où la page commence, tel que « next » le donne.",
            example="0.42",
            pattern=r"[0-9]{1,18}[.][0-9]{1,18}",
        ),
    )


@api.get("/actions")
@public
@limit_reads
def actions() -> ResponseReturnValue:
    said = read(parameters())
    found = find(wanted_of(_place(said.get("ou", ""))), today(), length=limit_of(said))
    labels = labels_by_structure({hit.structure.id for hit in found.hits}, today())
    entries = [_entry(hit, labels[hit.structure.id]) for hit in found.hits]
    return paged(entries, found.total, found.after)


@api.get("/actions/<string:name>")
@public
@limit_reads
def action(name: str) -> ResponseReturnValue:
    """By its identifier, or by the last part of the address of its page, which ends with it."""
    read(())
    found = public_action(name.rpartition("-")[2], today())
    if found is None:
        raise NotFound
    held = labels_by_structure({found.structure_id}, today())[found.structure_id]
    return as_json(action_entry(found, covering(found, held)))


def _entry(hit: Hit, labels: list[Label]) -> FoundAction:
    label = covering(hit.action, labels)
    return {**action_entry(hit.action, label), "km": round(hit.km, 1) if hit.km is not None else None}


def _place(text: str) -> Place | None:
    """The place that is asked for. Raises WrongParameter."""
    asked = place_called(text)
    if asked.place is not None or not text.strip():
        return asked.place
    if asked.choices:
        listed = " ; ".join(one.school or one.name for one in asked.choices)
        told = _("« ou » peut désigner plusieurs lieux : %(listed)s.", listed=listed)
    else:
        told = _("« ou » ne désigne aucun lieu connu. Écrivez une commune, un code postal ou un numéro UAI.")
    raise WrongParameter(told, status=404, code="unknown-place")
