"""The scenes that other tests start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world import World

STATES: dict[Callable[..., scenes.Scene], str] = {
    scenes.draft: "draft",
    scenes.complete_draft: "draft",
    scenes.submitted: "submitted",
    scenes.incomplete: "incomplete",
    scenes.assigned: "in_review",
    scenes.in_review: "in_review",
    scenes.awaiting_complement: "awaiting_complement",
    scenes.all_reviews_in: "reply",
    scenes.ready: "ready",
    scenes.in_committee: "in_committee",
    scenes.convened: "in_committee",
    scenes.session_open: "in_committee",
    scenes.vote_open: "in_committee",
    scenes.voted: "in_committee",
    scenes.decided: "in_committee",
    scenes.labelled: "granted",
    scenes.labelled_with_reservations: "granted_reserved",
    scenes.refused: "refused",
}


@pytest.mark.parametrize("scene", STATES, ids=lambda scene: scene.__name__)
def test_a_scene_stands_where_its_name_says(world: World, scene: Callable[..., scenes.Scene]) -> None:
    made = scene(world)

    assert world.state("application", made.application) == STATES[scene]


def test_a_complete_draft_lacks_nothing(world: World) -> None:
    made = scenes.complete_draft(world)

    assert world.offers("application", made.application, by="applicant")["submit"] == ()
