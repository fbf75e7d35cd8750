"""What is said of a credential that anybody hands in: the honest ones, and the attacks."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from labelflow.credentials import proofs
from labelflow.credentials.reading import Issued
from labelflow.credentials.trust import Trust
from tests.credentials.parts import NOW, NUMBER, Issuer

if TYPE_CHECKING:
    from collections.abc import Callable

Change = "Callable[[dict[str, Any]], None]"


def test_a_credential_as_issued_is_ours_and_in_force(issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(), **issuer.record())

    assert (found.form, found.fault, found.record, found.in_force) == ("json", None, "same", True)
    assert (found.number, found.holder, found.signed_at) == (NUMBER, "Les Petits Ateliers du Lauragais", NOW)


def test_its_compact_form_says_the_same(issuer: Issuer) -> None:
    one, other = issuer.read(issuer.compact(), **issuer.record()), issuer.read(issuer.signed(), **issuer.record())

    assert replace(one, form="json") == other
    assert one.form == "jwt"


def test_offline_the_record_is_not_asked(issuer: Issuer) -> None:
    kept = Trust.load(issuer.trust().dump())

    found = issuer.read(issuer.signed(), kept)

    assert (found.in_force, found.record) == (True, "not-asked")


def _other_holder(document: dict[str, Any]) -> None:
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Un autre titulaire"


def _longer(document: dict[str, Any]) -> None:
    document["validUntil"] = "2099-01-01T00:00:00Z"


def _other_bit(document: dict[str, Any]) -> None:
    document["credentialStatus"][0]["statusListIndex"] = "78"


def _wider(document: dict[str, Any]) -> None:
    document["credentialSubject"]["achievement"]["tag"].append("Expositions")


@pytest.mark.parametrize("change", [_other_holder, _longer, _other_bit, _wider])
def test_nothing_of_it_can_be_changed(change: Callable[[dict[str, Any]], None], issuer: Issuer) -> None:
    signed = issuer.signed()
    change(signed)
    head, body, signature = issuer.compact().split(".")
    payload = json.loads(base64.urlsafe_b64decode(body + "=="))
    change(payload)
    packed = base64.urlsafe_b64encode(proofs.serialised(payload | proofs.claims_of(payload))).rstrip(b"=").decode()

    answers = [issuer.read(signed), issuer.read(f"{head}.{packed}.{signature}")]

    assert [(one.fault, one.credential, one.in_force) for one in answers] == [("altered", None, False)] * 2


def _renamed(document: dict[str, Any]) -> None:
    document["https://www.w3.org/2018/credentials#validUntil"] = document.pop("validUntil")


def _aliased(document: dict[str, Any]) -> None:
    document["@context"].append({"fin": "https://www.w3.org/2018/credentials#validUntil"})


def _added(document: dict[str, Any]) -> None:
    document["expirationDate"] = "2099-01-01T00:00:00Z"


def _without_status(document: dict[str, Any]) -> None:
    del document["credentialStatus"]


def _number_for_text(document: dict[str, Any]) -> None:
    document["credentialStatus"][0]["statusListIndex"] = 77


def _two_proofs(document: dict[str, Any]) -> None:
    document["proof"] = [document["proof"], deepcopy(document["proof"])]


def _relative(document: dict[str, Any]) -> None:
    document["credentialSubject"]["id"] = "#titulaire"


@pytest.mark.parametrize(
    "change", [_renamed, _aliased, _added, _without_status, _number_for_text, _two_proofs, _relative]
)
def test_what_a_proof_would_not_cover_is_refused_unread(
    change: Callable[[dict[str, Any]], None], issuer: Issuer
) -> None:
    signed = issuer.signed()
    change(signed)

    assert issuer.read(signed).fault in {"not-a-label", "of-another-kind"}


def test_a_credential_of_another_kind_is_told_from_what_is_none(issuer: Issuer) -> None:
    diploma = issuer.signed() | {"type": ["VerifiableCredential"], "credentialSubject": {"id": "did:example:a"}}

    assert issuer.read(diploma).fault == "of-another-kind"
    assert issuer.read(diploma | {"issuer": "personne"}).fault == "not-a-label"


def test_a_key_of_another_instance_proves_nothing_here(issuer: Issuer) -> None:
    other, impostor = Issuer(base="https://ailleurs.example"), Issuer()

    assert issuer.read(other.signed()).fault == "unknown-issuer"
    assert issuer.read(impostor.signed()).fault == "altered"


def test_a_key_of_another_instance_cannot_sign_for_this_one(issuer: Issuer) -> None:
    other = Issuer(base="https://ailleurs.example")
    both = Trust(keys=(issuer.published, other.published))
    forged = proofs.secured(issuer.bare(), other.signer, NOW)

    assert issuer.read(forged, both).fault == "unknown-key"
    assert issuer.read(proofs.compact(issuer.bare(), other.signer, NOW), both).fault == "unknown-key"


@pytest.mark.parametrize("at", [NOW - timedelta(days=31), NOW - timedelta(days=1)])
def test_a_key_signs_neither_before_it_begins_nor_once_it_is_retired(at: Any) -> None:
    retired = Issuer(retired_at=NOW - timedelta(days=2))

    assert retired.read(retired.signed(at)).fault == "key-not-in-force"
    assert retired.read(retired.compact(at)).fault == "key-not-in-force"


def test_what_a_key_signed_in_its_time_stays_good_once_it_is_retired() -> None:
    retired = Issuer(retired_at=NOW - timedelta(days=2))

    assert retired.read(retired.signed(NOW - timedelta(days=3)), trust=Issuer.trust(retired)).intact


def test_nothing_counts_that_a_revoked_key_signed() -> None:
    revoked = Issuer(revoked_at=NOW)

    assert revoked.read(revoked.signed(NOW - timedelta(days=3))).fault == "key-revoked"


def test_another_subject_than_the_record_is_not_what_was_issued(issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(holder_name="Un autre titulaire"), **issuer.record())

    assert (found.intact, found.ours, found.fault, found.record) == (True, False, "another-subject", "different")


def test_an_issue_that_the_record_does_not_hold_was_never_issued(issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(issue=2), **issuer.record())

    assert (found.ours, found.fault, found.record) == (False, "never-issued", "unknown")


def test_an_issue_that_was_replaced_is_still_ours(issuer: Issuer) -> None:
    held = Issued(issuer.bare(), superseded=True)

    found = issuer.read(issuer.signed(), issuer.trust(revocation=(77,)), issued=lambda *_asked: held)

    assert (found.ours, found.record, found.standing, found.in_force) == (True, "superseded", "revoked", False)


@pytest.mark.parametrize(
    ("bits", "standing"),
    [({"revocation": (77,)}, "revoked"), ({"suspension": (77,)}, "suspended"), ({"suspension": (76, 78)}, "clear")],
)
def test_the_lists_tell_what_became_of_it(bits: dict[str, tuple[int, ...]], standing: str, issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(), issuer.trust(**bits))

    assert (found.standing, found.listed, found.in_force) == (standing, "fresh", standing == "clear")


def test_an_old_list_cannot_clear_anything(issuer: Issuer) -> None:
    old = issuer.trust(at=NOW - timedelta(days=2))

    found = issuer.read(issuer.signed(), old)

    assert (found.ours, found.listed, found.standing, found.in_force) == (True, "old", "unknown", False)


def test_what_an_old_list_revoked_stays_revoked(issuer: Issuer) -> None:
    old = issuer.trust(at=NOW - timedelta(days=2), revocation=(77,))

    assert issuer.read(issuer.signed(), old).standing == "revoked"


def test_without_a_list_nothing_is_known_of_its_standing(issuer: Issuer) -> None:
    found = issuer.read(issuer.signed(), Trust(keys=(issuer.published,)))

    assert (found.ours, found.listed, found.standing, found.in_force) == (True, "absent", "unknown", False)


def test_a_list_of_another_hand_is_no_list(issuer: Issuer) -> None:
    for forger in (Issuer(), Issuer(base="https://ailleurs.example")):
        lists = {url: forger.listed("revocation") for url in issuer.trust().lists}

        found = issuer.read(issuer.signed(), Trust(keys=(issuer.published, forger.published), lists=lists))

        assert (found.listed, found.standing) == ("bad", "unknown")


def test_one_list_cannot_stand_in_for_the_other(issuer: Issuer) -> None:
    revocations, suspensions = issuer.trust(suspension=(77,)).lists
    swapped = {revocations: issuer.listed("revocation"), suspensions: issuer.listed("revocation")}

    found = issuer.read(issuer.signed(), Trust(keys=(issuer.published,), lists=swapped))

    assert (found.listed, found.standing) == ("bad", "unknown")


@pytest.mark.parametrize(("days", "window"), [(-10, "not_yet"), (0, "in_force"), (1_200, "over")])
def test_its_dates_are_those_of_the_label(days: int, window: str, issuer: Issuer) -> None:
    now = NOW + timedelta(days=days)

    found = issuer.read(issuer.signed(), issuer.trust(at=now), now=now)

    assert (found.window, found.in_force) == (window, window == "in_force")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS256", "ES256", "Ed25519", "", 1, ["EdDSA"]])
def test_the_token_does_not_choose_its_algorithm(algorithm: Any, issuer: Issuer) -> None:
    _head, body, signature = issuer.compact().split(".")
    header = {"alg": algorithm, "kid": issuer.signer.method, "typ": "JWT"}
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()

    for token in (f"{head}.{body}.{signature}", f"{head}.{body}."):
        assert issuer.read(token).fault == "not-a-label"


def test_a_public_key_is_no_shared_secret(issuer: Issuer) -> None:
    import hmac  # noqa: PLC0415 - the attack itself

    body = issuer.compact().split(".")[1]
    header = {"alg": "HS256", "kid": issuer.signer.method, "typ": "JWT"}
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    mac = hmac.digest(issuer.published.public.encode(), f"{head}.{body}".encode(), "sha256")
    token = f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    assert issuer.read(token).fault == "not-a-label"


def test_a_token_cannot_bring_its_own_key(issuer: Issuer) -> None:
    import jwt  # noqa: PLC0415 - the attack itself

    impostor = Issuer()
    payload = proofs.serialised(issuer.bare() | proofs.claims_of(issuer.bare()) | {"iat": int(NOW.timestamp())})
    jwk = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(impostor.private.public_key()))
    headers = {"kid": issuer.signer.method, "typ": "JWT", "jwk": jwk}
    token = jwt.PyJWS().encode(payload, impostor.private, "EdDSA", headers=headers)

    assert issuer.read(token).fault == "not-a-label"


@pytest.mark.parametrize("claim", ["exp", "nbf", "iss", "sub", "jti"])
def test_the_claims_of_a_token_only_repeat_the_credential(claim: str, issuer: Issuer) -> None:
    import jwt  # noqa: PLC0415 - the attack itself

    claims = proofs.claims_of(issuer.bare()) | {"iat": int(NOW.timestamp())}
    payload = proofs.serialised(issuer.bare() | claims | {claim: 4_000_000_000})
    headers = {"kid": issuer.signer.method, "typ": "JWT"}

    assert issuer.read(jwt.PyJWS().encode(payload, issuer.private, "EdDSA", headers=headers)).fault == "not-a-label"


def test_the_same_member_twice_is_not_read(issuer: Issuer) -> None:
    text = proofs.serialised(issuer.signed()).decode()

    assert issuer.read(text[:-1] + ',"validUntil":"2099-01-01T00:00:00Z"}').fault == "unreadable"
