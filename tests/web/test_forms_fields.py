"""What each field accepts, keeps and says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from labelflow.web.forms import fields
from labelflow.web.forms.base import SubForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

pytestmark = pytest.mark.one_database

LEVELS = (
    fields.Level("0", "Insuffisant", rank=0),
    fields.Level("2", "Conforme", rank=2),
    fields.Level("na", "Sans objet"),
)
PAIRS = [("a", "Atelier"), ("b", "Balade")]


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def sent(field: Any, values: dict[str, Any]) -> Any:
    """The field `one` of a form that was sent with these values, validated."""
    form = SubForm.with_fields({"one": field})(formdata=MultiDict(values))
    form.validate()
    return form.one


def test_text_is_kept_composed_without_outer_space_or_control_characters() -> None:
    field = sent(fields.TextField("Nom"), {"one": " Me\u0301diathe\u0300que\x00\x0b \u00a0 du Lot\r\n"})

    assert (field.data, field.errors) == ("Médiathèque \u00a0 du Lot", [])


def test_long_text_keeps_its_lines() -> None:
    assert sent(fields.LongTextField("Récit"), {"one": "  un\r\n\r\ndeux \n"}).data == "un\n\ndeux"


@pytest.mark.parametrize(
    "field", [fields.TextField("Nom"), fields.LongTextField("Récit"), fields.EmailField("Courriel")]
)
def test_a_text_absent_from_the_post_is_empty_never_none(field: Any) -> None:
    assert sent(field, {"other": "x"}).data == ""


def test_a_required_field_answers_with_its_instruction() -> None:
    field = fields.TextField("Nom", required="Indiquez le nom.")

    assert sent(field, {"one": "  "}).errors == ["Indiquez le nom."]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (fields.TextField("Nom", max_length=5), "abcdef", "Écrivez au plus 5 caractères\u00a0: il y en a 6."),
        (fields.LongTextField("Récit", min_length=10), "abc", "Écrivez au moins 10 caractères\u00a0: il y en a 3."),
        (fields.EmailField("Courriel"), "ada@exemple", "Écrivez une adresse électronique complète, comme"),
        (fields.UrlField("Site"), "voir notre page", "Écrivez l’adresse d’une page, comme"),
        (fields.UrlField("Site"), "javascript://x.fr", "Écrivez l’adresse d’une page, comme"),
        (fields.NumberField("Nombre"), "douze", "Écrivez un nombre entier, en chiffres."),
        (fields.NumberField("Nombre", least=1), "0", "Écrivez un nombre d’au moins 1."),
        (fields.NumberField("Nombre", most=10), "11", "Écrivez un nombre d’au plus 10."),
        (fields.DecimalField("Heures"), "NaN", "Écrivez un nombre en chiffres"),
        (fields.ChoiceField("Format", choices=PAIRS), "c", "Choisissez une des réponses proposées."),
        (fields.SelectField("Format", choices=PAIRS), "c", "Choisissez une réponse dans la liste."),
        (fields.ChoicesField("Formats", choices=PAIRS), "c", "Choisissez parmi les réponses proposées."),
        (fields.YesNoField("Gratuit"), "peut-être", "Choisissez oui ou non."),
    ],
)
def test_what_cannot_be_used_is_answered_with_one_instruction(field: Any, value: str, told: str) -> None:
    (error,) = sent(field, {"one": value}).errors

    assert str(error).startswith(told)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (fields.NumberField("Nombre"), "1 200", 1200),
        (fields.NumberField("Nombre"), "1\u202f200", 1200),
        (fields.NumberField("Nombre"), "", None),
        (fields.DecimalField("Heures"), "12,5", Decimal("12.5")),
        (fields.UrlField("Site"), "www.exemple.fr/a", "https://www.exemple.fr/a"),
        (fields.EmailField("Courriel"), " ada@exemple.fr ", "ada@exemple.fr"),
        (fields.PasswordField("Secret"), " deux mots ", " deux mots "),
        (fields.YesNoField("Gratuit"), "non", False),
        (fields.ChoiceField("Format", choices=PAIRS), "b", "b"),
        (fields.SelectField("Format", choices=PAIRS), "", ""),
        (fields.TickField("D’accord"), "y", True),
    ],
)
def test_what_can_be_used_is_read_as_it_was_meant(field: Any, value: str, read: object) -> None:
    answer = sent(field, {"one": value})

    assert (answer.data, list(answer.errors)) == (read, [])


def test_several_answers_are_kept_in_order_and_none_is_an_empty_list() -> None:
    field = fields.ChoicesField("Formats", choices=PAIRS)

    assert sent(field, {"one": ["b", "a"]}).data == ["b", "a"]
    assert sent(field, {"other": "x"}).data == []


def boxes(day: str, month: str, year: str, **more: str) -> dict[str, str]:
    return {"one-day": day, "one-month": month, "one-year": year} | {
        f"one-{name}": value for name, value in more.items()
    }


@pytest.mark.parametrize(
    ("values", "told", "anchor"),
    [
        (boxes("", "11", ""), "Indiquez le jour et l’année.", "one-day"),
        (boxes("24", "11", "26"), "Écrivez l’année avec ses quatre chiffres.", "one-year"),
        (boxes("24", "nov", "2026"), "Écrivez la date en chiffres, par exemple 24 11 2026.", "one-month"),
        (boxes("29", "2", "2027"), "Cette date n’existe pas\u00a0: vérifiez le jour et le mois.", "one-day"),
        (boxes("1", "1", "2020"), "Choisissez une date à partir du 1er janvier 2021.", "one-day"),
        (boxes("1", "1", "2031"), "Choisissez une date jusqu’au 31 décembre 2030.", "one-day"),
    ],
)
def test_a_wrong_date_says_which_part_and_leads_to_its_box(values: dict[str, str], told: str, anchor: str) -> None:
    field = sent(fields.DateField("Date", earliest=date(2021, 1, 1), latest=date(2030, 12, 31)), values)

    assert [str(error) for error in field.errors] == [told]
    assert field.anchor == anchor
    assert field.boxes["day"] == values["one-day"]


def test_a_date_is_read_from_its_boxes_or_from_its_iso_form() -> None:
    assert sent(fields.DateField("Date"), boxes("24", "11", "2026")).data == date(2026, 11, 24)
    assert sent(fields.DateField("Date"), {"one": "2026-11-24"}).data == date(2026, 11, 24)
    assert sent(fields.DateField("Date"), boxes("", "", "")).data is None


@pytest.mark.parametrize("hour", ["14:30", "14 h 30", "14h30"])
def test_a_moment_is_an_hour_of_paris_kept_in_utc(hour: str) -> None:
    field = sent(fields.MomentField("Séance"), boxes("1", "7", "2027", time=hour))

    assert (field.data, field.errors) == (datetime(2027, 7, 1, 12, 30, tzinfo=UTC), [])


def test_a_moment_without_its_hour_asks_for_it() -> None:
    field = sent(fields.MomentField("Séance"), boxes("1", "7", "2027"))

    assert [str(error) for error in field.errors] == ["Indiquez l’heure, par exemple 14:30."]
    assert field.anchor == "one-time"


def level_field(**options: Any) -> Any:
    return fields.LevelField("Accueil", levels=LEVELS, comment_for={"0", "na"}, **options)


def test_a_level_comes_with_its_comment() -> None:
    field = sent(level_field(), {"one": "2", "one-comment": " vu en 2026 "})

    assert (field.data, field.errors) == (fields.Answer("2", "vu en 2026"), [])


@pytest.mark.parametrize(
    ("values", "told", "anchor"),
    [
        ({"one": "na"}, "Expliquez cette réponse en une phrase ou deux.", "one-comment"),
        ({"one": "3"}, "Choisissez une des réponses proposées.", "one-0"),
        ({"one-comment": "sans niveau"}, "Placez-vous.", "one-0"),
    ],
)
def test_a_level_that_does_not_fit_leads_to_what_is_missing(values: dict[str, str], told: str, anchor: str) -> None:
    field = sent(level_field(required="Placez-vous."), values)

    assert [str(error) for error in field.errors] == [told]
    assert field.anchor == anchor


def test_a_draft_may_leave_a_level_blank() -> None:
    assert sent(level_field(), {"one-comment": "à revoir"}).errors == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("virus.exe", b"MZ", "Choisissez un fichier d’un de ces formats"),
        ("vide.pdf", b"", "Ce fichier est vide"),
        ("gros.pdf", b"x" * 1001, "Choisissez un fichier plus léger\u00a0: celui-ci pèse 1\u00a0ko"),
    ],
)
def test_a_file_that_does_not_fit_says_what_would(name: str, content: bytes, told: str) -> None:
    field = sent(fields.FileField("Pièce", max_bytes=1000), {"one": FileStorage(BytesIO(content), filename=name)})

    assert str(field.errors[0]).startswith(told)


def test_a_file_that_fits_is_handed_over_from_its_beginning() -> None:
    field = sent(fields.FileField("Pièce"), {"one": FileStorage(BytesIO(b"%PDF-1.7"), filename="Statuts.PDF")})

    assert (field.data.read(), field.errors) == (b"%PDF-1.7", [])
    assert sent(fields.FileField("Pièce"), {"one": FileStorage(BytesIO(b""), filename="")}).data is None
