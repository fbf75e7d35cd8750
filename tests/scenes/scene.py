"""What a scene remembers: public identifiers only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scene:
    """An application and all that came to hang on it."""

    application: str
    by: str = "applicant"
    """Who represents the structure."""
    assignments: dict[str, str] = field(default_factory=dict)
    """Person → assignment."""
    session: str = ""
    item: str = ""
    decision: str = ""
    label: str = ""
    number: str = ""
    """The label's number."""
    reservations: list[str] = field(default_factory=list)
