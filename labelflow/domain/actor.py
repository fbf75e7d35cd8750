"""Who acts: a person with dated mandates and memberships, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Role = Literal[
    "reviewer", "scientist", "coordinator", "member", "chair", "deputy_chair", "signatory", "auditor",
    "observer", "operator",
]  # fmt: skip
MemberRole = Literal["legal_representative", "delegate", "member"]


@dataclass(frozen=True, slots=True)
class MandateHeld:
    """A mandate: what for (None: every programme), for which body, from when to when (days included)."""

    role: Role
    programme: str | None
    starts_on: date
    ends_on: date | None = None
    structure_id: int | None = None
    college: str | None = None
    capacity: str = ""

    def holds(self, on: date, programme: str | None = None) -> bool:
        """Whether it runs on day `on` for `programme`."""
        in_time = self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
        return in_time and (self.programme is None or programme is None or self.programme == programme)


@dataclass(frozen=True, slots=True)
class MembershipHeld:
    """Acting for a structure, from when to when (days included)."""

    structure_id: int
    role: MemberRole
    starts_on: date
    ends_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it runs on day `on`."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts, with all that authorises them. `id` None is the system or an anonymous visitor."""

    id: int | None
    public_id: str
    mandates: tuple[MandateHeld, ...] = ()
    memberships: tuple[MembershipHeld, ...] = ()
    is_system: bool = False

    def has_role(self, role: Role, on: date, programme: str | None = None) -> bool:
        """Whether the person holds the role on that day for the programme."""
        return any(mandate.role == role and mandate.holds(on, programme) for mandate in self.mandates)

    def mandate(self, role: Role, on: date, programme: str | None = None) -> MandateHeld | None:
        """The mandate in force for a role, if any."""
        return next((m for m in self.mandates if m.role == role and m.holds(on, programme)), None)

    def acts_for(self, structure_id: int, on: date, *roles: MemberRole) -> bool:
        """Whether the person acts for the structure on that day (in one of `roles`, when given)."""
        return any(
            m.structure_id == structure_id and m.holds(on) and (not roles or m.role in roles) for m in self.memberships
        )

    def structures(self, on: date) -> frozenset[int]:
        """The structures that the person acts for or represents on that day."""
        own = {m.structure_id for m in self.memberships if m.holds(on)}
        bodies = {m.structure_id for m in self.mandates if m.structure_id is not None and m.holds(on)}
        return frozenset(own | bodies)


SYSTEM = Actor(id=None, public_id="system", is_system=True)
"""Timers and automatic steps."""

ANONYMOUS = Actor(id=None, public_id="anonymous")
"""A visitor who has not signed in."""
