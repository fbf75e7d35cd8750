"""The evaluation grid that a programme declares: families, criteria, levels, gates, who reads what.

A grid is data and has a version. A fault in it is reported at its place (`criteria.3.gate`) with a
stable type (`grid-gate`) and what to do; all faults at once.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final, Literal, LiteralString, Self, get_args

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator

Reader = Literal["peer", "scientist", "coordinator"]
Level = Literal[0, 1, 2, 3]
FourWords = tuple[Words, Words, Words, Words]

READERS: Final[tuple[Reader, ...]] = get_args(Reader)
HIGHEST_LEVEL: Final = 3
FULL_WEIGHT: Final = 100

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]


class Family(Declared):
    """A family of criteria. `minimum_percent` is its bar for a favourable proposal."""

    code: Code
    name: Words
    weight: Annotated[int, Field(ge=1, le=FULL_WEIGHT)]
    minimum_percent: Annotated[int, Field(ge=0, le=100)] | None = None


class Criterion(Declared):
    """A criterion with its four levels. `gate` is the level below which it eliminates.

    `mended_in_months` is the time that mending a failure takes, where it can be mended.
    """

    code: Code
    family: str
    points: Annotated[int, Field(ge=1, le=FULL_WEIGHT)]
    name: Words
    levels: FourWords
    evidence: Words
    help: Words = Field(default_factory=dict)
    readers: frozenset[Reader]
    gate: int | None = None
    na_able: bool = False
    mended_in_months: Annotated[int, Field(ge=1)] | None = None

    @property
    def is_gate(self) -> bool:
        """Whether it eliminates."""
        return self.gate is not None

    def can_be_mended(self, within: int) -> bool:
        """Whether a failure can be mended within so many months.

        Nothing said, a gate cannot be mended and an ordinary criterion can: the strict reading for
        what eliminates, the open one for the rest.
        """
        return not self.is_gate if self.mended_in_months is None else self.mended_in_months <= within


class Grid(Declared):
    """A version of the grid. Construction fails with every fault it has."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    scale: FourWords
    families: tuple[Family, ...]
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        faults = list(_faults(self.families, self.criteria))
        if faults:
            raise ValidationError.from_exception_data("Grid", faults)
        return self

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Criteria by code."""
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def family_by_code(self) -> dict[str, Family]:
        """Families by code."""
        return {family.code: family for family in self.families}

    @cached_property
    def gates(self) -> tuple[Criterion, ...]:
        """The eliminatory criteria."""
        return tuple(criterion for criterion in self.criteria if criterion.is_gate)

    def criteria_for(self, reader: Reader) -> tuple[Criterion, ...]:
        """The criteria that a reader of this kind marks, in the order of the grid."""
        return tuple(criterion for criterion in self.criteria if reader in criterion.readers)

    def criteria_of(self, family: str) -> tuple[Criterion, ...]:
        """The criteria of a family, in the order of the grid."""
        return tuple(criterion for criterion in self.criteria if criterion.family == family)


def _fault(kind: LiteralString, message: LiteralString, *loc: str | int, **details: str | int) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(kind, message, details), loc=loc, input=details)


def _faults(families: tuple[Family, ...], criteria: tuple[Criterion, ...]) -> Iterator[InitErrorDetails]:
    yield from _double_codes("families", [family.code for family in families])
    yield from _double_codes("criteria", [criterion.code for criterion in criteria])
    total = sum(family.weight for family in families)
    if total != FULL_WEIGHT:
        message = "the weights of the families sum to {total}: make them sum to 100"
        yield _fault("grid-weights", message, "families", total=total)
    for index, family in enumerate(families):
        points = sum(criterion.points for criterion in criteria if criterion.family == family.code)
        if points != family.weight:
            message = "the criteria of family {family} sum to {points} points and it weighs {weight}: make them equal"
            where = ("families", index, "weight")
            yield _fault("grid-points", message, *where, family=family.code, points=points, weight=family.weight)
    known = {family.code for family in families}
    for index, criterion in enumerate(criteria):
        yield from _criterion_faults(index, criterion, known)


def _double_codes(where: str, codes: list[str]) -> Iterator[InitErrorDetails]:
    for code, times in Counter(codes).items():
        if times > 1:
            last = len(codes) - 1 - codes[::-1].index(code)
            message = "code {code} is used {times} times: give each its own"
            yield _fault("grid-double-code", message, where, last, "code", code=code, times=times)


def _criterion_faults(index: int, criterion: Criterion, known: set[str]) -> Iterator[InitErrorDetails]:
    code, gate = criterion.code, criterion.gate
    if criterion.family not in known:
        message = "criterion {code} belongs to family {family}, which is not declared: declare it, or name another"
        yield _fault("grid-family", message, "criteria", index, "family", code=code, family=criterion.family)
    if not criterion.readers:
        message = "nobody reads criterion {code}: name at least one of peer, scientist, coordinator"
        yield _fault("grid-readers", message, "criteria", index, "readers", code=code)
    if gate is not None and not 0 <= gate <= HIGHEST_LEVEL:
        message = "the gate of criterion {code} is {gate}: name a level from 0 to 3"
        yield _fault("grid-gate", message, "criteria", index, "gate", code=code, gate=gate)
    if gate is not None and criterion.na_able:
        message = "criterion {code} is a gate, so it always applies: remove `na_able`, or `gate`"
        yield _fault("grid-gate-na", message, "criteria", index, "na_able", code=code)
