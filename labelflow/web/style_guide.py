"""Every component and every field on one living page: for whoever builds or tries the site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, request

from labelflow.domain.refusal import Refusal
from labelflow.i18n import _, _l
from labelflow.web.access import public
from labelflow.web.filters import today
from labelflow.web.forms import fields
from labelflow.web.forms.base import BaseForm, QueryForm
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

style_guide = Blueprint("style_guide", __name__)

FORMATS = [("atelier", _l("Atelier")), ("conference", _l("Conférence")), ("exposition", _l("Exposition"))]
LEVELS = (
    fields.Level("0", _l("Insuffisant"), _l("Aucune adaptation."), 0),
    fields.Level("1", _l("À consolider"), _l("Sur demande seulement."), 1),
    fields.Level("2", _l("Conforme"), _l("Versions adaptées à l’âge et au niveau de langue."), 2),
    fields.Level("3", _l("Exemplaire"), _l("Conçu avec le public concerné."), 3),
    fields.Level("na", _l("Sans objet")),
)


class SampleForm(BaseForm):
    name = fields.TextField(
        _l("Nom de la structure"),
        required=_l("Indiquez le nom de la structure."),
        hint=_l("Tel qu’il figure dans ses statuts."),
        autocomplete="organization",
    )
    email = fields.EmailField(_l("Adresse électronique"), required=_l("Indiquez une adresse électronique."))
    website = fields.UrlField(_l("Site web"))
    volunteers = fields.NumberField(
        _l("Nombre de bénévoles"), required=_l("Indiquez le nombre de bénévoles, 0 s’il n’y en a pas."), least=0
    )
    founded_on = fields.DateField(_l("Date de création"), required=_l("Indiquez la date de création."))
    visit_at = fields.MomentField(_l("Date et heure de la visite"))
    format = fields.ChoiceField(
        _l("Format principal"),
        required=_l("Choisissez le format principal."),
        choices=FORMATS,
        hints={"atelier": _l("Le public manipule, en petit groupe.")},
    )
    travels = fields.YesNoField(_l("Vous déplacez-vous dans les établissements ?"))
    formats = fields.ChoicesField(_l("Autres formats"), choices=FORMATS)
    department = fields.SelectField(
        _l("Département"),
        required=_l("Choisissez un département."),
        choices=[("09", "Ariège"), ("31", "Haute-Garonne"), ("34", "Hérault")],
        blank=_l("Choisissez dans la liste"),
    )
    presentation = fields.LongTextField(
        _l("Présentation"), required=_l("Présentez la structure en quelques phrases."), max_length=2000
    )
    statutes = fields.FileField(_l("Statuts"))
    level = fields.LevelField(
        _l("Adaptation à l’âge, au niveau de langue, aux langues"),
        code="B6",
        levels=LEVELS,
        comment_for={"0", "1", "3", "na"},
        required=_l("Placez-vous sur ce critère."),
    )
    charter = fields.TickField(
        _l("J’accepte la charte et le règlement d’usage"), required=_l("Acceptez la charte pour continuer.")
    )


class SampleSearch(QueryForm):
    words = fields.SearchField(_l("Que cherchez-vous ?"), hint=_l("Une commune, un thème, une structure."))


@style_guide.route("/style-guide", methods=["GET", "POST"])
@public
def components() -> ResponseReturnValue:
    form = SampleForm()
    if form.validate_on_submit():
        return see_other("style_guide.components", done=_("Tous les champs sont bons."))
    return page("site/style_guide.html", form, search=SampleSearch(), sample=sample())


def sample() -> dict[str, object]:
    """Invented content for each component."""
    day = today()
    return {
        "page_url": lambda number: f"{request.path}?page={number}",
        "path": [(_("Coordination"), request.path), (_("Dossiers"), request.path)],
        "timeline": [
            {"name": _("Dossier déposé"), "state": "done", "when": day - timedelta(days=40)},
            {"name": _("Dossier recevable"), "state": "done", "when": day - timedelta(days=31)},
            {
                "name": _("En évaluation par les pairs"),
                "state": "current",
                "when": _("depuis 12 jours"),
                "detail": _("Deux pairs et une scientifique lisent le dossier."),
            },
            {"name": _("Droit de réponse"), "state": "next"},
            {"name": _("Commission"), "state": "next", "when": day + timedelta(days=50)},
        ],
        "steps": steps(),
        "deadlines": [day + timedelta(days=30), day + timedelta(days=3), day - timedelta(days=2)],
        "reasons": [
            _("Il manque l’attestation d’assurance."),
            _("Le représentant légal n’a pas signé la charte."),
        ],
        "rows": [
            ("L’Atelier des étoiles", "Foix", 12, "24 novembre 2026"),
            ("Les Petits Débrouillards du Lot", "Cahors", 4155, "1er décembre 2026"),
            ("Muséum d’histoire naturelle", "Perpignan", 87, "15 janvier 2027"),
        ],
        "files": [
            {
                "name": "statuts-2024.pdf",
                "url": request.path,
                "size": 240_000,
                "kind": "PDF",
                "note": _("Prouve E1 et D1"),
            },
            {"name": "photo-atelier.jpg", "url": "", "size": 1_440_000, "kind": "JPEG"},
        ],
    }


def steps() -> list[dict[str, object]]:
    return [
        {"label": _("Déclarer recevable"), "tone": "primary", "url": request.path},
        {
            "label": _("Demander une pièce"),
            "tone": "neutral",
            "url": request.path,
            "help": _("Le délai est suspendu jusqu’à la réponse."),
        },
        {
            "label": _("Ouvrir l’évaluation"),
            "refusals": [Refusal("example"), _("Il manque une évaluation par les pairs.")],
        },
        {"label": _("Clore le dossier"), "tone": "danger", "url": request.path, "post": True, "hidden": {"seen": 3}},
    ]
