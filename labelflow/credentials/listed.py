"""What the status lists that a reader has say of a credential. A list past its window says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from labelflow.credentials.proofs import BadProof, check, moment
from labelflow.credentials.shapes import Proof, StatusList
from labelflow.credentials.status import decoded, is_set

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.credentials.trust import Trust

Standing = Literal["clear", "revoked", "suspended", "unknown"]
Listed = Literal["fresh", "old", "absent", "bad"]
TOLD: dict[str, Standing] = {"revocation": "revoked", "suspension": "suspended"}
WORST: tuple[Listed, ...] = ("bad", "old", "absent", "fresh")


def standing_of(credential: Mapping[str, Any], trust: Trust, now: datetime) -> tuple[Standing, Listed]:
    """What the lists tell, and whether they may be relied on: revoked before suspended before unknown.

    A bit that a list of ours sets is believed even when the list is old: nobody is unrevoked by waiting.
    """
    told = [_told(entry, credential["issuer"]["id"], trust, now) for entry in credential["credentialStatus"]]
    listed = next(state for state in WORST if any(found == state for _bit, found in told))
    purposes = {
        entry["statusPurpose"]: bit for entry, (bit, _found) in zip(credential["credentialStatus"], told, strict=True)
    }
    if purposes.get("revocation"):
        return "revoked", listed
    if purposes.get("suspension") and listed == "fresh":
        return "suspended", listed
    complete = listed == "fresh" and purposes.keys() == TOLD.keys()
    return ("clear" if complete else "unknown"), listed


def _told(entry: Mapping[str, Any], issuer: str, trust: Trust, now: datetime) -> tuple[bool | None, Listed]:
    """The bit of an entry, and what the list that holds it is worth."""
    held = trust.lists.get(entry["statusListCredential"])
    if held is None:
        return None, "absent"
    try:
        listing = _proved(dict(held), issuer, trust)
        subject = listing["credentialSubject"]
        if listing["id"] != entry["statusListCredential"] or subject["statusPurpose"] != entry["statusPurpose"]:
            return None, "bad"
        bit = is_set(decoded(subject["encodedList"]), int(entry["statusListIndex"]))
    except (BadProof, ValidationError, ValueError):
        return None, "bad"
    in_time = moment(listing["validFrom"]) <= now <= moment(listing["validUntil"])
    return bit, "fresh" if in_time else "old"


def _proved(document: dict[str, Any], issuer: str, trust: Trust) -> dict[str, Any]:
    """The list, when the issuer of the credential signed it. Raises BadProof, ValidationError, ValueError."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    proof = Proof.model_validate(document.get("proof")).plain()
    key = trust.key(proof["verificationMethod"])
    if StatusList.model_validate(bare).plain() != bare or bare["issuer"] != issuer:
        raise BadProof("a list of another issuer")
    if key is None or key.did != issuer or key.revoked_at is not None or not key.signed_at(moment(proof["created"])):
        raise BadProof("not a key of the issuer")
    check(document, key.public)
    return bare
