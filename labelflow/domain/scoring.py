"""From marks to figures: values of criteria, gates, families, total, reservations.

All arithmetic is in exact fractions, so that neither the order of readers nor rounding can move a
file across a threshold. What the figures propose is in `proposal`; the proposal never decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from labelflow.domain.grid import HIGHEST_LEVEL, Criterion, Family, Grid, Level, Reader
from labelflow.domain.workflow import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Answer = Literal["na", "insufficient"]
Mark = Level | Answer
Recommendation = Literal["favorable", "reserved", "unfavorable"]
GateState = Literal["met", "doubtful", "failed", "unjudged"]
Reservation = Literal["major", "minor"]

COMMENTED: Final[frozenset[Mark]] = frozenset({0, 1, 3, "na"})
"""Marks that need a comment: all but "conforme" and "preuve insuffisante"."""


class Thresholds(Declared):
    """The bars of a programme. Percentages are of the points that apply to the application.

    A value under `major_below` is a major reservation, under `minor_below` a minor one: with the
    defaults a mean goes with the nearest level, and a mean half-way with the better one. A failed gate
    that takes longer to mend than `gate_mending_months` excludes a deferral; a major reservation that
    takes longer than `major_mending_months` excludes a label with reservations.
    """

    total: Annotated[int, Field(ge=0, le=100)] = 60
    renewal_total: Annotated[int, Field(ge=0, le=100)] = 70
    with_reservations_total: Annotated[int, Field(ge=0, le=100)] = 50
    max_majors: Annotated[int, Field(ge=0)] = 2
    minors_per_major: Annotated[int, Field(ge=1)] = 5
    divergence_levels: Annotated[int, Field(ge=1, le=HIGHEST_LEVEL)] = 2
    gate_confirmations: Annotated[int, Field(ge=1)] = 2
    gate_mending_months: Annotated[int, Field(ge=0)] = 3
    major_mending_months: Annotated[int, Field(ge=0)] = 6
    major_below: Annotated[Fraction, Field(ge=0, le=HIGHEST_LEVEL)] = Fraction(1, 2)
    minor_below: Annotated[Fraction, Field(ge=0, le=HIGHEST_LEVEL)] = Fraction(3, 2)


class ThirdReaderRule(Declared):
    """When two peers disagree so much that a third must read. Absent figures switch a reason off."""

    opposed_recommendations: bool = True
    total_gap: Annotated[int, Field(ge=1, le=100)] | None = 20
    gate_disagreement: bool = True
    divergent_criteria: Annotated[int, Field(ge=1)] | None = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """The marks of one reader, by criterion code."""

    reader: int
    role: Reader
    marks: Mapping[str, Mark]
    recommendation: Recommendation | None = None


@dataclass(frozen=True, slots=True)
class ReaderMark:
    """One mark on one criterion."""

    role: Reader
    reader: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """What the readers of a criterion make of it. `value` is None when nobody gave a level."""

    criterion: Criterion
    marks: tuple[ReaderMark, ...]
    value: Fraction | None
    applies: bool
    divergent: bool
    gate: GateState | None
    reservation: Reservation | None

    @property
    def is_unjudged(self) -> bool:
        """Whether it applies and no reader could give a level: more evidence or another reader is needed."""
        return self.applies and self.value is None

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels given, lowest first."""
        return tuple(sorted(entry.mark for entry in self.marks if isinstance(entry.mark, int)))


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """A family: its percentage over the criteria that apply and are judged."""

    family: Family
    percent: Fraction | None
    minimum_met: bool


@dataclass(frozen=True)
class Scores:
    """All the figures of an application on one grid."""

    criteria: tuple[CriterionScore, ...]
    families: tuple[FamilyScore, ...]
    total: Fraction | None

    @cached_property
    def by_code(self) -> dict[str, CriterionScore]:
        """Scores of criteria by code."""
        return {score.criterion.code: score for score in self.criteria}

    def gates_in(self, *states: GateState) -> tuple[str, ...]:
        """Codes of the gates in one of these states."""
        return tuple(score.criterion.code for score in self.criteria if score.gate in states)

    def reservations(self, kind: Reservation) -> tuple[str, ...]:
        """Codes of the criteria that call for a reservation of this kind."""
        return tuple(score.criterion.code for score in self.criteria if score.reservation == kind)

    @property
    def divergent(self) -> tuple[str, ...]:
        """Codes of the criteria on which readers disagree."""
        return tuple(score.criterion.code for score in self.criteria if score.divergent)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Codes of the criteria that nobody could judge."""
        return tuple(score.criterion.code for score in self.criteria if score.is_unjudged)


def score(grid: Grid, readings: Iterable[Reading], thresholds: Thresholds) -> Scores:
    """The figures of an application. The order of `readings` changes nothing."""
    ordered = sorted(readings, key=lambda reading: (reading.role, reading.reader))
    return _scores(grid, tuple(_criterion_score(criterion, ordered, thresholds) for criterion in grid.criteria))


def best_case(grid: Grid, scores: Scores) -> Scores:
    """The figures if everything still unjudged turned out exemplary. Gates stay as judged."""
    full = Fraction(HIGHEST_LEVEL)
    return _scores(grid, tuple(replace(entry, value=full) if entry.is_unjudged else entry for entry in scores.criteria))


def percent(scores: Iterable[CriterionScore]) -> Fraction | None:
    """Points obtained out of the points of the criteria that apply and are judged; None when there are none."""
    judged = [(entry.criterion.points, entry.value) for entry in scores if entry.applies and entry.value is not None]
    if not judged:
        return None
    unit = lcm(*(value.denominator for _, value in judged))
    obtained = sum(points * value.numerator * (unit // value.denominator) for points, value in judged)
    return Fraction(100 * obtained, unit * HIGHEST_LEVEL * sum(points for points, _ in judged))


def missing_marks(grid: Grid, role: Reader, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """Codes of the criteria of this kind of reader that have no mark yet."""
    return tuple(criterion.code for criterion in grid.criteria_for(role) if criterion.code not in marks)


def foreign_marks(grid: Grid, role: Reader, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """Codes marked although this kind of reader does not read them, or marked *na* where it cannot be."""
    allowed = {criterion.code: criterion for criterion in grid.criteria_for(role)}
    return tuple(
        code for code, mark in marks.items() if code not in allowed or (mark == "na" and not allowed[code].na_able)
    )


def missing_comments(marks: Mapping[str, Mark], comments: Mapping[str, str]) -> tuple[str, ...]:
    """Codes whose mark needs a comment that is not there."""
    return tuple(code for code, mark in marks.items() if mark in COMMENTED and not comments.get(code, "").strip())


def gate_state(gate: int, marks: Iterable[ReaderMark], confirmations: int) -> GateState:
    """Whether an eliminatory criterion is met.

    It fails when enough readers put it under its level, or the document check (a coordinator) does.
    One reader alone leaves a doubt, until as many readers as confirm a failure find it met.
    """
    judged = [(entry.role, entry.mark) for entry in marks if isinstance(entry.mark, int)]
    below = [role for role, level in judged if level < gate]
    if len(below) >= confirmations or "coordinator" in below:
        return "failed"
    if not judged:
        return "unjudged"
    return "met" if not below or len(judged) - len(below) >= confirmations else "doubtful"


def _criterion_score(criterion: Criterion, readings: Iterable[Reading], thresholds: Thresholds) -> CriterionScore:
    marks = tuple(
        ReaderMark(reading.role, reading.reader, _mark(criterion, reading.marks[criterion.code]))
        for reading in readings
        if reading.role in criterion.readers and criterion.code in reading.marks
    )
    levels = [entry.mark for entry in marks if isinstance(entry.mark, int)]
    value = Fraction(sum(levels), len(levels)) if levels else None
    not_applicable = sum(entry.mark == "na" for entry in marks)
    spread = max(levels) - min(levels) if levels else 0
    return CriterionScore(
        criterion=criterion,
        marks=marks,
        value=value,
        applies=not_applicable == 0 or not_applicable < len(marks),
        divergent=spread >= thresholds.divergence_levels or (not_applicable > 0 and value is not None),
        gate=None if criterion.gate is None else gate_state(criterion.gate, marks, thresholds.gate_confirmations),
        reservation=_reservation(value, thresholds),
    )


def _mark(criterion: Criterion, mark: Mark) -> Mark:
    """*Sans objet* where it cannot be is no judgement, and removes nothing."""
    return "insufficient" if mark == "na" and not criterion.na_able else mark


def _reservation(value: Fraction | None, thresholds: Thresholds) -> Reservation | None:
    if value is None or value >= thresholds.minor_below:
        return None
    return "major" if value < thresholds.major_below else "minor"


def _scores(grid: Grid, criteria: tuple[CriterionScore, ...]) -> Scores:
    families = tuple(
        _family_score(family, [entry for entry in criteria if entry.criterion.family == family.code])
        for family in grid.families
    )
    return Scores(criteria, families, percent(criteria))


def _family_score(family: Family, criteria: list[CriterionScore]) -> FamilyScore:
    value = percent(criteria)
    met = value is None or family.minimum_percent is None or value >= family.minimum_percent
    return FamilyScore(family, value, met)
