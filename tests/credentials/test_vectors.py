"""The vectors of others: W3C's proofs and inputs, the examples of Open Badges. Read where they are; never copied here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openbadgeslib.ob3.did import resolve_verification_method

from labelflow.credentials import proofs
from labelflow.credentials.model import faults_of

if TYPE_CHECKING:
    from tests.credentials.parts import Issuer

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "vectors"
PROOF = VECTORS / "vc_di_eddsa" / "eddsa-rdfc-2022" / "signedDataInt.json"
EXAMPLES = {
    "https://www.w3.org/ns/credentials/examples/v2": {
        "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
    }
}
INPUTS = sorted((VECTORS / "vcdm2_inputs").rglob("*.json"))
BADGES = sorted((VECTORS / "openbadges3" / "examples").glob("*.json"))

pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="the test vectors of others are not on this machine")


def loaded(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def key_of(document: dict[str, Any]) -> str:
    return resolve_verification_method(document["proof"]["verificationMethod"]).decode()


def test_the_proof_of_the_standard_is_verified() -> None:
    document = loaded(PROOF)

    proofs.check(document, key_of(document), EXAMPLES)


@pytest.mark.parametrize("member", ["name", "description", "validFrom", "issuer", "id"])
def test_the_document_of_the_standard_cannot_be_changed(member: str) -> None:
    document = loaded(PROOF)
    key, changed = key_of(document), document | {member: document[member].replace("0", "1").replace("e", "a")}

    with pytest.raises(proofs.BadProof):
        proofs.check(changed, key, EXAMPLES)


@pytest.mark.parametrize("member", ["created", "verificationMethod", "proofPurpose"])
def test_nor_can_what_the_proof_says_of_itself(member: str) -> None:
    document = loaded(PROOF)
    key = key_of(document)
    document["proof"][member] = (
        document["proof"][member].replace("2023", "2024").replace("6Mk", "6Mj").replace("Met", "met")
    )

    with pytest.raises(proofs.BadProof):
        proofs.check(document, key, EXAMPLES)


def completed(path: Path) -> dict[str, Any]:
    """The input as the suite of the standard hands it in: an issuer is added where none is meant to be missing."""
    document = loaded(path)
    issuer = document.get("issuer", {})
    if path.name != "credential-no-issuer-fail.json" and isinstance(issuer, dict) and "id" not in issuer:
        document["issuer"] = issuer | {"id": "did:example:issuer"} if issuer else "did:example:issuer"
    days = {"PAST DATE": "2001-01-01T00:00:00Z", "FUTURE DATE": "2099-01-01T00:00:00Z"}
    for member in ("validFrom", "validUntil"):
        if document.get(member) in days:
            document[member] = days[document[member]]
    return document


def of(ending: str) -> list[Any]:
    """The inputs about credentials; presentations, which are neither made nor read here, are left out."""
    found = [path for path in INPUTS if path.stem.endswith(ending) and not path.name.startswith("presentation")]
    return [pytest.param(path, id=path.stem) for path in found]


@pytest.mark.parametrize("path", of("-ok"))
def test_what_the_standard_accepts_is_a_credential(path: Path) -> None:
    assert faults_of(completed(path)) == ()


@pytest.mark.parametrize("path", of("-fail"))
def test_what_the_standard_refuses_is_none(path: Path) -> None:
    assert faults_of(completed(path)) != ()


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in BADGES])
def test_the_examples_of_open_badges_are_credentials_of_another_kind(path: Path, issuer: Issuer) -> None:
    document = loaded(path)

    assert faults_of(document) == ()
    assert issuer.read(document | {"proof": issuer.signed()["proof"]}).fault == "of-another-kind"


def test_what_is_issued_here_is_a_credential(issuer: Issuer) -> None:
    assert faults_of(issuer.signed()) == ()
    assert faults_of(issuer.listed("revocation")) == ()
