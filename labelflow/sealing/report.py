"""What a seal says, once read: plain facts, and one state that sums them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

SealState = Literal[
    "intact", "unsealed", "altered", "extended", "foreign", "revoked", "outdated", "too_large", "not_pdf"
]
"""`outdated`: sealed outside of the term of its key."""


@dataclass(frozen=True, slots=True)
class SealReport:
    """The answer about a file's seal. Only `intact` is a good answer."""

    state: SealState
    whole_file: bool = False
    """Whether the seal covers every byte."""
    bytes_intact: bool = False
    """Whether what the seal covers is what was sealed."""
    of_instance: bool = False
    """Whether the key is one of the instance's, or vouched for by its authority."""
    key: str = ""
    """Name of the key in the register; empty: not there."""
    signer: str = ""
    """The name in the certificate, which proves nothing by itself."""
    fingerprint: str = ""
    """SHA-256 of the certificate."""
    sealed_at: datetime | None = None
    time_proved: bool = False
    """Whether a time-stamp authority dates the seal; otherwise the time is the instance's word."""
    expired_now: bool = False
    """Whether the certificate has expired since; it harms no seal made before."""
    active_content: tuple[str, ...] = ()
    """Names of what could act when the file is opened."""

    @property
    def valid(self) -> bool:
        """Whether the file is, to the byte, what the instance sealed with a key that counts."""
        return self.state == "intact"

    def as_record(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "state": self.state,
            "valid": self.valid,
            "whole_file": self.whole_file,
            "bytes_intact": self.bytes_intact,
            "of_instance": self.of_instance,
            "key": self.key,
            "signer": self.signer,
            "fingerprint": self.fingerprint,
            "sealed_at": self.sealed_at.isoformat() if self.sealed_at else None,
            "time_proved": self.time_proved,
            "expired_now": self.expired_now,
            "active_content": list(self.active_content),
        }
