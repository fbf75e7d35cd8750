"""Whether an answer is one that its question takes: the same whoever wrote it, a page, a script or another site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from labelflow.domain.contacts import parse_email, parse_phone, parse_url
from labelflow.domain.form import is_blank

if TYPE_CHECKING:
    from labelflow.domain.form import Answer, Answers, Form, Question, QuestionKind

COMMUNE: Final = re.compile(r"[0-9][0-9AB][0-9]{3}")
"""An INSEE code."""
DEPARTMENT: Final = re.compile(r"0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-6]")


def unusable_answers(form: Form, answers: Answers) -> tuple[str, ...]:
    """Codes of the visible questions that were answered with something they do not take, in order."""
    return tuple(
        question.code
        for question in form.visible_questions(answers)
        if not is_blank(answers.get(question.code)) and not takes(question, answers[question.code])
    )


def takes(question: Question, answer: Answer) -> bool:
    """Whether a question takes an answer."""
    return _TAKES[question.kind](question, answer)


def _text(question: Question, answer: Answer) -> bool:
    return isinstance(answer, str) and len(answer) <= question.max_length


def _number(question: Question, answer: Answer) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    enough = question.at_least is None or answer >= question.at_least
    return enough and (question.at_most is None or answer <= question.at_most)


def _date(_question: Question, answer: Answer) -> bool:
    try:
        return isinstance(answer, str) and bool(date.fromisoformat(answer))
    except ValueError:
        return False


def _several(answer: Answer, known: Callable[[str], object]) -> bool:
    is_list = isinstance(answer, Sequence) and not isinstance(answer, str)
    return is_list and all(isinstance(one, str) and known(one) for one in answer)  # type: ignore[union-attr]  # a list


def _options(question: Question) -> frozenset[str]:
    return frozenset(option.code for option in question.options)


def _parsed(parse: Callable[[str], object]) -> Callable[[Question, Answer], bool]:
    return lambda _question, answer: isinstance(answer, str) and isinstance(parse(answer), str)


_TAKES: Final[Mapping[QuestionKind, Callable[[Question, Answer], bool]]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "choice": lambda question, answer: isinstance(answer, str) and answer in _options(question),
    "choices": lambda question, answer: _several(answer, _options(question).__contains__),
    "date": _date,
    "yes_no": lambda _question, answer: isinstance(answer, bool),
    "url": _parsed(parse_url),
    "email": _parsed(parse_email),
    "phone": _parsed(parse_phone),
    "commune": lambda _question, answer: isinstance(answer, str) and bool(COMMUNE.fullmatch(answer)),
    "departments": lambda _question, answer: _several(answer, DEPARTMENT.fullmatch),
}
