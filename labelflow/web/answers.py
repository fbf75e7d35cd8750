"""The answers and pieces of an application, as whoever reads it sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from flask import url_for

from labelflow import i18n
from labelflow.domain.form import is_blank
from labelflow.i18n import _
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.web.filters import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from labelflow.domain.form import Form, Question
    from labelflow.models.application import Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """A question and what was answered: paragraphs of text, or one address to follow."""

    question: str
    lines: tuple[str, ...]
    address: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its answers."""

    code: str
    title: str
    said: tuple[Said, ...]


def answers_in_words(form: Form, answers: Mapping[str, Any]) -> tuple[Part, ...]:
    """The sections of the form with the questions that these answers call for."""
    shown = {question.code for question in form.visible_questions(answers)}
    parts = (
        Part(
            section.code,
            words(section.title),
            tuple(_said(question, answers) for question in section.questions if question.code in shown),
        )
        for section in form.sections
    )
    return tuple(part for part in parts if part.said)


def _said(question: Question, answers: Mapping[str, Any]) -> Said:
    answer = answers.get(question.code)
    label = words(question.label)
    if is_blank(answer):
        return Said(label, ())
    lines = _KINDS.get(question.kind, _text)(question, answer)
    return Said(label, lines, str(answer) if question.kind == "url" else "")


def _text(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    return (str(answer),)


def _paragraphs(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    return tuple(line.strip() for line in str(answer).splitlines() if line.strip())


def _number(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    return (i18n.number(answer) if isinstance(answer, int | float) else str(answer),)


def _yes_no(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    return (_("Oui") if answer else _("Non"),)


def _date(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    try:
        return (i18n.day_in_words(date.fromisoformat(str(answer)[:10])),)
    except ValueError:
        return (str(answer),)


def _choices(question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    named = {option.code: words(option.label) for option in question.options}
    chosen = [answer] if isinstance(answer, str) else list(answer)
    return tuple(named.get(str(code), str(code)) for code in chosen)


def _departments(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    chosen = [answer] if isinstance(answer, str) else list(answer)
    return (", ".join(department_name(str(code)) for code in chosen),)


def _commune(_question: Question, answer: Any) -> tuple[str, ...]:  # noqa: ANN401 - any answer
    found = gazetteer().by_insee(str(answer))
    return (found.name if found else str(answer),)


def listed_pieces(form: Form, pieces: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Pieces as `components/files.html` lists them."""
    return [
        {
            "name": piece.title,
            "url": url_for("downloads.piece", piece_id=piece.public_id),
            "size": piece.size_bytes,
            "kind": PurePosixPath(piece.filename).suffix.removeprefix(".").upper(),
            "note": _note(form, piece),
        }
        for piece in pieces
    ]


def _note(form: Form, piece: Evidence) -> str:
    """Which line of the published list the piece answers, and until when it is valid."""
    slot = form.slot_by_code.get(piece.slot)
    name = words(slot.name) if slot else ""
    if piece.expires_on is None:
        return name
    return _("%(name)s, valable jusqu’au %(day)s", name=name, day=i18n.day_in_words(piece.expires_on))


def department_name(code: str | None) -> str:
    """« Ariège (09) »; the code alone outside the region."""
    known = DEPARTMENTS.get(code or "")
    return f"{known.name} ({known.code})" if known else code or ""


_KINDS: Mapping[str, Callable[[Question, Any], tuple[str, ...]]] = {
    "long_text": _paragraphs,
    "number": _number,
    "yes_no": _yes_no,
    "date": _date,
    "choice": _choices,
    "choices": _choices,
    "departments": _departments,
    "commune": _commune,
}
