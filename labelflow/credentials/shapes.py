"""The one shape of what this software issues, strict in both directions.

Whatever has another shape is not ours, and is refused before any JSON-LD is processed. What a proof
covers is the RDF that the JSON stands for: here each member is one that the contexts define, each
identifier an absolute address of its own, so that nothing read from the JSON escapes the proof.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

ADDRESS: Final = r"^https?://[^\s<>\"{}|\\^`]+$"
Address = Annotated[str, Field(pattern=ADDRESS, max_length=2000)]
Did = Annotated[str, Field(pattern=r"^did:web:[A-Za-z0-9._%:~-]+$", max_length=1000)]
KeyId = Annotated[str, Field(pattern=r"^did:web:[A-Za-z0-9._%:~-]+#[a-z]+-[0-9]+$", max_length=1000)]
Instant = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
Line = Annotated[str, Field(min_length=1, max_length=500)]
Prose = Annotated[str, Field(min_length=1, max_length=50_000)]
Vocabulary = Literal["https://www.w3.org/ns/credentials/v2"]
Index = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,8})$")]


class Shape(BaseModel):
    """Known members only, no conversion of one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    def plain(self) -> dict[str, Any]:
        """The JSON that it stands for."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Profile(Shape):
    """Who issues: the owner of the programme, under the instance's DID."""

    id: Did
    type: list[Literal["Profile"]] = Field(min_length=1, max_length=1)
    name: Line
    url: Address | None = None


class Criteria(Shape):
    """What had to be met: where the reference is published, and its words."""

    id: Address
    narrative: Prose


class Image(Shape):
    """A picture of the achievement."""

    id: Address
    type: Literal["Image"]


class Achievement(Shape):
    """The label, for the scopes that were granted."""

    id: Address
    type: list[Literal["Achievement"]] = Field(min_length=1, max_length=1)
    achievement_type: Literal["QualityAssuranceCredential"]
    name: Line
    description: Prose
    criteria: Criteria
    image: Image
    tag: list[Line] = Field(min_length=1, max_length=100)
    version: Line
    in_language: Line


class Identity(Shape):
    """What the holder is known by, in clear: only what the programme's register publishes."""

    type: Literal["IdentityObject"]
    hashed: Literal[False]
    identity_hash: Line
    identity_type: Literal["name", "identifier"]


class Subject(Shape):
    """The holder: a structure, never a person."""

    id: Address
    type: list[Literal["AchievementSubject"]] = Field(min_length=1, max_length=1)
    identifier: list[Identity] = Field(min_length=1, max_length=5)
    license_number: Line
    achievement: Achievement


class StatusEntry(Shape):
    """Which bit of which list says whether it was revoked, or is suspended."""

    id: Address
    type: Literal["BitstringStatusListEntry"]
    status_purpose: Literal["revocation", "suspension"]
    status_list_index: Index
    status_list_credential: Address


class Badge(Shape):
    """A label as an Open Badges 3.0 credential, without its proof."""

    context: tuple[Vocabulary, Literal["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]] = Field(
        alias="@context", strict=False
    )
    id: Address
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]] = Field(strict=False)
    issuer: Profile
    name: Line
    description: Prose
    valid_from: Instant
    valid_until: Instant
    credential_subject: Subject
    credential_status: list[StatusEntry] = Field(min_length=1, max_length=2)


class ListSubject(Shape):
    """The bits."""

    id: Address
    type: Literal["BitstringStatusList"]
    status_purpose: Literal["revocation", "suspension"]
    encoded_list: Annotated[str, Field(pattern=r"^u[A-Za-z0-9_-]+$", max_length=200_000)]
    ttl: Annotated[int, Field(ge=0)]


class StatusList(Shape):
    """A status list, without its proof."""

    context: tuple[Vocabulary] = Field(alias="@context", strict=False)
    id: Address
    type: tuple[Literal["VerifiableCredential"], Literal["BitstringStatusListCredential"]] = Field(strict=False)
    issuer: Did
    valid_from: Instant
    valid_until: Instant
    credential_subject: ListSubject


class Proof(Shape):
    """A Data Integrity proof."""

    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Instant
    verification_method: KeyId
    proof_purpose: Literal["assertionMethod"]
    proof_value: Annotated[str, Field(pattern=r"^z[1-9A-HJ-NP-Za-km-z]{80,100}$")]
