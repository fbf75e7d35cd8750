"""Two acts that need the first key of an instance at the same time agree on one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.queries.keys import keys_of
from labelflow.services import credentials
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def test_two_acts_make_one_key_between_them(app: Flask, now: datetime) -> None:
    both = Barrier(2, timeout=20)

    def act(_turn: int) -> str:
        with app.app_context():
            both.wait()
            with transaction(actor=SYSTEM, now=now) as tx:
                return credentials.ready_key(tx).name

    with ThreadPoolExecutor(2) as pool:
        names = list(pool.map(act, range(2)))

    with app.app_context():
        assert names == [key.name for key in keys_of("credential")] * 2
        db.session.close()
