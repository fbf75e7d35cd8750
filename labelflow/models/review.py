"""Assignments, declarations of interests, objections, reviews and their marks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.stateful import Stateful

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.models.account import User
    from labelflow.models.application import Application
    from labelflow.models.structure import Structure


class Assignment(IntPk, PublicId, Stateful, Base):
    """One reviewer on one application. Excluded or replaced ones stay in the record."""

    __tablename__ = "assignment"
    KIND: ClassVar[MachineKind] = "assignment"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"))
    """The structure that the reviewer comes from, at the time of the assignment."""
    reader: Mapped[str] = mapped_column(String(10))
    third: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    live: Mapped[bool] = mapped_column(default=True)
    """Invited, reading or counted: at most one per person and application."""

    application: Mapped[Application] = relationship()
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    structure: Mapped[Structure | None] = relationship()
    reviews: Mapped[list[Review]] = relationship(back_populates="assignment", order_by="Review.number")

    __table_args__ = (
        CheckConstraint("reader in ('peer', 'scientist')", name="reader"),
        Index(
            "uq_assignment_one_live",
            "application_id",
            "person_id",
            unique=True,
            sqlite_where=text("live = 1"),
            postgresql_where=text("live"),
        ),
    )


class Declaration(IntPk, Base):
    """A declaration of interests about one application, signed before anything opens."""

    __tablename__ = "declaration"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    clear: Mapped[bool]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{"links": codes of the links that were declared, "details": text}."""
    signed_at: Mapped[datetime]


class Clearance(IntPk, Base):
    """The coordination lets a person read an application in spite of a kind of link that it may decide on."""

    __tablename__ = "clearance"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(Text)
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    cleared_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("application_id", "person_id", "code"),)


class Objection(IntPk, PublicId, Stateful, Base):
    """The applicant objects to a person, or to whoever comes from a structure, reading its application."""

    __tablename__ = "objection"
    KIND: ClassVar[MachineKind] = "objection"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"))
    reason: Mapped[str] = mapped_column(Text)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    raised_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    stands: Mapped[bool] = mapped_column(default=True)
    """Not decided yet, or upheld: whom it names does not read."""

    application: Mapped[Application] = relationship()
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    structure: Mapped[Structure | None] = relationship()

    __table_args__ = (
        CheckConstraint("(person_id is null) <> (structure_id is null)", name="to_one"),
        UniqueConstraint("application_id", "person_id"),
        UniqueConstraint("application_id", "structure_id"),
    )


class Review(IntPk, PublicId, Base):
    """What a reviewer writes; sealed by a hash when submitted. A revision is one more, with the next number.

    The last one that was submitted is the one that counts.
    """

    __tablename__ = "review"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    strengths: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    recommendation: Mapped[str] = mapped_column(String(30), default="")
    """favorable | reserved | unfavorable, or "" while not given."""
    submitted_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")

    assignment: Mapped[Assignment] = relationship(back_populates="reviews")
    marks: Mapped[list[Mark]] = relationship(
        back_populates="review", order_by="Mark.criterion", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        CheckConstraint("(submitted_at is null) = (sha256 = '')", name="sealed_when_submitted"),
        CheckConstraint("recommendation in ('', 'favorable', 'reserved', 'unfavorable')", name="recommendation"),
    )


class Mark(IntPk, Base):
    """One reviewer's answer on one criterion: a level, or why there is none."""

    __tablename__ = "mark"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), index=True)
    criterion: Mapped[str] = mapped_column(String(10))
    level: Mapped[int | None]
    absent: Mapped[str] = mapped_column(String(20), default="")
    """"na" (not applicable) | "insufficient" (evidence), or "" when there is a level."""
    comment: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[Review] = relationship(back_populates="marks")

    __table_args__ = (
        UniqueConstraint("review_id", "criterion"),
        CheckConstraint("level is null or level between 0 and 3", name="level"),
        CheckConstraint("absent in ('', 'na', 'insufficient')", name="absent"),
        CheckConstraint("(level is null) = (absent <> '')", name="level_or_absent"),
    )
