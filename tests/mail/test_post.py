"""Letters leave at least once, by a real mail server; one that cannot be written holds up none of the others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from labelflow.i18n import use_language
from labelflow.jobs import post
from labelflow.models.account import User
from labelflow.models.queue import Notice
from labelflow.services import sign_in
from tests import scenes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crowd import Crowd
    from tests.network import Mailbox
    from tests.stage import Stage


@pytest.fixture
def posted(stage: Stage, smtp: Mailbox) -> Iterator[Mailbox]:
    """The instance sends by the real server."""
    kept = stage.app.extensions["labelflow.settings"]
    stage.app.extensions["labelflow.settings"] = replace(kept, smtp_url=smtp.url)
    yield smtp
    stage.app.extensions["labelflow.settings"] = kept


def deliver(crowd: Crowd) -> int:
    with crowd.looking():
        return post.deliver(crowd.now)


def waiting(crowd: Crowd) -> list[Notice]:
    with crowd.looking() as session:
        return list(session.scalars(select(Notice).where(Notice.sent_at.is_(None)).order_by(Notice.id)))


def test_each_letter_leaves_once_in_plain_words_with_its_own_identifier(crowd: Crowd, posted: Mailbox) -> None:
    scenes.submitted(crowd)
    queued = len(waiting(crowd))

    sent, again = deliver(crowd), deliver(crowd)

    assert (sent, again, waiting(crowd)) == (queued, 0, [])
    assert len({message["Message-ID"] for message in posted.messages}) == queued
    receipt = next(message for message in posted.messages if message["To"] == "applicant@exemple.fr")
    assert receipt.get_content_type() == "text/plain"
    assert receipt["Content-Language"] == "fr"
    assert "Bonjour Jeanne Vidal" in receipt.get_content()


def test_a_letter_says_who_writes_to_whom_one_answers_and_that_nobody_wrote_it(crowd: Crowd, posted: Mailbox) -> None:
    scenes.submitted(crowd)

    deliver(crowd)

    receipt = next(message for message in posted.messages if message["To"] == "applicant@exemple.fr")
    assert receipt["From"] == "Sciences en Occitanie <ne-pas-repondre@localhost>"
    assert receipt["Reply-To"] == "label@sciences-en-occitanie.example"
    assert receipt["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(receipt["Date"]) == crowd.now.replace(microsecond=0)
    assert re.fullmatch(r"<[a-z0-9]+@127\.0\.0\.1>", receipt["Message-ID"])
    assert receipt["Content-Transfer-Encoding"] == "quoted-printable"


def test_letters_about_an_account_hold_each_link_whole_on_a_line_of_its_own(
    stage: Stage, crowd: Crowd, posted: Mailbox
) -> None:
    crowd.person("applicant")
    with crowd.looking() as session:
        user = session.get_one(User, crowd.person("applicant").id)
        sign_in.request_link(user.email, now=crowd.now, then="/candidatures/" + "x" * 90)
        sign_in.send_reset_link(user, "y" * 120, hours=2, now=crowd.now)
        sign_in.register("zoe@exemple.fr", "Zoé", "Ñandú « de la Forêt »", now=crowd.now)
    deliver(crowd)

    assert [message["Subject"] for message in posted.messages] == [
        "Votre lien de connexion", "Choisissez un nouveau mot de passe", "Ouvrez votre compte",
    ]  # fmt: skip
    for message in posted.messages:
        lines = message.get_content().splitlines()
        (link,) = [line for line in lines if line.startswith(f"{stage.settings.base_url}/")]
        assert " " not in link
        assert lines[lines.index(link) - 1] == lines[lines.index(link) + 1] == ""
        assert lines[-2:] == ["Sciences en Occitanie", stage.settings.base_url]
        assert message["From"] == "Sciences en Occitanie <ne-pas-repondre@localhost>"
        assert not re.search(r"[^\s\xa0] [:;?!»]|« ", message.get_content().replace("« de la Forêt »", ""))
    assert "Bonjour Zoé Ñandú « de la Forêt »," in posted.messages[2].get_content()


def test_an_account_opened_in_a_language_keeps_it_for_its_letters(crowd: Crowd, posted: Mailbox) -> None:
    with crowd.looking() as session, use_language("oc"):
        sign_in.register("zoe@exemple.fr", "Zoé", "Vidal", now=crowd.now)
        assert session.scalars(select(User.language).where(User.email == "zoe@exemple.fr")).one() == "oc"

    deliver(crowd)

    assert [message["Content-Language"] for message in posted.messages] == ["oc"]


def test_a_letter_about_an_application_says_no_more_than_where_to_read_it(crowd: Crowd, posted: Mailbox) -> None:
    scenes.refused(crowd)

    deliver(crowd)

    said = "\n".join(message.get_content() for message in posted.messages)
    assert "résultat que la littérature a corrigé" not in said, "reasons stay behind the sign-in"
    assert "Hugo Peyre" not in [line for line in said.splitlines() if "évalu" in line], "reviewers are not named"


def test_a_server_that_refuses_for_now_is_asked_again_later_and_later(crowd: Crowd, posted: Mailbox) -> None:
    scenes.submitted(crowd)
    posted.answer = "451 Come back later"
    waits = []
    for attempt in range(1, 5):
        before = crowd.now
        deliver(crowd)
        (notice, *_) = waiting(crowd)
        assert (notice.attempts, "451" in notice.last_error) == (attempt, True)
        assert notice.next_attempt_at is not None
        waits.append(notice.next_attempt_at - before)
        crowd.travel(notice.next_attempt_at)
    posted.answer = "250 Accepted"

    deliver(crowd)

    assert waits == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16)]
    assert waiting(crowd) == []
    assert set(Counter(message["Message-ID"] for message in posted.messages).values()) == {1}


def test_a_letter_that_is_not_due_yet_waits(crowd: Crowd, posted: Mailbox) -> None:
    scenes.submitted(crowd)
    posted.answer = "451 Come back later"
    deliver(crowd)
    posted.answer = "250 Accepted"

    assert (deliver(crowd), posted.messages) == (0, [])


def test_a_letter_that_cannot_be_written_holds_up_none_of_the_others(
    stage: Stage, crowd: Crowd, posted: Mailbox
) -> None:
    scenes.submitted(crowd)
    first, second, third, *others = [notice.id for notice in waiting(crowd)]
    with stage.engine.begin() as connection:
        connection.execute(update(Notice).where(Notice.id == first).values(text_code="applicant/nothing"))
        connection.execute(update(Notice).where(Notice.id == second).values(context={}, programme_version_id=None))
        connection.execute(update(Notice).where(Notice.id == third).values(address="nobody at all"))

    deliver(crowd)

    kept = waiting(crowd)
    assert [notice.id for notice in kept] == [first, second, third]
    assert all(notice.last_error and notice.attempts == 1 for notice in kept)
    assert len(posted.messages) == len(others)


def test_a_server_that_does_not_answer_costs_no_letter_an_attempt(crowd: Crowd, posted: Mailbox, stage: Stage) -> None:
    scenes.submitted(crowd)
    alive = stage.app.extensions["labelflow.settings"]
    stage.app.extensions["labelflow.settings"] = replace(alive, smtp_url="smtp://127.0.0.1:1")

    with pytest.raises(OSError, match="refused"):
        deliver(crowd)

    assert {notice.attempts for notice in waiting(crowd)} == {0}
    stage.app.extensions["labelflow.settings"] = alive
    assert deliver(crowd) == len(posted.messages) > 0


def test_a_letter_is_given_up_after_its_last_attempt_and_stays_on_record(
    stage: Stage, crowd: Crowd, posted: Mailbox
) -> None:
    scenes.submitted(crowd)
    last = post.MOST_ATTEMPTS - 1
    with stage.engine.begin() as connection:
        connection.execute(update(Notice).values(attempts=last))
    posted.answer = "550 No such person"

    deliver(crowd)

    kept = waiting(crowd)
    assert {(notice.attempts, notice.next_attempt_at) for notice in kept} == {(post.MOST_ATTEMPTS, None)}
    assert all("550" in notice.last_error for notice in kept)


def test_without_a_mail_server_letters_lie_in_the_folder_of_the_instance(stage: Stage, crowd: Crowd) -> None:
    scenes.submitted(crowd)
    queued = [notice.public_id for notice in waiting(crowd)]

    deliver(crowd)

    folder = stage.settings.home / "mail"
    assert {f"{public_id}.eml" for public_id in queued} <= {path.name for path in folder.iterdir()}
