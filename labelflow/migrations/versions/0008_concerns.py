"""What anybody tells the coordination about a label."""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("confirmed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind in ('misuse', 'concern')", name=op.f("ck_concern_kind_known")),
        sa.CheckConstraint("state in ('new', 'in_hand', 'closed')", name=op.f("ck_concern_state_known")),
        sa.CheckConstraint(
            "outcome in ('', 'founded', 'unfounded', 'elsewhere')", name=op.f("ck_concern_outcome_known")
        ),
        sa.CheckConstraint("(state = 'closed') = (outcome <> '')", name=op.f("ck_concern_closed_with_an_outcome")),
        sa.CheckConstraint("(state = 'new') = (handler_id is null)", name=op.f("ck_concern_handled_by_somebody")),
        sa.CheckConstraint(
            "erased_at is null or (shown = '' and place = '' and message = '' and reason = '' and email = '')",
            name=op.f("ck_concern_erased_whole"),
        ),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_concern_label_id_label")),
        sa.ForeignKeyConstraint(["handler_id"], ["user.id"], name=op.f("fk_concern_handler_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("form_key", name=op.f("uq_concern_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_concern_public_id")),
    )
    op.create_index(op.f("ix_concern_programme_code"), "concern", ["programme_code"])
    op.create_index(op.f("ix_concern_label_id"), "concern", ["label_id"])
    op.create_index(op.f("ix_concern_state"), "concern", ["state"])


def downgrade() -> None:
    op.drop_table("concern")
