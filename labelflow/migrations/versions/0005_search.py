"""What searches read, with what each database has for words: FTS5 on SQLite, a GIN index on PostgreSQL.

Triggers keep the index of SQLite in step with its table, whoever writes it. No extension is asked of PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

from labelflow.models import search

revision = "0005"
down_revision = "0004"

OLD = "INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', old.id, old.words)"
NEW = "INSERT INTO search_text (rowid, words) VALUES (new.id, new.words)"
INDEX = (
    "CREATE VIRTUAL TABLE search_text USING fts5(words, content='search_entry', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 0', prefix='4 5 6', detail='none')"
)
FTS5 = (
    INDEX,
    f"CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN {NEW}; END",
    f"CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN {OLD}; END",
    f"CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN {OLD}; {NEW}; END",
)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "school",
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("code_insee", sa.String(length=5), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("uai", name=op.f("pk_school")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_code_insee"), ["code_insee"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_name_key"), ["name_key"], unique=False)

    op.create_table(
        "search_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "search_slip",
        sa.Column("slip", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["word"], ["search_word.word"], name=op.f("fk_search_slip_word_search_word"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slip", "word", name=op.f("pk_search_slip")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("words", search.FoundBy(), nullable=False),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.Integer(), nullable=False),
        sa.Column("formats", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("languages", sa.Integer(), nullable=False),
        sa.Column("access", sa.Integer(), nullable=False),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("areas", sa.Integer(), nullable=False),
        sa.Column("traits", sa.Integer(), nullable=False),
        sa.Column("x", sa.BigInteger(), nullable=False),
        sa.Column("y", sa.BigInteger(), nullable=False),
        sa.Column("z", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["action.id"], name=op.f("fk_search_entry_id_action"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_search_entry_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_entry_structure_id"), ["structure_id"], unique=False)

    if _is_postgresql():
        op.execute("CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)")
    else:
        for statement in FTS5:
            op.execute(statement)


def downgrade() -> None:
    if not _is_postgresql():
        op.execute("DROP TABLE search_text")
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_entry_structure_id"))

    op.drop_table("search_entry")
    op.drop_table("search_slip")
    op.drop_table("search_word")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_name_key"))
        batch_op.drop_index(batch_op.f("ix_school_code_insee"))

    op.drop_table("school")
