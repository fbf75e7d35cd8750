"""The application form as data: sections of questions, slots for evidence, and what is still missing.

A question or a slot may depend on another answer (`when`). What is hidden is never missing, and an
answer given to a question that is hidden now counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared

Answer = str | int | float | bool | Sequence[str] | None
"""What a person answered; a question of several choices or departments holds a sequence of codes."""

Answers = Mapping[str, Answer]
"""Question code → answer."""

QuestionKind = Literal[
    "text",
    "long_text",
    "number",
    "choice",
    "choices",
    "date",
    "yes_no",
    "url",
    "email",
    "phone",
    "commune",
    "departments",
]

Visibility = Literal["public", "applicant", "reviewers", "committee", "coordinators"]
"""The widest circle that may read a piece of evidence; the applicant always reads its own."""

CHOOSING = frozenset({"choice", "choices"})
SEVERAL = frozenset({"choices", "departments"})


class Option(Declared):
    """One possible answer to a question of choice."""

    code: str
    label: Words


class Condition(Declared):
    """Holds when another question was answered with `equals`, or with a list that has `includes`."""

    question: str
    equals: str | bool | int | None = None
    includes: str | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if (self.equals is None) == (self.includes is None):
            message = "a condition has either `equals` or `includes`: give one of the two"
            raise PydanticCustomError("form-condition", message)
        return self

    def holds(self, answers: Answers) -> bool:
        """Whether the answers make the condition true. An absent answer never does."""
        answer = answers.get(self.question)
        if self.includes is not None:
            return isinstance(answer, Sequence) and not isinstance(answer, str) and self.includes in answer
        return answer is not None and type(answer) is type(self.equals) and answer == self.equals


class Question(Declared):
    """One thing that the application asks."""

    code: str
    label: Words
    kind: QuestionKind
    hint: Words = Field(default_factory=dict)
    required: bool = True
    max_length: int = Field(default=4000, ge=1)
    at_least: int | None = None
    at_most: int | None = None
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    public: bool = False

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        if (self.kind in CHOOSING) != bool(self.options):
            message = "`options` go with the kinds choice and choices, and only with them"
            raise PydanticCustomError("form-options", message)
        codes = [option.code for option in self.options]
        if len(set(codes)) != len(codes):
            raise PydanticCustomError("form-double-option", "two options have the same code: rename one")
        return self


class Section(Declared):
    """One page of the form."""

    code: str
    title: Words
    intro: Words = Field(default_factory=dict)
    questions: tuple[Question, ...] = Field(alias="question", min_length=1)


class Slot(Declared):
    """A place for pieces of evidence: one line of the published list of pieces."""

    code: str
    name: Words
    hint: Words = Field(default_factory=dict)
    required: bool = False
    criteria: tuple[str, ...] = ()
    accepts: tuple[str, ...] = Field(min_length=1)
    max_files: int = Field(default=1, ge=1)
    has_expiry: bool = False
    expiry_tells: str = ""
    """The text that tells a holder, on `expiry_days` before it, that such a piece is about to expire."""
    expiry_days: tuple[Annotated[int, Field(ge=0)], ...] = ()
    visibility: Visibility = "reviewers"
    when: Condition | None = None


class Form(Declared):
    """The whole form. `max_files` and `max_file_megabytes` bound the evidence of one application."""

    sections: tuple[Section, ...] = Field(alias="section", min_length=1)
    slots: tuple[Slot, ...] = Field(alias="slot", default=())
    max_files: int = Field(default=15, ge=1)
    max_file_megabytes: int = Field(default=10, ge=1)

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, in the order of the form."""
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def question_by_code(self) -> dict[str, Question]:
        """Questions by code."""
        return {question.code: question for question in self.questions}

    @cached_property
    def slot_by_code(self) -> dict[str, Slot]:
        """Slots by code."""
        return {slot.code: slot for slot in self.slots}

    def visible_questions(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that these answers call for, in order. A hidden question hides those under it."""
        shown: dict[str, Question] = {}
        for question in self.questions:
            if _is_called_for(question.when, shown, answers):
                shown[question.code] = question
        return tuple(shown.values())

    def visible_slots(self, answers: Answers) -> tuple[Slot, ...]:
        """The slots that these answers call for, in order."""
        shown = {question.code: question for question in self.visible_questions(answers)}
        return tuple(slot for slot in self.slots if _is_called_for(slot.when, shown, answers))

    def missing_answers(self, answers: Answers) -> tuple[str, ...]:
        """Codes of the visible required questions without an answer, in order. "No" is an answer."""
        return tuple(
            question.code
            for question in self.visible_questions(answers)
            if question.required and is_blank(answers.get(question.code))
        )

    def missing_slots(self, given: Mapping[str, int], answers: Answers) -> tuple[str, ...]:
        """Codes of the visible required slots without a piece. `given`: pieces by slot code."""
        return tuple(slot.code for slot in self.visible_slots(answers) if slot.required and not given.get(slot.code, 0))

    def public_answers(self, answers: Answers) -> dict[str, Answer]:
        """The given answers that the public page may show, by code, in order."""
        return {
            question.code: answers[question.code]
            for question in self.visible_questions(answers)
            if question.public and not is_blank(answers.get(question.code))
        }


def is_blank(answer: Answer) -> bool:
    """Whether nothing was answered. Zero and "no" are answers; spaces and an empty list are not."""
    if answer is None:
        return True
    if isinstance(answer, str):
        return not answer.strip()
    return isinstance(answer, Sequence) and not answer


def _is_called_for(when: Condition | None, shown: Mapping[str, Question], answers: Answers) -> bool:
    return when is None or (when.question in shown and when.holds(answers))
