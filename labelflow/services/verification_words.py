"""The words of a verification: a title, a sentence, then what was checked, each line with its tone.

A sentence never guesses: it says what was compared with what, and what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from labelflow.domain.numbering import spaced_short_code
from labelflow.i18n import _, _l, day_in_words, moment_in_words, ngettext
from labelflow.issuing.answers import answer_in_a_sentence, answer_in_a_word
from labelflow.sealing import words as seal_words
from labelflow.services.verification_file_words import credential_lines, file_sentence, file_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from babel.support import LazyProxy

    from labelflow.domain.past_status import DayStatus
    from labelflow.domain.verification import Answer
    from labelflow.sealing.report import SealReport
    from labelflow.services.verification_answer import Lists, Reviewing, Verdict, Verification
    from labelflow.services.verification_files import FileReading

Tone = Literal["ok", "info", "warn", "bad"]

TONES: dict[str, Tone] = {
    "valid": "ok", "not_yet_in_force": "info", "superseded": "info", "suspended": "warn", "unknown": "warn",
    "mistyped": "warn", "malformed": "warn", "replaced": "info", "not_checked": "warn", "other_document": "info",
    "several_codes": "info", "other_code": "warn", "no_credential": "warn", "empty": "warn", "too_large": "warn",
    "expired": "warn", "not_in_force": "warn",
    "reviewing": "ok", "reviewing_over": "warn",
}  # fmt: skip
"""Of a verdict; every other one is bad."""


class Line(NamedTuple):
    """One thing that was checked."""

    code: str
    tone: Tone
    text: str


def tone_of(verdict: Verdict) -> Tone:
    """How the answer is to be taken; a sign and words say the same."""
    return TONES.get(verdict, "bad")


def title(found: Verification) -> str:
    """The answer in a few words."""
    verdict = found.verdict
    if verdict == found.status.answer and verdict != "unknown":
        return answer_in_a_word(found.status)
    return {
        "valid": _("Valable"),
        "suspended": _("Suspendu"),
        "expired": _("Expiré"),
        "not_yet_in_force": _("Pas encore en vigueur"),
        "revoked": _("Révoqué"),
        "not_checked": _("État non vérifié"),
        "mistyped": _("Erreur de saisie"),
        "malformed": _("Inconnu"),
        "unknown": _("Inconnu"),
        "another_site": _("Adresse d’un autre site"),
        "replaced": _("Remplacée par une nouvelle édition"),
        "reviewing": _("Attestation d’évaluation authentique"),
        "reviewing_over": _("Attestation d’évaluation périmée"),
    }.get(verdict) or file_title(found.file, verdict)


OF_WHAT_WAS_ASKED: Final[Mapping[str, LazyProxy]] = {
    "mistyped": _l(
        "Une faute de frappe s’est glissée dans ce que vous avez saisi : le dernier caractère, qui sert de contrôle, "
        "ne correspond pas aux autres. Comparez avec l’attestation, caractère par caractère."
    ),
    "malformed": _l("Aucun label ne porte ce numéro. Ce que vous avez saisi n’est ni un numéro, ni un code court."),
    "reviewing": _l(
        "Cette attestation a bien été délivrée ici : cette personne a évalué des dossiers. "
        "Elle ne dit pas qu’un label est en vigueur."
    ),
    "reviewing_over": _l(
        "Cette attestation a bien été délivrée ici, mais une évaluation qu’elle compte a été écartée depuis : "
        "ne vous y fiez plus."
    ),
    "replaced": _l(
        "Cette attestation est authentique, mais elle a été remplacée par une nouvelle édition. "
        "Le label, lui, est valable."
    ),
}


def sentence(found: Verification) -> str:
    """The answer in a sentence."""
    verdict = found.verdict
    if found.lists is not None and verdict != "another_site":
        return _offline_sentence(found)
    if verdict == "another_site" and found.asked is not None:
        return _another_site(found.asked.site, scanned=found.file is not None)
    if verdict in OF_WHAT_WAS_ASKED:
        return str(OF_WHAT_WAS_ASKED[verdict])
    if verdict == found.status.answer:
        return answer_in_a_sentence(found.status, found.words)
    return file_sentence(found.file) if found.file is not None else ""


def _another_site(site: str, *, scanned: bool) -> str:
    if scanned:
        return _(
            "Le code de cette image mène à un autre site (%(site)s) : ne vous fiez pas au document, seul ce site-ci fait foi.",
            site=site,
        )
    return _(
        "L’adresse que vous avez collée mène à un autre site (%(site)s). Si elle vient d’un code imprimé, ne vous fiez "
        "pas au document : seul ce site-ci fait foi.",
        site=site,
    )


def lines(found: Verification) -> list[Line]:
    """What was checked, the most important first; the sentence of the answer is not among them."""
    return list(_lines(found))


def plain_lines(found: Verification) -> list[str]:
    """Everything that is said, for a terminal."""
    said = [sentence(found), *(line.text for line in lines(found))]
    if found.reviewing is not None:
        said.append(f"{spaced_short_code(found.reviewing.content.code)} — {reviewing_in_words(found.reviewing)}")
    if found.record is not None:
        said.append(f"{found.record['number']} — {found.record['holder']}")
        said.append(
            _("Du %(start)s au %(end)s : %(scopes)s",
              start=found.record["starts_on"], end=found.record["ends_on"], scopes=", ".join(found.record["scopes"]))
        )  # fmt: skip
    return said


def reviewing_in_words(found: Reviewing) -> str:
    """« Maëlle Puig : 4 évaluations en 2026, Sciences en Occitanie »."""
    said = found.content
    counted = ngettext("une évaluation", "%(num)s évaluations", said.total)
    if said.year is not None:
        counted = _("%(reviews)s en %(year)s", reviews=counted, year=said.year)
    return _(
        "%(person)s : %(reviews)s, %(programme)s",
        person=said.person_name,
        reviews=counted,
        programme=said.office.programme,
    )


def _lines(found: Verification) -> Iterator[Line]:
    if found.verdict == "another_site" and found.label is not None:
        text = _(
            "Ce que dit ce site-ci du même numéro : %(answer)s", answer=answer_in_a_sentence(found.status, found.words)
        )
        yield Line("label_" + found.status.answer, "info", text)
    if found.guarantee is not None:
        on = found.guarantee.on
        yield Line("on_that_day", "ok" if on.guaranteed else "warn", day_sentence(on, has_own_words=bool(found.words)))
    if found.file is not None:
        yield from _file_lines(found.file, found.verdict)
    if found.lists is not None:
        yield from _list_lines(found.lists, found)


def _file_lines(file: FileReading, verdict: Verdict) -> Iterator[Line]:
    if verdict != file.state:
        yield Line(f"file_{file.state}", _tone_of_file(file), file_sentence(file))
    if file.seal is not None and file.state != "other_document":
        yield from _seal_lines(file.seal)
    if file.state == "several_codes" and file.scanned is not None:
        yield Line("codes", "info", ", ".join(asked.wanted for asked in file.scanned.asked))
    for code, tone, text in credential_lines(file):
        yield Line(code, tone, text)


def _tone_of_file(file: FileReading) -> Tone:
    if file.asked is not None:
        return "info"
    return "ok" if file.is_genuine else "warn"


def _seal_lines(seal: SealReport) -> Iterator[Line]:
    first, *others = seal_words.lines(seal)
    yield Line(f"seal_{seal.state}", "ok" if seal.valid else "bad", first)
    acting = others.pop() if seal.active_content else None
    yield from (Line("seal_details", "info", text) for text in others)
    if acting is not None:
        yield Line("active_content", "bad", acting)


def day_sentence(on: DayStatus, *, has_own_words: bool = False) -> str:
    """What held on the chosen day, in words; of a programme that does not call itself a label, the bare state."""
    day = day_in_words(on.day)
    if has_own_words:
        return _("Le %(day)s : %(state)s.", day=day, state=answer_in_a_word(on.status).lower())
    if on.is_to_come:
        return _to_come(on.status.answer, day)
    if on.said_then is not None:
        return _(
            "Le %(day)s, le registre disait ce label %(then)s. Il a été annulé depuis : il est réputé n’avoir jamais été "
            "attribué.",
            day=day,
            then=answer_in_a_word(on.said_then).lower(),
        )
    said = _past(on.status.answer, day)
    if on.before is None:
        return said
    return said + " " + _("Cela a changé ce jour-là : « %(before)s » le matin.", before=answer_in_a_word(on.before))


def _past(answer: Answer, day: str) -> str:
    sentences = {
        "valid": _("Le %(day)s, ce label était valable."),
        "not_yet_in_force": _("Le %(day)s, ce label n’avait pas encore pris effet."),
        "suspended": _("Le %(day)s, ce label était suspendu : il ne pouvait pas être invoqué."),
        "withdrawn": _("Le %(day)s, ce label était retiré."),
        "expired": _("Le %(day)s, ce label avait expiré."),
        "superseded": _("Le %(day)s, ce label était remplacé par un autre."),
        "not_in_force": _("Le %(day)s, ce label n’était plus en vigueur."),
        "annulled": _("Le %(day)s, ce label était annulé : il est réputé n’avoir jamais été attribué."),
        "unknown": _("Le %(day)s, ce label n’existait pas."),
    }
    return sentences[answer] % {"day": day}


def _to_come(answer: Answer, day: str) -> str:
    if answer == "valid":
        return _("Le %(day)s est à venir : ce label sera encore valable, si rien ne change d’ici là.", day=day)
    if answer == "expired":
        return _("Le %(day)s est à venir : ce label aura expiré, s’il n’est pas renouvelé.", day=day)
    return _("Le %(day)s est à venir : rien ne dit que ce label sera alors valable.", day=day)


def _offline_sentence(found: Verification) -> str:
    verdict = found.verdict
    told = {
        "valid": _("D’après les listes consultées, ce label est valable."),
        "suspended": _("D’après les listes consultées, ce label est suspendu : il ne peut pas être invoqué."),
        "expired": _("Ce label a expiré."),
        "not_yet_in_force": _("Ce label n’a pas encore pris effet."),
        "revoked": _(
            "Ce label ne peut plus être invoqué, ou cette attestation a été remplacée : les listes publiées le disent révoqué."
        ),
        "mistyped": _(
            "Une faute de frappe s’est glissée dans ce numéro : son caractère de contrôle ne correspond pas."
        ),
        "malformed": _("Ce n’est ni un numéro, ni un code court."),
    }.get(verdict)
    if told is not None:
        return told
    if found.file is None or found.file.asked is not None:
        return _("Hors ligne, un numéro seul ne prouve rien : donnez le fichier de l’attestation.")
    if verdict == "not_checked":
        return _("Ce fichier est authentique, mais rien d’assez récent ne dit si le label est encore valable.")
    return file_sentence(found.file)


def _list_lines(lists: Lists, found: Verification) -> Iterator[Line]:
    text = _("Le registre n’a pas été consulté : l’état actuel du label n’est pas connu.")
    if lists.made_at is not None and lists.until is not None:
        made_at, until = moment_in_words(lists.made_at), moment_in_words(lists.until)
        if lists.listed == "fresh":
            text = _("Le registre n’a pas été consulté. Les listes d’états datent du %(at)s.", at=made_at)
            yield Line("lists_fresh", "info", text)
            return
        text = _(
            "Les listes d’états datent du %(at)s et ne font plus foi depuis le %(until)s : reprenez le fichier de confiance.",
            at=made_at,
            until=until,
        )
        yield Line("lists_old", "warn", text)
    elif found.file is not None and found.file.repeats is not None and lists.listed == "bad":
        yield Line("lists_bad", "bad", _("Les listes d’états du fichier de confiance ne sont pas authentiques."))
    else:
        yield Line("lists_absent", "warn", text)
    if lists.bundle_made_at is not None:
        made_at = moment_in_words(lists.bundle_made_at)
        yield Line("trust_made_at", "info", _("Le fichier de confiance date du %(at)s.", at=made_at))
