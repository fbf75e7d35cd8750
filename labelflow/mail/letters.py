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
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.i18n import gettext, use_language
from labelflow.queries.programmes import current_programme, installed_codes, programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.config import Settings
    from labelflow.models.queue import Notice
    from labelflow.programmes.schema import Programme

PATH: Final = re.compile(r"^/[^\s/]\S*$|^/$")
"""A context value that is a path of this instance: the public address goes in front."""


REPLY_TO: Final = "reply_to"
"""The context value that says whom an answer goes to; without it, the office of the programme."""


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
            return _ours(notice, values, settings)
        text = programme_of(notice.programme_version_id).texts[notice.text_code]
        subject, body = text.fill(values, notice.language)
        return Letter(" ".join(subject.split()), body.strip() + "\n")


def _absolute(value: object, settings: Settings) -> str:
    text = str(value)
    return settings.base_url + text if PATH.match(text) else text


def _ours(notice: Notice, values: Mapping[str, str], settings: Settings) -> Letter:
    """A text of labelflow itself (accounts): first line the subject, then an empty line, then the body."""
    name, _address = parseaddr(settings.mail_from)
    programme = _programme_of(notice)
    site = name or (programme.short_name if programme else urlsplit(settings.base_url).hostname)
    filled = _templates().get_template(f"{notice.text_code}.txt").render(**values, site=site, home=settings.base_url)
    subject, _, body = filled.partition("\n")
    return Letter(" ".join(subject.split()), body.strip() + "\n")


def _programme_of(notice: Notice) -> Programme | None:
    """The programme that a notice is about; for one about an account, that of the site."""
    if notice.programme_version_id is not None:
        return programme_of(notice.programme_version_id)
    codes = installed_codes()
    try:
        return current_programme(codes[0], local_day(notice.queued_at)) if codes else None
    except NotFound:
        return None


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(paths.templates() / "mail")
    # Plain text: nothing is escaped, and nothing filled in is ever a template.
    made = Environment(loader=loader, undefined=StrictUndefined, autoescape=False)  # noqa: S701
    made.globals["_"] = gettext
    return made


def message_of(notice: Notice, letter: Letter, settings: Settings) -> EmailMessage:
    """The message as sent. Its identifier comes from the notice: a second delivery is recognised as the same."""
    message = EmailMessage()
    programme = _programme_of(notice)
    name, address = parseaddr(settings.mail_from)
    message["Subject"] = letter.subject
    message["From"] = Address(name or (programme.short_name if programme else ""), addr_spec=address)
    message["To"] = Address(addr_spec=notice.address)
    if notice.context.get(REPLY_TO):
        message["Reply-To"] = Address(addr_spec=str(notice.context[REPLY_TO]))
    elif programme is not None:
        office = programme.crpa.office
        message["Reply-To"] = Address(addr_spec=office.email if office else programme.owner.email)
    message["Date"] = format_datetime(notice.queued_at)
    message["Message-ID"] = f"<{notice.public_id}@{urlsplit(settings.base_url).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.body, cte="quoted-printable")  # readable as it is, however long its lines
    message["Content-Language"] = notice.language  # after the content, which begins by dropping such headers
    return message
