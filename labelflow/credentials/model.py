"""Whether a document is a verifiable credential at all (W3C data model 2.0), whoever issued it.

Tells « a credential of somebody else » from « not a credential ». Nothing is fetched, so that what a distant
context would say of a term is not asked: only terms that the document itself declares, or misdeclares, are judged.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from labelflow.credentials.names import CREDENTIALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
OWN_TERMS: Final = frozenset(
    {
        "BitstringStatusList",
        "BitstringStatusListCredential",
        "BitstringStatusListEntry",
        "DataIntegrityProof",
        "EnvelopedVerifiableCredential",
        "EnvelopedVerifiablePresentation",
        "JsonSchema",
        "JsonSchemaCredential",
        "VerifiableCredential",
        "VerifiablePresentation",
    }
)
"""What the context of the standard defines, and nobody may define otherwise."""
_TEXT: Final = frozenset({"@value", "@language", "@direction"})
_NEED_A_TYPE: Final = ("credentialStatus", "credentialSchema", "termsOfUse", "evidence", "refreshService", "proof")


def faults_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The members that keep a document from being a verifiable credential; none when it is one."""
    contexts = _each(document.get("@context"))
    found = (
        ("@context", not _are_contexts(contexts)),
        ("type", not _are_types(document.get("type"), contexts)),
        ("id", "id" in document and not _is_url(document["id"])),
        ("issuer", not _is_issuer(document.get("issuer"))),
        ("credentialSubject", not _are_subjects(document.get("credentialSubject"))),
        ("validFrom", not _are_dates(document)),
        ("name", not _are_texts(document)),
        *((name, not _are_typed(document[name], name)) for name in _NEED_A_TYPE if name in document),
    )
    return tuple(name for name, is_fault in found if is_fault)


def _are_contexts(contexts: list[Any]) -> bool:
    if not contexts or contexts[0] != CREDENTIALS:
        return False
    if not all(isinstance(one, dict) or _is_url(one) for one in contexts):
        return False
    kept: dict[str, Any] = dict.fromkeys(OWN_TERMS, CREDENTIALS)
    for one in _declared(contexts):
        if any(name in kept and kept[name] != meaning for name, meaning in one.items()):
            return False
        if one.get("@protected"):
            kept |= one
    return True


def _declared(contexts: list[Any]) -> Iterator[dict[str, Any]]:
    return (one for one in contexts if isinstance(one, dict))


def _are_types(types: Any, contexts: list[Any]) -> bool:  # noqa: ANN401 - any JSON value
    named = _each(types)
    return "VerifiableCredential" in named and all(_is_type(name, contexts) for name in named)


def _is_type(name: Any, contexts: list[Any]) -> bool:  # noqa: ANN401 - same
    """An address, a term of the standard, or one that the document's contexts define, or may define from afar."""
    if not isinstance(name, str) or not name:
        return False
    told = next((one[name] for one in _declared(contexts) if name in one), None)
    if told is not None:
        return _is_url(told.get("@id") if isinstance(told, dict) else told)
    distant = any(isinstance(one, str) for one in contexts[1:])
    return name in OWN_TERMS or _is_url(name) or distant


def _is_issuer(issuer: Any) -> bool:  # noqa: ANN401 - same
    if isinstance(issuer, dict):
        return _is_url(issuer.get("id")) and _are_texts(issuer)
    return _is_url(issuer)


def _are_subjects(subject: Any) -> bool:  # noqa: ANN401 - same
    subjects = _each(subject)
    return bool(subjects) and all(
        isinstance(one, dict) and one and ("id" not in one or _is_url(one["id"])) for one in subjects
    )


def _are_dates(document: Mapping[str, Any]) -> bool:
    given = [document[name] for name in ("validFrom", "validUntil") if name in document]
    if not all(isinstance(one, str) and STAMP.fullmatch(one) for one in given):
        return False
    try:
        read = [datetime.fromisoformat(one) for one in given]
    except ValueError:
        return False
    return read == sorted(read)


def _are_texts(named: Mapping[str, Any]) -> bool:
    return all(_is_text(one) for member in ("name", "description") for one in _each(named.get(member)))


def _is_text(value: Any) -> bool:  # noqa: ANN401 - same
    return isinstance(value, str) or (isinstance(value, dict) and "@value" in value and value.keys() <= _TEXT)


def _are_typed(value: Any, member: str) -> bool:  # noqa: ANN401 - same
    """Objects with a type; an identifier, where there is one, is an address; that of a schema there must be."""
    entries = _each(value)
    return bool(entries) and all(
        isinstance(one, dict)
        and bool(_each(one.get("type")))
        and all(isinstance(name, str) and name for name in _each(one["type"]))
        and ("id" not in one or _is_url(one["id"]))
        and (member != "credentialSchema" or "id" in one)
        for one in entries
    )


def _is_url(value: Any) -> bool:  # noqa: ANN401 - same
    return isinstance(value, str) and URL.fullmatch(value) is not None


def _each(value: Any) -> list[Any]:  # noqa: ANN401 - same
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
