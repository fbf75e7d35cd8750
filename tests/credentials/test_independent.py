"""Clients that are not ours verify both forms of a credential and its status lists, and refuse what was changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.credentials.badge import instant
from tests.credentials.node import asked
from tests.credentials.parts import NOW, Issuer

if TYPE_CHECKING:
    from datetime import datetime


def told(issuer: Issuer, *, now: datetime = NOW, **given: Any) -> dict[str, Any]:
    return asked(did=issuer.document, now=instant(now), **given)


def listed(issuer: Issuer, **indices: tuple[int, ...]) -> dict[str, Any]:
    return {url: dict(document) for url, document in issuer.trust(**indices).lists.items()}


def test_a_credential_with_its_proof_is_verified(issuer: Issuer) -> None:
    answer = told(issuer, credential=issuer.signed(), lists=listed(issuer))

    assert answer == {"verified": True, "set": [], "told": []}


def test_a_compact_credential_is_verified(issuer: Issuer) -> None:
    answer = told(issuer, jwt=issuer.compact())

    assert (answer["verified"], answer["issuer"]) == (True, issuer.did)


def test_a_changed_credential_is_not(issuer: Issuer) -> None:
    changed = issuer.signed() | {"validUntil": "2099-01-01T00:00:00Z"}
    head, body, signature = issuer.compact().split(".")
    token = f"{head}.{body[:-4]}AAAA.{signature}"

    assert "Invalid signature." in told(issuer, credential=changed, lists=listed(issuer))["told"]
    assert not told(issuer, jwt=token)["verified"]


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_the_status_lists_are_read_alike(purpose: str, issuer: Issuer) -> None:
    answer = told(issuer, credential=issuer.signed(), lists=listed(issuer, **{purpose: (77, 131_071)}))

    assert answer["set"] == [purpose]


def test_an_old_status_list_is_not_relied_on(issuer: Issuer) -> None:
    answer = told(issuer, credential=issuer.signed(), lists=listed(issuer), now=NOW + timedelta(days=2))

    assert not answer["verified"]
    assert 'is after "validUntil"' in answer["told"][-1]


def test_a_key_that_was_revoked_vouches_for_nothing(issuer: Issuer) -> None:
    document = issuer.document | {"assertionMethod": []}

    answer = asked(did=document, now=instant(NOW), credential=issuer.signed(), lists=listed(issuer))

    assert not answer["verified"]


def test_a_key_of_another_instance_is_not_accepted(issuer: Issuer) -> None:
    impostor = Issuer()

    assert not told(issuer, credential=impostor.signed(), lists=listed(issuer))["verified"]
