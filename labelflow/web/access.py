"""How a route states who may open it: every view carries `@public`, `@signed_in` or `@allows(permission)`."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g, redirect, request, url_for
from flask_security import current_user

from labelflow import clock
from labelflow.domain.actor import ANONYMOUS, Actor
from labelflow.domain.permissions import may
from labelflow.errors import Forbidden
from labelflow.queries.actors import actor_of
from labelflow.queries.programmes import installed_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelflow.models.account import User

View = TypeVar("View", bound="Callable[..., Any]")

PUBLIC = "public"
SIGNED_IN = "signed-in"


def current_actor() -> Actor:
    """Whoever makes the request, with their mandates and memberships (read once a request)."""
    if not current_user.is_authenticated:
        return ANONYMOUS
    if "actor" not in g:
        g.actor = actor_of(cast("User", current_user))
    return cast("Actor", g.actor)


def may_open(endpoint: str) -> bool:
    """Whether the person may open a page, as far as its route states it: for navigation, never as a guard."""
    statement = getattr(current_app.view_functions.get(endpoint), "__allows__", None)
    if statement == PUBLIC:
        return True
    if statement is None or not current_user.is_authenticated:
        return False
    return statement == SIGNED_IN or _holds(statement)


def _holds(permission: str) -> bool:
    """Read once a request: the links of the page's head and foot ask it many times."""
    held: dict[str, bool] = g.setdefault("held", {})
    if permission not in held:
        actor, now = current_actor(), clock.now()
        held[permission] = any(may(permission, actor, code, now) for code in installed_codes())
    return held[permission]


def public(view: View) -> View:
    """Anybody may open the page."""
    view.__allows__ = PUBLIC  # type: ignore[attr-defined]  # read by the house tests
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may open the page; what it shows is filtered by their rights on each subject."""
    return _guarded(view, SIGNED_IN, lambda: None)


def allows(permission: str) -> Callable[[View], View]:
    """Whoever holds a permission that bears on a whole programme; rights on one subject are checked with it."""

    def check() -> None:
        if not _holds(permission):
            raise Forbidden(permission)

    return lambda view: _guarded(view, permission, check)


def _guarded(view: View, statement: str, check: Callable[[], None]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
        if not current_user.is_authenticated:
            return redirect(
                url_for("security.login", next=request.full_path.rstrip("?") if request.method == "GET" else None), 303
            )
        check()
        return view(*args, **kwargs)

    guarded.__allows__ = statement  # type: ignore[attr-defined]  # read by the house tests
    return cast("View", guarded)
