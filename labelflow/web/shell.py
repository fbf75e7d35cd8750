"""What every page shows around its content: the programme's name, who is signed in, where one may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for
from flask_security import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from labelflow.db import memory
from labelflow.i18n import _l
from labelflow.web.access import may_open
from labelflow.web.filters import words
from labelflow.web.programme import site_programme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.support import LazyProxy
    from flask import Flask

    from labelflow.config import Settings
    from labelflow.programmes.schema import Programme


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the header or the footer, by its address: shown where it exists, to whoever may open it."""

    label: LazyProxy
    path: str


NAVIGATION = (
    Entry(_l("Annuaire"), "/annuaire"),
    Entry(_l("Vérifier un label"), "/verifier"),
    Entry(_l("Le label"), "/label/{programme}"),
    Entry(_l("Mon espace"), "/mon-espace"),
    Entry(_l("Candidatures"), "/candidatures"),
    Entry(_l("Évaluations"), "/evaluations"),
    Entry(_l("Coordination"), "/coordination"),
    Entry(_l("Commission"), "/commission"),
    Entry(_l("Journal"), "/journal"),
)
"""In the order of the header."""

FOOTER = (
    Entry(_l("Accessibilité : non conforme (non évaluée)"), "/accessibilite"),
    Entry(_l("Données personnelles"), "/donnees-personnelles"),
    Entry(_l("Mentions légales"), "/mentions-legales"),
    Entry(_l("Données ouvertes"), "/donnees-ouvertes"),
    Entry(_l("Aide"), "/aide"),
)
"""The same on every page. The first one states the legal status: without an audit, a site counts as non-compliant."""

SIGN_IN, SIGN_OUT, OWN_ACCOUNT = "security.login", "security.logout", "my_account.show"


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

    @cached_property
    def navigation(self) -> list[dict[str, Any]]:
        return self.links(NAVIGATION)

    @cached_property
    def footer(self) -> list[dict[str, Any]]:
        return self.links(FOOTER)

    def links(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        """The links that the person may follow, with the one that leads here marked."""
        found = []
        for entry in entries:
            path = entry.path.format(programme=self.programme.code)
            url = existing(path)
            if url:
                found.append({"label": entry.label, "url": url, "current": f"{request.path}/".startswith(f"{path}/")})
        return found


def existing(path: str) -> str | None:
    """The address of the page at `path` (with its final slash, if it has one), when the person may open it."""
    known: dict[str, tuple[str, str] | None] = memory("addresses")
    if path not in known:
        known[path] = _page_at(path)
    found = known[path]
    return found[0] if found is not None and may_open(found[1]) else None


def _page_at(path: str) -> tuple[str, str] | None:
    """The address of the page at `path`, and its endpoint: the same for as long as the process runs."""
    adapter = current_app.url_map.bind("")
    try:
        return path, adapter.match(path, method="GET")[0]
    except RequestRedirect:
        return _page_at(f"{path}/") if not path.endswith("/") else None
    except HTTPException:
        return None


def address(endpoint: str) -> str | None:
    """The address of a page by its endpoint, if this instance has it."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None
