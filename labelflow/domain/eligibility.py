"""Who may apply: kind, place, identifier, age of the activity (domain rule: article 2 of the règlement)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from labelflow.domain.calendar import add_months
from labelflow.domain.refusal import Refusal


class EligibilityRules(Protocol):
    """The rules as a programme declares them."""

    @property
    def departments(self) -> tuple[str, ...]: ...
    @property
    def structure_kinds(self) -> tuple[str, ...]: ...
    @property
    def min_age_months(self) -> int: ...
    @property
    def requires_identifier(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of the structure that applies."""

    kind: str
    department: str | None
    identifiers: tuple[str, ...]
    active_since: object = None
    """What was answered: an ISO day, or nothing usable."""
    acts_in: tuple[str, ...] = ()


def eligibility_faults(candidate: Candidate, rules: EligibilityRules, today: date) -> tuple[Refusal, ...]:
    """Every rule that the structure does not meet on a day."""
    faults = []
    acts_in = {*candidate.acts_in, candidate.department}
    if rules.departments and not acts_in & set(rules.departments):
        faults.append(Refusal("outside-territory"))
    if rules.structure_kinds and candidate.kind not in rules.structure_kinds:
        faults.append(Refusal("kind-not-eligible", {"kind": candidate.kind}))
    if rules.requires_identifier and not candidate.identifiers:
        faults.append(Refusal("identifier-missing"))
    since = _day(candidate.active_since)
    if rules.min_age_months and since is not None and add_months(since, rules.min_age_months) > today:
        faults.append(Refusal("too-young", {"months": rules.min_age_months}))
    return tuple(faults)


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(str(answer)) if answer else None
    except ValueError:
        return None
