"""The keys of the seal: made when they are first needed, changed with an overlap, brought from elsewhere.

Every change is a fact in the journal. What was sealed stays verifiable: no key ever leaves the register.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError

from labelflow.db import settings
from labelflow.domain.actor import SYSTEM
from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.instance import keys_passphrase
from labelflow.queries.keys import key_signing_at, keys_of
from labelflow.queries.programmes import current_programme, installed_codes
from labelflow.queries.sealing import timestamp_roots, trust
from labelflow.sealing import boxes
from labelflow.sealing.authority import EARLY
from labelflow.services.keys import NewKey, enter, unlocked
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.models.key import SealingKey
    from labelflow.queries.keys import Purpose
    from labelflow.sealing.authority import Made
    from labelflow.sealing.keys import Imported, Sealer
    from labelflow.sealing.stamping import Stamping
    from labelflow.sealing.trust import TrustBundle

LIST_PATH: Final = "/sceau/revocations.crl"
"""Where the instance publishes what its authority revokes."""


def ensure(*, now: datetime) -> SealingKey:
    """The key that seals now; made, with its authority, when there is none in its term. Twice is once.

    It begins a little before it is made: another process, whose clock is behind, may need it at once.
    """
    return _in_term("seal", now) or _enter_once("seal", _new(*_made(now)), now)


def rotate(*, actor: Actor, now: datetime, starts_at: datetime) -> SealingKey:
    """A new key, made by the instance's own authority, which seals from `starts_at`; the former seals until then."""
    return _enter(_new(*_made(now)), actor=actor, now=now, starts_at=starts_at)


def bring(data: bytes, password: str, *, actor: Actor, now: datetime) -> SealingKey:
    """Seal from now on with the key of a PKCS#12 file. Raises UnfitKey; Refused when its certificate has no term left."""
    from labelflow.sealing.keys import from_pkcs12  # noqa: PLC0415 - loads cryptography

    return _bring(from_pkcs12(data, password), actor=actor, now=now)


def bring_token(certificates: str, *, actor: Actor, now: datetime) -> SealingKey:
    """Seal from now on with the key that the hardware module of the settings keeps. Raises UnfitKey, TokenFault, Refused."""
    from labelflow.sealing.keys import on_token  # noqa: PLC0415 - loads cryptography
    from labelflow.sealing.tokens import sealer_on_token  # noqa: PLC0415 - only where a module keeps the key

    sealer = sealer_on_token(settings().token, settings().token_pin, certificates)
    return _bring(on_token(sealer, certificates), actor=actor, now=now)


def _bring(brought: Imported, *, actor: Actor, now: datetime) -> SealingKey:
    if not brought.starts_at <= now < brought.ends_at:
        raise Refused([Refusal("certificate-out-of-term", {"until": brought.ends_at.isoformat()})])
    return _enter(_new(brought.private, brought.certificates), actor=actor, now=now, starts_at=now)


def sealer(now: datetime) -> Sealer:
    """What seals now."""
    key = ensure(now=now)
    return _sealer(key.name, key.private, key.certificates)


def stamping(now: datetime) -> Stamping | None:
    """What dates seals, where a time-stamp authority is configured. Raises NoTimeStamp."""
    url = settings().timestamp_url
    if not url:
        return None
    return _stamping(url, timestamp_roots(), sealer(now).certificates, _hour(now))


def trust_bundle(now: datetime) -> TrustBundle:
    """What the instance publishes so that anyone can verify its seals without it."""
    return trust(now, list_of_revocations(now))


def list_of_revocations(now: datetime) -> str:
    """The authority's signed list (PEM), renewed each hour and with each revocation; "" before there is an authority."""
    authority = key_signing_at("authority", now)
    if authority is None:
        return ""
    revoked = tuple(
        (key.certificates, key.revoked_at)
        for key in keys_of("seal")
        if key.revoked_at is not None and key.certificates.endswith(authority.certificates)
    )
    return _list(authority.name, authority.private, authority.certificates, revoked, _hour(now))


def organisation(now: datetime) -> str:
    """Who seals, as certificates name it: the owner of the first programme, or else the address of the instance."""
    for code in installed_codes():
        with suppress(NotFound):
            return current_programme(code, local_day(now)).owner.name
    return urlsplit(settings().base_url).netloc


def _in_term(purpose: Purpose, now: datetime) -> SealingKey | None:
    """The key that signs for a purpose now, if its certificate still lets it."""
    key = key_signing_at(purpose, now)
    return key if key is not None and (key.ends_at is None or now <= key.ends_at) else None


def _made(now: datetime) -> tuple[bytes, str]:
    """A new key (PKCS#8, DER) and its certificates (PEM), by the instance's own authority."""
    from labelflow.sealing.authority import make_seal  # noqa: PLC0415 - loads cryptography

    authority = _authority(now)
    made = make_seal(authority, organisation(now), now=now, list_url=settings().base_url + LIST_PATH)
    return made.private, made.certificate + authority.certificate


def _authority(now: datetime) -> Made:
    """The instance's own authority, made when there is none."""
    from labelflow.sealing.authority import Made, make_authority  # noqa: PLC0415 - loads cryptography

    key = _in_term("authority", now)
    if key is None:
        made = make_authority(organisation(now), now=now)
        key = _enter_once("authority", _new(made.private, made.certificate), now)
    return Made(unlocked(key), key.certificates)


def _new(private: bytes, certificates: str) -> NewKey:
    return NewKey(
        public=_public(certificates), private=private, certificates=certificates, ends_at=_ends_at(certificates)
    )


def _enter(new: NewKey, *, actor: Actor, now: datetime, starts_at: datetime) -> SealingKey:
    with transaction(actor=actor, now=now) as tx:
        return enter(tx, "seal", new, starts_at=starts_at)


def _enter_once(purpose: Purpose, new: NewKey, now: datetime) -> SealingKey:
    """A key that is needed now, unless another process entered one meanwhile."""
    try:
        with transaction(actor=SYSTEM, now=now) as tx:
            return _in_term(purpose, now) or enter(tx, purpose, new, starts_at=now - EARLY)
    except IntegrityError:
        present = _in_term(purpose, now)
        if present is None:
            raise
        return present


@lru_cache(maxsize=4)
def _sealer(name: str, box: str, certificates: str) -> Sealer:
    if not box:
        from labelflow.sealing.tokens import sealer_on_token  # noqa: PLC0415 - only where a module keeps the key

        return sealer_on_token(settings().token, settings().token_pin, certificates)
    from labelflow.sealing.keys import sealer_of  # noqa: PLC0415 - loads cryptography

    return sealer_of(boxes.unlock(box, keys_passphrase(settings()), name=name), certificates)


@lru_cache(maxsize=4)
def _list(name: str, box: str, certificate: str, revoked: tuple[tuple[str, datetime], ...], hour: datetime) -> str:
    from labelflow.sealing.authority import Made, Revoked, list_of_revocations  # noqa: PLC0415 - loads cryptography

    made = Made(boxes.unlock(box, keys_passphrase(settings()), name=name), certificate)
    at = max(hour, *(at for _certificates, at in revoked)) if revoked else hour
    return list_of_revocations(made, [Revoked(*one) for one in revoked], now=at, number=int(at.timestamp()))


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


@lru_cache(maxsize=4)
def _stamping(url: str, roots: str, own: tuple[bytes, ...], hour: datetime) -> Stamping:
    """Good for an hour: what proves the standing of the authority is not asked for again with each seal."""
    from labelflow.sealing.stamping import stamping_by  # noqa: PLC0415 - only where it is configured

    return stamping_by(url, roots, own=own, own_list=list_of_revocations(hour), now=hour)


def _public(certificates: str) -> str:
    from cryptography import x509  # noqa: PLC0415 - only whoever makes keys loads it
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - same

    key = x509.load_pem_x509_certificate(certificates.encode()).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _ends_at(certificates: str) -> datetime:
    from cryptography import x509  # noqa: PLC0415 - same

    return x509.load_pem_x509_certificate(certificates.encode()).not_valid_after_utc
