"""Verify far from the instance: by the keys and the status lists of a bundle that it published.

Nothing here reads a database or a network. What the lists say is worth what they are worth: their age is told,
and a list that may no longer be relied on clears nobody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from labelflow.domain.asked import is_credential, read_asked
from labelflow.sealing.trust import MOST_BYTES, BadBundle, TrustBundle, load
from labelflow.services.verification_answer import Lists, Verification
from labelflow.services.verification_files import Reader, look_at

if TYPE_CHECKING:
    from labelflow.credentials.reading import CredentialReading
    from labelflow.credentials.trust import Trust


@dataclass(frozen=True, slots=True)
class Bundle:
    """What an instance published: whose seals to believe, and the text of whose credentials and lists."""

    seals: TrustBundle
    credentials: dict[str, Any] | None = None


def read_bundle(text: bytes) -> Bundle:
    """The bundle of a file: whole, of seals alone, or of credentials alone. Raises BadBundle."""
    try:
        read = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict) and "kind" not in read and {"keys", "lists", "made_at"} <= read.keys():
        return Bundle(TrustBundle("", _made_at(read["made_at"])), read)
    credentials = read.get("credentials") if isinstance(read, dict) else None
    return Bundle(load(text), credentials if isinstance(credentials, dict) else None)


def verify_typed(typed: str, bundle: Bundle, now: datetime) -> Verification:
    """A number alone proves nothing far from the register; whether it was mistyped is still told."""
    if is_credential(typed):
        return verify_file(typed.encode("utf-8", "replace"), bundle, now)
    asked = read_asked(typed, bundle.seals.instance)
    return Verification(asked=asked, lists=Lists("absent", bundle.seals.made_at))


def verify_file(data: bytes, bundle: Bundle, now: datetime, *, name: str = "") -> Verification:
    """What a file proves by itself to whoever believes the bundle, and what the lists in it say of its label."""
    trust: list[Trust] = []

    def read_credential(inside: bytes) -> CredentialReading:
        from labelflow.credentials import reading  # noqa: PLC0415 - only a file that carries a credential loads it

        trust.append(_trust(bundle))
        return reading.read(inside, trust=trust[0], now=now)

    reader = Reader(bundle.seals, read_credential, bundle.seals.instance, register_asked=False)
    found = look_at(data, reader, now, name=name)
    return Verification(asked=found.asked, file=found, lists=_lists(found.repeats, trust[0] if trust else None, bundle))


def _trust(bundle: Bundle) -> Trust:
    """Whose credentials to believe: nobody's, when the bundle says nothing of them."""
    from pydantic import ValidationError  # noqa: PLC0415 - same

    from labelflow.credentials.trust import Trust  # noqa: PLC0415 - same

    try:
        return Trust.model_validate(bundle.credentials or {"keys": ()})
    except ValidationError as fault:
        raise bad_bundle() from fault


def _lists(found: CredentialReading | None, trust: Trust | None, bundle: Bundle) -> Lists:
    """The age of the lists that spoke of a credential: of the oldest of them."""
    if found is None or found.credential is None or trust is None or found.listed in {"absent", "bad"}:
        return Lists(found.listed if found is not None else "absent", bundle.seals.made_at)
    held = [trust.lists[entry["statusListCredential"]] for entry in found.credential["credentialStatus"]]
    made_at, until = (min(datetime.fromisoformat(one[name]) for one in held) for name in ("validFrom", "validUntil"))
    return Lists(found.listed, bundle.seals.made_at, made_at, until)


def _made_at(text: Any) -> datetime:  # noqa: ANN401 - any JSON value
    try:
        made_at = datetime.fromisoformat(text)
    except (TypeError, ValueError) as fault:
        raise bad_bundle() from fault
    if made_at.tzinfo is None:
        raise bad_bundle()
    return made_at


def bad_bundle() -> BadBundle:
    """The fault of a file that is no bundle."""
    from labelflow.i18n import gettext as _  # noqa: PLC0415 - only to say it in words

    return BadBundle(_("Ce fichier n’est pas un fichier de confiance de labelflow."))
