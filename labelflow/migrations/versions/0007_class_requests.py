"""What teachers ask of holders."""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0007"
down_revision = "0006"

NOT_ERASED = sa.text("erased_at is null")


def upgrade() -> None:
    op.create_table(
        "class_request",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("followed_up_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("erased_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("school", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(answer = '') = (answered_at is null)", name=op.f("ck_class_request_answered_since")),
        sa.CheckConstraint("answer in ('', 'yes', 'no', 'not_yet')", name=op.f("ck_class_request_answer_known")),
        sa.CheckConstraint(
            "answered_at is null or confirmed_at is not null", name=op.f("ck_class_request_answered_once_sent")
        ),
        sa.CheckConstraint(
            "erased_at is null or (name = '' and email = '' and school = '' and wanted = '' and message = '')",
            name=op.f("ck_class_request_erased_whole"),
        ),
        sa.CheckConstraint(
            "followed_up_at is null or confirmed_at is not null", name=op.f("ck_class_request_followed_up_once_sent")
        ),
        sa.CheckConstraint("pupils between 1 and 2000", name=op.f("ck_class_request_pupils")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_class_request_action_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_request")),
        sa.UniqueConstraint("form_key", name=op.f("uq_class_request_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_class_request_public_id")),
    )
    op.create_index(op.f("ix_class_request_action_id"), "class_request", ["action_id"])
    op.create_index(
        "ix_class_request_email",
        "class_request",
        ["email", "created_at"],
        sqlite_where=NOT_ERASED,
        postgresql_where=NOT_ERASED,
    )


def downgrade() -> None:
    op.drop_table("class_request")
