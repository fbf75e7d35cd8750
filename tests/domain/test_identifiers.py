"""Identifiers of organisations: what passes, what is refused, what can be read although badly written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.identifiers import (
    Repaired,
    parse_rna,
    parse_siren,
    parse_siret,
    parse_uai,
    repair_siret,
    uai_letter,
)
from labelflow.domain.refusal import Refusal

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "vectors" / "siret_cases.json"
INSEE = "12002701600357"
POST_OFFICES = ("35600000009075", "35600000000048", "35600000049837")


def code(result: object) -> str:
    return result.code if isinstance(result, Refusal | Repaired) else "accepted"


@pytest.mark.parametrize("siret", [INSEE, "05781313100026", *POST_OFFICES])
def test_a_true_siret_is_accepted_as_fourteen_figures(siret: str) -> None:
    assert parse_siret(siret) == siret


@pytest.mark.parametrize(
    "written", ["120 027 016 00357", "120.027.016-00357", " 12002701600357\u200b", "120\u202f027\u202f016\u00a000357"]
)
def test_separators_of_a_siret_do_not_matter(written: str) -> None:
    assert parse_siret(written) == INSEE


def test_full_width_figures_are_figures() -> None:
    assert parse_siret("１２００２７０１６００３５７") == INSEE


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("00000000000000", "siret-filler"),
        ("11111111111111", "siret-filler"),
        ("12345678200010", "siret-filler"),
        ("00000000000018", "siret-filler"),
        ("1", "siret-filler"),
        ("35600000049838", "siret-check"),
        ("12002701600358", "siret-check"),
        ("1200270160035", "siret-length"),
        ("1,2E+13", "siret-figures"),
        ("en cours", "siret-figures"),
        ("", "siret-figures"),
        ("١٢٠٠٢٧٠١٦٠٠٣٥٧", "siret-figures"),
    ],
)
def test_a_wrong_siret_is_refused_with_its_reason(written: str, reason: str) -> None:
    assert code(parse_siret(written)) == reason


def test_a_siret_whose_siren_is_false_is_refused_even_when_its_own_key_holds() -> None:
    siren_false_but_key_right = next(
        number for nic in range(100_000) for number in [f"120027017{nic:05}"] if _luhn(number) and not _luhn(number[:9])
    )

    assert code(parse_siret(siren_false_but_key_right)) == "siret-check"


def _luhn(number: str) -> bool:
    figures = [int(figure) for figure in reversed(number)]
    return sum(f if i % 2 == 0 else sum(divmod(2 * f, 10)) for i, f in enumerate(figures)) % 10 == 0


def test_the_reference_cases_are_judged_as_published() -> None:
    if not VECTORS.is_file():
        pytest.skip("the shared test vectors are not on this machine")
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))
    true = {*cases["valid_from_python_stdnum_doctest"], *cases["la_poste_valid"], *cases["real_occitanie_la_poste"]}
    false = {*cases["la_poste_invalid"], *cases["real_occitanie_rejected_by_stdnum"]}

    assert {siret for siret in true if parse_siret(siret) != siret} == set()
    assert {siret for siret in false if isinstance(parse_siret(siret), str)} == set()


def test_a_siren_has_nine_figures_and_its_own_key() -> None:
    assert parse_siren("120 027 016") == "120027016"
    assert code(parse_siren("120027017")) == "siren-check"
    assert code(parse_siren("000000000")) == "siren-filler"
    assert code(parse_siren("1200270160")) == "siren-length"


def test_glued_sirets_of_one_body_give_the_first() -> None:
    first, second = "20003571500016", "20003571500024"

    assert repair_siret(first + second) == Repaired(first, "siret-glued")


def test_glued_sirets_of_two_bodies_are_refused() -> None:
    assert code(repair_siret(INSEE + "20003571500016")) == "siret-several"


def test_a_glued_siret_with_a_false_half_is_refused() -> None:
    assert code(repair_siret(INSEE + "12002701600358")) == "siret-length"


def test_the_zero_that_a_spreadsheet_took_from_the_front_is_put_back() -> None:
    assert repair_siret("5781313100026") == Repaired("05781313100026", "siret-zeros")


def test_the_zeros_lost_inside_are_put_back_when_the_siren_beside_says_where() -> None:
    assert repair_siret("2000357150016", siren="200035715") == Repaired("20003571500016", "siret-zeros")
    assert code(repair_siret("2000357150016")) == "siret-length"


@given(st.text(max_size=40))
def test_any_text_gives_fourteen_valid_figures_or_a_reason(text: str) -> None:
    result = repair_siret(text)

    value = result.value if isinstance(result, Repaired) else result
    assert isinstance(value, Refusal) or (parse_siret(value) == value and len(value) == 14)


@pytest.mark.parametrize("rna", ["W313012345", "w313012345", "W 31 3012345", "W2A1000123"])
def test_an_rna_is_a_w_a_department_and_figures(rna: str) -> None:
    assert parse_rna(rna) == rna.upper().replace(" ", "")


@pytest.mark.parametrize("written", ["W31301234", "313012345", "W3130123456", "RNA", ""])
def test_anything_else_is_no_rna(written: str) -> None:
    assert code(parse_rna(written)) == "rna-shape"


def test_the_letter_of_a_uai_is_its_number_modulo_23() -> None:
    assert parse_uai("0310047h") == "0310047H"
    assert code(parse_uai("0310047A")) == "uai-check"
    assert code(parse_uai("310047H")) == "uai-shape"


@given(st.integers(min_value=0, max_value=9_999_999))
def test_each_uai_number_has_exactly_one_letter(number: int) -> None:
    digits = f"{number:07}"
    accepted = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if isinstance(parse_uai(digits + letter), str)]

    assert accepted == [uai_letter(digits)]
