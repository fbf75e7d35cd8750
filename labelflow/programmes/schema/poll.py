"""What a programme asks of teachers who did not host an action, without asking who they are."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared
from labelflow.i18n import _
from labelflow.programmes.schema.identity import Code


class Reason(Declared):
    """One answer that may be ticked."""

    code: Code
    label: Words


class Poll(Declared):
    """One question, and reasons among which several may be ticked."""

    question: Words
    least_answers: Annotated[int, Field(ge=10, le=1000)] = 30
    """Answers below which no result is published."""
    reasons: tuple[Reason, ...] = Field(alias="reason", min_length=2, max_length=15)

    @model_validator(mode="after")
    def _each_reason_once(self) -> Self:
        codes = [reason.code for reason in self.reasons]
        for code in codes:
            if codes.count(code) > 1:
                raise PydanticCustomError(
                    "poll-reason-twice", _("la raison « %(code)s » est écrite deux fois", code=code)
                )
        return self
