"""The actions that holders offer to classes."""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("edited_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("formats", base.Json, nullable=False),
        sa.Column("subjects", base.Json, nullable=False),
        sa.Column("levels", base.Json, nullable=False),
        sa.Column("curriculum", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("departments", base.Json, nullable=False),
        sa.Column("site_name", sa.String(length=200), nullable=False),
        sa.Column("site_insee", sa.String(length=5), nullable=False),
        sa.Column("transport_help", sa.Boolean(), nullable=False),
        sa.Column("transport_detail", sa.Text(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("group_least", sa.Integer(), nullable=True),
        sa.Column("group_most", sa.Integer(), nullable=True),
        sa.Column("price", sa.String(length=10), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("price_detail", sa.Text(), nullable=False),
        sa.Column("months", base.Json, nullable=False),
        sa.Column("period_detail", sa.Text(), nullable=False),
        sa.Column("languages", base.Json, nullable=False),
        sa.Column("access", base.Json, nullable=False),
        sa.Column("access_detail", sa.Text(), nullable=False),
        sa.Column("teacher_does", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("material_url", sa.String(length=500), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=32), nullable=False),
        sa.Column("contact_url", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_at is not null)", name=op.f("ck_action_published_since")
        ),
        sa.CheckConstraint("mode IN ('', 'comes', 'on_site', 'both')", name=op.f("ck_action_mode_known")),
        sa.CheckConstraint("price <> 'free' or price_cents is null", name=op.f("ck_action_free_has_no_price")),
        sa.CheckConstraint("price IN ('', 'free', 'paid', 'quoted')", name=op.f("ck_action_price_known")),
        sa.CheckConstraint(
            "state <> 'published' or (scope <> '' and title <> '' and summary <> '' and mode <> '' and price <> '' and duration_minutes is not null)",
            name=op.f("ck_action_published_whole"),
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'archived')", name=op.f("ck_action_state_known")),
        sa.CheckConstraint("duration_minutes between 1 and 43200", name=op.f("ck_action_duration")),
        sa.CheckConstraint("group_least <= group_most", name=op.f("ck_action_group")),
        sa.CheckConstraint("group_least between 1 and 2000", name=op.f("ck_action_group_least")),
        sa.CheckConstraint("group_most between 1 and 2000", name=op.f("ck_action_group_most")),
        sa.CheckConstraint("price_cents between 0 and 1000000", name=op.f("ck_action_price_cents")),
        sa.CheckConstraint("sessions between 1 and 60", name=op.f("ck_action_sessions")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_action_created_by_id_user")),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_action_structure_id_structure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_action_public_id")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_programme_code_state", ["programme_code", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_structure_id"), ["structure_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_structure_id"))
        batch_op.drop_index("ix_action_programme_code_state")

    op.drop_table("action")
