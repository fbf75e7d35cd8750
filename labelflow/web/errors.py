"""Every way in which something does not happen, as a page: what happened, what is kept, what to do.

Refusals and stale forms show the person's own page again (`labelflow.web.replay`); the rest is one
page per kind. Addresses under `/api/` answer with JSON. Nobody ever reads a traceback.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from labelflow.db import db
from labelflow.errors import Forbidden, Invalid, NotFound, Outdated, Refused
from labelflow.i18n import _, file_size
from labelflow.sentences import sentence
from labelflow.web.outcome import Outcome, posted, typed_texts, way_back
from labelflow.web.problems import problem
from labelflow.web.replay import show_again

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

    from labelflow.domain.refusal import Refusal

log = structlog.get_logger("labelflow.web")


def init_errors(app: Flask) -> None:
    """Answer every error of ours, every HTTP error, and what nobody foresaw."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Outdated, outdated)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(InternalServerError, unexpected)
    app.log_exception = log_unexpected  # type: ignore[method-assign]  # our one line replaces Flask's
    app.jinja_env.filters["sentence"] = in_words


def refused(error: Refused) -> ResponseReturnValue:
    return answer(
        Outcome(
            status=409,
            code=error.code,
            title=_("Ce n’est pas possible pour l’instant"),
            text=_("Rien n’a été enregistré. Ce que vous avez écrit est toujours là."),
            reasons=tuple((refusal.code, str(sentence(refusal))) for refusal in error.refusals),
            intent=str(error.intent),
        )
    )


def outdated(error: Outdated) -> ResponseReturnValue:
    return answer(
        Outcome(
            status=409,
            code=error.code,
            title=_("Quelqu’un a modifié ce dossier pendant ce temps"),
            text=_(
                "Rien de ce que vous venez d’envoyer n’a été enregistré, mais ce que vous avez écrit est "
                "toujours là. La page montre le dossier tel qu’il est maintenant. Relisez, puis envoyez de nouveau."
            ),
            tone="warn",
        )
    )


def invalid(error: Invalid) -> ResponseReturnValue:
    text = _("Rien n’a été enregistré. Corrigez, puis envoyez de nouveau.")
    return answer(Outcome(400, error.code, error.message, text))


def expired(_error: CSRFError) -> ResponseReturnValue:
    text = _(
        "Elle était ouverte depuis longtemps, ou vous avez changé de compte. Rien n’a été enregistré, mais "
        "ce que vous avez écrit est toujours là. Relisez, puis envoyez de nouveau."
    )
    return answer(Outcome(400, "expired", _("Cette page a expiré"), text, tone="warn"))


def forbidden(error: Forbidden) -> ResponseReturnValue:
    return answer(_http_outcome(403, error.code), again=False)


def not_found(error: NotFound) -> ResponseReturnValue:
    return answer(_http_outcome(404, error.code), again=False)


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect that routing raises
        return error.get_response()
    result = current_app.make_response(answer(_http_outcome(error.code), again=False))
    for name, value in error.get_headers(request.environ):
        if name in {"Retry-After", "Allow"}:
            result.headers[name] = value
    return result


def in_words(reason: Refusal | str) -> str:
    """The sentence of a refusal; a sentence stays as it is."""
    return reason if isinstance(reason, str) else str(sentence(reason))


def log_unexpected(exc_info: Any) -> None:  # noqa: ANN401 - as `sys.exc_info` gives it
    """One line with the reference that the person is shown."""
    g.reference = secrets.token_hex(4).upper()
    log.error("unexpected", reference=g.reference, method=request.method, path=request.path, exc_info=exc_info)


def unexpected(_error: InternalServerError) -> ResponseReturnValue:
    outcome = Outcome(
        status=500,
        code="unexpected",
        title=_("Une erreur s’est produite"),
        text=_(
            "Elle vient du site, pas de vous, et elle a été signalée. Rien n’a été enregistré à moitié. "
            "Réessayez dans quelques minutes ; si elle revient, écrivez-nous en donnant la référence ci-dessous."
        ),
        reference=g.reference,
    )
    return answer(outcome, again=False, layout="layouts/bare.html")


def answer(outcome: Outcome, *, again: bool = True, layout: str = "layouts/narrow.html") -> ResponseReturnValue:
    """The page of an outcome: the person's own page again where that helps, else one that keeps the texts."""
    _forget_half_done_work()
    if request.path.startswith("/api/"):
        return problem(outcome)
    page = show_again(outcome) if again else None
    if page is not None:
        return page
    typed = typed_texts(posted()) if request.method == "POST" else []
    g.pop("outcome", None)
    return (
        render_template("errors/outcome.html", problem=outcome, typed=typed, back=way_back(), layout=layout),
        outcome.status,
    )


def _forget_half_done_work() -> None:
    if "sqlalchemy" in current_app.extensions:
        db.session.rollback()


def _http_outcome(status: int, code: str = "") -> Outcome:
    known = {
        400: (_("Cette demande n’a pas pu être lue"), _("Revenez à la page précédente et recommencez.")),
        401: (_("Connectez-vous pour continuer"), _("Cette page demande d’être connecté.")),
        403: (
            _("Cette page ne vous est pas ouverte"),
            _(
                "Votre compte n’a pas le rôle qu’elle demande, ou il ne l’a plus. Si c’est une erreur, "
                "écrivez à la coordination."
            ),
        ),
        404: (
            _("Page introuvable"),
            _("L’adresse est peut-être incomplète, ou la page n’existe plus."),
        ),
        405: (_("Cette adresse ne s’ouvre pas ainsi"), _("Passez par les liens et les boutons du site.")),
        410: (_("Ce lien n’est plus valable"), _("Il a expiré ou il a déjà servi. Demandez-en un nouveau.")),
        413: (_("Cet envoi est trop lourd"), _too_large()),
        415: (_("Ce format n’est pas accepté"), _("Envoyez un fichier d’un des formats indiqués sur la page.")),
        429: (
            _("Trop de demandes en peu de temps"),
            _("Pour protéger les comptes, le site limite les essais. Attendez quelques minutes, puis recommencez."),
        ),
    }
    title, text = known.get(status, (_("Cette demande n’a pas abouti"), _("Revenez à la page précédente.")))
    return Outcome(status=status, code=code or f"http-{status}", title=title, text=text)


def _too_large() -> str:
    limit = current_app.config.get("MAX_CONTENT_LENGTH")
    if not limit:
        return _("Choisissez des fichiers plus légers.")
    return _("Un envoi ne peut pas dépasser %(limit)s. Choisissez des fichiers plus légers.", limit=file_size(limit))
