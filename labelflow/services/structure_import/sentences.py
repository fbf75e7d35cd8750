"""The French sentences of an import: why a row was refused or merged, what was mended or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from babel.support import LazyProxy

    from labelflow.domain.refusal import Refusal

REFUSED: Final[dict[str, LazyProxy]] = {
    "row-quote": _l("Un guillemet ouvert dans cette ligne n’est pas refermé."),
    "row-unreadable": _l("Cette ligne n’est pas lisible comme du CSV."),
    "row-cells": _l("Cette ligne a %(found)s cellules au lieu de %(expected)s."),
    "row-heading": _l("Cette ligne répète l’en-tête."),
    "name-missing": _l("Le nom de la structure manque."),
    "name-letters": _l("« %(value)s » n’est pas un nom : il n’a aucune lettre."),
    "name-length": _l("Le nom a %(found)s signes ; il en faut %(most)s au plus."),
    "place-unknown": _l(
        "Ni le code INSEE, ni la commune, ni le code postal, ni les coordonnées ne situent la structure."
    ),
    "place-outside": _l("La structure est dans le département %(department)s, hors de la région."),
}

DROPPED: Final[dict[str, LazyProxy]] = {
    "siret-figures": _l("SIRET ignoré : « %(value)s » n’est pas fait de 14 chiffres."),
    "siret-length": _l("SIRET ignoré : « %(value)s » a %(found)s chiffres au lieu de 14."),
    "siret-check": _l("SIRET ignoré : la clé de « %(value)s » est fausse."),
    "siret-filler": _l("SIRET ignoré : « %(value)s » est un bouche-trou."),
    "siret-several": _l("SIRET ignoré : « %(value)s » en contient plusieurs, d’organismes différents."),
    "siren-figures": _l("SIREN ignoré : « %(value)s » n’est pas fait de 9 chiffres."),
    "siren-length": _l("SIREN ignoré : « %(value)s » a %(found)s chiffres au lieu de 9."),
    "siren-check": _l("SIREN ignoré : la clé de « %(value)s » est fausse."),
    "siren-filler": _l("SIREN ignoré : « %(value)s » est un bouche-trou."),
    "rna-shape": _l("Numéro RNA ignoré : « %(value)s » n’est pas un W suivi de 9 chiffres."),
    "uai-shape": _l("Code UAI ignoré : « %(value)s » n’est pas fait de 7 chiffres et d’une lettre."),
    "uai-check": _l("Code UAI ignoré : la lettre de « %(value)s » est fausse."),
    "url-prose": _l("Site web ignoré : « %(value)s » n’est pas une adresse web."),
    "url-scheme": _l("Site web ignoré : « %(value)s » ne commence pas par http:// ou https://."),
    "url-host": _l("Site web ignoré : « %(value)s » ne nomme pas un site public."),
    "url-user": _l("Site web ignoré : « %(value)s » ressemble à une adresse électronique ou contient un mot de passe."),
    "url-length": _l("Site web ignoré : l’adresse dépasse %(most)s signes."),
    "email-shape": _l("Adresse électronique ignorée : « %(value)s »."),
    "phone-shape": _l("Téléphone ignoré : « %(value)s »."),
    "postal-code-wrong": _l("Code postal ignoré : « %(value)s » n’est pas celui de %(commune)s."),
    "point-wrong": _l("Coordonnées ignorées : « %(value)s »."),
    "point-far": _l(
        "Coordonnées ignorées : elles tombent à %(km)s km de la commune. Le centre de la commune les remplace."
    ),
}

MENDED: Final[dict[str, LazyProxy]] = {
    "siret-glued": _l("SIRET collés : le premier de « %(value)s » est gardé, %(siret)s."),
    "siret-zeros": _l("SIRET complété par les zéros qu’un tableur avait ôtés : %(siret)s."),
    "commune-merged": _l("Le code INSEE %(code)s est celui d’une ancienne commune, aujourd’hui %(commune)s."),
    "commune-from-point": _l("Commune trouvée par les coordonnées : %(commune)s."),
    "commune-likely": _l("Commune supposée d’après le code postal %(postal_code)s : %(commune)s."),
    "commune-unsure": _l(
        "Commune laissée vide : le code postal %(postal_code)s en dessert plusieurs, ou aucune connue."
    ),
    "insee-wrong": _l("Le code INSEE « %(value)s » n’existe pas ; la commune est retrouvée par son nom : %(commune)s."),
    "point-swapped": _l("Latitude et longitude étaient inversées."),
    "kind-unknown": _l("Type « %(value)s » inconnu : classé « autre »."),
    "text-cut": _l("Texte de la colonne %(column)s coupé à %(most)s signes."),
    "source-id-repeated": _l("L’identifiant %(value)s sert à plusieurs lignes différentes du fichier."),
}

MERGED: Final[dict[str, LazyProxy]] = {
    "same-record": _l("La même ligne, déjà lue dans ce fichier."),
    "same-siret": _l("Même SIRET, même commune, noms qui se répondent."),
    "same-name": _l("Même nom, même commune, lieux compatibles."),
    "same-point": _l("Même point à 100 m près ; l’un des noms abrège l’autre."),
}


LABELS: Final[dict[str, LazyProxy]] = {
    "row-quote": _l("guillemet non refermé"),
    "row-unreadable": _l("ligne illisible"),
    "row-cells": _l("nombre de cellules différent de l’en-tête"),
    "row-heading": _l("en-tête répété"),
    "name-missing": _l("nom manquant"),
    "name-letters": _l("nom sans aucune lettre"),
    "name-length": _l("nom trop long"),
    "place-unknown": _l("lieu inconnu"),
    "place-outside": _l("hors de la région"),
    "siret-figures": _l("SIRET ignoré : pas des chiffres"),
    "siret-length": _l("SIRET ignoré : pas 14 chiffres"),
    "siret-check": _l("SIRET ignoré : clé fausse"),
    "siret-filler": _l("SIRET ignoré : bouche-trou"),
    "siret-several": _l("SIRET ignoré : plusieurs organismes"),
    "siren-figures": _l("SIREN ignoré : pas des chiffres"),
    "siren-length": _l("SIREN ignoré : pas 9 chiffres"),
    "siren-check": _l("SIREN ignoré : clé fausse"),
    "siren-filler": _l("SIREN ignoré : bouche-trou"),
    "rna-shape": _l("numéro RNA ignoré"),
    "uai-shape": _l("code UAI ignoré : forme"),
    "uai-check": _l("code UAI ignoré : lettre fausse"),
    "url-prose": _l("site web ignoré : pas une adresse"),
    "url-scheme": _l("site web ignoré : ni http ni https"),
    "url-host": _l("site web ignoré : nom de site impossible"),
    "url-user": _l("site web ignoré : adresse électronique ou mot de passe"),
    "url-length": _l("site web ignoré : trop long"),
    "email-shape": _l("adresse électronique ignorée"),
    "phone-shape": _l("téléphone ignoré"),
    "postal-code-wrong": _l("code postal ignoré : autre département"),
    "point-wrong": _l("coordonnées ignorées : impossibles"),
    "point-far": _l("coordonnées ignorées : loin de la commune"),
    "siret-glued": _l("SIRET collés : le premier gardé"),
    "siret-zeros": _l("SIRET complété par ses zéros"),
    "commune-merged": _l("ancienne commune remplacée par l’actuelle"),
    "commune-from-point": _l("commune trouvée par les coordonnées"),
    "commune-likely": _l("commune supposée d’après le code postal et l’adresse"),
    "commune-unsure": _l("commune laissée vide : plusieurs possibles"),
    "insee-wrong": _l("code INSEE faux, commune trouvée par son nom"),
    "point-swapped": _l("latitude et longitude remises à l’endroit"),
    "kind-unknown": _l("type inconnu classé « autre »"),
    "text-cut": _l("texte coupé"),
    "source-id-repeated": _l("identifiant servant à plusieurs lignes différentes"),
    "same-record": _l("la même ligne, déjà lue dans ce fichier"),
    "same-siret": _l("même SIRET, même commune, noms qui se répondent"),
    "same-name": _l("même nom, même commune, lieux compatibles"),
    "same-point": _l("même point à 100 m près, l’un des noms abrège l’autre"),
}
"""The same in a few words, to count them."""


def sentence(refusal: Refusal) -> str:
    """Why a row was refused, or what was mended or left out in it."""
    text = REFUSED.get(refusal.code) or DROPPED.get(refusal.code) or MENDED[refusal.code]
    return str(text) % dict(refusal.details)


def merge_sentence(rule: str) -> str:
    """By which rule a row joined a structure already there."""
    return str(MERGED[rule])
