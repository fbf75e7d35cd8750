"""The coordination checks, asks and invites; each reader declares, reviews and submits; the structure replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.journeys.filing import NAME, choose_file
from tests.journeys.words import REPLY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.journeys.person import Person

PIECE: Final = "Plan d’amélioration"
READERS: Final[Mapping[str, str]] = {"peer1": "Hugo Peyre", "peer2": "Inès Marty", "scientist1": "Sofia Ramon"}


def ask_a_piece(maud: Person) -> None:
    """The coordination reads what waits for it, and asks for what is missing."""
    maud.open("/mon-espace")
    maud.click("Un dossier attend la coordination")
    maud.click(NAME)
    maud.use("Demander des pièces")
    maud.choose(PIECE)
    maud.write("Message à la structure", "Il manque ce que vous comptez améliorer, avec des dates.")
    maud.press("Demander des pièces")


def give_the_piece(lea: Person) -> None:
    """The structure follows the address of its message, adds the piece and sends everything back."""
    lea.follow_mail("des pièces manquent")
    assert lea.sees("Il manque ce que vous comptez améliorer, avec des dates.")
    lea.click("Les pièces justificatives")
    lea.click(f"Ajouter un fichier : {PIECE}")
    choose_file(lea, PIECE)
    lea.press("Ajouter ce fichier")
    lea.click(NAME)
    lea.click("Renvoyer le dossier complété")
    lea.press("Renvoyer le dossier complété")


def admit(maud: Person) -> None:
    """Check what documents settle, then admit."""
    maud.follow_mail("a complété son dossier")
    maud.use("Vérifier les documents")
    for criterion in maud.page.locator("main fieldset").all():
        maud.tick(criterion.get_by_label("Conforme").first)
    maud.press("Enregistrer la vérification")
    maud.press("Déclarer recevable")


def invite(maud: Person) -> None:
    """Two peers of other structures, and a scientist."""
    maud.click("Choisir qui évalue")
    for name in READERS.values():
        maud.press(f"Inviter {name}")


def accept(reader: Person) -> None:
    """From the message to the file: sign in on the way, declare, and only then read."""
    reader.follow_mail("invitation à évaluer")
    reader.sign_in_by_mail()
    assert not reader.sees("Pièces jointes")
    reader.press("Signer et accepter", 400)
    for question in reader.page.locator("main fieldset").all():
        free = question.get_by_label("Non", exact=True)
        if free.count():
            reader.tick(free.first)
    reader.choose("Je déclare sur l’honneur que ces réponses sont exactes et complètes.")
    reader.press("Signer et accepter")
    assert reader.sees("Pièces jointes")


def review(reader: Person) -> None:
    """The reader's part of the grid, family after family; then the opinion."""
    reader.page.get_by_role("main").get_by_role("link", name="A · Rigueur scientifique").first.click()
    while reader.page.locator("main fieldset.criterion").count():
        for criterion in reader.page.locator("main fieldset.criterion").all():
            reader.tick(criterion.get_by_label("Conforme").first)
        reader.press("Enregistrer et continuer")
    reader.write("Points forts", "Des sorties soignées et vivantes.")
    reader.write("Conseils", "Publiez vos sources.")
    reader.answer("Votre avis", "Favorable")
    reader.press("Enregistrer et relire")
    reader.use("Remettre mon évaluation")


def reply(lea: Person) -> None:
    """Read the anonymous reports, and answer them."""
    lea.follow_mail("rapports")
    lea.click("Les rapports d’évaluation")
    assert lea.sees("Des sorties soignées et vivantes.")
    assert not any(lea.sees(name.split()[-1]) for name in READERS.values())
    lea.use("Envoyer ma réponse")
    lea.write("Votre réponse aux rapports", REPLY)
    lea.press("Envoyer ma réponse")


def confirm(reader: Person) -> None:
    """Read the structure's reply, and stand by the review."""
    reader.follow_mail("La structure a répondu")
    reader.sign_in_by_mail()
    assert reader.sees(REPLY)
    reader.use("Confirmer mon évaluation telle qu’elle est")
