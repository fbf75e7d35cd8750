"""A holder and an action in the words of schema.org: as JSON-LD, and in their pages as microdata, from one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.programmes.schema import Programme
    from labelflow.web.open_data.shapes import ActionEntry, LabelEntry, StructureEntry

CONTEXT: Final = "https://schema.org"
TYPES: Final[Mapping[str, str]] = {
    "library": "Library",
    "museum": "Museum",
    "science-centre": "EducationalOrganization",
    "research-lab": "ResearchOrganization",
    "university": "CollegeOrUniversity",
    "school": "School",
    "local-authority": "GovernmentOrganization",
    "public-body": "GovernmentOrganization",
}
"""By kind of structure; any other is an Organization."""
WEB: Final = ("http://", "https://")


def holder(entry: StructureEntry, programmes: Mapping[str, Programme]) -> dict[str, Any]:
    """An organisation, with the labels that it has in force."""
    credentials = [_credential(one, programmes[one["programme"]]) for one in entry["labels"] if one["valid"]]
    numbers = [("SIRET", entry["siret"]), ("RNA", entry["rna"])]
    return _whole(
        {
            "@context": CONTEXT,
            "@type": TYPES.get(entry["kind"], "Organization"),
            "@id": entry["url"],
            "name": entry["name"],
            "url": entry["url"],
            "sameAs": entry["website"] if entry["website"].startswith(WEB) else "",
            "address": _whole(
                {
                    "@type": "PostalAddress",
                    "streetAddress": entry["address"],
                    "postalCode": entry["postal_code"],
                    "addressLocality": entry["commune"],
                    "addressCountry": "FR",
                }
            ),
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": one} for name, one in numbers if one
            ],
            "hasCredential": credentials,
        }
    )


def _credential(label: LabelEntry, programme: Programme) -> dict[str, Any]:
    return {
        "@type": "EducationalOccupationalCredential",
        "@id": label["url"],
        "name": programme.short_name,
        "credentialCategory": "label",
        "identifier": label["number"],
        "url": label["url"],
        "datePublished": label["starts_on"],
        "expires": label["ends_on"],
        "recognizedBy": {"@type": "Organization", "name": programme.owner.name},
    }


def action(entry: ActionEntry) -> dict[str, Any]:
    """A course that a holder offers: it has no date until a class asks for it."""
    price = entry["price"]
    offer = (
        {"@type": "Offer", "price": f"{price['cents'] / 100:.2f}", "priceCurrency": "EUR"} if price["cents"] else None
    )
    holder_of = entry["structure"]
    return _whole(
        {
            "@context": CONTEXT,
            "@type": "Course",
            "@id": entry["url"],
            "name": entry["title"],
            "description": entry["summary"],
            "url": entry["url"],
            "identifier": entry["id"],
            "provider": {
                "@type": "Organization",
                "@id": holder_of["url"],
                "name": holder_of["name"],
                "url": holder_of["url"],
            },
            "educationalLevel": [one["name"] for one in entry["levels"]],
            "about": [one["name"] for one in entry["subjects"]],
            "learningResourceType": [one["name"] for one in entry["formats"]],
            "inLanguage": [one["code"] for one in entry["languages"]],
            "timeRequired": f"PT{entry['duration_minutes']}M" if entry["duration_minutes"] else "",
            "isAccessibleForFree": price["kind"] == "free",
            "offers": offer,
        }
    )


def _whole(told: dict[str, Any]) -> dict[str, Any]:
    """What is not known is left out; one value stands without its list."""
    found = {name: one[0] if isinstance(one, list) and len(one) == 1 else one for name, one in told.items()}
    return {name: one for name, one in found.items() if one not in ("", None, [])}
