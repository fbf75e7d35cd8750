"""Structures that may apply, host or send a peer, and the sources that described them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelflow.domain.structure_words import GEO_PRECISIONS, STRUCTURE_KINDS, TIES
from labelflow.models.base import Base, IntPk, PublicId


def _one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


class Structure(Base, IntPk, PublicId):
    """An establishment or a unit inside one: the label attaches to what is declared here.

    Texts that are not known are empty; identifiers and coordinates that are not known are NULL.
    """

    __tablename__ = "structure"
    __table_args__ = (
        CheckConstraint("name <> '' AND name_key <> ''", name="named"),
        CheckConstraint("length(department) = 2", name="department_two_signs"),
        CheckConstraint("siren IS NULL OR length(siren) = 9", name="siren_length"),
        CheckConstraint(
            "siret IS NULL OR (length(siret) = 14 AND siren IS NOT NULL AND siren = substr(siret, 1, 9))",
            name="siret_of_siren",
        ),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point_whole"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="point_on_earth"),
        CheckConstraint("(lat IS NULL) = (geo_precision = '')", name="precision_of_point"),
        CheckConstraint("merged_into_id <> id", name="merged_elsewhere"),
        _one_of("kind", STRUCTURE_KINDS, "kind_known"),
        _one_of("geo_precision", ("", *GEO_PRECISIONS), "precision_known"),
        Index(
            "uq_structure_siret_name_key_code_insee",
            "siret",
            "name_key",
            "code_insee",
            unique=True,
            sqlite_where=text("merged_into_id IS NULL AND code_insee <> ''"),
            postgresql_where=text("merged_into_id IS NULL AND code_insee <> ''"),
        ),
        Index(None, "code_insee", "name_key"),
    )

    name: Mapped[str] = mapped_column(String(250))
    name_key: Mapped[str] = mapped_column(String(250))
    """One spelling for all the ways to write the name (`labelflow.domain.same_structure.name_key`)."""
    acronym: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(24), default="other", index=True)
    siret: Mapped[str | None] = mapped_column(String(14))
    """Of the establishment, or of the body that the unit belongs to: branches may share it."""
    siren: Mapped[str | None] = mapped_column(String(9), index=True)
    rna: Mapped[str | None] = mapped_column(String(10), index=True)
    uai: Mapped[str | None] = mapped_column(String(8), index=True)
    address: Mapped[str] = mapped_column(String(250), default="")
    postal_code: Mapped[str] = mapped_column(String(5), default="", index=True)
    commune: Mapped[str] = mapped_column(String(100), default="")
    code_insee: Mapped[str] = mapped_column(String(5), default="")
    """Of the present commune; empty when only the postal code is known."""
    department: Mapped[str] = mapped_column(String(2), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    geo_precision: Mapped[str] = mapped_column(String(16), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(16), default="")
    themes: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[str] = mapped_column(Text, default="")
    is_consortium_member: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    """The structure that this one turned out to be; None while it stands for itself."""

    merged_into: Mapped[Structure | None] = relationship(remote_side="Structure.id")
    sources: Mapped[list[StructureSource]] = relationship(back_populates="structure", order_by="StructureSource.id")


class StructureSource(Base, IntPk):
    """One record of one source, as it was last read: by it a second import knows what changed."""

    __tablename__ = "structure_source"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(80))
    source_id: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the record as it was written in the source."""
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The record once normalised: a value that a person changed since is not overwritten."""
    read_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(back_populates="sources")


class StructureTie(Base, IntPk, PublicId):
    """What a structure declares of another: its parent body, its federation, or a partner of money or projects.

    Whoever belongs to a parent or a federation belongs, for conflicts of interest, to the structure too; whoever
    belongs to a partner has a link of money or of a joint project with it.
    """

    __tablename__ = "structure_tie"
    __table_args__ = (
        _one_of("kind", TIES, "kind_known"),
        CheckConstraint("structure_id <> other_id", name="with_another"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        UniqueConstraint("structure_id", "other_id", "kind", "starts_on"),
    )

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    declared_at: Mapped[datetime]

    structure: Mapped[Structure] = relationship(foreign_keys=[structure_id])
    other: Mapped[Structure] = relationship(foreign_keys=[other_id])
