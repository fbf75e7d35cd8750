"""Grids and readings for the tests of rules: a small one to reason on, and strategies for any."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, cast

from hypothesis import strategies as st

from labelflow.domain.grid import READERS, Criterion, Family, Grid
from labelflow.domain.scoring import Reading

if TYPE_CHECKING:
    from labelflow.domain.grid import Reader
    from labelflow.domain.scoring import Mark, Recommendation

FOUR = ({"fr": "Insuffisant"}, {"fr": "À consolider"}, {"fr": "Conforme"}, {"fr": "Exemplaire"})


def criterion(code: str, points: int, **declared: Any) -> Criterion:
    declared.setdefault("readers", {"peer"})
    words = {"name": {"fr": code}, "levels": FOUR, "evidence": {"fr": "une pièce"}}
    return Criterion.model_validate({"code": code, "family": code[0], "points": points, **words, **declared})


def family(code: str, weight: int, minimum_percent: int | None = None) -> Family:
    return Family(code=code, name={"fr": code}, weight=weight, minimum_percent=minimum_percent)


def small_grid() -> Grid:
    """Two families; A1 is a gate of the scientist, B1 one of the peers; A2 and B2 may be without object."""
    return Grid(
        version="essai-1",
        scale=FOUR,
        families=(family("A", 60, 60), family("B", 40, 50)),
        criteria=(
            criterion("A1", 20, gate=2, readers={"scientist"}),
            criterion("A2", 30, na_able=True, readers={"peer", "scientist"}),
            criterion("A3", 10),
            criterion("B1", 10, gate=2, readers={"peer", "coordinator"}),
            criterion("B2", 20, na_able=True),
            criterion("B3", 10),
        ),
    )


def wide_grid() -> Grid:
    """Ten criteria of ten points, all read by peers; A1 is a gate."""
    criteria = [criterion(f"A{number}", 10, gate=2 if number == 1 else None) for number in range(1, 10)]
    return Grid(version="large", scale=FOUR, families=(family("A", 100),), criteria=(*criteria, criterion("A10", 10)))


def reading(reader: int, role: str, recommendation: str | None = None, /, **marks: Any) -> Reading:
    return Reading(reader, cast("Reader", role), marks, cast("Recommendation | None", recommendation))


def drawn_grid(dice: Random) -> Grid:
    """A sound grid: one to four families, up to four criteria each, gates and criteria without object."""
    families, criteria = [], []
    for letter, weight in zip("ABCD", dice.choice([(60, 40), (100,), (22, 33, 45), (50, 25, 25)]), strict=False):
        families.append(family(letter, weight, dice.choice([None, 0, 50, 60, 100])))
        cuts = sorted(dice.sample(range(1, weight), dice.randrange(4)))
        for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, weight], strict=True), start=1):
            gate = dice.choice([None, None, 1, 2, 3])
            readers = dice.sample(READERS, dice.randint(1, 3))
            na_able = gate is None and dice.random() < 1 / 2
            criteria.append(criterion(f"{letter}{number}", end - start, gate=gate, na_able=na_able, readers=readers))
    return Grid(version="essai", scale=FOUR, families=tuple(families), criteria=tuple(criteria))


GRIDS = [small_grid(), wide_grid(), *(drawn_grid(Random(seed)) for seed in range(60))]
"""Drawn once: a property has no use for the time that building a grid takes."""


def grids() -> st.SearchStrategy[Grid]:
    return st.sampled_from(GRIDS)


def marks_for(grid: Grid, role: str, answers: tuple[Mark, ...]) -> st.SearchStrategy[dict[str, Mark]]:
    return st.fixed_dictionaries(
        {entry.code: st.sampled_from(answers) for entry in grid.criteria_for(cast("Reader", role))}
    )


@st.composite
def readings_of(
    draw: st.DrawFn, grid: Grid, answers: tuple[Mark, ...] = (0, 1, 2, 3, "na", "insufficient")
) -> list[Reading]:
    """Two or three peers, one or two scientists and one document check."""
    roles = ["peer"] * draw(st.integers(2, 3)) + ["scientist"] * draw(st.integers(1, 2)) + ["coordinator"]
    recommendations = st.sampled_from([None, "favorable", "reserved", "unfavorable"])
    return [
        reading(number, role, draw(recommendations), **draw(marks_for(grid, role, answers)))
        for number, role in enumerate(roles, start=1)
    ]


@st.composite
def cases(
    draw: st.DrawFn, answers: tuple[Mark, ...] = (0, 1, 2, 3, "na", "insufficient")
) -> tuple[Grid, list[Reading]]:
    """A grid and what its readers made of an application."""
    grid = draw(grids())
    return grid, draw(readings_of(grid, answers))
