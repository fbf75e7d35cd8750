"""What the lists of the API have in common: a page, the address of the next one, in the body and in the header Link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from flask import request

from labelflow.db import settings
from labelflow.queries.open_data import Narrowed, academies
from labelflow.queries.programmes import installed_codes
from labelflow.territory import DEPARTMENTS
from labelflow.web.api.parameters import AFTER, PAGED, Parameter
from labelflow.web.open_data.answers import as_json
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Response

NUMBER: str = r"[A-Z]{2,6}-2\d{3}-\d{3,9}-[0-9A-Z]"
IDENTIFIER: str = r"[0-9a-z]{1,16}"


def narrowing() -> tuple[Parameter, ...]:
    """The filters of the register: its programmes and their families are those of this instance."""
    programme = site_programme()
    return (
        Parameter(
            name="programme",
            description=f"Code du label. Par défaut : {programme.code}.",
            example=programme.code,
            choices=tuple(installed_codes()),
        ),
        Parameter(name="q", description="Mots du nom de la structure ou de sa commune.", example="toulouse"),
        Parameter(name="departement", description="Code du département.", example="31", choices=tuple(DEPARTMENTS)),
        Parameter(name="academie", description="Académie.", example="Toulouse", choices=academies()),
        Parameter(
            name="commune", description="Code INSEE de la commune.", example="31555", pattern=r"[0-9][0-9AB][0-9]{3}"
        ),
        Parameter(
            name="perimetre",
            description="Famille d’actions que le label couvre.",
            example=programme.scopes[0].code,
            choices=tuple(scope.code for scope in programme.scopes),
        ),
        PAGED,
    )


def narrowed_by(said: Mapping[str, str]) -> Narrowed:
    """What the address asks of the register."""
    return Narrowed(
        programme=said.get("programme") or site_programme().code,
        text=said.get("q", ""),
        department=said.get("departement", ""),
        academy=said.get("academie", ""),
        commune=said.get("commune", ""),
        scope=said.get("perimetre", ""),
    )


def paged(items: Sequence[Any], total: int, after: str) -> Response:
    """A page of a list."""
    following = _address(after) if after else None
    answer = as_json({"total": total, "items": list(items), "next": following})
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _address(after: str) -> str:
    """The same list, from where this page ends."""
    said = [(name, value) for name, value in request.args.items(multi=True) if name != AFTER]
    return f"{settings().base_url}{quote(request.path)}?{urlencode([*said, (AFTER, after)])}"
