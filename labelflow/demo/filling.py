"""What applicants and reviewers of the world write: plausible answers, levels and files."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from labelflow.demo.names import ADVICE, COMMENTS, STRENGTHS

if TYPE_CHECKING:
    from random import Random

    from labelflow.domain.form import Form, Question
    from labelflow.domain.grid import Criterion, Grid, Reader

LONG = (
    "Nous proposons des ateliers, des expositions itinérantes et des rencontres avec des chercheuses et des "
    "chercheurs, dans les écoles comme dans les villages. Chaque action est préparée avec les enseignants et relue "
    "par une personne scientifique."
)


def answers_for(form: Form, structure_department: str, commune: str, today: date, rng: Random) -> dict[str, Any]:
    """Answers to every question that the others call for."""
    answers: dict[str, Any] = {}
    for question in form.questions:
        answers[question.code] = _answer(question, structure_department, commune, today, rng)
    shown = {question.code for question in form.visible_questions(answers)}
    return {code: value for code, value in answers.items() if code in shown}


def _answer(  # noqa: C901, PLR0911 - one answer per kind of question, written as a match
    question: Question, department: str, commune: str, today: date, rng: Random
) -> Any:
    match question.kind:
        case "long_text":
            return LONG[: question.max_length]
        case "text":
            return "Camille Coste, responsable de la médiation"[: question.max_length]
        case "number":
            return rng.randint(max(question.at_least or 0, 3), min(question.at_most or 3000, 90))
        case "choice":
            return question.options[0].code
        case "choices":
            return [option.code for option in question.options[: rng.randint(1, min(3, len(question.options)))]]
        case "date":
            return (today - timedelta(days=rng.randint(800, 4000))).isoformat()
        case "yes_no":
            return True
        case "url":
            return "https://structure.exemple.invalid/"
        case "email":
            return "contact@structure.exemple.invalid"
        case "phone":
            return "0561000000"
        case "commune":
            return commune
        case _:
            return [department]


def positions_for(grid: Grid, quality: float, rng: Random) -> dict[str, dict[str, Any]]:
    """Where a structure of this quality (0 to 1) places itself; never under a gate."""
    return {
        criterion.code: {
            "level": max(_level(quality + 0.1, rng), criterion.gate or 0),
            "comment": "Voir les pièces jointes.",
        }
        for criterion in grid.criteria
    }


def marks_for(
    grid: Grid, reader: Reader, quality: float, rng: Random, weak: frozenset[str]
) -> dict[str, dict[str, Any]]:
    """A reader's marks: around the quality, at least at the gates, nothing on the `weak` criteria."""
    return {criterion.code: _mark(criterion, quality, rng, weak) for criterion in grid.criteria_for(reader)}


def _mark(criterion: Criterion, quality: float, rng: Random, weak: frozenset[str]) -> dict[str, Any]:
    level = 0 if criterion.code in weak else max(_level(quality, rng), criterion.gate or 0)
    return {"level": level, "comment": rng.choice(COMMENTS.get(level, ("",)))}


def _level(quality: float, rng: Random) -> int:
    return max(0, min(3, round(quality * 3 + rng.gauss(0, 0.25))))


def conclusions(recommendation: str, rng: Random) -> dict[str, str]:
    """Strengths, advice, and the reader's opinion."""
    return {"strengths": rng.choice(STRENGTHS), "advice": rng.choice(ADVICE), "recommendation": recommendation}


@cache
def pdf_saying(title: str) -> bytes:
    """A small real PDF with one line of text."""
    stream = f"BT /F1 18 Tf 60 760 Td ({_escaped(title)}) Tj ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
