"""The postal address of a structure, as documents print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelflow.models.structure import Structure


def address_of(structure: Structure) -> tuple[str, ...]:
    """Postal address, a line each."""
    town = f"{structure.postal_code} {structure.commune}".strip()
    return tuple(line for line in (structure.address, town) if line)
