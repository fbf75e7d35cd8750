"""What happens after decisions: reservations, renewals, deferrals taken up again, acts on labels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.demo.names import FACTS
from labelflow.demo.people import acting, key_of
from labelflow.demo.readers import Plan
from labelflow.domain.calendar import local_day
from labelflow.models.application import Application
from labelflow.models.label import Label, Reservation
from labelflow.queries.conflicts import blocking_codes
from labelflow.services.steps import take

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.demo.people import Cast
    from labelflow.demo.readers import Life

ROUND: Final = timedelta(days=4)
"""How often the steward looks around."""
DEFERRAL: Final = timedelta(days=35)
HEARD: Final = timedelta(days=65)
RENEWAL_BEFORE: Final = timedelta(days=250)

OLD_ACTS: Final = {
    3: ((400, "relinquish"),),
    5: ((300, "issue_formal_notice"), (370, "suspend"), (450, "withdraw")),
    7: ((250, "suspend_at_once"), (290, "reinstate")),
    9: ((200, "annul"),),
}
"""Acts on the n-th label granted: (days after its start, step)."""
LETS_GO: Final = frozenset({2, 4, 6, 10})
"""The n-th labels granted whose holders do not renew."""
RECENT_ACTS: Final = {11: ((25, "issue_formal_notice"),), 13: ((40, "suspend_at_once"),)}
"""Acts on the n-th label granted: (days before today, step)."""


class Steward:
    """Looks after what was granted."""

    def __init__(self, label_programme: str, cast: Cast, end: datetime, launch: Callable[[Plan], None]) -> None:
        self.programme = label_programme
        self.cast = cast
        self.end = end
        self.launch = launch
        self.now = datetime.min.replace(tzinfo=UTC)
        self.done: set[tuple[str, str]] = set()

    def watch(self) -> Life:
        """Look around every few days."""
        while True:
            self._take_up_deferred()
            self._settle_reservations()
            for number, label in enumerate(self._labels(), start=1):
                self._act(number, label)
                self._renew(number, label)
            yield ROUND

    def _labels(self) -> list[Label]:
        return list(db.session.scalars(select(Label).where(Label.programme_code == self.programme).order_by(Label.id)))

    def _once(self, public_id: str, act: str) -> bool:
        fresh = (public_id, act) not in self.done
        self.done.add((public_id, act))
        return fresh

    def _take_up_deferred(self) -> None:
        rows = db.session.scalars(
            select(Application).where(Application.state == "deferred", Application.state_since <= self.now - DEFERRAL)
        ).all()
        for application in rows:
            take(
                "application", application.public_id, "resume_ready", actor=self._coordinator(application), now=self.now
            )

    def _coordinator(self, root: Application | Label) -> Any:
        people = {key_of(one): one for one in self.cast.coordinators}
        blocked = blocking_codes(people, root, "instruction", self.now)
        return acting(next(one for key, one in people.items() if key not in blocked))

    def _representative(self, label: Label) -> Any:
        return acting(self.cast.representatives[label.structure.public_id])

    def _settle_reservations(self) -> None:
        """Most holders show what they did in time; the second label with reservations never answers."""
        rows = db.session.scalars(select(Reservation).where(Reservation.state.in_(("open", "answered")))).all()
        silent = self._silent_label()
        for reservation in rows:
            age = self.now - reservation.state_since
            recent = reservation.state_since > self.end - timedelta(days=70)
            if reservation.label_id == silent or recent or age < timedelta(days=20 + reservation.id % 17):
                continue
            label = reservation.label
            if reservation.state == "open":
                answer = {"answer": "La procédure est écrite et affichée ; elle est jointe à notre rapport annuel."}
                take(
                    "reservation",
                    reservation.public_id,
                    "answer",
                    actor=self._representative(label),
                    now=self.now,
                    fields=answer,
                )
            else:
                found = {"facts": "La preuve est complète, la réserve peut être levée."}
                take(
                    "reservation",
                    reservation.public_id,
                    "clear",
                    actor=self._coordinator(label),
                    now=self.now,
                    fields=found,
                )

    def _silent_label(self) -> int | None:
        ids = db.session.scalars(
            select(Reservation.label_id)
            .where(Reservation.severity == "major")
            .distinct()
            .order_by(Reservation.label_id)
        ).all()
        return ids[0] if ids else None

    def _act(self, number: int, label: Label) -> None:
        started = datetime.combine(label.starts_on, datetime.min.time(), tzinfo=self.now.tzinfo)
        planned = [(started + timedelta(days=after), step) for after, step in OLD_ACTS.get(number, ())]
        planned += [(self.end - timedelta(days=before), step) for before, step in RECENT_ACTS.get(number, ())]
        for at, step in planned:
            if at <= self.now and self._once(label.public_id, step):
                self._take(label, step)

    def _take(self, label: Label, step: str) -> None:
        actors = {"relinquish": self._representative(label), "annul": acting(self.cast.signatory)}
        fields = {
            "article": "9.2",
            "facts": FACTS,
            "hearing_date": local_day(self.now - timedelta(days=3)),
        }
        asked = fields if step != "relinquish" else {}
        actor = actors.get(step, acting(self.cast.chair))
        take("label", label.public_id, step, actor=actor, now=self.now, fields=asked)

    def _renew(self, number: int, label: Label) -> None:
        """Most holders renew; a few let the label expire."""
        ends_at = datetime.combine(label.ends_on, datetime.min.time(), tzinfo=self.now.tzinfo)
        if label.state != "active" or ends_at - self.now > RENEWAL_BEFORE or number in LETS_GO:
            return
        if self._once(label.public_id, "renew"):
            plan = Plan(label.structure.public_id, "decided", quality=0.82, renews=label.number)
            self.launch(plan)
