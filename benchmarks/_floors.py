"""What a persisted step is measured against: the driver alone, and what an ORM with `transitions` costs."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, MetaData, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from transitions import Machine

from labelflow.db import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[[int], None]

SUBJECT = "floor_subject (id INTEGER PRIMARY KEY, state TEXT, version INTEGER)"
EVENT = "floor_event (id INTEGER, at TEXT, body TEXT, hash TEXT)"
AT = "2027-03-01T09:00:00+00:00"


class Floor:
    """The driver's own connection, SQL written by hand."""

    def __init__(self, engine: Engine, public_id: str = "") -> None:
        self.sqlite = engine.dialect.name == "sqlite"
        self.connection: Any = engine.raw_connection().driver_connection
        self.public_id = public_id
        for table in (SUBJECT, EVENT):
            name = table.split()[0]
            self.run(f"DROP TABLE IF EXISTS {name}")
            self.run(f"CREATE TABLE {table}")
        self.run("INSERT INTO floor_subject VALUES (1, 'a', 0)")
        if public_id:
            self.run("INSERT INTO chain (kind, subject, length, head) VALUES ('application', ?, 0, '')", public_id)
        self.commit()

    def run(self, statement: str, *values: object) -> Any:
        return self.connection.execute(statement if self.sqlite else statement.replace("?", "%s"), values)

    def begin(self) -> None:
        if self.sqlite:
            self.run("BEGIN IMMEDIATE")  # psycopg begins by itself

    def commit(self) -> None:
        self.connection.commit()

    def two_statements(self, number: int) -> None:
        """An UPDATE that checks the state, an INSERT, COMMIT, in tables without an index: nothing can be less."""
        before, after = ("a", "b") if number % 2 == 0 else ("b", "a")
        self.begin()
        self.run("UPDATE floor_subject SET state = ?, version = version + 1 WHERE id = 1 AND state = ?", after, before)
        self.run("INSERT INTO floor_event VALUES (?, ?, ?, ?)", number, AT, "{}", "")
        self.commit()

    def same_rows(self, number: int) -> None:
        """What our step reads and writes, in our tables with their indexes, and its hash."""
        before, after = ("a", "b") if number % 2 == 0 else ("b", "a")
        lock = "" if self.sqlite else " FOR NO KEY UPDATE"
        self.begin()
        named = f"SELECT application.id, application.* FROM application WHERE public_id = ?{lock}"
        key = self.run(named, self.public_id).fetchone()[0]
        moves = "UPDATE application SET state = ?, state_since = ?, version = version + 1 WHERE id = ? AND state = ?"
        self.run(moves, after, AT, key, before)
        where = f"WHERE kind = 'application' AND subject = ?{lock}"
        chain, length, head = self.run(f"SELECT id, length, head FROM chain {where}", self.public_id).fetchone()
        data = {"before": before, "after": after, "subject": f"application/{self.public_id}", "programme": "0" * 64}
        body = json.dumps({"actor": "", "role": "coordinator", "number": length + 1, "data": data}, sort_keys=True)
        digest = hashlib.sha256((head + body).encode()).hexdigest()
        event = chain, length + 1, AT, f"application.to_{after}", body, digest
        self.run("INSERT INTO event (chain_id, number, at, code, body, hash) VALUES (?, ?, ?, ?, ?, ?)", *event)
        self.run("UPDATE chain SET length = length + 1, head = ? WHERE id = ?", digest, chain)
        self.commit()


class Base(DeclarativeBase):
    metadata = MetaData()


class Subject(Base):
    __tablename__ = "orm_subject"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads this class attribute


class Event(Base):
    __tablename__ = "orm_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    body: Mapped[str]


def with_an_orm(engine: Engine) -> Step:
    """The usual way: objects, one shared machine of `transitions`, one event; neither rights nor hash nor notices."""
    own = create_engine(engine.url)
    prepare(own, synchronous="NORMAL")
    Base.metadata.create_all(own)
    with Session(own) as session:
        session.add(Subject(id=1, state="a", version=1))
        session.commit()
    machine = Machine(model=None, states=["a", "b"], initial="a", auto_transitions=False)
    machine.add_transition("go", "a", "b")
    machine.add_transition("go", "b", "a")

    def step(_number: int) -> None:
        with Session(own) as session:
            subject = session.get_one(Subject, 1)
            before = subject.state
            machine.events["go"].trigger(subject)
            session.add(Event(at=AT, body=json.dumps({"before": before, "after": subject.state})))
            session.commit()

    return step
