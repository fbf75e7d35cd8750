"""What an import did with each row; its counts add up to the number of rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labelflow.services.structure_import.sentences import merge_sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelflow.domain.refusal import Refusal
    from labelflow.models.structure import Structure


@dataclass(frozen=True, slots=True)
class Merge:
    """A row that described a structure already known, and by which rule."""

    line: int
    name: str
    rule: str
    into: str
    into_name: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that describes no structure, and all the reasons."""

    line: int
    name: str
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class Report:
    """accepted + merged + updated + unchanged + refused = rows."""

    rows: int = 0
    accepted: int = 0
    merged: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Of the refused rows, each under its first reason."""
    rules: Counter[str] = field(default_factory=Counter)
    """Of the merged rows."""
    warnings: Counter[str] = field(default_factory=Counter)
    """What was mended, supposed or dropped in rows that were kept."""
    merges: list[Merge] = field(default_factory=list)
    refusals: list[RefusedRow] = field(default_factory=list)

    def refuse(self, line: int, name: str, refusals: tuple[Refusal, ...]) -> None:
        """Count a refused row."""
        self.refused += 1
        self.reasons[refusals[0].code] += 1
        self.refusals.append(RefusedRow(line, name, refusals))

    def merge(self, line: int, name: str, rule: str, into: Structure) -> None:
        """Count a row that joined a structure already there."""
        self.merged += 1
        self.rules[rule] += 1
        self.merges.append(Merge(line, name, rule, into.public_id, into.name))

    def warn(self, remarks: Iterable[Refusal]) -> None:
        """Count what was mended, supposed or dropped."""
        self.warnings.update(remark.code for remark in remarks)

    @property
    def changed(self) -> int:
        """Rows that left something in the database."""
        return self.accepted + self.merged + self.updated

    def counts(self) -> dict[str, int]:
        """The figures that add up."""
        names = ("rows", "accepted", "merged", "updated", "unchanged", "refused")
        return {name: getattr(self, name) for name in names}

    def as_json(self) -> dict[str, Any]:
        """The report for scripts: counts, reasons, and each merged and refused row with its reason."""
        return {
            **self.counts(),
            "reasons": dict(self.reasons.most_common()),
            "rules": dict(self.rules.most_common()),
            "warnings": dict(self.warnings.most_common()),
            "refusals": [
                {
                    "line": row.line,
                    "name": row.name,
                    "reasons": [{"code": one.code, "message": sentence(one)} for one in row.refusals],
                }
                for row in self.refusals
            ],
            "merges": [
                {
                    "line": merge.line,
                    "name": merge.name,
                    "rule": merge.rule,
                    "message": merge_sentence(merge.rule),
                    "into": merge.into,
                    "into_name": merge.into_name,
                }
                for merge in self.merges
            ],
        }
