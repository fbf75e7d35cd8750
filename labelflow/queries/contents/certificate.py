"""What a certificate says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.i18n import day_in_words, use_language
from labelflow.issuing.contents import CertificateContent
from labelflow.issuing.wording import places_of, scope_names
from labelflow.queries.contents.address import address_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from labelflow.models.label import Label
    from labelflow.programmes.schema import Programme

ADDRESS: Final = "{verify_url}"


def certificate_content(label: Label, base_url: str, *, issue: int = 1, language: str = "") -> CertificateContent:
    """The *attestation* of a label as it stands, in the language of record, or translated into another one."""
    programme = programme_of(label.programme_version_id)
    of_record = programme.certificate_languages[0]
    spoken = language or of_record
    decision, attestation = label.decision, programme.attestation
    granted_on = local_day(decision.signed_at) if decision and decision.signed_at else label.starts_on
    version = programme.grid.version if programme.grid else _document_version(programme)
    before, _, after = (
        in_language(attestation.verification, spoken).replace("{number}", label.number).partition(ADDRESS)
    )
    with use_language(spoken):
        granted = in_language(attestation.granted, spoken).replace("{day}", day_in_words(granted_on))
    return CertificateContent(
        number=label.number,
        short_code=label.short_code,
        holder_name=label.holder_name,
        holder_address=address_of(label.structure),
        scope_names=scope_names(programme, label.scopes, spoken),
        programme_name=in_language(programme.names, spoken),
        owner=programme.owner.name,
        title=in_language(attestation.title, spoken),
        granted=granted,
        reference=in_language(attestation.reference, spoken).replace("{version}", version),
        verification=(before, after),
        starts_on=label.starts_on,
        ends_on=label.ends_on,
        granted_on=granted_on,
        signatory_name=decision.signatory.name if decision and decision.signatory else programme.owner.name,
        signatory_capacity=_capacity(programme, decision.signatory_capacity if decision else "", spoken),
        verify_url=f"{base_url}/v/{label.number}",
        guarantee=in_language(attestation.guarantee, spoken),
        seal_points=places_of(programme),
        language=spoken,
        translates=of_record if spoken != of_record else "",
        issue=issue,
    )


def _capacity(programme: Programme, signed_as: str, language: str) -> str:
    """In which capacity somebody signed: the programme's own words are translated, any others stay as they were signed."""
    own = programme.attestation.capacity
    return signed_as if signed_as and signed_as not in own.values() else in_language(own, language)


def _document_version(programme: Programme) -> str:
    """The version of the text that holders sign, where nothing is marked."""
    return programme.documents[0].version if programme.documents else programme.version
