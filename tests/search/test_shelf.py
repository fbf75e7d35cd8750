"""What a process keeps of the entries is what the database holds: after each act, in each process, in the same commit."""

from __future__ import annotations

import contextlib
from random import Random
from typing import TYPE_CHECKING, Any

from labelflow import clock
from labelflow.db import memory
from labelflow.domain.actor import SYSTEM
from labelflow.domain.searching import Wanted
from labelflow.errors import Refused
from labelflow.models.action import Action
from labelflow.queries.search import find
from labelflow.services import actions, search_index
from tests import scenes
from tests.offers import STARS
from tests.search.offering import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.world import World

SCOPES = ["school-workshops", "exhibitions"]


def told(app: Flask) -> tuple[int, Any, set[str]]:
    """What one process answers."""
    with app.app_context():
        found = find(Wanted(), clock.now().date(), length=200)
        return found.total, found.counts, {hit.action.public_id for hit in found.hits}


def acted(world: World, rng: Random, number: str, known: list[str]) -> None:
    """One act, any of those that a holder may do."""
    act = rng.choice([actions.publish, actions.publish, actions.unpublish, actions.save, actions.archive, None])
    if act is None or not known:
        known.append(world.do(actions.start, number, by="applicant", content=drawn(rng, SCOPES)))
        return
    more = (drawn(rng, SCOPES),) if act is actions.save else ()
    with contextlib.suppress(Refused):
        world.do(act, rng.choice(known), *more, by="applicant")


def test_a_process_that_goes_on_knows_what_a_new_one_reads(world: World, make_app: Callable[..., Flask]) -> None:
    scene, rng, known = scenes.labelled(world), Random(11), list[str]()
    other = make_app()
    for _ in range(40):
        acted(world, rng, scene.number, known)
        going_on = told(other)
        with other.app_context():
            memory("search").clear()
        assert told(other) == going_on
        with world.looking() as session:
            published = {one.public_id for one in session.query(Action).filter_by(state="published")}
        assert going_on[2] == published


def test_an_index_made_again_is_read_again_everywhere(world: World, make_app: Callable[..., Flask]) -> None:
    scene = scenes.labelled(world)
    action = world.do(actions.start, scene.number, by="applicant", content=STARS)
    world.do(actions.publish, action, by="applicant")
    other = make_app()
    before = told(other)

    with world.context():
        assert search_index.rebuild(actor=SYSTEM, now=world.now) == 1

    assert told(other) == before
    world.do(actions.archive, action, by="applicant")
    assert told(other)[0] == 0
