"""Nothing leaves the machine, and no mail leaves the process, unless a test asks for it."""

from __future__ import annotations

import socket
import sys
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import Envelope

LOOPBACK = ("127.", "::1", "localhost")
violations: list[str] = []
"""What the running test opened without asking."""

_mailboxes: list[Mailbox] = []


class Mailbox:
    """A real SMTP server's port, and what it received."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.answer = "250 Accepted"
        """What the server says of a message; it keeps those that it accepts."""

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.original_content or b""
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(content, policy=policy.default))
        return self.answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Receive mail within this block."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    _mailboxes.append(mailbox)
    yield mailbox
    _mailboxes.remove(mailbox)
    controller.stop()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            _refuse(f"a connection to {address[0]}")
    elif event == "smtplib.connect" and not _mailboxes:
        _refuse("SMTP without the fixture `smtp`")


def _refuse(what: str) -> None:
    violations.append(what)
    raise ConnectionRefusedError(what)


sys.addaudithook(_watch)
