"""What a file is worth: one rule for the site, the API and the command line, with or without the register.

Nothing here reads a database. A file is known by its digest when the register was asked, else by its seal
and by the credential that it carries. Only what was proved is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

from labelflow.credentials.carriers import carried, form_of
from labelflow.credentials.pictures import NoCredential
from labelflow.domain.asked import Asked, asked_by_codes
from labelflow.sealing.reading import MOST_BYTES
from labelflow.sealing.reading import read as read_seal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from labelflow.credentials.reading import CredentialReading
    from labelflow.issuing.scanning import Fault
    from labelflow.sealing.report import SealReport
    from labelflow.sealing.trust import TrustBundle

Kind = Literal["pdf", "svg", "png", "json", "jwt", "photo", "other", "nothing"]
Match = Literal["issued", "superseded"]
FileState = Literal[
    "issued",  # what the register issued, and it is the latest
    "superseded",  # what it issued, and replaced since
    "signed",  # offline: sealed or signed by the instance, and nothing tells against it
    "altered",  # sealed or signed by the instance, and changed since
    "copied",  # a genuine credential enclosed in a document that was not issued
    "foreign",  # sealed or signed by somebody else
    "untrusted",  # by a key that was revoked, or at a time when it did not serve
    "other_document",  # issued by the instance, and no certificate
    "scanned",  # a picture of the code of one label: it says a number, and proves nothing by itself
    "several_codes",  # a picture of the codes of several labels
    "other_code",  # a picture of a code that leads to no label
    "no_credential",  # a picture without a credential, and without a code that can be read
    "empty",
    "too_large",
    "not_ours",
]
_JPEG: Final = b"\xff\xd8\xff"
_BOXES: Final = ((b"RIFF", 0), (b"ftyp", 4))
"""What the files of WebP, HEIC and AVIF begin with, and where."""
_FOREIGN: Final = frozenset({"unknown-issuer", "unknown-key", "of-another-kind"})
_UNTRUSTED: Final = frozenset({"key-revoked", "key-not-in-force"})
_PICTURES: Final = frozenset({"svg", "png", "photo"})
_OF_PIXELS: Final = frozenset({"png", "photo"})


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the codes to scan in a picture lead to."""

    asked: tuple[Asked, ...] = ()
    """The labels, each once."""
    codes: int = 0
    """How many codes were read, whatever they say."""
    fault: Fault = ""

    @property
    def state(self) -> FileState:
        """One label, or why it cannot be told which."""
        if len(self.asked) == 1:
            return "scanned"
        if self.asked:
            return "several_codes"
        return "other_code" if self.codes else "no_credential"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What was found in a file, and what it is worth."""

    name: str = ""
    kind: Kind
    size: int
    received: bool = True
    """Whether it was read at all."""
    sha256: str
    match: Match | None = None
    """Which issue of a certificate has exactly these bytes, when the register was asked."""
    register_asked: bool = True
    seal: SealReport | None = None
    """Only a PDF has one."""
    credential: CredentialReading | None = None
    """None: it carries none, or it was not read."""
    scanned: Scanned | None = None
    """Only what carries no credential was scanned: a picture of pixels, and a PDF without a seal whose photos show the
    code of a label."""

    @property
    def state(self) -> FileState:
        """The rule: what the register knows, then what the file proves by itself."""
        if self.match is not None:
            return self.match
        if self.kind == "nothing":
            return "empty"
        if not self.received or self.size > MOST_BYTES:
            return "too_large"
        return self._sealed_state() if self.kind == "pdf" else self._signed_state()

    @property
    def asked(self) -> Asked | None:
        """The one label whose code a picture shows: it counts as if its number had been typed."""
        return self.scanned.asked[0] if self.scanned is not None and self.state == "scanned" else None

    @property
    def is_genuine(self) -> bool:
        """Whether it is the latest that was issued, or offline nothing tells against it."""
        return self.state in {"issued", "signed"}

    @property
    def repeats(self) -> CredentialReading | None:
        """The credential inside, when its proof holds and the record knows it."""
        return self.credential if self.credential is not None and self.credential.ours else None

    def _sealed_state(self) -> FileState:
        seal = self.seal
        if self.scanned is not None:
            return self.scanned.state
        if seal is None:
            return "not_ours"
        if seal.valid:
            return "signed" if self.repeats is not None and not self.register_asked else "other_document"
        if seal.of_instance:
            return "untrusted" if seal.state in {"revoked", "outdated"} else "altered"
        if self.repeats is not None:
            return "altered" if seal.state == "altered" else "copied"
        return "foreign" if seal.state == "foreign" else "not_ours"

    def _signed_state(self) -> FileState:
        found = self.credential
        if self.scanned is not None:
            return self.scanned.state
        if found is None:
            return "no_credential" if self.kind in _PICTURES else "not_ours"
        if found.ours:
            return {"same": "issued", "superseded": "superseded"}.get(found.record, "signed")  # type: ignore[return-value]  # states by record
        if found.fault == "altered":
            return "altered"
        if found.fault in _FOREIGN:
            return "foreign"
        return "untrusted" if found.fault in _UNTRUSTED else "not_ours"

    def as_record(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "kind": self.kind,
            "bytes": self.size,
            "sha256": self.sha256,
            "state": self.state,
            "codes": [one.wanted for one in self.scanned.asked] if self.scanned is not None else None,
        }


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: whose seals are believed, how credentials are read, and whether the register was asked."""

    seals: TrustBundle
    read_credential: Callable[[bytes], CredentialReading]
    site: str = ""
    """Where the instance answers: where its codes lead."""
    register_asked: bool = True


def look_at(data: bytes, reader: Reader, now: datetime, *, match: Match | None = None, name: str = "") -> FileReading:
    """Read any bytes. `match`: which issue of a certificate the register says that they are."""
    kind = kind_of(data)
    carries = len(data) <= MOST_BYTES and carries_credential(data)
    seal = read_seal(data, reader.seals, now) if kind == "pdf" else None
    return FileReading(
        name=name,
        kind=kind,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        match=match,
        register_asked=reader.register_asked,
        seal=seal,
        credential=reader.read_credential(data) if carries else None,
        scanned=None if carries or len(data) > MOST_BYTES else _scanned(data, kind, seal, reader.site),
    )


def _scanned(data: bytes, kind: Kind, seal: SealReport | None, site: str) -> Scanned | None:
    in_pixels = kind in _OF_PIXELS
    if not in_pixels and (seal is None or seal.state != "unsealed"):
        return None
    from labelflow.issuing.scanning import scan, scan_pages  # noqa: PLC0415 - only what is scanned loads it

    if in_pixels:
        found = scan(data)
        return Scanned(asked_by_codes(found.codes, site), len(found.codes), found.fault)
    found = scan_pages(data)
    asked = asked_by_codes(found.codes, site)
    return Scanned(asked, len(found.codes)) if asked else None


def too_large(size: int) -> FileReading:
    """A file that was not even received: it is larger than anything that is read."""
    return FileReading(kind="other", size=size, received=False, sha256="")


def kind_of(data: bytes) -> Kind:
    """What the bytes are; a name could say anything."""
    if not data.strip():
        return "nothing"
    if data.startswith(_JPEG) or any(data.startswith(mark, place) for mark, place in _BOXES):
        return "photo"
    try:
        return form_of(data)
    except NoCredential:
        return "other"


def carries_credential(data: bytes) -> bool:
    """Whether something that could be a credential is inside; quick, so that other files load nothing."""
    try:
        carried(data)
    except Exception:  # noqa: BLE001 - whatever a file does to the library that opens it, nothing is in it for us
        return False
    return True
