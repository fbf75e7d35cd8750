"""What a label's credential says: the record and the programme, no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.credentials.badge import BadgeFacts
from labelflow.domain.calendar import end_of, start_of
from labelflow.domain.words import in_language
from labelflow.i18n import _
from labelflow.issuing.badge import BadgePicture
from labelflow.issuing.wording import places_of, scope_names
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from labelflow.models.label import Label
    from labelflow.models.structure import Structure
    from labelflow.programmes.schema import Programme


def badge_facts(label: Label, base_url: str, *, issue: int, status: tuple[int, int]) -> BadgeFacts:
    """The facts of one issue of a label; `status` is the list and the place in it where its state is told."""
    programme = programme_of(label.programme_version_id)
    return BadgeFacts(
        base_url=base_url,
        number=label.number,
        issue=issue,
        programme_code=programme.code,
        programme_name=in_language(programme.names),
        programme_version=programme.grid.version if programme.grid else programme.version,
        guarantee=in_language(programme.attestation.guarantee),
        criteria=criteria_in_words(programme),
        scope_codes=tuple(scope.code for scope in programme.scopes if scope.code in label.scopes),
        scope_names=scope_names(programme, label.scopes),
        owner=programme.owner.name,
        owner_url=programme.owner.url,
        holder_name=label.holder_name,
        holder_identifiers=_identifiers(programme, label.structure),
        first_instant=start_of(label.starts_on),
        last_instant=end_of(label.ends_on),
        status_list=status[0],
        status_index=status[1],
    )


def badge_picture(label: Label) -> BadgePicture:
    """What the badge of a label shows."""
    programme = programme_of(label.programme_version_id)
    title = _(
        "Badge du label %(programme)s, numéro %(number)s, de %(holder)s",
        programme=programme.short_name,
        number=label.number,
        holder=label.holder_name,
    )
    return BadgePicture(
        programme=programme.short_name, number=label.number, title=title, places=tuple(places_of(programme))
    )


def criteria_in_words(programme: Programme) -> str:
    """The reference of a programme, as text: its criteria by family, or what its holders sign."""
    lines = [f"{in_language(document.title)} ({document.version})" for document in programme.documents]
    for family in programme.grid.families if programme.grid else ():
        lines += ["", in_language(family.name), ""]
        lines += [
            f"- {criterion.code} — {in_language(criterion.name)}"
            for criterion in (programme.grid.criteria if programme.grid else ())
            if criterion.family == family.code
        ]
    return "\n".join(lines).strip() or in_language(programme.attestation.guarantee)


def _identifiers(programme: Programme, structure: Structure) -> tuple[str, ...]:
    """What the public register of the programme publishes of the holder's numbers, and no more."""
    published = {column.name for column in programme.public_register.columns}
    return tuple(
        value for name, value in (("SIRET", structure.siret), ("RNA", structure.rna)) if value and name in published
    )
