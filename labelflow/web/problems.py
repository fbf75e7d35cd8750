"""What a program is told when something does not happen: RFC 9457, a stable code and a French sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from flask import Response

from labelflow.i18n import _

if TYPE_CHECKING:
    from labelflow.web.outcome import Outcome

MEDIA_TYPE: Final = "application/problem+json"


def problem(outcome: Outcome) -> Response:
    """An outcome for a program. What a page says of links and buttons is said of addresses."""
    title, detail = _said(outcome)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": outcome.status,
        "detail": detail,
        "code": outcome.code,
    }
    if outcome.reasons:
        body["refusals"] = [{"code": code, "message": sentence} for code, sentence in outcome.reasons]
    if outcome.reference:
        body["reference"] = outcome.reference
    return Response(json.dumps(body, ensure_ascii=False) + "\n", outcome.status, content_type=MEDIA_TYPE)


def _said(outcome: Outcome) -> tuple[str, str]:
    """Title and detail."""
    document = "/api/v1/openapi.json"
    own = {
        "http-400": (
            _("La demande n’a pas pu être lue"),
            _("Vérifiez l’adresse et le corps de la demande. Le document %(address)s décrit l’API.", address=document),
        ),
        "not-found": (
            _("Il n’y a rien à cette adresse"),
            _("Vérifiez le numéro ou l’identifiant. Les adresses sont dans %(address)s.", address=document),
        ),
        "http-405": (
            _("Cette adresse ne prend pas cette méthode"),
            _("L’en-tête Allow dit lesquelles ; l’API se lit avec GET."),
        ),
        "too-many": (
            _("Trop de demandes en peu de temps"),
            _(
                "L’en-tête Retry-After dit quand recommencer. Pour tout lire, prenez les fichiers de /donnees-ouvertes/."
            ),
        ),
    }
    return own.get(outcome.code.replace("http-404", "not-found"), (outcome.title, outcome.text))
