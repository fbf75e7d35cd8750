"""Make, change and revoke the instance's keys. What they sign for is `SealingKey.purpose`.

A key that was made stays in the register for ever: what it signed is verified with it. A key that is changed
signs until its successor begins, and both are published meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from labelflow.db import settings
from labelflow.errors import Invalid, NotFound
from labelflow.i18n import _
from labelflow.instance import keys_passphrase
from labelflow.models.key import SealingKey
from labelflow.queries.keys import key_called, keys_of
from labelflow.sealing import boxes
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.queries.keys import Purpose
    from labelflow.services.transaction import Transaction

CHAIN: Final = ("instance", "keys")
"""Where the journal tells the story of the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to enter: both halves, and who vouches for it. No private half: a hardware module keeps it."""

    public: str
    """PEM."""
    private: bytes = b""
    """PKCS#8, DER."""
    certificates: str = ""
    controller: str = ""
    ends_at: datetime | None = None


def enter(tx: Transaction, purpose: Purpose, new: NewKey, *, starts_at: datetime) -> SealingKey:
    """Enter a key in the register, its private half locked. The one that signed until then is retired when it begins."""
    former = keys_of(purpose)
    for one in former:
        if one.retired_at is None and one.controller == new.controller:
            one.retired_at = max(starts_at, one.starts_at)
    key = SealingKey(
        purpose=purpose,
        number=1 + max((one.number for one in former), default=0),
        public=new.public,
        certificates=new.certificates,
        controller=new.controller,
        made_at=tx.now,
        starts_at=starts_at,
        ends_at=new.ends_at,
    )
    key.private = boxes.lock(new.private, keys_passphrase(settings()), name=key.name) if new.private else ""
    tx.session.add(key)
    tx.session.flush()
    tx.record(CHAIN, "key.made", {"key": key.name, "public": key.public, "starts_at": key.starts_at})
    return key


def revoke(name: str, *, actor: Actor, now: datetime, reason: str) -> SealingKey:
    """Say that nothing a key signed counts any more. Raises NotFound; Invalid when it was revoked before."""
    with transaction(actor=actor, now=now) as tx:
        key = key_called(name)
        if key is None:
            raise NotFound(_("Aucune clé ne porte le nom %(name)s.", name=name))
        if key.revoked_at is not None:
            raise Invalid(_("La clé %(name)s est déjà révoquée.", name=name))
        key.revoked_at, key.revocation_reason = now, reason
        key.retired_at = key.retired_at or max(now, key.starts_at)
        tx.session.flush()
        tx.record(CHAIN, "key.revoked", {"key": name, "reason": reason})
    return key


def unlocked(key: SealingKey) -> bytes:
    """The private half of a key, PKCS#8 DER. Raises CannotOpen."""
    return boxes.unlock(key.private, keys_passphrase(settings()), name=key.name)
