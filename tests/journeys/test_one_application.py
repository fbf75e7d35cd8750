"""One application, from a new account to a label that anyone can verify, played by everybody in the browser."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pymupdf
import zxingcpp
from PIL import Image

from labelflow import clock
from tests.journeys import deciding, filing, looking, reviewing
from tests.journeys.words import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.journeys.person import Person
    from tests.journeys.sights import Sights
    from tests.journeys.site import Site

    Visit = Callable[..., Person]

MEMBERS: Final = tuple(f"member{place}" for place in range(1, 9))
STAFF: Final = ("coordinator", *reviewing.READERS, "chair", "signatory", *MEMBERS)
GIVER, HOLDER = "Dominique Gayraud", "Dominique Alibert"
"""`member7` gives a proxy to `member1`; `member8` works for the applicant."""


def test_one_application_goes_from_a_new_account_to_a_label_that_anyone_can_verify(
    site: Site, visit: Visit, sights: Sights, chromium: Browser
) -> None:
    site.do(lambda world: [world.person(key) for key in STAFF])
    lea, maud = visit(email="lea.martin@exemple.fr"), visit("coordinator")

    receipt = _files(lea)
    _is_reviewed(site, visit, lea, maud)
    _is_decided(site, visit, maud)
    certificate, number = _is_notified(site, lea)
    address = _read(certificate)
    teacher = visit()
    looking.understand(teacher)
    looking.find(teacher, filing.NAME, "foix", "Ariège")
    looking.check(teacher, f" {number.lower()} ")
    assert teacher.sees("Valable")

    assert filing.NAME in _words(receipt)
    assert address == f"{site.base}/v/{number}"
    _is_public(visit(), address, "Valable", listed=True)
    claire = visit("chair")
    claire.enter()
    deciding.suspend(claire, number, FACTS)
    _is_public(visit(), address, "Suspendu", listed=False)
    assert sights.examine(chromium) == {}


def _files(lea: Person) -> bytes:
    filing.sign_up(lea)
    filing.describe_structure(lea)
    filing.add_colleague(lea, "Dominique", "Hébrard", "member8@exemple.fr")
    filing.start(lea)
    filing.answer_everything(lea)
    filing.take_positions(lea)
    filing.add_pieces(lea)
    lea.click("Continuer")
    filing.accept_texts(lea)
    filing.file_in_vain(lea)
    return filing.file(lea)


def _is_reviewed(site: Site, visit: Visit, lea: Person, maud: Person) -> None:
    maud.enter()
    reviewing.ask_a_piece(maud)
    site.wait(days=2)
    reviewing.give_the_piece(lea)
    site.wait(days=1)
    reviewing.admit(maud)
    reviewing.invite(maud)
    site.wait(hours=2)
    for key in reviewing.READERS:
        reader = visit(key)
        reviewing.accept(reader)
        reviewing.review(reader)
        reader.leave()
    site.wait(days=1)
    reviewing.reply(lea)
    for key in reviewing.READERS:
        reader = visit(key)
        reviewing.confirm(reader)
        reader.leave()


def _is_decided(site: Site, visit: Visit, maud: Person) -> None:
    held_at = (clock.now().astimezone(clock.PARIS) + timedelta(days=21)).replace(hour=14, minute=0)
    deciding.plan(maud, held_at)
    site.wait(days=21, hours=2)
    claire = visit("chair")
    claire.enter()
    deciding.take_attendance(claire, GIVER, HOLDER)
    deciding.open_session_and_vote(claire)
    assert claire.sees("Dominique Hébrard")
    recused = visit("member8")
    recused.enter()
    recused.open(claire.page.url, 404)
    for key in MEMBERS[:6]:
        member = visit(key)
        deciding.vote(member, (GIVER,) if key == MEMBERS[0] else ())
        member.leave()
    deciding.conclude(claire)
    deciding.sign(visit("signatory"))
    site.wait(minutes=10)


def _is_notified(site: Site, lea: Person) -> tuple[bytes, str]:
    """The certificate, and the number of the label."""
    lea.follow_mail("votre décision vous attend")
    assert lea.sees("Label accordé")
    lea.open("/mon-espace")
    lea.click(filing.NAME)
    certificate = lea.download("Télécharger l’attestation (PDF)")
    number = lea.page.url.rsplit("/", 1)[1]
    return certificate, number


def _is_public(visitor: Person, address: str, answer: str, *, listed: bool) -> None:
    visitor.open(address)
    assert visitor.sees(answer)
    visitor.open("/annuaire")
    assert visitor.sees(filing.NAME) is listed


def _words(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return " ".join(document[0].get_text().split())


def _read(certificate: bytes) -> str:
    """What a telephone reads on the page."""
    with pymupdf.open(stream=certificate) as document:
        picture = Image.open(BytesIO(document[0].get_pixmap(dpi=110).tobytes("png")))
    return str(zxingcpp.read_barcodes(picture)[0].text)
