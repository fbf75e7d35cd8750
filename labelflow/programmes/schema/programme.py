"""A programme: everything that makes one label, as one frozen object with a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Self

import rfc8785
from pydantic import Field, PrivateAttr

from labelflow.domain.conflicts import ConflictRule
from labelflow.domain.form import Form
from labelflow.domain.grid import Grid
from labelflow.domain.quorum import CommitteeRules
from labelflow.domain.scoring import Thresholds
from labelflow.domain.term import TermRules
from labelflow.domain.verification import Answer
from labelflow.domain.words import SOURCE_LANGUAGE, Words
from labelflow.domain.workflow import Declared, Machine, MachineKind
from labelflow.programmes.schema.brand import Brand
from labelflow.programmes.schema.identity import (
    Attestation,
    Campaign,
    Code,
    Crpa,
    Document,
    Eligibility,
    NonEmpty,
    Numbering,
    Owner,
    Scope,
    SealPoint,
)
from labelflow.programmes.schema.poll import Poll
from labelflow.programmes.schema.procedure import Deadline, Register, Retention, ReviewRules
from labelflow.programmes.schema.texts import Text

KEPT_PARSED: Final = 64
"""Stored versions kept parsed in memory; beyond, the oldest one is parsed again when asked for."""

_parsed: dict[str, Programme] = {}


class Programme(Declared):
    """One version of a programme. Immutable: whoever has it has the rules an application began with."""

    code: Code
    version: NonEmpty
    names: Words
    short_name: NonEmpty
    summary: Words = Field(default_factory=dict)
    languages: tuple[str, ...] = Field(min_length=1)
    owner: Owner
    scopes: tuple[Scope, ...] = Field(alias="scope", min_length=1)
    eligibility: Eligibility
    campaign: Campaign = Field(default_factory=Campaign)
    term: TermRules
    numbering: Numbering
    review: ReviewRules | None = None
    conflicts: tuple[ConflictRule, ...] = Field(alias="conflict", default=())
    thresholds: Thresholds | None = None
    committee: CommitteeRules | None = None
    deadlines: dict[str, Deadline] = Field(alias="deadline", default_factory=dict)
    crpa: Crpa
    documents: tuple[Document, ...] = Field(alias="document", default=())
    attestation: Attestation
    answers: dict[Answer, Words] = Field(default_factory=dict)
    """What the public is told of a number, where the programme grants something else than a label."""
    brand: Brand = Field(default_factory=Brand)
    poll: Poll | None = None
    public_register: Register = Field(alias="register")
    retention: tuple[Retention, ...] = ()
    seal_points: tuple[SealPoint, ...] = Field(alias="seal_point", default=())
    grid: Grid | None = None
    form: Form
    machines: dict[MachineKind, Machine] = Field(min_length=1)
    texts: dict[str, Text] = Field(default_factory=dict)

    _digest: str = PrivateAttr(default="")

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of the dump: the identity of this version.

        A version read from the store keeps the digest of what was stored, whatever defaults the
        schema has gained since.
        """
        if not self._digest:
            self._digest = digest_of(self.dump())
        return self._digest

    def dump(self) -> dict[str, Any]:
        """All of it as plain JSON data; `parse` gives back an equal programme."""
        plain: dict[str, Any] = _plain(self.model_dump(by_alias=True))
        return plain

    @classmethod
    def parse(cls, data: Mapping[str, Any], digest: str = "") -> Self:
        """The programme that `dump` gave. Cached by digest; give the stored digest to spare computing it."""
        key = digest or digest_of(data)
        found = _parsed.get(key)
        if found is None:
            found = cls.model_validate(data)
            found._digest = key  # noqa: SLF001  # our own, just made
        kept = found.kept()
        assert isinstance(kept, cls)
        return kept

    def kept(self) -> Programme:
        """The one object of this version in memory: this one, or an equal one known before."""
        found = _parsed.setdefault(self.digest, self)
        while len(_parsed) > KEPT_PARSED:
            _parsed.pop(next(iter(_parsed)), None)
        return found

    @cached_property
    def certificate_languages(self) -> tuple[str, ...]:
        """The languages of the certificate, that of record first."""
        own = self.attestation.languages
        return own or tuple(sorted(self.languages, key=lambda language: language != SOURCE_LANGUAGE))

    @cached_property
    def scope_by_code(self) -> dict[str, Scope]:
        """Scopes by code."""
        return {scope.code: scope for scope in self.scopes}

    @cached_property
    def document_by_code(self) -> dict[str, Document]:
        """Documents by code."""
        return {document.code: document for document in self.documents}


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of plain data."""
    return hashlib.sha256(rfc8785.dumps(dict(data))).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401  # any JSON value, and what a model holds of them
    """The value with lists for tuples, sorted lists for sets, ISO days, written fractions: equal for equal programmes."""
    match value:
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(_plain(item) for item in value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case Fraction():
            return str(value)
        case _:
            return value
