"""What a certificate says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.i18n import day_in_words
from labelflow.issuing.contents import CertificateContent
from labelflow.queries.contents.office import address_of, places_of, scope_names
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from labelflow.models.label import Label
    from labelflow.programmes.schema import Programme

ADDRESS: Final = "{verify_url}"


def certificate_content(label: Label, base_url: str) -> CertificateContent:
    """The *attestation* of a label as it stands."""
    programme = programme_of(label.programme_version_id)
    decision, attestation = label.decision, programme.attestation
    granted_on = local_day(decision.signed_at) if decision and decision.signed_at else label.starts_on
    version = programme.grid.version if programme.grid else _document_version(programme)
    before, _, after = in_language(attestation.verification).replace("{number}", label.number).partition(ADDRESS)
    return CertificateContent(
        number=label.number,
        short_code=label.short_code,
        holder_name=label.holder_name,
        holder_address=address_of(label.structure),
        scope_names=scope_names(programme, label.scopes),
        programme_name=in_language(programme.names),
        owner=programme.owner.name,
        title=in_language(attestation.title),
        granted=in_language(attestation.granted).replace("{day}", day_in_words(granted_on)),
        reference=in_language(attestation.reference).replace("{version}", version),
        verification=(before, after),
        starts_on=label.starts_on,
        ends_on=label.ends_on,
        granted_on=granted_on,
        signatory_name=decision.signatory.name if decision and decision.signatory else programme.owner.name,
        signatory_capacity=decision.signatory_capacity if decision else in_language(attestation.capacity),
        verify_url=f"{base_url}/v/{label.number}",
        guarantee=in_language(attestation.guarantee),
        seal_points=places_of(programme),
    )


def _document_version(programme: Programme) -> str:
    """The version of the text that holders sign, where nothing is marked."""
    return programme.documents[0].version if programme.documents else programme.version
