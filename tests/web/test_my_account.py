"""« Mon compte » and the structures that one acts for, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.models.account import InterestLink, Membership, User
from labelflow.models.queue import Notice
from labelflow.models.structure import Structure
from labelflow.services import accounts
from tests.people import DONE, EMAIL, PASSWORD, TODAY, open_account, open_structure
from tests.web.visitor import Visitor, sign_in

if TYPE_CHECKING:
    from flask import Flask

SINCE = {"starts_on-day": "5", "starts_on-month": "1", "starts_on-year": "2024"}


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Camille, signed in."""
    with app.app_context():
        open_account(EMAIL, PASSWORD)
        open_structure()
        open_structure("Bibliothèque de Foix", kind="library", siret="21090122900018")
    visitor = Visitor(app)
    sign_in(visitor)
    return visitor


def structure_id(app: Flask, name: str = "Les Petits Astronomes") -> str:
    with app.app_context():
        return db.session.scalars(select(Structure.public_id).where(Structure.name == name)).one()


PAGES = ("", "/profil", "/mot-de-passe", "/interets", "/structures", "/structures/nouvelle")


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_led_to_the_sign_in_page(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"/mon-compte{path}")

    assert answer.status_code == 303
    assert answer.location.startswith(f"/connexion?next=/mon-compte{path}")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_and_keeps_to_the_rules(visitor: Visitor, path: str) -> None:
    visitor.open(f"/mon-compte{path}")

    assert visitor.answer.headers["Cache-Control"] == "no-store"


def test_a_person_changes_what_they_say_of_themself(visitor: Visitor) -> None:
    visitor.open("/mon-compte/profil")
    visitor.send(status=400, given_name="", family_name="Durand", language="fr")
    assert "Indiquez votre prénom." in visitor.text
    answer = visitor.send(
        given_name="Camille",
        family_name="Durand-Roux",
        language="fr",
        disciplines=["physics", "earth"],
        departments="09",
    )

    visitor.open(answer.location)
    assert "Vos informations sont à jour." in visitor.text
    assert "Camille Durand-Roux" in visitor.text
    assert "Physique, Sciences de la Terre, de l’eau et du climat" in visitor.text


def test_a_person_does_not_change_their_address_nor_their_rights_by_the_form(app: Flask, visitor: Visitor) -> None:
    visitor.open("/mon-compte/profil")
    visitor.send(
        given_name="Camille", family_name="Durand", language="fr", email="autre@exemple.fr", trained_on="2020-01-01"
    )

    with app.app_context():
        (user,) = db.session.scalars(select(User))
        assert (user.email, user.trained_on) == (EMAIL, None)


def test_a_link_of_interest_is_found_declared_and_ended(app: Flask, visitor: Visitor) -> None:
    visitor.open("/mon-compte/interets?q=petits+astronomes")
    path = visitor.page.find("a", string="Les Petits Astronomes")["href"]
    visitor.open(path)
    visitor.send(status=400)
    assert "Choisissez le lien qui convient le mieux." in visitor.text
    answer = visitor.send(code="FUNDING", note="Projet commun", **SINCE)
    visitor.open(answer.location)
    assert "Argent ou projet commun, depuis le 5 janvier 2024." in visitor.text
    visitor.open(next(link["href"] for link in visitor.page.find_all("a") if link["href"].endswith("/fin")))
    answer = visitor.send(**{"on-day": "6", "on-month": "1", "on-year": "2024"})
    visitor.open(answer.location)

    assert "Argent ou projet commun, du 5 janvier 2024 au 6 janvier 2024." in visitor.text
    with app.app_context():
        assert db.session.scalars(select(InterestLink.source)).all() == ["declared"]


def test_a_link_that_the_rules_refuse_keeps_what_was_typed(app: Flask, visitor: Visitor) -> None:
    visitor.open(f"/mon-compte/interets/{structure_id(app)}")
    ends = {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"}
    visitor.send(status=409, code="SELF", note="Bénévole au club", **SINCE, **ends)

    assert "La date de fin précède la date de début." in visitor.text
    assert visitor.page.find("textarea", attrs={"name": "note"}).get_text().strip() == "Bénévole au club"


def test_nobody_ends_the_link_of_another(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        other = open_account("sam.roux@exemple.fr")
        structure = db.session.scalars(select(Structure)).first()
        assert structure is not None
        link = InterestLink(
            user_id=other.id, structure_id=structure.id, code="SELF", starts_on=TODAY, declared_at=DONE["now"]
        )
        db.session.add(link)
        db.session.commit()
        path = f"/mon-compte/interets/{link.public_id}/fin"

    visitor.open(path, status=404)


@pytest.mark.parametrize(
    "typed", ["bibliotheque foix", "21090122900018", "210 901 229 00018", "FOIX bibliothèque", "biblio 09000"]
)
def test_a_structure_is_found_by_its_name_place_or_number(visitor: Visitor, typed: str) -> None:
    visitor.open(f"/mon-compte/structures?q={typed}")

    found = [a.get_text() for a in visitor.page.select(".cards a")]
    assert found == ["Bibliothèque de Foix"]


@pytest.mark.parametrize("typed", ["%", "_", "zzz", "' or 1=1 --"])
def test_signs_of_the_database_find_nothing(visitor: Visitor, typed: str) -> None:
    answer = visitor.client.get("/mon-compte/structures", query_string={"q": typed})

    assert "Les Petits Astronomes" not in answer.text


def test_a_structure_that_nobody_represents_is_claimed(app: Flask, visitor: Visitor) -> None:
    visitor.open(f"/mon-compte/structures/{structure_id(app)}")
    visitor.send(status=400)
    answer = visitor.send(role="legal_representative")
    visitor.open(answer.location)

    assert visitor.page.h1.get_text() == "L’équipe de Les Petits Astronomes"
    assert "Vous agissez maintenant pour Les Petits Astronomes." in visitor.text


def test_nobody_claims_a_right_that_the_form_does_not_offer(app: Flask, visitor: Visitor) -> None:
    visitor.open(f"/mon-compte/structures/{structure_id(app)}")
    visitor.send(status=400, role="member")

    with app.app_context():
        assert db.session.scalars(select(Membership)).all() == []


def represented(app: Flask) -> str:
    with app.app_context():
        boss = open_account("boss@exemple.fr", given_name="Dominique", family_name="Faure")
        structure = db.session.scalars(select(Structure).where(Structure.name == "Les Petits Astronomes")).one()
        accounts.add_member(structure, boss, "legal_representative", starts_on=TODAY.replace(year=2020), **DONE)
        return structure.public_id


def test_a_represented_structure_is_asked_not_claimed(app: Flask, visitor: Visitor) -> None:
    identifier = represented(app)
    visitor.open(f"/mon-compte/structures/{identifier}")
    assert "Une personne représente déjà cette structure" in visitor.text
    assert "Dominique" not in visitor.text
    answer = visitor.send()
    visitor.open(answer.location)

    assert "Votre demande est partie." in visitor.text
    with app.app_context():
        (notice,) = db.session.scalars(select(Notice).where(Notice.text_code == "account/join-request"))
        assert (notice.address, notice.context["person"]) == ("boss@exemple.fr", "Camille Durand")


def test_the_team_of_a_structure_is_shown_to_those_who_represent_it_only(app: Flask, visitor: Visitor) -> None:
    identifier = represented(app)

    visitor.open(f"/mon-compte/structures/{identifier}/equipe", status=403)
    assert "Dominique" not in visitor.text


def test_a_representative_adds_a_colleague_who_is_told(app: Flask, visitor: Visitor) -> None:
    visitor.open(f"/mon-compte/structures/{structure_id(app)}")
    visitor.open(visitor.send(role="delegate").location)
    fields = {"given_name": "Alix", "family_name": "Martin", "email": "Alix@exemple.fr", "role": "member"}
    visitor.open(visitor.send(**fields).location)
    assert "Alix Martin" in visitor.text
    visitor.send(status=409, **fields)
    assert "Cette personne a déjà ce rôle" in visitor.text

    with app.app_context():
        notices = db.session.scalars(select(Notice).where(Notice.text_code == "account/added")).all()
        assert [notice.address for notice in notices] == ["alix@exemple.fr"]


NEW = {
    "name": "Le Planétarium des Cimes",
    "kind": "association",
    "postal_code": "09000",
    "commune": "Foix",
    "role": "legal_representative",
}


def test_a_new_structure_is_registered_and_represented(app: Flask, visitor: Visitor) -> None:
    visitor.open("/mon-compte/structures/nouvelle")
    visitor.send(status=400, **(NEW | {"siret": "12345678901234"}))
    assert "Vérifiez les quatorze chiffres du SIRET" in visitor.text
    assert visitor.page.find("input", attrs={"name": "name"})["value"] == NEW["name"]
    answer = visitor.send(**NEW, siret="")
    visitor.open(answer.location)

    assert "La structure est inscrite, et vous agissez pour elle." in visitor.text
    assert "Le Planétarium des Cimes" in visitor.text


def test_a_structure_outside_the_region_is_not_registered(visitor: Visitor) -> None:
    visitor.open("/mon-compte/structures/nouvelle")
    visitor.send(status=400, **(NEW | {"commune": "Paris", "postal_code": "75001"}))

    assert "Indiquez une commune de la région" in visitor.text


def test_describing_a_known_structure_leads_to_it(app: Flask, visitor: Visitor) -> None:
    visitor.open("/mon-compte/structures/nouvelle")
    answer = visitor.send(**(NEW | {"name": "Les petits astronomes"}))

    assert answer.location == f"/mon-compte/structures/{structure_id(app)}"
    visitor.open(answer.location)
    assert "Cette structure est déjà dans le registre." in visitor.text
