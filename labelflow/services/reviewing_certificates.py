"""Certificates of reviewing, which reviewers ask for themselves: for one review, or for those of a year."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from labelflow.domain.calendar import local_day
from labelflow.domain.certified_reviews import why_not_certified
from labelflow.domain.numbering import SHORT_CODE_MINIMUM_BYTES, make_short_code, spaced_short_code
from labelflow.domain.refusal import gather
from labelflow.domain.words import SOURCE_LANGUAGE
from labelflow.errors import Forbidden, NotFound, Refused
from labelflow.i18n import _, use_language
from labelflow.models.account import User
from labelflow.models.review import Assignment
from labelflow.models.reviewing_certificate import ReviewingCertificate
from labelflow.queries.certified_reviews import certificate_covering, locked_reviews, state_of
from labelflow.queries.contents import reviewing_content
from labelflow.queries.labels import find
from labelflow.queries.programmes import programme_of
from labelflow.services import accounts, documents
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.queries.certified_reviews import Locked
    from labelflow.services.transaction import Transaction


def certify_review(
    assignment_id: str, *, actor: Actor, now: datetime, language: str = SOURCE_LANGUAGE
) -> ReviewingCertificate:
    """Certify one review of the actor, in a language of the programme. Raises NotFound, or Refused when it is not locked or was set aside."""
    with transaction(actor=actor, now=now) as tx:
        person = _whoever_asks(tx)
        assignment = tx.lock(Assignment, assignment_id)
        if assignment.person_id != person.id:
            raise NotFound
        refusals = gather(why_not_certified(state_of(assignment)))
        if refusals:
            raise Refused(refusals)
        found = [one for one in locked_reviews(person.id) if one.assignment.id == assignment.id]
        return _given(tx, person, found, None, language)


def certify_year(
    programme: str, year: int, *, actor: Actor, now: datetime, language: str = SOURCE_LANGUAGE
) -> ReviewingCertificate:
    """Certify the reviews that the actor gave in a year and that are locked by now. Raises NotFound when there is none."""
    with transaction(actor=actor, now=now) as tx:
        person = _whoever_asks(tx)
        found = [
            one for one in locked_reviews(person.id) if one.programme_code == programme and one.given_on.year == year
        ]
        if not found:
            raise NotFound
        return _given(tx, person, found, year, language)


def _whoever_asks(tx: Transaction) -> User:
    """The actor's account, locked: somebody who presses twice gets one certificate."""
    person = tx.session.scalars(select(User).where(User.id == tx.actor.id).with_for_update()).one_or_none()
    if person is None:
        raise Forbidden("assignment:answer")
    return person


def _given(
    tx: Transaction, person: User, reviews: Sequence[Locked], year: int | None, language: str
) -> ReviewingCertificate:
    """The certificate that says this already, else a new one."""
    version = max(one.assignment.programme_version_id for one in reviews)
    if language not in programme_of(version).certificate_languages:
        raise NotFound
    names = sorted(one.assignment.public_id for one in reviews)
    covers = sha256(json.dumps([person.name, year, names, language]).encode()).hexdigest()
    return certificate_covering(person.id, covers) or _issued(
        tx, person, reviews, year=year, language=language, covers=covers
    )


def _issued(
    tx: Transaction, person: User, reviews: Sequence[Locked], *, year: int | None, language: str, covers: str
) -> ReviewingCertificate:
    version = max(one.assignment.programme_version_id for one in reviews)
    programme, code = programme_of(version), _free_code(tx)
    content = reviewing_content(
        programme,
        person.name,
        reviews,
        code=code,
        year=year,
        language=language,
        day=local_day(tx.now),
        url=f"{tx.base_url}/v/{code}",
    )
    chain = accounts.chain(person)
    with use_language(language):
        title = _("Attestation d’évaluation")
    document = documents.keep(tx, chain, version, "reviewing", title, content)
    row = ReviewingCertificate(
        code=code,
        person_id=person.id,
        programme_code=programme.code,
        year=year,
        assignments=sorted(one.assignment.public_id for one in reviews),
        covers=covers,
        issued_at=tx.now,
        document_id=document.id,
    )
    tx.session.add(row)
    tx.session.flush()
    said = {"programme": programme.code, "year": year, "reviews": content.total, "content": covers}
    tx.record(chain, "reviewing.certified", said, role="reviewer", private={"code": spaced_short_code(code)})
    return row


def _free_code(tx: Transaction) -> str:
    """A code that neither a label nor another certificate has."""
    while True:
        code = make_short_code(secrets.token_bytes(SHORT_CODE_MINIMUM_BYTES))
        taken = tx.session.scalar(select(ReviewingCertificate.id).where(ReviewingCertificate.code == code))
        if taken is None and find(code) is None:
            return code
