"""How a holder shows its label: the badge that follows its state, the code to paste, the files to download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.db import settings
from labelflow.errors import NotFound
from labelflow.i18n import _l
from labelflow.issuing.answers import answer_in_a_sentence
from labelflow.queries.applications import own_label
from labelflow.queries.badges import badge_of, languages_of, standing
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.embedding import GROUNDS, MODELS, SCALES, Asked, embed_code
from labelflow.web.forms import fields
from labelflow.web.forms.base import QueryForm
from labelflow.web.page import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

LANGUAGE_WORDS: Final = {"fr": "Français", "oc": "Occitan", "ca": "Català", "en": "English"}


class BadgeForm(QueryForm):
    """Which badge."""

    modele = fields.SelectField(
        _l("Modèle"),
        choices=[("grand", _l("Grand, avec le nom de la structure")), ("compact", _l("Compact"))],
        default="grand",
    )
    fond = fields.SelectField(
        _l("Fond de la page qui le porte"), choices=[("clair", _l("Clair")), ("sombre", _l("Sombre"))], default="clair"
    )
    langue = fields.SelectField(_l("Langue"), default="fr")

    def wanted(self, number: str, languages: Sequence[str]) -> Asked:
        """The badge that is wanted; the usual one where the address says something else than a choice."""
        self.langue.choices = [(code, LANGUAGE_WORDS[code]) for code in languages]
        for field, known in ((self.modele, MODELS), (self.fond, GROUNDS), (self.langue, languages)):
            if field.data not in known:
                field.data = field.default
        return Asked(number=number, model=self.modele.data, ground=self.fond.data, language=self.langue.data)


@applicant.get("/mon-espace/labels/<string:number>/afficher")
@signed_in
def show_label(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    label = standing(found.number, acting()["now"])
    if label is None:
        raise NotFound
    form = BadgeForm()
    asked = form.wanted(label.number, languages_of(label.programme))
    base_url = settings().base_url
    return page(
        "applicant/show_label.html",
        label=label,
        sentence=answer_in_a_sentence(label.status, label.programme.answers),
        choice=form,
        badge=badge_of(label, asked.choice, f"{base_url}/v/{label.number}"),
        asked=asked,
        code=embed_code(label, asked, base_url),
        mail_code=embed_code(label, asked, base_url, mail=True),
        scales=SCALES.values(),
    )
