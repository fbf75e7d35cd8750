"""What the shipped programmes ask, publish, keep and print, beside the grid."""

from __future__ import annotations

import re

import pytest

from labelflow.domain.structure_words import STRUCTURE_KINDS
from labelflow.programmes.loader import shipped
from labelflow.territory import DEPARTMENTS
from tests.programmes.folders import CHARTER, LABEL

COLUMNS = (
    "LABEL_ID PROGRAMME STATUT DATE_OCTROI DATE_FIN PERIMETRE REFERENTIEL_VERSION STRUCTURE_NOM STRUCTURE_TYPE SIRET "
    "RNA ADRESSE CODE_INSEE COMMUNE DEPARTEMENT ACADEMIE LAT LON DEPARTEMENTS_INTERVENTION NIVEAUX DOMAINES FORMATS "
    "GRATUITE SITE_WEB DATE_MAJ"
)


def test_a_label_covers_one_or_more_of_eight_families_of_actions() -> None:
    assert [scope.code for scope in shipped(LABEL).scopes] == [
        "school-workshops",
        "exhibitions",
        "talks",
        "citizen-science",
        "training",
        "media",
        "events",
        "site-visits",
    ]


@pytest.mark.parametrize("code", [LABEL, CHARTER])
def test_eligibility_and_seal_speak_of_the_region_as_it_is(code: str) -> None:
    programme = shipped(code)

    assert programme.eligibility.region == "76"
    assert list(programme.eligibility.departments) == list(DEPARTMENTS)
    assert set(programme.eligibility.structure_kinds) <= set(STRUCTURE_KINDS)
    assert [(point.code, point.name) for point in programme.seal_points] == [
        (department.code, department.prefecture) for department in DEPARTMENTS.values()
    ]
    for point, department in zip(programme.seal_points, DEPARTMENTS.values(), strict=True):
        assert abs(point.latitude - department.lat) < 0.1
        assert abs(point.longitude - department.lon) < 0.1


def test_the_register_has_the_columns_of_the_open_data() -> None:
    register = shipped(LABEL).public_register

    assert " ".join(column.name for column in register.columns) == COLUMNS
    for column in register.columns:
        assert not column.pattern or re.fullmatch(column.pattern, column.example)
        assert not column.values or column.example in column.values


def test_the_form_has_eight_pages_that_a_volunteer_can_fill() -> None:
    form = shipped(LABEL).form

    assert [section.code for section in form.sections] == [
        "structure",
        "activities",
        "publics",
        "team",
        "safety",
        "governance",
        "partnerships",
        "commitments",
    ]
    assert 30 <= len(tuple(form.questions)) <= 45
    assert (form.max_files, form.max_file_megabytes) == (15, 10)
    assert all(section.intro for section in form.sections)


def test_every_criterion_that_a_document_proves_has_a_slot() -> None:
    programme = shipped(LABEL)
    assert programme.grid is not None
    proved = {code for slot in programme.form.slots for code in slot.criteria}

    # Shown by links and answers, not by a document.
    assert set(programme.grid.by_code) - proved == {"C3", "C5", "G2", "H1", "H3"}


def test_papers_that_expire_ask_for_their_date_and_stay_with_the_coordination() -> None:
    slots = {slot.code: slot for slot in shipped(LABEL).form.slots}

    assert [code for code, slot in slots.items() if slot.has_expiry] == [
        "insurance",
        "premises_safety",
        "urssaf",
        "equivalence_proof",
    ]
    assert {slots[code].visibility for code in ("insurance", "urssaf", "premises_safety")} == {"coordinators"}


def test_a_structure_without_minors_or_staff_owes_no_paper_about_them() -> None:
    form = shipped(LABEL).form
    without = {"works_with_minors": False, "is_employer": False}

    assert set(form.missing_slots({}, without)) & {"minors_procedure", "urssaf"} == set()
    assert {"minors_procedure", "urssaf"} <= set(
        form.missing_slots({}, {"works_with_minors": True, "is_employer": True})
    )


def test_criminal_records_are_never_asked_for() -> None:
    programme = shipped(LABEL)
    assert programme.grid is not None

    hint = programme.form.slot_by_code["minors_procedure"].hint["fr"]
    evidence = programme.grid.by_code["D2"].evidence["fr"]

    assert "Jamais d’extrait de casier judiciaire" in hint
    assert "Ne joignez jamais d’extrait de casier judiciaire" in evidence


def test_the_papers_of_a_label_outlive_it_and_its_number_for_ever() -> None:
    kept = {entry.code: entry for entry in shipped(LABEL).retention}

    assert (kept["draft"].active_months, kept["draft"].end) == (12, "delete")
    assert (kept["unsuccessful"].active_months, kept["unsuccessful"].archive_months) == (24, 60)
    assert kept["label"].active_months == 2 * shipped(LABEL).term.term_months
    assert {code for code, entry in kept.items() if entry.end == "permanent"} == {
        "decision",
        "public_register",
        "audit_trail",
    }


def test_the_charter_of_the_network_needs_neither_readers_nor_committee() -> None:
    programme = shipped(CHARTER)
    machine = programme.machines["application"]

    assert {"assignment", "reply", "session", "item"} & set(programme.machines) == set()
    assert [state.code for state in machine.states] == [
        "draft",
        "submitted",
        "incomplete",
        "listed",
        "refused",
        "withdrawn_by_applicant",
        "lapsed",
    ]
    assert machine.target_of("list", "submitted") == "listed"
    assert (programme.numbering.prefix, programme.numbering.width) == ("CDR", 4)
    assert list(programme.document_by_code) == ["charter"]
