"""What tests of the committee do over and over: who is there, a whole vote, a second application on the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Forbidden, Refused
from labelflow.models.decision import Decision
from labelflow.models.session import Item
from labelflow.services import sessions
from tests import scenes
from tests.scenes.cast import MEMBERS
from tests.scenes.reviewing import READERS, accept, invite, submit_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.scenes import Scene
    from tests.world import World

EVERYBODY = (*MEMBERS, "chair")


def attend(
    world: World,
    scene: Scene,
    present: Iterable[str],
    *,
    remote: Iterable[str] = (),
    proxies: Mapping[str, str] | None = None,
    chair: str = "chair",
) -> None:
    """Record who is there; everybody else is away. `proxies`: giver → holder."""
    there: dict[str, tuple[str, str | None]] = {world.person(key).public_id: ("away", None) for key in EVERYBODY}
    there |= {world.person(key).public_id: ("present", None) for key in present}
    there |= {world.person(key).public_id: ("remote", None) for key in remote}
    for giver, holder in (proxies or {}).items():
        there[world.person(giver).public_id] = ("proxy", world.person(holder).public_id)
    world.do(sessions.record_attendance, scene.session, there, by="coordinator", chair=world.person(chair).public_id)


def sit(world: World, scene: Scene, present: Iterable[str], **more: Any) -> Scene:
    """From a convened session to an open one, on its day."""
    world.wait(days=21, minutes=10)
    attend(world, scene, present, **more)
    world.take("session", scene.session, "open", by="deputy" if more.get("chair") == "deputy" else "chair")
    return scene


def vote_all(world: World, scene: Scene, choices: Mapping[str, str]) -> None:
    """Each person votes for themselves."""
    for key, choice in choices.items():
        world.do(sessions.vote, scene.item, choice, by=key)


def split(for_: int, against: int, *, chair: str, abstain: int = 0) -> dict[str, str]:
    """Votes of the first members, and that of the chair, which is one more voice."""
    counts = [("for", for_), ("against", against), ("abstain", abstain)]
    choices = [choice for choice, count in counts for _ in range(count)]
    return {**dict(zip(MEMBERS, choices, strict=False)), "chair": chair}


def refusals(act: Callable[..., Any], *arguments: Any, **options: Any) -> tuple[str, ...]:
    """Codes of the refusals that an act meets."""
    with pytest.raises(Refused) as refused:
        act(*arguments, **options)
    return tuple(refusal.code for refusal in refused.value.refusals)


def is_forbidden(act: Callable[..., Any], *arguments: Any, **options: Any) -> bool:
    """Whether the person may not do it at all."""
    with pytest.raises(Forbidden):
        act(*arguments, **options)
    return True


def another_ready(world: World) -> Scene:
    """A second application, of another structure, that can go to a session."""
    scene = scenes.submitted(world, by="outsider", structure="neighbour")
    scenes.filing.check_documents(world, scene)
    world.take("application", scene.application, "declare_admissible", by="coordinator")
    for person, reader in READERS.items():
        invite(world, scene, person, reader)
        accept(world, scene, person)
        submit_review(world, scene, person)
    world.take("application", scene.application, "waive_reply", by="outsider")
    return scene


def list_second(world: World, first: Scene) -> Scene:
    """The second application, on the agenda of the first one's session."""
    scene = another_ready(world)
    scene.session = first.session
    rapporteur = world.person("member2").public_id
    place = {"session": scene.session, "rapporteur": rapporteur}
    world.take("application", scene.application, "schedule", by="coordinator", **place)
    scene.item = item_of(world, scene)
    return scene


def item_of(world: World, scene: Scene) -> str:
    """The latest item of the application."""
    with world.looking() as session:
        items = [one for one in session.query(Item) if one.application.public_id == scene.application]
        return str(max(items, key=lambda one: one.id).public_id)


def decision_of(world: World, scene: Scene) -> str:
    """The latest decision on the application."""
    with world.looking() as session:
        found = [one for one in session.query(Decision) if one.application.public_id == scene.application]
        return str(max(found, key=lambda one: one.id).public_id)


def last_ballot(world: World, scene: Scene) -> dict[str, Any]:
    """The last ballot that was counted."""
    with world.looking() as session:
        return dict(world.found("item", scene.item, session).result["ballots"][-1])
