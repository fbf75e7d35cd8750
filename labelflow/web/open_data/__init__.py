"""What anybody may reuse: records of labels, holders and actions, for the API, the dumps, other sites and robots."""

from typing import Final

LICENCE: Final = "Licence Ouverte 2.0"
LICENCE_URL: Final = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
