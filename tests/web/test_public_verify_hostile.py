"""A hostile or broken file is an answer, and soon; never an error page. All through the site's own addresses."""

from __future__ import annotations

from io import RawIOBase
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelflow.issuing import render_certificate
from labelflow.issuing.typesetting import Enclosure
from labelflow.sealing.authority import make_authority, make_seal
from labelflow.sealing.keys import sealer_of
from labelflow.sealing.making import seal
from tests.credentials.parts import Issuer
from tests.hostile import HOSTILE
from tests.issuing import samples
from tests.web.public_town import town
from tests.web.verifying import ask, certificate, drop, enclosing, forget_tries

if TYPE_CHECKING:
    from tests.stage import Stage

pytestmark = pytest.mark.one_database

EVERY = HOSTILE | {"a PDF with a file that unfolds": (enclosing(b'{"a":1}' + b" " * 50_000_000), "not_ours")}


@pytest.mark.parametrize("name", EVERY)
def test_whatever_the_file_it_has_an_answer_and_soon(stage: Stage, name: str) -> None:
    data, verdict = EVERY[name]
    began = process_time()

    told = ask(stage, data)

    assert (told["valid"], told["verdict"], told["label"]) == (False, verdict, None)
    assert told["message"]
    assert process_time() - began < 2


@pytest.mark.parametrize("name", ["a word", "a photo", "an entity bomb", "a PDF cut short", "a web page"])
@pytest.mark.parametrize("filename", ["attestation.pdf", "virus.exe"])
def test_the_page_says_the_same_whatever_the_name(stage: Stage, name: str, filename: str) -> None:
    page = drop(stage, HOSTILE[name][0], filename)

    assert page.soup.select_one(".verify") is not None
    assert page.errors == []
    assert "Valable" not in page.text


def test_a_bit_flipped_anywhere_is_no_longer_the_certificate(stage: Stage) -> None:
    issued = certificate(stage, stage.at(town)["applicant"])

    @settings(max_examples=40, deadline=None)
    @given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
    def told(place: float, bit: int) -> None:
        data = bytearray(issued)
        data[int(place * len(data))] ^= 1 << bit
        found = ask(stage, bytes(data))
        assert (found["valid"], found["file"], found["label"]) == (False, "not_ours", None)

    told()


@pytest.mark.parametrize(
    ("added", "warned"),
    [
        (b"/Type /Page", False),
        (b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>", True),
        (b"/OpenAction <</S /L#61unch /F (cmd.exe)>>", True),
    ],
)
def test_what_was_added_after_the_seal_is_told(stage: Stage, added: bytes, warned: bool) -> None:
    data = certificate(stage, stage.at(town)["applicant"]) + b"\n7 0 obj <<" + added + b">> endobj\n%%EOF\n"

    page = drop(stage, data)

    assert "Fichier modifié" in page.text
    assert "Quelque chose a été ajouté au fichier après le cachet" in page.text
    assert ("Ne l’ouvrez pas." in page.text) == warned


def test_the_certificate_of_another_instance_is_for_that_instance_to_verify(stage: Stage) -> None:
    stage.at(town)
    now, theirs = stage.crowd.now, Issuer(base="https://elsewhere.example")
    authority = make_authority("Sciences en Occitanie", now=now)
    key = make_seal(authority, "Sciences en Occitanie", now=now)
    enclosed = Enclosure(
        name="credential.json", data=theirs.compact().encode(), description="Justificatif", made_at=now
    )
    document = render_certificate(samples.certificate(), enclosed=enclosed)

    told = ask(stage, seal(document, sealer_of(key.private, key.certificate + authority.certificate), at=now))

    assert (told["verdict"], told["seal"]["state"], told["seal"]["of_instance"]) == ("foreign", "foreign", False)
    assert ask(stage, theirs.compact().encode())["verdict"] == "foreign"


class Endless(RawIOBase):
    """A body as long as it says, of which nothing is kept."""

    def __init__(self, size: int) -> None:
        self.size, self.place = size, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, place: int, whence: int = 0) -> int:
        self.place = self.size + place if whence else place
        return self.place

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any writable buffer
        received = min(len(buffer), self.size - self.place)
        self.place += received
        return received


@pytest.mark.parametrize("path", ["/verifier", "/api/v1/verify"])
def test_two_hundred_megabytes_are_an_answer_once_they_are_sent(stage: Stage, path: str) -> None:
    forget_tries(stage)
    body = Endless(200_000_000)

    answer = stage.app.test_client().post(path, input_stream=body, content_type="multipart/form-data; boundary=cut")

    assert answer.status_code == 413
    assert "trop lourd" in answer.text
    assert body.place == body.size, "a browser shows no answer before it has sent everything"


def test_files_are_limited_for_each_client(stage: Stage) -> None:
    forget_tries(stage)
    client = stage.app.test_client()

    codes = [client.post("/api/v1/verify", data=b"x").status_code for _ in range(61)]
    forget_tries(stage)

    assert codes == [200] * 60 + [429]


def test_only_what_is_not_found_counts_against_a_client(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    forget_tries(stage)
    client = stage.app.test_client()

    known = [client.get(f"/v/{number}").status_code for _ in range(70)]
    guessed = [client.get(f"/v/{code}").status_code for code in range(61)]
    forget_tries(stage)

    assert (known, guessed) == ([200] * 70, [404] * 60 + [429])
