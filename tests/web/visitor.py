"""A person with a browser that forgives nothing: each page it is shown is checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import html5lib
from bs4 import BeautifulSoup
from sqlalchemy import select

from labelflow.db import db
from labelflow.models.queue import Notice
from tests.people import EMAIL, PASSWORD

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

CONTROLS = ("input", "select", "textarea")


class Visitor:
    """Opens pages and sends their forms, token included, as a browser without JavaScript would."""

    def __init__(self, app: Flask, network: str = "192.0.2.1", scheme: str = "http") -> None:
        self.app = app
        self.client = app.test_client()
        self.environ = {"REMOTE_ADDR": network}
        self.base_url = f"{scheme}://localhost"
        self.answer: TestResponse
        self.page: BeautifulSoup

    def open(self, path: str, status: int = 200) -> BeautifulSoup:
        """The page at `path`, checked."""
        return self._see(self.client.get(path, base_url=self.base_url, environ_base=self.environ), status)

    def send(self, status: int = 303, action: str | None = None, **fields: Any) -> TestResponse:
        """Fill the (only, or named by its action) form of the present page and send it."""
        form = self._form(action)
        sent = {
            field["name"]: field.get("value", "")
            for field in form.find_all("input", type="hidden")
            if "name" in field.attrs
        }
        for field in form.find_all("input"):
            if field.get("type") in {"text", "email", "search", "tel"} and field.get("value"):
                sent.setdefault(field["name"], field["value"])
        url = form["action"]
        answer = self.client.post(
            url,
            data=sent | fields,
            base_url=self.base_url,
            environ_base=self.environ,
            headers={"Referer": f"{self.base_url}/"},
        )
        assert answer.status_code == status, (answer.status_code, self.words_of(answer.text))
        if status != 303:
            self._see(answer, status)
        self.answer = answer
        return answer

    def _form(self, action: str | None) -> Any:
        forms = [
            form
            for form in self.page.find_all("form", method="post")
            if (form["action"] == action if action else "/deconnexion" not in form["action"])
        ]
        assert len(forms) == 1, [form["action"] for form in forms]
        return forms[0]

    def _see(self, answer: TestResponse, status: int) -> BeautifulSoup:
        self.answer = answer
        assert answer.status_code == status, (answer.status_code, answer.headers.get("Location"))
        html5lib.HTMLParser(strict=True).parse(answer.text)
        self.page = BeautifulSoup(answer.text, "html.parser")
        check(self.page)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'none'" in policy
        return self.page

    @property
    def text(self) -> str:
        """What the page says."""
        return self.words_of(self.answer.text)

    @staticmethod
    def words_of(html: str) -> str:
        main = BeautifulSoup(html, "html.parser").find("main")
        return re.sub(r"[ \n]+", " ", main.get_text()).strip() if main else html


def check(page: BeautifulSoup) -> None:
    """What every page keeps to."""
    headings = page.find_all("h1")
    assert len(headings) == 1
    assert page.title is not None
    assert _plain(page.title.get_text()).startswith(_plain(headings[0].get_text()))
    assert page.html is not None
    assert page.html["lang"] == "fr"
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert page.find_all(style=True) == []
    assert page.find_all("script") == []
    for control in page.find_all(CONTROLS):
        if control.get("type") != "hidden":
            assert page.find("label", attrs={"for": control.get("id")}), control
    for form in page.find_all("form", method="post"):
        assert form.get("action")
        assert form.find("input", attrs={"name": "csrf_token"})


def _plain(text: str) -> str:
    return " ".join(text.split())


def notices(app: Flask, text: str = "account/sign-in") -> list[Notice]:
    """The messages that were queued with this text, in order."""
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.text_code == text).order_by(Notice.id)))


def sign_in(visitor: Visitor, email: str = EMAIL, password: str = PASSWORD) -> None:
    """Sign in by the page, with a password."""
    visitor.open("/connexion")
    visitor.send(email=email, password=password)


def ask_link(visitor: Visitor, email: str = EMAIL, path: str = "/connexion/lien") -> str:
    """Ask for a sign-in link, and read it in the message."""
    visitor.open(path)
    visitor.send(email=email)
    return str(notices(visitor.app)[-1].context["link"])


def is_signed_in(visitor: Visitor) -> bool:
    """Whether private pages open."""
    return visitor.client.get("/mon-compte", base_url=visitor.base_url).status_code == 200
