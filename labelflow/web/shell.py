"""What every page shows around its content: the programme's name, who is signed in, where one may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for
from flask_security import current_user

from labelflow.i18n import _l
from labelflow.web.access import may_open
from labelflow.web.filters import words
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from babel.support import LazyProxy
    from flask import Flask

    from labelflow.config import Settings
    from labelflow.programmes.schema import Programme


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation: shown to whoever may open its page."""

    label: LazyProxy
    endpoint: str


NAVIGATION = (
    Entry(_l("Annuaire"), "directory.holders"),
    Entry(_l("Vérifier un label"), "verify.ask"),
    Entry(_l("Le label"), "public.programme"),
    Entry(_l("Mon espace"), "account.home"),
    Entry(_l("Candidatures"), "applicant.applications"),
    Entry(_l("Évaluations"), "reviewer.assignments"),
    Entry(_l("Coordination"), "coordinator.queue"),
    Entry(_l("Commission"), "committee.sessions"),
)
"""In the order of the header. An endpoint that this instance does not have is left out."""

FOOTER = (
    Entry(_l("Accessibilité : non conforme (non évaluée)"), "site.accessibility"),
    Entry(_l("Données personnelles"), "site.privacy"),
    Entry(_l("Mentions légales"), "site.legal"),
    Entry(_l("Aide"), "site.guidance"),
)
"""The same on every page. The first one states the legal status: without an audit, a site counts as non-compliant."""

HOME, SIGN_IN, SIGN_OUT, OWN_ACCOUNT = "public.home", "security.login", "security.logout", "my_account.show"


def init_shell(app: Flask) -> None:
    """Give the layouts `shell`, and `outcome` when a post was refused."""
    app.context_processor(lambda: {"shell": Shell(), "outcome": g.get("outcome")})


class Shell:
    """Reads what a layout asks for, and no more: the page of an unforeseen error asks for nothing."""

    @cached_property
    def programme(self) -> Programme:
        return site_programme()

    @property
    def name(self) -> str:
        return self.programme.short_name

    @property
    def purpose(self) -> str:
        return words(self.programme.summary)

    @property
    def settings(self) -> Settings:
        settings: Settings = current_app.extensions["labelflow.settings"]
        return settings

    @property
    def home(self) -> str:
        return address(HOME) or "/"

    @property
    def sign_in(self) -> str | None:
        return address(SIGN_IN)

    @property
    def sign_out(self) -> str | None:
        return address(SIGN_OUT)

    @property
    def person(self) -> dict[str, str] | None:
        """Who is signed in: a name, and the address of their account."""
        if not current_user or not current_user.is_authenticated:
            return None
        name = f"{current_user.given_name} {current_user.family_name}".strip() or current_user.email
        return {"name": name, "url": address(OWN_ACCOUNT) or "/"}

    @property
    def navigation(self) -> list[dict[str, Any]]:
        return links(NAVIGATION)

    @property
    def footer(self) -> list[dict[str, Any]]:
        return links(FOOTER)


def address(endpoint: str) -> str | None:
    """The address of a page, if this instance has it."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def links(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """The links that the person may follow, with the one that leads here marked."""
    here = (request.endpoint or "").partition(".")[0]
    return [
        {"label": entry.label, "url": url_for(entry.endpoint), "current": entry.endpoint.partition(".")[0] == here}
        for entry in entries
        if entry.endpoint in current_app.view_functions and may_open(entry.endpoint)
    ]
