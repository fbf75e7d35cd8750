"""Which answers a question takes, whoever wrote them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelflow.domain.answers import takes, unusable_answers
from labelflow.domain.form import Form, Question

OPTIONS = [{"code": code, "label": {"fr": code}} for code in ("a", "b")]
GOOD: dict[str, Any] = {
    "text": "Un mot",
    "long_text": "Une phrase.",
    "number": 3,
    "choice": "a",
    "choices": ["a", "b"],
    "date": "2026-02-28",
    "yes_no": False,
    "url": "https://exemple.fr",
    "email": "jeanne@exemple.fr",
    "phone": "05 61 00 00 00",
    "commune": "31555",
    "departments": ["31", "2A"],
}
BAD: dict[str, list[Any]] = {
    "text": [3, True, "x" * 21, ["x"]],
    "long_text": [3, "x" * 21],
    "number": ["3", True, 0, 11, [3]],
    "choice": ["c", ["a"], 1],
    "choices": ["a", ["c"], ["a", 1]],
    "date": ["2026-02-30", "hier", 20260228],
    "yes_no": ["oui", 1, 0],
    "url": ["javascript:alert(1)", "pas une adresse", 1],
    "email": ["jeanne", "jeanne@", 1],
    "phone": ["12", "bonjour", 5],
    "commune": ["Toulouse", "3155", 31555],
    "departments": ["31", ["99"], ["Ariège"]],
}


def question(kind: str) -> Question:
    more = {"options": OPTIONS} if kind in {"choice", "choices"} else {}
    asked = {"code": kind, "label": {"fr": kind}, "kind": kind, "max_length": 20, "at_least": 1, "at_most": 10}
    return Question.model_validate({**asked, **more})


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_takes_what_it_asks_for(kind: str) -> None:
    assert takes(question(kind), GOOD[kind])


@pytest.mark.parametrize(("kind", "answer"), [(kind, one) for kind, some in BAD.items() for one in some])
def test_no_kind_takes_what_it_does_not_ask_for(kind: str, answer: Any) -> None:
    assert not takes(question(kind), answer)


def form() -> Form:
    asked = [question(kind).model_dump(by_alias=True) for kind in GOOD]
    return Form.model_validate({"section": [{"code": "s", "title": {"fr": "s"}, "question": asked}]})


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 20), st.text(max_size=25), st.lists(st.sampled_from(["a", "c", "31"]))
)


@given(answers=st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING))
def test_the_unusable_answers_are_those_given_and_not_taken(answers: dict[str, Any]) -> None:
    found = unusable_answers(form(), answers)

    assert set(found) <= set(answers)
    mended = {**answers, **{code: GOOD[code] for code in found}}
    assert unusable_answers(form(), mended) == ()
