"""Web addresses, e-mail addresses and telephone numbers as people type them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.contacts import parse_email, parse_phone, parse_url
from labelflow.domain.refusal import Refusal


def code(result: object) -> str:
    return result.code if isinstance(result, Refusal) else f"accepted {result}"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://www.example.org/", "https://www.example.org"),
        ("www.mediatheque-exemple.fr", "https://www.mediatheque-exemple.fr"),
        ("Exemple.FR/Musée?q=été", "https://exemple.fr/Mus%C3%A9e?q=%C3%A9t%C3%A9"),
        ("http://exemple.fr:8080/a", "http://exemple.fr:8080/a"),
        ("https:/ /exemple.net/", "https://exemple.net"),
        ("Htpps://exemple.fr/", "https://exemple.fr"),
        ("www://exemple.fr", "https://exemple.fr"),
        ("http://https//exemple.fr", "https://exemple.fr"),
        ("1. https://exemple.fr/livres", "https://exemple.fr/livres"),
        ("https://exemple.fr/ (en cours de création)", "https://exemple.fr"),
        ("exemple.fr/a%20b/%zz", "https://exemple.fr/a%20b/%25zz"),
        ("https://exemple.fr/?utm_source=x&id=3&fbclid=abc", "https://exemple.fr/?id=3"),
        ("https://exemple.fr/page;jsessionid=12AB?x=1", "https://exemple.fr/page?x=1"),
        ("museum.exemple.museum", "https://museum.exemple.museum"),
        ("https://exemple.restaurant/", "https://exemple.restaurant"),
        ("bibliothèque-exemple.fr", "https://xn--bibliothque-exemple-xyb.fr"),
    ],
)
def test_an_address_is_mended_into_one_that_a_browser_opens(typed: str, address: str) -> None:
    assert parse_url(typed) == address


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("oui", "url-prose"),
        ("0", "url-prose"),
        ("-", "url-prose"),
        ("", "url-prose"),
        ("Pas de site internet", "url-prose"),
        ("3 rue de la mairie", "url-prose"),
        ("mairie de Quelque-Part", "url-prose"),
        ("facebook.mairieDuVillage", "url-host"),
        ("exemple.bibenligne", "url-host"),
        ("http://mediatheques.le grandvillage.com/", "url-host"),
        ("https://.fr", "url-host"),
        ("http://a..fr", "url-host"),
        ("http://[", "url-host"),
        ("http://exemple.fr:99999", "url-host"),
        ("http://127.0.0.1/", "url-host"),
        ("http://[::1]/", "url-host"),
        ("http://imprimante.local/", "url-host"),
        ("http://localhost/", "url-prose"),
        ("ftp://exemple.fr", "url-scheme"),
        ("javascript:alert(1)", "url-scheme"),
        ("data:text/html,x", "url-scheme"),
        ("mailto:a@exemple.fr", "url-scheme"),
        ("https://nom:secret@exemple.fr", "url-user"),
        ("bibliotheque@exemple.fr", "url-user"),
        ("https://exemple.fr/" + "a" * 500, "url-length"),
    ],
)
def test_what_is_no_public_web_address_is_refused_with_its_reason(typed: str, reason: str) -> None:
    assert code(parse_url(typed)) == reason


@given(st.text(max_size=80) | st.from_regex(r"(https?://)?[a-z.]{1,20}\.(fr|com)(/[ -~é]{0,20})?", fullmatch=True))
def test_an_accepted_address_is_plain_and_stays_as_it_is(text: str) -> None:
    url = parse_url(text)

    if isinstance(url, str):
        assert url.isascii()
        assert urlsplit(url).scheme in {"http", "https"}
        assert "." in (urlsplit(url).hostname or "")
        assert parse_url(url) == url


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Contact@Exemple.FR", "contact@exemple.fr"),
        (" <prenom.nom+label@exemple.org>; ", "prenom.nom+label@exemple.org"),
        ("mailto:a@exemple.fr", "a@exemple.fr"),
    ],
)
def test_an_email_address_is_put_in_lower_case(typed: str, address: str) -> None:
    assert parse_email(typed) == address


@pytest.mark.parametrize("typed", ["", "a@b", "a b@exemple.fr", "a..b@exemple.fr", "@exemple.fr", "oui", "a@127.0.0.1"])
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    assert code(parse_email(typed)) == "email-shape"


@pytest.mark.parametrize(
    "typed",
    [
        "05 61 00 00 00",
        "05.61.00.00.00",
        "+33 (0)5 61 00 00 00",
        "0033561000000",
        "Tél : 05-61-00-00-00 / 06 00 00 00 00",
    ],
)
def test_a_french_number_may_be_written_in_any_usual_way(typed: str) -> None:
    assert parse_phone(typed) == "+33561000000"


def test_a_foreign_number_keeps_its_country() -> None:
    assert parse_phone("+376 800 000") == "+376800000"


@pytest.mark.parametrize("typed", ["", "3949", "561000000", "+33 5 61", "oui", "00 00 00 00 00"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert code(parse_phone(typed)) == "phone-shape"


@given(st.text(max_size=40))
def test_contacts_never_fail_on_any_text(text: str) -> None:
    for parse in (parse_email, parse_phone, parse_url):
        assert isinstance(parse(text), str | Refusal)
