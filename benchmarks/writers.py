"""Four processes that write at once: steps taken on one application, and on one's own, none lost, none refused.

    python benchmarks/writers.py [--seconds 5] [--postgresql | --url URL]

Each writer takes a step, then the step back. Half of its steps are on an application that all four share, and wait
for each other's lock. In the end the journal is read back: as many events as steps, every chain whole.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import _postgresql
from sqlalchemy import func, select
from step import COORDINATOR, NOW, prepare

from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.models import Application
from labelflow.models.journal import Event
from labelflow.queries.journal import check
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult

    Times = list[float]

WRITERS = 4


def write(url: str, home: str, own: str, shared: str, seconds: float) -> tuple[Times, list[str]]:
    """How long each step took, and what failed."""
    app = create_app(Settings(home=Path(home), database_url=url, sqlite_synchronous="NORMAL"))
    times: Times = []
    failures: list[str] = []
    with app.app_context():
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = time.perf_counter()
            try:
                take(shared if len(times) % 2 else own)
            except Exception as failure:  # noqa: BLE001 - what is counted here
                failures.append(repr(failure))
            times.append(time.perf_counter() - before)
    return times, failures


def take(public_id: str) -> None:
    with transaction(actor=COORDINATOR, now=NOW + timedelta(seconds=1)) as tx:
        subject = tx.lock(Application, public_id)
        tx.take(subject, "to_b" if subject.state == "a" else "to_a")


def run(url: str, home: str, applications: list[str], seconds: float, writers: int) -> tuple[Times, list[str]]:
    with multiprocessing.get_context("spawn").Pool(writers) as pool:
        pool.starmap(write, [(url, home, applications[0], applications[0], 0.1)] * writers)  # everything loaded
        asked: list[AsyncResult[tuple[Times, list[str]]]] = [
            pool.apply_async(write, (url, home, own, applications[-1], seconds)) for own in applications[:writers]
        ]
        found = [one.get() for one in asked]
    return [one for times, _ in found for one in times], [one for _, failures in found for one in failures]


def main(seconds: float, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app, applications = prepare(url, Path(folder), WRITERS + 1)
        with app.app_context():
            kind = db.engine.dialect.name
            before = db.session.scalar(select(func.count()).select_from(Event)) or 0
            db.session.close()
        for writers in (1, WRITERS):
            times, failures = run(url, folder, applications, seconds, writers)
            if writers == 1:
                alone = len(times)
            tail = quantiles(times, n=100)[98] / median(times)
            print(
                f"{kind}, {writers} writers: {len(failures)} failed of {len(times)} steps, "
                f"x one writer {len(times) / alone:.2f}, slowest hundredth x median {tail:.1f}"
            )
            print(*failures[:3], sep="\n", end="")
        with app.app_context():
            report = check()
            print(f"journal: {report.events - before} events in {report.chains} chains, {len(report.faults)} faults")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--url", default="", help="an empty database to measure on; by default a new SQLite file")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL and measure on it")
    given = parser.parse_args()
    with _postgresql.server() if given.postgresql else nullcontext(given.url) as database:
        main(given.seconds, database)
