"""What a public page tells the networks and messengers in which its address is shared (Open Graph)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import request, url_for
from jinja2 import pass_context

from labelflow.db import settings
from labelflow.i18n import _
from labelflow.web.filters import words
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from flask import Flask
    from jinja2.runtime import Context

    from labelflow.programmes.schema import Programme

OF_THE_SITE: Final = frozenset({"public.home", "public.search", "public.holders", "public.ask"})
OF_A_PROGRAMME: Final = frozenset(
    {"public.programme", "public.criteria", "public.document", "public.guarantees", "public.brand_rules"}
)
OF_A_LABEL: Final = frozenset({"public.answer", "public.holder"})


@dataclass(frozen=True, slots=True)
class Card:
    """The address of the page, its picture and what it shows."""

    url: str
    image: str
    described: str
    text: str
    site: str


def init_sharing(app: Flask) -> None:
    """Layouts ask `sharing_card()`: nothing on a page that is not for everybody."""
    app.jinja_env.globals["sharing_card"] = pass_context(card)


def card(context: Context) -> Card | None:
    """The card of the page being drawn, from what its view gave it."""
    endpoint = request.endpoint or ""
    if endpoint in OF_A_LABEL and (number := _number(context)):
        picture = url_for("public.sharing_label", number=number)
        return _card(site_programme(), picture, context)
    if endpoint in OF_A_PROGRAMME and (programme := context.get("programme")):
        return _card(programme, url_for("public.sharing_programme", code=programme.code), context)
    if endpoint in OF_THE_SITE | OF_A_LABEL | OF_A_PROGRAMME:
        return _card(site_programme(), url_for("public.sharing_site"), context)
    return None


def _number(context: Context) -> str:
    """The number of the label that the page is about: the first one of a holder's."""
    label = context.get("label") or next((one[0] for one in context.get("labels") or ()), None)
    return label.number if label else ""


def _card(programme: Programme, picture: str, context: Context) -> Card:
    base = settings().base_url
    return Card(
        url=base + quote(request.path),
        image=base + picture,
        described=_("Le sceau du label, le titre de la page et son adresse."),
        text=str(context.get("sentence") or words(programme.summary)),
        site=site_programme().short_name,
    )
