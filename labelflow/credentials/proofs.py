"""Signing and checking: an embedded proof (`eddsa-rdfc-2022`) and the compact form (VC-JWT, EdDSA).

The canonical form of RDF comes from openbadgeslib, within its limits on what a hostile document may
cost and with the contexts that its package holds: nothing is ever fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from labelflow.credentials.badge import instant
from labelflow.credentials.names import key_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM: Final = "EdDSA"
CLAIMS: Final = frozenset({"exp", "iat", "iss", "jti", "nbf", "sub"})
"""What the compact form repeats of the credential, for whoever reads only JWT."""


class BadProof(ValueError):
    """The proof was not made by that key over that document."""


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 key that may sign, and the name under which it is published."""

    did: str
    key: str
    private: Ed25519PrivateKey

    @property
    def method(self) -> str:
        """How proofs name the key."""
        return key_id(self.did, self.key)


def signer(did: str, key: str, private: bytes) -> Signer:
    """The signer of a private key (PKCS#8, DER)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - only to sign
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415 - same

    loaded = load_der_private_key(private, None)
    assert isinstance(loaded, Ed25519PrivateKey), "credentials are signed with Ed25519"
    return Signer(did, key, loaded)


def secured(document: dict[str, Any], by: Signer, at: datetime) -> dict[str, Any]:
    """The document with its proof. The same document, key and instant give the same proof."""
    from openbadgeslib.ob3.ldp import add_data_integrity_proof  # noqa: PLC0415 - 0.3 s of JSON-LD, only to sign

    return add_data_integrity_proof(document, by.private, by.method, created=at.astimezone(UTC).replace(microsecond=0))


def check(document: dict[str, Any], public: str, contexts: Mapping[str, dict[str, Any]] | None = None) -> None:
    """Check the embedded proof of a document with a public key (PEM). Raises BadProof.

    `contexts`: those that the document may name besides the standard ones.
    """
    from openbadgeslib.errors import LibOpenBadgesException  # noqa: PLC0415 - see above
    from openbadgeslib.ob3.ldp import verify_data_integrity_proof  # noqa: PLC0415 - see above

    try:
        verify_data_integrity_proof(document, public, extra_contexts=contexts)
    except LibOpenBadgesException as fault:
        raise BadProof(str(fault)) from fault


def compact(document: dict[str, Any], by: Signer, at: datetime) -> str:
    """The document as a VC-JWT (Open Badges 3.0, §8.2): the payload is the credential, with its claims beside."""
    import jwt  # noqa: PLC0415 - only to sign

    payload = serialised(document | claims_of(document) | {"iat": int(at.timestamp())})
    return jwt.PyJWS().encode(payload, by.private, ALGORITHM, headers={"kid": by.method, "typ": "JWT"})


def open_compact(token: str, public: str) -> dict[str, Any]:
    """The payload of a VC-JWT that this key (PEM) signed. The algorithm is ours to choose, never the token's.

    Raises BadProof.
    """
    import jwt  # noqa: PLC0415 - only to verify

    try:
        payload = jwt.PyJWS().decode(token, public, algorithms=[ALGORITHM])
    except (jwt.PyJWTError, ValueError, TypeError) as fault:
        raise BadProof(str(fault)) from fault
    read: dict[str, Any] = json.loads(payload)
    return read


def claims_of(document: dict[str, Any]) -> dict[str, Any]:
    """The registered claims that a credential implies."""
    subject = document["credentialSubject"]
    issuer = document["issuer"]
    return {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": subject["id"],
        "nbf": _seconds(document["validFrom"]),
        "exp": _seconds(document["validUntil"]),
    }


def serialised(document: dict[str, Any]) -> bytes:
    """A document as bytes, in one order: databases and dictionaries keep none."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def moment(text: str) -> datetime:
    """The instant that `instant` wrote. Raises ValueError."""
    found = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert instant(found) == text
    return found


def _seconds(text: str) -> int:
    return int(moment(text).timestamp())
