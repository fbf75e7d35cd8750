"""The label « Sciences en Occitanie » as its rules say: every count, weight, gate, reader, delay and link."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from labelflow.programmes.loader import shipped
from tests.programmes.folders import LABEL

if TYPE_CHECKING:
    from labelflow.domain.grid import Criterion

# code, points, gate ("-": none), readers (Peers, Scientists, Coordinators): the table of the framework
TABLE: Final = """
A1 6 2 S    A2 4 - S    A3 6 - SP   A4 4 - S    A5 2 - SP
B1 3 - P    B2 5 - P    B3 4 - P    B4 4 - PS   B5 4 - P    B6 2 - P
C1 4 - P    C2 3 - P    C3 3 - P    C4 3 - P    C5 2 - P    C6 1 2 CP
D1 2 2 C    D2 3 2 CP   D3 3 2 P    D4 1 - C    D5 1 - C
E1 3 - P    E2 3 2 SP   E3 2 - P    E4 2 2 C
F1 3 - P    F2 2 - P    F3 3 - P
G1 3 - P    G2 2 - PC   G3 2 - C
H1 2 - P    H2 2 - P    H3 1 - P
"""
READERS: Final = {"P": "peer", "S": "scientist", "C": "coordinator"}
FAMILIES: Final = [
    ("A", 22, 60),
    ("B", 22, 60),
    ("C", 16, 50),
    ("D", 10, None),
    ("E", 10, 50),
    ("F", 8, 50),
    ("G", 7, 50),
    ("H", 5, None),
]
OPEN_LEVELS: Final = {("C6", 1), ("C6", 3), ("D1", 3), ("D5", 3), ("E4", 1), ("E4", 3)}
"""Levels that the framework leaves out."""

programme = shipped(LABEL)
grid = programme.grid
assert grid is not None


def rows() -> list[tuple[str, int, int | None, frozenset[str]]]:
    words = iter(TABLE.split())
    return [
        (code, int(points), None if gate == "-" else int(gate), frozenset(READERS[reader] for reader in readers))
        for code, points, gate, readers in zip(words, words, words, words, strict=True)
    ]


def test_the_grid_holds_the_thirty_five_criteria_of_the_framework() -> None:
    found = [(criterion.code, criterion.points, criterion.gate, criterion.readers) for criterion in grid.criteria]

    assert len(found) == 35
    assert found == rows()


def test_the_eight_families_weigh_one_hundred() -> None:
    assert [(family.code, family.weight, family.minimum_percent) for family in grid.families] == FAMILIES
    assert sum(family.weight for family in grid.families) == 100
    assert all(criterion.family == criterion.code[0] for criterion in grid.criteria)


def test_the_seven_gates_all_ask_for_conformity() -> None:
    assert [criterion.code for criterion in grid.gates] == ["A1", "C6", "D1", "D2", "D3", "E2", "E4"]
    assert {criterion.gate for criterion in grid.gates} == {2}


def test_each_kind_of_reader_has_criteria_to_read() -> None:
    counts = {reader: len(grid.criteria_for(reader)) for reader in ("peer", "scientist", "coordinator")}

    assert counts == {"peer": 27, "scientist": 7, "coordinator": 8}


@pytest.mark.parametrize("criterion", grid.criteria, ids=lambda criterion: criterion.code)
def test_each_level_is_a_whole_sentence_of_its_own(criterion: Criterion) -> None:
    levels = [words["fr"] for words in criterion.levels]

    assert len(set(levels)) == 4
    assert all(level[0].isupper() and level.endswith(".") and len(level.split()) >= 4 for level in levels)
    assert {(criterion.code, level) for level, text in enumerate(levels) if text.startswith("Ce critère n’a pas")} == {
        entry for entry in OPEN_LEVELS if entry[0] == criterion.code
    }


@pytest.mark.parametrize("criterion", grid.criteria, ids=lambda criterion: criterion.code)
def test_each_criterion_says_what_proves_it_and_how_to_read_it(criterion: Criterion) -> None:
    assert criterion.evidence["fr"].endswith(".")
    assert len(criterion.help["fr"]) > 40
    assert not criterion.na_able or "Sans objet" in criterion.help["fr"]


def test_a_criterion_may_not_apply_to_those_without_classes_or_staff_only() -> None:
    assert [criterion.code for criterion in grid.criteria if criterion.na_able] == ["B2", "D5", "G1"]


def test_the_thresholds_are_those_of_the_rules() -> None:
    thresholds = programme.thresholds

    assert thresholds is not None
    assert (thresholds.total, thresholds.renewal_total, thresholds.with_reservations_total) == (60, 70, 50)
    assert (thresholds.max_majors, thresholds.minors_per_major) == (2, 5)


def test_two_peers_and_a_scientist_read_and_a_third_peer_when_they_disagree() -> None:
    review = programme.review

    assert review is not None
    assert (review.peers, review.scientists, review.distinct_structures, review.other_department_min) == (2, 1, True, 1)
    assert (review.anonymity, review.mode, review.max_open, review.max_year) == ("single", "parallel", 3, 6)
    assert review.third_reader is not None
    assert (review.third_reader.total_gap, review.third_reader.divergent_criteria) == (20, 5)
    assert review.third_reader.opposed_recommendations
    assert review.third_reader.gate_disagreement


def test_the_committee_follows_the_rules_of_the_administration() -> None:
    committee = programme.committee

    assert committee is not None
    assert (committee.quorum_fraction, committee.floor, committee.notice_days) == (Fraction(1, 2), 7, 5)
    assert (committee.majority_base, committee.casting_vote) == ("present_or_represented", True)
    assert (committee.proxies_per_person, committee.secret_on_request_fraction) == (1, Fraction(1, 3))


def test_links_of_interest_count_for_as_long_as_the_rules_say() -> None:
    found = {(rule.code, rule.years, rule.effect, rule.automatic) for rule in programme.conflicts}

    assert found == {
        ("SELF", 3, "block", True),
        ("FAMILY", None, "block", False),
        ("FUNDING", 3, "block", False),
        ("FUNDING", 3, "declare", False),
        ("ADVISED", 2, "block", False),
        ("COMPETITOR", 1, "coordinator_decides", False),
        ("DISPUTE", 5, "block", False),
        ("RECIPROCAL", 3, "block", True),
        ("SCIENTIFIC", 3, "block", False),
    }


def test_a_funder_may_vote_after_declaring_it_and_may_not_review() -> None:
    effects = {
        purpose: rule.effect for rule in programme.conflicts if rule.code == "FUNDING" for purpose in rule.applies_to
    }

    assert effects["decision"] == "declare"
    assert {effects[purpose] for purpose in ("review", "instruction", "report", "appeal")} == {"block"}


DELAYS: Final = """
completeness_target 10 working_days   completeness_hard 1 months      missing_pieces 21 days    invite_answer 7 days
assignment_review 30 days             objection 7 days                complement 15 days        reply 15 days
committee 45 days                     sign 10 days                    reservation_minor 6 months
reservation_major 3 months            formal_notice 2 months          suspension 6 months       term_end 36 months
appeal 2 months                       new_application 6 months        change_declaration 2 months
deferral 3 months                     draft_idle 12 months            urgent_hearing 15 days
"""


def test_the_delays_are_those_of_the_rules() -> None:
    words = iter(DELAYS.split())
    wanted = {code: (int(amount), unit) for code, amount, unit in zip(words, words, words, strict=True)}

    found = {code: programme.deadlines[code].delay for code in wanted}

    assert {code: (delay.amount, delay.unit) for code, delay in found.items()} == wanted
    assert (found["missing_pieces"].extension, found["missing_pieces"].extensions) == (14, 1)
    assert (found["assignment_review"].extension, found["assignment_review"].reminders) == (10, (10, 3, -1, -7))
    assert found["appeal"].kind == "franc"


def test_a_label_lasts_three_years_with_a_check_half_way() -> None:
    term = programme.term

    assert (term.term_months, term.midterm_from_month, term.midterm_to_month) == (36, 14, 22)
    assert (term.renewal_open_months, term.renewal_due_months, term.extension_months) == (9, 6, 6)
    assert term.reminder_months == (6, 3, 1), "the opening of the renewal, at nine months, is a message of its own"
    assert programme.deadlines["term_end"].delay.amount == term.term_months


def test_numbers_begin_with_seo_and_have_five_figures() -> None:
    assert (programme.numbering.prefix, programme.numbering.width) == ("SEO", 5)


def test_silence_for_two_months_is_a_rejection_and_says_so() -> None:
    crpa = programme.crpa

    assert (crpa.applies, crpa.silence.rule, crpa.silence.months, crpa.silence.warning_days) == (
        True,
        "rejection",
        2,
        (30, 7),
    )
    assert "{silence_on}" in crpa.silence_words["fr"]
    assert all(words in crpa.remedies["fr"] for words in ("tribunal administratif de Toulouse", "Télérecours citoyens"))
    assert "L311-3-1" in crpa.algorithm["fr"]
