"""Who runs the programme, for whom, and what its label says."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from labelflow.domain.silence import SilenceRule
from labelflow.domain.words import Words
from labelflow.domain.workflow import Declared

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$", max_length=60)]
Language = Literal["fr", "oc", "ca", "en"]
"""Languages that the fixed words of certificates speak (`labelflow.i18n.PREPARED`)."""
NonEmpty = Annotated[str, Field(min_length=1)]


class Owner(Declared):
    """The body that owns the label and answers for its decisions.

    `court` is the court with jurisdiction over its decisions; `legal` the sentence that says in which
    capacity it acts; `siret` signs the open data.
    """

    name: NonEmpty
    address: tuple[NonEmpty, ...] = Field(min_length=1)
    email: NonEmpty
    phone: str = ""
    url: str = ""
    court: Words = Field(default_factory=dict)
    legal: Words = Field(default_factory=dict)
    data_protection_email: str = ""
    siret: str = ""


class Scope(Declared):
    """A family of actions that a label may cover."""

    code: Code
    names: Words
    help: Words = Field(default_factory=dict)


class Eligibility(Declared):
    """Who may apply. `structure_kinds` empty means any kind."""

    region: NonEmpty
    departments: tuple[str, ...] = ()
    min_age_months: int = Field(default=0, ge=0)
    structure_kinds: tuple[Code, ...] = ()
    requires_identifier: bool = True
    rules: Words = Field(default_factory=dict)
    """The rules in words, as the public page and an inadmissible application are told them."""
    articles: tuple[Article, ...] = ()
    """The articles that a decision may quote as its ground in law."""


class Article(Declared):
    """An article of the programme's rules that a decision may rest on."""

    code: NonEmpty
    text: Words


class Numbering(Declared):
    """Label numbers: `PREFIX-year-sequence-check`, the sequence on `width` digits."""

    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
    width: Annotated[int, Field(ge=3, le=9)]


class Attestation(Declared):
    """The wording of the certificate. The signatory's name comes with the decision, the capacity from here."""

    languages: tuple[Language, ...] = ()
    """In which it may be had: the first is that of record, the others are translations. None: those of the programme."""
    title: Words
    guarantee: Words
    """What the label guarantees, in one sentence."""
    granted: Words
    """What is said before the owner's name (« Label accordé le {day} par »)."""
    reference: Words
    """On which text it rests (« Référentiel {version} »)."""
    capacity: Words
    verification: Words
    """Where it is verified: `{verify_url}` is printed as an address."""
    seal_statement: Words
    not_guaranteed: Words = Field(default_factory=dict)


class Document(Declared):
    """A text that a holder accepts, with its version: accepting one version is not accepting the next."""

    code: Literal["charter", "usage"]
    version: NonEmpty
    in_force_on: date
    title: Words
    body: Words
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the French body, UTF-8: what an acceptance records."""
    accept_within: str = ""
    """The deadline within which a holder accepts the version that replaces this one; it tells them with its text."""


class Crpa(Declared):
    """The rules of the code of relations between the public and the administration, when it applies.

    `office` is the service in charge of the application, as the receipt names it.
    """

    applies: bool
    silence: SilenceRule = Field(default_factory=lambda: SilenceRule(rule="none"))
    office: Office | None = None
    silence_words: Words = Field(default_factory=dict)
    """The effect of silence, as the receipt says it; may use `{silence_on}`."""
    remedies: Words = Field(default_factory=dict)
    """Remedies and time limits, as each adverse decision prints them: paragraphs apart by a blank line."""
    considerations: Words = Field(default_factory=dict)
    """The texts that each decision is based on (« Vu »), one a line."""
    algorithm: Words = Field(default_factory=dict)
    """The mention that a computation helps the decision."""


class Office(Declared):
    """A service that a person may write to or call."""

    name: NonEmpty
    address: tuple[NonEmpty, ...] = Field(min_length=1)
    email: NonEmpty
    phone: str = ""


class Campaign(Declared):
    """When applications may be submitted: all year, or between two days of each year (`MM-DD`)."""

    mode: Literal["rolling", "windows"] = "rolling"
    windows: tuple[tuple[MonthDay, MonthDay], ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether applications may be submitted on a day; a window may span the new year."""
        today = f"{day:%m-%d}"
        return self.mode == "rolling" or any(
            first <= today <= last if first <= last else today >= first or today <= last for first, last in self.windows
        )


class SealPoint(Declared):
    """A place drawn on the seal; the bright ones are drawn larger."""

    code: NonEmpty
    name: NonEmpty
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    bright: bool = False


Eligibility.model_rebuild()
Crpa.model_rebuild()
