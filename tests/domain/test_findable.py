"""One spelling for what people write, in French first, in Occitan and Catalan too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.findable import best_slips, distance, is_slip, root, roots, shortened

LETTERS = st.text("abcdeéilmnorstuv", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("étoiles", "etoile"),
        ("l’étoile", "Étoiles"),
        ("d’eaux", "eau"),
        ("animaux", "animal"),
        ("scientifiques", "scientifique"),
        ("astronomia", "astronomie"),
        ("estela", "estelas"),
        ("planète", "planetas"),
        ("cœurs", "coeur"),
        ("qu’est-ce que la lumière", "lumières"),
        ("personnelle", "personnel"),
    ],
)
def test_the_same_word_has_one_root(one: str, other: str) -> None:
    assert roots(one) == roots(other)


@pytest.mark.parametrize("text", ["", "le la les", "à l’", "l'", "— ; !", "un d une"])
def test_empty_words_find_nothing(text: str) -> None:
    assert roots(text) == []


def test_levels_and_figures_stay_as_they_are() -> None:
    assert roots("CM1, CE2 et 6e ; 3 ateliers") == ["cm1", "ce2", "6e", "3", "atelier"]


@given(st.text(max_size=60))
def test_roots_are_plain_words_whatever_is_typed(text: str) -> None:
    for found in roots(text):
        assert found == root(found) or len(found) >= 3
        assert found.isalnum()


@given(LETTERS, st.data())
def test_one_slip_is_always_within_reach(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    slips = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
    ]
    if place:
        slips.append(word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :])

    for typed in slips:
        assert distance(typed, word) <= 1
        assert is_slip(typed, word)
        assert shortened(typed) & shortened(word)


def test_the_nearest_known_word_is_meant() -> None:
    assert best_slips("volacn", ["volcan", "volant", "balcon"]) == ["volcan"]
    assert best_slips("astrnomi", ["astronomi", "agronomi"]) == ["astronomi"]
    assert best_slips("zzzz", ["volcan"]) == []
