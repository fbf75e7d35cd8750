"""A small world for tests: a programme, structures and people, made by the services as the site makes them.

    def test_…(world: World) -> None:
        scene = scenes.submitted(world)                       # tests/scenes: « an application in review »…
        world.take("application", scene.application, "ask_missing", by="coordinator", pieces=…, message=…)
        with world.looking() as session: …                    # rows, inside an application context
        page = world.browser("applicant").get(…)              # tests/page.py, signed in

Whoever acts is named by a key of `PEOPLE` and comes to life when first named. Time is the clock of the
process: `world.now`, moved by `world.wait(days=2)`. Every call opens a context of its own, as a request
does; it gives back the public identifier of what the service returned.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from labelflow import clock, paths
from labelflow.db import db
from labelflow.domain.actor import SYSTEM, Actor
from labelflow.models.account import User
from labelflow.models.structure import Structure
from labelflow.models.subjects import MODELS
from labelflow.queries.actors import actor_of
from labelflow.queries.programmes import current_programme
from labelflow.services import accounts, credentials, programmes, sealing_keys, steps
from labelflow.services.structures import register_structure
from tests.images import played
from tests.page import Browser
from tests.people import NOW
from tests.rows import is_empty
from tests.scenes.cast import PEOPLE, STRUCTURES, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from flask import Flask
    from flask.ctx import AppContext
    from sqlalchemy.orm import Session

    from labelflow.domain.grid import Grid
    from labelflow.programmes.schema import Programme
    from tests.images import Past

PROGRAMME = "sciences-en-occitanie"
SINCE = date(2025, 1, 1)
"""First day of every mandate and membership of this world."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person or a structure of the world."""

    id: int
    public_id: str
    name: str
    email: str = ""


class World:
    """See the module."""

    people: ClassVar[Mapping[str, Told]] = PEOPLE
    places: ClassVar[Mapping[str, Mapping[str, Any]]] = STRUCTURES
    """A larger world is a subclass with more of either."""

    def __init__(self, app: Flask, at: datetime = NOW, programme: str = PROGRAMME) -> None:
        self._app = app
        self.programme_code = programme
        self._people: dict[str, Known] = {}
        self._structures: dict[str, Known] = {}
        self.past: Past | None = self._beginning()
        """How it came to be, while that is known: see `tests/images.py`."""
        self.set_clock(at)
        played(self, (programme, at), lambda: self._install(programme, at))

    def _beginning(self) -> Past | None:
        with self.context():
            return (db.engine.dialect.name, type(self)) if is_empty(db.engine) else None

    def _install(self, programme: str, at: datetime) -> None:
        self._do(programmes.install, paths.programmes() / programme, SYSTEM, at, in_force_from=SINCE)
        self._do(sealing_keys.ensure, now=at)
        self._do(credentials.make_first_key, actor=SYSTEM, now=at)

    # -- time

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.PARIS).date()

    def set_clock(self, to: datetime) -> None:
        clock.shift(to - datetime.now(UTC))

    def travel(self, to: datetime) -> None:
        """Set the clock."""
        self.set_clock(to)
        self._came_by("travel", to)

    def wait(self, **delay: float) -> None:
        """Move the clock by `timedelta(**delay)`."""
        self.set_clock(self.now + timedelta(**delay))
        self._came_by("wait", timedelta(**delay))

    # -- how it came to be

    def _came_by(self, *what: Hashable) -> None:
        self.past = (*self.past, what) if self.past is not None else None

    def cast(self) -> tuple[dict[str, Known], dict[str, Known]]:
        """Everybody who was named until now."""
        return dict(self._people), dict(self._structures)

    def know(self, cast: tuple[Mapping[str, Known], Mapping[str, Known]]) -> None:
        """The people and the structures that are in the database."""
        self._people, self._structures = dict(cast[0]), dict(cast[1])

    @property
    def app(self) -> Flask:
        """The application, for whatever one wants."""
        self.past = None
        return self._app

    def context(self) -> AppContext:
        """A context of the application, to look and touch nothing."""
        return self._app.app_context()

    # -- who and where

    def structure(self, key: str) -> Known:
        if key not in self._structures:
            self._structures[key] = self._register(self.places[key])
            self._came_by("structure", key)
        return self._structures[key]

    def person(self, key: str) -> Known:
        if key not in self._people:
            self._people[key] = self._open_account(key)
            self._came_by("person", key)
        return self._people[key]

    def actor(self, key: str) -> Actor:
        """The person as services want them, with all their mandates and memberships."""
        if key == "system":
            return SYSTEM
        person = self.person(key)
        with self.context():
            return actor_of(db.session.get_one(User, person.id))

    def _register(self, fields: Mapping[str, Any]) -> Known:
        told = dict(fields)
        consortium = told.pop("is_consortium_member", False)
        with self.context():
            made = register_structure(told, actor=SYSTEM, now=self.now, is_consortium_member=consortium)
            return Known(made.id, made.public_id, made.name, made.email)

    def _open_account(self, key: str) -> Known:
        told = self.people[key]
        body = self.structure(told.structure) if told.structure else None
        with self.context():
            acting: dict[str, Any] = {"actor": SYSTEM, "now": self.now}
            names: dict[str, Any] = {"given_name": told.given_name, "family_name": told.family_name}
            user = accounts.create_user(f"{key}@exemple.fr", **acting, **names, trained_on=SINCE)
            place = db.session.get_one(Structure, body.id) if body else None
            if told.member_role and place is not None:
                accounts.add_member(place, user, told.member_role, starts_on=SINCE, **acting)
            for role in told.mandates:
                terms: dict[str, Any] = {"programme_code": told.programme, "structure": place}
                accounts.grant_mandate(
                    user, role, starts_on=SINCE, **acting, **terms, capacity=told.capacity, college=told.college
                )
            return Known(user.id, user.public_id, user.name, user.email)

    def let_act(self, key: str, structure: str) -> None:
        """Let a person act for one more structure, as a member."""
        person, place = self.person(key), self.structure(structure)
        with self.looking() as session:
            user, joined = session.get_one(User, person.id), session.get_one(Structure, place.id)
            accounts.add_member(joined, user, "member", starts_on=SINCE, actor=SYSTEM, now=self.now)

    def end_membership(self, key: str, *, on: date) -> None:
        """The person no longer acts for their structure after a day."""
        person = self.person(key)
        with self.looking() as session:
            for membership in session.get_one(User, person.id).memberships:
                accounts.end_membership(membership, on=on, actor=SYSTEM, now=self.now)

    # -- acting and looking

    def do(self, service: Callable[..., Any], *arguments: Any, by: str, **options: Any) -> Any:
        """Call a service as somebody, now. Gives the public identifier of what it returned."""
        actor = self.actor(by)
        return self._do(service, *arguments, actor=actor, now=self.now, **options)

    def _do(self, service: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.past = None
        with self.context():
            made = service(*arguments, **options)
            return getattr(made, "public_id", made)

    def take(self, kind: str, public_id: str, step: str, *, by: str, **fields: Any) -> None:
        """Take a declared step as somebody, now."""
        self.do(steps.take, kind, public_id, step, by=by, fields=fields)

    def offers(self, kind: str, public_id: str, *, by: str) -> dict[str, tuple[str, ...]]:
        """What somebody may do: step → codes of the refusals that stand in its way."""
        actor = self.actor(by)
        with self.context():
            subject = self.found(kind, public_id, db.session)
            found = steps.offers(subject, actor=actor, now=self.now)
            return {offer.step.code: tuple(refusal.code for refusal in offer.refusals) for offer in found}

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """The database, in an application context; what is read here is not to be used outside."""
        self.past = None
        with self.context():
            yield db.session

    def found(self, kind: str, public_id: str, session: Session) -> Any:
        """A subject, inside `looking`."""
        model = MODELS[kind]  # type: ignore[index]  # any kind
        return session.scalars(select(model).where(model.public_id == public_id)).one()

    def state(self, kind: str, public_id: str) -> str:
        """The state in which a subject is."""
        with self.context():
            return str(self.found(kind, public_id, db.session).state)

    @property
    def programme(self) -> Programme:
        """The programme in force."""
        with self.context():
            return current_programme(self.programme_code, self.today)

    @property
    def grid(self) -> Grid:
        """Its grid, of a programme that has one."""
        grid = self.programme.grid
        assert grid is not None
        return grid

    def browser(self, key: str | None = None) -> Browser:
        """The strict page client, signed in as somebody (None: a visitor)."""
        client = self.app.test_client()
        if key is not None:
            person = self.person(key)
            with self.looking() as session:
                uniquifier = session.get_one(User, person.id).fs_uniquifier
            with client.session_transaction() as cookie:
                cookie.update(_user_id=uniquifier, _fresh=True, fs_cc="set", fs_paa=clock.real_now().timestamp())
        return Browser(client)
