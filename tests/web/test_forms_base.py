"""Forms as wholes: what they carry, in which order they complain, what they draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from flask import get_template_attribute

from labelflow.web.forms import fields
from labelflow.web.forms.base import BaseForm, Fault, QueryForm, SubForm

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.one_database


class Contact(SubForm):
    phone = fields.TextField("Téléphone", required="Indiquez un téléphone.")


class Structure(BaseForm):
    name = fields.TextField("Nom", required="Indiquez le nom.", hint="Celui des statuts.", autocomplete="organization")
    kind = fields.ChoiceField("Type", required="Choisissez un type.", choices=[("a", "Association")])
    contact = fields.PartField(Contact, "Contact", hint="Une personne joignable.")


class Search(QueryForm):
    words = fields.SearchField("Mots")


@pytest.fixture(autouse=True)
def _no_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def drawn(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def test_all_faults_are_listed_in_the_order_of_the_page_with_where_to_go(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"seen": "1"}):
        form = Structure()
        form.validate()

    assert form.faults == (
        Fault("Indiquez le nom.", "name"),
        Fault("Choisissez un type.", "kind-0"),
        Fault("Indiquez un téléphone.", "contact-phone"),
    )


def test_what_a_service_found_wrong_joins_the_faults(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "A", "kind": "a", "contact-phone": "05"}):
        form = Structure()
        assert form.validate()
        form.refuse("Cette structure est déjà inscrite.", "name")
        form.refuse("Le registre ne répond pas.")

    assert form.faults == (
        Fault("Le registre ne répond pas.", ""),
        Fault("Cette structure est déjà inscrite.", "name"),
    )


def test_the_version_that_was_seen_is_the_posted_one(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"seen": "3"}):
        assert Structure(seen=7).seen.data == 3
    with app.test_request_context("/", method="POST", data={"seen": "x"}):
        assert Structure(seen=7).seen.data == 7


def test_a_field_draws_its_label_hint_and_error_and_ties_them_to_its_control(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": ""}):
        form = Structure()
        form.validate()
        soup = drawn(str(form.name))

    control = soup.select_one("input")
    assert soup.select_one("label")["for"] == control["id"] == "name"
    assert control["aria-describedby"] == "name-hint name-error"
    assert control["aria-invalid"] == "true"
    assert control["autocomplete"] == "organization"
    assert "Indiquez le nom." in soup.select_one("#name-error").get_text()


def test_an_optional_field_says_so_except_in_a_search(app: Flask) -> None:
    with app.test_request_context("/?words=ciel"):
        search, optional = Search(), SubForm.with_fields({"note": fields.TextField("Note")})()

        assert "(facultatif)" in str(optional.note)
        assert "(facultatif)" not in str(search.words)
        assert search.words.data == "ciel"


def test_what_a_person_typed_is_shown_back_as_text_never_as_markup(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": '"><script>alert(1)</script>'}):
        html = str(Structure().name)

    assert "<script" not in html
    assert drawn(html).select_one("input")["value"] == '"><script>alert(1)</script>'


def test_a_part_of_a_form_is_a_group_with_its_legend(app: Flask) -> None:
    with app.test_request_context("/"):
        soup = drawn(str(Structure().contact))

    group = soup.select_one("fieldset")
    assert group.legend.get_text() == "Contact"
    assert soup.select_one(f"#{group['aria-describedby']}").get_text() == "Une personne joignable."
    assert soup.select_one("label[for=contact-phone]") is not None


def test_a_form_that_sends_files_says_so_to_the_browser(app: Flask) -> None:
    form_type = BaseForm.with_fields({"piece": fields.FileField("Pièce")})
    with app.test_request_context("/x"):
        post_form = get_template_attribute("components/form.html", "post_form")
        files, words = drawn(post_form(form_type(), "Envoyer")), drawn(post_form(Structure(seen=2), "Envoyer"))

    assert files.form["enctype"] == "multipart/form-data"
    assert not words.form.has_attr("enctype")
    assert words.form["action"] == "/x"
    assert [(one["name"], one["value"]) for one in words.select("input[type=hidden]")] == [("seen", "2")]


def test_fields_made_from_data_keep_their_order(app: Flask) -> None:
    names = [f"c{number}" for number in range(12, 0, -1)]
    form_type = BaseForm.with_fields({name: fields.TextField(name) for name in names})

    with app.test_request_context("/"):
        assert [field.name for field in form_type().asked] == names
