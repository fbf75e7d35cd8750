"""The words of a verification are exact, dated, and silent on reasons."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from labelflow.domain.verification import Answer, PublicStatus
from labelflow.issuing.answers import answer_in_a_sentence, answer_in_a_word

DAY = date(2027, 3, 1)


@pytest.mark.parametrize("answer", get_args(Answer))
def test_every_answer_has_its_word_and_its_sentence(answer: Answer) -> None:
    status = PublicStatus(answer, None if answer == "unknown" else DAY)

    assert answer_in_a_word(status)
    assert answer_in_a_sentence(status).endswith(".")
    assert ("1er mars 2027" in answer_in_a_sentence(status)) == (answer != "unknown")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (PublicStatus("valid", DAY), "Ce label est valable jusqu’au 1er mars 2027."),
        (PublicStatus("superseded", DAY, "SEO-2030-00007-4"), "par le label SEO-2030-00007-4."),
        (PublicStatus("superseded", DAY), "Ce label est remplacé depuis le 1er mars 2027."),
        (PublicStatus("unknown"), "Aucun label ne porte ce numéro."),
    ],
)
def test_the_sentence_says_what_the_public_may_know(status: PublicStatus, sentence: str) -> None:
    assert answer_in_a_sentence(status).endswith(sentence)
