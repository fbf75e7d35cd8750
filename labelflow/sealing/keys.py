"""What seals: a way to sign with an RSA key, and the certificates that say whose key it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from labelflow.errors import Invalid
from labelflow.i18n import _
from labelflow.sealing.der import ders

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cryptography import x509

SMALLEST: Final = 2048
"""Bits of the shortest RSA key that may seal."""


class UnfitKey(Invalid):
    """A key or a certificate that cannot seal; the message says why."""

    code = "key-unfit"


@dataclass(frozen=True, slots=True)
class Sealer:
    """The key of a seal. `sign` gives RSASSA-PKCS1-v1_5 with SHA-256 of what it is handed."""

    certificates: tuple[bytes, ...]
    """DER, the key's own first, then its authorities."""
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Imported:
    """A key brought from elsewhere: PKCS#8 (DER), its certificates (PEM), and the term of its own."""

    private: bytes
    certificates: str
    starts_at: datetime
    ends_at: datetime


def sealer_of(private: bytes, certificates: str) -> Sealer:
    """The sealer of a private key (PKCS#8, DER) and its certificates (PEM)."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - only whoever seals
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - same
    from cryptography.hazmat.primitives.serialization import load_der_private_key  # noqa: PLC0415 - same

    key: Any = load_der_private_key(private, None)
    return Sealer(ders(certificates), lambda data: key.sign(data, PKCS1v15(), SHA256()))


def from_pkcs12(data: bytes, password: str) -> Imported:
    """The key and the certificates of a PKCS#12 file. Raises UnfitKey."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415 - see above

    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except (ValueError, TypeError) as error:
        raise UnfitKey(_("Ce n’est pas un fichier PKCS#12, ou son mot de passe est un autre.")) from error
    if key is None or certificate is None:
        raise UnfitKey(_("Ce fichier ne contient pas une clé et son certificat."))
    if key.public_key() != certificate.public_key():
        raise UnfitKey(_("Le certificat n’est pas celui de la clé."))
    check_fit(certificate)
    chain = _in_order(certificate, others)
    return Imported(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in chain),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def on_token(sealer: Sealer, certificates: str) -> Imported:
    """What the register keeps of a key that stays in its module: its certificates (PEM). Raises UnfitKey.

    The module signs once, to show that the certificate is that of its key.
    """
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - see above

    try:
        certificate = x509.load_pem_x509_certificate(certificates.encode())
    except ValueError as error:
        raise UnfitKey(_("Ce fichier n’est pas une chaîne de certificats au format PEM.")) from error
    check_fit(certificate)
    public: Any = certificate.public_key()
    try:
        public.verify(sealer.sign(b"labelflow"), b"labelflow", PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise UnfitKey(_("Le certificat n’est pas celui de la clé.")) from error
    return Imported(b"", certificates, certificate.not_valid_before_utc, certificate.not_valid_after_utc)


def check_fit(certificate: x509.Certificate) -> None:
    """Whether a seal may be made with the key of this certificate. Raises UnfitKey.

    RSA only: with other keys a PDF declares extensions of PDF 2.0, which PDF/A-3 does not know.
    """
    from cryptography import x509  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415 - see above

    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise UnfitKey(_("Un cachet demande une clé RSA."))
    if key.key_size < SMALLEST:
        raise UnfitKey(
            _("Cette clé a %(bits)s bits\u00a0; il en faut au moins %(least)s.", bits=key.key_size, least=SMALLEST)
        )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise UnfitKey(_("Ce certificat ne permet pas de signer."))


def _in_order(certificate: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    """The certificate, then who vouches for it, and so on: what is not in that line is left out."""
    chain, waiting = [certificate], list(others)
    while True:
        issuer = next((one for one in waiting if one.subject == chain[-1].issuer), None)
        if issuer is None:
            return chain
        waiting.remove(issuer)
        chain.append(issuer)
