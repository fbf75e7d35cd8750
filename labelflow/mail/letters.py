"""The message that a notice becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from labelflow import paths
from labelflow.i18n import use_language
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.config import Settings
    from labelflow.models.queue import Notice

PATH: Final = re.compile(r"^/[^\s/]\S*$|^/$")
"""A context value that is a path of this instance: the public address goes in front."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and plain text."""

    subject: str
    body: str


def letter_of(notice: Notice, settings: Settings) -> Letter:
    """The words of a notice. Raises KeyError or LookupError when its text does not exist."""
    values = {name: _absolute(value, settings) for name, value in notice.context.items()}
    with use_language(notice.language):
        if notice.programme_version_id is None:
            return _ours(notice.text_code, values, settings)
        text = programme_of(notice.programme_version_id).texts[notice.text_code]
        subject, body = text.fill(values, notice.language)
        return Letter(" ".join(subject.split()), body.strip() + "\n")


def _absolute(value: object, settings: Settings) -> str:
    text = str(value)
    return settings.base_url + text if PATH.match(text) else text


def _ours(code: str, values: Mapping[str, str], settings: Settings) -> Letter:
    """A text of labelflow itself (accounts): first line the subject, then an empty line, then the body."""
    sender, _address = parseaddr(settings.mail_from)
    filled = _templates().get_template(f"{code}.txt").render(**values, site=sender, home=settings.base_url)
    subject, _, body = filled.partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n")


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(paths.templates() / "mail")
    # Plain text: nothing is escaped, and nothing filled in is ever a template.
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=False)  # noqa: S701


def message_of(notice: Notice, letter: Letter, settings: Settings) -> EmailMessage:
    """The message as sent. Its identifier comes from the notice: a second delivery is recognised as the same."""
    message = EmailMessage()
    sender_name, sender_address = parseaddr(settings.mail_from)
    message["Subject"] = letter.subject
    message["From"] = Address(sender_name, addr_spec=sender_address)
    message["To"] = Address(addr_spec=notice.address)
    message["Date"] = format_datetime(notice.queued_at)
    message["Message-ID"] = f"<{notice.public_id}@{urlsplit(settings.base_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    message["Content-Language"] = notice.language  # after the content, which begins by dropping such headers
    return message
