"""How applications are read and decided, in which time, and how long what is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from labelflow.domain.deadlines import Delay
from labelflow.domain.scoring import ThirdReaderRule
from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared
from labelflow.programmes.schema.identity import Code, NonEmpty


class ReviewRules(Declared):
    """How many read each application, who they may be, and how they work.

    `mode`: peers and scientists read at the same time, or one after the other.
    `anonymity`: `single` hides from the applicant who wrote what; `open` names the readers.
    """

    peers: int = Field(ge=1)
    scientists: int = Field(default=0, ge=0)
    distinct_structures: bool = True
    other_department_min: int = Field(default=0, ge=0)
    anonymity: Literal["single", "open"] = "single"
    mode: Literal["parallel", "sequential"] = "parallel"
    max_open: int = Field(default=3, ge=1)
    max_year: int = Field(default=6, ge=1)
    complement_rounds: int = Field(default=2, ge=0)
    training_required: bool = False
    third_reader: ThirdReaderRule | None = None


class Deadline(Declared):
    """A time limit with the notice of its reminders (`reminds`) and of its being late (`late`).

    `window`: a time in which one may act, not one by which somebody must.
    `until`: it ends at the session itself, whenever its cause; the delay then says what people can count on.
    """

    delay: Delay
    until: Literal["", "session"] = ""
    window: bool = False
    reminds: str = ""
    late: str = ""
    help: Words = Field(default_factory=dict)

    @property
    def reminders(self) -> tuple[int, ...]:
        """Days before the end at which to remind; negative is after it."""
        return self.delay.reminders


class Retention(Declared):
    """How long a kind of record is kept, and what ends it. None means for ever."""

    code: Code
    records: Words
    active: Words
    active_months: Annotated[int, Field(ge=0)] | None = None
    archive_months: Annotated[int, Field(ge=0)] | None = None
    end: Literal["delete", "anonymise", "archives_visa", "sort_with_archives", "permanent"]


class RegisterColumn(Declared):
    """A column of the public register, with all that a Table Schema needs."""

    name: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: Words
    description: Words
    type: Literal["string", "date", "number", "integer", "boolean"] = "string"
    required: bool = False
    pattern: str = ""
    values: tuple[str, ...] = ()
    example: NonEmpty


class Register(Declared):
    """The open register of holders."""

    title: Words
    description: Words
    licence: NonEmpty
    licence_url: NonEmpty
    producer_name: NonEmpty
    producer_siret: str = ""
    columns: tuple[RegisterColumn, ...] = Field(alias="column", min_length=1)
