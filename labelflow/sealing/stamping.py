"""Time stamps (RFC 3161): asking an authority for one, keeping what proves it, and reading one.

Imports pyHanko when used: a seal without a time stamp never loads it.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from labelflow.errors import LabelflowError
from labelflow.sealing.placing import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

_QUERY: Final = "application/timestamp-query"
_MARGIN: Final = 1024
"""Bytes by which a token may be longer than the one before."""
_MOST_BYTES: Final = 64_000
PATIENCE: Final = 10.0
"""Seconds that an authority has to answer."""


class NoTimeStamp(LabelflowError):
    """The time-stamp authority gave no time stamp that counts; the message says why, for the log."""

    code = "time-stamp-refused"


@dataclass(frozen=True, slots=True)
class Stamping:
    """A time-stamp authority that is ready to date seals."""

    token: Callable[[bytes], bytes]
    """The time stamp of a signature."""
    room: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp says."""

    at: datetime
    trusted: bool
    """Whether the authority is one that the reader trusts."""


def stamping_by(url: str, roots: str, *, own: tuple[bytes, ...], own_list: str, now: datetime) -> Stamping:
    """What dates seals at the authority of `url`, with the evidence that makes them B-LT.

    `roots`: PEM of its authorities (and of what they revoke, where it is not published); `own` and `own_list`: the
    certificates of the key that seals (DER) and what their authority revokes (PEM). Raises NoTimeStamp.
    """
    from pyhanko.sign.timestamps import TimeStamper  # noqa: PLC0415 - 0.3 s, only whoever dates a seal
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415 - same
    from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError  # noqa: PLC0415 - same

    class Asking(TimeStamper):
        """Asks over HTTP, by the standard library."""

        async def async_request_tsa_response(self, req: Any) -> Any:  # noqa: ANN401 - pyHanko's own signature
            return _asked(url, req)

    asking = Asking()  # type: ignore[no-untyped-call]  # pyHanko leaves it without types

    def token(signature: bytes) -> bytes:
        try:
            given: bytes = asyncio.run(asking.async_timestamp(hashlib.sha256(signature).digest(), "sha256")).dump()
        except (OSError, ValueError, TimestampRequestError) as error:
            raise NoTimeStamp(str(error)) from error
        return given

    try:
        evidence = asyncio.run(_evidence(asking, roots, own, own_list, now))
        dummy = asyncio.run(asking.async_dummy_response("sha256")).dump()
    except (OSError, ValueError, TimestampRequestError, PathBuildingError, PathValidationError) as error:
        raise NoTimeStamp(str(error)) from error
    return Stamping(token, len(dummy) + _MARGIN, evidence)


def _asked(url: str, request: Any) -> Any:  # noqa: ANN401 - asn1crypto has no types
    from asn1crypto import tsp  # noqa: PLC0415 - see above

    if not url.startswith(("http://", "https://")):
        raise NoTimeStamp(f"not a web address: {url}")
    asked = Request(url, request.dump(), {"Content-Type": _QUERY})  # noqa: S310 - checked above
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - checked above
            return tsp.TimeStampResp.load(answer.read(_MOST_BYTES))
    except URLError as error:
        raise NoTimeStamp(f"{url}: {error.reason}") from error


async def _evidence(asking: Any, roots: str, own: tuple[bytes, ...], own_list: str, now: datetime) -> Evidence:  # noqa: ANN401 - see above
    """Certificates and revocations that prove the key's and the time stamp's standing."""
    context = _context(roots, moment=now, allow_fetching=True, revocation_mode="hard-fail")
    certificates = list(own)
    async for path in asking.validation_paths(context):
        certificates += (one.dump() for one in path.iter_certs(include_root=True))
    revocations = [*_lists(own_list), *(one.dump() for one in context.crls)]
    answers = tuple(one.dump() for one in context.ocsps)
    return Evidence(tuple(dict.fromkeys(certificates)), tuple(dict.fromkeys(revocations)), answers)


def dated(token: bytes, signature: bytes, roots: str) -> Stamp | None:
    """What the time stamp of a signature says; None when it is none, or another signature's."""
    from asn1crypto import cms  # noqa: PLC0415 - see above
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data  # noqa: PLC0415 - see above

    try:
        read = cms.ContentInfo.load(token, strict=True)["content"]
        at = read["encap_content_info"]["content"].parsed["gen_time"].native
        checking = validate_tst_signed_data(
            read,
            _context(roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"),
            lambda algorithm: hashlib.new(algorithm, signature).digest(),
        )
        found = asyncio.run(checking)
    except Exception:  # noqa: BLE001 - whatever a hostile token breaks, it is no time stamp
        return None
    if not (found["intact"] and found["valid"]):
        return None
    return Stamp(at, trusted=bool(roots) and found["trust_problem_indic"] is None)


def _context(roots: str, *, moment: datetime, allow_fetching: bool, revocation_mode: str) -> Any:  # noqa: ANN401 - see above
    from asn1crypto import pem, x509  # noqa: PLC0415 - see above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - see above

    found: Iterable[Any] = pem.unarmor(roots.encode(), multiple=True) if roots.strip() else ()
    certificates = [x509.Certificate.load(der) for kind, _headers, der in found if kind == "CERTIFICATE"]
    return ValidationContext(
        trust_roots=certificates,
        crls=_lists(roots),
        moment=moment,
        best_signature_time=moment,
        allow_fetching=allow_fetching,
        revocation_mode=revocation_mode,
    )


def _lists(text: str) -> list[bytes]:
    """The lists of revocations (DER) of a PEM text."""
    from asn1crypto import pem  # noqa: PLC0415 - see above

    if "-----BEGIN X509 CRL-----" not in text:
        return []
    return [der for kind, _headers, der in pem.unarmor(text.encode(), multiple=True) if kind == "X509 CRL"]
