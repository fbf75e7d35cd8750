"""What the live badge of a label says at an instant: one statement, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from labelflow.db import db
from labelflow.domain.numbering import NumberFault, parse_number
from labelflow.domain.verification import UNKNOWN, LabelFacts, PublicStatus, public_status
from labelflow.domain.words import in_language
from labelflow.i18n import PREPARED, SOURCE, _, day_in_words, language, use_language
from labelflow.issuing.answers import answer_in_a_word
from labelflow.issuing.brand.badge import LiveBadge
from labelflow.issuing.brand.logos import Identity
from labelflow.issuing.brand.looks import look_of
from labelflow.issuing.seal import PLAIN
from labelflow.issuing.wording import places_of
from labelflow.models.label import Label
from labelflow.programmes.schema.brand import Brand
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import datetime

    from labelflow.issuing.brand.badge import Model
    from labelflow.issuing.brand.looks import Ground
    from labelflow.programmes.schema import Programme


@dataclass(frozen=True, slots=True)
class Standing:
    """A label as its badge shows it, with the programme it was granted under."""

    number: str
    holder: str
    scopes: tuple[str, ...]
    programme: Programme
    status: PublicStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeChoice:
    """Which of the badges of a label is wanted."""

    model: Model = "large"
    ground: Ground = "light"
    language: str = "fr"


def standing(typed: str, now: datetime) -> Standing | None:
    """The label that a number names, as it stands; None when there is none, or when it cannot be a number."""
    try:
        number = parse_number(typed)
    except NumberFault:
        return None
    successor = aliased(Label)
    found = db.session.execute(
        select(
            Label.holder_name,
            Label.scopes,
            Label.programme_version_id,
            Label.state,
            Label.starts_on,
            Label.ends_on,
            Label.state_since,
            successor.number,
        )
        .outerjoin(successor, Label.superseded_by_id == successor.id)
        .where(Label.number == number)
    ).one_or_none()
    if found is None:
        return None
    holder, scopes, version, state, starts_on, ends_on, since, newer = found
    programme = programme_of(version)
    declared = programme.machines["label"].by_code[state]
    status = public_status(LabelFacts(declared, starts_on, ends_on, since, newer or ""), now)
    return Standing(number, holder, tuple(scopes), programme, status)


def badge_of(label: Standing, choice: BadgeChoice, address: str) -> LiveBadge:
    """What its badge says; `address` is where it is verified."""
    programme = label.programme
    spoken = choice.language if choice.language in languages_of(programme) else SOURCE
    with use_language(spoken):
        word, dated = word_of(label), _dated(label.status)
        said = _(
            "%(programme)s, %(holder)s, numéro %(number)s : %(state)s",
            programme=programme.short_name,
            holder=label.holder,
            number=label.number,
            state=f"{word} {dated}".strip(),
        )
        return LiveBadge(
            model=choice.model,
            look=look_of(programme.brand, choice.ground),
            places=places_of(programme),
            programme=programme.short_name,
            holder=label.holder,
            number=label.number,
            answer=label.status.answer,
            word=word,
            dated=dated,
            title=said,
            description=_("À vérifier à l’adresse %(url)s", url=address),
            language=spoken,
        )


def unknown_badge(choice: BadgeChoice) -> LiveBadge:
    """What is shown in the place of the badge of a number that nobody holds."""
    with use_language(choice.language):
        return LiveBadge(
            model=choice.model,
            look=look_of(Brand(), choice.ground),
            places=PLAIN,
            programme=_("Numéro inconnu"),
            holder=_("Aucun label ne porte ce numéro."),
            number="",
            answer="unknown",
            word=answer_in_a_word(UNKNOWN),
            dated="",
            title=_("Aucun label ne porte ce numéro."),
            description="",
            language=choice.language,
        )


def languages_of(programme: Programme) -> tuple[str, ...]:
    """The languages of its badge: a programme that words its own states has them in its own languages."""
    return programme.languages if programme.brand.states else PREPARED


def word_of(label: Standing) -> str:
    """The state in a word, in the language in use: the programme's own, or that of every label."""
    own = label.programme.brand.states.get(label.status.answer, {})
    return in_language(own, language()) if own else answer_in_a_word(label.status)


def identity_of(programme: Programme) -> Identity:
    """What the logos of a programme are drawn from."""
    return Identity(name=programme.short_name, places=places_of(programme), brand=programme.brand)


def _dated(status: PublicStatus) -> str:
    if status.day is None:
        return ""
    sentence = {
        "valid": _("jusqu’au %(day)s"),
        "not_yet_in_force": _("à partir du %(day)s"),
        "expired": _("le %(day)s"),
        "annulled": _("le %(day)s"),
    }.get(status.answer, _("depuis le %(day)s"))
    return sentence % {"day": day_in_words(status.day)}
