"""How often a person may try: per account and network address, and per network address.

Counts live in `Settings.limits_url`: in memory they are per process; several processes share them
through a Redis address.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter, RateLimitExceeded

from labelflow import clock
from labelflow.i18n import _, time_in_words
from labelflow.web.errors import answer
from labelflow.web.outcome import Outcome

if TYPE_CHECKING:
    from flask import Flask, Response

View = Callable[..., ResponseReturnValue]

TRIES_PER_ACCOUNT: Final = "10 per 15 minutes"
"""Passwords tried on one account from one network address."""
TRIES_PER_NETWORK: Final = "100 per hour"
"""Passwords tried from one network address: a school shares one."""
MESSAGES_PER_ACCOUNT: Final = "5 per hour"
"""Messages that anyone may have sent to one address."""
MESSAGES_PER_NETWORK: Final = "50 per hour"

OK: Final = 200
REQUESTS_PER_NETWORK: Final = "40 per hour"
"""Requests to holders written from one network address; those of one address are counted with them, in the database."""
REPORTS_PER_NETWORK: Final = "20 per hour"
"""Reports about labels sent from one network address."""
ANSWERS_PER_DAY: Final = "10 per day"
"""Answers to the poll from one network address, which is not kept: see `network_of_the_day`."""
GUESSES_PER_NETWORK: Final = "60 per 15 minutes"
"""Numbers and codes that nobody holds, asked from one network address; those that somebody holds are not counted."""
FILES_PER_NETWORK: Final = "60 per 10 minutes"
"""Files handed in to be verified from one network address."""
READS_PER_NETWORK: Final = "600 per 10 minutes"
"""Answers of the interface for programs, all together."""
DUMPS_PER_NETWORK: Final = "60 per hour"
"""Whole files of open data."""


def network() -> str:
    """The network address that asks; behind proxies, the one that they vouch for."""
    return request.remote_addr or "unknown"


def network_of_the_day() -> str:
    """The network address as a mark that only this instance makes, another one each day: it leads back to nobody."""
    key = f"{current_app.secret_key!r} {clock.now():%Y-%m-%d}".encode()
    return hmac.new(key, network().encode(), sha256).hexdigest()


def account() -> str:
    """The account that the form names. Hashed: counts are no register of addresses."""
    return sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()


def account_from_network() -> str:
    """One account as seen from one network: a stranger elsewhere cannot lock its owner out."""
    return f"{account()}@{network()}"


limiter = Limiter(network, strategy="fixed-window")


def limit_tries(view: View) -> View:
    """Limit the posts of a view that checks a password."""
    return _limited(view, (TRIES_PER_ACCOUNT, account_from_network), (TRIES_PER_NETWORK, network))


def limit_messages(view: View) -> View:
    """Limit the posts of a view that writes to the address typed."""
    return _limited(view, (MESSAGES_PER_ACCOUNT, account), (MESSAGES_PER_NETWORK, network))


def limit_tokens(view: View) -> View:
    """Limit the posts of a view that a secret in its address opens."""
    return _limited(view, (TRIES_PER_NETWORK, network))


def limit_guesses(view: View) -> View:
    """Limit what a view does not find: nobody goes through all the codes."""
    guarded: View = limiter.limit(GUESSES_PER_NETWORK, key_func=network, deduct_when=_is_missing)(view)
    return guarded


def limit_requests(view: View) -> View:
    """Limit the posts of a view that were taken: whoever has a field to correct loses nothing."""
    guarded: View = limiter.limit(REQUESTS_PER_NETWORK, key_func=network, methods=["POST"], deduct_when=_leads_on)(view)
    return guarded


def limit_reports(view: View) -> View:
    """Limit the reports that were taken from one network address."""
    guarded: View = limiter.limit(REPORTS_PER_NETWORK, key_func=network, methods=["POST"], deduct_when=_leads_on)(view)
    return guarded


def limit_answers(view: View) -> View:
    """Limit the answers that were counted from one network address in a day."""
    guarded: View = limiter.limit(
        ANSWERS_PER_DAY, key_func=network_of_the_day, methods=["POST"], deduct_when=_leads_on
    )(view)
    return guarded


def limit_files(view: View) -> View:
    """Limit the files that a view reads."""
    return _limited(view, (FILES_PER_NETWORK, network))


def limit_reads(view: View) -> View:
    """Limit what a program reads, whatever it reads."""
    guarded: View = limiter.shared_limit(READS_PER_NETWORK, scope="reads", key_func=network)(view)
    return guarded


def limit_dumps(view: View) -> View:
    """Limit whole files; those that have not changed since are not counted."""
    guarded: View = limiter.shared_limit(
        DUMPS_PER_NETWORK, scope="dumps", key_func=network, deduct_when=lambda answer: answer.status_code == OK
    )(view)
    return guarded


def _leads_on(response: Response) -> bool:
    return response.status_code == 303  # noqa: PLR2004 - see other


def _is_missing(response: Response) -> bool:
    return response.status_code == 404  # noqa: PLR2004 - not found


def _limited(view: View, *limits: tuple[str, Callable[[], str]]) -> View:
    for amount, key in limits:
        view = limiter.limit(amount, key_func=key, methods=["POST"])(view)
    return view


def init_limits(app: Flask, *, storage: str) -> None:
    """Count attempts in `storage`, and tell a person who reached a limit when to try again."""
    app.config["RATELIMIT_STORAGE_URI"] = storage
    limiter.init_app(app)
    # Its look at each request is for limits of a whole site, of which there are none; limited views check by themselves.
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001 - no option leaves it out
    app.register_error_handler(RateLimitExceeded, too_many)


def too_many(_error: RateLimitExceeded) -> ResponseReturnValue:
    reached = limiter.current_limit
    assert reached is not None
    again = datetime.fromtimestamp(reached.reset_at, UTC)
    outcome = Outcome(
        status=429,
        code="too-many",
        title=_("Trop d’essais en peu de temps"),
        text=_(
            "Pour protéger les comptes et le registre, le site limite les essais. Vous pourrez recommencer à partir de %(time)s.",
            time=time_in_words(again),
        ),
        tone="warn",
    )
    response = current_app.make_response(answer(outcome))
    response.retry_after = again
    return response
