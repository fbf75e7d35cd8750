"""The certificate in another language, at its holder's wish: the same issue, and worth what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Forbidden, NotFound
from labelflow.models.file import Document
from labelflow.models.label import CertificateTranslation
from labelflow.services import documents
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World


def translated(world: World, scene: scenes.Scene, language: str = "oc", by: str = "applicant") -> str:
    return str(world.do(documents.translate, scene.number, language, by=by))


def test_a_holder_gets_the_certificate_in_another_language_of_the_programme(world: World) -> None:
    scene = scenes.labelled(world)

    public_id = translated(world, scene)

    with world.looking() as session:
        said = session.query(Document).filter_by(public_id=public_id).one().content
    assert (said["language"], said["translates"], said["number"]) == ("oc", "fr", scene.number)
    assert said["title"] == "Atestacion de labelizacion"
    assert said["granted"].startswith("Labèl acordat lo ")
    assert said["holder_name"] == world.structure("applicant").name


def test_a_translation_is_made_once(world: World) -> None:
    scene = scenes.labelled(world)

    assert translated(world, scene) == translated(world, scene, by="colleague")
    with world.looking() as session:
        assert [row.language for row in session.query(CertificateTranslation)] == ["oc"]


@pytest.mark.parametrize("language", ["fr", "eu", ""])
def test_the_language_of_record_and_those_that_the_programme_has_not_are_no_translations(
    world: World, language: str
) -> None:
    scene = scenes.labelled(world)

    with pytest.raises(NotFound):
        translated(world, scene, language)


@pytest.mark.parametrize("person", ["chair", "coordinator", "peer1"])
def test_nobody_else_asks_for_it(world: World, person: str) -> None:
    scene = scenes.labelled(world)

    with pytest.raises(Forbidden):
        translated(world, scene, by=person)
