"""Whom a structure is tied to: its body, its federation, its partners; nobody from there reads or instructs its file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Forbidden, Refused
from labelflow.models.account import User
from labelflow.models.review import Assignment
from labelflow.models.structure import Structure
from labelflow.queries.conflicts import blocking_codes
from labelflow.services import interests, ties
from tests.scenes.filing import check_documents, submitted
from tests.scenes.others import application_of
from tests.scenes.reviewing import accept, invite, submit_review
from tests.world import SINCE

if TYPE_CHECKING:
    from tests import scenes
    from tests.world import World

LONG_AGO = date(2026, 1, 1)


def tie(world: World, other: str, kind: str, *, by: str = "applicant", structure: str = "applicant") -> str:
    mine, theirs = world.structure(structure).public_id, world.structure(other).public_id
    made: str = world.do(ties.declare_tie, mine, theirs, kind, by=by, starts_on=LONG_AGO)
    return made


def codes(world: World, scene: scenes.Scene, person: str, purpose: str = "review") -> tuple[str, ...]:
    key = world.person(person).id
    with world.looking() as session:
        application = world.found("application", scene.application, session)
        return blocking_codes((key,), application, purpose, world.now).get(key, ())  # type: ignore[arg-type]


def one_legal_person(world: World, *structures: str) -> None:
    keys = [world.structure(one).id for one in structures]
    with world.looking() as session:
        for key in keys:
            session.get_one(Structure, key).siren = "213105554"
        session.commit()


def test_who_comes_from_the_parent_or_the_federation_does_not_read_nor_instruct(world: World) -> None:
    scene = submitted(world)
    tie(world, "planetarium", "parent")
    tie(world, "workshop", "federation")
    tie(world, "consortium", "federation")

    assert [codes(world, scene, one) for one in ("peer1", "peer2", "peer3")] == [("SELF",), ("SELF",), ()]
    assert set(codes(world, scene, "coordinator", "instruction")) == {"SELF", "CONSORTIUM"}
    with pytest.raises(Forbidden):
        check_documents(world, scene)


def test_what_hangs_on_a_parent_does_not_judge_its_parent_any_less(world: World) -> None:
    scene = submitted(world, by="outsider", structure="neighbour")
    tie(world, "neighbour", "parent")

    assert codes(world, scene, "applicant") == ()


def test_who_comes_from_a_declared_partner_has_a_link_of_money(world: World) -> None:
    scene = submitted(world)
    made = tie(world, "planetarium", "partner")
    now = codes(world, scene, "peer1")
    world.do(ties.end_tie, made, on=world.today, by="applicant")
    world.wait(days=365 * 2)
    in_two_years = codes(world, scene, "peer1")
    world.wait(days=365 * 2)

    assert (now, in_two_years, codes(world, scene, "peer1")) == (("FUNDING",), ("FUNDING",), ())


def test_a_partner_binds_both_ways_whoever_declared_it(world: World) -> None:
    scene = submitted(world, by="outsider", structure="neighbour")
    tie(world, "neighbour", "partner", by="director", structure="planetarium")

    assert codes(world, scene, "peer1") == ("FUNDING",)


def test_two_establishments_of_one_legal_person_share_every_link(world: World) -> None:
    scene = submitted(world)
    one_legal_person(world, "applicant", "museum", "laboratory")
    known = world.person("peer1").id, world.structure("laboratory").id
    with world.looking() as session:
        person, place = session.get_one(User, known[0]), session.get_one(Structure, known[1])
        interests.declare_link(
            person, place, interests.Link("DISPUTE", SINCE), actor=world.actor("peer1"), now=world.now
        )

    assert codes(world, scene, "peer3") == ("SELF",)
    assert codes(world, scene, "peer1") == ("DISPUTE",)
    assert codes(world, scene, "peer2") == ()


def test_a_structure_that_was_merged_is_the_one_it_became(world: World) -> None:
    scene = submitted(world)
    merged, into = world.structure("workshop").id, world.structure("applicant").id
    with world.looking() as session:
        session.get_one(Structure, merged).merged_into_id = into
        session.commit()

    assert codes(world, scene, "peer2") == ("SELF",)


def test_a_review_counts_from_the_day_it_was_given_not_from_the_invitation(world: World) -> None:
    """The planetarium reviewed the workshop: nobody of the workshop reviews the planetarium for three years."""
    other = application_of(world, "workshop", admissible=True)
    invite(world, other, "peer1", "peer")
    accept(world, other, "peer1")
    world.wait(days=29)
    submit_review(world, other, "peer1")
    mine = application_of(world, "planetarium", admissible=True)
    with world.looking() as session:
        invited_at = session.query(Assignment).one().invited_at
    world.travel(invited_at.replace(year=invited_at.year + 3))
    world.wait(days=20)
    three_years_after_the_invitation = codes(world, mine, "peer2")
    world.wait(days=20)

    assert three_years_after_the_invitation == ("RECIPROCAL",)
    assert codes(world, mine, "peer2") == ()


def test_a_review_under_way_is_reciprocal_however_long_it_takes(world: World) -> None:
    other = application_of(world, "workshop", admissible=True)
    invite(world, other, "peer1", "peer")
    accept(world, other, "peer1")
    mine = application_of(world, "planetarium", admissible=True)
    world.wait(days=365 * 4)

    assert codes(world, mine, "peer2") == ("RECIPROCAL",)


@pytest.mark.parametrize("person", ["colleague", "outsider", "coordinator", "nobody"])
def test_only_who_commits_the_structure_declares(world: World, person: str) -> None:
    with pytest.raises(Forbidden):
        tie(world, "museum", "parent", by=person)


def test_a_tie_is_declared_once_and_to_another_structure(world: World) -> None:
    tie(world, "museum", "parent")
    found = []
    for other in ("museum", "applicant"):
        with pytest.raises(Refused) as refused:
            tie(world, other, "parent")
        found += [one.code for one in refused.value.refusals]

    assert found == ["tie-known", "tie-to-oneself"]
