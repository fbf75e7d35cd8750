"""A label, a holder, an action as anybody may reuse them: no person, no address of electronic mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from labelflow.db import settings
from labelflow.domain.actions import COMES
from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.queries.labels import public_record
from labelflow.queries.programmes import programme_of
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.territory.vocabulary import ACCESS, FORMATS, LANGUAGES, LEVELS, SUBJECTS
from labelflow.web.addresses import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.models.action import Action
    from labelflow.models.label import Label
    from labelflow.models.structure import Structure
    from labelflow.territory.vocabulary import Value
    from labelflow.web.open_data.shapes import (
        ActionEntry,
        Holder,
        LabelEntry,
        LabelRecord,
        Named,
        Point,
        StructureEntry,
        Venue,
    )

NO_DAY: Final = ""


def holder_url(structure: Structure, name: str = "") -> str:
    """The page of a holder, under the name that its label bears."""
    return f"{settings().base_url}/annuaire/{slug_of(name or structure.name, structure.public_id)}"


def action_url(action: Action) -> str:
    """The page of an action."""
    return f"{settings().base_url}/actions/{slug_of(action.title, action.public_id)}"


def label_entry(label: Label, now: datetime) -> LabelEntry:
    """A label, whatever its state."""
    return {
        **cast("LabelRecord", public_record(label, now)),
        "structure": label.structure.public_id,
        "changed_on": local_day(label.state_since).isoformat(),
        "url": f"{settings().base_url}/v/{label.number}",
    }


def structure_entry(structure: Structure, labels: Iterable[Label], now: datetime) -> StructureEntry:
    """A holder, with some of its labels."""
    known = list(labels)
    return {
        "id": structure.public_id,
        "name": known[0].holder_name if known else structure.name,
        "acronym": structure.acronym,
        "kind": structure.kind,
        "siret": structure.siret,
        "rna": structure.rna,
        "address": structure.address,
        "postal_code": structure.postal_code,
        "commune": structure.commune,
        "insee": structure.code_insee,
        "department": structure.department,
        "academy": academy_of(structure),
        "point": _point(structure),
        "website": structure.url,
        "url": holder_url(structure, known[0].holder_name if known else ""),
        "labels": [label_entry(one, now) for one in known],
    }


def academy_of(structure: Structure) -> str:
    """The academy of a structure's department."""
    department = DEPARTMENTS.get(structure.department)
    return department.academy if department else ""


def _point(structure: Structure) -> Point | None:
    if structure.lat is None or structure.lon is None:
        return None
    return {"lat": structure.lat, "lon": structure.lon, "precision": structure.geo_precision}


def action_entry(action: Action, label: Label) -> ActionEntry:
    """A published action, under the label that covers it."""
    programme = programme_of(label.programme_version_id)
    scope = programme.scope_by_code.get(action.scope)
    published = local_day(action.published_at) if action.published_at else None
    return {
        "id": action.public_id,
        "title": action.title,
        "summary": action.summary,
        "description": action.description,
        "scope": {"code": action.scope, "name": in_language(scope.names) if scope else action.scope},
        "label": label.number,
        "structure": _holder(action.structure, label),
        "levels": named(action.levels, LEVELS),
        "subjects": named(action.subjects, SUBJECTS),
        "formats": named(action.formats, FORMATS),
        "languages": named(action.languages, LANGUAGES),
        "access": named(action.access, ACCESS),
        "access_detail": action.access_detail,
        "curriculum": action.curriculum,
        "mode": action.mode,
        "departments": sorted(action.departments),
        "venue": _venue(action),
        "duration_minutes": action.duration_minutes,
        "sessions": action.sessions,
        "group_least": action.group_least,
        "group_most": action.group_most,
        "months": sorted(action.months),
        "period_detail": action.period_detail,
        "price": {"kind": action.price, "cents": action.price_cents, "detail": action.price_detail},
        "transport_help": action.transport_help,
        "transport_detail": action.transport_detail,
        "teacher_does": action.teacher_does,
        "needs": action.needs,
        "before": action.before,
        "after": action.after,
        "material_url": action.material_url,
        "booking_url": action.contact_url,
        "published_on": published.isoformat() if published else NO_DAY,
        "confirmed_on": local_day(action.confirmed_at).isoformat(),
        "url": action_url(action),
    }


def named(codes: Iterable[str], values: Mapping[str, Value]) -> list[Named]:
    """Some values with their names, in the order of their list."""
    chosen = set(codes)
    return [{"code": one.code, "name": one.name} for one in values.values() if one.code in chosen]


def _holder(structure: Structure, label: Label) -> Holder:
    return {
        "id": structure.public_id,
        "name": label.holder_name,
        "commune": structure.commune,
        "department": structure.department,
        "url": holder_url(structure, label.holder_name),
    }


def _venue(action: Action) -> Venue | None:
    if action.mode == COMES:
        return None
    commune = gazetteer().by_insee(action.site_insee or action.structure.code_insee)
    return {
        "name": action.site_name,
        "commune": commune.name if commune else action.structure.commune,
        "insee": commune.insee if commune else "",
    }
