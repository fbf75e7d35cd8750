"""Is this label genuine and in force? Answered to anybody, by number, short code or file, and never from a cache."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from labelflow.domain.actor import SYSTEM
from labelflow.models.label import Label
from labelflow.queries import labels
from labelflow.services import documents
from labelflow.services.transaction import transaction
from labelflow.store import Store
from tests.rows import changes, fingerprint
from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.page import Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage

SENTENCES = {
    "suspend_at_once": "Ce label est suspendu depuis le",
    "annul": "Ce label a été annulé le",
    "relinquish": "Ce label n’est plus en vigueur depuis le",
}
ACTS = {"suspend_at_once": "chair", "annul": "signatory", "relinquish": "librarian"}


def short_code(crowd: Crowd, number: str) -> str:
    with crowd.looking() as session:
        return session.scalars(select(Label.short_code).where(Label.number == number)).one()


def certificate(stage: Stage, scene: Scene) -> bytes:
    """The bytes of the certificate in force."""
    with stage.crowd.looking() as session:
        label = session.scalars(select(Label).where(Label.public_id == scene.label)).one()
        document = labels.certificate_document(label)
        assert document is not None
        store = Store(stage.settings.files)
        return documents.render(document.public_id, store=store, now=stage.crowd.now)


def reissue(stage: Stage, scene: Scene) -> None:
    """A new certificate of the same label; the former is superseded."""
    with stage.crowd.looking(), transaction(actor=SYSTEM, now=stage.crowd.now) as tx:
        documents.certificate(tx, tx.lock(Label, scene.label))


def drop(stage: Stage, data: bytes, filename: str = "attestation.pdf", status: int = 200) -> Page:
    """Hand a file to the page."""
    browser = stage.crowd.browser()
    browser.get("/verifier")
    return browser.submit("Vérifier le fichier", {"Attestation en PDF": (filename, data)}, status=status)


def spellings(number: str) -> list[str]:
    prefix, year, sequence, check = number.split("-")
    return [
        number,
        number.lower(),
        f"  {number}  ",
        number.replace("-", " "),
        number.replace("-", ""),
        number.replace("-", "–"),
        f"{prefix}.{year}.{sequence}.{check}",
        f"{prefix}-{year}-{sequence.replace('0', 'O')}-{check}",
    ]


def test_a_number_is_understood_however_it_is_typed(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    code = short_code(stage.crowd, number)
    client = stage.app.test_client()

    for typed in [*spellings(number), code, " ".join(code).lower()]:
        answer = client.get("/verifier", query_string={"q": typed}, follow_redirects=True)
        assert (answer.request.path, answer.status_code) == (f"/v/{number}", 200), typed
        assert "Ce label est valable jusqu’au" in " ".join(answer.text.split()), typed


def test_the_answer_gives_holder_actions_and_dates_and_no_person(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    page = stage.crowd.browser().get(f"/v/{number}")

    facts = page.facts()
    assert (facts["Titulaire"], facts["Commune"], facts["Numéro"]) == ("L’Atelier des étoiles", "Foix", number)
    assert facts["Périmètre"] == "Ateliers et interventions scolaires, Expositions"
    named = [stage.crowd.person(key).name for key in ("applicant", "peer1", "chair", "signatory")]
    assert [name for name in named if name in page.text] == []


@pytest.mark.parametrize("step", ACTS)
def test_a_label_stops_being_valid_with_the_act_that_ends_it(stage: Stage, step: str) -> None:
    scene = stage.at(town)["library"]
    browser = stage.crowd.browser()
    before = browser.get(f"/v/{scene.number}")

    stage.crowd.take("label", scene.label, step, by=ACTS[step], **({} if step == "relinquish" else {"facts": LONG}))
    after = browser.get(f"/v/{scene.number}")

    assert "Ce label est valable" in before.text
    assert SENTENCES[step] in after.text
    assert "Ce label est valable" not in after.text
    assert LONG[:60] not in after.text, "reasons are not public"


def test_a_label_past_its_term_is_expired_even_before_the_clock_runs(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    stage.crowd.wait(days=3 * 366)

    assert "Ce label a expiré" in stage.crowd.browser().get(f"/v/{number}").text


def test_no_answer_is_kept_for_more_than_a_minute(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    kept = stage.crowd.browser().get(f"/v/{number}").headers["Cache-Control"]

    assert {part.strip() for part in kept.split(",")} <= {"public", "max-age=60"}


@pytest.mark.parametrize(
    "shape", ["a number never allotted", "an application", "words", "a script", "nothing like one"]
)
def test_what_was_never_allotted_is_unknown_and_nothing_more(stage: Stage, shape: str) -> None:
    scenes = stage.at(town)
    asked = {
        "a number never allotted": "SEO-2027-00099-7",
        "an application": scenes["club"].application,
        "words": "Club d’astronomie du Gers",
        "a script": "<script>alert(1)</script>",
        "nothing like one": "\u2603" * 200,
    }[shape]

    page = stage.crowd.browser().get(f"/v/{asked}", 404)

    assert page.h1 == "Numéro inconnu"
    assert "Aucun label ne porte ce numéro" in page.text
    told = page.text.replace(asked, "")
    hidden = ["candidature", "refus", "Gers", "dossier", stage.crowd.person("amateur").name]
    assert [word for word in hidden if word in told] == []


def test_the_answer_to_the_unknown_is_the_same_whatever_exists(stage: Stage) -> None:
    scenes = stage.at(town)
    asked = [scenes["club"].application, scenes["applicant"].application, "0123456789ab", "nothing"]
    browser = stage.crowd.browser()

    answers = {browser.get(f"/v/{one}", 404).html.replace(one, "…") for one in asked}

    assert len(answers) == 1


@pytest.mark.parametrize("typed", ["%00", "..%2F..%2Fetc", "%FF", "a" * 3000])
def test_bytes_that_are_no_text_are_unknown_too(crowd: Crowd, typed: str) -> None:
    crowd.browser().get(f"/v/{typed}", 404)


def test_the_certificate_that_was_issued_is_recognised_to_the_byte(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]

    page = drop(stage, certificate(stage, scene))

    assert "Ce fichier est bien l’attestation émise, à l’octet près." in page.text
    assert "Ce label est valable jusqu’au" in page.text
    assert scene.number in page.text


def test_the_certificate_of_a_suspended_label_is_genuine_and_not_valid(stage: Stage) -> None:
    scene = stage.at(town)["neighbour"]

    page = drop(stage, certificate(stage, scene))

    assert "Ce fichier est bien l’attestation émise" in page.text
    assert "Ce label est suspendu" in page.text


def test_a_certificate_that_was_replaced_says_so(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    former = certificate(stage, scene)
    stage.crowd.wait(days=1)
    reissue(stage, scene)

    page = drop(stage, former)

    assert "Ce fichier est une ancienne attestation, remplacée depuis." in page.text


@pytest.mark.parametrize("place", [20, 5000, -20])
def test_one_altered_byte_makes_it_somebody_else_s(stage: Stage, place: int) -> None:
    data = bytearray(certificate(stage, stage.at(town)["applicant"]))
    data[place] ^= 1

    page = drop(stage, bytes(data))

    assert "Ce fichier n’est pas une attestation émise ici" in page.text
    assert "Ce label est valable" not in page.text


@pytest.mark.parametrize("data", [b"%PDF-1.7 other", b"bonjour", b"\x00" * 5000])
def test_a_file_that_was_never_issued_is_not_ours(stage: Stage, data: bytes) -> None:
    stage.at(town)

    assert "Ce fichier n’est pas une attestation émise ici" in drop(stage, data).text


@pytest.mark.parametrize(("data", "filename"), [(b"", "attestation.pdf"), (b"x", "a.txt")])
def test_a_file_that_cannot_be_read_is_explained_beside_the_field(stage: Stage, data: bytes, filename: str) -> None:
    page = drop(stage, data, filename, status=400)

    assert len(page.errors) == 1


def test_a_file_that_is_too_large_is_explained_beside_the_field(crowd: Crowd) -> None:
    browser = crowd.browser()
    parts = {"csrf_token": ("", browser.token().encode()), "file": ('; filename="a.pdf"', b"x" * 5_100_000)}
    body = b"".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + data + b"\r\n"
        for name, (more, data) in parts.items()
    )

    answer = browser.client.post(
        "/verifier", data=body + b"--cut--\r\n", content_type="multipart/form-data; boundary=cut"
    )

    assert answer.status_code == 400
    assert "celui-ci pèse 5,1 Mo, la limite est de 5 Mo" in " ".join(answer.text.split())


def test_no_file_at_all_is_explained(crowd: Crowd) -> None:
    browser = crowd.browser()
    browser.get("/verifier")

    page = browser.submit("Vérifier le fichier", status=400)

    assert page.errors == ["Choisissez le fichier PDF de l’attestation."]


def test_a_file_is_not_kept(stage: Stage) -> None:
    stage.at(town)
    before = fingerprint(stage.engine), sorted(stage.settings.files.rglob("*"))

    drop(stage, b"%PDF-1.7 mine")

    assert changes(before[0], fingerprint(stage.engine)) == {}
    assert sorted(stage.settings.files.rglob("*")) == before[1]


def test_a_forged_post_is_turned_away(stage: Stage) -> None:
    client = stage.app.test_client()

    answer = client.post("/verifier", data={"file": (BytesIO(b"%PDF"), "a.pdf")})

    assert answer.status_code == 400


def test_verification_is_a_function_of_the_state_and_of_the_instant(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    states = {state.code: state.public_answer for state in stage.crowd.programme.machines["label"].states}
    before = fingerprint(stage.engine)

    for state, answer in states.items():
        with stage.engine.begin() as connection:
            connection.execute(update(Label).where(Label.number == number).values(state=state))
        with stage.crowd.looking():
            found = [labels.verify(number, stage.crowd.now).status for _twice in range(2)]
        assert found[0] == found[1]
        assert found[0].answer == answer
        assert found[0].counts_as_valid == (state in {"active", "formal_notice"})
    with stage.engine.begin() as connection:
        connection.execute(update(Label).where(Label.number == number).values(state="active"))
    assert changes(before, fingerprint(stage.engine)) == {}
