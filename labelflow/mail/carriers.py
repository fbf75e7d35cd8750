"""How a message leaves: by SMTP, or into the local inbox of an instance without a mail server."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from labelflow.config import Settings

TIMEOUT_SECONDS = 20


class Carrier(Protocol):
    """Takes messages away. Raises OSError (SMTPException is one) when it cannot."""

    def carry(self, message: EmailMessage, name: str) -> None:
        """Take one message. `name` identifies it: the same name is the same message."""


class LocalInbox:
    """A folder with one file a message, for demonstrations and for instances without mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def carry(self, message: EmailMessage, name: str) -> None:
        """Write the message; a second delivery writes the same file again."""
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes())


class Smtp:
    """An open connection to a mail server."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self.connection = connection

    def carry(self, message: EmailMessage, name: str) -> None:
        """Send the message."""
        del name
        self.connection.send_message(message)


@contextmanager
def carrier(settings: Settings) -> Iterator[Carrier]:
    """The way that this instance sends mail. Raises OSError when the server does not answer."""
    if not settings.smtp_url:
        yield LocalInbox(settings.home / "mail")
        return
    url = urlsplit(settings.smtp_url)
    host, port = url.hostname or "localhost", url.port
    if url.scheme == "smtps":
        context = ssl.create_default_context()
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
    with connection:
        if url.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
        yield Smtp(connection)
