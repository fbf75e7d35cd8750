"""Pages against an empty Flask page, in one run: processor time of a request, statements and size.

    python benchmarks/pages.py [--rounds 40]

Requests go through the application as a server would call it, with its language, security headers, rights and
session. Rounds interleave; what is printed is a ratio of medians of processor time. The directory holds a few
dozens of labels.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import flask
from sqlalchemy import event, insert, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from labelflow import clock, migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.models import Label, LabelNumber, Structure
from labelflow.models.account import User
from tests import scenes
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

LABELS = 40
GOALS = {"verify a label": 4.0, "directory": 21.0, "home": 21.0}


def hello() -> flask.Flask:
    app = flask.Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def more_labels(first: Label) -> None:
    """As many more as the directory shows on two pages: the same label for other structures."""
    kept = {column.name: getattr(first, column.key) for column in Label.__table__.c}
    place = {column.name: getattr(first.structure, column.key) for column in Structure.__table__.c}
    for number in range(LABELS):
        code = f"SEO-2027-{number + 100:05}-X"
        name = {"name": f"Atelier {number}", "name_key": f"atelier {number}", "rna": None}
        own = place | name | {"id": 1000 + number, "public_id": f"structure{number}"}
        db.session.execute(insert(Structure).values(own))
        numbered = {"prefix": "SEO", "year": 2027, "sequence": number + 100, "number": code, "allotted_at": clock.now()}
        db.session.execute(insert(LabelNumber).values(numbered))
        own = {"id": 1000 + number, "public_id": f"label{number}", "number": code, "short_code": f"short{number}"}
        own |= {"structure_id": 1000 + number, "holder_name": name["name"], "application_id": None, "decision_id": None}
        db.session.execute(insert(Label).values(kept | own))
    db.session.commit()


def pages(world: World) -> dict[str, tuple[Any, str]]:
    """Name → who asks, for what."""
    scene = scenes.labelled(world)
    with world.context():
        label = db.session.scalars(select(Label).where(Label.number == scene.number)).one()
        more_labels(label)
    visitor = world.app.test_client()
    return {
        "Flask hello": (hello().test_client(), "/"),
        "verify a label": (visitor, f"/v/{scene.number}"),
        "directory": (visitor, "/annuaire/structures"),
        "home": (visitor, "/"),
        "coordinator's queue": (signed_in(world, "coordinator"), "/coordination"),
        "coordinator's application": (signed_in(world, "coordinator"), f"/coordination/dossiers/{scene.application}"),
    }


def signed_in(world: World, key: str) -> Any:
    client = world.app.test_client()
    person = world.person(key)
    with world.context():
        uniquifier = db.session.get_one(User, person.id).fs_uniquifier
    with client.session_transaction() as cookie:
        cookie.update(_user_id=uniquifier, _fresh=True, fs_cc="set", fs_paa=clock.real_now().timestamp())
    return client


def timed(act: Callable[[], Any]) -> float:
    before = time.thread_time()
    act()
    return time.thread_time() - before


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(home=Path(folder), sqlite_synchronous="NORMAL"))
        with app.app_context():
            migrations.upgrade(db.engine)
            engine = db.engine
        asked = pages(World(app))
        statements: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        told = {}
        for name, (client, address) in asked.items():
            client.get(address)  # templates compiled
            statements.clear()
            answer = client.get(address)
            told[name] = answer.status_code, len(statements), len(answer.data)
        engine.dispose()
        times: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, (client, address) in asked.items():
                times[name].append(timed(lambda: client.get(address)))  # noqa: B023 - called at once
        floor = median(times["Flask hello"])
        print(f"sqlite, {rounds} rounds, processor time, x Flask hello")
        for name, (status, count, size) in told.items():
            goal = f"   goal <= {GOALS[name]:.1f}" if name in GOALS else ""
            print(
                f"  {name:28}x {median(times[name]) / floor:6.2f}   {count:3} statements   "
                f"{size / 1024:6.1f} KiB   status {status}{goal}"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=40)
    main(parser.parse_args().rounds)
