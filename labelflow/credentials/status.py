"""Bitstring status lists: one bit a credential, in a list large enough to hide which one is asked about.

A list says what holds when it is made and until when it may be relied on: an older one is told apart by
its window, whatever it says.
"""

from __future__ import annotations

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zlib import MAX_WBITS, decompressobj, error

from labelflow.credentials.badge import instant
from labelflow.credentials.names import CREDENTIALS, list_url
from labelflow.credentials.shapes import StatusList

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from labelflow.credentials.names import StatusPurpose

SIZE: Final = 131_072
"""Bits of a list: the least that the standard allows, so that a reader hides among as many."""
FILLED: Final = SIZE // 2
"""Credentials of a list before the next one is begun: a random free bit is found at the second draw, on average."""
TTL_MILLISECONDS: Final = 60_000
"""A public answer is never staler than a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """A list as it stands: the bits that are set, and for how long it may be relied on."""

    base_url: str
    did: str
    purpose: StatusPurpose
    number: int
    indices: frozenset[int]
    made_at: datetime
    lasts: timedelta


def status_list(facts: ListFacts) -> dict[str, Any]:
    """The list as a credential, unsigned."""
    url = list_url(facts.base_url, facts.purpose, facts.number)
    document = {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": facts.did,
        "validFrom": instant(facts.made_at),
        "validUntil": instant(facts.made_at + facts.lasts),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": facts.purpose,
            "encodedList": encoded(facts.indices),
            "ttl": TTL_MILLISECONDS,
        },
    }
    return StatusList.model_validate(document).plain()


def encoded(indices: Iterable[int]) -> str:
    """The bits, the first one highest, compressed and in base 64. The same bits always give the same text."""
    bits = bytearray(SIZE // 8)
    for index in indices:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bits of an encoded list, never more than a list of ours holds. Raises ValueError."""
    packed = urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    inflate = decompressobj(MAX_WBITS | 16)
    try:
        bits = inflate.decompress(packed, SIZE // 8 + 1)
    except error as fault:
        raise ValueError("not a compressed list") from fault
    if len(bits) != SIZE // 8 or not inflate.eof:
        raise ValueError("not a list of this size")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether a bit is set. Raises ValueError for one outside the list."""
    if not 0 <= index < len(bits) * 8:
        raise ValueError("outside the list")
    return bool(bits[index // 8] & 0x80 >> index % 8)
