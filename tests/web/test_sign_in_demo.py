"""One-click sign-in of a demonstration: for its whole life, and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow import clock
from labelflow.web.sign_in import demo_link
from tests.people import EMAIL, open_account
from tests.web.visitor import Visitor, is_signed_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from labelflow.config import Settings


@pytest.fixture(autouse=True)
def true_time() -> Iterator[None]:
    yield
    clock.shift(timedelta(0))


def test_a_demonstration_signs_in_with_one_click_at_any_time(
    settings: Settings, make_app: Callable[..., Flask]
) -> None:
    app = make_app(demo=True)
    with app.app_context():
        link = demo_link(open_account(EMAIL))
    assert link.startswith(f"{settings.base_url}/connexion/demo/")
    clock.shift(timedelta(days=1000))
    for _time in range(2):
        visitor = Visitor(app)
        visitor.open(link.removeprefix(settings.base_url))
        assert not is_signed_in(visitor)
        visitor.send()
        assert is_signed_in(visitor)


def test_a_demonstration_link_opens_nothing_elsewhere(settings: Settings, make_app: Callable[..., Flask]) -> None:
    app = make_app(demo=False)
    with app.app_context():
        link = demo_link(open_account(EMAIL)).removeprefix(settings.base_url)
    visitor = Visitor(app)

    assert visitor.client.get(link).status_code == 404
    assert visitor.client.post(link).status_code in {400, 404}
    assert not is_signed_in(visitor)


def test_a_forged_demonstration_link_opens_nothing(settings: Settings, make_app: Callable[..., Flask]) -> None:
    app = make_app(demo=True)
    with app.app_context():
        user = open_account(EMAIL)
        forged = f"/connexion/demo/{user.public_id}"
        cut = demo_link(user).removeprefix(settings.base_url)[:-2]
    visitor = Visitor(app)

    assert [visitor.client.get(link).status_code for link in (forged, cut)] == [404, 404]
