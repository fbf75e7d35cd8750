"""The first schema.

Applications and labels point at each other: SQLite takes both keys inline, PostgreSQL the second one afterwards.
"""

import sqlalchemy as sa
from alembic import op

from labelflow.models import base

revision = "0001"
down_revision = None


def _inline() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "chain",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_chain_kind_subject")),
    )
    op.create_table(
        "deadline",
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("window", sa.Boolean(), nullable=False),
        sa.Column("reminders_sent", base.Json, nullable=False),
        sa.Column("wakes_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('pending', 'met', 'fired', 'overdue', 'cancelled')", name=op.f("ck_deadline_state")
        ),
        sa.CheckConstraint("due_at >= starts_at", name=op.f("ck_deadline_not_before_its_cause")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_subject", ["subject_kind", "subject_id", "code"], unique=False)
        batch_op.create_index(
            "ix_deadline_wakes",
            ["wakes_at"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(
            "uq_deadline_one_pending",
            ["subject_kind", "subject_id", "code"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "label_number",
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("allotted_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_number")),
        sa.UniqueConstraint("number", name=op.f("uq_label_number_number")),
        sa.UniqueConstraint("prefix", "year", "sequence", name=op.f("uq_label_number_prefix_year_sequence")),
    )
    op.create_table(
        "programme_version",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", base.Json, nullable=False),
        sa.Column("installed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_version")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_programme_version_code_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_programme_version_digest")),
    )
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_version_code"), ["code"], unique=False)

    op.create_table(
        "role",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "sealing_key",
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("private", sa.Text(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("controller", sa.String(length=300), nullable=False),
        sa.Column("made_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("starts_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("retired_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose in ('authority', 'seal', 'credential')", name=op.f("ck_sealing_key_purpose")),
        sa.CheckConstraint("retired_at is null or retired_at >= starts_at", name=op.f("ck_sealing_key_retired_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_key")),
        sa.UniqueConstraint("purpose", "number", name=op.f("uq_sealing_key_purpose_number")),
    )
    op.create_table(
        "structure",
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("name_key", sa.String(length=250), nullable=False),
        sa.Column("acronym", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column("rna", sa.String(length=10), nullable=True),
        sa.Column("uai", sa.String(length=8), nullable=True),
        sa.Column("address", sa.String(length=250), nullable=False),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("commune", sa.String(length=100), nullable=False),
        sa.Column("code_insee", sa.String(length=5), nullable=False),
        sa.Column("department", sa.String(length=2), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("geo_precision", sa.String(length=16), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("themes", base.Json, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_consortium_member", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(lat IS NULL) = (geo_precision = '')", name=op.f("ck_structure_precision_of_point")),
        sa.CheckConstraint(
            "geo_precision IN ('', 'source', 'address', 'commune-centre', 'postal-centre')",
            name=op.f("ck_structure_precision_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('library', 'museum', 'science-centre', 'research-lab', 'university', 'school', 'association', 'local-authority', 'public-body', 'company', 'mednum', 'france-services', 'other')",
            name=op.f("ck_structure_kind_known"),
        ),
        sa.CheckConstraint("name <> '' AND name_key <> ''", name=op.f("ck_structure_named")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_structure_point_whole")),
        sa.CheckConstraint(
            "lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_structure_point_on_earth")
        ),
        sa.CheckConstraint("length(department) = 2", name=op.f("ck_structure_department_two_signs")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_structure_merged_elsewhere")),
        sa.CheckConstraint("siren IS NULL OR length(siren) = 9", name=op.f("ck_structure_siren_length")),
        sa.CheckConstraint(
            "siret IS NULL OR (length(siret) = 14 AND siren IS NOT NULL AND siren = substr(siret, 1, 9))",
            name=op.f("ck_structure_siret_of_siren"),
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["structure.id"], name=op.f("fk_structure_merged_into_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_structure_public_id")),
    )
    with op.batch_alter_table("structure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_structure_code_insee_name_key"), ["code_insee", "name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_department"), ["department"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_postal_code"), ["postal_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_rna"), ["rna"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_siren"), ["siren"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_uai"), ["uai"], unique=False)
        batch_op.create_index(
            "uq_structure_siret_name_key_code_insee",
            ["siret", "name_key", "code_insee"],
            unique=True,
            sqlite_where=sa.text("merged_into_id IS NULL AND code_insee <> ''"),
            postgresql_where=sa.text("merged_into_id IS NULL AND code_insee <> ''"),
        )

    op.create_table(
        "user",
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("disciplines", base.Json, nullable=False),
        sa.Column("departments", base.Json, nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_user_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_public_id")),
    )
    op.create_table(
        "application",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("scopes", base.Json, nullable=False),
        sa.Column("renews_label_id", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("edited_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answers", base.Json, nullable=False),
        sa.Column("deferrals", sa.Integer(), nullable=False),
        sa.Column("proposal", base.Json, nullable=False),
        sa.Column("silence", base.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('initial', 'renewal')", name=op.f("ck_application_kind")),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_application_created_by_id_user")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_application_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(
            ["renews_label_id"],
            ["label.id"],
            name=op.f("fk_application_renews_label_id_label"),
            use_alter=not _inline(),
        ),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_application_structure_id_structure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_programme_code"), ["programme_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(
            "uq_application_one_live",
            ["programme_code", "structure_id", "scope"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "document",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("chain_kind", sa.String(length=20), nullable=False),
        sa.Column("chain_subject", sa.String(length=80), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("content", base.Json, nullable=False),
        sa.Column("requested_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("rendered_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(rendered_at is null) = (sha256 = '')", name=op.f("ck_document_rendered_has_hash")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_document_programme_version_id_programme_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_chain", ["chain_kind", "chain_subject"], unique=False)

    op.create_table(
        "event",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("body", base.Json, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["chain.id"], name=op.f("fk_event_chain_id_chain")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain_id", "number", name=op.f("uq_event_chain_id_number")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_code"), ["code"], unique=False)

    op.create_table(
        "interest_link",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("declared_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("source IN ('declared', 'detected')", name=op.f("ck_interest_link_source_known")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_interest_link_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_interest_link_structure_id_structure")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_interest_link_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interest_link_public_id")),
    )
    with op.batch_alter_table("interest_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_link_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_interest_link_user_id_structure_id"), ["user_id", "structure_id"], unique=False
        )

    op.create_table(
        "mandate",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("programme_code", sa.String(length=80), nullable=True),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("college", sa.String(length=80), nullable=True),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "role IN ('reviewer', 'scientist', 'coordinator', 'member', 'chair', 'deputy_chair', 'signatory', 'auditor', 'observer', 'operator')",
            name=op.f("ck_mandate_role_known"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_mandate_ends_after_start")),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_mandate_structure_id_structure")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mandate_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandate_public_id")),
    )
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandate_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_user_id_role"), ["user_id", "role"], unique=False)

    op.create_table(
        "membership",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "role IN ('legal_representative', 'delegate', 'member')", name=op.f("ck_membership_role_known")
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_membership_ends_after_start")),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_membership_structure_id_structure")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("public_id", name=op.f("uq_membership_public_id")),
        sa.UniqueConstraint(
            "user_id",
            "structure_id",
            "role",
            "starts_on",
            name=op.f("uq_membership_user_id_structure_id_role_starts_on"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text_code", sa.String(length=80), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=True),
        sa.Column("context", base.Json, nullable=False),
        sa.Column("chain_kind", sa.String(length=20), nullable=False),
        sa.Column("chain_subject", sa.String(length=80), nullable=False),
        sa.Column("queued_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_notice_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_chain", ["chain_kind", "chain_subject"], unique=False)
        batch_op.create_index(
            "ix_notice_unsent",
            ["next_attempt_at"],
            unique=False,
            sqlite_where=sa.text("sent_at is null"),
            postgresql_where=sa.text("sent_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_notice_user_id"), ["user_id"], unique=False)

    op.create_table(
        "roles_users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_roles_users_role_id_role"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_roles_users_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_roles_users")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_sign_in_link_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "structure_source",
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("record", base.Json, nullable=False),
        sa.Column("read_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_structure_source_structure_id_structure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_source")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_structure_source_source_source_id")),
    )
    with op.batch_alter_table("structure_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_structure_source_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "structure_tie",
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("declared_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('parent', 'federation', 'partner')", name=op.f("ck_structure_tie_kind_known")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_structure_tie_ends_after_start")),
        sa.CheckConstraint("structure_id <> other_id", name=op.f("ck_structure_tie_with_another")),
        sa.ForeignKeyConstraint(["other_id"], ["structure.id"], name=op.f("fk_structure_tie_other_id_structure")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_structure_tie_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_tie")),
        sa.UniqueConstraint("public_id", name=op.f("uq_structure_tie_public_id")),
        sa.UniqueConstraint(
            "structure_id",
            "other_id",
            "kind",
            "starts_on",
            name=op.f("uq_structure_tie_structure_id_other_id_kind_starts_on"),
        ),
    )
    with op.batch_alter_table("structure_tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_structure_tie_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_tie_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("document_version", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_acceptance_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_acceptance_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "application_id", "document", "sha256", name=op.f("uq_acceptance_application_id_document_sha256")
        ),
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceptance_application_id"), ["application_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("reader", sa.String(length=10), nullable=False),
        sa.Column("third", sa.Boolean(), nullable=False),
        sa.Column("invited_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reader in ('peer', 'scientist')", name=op.f("ck_assignment_reader")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_assignment_application_id_application")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_assignment_invited_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_assignment_person_id_user")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_assignment_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_assignment_structure_id_structure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assignment_public_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_assignment_one_live",
            ["application_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "clearance",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cleared_by_id", sa.Integer(), nullable=True),
        sa.Column("cleared_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_clearance_application_id_application")
        ),
        sa.ForeignKeyConstraint(["cleared_by_id"], ["user.id"], name=op.f("fk_clearance_cleared_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_clearance_person_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        sa.UniqueConstraint(
            "application_id", "person_id", "code", name=op.f("uq_clearance_application_id_person_id_code")
        ),
    )
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "committee_session",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("remote_address", sa.String(length=300), nullable=False),
        sa.Column("second_meeting_of_id", sa.Integer(), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("noticed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("created_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["user.id"], name=op.f("fk_committee_session_chair_id_user")),
        sa.ForeignKeyConstraint(["minutes_id"], ["document.id"], name=op.f("fk_committee_session_minutes_id_document")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_committee_session_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(
            ["second_meeting_of_id"],
            ["committee_session.id"],
            name=op.f("fk_committee_session_second_meeting_of_id_committee_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_committee_session_public_id")),
    )
    with op.batch_alter_table("committee_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_session_programme_code"), ["programme_code"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_committee_session_programme_version_id"), ["programme_version_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_committee_session_state"), ["state"], unique=False)

    op.create_table(
        "complement",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(length=20), nullable=False),
        sa.Column("pieces", base.Json, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_complement_application_id_application")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_complement_asked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_complement_programme_version_id_programme_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_complement_public_id")),
    )
    with op.batch_alter_table("complement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complement_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complement_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_complement_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_complement_one_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )

    op.create_table(
        "declaration",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("answers", base.Json, nullable=False),
        sa.Column("signed_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_declaration_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_declaration_person_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_person_id"), ["person_id"], unique=False)

    op.create_table(
        "document_check",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level between 0 and 3", name=op.f("ck_document_check_level")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_document_check_application_id_application")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_document_check_checked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_check")),
        sa.UniqueConstraint("application_id", "criterion", name=op.f("uq_document_check_application_id_criterion")),
    )
    with op.batch_alter_table("document_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_check_application_id"), ["application_id"], unique=False)

    op.create_table(
        "event_private",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("content", base.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_private_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_private")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_private_event_id")),
    )
    op.create_table(
        "evidence",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("criteria", base.Json, nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("uploaded_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_evidence_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_evidence_uploaded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_public_id")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_application_id"), ["application_id"], unique=False)

    op.create_table(
        "objection",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id is null) <> (structure_id is null)", name=op.f("ck_objection_to_one")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_objection_application_id_application")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_objection_decided_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_objection_person_id_user")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_objection_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["user.id"], name=op.f("fk_objection_raised_by_id_user")),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_objection_structure_id_structure")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("application_id", "person_id", name=op.f("uq_objection_application_id_person_id")),
        sa.UniqueConstraint("application_id", "structure_id", name=op.f("uq_objection_application_id_structure_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_objection_public_id")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_state"), ["state"], unique=False)

    op.create_table(
        "report",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("built_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", base.Json, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_report_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_report_application_id_number")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_application_id"), ["application_id"], unique=False)

    op.create_table(
        "self_position",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level is null or level between 0 and 3", name=op.f("ck_self_position_level")),
        sa.CheckConstraint("level is null or not not_applicable", name=op.f("ck_self_position_level_or_na")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_self_position_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_position")),
        sa.UniqueConstraint("application_id", "criterion", name=op.f("uq_self_position_application_id_criterion")),
    )
    with op.batch_alter_table("self_position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_position_application_id"), ["application_id"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", base.Json, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_snapshot_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_snapshot_application_id_number")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_application_id"), ["application_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=10), nullable=False),
        sa.Column("proxy_to_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(presence = 'proxy') = (proxy_to_id is not null)", name=op.f("ck_attendance_proxy_has_holder")
        ),
        sa.CheckConstraint("presence in ('present', 'remote', 'proxy', 'away')", name=op.f("ck_attendance_presence")),
        sa.CheckConstraint(
            "proxy_to_id is null or proxy_to_id <> member_id", name=op.f("ck_attendance_proxy_to_another")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_attendance_member_id_user")),
        sa.ForeignKeyConstraint(["proxy_to_id"], ["user.id"], name=op.f("fk_attendance_proxy_to_id_user")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["committee_session.id"], name=op.f("fk_attendance_session_id_committee_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "member_id", name=op.f("uq_attendance_session_id_member_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_session_id"), ["session_id"], unique=False)

    op.create_table(
        "item",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("rapporteur_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("proposed_outcome", sa.String(length=30), nullable=False),
        sa.Column("result", base.Json, nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_item_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_item_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["rapporteur_id"], ["user.id"], name=op.f("fk_item_rapporteur_id_user")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["committee_session.id"], name=op.f("fk_item_session_id_committee_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_item_public_id")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_item_one_live",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("live = 1"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "reply",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_reply_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_reply_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_reply_report_id_report")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_reply_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reply_public_id")),
        sa.UniqueConstraint("report_id", name=op.f("uq_reply_report_id")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_state"), ["state"], unique=False)

    op.create_table(
        "review",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("edited_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("recommendation", sa.String(length=30), nullable=False),
        sa.Column("submitted_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("(submitted_at is null) = (sha256 = '')", name=op.f("ck_review_sealed_when_submitted")),
        sa.CheckConstraint(
            "recommendation in ('', 'favorable', 'reserved', 'unfavorable')", name=op.f("ck_review_recommendation")
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_review_assignment_id_assignment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("assignment_id", "number", name=op.f("uq_review_assignment_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
    )
    op.create_table(
        "decision",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("proposal", base.Json, nullable=False),
        sa.Column("departs", sa.Boolean(), nullable=False),
        sa.Column("departure_reason", sa.Text(), nullable=False),
        sa.Column("grounds", base.Json, nullable=False),
        sa.Column("reservations", base.Json, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("remedies", sa.Text(), nullable=False),
        sa.Column("drafted_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("signed_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("signatory_id", sa.Integer(), nullable=True),
        sa.Column("signatory_capacity", sa.String(length=200), nullable=False),
        sa.Column("notified_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("notified_by", sa.String(length=20), nullable=False),
        sa.Column("opened_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(signed_at is null) = (signatory_id is null)", name=op.f("ck_decision_signed_by_somebody")),
        sa.CheckConstraint(
            "notified_at is null or signed_at is not null", name=op.f("ck_decision_signed_before_notified")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_decision_application_id_application")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_decision_item_id_item")),
        sa.ForeignKeyConstraint(["letter_id"], ["document.id"], name=op.f("fk_decision_letter_id_document")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_decision_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["signatory_id"], ["user.id"], name=op.f("fk_decision_signatory_id_user")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_decision_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("item_id", name=op.f("uq_decision_item_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_public_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_state"), ["state"], unique=False)

    op.create_table(
        "mark",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("absent", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(level is null) = (absent <> '')", name=op.f("ck_mark_level_or_absent")),
        sa.CheckConstraint("absent in ('', 'na', 'insufficient')", name=op.f("ck_mark_absent")),
        sa.CheckConstraint("level is null or level between 0 and 3", name=op.f("ck_mark_level")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_mark_review_id_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("review_id", "criterion", name=op.f("uq_mark_review_id_criterion")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_review_id"), ["review_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_recusal_item_id_item")),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_recusal_member_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_recusal_item_id_member_id")),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recusal_member_id"), ["member_id"], unique=False)

    op.create_table(
        "secret_ballot_request",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_secret_ballot_request_item_id_item")),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_secret_ballot_request_member_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_ballot_request")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_secret_ballot_request_item_id_member_id")),
    )
    with op.batch_alter_table("secret_ballot_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_secret_ballot_request_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_secret_ballot_request_member_id"), ["member_id"], unique=False)

    op.create_table(
        "urn",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstentions", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes_for >= 0 and votes_against >= 0 and abstentions >= 0", name=op.f("ck_urn_counted")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_urn_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urn")),
        sa.UniqueConstraint("item_id", "ballot", name=op.f("uq_urn_item_id_ballot")),
    )
    with op.batch_alter_table("urn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urn_item_id"), ["item_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_proxy_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("cast_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("choice in ('', 'for', 'against', 'abstain')", name=op.f("ck_vote_choice")),
        sa.ForeignKeyConstraint(["by_proxy_id"], ["user.id"], name=op.f("fk_vote_by_proxy_id_user")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_vote_item_id_item")),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_vote_member_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("item_id", "ballot", "member_id", name=op.f("uq_vote_item_id_ballot_member_id")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_member_id"), ["member_id"], unique=False)

    op.create_table(
        "label",
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("short_code", sa.String(length=16), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("scopes", base.Json, nullable=False),
        sa.Column("holder_name", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("grounds", base.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_label_term")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_label_application_id_application")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_label_decision_id_decision")),
        sa.ForeignKeyConstraint(["number"], ["label_number.number"], name=op.f("fk_label_number_label_number")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_label_programme_version_id_programme_version"),
        ),
        sa.ForeignKeyConstraint(["structure_id"], ["structure.id"], name=op.f("fk_label_structure_id_structure")),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["label.id"], name=op.f("fk_label_superseded_by_id_label")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("application_id", name=op.f("uq_label_application_id")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_label_decision_id")),
        sa.UniqueConstraint("number", name=op.f("uq_label_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_label_public_id")),
        sa.UniqueConstraint("short_code", name=op.f("uq_label_short_code")),
    )
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_label_listed"), ["listed"], unique=False)
        batch_op.create_index(batch_op.f("ix_label_programme_code"), ["programme_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_label_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_label_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_label_structure_id"), ["structure_id"], unique=False)
        batch_op.create_index(
            "uq_label_one_held",
            ["programme_code", "structure_id", "scope"],
            unique=True,
            sqlite_where=sa.text("held = 1"),
            postgresql_where=sa.text("held"),
        )

    op.create_table(
        "certificate",
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("issued_at", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("superseded_at", base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("credential", base.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_certificate_document_id_document")),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_certificate_label_id_label")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("document_id", name=op.f("uq_certificate_document_id")),
        sa.UniqueConstraint("label_id", "issue", name=op.f("uq_certificate_label_id_issue")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
        sa.UniqueConstraint("status_list", "status_index", name=op.f("uq_certificate_status_list_status_index")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_label_id"), ["label_id"], unique=False)

    op.create_table(
        "reservation",
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("grounds", base.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("severity in ('major', 'minor')", name=op.f("ck_reservation_severity")),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_reservation_label_id_label")),
        sa.ForeignKeyConstraint(
            ["programme_version_id"],
            ["programme_version.id"],
            name=op.f("fk_reservation_programme_version_id_programme_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reservation_public_id")),
    )
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservation_label_id"), ["label_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservation_programme_version_id"), ["programme_version_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservation_state"), ["state"], unique=False)

    if not _inline():
        op.create_foreign_key(
            "fk_application_renews_label_id_label", "application", "label", ["renews_label_id"], ["id"]
        )


def downgrade() -> None:
    if not _inline():
        op.drop_constraint("fk_application_renews_label_id_label", "application", type_="foreignkey")
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservation_state"))
        batch_op.drop_index(batch_op.f("ix_reservation_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_reservation_label_id"))

    op.drop_table("reservation")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_label_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("label", schema=None) as batch_op:
        batch_op.drop_index("uq_label_one_held", sqlite_where=sa.text("held = 1"), postgresql_where=sa.text("held"))
        batch_op.drop_index(batch_op.f("ix_label_structure_id"))
        batch_op.drop_index(batch_op.f("ix_label_state"))
        batch_op.drop_index(batch_op.f("ix_label_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_label_programme_code"))
        batch_op.drop_index(batch_op.f("ix_label_listed"))

    op.drop_table("label")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_member_id"))
        batch_op.drop_index(batch_op.f("ix_vote_item_id"))

    op.drop_table("vote")
    with op.batch_alter_table("urn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urn_item_id"))

    op.drop_table("urn")
    with op.batch_alter_table("secret_ballot_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_secret_ballot_request_member_id"))
        batch_op.drop_index(batch_op.f("ix_secret_ballot_request_item_id"))

    op.drop_table("secret_ballot_request")
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_member_id"))
        batch_op.drop_index(batch_op.f("ix_recusal_item_id"))

    op.drop_table("recusal")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_review_id"))

    op.drop_table("mark")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_state"))
        batch_op.drop_index(batch_op.f("ix_decision_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_decision_application_id"))

    op.drop_table("decision")
    op.drop_table("review")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_state"))
        batch_op.drop_index(batch_op.f("ix_reply_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_reply_application_id"))

    op.drop_table("reply")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("uq_item_one_live", sqlite_where=sa.text("live = 1"), postgresql_where=sa.text("live"))
        batch_op.drop_index(batch_op.f("ix_item_state"))
        batch_op.drop_index(batch_op.f("ix_item_session_id"))
        batch_op.drop_index(batch_op.f("ix_item_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_item_application_id"))

    op.drop_table("item")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_session_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_member_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshot_application_id"))

    op.drop_table("snapshot")
    with op.batch_alter_table("self_position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_self_position_application_id"))

    op.drop_table("self_position")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_application_id"))

    op.drop_table("report")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_state"))
        batch_op.drop_index(batch_op.f("ix_objection_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_objection_application_id"))

    op.drop_table("objection")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_application_id"))

    op.drop_table("evidence")
    op.drop_table("event_private")
    with op.batch_alter_table("document_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_check_application_id"))

    op.drop_table("document_check")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_person_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_application_id"))

    op.drop_table("declaration")
    with op.batch_alter_table("complement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_complement_one_open",
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_complement_state"))
        batch_op.drop_index(batch_op.f("ix_complement_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_complement_application_id"))

    op.drop_table("complement")
    with op.batch_alter_table("committee_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_session_state"))
        batch_op.drop_index(batch_op.f("ix_committee_session_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_committee_session_programme_code"))

    op.drop_table("committee_session")
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clearance_person_id"))
        batch_op.drop_index(batch_op.f("ix_clearance_application_id"))

    op.drop_table("clearance")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_one_live", sqlite_where=sa.text("live = 1"), postgresql_where=sa.text("live")
        )
        batch_op.drop_index(batch_op.f("ix_assignment_state"))
        batch_op.drop_index(batch_op.f("ix_assignment_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_application_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_application_id"))

    op.drop_table("acceptance")
    with op.batch_alter_table("structure_tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_structure_tie_structure_id"))
        batch_op.drop_index(batch_op.f("ix_structure_tie_other_id"))

    op.drop_table("structure_tie")
    with op.batch_alter_table("structure_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_structure_source_structure_id"))

    op.drop_table("structure_source")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_user_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_link_expires_at"))

    op.drop_table("sign_in_link")
    op.drop_table("roles_users")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_user_id"))
        batch_op.drop_index(
            "ix_notice_unsent", sqlite_where=sa.text("sent_at is null"), postgresql_where=sa.text("sent_at is null")
        )
        batch_op.drop_index("ix_notice_chain")

    op.drop_table("notice")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_structure_id"))

    op.drop_table("membership")
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandate_user_id_role"))
        batch_op.drop_index(batch_op.f("ix_mandate_structure_id"))

    op.drop_table("mandate")
    with op.batch_alter_table("interest_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_link_user_id_structure_id"))
        batch_op.drop_index(batch_op.f("ix_interest_link_structure_id"))

    op.drop_table("interest_link")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_code"))

    op.drop_table("event")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_chain")

    op.drop_table("document")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_application_one_live", sqlite_where=sa.text("live = 1"), postgresql_where=sa.text("live")
        )
        batch_op.drop_index(batch_op.f("ix_application_structure_id"))
        batch_op.drop_index(batch_op.f("ix_application_state"))
        batch_op.drop_index(batch_op.f("ix_application_programme_version_id"))
        batch_op.drop_index(batch_op.f("ix_application_programme_code"))

    op.drop_table("application")
    op.drop_table("user")
    with op.batch_alter_table("structure", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_structure_siret_name_key_code_insee",
            sqlite_where=sa.text("merged_into_id IS NULL AND code_insee <> ''"),
            postgresql_where=sa.text("merged_into_id IS NULL AND code_insee <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_structure_uai"))
        batch_op.drop_index(batch_op.f("ix_structure_siren"))
        batch_op.drop_index(batch_op.f("ix_structure_rna"))
        batch_op.drop_index(batch_op.f("ix_structure_postal_code"))
        batch_op.drop_index(batch_op.f("ix_structure_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_structure_kind"))
        batch_op.drop_index(batch_op.f("ix_structure_department"))
        batch_op.drop_index(batch_op.f("ix_structure_code_insee_name_key"))

    op.drop_table("structure")
    op.drop_table("sealing_key")
    op.drop_table("role")
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_version_code"))

    op.drop_table("programme_version")
    op.drop_table("label_number")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deadline_one_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_deadline_wakes",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index("ix_deadline_subject")

    op.drop_table("deadline")
    op.drop_table("chain")
