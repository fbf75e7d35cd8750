"""The mark: true places, joined by the shortest tree, whatever the region."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations
from math import dist, inf

from hypothesis import given
from hypothesis import strategies as st

from labelflow.issuing.seal import OCCITANIE, Place, constellation_svg, favicon_svg, seal_svg, spanning_tree

SVG = "{http://www.w3.org/2000/svg}"
SPOTS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=6, unique=True)


def shortest(spots: list[tuple[int, int]]) -> float:
    """The least total length over all ways to join the spots (brute force)."""
    best = inf
    for edges in combinations(combinations(range(len(spots)), 2), len(spots) - 1):
        group = list(range(len(spots)))
        for a, b in edges:
            group = [group[a] if one == group[b] else one for one in group]
        if len(set(group)) == 1:
            best = min(best, sum(dist(spots[a], spots[b]) for a, b in edges))
    return best if len(spots) > 1 else 0


@given(SPOTS)
def test_no_other_tree_is_shorter(spots: list[tuple[int, int]]) -> None:
    edges = spanning_tree(spots)

    assert len(edges) == len(spots) - 1
    assert abs(sum(dist(spots[a], spots[b]) for a, b in edges) - shortest(spots)) < 1e-9


def test_the_seal_of_occitanie_has_thirteen_places_and_two_bright_ones() -> None:
    drawing = ET.fromstring(seal_svg(title="Sceau"))

    assert len(drawing.findall(f"{SVG}circle[@class='seal__star']")) == 11
    assert len(drawing.findall(f"{SVG}path[@class='seal__bright']")) == 2
    assert len(drawing.findall(f"{SVG}circle[@class='seal__ring']")) == 2
    assert drawing.find(f"{SVG}path[@class='seal__line']").get("d").count("M") == 12
    assert {place.name for place in OCCITANIE if place.bright} == {"Toulouse", "Montpellier"}


def test_north_is_up_and_east_is_right() -> None:
    north, south_east = Place("N", 1.0, 45.0), Place("SE", 3.0, 43.0)

    first, second = ET.fromstring(favicon_svg((north, south_east))).findall(f"{SVG}circle")

    assert float(first.get("cy")) < float(second.get("cy"))
    assert float(first.get("cx")) < float(second.get("cx"))


def test_a_seal_is_named_or_hidden_never_neither() -> None:
    named, hidden = ET.fromstring(seal_svg(title="Sceau d’ailleurs & co")), ET.fromstring(seal_svg())

    assert (named.get("role"), named.get("aria-label")) == ("img", "Sceau d’ailleurs & co")
    assert hidden.get("aria-hidden") == "true"


def test_the_drawing_stays_within_its_frame_whatever_the_points() -> None:
    for places in (OCCITANIE[:1], OCCITANIE[:2], OCCITANIE):
        for circle in ET.fromstring(seal_svg(places)).findall(f"{SVG}circle"):
            reach = abs(float(circle.get("cx")) - 100) + float(circle.get("r"))
            assert reach <= 100
        assert ET.fromstring(constellation_svg(places)).get("viewBox")


def test_the_same_points_give_the_same_bytes() -> None:
    assert seal_svg(OCCITANIE) == seal_svg(list(OCCITANIE))
