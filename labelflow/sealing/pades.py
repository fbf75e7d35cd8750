"""The plain way to the signature of a seal: pyHanko makes it (PAdES, ETSI EN 319 142-1)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelflow.sealing.keys import Sealer


def signature_by_pyhanko(sealer: Sealer, digest: bytes, timestamper: Any = None) -> bytes:  # noqa: ANN401 - pyHanko is loaded late
    """The signed data (CMS, DER) for a document whose covered bytes have this SHA-256.

    `timestamper`: a `pyhanko.sign.timestamps.TimeStamper` that dates the signature, if any.
    """
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415 - 0.3 s, only whoever seals

    signing = _signer(sealer).async_sign(
        digest,
        "sha256",
        use_pades=True,
        signed_attr_settings=PdfCMSSignedAttributes(),
        timestamper=timestamper,
    )
    made: bytes = asyncio.run(signing).dump()
    return made


def _signer(sealer: Sealer) -> Any:  # noqa: ANN401 - see above
    from asn1crypto import x509  # noqa: PLC0415 - see above
    from asn1crypto.algos import SignedDigestAlgorithm  # noqa: PLC0415 - see above
    from pyhanko.sign.signers.pdf_cms import Signer  # noqa: PLC0415 - see above
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415 - see above

    class Sealing(Signer):
        """Signs through the sealer, wherever its key lies."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's own signature
            return sealer.sign(data)

    own, *authorities = [x509.Certificate.load(der) for der in sealer.certificates]
    return Sealing(
        signing_cert=own,
        cert_registry=SimpleCertificateStore.from_certs(authorities),  # type: ignore[no-untyped-call]  # pyHanko leaves it without types
        signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
    )
