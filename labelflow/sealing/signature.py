"""The signature of a seal (CMS, RFC 5652; PAdES, ETSI EN 319 142-1), compiled once for each key.

For a key everything in it is known beforehand but the digest of the document and the RSA signature:
making one is filling two places. Reading one is making it again and comparing, so that no byte of it
may differ; nothing of a hostile file is ever interpreted. It is to the byte what pyHanko makes
(`tests/sealing`).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from labelflow.sealing.der import CONTEXT_0, CONTEXT_1, CONTEXT_4, OCTETS, SEQUENCE, SET, content, parts, tagged

_ONE: Final = bytes.fromhex("020101")
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_SHA256: Final = bytes.fromhex("300d06096086480165030402010500")
_SHA256_WITH_RSA: Final = bytes.fromhex("300d06092a864886f70d01010b0500")
_CONTENT_TYPE: Final = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST: Final = bytes.fromhex("06092a864886f70d010904")
_SIGNING_CERTIFICATE: Final = bytes.fromhex("060b2a864886f70d010910022f")
_TIME_STAMP: Final = bytes.fromhex("060b2a864886f70d010910020e")
_VERSION_TAG: Final = CONTEXT_0


class Parts(NamedTuple):
    """What varies in a signature."""

    certificates: tuple[bytes, ...]
    signature: bytes
    token: bytes
    """The time stamp; empty: none."""


class Form:
    """All the signatures of one key."""

    def __init__(self, certificates: tuple[bytes, ...]) -> None:
        own = certificates[0]
        issuer, serial = _issuer_and_serial(own)
        name = tagged(SEQUENCE, tagged(CONTEXT_4, issuer))
        certified = tagged(SEQUENCE, tagged(OCTETS, sha256(own).digest()), tagged(SEQUENCE, name, serial))
        self._content_type = _attribute(_CONTENT_TYPE, _DATA)
        self._certificate = _attribute(_SIGNING_CERTIFICATE, tagged(SEQUENCE, tagged(SEQUENCE, certified)))
        self._head = _ONE + tagged(SET, _SHA256) + tagged(SEQUENCE, _DATA)
        self._head += tagged(CONTEXT_0, *sorted(set(certificates)))
        self._signer = _ONE + tagged(SEQUENCE, issuer, serial) + _SHA256

    def attributes(self, digest: bytes) -> bytes:
        """What the key signs, for a document of this digest."""
        return tagged(SET, *self._attributes(digest))

    def filled(self, digest: bytes, signature: bytes, token: bytes = b"") -> bytes:
        """The whole, with what the key signed and the time stamp of it, if any."""
        stamp = tagged(CONTEXT_1, _attribute(_TIME_STAMP, token)) if token else b""
        attributes = tagged(CONTEXT_0, *self._attributes(digest))
        signer = tagged(SEQUENCE, self._signer, attributes, _SHA256_WITH_RSA, tagged(OCTETS, signature), stamp)
        data = tagged(SEQUENCE, self._head, tagged(SET, signer))
        return tagged(SEQUENCE, _SIGNED_DATA, tagged(CONTEXT_0, data))

    def _attributes(self, digest: bytes) -> list[bytes]:
        """In the order that DER wants."""
        return sorted((self._content_type, _attribute(_MESSAGE_DIGEST, tagged(OCTETS, digest)), self._certificate))


@lru_cache(maxsize=16)
def form_of(certificates: tuple[bytes, ...]) -> Form:
    """The form of the signatures of the key whose certificate comes first."""
    return Form(certificates)


def parts_of(value: bytes) -> Parts:
    """What varies in a signature that is or may be one of ours. Raises ValueError."""
    _type, wrapped = parts(value, SEQUENCE)
    (data,) = parts(wrapped, CONTEXT_0)
    certificates, signers = parts(data, SEQUENCE)[3:5]
    (signer,) = parts(signers, SET)
    found = parts(signer, SEQUENCE)
    token = b""
    if len(found) > 6:  # noqa: PLR2004 - the parts of a signer that has no time stamp
        (attribute,) = parts(found[6], CONTEXT_1)
        _kind, values = parts(attribute, SEQUENCE)
        (token,) = parts(values, SET)
    return Parts(tuple(parts(certificates, CONTEXT_0)), content(found[5]), token)


def _attribute(kind: bytes, value: bytes) -> bytes:
    return tagged(SEQUENCE, kind, tagged(SET, value))


def _issuer_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """As they are written in the certificate."""
    fields = parts(parts(certificate, SEQUENCE)[0], SEQUENCE)
    start = 1 if fields[0][0] == _VERSION_TAG else 0
    return fields[start + 2], fields[start]
