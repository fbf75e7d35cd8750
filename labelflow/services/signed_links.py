"""Links for people without an account: signed with the key of the instance, so that nothing secret is kept."""

from __future__ import annotations

from hashlib import sha256

from itsdangerous import BadSignature, Signer

from labelflow.db import settings
from labelflow.instance import prepare


def signed(public_id: str, *, salt: str) -> str:
    """The last part of a link to what is called so."""
    return _signer(salt).sign(public_id).decode()


def unsigned(token: str, *, salt: str) -> str:
    """What a link is about; empty for one that we did not sign."""
    try:
        return _signer(salt).unsign(token).decode()
    except (BadSignature, UnicodeError):
        return ""


def _signer(salt: str) -> Signer:
    return Signer(prepare(settings()), salt=salt, digest_method=sha256)
