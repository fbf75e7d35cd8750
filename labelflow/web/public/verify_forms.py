"""What is asked of whoever verifies: a number or a file, and a day if another one than today matters."""

from __future__ import annotations

from labelflow.credentials.pictures import LARGEST_CREDENTIAL
from labelflow.i18n import _, _l
from labelflow.web.forms import fields
from labelflow.web.forms.base import BaseForm, QueryForm

EARLIEST_YEAR = 2000
LONGEST_ASKED = 8_000
"""Characters: somebody pastes a credential there too, and the address of the answer still holds it."""


class AnyFileField(fields.FileField):
    """A file of any kind: what it is, is what its bytes say, and every file has an answer."""

    @property
    def rule(self) -> str:
        return _(
            "PDF de l’attestation, badge SVG ou PNG, justificatif JSON ou JWT, photo ou capture d’écran du code (JPEG, PNG, WebP)."
        )

    def check(self) -> None:
        """Nothing refuses a file here."""


class DayForm(QueryForm):
    le = fields.DateField(
        _l("Le label était-il valable un autre jour ?"),
        hint=_l("Par exemple celui d’une animation passée ou à venir."),
    )


class AskForm(DayForm):
    q = fields.TextField(
        _l("Numéro, code court ou adresse"),
        hint=_l(
            "Ils figurent sur l’attestation, près du code à scanner. Majuscules, espaces et tirets n’importent pas."
        ),
        autocomplete="off",
        max_length=LONGEST_ASKED,
    )


class FileForm(BaseForm):
    file = AnyFileField(
        _l("Fichier reçu"),
        hint=_l("Choisissez-le, ou déposez-le sur ce cadre. Il n’est pas conservé."),
        required=_l("Choisissez le fichier à vérifier."),
        suffixes=(
            ".pdf",
            ".svg",
            ".png",
            ".json",
            ".jwt",
            "application/vc+jwt",
            "application/ld+json",
            "image/jpeg",
            "image/webp",
        ),
    )
    jour = fields.DateField(
        _l("Le label était-il valable un autre jour ?"),
        hint=_l("Par exemple celui d’une animation passée ou à venir."),
    )


class PasteForm(BaseForm):
    texte = fields.LongTextField(
        _l("Texte du justificatif"),
        hint=_l("En JSON-LD ou en JWT, en entier. Il n’est pas conservé."),
        required=_l("Collez le texte du justificatif."),
        max_length=LARGEST_CREDENTIAL,
    )
