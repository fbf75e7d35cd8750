"""Counts of the poll among teachers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "poll_count",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_poll_count_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_count")),
        sa.UniqueConstraint("programme_code", "reason", name=op.f("uq_poll_count_programme_code_reason")),
    )


def downgrade() -> None:
    op.drop_table("poll_count")
