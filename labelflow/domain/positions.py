"""Self-positions: where an applicant places itself on each criterion of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from labelflow.domain.grid import HIGHEST_LEVEL
from labelflow.domain.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelflow.domain.grid import Grid


class Position(Protocol):
    """A self-position: a level, or "not applicable" with a comment that says why."""

    criterion: str
    level: int | None
    not_applicable: bool
    comment: str


def level_refusals(given: Mapping[str, Mapping[str, Any]]) -> tuple[Refusal, ...]:
    """A refusal for each criterion (code → {"level": …}) whose level is not one of a grid, nor left out."""
    levels = {str(level) for level in range(HIGHEST_LEVEL + 1)}
    return tuple(
        Refusal("field-unreadable", {"field": code})
        for code, entry in given.items()
        if entry.get("level") is not None and str(entry["level"]).strip() not in levels
    )


def well_positioned(grid: Grid | None, positions: Iterable[Position]) -> frozenset[str]:
    """Codes of the criteria that are positioned as the grid asks."""
    if grid is None:
        return frozenset()
    na_able = {criterion.code for criterion in grid.criteria if criterion.na_able}
    return frozenset(
        position.criterion
        for position in positions
        if position.level is not None
        or (position.not_applicable and position.criterion in na_able and position.comment.strip())
    )


def unmet_claims(grid: Grid | None, positions: Iterable[Position]) -> tuple[str, ...]:
    """Codes of the gates where the structure itself says that it is below the minimum."""
    if grid is None:
        return ()
    gates = {criterion.code: criterion.gate for criterion in grid.criteria if criterion.gate is not None}
    return tuple(
        sorted(
            position.criterion
            for position in positions
            if position.criterion in gates
            and position.level is not None
            and position.level < (gates[position.criterion] or 0)
        )
    )
