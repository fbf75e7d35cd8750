"""A certificate issued anew: the same number, a declared reason, the former issue kept and called replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from labelflow.errors import Forbidden, Invalid, NotFound, Refused
from labelflow.models.journal import Chain, Event
from labelflow.models.label import Certificate, Label
from labelflow.models.queue import Notice
from labelflow.models.structure import Structure
from labelflow.services import documents, reissuing
from tests import scenes

if TYPE_CHECKING:
    from tests.world import World

NEW_NAME = "L’Atelier des étoiles et des comètes"


def reissue(world: World, scene: scenes.Scene, by: str = "coordinator", **fields: Any) -> None:
    world.take("label", scene.label, "reissue", by=by, **{"reason": "design", "facts": ""} | fields)


def editions(world: World) -> list[tuple[int, bool, str]]:
    """Of each issue: its number, whether it was superseded, whom it names."""
    with world.looking() as session:
        rows = session.query(Certificate).order_by(Certificate.issue)
        return [(row.issue, row.superseded_at is not None, row.document.content["holder_name"]) for row in rows]


def correct_the_register(world: World) -> None:
    with world.looking() as session:
        session.get_one(Structure, world.structure("applicant").id).name = NEW_NAME
        session.commit()


def test_a_new_issue_supersedes_the_former_which_stays(world: World) -> None:
    scene = scenes.labelled(world)
    name = world.structure("applicant").name

    reissue(world, scene)

    assert editions(world) == [(1, True, name), (2, False, name)]
    with world.looking() as session:
        label = session.query(Label).one()
        said = [row.document.content for row in label.certificates]
        act = label.grounds[-1]
    assert [content["number"] for content in said] == [scene.number, scene.number]
    assert [content["issue"] for content in said] == [1, 2]
    assert (act["step"], act["reason"], act["facts"]) == ("reissue", "design", "")


def test_a_name_corrected_in_the_register_is_printed_for_that_reason_alone(world: World) -> None:
    scene = scenes.labelled(world)
    name = world.structure("applicant").name
    correct_the_register(world)

    reissue(world, scene, reason="key")
    reissue(world, scene, reason="register")

    assert [one[2] for one in editions(world)] == [name, name, NEW_NAME]
    with world.looking() as session:
        (event,) = session.query(Event).filter_by(code="label.renamed")
    assert event.body["data"] == {"before": name, "after": NEW_NAME}


def test_the_journal_tells_it_and_the_holder_is_told(world: World) -> None:
    scene = scenes.labelled(world)
    reissue(world, scene, by="signatory")

    with world.looking() as session:
        codes = [
            event.code
            for event in session.query(Event)
            .join(Chain, Chain.id == Event.chain_id)
            .filter(Chain.kind == "label", Chain.subject == scene.label)
            .order_by(Event.number)
        ]
        told = session.query(Notice).filter_by(text_code="applicant/certificate_reissued").all()
    assert codes[-2:] == ["certificate.issued", "label.reissue"]
    assert [notice.context["number"] for notice in told] == [scene.number] * len(told)
    assert told


@pytest.mark.parametrize("person", ["applicant", "chair", "peer1"])
def test_only_the_coordination_and_whoever_signs_reissue(world: World, person: str) -> None:
    scene = scenes.labelled(world)

    with pytest.raises(Forbidden):
        reissue(world, scene, by=person)


def test_a_reason_of_the_programme_is_asked_for(world: World) -> None:
    scene = scenes.labelled(world)

    with pytest.raises(Refused) as caught:
        reissue(world, scene, reason="boredom")
    with pytest.raises(Invalid, match="register, design, key, other"):
        world.do(reissuing.reissue, scene.number, "boredom", "", by="system")
    with pytest.raises(NotFound):
        world.do(reissuing.reissue, "SEO-2027-00099-9", "key", "", by="system")

    assert [refusal.code for refusal in caught.value.refusals] == ["field-unreadable"]
    assert len(editions(world)) == 1


def test_a_label_that_ended_is_not_reissued(world: World) -> None:
    scene = scenes.labelled(world)
    world.take("label", scene.label, "relinquish", by="applicant")

    with pytest.raises(Refused) as caught:
        reissue(world, scene)

    assert [refusal.code for refusal in caught.value.refusals] == ["step-not-from-here"]


def test_a_translation_goes_with_the_issue_that_it_translates(world: World) -> None:
    scene = scenes.labelled(world)
    world.do(documents.translate, scene.number, "oc", by="applicant")
    world.do(reissuing.reissue, scene.number, "key", "", by="system")

    again = world.do(documents.translate, scene.number, "oc", by="applicant")

    with world.looking() as session:
        rows = session.query(Certificate).order_by(Certificate.issue).all()
        kept = [[one.document.content["issue"] for one in row.translations] for row in rows]
        assert rows[1].translations[0].document.public_id == again
    assert kept == [[1], [2]]
