"""What holders offer to classes: sheets written a few weeks after the grant, and looked over every year."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.db import db
from labelflow.demo.offer_texts import OFFERS, Offer
from labelflow.demo.people import acting
from labelflow.domain.calendar import local_day
from labelflow.models.action import Action
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.actions import in_force
from labelflow.services import actions
from labelflow.territory import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from labelflow.demo.people import Cast
    from labelflow.demo.readers import Life

EVERY = timedelta(days=6)
LOOKED_OVER_AFTER = timedelta(days=330)
NEIGHBOURS = 4
"""Departments, the nearest first, that a holder may come to."""


class Offers:
    """Writes the actions of holders."""

    now: datetime

    def __init__(self, cast: Cast, programme: str, seed: int = 31) -> None:
        self.cast = cast
        self.programme = programme
        self.rng = Random(seed)
        self.served: set[int] = set()

    def watch(self) -> Life:
        """Every week or so: holders that have offered nothing yet do; the others say what is still true."""
        while True:
            self._offer()
            self._look_over()
            yield EVERY

    def _holders(self) -> list[tuple[Label, Structure]]:
        found = (
            select(Label, Structure)
            .join(Structure, Structure.id == Label.structure_id)
            .where(in_force(local_day(self.now)), Label.programme_code == self.programme)
            .order_by(Label.id)
        )
        return [(label, structure) for label, structure in db.session.execute(found)]

    def _offer(self) -> None:
        for label, structure in self._holders():
            if structure.id not in self.served:
                self.served.add(structure.id)
                self._write(label, structure)

    def _write(self, label: Label, structure: Structure) -> None:
        actor, number = acting(self.cast.representatives[structure.public_id]), label.number
        fit = [one for one in OFFERS if one.scope in label.scopes]
        contents = [
            self._content(one, structure) for one in self.rng.sample(fit, min(len(fit), self.rng.randint(3, 6)))
        ]
        for place, content in enumerate(contents):
            made = actions.start(number, actor=actor, now=self.now, content=content)
            if place < len(contents) - 1 or self.rng.random() < 0.8:
                actions.publish(made.public_id, actor=actor, now=self.now)

    def _content(self, offer: Offer, structure: Structure) -> dict[str, Any]:
        content = dict(offer.content)
        reach = self._reach(structure.department)[: self.rng.randint(1, NEIGHBOURS)]
        if content["mode"] != "on_site":
            content["departments"] = sorted(reach)
        if structure.department == "66" and self.rng.random() < 0.6:
            content["languages"] = ["fr", "ca"]
        elif structure.department in {"09", "12", "81", "31"} and self.rng.random() < 0.3:
            content["languages"] = ["fr", "oc"]
        content["contact_email"] = structure.email or f"actions@{structure.public_id}.example.org"
        return content

    def _reach(self, department: str) -> list[str]:
        own = DEPARTMENTS[department]
        return sorted(
            DEPARTMENTS,
            key=lambda code: (DEPARTMENTS[code].lat - own.lat) ** 2 + (DEPARTMENTS[code].lon - own.lon) ** 2,
        )

    def _look_over(self) -> None:
        for public_id, structure in self._old():
            actions.confirm(public_id, actor=acting(self.cast.representatives[structure]), now=self.now)

    def _old(self) -> Iterator[tuple[str, str]]:
        found = (
            select(Action.public_id, Structure.public_id)
            .join(Structure, Structure.id == Action.structure_id)
            .where(Action.state == "published", Action.confirmed_at < self.now - LOOKED_OVER_AFTER, Action.id % 7 != 0)
            .order_by(Action.id)
        )
        yield from [(action, structure) for action, structure in db.session.execute(found)]
