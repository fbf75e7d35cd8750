"""What a certificate of reviewing says: how many reviews, when, as what; of no application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.certified_reviews import works_of
from labelflow.issuing.contents import ReviewingContent
from labelflow.issuing.wording import office_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from labelflow.programmes.schema import Programme
    from labelflow.queries.certified_reviews import Locked


def reviewing_content(  # noqa: PLR0913 - one record, spelled out
    programme: Programme,
    person: str,
    reviews: Sequence[Locked],
    *,
    code: str,
    year: int | None,
    language: str,
    day: date,
    url: str,
) -> ReviewingContent:
    """The certificate of these reviews, as it is issued on `day`; `url`: where it is verified."""
    return ReviewingContent(
        office=office_of(programme, language),
        code=code,
        person_name=person,
        year=year,
        works=works_of((one.given_on, one.assignment.reader) for one in reviews),
        issued_on=day,
        verify_url=url,
        language=language,
    )
