"""Links by the programme's rules: some block, some are only declared, some are left to the coordination."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Forbidden, Refused
from labelflow.models.account import User
from labelflow.models.journal import Event
from labelflow.models.review import Clearance, Declaration
from labelflow.models.structure import Structure
from labelflow.services import assignments, interests
from tests.scenes.filing import submitted
from tests.scenes.reviewing import accept, invite, submit_review
from tests.world import SINCE

if TYPE_CHECKING:
    from tests import scenes
    from tests.world import World

REASON = "Les deux structures n’ont plus le même public depuis deux ans."


def admissible(world: World) -> scenes.Scene:
    scene = submitted(world)
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    return scene


def declare(world: World, person: str, code: str) -> None:
    known, actor = (world.person(person).id, world.structure("applicant").id), world.actor(person)
    with world.looking() as session:
        user, place = session.get_one(User, known[0]), session.get_one(Structure, known[1])
        interests.declare_link(user, place, interests.Link(code, SINCE), actor=actor, now=world.now)


def clear(world: World, scene: scenes.Scene, person: str, *, by: str = "coordinator", reason: str = REASON) -> None:
    public_id = world.person(person).public_id
    world.do(assignments.clear_link, scene.application, public_id, reason=reason, by=by)


def codes(act: object, *arguments: object, **options: object) -> set[str]:
    with pytest.raises(Refused) as refused:
        act(*arguments, **options)  # type: ignore[operator]
    return {one.code for one in refused.value.refusals}


def test_a_competitor_reads_once_the_coordination_says_why(world: World) -> None:
    scene = admissible(world)
    declare(world, "peer1", "COMPETITOR")
    assert codes(invite, world, scene, "peer1", "peer") == {"reviewer-in-conflict"}

    clear(world, scene, "peer1")
    invite(world, scene, "peer1", "peer")
    world.take("assignment", scene.assignments["peer1"], "accept", by="peer1", declared=True, links=["COMPETITOR"])
    submit_review(world, scene, "peer1")

    assert world.state("assignment", scene.assignments["peer1"]) == "submitted"
    with world.looking() as session:
        told = session.query(Event).filter_by(code="interest.cleared").one()
        assert told.body["data"] == {"links": ["COMPETITOR"]}
        assert session.query(Clearance).one().reason == REASON


def test_a_clearance_is_for_one_application_and_one_person(world: World) -> None:
    scene = admissible(world)
    declare(world, "peer1", "COMPETITOR")
    declare(world, "peer2", "COMPETITOR")
    clear(world, scene, "peer1")

    assert codes(invite, world, scene, "peer2", "peer") == {"reviewer-in-conflict"}


@pytest.mark.parametrize("code", ["FAMILY", "DISPUTE", "ADVISED"])
def test_what_blocks_is_cleared_by_nobody_not_even_beside_what_may_be(world: World, code: str) -> None:
    scene = admissible(world)
    declare(world, "peer1", code)
    declare(world, "peer1", "COMPETITOR")

    assert codes(clear, world, scene, "peer1") == {"link-not-clearable"}
    assert codes(clear, world, scene, "peer2") == {"link-not-clearable"}


def test_who_stepped_aside_as_a_competitor_may_be_asked_again_once_cleared(world: World) -> None:
    scene = admissible(world)
    first = invite(world, scene, "peer1", "peer")
    world.take("assignment", first, "recuse", by="peer1", links=["COMPETITOR"], reason="Nous visons le même public.")
    other = invite(world, scene, "peer2", "peer")
    world.take("assignment", other, "recuse", by="peer2", reason="Une raison sans nom de lien.")

    clear(world, scene, "peer1")

    assert invite(world, scene, "peer1", "peer") != first
    assert codes(clear, world, scene, "peer2") == {"link-not-clearable"}


def test_a_declared_link_blocks_as_its_rule_says_until_it_is_cleared(world: World) -> None:
    scene = admissible(world)
    invite(world, scene, "peer1", "peer")
    accepting = {"declared": True, "links": ["COMPETITOR"]}
    before = codes(world.take, "assignment", scene.assignments["peer1"], "accept", by="peer1", **accepting)

    assert before == {"blocking-interest"}


def test_a_clear_declaration_is_one_without_a_link_that_keeps_out(world: World) -> None:
    scene = admissible(world)
    invite(world, scene, "peer1", "peer")
    accept(world, scene, "peer1")

    with world.looking() as session:
        assert session.query(Declaration).one().clear


def test_only_the_coordination_clears_and_says_why(world: World) -> None:
    scene = admissible(world)
    declare(world, "peer1", "COMPETITOR")

    assert codes(clear, world, scene, "peer1", reason="Non.") == {"field-missing"}
    for person in ("applicant", "peer1", "chair", "auditor"):
        with pytest.raises(Forbidden):
            clear(world, scene, "peer1", by=person)
