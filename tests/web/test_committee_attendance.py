"""The attendance sheet: one line a member, the quorum that comes of it, proxies without effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.services import sessions
from tests import scenes
from tests.deliberating import EVERYBODY, attend

if TYPE_CHECKING:
    from tests.page import Browser
    from tests.scenes import Scene
    from tests.world import World


def open_sheet(world: World, scene: Scene, by: str = "chair") -> Browser:
    browser = world.browser(by)
    browser.get(f"/commission/seances/{scene.session}/presences")
    return browser


def seats(world: World, **presences: str) -> dict[str, Any]:
    """Radios of the sheet, by member."""
    return {f"membre-{world.person(key).public_id}": presence for key, presence in presences.items()}


def test_every_member_has_a_line_in_its_college(world: World) -> None:
    scene = scenes.convened(world)

    page = open_sheet(world, scene).page
    assert page is not None

    assert len(page.soup.select(".attendance__one")) == len(EVERYBODY)
    colleges = [" ".join(row.text.split()) for row in page.soup.select(".attendance__college")]
    assert colleges == ["Sans collège", "Associations", "Collectivités", "Recherche", "Éducation"]
    assert "Quorum non atteint 0 voix pour 7 requises" in page.text


def test_a_full_room_takes_one_click(world: World) -> None:
    scene = scenes.convened(world)
    browser = open_sheet(world, scene)

    browser.click("Partir d’une salle pleine")
    browser.submit("Enregistrer les présences")

    assert "Quorum atteint 11 voix pour 7 requises" in browser.follow().text


def test_remote_members_and_proxies_count(world: World) -> None:
    scene = scenes.convened(world)
    browser = open_sheet(world, scene, by="coordinator")
    holder = {f"membre-{world.person('member8').public_id}-pouvoir": "Dominique Alibert"}
    there = dict.fromkeys(EVERYBODY[:4], "present") | {"chair": "remote", "member5": "remote", "member8": "proxy"}

    browser.submit("Enregistrer les présences", seats(world, **there) | holder)

    assert "Quorum atteint 7 voix pour 7 requises Préside : Claire Montagne" in browser.follow().text


def test_a_proxy_without_effect_is_explained(world: World) -> None:
    scene = scenes.convened(world)
    attend(
        world, scene, ["member1", "chair"], proxies={"member8": "member9", "member7": "member1", "member6": "member1"}
    )
    world.do(sessions.recuse, scene.item, by="member7")

    page = open_sheet(world, scene).page
    assert page is not None

    assert (
        "Pouvoir donné par Dominique Hébrard à Dominique Izard : sans effet, la personne qui l’a reçu n’est pas là."
        in page.text
    )
    (row,) = page.rows("Quorum dossier par dossier")
    assert row[2:4] == ["Dominique Gayraud", "Claire Montagne"]
    assert "Dominique Gayraud à Dominique Alibert : la personne qui l’a donné se déporte" in row[4]


@pytest.mark.parametrize(
    ("presence", "holder", "error"),
    [
        ("proxy", "", "Dominique Hébrard : dites à qui va le pouvoir."),
        ("away", "Dominique Alibert", "Dominique Hébrard : cochez « Pouvoir », ou ne choisissez personne."),
    ],
)
def test_a_proxy_is_whole_or_is_none(world: World, presence: str, holder: str, error: str) -> None:
    scene = scenes.convened(world)
    browser = open_sheet(world, scene)
    typed = seats(world, chair="present", member8=presence)
    typed[f"membre-{world.person('member8').public_id}-pouvoir"] = holder or "Personne"

    page = browser.submit("Enregistrer les présences", typed, status=400)

    assert [" ".join(line.split()) for line in page.errors] == [" ".join(error.split())]
    with world.looking() as session:
        assert world.found("session", scene.session, session).attendances == []


def test_an_absent_chair_is_refused_and_the_sheet_is_kept(world: World) -> None:
    scene = scenes.convened(world)
    browser = open_sheet(world, scene)

    page = browser.submit("Enregistrer les présences", seats(world, member2="remote"), status=409)

    assert page.reasons == ["La personne qui préside doit être présente, dans la salle ou à distance."]
    kept = page.form("Enregistrer les présences").data
    assert kept[f"membre-{world.person('member2').public_id}"] == ["remote"]


def test_a_sheet_that_somebody_else_saved_is_shown_again(world: World) -> None:
    scene = scenes.convened(world)
    browser = open_sheet(world, scene)
    attend(world, scene, EVERYBODY)

    page = browser.submit("Enregistrer les présences", seats(world, chair="present"), status=409)

    assert "Quelqu’un a modifié" in page.text


def test_members_do_not_open_the_sheet(world: World) -> None:
    scene = scenes.convened(world)

    world.browser("member1").get(f"/commission/seances/{scene.session}/presences", status=404)


def test_after_the_session_the_sheet_is_only_read(world: World) -> None:
    scene = scenes.decided(world)

    page = open_sheet(world, scene).page
    assert page is not None

    assert page.buttons == []
    assert "Les présences s’enregistrent entre la convocation et la levée de la séance." in page.text
