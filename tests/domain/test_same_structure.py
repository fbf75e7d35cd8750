"""When two descriptions speak of one structure, and above all when they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labelflow.domain.same_structure import Card, name_key, same_address, street_words, why_same

SIRET, OTHER_SIRET = "20003571500016", "12002701600357"
HERE, NEXT_DOOR, ELSEWHERE = (43.6045, 1.4440), (43.6050, 1.4443), (43.6305, 1.4440)


def card(name: str, **known: object) -> Card:
    values = {
        "kind": "mednum",
        "siret": "",
        "insee": "31555",
        "commune": "Toulouse",
        "postal_code": "31000",
        "address": "",
        "point": None,
        "precision": "",
        "sources": frozenset({"first"}),
        **known,
    }
    return Card(name=name, **values)  # type: ignore[arg-type]


def other(name: str, **known: object) -> Card:
    return card(name, **{"sources": frozenset({"second"}), **known})


def at(point: tuple[float, float]) -> dict[str, object]:
    return {"point": point, "precision": "source"}


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Médiathèque José-Cabanis", "MEDIATHEQUE JOSE CABANIS"),
        ("Bibliothèque municipale", "Bibliotheque Municipal"),
        ("CCAS", "Centre communal d'action sociale"),
        ("C.C.A.S. de la ville", "ccas"),
        ("Mairie", "Commune"),
        ("Assoc. Les Petits Débrouillards", "Association les petits débrouillards"),
    ],
)
def test_a_name_has_one_key_however_it_is_written(one: str, same: str) -> None:
    assert why_same(card(one), other(same)) == "same-name"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Bibliothèque Côte-Pavée", "Bibliothèque Croix-Daurade"),
        ("Musée des Augustins", "Musée Saint-Raymond"),
        ("Médiathèque", "Ludothèque"),
        ("Laboratoire de chimie", "Laboratoire de biochimie"),
        ("Mission locale", "Mission locale - antenne du Mirail"),
        ("Centre social nord", "Centre social sud"),
    ],
)
def test_branches_of_one_town_stay_apart_even_at_one_point_under_one_siret(one: str, another: str) -> None:
    known = {"siret": SIRET, **at(HERE)}

    assert why_same(card(one, **known), other(another, **known)) is None


def test_one_siret_with_the_same_name_in_two_communes_is_two_structures() -> None:
    assert (
        why_same(card("Maison des services", siret=SIRET), other("Maison des services", siret=SIRET, insee="31069"))
        is None
    )


def test_one_siret_and_a_shortened_name_at_the_same_address_is_one_structure() -> None:
    long = card("Solidarités numériques, fédération", siret=SIRET, address="12 rue des Arts")
    short = other("Solidarités numériques", siret=SIRET, address="12 RUE DES ARTS 31000 TOULOUSE")

    assert why_same(long, short) == "same-siret"
    assert why_same(long, replace(short, address="40 avenue de Lyon")) is None


def test_a_name_that_any_place_of_its_kind_bears_shortens_nothing() -> None:
    known = {"siret": SIRET, "address": "11 place du Marché"}

    assert why_same(card("France services", **known), other("France services Quelqueville", **known)) is None


def test_a_letter_of_difference_in_a_long_word_is_a_slip() -> None:
    assert why_same(card("Médiathèque Grand-M"), other("Mediathque Grand M")) == "same-name"
    assert why_same(card("Espace Nord"), other("Espace Bord")) is None
    assert why_same(card("Antenne 115200"), other("Antenne 115201")) is None


def test_the_same_name_far_apart_in_one_commune_is_two_places() -> None:
    assert why_same(card("Bibliothèque municipale", **at(HERE)), other("Bibliothèque", **at(ELSEWHERE))) is None


def test_a_source_that_numbers_its_rows_is_believed_unless_the_places_agree() -> None:
    assert why_same(card("Croix bleue"), card("Croix bleue")) is None
    assert why_same(card("Croix bleue", **at(HERE)), card("Croix bleue", **at(NEXT_DOOR))) == "same-name"


def test_two_sirets_are_two_structures_unless_the_places_agree() -> None:
    one, another = card("La Poste", siret=SIRET), other("La Poste", siret=OTHER_SIRET)

    assert why_same(one, another) is None
    assert why_same(replace(one, **at(HERE)), replace(another, **at(ELSEWHERE))) is None
    assert why_same(replace(one, **at(HERE)), replace(another, **at(NEXT_DOOR))) == "same-name"


def test_a_shortened_name_at_one_measured_point_is_one_structure() -> None:
    one, another = card("Médiathèque Simone-Veil", **at(HERE)), other("Médiathèque", **at(NEXT_DOOR))

    assert why_same(one, another) == "same-point"
    assert why_same(replace(one, precision="commune-centre"), another) is None


def test_a_laboratory_is_never_merged_by_a_shortened_name() -> None:
    one = card("Institut de mathématiques", kind="research-lab", **at(HERE))

    assert why_same(one, other("Institut de mathématiques et calcul", kind="research-lab", **at(HERE))) is None


def test_without_a_commune_the_postal_code_decides() -> None:
    nowhere = other("Les Petits Débrouillards", insee="", commune="")

    assert why_same(card("Les Petits Débrouillards"), nowhere) == "same-name"
    assert why_same(card("Les Petits Débrouillards"), replace(nowhere, postal_code="31200")) is None
    assert why_same(card("Les Petits Débrouillards", postal_code=""), replace(nowhere, postal_code="")) is None


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("12 rue des Arts", "12 R DES ARTS - 31000 TOULOUSE CEDEX 2", True),
        ("24 bd du Gal Leclerc BP 47", "24, boulevard du Général Leclerc", True),
        ("12 rue des Arts", "14 rue des Arts", False),
        ("rue des Arts", "12 rue des Arts", True),
        ("12 rue des Arts", "12 rue des Lilas", False),
        ("Le bourg", "12 rue des Arts", None),
        ("", "12 rue des Arts", None),
    ],
)
def test_two_addresses_name_the_same_door(one: str, another: str, same: bool | None) -> None:
    assert same_address(card("x", address=one), card("y", address=another)) is same


def test_an_address_without_a_street_names_no_door() -> None:
    assert street_words("Place de la Mairie", "Toulouse") == frozenset()


@pytest.mark.parametrize("name", ["", "de la", "---", "( )"])
def test_a_name_of_empty_words_has_no_key(name: str) -> None:
    assert name_key(name) == ""
