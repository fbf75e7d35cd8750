"""The strict page client sees what it claims to see: each fault, put into a good page, is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import Headers

from tests import page_checks
from tests.page import Browser, Text
from tests.page_forms import FilledForm

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.one_database

GOOD = """<!doctype html>
<html lang="fr"><head><title>Titre – Site</title></head>
<body><main><h1>Titre</h1>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">
<label for="a">Nom (facultatif)</label><input id="a" name="a" value="A"><button>Envoyer</button></form>
</main></body></html>"""
HEADERS = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}


class Answer:
    """What the checks read of an answer."""

    def __init__(self, text: str, headers: dict[str, str] = HEADERS) -> None:
        self.text = text
        self.headers = Headers(headers)


def faults(html: str, headers: dict[str, str] = HEADERS) -> list[str]:
    answer: Any = Answer(html, headers)
    return page_checks.faults(page_checks.read(html), answer)


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("<h1>Titre</h1>", "", "0 h1"),
        ("<h1>Titre</h1>", "<h1>Titre</h1><h1>Titre</h1>", "2 h1"),
        ("<title>Titre", "<title>Autre", "does not begin with the h1"),
        ("</h1>", "</h1><h3>Loin</h3>", "after h1"),
        (' lang="fr"', "", "no language"),
        ("</h1>", "</h1><p><p></div>", "invalid HTML"),
        ("</h1>", '</h1><p id="a">x</p>', "id 'a' twice"),
        ("</h1>", '</h1><a href="#b">x</a>', "#b leads nowhere"),
        ('for="a"', 'for="b"', "has no label"),
        ('id="a"', 'id="a" aria-describedby="c"', "'c' leads nowhere"),
        ("</h1>", '</h1><a href="/x"></a>', "without words"),
        ("</h1>", '</h1><img src="/x.png">', "no alt"),
        ("</h1>", '</h1><svg viewBox="0 0 1 1"></svg>', "neither named nor hidden"),
        (' action="/x"', "", "without action"),
        ('value="t"', 'value=""', "no token"),
        ("<button>Envoyer</button>", "", "no button"),
        ("</h1>", '</h1><p style="color:red">x</p>', "a style of its own"),
        ("</h1>", "</h1><script>x</script>", "a script of its own"),
        ("<h1>", '<h1 onclick="x()">', "onclick on h1"),
        ("</head>", '<link rel="stylesheet" href="https://ailleurs.example/x.css"></head>', "asks another site"),
        ('id="a"', 'id="a" aria-invalid="true"', "no summary says so"),
        ("</h1>", "</h1><p>Bonjour %(name)s</p>", "not filled"),
        ("</h1>", "</h1><p>None</p>", "not filled"),
        ("</h1>", "</h1><p>État : in_review</p>", "a code instead of a word"),
        ("</h1>", "</h1><p>Votre certification</p>", "says « certification »"),
    ],
)
def test_each_fault_is_named(good: str, bad: str, told: str) -> None:
    assert good in GOOD
    found = faults(GOOD.replace(good, bad, 1))

    assert [fault for fault in found if told in fault], found


@pytest.mark.parametrize("missing", HEADERS)
def test_a_page_without_protection_is_a_fault(missing: str) -> None:
    assert faults(GOOD, {name: value for name, value in HEADERS.items() if name != missing}) != []


def test_words_are_found_whatever_space_stands_between_them() -> None:
    assert "Qui répond ?" in Text("Qui  répond\u00a0?\nnous")
    assert "répond nous" not in Text("répond à nous")


FORM = """<form method="post" action="/x">
<input type="hidden" name="seen" value="3">
<fieldset><legend>Format (facultatif)</legend>
<input type="radio" id="f0" name="f" value="a" checked><label for="f0">Atelier</label>
<input type="radio" id="f1" name="f" value="b"><label for="f1">Balade</label></fieldset>
<fieldset><legend>Séance</legend><input name="d-day"><input name="d-month"><input name="d-year"><input name="d-time"></fieldset>
<label for="s">Département</label>
<select id="s" name="s"><option value="">Choisir</option><option value="31">Haute-Garonne</option></select>
<label for="t">Récit</label><textarea id="t" name="t">
déjà</textarea>
<input type="checkbox" id="ok" name="ok" value="y"><label for="ok">D’accord</label>
<button name="draft" value="1">Garder</button><button disabled>Déposer</button></form>"""


def filled() -> FilledForm:
    return FilledForm(BeautifulSoup(FORM, "html5lib").select("button")[0])


def test_a_form_as_it_came_sends_what_a_browser_would() -> None:
    sent = {name: value for name, value in filled().data.items() if value}

    assert sent == {"seen": "3", "f": ["a"], "t": "déjà", "draft": "1"}


def test_controls_are_filled_by_the_words_beside_them() -> None:
    form = filled()

    form.fill("Format", "Balade")
    form.fill("Séance", datetime(2027, 7, 1, 12, 30, tzinfo=UTC))
    form.fill("Département", "Haute-Garonne")
    form.fill("D’accord", value=True)

    assert (form.data["f"], form.data["s"], form.data["ok"]) == (["b"], "31", ["y"])
    assert [form.data[f"d-{part}"] for part in ("day", "month", "year", "time")] == ["1", "7", "2027", "14:30"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("Inconnu", "x"), ("Format", "Concert"), ("Département", "Paris"), ("Naissance", date(2000, 1, 1))],
)
def test_what_a_person_could_not_do_fails(name: str, value: object) -> None:
    with pytest.raises(AssertionError):
        filled().fill(name, value)


def test_a_greyed_button_cannot_be_pressed() -> None:
    with pytest.raises(AssertionError):
        FilledForm(BeautifulSoup(FORM, "html5lib").select("button")[1])


def test_an_unexpected_answer_fails_with_its_words(app: Flask) -> None:
    with pytest.raises(AssertionError, match="Page introuvable"):
        Browser(app.test_client()).get("/nulle-part")
