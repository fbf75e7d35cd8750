"""What the documents of a programme would say of a structure that does not exist: to look at a design."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from labelflow.domain.numbering import make_number, make_short_code
from labelflow.domain.words import in_language
from labelflow.i18n import day_in_words, use_language
from labelflow.issuing.contents import CertificateContent
from labelflow.issuing.wording import places_of

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

USUAL: Final = "Les Petits Ateliers du Lauragais"
LONGEST: Final = (
    "Association départementale pour la promotion de la culture scientifique, technique et industrielle"
    " en Pyrénées-Orientales et en Cerdagne"
)
ADDRESS: Final = ("12 rue du Collège", "31250 Revel")
LONG_ADDRESS: Final = (
    "Maison des associations Simone-Veil",
    "Bâtiment C, 2e étage, porte 214",
    "12 bis avenue du Maréchal-de-Lattre-de-Tassigny",
    "BP 40217",
    "66002 PERPIGNAN CEDEX",
)
DECIDED_ON: Final = date(2026, 11, 24)
STARTS_ON, ENDS_ON = date(2026, 12, 1), date(2029, 11, 30)
SIGNATORY: Final = "Claire Vidal-Fabre"


def number_of(programme: Programme) -> str:
    """A number as the programme writes them."""
    return make_number(programme.numbering.prefix, 2026, 42, programme.numbering.width)


def certificate_example(programme: Programme, language: str, *, longest: bool = False) -> CertificateContent:
    """A certificate of the programme in one of its languages; `longest` with all that may be long."""
    number = number_of(programme)
    attestation, address = programme.attestation, "{verify_url}"
    of_record = programme.certificate_languages[0]
    version = programme.grid.version if programme.grid else programme.version
    scopes = programme.scopes if longest else programme.scopes[:2]
    with use_language(language):
        before, _, after = (
            in_language(attestation.verification, language).replace("{number}", number).partition(address)
        )
        return CertificateContent(
            number=number,
            short_code=make_short_code(bytes(range(7, 23))),
            holder_name=LONGEST if longest else USUAL,
            holder_address=LONG_ADDRESS if longest else ADDRESS,
            scope_names=tuple(in_language(scope.names, language) for scope in scopes),
            programme_name=in_language(programme.names, language),
            owner=programme.owner.name,
            title=in_language(attestation.title, language),
            granted=in_language(attestation.granted, language).replace("{day}", day_in_words(DECIDED_ON)),
            reference=in_language(attestation.reference, language).replace("{version}", version),
            verification=(before, after),
            starts_on=STARTS_ON,
            ends_on=ENDS_ON,
            granted_on=DECIDED_ON,
            signatory_name=SIGNATORY,
            signatory_capacity=in_language(attestation.capacity, language),
            verify_url=f"https://label.example/v/{number}",
            guarantee=in_language(attestation.guarantee, language),
            seal_points=places_of(programme),
            language=language,
            translates="" if language == of_record else of_record,
        )
