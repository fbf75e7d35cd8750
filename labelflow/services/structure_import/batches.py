"""Takes rows batch by batch: is each one known, changed, new, or refused? Then writes what there is to write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.refusal import Refusal
from labelflow.models.structure import Structure, StructureSource
from labelflow.services.structure_import import storing
from labelflow.services.structure_import.describing import Description, card_of, describe, digest_of
from labelflow.services.structure_import.report import Report
from labelflow.territory import gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from labelflow.services.structure_import.reading import Row
    from labelflow.services.structure_import.storing import Key

SOURCE_LENGTH: Final = 80
ID_LENGTH: Final = 100
SUFFIX_LENGTH: Final = 12

Refusals = tuple[Refusal, ...]


@dataclass(slots=True)
class Entry:
    """A readable row: the key of its record, what it says, and what it describes once that was worked out."""

    row: Row
    key: Key
    digest: str
    described: Description | Refusals = ()

    @property
    def numbered_by(self) -> frozenset[str]:
        """The source that numbered the row, if one did."""
        source, source_id = self.key
        return frozenset() if source_id.startswith(storing.ANONYMOUS_ID) else frozenset({source})

    @property
    def second_key(self) -> Key:
        """Where another row with the same identifier is kept."""
        source, source_id = self.key
        return source, f"{source_id}#{self.digest[:SUFFIX_LENGTH]}"


@dataclass(slots=True)
class Run:
    """One import: the source of rows that name none, who watches, and what was met so far."""

    source: str
    watch: Callable[[Row, Refusals], None]
    report: Report = field(default_factory=Report)
    met: set[Key] = field(default_factory=set)
    """Records that this file speaks of."""
    written: set[Key] = field(default_factory=set)
    """Records that this run wrote."""


class Batch:
    """Some rows of a run, and the part of the database that they may touch."""

    def __init__(self, session: Session, rows: Sequence[Row], run: Run, now: datetime) -> None:
        self.session, self.run, self.now = session, run, now
        self.entries = [_entry(row, run.source) for row in rows]
        keys = {key for entry in self.entries for key in (entry.key, entry.second_key)}
        self.records = storing.records_of(session, keys)
        fresh = [entry for entry in self.entries if not self._is_stored(entry)]
        for entry in fresh:
            entry.described = _describe(entry.row)
        values = [entry.described.values for entry in fresh if isinstance(entry.described, Description)]
        self.neighbours = storing.Neighbours(session, values)

    def store(self) -> None:
        """Settle every row, in order, in the caller's transaction."""
        self.run.report.rows += len(self.entries)
        for entry in self.entries:
            refusals = self._settle(entry)
            self.run.watch(entry.row, refusals)
        self.session.flush()

    def _is_stored(self, entry: Entry) -> bool:
        kept = (self.records.get(key) for key in (entry.key, entry.second_key))
        return any(record is not None and record.digest == entry.digest for record in kept)

    def _settle(self, entry: Entry) -> Refusals:
        if self._is_stored(entry):
            self._count_known(entry)
            return ()
        report, described = self.run.report, entry.described or self._describe_after_all(entry)
        if not isinstance(described, Description):
            report.refuse(entry.row.line, _shown_name(entry.row), described)
            return described
        record, twin = self.records.get(entry.key), None
        if record and (entry.key in self.run.met or not any(_same_identity(record, described))):
            described.mended.append(Refusal("source-id-repeated", {"value": entry.key[1]}))
            twin = _standing(record.structure) if all(_same_identity(record, described)) else None
            entry.key, record = entry.second_key, None
        if record:
            self._update(entry, record, described)
        else:
            self._add(entry, described, twin)
        report.warn((*described.mended, *described.dropped))
        self.run.met.add(entry.key)
        self.run.written.add(entry.key)
        return ()

    def _describe_after_all(self, entry: Entry) -> Description | Refusals:
        """What a row describes whose record was there when the batch began, and was changed by an earlier row."""
        described = _describe(entry.row)
        if isinstance(described, Description):
            self.neighbours.look_around([described.values])
        return described

    def _count_known(self, entry: Entry) -> None:
        """A record that was there already: since an earlier import, or since an earlier row of this file."""
        first = self.records.get(entry.key)
        key = entry.key if first is not None and first.digest == entry.digest else entry.second_key
        if key in self.run.written:
            into = self.records[key].structure
            self.run.report.merge(entry.row.line, entry.row.cells["name"], "same-record", into)
        else:
            self.run.report.unchanged += 1
        self.run.met.add(key)

    def _update(self, entry: Entry, record: StructureSource, described: Description) -> None:
        structure = _standing(record.structure)
        storing.update(self.neighbours, structure, record.record, described.values, self.now)
        record.digest, record.record, record.read_at = entry.digest, described.values, self.now
        self.neighbours.refresh(structure)
        self.run.report.updated += 1

    def _add(self, entry: Entry, described: Description, twin: Structure | None) -> None:
        """Join the row to a structure (`twin`: the one that its identifier already names), or make a new one."""
        values, report = described.values, self.run.report
        found = (twin, "same-record") if twin else self.neighbours.find(card_of(values, entry.numbered_by))
        if found:
            structure, rule = found
            storing.fill(self.neighbours, structure, values, self.now)
            self.neighbours.refresh(structure, entry.numbered_by)
            report.merge(entry.row.line, values["name"], rule, structure)
        else:
            structure = storing.create(values, self.now)
            self.session.add(structure)
            self.neighbours.add(structure, entry.numbered_by)
            report.accepted += 1
        self.records[entry.key] = self._record(entry, structure, values)

    def _record(self, entry: Entry, structure: Structure, values: dict[str, Any]) -> StructureSource:
        source, source_id = entry.key
        record = StructureSource(
            structure=structure,
            source=source,
            source_id=source_id,
            digest=entry.digest,
            record=values,
            read_at=self.now,
        )
        self.session.add(record)
        return record


def _entry(row: Row, default_source: str) -> Entry:
    digest = digest_of(row.cells)
    source = (row.cells.get("source") or default_source)[:SOURCE_LENGTH]
    source_id = "".join(row.cells.get("source_id", "").split())
    if not source_id or len(source_id) > ID_LENGTH:
        source_id = storing.ANONYMOUS_ID + digest
    return Entry(row, (source, source_id), digest)


def _describe(row: Row) -> Description | Refusals:
    return (row.problem,) if row.problem else describe(row.cells, gazetteer())


def _shown_name(row: Row) -> str:
    return row.cells.get("name") or " ".join(row.written)[:80]


def _standing(structure: Structure) -> Structure:
    """The structure that stands for this one, after the merges that people decided."""
    while structure.merged_into is not None:
        structure = structure.merged_into
    return structure


def _same_identity(record: StructureSource, described: Description) -> list[bool]:
    """Whether a changed record keeps its name, and its place; when neither, its identifier was given to another."""
    return [record.record.get(column) == described.values[column] for column in ("name_key", "code_insee")]
