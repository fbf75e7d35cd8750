"""The instance's own authority: X.509 certificates for its seals, and the list of those it revokes.

It says what it is in its own name and policy: the instance vouches for itself, no trust service
provider stands behind it, and its seals are not qualified ones.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BITS: Final = 3072
AUTHORITY_TERM: Final = timedelta(days=30 * 365)
SEAL_TERM: Final = timedelta(days=5 * 365)
EARLY: Final = timedelta(hours=1)
"""How far before its making a certificate begins: clocks differ."""
LIST_TERM: Final = timedelta(days=30)
"""How long a list of revocations may be relied on."""
NOTICE: Final = (
    "Cachet électronique de cette instance, par sa propre autorité. "
    "Ce n'est pas un cachet qualifié au sens du règlement (UE) 910/2014."
)
LONGEST_NAME: Final = 64
"""Bytes (RFC 5280, appendix A)."""
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_ANY_POLICY: Final = "2.5.29.32.0"
_DOCUMENT_SIGNING: Final = ("1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4")
"""Document signing (RFC 9336), and protection of mail, which is what readers older than that ask for."""


@dataclass(frozen=True, slots=True)
class Made:
    """A private key (PKCS#8, DER) and its certificate (PEM)."""

    private: bytes
    certificate: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that counts no longer."""

    certificate: str
    at: datetime


def make_authority(organisation: str, *, now: datetime) -> Made:
    """A new authority that vouches for itself."""
    from cryptography import x509  # noqa: PLC0415 - only whoever makes keys loads it

    key = _new_key()
    name = _name(organisation, f"Autorité de {organisation}")
    builder = (
        _certificate(name, name, key, starts_at=now - EARLY, ends_at=now + AUTHORITY_TERM)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(_policy(), critical=False)
    )
    return Made(_der(key), _signed(builder, key))


def make_seal(authority: Made, organisation: str, *, now: datetime, list_url: str = "") -> Made:
    """A new key for seals, with the authority's certificate for it.

    `list_url`: where the authority's list of revocations is published; left out when only this machine sees it.
    """
    from cryptography import x509  # noqa: PLC0415 - see above

    issuer, issuer_key = _opened(authority)
    key = _new_key()
    name = _name(organisation, f"Cachet de {organisation}")
    ends_at = min(now + SEAL_TERM, issuer.not_valid_after_utc)
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        _certificate(name, issuer.subject, key, starts_at=now - EARLY, ends_at=ends_at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(map(x509.ObjectIdentifier, _DOCUMENT_SIGNING)), critical=False)
        .add_extension(_policy(), critical=False)
        .add_extension(key_id, critical=False)
    )
    if _is_public(list_url):
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(list_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return Made(_der(key), _signed(builder, issuer_key))


def list_of_revocations(authority: Made, revoked: Iterable[Revoked], *, now: datetime, number: int) -> str:
    """The authority's signed list (X.509 CRL, PEM) of what counts no longer."""
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - see above

    issuer, key = _opened(authority)
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now)
        .next_update(now + LIST_TERM)
        .add_extension(key_id, critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for one in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(x509.load_pem_x509_certificate(one.certificate.encode()).serial_number)
            .revocation_date(one.at)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def list_as_der(pem: str) -> bytes:
    """The same list as programs fetch it (RFC 5280, 4.2.1.13)."""
    return b64decode("".join(line for line in pem.splitlines() if not line.startswith("-")))


def _new_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - see above

    return rsa.generate_private_key(65537, BITS)


def _opened(made: Made) -> tuple[x509.Certificate, RSAPrivateKey]:
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415 - see above

    key = load_der_private_key(made.private, None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("an authority signs with an RSA key")
    return x509.load_pem_x509_certificate(made.certificate.encode()), key


def _der(key: RSAPrivateKey) -> bytes:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - see above

    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(organisation: str, common_name: str) -> x509.Name:
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - see above

    names = {NameOID.ORGANIZATION_NAME: organisation, NameOID.COMMON_NAME: common_name}
    return x509.Name([x509.NameAttribute(oid, _within(text)) for oid, text in names.items()])


def _within(text: str) -> str:
    """As much of a name as X.509 takes: without what stands in brackets at its end, else whole words and an ellipsis."""
    if len(text.encode()) <= LONGEST_NAME:
        return text
    bare = _BRACKETS.sub("", text)
    if len(bare.encode()) <= LONGEST_NAME:
        return bare
    cut = bare.encode()[: LONGEST_NAME - len("…".encode())].decode(errors="ignore")
    end = cut.rfind(" ")
    words = cut[:end] if end > len(cut) // 2 else cut
    return f"{words.rstrip(' ,;:/–-')}…"


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, *, starts_at: datetime, ends_at: datetime
) -> x509.CertificateBuilder:
    from cryptography import x509  # noqa: PLC0415 - see above

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts_at)
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    from cryptography import x509  # noqa: PLC0415 - see above

    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _policy() -> x509.CertificatePolicies:
    from cryptography import x509  # noqa: PLC0415 - see above

    notice = x509.UserNotice(notice_reference=None, explicit_text=NOTICE)
    return x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(_ANY_POLICY), [notice])])


def _signed(builder: x509.CertificateBuilder, key: RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - see above

    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _is_public(url: str) -> bool:
    """Whether others than this machine can read `url`."""
    host = urlsplit(url).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host not in {"", "localhost"}
