"""Who is in conflict with whom, worked out from the rows and from the words of the programme alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.seen import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tests.properties.seen import Row, Seen

BLOCKS = ("block", "coordinator_decides")


def is_blocked(seen: Seen, person: int, application: Row, purpose: str) -> bool:
    """Whether a link with the applicant, or a word said about this application, keeps a person out."""
    named = any(
        _counts(rule, code, first, last, seen.today) and purpose in rule.get("applies_to", [purpose])
        for code, first, last in _links(seen, person, application.structure_id)
        for rule in RULES["conflict"]
        if rule["effect"] in BLOCKS
    )
    challenged = purpose == "review" and is_challenged(seen, person, application.id)
    return named or challenged or has_stepped_aside(seen, person, application.id)


def is_challenged(seen: Seen, person: int, application: int) -> bool:
    """Whether the applicant objects to a person, or to a structure that they have a mandate from, and was not told no."""
    places = {row.structure_id for row in seen.all("mandate", user_id=person)}
    return any(
        objection.state in {"open", "upheld"}
        and (objection.person_id == person or (objection.structure_id is not None and objection.structure_id in places))
        for objection in seen.all("objection", application_id=application)
    )


def has_stepped_aside(seen: Seen, person: int, application: int) -> bool:
    """Whether the person declared a link about this application, as a reader or as a member."""
    declared = seen.all("declaration", application_id=application, person_id=person, clear=False)
    return bool(declared) or any(
        recusal.source != "computed" and seen.one("item", recusal.item_id).application_id == application
        for recusal in seen.all("recusal", member_id=person)
    )


def evaluated(seen: Seen, person: int, application: int) -> bool:
    """Whether the person signed a clear declaration to read this application."""
    return bool(seen.all("declaration", application_id=application, person_id=person, clear=True))


def belongs_to(seen: Seen, person: int, structure: int) -> bool:
    """Whether the person acts for the structure, or holds a mandate in its name, today."""
    held = [*seen.all("membership", user_id=person), *seen.all("mandate", user_id=person)]
    return any(one.structure_id == structure and holds(one, seen.today) for one in held)


def holds(row: Row, today: date) -> bool:
    return bool(row.starts_on <= today and (row.ends_on is None or today <= row.ends_on))


def has_role(seen: Seen, person: int, *roles: str) -> bool:
    """Whether the person holds one of these mandates today."""
    return any(row.role in roles and holds(row, seen.today) for row in seen.all("mandate", user_id=person))


def _links(seen: Seen, person: int, structure: int) -> Iterator[tuple[str, date, date | None]]:
    for table in ("membership", "mandate"):
        for row in seen.all(table, user_id=person, structure_id=structure):
            yield "SELF", row.starts_on, row.ends_on
    for row in seen.all("interest_link", user_id=person, structure_id=structure):
        yield row.code, row.starts_on, row.ends_on


def _counts(rule: dict[str, object], code: str, first: date, last: date | None, today: date) -> bool:
    if rule["code"] != code or first > today:
        return False
    years = rule.get("years")
    if last is None or not isinstance(years, int):
        return True
    return (today.year, today.month, today.day) <= (last.year + years, last.month, last.day)
