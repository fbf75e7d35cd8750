"""Every error that a person can meet. Each has a stable code; sentences live in `labelflow.sentences`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelflow.domain.refusal import Refusal


class LabelflowError(Exception):
    """Base of the errors that are answers, not bugs."""

    code = "error"


class Refused(LabelflowError):
    """The rules say no, now. Carries all the reasons at once."""

    code = "refused"

    def __init__(self, refusals: Iterable[Refusal], intent: str = "") -> None:
        self.refusals = tuple(refusals)
        self.intent = intent
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


class Outdated(LabelflowError):
    """Somebody acted on the subject since the version that the person saw."""

    code = "outdated"


class Forbidden(LabelflowError):
    """The actor may not do this, whatever the state."""

    code = "forbidden"

    def __init__(self, permission: str = "") -> None:
        self.permission = permission
        super().__init__(permission)


class NotFound(LabelflowError):
    """There is no such thing, or the actor may not know of it."""

    code = "not-found"


class Invalid(LabelflowError):
    """Input that cannot be used. `message` is a French sentence that says what to do."""

    code = "invalid"

    def __init__(self, message: str, **details: object) -> None:
        self.message = message
        self.details = details
        super().__init__(message)


class BadSetting(ValueError):
    """A setting that cannot be used; the message names it and says what to write."""
