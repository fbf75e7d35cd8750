"""What the form asks depends on what was answered; what is hidden is never missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labelflow.domain.form import Condition, Form, Question, is_blank

CODES = ("schools", "levels", "cycle", "note")


def question(code: str, kind: str = "text", **rest: Any) -> dict[str, Any]:
    return {"code": code, "label": {"fr": code}, "kind": kind, **rest}


def slot(code: str, **rest: Any) -> dict[str, Any]:
    return {"code": code, "name": {"fr": code}, "accepts": ["application/pdf"], **rest}


def form() -> Form:
    """Schools? → which levels? → a word on cycle 1; a free note."""
    levels = [{"code": code, "label": {"fr": code}} for code in ("cycle1", "cycle2")]
    return Form.model_validate(
        {
            "section": [
                {
                    "code": "publics",
                    "title": {"fr": "Publics"},
                    "question": [
                        question("schools", "yes_no", public=True),
                        question(
                            "levels",
                            "choices",
                            options=levels,
                            when={"question": "schools", "equals": True},
                            public=True,
                        ),
                        question("cycle", when={"question": "levels", "includes": "cycle1"}),
                        question("note", required=False),
                    ],
                }
            ],
            "slot": [
                slot("statutes", required=True),
                slot("agreements", required=True, when={"question": "schools", "equals": True}),
                slot("extra"),
            ],
        }
    )


def shown(answers: dict[str, Any]) -> list[str]:
    return [question.code for question in form().visible_questions(answers)]


def test_a_question_appears_when_its_condition_holds() -> None:
    assert shown({}) == ["schools", "note"]
    assert shown({"schools": True}) == ["schools", "levels", "note"]
    assert shown({"schools": True, "levels": ["cycle1"]}) == ["schools", "levels", "cycle", "note"]
    assert shown({"schools": True, "levels": ("cycle2",)}) == ["schools", "levels", "note"]


def test_a_hidden_question_hides_those_under_it_whatever_was_answered_before() -> None:
    assert shown({"schools": False, "levels": ["cycle1"], "cycle": "oui"}) == ["schools", "note"]


def test_no_is_an_answer_and_spaces_are_none() -> None:
    assert form().missing_answers({"schools": False}) == ()
    assert form().missing_answers({"schools": True, "levels": [], "note": ""}) == ("levels",)
    assert form().missing_answers({"schools": True, "levels": ["cycle1"], "cycle": "  "}) == ("cycle",)
    assert form().missing_answers({}) == ("schools",)


@pytest.mark.parametrize("answer", [None, "", " \n", (), []])
def test_nothing_said_is_blank(answer: Any) -> None:
    assert is_blank(answer)


@pytest.mark.parametrize("answer", [0, False, 0.0, "0", ["x"]])
def test_zero_and_no_are_not_blank(answer: Any) -> None:
    assert not is_blank(answer)


def test_a_condition_tells_yes_from_the_number_one() -> None:
    assert Condition(question="x", equals=True).holds({"x": True})
    assert not Condition(question="x", equals=True).holds({"x": 1})
    assert not Condition(question="x", includes="cycle").holds({"x": "cycle1"})


def test_required_pieces_are_asked_for_only_where_they_apply() -> None:
    assert form().missing_slots({}, {"schools": False}) == ("statutes",)
    assert form().missing_slots({}, {"schools": True}) == ("statutes", "agreements")
    assert form().missing_slots({"statutes": 2, "agreements": 0}, {"schools": True}) == ("agreements",)
    assert [slot.code for slot in form().visible_slots({"schools": False})] == ["statutes", "extra"]


def test_only_public_answers_to_visible_questions_are_published() -> None:
    answers = {"schools": False, "levels": ["cycle1"], "note": "privé"}

    assert form().public_answers(answers) == {"schools": False}
    assert form().public_answers({**answers, "schools": True}) == {"schools": True, "levels": ["cycle1"]}


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        (question("x", "choice"), "form-options"),
        (question("x", "text", options=[{"code": "a", "label": {"fr": "a"}}]), "form-options"),
        (question("x", "choice", options=[{"code": "a", "label": {"fr": "a"}}] * 2), "form-double-option"),
        (question("x", when={"question": "y"}), "form-condition"),
        (question("x", when={"question": "y", "equals": True, "includes": "z"}), "form-condition"),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_fault(declared: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Question.model_validate(declared)

    assert [error["type"] for error in caught.value.errors()] == [fault]


answers_of_any_kind = st.dictionaries(
    st.sampled_from(CODES),
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.lists(st.sampled_from(["cycle1", "cycle2"]))
    ),
)


@given(answers_of_any_kind)
def test_what_is_missing_is_always_visible(answers: dict[str, Any]) -> None:
    assert set(form().missing_answers(answers)) <= set(shown(answers))


@given(answers_of_any_kind, st.sampled_from(CODES))
def test_answering_a_question_never_leaves_it_missing(answers: dict[str, Any], code: str) -> None:
    assert code not in form().missing_answers({**answers, code: "répondu"})
