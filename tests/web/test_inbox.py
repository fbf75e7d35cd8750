"""The mail of a demonstration, read on its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow import clock
from labelflow.services.sign_in import request_link
from tests.page import Browser
from tests.people import EMAIL, open_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

pytestmark = pytest.mark.one_database

OTHER = "pierre@exemple.fr"


def test_whoever_looks_for_their_messages_finds_them_and_reads_one(make_app: Callable[..., Flask]) -> None:
    demo = make_app(demo=True)
    with demo.app_context():
        for address in (EMAIL, OTHER):
            open_account(address)
            request_link(address, now=clock.now())
    browser = Browser(demo.test_client())

    found = browser.get(f"/courrier?q=%20{EMAIL.upper()}")
    letter = browser.click("Votre lien de connexion")

    assert EMAIL in found.text
    assert OTHER not in found.text
    assert letter.facts()["Pour"] == EMAIL
    assert "Bonjour" in letter.text
