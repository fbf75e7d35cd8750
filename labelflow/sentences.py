"""One sentence per refusal code. French is the source; details fill the placeholders.

Lists of codes in the details are joined with commas; days are written in words. A house test holds
this table complete: each code that the domain can answer has its sentence here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.action_words import FIELDS
from labelflow.i18n import _, _l, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel.support import LazyProxy

    from labelflow.domain.refusal import Refusal

DAYS: Final = frozenset({"until", "on", "from", "ended_on", "opens_on"})

LINKS: Final[Mapping[str, LazyProxy]] = {
    "SELF": _l("appartenance à la structure (emploi, mandat, bénévolat, adhésion)"),
    "FAMILY": _l("lien de famille ou d’amitié avec une personne qui la dirige"),
    "FUNDING": _l("argent, contrat ou projet commun"),
    "ADVISED": _l("aide à la préparation de cette candidature"),
    "COMPETITOR": _l("concurrence (même public, même commune ou même appel à projets)"),
    "DISPUTE": _l("différend ou litige"),
    "RECIPROCAL": _l("évaluation croisée entre les deux structures"),
    "SCIENTIFIC": _l("lien scientifique (publication commune, encadrement, conseil scientifique)"),
    "CONSORTIUM": _l("mandat de coordination au nom de cette structure"),
    "EVALUATED": _l("participation à l’évaluation de ce dossier"),
    "CHALLENGED": _l("récusation demandée par la structure candidate"),
    "DECIDED": _l("participation à la décision sur ce dossier"),
    "DECLARED": _l("lien déclaré pour ce dossier"),
}
"""Kind of link of interest → its words. A programme may declare kinds of its own: they show their code."""

SENTENCES: Final[Mapping[str, LazyProxy]] = {
    # any step
    "step-not-from-here": _l("Cette action n’est plus possible dans l’état actuel du dossier."),
    "field-missing": _l("Un champ obligatoire est vide."),
    "field-unreadable": _l("Une valeur n’a pas été comprise : choisissez-la dans la liste ou réécrivez-la."),
    "field-too-short": _l(
        "Ce texte est trop court : écrivez au moins %(least)s caractères (vous en avez écrit %(written)s)."
    ),
    "field-too-long": _l("Ce texte est trop long : %(most)s caractères au plus (vous en avez écrit %(written)s)."),
    # submission
    "window-closed": _l("Le dépôt des candidatures n’est pas ouvert en ce moment."),
    "scope-missing": _l("Choisissez au moins une famille d’actions pour laquelle vous demandez le label."),
    "answers-unusable": _l("Des réponses ne sont pas de celles que la question attend : %(questions)s."),
    "structure-merged": _l("Cette structure a été réunie à une autre : candidatez pour celle-ci."),
    "answers-missing": _l("Des questions obligatoires n’ont pas de réponse : %(questions)s."),
    "positions-missing": _l("Il reste des critères sur lesquels vous ne vous êtes pas positionné : %(criteria)s."),
    "gates-claimed-unmet": _l(
        "Vous vous placez vous-même sous le niveau minimal de critères éliminatoires : %(criteria)s."
    ),
    "evidence-missing": _l("Des pièces obligatoires manquent : %(pieces)s."),
    "documents-not-accepted": _l("Des textes restent à accepter : %(documents)s."),
    "other-application-live": _l("Votre structure a déjà une candidature en cours pour ce périmètre."),
    "label-held": _l("Votre structure a déjà ce label : demandez son renouvellement."),
    "waiting-period": _l("Après un refus, une nouvelle candidature peut être déposée à partir du %(until)s."),
    "no-piece-asked": _l("Choisissez au moins une pièce à demander."),
    "pieces-not-published": _l("Seules les pièces de la liste publiée peuvent être demandées."),
    "asked-pieces-missing": _l("Des pièces demandées n’ont pas encore été ajoutées : %(pieces)s."),
    "already-extended": _l("Ce délai a déjà été prolongé une fois."),
    "deadline-extended-already": _l("Ce délai a déjà été prolongé."),
    "deadline-not-extendable": _l("Ce délai ne peut pas être prolongé."),
    "deadline-over": _l("Ce délai est terminé depuis le %(ended_on)s."),
    "outside-territory": _l("La structure n’a ni son siège ni d’activité sur le territoire du label."),
    "kind-not-eligible": _l("Ce type de structure ne peut pas candidater."),
    "identifier-missing": _l("La structure n’a ni numéro SIRET, ni numéro RNA, ni code UAI."),
    "too-young": _l("L’activité de la structure a moins de %(months)s mois."),
    "nothing-proposed": _l("Personne n’a encore proposé l’irrecevabilité."),
    "proposed-by-oneself": _l("Une deuxième personne doit confirmer : vous avez vous-même fait la proposition."),
    "no-complement-round-left": _l("La structure a déjà été interrogée %(most)s fois : c’est le maximum."),
    "vote-open": _l("La commission vote sur ce dossier ou a déjà voté."),
    "no-deferral-left": _l("Ce dossier a déjà été ajourné : il ne peut pas l’être davantage."),
    "not-editable": _l("Ce dossier ne peut plus être modifié dans son état actuel."),
    "file-empty": _l("Ce fichier est vide."),
    "file-too-large": _l("Ce fichier dépasse %(most)s Mo : réduisez-le ou découpez-le."),
    "file-kind": _l("Ce fichier n’est pas d’un format accepté ici : %(accepted)s."),
    "file-expiry-missing": _l("Indiquez la date de fin de validité de cette pièce."),
    "file-minors": _l("Confirmez qu’aucun mineur n’est reconnaissable sur cette image, ou choisissez-en une autre."),
    "files-too-many": _l("Le dossier contient déjà %(most)s fichiers : c’est le maximum."),
    "files-too-many-here": _l("Cette pièce a déjà %(most)s fichier(s) : retirez-en un pour en ajouter un autre."),
    # reviewing
    "peer-reviews-missing": _l("Il faut %(needed)s évaluations de pairs ; il y en a %(given)s."),
    "peers-of-one-structure": _l("Les pairs doivent venir de %(needed)s structures différentes."),
    "no-peer-from-elsewhere": _l(
        "Au moins %(needed)s pair doit venir d’un autre département que la structure candidate."
    ),
    "scientific-opinions-missing": _l("Il faut %(needed)s avis scientifiques ; il y en a %(given)s."),
    "third-reader-needed": _l("Les deux pairs divergent : un troisième pair doit lire le dossier."),
    "third-reader-opposed": _l("Les avis des deux pairs sont opposés."),
    "third-reader-gap": _l("Les totaux des deux pairs diffèrent de %(gap)s points."),
    "third-reader-gate": _l("Les deux pairs jugent différemment un critère éliminatoire : %(codes)s."),
    "third-reader-divergent": _l("Les deux pairs divergent de deux niveaux sur plusieurs critères : %(codes)s."),
    "second-scientist-opinion": _l("Le premier avis scientifique n’est pas favorable : un deuxième est nécessaire."),
    "second-scientist-gate": _l("Un critère éliminatoire fait doute pour l’expert scientifique : %(codes)s."),
    "reviews-open": _l("Des évaluations sont encore en cours : %(count)s."),
    "reviews-suffice": _l("Les évaluations valides suffisent."),
    "document-check-closed": _l("Le dossier est clos : la vérification des documents ne change plus."),
    "documents-not-checked": _l("La coordination n’a pas encore vérifié les documents de ces critères : %(criteria)s."),
    "reply-not-closed": _l("Le droit de réponse n’est pas terminé."),
    "application-not-in-review": _l("Ce dossier n’est pas, ou n’est plus, en évaluation."),
    "declaration-missing": _l("Signez d’abord votre déclaration d’intérêts."),
    "blocking-interest": _l("Un lien d’intérêts vous empêche d’évaluer ce dossier : %(links)s."),
    "marks-missing": _l("Il reste des critères sans niveau : %(criteria)s."),
    "comments-missing": _l("Un commentaire est nécessaire sur ces critères : %(criteria)s."),
    "recommendation-missing": _l("Donnez votre avis : favorable, réservé ou défavorable."),
    "reviewer-not-mandated": _l("Cette personne n’a pas de mandat d’évaluation pour ce programme."),
    "reviewer-not-trained": _l("Cette personne n’a pas encore suivi la formation."),
    "reviewer-already-assigned": _l("Cette personne est déjà affectée à ce dossier."),
    "reviewer-overloaded": _l("Cette personne a déjà %(open)s dossiers en cours : c’est le maximum."),
    "reviewer-overloaded-year": _l("Cette personne a déjà évalué %(year)s dossiers en un an : c’est le maximum."),
    "reviewer-without-structure": _l("Cette personne ne représente aucune structure : elle ne peut pas être pair."),
    "reviewer-same-structure": _l("Un autre pair de la même structure est déjà affecté à ce dossier."),
    "reviewer-in-conflict": _l("Cette personne a un lien d’intérêts avec la structure : %(links)s."),
    "time-is-over": _l("Le délai pour le faire est passé."),
    "challenged-unknown": _l("Choisissez une personne ou une structure de la liste."),
    "challenged-already": _l("Vous avez déjà demandé cette récusation."),
    "objections-pending": _l("Des récusations demandées par la structure attendent une réponse : %(count)s."),
    "nothing-revised": _l("Vous n’avez rien changé : confirmez votre évaluation telle qu’elle est, ou révisez-la."),
    "review-closed": _l("Cette évaluation n’est plus modifiable."),
    "review-not-locked": _l("Cette évaluation n’est pas encore verrouillée : son attestation attend qu’elle le soit."),
    "review-set-aside": _l("Cette évaluation ne compte pas : elle ne donne pas lieu à une attestation."),
    # committee
    "session-in-the-past": _l("Choisissez une date de séance à venir."),
    "proxy-unknown": _l("Un pouvoir doit être donné à un autre membre de la commission."),
    "session-unknown": _l("Choisissez une séance."),
    "session-closed-to-items": _l("Cette séance est déjà convoquée : son ordre du jour ne change plus."),
    "rapporteur-not-member": _l("La personne rapporteure doit être membre de la commission."),
    "rapporteur-evaluated": _l("La personne rapporteure a évalué ce dossier : choisissez-en une autre."),
    "rapporteur-in-conflict": _l("La personne rapporteure a un lien d’intérêts avec la structure : %(links)s."),
    "session-not-convened": _l("La séance n’a pas été convoquée."),
    "notice-too-short": _l(
        "La convocation doit partir au moins %(needed)s jours avant la séance ; il en reste %(given)s."
    ),
    "no-vote": _l("La commission n’a pas voté sur ce dossier."),
    "quorum-missing-at-vote": _l("Le quorum n’était pas atteint au moment du vote."),
    "vote-does-not-carry": _l("Le vote n’a pas adopté cette décision."),
    "agenda-empty": _l("L’ordre du jour est vide : inscrivez au moins un dossier."),
    "agenda-not-empty": _l("L’ordre du jour n’est pas vide (%(count)s) : retirez d’abord ce qui y est inscrit."),
    "session-not-today": _l("La séance est prévue le %(on)s : elle ne peut pas s’ouvrir avant."),
    "attendance-missing": _l("Enregistrez d’abord qui est présent."),
    "nobody-presides": _l("Désignez la personne qui préside la séance."),
    "items-unsettled": _l("Des dossiers sont encore sans vote (%(count)s) : faites voter, ou retirez-les."),
    "session-not-open": _l("La séance n’est pas ouverte."),
    "quorum-missing": _l(
        "Le quorum n’est pas atteint : il faut %(required)s voix présentes ou représentées, il y en a %(counted)s."
    ),
    "chair-recused": _l(
        "La personne qui préside se déporte sur ce dossier : la vice-présidence doit présider ce point."
    ),
    "outcome-unknown": _l("Choisissez la proposition à mettre aux voix."),
    "votes-missing": _l("%(cast)s voix sur %(expected)s : attendez, ou notez les départs sur la feuille de présence."),
    "vote-tied": _l("Les voix sont partagées : mettez l’ajournement aux voix."),
    "vote-tied-again": _l(
        "Les voix sont de nouveau partagées, et ce dossier a déjà été ajourné : mettez le refus aux voix, avec ses motifs."
    ),
    "vote-rejected": _l("La proposition est rejetée : mettez-en une autre aux voix."),
    "proposal-carried": _l("La proposition est adoptée : clôturez le vote."),
    "vote-not-a-member": _l("Seuls les membres de la commission votent."),
    "vote-recused": _l("Vous vous êtes déporté sur ce dossier, ou un lien d’intérêts vous en écarte."),
    "vote-by-evaluator": _l("Vous avez évalué ce dossier : vous ne pouvez pas voter."),
    "vote-absent": _l("Vous n’êtes pas enregistré comme présent à cette séance."),
    "vote-without-proxy": _l("Vous n’avez pas de pouvoir pour voter à la place de ce membre."),
    "vote-closed": _l("Le vote sur ce dossier n’est pas ouvert."),
    "vote-already-cast": _l("Ce vote est déjà enregistré, et il ne change plus."),
    "ballot-changed": _l("Une autre proposition est mise aux voix depuis que vous avez ouvert la page : relisez-la."),
    "attendance-closed": _l("Les présences s’enregistrent entre la convocation et la levée de la séance."),
    "chair-may-not-preside": _l(
        "La séance est présidée par la présidence ou par une vice-présidence de la commission."
    ),
    "chair-is-away": _l("La personne qui préside doit être présente, dans la salle ou à distance."),
    "agenda-fixed": _l("La séance est convoquée : sa date et son ordre du jour ne changent plus."),
    "agenda-order-incomplete": _l("L’ordre du jour a changé entre-temps : reprenez-le."),
    "item-settled": _l("Ce point est déjà réglé."),
    "second-meeting-unfounded": _l(
        "Une seconde séance reprend l’ordre du jour d’une séance de la même commission, déjà convoquée."
    ),
    # decision
    "no-decision": _l("Aucune décision n’est en préparation."),
    "grounds-missing": _l("Citez au moins un article du règlement et les faits qui le justifient."),
    "reasons-too-short": _l("Les motifs sont trop brefs : %(written)s caractères, il en faut %(least)s."),
    "remedies-missing": _l("Les voies et délais de recours manquent dans le programme."),
    "departure-not-reasoned": _l("La décision s’écarte de la proposition calculée : dites pourquoi."),
    "gates-unmet": _l("Des critères éliminatoires n’atteignent pas leur minimum : %(criteria)s."),
    "reservations-missing": _l("Écrivez au moins une réserve."),
    "reservations-undated": _l("Chaque réserve doit avoir un texte et une date à venir : %(criteria)s."),
    "decision-changed": _l("Cette décision a changé depuis que vous l’avez lue : relisez-la avant de signer."),
    "decision-not-yours": _l("Vous ne pouvez pas signer cette décision."),
    "decision-can-be-signed": _l("Rien n’empêche de signer ce qui a été voté, une fois la rédaction complète."),
    "reservation-unknown": _l("Une réserve porte sur un critère de la grille, est majeure ou mineure, et a une date."),
    "ground-unreadable": _l("Un motif a un article, et les faits auxquels il s’applique."),
    "not-deliberated": _l("La commission n’a pas délibéré sur ce dossier."),
    # label
    "hearing-too-soon": _l("Laissez à la structure le temps de se préparer : choisissez un jour à partir du %(from)s."),
    "hearing-missing": _l("Indiquez la date à laquelle la structure a été entendue."),
    "hearing-to-come": _l("La structure n’a pas encore été entendue : l’audition est prévue le %(on)s."),
    "formal-notice-running": _l("La mise en demeure court jusqu’au %(until)s."),
    "term-over": _l("Le label est arrivé à son terme."),
    "no-renewal-under-way": _l("Aucun renouvellement n’est en cours."),
    "renewal-decided": _l("Le renouvellement a déjà été décidé."),
    "renewal-not-open": _l("Le renouvellement s’ouvre le %(opens_on)s."),
    "renewal-after-end": _l("Le label a pris fin le %(ended_on)s : déposez une nouvelle candidature."),
    "renewal-not-deposited-in-time": _l("Le renouvellement n’a pas été déposé à temps."),
    "extension-not-allowed": _l("Ce programme ne prévoit pas de prolongation."),
    "extended-already": _l("Ce label a déjà été prolongé."),
    "label-over": _l("Le label a pris fin le %(ended_on)s."),
    # actions of a holder
    "no-label-in-force": _l("La structure n’a pas de label en vigueur : ses actions ne sont pas publiques."),
    "scope-not-labelled": _l("Le label ne couvre pas cette famille d’actions : choisissez-en une autre."),
    "action-incomplete": _l("Il manque encore à cette fiche : %(fields)s."),
    "action-published": _l("Cette action est déjà publiée."),
    "action-not-published": _l("Cette action n’est pas publiée."),
    "action-not-public": _l("Cette action n’est plus proposée : rien n’est envoyé."),
    "nobody-to-ask": _l("Cette structure n’a pas encore indiqué à qui écrire : rien n’est envoyé."),
    "asked-too-often": _l("Cette adresse a déjà écrit %(most)s demandes en une heure : continuez plus tard."),
    "request-over": _l("Cette demande est trop ancienne ou a été effacée : écrivez-en une autre."),
    "reported-too-often": _l(
        "Cette adresse figure déjà dans %(most)s signalements en une heure : continuez plus tard."
    ),
    "concern-not-from-here": _l("Ce signalement a changé d’état : rouvrez-le."),
    "action-archived": _l("Cette action est archivée : faites-en une copie pour la reprendre."),
    "group-upside-down": _l("Le groupe compte au moins %(least)s élèves et au plus %(most)s : corrigez l’un des deux."),
    # figures
    "proposal-gates-failed": _l("Des critères éliminatoires n’atteignent pas leur niveau minimal : %(codes)s."),
    "proposal-gates-correctable": _l(
        "Le temps d’un ajournement suffit pour corriger ces critères éliminatoires : %(codes)s."
    ),
    "proposal-gates-corrected": _l(
        "Ces critères éliminatoires étaient en défaut lors de l’ajournement et ont été corrigés : %(codes)s."
    ),
    "proposal-gates-doubtful": _l("Des critères éliminatoires ne sont pas confirmés par deux lectures : %(codes)s."),
    "proposal-unjudged": _l("Des critères n’ont pas pu être jugés, faute de preuve suffisante : %(codes)s."),
    "proposal-majors": _l("Réserves majeures proposées sur ces critères : %(codes)s."),
    "proposal-uncorrectable": _l("Ces réserves majeures ne peuvent pas être levées à temps : %(codes)s."),
    "proposal-minors": _l("Réserves mineures nombreuses, sur ces critères : %(codes)s."),
    "proposal-families-low": _l("Des familles de critères n’atteignent pas leur minimum : %(codes)s."),
    "proposal-total-low": _l("Le total est de %(total)s ; il faut %(bar)s."),
    "proposal-open-reservations": _l("Des réserves du label précédent ne sont pas levées : %(count)s."),
    # people
    "email-taken": _l("Un compte existe déjà avec cette adresse."),
    "mandate-overlaps": _l("Cette personne a déjà ce mandat depuis le %(from)s."),
    "membership-overlaps": _l("Cette personne a déjà ce rôle depuis le %(from)s."),
    "ends-before-start": _l("La date de fin précède la date de début."),
    "already-ended": _l("Ceci a déjà pris fin le %(until)s."),
    "structure-represented": _l(
        "Cette structure a déjà une personne qui la représente : demandez-lui de vous ajouter."
    ),
    "structure-known": _l("Cette structure est déjà dans le registre : %(name)s."),
    "structure-unrepresented": _l("Personne ne représente encore cette structure : vous pouvez le faire."),
    "link-not-clearable": _l("Ce lien n’est pas de ceux que la coordination peut autoriser : %(links)s."),
    "tie-to-oneself": _l("Choisissez une autre structure."),
    "tie-known": _l("Ce lien entre les deux structures est déjà déclaré."),
    "link-known": _l("Ce lien est déjà déclaré."),
    "link-expired": _l("Ce lien a expiré ou a déjà servi."),
    "certificate-out-of-term": _l("Ce certificat n’est pas dans sa période de validité, qui va jusqu’au %(until)s."),
    "time-stamp-unavailable": _l(
        "Le service d’horodatage ne répond pas : ce document sera produit dès qu’il répondra. Réessayez dans un moment."
    ),
    "starts-later": _l("Ceci ne commence que le %(from)s."),
}


def sentence(refusal: Refusal) -> str:
    """The sentence of a refusal, filled. An unknown code is shown as itself rather than hidden."""
    known = SENTENCES.get(refusal.code)
    if known is None:
        return refusal.code
    return str(known) % _Details({name: _shown(name, value) for name, value in refusal.details.items()})


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


def _shown(name: str, value: Any) -> str:  # noqa: ANN401 - any detail
    if name == "links" and isinstance(value, tuple | list):
        return _(" ; ").join(str(LINKS.get(str(entry), entry)) for entry in value)
    if name == "fields" and isinstance(value, tuple | list):
        return ", ".join(str(FIELDS.get(str(entry), entry)) for entry in value)
    if isinstance(value, tuple | list):
        return ", ".join(str(entry) for entry in value)
    if name in DAYS and value:
        return day_in_words(date.fromisoformat(str(value)[:10]))
    return str(value)
