"""From what a row says of its place to a commune, a department and a point, with remarks on what was mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from labelflow.domain.refusal import Refusal
from labelflow.domain.structure_words import GEO_PRECISIONS
from labelflow.domain.territory import Commune, Gazetteer, commune_key, distance_km, plain_words
from labelflow.territory import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FARTHEST_KM: Final = {"town": 15.0, "postal": 25.0, "epci": 40.0, "department": 60.0}
"""How far a point may be from the table's point of its commune, by the precision of that point: more than the
largest commune of the region and the table's own error. Beyond, the point belongs elsewhere."""

LARGEST_SHARE: Final = 0.8
"""Share of the people of a postal code that makes its largest commune the likely one."""

_CODE: Final = re.compile(r"\d[\dAB]\d{3}")
_CEDEX: Final = re.compile(r"cedex.*", re.IGNORECASE)


@dataclass(slots=True)
class Place:
    """Where a structure is, in the words of the official geographic code.

    `remarks` say what was mended or supposed, `faults` which value was dropped.
    """

    department: str
    commune: Commune | None
    postal_code: str
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    remarks: list[Refusal] = field(default_factory=list)
    faults: list[Refusal] = field(default_factory=list)


def find_place(cells: Mapping[str, str], gazetteer: Gazetteer) -> Place | Refusal:
    """The place of a row. Refused when nothing names a place, or when it is outside the region."""
    remarks: list[Refusal] = []
    faults: list[Refusal] = []
    postal_code = _code(_CEDEX.sub("", cells.get("postal_code", "")))
    point = _point(cells, faults)
    commune = _commune(cells, postal_code, gazetteer, remarks)
    department = commune.department if commune else _department(cells, postal_code)
    if commune is None and department not in DEPARTMENTS:
        if department or _code(cells.get("code_insee", "")):
            return Refusal("place-outside", {"department": department or _code(cells["code_insee"])[:2]})
        nearest = gazetteer.nearest(*point) if point else None
        if nearest is None or not gazetteer.is_inside_region(*point or (0, 0)):
            return Refusal("place-unknown")
        commune, department = nearest[0], nearest[0].department
        remarks.append(Refusal("commune-from-point", {"commune": commune.name}))
    place = Place(department, commune, postal_code, remarks=remarks, faults=faults)
    _check_postal_code(place, cells, gazetteer)
    _set_point(place, point, cells.get("geo_precision", ""), gazetteer)
    return place


def _code(text: str) -> str:
    """A five-sign code, with the leading zero that spreadsheets drop put back; "" for anything else."""
    compact = "".join(text.split()).upper()
    compact = compact.removesuffix(".0")
    if len(compact) == 4 and compact.isdigit():  # noqa: PLR2004 - one figure short of a code
        compact = f"0{compact}"
    return compact if _CODE.fullmatch(compact) else ""


def _department(cells: Mapping[str, str], postal_code: str) -> str:
    written = cells.get("department_code", "").strip().removesuffix(".0")
    written = written.zfill(2) if written.isdigit() else written.upper()
    return postal_code[:2] or _code(cells.get("code_insee", ""))[:2] or written


def _commune(
    cells: Mapping[str, str], postal_code: str, gazetteer: Gazetteer, remarks: list[Refusal]
) -> Commune | None:
    """By INSEE code, else by name in the department, else by the postal code."""
    code = _code(cells.get("code_insee", ""))
    if commune := gazetteer.by_insee(code):
        if commune.insee != code:
            remarks.append(Refusal("commune-merged", {"code": code, "commune": commune.name}))
        return commune
    name = cells.get("commune", "")
    named = _by_name(name, postal_code, _department(cells, postal_code), gazetteer)
    if named and cells.get("code_insee"):
        remarks.append(Refusal("insee-wrong", {"value": cells["code_insee"][:20], "commune": named.name}))
    if named or (code and code[:2] not in DEPARTMENTS):
        return named
    served = gazetteer.by_postal_code(postal_code)
    if len(served) == 1:
        return served[0]
    likely = _mentioned(served, cells) or _much_the_largest(served)
    if likely:
        remarks.append(Refusal("commune-likely", {"postal_code": postal_code, "commune": likely.name}))
    elif served or postal_code[:2] in DEPARTMENTS:
        remarks.append(Refusal("commune-unsure", {"postal_code": postal_code}))
    return likely


def _by_name(name: str, postal_code: str, department: str, gazetteer: Gazetteer) -> Commune | None:
    """The one commune of that name, the postal code deciding between several; after « CEDEX » there may be another."""
    for part in re.split(r"\bcedex\b[\s\d]*[-/]*", name, flags=re.IGNORECASE):
        found = gazetteer.by_name(part, department if department in DEPARTMENTS else "")
        served = [commune for commune in found if postal_code in commune.postal_codes] or found
        if len(served) == 1:
            return served[0]
    return None


def _mentioned(served: Sequence[Commune], cells: Mapping[str, str]) -> Commune | None:
    """The one commune of a postal code that the address or the name of the structure mentions."""
    text = commune_key(f"{cells.get('address', '')} {cells.get('name', '')}")
    padded = f" {text} "
    found = [commune for commune in served if f" {commune_key(commune.name)} " in padded]
    longest = max((len(plain_words(commune.name)) for commune in found), default=0)
    best = [commune for commune in found if len(plain_words(commune.name)) == longest]
    return best[0] if len(best) == 1 else None


def _much_the_largest(served: Sequence[Commune]) -> Commune | None:
    """The commune where nearly everybody of a postal code lives."""
    if served and served[0].population >= LARGEST_SHARE * sum(commune.population for commune in served):
        return served[0]
    return None


def _check_postal_code(place: Place, cells: Mapping[str, str], gazetteer: Gazetteer) -> None:
    """A postal code of another department is dropped; a missing one is filled when the commune has only one."""
    written = cells.get("postal_code", "")
    if place.commune is None:
        return
    if written and (not place.postal_code or place.postal_code[:2] != place.department):
        served = gazetteer.by_postal_code(place.postal_code)
        if place.commune not in served:
            place.faults.append(Refusal("postal-code-wrong", {"value": written[:20], "commune": place.commune.name}))
            place.postal_code = ""
    if not place.postal_code and len(place.commune.postal_codes) == 1:
        place.postal_code = place.commune.postal_codes[0]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return value if abs(value) <= 180 else None  # noqa: PLR2004 - degrees; also drops NaN and infinity


def _point(cells: Mapping[str, str], faults: list[Refusal]) -> tuple[float, float] | None:
    """Latitude and longitude as numbers, the right way round; None when missing or impossible."""
    written = cells.get("lat", ""), cells.get("lon", "")
    if not any(written):
        return None
    lat, lon = _number(written[0]), _number(written[1])
    if lat is None or lon is None or abs(lat) > 90 or (lat, lon) == (0, 0):  # noqa: PLR2004 - degrees
        faults.append(Refusal("point-wrong", {"value": " ".join(written)[:40]}))
        return None
    return lat, lon


def _set_point(place: Place, point: tuple[float, float] | None, precision: str, gazetteer: Gazetteer) -> None:
    """Keep the point when it can be of that place; turn a swapped one round; else take the commune's."""
    if point and not _fits(place, point, gazetteer):
        turned = point[1], point[0]
        if _fits(place, turned, gazetteer):
            place.remarks.append(Refusal("point-swapped"))
            point = turned
        else:
            place.faults.append(Refusal("point-far", {"km": _distance(place, point)}))
            point = None
    if point:
        place.lat, place.lon = (round(degrees, 6) for degrees in point)
        place.precision = precision if precision in GEO_PRECISIONS else "source"
    elif place.commune:
        place.lat, place.lon, place.precision = place.commune.lat, place.commune.lon, "commune-centre"
    elif served := gazetteer.by_postal_code(place.postal_code):
        place.lat, place.lon, place.precision = served[0].lat, served[0].lon, "postal-centre"


def _fits(place: Place, point: tuple[float, float], gazetteer: Gazetteer) -> bool:
    if place.commune is None:
        return gazetteer.is_inside_region(*point)
    return _distance(place, point) <= FARTHEST_KM[place.commune.precision]


def _distance(place: Place, point: tuple[float, float]) -> int:
    centre = DEPARTMENTS[place.department]
    here = (place.commune.lat, place.commune.lon) if place.commune else (centre.lat, centre.lon)
    return round(distance_km(here, point))
