"""The public's two questions: is this label genuine, and who is labelled near me."""

from __future__ import annotations

from labelflow.i18n import _l
from labelflow.web.forms import fields
from labelflow.web.forms.base import QueryForm


class VerifyForm(QueryForm):
    q = fields.TextField(
        _l("Numéro ou code court"),
        hint=_l("Il figure sur l’attestation, sous le code à scanner. Majuscules, espaces et tirets n’importent pas."),
        autocomplete="off",
    )


class InboxForm(QueryForm):
    q = fields.SearchField(_l("Adresse de qui l’a reçu"), hint=_l("Par exemple : martin."))


class DirectoryForm(QueryForm):
    q = fields.SearchField(_l("Nom ou commune"))
    departement = fields.SelectField(_l("Département"), blank=_l("Tous les départements"))
    perimetre = fields.SelectField(_l("Type d’action"), blank=_l("Tous les types d’action"))
