"""How a holder shows its label: the badge that follows its state, the code to paste, the files to download."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import request

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


MODEL_WORDS: Final = {"grand": _l("Grand, avec le nom de la structure"), "compact": _l("Compact")}
GROUND_WORDS: Final = {"clair": _l("pour une page claire"), "sombre": _l("pour une page sombre")}


class BadgeForm(QueryForm):
    """Which badge: its language; the page offers the rest as pictures."""

    langue = fields.SelectField(_l("Langue du badge"), default="fr")


@applicant.get("/mon-espace/labels/<string:number>/afficher")
@signed_in
def show_label(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    label = standing(found.number, acting()["now"])
    if label is None:
        raise NotFound
    asked = _asked(label.number, languages_of(label.programme))
    form = BadgeForm()
    form.langue.choices = [(code, LANGUAGE_WORDS[code]) for code in languages_of(label.programme)]
    form.langue.data = asked.language
    base_url = settings().base_url
    return page(
        "applicant/show_label.html",
        label=label,
        sentence=answer_in_a_sentence(label.status, label.programme.answers),
        choice=form,
        badge=badge_of(label, asked.choice, f"{base_url}/v/{label.number}"),
        asked=asked,
        others=[
            (replace(asked, model=model, ground=ground), f"{MODEL_WORDS[model]}, {GROUND_WORDS[ground]}")
            for model in MODELS
            for ground in GROUNDS
        ],
        code=embed_code(label, asked, base_url),
        mail_code=embed_code(label, asked, base_url, mail=True),
        scales=SCALES.values(),
    )


def _asked(number: str, languages: Sequence[str]) -> Asked:
    """The badge that the address names; the usual one where it names none that exists."""
    model, ground, language = (
        said if (said := request.args.get(name, "")) in known else next(iter(known))
        for name, known in (("modele", MODELS), ("fond", GROUNDS), ("langue", languages))
    )
    return Asked(number=number, model=model, ground=ground, language=language)
