"""Seals: ours against pyHanko's own way and against the RSA operation alone, on the same certificate.

    python benchmarks/seal.py [rounds]

Rounds are interleaved. pyHanko signs as its guide shows (`PdfSigner`, PAdES, a new invisible field). Targets:
at least 50 times faster than pyHanko, at most 5 times the bare RSA operation (2048 bits).
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from labelflow.issuing import render_certificate
from labelflow.sealing import authority
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import seal
from labelflow.sealing.reading import read
from labelflow.sealing.trust import TrustBundle

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.issuing.samples import certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.sealing.authority import Made

NOW = datetime(2026, 9, 3, 16, 42, tzinfo=UTC)


def by_pyhanko(pdf: bytes, key: Made, chain: tuple[bytes, ...]) -> Callable[[], bytes]:
    own, root = (asn1.Certificate.load(der) for der in chain)
    signer = signers.SimpleSigner(
        own, asn1_keys.PrivateKeyInfo.load(key.private), SimpleCertificateStore.from_certs([root])
    )
    meta = signers.PdfSignatureMetadata(field_name="Cachet", subfilter=fields.SigSeedSubFilter.PADES)

    def made() -> bytes:
        signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer)
        data: bytes = signed.getvalue()
        return data

    return made


def measured(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median milliseconds of each way."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for round_number in range(rounds + 2):
        for name, way in ways.items():
            began = perf_counter()
            way()
            if round_number > 1:
                taken[name].append((perf_counter() - began) * 1000)
    return {name: median(values) for name, values in taken.items()}


def compare(bits: int, rounds: int) -> None:
    authority.BITS = bits  # type: ignore[misc]  # both lengths, for the comparison
    root = authority.make_authority("Sciences en Occitanie", now=NOW)
    key = authority.make_seal(root, "Sciences en Occitanie", now=NOW)
    sealer = sealer_of(key.private, key.certificate + root.certificate)
    pdf = render_certificate(certificate())
    sealed = seal(pdf, sealer, at=NOW)
    trust = TrustBundle("", NOW, (), (root.certificate,))
    found = measured(
        {
            "bare RSA": lambda: sealer.sign(pdf[:200]),
            "pyHanko": by_pyhanko(pdf, key, sealer.certificates),
            "plain way": lambda: seal(pdf, sealer, at=NOW, quick=False),
            "quick way": lambda: seal(pdf, sealer, at=NOW),
            "reading": lambda: read(sealed, trust, NOW),
        },
        rounds,
    )
    for name, took in found.items():
        faster, floors = found["pyHanko"] / took, took / found["bare RSA"]
        print(f"RSA-{bits}  {name:<10} {took:8.3f} ms   {faster:6.1f} x pyHanko's speed   {floors:6.2f} x bare RSA")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for bits in (2048, 3072):
        compare(bits, rounds)


if __name__ == "__main__":
    main()
