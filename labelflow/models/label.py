"""Labels, their numbers, reservations and issued certificates. Nothing here is ever deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.stateful import Stateful

if TYPE_CHECKING:
    from labelflow.domain.workflow import MachineKind
    from labelflow.models.application import Application
    from labelflow.models.decision import Decision
    from labelflow.models.file import Document
    from labelflow.models.structure import Structure


class LabelNumber(IntPk, Base):
    """The register of allotted numbers: one row a number, for ever."""

    __tablename__ = "label_number"

    prefix: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    allotted_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("prefix", "year", "sequence"),)


class Label(IntPk, PublicId, Stateful, Base):
    """The right granted to a structure for some scopes and a term."""

    __tablename__ = "label"
    KIND: ClassVar[MachineKind] = "label"

    programme_code: Mapped[str] = mapped_column(String(60), index=True)
    number: Mapped[str] = mapped_column(ForeignKey("label_number.number"), unique=True)
    short_code: Mapped[str] = mapped_column(String(16), unique=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    scope: Mapped[str] = mapped_column(String(60), default="all")
    scopes: Mapped[list[str]] = mapped_column(default=list)
    holder_name: Mapped[str] = mapped_column(String(300))
    """The holder's name as granted; a change of name is a decision of its own."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Last day of validity, included."""
    extended: Mapped[bool] = mapped_column(default=False)
    held: Mapped[bool] = mapped_column(default=True)
    """Mirrors the state's flag `holds_label`, for the constraint of one label per structure and scope."""
    listed: Mapped[bool] = mapped_column(default=True, index=True)
    """Mirrors the state's flag `listed`: the public list changes in the same commit."""
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("label.id"))
    grounds: Mapped[list[Any]] = mapped_column(default=list)
    """Acts on the label: [{"step", "at", "by", …fields}]."""

    structure: Mapped[Structure] = relationship()
    application: Mapped[Application | None] = relationship(foreign_keys=[application_id])
    decision: Mapped[Decision | None] = relationship()
    superseded_by: Mapped[Label | None] = relationship(remote_side="Label.id")
    reservations: Mapped[list[Reservation]] = relationship(back_populates="label", order_by="Reservation.id")
    certificates: Mapped[list[Certificate]] = relationship(back_populates="label", order_by="Certificate.id")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="term"),
        Index(
            "uq_label_one_held",
            "programme_code",
            "structure_id",
            "scope",
            unique=True,
            sqlite_where=text("held = 1"),
            postgresql_where=text("held"),
        ),
    )


class Reservation(IntPk, PublicId, Stateful, Base):
    """A condition of the grant, with its date and what happens when it is not met."""

    __tablename__ = "reservation"
    KIND: ClassVar[MachineKind] = "reservation"

    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(10))
    severity: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    grounds: Mapped[list[Any]] = mapped_column(default=list)

    label: Mapped[Label] = relationship(back_populates="reservations")

    __table_args__ = (CheckConstraint("severity in ('major', 'minor')", name="severity"),)


class Certificate(IntPk, PublicId, Base):
    """An issued certificate. A new issue supersedes the former, which stays."""

    __tablename__ = "certificate"

    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"), index=True)
    issue: Mapped[int]
    issued_at: Mapped[datetime]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    superseded_at: Mapped[datetime | None]
    status_list: Mapped[int]
    status_index: Mapped[int]
    """The bit, drawn at random, by which status lists tell what became of this issue."""
    credential: Mapped[dict[str, Any]]
    """The Open Badges credential as issued, without its proof: what every copy is held against."""

    label: Mapped[Label] = relationship(back_populates="certificates")
    document: Mapped[Document] = relationship()
    translations: Mapped[list[CertificateTranslation]] = relationship(
        back_populates="certificate", order_by="CertificateTranslation.id"
    )

    __table_args__ = (UniqueConstraint("label_id", "issue"), UniqueConstraint("status_list", "status_index"))


class CertificateTranslation(IntPk, Base):
    """An issue of a certificate in another language, at the holder's wish: worth what its issue is worth."""

    __tablename__ = "certificate_translation"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    language: Mapped[str] = mapped_column(String(5))
    made_at: Mapped[datetime]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)

    certificate: Mapped[Certificate] = relationship(back_populates="translations")
    document: Mapped[Document] = relationship()

    __table_args__ = (UniqueConstraint("certificate_id", "language"),)
