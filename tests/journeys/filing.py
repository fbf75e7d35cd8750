"""A newcomer makes an account, describes a structure and files an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.journeys.words import ANSWERS
from tests.scenes.filing import EXPIRES, PDF

if TYPE_CHECKING:
    from tests.journeys.person import Person

NAME: Final = "Les Grillons savants"
CHARTER: Final = "Charte des acteurs « Sciences en Occitanie »"
RULES: Final = "Règlement d’usage du label « Sciences en Occitanie »"
TO_ADD: Final = "Obligatoire, à ajouter"


def sign_up(lea: Person) -> None:
    """From the first page of the site to one's own space."""
    lea.open("/")
    lea.click("Préparer une candidature")
    lea.click("Créer un compte")
    lea.write("Prénom", "Léa")
    lea.write("Nom", "Martin")
    lea.write("Adresse électronique", lea.email)
    lea.press("Créer mon compte")
    lea.follow_mail("Ouvrez votre compte")
    lea.press("Se connecter")


def describe_structure(lea: Person) -> None:
    """It is not in the register yet."""
    lea.click("Trouver ma structure")
    lea.write("Nom et commune, SIRET ou numéro RNA", "Grillons Foix")
    lea.press("Chercher")
    lea.click("Inscrire une nouvelle structure")
    lea.press("Inscrire la structure", 400)
    assert lea.sees("Indiquez le nom de la structure.")
    lea.write("Nom de la structure", NAME)
    lea.pick("Type de structure", "^Association$")
    lea.write("Numéro RNA", "W091000042")
    lea.write("Code postal", "09000")
    lea.write("Commune", "Foix")
    lea.choose("Représentation légale (présidence, direction, mairie…)")
    lea.press("Inscrire la structure")


def add_colleague(lea: Person, given_name: str, family_name: str, email: str) -> None:
    """Somebody else of the structure, who commits nothing."""
    lea.click(f"Voir l’équipe de {NAME}")
    lea.write("Prénom", given_name)
    lea.write("Nom", family_name)
    lea.write("Adresse électronique", email)
    lea.choose("Membre de l’équipe, sans engager la structure")
    lea.press("Ajouter à l’équipe")


def start(lea: Person) -> None:
    """Open a draft."""
    lea.click("Candidatures")
    lea.click("Commencer une candidature")
    lea.choose("Ateliers et interventions scolaires")
    lea.choose("Expositions")
    lea.press("Ouvrir mon dossier")


def answer_everything(lea: Person) -> None:
    """Page after page; a page comes back when an answer calls for more questions."""
    lea.click("Continuer le dossier")
    for _page in range(2 * len(ANSWERS)):
        if lea.heading not in ANSWERS:
            return
        for verb, words, value in ANSWERS[lea.heading]:
            if lea.sees(words):
                getattr(lea, verb)(words, value)
        lea.press("Enregistrer et continuer")


def take_positions(lea: Person) -> None:
    """« Conforme » on every criterion of every family."""
    while lea.page.get_by_text("points sur 100").count():
        for criterion in lea.page.get_by_role("main").locator("fieldset").all():
            lea.tick(criterion.get_by_label("Conforme").first)
            criterion.get_by_role("textbox").fill("Voir nos fiches d’action et nos relevés.")
        lea.press("Enregistrer et continuer")


def add_pieces(lea: Person) -> None:
    """Every piece that the list says to add."""
    missing = lea.page.get_by_role("main").locator("section", has_text=TO_ADD)
    while missing.count():
        lea.arrive(missing.first.get_by_role("link", name="Ajouter un fichier").click)
        choose_file(lea, lea.heading)
        lea.press("Ajouter ce fichier")


def choose_file(lea: Person, name: str) -> None:
    """A good file, with the end of its validity where one is asked."""
    lea.attach("Fichier", "piece.pdf", PDF + name.encode())
    if lea.sees("Valable jusqu’au"):
        lea.date("Valable jusqu’au", EXPIRES)


def accept_texts(lea: Person) -> None:
    """Read and sign."""
    for title in (CHARTER, RULES):
        lea.click(title)
        lea.choose(f"J’ai lu ce texte et je l’accepte au nom de la structure « {NAME} »")
        lea.press("Accepter ce texte")


def file_in_vain(lea: Person) -> None:
    """Two tabs: what one takes away, the other misses. Every reason is shown, and nothing is filed."""
    lea.click("Continuer")
    assert lea.sees("Rien ne manque")
    tab = lea.page
    other = lea.page = lea.context.new_page()
    lea.open(tab.url.rsplit("/", 1)[0] + "/pieces")
    lea.press("Retirer piece.pdf")
    other.close()
    lea.page = tab
    lea.press("Déposer le dossier", 409)
    assert lea.sees("Statuts ou acte de création")
    lea.click("Les pièces justificatives")
    add_pieces(lea)


def file(lea: Person) -> bytes:
    """File, and keep the receipt."""
    lea.click("Continuer")
    lea.click("Continuer")
    lea.press("Déposer le dossier")
    return lea.download("Télécharger l’accusé de réception (PDF)")
