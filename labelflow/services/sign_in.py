"""Sign-in by a link sent to the person's address: made on request, used once, soon out of date.

The answer to a request never says whether the account exists. Only the hash of a token is kept beside
the account; the token itself is in the message, whose words are wiped once it has left.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlencode

from sqlalchemy import delete, update

from labelflow.db import db
from labelflow.domain.actor import ANONYMOUS
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.i18n import language
from labelflow.models.account import SignInLink, User
from labelflow.queries.accounts import sign_in_link, user_by_email
from labelflow.services import notices
from labelflow.services.accounts import add_user, chain
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from datetime import datetime

LINK_LASTS: Final = timedelta(minutes=20)
KEPT_AFTERWARDS: Final = timedelta(days=7)
"""Long enough to tell a person that the link is out of date rather than unknown."""

LinkState = Literal["valid", "used", "expired", "unknown"]


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def request_link(email: str, *, now: datetime, then: str = "") -> None:
    """Send a sign-in link if the address has an active account, else nothing: the caller cannot tell.

    `then` is the path to open after signing in.
    """
    with transaction(actor=ANONYMOUS, now=now) as tx:
        user = user_by_email(email)
        if user is not None and user.active:
            _send_link(tx, user, "account/sign-in", then)


def register(email: str, given_name: str, family_name: str, *, now: datetime) -> None:
    """Open an account that its first link will confirm, in the language in use; one that exists only gets a link."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        user = user_by_email(email)
        if user is None:
            user = add_user(tx, email, given_name=given_name, family_name=family_name, language=language())
            tx.record(chain(user), "person.registered")
            _send_link(tx, user, "account/welcome", "")
        elif user.active:
            _send_link(tx, user, "account/sign-in", "")


def _send_link(tx: Transaction, user: User, text: str, then: str) -> None:
    tx.session.execute(delete(SignInLink).where(SignInLink.expires_at < tx.now - KEPT_AFTERWARDS))
    token = secrets.token_urlsafe(32)
    digest = token_hash(token)
    tx.session.add(SignInLink(token_hash=digest, user_id=user.id, created_at=tx.now, expires_at=tx.now + LINK_LASTS))
    path = f"/connexion/lien/{token}" + (f"?{urlencode({'next': then})}" if then else "")
    minutes = str(LINK_LASTS // timedelta(minutes=1))
    notices.send(tx, [user], text, {"link": path, "minutes": minutes}, cause=digest[:16])


def read_link(token: str, *, now: datetime) -> tuple[User | None, LinkState]:
    """Whose link it is (nobody's when unknown) and whether it still opens; changes nothing."""
    link = sign_in_link(token_hash(token))
    if link is None or not link.user.active:
        return None, "unknown"
    return link.user, _state(link, now)


def use_link(token: str, *, now: datetime) -> User:
    """Use a link up, and return whose it is. Raises NotFound, or Refused when it is used or expired.

    Of two simultaneous uses the database lets one through.
    """
    with transaction(actor=ANONYMOUS, now=now) as tx:
        link = sign_in_link(token_hash(token))
        if link is None or not link.user.active:
            raise NotFound
        taken = tx.session.execute(
            update(SignInLink)
            .where(SignInLink.id == link.id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
            .values(used_at=now)
            .returning(SignInLink.id)
        ).scalar()
        if taken is None:
            raise Refused([Refusal("link-expired")])
        user = link.user
        if user.confirmed_at is None:
            user.confirmed_at = now
            tx.record(chain(user), "person.confirmed")
    return user


def _state(link: SignInLink, now: datetime) -> LinkState:
    if link.used_at is not None:
        return "used"
    return "expired" if link.expires_at <= now else "valid"


def send_reset_link(user: User, token: str, *, hours: int, now: datetime) -> None:
    """Send the link by which a person chooses a new password."""
    with transaction(actor=ANONYMOUS, now=now) as tx:
        context = {"link": f"/mot-de-passe-oublie/{token}", "hours": str(hours)}
        notices.send(tx, [user], "account/reset-password", context, cause=token_hash(token)[:16])


def commit_new_password(user: User, *, now: datetime) -> None:
    """Commit the new password that Flask-Security wrote on `user`, with its fact and its notice.

    Not a `transaction`: the session already holds the change, and the three must stay together.
    """
    tx = Transaction(db.session, ANONYMOUS, now)
    user.confirmed_at = user.confirmed_at or now
    tx.record(chain(user), "person.password_changed")
    notices.send(tx, [user], "account/password-changed", {"link": "/mot-de-passe-oublie"}, cause=now.isoformat())
    db.session.commit()
