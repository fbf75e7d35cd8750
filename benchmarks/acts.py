"""Whole acts, as people do them: permission, guards, decision, journal, deadlines, notices, all in one transaction.

    python benchmarks/acts.py [--rounds 15] [--postgresql] [--show NAME]

Each act is measured against two floors in the same run: the very statements that it sends, sent again by the
bare driver (what its Python costs), and an UPDATE with an INSERT (what its rules and their reads cost).
After each measure its rows are put back.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import _postgresql
from _floors import Floor
from _recorder import Replay, recorded
from _undo import Undo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from labelflow import migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.services import credentials, sessions, steps
from tests import scenes
from tests.scenes.reviewing import write
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from labelflow.domain.actor import Actor

    Act = Callable[[Actor, Any], object]


class Scene(NamedTuple):
    """Where an act begins, by whom it is done."""

    name: str
    begins: Callable[[World], Any]
    by: str
    act: Callable[[Any, dict[str, Any]], object]


def step(
    kind: str, subject: Callable[[Any], str], code: str, **fields: object
) -> Callable[[Any, dict[str, Any]], object]:
    return lambda scene, doing: steps.take(kind, subject(scene), code, fields=fields, **doing)  # type: ignore[arg-type]


def reasoned(world: World) -> Any:
    """A decision to sign, on an instance that has its key to sign credentials with."""
    scene = scenes.decided(world)
    with world.context():
        credentials.make_first_key(actor=SYSTEM, now=world.now)
    return scene


def written(world: World) -> Any:
    scene = scenes.in_review(world)
    write(world, scene, "peer1")
    return scene


ACTS = (
    Scene("submit", scenes.complete_draft, "applicant", step("application", lambda s: s.application, "submit")),
    Scene("accept", scenes.assigned, "peer1",
          step("assignment", lambda s: s.assignments["peer1"], "accept", declared=True, links=[])),
    Scene("submit_review", written, "peer1", step("assignment", lambda s: s.assignments["peer1"], "submit_review")),
    Scene("open_vote", scenes.session_open, "chair", step("item", lambda s: s.item, "open_vote", outcome="grant")),
    Scene("vote", scenes.vote_open, "member2", lambda scene, doing: sessions.vote(scene.item, "for", **doing)),
    Scene("redraft", scenes.decided, "chair", step("decision", lambda s: s.decision, "redraft", text="Accord.")),
    Scene("sign", reasoned, "signatory", step("decision", lambda s: s.decision, "sign")),
)  # fmt: skip


Times = dict[str, list[tuple[float, float]]]
"""For the act and for each floor, the wall and processor time of each round."""


def measure(scene: Scene, worlds: Iterator[tuple[World, Engine]], rounds: int, *, show: bool) -> tuple[int, Times]:
    """How many statements the act sends, and what it and its floors cost."""
    world, engine = next(worlds)
    made = scene.begins(world)
    doing = {"actor": actor(world, scene.by), "now": world.now + timedelta(minutes=5)}

    def act() -> None:
        with world.context():
            scene.act(made, doing)

    undo = Undo(engine)
    with recorded(engine) as said:
        act()
    undo.look()
    undo.back()
    if show:
        print(*(f"  {statement} {values}" for statement, values in said), sep="\n")
    replay, floor = Replay(engine, said), Floor(engine)
    times: Times = {"two": [], "same": [], "ours": []}
    for number in range(-3, rounds):
        for name, run in (("two", lambda: floor.two_statements(number)), ("same", replay), ("ours", act)):  # noqa: B023
            wall, cpu = time.perf_counter(), time.thread_time()
            run()
            spent = time.perf_counter() - wall, time.thread_time() - cpu
            if name != "two":
                undo.back()
            if number >= 0:  # the first ones warm up
                times[name].append(spent)
    undo.close()
    replay.close()
    return len(said), times


def actor(world: World, key: str) -> Actor:
    with world.context():
        return world.actor(key)


def fresh(server: str | None) -> Iterator[tuple[World, Engine]]:
    """A world on an empty database, as often as one is asked for."""
    count = 0
    while True:
        count += 1
        with tempfile.TemporaryDirectory() as folder:
            url = _postgresql.database(server, f"acts{count}") if server else ""
            app = create_app(Settings(home=Path(folder), database_url=url, sqlite_synchronous="NORMAL"))
            with app.app_context():
                migrations.upgrade(db.engine)
                engine = db.engine
            yield World(app), engine
            engine.dispose()


def main(rounds: int, server: str | None, only: str) -> None:
    worlds = fresh(server)
    print(f"{'postgresql' if server else 'sqlite'}, load {os.getloadavg()[0]:.1f}, {rounds} rounds, medians")
    for scene in ACTS:
        if only and scene.name != only:
            continue
        statements, times = measure(scene, worlds, rounds, show=bool(only))
        wall, cpu = ({name: median(one[part] for one in found) for name, found in times.items()} for part in (0, 1))
        print(f"  {scene.name:15}{statements:4} statements", end="")
        for floor, name in (("same statements", "same"), ("two statements", "two")):
            ratios = wall["ours"] / wall[name], cpu["ours"] / cpu[name]
            print("   x {} {:6.1f} (processor {:6.1f})".format(floor, *ratios), end="")
        print()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL and measure on it")
    parser.add_argument("--show", default="", metavar="NAME", help="one act only, with its statements")
    given = parser.parse_args()
    with _postgresql.server() if given.postgresql else nullcontext(None) as running:
        main(given.rounds, running, given.show)
