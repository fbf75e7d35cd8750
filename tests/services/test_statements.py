"""What an act may ask of the database: a guard that reads more, or twice, is noticed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.services import sessions, steps
from tests import scenes
from tests.counting import statements
from tests.scenes.reviewing import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scenes import Scene
    from tests.world import World


def written(world: World) -> Scene:
    scene = scenes.in_review(world)
    write(world, scene, "peer1")
    return scene


Subject = tuple[str, str, str]
ACTS: dict[str, tuple[Callable[[World], Scene], str, Callable[[Scene], Subject], dict[str, object], int]] = {
    "submit": (scenes.complete_draft, "applicant", lambda s: ("application", s.application, "submit"), {}, 40),
    "accept": (
        scenes.assigned,
        "peer1",
        lambda s: ("assignment", s.assignments["peer1"], "accept"),
        {"declared": True, "links": []},
        23,
    ),
    "submit_review": (written, "peer1", lambda s: ("assignment", s.assignments["peer1"], "submit_review"), {}, 26),
    "open_vote": (scenes.session_open, "chair", lambda s: ("item", s.item, "open_vote"), {"outcome": "grant"}, 32),
    "redraft": (scenes.decided, "chair", lambda s: ("decision", s.decision, "redraft"), {"text": "Accord."}, 12),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_sends_few_statements(world: World, act: str) -> None:
    begins, by, what, fields, most = ACTS[act]
    scene = begins(world)
    actor = world.actor(by)
    kind, public_id, step = what(scene)
    assert world.programme.machines  # an installed version is read once a process: not by this act

    with statements(world) as seen, world.looking():
        steps.take(kind, public_id, step, actor=actor, now=world.now, fields=fields)  # type: ignore[arg-type]  # a kind

    assert len(seen) <= most, "\n".join(seen)


def test_a_vote_sends_few_statements(world: World) -> None:
    scene = scenes.vote_open(world)
    actor = world.actor("member2")

    with statements(world) as seen, world.looking():
        sessions.vote(scene.item, "for", actor=actor, now=world.now)

    assert len(seen) <= 18, "\n".join(seen)


def test_a_request_ends_without_an_event_loop(world: World) -> None:
    assert [function.__name__ for function in world.app.teardown_appcontext_funcs] == ["_close_sessions"]
