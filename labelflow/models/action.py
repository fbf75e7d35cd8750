"""Actions that holders offer to classes, described once with the fields that teachers know from ADAGE."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.domain.actions import DEAREST_CENTS, LARGEST_GROUP, LONGEST_MINUTES, MODES, PRICES, STATES
from labelflow.models.base import Base, IntPk, PublicId
from labelflow.models.structure import Structure


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Action(IntPk, PublicId, Base):
    """One action. Whether the public sees it depends on its state and, each time it is read, on the holder's label."""

    __tablename__ = "action"

    programme_code: Mapped[str] = mapped_column(String(60))
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """Since when it is public; None while it is not."""
    confirmed_at: Mapped[datetime]
    """When the holder last wrote it or said that it is still true."""

    scope: Mapped[str] = mapped_column(String(60), default="")
    """The family of actions of the programme that the label must cover."""
    title: Mapped[str] = mapped_column(String(120), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    formats: Mapped[list[str]] = mapped_column(default=list)
    subjects: Mapped[list[str]] = mapped_column(default=list)
    levels: Mapped[list[str]] = mapped_column(default=list)
    curriculum: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[str] = mapped_column(String(10), default="")
    departments: Mapped[list[str]] = mapped_column(default=list)
    """Where the holder comes to."""
    site_name: Mapped[str] = mapped_column(String(200), default="")
    site_insee: Mapped[str] = mapped_column(String(5), default="")
    """The commune where classes are received; empty for that of the holder."""
    transport_help: Mapped[bool] = mapped_column(default=False)
    transport_detail: Mapped[str] = mapped_column(Text, default="")
    duration_minutes: Mapped[int | None]
    sessions: Mapped[int | None]
    group_least: Mapped[int | None]
    group_most: Mapped[int | None]
    price: Mapped[str] = mapped_column(String(10), default="")
    price_cents: Mapped[int | None]
    price_detail: Mapped[str] = mapped_column(Text, default="")
    months: Mapped[list[int]] = mapped_column(default=list)
    period_detail: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    access: Mapped[list[str]] = mapped_column(default=list)
    access_detail: Mapped[str] = mapped_column(Text, default="")
    teacher_does: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    material_url: Mapped[str] = mapped_column(String(500), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(32), default="")
    contact_url: Mapped[str] = mapped_column(String(500), default="")

    structure: Mapped[Structure] = relationship()

    __table_args__ = (
        _one_of("state", STATES),
        _one_of("mode", ("", *MODES)),
        _one_of("price", ("", *PRICES)),
        CheckConstraint("(state = 'published') = (published_at is not null)", name="published_since"),
        CheckConstraint(
            "state <> 'published' or (scope <> '' and title <> '' and summary <> '' and mode <> '' and price <> ''"
            " and duration_minutes is not null)",
            name="published_whole",
        ),
        CheckConstraint(f"duration_minutes between 1 and {LONGEST_MINUTES}", name="duration"),
        CheckConstraint("sessions between 1 and 60", name="sessions"),
        CheckConstraint(f"group_least between 1 and {LARGEST_GROUP}", name="group_least"),
        CheckConstraint(f"group_most between 1 and {LARGEST_GROUP}", name="group_most"),
        CheckConstraint("group_least <= group_most", name="group"),
        CheckConstraint(f"price_cents between 0 and {DEAREST_CENTS}", name="price_cents"),
        CheckConstraint("price <> 'free' or price_cents is null", name="free_has_no_price"),
        Index("ix_action_programme_code_state", "programme_code", "state"),
    )
