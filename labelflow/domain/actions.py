"""An action that a holder offers to classes: what it may be, and what is wanted before teachers read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.refusal import Refusal, gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DRAFT: Final = "draft"
PUBLISHED: Final = "published"
ARCHIVED: Final = "archived"
STATES: Final = (DRAFT, PUBLISHED, ARCHIVED)

COMES: Final = "comes"
ON_SITE: Final = "on_site"
BOTH: Final = "both"
MODES: Final = (COMES, ON_SITE, BOTH)

FREE: Final = "free"
PAID: Final = "paid"
QUOTED: Final = "quoted"
PRICES: Final = (FREE, PAID, QUOTED)

LONGEST_MINUTES: Final = 30 * 24 * 60
LARGEST_GROUP: Final = 2000
DEAREST_CENTS: Final = 1_000_000
MONTHS: Final = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)
"""In the order of a school year."""

CONTENT: Final[Mapping[str, Any]] = {
    "scope": "",
    "title": "",
    "summary": "",
    "description": "",
    "formats": [],
    "subjects": [],
    "levels": [],
    "curriculum": "",
    "mode": "",
    "departments": [],
    "site_name": "",
    "site_insee": "",
    "transport_help": False,
    "transport_detail": "",
    "duration_minutes": None,
    "sessions": None,
    "group_least": None,
    "group_most": None,
    "price": "",
    "price_cents": None,
    "price_detail": "",
    "months": [],
    "period_detail": "",
    "languages": [],
    "access": [],
    "access_detail": "",
    "teacher_does": "",
    "needs": "",
    "before": "",
    "after": "",
    "material_url": "",
    "contact_name": "",
    "contact_email": "",
    "contact_phone": "",
    "contact_url": "",
}
"""What a holder writes of an action, and what each holds while nothing was written."""

ALWAYS: Final = (
    "scope", "title", "summary", "formats", "subjects", "levels", "mode", "duration_minutes", "group_most", "price",
    "months", "languages", "teacher_does",
)  # fmt: skip
"""What a teacher never reads an action without."""
CONTACTS: Final = ("contact_email", "contact_phone", "contact_url")


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What permissions ask of an action."""

    programme_code: str
    structure_id: int | None
    state: str
    kind: str = "action"
    is_live: bool = True

    def blocked_codes(self, person: int, purpose: str) -> tuple[str, ...]:
        """Nobody who acts for the holder is in conflict with what it offers."""
        return ()


def content_of(action: object) -> dict[str, Any]:
    """What was written of an action."""
    return {name: getattr(action, name) for name in CONTENT}


def lacking(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what is still to be written before the action is published, in the order of the form."""
    wanted = set(ALWAYS)
    if content["mode"] in {COMES, BOTH}:
        wanted.add("departments")
    if content["price"] == PAID:
        wanted.add("price_cents")
    missing = {name for name in wanted if content[name] in (None, "", [])}
    if not any(content[name] for name in CONTACTS):
        missing.add("contact_email")
    return tuple(name for name in CONTENT if name in missing)


def contradictions(content: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """What cannot be true together, whatever the state."""
    least, most = content["group_least"], content["group_most"]
    upside_down = least is not None and most is not None and least > most
    return gather(Refusal("group-upside-down", {"least": least, "most": most}) if upside_down else None)


def outside(content: Mapping[str, Any], known: Mapping[str, Iterable[Any]]) -> tuple[str, ...]:
    """The names of the answers that are none of those that can be chosen; `known` says which can, by name."""
    found = []
    for name, choices in known.items():
        given = content.get(name)
        chosen = given if isinstance(given, list) else [given]
        if any(one not in choices for one in chosen if one not in (None, "")):
            found.append(name)
    return tuple(found)


def not_covered(scope: str, scopes: Iterable[str] | None) -> tuple[Refusal, ...]:
    """Whether a label covers the family of the action; `scopes` are those of the label in force, None without one."""
    if scopes is None:
        return (Refusal("no-label-in-force"),)
    return () if not scope or scope in scopes else (Refusal("scope-not-labelled", {"scope": scope}),)
