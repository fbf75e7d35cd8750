"""Applications, what was submitted, and the exchanges with the applicant."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.stateful import Stateful

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.models.account import User
    from labelflow.models.structure import Structure


class Application(IntPk, PublicId, Stateful, Base):
    """One structure's request in one programme and set of scopes."""

    __tablename__ = "application"
    KIND: ClassVar[MachineKind] = "application"

    programme_code: Mapped[str] = mapped_column(String(60), index=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="initial")
    scope: Mapped[str] = mapped_column(String(60), default="all")
    """One live application per structure and scope; a programme without separate scopes uses "all"."""
    scopes: Mapped[list[str]] = mapped_column(default=list)
    """The families of actions that the structure asks the label for."""
    renews_label_id: Mapped[int | None] = mapped_column(ForeignKey("label.id", use_alter=True))
    live: Mapped[bool] = mapped_column(default=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    deferrals: Mapped[int] = mapped_column(default=0)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """A proposal that a second person has to confirm: {by, at, step, article, facts}."""
    silence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The silence clock: {rule, started_at, paused_at, due_at, ended_at}."""

    structure: Mapped[Structure] = relationship()
    positions: Mapped[list[SelfPosition]] = relationship(
        back_populates="application", order_by="SelfPosition.criterion", cascade="all, delete-orphan"
    )
    evidence: Mapped[list[Evidence]] = relationship(back_populates="application", order_by="Evidence.id")
    snapshots: Mapped[list[Snapshot]] = relationship(back_populates="application", order_by="Snapshot.number")

    __table_args__ = (
        Index(
            "uq_application_one_live",
            "programme_code",
            "structure_id",
            "scope",
            unique=True,
            sqlite_where=text("live = 1"),
            postgresql_where=text("live"),
        ),
        CheckConstraint("kind in ('initial', 'renewal')", name="kind"),
    )


class SelfPosition(IntPk, Base):
    """Where the applicant places itself on a criterion, before anyone reads."""

    __tablename__ = "self_position"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    criterion: Mapped[str] = mapped_column(String(10))
    level: Mapped[int | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")

    application: Mapped[Application] = relationship(back_populates="positions")

    __table_args__ = (
        UniqueConstraint("application_id", "criterion"),
        CheckConstraint("level is null or level between 0 and 3", name="level"),
        CheckConstraint("level is null or not not_applicable", name="level_or_na"),
    )


class Evidence(IntPk, PublicId, Base):
    """A file that proves one or several criteria. Removed files keep their row."""

    __tablename__ = "evidence"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    slot: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    criteria: Mapped[list[str]] = mapped_column(default=list)
    visibility: Mapped[str] = mapped_column(String(20), default="reviewers")
    dated_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="evidence")

    __table_args__ = (CheckConstraint("size_bytes > 0", name="size"),)


class Snapshot(IntPk, Base):
    """What was submitted, frozen: never updated (see `labelflow.models.append_only`)."""

    __tablename__ = "snapshot"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    taken_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))

    application: Mapped[Application] = relationship(back_populates="snapshots")

    __table_args__ = (UniqueConstraint("application_id", "number"),)


class Acceptance(IntPk, Base):
    """A document (charter, règlement d'usage) accepted in a given version by a given person."""

    __tablename__ = "acceptance"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), index=True)
    document: Mapped[str] = mapped_column(String(40))
    document_version: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[datetime]

    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("application_id", "document", "sha256"),)


class Complement(IntPk, PublicId, Stateful, Base):
    """A question or a list of missing pieces that the applicant has to answer."""

    __tablename__ = "complement"
    KIND: ClassVar[MachineKind] = "complement"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    of: Mapped[str] = mapped_column(String(20))
    pieces: Mapped[list[str]] = mapped_column(default=list)
    message: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()

    __table_args__ = (
        Index(
            "uq_complement_one_open",
            "application_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )


class DocumentCheck(IntPk, Base):
    """What the coordination found on a criterion that documents settle (insurance, statutes, signatures)."""

    __tablename__ = "document_check"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(10))
    level: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    checked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("application_id", "criterion"),
        CheckConstraint("level between 0 and 3", name="level"),
    )


class Report(IntPk, Base):
    """The consolidated report that the applicant reads: anonymised reviews and the computed proposal."""

    __tablename__ = "report"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    built_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("application_id", "number"),)


class Reply(IntPk, PublicId, Stateful, Base):
    """The right of reply to one report."""

    __tablename__ = "reply"
    KIND: ClassVar[MachineKind] = "reply"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    application: Mapped[Application] = relationship()
    report: Mapped[Report] = relationship()
