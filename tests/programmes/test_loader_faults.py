"""Each kind of fault of a folder, where it is found, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.programmes.folders import CHARTER, LABEL, append, change, copy, faults_of, places

if TYPE_CHECKING:
    from pathlib import Path

WRONG = [
    # a key, a value, a number
    ("programme.toml", "width = 5", "width = 5\nwdith = 5", "programme.toml", "numbering.wdith"),
    ("programme.toml", "peers = 2", "peers = 0", "programme.toml", "review.peers"),
    ("programme.toml", 'prefix = "SEO"', 'prefix = "seo"', "programme.toml", "numbering.prefix"),
    ("programme.toml", 'mode = "rolling"', 'mode = "sometimes"', "programme.toml", "campaign.mode"),
    ("programme.toml", "amount = 21,", "amount = 0,", "programme.toml", "deadline.missing_pieces.delay.amount"),
    ("programme.toml", "term_months = 36", "term_months = 12", "programme.toml", "term"),
    ("programme.toml", 'code = "school-workshops"', 'code = "exhibitions"', "programme.toml", "scope"),
    ("programme.toml", 'code = "2.2"', 'code = "2.1"', "programme.toml", "eligibility.articles"),
    ("programme.toml", 'file = "charte.md"', 'file = "absent.md"', "texts/fr/absent.md", ""),
    ("programme.toml", 'file = "charte.md"', 'file = "../charte.md"', "programme.toml", "document[1].file"),
    ("programme.toml", 'names.fr = "Expositions"\n', "", "programme.toml", "scope[2].names.fr"),
    # the grid
    ("grid.toml", "points = 6", "points = 5", "grid.toml", "families[1].weight"),
    ("grid.toml", "gate = 2", "gate = 4", "grid.toml", "criteria[1].gate"),
    ("grid.toml", 'family = "A"', 'family = "Z"', "grid.toml", "criteria[1].family"),
    ("grid.toml", 'readers = ["scientist"]', "readers = []", "grid.toml", "criteria[1].readers"),
    # the machines
    ("workflow.toml", '"window_is_open"', '"window_is_opne"', "workflow.toml", "application.step[1].guards[1]"),
    ("workflow.toml", '"freeze_snapshot"', '"freeze_everything"', "workflow.toml", "application.step[1].effects[1]"),
    (
        "workflow.toml",
        '"application:submit"',
        '"application:sumbit"',
        "workflow.toml",
        "application.step[1].permission",
    ),
    ("workflow.toml", '"applicant/receipt"', '"applicant/receit"', "workflow.toml", "application.step[1].tells[1]"),
    ("workflow.toml", '"completeness_target"', '"completness"', "workflow.toml", "application.step[1].starts"),
    ("workflow.toml", 'to = "submitted"', 'to = "submited"', "workflow.toml", "application"),
    ("workflow.toml", 'initial = "draft"', 'initial = "start"', "workflow.toml", "application"),
    # the form
    ("form.toml", 'kind = "yes_no"', 'kind = "choice"', "form.toml", "section[1].question[5]"),
    ("form.toml", 'code = "website"', 'code = "presentation"', "form.toml", "section[1].question[2].code"),
    ("form.toml", 'criteria = ["D1", "E1", "C6"]', 'criteria = ["Z9"]', "form.toml", "slot[1].criteria"),
    (
        "form.toml",
        'when = { question = "seat_in_region", equals = false }',
        'when = { question = "pricing", equals = "free" }',
        "form.toml",
        "section[1].question[6].when.question",
    ),
    (
        "form.toml",
        'when = { question = "seat_in_region", equals = false }',
        'when = { question = "seat_in_region", equals = "non" }',
        "form.toml",
        "section[1].question[6].when",
    ),
    # the texts
    ("texts/fr/applicant/receipt.md", "{structure}", "{strcture}", "texts/fr/applicant/receipt.md", "{strcture}"),
    ("texts/fr/applicant/receipt.md", '"name", ', "", "texts/fr/applicant/receipt.md", "{name}"),
    ("texts/fr/applicant/receipt.md", "values = [", 'values = ["court", ', "texts/fr/applicant/receipt.md", "values"),
    ("texts/fr/applicant/receipt.md", "subject", "object", "texts/fr/applicant/receipt.md", "object"),
    ("texts/fr/applicant/receipt.md", "+++", "", "texts/fr/applicant/receipt.md", ""),
    ("texts/fr/letter/refuse.md", "{contact}", "{court}", "texts/fr/letter/refuse.md", "{court}"),
    ("texts/fr/letter/refuse.md", '"contact"', '"court"', "texts/fr/letter/refuse.md", "values"),
    ("texts/fr/charte.md", "Préambule", "{structure}", "programme.toml", "document[1].body.fr"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "key"), WRONG)
def test_a_fault_is_found_at_its_place_and_said_in_french_with_its_cure(
    file: str, old: str, new: str, place: str, key: str, tmp_path: Path
) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, file, old, new)

    found = faults_of(folder)

    assert (place, key) in [(fault.file, fault.key) for fault in found]
    for fault in found:
        assert fault.what
        assert fault.mend
        assert not any(word in f" {fault.what} {fault.mend} " for word in (" the ", " should ", " is ", " must "))


def test_a_misspelt_name_is_answered_by_the_nearest_good_one(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "workflow.toml", '"window_is_open"', '"window_is_opne"')

    (fault,) = faults_of(folder)

    assert fault.what == "la règle «\u00a0window_is_opne\u00a0» n’existe pas"
    assert fault.mend == "vous vouliez sans doute écrire «\u00a0window_is_open\u00a0»"


def test_each_language_declared_has_every_text(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    change(folder, "programme.toml", 'languages = ["fr"]', 'languages = ["fr", "oc"]')
    texts = sorted(path.relative_to(folder / "texts" / "fr").as_posix() for path in folder.glob("texts/fr/**/*.md"))

    found = places(folder)

    assert sorted(file for file, _ in found if file.startswith("texts/")) == [f"texts/oc/{text}" for text in texts]
    assert ("programme.toml", "summary.oc") in found
    assert ("workflow.toml", "application.state[1].labels.staff.oc") in found
    assert ("form.toml", "section[1].question[5].options[1].label.oc") in found
    assert len(found) == len(set(found))


def test_a_translation_in_a_language_that_is_not_declared_is_a_fault(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    (folder / "texts" / "ca" / "applicant").mkdir(parents=True)
    change(folder, "form.toml", 'title.fr = "Votre structure"', 'title.fr = "Votre structure"\ntitle.ca = "Entitat"')

    assert places(folder) == [("texts/ca", ""), ("form.toml", "section[1].title.ca")]


def test_each_language_of_the_certificate_has_what_is_printed_and_no_more(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    change(folder, "programme.toml", 'title.ca = "Certificat d’adhesió a la carta"\n', "")
    change(folder, "programme.toml", 'names.en = "Member of the network"\n', "")
    change(folder, "form.toml", 'title.fr = "Votre structure"', 'title.fr = "Votre structure"\ntitle.ca = "Entitat"')

    wanted = {("programme.toml", "attestation.title.ca"), ("programme.toml", "scope[1].names.en")}
    assert set(places(folder)) == {*wanted, ("form.toml", "section[1].title.ca")}


def test_a_certificate_speaks_no_language_that_the_designs_do_not(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    change(folder, "programme.toml", 'languages = ["fr", "oc", "ca", "en"]', 'languages = ["fr", "eu"]')

    assert ("programme.toml", "attestation.languages[2]") in places(folder)


def test_a_translation_asks_for_the_same_values(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    change(folder, "programme.toml", 'languages = ["fr"]', 'languages = ["fr", "oc"]')
    for path in sorted(folder.glob("texts/fr/**/*.md")):
        target = folder / "texts" / "oc" / path.relative_to(folder / "texts" / "fr")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    change(folder, "texts/oc/applicant/question.md", '"deadline", ', "")

    assert ("texts/oc/applicant/question.md", "values") in places(folder)
    assert not [file for file, key in places(folder) if file.startswith("texts/") and key != "values"]


def test_a_notice_that_sets_a_time_limit_says_which(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "texts/fr/applicant/complement.md", "au plus tard le {deadline}", "bientôt")
    change(folder, "texts/fr/applicant/complement.md", '"deadline", ', "")

    (fault,) = faults_of(folder)

    assert (fault.file, fault.what) == ("texts/fr/applicant/complement.md", "ce message doit donner {deadline}")


def test_reminders_need_a_text(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    change(folder, "programme.toml", 'reminds = "reviewer/reminder"\nlate = "reviewer/late"', "")
    change(folder, "programme.toml", 'reminds = "applicant/reply_reminder"', 'reminds = "applicant/absent"')

    assert places(folder) == [
        ("programme.toml", "deadline.assignment_review.reminds"),
        ("programme.toml", "deadline.assignment_review.late"),
        ("programme.toml", "deadline.reply.reminds"),
    ]


def test_where_the_code_of_the_administration_applies_its_texts_are_due(tmp_path: Path) -> None:
    folder = copy(CHARTER, tmp_path)
    change(folder, "programme.toml", "applies = false", "applies = true")
    append(folder, "programme.toml", '[crpa.silence]\nrule = "rejection"')

    assert places(folder) == [("programme.toml", "crpa.silence_words")]


def test_no_part_may_be_written_twice(tmp_path: Path) -> None:
    folder = copy(LABEL, tmp_path)
    append(folder, "programme.toml", '[grid]\nversion = "autre"')

    assert places(folder) == [("programme.toml", "grid")]
