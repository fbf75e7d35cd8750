"""A label as an Open Badges 3.0 credential: what it says, before it is signed. No personal data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from labelflow.credentials.names import CREDENTIALS, OPEN_BADGES, PURPOSES, credential_id, did_of, label_url, list_url
from labelflow.credentials.shapes import ADDRESS, Badge

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.credentials.names import StatusPurpose

ACHIEVEMENT: Final = "QualityAssuranceCredential"
"""Of the standard's vocabulary: a body assures that an organisation meets published requirements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeFacts:
    """What the record and the programme say of one issue of a label's certificate."""

    base_url: str
    number: str
    issue: int
    programme_code: str
    programme_name: str
    programme_version: str
    guarantee: str
    criteria: str
    """The reference, in words."""
    scope_codes: tuple[str, ...]
    scope_names: tuple[str, ...]
    owner: str
    owner_url: str
    """Left out when it is no address."""
    holder_name: str
    holder_identifiers: tuple[str, ...]
    """SIRET, RNA: only what the programme's register publishes."""
    first_instant: datetime
    last_instant: datetime
    status_list: int
    status_index: int
    language: str = "fr"


def badge(facts: BadgeFacts) -> dict[str, Any]:
    """The credential of a label, unsigned. Raises ValueError for facts that no credential could say."""
    document = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": credential_id(facts.base_url, facts.number, facts.issue),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _issuer(facts),
        "name": f"{facts.programme_name} — {facts.number}",
        "description": facts.guarantee,
        "validFrom": instant(facts.first_instant),
        "validUntil": instant(facts.last_instant),
        "credentialSubject": {
            "id": f"{label_url(facts.base_url, facts.number)}#titulaire",
            "type": ["AchievementSubject"],
            "identifier": [_identity("name", facts.holder_name)]
            + [_identity("identifier", identifier) for identifier in facts.holder_identifiers],
            "licenseNumber": facts.number,
            "achievement": _achievement(facts),
        },
        "credentialStatus": [_status(facts, purpose) for purpose in PURPOSES],
    }
    return Badge.model_validate(document).plain()


def instant(moment: datetime) -> str:
    """An instant as credentials write it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _issuer(facts: BadgeFacts) -> dict[str, Any]:
    profile = {"id": did_of(facts.base_url), "type": ["Profile"], "name": facts.owner}
    return profile | ({"url": facts.owner_url} if re.match(ADDRESS, facts.owner_url) else {})


def _achievement(facts: BadgeFacts) -> dict[str, Any]:
    reference = f"{facts.base_url}/label/{facts.programme_code}"
    return {
        "id": f"{reference}#{quote(facts.programme_version)}/{'+'.join(facts.scope_codes)}",
        "type": ["Achievement"],
        "achievementType": ACHIEVEMENT,
        "name": facts.programme_name,
        "description": facts.guarantee,
        "criteria": {"id": reference, "narrative": facts.criteria},
        "image": {"id": f"{label_url(facts.base_url, facts.number)}/badge.png", "type": "Image"},
        "tag": list(facts.scope_names) or [facts.programme_name],
        "version": facts.programme_version,
        "inLanguage": facts.language,
    }


def _identity(kind: Literal["name", "identifier"], value: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}


def _status(facts: BadgeFacts, purpose: StatusPurpose) -> dict[str, Any]:
    url = list_url(facts.base_url, purpose, facts.status_list)
    return {
        "id": f"{url}#{facts.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(facts.status_index),
        "statusListCredential": url,
    }
