"""Certificates of reviewing."""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "reviewing_certificate",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("assignments", base.Json, nullable=False),
        sa.Column("covers", sa.String(length=64), nullable=False),
        sa.Column("issued_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_reviewing_certificate_document_id_document")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_reviewing_certificate_person_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewing_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_reviewing_certificate_code")),
        sa.UniqueConstraint("document_id", name=op.f("uq_reviewing_certificate_document_id")),
        sa.UniqueConstraint("person_id", "covers", name=op.f("uq_reviewing_certificate_person_id_covers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reviewing_certificate_public_id")),
    )
    with op.batch_alter_table("reviewing_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviewing_certificate_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reviewing_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviewing_certificate_person_id"))

    op.drop_table("reviewing_certificate")
