"""The messages about accounts, as they reach a mailbox."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.jobs import post
from labelflow.models.queue import Notice
from labelflow.queries.actors import actor_of
from labelflow.services import accounts, joining, sign_in
from tests.people import DONE, EMAIL, NOW, TODAY, open_account, open_structure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from flask import Flask

    from labelflow.config import Settings


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def inbox(settings: Settings) -> Inbox:
    return Inbox(settings)


class Inbox:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self) -> list[EmailMessage]:
        """Deliver what waits; all that arrived."""
        post.deliver(NOW)
        files = sorted((self.settings.home / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_the_message_holds_a_link_that_works_on_the_public_address(inbox: Inbox, settings: Settings) -> None:
    open_account()
    sign_in.request_link(EMAIL, now=NOW)

    (message,) = inbox.read()
    (link,) = [line for line in message.get_content().splitlines() if line.startswith("http") and "lien" in line]
    assert (message["To"], message["Subject"]) == (EMAIL, "Votre lien de connexion")
    assert link.startswith(f"{settings.base_url}/connexion/lien/")
    assert sign_in.use_link(link.rpartition("/")[2], now=NOW).email == EMAIL
    assert "Bonjour Camille Durand," in message.get_content()
    assert "pendant 20 minutes" in message.get_content()


def test_a_link_is_kept_nowhere_once_its_message_left(inbox: Inbox) -> None:
    open_account()
    sign_in.request_link(EMAIL, now=NOW)
    inbox.read()

    (notice,) = db.session.scalars(select(Notice))
    assert notice.sent_at == NOW
    assert notice.context == {}


def test_every_text_about_accounts_can_be_written(inbox: Inbox) -> None:
    boss, asker, structure = open_account(), open_account("sam.roux@exemple.fr", given_name="Sam"), open_structure()
    accounts.add_member(structure, boss, "legal_representative", starts_on=TODAY, **DONE)
    sign_in.register("alix@exemple.fr", "Alix", "Martin", now=NOW)
    sign_in.send_reset_link(boss, "abcdef", hours=2, now=NOW)
    sign_in.commit_new_password(boss, now=NOW)
    joining.ask_to_join(structure, asker, actor=actor_of(asker), now=NOW)
    colleague = joining.Person("lou@exemple.fr", "Lou", "Blanc")
    joining.add_colleague(structure, colleague, "member", actor=actor_of(boss), now=NOW)

    messages = {message["Subject"]: message.get_content() for message in inbox.read()}
    assert sorted(messages) == [
        "Choisissez un nouveau mot de passe",
        "Ouvrez votre compte",
        "Sam Durand demande à agir pour Les Petits Astronomes",
        "Votre mot de passe a changé",
        "Vous pouvez agir pour Les Petits Astronomes",
    ]
    assert "sam.roux@exemple.fr" in messages["Sam Durand demande à agir pour Les Petits Astronomes"]
    assert all("{{" not in body and "None" not in body for body in messages.values())
