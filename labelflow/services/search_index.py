"""Keeps what searches read in step: an entry is written in the transaction that changes its action, or none is."""

from __future__ import annotations

import secrets
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from labelflow.domain.actions import BOTH, COMES, FREE, ON_SITE, PUBLISHED
from labelflow.domain.findable import mistyped, roots, shortened
from labelflow.domain.permissions import may
from labelflow.domain.searching import COMES as DOES_COME
from labelflow.domain.searching import FREE as IS_FREE
from labelflow.domain.searching import RECEIVES, point
from labelflow.errors import Forbidden
from labelflow.models.action import Action
from labelflow.models.search import SearchChange, SearchEntry, SearchSlip, SearchState, SearchWord
from labelflow.models.structure import Structure
from labelflow.queries.search.vocabulary import DEPARTMENT_BITS, MONTH_BITS, VALUES, bits_of
from labelflow.services.transaction import transaction
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.territory.vocabulary import FORMATS, LANGUAGES, LEVELS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from labelflow.domain.actor import Actor
    from labelflow.territory.vocabulary import Value

BATCH: Final = 500
PERMISSION: Final = "people:manage"


def follow(session: Session, action: Action) -> None:
    """What searches see of an action is what it is now. Called in the transaction that changes it."""
    known = session.scalar(select(SearchEntry.id).where(SearchEntry.id == action.id)) is not None
    if known or action.state == PUBLISHED:
        _stamp(session, [action.id])  # first, so that whoever changes entries waits before touching any
    if known:
        session.execute(delete(SearchEntry).where(SearchEntry.id == action.id))
    if action.state == PUBLISHED:
        write(session, [entry_of(action, session.get_one(Structure, action.structure_id))])


def follow_structures(session: Session, now: datetime) -> None:
    """The same for the actions of the holders that this transaction changed: their names and places are found too."""
    touched = select(Structure.id).where(Structure.updated_at == now)
    for action in session.scalars(select(Action).where(Action.structure_id.in_(touched))).all():
        follow(session, action)


def rebuild(*, actor: Actor, now: datetime) -> int:
    """Write every entry anew: after a change of the vocabulary or of the territory. Returns how many."""
    if not actor.is_system and not may(PERMISSION, actor, "", now):
        raise Forbidden(PERMISSION)
    with transaction(actor=actor, now=now) as tx:
        _stamp(tx.session, ())
        for model in (SearchChange, SearchEntry):  # whoever knew an older state reads everything again
            tx.session.execute(delete(model))
        published = (
            select(Action, Structure)
            .join(Structure, Structure.id == Action.structure_id)
            .where(Action.state == PUBLISHED)
        )
        entries = (entry_of(*row) for row in tx.session.execute(published.order_by(Action.id)))
        written = 0
        while batch := list(islice(entries, BATCH)):
            write(tx.session, batch)
            written += len(batch)
    return written


def entry_of(action: Action, structure: Structure) -> dict[str, Any]:
    """The row of a published action."""
    comes, receives = action.mode in {COMES, BOTH}, action.mode in {ON_SITE, BOTH}
    site = gazetteer().by_insee(action.site_insee) if receives else None
    lat, lon, home = (site.lat, site.lon, site.department) if site else _seat(structure)
    covered = bits_of(action.departments if comes else (), DEPARTMENT_BITS)
    x, y, z = point(lat, lon)
    return {
        "id": action.id,
        "structure_id": action.structure_id,
        "programme_code": action.programme_code,
        "scope": action.scope,
        "title_words": f" {' '.join(roots(action.title))} ",
        "words": " ".join(roots(*_texts(action, structure))),
        "levels": bits_of(action.levels, VALUES["level"]),
        "subjects": bits_of(action.subjects, VALUES["subject"]),
        "formats": bits_of(action.formats, VALUES["format"]),
        "months": bits_of(map(str, action.months), MONTH_BITS),
        "languages": bits_of(action.languages, VALUES["language"]),
        "access": bits_of(action.access, VALUES["access"]),
        "covered": covered,
        "areas": covered | (DEPARTMENT_BITS.get(home, 0) if receives else 0),
        "traits": (IS_FREE if action.price == FREE else 0)
        | (DOES_COME if comes else 0)
        | (RECEIVES if receives else 0),
        "x": x,
        "y": y,
        "z": z,
    }


def _seat(structure: Structure) -> tuple[float, float, str]:
    """Where the holder is: its own point, that of its commune, else the prefecture."""
    if structure.lat is not None and structure.lon is not None:
        return structure.lat, structure.lon, structure.department
    commune = gazetteer().by_insee(structure.code_insee)
    if commune is not None:
        return commune.lat, commune.lon, structure.department
    department = DEPARTMENTS[structure.department]
    return department.lat, department.lon, structure.department


def _texts(action: Action, structure: Structure) -> Iterator[str]:
    """All that an action is found by: what its holder wrote, and the names and other words of what was chosen."""
    yield from (action.title, action.summary, action.description, action.curriculum, action.teacher_does, action.needs)
    yield from (action.before, action.after, action.site_name, structure.name, structure.acronym, structure.commune)
    chosen: tuple[tuple[list[str], Mapping[str, Value]], ...] = (
        (action.levels, LEVELS),
        (action.formats, FORMATS),
        (action.subjects, SUBJECTS),
        (action.languages, LANGUAGES),
    )
    for codes, values in chosen:
        yield from (f"{values[code].name} {values[code].words}" for code in codes if code in values)


def write(session: Session, entries: list[dict[str, Any]]) -> None:
    """Write entries, and the words that nobody wrote before."""
    session.execute(insert(SearchEntry), entries)
    learn(session, {word for entry in entries for word in mistyped(entry["words"].split())})


def _stamp(session: Session, entries: Sequence[int]) -> None:
    """Say that some entries changed. One at a time, in the order of their commits: each waits here for the one before."""
    once = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    token = secrets.token_hex(8)
    first = once(SearchState).values(id=1, stamp=1, token=token)
    more = first.on_conflict_do_update(index_elements=["id"], set_={"stamp": SearchState.stamp + 1, "token": token})
    stamp = session.scalars(more.returning(SearchState.stamp)).one()
    if entries:
        session.execute(insert(SearchChange), [{"stamp": stamp, "token": token, "entry_id": one} for one in entries])


def learn(session: Session, words: set[str]) -> None:
    """Keep the words towards which slips are mended."""
    known = set(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(words))))
    new = sorted(words - known)
    if not new:
        return
    once = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(once(SearchWord).on_conflict_do_nothing(), [{"word": word} for word in new])
    slips = [{"slip": slip, "word": word} for word in new for slip in sorted(shortened(word))]
    session.execute(once(SearchSlip).on_conflict_do_nothing(), slips)
