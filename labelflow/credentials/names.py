"""The addresses by which an instance, its keys, its credentials and its status lists are known."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import quote, urlsplit

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY: Final = "https://w3id.org/security/multikey/v1"

StatusPurpose = Literal["revocation", "suspension"]
PURPOSES: Final[tuple[StatusPurpose, ...]] = ("revocation", "suspension")


def did_of(base_url: str) -> str:
    """The DID of the instance that answers at an address (did:web): whoever holds the address holds the DID.

    It resolves to `/.well-known/did.json`, or to `/path/did.json` below a path, over HTTPS.
    """
    parts = urlsplit(base_url)
    steps = [quote(step, safe="") for step in parts.path.split("/") if step]
    return ":".join(["did:web", parts.netloc.lower().replace(":", "%3A"), *steps])


def key_id(did: str, key: str) -> str:
    """How a proof names the key that made it."""
    return f"{did}#{key}"


def label_url(base_url: str, number: str) -> str:
    """The page that verifies a label."""
    return f"{base_url}/v/{number}"


def credential_id(base_url: str, number: str, issue: int) -> str:
    """The identifier of one issue of a label's credential; it can be fetched there while it is the current one."""
    return f"{base_url}/v/{number}/credential.json#{issue}"


def list_url(base_url: str, purpose: StatusPurpose, number: int) -> str:
    """Where a status list is published."""
    return f"{base_url}/etats/{purpose}/{number}"
