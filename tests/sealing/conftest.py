"""An authority, its keys, and one document that they sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow.issuing import render_certificate
from labelflow.issuing.typesetting import Enclosure
from labelflow.sealing.authority import make_authority, make_seal
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import seal
from labelflow.sealing.trust import KnownKey, TrustBundle
from tests.issuing import samples

if TYPE_CHECKING:
    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Sealer

MADE_AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SEALED_AT = datetime(2026, 9, 3, 16, 42, tzinfo=UTC)
TERM = timedelta(days=5 * 365)
OFFICE = "Sciences en Occitanie"


@pytest.fixture(scope="session")
def authority() -> Made:
    return make_authority(OFFICE, now=MADE_AT)


@pytest.fixture(scope="session")
def key(authority: Made) -> Made:
    return make_seal(authority, OFFICE, now=MADE_AT, list_url="https://label.example/sceau/revocations.crl")


@pytest.fixture(scope="session")
def chain(authority: Made, key: Made) -> str:
    """PEM, the key's own first."""
    return key.certificate + authority.certificate


@pytest.fixture(scope="session")
def sealer(key: Made, chain: str) -> Sealer:
    return sealer_of(key.private, chain)


@pytest.fixture(scope="session")
def trust(authority: Made, chain: str) -> TrustBundle:
    """What the instance that sealed publishes."""
    known = KnownKey("seal-1", chain, MADE_AT, MADE_AT + TERM)
    return TrustBundle("https://label.example", SEALED_AT, (known,), (authority.certificate,))


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    """A certificate that carries a file."""
    enclosed = Enclosure(name="credential.json", data=b'{"a": 1}', description="Une donnée", made_at=SEALED_AT)
    return render_certificate(samples.certificate(), enclosed=enclosed)


@pytest.fixture(scope="session")
def sealed(unsealed: bytes, sealer: Sealer) -> bytes:
    return seal(unsealed, sealer, at=SEALED_AT)
