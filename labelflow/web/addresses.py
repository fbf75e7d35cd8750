"""Readable addresses of holders and actions."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_SLUG: Final = 60


def slug_of(name: str, public_id: str) -> str:
    """A readable name, then the identifier that alone counts."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    readable = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:LONGEST_SLUG].strip("-")
    return f"{readable}-{public_id}" if readable else public_id
