"""`/annuaire`: what teachers look for, in the order of their questions."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask import request, url_for

from labelflow.i18n import _, _l
from labelflow.queries import directory
from labelflow.queries.search import find, place_called
from labelflow.territory import DEPARTMENTS
from labelflow.web import action_words
from labelflow.web.access import public
from labelflow.web.addresses import slug_of
from labelflow.web.filters import today
from labelflow.web.forms.searching import ARGUMENTS, LONGEST, SearchForm, wanted_of
from labelflow.web.page import page
from labelflow.web.programme import site_programme
from labelflow.web.public import public_pages
from labelflow.web.public.directory import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue

    from labelflow.domain.searching import Wanted
    from labelflow.queries.search import Found, Hit

LIFTED: Final[Mapping[str, LazyProxy]] = {
    "text": _l("Sans les mots"),
    "travel": _l("Quel que soit le déplacement"),
    "level": _l("À tous les niveaux"),
    "subject": _l("Sur tous les sujets"),
    "format": _l("Dans tous les formats"),
    "month": _l("Toute l’année"),
    "language": _l("Dans toutes les langues"),
    "access": _l("Sans le critère d’accessibilité"),
    "free": _l("Gratuites ou payantes"),
    "department": _l("Dans toute la région"),
}
HOLDERS: Final = 5
"""Structures named under the actions."""
MAP_SIZE: Final = 300
MARGIN: Final = 40


class Spot(NamedTuple):
    """A department on the map."""

    code: str
    name: str
    times: int
    url: str
    x: float
    y: float
    radius: float
    chosen: bool


@public_pages.get("/annuaire")
@public
def search() -> ResponseReturnValue:
    form = SearchForm()
    asked = place_called(request.args.get("ou", "")[:LONGEST])
    wanted = wanted_of(asked.place)
    found = find(wanted, today())
    form.offer(found.counts, wanted.place)
    programme, spots = site_programme(), _spots(found, wanted)
    return page(
        "public/search.html",
        search=form,
        found=found,
        wanted=wanted,
        asked=asked,
        lost=bool((form.ou.data or "").strip()) and asked.place is None and not asked.choices,
        results=[_result(hit) for hit in found.hits],
        lifts=_lifts(found),
        bare=not wanted.text and not any(wanted.active()),
        places=[(one.name, _address(ou=one.school or one.name)) for one in asked.choices],
        spots=spots,
        map_height=round(max(one.y for one in spots)) + MARGIN,
        following=_address(apres=found.after) if found.after else "",
        beginning=_address() if wanted.after else "",
        holders=directory.holders(programme.code, today(), text=wanted.text, department=wanted.department),
        holders_shown=HOLDERS,
        slug=slug,
        departments=DEPARTMENTS,
    )


def _address(**changed: str) -> str:
    """The same search with something changed; an empty value takes it out. The page begins anew."""
    kept: dict[str, Any] = {name: request.args.getlist(name) for name in request.args if name != "apres"}
    kept.update({name: [value] for name, value in changed.items()})
    said: dict[str, Any] = {name: [one for one in values if one] for name, values in kept.items()}
    return url_for("public.search", **said)


def _result(hit: Hit) -> dict[str, Any]:
    action, line = hit.action, action_words.line_of(hit.action)
    far = _("à %(km)s km", km=round(hit.km)) if hit.km is not None else ""
    where = ", ".join(part for part in (hit.structure.name, hit.structure.commune, far) if part)
    return {
        "title": action.title,
        "name": slug_of(action.title, action.public_id),
        "url": url_for("public.action", name=slug_of(action.title, action.public_id)),
        "text": line["text"],
        "meta": line["meta"],
        "where": where,
        "travel": action_words.OFFERED[action.mode],
    }


def _lifts(found: Found) -> list[tuple[str, int, str]]:
    """When nothing was found: what to lift, with how many there would be; what helps most comes first."""
    if found.total:
        return []
    helping = sorted(((count, name) for name, count in found.lifts.items() if count), reverse=True)
    return [(str(LIFTED[name]), count, _address(**{ARGUMENTS[name]: ""})) for count, name in helping]


def _spots(found: Found, wanted: Wanted) -> list[Spot]:
    """The departments at their places, each as large as what can be had there."""
    counts = found.counts["department"]
    most = max(counts.values(), default=0) or 1
    lats, lons = [one.lat for one in DEPARTMENTS.values()], [one.lon for one in DEPARTMENTS.values()]
    shrunk = cos(radians(sum(lats) / len(lats)))
    scale = MAP_SIZE / max(max(lats) - min(lats), (max(lons) - min(lons)) * shrunk)
    return [
        Spot(
            code,
            one.name,
            counts[code],
            _address(departement="" if wanted.department == code else code),
            round(MARGIN + (one.lon - min(lons)) * shrunk * scale, 1),
            round(MARGIN + (max(lats) - one.lat) * scale, 1),
            round(9 + 15 * (counts[code] / most) ** 0.5, 1),
            wanted.department == code,
        )
        for code, one in DEPARTMENTS.items()
    ]
