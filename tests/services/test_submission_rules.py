"""What no page lets through is refused by the domain too, whoever calls."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Refused
from labelflow.models.structure import Structure
from labelflow.services import applications
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World


def refused(world: World, scene: scenes.Scene) -> dict[str, object]:
    with pytest.raises(Refused) as found:
        world.take("application", scene.application, "submit", by="applicant")
    return {refusal.code: refusal.details for refusal in found.value.refusals}


def test_nothing_is_filed_without_a_scope(world: World) -> None:
    scene = scenes.complete_draft(world)
    world.do(applications.save_answers, scene.application, {}, by="applicant", scopes=[])

    assert set(refused(world, scene)) == {"scope-missing"}
    world.do(applications.save_answers, scene.application, {}, by="applicant", scopes=["talks"])
    world.take("application", scene.application, "submit", by="applicant")


def test_nothing_is_filed_with_an_answer_that_its_question_does_not_take(world: World) -> None:
    scene = scenes.complete_draft(world)
    choice = next(one for one in world.programme.form.questions if one.kind == "choice" and one.when is None)
    wrong = {choice.code: "une réponse inventée"}
    world.do(applications.save_answers, scene.application, wrong, by="applicant")

    found = refused(world, scene)

    assert set(found) == {"answers-unusable"}
    assert found["answers-unusable"]["questions"] == (choice.label["fr"],)  # type: ignore[index]  # details


def test_the_charter_asks_for_a_scope_too(world: World) -> None:
    from labelflow.programmes.loader import shipped  # noqa: PLC0415 - one test

    steps = shipped("charte-du-reseau").machines["application"].steps

    assert any(use.rule == "a_scope_is_chosen" for step in steps for use in step.guards)


def test_nothing_is_started_for_a_structure_that_turned_out_to_be_another(world: World) -> None:
    known, other = world.structure("applicant"), world.structure("neighbour")
    world.person("applicant")
    with world.looking() as session:
        session.get_one(Structure, known.id).merged_into_id = other.id
        session.commit()

    with pytest.raises(Refused) as found:
        world.do(applications.start, world.programme_code, known.public_id, by="applicant")
    assert [refusal.code for refusal in found.value.refusals] == ["structure-merged"]


@pytest.mark.parametrize(("day", "is_open"), [(date(2026, 11, 20), True), (date(2027, 3, 1), False)])
def test_a_call_has_its_days(world: World, day: date, is_open: bool) -> None:
    campaign = world.programme.campaign.model_copy(update={"mode": "windows", "windows": (("11-15", "01-31"),)})

    assert campaign.is_open(day) == is_open
