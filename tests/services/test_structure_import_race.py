"""Two people import the same file at the same time: each structure is there once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.models.structure import Structure, StructureSource
from labelflow.services.structure_import.reading import Table
from labelflow.services.structures import import_structures

if TYPE_CHECKING:
    from datetime import datetime

    import pytest
    from flask import Flask

SAMPLE = Path(__file__).parents[1] / "samples" / "structures_dirty.csv"


def test_two_imports_at_once_store_each_structure_once(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelflow.services.structures.BATCH", 3)

    def run(_number: int) -> tuple[int, int]:
        with app.app_context(), Table(SAMPLE) as table:
            report = import_structures(table, source="x", actor=SYSTEM, now=now)
            return report.accepted, report.rows

    with ThreadPoolExecutor(4) as pool:
        accepted, rows = zip(*pool.map(run, range(4)), strict=True)

    assert (sum(accepted), set(rows)) == (13, {23})
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(one)) for one in (Structure, StructureSource)]
    assert counts == [13, 14]
