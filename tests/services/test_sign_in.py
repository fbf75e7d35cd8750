"""Links that sign in, below the pages: one use even when two arrive together, and no trace too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from labelflow.db import db
from labelflow.errors import NotFound, Refused
from labelflow.models.account import SignInLink, User
from labelflow.models.queue import Notice
from labelflow.services.sign_in import KEPT_AFTERWARDS, LINK_LASTS, read_link, register, request_link, use_link
from tests.people import NOW, open_account

if TYPE_CHECKING:
    from flask import Flask

EMAIL = "camille.durand@exemple.fr"


def token_sent() -> str:
    notice = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert notice is not None
    return str(notice.context["link"]).rpartition("/")[2]


def test_of_two_uses_at_once_one_signs_in(app: Flask) -> None:
    with app.app_context():
        open_account(EMAIL)
        request_link(EMAIL, now=NOW)
        token = token_sent()
    start = Barrier(4)

    def use(_number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                return use_link(token, now=NOW).email
            except Refused as refused:
                return refused.refusals[0].code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(use, range(4)))

    assert answers == [EMAIL, "link-expired", "link-expired", "link-expired"]


def test_a_link_holds_until_the_end_of_its_time(app: Flask) -> None:
    with app.app_context():
        open_account(EMAIL)
        request_link(EMAIL, now=NOW)
        token = token_sent()

        states = [read_link(token, now=NOW + LINK_LASTS + timedelta(seconds=after))[1] for after in (-1, 0)]
        assert states == ["valid", "expired"]
        with pytest.raises(Refused):
            use_link(token, now=NOW + LINK_LASTS)
        assert use_link(token, now=NOW + LINK_LASTS - timedelta(seconds=1)).email == EMAIL


def test_an_unknown_token_is_nobodys(app: Flask) -> None:
    with app.app_context():
        assert read_link("abcdef", now=NOW) == (None, "unknown")
        with pytest.raises(NotFound):
            use_link("abcdef", now=NOW)


def test_links_long_over_are_forgotten(app: Flask) -> None:
    with app.app_context():
        open_account(EMAIL)
        for day in range(30):
            request_link(EMAIL, now=NOW + timedelta(days=day))

        kept = db.session.scalar(select(func.count()).select_from(SignInLink))
        assert kept == KEPT_AFTERWARDS // timedelta(days=1) + 1


def test_asking_for_an_unknown_address_writes_nothing(app: Flask) -> None:
    with app.app_context():
        request_link("inconnue@exemple.fr", now=NOW)

        assert db.session.scalars(select(SignInLink)).all() == []
        assert db.session.scalars(select(Notice)).all() == []


def test_an_account_is_confirmed_by_its_first_link(app: Flask) -> None:
    with app.app_context():
        register("alix@exemple.fr", "Alix", "Martin", now=NOW)
        (user,) = db.session.scalars(select(User))
        assert user.confirmed_at is None

        use_link(token_sent(), now=NOW)

        assert user.confirmed_at == NOW
