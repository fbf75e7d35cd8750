"""Seals a document."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from labelflow.errors import LabelflowError
from labelflow.sealing.acting import active_in_our_own
from labelflow.sealing.appending import Unforeseen, append
from labelflow.sealing.placing import place
from labelflow.sealing.signature import form_of

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.sealing.keys import Sealer
    from labelflow.sealing.placing import Placed
    from labelflow.sealing.stamping import Stamping


class Unsealable(LabelflowError):
    """A document that may not be sealed."""

    code = "document-unsealable"


def seal(pdf: bytes, sealer: Sealer, *, at: datetime, stamping: Stamping | None = None, quick: bool = True) -> bytes:
    """The document, sealed: PAdES B-B, or B-LT with a time stamp. Raises Unsealable for one that could act.

    Without a time stamp the same document, key and instant give the same bytes. `quick=False` takes the plain way to
    the place of the seal, which is also taken for a document that the quick one does not know.
    """
    form = form_of(sealer.certificates)
    name, size = _described(sealer.certificates[0])
    room = len(form.filled(bytes(32), bytes(size)))
    if stamping is not None:
        placed = place(pdf, at=at, signer=name, room=room + stamping.room, evidence=stamping.evidence)
    else:
        placed = _placed(pdf, at=at, signer=name, room=room, quick=quick)
    if acting := active_in_our_own(placed.data):
        raise Unsealable(", ".join(acting))
    digest = sha256()
    for part in placed.covered:
        digest.update(part)
    signature = sealer.sign(form.attributes(digest.digest()))
    token = stamping.token(signature) if stamping is not None else b""
    return placed.filled(form.filled(digest.digest(), signature, token))


def _placed(pdf: bytes, *, at: datetime, signer: str, room: int, quick: bool) -> Placed:
    if quick:
        with suppress(Unforeseen):
            return append(pdf, at=at, signer=signer, room=room)
    return place(pdf, at=at, signer=signer, room=room)


@lru_cache(maxsize=16)
def _described(certificate: bytes) -> tuple[str, int]:
    """The name in a certificate, and the length of what its key signs."""
    from cryptography import x509  # noqa: PLC0415 - only whoever seals loads it
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415 - same
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - same

    read = x509.load_der_x509_certificate(certificate)
    key = read.public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("a seal is made with an RSA key")
    names = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else read.subject.rfc4514_string(), (key.key_size + 7) // 8
