"""What kept teachers from hosting an action: counted without a name, told once enough of them answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.errors import Refused
from labelflow.models.poll import PollCount
from labelflow.queries.poll import results
from labelflow.queries.programmes import current_programme
from labelflow.services import poll

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.page import Browser
    from tests.stage import Stage


def counted(crowd: Crowd) -> dict[str, int]:
    with crowd.looking() as session:
        return {one.reason: one.count for one in session.query(PollCount).order_by(PollCount.reason)}


def answer(crowd: Crowd, *reasons: str, times: int = 1) -> None:
    with crowd.looking():
        programme = current_programme(crowd.programme_code, crowd.today)
        for _ in range(times):
            poll.answer(programme, reasons, now=crowd.now)


def reading(crowd: Crowd) -> Browser:
    browser = crowd.browser()
    browser.get("/sondage")
    crowd.wait(seconds=20)
    return browser


def test_an_answer_is_counted_and_the_results_wait_for_enough(stage: Stage) -> None:
    crowd = stage.crowd
    browser = reading(crowd)
    assert "Cochez au moins une raison" in browser.submit("Envoyer ma réponse", status=400).text

    browser.submit("Envoyer ma réponse", {"reasons": ["transport", "price"]})

    assert "Pas encore assez de réponses" in browser.follow().text
    assert counted(crowd) == {"": 1, "price": 1, "transport": 1}

    answer(crowd, "price", times=29)
    page = browser.get("/sondage/resultats")

    assert "30 personnes ont répondu" in page.text
    bars = [(bar["value"], bar["max"]) for bar in page.soup.select("progress")][:3]
    assert bars == [("30", "30"), ("1", "30"), ("0", "30")]


def test_one_network_answers_ten_times_a_day(stage: Stage) -> None:
    crowd = stage.crowd
    crowd.wait(days=1)
    for _ in range(10):
        reading(crowd).submit("Envoyer ma réponse", {"reasons": ["time"]})

    reading(crowd).submit("Envoyer ma réponse", {"reasons": ["time"]}, 429)

    assert counted(crowd)[""] == 10


def test_a_reason_that_is_not_offered_is_refused(stage: Stage) -> None:
    with pytest.raises(Refused):
        answer(stage.crowd, "price", "bribes")
    assert counted(stage.crowd) == {}
    with stage.crowd.looking():
        assert results(current_programme(stage.crowd.programme_code, stage.crowd.today)) is None
