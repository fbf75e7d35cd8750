"""A session from its agenda to the signature: convened, held, voted, reasoned, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.journeys.filing import NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.journeys.person import Person

SESSION: Final = "Commission de printemps"


def plan(maud: Person, held_at: datetime) -> None:
    """Name it, date it, put the application on its agenda, convene."""
    maud.open("/commission")
    maud.click("Préparer une séance")
    maud.write("Nom de la séance", SESSION)
    maud.date("Date et heure", held_at)
    maud.write("Lieu", "Hôtel de Région, Toulouse")
    maud.press("Préparer la séance")
    maud.pick("Personne rapporteure", "Alibert")
    maud.press("Inscrire")
    maud.click("Revenir à la séance")
    maud.use("Convoquer la commission")


def take_attendance(claire: Person, giver: str, holder: str) -> None:
    """Everybody is in the room, but for one who gave a proxy."""
    claire.open("/commission")
    claire.click(SESSION)
    claire.click("Feuille de présence")
    claire.click("Partir d’une salle pleine")
    claire.pick("Qui préside la séance", "Montagne")
    row = claire.row(giver)
    claire.tick(row.get_by_label("Pouvoir", exact=True))
    row.get_by_role("combobox").select_option(label=holder)
    claire.press("Enregistrer les présences")
    assert claire.sees("Quorum atteint")


def open_session_and_vote(claire: Person) -> None:
    """The chair puts the label to the vote."""
    claire.click(SESSION)
    claire.use("Ouvrir la séance")
    claire.click(NAME)
    claire.choose("Accorder le label")
    claire.press("Ouvrir le vote")


def vote(voter: Person, held: Sequence[str] = ()) -> None:
    """From one's own space to the ballot; `held`: who gave a proxy."""
    voter.enter()
    voter.click("Vote ouvert : votez")
    cast(voter, held)


def cast(voter: Person, held: Sequence[str] = ()) -> None:
    """Vote for, on one's own behalf and for whoever gave a proxy."""
    voter.answer("Votre voix", "Pour")
    for giver in held:
        voter.answer(f"Voix de {giver}, qui vous a donné pouvoir", "Pour")
    voter.press("Voter")


def conclude(claire: Person) -> None:
    """Count, draft, and close the session."""
    cast(claire)
    claire.use("Clore le vote")
    assert claire.sees("Adopté")
    claire.click("Décision")
    claire.write("Conseils à la structure", "Publiez vos sources sur chaque fiche avant la rentrée.")
    claire.press("Enregistrer la rédaction")
    claire.open("/commission")
    claire.click(SESSION)
    claire.use("Lever la séance")


def sign(anne: Person) -> None:
    """Read, then sign and notify."""
    anne.enter()
    anne.click("Décision à signer")
    anne.use("Signer et notifier")


def suspend(claire: Person, number: str, facts: str) -> None:
    """A measure of protection, at once."""
    claire.open("/commission")
    claire.click("Labels en vigueur")
    claire.click(NAME)
    assert claire.sees(number)
    claire.use("Suspendre d’urgence")
    claire.write("Urgence et motifs", facts)
    claire.press("Suspendre d’urgence")
