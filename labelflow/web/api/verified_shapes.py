"""The shapes of the answers of verification, and of problems: see docs/verification.md."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from labelflow.web.open_data.shapes import LabelRecord


class Check(TypedDict):
    """Une vérification qui a été faite, en une phrase."""

    code: Annotated[str, Field(examples=["seal-intact"])]
    tone: Annotated[str, Field(description="« ok », « info », « warn » ou « bad ».", examples=["ok"])]
    text: str


Whole = Annotated[dict[str, Any] | None, Field(description="Voir la documentation de la vérification.")]


class Verification(TypedDict):
    """Ce que l’on sait de ce qui a été présenté."""

    valid: Annotated[bool, Field(description="Vrai seulement pour le verdict « valid ».")]
    verdict: Annotated[str, Field(description="Code stable de la réponse.", examples=["valid"])]
    answer: Annotated[str, Field(description="État du label.", examples=["valid"])]
    day: Annotated[str | None, Field(description="Jour dont parle le verdict.", examples=["2030-02-28"])]
    file: Annotated[str | None, Field(description="« issued », « superseded », « not_ours », ou rien.")]
    document: Whole
    seal: Whole
    credential: Whole
    label: LabelRecord | None
    reviewing: Whole
    on: Annotated[dict[str, Any] | None, Field(description="Ce qui était garanti le jour demandé.")]
    offline: Whole
    message: Annotated[str, Field(description="La réponse, en une phrase.")]
    checks: list[Check]


class Reason(TypedDict):
    """Une raison d’un refus."""

    code: str
    message: str


class Problem(TypedDict):
    """Ce qui n’a pas été fait, et quoi corriger (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(description="Code stable.", examples=["wrong-parameter"])]
    refusals: NotRequired[list[Reason]]
    reference: NotRequired[str]
