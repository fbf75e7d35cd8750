"""A photo or a screenshot of a certificate says whose label it shows, as if its number had been typed; never more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tests import photos
from tests.web.public_town import town
from tests.web.published import fetched
from tests.web.verifying import ask, certificate, drop, forget_tries

if TYPE_CHECKING:
    from tests.page import Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage

pytestmark = pytest.mark.one_database


def shown(stage: Stage, place: str) -> Image.Image:
    """The certificate of a place, on a screen."""
    return photos.page_of(certificate(stage, stage.at(town)[place]), dpi=110)


def code(text: str) -> Image.Image:
    """A code that somebody made."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(made.to_image(scale=6)).convert("RGB")


def test_a_photo_leads_to_its_label_and_asks_to_compare(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    picture = photos.jpeg(photos.photographed(photos.page_of(certificate(stage, scene))))

    page = drop(stage, picture, "photo.jpg")
    told = ask(stage, picture)

    assert "Ce label est valable jusqu’au" in page.text
    assert "L’image elle-même ne prouve rien : comparez le titulaire" in page.text
    assert (page.facts()["Titulaire"], page.facts()["Numéro"]) == ("L’Atelier des étoiles", scene.number)
    assert (told["verdict"], told["valid"], told["file"]) == ("valid", True, None)
    assert (told["document"]["state"], told["document"]["codes"]) == ("scanned", [scene.number])


def test_a_photo_of_a_suspended_label_says_that_it_is(stage: Stage) -> None:
    told = ask(stage, photos.png(shown(stage, "neighbour")))

    assert (told["verdict"], told["valid"]) == ("suspended", False)


def test_several_labels_in_one_picture_are_named_and_none_is_chosen(stage: Stage) -> None:
    numbers = [stage.at(town)[place].number for place in ("applicant", "library")]
    picture = photos.png(photos.beside(shown(stage, "applicant"), shown(stage, "library")))

    page = drop(stage, picture, "capture.png")
    told = ask(stage, picture)

    assert "Plusieurs codes" in page.text
    assert {f"/v/{number}" for number in numbers} <= {str(link["href"]) for link in page.soup.select(".verify a")}
    assert (told["verdict"], told["label"], sorted(told["document"]["codes"])) == (
        "several_codes", None, sorted(numbers),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        ("https://label.evil.example/v/{number}", "another_site", "mène à un autre site (label.evil.example)"),
        ("WIFI:S:accueil;;", "other_code", "ne mène à aucun label"),
        ("{site}/v/SEO-2027-99999-Z", "other_code", "ne mène à aucun label"),
    ],
)
def test_a_code_that_leads_elsewhere_is_called_out(stage: Stage, text: str, verdict: str, said: str) -> None:
    scene = stage.at(town)["applicant"]
    told = ask(stage, photos.png(code(text.format(number=scene.number, site=stage.settings.base_url))))

    assert (told["valid"], told["verdict"]) == (False, verdict)
    assert said in told["message"]


def test_a_blurred_photo_says_what_to_do(stage: Stage) -> None:
    blurred = shown(stage, "applicant").filter(ImageFilter.GaussianBlur(5))

    page = drop(stage, photos.jpeg(blurred), "photo.jpg")

    assert "Aucun code ne peut être lu sur cette image" in page.text
    assert "Reprenez-la de plus près" in page.text


@pytest.mark.parametrize(
    "start", [b"\0\0\0\x2cftypheic", b"\0\0\0\x20ftypavif", b"RIFF\0\0\0\0WEBP", b"\xff\xd8\xff\xe1"]
)
def test_a_picture_of_a_format_that_is_not_read_says_which_ones_are(stage: Stage, start: bytes) -> None:
    told = ask(stage, start + bytes(2000))

    assert (told["verdict"], told["document"]["kind"]) == ("no_credential", "photo")
    assert "Envoyez-la en JPEG ou en PNG" in told["message"]


def test_a_picture_that_carries_a_credential_is_read_for_it(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]

    told = ask(stage, fetched(stage, f"/v/{scene.number}/badge.png"))

    assert (told["verdict"], told["document"]["state"], told["document"]["codes"]) == ("valid", "issued", None)


@pytest.mark.parametrize("name", ["credential.json", "credential.jwt"])
def test_the_text_of_a_credential_is_pasted_whatever_its_length(stage: Stage, name: str) -> None:
    page = pasted(stage, fetched(stage, f"/v/{holder(stage).number}/{name}").decode())

    assert "Ce label est valable jusqu’au" in page.text
    assert "est bien celui qui a été émis" in page.text


def test_a_pasted_text_that_was_changed_is_told_and_what_was_pasted_is_kept(stage: Stage) -> None:
    text = fetched(stage, f"/v/{holder(stage).number}/credential.json").decode().replace("étoiles", "toiles")

    page = pasted(stage, text)

    assert "sa signature ne correspond plus" in page.text
    assert page.soup.select_one("textarea").text.strip() == text.strip()  # type: ignore[union-attr]


def test_a_number_that_is_pasted_there_leads_to_its_label_and_nothing_is_explained(stage: Stage) -> None:
    number = holder(stage).number

    assert pasted(stage, f" {number}\n", status=303).location == f"/v/{number}"
    assert "Collez le texte du justificatif." in pasted(stage, "", status=400).text


def holder(stage: Stage) -> Scene:
    return stage.at(town)["applicant"]


def pasted(stage: Stage, text: str, status: int = 200) -> Page:
    forget_tries(stage)
    browser = stage.crowd.browser()
    browser.get("/verifier")
    return browser.submit("Vérifier ce texte", {"Texte du justificatif": text}, status=status)


def test_a_paper_scanned_into_a_pdf_says_which_label_it_shows_and_that_a_scan_proves_nothing(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    scanned = photos.pdf(photos.photographed(photos.page_of(certificate(stage, scene)), degrees=2))

    page = drop(stage, scanned, "scan.pdf")
    told = ask(stage, scanned)

    assert "Ce label est valable jusqu’au" in page.text
    assert "Une numérisation ne garde pas le cachet" in page.text
    assert page.facts()["Numéro"] == scene.number
    assert (told["verdict"], told["valid"], told["file"]) == ("valid", True, None)
    assert (told["document"]["kind"], told["document"]["state"]) == ("pdf", "scanned")


def test_the_papers_of_two_labels_in_one_pdf_are_named(stage: Stage) -> None:
    scanned = photos.pdf(shown(stage, "applicant"), shown(stage, "library"))

    page = drop(stage, scanned, "scan.pdf")

    assert "Les pages de ce fichier montrent les codes de plusieurs labels" in page.text


def test_a_scanned_paper_of_anything_else_is_a_file_that_is_not_ours(stage: Stage) -> None:
    told = ask(stage, photos.pdf(code("https://exemple.fr/facture/12")))

    assert (told["verdict"], told["document"]["state"]) == ("not_ours", "not_ours")
