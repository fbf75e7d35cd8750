"""The shape of a programme: typed, frozen, and refusing whatever it does not know."""

from labelflow.programmes.schema.identity import (
    Article,
    Attestation,
    Campaign,
    Crpa,
    Document,
    Eligibility,
    Numbering,
    Office,
    Owner,
    Scope,
    SealPoint,
)
from labelflow.programmes.schema.procedure import Deadline, Register, RegisterColumn, Retention, ReviewRules
from labelflow.programmes.schema.programme import Programme, digest_of
from labelflow.programmes.schema.texts import VALUES, Text

__all__ = [
    "VALUES",
    "Article",
    "Attestation",
    "Campaign",
    "Crpa",
    "Deadline",
    "Document",
    "Eligibility",
    "Numbering",
    "Office",
    "Owner",
    "Programme",
    "Register",
    "RegisterColumn",
    "Retention",
    "ReviewRules",
    "Scope",
    "SealPoint",
    "Text",
    "digest_of",
]
