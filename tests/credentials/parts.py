"""An issuer, its keys, and a credential of every day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from labelflow.credentials import proofs, status
from labelflow.credentials.badge import BadgeFacts, badge
from labelflow.credentials.did import PublishedKey, did_document
from labelflow.credentials.names import PURPOSES, did_of
from labelflow.credentials.reading import CredentialReading, Issued, read
from labelflow.credentials.trust import Trust

if TYPE_CHECKING:
    from labelflow.credentials.names import StatusPurpose

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
NUMBER = "SEO-2027-00001-D"
BASE = "https://label.example"

FACTS = BadgeFacts(
    base_url=BASE,
    number=NUMBER,
    issue=1,
    programme_code="sciences-en-occitanie",
    programme_name="Label « Sciences en Occitanie »",
    programme_version="2026.1",
    guarantee="Des pairs et des scientifiques attestent de la rigueur et de la qualité de ces actions.",
    criteria="Rigueur\n\n- A1 — Les contenus sont exacts.\n- A2 — Les sources sont données.",
    scope_codes=("talks", "media"),
    scope_names=("Conférences et rencontres", "Médias, édition et ressources"),
    owner="Région Occitanie / Pyrénées-Méditerranée",
    owner_url="https://sciences-en-occitanie.example",
    holder_name="Les Petits Ateliers du Lauragais",
    holder_identifiers=("12345678200010",),
    first_instant=datetime(2027, 2, 28, 23, 0, tzinfo=UTC),
    last_instant=datetime(2030, 2, 28, 22, 59, 59, tzinfo=UTC),
    status_list=1,
    status_index=77,
)


@dataclass
class Issuer:
    """An instance that issues, with one key."""

    base: str = BASE
    key: str = "credential-1"
    starts_at: datetime = NOW - timedelta(days=30)
    retired_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def did(self) -> str:
        return did_of(self.base)

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.generate()

    @property
    def signer(self) -> proofs.Signer:
        return proofs.Signer(self.did, self.key, self.private)

    @property
    def published(self) -> PublishedKey:
        public = self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        times = {"starts_at": self.starts_at, "retired_at": self.retired_at, "revoked_at": self.revoked_at}
        return PublishedKey(did=self.did, name=self.key, public=public.decode(), **times)

    @property
    def document(self) -> dict[str, Any]:
        return did_document(self.did, [self.published])

    def bare(self, **changes: Any) -> dict[str, Any]:
        return badge(replace(FACTS, base_url=self.base, **changes))

    def signed(self, at: datetime = NOW, **changes: Any) -> dict[str, Any]:
        return proofs.secured(self.bare(**changes), self.signer, at)

    def compact(self, at: datetime = NOW, **changes: Any) -> str:
        return proofs.compact(self.bare(**changes), self.signer, at)

    def listed(self, purpose: StatusPurpose, *indices: int, at: datetime = NOW, days: int = 1) -> dict[str, Any]:
        facts = status.ListFacts(
            base_url=self.base,
            did=self.did,
            purpose=purpose,
            number=1,
            indices=frozenset(indices),
            made_at=at,
            lasts=timedelta(days=days),
        )
        return proofs.secured(status.status_list(facts), self.signer, at)

    def trust(self, *, at: datetime = NOW, **indices: tuple[int, ...]) -> Trust:
        """What its readers believe; `revocation=(77,)` sets bits."""
        lists = [self.listed(purpose, *indices.get(purpose, ()), at=at) for purpose in PURPOSES]
        return Trust(keys=(self.published,), lists={one["id"]: one for one in lists})

    def read(
        self, given: dict[str, Any] | str | bytes, trust: Trust | None = None, **options: Any
    ) -> CredentialReading:
        data = proofs.serialised(given) if isinstance(given, dict) else given
        data = data.encode() if isinstance(data, str) else data
        return read(data, trust=trust or self.trust(), **{"now": NOW, **options})

    def record(self, **changes: Any) -> Any:
        """A record that holds one issue."""
        held = Issued(self.bare(**changes))
        return {"issued": lambda number, issue: held if (number, issue) == (NUMBER, 1) else None}
