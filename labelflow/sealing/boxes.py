"""Private keys at rest: scrypt makes a key of the pass phrase, AES-256-GCM locks and vouches for the whole.

A box bears the name of what is in it: moved under another name, it does not open.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from typing import Final

from labelflow.errors import LabelflowError
from labelflow.i18n import _

COST: Final = {"n": 2**15, "r": 8, "p": 1}
"""32 MiB and a tenth of a second for each guess at the pass phrase."""


class CannotOpen(LabelflowError):
    """The pass phrase is not the one that locked this key, or the box was altered."""

    code = "key-cannot-open"


def lock(secret: bytes, passphrase: str, *, name: str) -> str:
    """The secret, locked, as text."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only whoever seals loads it

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    locked = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, secret, name.encode())
    parts = {"salt": salt, "nonce": nonce, "locked": locked}
    return json.dumps({"scrypt": COST, **{part: b64encode(value).decode() for part, value in parts.items()}})


def unlock(box: str, passphrase: str, *, name: str) -> bytes:
    """What `lock` was given. Raises CannotOpen."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - see above

    try:
        read = json.loads(box)
        salt, nonce, locked = (b64decode(read[part], validate=True) for part in ("salt", "nonce", "locked"))
        return AESGCM(_key(passphrase, salt, read["scrypt"])).decrypt(nonce, locked, name.encode())
    except (InvalidTag, KeyError, TypeError, ValueError) as error:
        raise CannotOpen(
            _("La clé %(name)s ne s’ouvre pas\u00a0: vérifiez LABELFLOW_KEYS_PASSPHRASE.", name=name)
        ) from error


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - see above

    return Scrypt(salt=salt, length=32, n=cost["n"], r=cost["r"], p=cost["p"]).derive(passphrase.encode())
