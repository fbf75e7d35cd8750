"""From the cells of a row to the values of a structure: normalised, checked, with what was mended or dropped."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.contacts import parse_email, parse_phone, parse_url
from labelflow.domain.identifiers import Repaired, parse_rna, parse_siren, parse_uai, repair_siret
from labelflow.domain.refusal import Refusal
from labelflow.domain.same_structure import Card, name_key
from labelflow.domain.structure_words import STRUCTURE_KINDS
from labelflow.services.structure_import.places import find_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from labelflow.domain.territory import Gazetteer

RULES: Final = 1
"""Raised when the rules of this module change: every row is then read again."""
LONGEST: Final = {"name": 250, "acronym": 40, "address": 250, "description": 10_000, "commune": 100}
LONGEST_THEME: Final = 120
MOST_THEMES: Final = 40

_PLACEHOLDERS: Final = "nc na n a neant aucun aucune inconnu inconnue sans nom test x xx xxx"
_NO_NAME: Final = frozenset(_PLACEHOLDERS.split())
_KINDS: Final = {
    "bibliotheque": "library",
    "mediatheque": "library",
    "musee": "museum",
    "ccsti": "science-centre",
    "laboratoire": "research-lab",
    "universite": "university",
    "ecole": "school",
    "college": "school",
    "lycee": "school",
    "collectivite": "local-authority",
    "commune": "local-authority",
    "entreprise": "company",
    "etablissement public": "public-body",
    "mediation numerique": "mednum",
    "france services": "france-services",
    "autre": "other",
}


@dataclass(slots=True)
class Description:
    """A structure as a row describes it. `mended`: values repaired or supposed; `dropped`: values left out."""

    values: dict[str, Any]
    mended: list[Refusal] = field(default_factory=list)
    dropped: list[Refusal] = field(default_factory=list)


def digest_of(cells: Mapping[str, str]) -> str:
    """What a row says, as a fingerprint: the same whatever the encoding, the separator or the order of columns."""
    said = {column: text for column, text in sorted(cells.items()) if text}
    return hashlib.sha256(json.dumps([RULES, said], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def describe(cells: Mapping[str, str], gazetteer: Gazetteer) -> Description | tuple[Refusal, ...]:
    """The structure that a row describes, or every reason why it describes none: no usable name, no usable place."""
    place = find_place(cells, gazetteer)
    problems = [*_name_problems(cells.get("name", "")), *([place] if isinstance(place, Refusal) else [])]
    if problems or isinstance(place, Refusal):
        return tuple(problems)
    name, commune = cells["name"], place.commune
    found = Description(
        {
            "name": name,
            "name_key": name_key(name)[: LONGEST["name"]],
            "postal_code": place.postal_code,
            "commune": commune.name if commune else re.sub(r"(?i)\s*cedex.*", "", cells.get("commune", ""))[:100],
            "code_insee": commune.insee if commune else "",
            "department": place.department,
            "lat": place.lat,
            "lon": place.lon,
            "geo_precision": place.precision,
        },
        mended=place.remarks,
        dropped=place.faults,
    )
    _kind(found, cells.get("kind", ""))
    _identifiers(found, cells)
    for column, parse in _CONTACTS.items():
        found.values[column] = _parsed(found, cells.get(column, ""), parse) or ""
    for column in ("acronym", "address", "description"):
        found.values[column] = _cut(found, column, cells.get(column, ""))
    found.values["themes"] = _themes(cells.get("themes", ""))
    return found


_CONTACTS: Final[dict[str, Callable[[str], str | Refusal]]] = {
    "url": parse_url,
    "email": parse_email,
    "phone": parse_phone,
}


def _name_problems(name: str) -> list[Refusal]:
    words = name_key(name).split()
    if not words or _NO_NAME.issuperset(words):
        return [Refusal("name-missing")]
    if not any(sign.isalpha() for sign in name):
        return [Refusal("name-letters", {"value": name[:60]})]
    if len(name) > LONGEST["name"]:
        return [Refusal("name-length", {"most": LONGEST["name"], "found": len(name)})]
    return []


def _kind(found: Description, written: str) -> None:
    kind = "-".join(written.lower().split())
    kind = kind if kind in STRUCTURE_KINDS else _KINDS.get(name_key(written), "")
    if written and not kind:
        found.mended.append(Refusal("kind-unknown", {"value": written[:40]}))
    found.values["kind"] = kind or "other"


def _identifiers(found: Description, cells: Mapping[str, str]) -> None:
    """SIRET, SIREN, RNA, UAI; a bad one is dropped: the name and the place are enough to know a structure."""
    written = cells.get("siret", "")
    beside = _parsed(found, "" if written else cells.get("siren", ""), parse_siren)
    hint = parse_siren(cells.get("siren", ""))
    siret = repair_siret(written, hint if isinstance(hint, str) else "") if written else None
    if isinstance(siret, Repaired):
        found.mended.append(Refusal(siret.code, {"value": written[:40], "siret": siret.value}))
        siret = siret.value
    elif isinstance(siret, Refusal):
        found.dropped.append(siret)
        siret, beside = None, hint if isinstance(hint, str) else None
    found.values["siret"] = siret
    found.values["siren"] = siret[:9] if siret else beside
    found.values["rna"] = _parsed(found, cells.get("rna", ""), parse_rna)
    found.values["uai"] = _parsed(found, cells.get("uai", ""), parse_uai)


def _parsed(found: Description, text: str, parse: Callable[[str], str | Refusal]) -> str | None:
    if not text:
        return None
    value = parse(text)
    if isinstance(value, Refusal):
        found.dropped.append(value)
        return None
    return value


def _cut(found: Description, column: str, text: str) -> str:
    if len(text) <= LONGEST[column]:
        return text
    found.mended.append(Refusal("text-cut", {"column": column, "most": LONGEST[column]}))
    return text[: LONGEST[column] - 1] + "…"


def _themes(text: str) -> list[str]:
    themes = (theme.strip()[:LONGEST_THEME] for theme in re.split(r"[;|]", text))
    return list(dict.fromkeys(theme for theme in themes if theme))[:MOST_THEMES]


def card_of(values: Mapping[str, Any], sources: frozenset[str] = frozenset()) -> Card:
    """What is compared with other structures."""
    point = (values["lat"], values["lon"]) if values["lat"] is not None else None
    return Card(
        name=values["name"],
        kind=values["kind"],
        siret=values["siret"] or "",
        insee=values["code_insee"],
        commune=values["commune"],
        postal_code=values["postal_code"],
        address=values["address"],
        point=point,
        precision=values["geo_precision"],
        sources=sources,
    )
