"""The live badge of a label, for the sites of its holder: `/badge/<number>.svg` and `.png`.

It is read from the register each time it is asked for, and kept by nobody for more than a minute. The picture to
keep, with the credential in it, is another one (`/v/<number>/badge.svg`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.db import settings
from labelflow.i18n import _
from labelflow.issuing.brand.badge import SIZES, LiveBadge, live_badge
from labelflow.issuing.brand.pixels import png_of
from labelflow.queries.badges import BadgeChoice, badge_of, standing, unknown_badge
from labelflow.web.access import public
from labelflow.web.embedding import GROUNDS, LANGUAGES, MODELS, SCALES
from labelflow.web.public import public_pages
from labelflow.web.public.pictures import UnknownChoice, choice, picture, refused

if TYPE_CHECKING:
    from flask import Response


@public_pages.get("/badge/<string:number>.svg")
@public
def live_badge_svg(number: str) -> Response:
    try:
        shown = _shown(number)
    except UnknownChoice as error:
        return _no_such(error)
    return picture(live_badge(shown), status=_status(shown))


@public_pages.get("/badge/<string:number>.png")
@public
def live_badge_png(number: str) -> Response:
    try:
        shown, scale = _shown(number), choice("echelle", SCALES)
    except UnknownChoice as error:
        return _no_such(error)
    return picture(png_of(live_badge(shown), SIZES[shown.model][0] * scale), status=_status(shown))


def _shown(number: str) -> LiveBadge:
    wanted = BadgeChoice(
        model=choice("modele", MODELS), ground=choice("fond", GROUNDS), language=choice("langue", LANGUAGES)
    )
    label = standing(number, clock.now())
    if label is None:
        return unknown_badge(wanted)
    return badge_of(label, wanted, f"{settings().base_url}/v/{label.number}")


def _status(shown: LiveBadge) -> int:
    return 404 if shown.answer == "unknown" else 200


def _no_such(error: UnknownChoice) -> Response:
    choices = ", ".join(error.choices)
    return refused(_("« %(name)s » peut être : %(choices)s.", name=error.name, choices=choices))
