"""The pictures that go with shared links: of the site, of a label, of each holder's label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.db import settings
from labelflow.domain.words import in_language
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.issuing.answers import answer_in_a_sentence
from labelflow.issuing.brand.pixels import png_of
from labelflow.issuing.brand.sharing import WIDTH, SharedPage, sharing_image
from labelflow.issuing.wording import scope_names
from labelflow.queries.badges import identity_of, standing, word_of
from labelflow.web.access import public
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages
from labelflow.web.public.pictures import A_MINUTE, AN_HOUR, picture
from labelflow.web.public.programme import installed

if TYPE_CHECKING:
    from flask import Response

    from labelflow.programmes.schema import Programme
    from labelflow.queries.badges import Standing


@public_pages.get("/partage/site.png")
@public
def sharing_site() -> Response:
    return _png(_of_programme(site_programme(), ""), AN_HOUR)


@public_pages.get("/partage/label/<string:code>.png")
@public
def sharing_programme(code: str) -> Response:
    return _png(_of_programme(installed(code), f"/label/{code}"), AN_HOUR)


@public_pages.get("/partage/v/<string:number>.png")
@public
def sharing_label(number: str) -> Response:
    label = standing(number, clock.now())
    if label is None:
        raise NotFound
    return _png(_of_label(label), A_MINUTE)


def _of_programme(programme: Programme, path: str) -> SharedPage:
    return SharedPage(
        of=identity_of(programme),
        above="",
        title=in_language(programme.names),
        text=_first_sentence(in_language(programme.summary)),
        address=_address(path),
    )


def _of_label(label: Standing) -> SharedPage:
    programme, holds = label.programme, label.status.counts_as_valid
    scopes = ", ".join(scope_names(programme, list(label.scopes)))
    return SharedPage(
        of=identity_of(programme),
        above=_("Numéro %(number)s", number=label.number) if holds else word_of(label),
        title=label.holder,
        text=scopes if holds else answer_in_a_sentence(label.status, programme.answers),
        address=_("À vérifier sur %(address)s", address=_address(f"/v/{label.number}")),
        answer=None if holds else label.status.answer,
    )


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "." if text else ""


def _address(path: str) -> str:
    """An address as people read it."""
    return settings().base_url.partition("://")[2] + path


def _png(shown: SharedPage, fresh: int) -> Response:
    return picture(png_of(sharing_image(shown), WIDTH), fresh=fresh)
