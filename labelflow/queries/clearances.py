"""Kinds of links that the coordination cleared for one person and one application, and those it may clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from labelflow.db import db
from labelflow.domain.conflicts import clearable
from labelflow.looks import each_once_a_look
from labelflow.models.review import Clearance, Declaration
from labelflow.prepared import Prepared
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from labelflow.models.application import Application

Pair = tuple[int, int]
"""An application and a person."""

_CLEARED: Final = Prepared(
    select(Clearance.application_id, Clearance.person_id, Clearance.code).where(
        Clearance.application_id.in_(bindparam("applications", expanding=True))
    )
)
_DECLARED: Final = Prepared(
    select(Declaration.application_id, Declaration.person_id, Declaration.answers)
    .where(Declaration.application_id.in_(bindparam("applications", expanding=True)), Declaration.clear.is_(False))
    .order_by(Declaration.id)
)


def cleared_codes(applications: Collection[int]) -> dict[Pair, frozenset[str]]:
    """By application and person, the kinds of links that were cleared."""
    found: dict[Pair, frozenset[str]] = {}
    for application, people in _cleared(applications).items():
        for person, codes in people.items():
            found[application, person] = frozenset(codes)
    return found


@each_once_a_look
def _cleared(applications: Collection[int]) -> Mapping[int, Mapping[int, set[str]]]:
    found: dict[int, dict[int, set[str]]] = {application: {} for application in applications}
    for application, person, code in _CLEARED.all(db.session.connection(), {"applications": applications}):
        found[application].setdefault(person, set()).add(code)
    return found


def declared_links(pairs: Collection[Pair]) -> dict[Pair, list[frozenset[str]]]:
    """The links of each declaration that keeps a person from an application; an empty set: none was named."""
    told = _declared({application for application, _ in pairs})
    found = {pair: told[pair[0]].get(pair[1], []) for pair in pairs}
    return {pair: links for pair, links in found.items() if links}


@each_once_a_look
def _declared(applications: Collection[int]) -> Mapping[int, Mapping[int, list[frozenset[str]]]]:
    found: dict[int, dict[int, list[frozenset[str]]]] = {application: {} for application in applications}
    for application, person, answers in _DECLARED.all(db.session.connection(), {"applications": applications}):
        found[application].setdefault(person, []).append(frozenset(answers.get("links") or ()))
    return found


def wholly_cleared(cleared: dict[Pair, frozenset[str]]) -> frozenset[Pair]:
    """Those whose every declaration names only links that were cleared since."""
    declared = declared_links(list(cleared)) if cleared else {}
    return frozenset(pair for pair, told in declared.items() if all(links and links <= cleared[pair] for links in told))


def clearable_links(application: Application, person: int, blocking: Collection[str], declared: str) -> frozenset[str]:
    """What the coordination may clear so that a person may read; nothing when something else keeps them out.

    `declared` is the code that stands among the blocking ones for links declared on this very application.
    """
    codes = set(blocking) - {declared}
    if declared in blocking:
        told = declared_links([(application.id, person)]).get((application.id, person), [])
        if not told or not all(told):
            return frozenset()
        codes.update(*told)
    may = clearable(codes, programme_of(application.programme_version_id).conflicts, "review")
    return may if may == codes else frozenset()
