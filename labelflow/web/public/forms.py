"""The public's two questions: is this label genuine, and who is labelled near me."""

from __future__ import annotations

from labelflow.i18n import _l
from labelflow.web.forms import fields
from labelflow.web.forms.base import BaseForm, QueryForm

LARGEST_PDF = 5_000_000


class VerifyForm(QueryForm):
    q = fields.TextField(
        _l("Numéro ou code court"),
        hint=_l("Il figure sur l’attestation, sous le code à scanner. Majuscules, espaces et tirets n’importent pas."),
        autocomplete="off",
    )


class VerifyFileForm(BaseForm):
    file = fields.FileField(
        _l("Attestation en PDF"),
        required=_l("Choisissez le fichier PDF de l’attestation."),
        suffixes=(".pdf",),
        max_bytes=LARGEST_PDF,
    )


class DirectoryForm(QueryForm):
    q = fields.SearchField(_l("Nom ou commune"))
    departement = fields.SelectField(_l("Département"), blank=_l("Tous les départements"))
    perimetre = fields.SelectField(_l("Type d’action"), blank=_l("Tous les types d’action"))
