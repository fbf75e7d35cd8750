"""The answer to whoever verifies: the same value for the site, the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from labelflow.domain.verification import UNKNOWN, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from labelflow.credentials.listed import Listed
    from labelflow.credentials.reading import CredentialReading
    from labelflow.domain.asked import Asked
    from labelflow.domain.past_status import DayStatus
    from labelflow.domain.verification import PublicStatus
    from labelflow.domain.words import Words
    from labelflow.issuing.contents import ReviewingContent
    from labelflow.models.label import Label
    from labelflow.sealing.report import SealReport
    from labelflow.services.verification_files import FileReading

Verdict = (
    Answer
    | Literal[
        "mistyped",
        "malformed",
        "another_site",
        "replaced",
        "reviewing",
        "reviewing_over",
        "revoked",
        "not_checked",
        "altered",
        "copied",
        "foreign",
        "untrusted",
        "other_document",
        "several_codes",
        "other_code",
        "no_credential",
        "empty",
        "too_large",
        "not_ours",
    ]
)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What was guaranteed on a chosen day, by the issue of the certificate that was in force then."""

    on: DayStatus
    issue: int | None = None
    holder: str = ""
    scopes: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """For scripts."""
        on = self.on
        return {
            "day": on.day.isoformat(),
            "answer": on.status.answer,
            "guaranteed": on.guaranteed,
            "at_the_beginning_of_the_day": on.before.answer if on.before else None,
            "register_said_then": on.said_then.answer if on.said_then else None,
            "is_to_come": on.is_to_come,
            "issue": self.issue,
            "holder": self.holder or None,
            "scopes": list(self.scopes),
        }


@dataclass(frozen=True, slots=True)
class Lists:
    """How old what was consulted offline is."""

    listed: Listed
    bundle_made_at: datetime | None
    made_at: datetime | None = None
    until: datetime | None = None

    def as_record(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "state": self.listed,
            "made_at": self.made_at.isoformat() if self.made_at else None,
            "until": self.until.isoformat() if self.until else None,
            "trust_made_at": self.bundle_made_at.isoformat() if self.bundle_made_at else None,
        }


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A certificate of reviewing, as it was issued."""

    content: ReviewingContent
    stands: bool
    """Whether all the reviews that it counts still count."""

    @property
    def verdict(self) -> Verdict:
        """The answer: it never says that a label is in force."""
        return "reviewing" if self.stands else "reviewing_over"

    def as_record(self) -> dict[str, Any]:
        """For scripts: what the certificate itself prints."""
        said = self.content
        return {
            "code": said.code,
            "person": said.person_name,
            "programme": said.office.programme,
            "year": said.year,
            "reviews": said.total,
            "issued_on": said.issued_on.isoformat(),
            "stands": self.stands,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer about a label, and about the file when one was given."""

    status: PublicStatus = UNKNOWN
    label: Label | None = None
    record: dict[str, Any] | None = None
    asked: Asked | None = None
    file: FileReading | None = None
    guarantee: Guarantee | None = None
    reviewing: Reviewing | None = None
    """What was asked about is a certificate of reviewing: of a person, and of no label."""
    lists: Lists | None = None
    """Only offline: the register was not asked."""
    words: Mapping[Answer, Words] = field(default_factory=dict)
    """What the programme of the label says instead of our own answers."""

    @property
    def verdict(self) -> Verdict:
        """The one word of the answer: what is wrong with the file comes before what the label is."""
        if self.lists is not None:
            return self._verdict_offline()
        if self.asked is not None and self.asked.site:
            return "another_site"
        return self.reviewing.verdict if self.reviewing is not None else self._verdict_by_register()

    def _verdict_by_register(self) -> Verdict:
        if self.file is not None and self.file.state == "superseded":
            return "replaced" if self.status.counts_as_valid else self.status.answer
        if self.file is not None and not self.file.is_genuine and self.file.asked is None:
            return self.file.state  # type: ignore[return-value]  # every other state of a file is a verdict
        if self.label is None and self.asked is not None and self.asked.fault:
            return self.asked.fault
        return self.status.answer

    @property
    def valid(self) -> bool:
        """Whether the label is in force and the file, if any, is the one issued."""
        return self.verdict == "valid"

    @property
    def day(self) -> date | None:
        """The day that the answer speaks of."""
        return self.status.day if self.verdict == self.status.answer else None

    @property
    def seal(self) -> SealReport | None:
        """What the seal of the file says."""
        return self.file.seal if self.file is not None else None

    @property
    def credential(self) -> CredentialReading | None:
        """What the credential of the file says."""
        return self.file.credential if self.file is not None else None

    def lines(self) -> list[str]:
        """For people."""
        from labelflow.services.verification_words import plain_lines  # noqa: PLC0415 - loads the languages

        return plain_lines(self)

    def as_record(self) -> dict[str, Any]:
        """For scripts. See docs/verification.md."""
        answer = self.verdict if self.lists is not None and self.valid else self.status.answer
        return {
            "valid": self.valid,
            "verdict": self.verdict,
            "answer": "not_checked" if self.lists is not None and not self.valid else answer,
            "day": self.day.isoformat() if self.day else None,
            "file": self._match(),
            "document": self.file.as_record() if self.file is not None else None,
            "seal": self.seal.as_record() if self.seal is not None else None,
            "credential": _credential_record(self.credential),
            "label": self.record,
            "reviewing": self.reviewing.as_record() if self.reviewing is not None else None,
            "on": self.guarantee.as_record() if self.guarantee is not None else None,
            "offline": self.lists.as_record() if self.lists is not None else None,
        }

    def _match(self) -> str | None:
        if self.file is None or self.lists is not None or self.file.asked is not None:
            return None
        return self.file.state if self.file.state in {"issued", "superseded"} else "not_ours"

    def _verdict_offline(self) -> Verdict:
        """From the credential alone: what a list that may be relied on says, within its dates."""
        if self.asked is not None and self.asked.site:
            return "another_site"
        if self.file is None or self.file.asked is not None:
            return self.asked.fault if self.asked is not None and self.asked.fault else "not_checked"
        found = self.file.repeats
        if self.file.state != "signed" or found is None:
            return self.file.state  # type: ignore[return-value]  # see above
        if found.standing == "revoked":
            return "revoked"
        if found.window != "in_force":
            return "expired" if found.window == "over" else "not_yet_in_force"
        return {"clear": "valid", "suspended": "suspended"}.get(found.standing, "not_checked")  # type: ignore[return-value]  # same


def _credential_record(found: CredentialReading | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "form": found.form,
        "fault": found.fault,
        "intact": found.intact,
        "number": found.number or None,
        "holder": found.holder or None,
        "record": found.record,
        "window": found.window,
        "standing": found.standing,
        "key": found.key,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
    }
