"""What a search reads: one row for each published action, and the words that were ever written in one.

A row says what is looked for as numbers whose bits are values of the vocabulary (`labelflow.territory.vocabulary`), a
point in metres, and words already brought to their roots. Whether the public may see it is not here: each search asks
the label (decision 18).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, TypeDecorator, type_coerce
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from labelflow.models.base import Base

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement
    from sqlalchemy.engine import Dialect


class _Vector(FunctionElement[Any]):
    """Words with spaces between them, as the database keeps them: a vector, or the text itself."""

    inherit_cache = True


@compiles(_Vector)
def _as_text(element: _Vector, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature
    return str(compiler.process(element.clauses, **options))


@compiles(_Vector, "postgresql")
def _as_vector(element: _Vector, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - same
    return f"array_to_tsvector(string_to_array({compiler.process(element.clauses, **options)}, ' '))"


class FoundBy(TypeDecorator[str]):
    """Roots of words, each once: a text on SQLite, which FTS5 indexes; a vector on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - a type of either database
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def bind_expression(self, bindvalue: BindParameter[str]) -> ColumnElement[Any]:
        return _Vector(type_coerce(bindvalue, Text))


class SearchEntry(Base):
    """A published action, as searches see it."""

    __tablename__ = "search_entry"

    id: Mapped[int] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    """That of the action."""
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    programme_code: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(60))
    title_words: Mapped[str] = mapped_column(Text)
    """The roots of the title, each between two spaces."""
    words: Mapped[str] = mapped_column(FoundBy)
    """Indexed by what each database has for words, made in the migration."""
    levels: Mapped[int]
    subjects: Mapped[int]
    formats: Mapped[int]
    months: Mapped[int]
    languages: Mapped[int]
    access: Mapped[int]
    covered: Mapped[int]
    """Departments that the holder comes to."""
    areas: Mapped[int]
    """Departments where a class can have it: those, and that of the place where classes are received."""
    traits: Mapped[int]
    """Free, comes, receives: see `labelflow.domain.searching`."""
    x: Mapped[int] = mapped_column(BigInteger)
    y: Mapped[int] = mapped_column(BigInteger)
    z: Mapped[int] = mapped_column(BigInteger)
    """The place where classes are received, in metres from the centre of the Earth: distances compare without a sine."""


class SearchState(Base):
    """One row: how many times what searches read was changed. Whoever changes it holds the row until they commit."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int]
    token: Mapped[str] = mapped_column(String(16))
    """Of this very change: a database that was put back to an older state does not count on from what it forgot."""


class SearchChange(Base):
    """Which entries each change touched: a process that knows an older state reads those again, and no others."""

    __tablename__ = "search_change"

    stamp: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(16))
    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SearchWord(Base):
    """A root that was written in an action once. None is taken out: a search that mends towards it finds nothing."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)


class SearchSlip(Base):
    """A known root with none or one of its letters left out."""

    __tablename__ = "search_slip"

    slip: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(ForeignKey("search_word.word", ondelete="CASCADE"), primary_key=True)


class School(Base):
    """A school, as the place from which somebody looks: imported from a list, not needed."""

    __tablename__ = "school"

    uai: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    code_insee: Mapped[str] = mapped_column(String(5), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
