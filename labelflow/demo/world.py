"""Four simulated years: lives and sessions interleaved in time, deadlines running beside them."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from labelflow import paths
from labelflow.db import db
from labelflow.demo.lives import Lives
from labelflow.demo.offers import Offers
from labelflow.demo.people import Registrar
from labelflow.demo.plans import adhesions, calendar, plans
from labelflow.demo.sessions import Committee
from labelflow.demo.steward import Steward
from labelflow.domain.actor import SYSTEM
from labelflow.domain.calendar import local_day
from labelflow.jobs.clock import tick
from labelflow.jobs.post import deliver
from labelflow.models.queue import Deadline
from labelflow.programmes.loader import load
from labelflow.services import programmes

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.demo.people import Cast
    from labelflow.demo.readers import Life

YEARS = 4
LABEL = "sciences-en-occitanie"
CHARTER = "charte-du-reseau"


class World:
    """The simulation. `progress` is told the share done, from 0 to 1."""

    def __init__(
        self, end: datetime, progress: Callable[[float], None] = lambda _share: None, seed: int = 2026
    ) -> None:
        self.end = end
        self.begin = (end - timedelta(days=365 * YEARS)).replace(hour=8, minute=0, second=0)
        self.rng = Random(seed)
        self.progress = progress
        self.queue: list[tuple[datetime, int, Life]] = []
        self.count = 0
        self.now = self.begin
        self.cast: Cast

    def build(self) -> Cast:
        """Make the whole world. Takes a minute or two."""
        for code in (LABEL, CHARTER):
            programmes.install(
                paths.programmes() / code, actor=SYSTEM, now=self.begin, in_force_from=local_day(self.begin)
            )
        registrar = Registrar((LABEL, CHARTER), self.rng, self.begin, lambda: None)
        self.cast = registrar.everybody()
        self.progress(0.08)
        self._cast_lives()
        self._run()
        return self.cast

    def _cast_lives(self) -> None:
        lives = Lives(load(paths.programmes() / LABEL), self.cast, self.rng)
        charter = Lives(load(paths.programmes() / CHARTER), self.cast, self.rng)
        self.committee = Committee(LABEL, self.cast, self.rng)
        steward = Steward(LABEL, self.cast, self.end, lambda plan: self.at(self.now, lives.life(plan)))
        offers = Offers(self.cast, LABEL)
        self.clocked: tuple[Lives | Committee | Steward | Offers, ...] = (
            lives, charter, self.committee, steward, offers
        )  # fmt: skip
        for at, plan in plans(self.cast, self.begin, self.end, self.rng):
            self.at(at, lives.life(plan))
        for at, plan in adhesions(self.cast, self.begin, self.end, self.rng):
            self.at(at, charter.adhesion(plan))
        for number, (prepared_at, held_at, until) in enumerate(calendar(self.begin, self.end)):
            defer = 1 if number == 1 or until == "signing" else 0
            self.at(prepared_at, self.committee.session(held_at, until=until, defer=defer))
        self.at(self.begin + timedelta(days=90), steward.watch())
        self.at(self.begin + timedelta(days=91), offers.watch())

    def at(self, instant: datetime, life: Life) -> None:
        """Let a life go on at an instant."""
        self.count += 1
        heapq.heappush(self.queue, (instant, self.count, life))

    def _run(self) -> None:
        whole = (self.end - self.begin).total_seconds()
        while self.queue:
            instant, _, life = heapq.heappop(self.queue)
            if instant > self.end:
                continue
            self._catch_up(instant)
            self.now = instant
            for one in self.clocked:
                one.now = instant
            wait = next(life, None)
            if wait is not None:
                self.at(max(instant + wait, instant), life)
            self.progress(0.08 + 0.92 * (instant - self.begin).total_seconds() / whole)
        self._catch_up(self.end)
        deliver(self.end)

    def _catch_up(self, instant: datetime) -> None:
        """Run the deadlines that fall due before `instant`, each at its own time."""
        while True:
            wakes_at = db.session.scalar(select(func.min(Deadline.wakes_at)).where(Deadline.state == "pending"))
            db.session.rollback()
            if wakes_at is None or wakes_at > instant:
                return
            tick(max(wakes_at, self.now))
