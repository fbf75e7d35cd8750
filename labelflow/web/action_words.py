"""An action in words, as teachers read it; and in the order of the form of ADAGE, to be copied there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from babel import dates, numbers

from labelflow import i18n
from labelflow.domain.actions import BOTH, COMES, FREE, ON_SITE, PAID, QUOTED
from labelflow.i18n import _, _l, ngettext
from labelflow.territory import DEPARTMENTS, gazetteer
from labelflow.territory.vocabulary import ACCESS, FORMATS, LANGUAGES, LEVELS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from babel.support import LazyProxy

    from labelflow.models.action import Action
    from labelflow.territory.vocabulary import Value

MODES: Final[Mapping[str, LazyProxy]] = {
    COMES: _l("Nous venons dans l’établissement"),
    ON_SITE: _l("Nous recevons la classe"),
    BOTH: _l("L’un ou l’autre, au choix"),
}
OFFERED: Final[Mapping[str, LazyProxy]] = {
    COMES: _l("Se déplace dans votre établissement"),
    ON_SITE: _l("Reçoit la classe sur place"),
    BOTH: _l("Se déplace dans votre établissement, ou reçoit la classe sur place"),
}
PRICES: Final[Mapping[str, LazyProxy]] = {FREE: _l("Gratuit"), PAID: _l("Payant"), QUOTED: _l("Sur devis")}
MONTHS: Final[Mapping[str, LazyProxy]] = {
    "9": _l("Septembre"), "10": _l("Octobre"), "11": _l("Novembre"), "12": _l("Décembre"), "1": _l("Janvier"),
    "2": _l("Février"), "3": _l("Mars"), "4": _l("Avril"), "5": _l("Mai"), "6": _l("Juin"), "7": _l("Juillet"),
    "8": _l("Août"),
}  # fmt: skip
HOUR: Final = 60


def names(codes: Iterable[str], values: Mapping[str, Value]) -> str:
    """The names of some values, in the order of their list."""
    chosen = set(codes)
    return ", ".join(one.name for one in values.values() if one.code in chosen)


def place_of(action: Action) -> str:
    """Where classes are received; nothing when the holder only comes to them."""
    if action.mode not in {ON_SITE, BOTH}:
        return ""
    commune = gazetteer().by_insee(action.site_insee)
    where = commune.name if commune else action.structure.commune
    return ", ".join(part for part in (action.site_name, where) if part)


def area_of(action: Action) -> str:
    """The departments that the holder comes to."""
    if action.mode not in {COMES, BOTH}:
        return ""
    if len(set(action.departments)) == len(DEPARTMENTS):
        return _("Toute la région")
    return ", ".join(one.name for one in DEPARTMENTS.values() if one.code in action.departments)


def lasting(minutes: int | None) -> str:
    """« 1 h 30 », « 45 min »."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}{i18n.NBSP}min"
    return f"{hours}{i18n.NBSP}h" + (f"{i18n.NBSP}{rest:02}" if rest else "")


def duration_of(action: Action) -> str:
    """How long, and how many times."""
    lasts = lasting(action.duration_minutes)
    if lasts and (action.sessions or 1) > 1:
        return _("%(count)s séances de %(lasts)s", count=action.sessions, lasts=lasts)
    return lasts


def price_of(action: Action) -> str:
    """« Gratuit », « 120 € », « Sur devis »."""
    if action.price == PAID and action.price_cents is not None:
        return str(numbers.format_currency(action.price_cents / 100, "EUR", locale=i18n.language()))
    return str(PRICES[action.price]) if action.price else ""


def group_of(action: Action) -> str:
    """How many pupils."""
    if action.group_most is None:
        return ""
    if action.group_least is None:
        return ngettext("Un élève", "Jusqu’à %(num)s élèves", action.group_most)
    return _("De %(least)s à %(most)s élèves", least=action.group_least, most=action.group_most)


def months_of(action: Action) -> str:
    """The months in the order of a school year; « toute l’année » for all of those with classes."""
    chosen = {str(one) for one in action.months}
    if chosen >= set(MONTHS) - {"7", "8"}:
        return _("Toute l’année scolaire")
    return ", ".join(str(name).lower() for code, name in MONTHS.items() if code in chosen)


def with_detail(short: str, detail: str) -> str:
    """A short answer, then what explains it."""
    return f"{short}. {detail}" if short and detail else short or detail


def facts_for_teachers(action: Action) -> list[tuple[str, str]]:
    """In the order of the questions in a teacher's head: does it fit, where, how much, what must I do."""
    return [
        (_("Niveaux"), names(action.levels, LEVELS)),
        (_("Sujets"), names(action.subjects, SUBJECTS)),
        (_("Format"), names(action.formats, FORMATS)),
        (_("Durée"), duration_of(action)),
        (_("Groupe"), group_of(action)),
        (_("Quand"), with_detail(months_of(action), action.period_detail)),
        (_("Où"), str(OFFERED[action.mode]) if action.mode else ""),
        (_("Départements"), area_of(action)),
        (_("Lieu d’accueil"), place_of(action)),
        (_("Transport"), with_detail(_("Une aide est possible") if action.transport_help else "", action.transport_detail)),
        (_("Prix"), with_detail(price_of(action), action.price_detail)),
        (_("Langues"), names(action.languages, LANGUAGES)),
        (_("Accessibilité"), with_detail(names(action.access, ACCESS), action.access_detail)),
    ]  # fmt: skip


def texts_for_teachers(action: Action) -> list[tuple[str, str]]:
    """The longer answers, each under its own title; those that are empty are left out."""
    every = [
        (_("Déroulé"), action.description),
        (_("Lien avec les programmes"), action.curriculum),
        (_("Ce que vous avez à faire"), action.teacher_does),
        (_("Salle et matériel"), action.needs),
        (_("Avant"), action.before),
        (_("Après"), action.after),
    ]
    return [(title, text) for title, text in every if text]


def for_adage(action: Action) -> list[tuple[str, str]]:
    """The answers in the order of the form of an offer on ADAGE, in its own words. Empty answers stay, to be seen."""
    parts = [action.summary, *(f"{title} : {text}" for title, text in texts_for_teachers(action))]
    adage = {value.code: value.adage for value in LEVELS.values()}
    domains = dict.fromkeys(SUBJECTS[code].adage for code in action.subjects if code in SUBJECTS)
    place = OFFERED[action.mode] if action.mode else ""
    return [
        (_("Domaine artistique et culturel"), ", ".join(domains)),
        (_("Format"), ", ".join(FORMATS[code].adage for code in action.formats if code in FORMATS)),
        (_("Titre de l’offre"), action.title),
        (_("Description"), "\n\n".join(part for part in parts if part)),
        (_("Durée"), lasting(action.duration_minutes)),
        (_("Lieu de l’événement"), ". ".join(part for part in (str(place), place_of(action)) if part)),
        (_("Zone de mobilité"), area_of(action)),
        (_("Dates"), with_detail(months_of(action), action.period_detail)),
        (_("Informations sur le prix"), with_detail(price_of(action), action.price_detail)),
        (_("Participants"), ", ".join(filter(None, (adage.get(code, "") for code in LEVELS if code in action.levels)))),
        (_("Accessibilité"), ", ".join(ACCESS[code].adage for code in ACCESS if code in action.access)),
        (_("Contact"), ", ".join(filter(None, (action.contact_email, action.contact_phone, action.contact_url)))),
    ]


def outside_adage(action: Action) -> str:
    """The levels that ADAGE does not have."""
    return names([code for code in action.levels if code in LEVELS and not LEVELS[code].adage], LEVELS)


def seen_on(action: Action) -> str:
    """« mars 2027 »: when the holder last said that it is true."""
    return str(dates.format_date(action.confirmed_at, "LLLL y", locale=i18n.language()))


def line_of(action: Action) -> dict[str, Any]:
    """What a list shows of an action under its title."""
    short = [names(action.levels, LEVELS), duration_of(action), price_of(action)]
    return {"text": action.summary, "meta": " · ".join(part for part in short if part)}
