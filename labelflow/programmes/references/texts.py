"""The texts: placeholders that exist and are announced, translations in every declared language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from labelflow.domain.verification import Answer
from labelflow.domain.words import SOURCE_LANGUAGE
from labelflow.i18n import _
from labelflow.programmes.faults import Fault
from labelflow.programmes.letters import PREFIX, letters_of
from labelflow.programmes.references.naming import nearest
from labelflow.programmes.schema.texts import LETTER_VALUES, PLACEHOLDER, REQUIRED_VALUES, VALUES, placeholders_in
from labelflow.programmes.sending import INVITATION, mentions
from labelflow.programmes.words import file_and_key, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.programmes.schema import Programme, Text
    from labelflow.programmes.words import Place

MAIL: Final = ("applicant/", "reviewer/", "committee/", "coordination/")
"""The groups of texts that are sent: they need a subject, as a letter needs its title."""

ELSEWHERE: Final[dict[str, frozenset[str]]] = {
    "crpa.silence_words": frozenset({"silence_on"}),
    "attestation.granted": frozenset({"day"}),
    "attestation.reference": frozenset({"version"}),
    **{f"answers.{answer}": frozenset({"day"}) for answer in get_args(Answer)},
    "answers.superseded": frozenset({"day", "number"}),
    "attestation.verification": frozenset({"verify_url", "number"}),
    "brand.misuse": frozenset({"email"}),
}
"""The placeholders that a text outside `texts/` may use, by its key."""


def text_faults(programme: Programme) -> Iterator[Fault]:
    """Texts with unknown, unannounced or useless placeholders, or without what the law asks."""
    for code, text in programme.texts.items():
        for language in text.body:
            yield from _faults_of_values(code, text, language)
            if code.startswith((*MAIL, PREFIX)) and not text.subject.get(language, "").strip():
                mend = _('écrivez subject = "…" dans l’en-tête')
                yield Fault(f"texts/{language}/{code}.md", "subject", _("l’objet manque"), mend)
        missing = REQUIRED_VALUES.get(code, frozenset()) - set(text.values)
        for value in sorted(missing):
            file = f"texts/{SOURCE_LANGUAGE}/{code}.md"
            yield Fault(
                file,
                "values",
                _("ce message doit donner {%(value)s}", value=value),
                _("écrivez-y {%(value)s} : %(meaning)s", value=value, meaning=VALUES[value]),
            )


def sending_faults(programme: Programme) -> Iterator[Fault]:
    """Texts that are named and do not exist, and those that the engine sends or prints by their name."""
    for mention in mentions(programme):
        if mention.text not in programme.texts:
            yield _fileless(mention.file, mention.key, mention.text)
    for code in sorted({*letters_of(programme), *([INVITATION] if programme.review else [])} - set(programme.texts)):
        yield _fileless(f"texts/{SOURCE_LANGUAGE}/{code}.md", "", code)


def _fileless(file: str, key: str, text: str) -> Fault:
    mend = _("créez texts/%(language)s/%(text)s.md ou corrigez le nom", language=SOURCE_LANGUAGE, text=text)
    return Fault(file, key, _("le texte « %(text)s » n’a pas de fichier", text=text), mend)


def _faults_of_values(code: str, text: Text, language: str) -> Iterator[Fault]:
    file = f"texts/{language}/{code}.md"
    used = placeholders_in(text.subject.get(language, "") + text.body.get(language, ""))
    for value in sorted(set(text.values) - set(VALUES)):
        yield Fault(file, "values", _("la valeur « %(value)s » n’existe pas", value=value), nearest(value, VALUES))
    for value in sorted(set(text.values) - LETTER_VALUES) if code.startswith("letter/") else ():
        mend = _("gardez %(names)s", names=", ".join(sorted(LETTER_VALUES)))
        yield Fault(
            file, "values", _("un courrier de décision ne connaît pas la valeur « %(value)s »", value=value), mend
        )
    for value in sorted(used - set(text.values)):
        mend = _("ajoutez-la à values dans l’en-tête, ou corrigez son nom")
        yield Fault(file, f"{{{value}}}", _("cette valeur n’est pas annoncée dans values"), mend)
    for value in sorted(set(text.values) - used):
        mend = _("écrivez {%(value)s} dans le texte, ou retirez-la de values", value=value)
        yield Fault(file, "values", _("la valeur « %(value)s » est annoncée et ne sert pas", value=value), mend)


def placeholder_faults(programme: Programme) -> Iterator[Fault]:
    """Placeholders in a text that nobody fills."""
    for place, words, _required in words_in(programme):
        file, key = file_and_key(place)
        if file.startswith("texts/"):
            continue
        allowed = ELSEWHERE.get(key, frozenset())
        for language, text in words.items():
            for value in sorted(set(PLACEHOLDER.findall(text)) - allowed):
                mend = (
                    _("gardez %(names)s", names=", ".join(f"{{{name}}}" for name in sorted(allowed)))
                    if allowed
                    else _("retirez-la")
                )
                yield Fault(
                    file, f"{key}.{language}", _("la valeur {%(value)s} n’est pas remplie ici", value=value), mend
                )


def translation_faults(programme: Programme) -> Iterator[Fault]:
    """Missing and undeclared translations in the TOML files; a missing text file is known from its reading."""
    for place, words, required in words_in(programme):
        if place[0] in {"texts", "document"} or not (words or required):
            continue
        file, key = file_and_key(place)
        declared = dict.fromkeys(
            (*programme.languages, *(programme.certificate_languages if _is_printed(place) else ()))
        )
        for language in declared:
            if not words.get(language, "").strip():
                what = _("la traduction en « %(language)s » manque", language=language)
                yield Fault(file, f"{key}.{language}", what, _("écrivez-la"))
        for language in sorted(set(words) - set(declared)):
            what = _("la langue « %(language)s » n’est pas déclarée", language=language)
            mend = _("ajoutez cette langue à languages, ou retirez la traduction")
            yield Fault(file, f"{key}.{language}", what, mend)


def _is_printed(place: Place) -> bool:
    """Whether certificates print a text: the name of the programme, those of its scopes, their own wording."""
    return place == ("names",) or (place[0] == "scope" and place[-1] == "names") or place[:1] == ("attestation",)
