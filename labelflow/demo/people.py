"""The people and structures of the world, entered by the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.db import db
from labelflow.demo.names import COLLEGES, CONSORTIUM, DISCIPLINES, Names
from labelflow.domain.actor import SYSTEM, Actor
from labelflow.domain.calendar import local_day
from labelflow.domain.territory import plain_words
from labelflow.models.account import User
from labelflow.models.structure import Structure
from labelflow.queries.actors import actor_of
from labelflow.services import accounts, structures
from labelflow.territory import DEPARTMENTS, gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from labelflow.domain.actor import MemberRole, Role

STRUCTURES = 64
PEERS = 40
SCIENTISTS = 15
COMMITTEE = 30


@dataclass(slots=True)
class Cast:
    """Public identifiers of everybody, by part."""

    operator: str = ""
    signatory: str = ""
    chair: str = ""
    deputy: str = ""
    auditor: str = ""
    observer: str = ""
    structures: list[str] = field(default_factory=list)
    representatives: dict[str, str] = field(default_factory=dict)
    """Structure → its legal representative."""
    coordinators: list[str] = field(default_factory=list)
    peers: list[str] = field(default_factory=list)
    scientists: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


def person(public_id: str) -> User:
    """The account of a public identifier."""
    return db.session.scalars(select(User).where(User.public_id == public_id)).one()


@cache
def acting(public_id: str) -> Actor:
    """The person as an actor: nobody's mandates change once everybody is entered."""
    return actor_of(person(public_id))


@cache
def key_of(public_id: str) -> int:
    """The person's key."""
    return person(public_id).id


class Registrar:
    """Enters structures and people on one day."""

    def __init__(self, programmes: tuple[str, ...], rng: Random, now: datetime, step: Callable[[], None]) -> None:
        self.programmes = programmes
        self.rng = rng
        self.now = now
        self.names = Names(rng)
        self.step = step
        self.used_addresses: set[str] = set()

    @property
    def today(self) -> Any:
        """The day on which everything is entered."""
        return local_day(self.now)

    def everybody(self) -> Cast:
        """Enter the whole cast."""
        cast = Cast()
        consortium = [self.structure(code, name=name, kind="association", member=True) for name, code in CONSORTIUM]
        others = [self.structure(code) for code in self._departments(STRUCTURES - len(CONSORTIUM))]
        cast.structures = [*others, *consortium]
        for public_id in cast.structures:
            cast.representatives[public_id] = self.member(public_id, "legal_representative")
        self._scheme(cast)
        for number in range(PEERS):
            cast.peers.append(self.reviewer("reviewer", others[number % len(others)]))
        for _ in range(SCIENTISTS):
            cast.scientists.append(self.reviewer("scientist", None))
        for body in consortium:
            cast.coordinators.append(self.mandated("coordinator", structure=body))
        for number in range(COMMITTEE - 2):
            body_or_none = others[-1 - number // 2] if number % 2 else None
            cast.members.append(self.mandated("member", structure=body_or_none, college=COLLEGES[number % 4]))
        return cast

    def _scheme(self, cast: Cast) -> None:
        cast.operator = self.mandated("operator")
        cast.signatory = self.mandated("signatory", capacity="Par délégation de la présidence de la Région")
        cast.chair = self.mandated(
            "chair", college=COLLEGES[1], capacity="Présidente de la commission de labellisation"
        )
        cast.deputy = self.mandated("deputy_chair", college=COLLEGES[3], capacity="Vice-présidence de la commission")
        cast.auditor = self.mandated("auditor")
        cast.observer = self.mandated("observer")

    def _departments(self, count: int) -> list[str]:
        codes = list(DEPARTMENTS)
        heavy = ["31", "34", "31", "34", "30", "66", "81"]
        every = codes + [self.rng.choice(codes + heavy) for _ in range(count - len(codes))]
        self.rng.shuffle(every)
        return every

    def structure(self, department: str, *, name: str = "", kind: str = "", member: bool = False) -> str:
        """Enter a structure in a real commune of a department."""
        communes = sorted(
            (c for c in gazetteer().communes.values() if c.department == department), key=lambda c: -c.population
        )
        commune = communes[min(int(self.rng.expovariate(0.12)), len(communes) - 1)]
        kind, name = (kind, name) if name else self.names.structure(commune.name)
        number = self.rng.randint(100_000, 999_999)
        row = structures.register_structure(
            {
                "name": name,
                "kind": kind,
                "rna": f"W{department}1{number:06d}",
                "address": f"{self.rng.randint(1, 90)} rue {self.rng.choice(('des Écoles', 'du Pont', 'Marie-Curie', 'de la Fontaine'))}",
                "postal_code": commune.postal_codes[0],
                "commune": commune.name,
                "code_insee": commune.insee,
                "lat": f"{commune.lat:.5f}",
                "lon": f"{commune.lon:.5f}",
            },
            actor=SYSTEM,
            now=self.now,
            is_consortium_member=member,
        )
        self.step()
        return row.public_id

    def account(self, **profile: Any) -> User:
        """Open an account with an invented name and an address that nobody can receive mail at."""
        given, family = self.names.person()
        address = f"{_plain(given)}.{_plain(family)}@exemple.invalid"
        self.step()
        return accounts.create_user(
            address, actor=SYSTEM, now=self.now, given_name=given, family_name=family, **profile
        )

    def member(self, structure: str, role: MemberRole) -> str:
        """Somebody who acts for a structure."""
        user = self.account()
        row = db.session.scalars(select(Structure).where(Structure.public_id == structure)).one()
        accounts.add_member(row, user, role, starts_on=self.today, actor=SYSTEM, now=self.now)
        return user.public_id

    def mandated(
        self, role: Role, *, structure: str | None = None, college: str | None = None, capacity: str = ""
    ) -> str:
        """Somebody with a mandate for the whole scheme."""
        user = self.account()
        self._mandate(user, role, structure, college, capacity)
        return user.public_id

    def reviewer(self, role: Role, structure: str | None) -> str:
        """Somebody trained who may review."""
        trained = (self.now - timedelta(days=self.rng.randint(5, 60))).astimezone(UTC).date()
        user = self.account(
            trained_on=trained,
            disciplines=self.rng.sample(DISCIPLINES, 2) if role == "scientist" else [],
            departments=[],
        )
        self._mandate(user, role, structure, None, "")
        return user.public_id

    def _mandate(self, user: User, role: Role, structure: str | None, college: str | None, capacity: str) -> None:
        body = (
            db.session.scalars(select(Structure).where(Structure.public_id == structure)).one() if structure else None
        )
        accounts.grant_mandate(
            user,
            role,
            starts_on=self.today,
            actor=SYSTEM,
            now=self.now,
            structure=body,
            college=college,
            capacity=capacity,
        )


def _plain(name: str) -> str:
    return "-".join(plain_words(name))
