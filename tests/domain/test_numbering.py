"""Label numbers and short codes survive people: typing, dictation, scanners, haste."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.numbering import (
    ALPHABET,
    NumberFault,
    make_number,
    make_short_code,
    normalise_short_code,
    parse_number,
    spaced_short_code,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CONFUSED_IN_DIGITS = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "U": "V", "B": "8"}
CONFUSED_IN_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
TYPED = string.ascii_uppercase + string.digits

numbers = st.builds(
    make_number,
    st.text(string.ascii_uppercase, min_size=2, max_size=6),
    st.integers(2000, 2999),
    st.integers(1, 99_999),
    st.just(5),
)
short_codes = st.binary(min_size=16, max_size=32).map(make_short_code)


def refused(read: Callable[[str], str], text: str) -> str:
    """The code of the refusal, or an empty text when the reader took it."""
    try:
        read(text)
    except NumberFault as fault:
        return fault.code
    return ""


def read_or_refused(text: str) -> str:
    try:
        return parse_number(text)
    except NumberFault:
        return "refused"


def test_a_number_names_programme_year_sequence_and_check() -> None:
    assert make_number("SEO", 2026, 42, 5) == "SEO-2026-00042-R"


def test_a_sequence_longer_than_its_width_is_written_in_full() -> None:
    assert make_number("SEO", 2026, 123_456, 5).startswith("SEO-2026-123456-")


@pytest.mark.parametrize(
    ("prefix", "year", "sequence", "width"),
    [
        ("seo", 2026, 1, 5),
        ("S", 2026, 1, 5),
        ("SEO2", 2026, 1, 5),
        ("SÉO", 2026, 1, 5),
        ("SEO", 999, 1, 5),
        ("SEO", 2026, 0, 5),
        ("SEO", 2026, -4, 5),
        ("SEO", 2026, 1, 2),
    ],
)
def test_a_number_that_could_not_be_read_back_is_never_made(prefix: str, year: int, sequence: int, width: int) -> None:
    with pytest.raises(NumberFault) as caught:
        make_number(prefix, year, sequence, width)

    assert caught.value.code == "number-malformed"


@given(numbers)
def test_every_number_made_reads_back_as_itself(number: str) -> None:
    assert parse_number(number) == number


@given(numbers, numbers)
def test_two_labels_never_share_a_number(first: str, second: str) -> None:
    assert (first == second) == (first[:-2] == second[:-2])


@pytest.mark.parametrize(
    "typed",
    [
        "seo-2026-00042-r",
        "  SEO-2026-00042-R\n",
        "SEO 2026 00042 R",
        "SEO\u00a02026\u202f00042 R",
        "SEO\u20132026\u201300042\u2013R",
        "SEO\u20142026\u221200042\u2010R",
        "SEO202600042R",
        "seo2026-00042r",
        "SEO-2O26-OOO42-R",
        "5E0-2026-00042-R",
        "SEO - 2026 - 00042 - R",
        "SEO.2026.00042.R",
        "SEO_2026_00042_R",
    ],
)
def test_a_number_is_read_however_a_person_types_it(typed: str) -> None:
    assert parse_number(typed) == "SEO-2026-00042-R"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "SEO",
        "SEO-2026",
        "SEO-2026-00042-R-R",
        "SEO-1026-00042-R",
        "SEO-2026-42-R",
        "SEO-2026-00042-RR",
        "SEO-2026-00042-\u0662",
        "\u0421EO-2026-00042-R",
        "../../etc/passwd",
        "SEO-2026-00042-R" + " " * 200,
        "0" * 100_000,
    ],
)
def test_a_text_without_the_shape_of_a_number_is_malformed(typed: str) -> None:
    assert refused(parse_number, typed) == "number-malformed"


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    assert refused(parse_number, text) in {"", "number-malformed", "number-mistyped"}
    assert refused(normalise_short_code, text) in {
        "",
        "short-code-malformed",
        "short-code-mistyped",
    }


@given(numbers, st.data())
def test_one_wrong_character_in_a_number_is_always_found(number: str, data: st.DataObject) -> None:
    places = [place for place, character in enumerate(number) if character != "-"]
    place = data.draw(st.sampled_from(places))
    confused = CONFUSED_IN_LETTERS if place < number.index("-") else CONFUSED_IN_DIGITS
    wrong = data.draw(st.sampled_from(TYPED).filter(lambda typed: typed != number[place]))
    mistyped = number[:place] + wrong + number[place + 1 :]

    if confused.get(wrong, wrong) == number[place]:
        assert parse_number(mistyped) == number
    else:
        assert refused(parse_number, mistyped)


@given(numbers)
def test_two_swapped_neighbours_in_a_number_are_always_found(number: str) -> None:
    for place in range(len(number) - 1):
        left, right = number[place], number[place + 1]
        if "-" in (left, right) or left == right:
            continue
        swapped = number[:place] + right + left + number[place + 2 :]
        assert refused(parse_number, swapped), swapped


@given(numbers)
def test_two_neighbours_swapped_across_a_dash_never_read_as_another_label(number: str) -> None:
    for place in range(1, len(number) - 1):
        left, right = number[place - 1], number[place + 1]
        if number[place] != "-" or left == right:
            continue
        swapped = number[: place - 1] + right + "-" + left + number[place + 2 :]
        assert read_or_refused(swapped) in {number, "refused"}, swapped


def test_a_short_code_has_nine_unambiguous_characters() -> None:
    code = make_short_code(bytes(range(16)))

    assert len(code) == 9
    assert set(code) <= set(ALPHABET)
    assert not set("BILOSUZ") & set(ALPHABET)


def test_a_short_code_refuses_to_be_made_of_too_little_chance() -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        make_short_code(b"only fifteen by")


def test_short_codes_use_the_whole_alphabet_evenly() -> None:
    drawn = "".join(make_short_code(n.to_bytes(16) * 2)[0] for n in range(29))

    assert sorted(drawn) == sorted(ALPHABET)


@given(short_codes)
def test_a_short_code_reads_back_however_it_is_spaced_or_cased(code: str) -> None:
    assert normalise_short_code(code) == code
    assert normalise_short_code(spaced_short_code(code).lower()) == code
    assert normalise_short_code("\u2013".join(code)) == code


@given(short_codes)
def test_a_short_code_forgives_the_letters_eyes_take_for_digits(code: str) -> None:
    seen = code.translate(str.maketrans("01528V", "OLSZBU"))

    assert normalise_short_code(seen) == code


@given(short_codes, st.data())
def test_one_wrong_character_in_a_short_code_is_always_found(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET).filter(lambda typed: typed != code[place]))

    assert refused(normalise_short_code, code[:place] + wrong + code[place + 1 :]) == ("short-code-mistyped")


@given(short_codes)
def test_two_swapped_neighbours_in_a_short_code_are_always_found(code: str) -> None:
    for place in range(len(code) - 1):
        if code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert refused(normalise_short_code, swapped) == "short-code-mistyped"
