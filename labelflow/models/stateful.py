"""What every row driven by a machine has: a state, its version, and the programme that rules it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelflow.domain.workflow import MachineKind


class Stateful:
    """A subject of a declared machine. Only `labelflow.services.transaction` writes `state`."""

    KIND: ClassVar[MachineKind]

    state: Mapped[str] = mapped_column(String(40), index=True)
    state_since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    programme_version_id: Mapped[int] = mapped_column(ForeignKey("programme_version.id"), index=True)
