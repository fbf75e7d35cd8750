"""What is said of a file that was handed in, and of the credential inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from labelflow.i18n import _, _l

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.support import LazyProxy

    from labelflow.credentials.reading import Fault
    from labelflow.services.verification_files import FileReading

Tone = Literal["ok", "info", "warn", "bad"]
_SILENT = frozenset({"no-credential", "unreadable", "not-a-label"})
"""Faults of what is no credential of anybody: nothing to say of them beside the file itself."""


OF_A_DOCUMENT: Final[Mapping[str, LazyProxy]] = {
    "issued": _l("Ce fichier est bien l’attestation émise, à l’octet près."),
    "superseded": _l("Ce fichier est une édition antérieure de l’attestation, remplacée par une nouvelle édition."),
    "altered": _l(
        "Ce fichier n’est pas une attestation émise ici : il a été modifié ou réenregistré après avoir été scellé. "
        "Demandez au titulaire le fichier d’origine, ou vérifiez le numéro."
    ),
    "scanned": _l(
        "Ce fichier est un document numérisé, dont le code mène à ce label. Une numérisation ne garde pas le cachet et ne "
        "prouve rien : comparez le titulaire, le numéro et les dates, ou demandez au titulaire le fichier d’origine."
    ),
    "several_codes": _l("Les pages de ce fichier montrent les codes de plusieurs labels : vérifiez-les un à un."),
}
OF_A_CREDENTIAL: Final[Mapping[str, LazyProxy]] = {
    "issued": _l("Le justificatif que contient ce fichier est bien celui qui a été émis."),
    "superseded": _l("Le justificatif que contient ce fichier est authentique, mais il a été remplacé depuis."),
    "altered": _l("Le contenu de ce justificatif a été modifié : sa signature ne correspond plus."),
}
OF_ANY_FILE: Final[Mapping[str, LazyProxy]] = {
    "signed": _l("Ce fichier porte bien la signature de l’organisme, et rien n’y a changé depuis."),
    "copied": _l(
        "Ce document n’est pas une attestation émise ici : quelqu’un y a placé le justificatif authentique d’un label. "
        "Ne vous fiez pas à ce qui est écrit dessus."
    ),
    "foreign": _l(
        "Ce fichier n’est pas une attestation émise ici : un autre organisme l’a signé. Vérifiez-le auprès de lui ; "
        "s’il porte le nom de notre label, c’est un faux."
    ),
    "untrusted": _l(
        "Ce fichier n’est pas reconnu : la clé qui l’a signé a été révoquée, ou ne servait pas à cette date."
    ),
    "other_document": _l(
        "Ce document porte le cachet intact de l’organisme, mais ce n’est pas une attestation de label : "
        "il ne dit pas qu’un label est en vigueur."
    ),
    "scanned": _l(
        "Le code de cette image mène à ce label. L’image elle-même ne prouve rien : comparez le titulaire, le numéro et les "
        "dates avec ceux du document photographié."
    ),
    "several_codes": _l("Cette image montre les codes de plusieurs labels : vérifiez-les un à un."),
    "other_code": _l(
        "Le code de cette image ne mène à aucun label. Visez celui qui est imprimé près du numéro ; si c’est déjà lui, "
        "ne vous fiez pas au document."
    ),
    "no_credential": _l(
        "Cette image ne contient aucun justificatif. Demandez au titulaire le fichier d’origine de son badge, ou saisissez "
        "le numéro."
    ),
    "empty": _l("Ce fichier est vide. Choisissez-en un autre."),
    "too_large": _l(
        "Ce fichier est trop lourd pour être une attestation émise ici : il n’a pas été lu. Vérifiez le numéro."
    ),
    "not_ours": _l(
        "Ce fichier n’est pas une attestation émise ici : il a été modifié, ou il vient d’ailleurs. "
        "Demandez au titulaire le fichier d’origine, ou vérifiez le numéro."
    ),
}
OF_A_PICTURE: Final[Mapping[str, LazyProxy]] = {
    "no_code": _l(
        "Aucun code ne peut être lu sur cette image : elle est floue, sombre ou coupée. Reprenez-la de plus près, bien à "
        "plat et à la lumière, ou saisissez le numéro qui figure dessus."
    ),
    "unreadable": _l(
        "Cette image ne peut pas être lue : elle est abîmée, ou d’un format que ce site ne connaît pas. Envoyez-la en JPEG "
        "ou en PNG, ou saisissez le numéro qui figure dessus."
    ),
    "too_many_pixels": _l(
        "Cette image est trop grande pour être lue. Envoyez-en une plus petite, comme une photo ordinaire de téléphone, ou "
        "saisissez le numéro qui figure dessus."
    ),
}
"""Why no code was read in it."""


def file_title(file: FileReading | None, state: str) -> str:
    """What is wrong with a file, in a few words."""
    if file is not None and file.scanned is not None and file.scanned.fault == "no_code":
        return _("Aucun code lisible")
    return {
        "altered": _("Fichier modifié"),
        "copied": _("Document non authentique"),
        "foreign": _("Émis ailleurs"),
        "untrusted": _("Preuve sans valeur"),
        "other_document": _("Ce n’est pas une attestation"),
        "several_codes": _("Plusieurs codes"),
        "other_code": _("Autre code"),
        "no_credential": _("Rien à vérifier"),
        "empty": _("Fichier vide"),
        "too_large": _("Fichier trop lourd"),
    }.get(state, _("Fichier non reconnu"))


def file_sentence(file: FileReading) -> str:
    """What a file is worth."""
    if file.scanned is not None and file.state == "no_credential":
        return str(OF_A_PICTURE[file.scanned.fault])
    own = OF_A_DOCUMENT if file.kind == "pdf" else OF_A_CREDENTIAL
    return str(own.get(file.state) or OF_ANY_FILE.get(file.state) or OF_ANY_FILE["not_ours"])


def credential_lines(file: FileReading) -> Iterator[tuple[str, Tone, str]]:
    """What the credential inside says: it speaks of its own label alone, whatever surrounds it."""
    found = file.credential
    if found is None or found.fault in _SILENT:
        return
    if found.fault is not None:
        if file.kind == "pdf":
            yield f"credential_{found.fault}", "warn", _fault_sentence(found.fault)
        elif found.fault in {"never-issued", "another-subject"}:
            yield f"credential_{found.fault}", "bad", _fault_sentence(found.fault)
        return
    told = {"holder": found.holder, "number": found.number}
    if file.state in {"copied", "altered"}:
        yield "credential_speaks_of", "bad", _(
            "Le justificatif enfermé dans le fichier ne parle que de lui-même : il a été délivré à « %(holder)s » pour le "
            "label %(number)s. Sous un autre nom, ce document est un faux.",
            **told,
        )  # fmt: skip
    elif file.kind == "pdf" and file.register_asked:
        yield "credential_agrees", "ok", _("Le justificatif enfermé dans le fichier dit la même chose que le registre.")
    elif file.kind in {"svg", "png"}:
        yield "credential_speaks_of", "info", _(
            "Seul le justificatif est garanti, pas le dessin : il a été délivré à « %(holder)s » pour le label %(number)s.",
            **told,
        )  # fmt: skip
    else:
        yield (
            "credential_speaks_of",
            "info",
            _("Ce justificatif a été délivré à « %(holder)s » pour le label %(number)s.", **told),
        )


def _fault_sentence(fault: Fault) -> str:
    return {
        "key-revoked": _("La clé qui a signé le justificatif a été révoquée : seul le registre fait foi."),
        "key-not-in-force": _("Le justificatif porte une date à laquelle sa clé ne servait pas."),
        "altered": _("Le contenu du justificatif a été modifié."),
        "never-issued": _("Le registre ne connaît pas ce justificatif : il n’a jamais été émis."),
        "another-subject": _("Ce justificatif ne dit pas la même chose que celui qui a été émis sous ce numéro."),
    }.get(fault, _("Le justificatif enfermé dans le fichier est celui d’un autre organisme."))
