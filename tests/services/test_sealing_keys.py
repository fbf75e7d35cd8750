"""The register of the keys that seal: made when needed, changed with an overlap, brought, revoked, never forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.actor import SYSTEM
from labelflow.errors import Invalid, NotFound, Refused
from labelflow.models.file import Document
from labelflow.models.journal import Event
from labelflow.models.key import SealingKey
from labelflow.queries.journal import check
from labelflow.queries.keys import keys_of
from labelflow.sealing.authority import make_authority, make_seal
from labelflow.sealing.boxes import CannotOpen
from labelflow.sealing.reading import read
from labelflow.services import documents, keys, sealing_keys
from labelflow.store import Store
from tests import scenes
from tests.sealing.authority_of_time import TimeAuthority, served
from tests.sealing.conftest import MADE_AT, OFFICE
from tests.sealing.test_keys import packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

    from labelflow.sealing.report import SealReport
    from tests.stage import Stage

pytestmark = pytest.mark.slow


@pytest.fixture
def instance(app: Flask) -> Iterator[Flask]:
    """An instance without any programme or key."""
    with app.app_context():
        yield app


def states(now: datetime) -> list[tuple[str, bool]]:
    """Each key that ever sealed, and whether it signs now."""
    db.session.rollback()
    signing = sealing_keys.ensure(now=now).name
    return [(key.name, key.name == signing) for key in keys_of("seal")]


@pytest.mark.usefixtures("instance")
def test_the_first_need_makes_an_authority_and_a_key_and_the_second_none(now: datetime) -> None:
    first = sealing_keys.ensure(now=now)
    again = sealing_keys.ensure(now=now + timedelta(days=1))

    assert (first.name, again.name) == ("seal-1", "seal-1")
    assert [key.name for key in db.session.scalars(select(SealingKey).order_by(SealingKey.id))] == [
        "authority-1",
        "seal-1",
    ]


@pytest.mark.usefixtures("instance")
def test_the_journal_tells_the_story_of_the_keys_and_holds_no_secret(now: datetime) -> None:
    sealing_keys.ensure(now=now)
    sealing_keys.rotate(actor=SYSTEM, now=now, starts_at=now)
    keys.revoke("seal-1", actor=SYSTEM, now=now, reason="copied")
    told = db.session.scalars(select(Event).order_by(Event.id)).all()

    assert [event.code for event in told] == ["key.made", "key.made", "key.made", "key.revoked"]
    assert "PRIVATE" not in str([event.body for event in told])
    assert check().faults == ()


@pytest.mark.usefixtures("instance")
def test_private_keys_are_locked_by_the_pass_phrase_of_the_instance(
    now: datetime, instance: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sealing_keys.ensure(now=now)
    opened = keys.unlocked(key)
    secret = instance.extensions["labelflow.settings"].home / "keys-passphrase"

    assert opened[:2].hex() == "3082"
    assert opened.hex() not in key.private
    assert oct(secret.stat().st_mode)[-3:] == "600"
    secret.write_text("another")
    with pytest.raises(CannotOpen, match="LABELFLOW_KEYS_PASSPHRASE"):
        keys.unlocked(key)


@pytest.mark.usefixtures("instance")
def test_a_key_is_changed_with_an_overlap(now: datetime) -> None:
    sealing_keys.ensure(now=now)
    later = now + timedelta(days=30)

    sealing_keys.rotate(actor=SYSTEM, now=now, starts_at=later)

    assert states(now) == [("seal-1", True), ("seal-2", False)]
    assert states(later) == [("seal-1", False), ("seal-2", True)]
    assert [key.name for key in sealing_keys.trust_bundle(now).keys] == ["seal-1", "seal-2"], (
        "published before it seals"
    )


@pytest.mark.usefixtures("instance")
def test_a_key_whose_certificate_ended_is_replaced_by_itself(now: datetime) -> None:
    sealing_keys.ensure(now=now)

    assert states(now + timedelta(days=6 * 365)) == [("seal-1", False), ("seal-2", True)]


@pytest.mark.usefixtures("instance")
def test_a_revoked_key_seals_no_more_and_is_named_in_the_authority_s_list(now: datetime) -> None:
    first = sealing_keys.ensure(now=now)

    keys.revoke("seal-1", actor=SYSTEM, now=now, reason="copied")

    assert states(now) == [("seal-1", False), ("seal-2", True)]
    bundle = sealing_keys.trust_bundle(now)
    assert [key.revoked_at for key in bundle.keys] == [now, None]
    assert first.certificates.startswith(bundle.keys[0].certificates)
    assert "BEGIN X509 CRL" in bundle.revocations
    with pytest.raises(Invalid):
        keys.revoke("seal-1", actor=SYSTEM, now=now, reason="again")
    with pytest.raises(NotFound):
        keys.revoke("seal-9", actor=SYSTEM, now=now, reason="none")


@pytest.mark.usefixtures("instance")
def test_a_key_from_elsewhere_seals_from_then_on(now: datetime) -> None:
    authority = make_authority(OFFICE, now=MADE_AT)
    file = packed(make_seal(authority, OFFICE, now=MADE_AT), authority)
    sealing_keys.ensure(now=now)

    brought = sealing_keys.bring(file, "1234", actor=SYSTEM, now=now)

    assert states(now) == [("seal-1", False), ("seal-2", True)]
    assert brought.certificates.count("BEGIN CERTIFICATE") == 2
    with pytest.raises(Refused, match="certificate-out-of-term"):
        sealing_keys.bring(file, "1234", actor=SYSTEM, now=now + timedelta(days=9 * 365))


def receipt(stage: Stage) -> str:
    stage.at(scenes.submitted)
    with stage.crowd.looking() as session:
        (found,) = session.scalars(select(Document.public_id))
    return found


def judged(data: bytes, now: datetime) -> SealReport:
    return read(data, sealing_keys.trust_bundle(now), now)


def test_what_is_issued_is_sealed_by_the_owner_of_the_programme(stage: Stage) -> None:
    document, now = receipt(stage), stage.crowd.now
    with stage.crowd.looking():
        data = documents.render(document, store=Store(stage.settings.files), now=now)
        report = judged(data, now)

    assert (report.state, report.key, report.sealed_at) == ("intact", "seal-1", now)
    assert report.signer.startswith("Cachet de ")
    assert "127.0.0.1" not in report.signer


def test_two_renderers_at_once_keep_one_file(stage: Stage) -> None:
    document, now = receipt(stage), stage.crowd.now
    store = Store(stage.settings.home / "raced")

    def render(later: int) -> bytes:
        with stage.app.app_context():
            return documents.render(document, store=store, now=now + timedelta(seconds=later))

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(render, (0, 1)))
    files = [path for path in store.folder.rglob("*") if path.is_file()]

    assert made[0] == made[1]
    assert [path.read_bytes() for path in files] == made[:1]


def test_a_document_is_dated_by_the_time_stamp_authority(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    document, now, store = receipt(stage), stage.crowd.now, Store(stage.settings.home / "dated")
    clock = TimeAuthority(now)
    roots = stage.settings.home / "roots.pem"
    roots.write_text(clock.roots)
    with served(clock) as address, stage.crowd.looking():
        told = replace(stage.settings, timestamp_url=address, timestamp_roots=roots)
        monkeypatch.setitem(stage.app.extensions, "labelflow.settings", told)
        report = judged(documents.render(document, store=store, now=now), now)

    assert (report.state, report.time_proved, report.sealed_at) == ("intact", True, now)


def test_a_document_is_not_sealed_without_the_time_stamp_that_was_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, store = receipt(stage), Store(stage.settings.home / "waiting")
    with served(TimeAuthority(stage.crowd.now)) as address:
        pass
    told = replace(stage.settings, timestamp_url=address)
    monkeypatch.setitem(stage.app.extensions, "labelflow.settings", told)

    with stage.crowd.looking(), pytest.raises(Refused, match="time-stamp-unavailable"):
        documents.render(document, store=store, now=stage.crowd.now)

    assert not store.folder.exists()
