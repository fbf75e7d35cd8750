"""What documents take from the programme alone: the service that writes, the seal, the scopes, paragraphs of its texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from labelflow.domain.words import SOURCE_LANGUAGE, in_language
from labelflow.issuing.contents import Office
from labelflow.issuing.seal import PLAIN, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelflow.programmes.schema import Programme

_TOWN: Final = re.compile(r"[\d\s]*(.*?)(?:\s+cedex.*)?", re.IGNORECASE)


def office_of(programme: Programme, language: str = SOURCE_LANGUAGE) -> Office:
    """The service that writes for a programme, named in a language; its owner when no service is named."""
    service = programme.crpa.office
    return Office(
        programme=in_language(programme.names, language),
        owner=programme.owner.name,
        name=service.name if service else programme.owner.name,
        address=tuple(service.address if service else programme.owner.address),
        phone=service.phone if service else programme.owner.phone,
        email=service.email if service else programme.owner.email,
        places=places_of(programme),
    )


def places_of(programme: Programme) -> tuple[Place, ...]:
    """The places drawn on the programme's seal."""
    found = tuple(
        Place(point.name, point.longitude, point.latitude, getattr(point, "bright", False))
        for point in programme.seal_points
    )
    return found or PLAIN


def town_of(address: Sequence[str]) -> str:
    """The town at the end of an address, without its codes: where a letter is written. "" without an address."""
    found = _TOWN.fullmatch(address[-1]) if address else None
    return found[1] if found else ""


def scope_names(programme: Programme, codes: Sequence[str], language: str = SOURCE_LANGUAGE) -> tuple[str, ...]:
    """Names of the scopes, in the programme's order."""
    return tuple(in_language(scope.names, language) for scope in programme.scopes if scope.code in codes)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
