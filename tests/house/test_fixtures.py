"""The fixtures that other tests trust."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, text

if TYPE_CHECKING:
    from tests.network import Mailbox


def test_a_new_database_has_the_schema_and_no_row(database_url: str) -> None:
    from labelflow.models import Base  # noqa: PLC0415 - as in the fixtures

    engine = create_engine(database_url)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        rows = [connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in Base.metadata.tables]
    engine.dispose()

    assert set(Base.metadata.tables) <= tables
    assert rows == [0] * len(rows)


def test_mail_that_was_asked_for_arrives(smtp: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Réponse"
    message.set_content("Bonjour à tous")

    with smtplib.SMTP("127.0.0.1", smtp.port) as client:
        client.send_message(message)

    (received,) = smtp.messages
    assert (received["Subject"], received.get_content().strip()) == ("Réponse", "Bonjour à tous")


def test_reaching_out_is_refused_and_noticed(no_network: list[str]) -> None:
    with socket.socket() as far, suppress(OSError):
        far.connect(("192.0.2.1", 80))
    with suppress(OSError):
        smtplib.SMTP("127.0.0.1", 25)

    assert no_network == ["a connection to 192.0.2.1", "SMTP without the fixture `smtp`"]
    no_network.clear()
