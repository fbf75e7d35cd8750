"""A private selection of actions, kept by the visitor's own browser; the same list by an address, to share; comparison.

The cookie is sent to `/selection` and nowhere else, so that no other page depends on it and caches may keep them.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import current_app, make_response, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from labelflow.errors import Forbidden, NotFound
from labelflow.i18n import _, _l
from labelflow.web import action_words, csrf
from labelflow.web.access import public
from labelflow.web.filters import typeset
from labelflow.web.page import page
from labelflow.web.public import public_pages
from labelflow.web.public.actions import shown_action
from labelflow.web.step_pages import safe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from labelflow.web.public.actions import Shown

COOKIE: Final = "labelflow-selection"
PATH: Final = "/selection"
LASTS: Final = 180 * 24 * 60 * 60
MOST: Final = 20
COMPARED: Final = 4
LONGEST_NAME: Final = 80
IDENTIFIER: Final = 12
DONE: Final[Mapping[str, tuple[str, LazyProxy]]] = {
    "ajout": ("ok", _l("L’action est dans votre sélection.")),
    "retrait": ("ok", _l("L’action n’est plus dans votre sélection.")),
    "vide": ("ok", _l("Votre sélection est vide.")),
    "plein": ("warn", _l("Une sélection compte au plus vingt actions : retirez-en une d’abord.")),
    "inconnue": ("warn", _l("Cette action n’est plus proposée.")),
}
"""What an act says on the page that it leads to."""


@public_pages.get("/selection")
@public
def selection() -> ResponseReturnValue:
    asked = request.args.getlist("a")
    names = _known(asked) if asked else _kept()
    found, gone = _shown(names)
    done = DONE.get(request.args.get("fait", ""))
    back = request.args.get("retour")
    answer = page(
        "public/selection.html",
        actions=[(one, action_words.line_of(one.action)) for one in found],
        passed_on=bool(asked),
        gone=gone,
        done=done,
        back=safe_path(back) if back and back.startswith(("/annuaire", "/actions/")) else None,
        link=url_for("public.selection", a=[one.name for one in found], _external=False),
        most=COMPARED,
        words=action_words,
    )
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-cache" if asked else "no-store"
    return response


@public_pages.get("/selection/comparer")
@public
def compare() -> ResponseReturnValue:
    names = _known(request.args.getlist("a"))
    found, gone = _shown(names)
    shown = found[:COMPARED]
    columns = [(one, dict(_facts(one))) for one in shown]
    labels = list(dict.fromkeys(label for _one, facts in columns for label in facts))
    rows = [(label, [facts.get(label, "") for _one, facts in columns]) for label in labels]
    return page(
        "public/compare.html",
        columns=shown,
        rows=[(label, values, len(set(values)) > 1) for label, values in rows if any(values)],
        gone=gone,
        too_many=len(found) > COMPARED,
        link=url_for("public.selection", a=[one.name for one in found]) if found else url_for("public.selection"),
    )


def _facts(one: Shown) -> list[tuple[str, str]]:
    """What a teacher compares: who, then the facts of the sheet, then what is to be done."""
    return [
        (_("Structure"), one.label.holder_name),
        (_("Commune"), one.action.structure.commune),
        *action_words.facts_for_teachers(one.action),
        *((title, typeset(text)) for title, text in action_words.texts_for_teachers(one.action) if len(text) < 600),  # noqa: PLR2004 - longer ones are read on the page
    ]


@public_pages.post("/selection/ajouter")
@public
def add_to_selection() -> ResponseReturnValue:
    _from_here()
    kept, added = _kept(), [one for one in _known(request.form.getlist("a")) if _is_shown(one)]
    wanted = list(dict.fromkeys([*kept, *added], None))
    outcome = "inconnue" if not added else "plein" if len(wanted) > MOST else "ajout"
    return _leave(wanted[:MOST] if outcome != "plein" else kept, outcome)


@public_pages.post("/selection/retirer")
@public
def take_from_selection() -> ResponseReturnValue:
    _from_here()
    gone = {_identifier(one) for one in request.form.getlist("retirer")}
    return _leave([one for one in _kept() if one not in gone], "retrait")


@public_pages.post("/selection/vider")
@public
def empty_selection() -> ResponseReturnValue:
    _from_here()
    return _leave([], "vide")


for _view in (add_to_selection, take_from_selection, empty_selection):
    csrf.exempt(_view)  # no session is read: see `_from_here`


def _from_here() -> None:
    """The buttons stand on pages that everybody shares, without a token: whoever posts from elsewhere is turned away."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    elsewhere = site not in {None, "same-origin", "none"}
    if elsewhere or (site is None and origin and urlsplit(origin).netloc != request.host):
        raise Forbidden("selection:change")


def _leave(names: Sequence[str], outcome: str) -> Response:
    """Keep the selection, and show it; the page that one came from stays one click away."""
    came = urlsplit(request.referrer or "")
    back = came.path + (f"?{came.query}" if came.query else "")
    own = came.netloc == request.host and not came.path.startswith(PATH)
    response = redirect(url_for("public.selection", fait=outcome, retour=back if own else None), 303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if names:
        value = _signer().dumps(list(names))
        response.set_cookie(COOKIE, value, LASTS, path=PATH, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, path=PATH, secure=secure, httponly=True, samesite="Lax")
    return response


def _signer() -> URLSafeSerializer:
    options = {"digest_method": sha256}
    return URLSafeSerializer(current_app.secret_key or "", salt="labelflow selection", signer_kwargs=options)


def _kept() -> list[str]:
    """The identifiers in the cookie; nothing when it is not one that we signed."""
    try:
        found = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return []
    return [str(one) for one in found][:MOST] if isinstance(found, list) else []


def _identifier(name: str) -> str:
    return name[:LONGEST_NAME].rpartition("-")[2]


def _known(names: Iterable[str]) -> list[str]:
    """The identifiers that some addresses name, each once, in their order."""
    found = (_identifier(one) for one in names)
    return list(dict.fromkeys(one for one in found if len(one) == IDENTIFIER and one.isalnum()))[:MOST]


def _shown(names: Iterable[str]) -> tuple[list[Shown], int]:
    """The actions that the public may read, and how many of those named it may not."""
    found, gone = [], 0
    for name in names:
        try:
            found.append(shown_action(name))
        except NotFound:
            gone += 1
    return found, gone


def _is_shown(name: str) -> bool:
    return bool(_shown([name])[0])
