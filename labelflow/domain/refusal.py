"""A refusal is a value: a stable code, details, and (elsewhere) one sentence in each language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Detail = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done now.

    `code` is stable (scripts match it); `details` fill the placeholders of the sentence that
    `labelflow.sentences` holds for the code. Details never carry personal data of third parties.
    """

    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "details", MappingProxyType(dict(self.details)))


def gather(*found: Refusal | Iterable[Refusal] | None) -> tuple[Refusal, ...]:
    """All the refusals among `found`, in order and without doubles."""
    result: dict[tuple[str, tuple[tuple[str, Detail], ...]], Refusal] = {}
    for entry in found:
        entries: Iterable[Refusal] = () if entry is None else (entry,) if isinstance(entry, Refusal) else entry
        for refusal in entries:
            result.setdefault((refusal.code, tuple(sorted(refusal.details.items()))), refusal)
    return tuple(result.values())
