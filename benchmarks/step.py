"""A persisted step against raw SQL, in one run: the same rows, written by the driver alone.

    python benchmarks/step.py [rounds] [database URL]

Two floors: `two statements` is an UPDATE that checks the state and an INSERT of an event, then COMMIT;
`same rows` writes every row that the step writes (subject, chain, event, its private part). Each round
interleaves them, so that a busy machine slows them alike. Ratios are of medians.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from labelflow import migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.domain.actor import Actor, MandateHeld
from labelflow.domain.workflow import Machine
from labelflow.models import Application, ProgrammeVersion, Structure
from labelflow.programmes.loader import shipped
from labelflow.programmes.schema import Programme
from labelflow.queries.programmes import programme_of
from labelflow.services.transaction import transaction

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
WARM_UP = 20


def two_way_programme() -> Programme:
    """The charter's programme with a machine of two states and three guards on the way."""
    base = shipped("charte-du-reseau")
    machine = Machine.model_validate(
        {
            "initial": "a",
            "state": [{"code": code, "labels": {"staff": {"fr": code}}, "flags": ["live"]} for code in "ab"],
            "step": [
                {
                    "code": f"to_{target}",
                    "label": {"fr": target},
                    "from": [source],
                    "to": target,
                    "permission": "coordination:work",
                    "guards": ["window_is_open", {"rule": "deferrals_left", "most": 3}, "remedies_are_printed"],
                }
                for source, target in ("ab", "ba")
            ],
        }
    )
    return Programme.parse(base.model_copy(update={"machines": {**base.machines, "application": machine}}).dump())


def prepare(url: str, home: Path) -> tuple[Any, int]:
    app = create_app(Settings(home=home, database_url=url, sqlite_synchronous="NORMAL"))
    with app.app_context():
        migrations.upgrade(db.engine)
        programme = two_way_programme()
        version = ProgrammeVersion(
            code=programme.code,
            version="bench",
            digest=programme.digest,
            content=programme.dump(),
            installed_at=NOW,
            in_force_from=date(2020, 1, 1),
        )
        structure = Structure(name="S", name_key="s", department="31", created_at=NOW, updated_at=NOW)
        db.session.add_all([version, structure])
        db.session.flush()
        application = Application(
            programme_code=programme.code,
            structure_id=structure.id,
            created_at=NOW,
            edited_at=NOW,
            state="a",
            state_since=NOW,
            programme_version_id=version.id,
        )
        db.session.add(application)
        db.session.commit()
        programme_of(version.id)
        return app, application.id


def ours(public_id: str, actor: Actor) -> Callable[[int], None]:
    def step(number: int) -> None:
        with transaction(actor=actor, now=NOW + timedelta(seconds=number)) as tx:
            tx.take(tx.lock(Application, public_id), "to_b" if number % 2 == 0 else "to_a")

    return step


def raw(application_id: int, *, whole: bool) -> Callable[[int], None]:
    """The floor, through the same driver: its own connection, no SQLAlchemy in the loop."""
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    connection = engine.raw_connection().driver_connection
    mark = "?" if sqlite else "%s"

    def run(statement: str, *values: Any) -> Any:
        return connection.execute(statement.replace("?", mark), values)

    run("CREATE TABLE IF NOT EXISTS floor_event (id INTEGER, at TEXT, body TEXT, hash TEXT)")
    if sqlite:
        run("CREATE TABLE IF NOT EXISTS floor_chain (id INTEGER PRIMARY KEY, length INTEGER, head TEXT)")
    else:
        run("CREATE TABLE IF NOT EXISTS floor_chain (id INTEGER PRIMARY KEY, length INTEGER, head TEXT)")
        connection.commit()
    run("DELETE FROM floor_chain")
    run("INSERT INTO floor_chain VALUES (1, 0, '')")
    run("CREATE TABLE IF NOT EXISTS floor_subject (id INTEGER PRIMARY KEY, state TEXT, version INTEGER)")
    run("DELETE FROM floor_subject")
    run("INSERT INTO floor_subject VALUES (1, 'a', 0)")
    if not sqlite:
        connection.commit()

    def step(number: int) -> None:
        before, after = ("a", "b") if number % 2 == 0 else ("b", "a")
        if sqlite:
            run("BEGIN IMMEDIATE")
        if whole:
            run("SELECT id, state, version FROM floor_subject WHERE id = 1" + ("" if sqlite else " FOR UPDATE")).fetchone()
        run("UPDATE floor_subject SET state = ?, version = version + 1 WHERE id = 1 AND state = ?", after, before)
        body, digest = "{}", ""
        if whole:
            length, head = run("SELECT length, head FROM floor_chain WHERE id = 1").fetchone()
            body = json.dumps({"before": before, "after": after, "number": length + 1}, sort_keys=True)
            digest = hashlib.sha256((head + body).encode()).hexdigest()
        run("INSERT INTO floor_event VALUES (?, ?, ?, ?)", number, NOW.isoformat(), body, digest)
        if whole:
            run("UPDATE floor_chain SET length = length + 1, head = ? WHERE id = 1", digest)
        if sqlite:
            run("COMMIT")
        else:
            connection.commit()

    return step


def main(rounds: int, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, application_id = prepare(url, Path(folder))
        with app.app_context():
            application = db.session.get(Application, application_id)
            assert application is not None
            actor = Actor(1, "bench", mandates=(MandateHeld("coordinator", None, date(2020, 1, 1)),))
            ways = {
                "two statements": raw(application_id, whole=False),
                "same rows": raw(application_id, whole=True),
                "labelflow": ours(application.public_id, actor),
            }
            db.session.rollback()
            times: dict[str, list[float]] = {name: [] for name in ways}
            for number in range(rounds + WARM_UP):
                for name, step in ways.items():
                    started = time.perf_counter()
                    step(number)
                    if number >= WARM_UP:
                        times[name].append(time.perf_counter() - started)
            kind = db.engine.dialect.name
            medians = {name: statistics.median(values) for name, values in times.items()}
            for name, median in medians.items():
                print(
                    f"{kind:10} {name:16} {median * 1e6:9.0f} us"
                    f"   x two statements {median / medians['two statements']:6.2f}"
                    f"   x same rows {median / medians['same rows']:6.2f}"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400, sys.argv[2] if len(sys.argv) > 2 else "")
