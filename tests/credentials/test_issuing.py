"""What a credential, a status list and a DID document say before anybody reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, check_credential_status
from openbadgeslib.ob3.credential import OpenBadgeCredential

from labelflow.credentials import proofs, status
from labelflow.credentials.badge import badge
from labelflow.credentials.did import did_document
from labelflow.credentials.names import did_of
from tests.credentials.parts import FACTS, NOW, Issuer

if TYPE_CHECKING:
    from collections.abc import Callable

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
A_CENTURY = timedelta(days=36_525)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://label.example", "did:web:label.example"),
        ("https://Label.Example:8443", "did:web:label.example%3A8443"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://region.example/label/sciences", "did:web:region.example:label:sciences"),
        ("https://region.example/été", "did:web:region.example:%C3%A9t%C3%A9"),
    ],
)
def test_the_did_is_the_address_of_the_instance(address: str, did: str) -> None:
    assert did_of(address) == did


def test_the_same_facts_key_and_instant_give_the_same_bytes(issuer: Issuer) -> None:
    assert proofs.serialised(issuer.signed()) == proofs.serialised(issuer.signed())
    assert issuer.compact() == issuer.compact()


@pytest.mark.parametrize(
    "changes",
    [
        {"holder_name": ""},
        {"holder_name": "a" * 501},
        {"base_url": "ftp://label.example"},
        {"base_url": "https://label.example/<script>"},
        {"status_index": -1},
    ],
)
def test_facts_that_no_credential_could_say_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        badge(replace(FACTS, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"scope_names": (), "scope_codes": ()},
        {"owner_url": "javascript:alert(1)"},
        {"owner_url": "www.region.example"},
        {"owner_url": ""},
        {"programme_version": "2026 bis, révisée"},
        {"holder_identifiers": ()},
        {"holder_name": "é" * 300},
    ],
)
def test_no_programme_and_no_holder_keeps_a_label_from_its_credential(changes: dict[str, Any], issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(**changes))

    assert found.in_force
    assert "url" not in (found.credential or {})["issuer"] or "owner_url" not in changes


def test_a_holder_s_name_is_kept_as_it_is_written(issuer: Issuer) -> None:
    name = "L’Œil & la « Lunette » <Ariège> \u00a0— ŀ № ẽ"

    assert issuer.read(issuer.signed(holder_name=name)).holder == name


def test_the_proof_covers_every_member_for_the_strictest_reader_we_know(issuer: Issuer) -> None:
    """The library's own verifier compares the JSON with what the RDF says, by the clock of the machine."""
    always = issuer.signed(first_instant=LONG_AGO, last_instant=LONG_AGO + A_CENTURY)

    found = OB3LdpVerifier(issuer.published.public).verify(always)

    assert (found.issuer.id, found.recipient_id) == (issuer.did, always["credentialSubject"]["id"])


@given(st.frozensets(st.integers(0, status.SIZE - 1), max_size=50))
def test_the_bits_that_are_set_are_those_that_are_read(indices: frozenset[int]) -> None:
    bits = status.decoded(status.encoded(indices))

    assert len(bits) * 8 == 131_072
    assert {index for index in range(status.SIZE) if bits[index // 8] and status.is_set(bits, index)} == indices


@pytest.mark.parametrize("text", ["u", "uAAAA", "u" + "H4sIAAAAAAAC_w", status.encoded({1})[:-9], "u====", "uH4s"])
def test_a_broken_list_of_bits_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"list|base64|padding|decode"):
        status.decoded(text)


def test_a_bit_outside_the_list_is_none(issuer: Issuer) -> None:
    with pytest.raises(ValueError, match="outside"):
        status.is_set(status.decoded(status.encoded(())), status.SIZE)


def test_the_reader_of_another_library_sees_the_same_bits(issuer: Issuer) -> None:
    credential = OpenBadgeCredential.from_vc_document(issuer.signed())
    clear = {one: always(issuer, one) for one in ("revocation", "suspension")}

    check_credential_status(credential, download=_served(clear))
    with pytest.raises(OB3VerificationError, match="'suspension' is set at index 77"):
        check_credential_status(credential, download=_served(clear | {"suspension": always(issuer, "suspension", 77)}))


def always(issuer: Issuer, purpose: Any, *indices: int) -> bytes:
    """A list that may be relied on by the clock of any machine."""
    return proofs.serialised(issuer.listed(purpose, *indices, at=LONG_AGO, days=A_CENTURY.days))


def _served(lists: dict[str, bytes]) -> Callable[[str], bytes]:
    return lambda url: lists[url.split("/")[-2]]


def test_a_list_may_be_relied_on_for_its_day(issuer: Issuer) -> None:
    made = issuer.listed("revocation")

    assert (made["validFrom"], made["validUntil"]) == ("2027-03-01T09:00:00Z", "2027-03-02T09:00:00Z")


def test_a_did_document_names_only_the_keys_of_its_did() -> None:
    first, second = Issuer(retired_at=NOW), Issuer(key="credential-2", starts_at=NOW)
    lost, elsewhere = Issuer(key="credential-3", revoked_at=NOW), Issuer(base="https://ailleurs.example")

    document = did_document(first.did, [one.published for one in (first, second, lost, elsewhere)])

    assert [method["id"].partition("#")[2] for method in document["verificationMethod"]] == [
        "credential-1",
        "credential-2",
        "credential-3",
    ]
    assert [name.partition("#")[2] for name in document["assertionMethod"]] == ["credential-1", "credential-2"]
    assert document["verificationMethod"][2]["revoked"] == "2027-03-01T09:00:00Z"
