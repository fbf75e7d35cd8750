"""A teacher asks something of a holder: nothing typed leaves before the address is confirmed, and nobody is kept for ever."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select

from labelflow.db import settings
from labelflow.errors import NotFound, Refused
from labelflow.jobs.worker import look_after_requests
from labelflow.mail.letters import letter_of, message_of
from labelflow.models.class_request import ClassRequest
from labelflow.models.label import Label
from labelflow.models.queue import Notice
from labelflow.queries.class_requests import answers_to
from labelflow.services import class_requests
from labelflow.services.class_requests import Asked, link_of
from tests import scenes
from tests.offers import offered
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

    from tests.scenes.scene import Scene
    from tests.stage import Stage
    from tests.world import World

ASKED: Final[Mapping[str, Any]] = {
    "name": "Odile Rey\r\nBcc: tous@exemple.org",
    "email": "odile@ecole.exemple.org",
    "school": "École de Langogne",
    "level": "cm1",
    "pupils": 22,
    "wanted": "En avril",
    "message": "Bonjour,\nachetez.exemple.org",
}


def holder(world: World) -> tuple[Scene, str]:
    scene = scenes.labelled(world)
    return scene, offered(world, scene)


def ask(world: World, action: str, key: str = "page-1", **more: Any) -> None:
    with world.looking():
        asked = Asked(**{**ASKED, **more})  # type: ignore[typeddict-item]  # of any values
        class_requests.ask(action, asked, key=key, now=world.now)


def letters(world: World) -> list[EmailMessage]:
    """What is in the outbox about requests, as it would leave, oldest first."""
    with world.looking() as session:
        queued = session.scalars(select(Notice).where(Notice.chain_kind == "class_request").order_by(Notice.id)).all()
        made = [message_of(one, letter_of(one, settings()), settings()) for one in queued]
        return [message_from_bytes(one.as_bytes(), policy=policy.default) for one in made]  # type: ignore[misc]


def token(world: World) -> str:
    with world.looking() as session:
        return link_of(session.query(ClassRequest).one()).rpartition("/")[2]


def confirm(world: World) -> str:
    link = token(world)
    with world.looking():
        class_requests.confirm(link, now=world.now)
    return link


def the_request(world: World) -> dict[str, Any]:
    with world.looking() as session:
        one = session.query(ClassRequest).one()
        return {name: getattr(one, name) for name in ("name", "email", "message", "answer", "erased_at")}


def test_nothing_typed_leaves_before_the_address_is_confirmed(stage: Stage) -> None:
    _scene, action = stage.at(holder)
    world = stage.crowd

    ask(world, action)
    ask(world, action)

    (first,) = letters(world)
    assert first["To"] == ASKED["email"]
    assert not any(word in first.as_string() for word in ("Odile", "Langogne", "achetez", "Bcc"))

    confirm(world)
    confirm(world)

    _first, request, copy = letters(world)
    assert (request["To"], request["Reply-To"], request["Bcc"]) == ("contact@exemple.fr", ASKED["email"], None)
    assert "École de Langogne" in request.get_content()
    assert "> achetez.exemple.org" in request.get_content()
    assert (copy["To"], copy["Bcc"]) == (ASKED["email"], None)


def test_a_holder_without_an_address_for_the_action_is_told_person_by_person(stage: Stage) -> None:
    scene = stage.at(scenes.labelled)
    action = offered(stage.crowd, scene, contact_email="", contact_phone="+33561000000")

    ask(stage.crowd, action)
    confirm(stage.crowd)

    told = {one["To"] for one in letters(stage.crowd)}
    assert {"applicant@exemple.fr", ASKED["email"]} <= told


def test_a_suspended_holder_receives_nothing(stage: Stage) -> None:
    scene, action = stage.at(holder)
    world = stage.crowd
    ask(world, action)

    world.take("label", scene.label, "suspend_at_once", by="chair", facts=FACTS + FACTS)

    with pytest.raises(Refused):
        confirm(world)
    with pytest.raises(Refused):
        ask(world, action, "page-2")
    assert len(letters(world)) == 1


def test_one_address_asks_so_many_times_an_hour(stage: Stage) -> None:
    _scene, action = stage.at(holder)
    for number in range(5):
        ask(stage.crowd, action, f"page-{number}")

    with pytest.raises(Refused) as refused:
        ask(stage.crowd, action, "page-6")
    ask(stage.crowd, action, "page-7", email="autre@ecole.exemple.org")
    stage.crowd.wait(hours=1)
    ask(stage.crowd, action, "page-8")

    assert [one.code for one in refused.value.refusals] == ["asked-too-often"]


def test_the_teacher_is_asked_once_whether_somebody_answered(stage: Stage) -> None:
    _scene, action = stage.at(holder)
    world = stage.crowd
    ask(world, action)
    link = confirm(world)
    tend(world, days=6)
    assert len(letters(world)) == 3

    tend(world, days=1)
    tend(world, days=1)

    assert len(letters(world)) == 4
    with world.looking() as session:
        class_requests.answer(link, "not_yet", now=world.now)
        class_requests.answer(link, "yes", now=world.now)
        structure = session.query(Label).one().structure_id
        assert answers_to(structure) == {"sent": 1, "yes": 1, "no": 0, "not_yet": 0}


def tend(world: World, **delay: float) -> None:
    """Let time pass, and the worker look after requests."""
    world.wait(**delay)
    with world.looking():
        look_after_requests(world.now)


@pytest.mark.parametrize(("answer", "days"), [("yes", 30), ("not_yet", 180), ("", 180)])
def test_who_asked_is_forgotten_and_the_answer_stays(stage: Stage, answer: str, days: int) -> None:
    _scene, action = stage.at(holder)
    world = stage.crowd
    ask(world, action)
    link = confirm(world)
    if answer:
        with world.looking():
            class_requests.answer(link, answer, now=world.now)

    tend(world, days=days - 1)
    assert the_request(world)["name"]
    tend(world, days=1)

    kept = the_request(world)
    assert (kept["name"], kept["email"], kept["message"], kept["answer"]) == ("", "", "", answer)
    assert letters(world) == []
    with world.looking(), pytest.raises(NotFound):
        class_requests.answer(link, "no", now=world.now)


def test_what_is_never_confirmed_leaves_no_trace(stage: Stage) -> None:
    _scene, action = stage.at(holder)
    world = stage.crowd
    ask(world, action)
    link = token(world)

    world.wait(hours=48)
    with world.looking():
        assert class_requests.read_link(link, now=world.now) is None
        with pytest.raises(Refused):
            class_requests.confirm(link, now=world.now)
    tend(world, hours=1)

    assert letters(world) == []
    with world.looking() as session:
        assert session.query(ClassRequest).count() == 0


@pytest.mark.parametrize("forged", ["", "inconnu", "abc.def", "é.è"])
def test_a_link_that_we_did_not_sign_opens_nothing(stage: Stage, forged: str) -> None:
    with stage.crowd.looking():
        assert class_requests.read_link(forged, now=stage.crowd.now) is None
