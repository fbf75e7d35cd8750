"""What a holder does with its actions, and what the public then reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Forbidden, NotFound, Outdated, Refused
from labelflow.models.action import Action
from labelflow.models.journal import Event
from labelflow.models.label import Label
from labelflow.queries.actions import public_action, public_actions_of
from labelflow.services import actions
from tests import scenes
from tests.offers import STARS, offered
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.world import World


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def is_public(world: World, action: str) -> bool:
    with world.looking():
        return public_action(action, world.today) is not None


def test_an_action_is_a_draft_until_it_is_published(world: World) -> None:
    scene = scenes.labelled(world)
    action = world.do(actions.start, scene.number, by="applicant", content=STARS)
    assert not is_public(world, action)

    world.do(actions.publish, action, by="colleague")

    assert is_public(world, action)
    with world.looking() as session:
        assert [one.title for one in public_actions_of(session.query(Action).one().structure_id, world.today)]
        told = [
            event.code for event in session.query(Event).filter(Event.code.startswith("action.")).order_by(Event.id)
        ]
    assert told == ["action.started", "action.published"]


def test_what_is_missing_is_said_all_at_once(world: World) -> None:
    scene = scenes.labelled(world)
    action = world.do(actions.start, scene.number, by="applicant", content={"title": "Ciel de Lozère"})

    with pytest.raises(Refused) as refused:
        world.do(actions.publish, action, by="applicant")

    assert codes(refused) == {"action-incomplete"}
    missing = refused.value.refusals[0].details["fields"]
    assert "title" not in missing
    assert {"summary", "levels", "mode", "contact_email"} <= set(missing)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"levels": ["cm1", "cm9"]}, "field-unreadable"),
        ({"months": [13]}, "field-unreadable"),
        ({"departments": ["75"]}, "field-unreadable"),
        ({"duration_minutes": 0}, "field-unreadable"),
        ({"scope": "cooking"}, "field-unreadable"),
        ({"site_insee": "75056"}, "field-unreadable"),
        ({"state": "published"}, "field-unreadable"),
        ({"group_least": 30, "group_most": 12}, "group-upside-down"),
    ],
)
def test_answers_that_cannot_be_are_refused(world: World, answers: dict[str, Any], code: str) -> None:
    action = world.do(actions.start, scenes.labelled(world).number, by="applicant")

    with pytest.raises(Refused) as refused:
        world.do(actions.save, action, answers, by="applicant")

    assert codes(refused) == {code}


def test_a_published_action_stays_whole(world: World) -> None:
    action = offered(world, scenes.labelled(world))

    with pytest.raises(Refused) as refused:
        world.do(actions.save, action, {"summary": ""}, by="applicant")
    world.do(actions.save, action, {"summary": "Une heure sous les étoiles."}, by="applicant")

    assert codes(refused) == {"action-incomplete"}
    with world.looking() as session:
        assert session.query(Action).one().summary == "Une heure sous les étoiles."


def test_the_label_decides_what_the_public_reads_in_the_same_commit(world: World) -> None:
    scene = scenes.labelled(world)
    action = offered(world, scene)

    world.take("label", scene.label, "suspend_at_once", by="chair", facts=FACTS + FACTS)
    assert not is_public(world, action)
    with pytest.raises(Refused) as refused:
        world.do(actions.start, scene.number, by="applicant")
    assert codes(refused) == {"no-label-in-force"}


def test_an_action_outside_the_scopes_of_the_label_is_not_public(world: World) -> None:
    scene = scenes.labelled(world)
    with world.looking() as session:
        covered = session.query(Label).one().scopes
    outside = next(one.code for one in world.programme.scopes if one.code not in covered)
    action = world.do(actions.start, scene.number, by="applicant", content={**STARS, "scope": ""})

    with pytest.raises(Refused) as refused:
        world.do(actions.save, action, {"scope": outside}, by="applicant")

    assert codes(refused) == {"field-unreadable"}


def test_the_term_of_the_label_ends_what_it_covers(world: World) -> None:
    action = offered(world, scenes.labelled(world))

    world.wait(days=4 * 365)

    assert not is_public(world, action)


def test_only_who_acts_for_the_holder_changes_its_actions(world: World) -> None:
    scene = scenes.labelled(world)
    action = offered(world, scene)

    for by in ("outsider", "coordinator", "chair"):
        with pytest.raises(Forbidden):
            world.do(actions.save, action, {"title": "Autre chose"}, by=by)
        with pytest.raises(Forbidden):
            world.do(actions.start, scene.number, by=by)
    with pytest.raises(NotFound):
        world.do(actions.publish, "inconnu", by="applicant")


def test_somebody_faster_is_not_overwritten(world: World) -> None:
    action = offered(world, scenes.labelled(world))
    with world.looking() as session:
        seen = session.query(Action).one().version
    world.do(actions.save, action, {"title": "Le ciel de mars"}, by="colleague", seen=seen)

    with pytest.raises(Outdated):
        world.do(actions.save, action, {"title": "Le ciel d’avril"}, by="applicant", seen=seen)


def test_taken_back_put_away_and_copied(world: World) -> None:
    action = offered(world, scenes.labelled(world))

    world.do(actions.unpublish, action, by="applicant")
    assert not is_public(world, action)
    world.do(actions.archive, action, by="applicant")
    with pytest.raises(Refused) as refused:
        world.do(actions.save, action, {"title": "Encore"}, by="applicant")
    copy = world.do(actions.duplicate, action, by="applicant")
    world.do(actions.publish, copy, by="applicant")

    assert codes(refused) == {"action-archived"}
    assert is_public(world, copy)


def test_saying_that_it_is_still_true_is_kept(world: World) -> None:
    action = offered(world, scenes.labelled(world))
    world.wait(days=200)

    world.do(actions.confirm, action, by="colleague")

    with world.looking() as session:
        kept = session.query(Action).one()
        assert world.now - kept.confirmed_at < timedelta(minutes=5)
