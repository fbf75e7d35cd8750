"""Finding one's structure in the register, from what a person types."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from labelflow.db import db
from labelflow.domain.identifiers import compact, parse_rna, parse_siren, parse_siret
from labelflow.domain.same_structure import name_key
from labelflow.domain.territory import commune_key
from labelflow.models.structure import Structure
from labelflow.territory import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

MOST = 20
"""More than this is not a choice but a list: the person types more words."""


def structures_called(typed: str) -> Sequence[Structure]:
    """The structures that a SIRET, a SIREN, an RNA number or words designate, at most `MOST`.

    Each word belongs to the name, to the commune, or is the postal code.
    """
    wanted = _identified(typed)
    if wanted is None:
        words = name_key(typed).split()
        if not words:
            return []
        wanted = [_has(word) for word in words]
    standing = select(Structure).where(Structure.merged_into_id.is_(None), *wanted)
    return db.session.scalars(standing.order_by(Structure.name, Structure.commune, Structure.id).limit(MOST)).all()


def _has(word: str) -> ColumnElement[bool]:
    return or_(
        Structure.name_key.contains(word, autoescape=True),
        Structure.postal_code == word,
        Structure.code_insee.in_(communes_by_word().get(word, ())),
    )


@cache
def communes_by_word() -> dict[str, list[str]]:
    """Codes of the communes that have a word in their name, accents and case aside."""
    found: dict[str, list[str]] = {}
    for commune in gazetteer().communes.values():
        for word in commune_key(commune.name).split():
            found.setdefault(word, []).append(commune.insee)
    return found


def _identified(typed: str) -> list[ColumnElement[bool]] | None:
    value = compact(typed)
    if parse_siret(value) == value:
        return [Structure.siret == value]
    if parse_siren(value) == value:
        return [Structure.siren == value]
    if parse_rna(value) == value:
        return [Structure.rna == value]
    return None


def structure_by_public_id(public_id: str) -> Structure | None:
    """The standing structure that addresses call `public_id`."""
    return db.session.scalar(
        select(Structure).where(Structure.public_id == public_id, Structure.merged_into_id.is_(None))
    )
