"""What somebody typed or pasted to verify a label: a number, a short code, or the address that a QR code holds.

A fault is told as it is (the check character does not agree, or this is no number at all); nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote, urlsplit

from labelflow.domain.numbering import NumberFault, normalise_short_code, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable

AskedFault = Literal["", "mistyped", "malformed"]

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_LABEL: Final = re.compile(r"/v/([^/?#]+)", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]+")
LONGEST: Final = 2_000
"""Characters beyond which a text is neither a number nor an address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood. One of `number` and `short_code`, or a fault."""

    number: str = ""
    short_code: str = ""
    fault: AskedFault = ""
    site: str = ""
    """The other site that the pasted address leads to; "" when it leads here, or when no address was pasted."""

    @property
    def wanted(self) -> str:
        """What to look for."""
        return self.number or self.short_code


def read_asked(text: str, base_url: str) -> Asked:
    """Understand a text, however typed. `base_url`: where this instance answers; "": not known, so that no site is another."""
    text = text.strip()
    if len(text) > LONGEST:
        return Asked(fault="malformed")
    if _SCHEME.match(text) or _LABEL.search(text):
        return _address(text, base_url)
    return _typed(text)


def asked_by_codes(codes: Iterable[str], base_url: str) -> tuple[Asked, ...]:
    """The labels of this site that the codes in a picture lead to, each once; else the first one of another site."""
    read = dict.fromkeys(read_asked(code, base_url) for code in codes)
    labels = [asked for asked in read if asked.wanted]
    return tuple(asked for asked in labels if not asked.site) or tuple(labels[:1])


def is_credential(text: str) -> bool:
    """Whether a text is rather a credential that was pasted: JSON, or a token of three parts."""
    text = text.strip()
    return text.startswith("{") or _TOKEN.fullmatch(text) is not None


def _address(text: str, base_url: str) -> Asked:
    try:
        parts = urlsplit(text if _SCHEME.match(text) else f"//{text.lstrip('/')}")
        site = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return Asked(fault="malformed")
    if text.startswith("/") or not base_url or site == urlsplit(base_url).netloc.lower():
        site = ""
    found = _LABEL.search(text if text.startswith("/") else parts.path)
    asked = _typed(unquote(found[1])) if found else Asked(fault="malformed")
    return Asked(asked.number, asked.short_code, asked.fault, site)


def _typed(text: str) -> Asked:
    faults = set()
    try:
        return Asked(number=parse_number(text))
    except NumberFault as fault:
        faults.add(fault.code)
    try:
        return Asked(short_code=normalise_short_code(text))
    except NumberFault as fault:
        faults.add(fault.code)
    return Asked(fault="mistyped" if any(code.endswith("mistyped") for code in faults) else "malformed")
