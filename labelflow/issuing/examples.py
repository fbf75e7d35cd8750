"""What the documents of a programme would say of a structure that does not exist: to look at a design."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from labelflow.domain.numbering import make_number, make_short_code
from labelflow.domain.words import in_language
from labelflow.i18n import day_in_words, use_language
from labelflow.issuing.contents import CertificateContent
from labelflow.issuing.seal import PLAIN, Place

if TYPE_CHECKING:
    from labelflow.programmes.schema import Programme

_USUAL: Final = "Les Petits Ateliers du Lauragais"
LONGEST: Final = (
    "Association départementale pour la promotion de la culture scientifique, technique et industrielle"
    " en Pyrénées-Orientales et en Cerdagne"
)
_ADDRESS: Final = ("12 rue du Collège", "31250 Revel")
_LONG_ADDRESS: Final = (
    "Maison des associations Simone-Veil",
    "Bâtiment C, 2e étage, porte 214",
    "12 bis avenue du Maréchal-de-Lattre-de-Tassigny",
    "BP 40217",
    "66002 PERPIGNAN CEDEX",
)
_GRANTED_ON: Final = date(2026, 11, 24)


def certificate_example(programme: Programme, language: str, *, longest: bool = False) -> CertificateContent:
    """A certificate of the programme in one of its languages; `longest` with all that may be long."""
    number = make_number(programme.numbering.prefix, 2026, 42, programme.numbering.width)
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
            holder_name=LONGEST if longest else _USUAL,
            holder_address=_LONG_ADDRESS if longest else _ADDRESS,
            scope_names=tuple(in_language(scope.names, language) for scope in scopes),
            programme_name=in_language(programme.names, language),
            owner=programme.owner.name,
            title=in_language(attestation.title, language),
            granted=in_language(attestation.granted, language).replace("{day}", day_in_words(_GRANTED_ON)),
            reference=in_language(attestation.reference, language).replace("{version}", version),
            verification=(before, after),
            starts_on=date(2026, 12, 1),
            ends_on=date(2029, 11, 30),
            granted_on=_GRANTED_ON,
            signatory_name="Claire Vidal-Fabre",
            signatory_capacity=in_language(attestation.capacity, language),
            verify_url=f"https://label.example/v/{number}",
            guarantee=in_language(attestation.guarantee, language),
            seal_points=_places(programme),
            language=language,
            translates="" if language == of_record else of_record,
        )


def _places(programme: Programme) -> tuple[Place, ...]:
    points = programme.seal_points
    return tuple(Place(p.name, p.longitude, p.latitude, getattr(p, "bright", False)) for p in points) or PLAIN
