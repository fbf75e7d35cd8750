"""A persisted step against raw SQL, in one run: the same rows, written by the driver alone.

    python benchmarks/step.py [--rounds 40] [--postgresql | --url URL]

Two floors: `two statements` is an UPDATE that checks the state and an INSERT of an event, then COMMIT, in tables
without an index; `same rows` is what our step reads and writes, in the same tables with their indexes, written by
hand. `write alone` is what a step of ours writes once all is decided, `light step` is the whole of one. `ORM +
transitions` is what an application written the usual way costs, without rights, hash or notices. Rounds of each
interleave, so that a busy machine slows them alike; processor time (of this process: not of a
PostgreSQL server) hardly depends on neighbours.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import _postgresql
from _floors import Floor, with_an_orm

from labelflow import migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import begin_writing, db
from labelflow.domain.actor import Actor, MandateHeld
from labelflow.domain.workflow import Machine
from labelflow.models import Application, ProgrammeVersion, Structure
from labelflow.models.subjects import chain_of
from labelflow.programmes.loader import shipped
from labelflow.programmes.schema import Programme
from labelflow.queries.programmes import programme_of
from labelflow.services import journal, subject_rows
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
STEPS = 20
COORDINATOR = Actor(1, "bench", mandates=(MandateHeld("coordinator", None, date(2020, 1, 1)),))


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


def prepare(url: str, home: Path, applications: int = 3) -> tuple[Flask, list[str]]:
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
        db.session.add(version)
        db.session.commit()
        programme_of(version.id)
        return app, [application(version.id, number) for number in range(applications)]


def application(version: int, number: int) -> str:
    """The public identifier of a new application in state `a`."""
    structure = Structure(name="S", name_key=f"s{number}", department="31", created_at=NOW, updated_at=NOW)
    db.session.add(structure)
    db.session.flush()
    made = Application(
        programme_code="charte-du-reseau",
        structure_id=structure.id,
        created_at=NOW,
        edited_at=NOW,
        state="a",
        state_since=NOW,
        programme_version_id=version,
    )
    db.session.add(made)
    db.session.commit()
    return made.public_id


def whole(public_id: str) -> Callable[[int], None]:
    """A light step, whole: lock, permission, three guards, state, event."""

    def step(number: int) -> None:
        with transaction(actor=COORDINATOR, now=NOW + timedelta(seconds=number)) as tx:
            tx.take(tx.lock(Application, public_id), "to_b" if number % 2 == 0 else "to_a")

    return step


def write_alone(public_id: str) -> Callable[[int], None]:
    """What a step writes, when all was read and decided: the guarded change of state, its event, COMMIT."""
    subject = subject_rows.locked(db.session, begin_writing(db.session), Application, public_id)
    assert subject is not None
    chain = chain_of(subject)
    machine = programme_of(subject.programme_version_id).machines["application"]
    db.session.expunge(subject)
    db.session.rollback()

    def step(number: int) -> None:
        at = NOW + timedelta(seconds=number)
        connection = begin_writing(db.session)
        heads: journal.Heads = {}
        before, after = ("a", "b") if number % 2 == 0 else ("b", "a")
        subject_rows.move(connection, subject, machine.by_code[after], at, chain, heads)
        told = {"before": before, "after": after, "subject": f"application/{public_id}", "programme": "0" * 64}
        body = {"actor": "bench", "role": "coordinator", "data": told}
        journal.append(connection, chain, f"application.to_{after}", at=at, body=body, heads=heads)
        db.session.commit()

    return step


def interleaved(ways: Mapping[str, Callable[[int], None]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """For each way, the wall and processor time of each of its steps. A round is a few steps of each way in turn."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, step in ways.items():
            for number in range(turn * STEPS, (turn + 1) * STEPS):
                wall, cpu = time.perf_counter(), time.thread_time()
                step(number)
                if turn:  # the first round warms up
                    times[name].append((time.perf_counter() - wall, time.thread_time() - cpu))
    return times


def main(rounds: int, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, (raw, written, ours) = prepare(url, Path(folder))
        with app.app_context():
            floor = Floor(db.engine, raw)
            ways = {
                "two statements": floor.two_statements,
                "same rows": floor.same_rows,
                "write alone": write_alone(written),
                "light step": whole(ours),
                "ORM + transitions": with_an_orm(db.engine),
            }
            db.session.rollback()
            report(db.engine.dialect.name, interleaved(ways, rounds))


def report(kind: str, times: dict[str, list[tuple[float, float]]]) -> None:
    print(f"{kind}, load {os.getloadavg()[0]:.1f}, {len(times['light step'])} steps of each")
    for label, column, part in (("wall median", 0, 50), ("cpu median", 1, 50), ("cpu, lowest tenth", 1, 10)):
        marks = {name: sorted(one[column] for one in values) for name, values in times.items()}
        reached = {name: values[len(values) * part // 100] for name, values in marks.items()}
        for name, value in reached.items():
            ratios = "   ".join(f"x {floor} {value / reached[floor]:6.2f}" for floor in ("two statements", "same rows"))
            print(f"  {label:19}{name:18}   {ratios}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--url", default="", help="a database to measure on; by default a new SQLite file")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL and measure on it")
    given = parser.parse_args()
    with _postgresql.server() if given.postgresql else nullcontext(given.url) as database:
        main(given.rounds, database)
