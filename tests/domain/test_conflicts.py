"""Conflicts of interest, with the rules of the domain reference (section 5.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from labelflow.domain.conflicts import (
    Conflict,
    ConflictRule,
    Link,
    PastReview,
    Purpose,
    blocking,
    conflicts_between,
    consortium_conflict,
    incompatible_parts,
    reciprocal_links,
)

TODAY = date(2026, 9, 15)
APPLICANT, PARENT, OTHER = 10, 11, 12
RULES = (
    ConflictRule(code="SELF", years=3, automatic=True),
    ConflictRule(code="FAMILY"),
    ConflictRule(code="FUNDING", years=3, applies_to=frozenset({"review", "instruction", "report"})),
    ConflictRule(code="FUNDING", years=3, effect="declare", applies_to=frozenset({"decision"})),
    ConflictRule(code="ADVISED", years=2),
    ConflictRule(code="COMPETITOR", years=1, effect="coordinator_decides"),
    ConflictRule(code="DISPUTE", years=5),
    ConflictRule(code="RECIPROCAL", years=3, automatic=True, applies_to=frozenset({"review"})),
    ConflictRule(code="TERRITORIAL", years=0, effect="declare"),
)


def link(code: str, structure: int = APPLICANT, **changes: Any) -> Link:
    return Link(code, person=1, structure=structure, **({"starts_on": date(2015, 1, 1)} | changes))


def conflicts(*links: Link, purpose: Purpose = "review", today: date = TODAY) -> tuple[Conflict, ...]:
    return conflicts_between(links, {APPLICANT, PARENT}, rules=RULES, purpose=purpose, today=today)


def test_somebody_of_the_applicant_is_out() -> None:
    found = conflicts(link("SELF"))

    assert found == (Conflict(link("SELF"), "block"),)
    assert blocking(found) == found


def test_somebody_of_its_parent_is_out() -> None:
    assert blocking(conflicts(link("SELF", PARENT)))


def test_a_link_with_another_structure_counts_for_nothing() -> None:
    assert conflicts(link("SELF", OTHER)) == ()


@pytest.mark.parametrize(
    ("ended", "counts"), [(date(2023, 9, 15), True), (date(2023, 9, 14), False), (date(2026, 9, 14), True)]
)
def test_an_ended_link_counts_for_its_years_to_the_day(ended: date, counts: bool) -> None:
    assert bool(conflicts(link("SELF", ends_on=ended))) == counts


def test_a_family_link_counts_for_ever() -> None:
    assert blocking(conflicts(link("FAMILY", ends_on=date(2016, 1, 1))))


def test_a_link_counts_from_its_first_day() -> None:
    assert conflicts(link("SELF", starts_on=date(2026, 9, 16))) == ()
    assert conflicts(link("SELF", starts_on=TODAY))


def test_years_of_zero_count_only_while_the_link_lasts() -> None:
    assert conflicts(link("TERRITORIAL", ends_on=TODAY))
    assert not conflicts(link("TERRITORIAL", ends_on=date(2026, 9, 14)))


def test_a_funder_may_not_review_and_declares_to_vote() -> None:
    assert blocking(conflicts(link("FUNDING"), purpose="review"))

    at_the_vote = conflicts(link("FUNDING"), purpose="decision")
    assert [conflict.effect for conflict in at_the_vote] == ["declare"]
    assert blocking(at_the_vote) == ()


def test_a_competitor_is_out_until_the_coordination_clears_that_link() -> None:
    found = conflicts(link("COMPETITOR"))

    assert blocking(found) == found
    assert blocking(found, cleared=[link("COMPETITOR")]) == ()
    assert blocking(found, cleared=[link("COMPETITOR", starts_on=date(2014, 1, 1))]) == found


def test_no_clearing_lifts_a_block() -> None:
    found = conflicts(link("SELF"))

    assert blocking(found, cleared=[link("SELF")]) == found


def test_a_known_link_counts_however_it_became_known() -> None:
    assert blocking(conflicts(link("SELF", source="detected")))
    assert blocking(conflicts(link("DISPUTE", source="detected")))


def test_the_gravest_conflict_comes_first() -> None:
    found = conflicts(link("TERRITORIAL"), link("COMPETITOR"), link("DISPUTE"))

    assert [conflict.code for conflict in found] == ["DISPUTE", "COMPETITOR", "TERRITORIAL"]


def test_nobody_reviews_who_is_reviewing_them() -> None:
    review = PastReview(frozenset({APPLICANT}), reviewed_structure=50, starts_on=date(2026, 9, 1))

    found = reciprocal_links(1, [50], [APPLICANT, PARENT], [review])

    assert found == (Link("RECIPROCAL", 1, APPLICANT, date(2026, 9, 1), None, "detected"),)
    assert blocking(conflicts(*found))
    assert conflicts(*found, purpose="decision") == ()


def test_a_review_of_the_last_cycle_is_reciprocal_and_an_older_one_is_not() -> None:
    def past(year: int) -> tuple[Conflict, ...]:
        review = PastReview(frozenset({APPLICANT}), 50, date(year, 3, 1), date(year, 4, 1))
        return conflicts(*reciprocal_links(1, [50], [APPLICANT], [review]))

    assert past(2024)
    assert past(2022) == ()


def test_reviews_by_or_of_others_are_not_reciprocal() -> None:
    by_others = PastReview(frozenset({OTHER}), 50, date(2026, 9, 1))
    of_others = PastReview(frozenset({APPLICANT}), 51, date(2026, 9, 1))

    assert reciprocal_links(1, [50], [APPLICANT], [by_others, of_others]) == ()


def test_a_coordinator_of_a_consortium_member_is_out_of_its_applications() -> None:
    found = consortium_conflict(1, bodies=[7, PARENT], applicant=[APPLICANT, PARENT], today=TODAY)

    assert found is not None
    assert (found.code, found.effect, found.link.structure) == ("CONSORTIUM", "block", PARENT)
    assert consortium_conflict(1, bodies=[7], applicant=[APPLICANT, PARENT], today=TODAY) is None


@pytest.mark.parametrize(
    ("purpose", "earlier", "excluded_by"),
    [
        ("decision", ["review"], {"review"}),
        ("review", ["decision"], {"decision"}),
        ("report", ["review"], {"review"}),
        ("appeal", ["decision", "instruction", "review", "report"], {"decision", "instruction", "review", "report"}),
        ("decision", ["report", "instruction"], set()),
        ("review", [], set()),
    ],
)
def test_evaluating_deciding_and_judging_an_appeal_are_for_different_people(
    purpose: Purpose, earlier: list[Purpose], excluded_by: set[str]
) -> None:
    assert incompatible_parts(purpose, earlier) == excluded_by


@pytest.mark.parametrize(
    "declared",
    [
        {"code": "self"},
        {"code": "SELF", "years": -1},
        {"code": "SELF", "effect": "warn"},
        {"code": "SELF", "applies_to": []},
        {"code": "SELF", "waivable": True},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(declared: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConflictRule.model_validate(declared)
