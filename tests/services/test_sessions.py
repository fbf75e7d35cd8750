"""A session before its votes: planned, put in order, convened with notice, attended, cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Outdated
from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, attend, is_forbidden, list_second, refusals, sit

if TYPE_CHECKING:
    from tests.world import World


def plan(world: World, *, days: float, by: str = "coordinator", **more: Any) -> str:
    made: str = world.do(
        sessions.plan, world.programme_code, "Commission", world.now + timedelta(days=days), by=by, **more
    )
    return made


def test_only_a_coordinator_plans_a_session(world: World) -> None:
    assert plan(world, days=30)
    assert is_forbidden(plan, world, days=30, by="chair")
    assert is_forbidden(plan, world, days=30, by="member1")


def test_a_session_is_planned_in_the_future(world: World) -> None:
    assert refusals(plan, world, days=-1) == ("session-in-the-past",)


def test_a_second_meeting_takes_up_a_convened_one(world: World) -> None:
    scene = scenes.in_committee(world)

    assert refusals(plan, world, days=40, second_meeting_of=scene.session) == ("second-meeting-unfounded",)

    world.take("session", scene.session, "convene", by="coordinator")
    assert plan(world, days=40, second_meeting_of=scene.session)


def test_the_date_changes_until_members_are_convened(world: World) -> None:
    scene = scenes.in_committee(world)
    later = world.now + timedelta(days=50)

    world.do(sessions.change, scene.session, by="coordinator", held_at=later, title="Commission d’été")
    with world.looking() as session:
        found = world.found("session", scene.session, session)
        assert (found.title, found.held_at, found.place) == ("Commission d’été", later, "Hôtel de Région, Toulouse")

    world.take("session", scene.session, "convene", by="coordinator")
    assert refusals(world.do, sessions.change, scene.session, by="coordinator", held_at=later) == ("agenda-fixed",)


def test_items_are_put_in_order_all_of_them_and_before_the_notice(world: World) -> None:
    first = scenes.in_committee(world)
    second = list_second(world, first)

    world.do(sessions.arrange, first.session, [second.item, first.item], by="coordinator")
    with world.looking() as session:
        agenda = [one.public_id for one in world.found("session", first.session, session).items]
    assert agenda == [second.item, first.item]

    assert refusals(world.do, sessions.arrange, first.session, [first.item], by="coordinator") == (
        "agenda-order-incomplete",
    )
    world.take("session", first.session, "convene", by="coordinator")
    order = [first.item, second.item]
    assert refusals(world.do, sessions.arrange, first.session, order, by="coordinator") == ("agenda-fixed",)


@pytest.mark.parametrize(("days", "refused"), [(5, ()), (4, ("notice-too-short",))])
def test_members_are_convened_five_days_ahead(world: World, days: int, refused: tuple[str, ...]) -> None:
    scene = scenes.in_committee(world)
    world.wait(days=21 - days)

    assert world.offers("session", scene.session, by="coordinator")["convene"] == refused


def test_an_empty_session_is_not_convened(world: World) -> None:
    session = plan(world, days=30)

    assert refusals(world.take, "session", session, "convene", by="coordinator") == ("agenda-empty",)


def test_a_session_is_cancelled_once_its_agenda_is_empty(world: World) -> None:
    scene = scenes.convened(world)

    assert refusals(world.take, "session", scene.session, "cancel", by="coordinator") == ("agenda-not-empty",)

    world.take("application", scene.application, "unschedule", by="coordinator")
    world.take("session", scene.session, "cancel", by="coordinator")
    assert world.state("session", scene.session) == "cancelled"
    assert world.state("application", scene.application) == "ready"


def test_a_session_opens_on_its_day_once_it_is_known_who_is_there(world: World) -> None:
    scene = scenes.convened(world)

    assert world.offers("session", scene.session, by="chair")["open"] == (
        "session-not-today",
        "attendance-missing",
    )


def test_attendance_is_recorded_between_the_notice_and_the_end(world: World) -> None:
    scene = scenes.in_committee(world)

    assert refusals(attend, world, scene, EVERYBODY) == ("attendance-closed",)

    world.take("session", scene.session, "convene", by="coordinator")
    sit(world, scene, EVERYBODY)
    world.take("application", scene.application, "unschedule", by="coordinator")
    world.take("session", scene.session, "close", by="chair")
    assert refusals(attend, world, scene, EVERYBODY) == ("attendance-closed",)


def test_whoever_presides_has_the_mandate_and_is_there(world: World) -> None:
    scene = scenes.convened(world)

    assert refusals(attend, world, scene, EVERYBODY, chair="member1") == ("chair-may-not-preside",)
    assert refusals(attend, world, scene, EVERYBODY[:-1]) == ("chair-is-away",)
    attend(world, scene, EVERYBODY[:-1], remote=["chair"])


def test_a_proxy_goes_to_another_member(world: World) -> None:
    scene = scenes.convened(world)

    assert refusals(attend, world, scene, ["chair"], proxies={"member1": "member1"}) == ("proxy-unknown",)
    assert refusals(attend, world, scene, ["chair"], proxies={"member1": "coordinator"}) == ("proxy-unknown",)


def test_a_member_does_not_keep_the_attendance_sheet(world: World) -> None:
    scene = scenes.convened(world)
    sheet = {world.person("member1").public_id: ("present", None)}
    chair = world.person("chair").public_id

    assert is_forbidden(world.do, sessions.record_attendance, scene.session, sheet, by="member1", chair=chair)


def test_a_later_sheet_corrects_one_member_and_keeps_the_others(world: World) -> None:
    scene = scenes.convened(world)
    attend(world, scene, EVERYBODY)
    gone = {world.person("member4").public_id: ("away", None)}
    chair = world.person("chair").public_id

    world.do(sessions.record_attendance, scene.session, gone, by="chair", chair=chair)

    with world.looking() as session:
        rows = world.found("session", scene.session, session).attendances
        assert sorted(row.presence for row in rows) == ["away", *["present"] * 10]


def test_two_people_do_not_overwrite_each_other_s_sheet(world: World) -> None:
    scene = scenes.convened(world)
    with world.looking() as session:
        seen = world.found("session", scene.session, session).version
    attend(world, scene, EVERYBODY)
    sheet = {world.person("member4").public_id: ("away", None)}
    options: dict[str, Any] = {"by": "chair", "chair": world.person("chair").public_id, "seen": seen}

    with pytest.raises(Outdated):
        world.do(sessions.record_attendance, scene.session, sheet, **options)


def test_a_session_closes_once_every_item_is_settled(world: World) -> None:
    scene = scenes.session_open(world)

    assert refusals(world.take, "session", scene.session, "close", by="chair") == ("items-unsettled",)
