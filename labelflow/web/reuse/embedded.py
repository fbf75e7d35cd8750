"""`/integrer`: a list of holders for the site of a town or an academy, in a frame and without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import make_response, render_template, request
from markupsafe import escape

from labelflow.db import settings
from labelflow.i18n import _, _l
from labelflow.queries import open_data
from labelflow.queries.search import place_called
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.web.access import public
from labelflow.web.api.lists import narrowed_by, narrowing
from labelflow.web.api.parameters import LONGEST, WrongParameter, read
from labelflow.web.filters import today, words
from labelflow.web.forms import fields
from labelflow.web.forms.base import QueryForm
from labelflow.web.headers import POLICY
from labelflow.web.open_data.records import holder_url
from labelflow.web.page import page
from labelflow.web.programme import site_programme
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from labelflow.queries.open_data import Narrowed

SHOWN: Final = 60
"""Holders that a frame shows; the rest are one link away."""
FRAMED: Final = "; ".join(
    f"{name} {value}"
    for name, value in {**POLICY, "frame-ancestors": "*", "form-action": "'none'", "base-uri": "'none'"}.items()
)
"""Any site may frame this page, and this page alone: it knows nobody, holds no form and changes nothing."""
LEFT_OUT: Final = frozenset({"limite", "q"})


class FrameForm(QueryForm):
    """Which holders the frame shows."""

    commune = fields.TextField(
        _l("Commune"), hint=_l("Nom ou code postal. Vide : toutes les communes."), autocomplete="off"
    )
    departement = fields.SelectField(_l("Département"), blank=_l("Tous les départements"))
    academie = fields.SelectField(_l("Académie"), blank=_l("Toutes les académies"))
    perimetre = fields.SelectField(_l("Type d’action"), blank=_l("Tous les types d’action"))


@reuse.get("/integrer/liste")
@public
def framed() -> ResponseReturnValue:
    said = read(one for one in narrowing() if one.name not in LEFT_OUT)
    wanted = narrowed_by(said)
    found = open_data.listed_by_name(wanted, today(), SHOWN)
    shown = [(one, holder_url(one.structure, one.holder_name)) for one in found.rows]
    context = {"found": found, "shown": shown, "where": where(wanted), "scopes": site_programme().scope_by_code}
    more = f"{settings().base_url}/annuaire/structures"
    return _in_a_frame(render_template("reuse/framed.html", **context, more=more))


@reuse.errorhandler(WrongParameter)
def wrong(error: WrongParameter) -> ResponseReturnValue:
    """In the frame, for whoever pasted its code."""
    return _in_a_frame(render_template("reuse/framed_wrong.html", problem=error.outcome), error.outcome.status)


def _in_a_frame(html: str, status: int = 200) -> Response:
    answer = make_response(html, status)
    answer.headers["Content-Security-Policy"] = FRAMED
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@reuse.get("/integrer")
@public
def builder() -> ResponseReturnValue:
    form = FrameForm()
    form.departement.choices = [(code, one.name) for code, one in DEPARTMENTS.items()]
    form.academie.choices = [(one, one) for one in open_data.academies()]
    form.perimetre.choices = [(one.code, words(one.names)) for one in site_programme().scopes]
    asked, insee = _commune(form)
    chosen = {
        "departement": form.departement.data if form.departement.data in DEPARTMENTS else "",
        "academie": form.academie.data if form.academie.data in open_data.academies() else "",
        "commune": insee,
        "perimetre": form.perimetre.data if form.perimetre.data in site_programme().scope_by_code else "",
    }
    query = urlencode({name: value for name, value in chosen.items() if value})
    path = "/integrer/liste" + (f"?{query}" if query else "")
    wanted = narrowed_by({name: value for name, value in chosen.items() if value})
    total = open_data.listed_by_name(wanted, today(), 1).total
    return page(
        "reuse/builder.html",
        form if asked else None,
        search=form,
        path=path,
        total=total,
        code=frame_code(path, wanted),
    )


def _commune(form: FrameForm) -> tuple[bool, str]:
    """Whether the commune is to be corrected, and its INSEE code."""
    typed = request.args.get("commune", "")[:LONGEST].strip()
    if not typed:
        return False, ""
    found = place_called(typed)
    meant = [one for one in (found.place, *found.choices) if one is not None and one.insee]
    if len(meant) == 1:
        return False, meant[0].insee
    told = _("Cette commune n’a pas été trouvée. Écrivez son nom, ou son code postal.")
    if meant:
        others = ", ".join(one.name for one in meant)
        told = _(
            "Plusieurs communes répondent à ces mots : %(others)s. Écrivez le nom de l’une d’elles.", others=others
        )
    form.refuse(told, "commune")
    return True, ""


def where(wanted: Narrowed) -> str:
    """The place that a list is about."""
    commune = gazetteer().by_insee(wanted.commune) if wanted.commune else None
    if commune is not None:
        return commune.name
    if wanted.department in DEPARTMENTS:
        return DEPARTMENTS[wanted.department].name
    return _("Académie de %(name)s", name=wanted.academy) if wanted.academy else ""


def frame_code(path: str, wanted: Narrowed) -> str:
    """What is pasted in a page: a frame with its title, and no script."""
    name, place = site_programme().short_name, where(wanted)
    title = _("Structures labellisées %(name)s", name=name) + (f", {place}" if place else "")
    return (
        f'<iframe src="{escape(settings().base_url + path)}" title="{escape(title)}" width="100%" height="480" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
