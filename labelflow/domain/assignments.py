"""Who may be asked to review: mandate, training, load, structure, links (domain rules 5.1 and 5.2)."""

from __future__ import annotations

from dataclasses import dataclass

from labelflow.domain.refusal import Refusal, gather


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What is known of a person who might review one application."""

    reader: str
    has_mandate: bool
    is_trained: bool
    structure: int | None
    open_files: int
    year_files: int
    blocking_links: tuple[str, ...]
    already_assigned: bool


@dataclass(frozen=True, slots=True)
class AssignmentRules:
    """The programme's numbers."""

    max_open: int
    max_year: int
    training_required: bool
    distinct_structures: bool


def assignment_refusals(
    reviewer: Reviewer, rules: AssignmentRules, structures_reading: frozenset[int]
) -> tuple[Refusal, ...]:
    """Every reason why the person cannot be asked. `structures_reading`: of the peers already assigned."""
    untrained = rules.training_required and not reviewer.is_trained
    return gather(
        None if reviewer.has_mandate else Refusal("reviewer-not-mandated"),
        Refusal("reviewer-not-trained") if untrained else None,
        Refusal("reviewer-already-assigned") if reviewer.already_assigned else None,
        Refusal("reviewer-in-conflict", {"links": reviewer.blocking_links}) if reviewer.blocking_links else None,
        _load_refusals(reviewer, rules),
        _structure_refusal(reviewer, rules, structures_reading) if reviewer.reader == "peer" else None,
    )


def _load_refusals(reviewer: Reviewer, rules: AssignmentRules) -> list[Refusal]:
    found = []
    if reviewer.open_files >= rules.max_open:
        found.append(Refusal("reviewer-overloaded", {"open": reviewer.open_files}))
    if reviewer.year_files >= rules.max_year:
        found.append(Refusal("reviewer-overloaded-year", {"year": reviewer.year_files}))
    return found


def _structure_refusal(
    reviewer: Reviewer, rules: AssignmentRules, structures_reading: frozenset[int]
) -> Refusal | None:
    if reviewer.structure is None:
        return Refusal("reviewer-without-structure")
    taken = rules.distinct_structures and reviewer.structure in structures_reading
    return Refusal("reviewer-same-structure") if taken else None
