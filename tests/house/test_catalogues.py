"""The catalogues of certificates are whole: each fixed word of their designs, in each of their languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_file

from labelflow import paths
from labelflow.i18n import PREPARED, catalogue, gettext, use_language
from labelflow.services import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

DESIGNS = ("base.html", "certificate.html", "paper.html", "reviewing.html")
NAMES = re.compile(r"%\((\w+)\)s")
OF_PRODUCTS = ("Ce que dit cette attestation, pour les logiciels (Open Badges 3.0)",)
"""What the code writes into certificates."""


def messages() -> Iterator[tuple[str, ...]]:
    """Every message of the designs: one form, or a singular and a plural."""
    for name in DESIGNS:
        for _line, message, _comments, _context in extract_from_file("jinja2", paths.certificates() / name):
            yield (message,) if isinstance(message, str) else tuple(message)
    yield from ((one,) for one in OF_PRODUCTS)


@pytest.mark.parametrize("language", [code for code in PREPARED if code != "fr"])
def test_each_fixed_word_of_certificates_is_translated(language: str) -> None:
    known = catalogue(language)

    said = {
        forms: {known.ngettext(*forms, number) for number in (1, 2)} if len(forms) > 1 else {known.gettext(forms[0])}
        for forms in messages()
    }

    assert len(said) > 20
    assert [forms for forms, found in said.items() if found & {*forms, ""} - {"Mes"}] == []
    assert [
        (forms, one) for forms, found in said.items() for one in found if not names(one) <= names(" ".join(forms))
    ] == []


def names(text: str) -> set[str]:
    return set(NAMES.findall(text))


def test_what_the_code_writes_into_certificates_is_what_is_translated() -> None:
    source = documents.__loader__.get_source(documents.__name__)  # type: ignore[union-attr]  # it was loaded from a file

    assert all(one in source for one in OF_PRODUCTS)
    with use_language("en"):
        assert gettext(OF_PRODUCTS[0]).startswith("What this certificate says")
