"""What somebody types or pastes is understood as it stands, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.asked import asked_by_codes, is_credential, read_asked
from labelflow.domain.numbering import make_number, make_short_code

HERE = "https://label.example"
NUMBER = make_number("SEO", 2027, 42, 5)
CODE = make_short_code(bytes(range(16)))


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"  {NUMBER.lower()} ",
        f"{HERE}/v/{NUMBER}",
        f"{HERE.upper()}/V/{NUMBER}",
        f"label.example/v/{NUMBER}",
        f"/v/{NUMBER}",
        f"{HERE}/v/{NUMBER}/credential.json#1",
        f"{HERE}/v/{NUMBER.replace('-', '%2D')}?le=2027-01-01",
    ],
)
def test_a_number_is_read_from_what_a_code_holds(text: str) -> None:
    assert (read_asked(text, HERE).number, read_asked(text, HERE).site) == (NUMBER, "")


@pytest.mark.parametrize("text", [CODE, f"{CODE[:3]} {CODE[3:6]}-{CODE[6:]}".lower(), f"{HERE}/v/{CODE}"])
def test_a_short_code_is_read_too(text: str) -> None:
    assert read_asked(text, HERE).wanted == CODE


@pytest.mark.parametrize(
    ("text", "site"),
    [
        (f"https://label.example.evil.example/v/{NUMBER}", "label.example.evil.example"),
        (f"https://label.example@evil.example/v/{NUMBER}", "evil.example"),
        (f"http://label.example:8080/v/{NUMBER}", "label.example:8080"),
    ],
)
def test_the_address_of_another_site_is_told(text: str, site: str) -> None:
    asked = read_asked(text, HERE)

    assert (asked.number, asked.site) == (NUMBER, site)


def test_the_codes_of_a_picture_are_labels_of_this_site_or_else_one_of_another() -> None:
    ours, theirs = f"{HERE}/v/{NUMBER}", f"https://evil.example/v/{NUMBER}"

    assert [one.wanted for one in asked_by_codes(["bonjour", ours, theirs, CODE, ours], HERE)] == [NUMBER, CODE]
    assert [one.site for one in asked_by_codes(["WIFI:S:x;;", theirs, theirs], HERE)] == ["evil.example"]
    assert [one.site for one in asked_by_codes([theirs], "")] == [""], "nothing says which site is ours"
    assert asked_by_codes(["bonjour"], HERE) == ()


@pytest.mark.parametrize("place", range(len(NUMBER)))
def test_one_wrong_character_is_never_another_number(place: int) -> None:
    for character in "4X":
        wrong = NUMBER[:place] + character + NUMBER[place + 1 :]
        asked = read_asked(wrong, HERE)
        if wrong != NUMBER:
            assert asked.wanted == ""
            assert asked.fault in {"mistyped", "malformed"}


def test_a_wrong_check_character_is_a_slip_and_words_are_none() -> None:
    wrong = "X" if NUMBER[-1] != "X" else "Y"

    assert read_asked(NUMBER[:-1] + wrong, HERE).fault == "mistyped"
    assert [read_asked(text, HERE).fault for text in ("", "bonjour", "x" * 5000, "https://label.example/")] == [
        "malformed"
    ] * 4


@given(st.text(max_size=60))
def test_any_text_is_understood_or_told(text: str) -> None:
    asked = read_asked(text, HERE)

    assert bool(asked.wanted) != bool(asked.fault)
    assert is_credential(text) in {True, False}
