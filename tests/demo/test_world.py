"""The world of a demonstration is whole and honest; the four years that it lives through have a leap day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from labelflow import clock, migrations
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.demo import instance
from labelflow.models import Base
from labelflow.models.account import Mandate
from labelflow.models.application import Application
from labelflow.models.base import UtcDateTime
from labelflow.models.queue import Notice
from labelflow.models.structure import Structure
from labelflow.queries.journal import check
from labelflow.territory import DEPARTMENTS

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.demo.town import Town

AHEAD: Final = frozenset(
    {
        "deadline.due_at",
        "deadline.wakes_at",
        "deadline.starts_at",
        "committee_session.held_at",
        "sealing_key.ends_at",
    }
)
"""What is meant for later."""


def test_applications_and_labels_stand_in_every_state(town: Town) -> None:
    missing = {
        f"{kind} {state}"
        for kind in ("application", "label")
        for state, count in town.states(kind).items()  # type: ignore[arg-type]  # kinds
        if not count
    }

    assert missing == set()
    assert sum(town.states("application").values()) >= 80
    with town.looking():
        report = check()
        assert report.faults == ()
        assert report.events > 2000
        assert ahead(clock.now()) == []


def ahead(now: datetime) -> list[str]:
    """The columns that hold an instant of the future and should not."""
    columns = [column for table in Base.metadata.sorted_tables for column in table.c]
    instants = {f"{one.table.name}.{one.name}": one for one in columns if isinstance(one.type, UtcDateTime)}
    assert set(instants) >= AHEAD
    return [
        name
        for name, column in instants.items()
        if name not in AHEAD and db.session.scalar(select(func.count()).where(column > now))
    ]


def test_everybody_whom_the_label_needs_is_there(town: Town) -> None:
    with town.looking() as session:
        places = session.scalars(select(Structure)).all()
        mandates = session.scalars(select(Mandate)).all()

        assert len(places) >= 60
        assert {one.department for one in places} == set(DEPARTMENTS)
        held = Counter(one.role for one in mandates)
        assert (held["reviewer"], held["scientist"], held["coordinator"]) == (40, 15, 8)
        assert len({one.structure_id for one in mandates if one.role == "coordinator"}) == 8
        committee = [one for one in mandates if one.role in {"member", "chair", "deputy_chair"}]
        assert len(committee) == 30
        assert min(Counter(one.college for one in committee).values()) >= 5
        assert session.query(Application).count() >= 90


def test_every_letter_left_or_waits_and_names_no_real_address(town: Town) -> None:
    with town.looking() as session:
        letters = session.scalars(select(Notice)).all()

        assert len(letters) > 500
        assert {one.text_code for one in letters if one.sent_at is None and one.next_attempt_at is None} == set()
        assert {one.text_code for one in letters if one.last_error} == set()
        assert {one.address.rsplit(".", 1)[1] for one in letters} == {"invalid"}


def test_a_world_made_by_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "instance", demo=True)
    with create_app(settings, pages=False).app_context():
        migrations.upgrade(db.engine, "0006")
        db.engine.dispose()
    (settings.home / instance.MARK).write_text("{}", encoding="utf-8")

    made = instance.make(settings, fresh=False, progress=lambda _share: None)

    assert not made
    with create_app(settings, pages=False).app_context():
        assert migrations.is_current(db.engine)
        db.engine.dispose()


def test_a_second_start_keeps_the_world_and_opens_the_same_doors(town: Town) -> None:
    made = instance.make(town.settings, fresh=False, progress=lambda _share: None)
    with town.looking():
        doors = instance.doors(town.settings)

    assert not made
    assert len({door.part for door in doors}) == 13
    assert len({door.name for door in doors}) >= 11
