"""A new version of the charter: its holders are told, accept it, and only they."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow import paths
from labelflow.db import memory
from labelflow.domain.actor import SYSTEM
from labelflow.errors import Forbidden, NotFound
from labelflow.jobs.clock import tick
from labelflow.models.application import Acceptance
from labelflow.models.journal import Event
from labelflow.models.queue import Deadline, Notice
from labelflow.services import new_documents, programmes
from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.crowd import Crowd

pytestmark = pytest.mark.slow

FOR_THE_HOLDER = 4
MEETING = "Chaque titulaire accueille une classe par an."


@pytest.fixture(autouse=True)
def no_version_remembered(crowd: Crowd) -> Iterator[None]:
    """Each test installs a second version of its own, under the number that the last one's had."""
    with crowd.looking():
        memory("programmes").clear()
    yield
    with crowd.looking():
        memory("programmes").clear()


def install_next(crowd: Crowd, into: Path, *, changes_charter: bool = True, in_force_from: date | None = None) -> None:
    """Install the next version of the programme, with another charter or with the same one."""
    folder = shutil.copytree(paths.programmes() / crowd.programme_code, into / crowd.programme_code)
    head = folder / "programme.toml"
    head.write_text(head.read_text("utf-8").replace('version = "2026.1"', 'version = "2027.1"', 1), "utf-8")
    if changes_charter:
        charter = folder / "texts" / "fr" / "charte.md"
        charter.write_text(charter.read_text("utf-8") + f"\n\n{MEETING}\n", "utf-8")
    with crowd.looking():
        programmes.install(folder, SYSTEM, crowd.now, in_force_from=in_force_from)


def told(crowd: Crowd) -> list[str]:
    """The deadline that each notice of a new text gives."""
    with crowd.looking() as session:
        rows = session.scalars(select(Notice.context).where(Notice.text_code == "applicant/charter_changed")).all()
        return [row["deadline"] for row in rows]


def running(crowd: Crowd) -> list[str]:
    with crowd.looking() as session:
        return list(session.scalars(select(Deadline.state).where(Deadline.code == "new_documents")))


def test_a_new_charter_is_announced_to_its_holders_and_to_nobody_else(crowd: Crowd, tmp_path: Path) -> None:
    scenes.labelled(crowd)
    scenes.submitted(crowd, by="outsider", structure="neighbour")

    install_next(crowd, tmp_path)

    assert told(crowd) == ["7 juin 2027"] * FOR_THE_HOLDER
    assert running(crowd) == ["pending"]


def test_a_charter_that_applies_later_is_accepted_until_then(crowd: Crowd, tmp_path: Path) -> None:
    scenes.labelled(crowd)

    install_next(crowd, tmp_path, in_force_from=date(2027, 9, 1))

    assert told(crowd) == ["1er septembre 2027"] * FOR_THE_HOLDER


def test_a_version_with_the_same_texts_announces_nothing(crowd: Crowd, tmp_path: Path) -> None:
    scenes.labelled(crowd)

    install_next(crowd, tmp_path, changes_charter=False)

    assert (told(crowd), running(crowd)) == ([], [])


def test_who_represents_the_holder_reads_and_accepts_the_new_charter(crowd: Crowd, tmp_path: Path) -> None:
    scene = scenes.labelled(crowd)
    install_next(crowd, tmp_path)
    browser = crowd.browser("applicant")

    browser.get(f"/mon-espace/labels/{scene.number}")
    page = browser.click("Charte des acteurs « Sciences en Occitanie », version 2026-1")
    assert MEETING in page.text
    assert "Cochez la case pour accepter ce texte" in browser.submit("Accepter ce texte", {}, status=400).text
    browser.submit(
        "Accepter ce texte", {"J’ai lu ce texte et je l’accepte au nom de la structure « L’Atelier des étoiles »": True}
    )
    page = browser.follow()

    assert "Un nouveau texte est à accepter" not in page.text
    assert running(crowd) == ["met"]
    with crowd.looking() as session:
        accepted = session.scalars(select(Acceptance.sha256).where(Acceptance.document == "charter")).all()
        assert len(set(accepted)) == len(accepted) == 2
        rows = session.scalars(select(Event).where(Event.code == "document.accepted").order_by(Event.id))
        assert rows.all()[-1].body["role"] == "holder"


def test_a_member_without_that_power_reads_it_and_cannot_accept_it(crowd: Crowd, tmp_path: Path) -> None:
    scene = scenes.labelled(crowd)
    install_next(crowd, tmp_path)

    page = crowd.browser("colleague").get(f"/mon-espace/labels/{scene.number}/textes/charter")

    assert "Seule la personne qui représente la structure" in page.text
    with pytest.raises(Forbidden):
        crowd.do(new_documents.accept, scene.number, "charter", by="colleague")
    with pytest.raises(NotFound):
        crowd.do(new_documents.accept, scene.number, "usage", by="applicant")
    crowd.browser("outsider").get(f"/mon-espace/labels/{scene.number}/textes/charter", status=404)


def test_the_coordination_knows_who_has_not_accepted_in_time(crowd: Crowd, tmp_path: Path) -> None:
    scenes.labelled(crowd)
    install_next(crowd, tmp_path)

    crowd.wait(days=62)
    with crowd.looking() as session:
        tick(crowd.now)
        late = session.scalars(select(Notice).where(Notice.text_code == "coordination/late")).all()

    assert {notice.context["deadline"] for notice in late} == {"7 juin 2027"}


def test_a_holder_whose_label_is_over_is_not_asked(crowd: Crowd, tmp_path: Path) -> None:
    scene = scenes.labelled(crowd)
    crowd.take("label", scene.label, "relinquish", by="applicant")
    crowd.wait(days=1)

    install_next(crowd, tmp_path)

    assert told(crowd) == []
