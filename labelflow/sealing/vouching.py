"""Whose key sealed: one of the instance's register, one that its authority vouches for, or somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from labelflow.sealing.der import ders

if TYPE_CHECKING:
    from labelflow.sealing.trust import TrustBundle

_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What is known of the key that sealed."""

    name: str = ""
    fingerprint: str = ""
    of_instance: bool = False
    key: str = ""
    starts_at: datetime = _NEVER
    ends_at: datetime = _NEVER
    revoked_at: datetime | None = None
    public: RSAPublicKey | None = None
    companions: frozenset[bytes] = frozenset()
    """The certificates that its seals may bring along (DER)."""

    def comes_with(self, certificates: tuple[bytes, ...]) -> bool:
        """Whether a seal brings along no other certificates than those of its key."""
        return self.companions.issuperset(certificates)

    def signed(self, attributes: bytes, signature: bytes) -> bool:
        """Whether the key signed these attributes."""
        if self.public is None:
            return False
        try:
            self.public.verify(signature, attributes, PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True


def vouched_by(certificate: bytes, trust: TrustBundle) -> Vouched:
    """Who vouches for a certificate that came with a file."""
    fingerprint = sha256(certificate).hexdigest()
    try:
        read = x509.load_der_x509_certificate(certificate)
        names = read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        name = str(names[0].value) if names else read.subject.rfc4514_string()
        key = read.public_key()
        public = key if isinstance(key, RSAPublicKey) else None
        starts_at, ends_at = read.not_valid_before_utc, read.not_valid_after_utc
        trusted = _authority(read, trust)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        return Vouched(fingerprint=fingerprint)
    known = next((key for key in trust.keys if ders(key.certificates)[:1] == (certificate,)), None)
    if known is None:
        revoked_at = _revoked_at(read, trust) if trusted else None
        companions = frozenset((certificate, *(der for pem in trust.authorities for der in ders(pem))))
        return Vouched(name, fingerprint, trusted, "", starts_at, ends_at, revoked_at, public, companions)
    return Vouched(
        name,
        fingerprint,
        of_instance=True,
        key=known.name,
        starts_at=max(starts_at, known.starts_at),
        ends_at=min(ends_at, known.ends_at),
        revoked_at=known.revoked_at,
        public=public,
        companions=frozenset(ders(known.certificates)),
    )


def _authority(certificate: x509.Certificate, trust: TrustBundle) -> bool:
    """Whether an authority of the instance vouches for it, for seals."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    if constraints.ca or not usage.digital_signature:
        return False
    return any(_issued(certificate, pem) for pem in trust.authorities)


def _issued(certificate: x509.Certificate, authority: str) -> bool:
    try:
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.encode()))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _revoked_at(certificate: x509.Certificate, trust: TrustBundle) -> datetime | None:
    """What the authority's list says of a key that is not in the register."""
    if not trust.revocations:
        return None
    entry = x509.load_pem_x509_crl(trust.revocations.encode()).get_revoked_certificate_by_serial_number(
        certificate.serial_number
    )
    return entry.revocation_date_utc if entry is not None else None
