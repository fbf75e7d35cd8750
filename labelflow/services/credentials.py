"""Issue credentials, and sign what the instance publishes about them.

What a credential says, and the bit that tells what becomes of it, are kept with the certificate, in the
transaction that issues it. The signature is made when the credential is asked for: the same key over the
same words at the same instant is the same signature.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from labelflow.credentials import proofs, status
from labelflow.credentials.badge import badge
from labelflow.credentials.did import did_document
from labelflow.credentials.names import PURPOSES, did_of
from labelflow.db import memory, settings
from labelflow.errors import NotFound
from labelflow.queries.contents import badge_facts, badge_picture
from labelflow.queries.credentials import (
    bits_set,
    is_taken,
    issued_credential,
    last_status_list,
    list_to_fill,
    published_keys,
)
from labelflow.queries.keys import keys_of
from labelflow.services import keys
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, Literal

    from labelflow.credentials.proofs import Signer
    from labelflow.credentials.reading import CredentialReading, Issued
    from labelflow.credentials.trust import Trust
    from labelflow.domain.actor import Actor
    from labelflow.models.key import SealingKey
    from labelflow.models.label import Certificate, Label
    from labelflow.services.transaction import Transaction

OVERLAP: Final = timedelta(days=1)
"""How long a new key is published before it signs: longer than anybody keeps a copy of the DID document."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a certificate keeps of its credential."""

    status_list: int
    status_index: int
    credential: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Of the credential in its one order: what the journal remembers of it."""
        return hashlib.sha256(proofs.serialised(self.credential)).hexdigest()


def claim(tx: Transaction, label: Label, issue: int) -> Claim:
    """What the credential of an issue will say, and the bit that will tell what becomes of it.

    The bit is drawn at random, so that its place says nothing. Two acts that draw the same one at the same
    time, once in a hundred thousand, meet at the constraint of the table, and the second is to be tried again.
    """
    ready_key(tx)
    number = list_to_fill(status.FILLED)
    index = secrets.randbelow(status.SIZE)
    while is_taken(number, index):
        index = secrets.randbelow(status.SIZE)
    facts = badge_facts(label, tx.base_url, issue=issue, status=(number, index))
    return Claim(number, index, badge(facts))


def ready_key(tx: Transaction) -> SealingKey:
    """The key that signs credentials now under the instance's present address; made when there is none."""
    did = did_of(tx.base_url)
    found = _key_for(did, tx.now)
    if found is not None:
        return found
    try:
        with tx.session.begin_nested():
            return keys.enter(tx, "credential", _new_key(did), starts_at=tx.now)
    except IntegrityError:  # another act made it at the same time: its number was taken
        found = _key_for(did, tx.now)
        if found is None:
            raise
        return found


def make_first_key(*, actor: Actor, now: datetime) -> SealingKey:
    """Make the instance's key for credentials, unless it has one."""
    with transaction(actor=actor, now=now) as tx:
        return ready_key(tx)


def change_key(*, actor: Actor, now: datetime, overlap: timedelta = OVERLAP) -> SealingKey:
    """Make the successor of the key for credentials: published at once, it signs once the overlap is over."""
    with transaction(actor=actor, now=now) as tx:
        return keys.enter(tx, "credential", _new_key(did_of(tx.base_url)), starts_at=now + overlap)


def signed(certificate: Certificate) -> dict[str, Any]:
    """The credential of a certificate with its embedded proof. Raises NotFound when no key is left to sign it."""
    by, at = _signing(certificate)
    return proofs.secured(certificate.credential, by, at)


def signed_compact(certificate: Certificate) -> str:
    """The credential of a certificate as a VC-JWT. Raises NotFound when no key is left to sign it."""
    by, at = _signing(certificate)
    return proofs.compact(certificate.credential, by, at)


def baked(certificate: Certificate, form: Literal["svg", "png"]) -> bytes:
    """The badge of a certificate, with its signed credential in it. Raises NotFound as `signed` does."""
    from labelflow.credentials import pictures  # noqa: PLC0415 - only whoever asks for a picture loads it
    from labelflow.issuing.badge import badge_png, badge_svg  # noqa: PLC0415 - same

    credential = proofs.serialised(signed(certificate))
    drawn = badge_svg(badge_picture(certificate.label))
    if form == "svg":
        return pictures.baked_svg(drawn.encode(), credential)
    return pictures.baked_png(badge_png(drawn), credential)


def signed_list(purpose: str, number: int, now: datetime) -> dict[str, Any]:
    """A status list as it stands now, signed. Raises NotFound for one that was never begun.

    It is made from the labels each time it is asked for: no copy could be older than the last commit.
    """
    wanted = next((one for one in PURPOSES if one == purpose), None)
    if wanted is None or not 1 <= number <= last_status_list():
        raise NotFound
    minute = now.replace(second=0, microsecond=0)
    did = did_of(settings().base_url)
    key = _key_for(did, minute)
    if key is None:
        raise NotFound
    at = max(minute, key.starts_at)
    facts = status.ListFacts(
        base_url=settings().base_url,
        did=did,
        purpose=wanted,
        number=number,
        indices=bits_set(wanted, number),
        made_at=at,
        lasts=timedelta(hours=settings().status_list_hours),
    )
    return proofs.secured(status.status_list(facts), _signer(key), at)


def published_document() -> dict[str, Any]:
    """The DID document of the instance. Raises NotFound while it has no key."""
    did = did_of(settings().base_url)
    document = did_document(did, published_keys())
    if not document["verificationMethod"]:
        raise NotFound
    return document


def trust(now: datetime) -> Trust:
    """What a reader needs to believe the instance's credentials on a machine that never reaches it."""
    from labelflow.credentials.trust import Trust  # noqa: PLC0415 - only whoever verifies loads it

    found = published_keys()
    numbers = range(1, last_status_list() + 1) if found else ()
    lists = [signed_list(purpose, number, now) for number in numbers for purpose in PURPOSES]
    return Trust(keys=found, lists={one["id"]: one for one in lists}, made_at=now)


def read(data: bytes, now: datetime) -> CredentialReading:
    """What can be said of any bytes, held against the record. Never raises for what the bytes hold."""
    from labelflow.credentials import reading  # noqa: PLC0415 - same

    return reading.read(data, trust=trust(now), now=now, issued=_issued)


def _issued(number: str, issue: int) -> Issued | None:
    from labelflow.credentials.reading import Issued  # noqa: PLC0415 - same

    found = issued_credential(number, issue)
    return Issued(found.credential, found.superseded_at is not None) if found else None


def _signing(certificate: Certificate) -> tuple[Signer, datetime]:
    """Who signs a certificate's credential, and as of when: the issue itself, or the key's first day if later."""
    did = certificate.credential["issuer"]["id"]
    key = _key_for(did, certificate.issued_at)
    if key is None:
        raise NotFound
    return _signer(key), max(certificate.issued_at, key.starts_at)


def _key_for(did: str, instant: datetime) -> SealingKey | None:
    """The key of a DID that signs what is issued at an instant: the one in force then, else the next one.

    There is no other way to sign again what a key signed that was revoked since.
    """
    fit = [key for key in keys_of("credential") if key.controller == did and key.revoked_at is None]
    able = [key for key in fit if key.retired_at is None or max(instant, key.starts_at) < key.retired_at]
    begun = [key for key in able if key.starts_at <= instant]
    return begun[-1] if begun else next(iter(able), None)


def _signer(key: SealingKey) -> Signer:
    """The key, opened once in the life of a process: the lock is slow on purpose."""
    opened = memory("signers")
    if key.public not in opened:
        opened[key.public] = proofs.signer(key.controller, key.name, keys.unlocked(key))
    found: Signer = opened[key.public]
    return found


def _new_key(did: str) -> keys.NewKey:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - only whoever makes a key loads it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - same

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return keys.NewKey(public=public.decode(), private=der, controller=did)
