"""Read a credential that anybody hands in, and say what can be said of it. A hostile file is an answer, never an error.

The order matters: the shape is checked before anything is computed, the key is chosen by what the reader
believes and never by the file, and only what a proof covers is repeated.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import ValidationError

from labelflow.credentials.carriers import carried
from labelflow.credentials.listed import Listed, Standing, standing_of
from labelflow.credentials.model import faults_of
from labelflow.credentials.pictures import NoCredential
from labelflow.credentials.proofs import ALGORITHM, CLAIMS, BadProof, check, claims_of, moment, open_compact
from labelflow.credentials.shapes import Badge, Proof

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from labelflow.credentials.carriers import Form
    from labelflow.credentials.did import PublishedKey
    from labelflow.credentials.trust import Trust

Fault = Literal[
    "no-credential",
    "unreadable",
    "of-another-kind",
    "not-a-label",
    "unknown-issuer",
    "unknown-key",
    "key-not-in-force",
    "key-revoked",
    "altered",
    "never-issued",
    "another-subject",
]
Record = Literal["same", "superseded", "different", "unknown", "not-asked"]
Window = Literal["in_force", "not_yet", "over"]

_ISSUE: Final = re.compile(r"/v/([A-Z0-9-]{1,40})/credential\.json#([1-9][0-9]{0,5})$")
_KNOWN_HEADER: Final = frozenset({"alg", "kid", "typ"})


@dataclass(frozen=True, slots=True)
class Issued:
    """What the record holds of an issue: the credential without its proof, and whether a newer one replaced it."""

    credential: Mapping[str, Any]
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialReading:
    """What can be said of a file. What it says of the label is given only when its proof holds."""

    form: Form | None = None
    fault: Fault | None = None
    credential: Mapping[str, Any] | None = None
    """The credential, without its proof, once the proof holds."""
    signed_at: datetime | None = None
    key: str = ""
    record: Record = "not-asked"
    window: Window | None = None
    standing: Standing = "unknown"
    listed: Listed = "absent"
    """Whether a status list that may still be relied on answered."""

    @property
    def intact(self) -> bool:
        """Whether a key that is believed signed exactly this, at a time when it signed."""
        return self.credential is not None

    @property
    def ours(self) -> bool:
        """Whether it is what was issued, as far as was asked."""
        return self.intact and self.fault is None

    @property
    def in_force(self) -> bool:
        """Whether it is ours, within its dates, and a list that may be relied on says neither revoked nor suspended."""
        return self.ours and self.window == "in_force" and self.standing == "clear"

    @property
    def number(self) -> str:
        """The label's number; "" when nothing is proved."""
        return str(self.credential["credentialSubject"]["licenseNumber"]) if self.credential else ""

    @property
    def holder(self) -> str:
        """The holder's name; "" when nothing is proved."""
        return str(self.credential["credentialSubject"]["identifier"][0]["identityHash"]) if self.credential else ""


class _Doubt(Exception):
    """What stops the reading."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def read(
    data: bytes, *, trust: Trust, now: datetime, issued: Callable[[str, int], Issued | None] | None = None
) -> CredentialReading:
    """What can be said of any bytes: a credential (JSON-LD, VC-JWT), a baked picture, a PDF. Never raises.

    `issued` asks the record for an issue of a number; without it (offline) the record is not asked.
    """
    try:
        form, text = carried(data)
    except NoCredential:
        return CredentialReading(fault="no-credential")
    except Exception:  # noqa: BLE001 - whatever a file does to the library that opens it, it is not one of ours
        return CredentialReading(fault="unreadable")
    try:
        found = _proved(text, trust)
        return _held_against(replace(found, form=form), trust, now, issued)
    except _Doubt as doubt:
        return CredentialReading(form=form, fault=doubt.fault)
    except Exception:  # noqa: BLE001 - same
        return CredentialReading(form=form, fault="unreadable")


def issue_named(credential: Mapping[str, Any]) -> tuple[str, int] | None:
    """The number and the issue that a credential's identifier names."""
    found = _ISSUE.search(str(credential.get("id", "")))
    return (found[1], int(found[2])) if found else None


def _proved(text: bytes, trust: Trust) -> CredentialReading:
    """The reading of a credential whose proof holds."""
    if text.startswith(b"{"):
        document = _object(text)
        bare, proof = {name: value for name, value in document.items() if name != "proof"}, _proof(document)
        key = _believed(_shaped(bare), proof["verificationMethod"], moment(proof["created"]), trust)
        _try(check, document, key.public)
        return CredentialReading(credential=bare, signed_at=moment(proof["created"]), key=key.name)
    header, payload = (_object(_unpacked(part)) for part in text.split(b".")[:2])
    if header.get("alg") != ALGORITHM or not header.keys() <= _KNOWN_HEADER:
        raise _Doubt("not-a-label")
    bare = {name: value for name, value in payload.items() if name not in CLAIMS}
    _shaped(bare)
    signed_at = _signing_time(payload, bare)
    key = _believed(bare, str(header.get("kid", "")), signed_at, trust)
    _try(open_compact, text.decode("ascii"), key.public)
    return CredentialReading(credential=bare, signed_at=signed_at, key=key.name)


def _held_against(
    found: CredentialReading, trust: Trust, now: datetime, issued: Callable[[str, int], Issued | None] | None
) -> CredentialReading:
    """The reading completed by the dates, the status lists and the record."""
    credential = found.credential
    assert credential is not None, "only what is proved is held against anything"
    standing, listed = standing_of(credential, trust, now)
    found = replace(found, window=_window(credential, now), standing=standing, listed=listed)
    if issued is None:
        return found
    named = issue_named(credential)
    kept = issued(*named) if named else None
    if kept is None:
        return replace(found, record="unknown", fault="never-issued")
    if dict(kept.credential) != dict(credential):
        return replace(found, record="different", fault="another-subject")
    return replace(found, record="superseded" if kept.superseded else "same")


def _believed(credential: dict[str, Any], key_id: str, signed_at: datetime, trust: Trust) -> PublishedKey:
    """The key that a proof names, when it is the issuer's own, signed at that time, and still counts."""
    issuer = credential["issuer"]["id"]
    if not trust.issuer_is_known(issuer):
        raise _Doubt("unknown-issuer")
    key = trust.key(key_id)
    if key is None or key.did != issuer:
        raise _Doubt("unknown-key")
    if key.revoked_at is not None:
        raise _Doubt("key-revoked")
    if not key.signed_at(signed_at):
        raise _Doubt("key-not-in-force")
    return key


def _shaped(document: dict[str, Any]) -> dict[str, Any]:
    """The document, when it has the shape of what is issued here, member for member; whose else it may be otherwise."""
    try:
        same = Badge.model_validate(document).plain() == document
    except ValidationError:
        same = False
    if not same:
        raise _Doubt("not-a-label" if faults_of(document) else "of-another-kind")
    return document


def _proof(document: dict[str, Any]) -> dict[str, Any]:
    try:
        return Proof.model_validate(document.get("proof")).plain()
    except ValidationError as fault:
        raise _Doubt("not-a-label") from fault


def _signing_time(payload: dict[str, Any], bare: dict[str, Any]) -> datetime:
    """When a VC-JWT says that it was signed; its other claims only repeat the credential."""
    from datetime import UTC, datetime  # noqa: PLC0415 - with its only use

    told = {name: payload.get(name) for name in CLAIMS - {"iat"}}
    at = payload.get("iat")
    if told != claims_of(bare) or type(at) is not int:
        raise _Doubt("not-a-label")
    return datetime.fromtimestamp(at, UTC)


def _try(checking: Callable[[Any, str], Any], what: object, public: str) -> None:
    try:
        checking(what, public)
    except BadProof as fault:
        raise _Doubt("altered") from fault


def _unpacked(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def _object(text: bytes) -> dict[str, Any]:
    """A JSON object; the same member twice, or a number that is none, is not JSON that everybody reads alike."""
    try:
        read = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise _Doubt("unreadable") from fault
    if not isinstance(read, dict):
        raise _Doubt("unreadable")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same member twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _window(credential: Mapping[str, Any], now: datetime) -> Window:
    if now < moment(credential["validFrom"]):
        return "not_yet"
    return "in_force" if now <= moment(credential["validUntil"]) else "over"
