"""Translations of certificates."""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "certificate_translation",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("made_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_translation_certificate_id_certificate")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_certificate_translation_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_translation")),
        sa.UniqueConstraint(
            "certificate_id", "language", name=op.f("uq_certificate_translation_certificate_id_language")
        ),
        sa.UniqueConstraint("document_id", name=op.f("uq_certificate_translation_document_id")),
    )


def downgrade() -> None:
    op.drop_table("certificate_translation")
