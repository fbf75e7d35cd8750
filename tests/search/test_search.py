"""A search finds what it says, counts what it finds, and says what to lift: held against the same done by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.domain.searching import Place, Wanted
from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.queries.actions import public_actions
from labelflow.queries.search import Found, find, place_called
from tests.scenes.committee import FACTS
from tests.search.offering import TITLES, VALUES, by_hand, offer_many
from tests.web.public_town import town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

BY = {"applicant": "applicant", "library": "librarian"}
TOULOUSE = Place("Toulouse", "31555", "31", 43.6, 1.44)
MENDE = Place("Mende", "48095", "48", 44.52, 3.5)
TEXTS = ("", "", "etoile", "volcan bocal", "ciel nuit", "robots", "nuit du ciel", "eau", "lumières", "inconnu")


def fair(crowd: Crowd) -> dict[str, Any]:
    """Three holders, one of them suspended, and sixty sheets."""
    scenes = town(crowd)
    rng = Random(7)
    for place, by in BY.items():
        offer_many(crowd, scenes[place], by, rng, 30, ["school-workshops", "exhibitions"])
    return scenes


@pytest.fixture
def crowd_at_the_fair(stage: Stage) -> Crowd:
    stage.at(fair)
    return stage.crowd


def searched(crowd: Crowd, wanted: Wanted, length: int = 100) -> Found:
    with crowd.looking():
        return find(wanted, crowd.today, length=length)


def drawn(rng: Random) -> Wanted:
    """Any search."""
    place = rng.choice([None, TOULOUSE, MENDE])
    names = [
        name
        for name in rng.sample(sorted(VALUES), rng.randint(0, 4))
        if name != "travel" or place or rng.random() < 0.5
    ]
    chosen = {name: rng.choice(VALUES[name]) for name in names}
    if place is None and chosen.get("travel", "comes") != "comes":
        chosen["travel"] = "comes"
    access = tuple(rng.sample(["motor", "visual"], rng.choice([0, 0, 0, 1, 2])))
    return Wanted(text=rng.choice(TEXTS), place=place, access=access, **chosen)


def test_results_counts_and_lifts_are_those_of_a_search_by_hand(crowd_at_the_fair: Crowd) -> None:
    crowd, rng = crowd_at_the_fair, Random(2026)
    with crowd.looking() as session:
        every = list(session.scalars(public_actions(crowd.today)))
        assert 40 < len(every) < 60
        for _ in range(60):
            wanted = drawn(rng)
            found = find(wanted, crowd.today, length=100)
            expected = by_hand(every, wanted)
            assert ({hit.action.public_id for hit in found.hits}, found.total) == (expected, len(expected)), wanted
            for name, values in VALUES.items():
                for value in rng.sample(values, min(3, len(values))):
                    if name == "travel" and value != "comes" and wanted.place is None:
                        continue
                    there = len(by_hand(every, replace(wanted, **{name: value})))
                    assert found.counts[name][str(int(value) if value is True else value)] == there, (
                        wanted,
                        name,
                        value,
                    )
            lifted = {name: len(by_hand(every, wanted.without(name))) for name in wanted.active()}
            assert {name: n for name, n in found.lifts.items() if name != "text"} == lifted, wanted


@pytest.mark.parametrize("order", [{"text": "ciel"}, {"place": MENDE}, {}])
def test_pages_by_key_show_each_result_once(crowd_at_the_fair: Crowd, order: dict[str, Any]) -> None:
    wanted, seen = Wanted(**order), []
    whole = searched(crowd_at_the_fair, wanted)
    for _ in range(60):
        page = searched(crowd_at_the_fair, wanted, 4)
        seen += [hit.action.public_id for hit in page.hits]
        if not page.after:
            break
        key, _dot, last = page.after.partition(".")
        wanted = replace(wanted, after=(int(key), int(last)))

    assert seen == [hit.action.public_id for hit in whole.hits]
    assert len(set(seen)) == whole.total


def test_results_are_sorted_by_what_was_asked(crowd_at_the_fair: Crowd) -> None:
    near = [hit.km for hit in searched(crowd_at_the_fair, Wanted(place=TOULOUSE)).hits]
    told = [hit.action.title for hit in searched(crowd_at_the_fair, Wanted(text="étoiles")).hits]

    assert near == sorted(near, key=lambda km: km or 0)
    assert "toiles" in told[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("VOLCAN", "volcan"),
        ("vocan", "volcan"),
        ("volacns", "volcan"),
        ("les volcans dans un bocal", "bocal volcan"),
        ("étoile", "etoiles"),
        ("l'étoile", "etoiles"),
        ("estelas", "etoiles astronomie"),
        ("cherheuse", "chercheuse"),
        ("robto", "robot"),
    ],
)
def test_slips_accents_plurals_and_order_are_forgiven(crowd_at_the_fair: Crowd, typed: str, meant: str) -> None:
    found = searched(crowd_at_the_fair, Wanted(text=typed))

    assert found.total > 0
    assert found.total >= searched(crowd_at_the_fair, Wanted(text=meant)).total > 0


def test_nothing_found_says_what_to_lift(crowd_at_the_fair: Crowd) -> None:
    found = searched(crowd_at_the_fair, Wanted(text="zzzzzz", free=True))

    assert found.total == 0
    assert found.lifts["free"] == 0
    assert found.lifts["text"] == searched(crowd_at_the_fair, Wanted(free=True)).total > 0


def test_a_suspended_holder_leaves_at_once(crowd_at_the_fair: Crowd) -> None:
    crowd = crowd_at_the_fair
    before = searched(crowd, Wanted()).total
    with crowd.looking() as session:
        label = session.query(Action).filter_by(state="published").first()
        assert label is not None
        mine = session.query(Action).filter_by(structure_id=label.structure_id, state="published").count()
    crowd.take("label", town_label(crowd), "suspend_at_once", by="chair", facts=FACTS + FACTS)

    assert searched(crowd, Wanted()).total == before - mine


def town_label(crowd: Crowd) -> str:
    with crowd.looking() as session:
        first = session.query(Action).filter_by(state="published").first()
        assert first is not None
        return session.query(Label).filter_by(structure_id=first.structure_id).one().public_id


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mende", "Mende (48000)"),
        ("48000", "Mende (48000)"),
        ("mende 48000", "Mende (48000)"),
        ("St-Chély d’Apcher", "Saint-Chély-d'Apcher (48200)"),
        ("0480007A", None),
        ("0480007X", "0480007X, Lozère"),
        ("Atlantide", None),
        ("", None),
    ],
)
def test_a_place_is_named_as_people_write_it(crowd: Crowd, typed: str, name: str | None) -> None:
    with crowd.looking():
        asked = place_called(typed)

    assert (asked.place.name if asked.place else None) == name


def test_titles_are_all_findable_by_their_own_words(crowd_at_the_fair: Crowd) -> None:
    for title in TITLES:
        assert searched(crowd_at_the_fair, Wanted(text=title)).total > 0
