"""A failed gate that can be mended: a deferral, then a label with a reservation on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.queries.reports import proposal_content
from labelflow.services import completeness
from tests import scenes
from tests.deliberating import decision_of
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World


def proposed(world: World, scene: Scene) -> dict[str, Any]:
    with world.looking() as session:
        return proposal_content(world.found("application", scene.application, session))


def insurance(world: World, scene: Scene, level: int) -> None:
    world.do(completeness.check_documents, scene.application, {"D1": {"level": level}}, by="coordinator")


def test_an_insurance_that_lapsed_is_mended_during_a_deferral(world: World) -> None:
    scene = scenes.voted(world, outcome="defer")
    insurance(world, scene, 1)
    before = proposed(world, scene)
    assert before["outcome"] == "deferral"
    assert [reason["code"] for reason in before["reasons"]] == ["proposal-gates-failed", "proposal-gates-correctable"]

    world.take("item", scene.item, "close_vote", by="chair")
    scene.decision = decision_of(world, scene)
    world.take(
        "decision",
        scene.decision,
        "redraft",
        by="chair",
        grounds=[{"article": "4.2", "criterion": "D1", "facts": FACTS}],
    )
    world.take("decision", scene.decision, "sign", by="signatory")

    still = proposed(world, scene)
    assert still["outcome"] == "unfavorable", "it was deferred once, and the gate still fails"
    insurance(world, scene, 2)
    after = proposed(world, scene)
    assert after["outcome"] == "favorable_with_reservations"
    assert after["majors"] == ["D1"]
    assert "proposal-gates-corrected" in [reason["code"] for reason in after["reasons"]]
