"""What a programme is made of: frozen, refusing the unknown, and filling its texts without surprise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from labelflow.programmes.faults import Fault, key_of
from labelflow.programmes.loader import shipped
from labelflow.programmes.schema import Text, digest_of
from labelflow.programmes.schema.texts import placeholders_in
from labelflow.programmes.words import words_in
from tests.programmes.folders import CHARTER, LABEL

if TYPE_CHECKING:
    from labelflow.domain.words import Words

NBSP = "\N{NO-BREAK SPACE}"


def test_nothing_of_a_programme_can_be_changed() -> None:
    programme = shipped(LABEL)

    with pytest.raises(ValidationError, match="frozen"):
        programme.version = "2027.1"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        programme.owner.name = "Autre"  # type: ignore[misc]


def test_the_digest_depends_on_content_and_not_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})
    assert digest_of({"a": 1, "b": [1, 2]}) != digest_of({"a": 1, "b": [2, 1]})


def test_a_text_is_filled_in_the_language_asked_for_or_in_french() -> None:
    text = Text(subject={"fr": "Dossier {reference}"}, body={"fr": "Bonjour", "oc": "Bonjorn"}, values=("reference",))

    assert text.fill({"reference": "X1"}, "oc") == ("Dossier X1", "Bonjorn")


def test_what_is_filled_in_is_never_read_as_a_template() -> None:
    text = Text(body={"fr": "{structure} et {name}"}, values=("structure", "name"))

    assert text.fill({"structure": "{name}", "name": "{0} %s"}, "fr") == ("", "{name} et {0} %s")


def test_a_text_without_one_of_its_values_is_not_sent() -> None:
    text = Text(body={"fr": "Avant le {deadline}"}, values=("deadline",))

    with pytest.raises(KeyError, match="deadline"):
        text.fill({}, "fr")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{structure}, {last_day}", {"structure", "last_day"}),
        ("{} {0} {a.b} {a[0]} {Name} {{x} { y }", {"x"}),
        ("rien", set()),
    ],
)
def test_placeholders_are_plain_names(text: str, found: set[str]) -> None:
    assert placeholders_in(text) == found


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("criteria", 2, "points"), "criteria[3].points"),
        (("deadline", "reply", "delay"), "deadline.reply.delay"),
        (("machines", "foo", "[key]"), "machines.foo"),
        ((), ""),
    ],
)
def test_the_place_of_a_fault_counts_as_people_do(path: tuple[str | int, ...], key: str) -> None:
    assert key_of(path) == key


def test_a_fault_reads_as_a_sentence() -> None:
    fault = Fault("grid.toml", "criteria[3].points", "la valeur est trop petite", "écrivez 1 ou plus")

    assert str(fault) == f"grid.toml, criteria[3].points{NBSP}: la valeur est trop petite{NBSP}; écrivez 1 ou plus."


@pytest.mark.parametrize("code", [LABEL, CHARTER])
def test_every_text_of_a_programme_is_found_with_its_place(code: str) -> None:
    programme = shipped(code)
    found: dict[tuple[str | int, ...], Words] = {place: words for place, words, _ in words_in(programme)}

    assert found["names",] == programme.names
    assert found["form", "section", 0, "question", 0, "label"] == next(programme.form.questions).label
    step = programme.machines["application"].steps[0]
    assert found["machines", "application", "step", 0, "label"] == step.label
    assert found["texts", "applicant/receipt", "body"] == programme.texts["applicant/receipt"].body
