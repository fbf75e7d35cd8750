"""A time-stamp authority (RFC 3161) on this machine, answering over HTTP; the clock is the test's."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from asn1crypto import keys as asn1_keys
from asn1crypto import pem, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class TimeAuthority:
    """Dates what it is asked to; `roots` is what those who trust it keep."""

    def __init__(self, at: datetime, name: str = "Horodatage") -> None:
        self.at = at
        self.asked = 0
        self._root, self._key = _key(), _key()
        root_name, name_ = _name(f"Racine {name}"), _name(name)
        root = _certificate(root_name, root_name, self._root, self._root, at, ca=True)
        own = _certificate(name_, root_name, self._key, self._root, at, ca=False)
        listed = _nothing_revoked(root_name, self._root, at)
        self.roots = root.public_bytes(serialization.Encoding.PEM).decode()
        self.roots += listed.public_bytes(serialization.Encoding.PEM).decode()
        self._certificates = [
            asn1.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in (own, root)
        ]

    def answer(self, request: bytes) -> bytes:
        self.asked += 1
        private = self._key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        stamper = DummyTimeStamper(
            self._certificates[0],
            asn1_keys.PrivateKeyInfo.load(private),
            SimpleCertificateStore.from_certs(self._certificates),
            fixed_dt=self.at,
        )
        answered: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answered


@contextmanager
def served(authority: TimeAuthority) -> Iterator[str]:
    """The address at which the authority answers, within this block."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def certificates_in(text: str) -> list[asn1.Certificate]:
    found = pem.unarmor(text.encode(), multiple=True)
    return [asn1.Certificate.load(der) for kind, _headers, der in found if kind == "CERTIFICATE"]


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey, at: datetime, *, ca: bool
) -> x509.Certificate:
    usage = x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False)
    builder = (
        x509.CertificateBuilder(
            issuer,
            subject,
            key.public_key(),
            x509.random_serial_number(),
            at - timedelta(days=9),
            at + timedelta(days=999),
        )
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(signer, hashes.SHA256())


def _nothing_revoked(issuer: x509.Name, key: rsa.RSAPrivateKey, at: datetime) -> x509.CertificateRevocationList:
    return (
        x509.CertificateRevocationListBuilder(issuer, at - timedelta(days=1), at + timedelta(days=30))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
