"""What a person is told when something did not happen: the same value for a page, a script and a test."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

LONG_ENOUGH_TO_KEEP = 20
"""A shorter text is quickly typed again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, what is kept, what to do. `reasons` are (code, sentence) pairs."""

    status: int
    code: str
    title: str
    text: str
    reasons: tuple[tuple[str, str], ...] = ()
    intent: str = ""
    reference: str = ""
    tone: str = "bad"


def posted() -> MultiDict[str, str]:
    """What was typed; nothing when the post was too large to be read, which asking for it says again."""
    try:
        return request.form
    except RequestEntityTooLarge:
        return MultiDict()


def typed_texts(form: MultiDict[str, str]) -> list[str]:
    """The texts of a post that would be a pity to lose; never a secret."""
    return [
        text.strip()
        for name, values in form.lists()
        if "password" not in name and not name.endswith("csrf_token")
        for text in values
        if len(text.strip()) >= LONG_ENOUGH_TO_KEEP
    ]


def way_back() -> str:
    """The page that the person came from, when it is one of ours; else the first page."""
    referrer, here = request.referrer or "", request.host_url
    return referrer if referrer.startswith(here) and referrer != request.url else "/"
