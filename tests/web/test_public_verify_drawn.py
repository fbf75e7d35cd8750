"""The page of a label is drawn once for what it shows: whatever of that changes is seen at the next request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from labelflow.models.label import Label
from labelflow.models.programme import ProgrammeVersion
from labelflow.models.structure import Structure
from labelflow.web import drawn
from tests.counting import statements
from tests.web.public_town import town

if TYPE_CHECKING:
    from tests.scenes.scene import Scene
    from tests.stage import Stage


@pytest.fixture
def scene(stage: Stage) -> Scene:
    return stage.at(town)["applicant"]


def told(stage: Stage, scene: Scene, **options: Any) -> str:
    answer = stage.app.test_client().get(f"/v/{scene.number}", **options)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def write(stage: Stage, model: type[Any], row: int, **values: Any) -> None:
    with stage.crowd.looking() as session:
        session.execute(update(model).where(model.id == row).values(**values))
        session.commit()


def label_of(stage: Stage, scene: Scene) -> Label:
    with stage.crowd.looking() as session:
        found = session.scalars(select(Label).where(Label.public_id == scene.label)).one()
        session.expunge(found)
        return found


def test_a_page_that_shows_the_same_costs_one_statement_and_is_the_same(stage: Stage, scene: Scene) -> None:
    first = told(stage, scene)

    with statements(stage.crowd) as sent:
        again = told(stage, scene)

    assert (len(sent), again) == (1, first)


CHANGES = {
    "holder_name": "L’Atelier des comètes",
    "starts_on": datetime(2026, 1, 2, tzinfo=UTC).date(),
    "ends_on": datetime(2031, 5, 4, tzinfo=UTC).date(),
    "short_code": "ABCDEFGHJ",
    "scopes": ["expositions"],
    "state": "suspended",
}


@pytest.mark.parametrize("column", CHANGES)
def test_whatever_the_page_shows_of_a_label_is_read_each_time(stage: Stage, scene: Scene, column: str) -> None:
    before = told(stage, scene)

    write(stage, Label, label_of(stage, scene).id, **{column: CHANGES[column]})

    assert told(stage, scene) != before


def test_so_are_its_successor_its_structure_and_the_instant_of_its_state(stage: Stage, scene: Scene) -> None:
    label, other = label_of(stage, scene), stage.at(town)["library"].number
    with stage.crowd.looking() as session:
        successor = session.scalars(select(Label.id).where(Label.number == other)).one()
    told(stage, scene)

    write(stage, Structure, label.structure_id, commune="Rodez")
    assert "Rodez" in told(stage, scene)
    write(stage, Label, label.id, state="suspended", state_since=stage.crowd.now - timedelta(days=9))
    suspended = told(stage, scene)
    write(stage, Label, label.id, state_since=stage.crowd.now - timedelta(days=4))
    assert told(stage, scene) != suspended
    write(stage, Label, label.id, state="superseded", superseded_by_id=successor)
    assert f"Voir le numéro {other}" in told(stage, scene)


def test_the_day_the_language_and_a_new_programme_give_another_page(stage: Stage, scene: Scene) -> None:
    def drawings() -> int:
        told(stage, scene)
        return len(stage.app.extensions["labelflow.drawn"])

    first = drawings()
    stage.crowd.wait(days=1)
    assert drawings() == first + 1
    with stage.crowd.looking() as session:
        row = session.scalars(select(ProgrammeVersion).order_by(ProgrammeVersion.id.desc()).limit(1)).one()
        values = {column.key: getattr(row, column.key) for column in ProgrammeVersion.__table__.c if column.key != "id"}
        session.execute(insert(ProgrammeVersion).values(values | {"digest": "0" * 64, "version": "another"}))
        session.commit()
    assert drawings() == first + 2


def test_whoever_is_signed_in_has_a_page_of_their_own(stage: Stage, scene: Scene) -> None:
    told(stage, scene)

    page = stage.crowd.browser("applicant").get(f"/v/{scene.number}")

    assert "Se déconnecter" in str(page.soup.header)
    assert "Se déconnecter" not in told(stage, scene)


def test_only_so_many_pages_are_kept(stage: Stage, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "MOST", 2)

    for place in ("applicant", "library", "neighbour"):
        told(stage, stage.at(town)[place])

    assert len(stage.app.extensions["labelflow.drawn"]) == 2


def test_an_unchanged_page_is_not_sent_again(stage: Stage, scene: Scene) -> None:
    client = stage.app.test_client()
    tag = client.get(f"/v/{scene.number}").headers["ETag"]

    assert client.get(f"/v/{scene.number}", headers={"If-None-Match": tag}).status_code == 304
