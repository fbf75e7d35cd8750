"""Facts of an application: what was filled in, read, replied, put to the vote."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from labelflow.db import db
from labelflow.domain.answers import unusable_answers
from labelflow.domain.deadlines import due
from labelflow.domain.eligibility import Candidate, eligibility_faults
from labelflow.domain.facts import ReviewGiven
from labelflow.domain.positions import unmet_claims, well_positioned
from labelflow.domain.words import in_language
from labelflow.prepared import related
from labelflow.queries.deadlines import pending_on
from labelflow.queries.facts import application_rows as rows
from labelflow.queries.facts.application_committee import CommitteeSide
from labelflow.queries.facts.application_objections import ObjectionSide
from labelflow.queries.scores import readings_of, scores_of, second_scientist_reasons_of, third_reader_reasons_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from labelflow.domain.refusal import Refusal
    from labelflow.domain.scoring import Reading
    from labelflow.models.structure import Structure
    from labelflow.prepared import Prepared
    from labelflow.queries.facts.application_rows import AssignmentRow, PositionRow


class ApplicationRead(CommitteeSide, ObjectionSide):
    """See `labelflow.domain.facts.ApplicationFacts`."""

    # -- what the structure filled in

    @property
    def renewal(self) -> bool:
        return self.subject.kind == "renewal"

    @property
    def window_open(self) -> bool:
        return self.renewal or self.programme.campaign.is_open(self.today)

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(code for code in self.subject.scopes if code in self.programme.scope_by_code)

    @cached_property
    def missing_answers(self) -> tuple[str, ...]:
        return self._labels(self.programme.form.missing_answers(self.subject.answers))

    @cached_property
    def unusable_answers(self) -> tuple[str, ...]:
        return self._labels(unusable_answers(self.programme.form, self.subject.answers))

    def _labels(self, codes: Iterable[str]) -> tuple[str, ...]:
        questions = self.programme.form.question_by_code
        return tuple(in_language(questions[code].label) for code in codes)

    @cached_property
    def pieces(self) -> dict[str, int]:
        """Files in place, by slot."""
        return dict(self._all(rows.PIECES))

    @property
    def missing_slots(self) -> tuple[str, ...]:
        form = self.programme.form
        missing = form.missing_slots(self.pieces, self.subject.answers)
        return tuple(in_language(form.slot_by_code[code].name) for code in missing)

    @property
    def criteria(self) -> tuple[str, ...]:
        return tuple(criterion.code for criterion in self.programme.grid.criteria) if self.programme.grid else ()

    @cached_property
    def _positions(self) -> list[PositionRow]:
        return [rows.PositionRow(*row) for row in self._all(rows.POSITIONS)]

    @cached_property
    def positioned(self) -> frozenset[str]:
        return well_positioned(self.programme.grid, self._positions)

    @property
    def gates_claimed_unmet(self) -> tuple[str, ...]:
        return unmet_claims(self.programme.grid, self._positions)

    @property
    def unaccepted_documents(self) -> tuple[str, ...]:
        accepted = set(self._column(rows.ACCEPTED))
        return tuple(in_language(doc.title) for doc in self.programme.documents if doc.sha256 not in accepted)

    # -- the structure and its other applications

    @property
    def has_other_live(self) -> bool:
        return bool(self._column(rows.OTHER_LIVE, **self._whose, scope=self.subject.scope))

    @property
    def holds_label(self) -> bool:
        """Whether the structure holds the label of this programme and scope."""
        return bool(self._column(rows.HELD, **self._whose, scope=self.subject.scope))

    @property
    def reapply_from(self) -> datetime | None:
        waiting = self.programme.deadlines.get("new_application")
        adverse = self.machine.states_with("adverse")
        if waiting is None or not adverse:
            return None
        (refused_at,) = self._column(rows.LAST_IN, **self._whose, states=adverse)
        return due(refused_at, waiting.delay) if refused_at else None

    @property
    def _whose(self) -> dict[str, Any]:
        return {"structure": self.subject.structure_id, "programme": self.programme_code}

    @property
    def department(self) -> str | None:
        return self._structure.department

    def eligibility_faults(self, since: str, departments: str) -> tuple[Refusal, ...]:
        """What the structure does not meet of the programme's eligibility, today."""
        structure = self._structure
        candidate = Candidate(
            kind=structure.kind,
            department=structure.department,
            identifiers=tuple(filter(None, (structure.siret, structure.rna, structure.uai))),
            active_since=self.subject.answers.get(since),
            acts_in=tuple(self.subject.answers.get(departments) or ()),
        )
        return eligibility_faults(candidate, self.programme.eligibility, self.today)

    # -- exchanges

    @property
    def published_pieces(self) -> frozenset[str]:
        return frozenset(slot.code for slot in self.programme.form.slots)

    @property
    def asked_pieces_missing(self) -> tuple[str, ...]:
        asked = self._all(rows.OPEN_QUESTION)
        if not asked:
            return ()
        pieces, since = asked[0]
        given = set(self._column(rows.GIVEN_SINCE, since=since))
        slots = self.programme.form.slot_by_code
        return tuple(in_language(slots[code].name) for code in pieces if code not in given and code in slots)

    @property
    def proposal_by(self) -> int | None:
        by = self.subject.proposal.get("by")
        return int(by) if by is not None else None

    @property
    def complement_rounds(self) -> int:
        return int(self._column(rows.ROUNDS, of="complement")[0])

    @property
    def extensions(self) -> Mapping[str, int]:
        return {one.code: one.extensions for one in pending_on("application", self.subject.id)}

    @property
    def deferrals(self) -> int:
        return self.subject.deferrals

    @property
    def reply_closed(self) -> bool:
        replies = self._column(rows.REPLIES)
        return bool(replies) and all(closed is not None for closed in replies)

    # -- reviewing

    @cached_property
    def reviews(self) -> tuple[ReviewGiven, ...]:
        counting = self._states("counts")
        return tuple(
            ReviewGiven(row.person, row.structure, row.department, row.reader, row.third)
            for row in self._readers
            if row.state in counting
        )

    @cached_property
    def _readers(self) -> list[AssignmentRow]:
        return [rows.AssignmentRow(*row) for row in self._all(rows.ASSIGNMENTS)]

    @cached_property
    def readings(self) -> list[Reading]:
        """The readings that count for the figures, read once for all the guards."""
        return readings_of(self.subject)

    @property
    def open_assignments(self) -> int:
        waiting = self._states("awaits_reviewer")
        return sum(1 for row in self._readers if row.state in waiting)

    @property
    def evaluators(self) -> frozenset[int]:
        part = self._states("reads") | self._states("counts")
        return frozenset(row.person for row in self._readers if row.state in part)

    @property
    def reading_reviewers(self) -> frozenset[int]:
        """Reviewers who may read the application now: clear declaration signed, not excluded since."""
        reads = self._states("reads")
        return frozenset(row.person for row in self._readers if row.state in reads)

    def _states(self, flag: str) -> frozenset[str]:
        machine = self.programme.machines.get("assignment")
        return frozenset(machine.states_with(flag)) if machine else frozenset()  # type: ignore[arg-type]  # a flag

    @property
    def peers_needed(self) -> int:
        return self.programme.review.peers if self.programme.review else 0

    @property
    def scientists_needed(self) -> int:
        base = self.programme.review.scientists if self.programme.review else 0
        return base + (1 if second_scientist_reasons_of(self.subject, self.readings) else 0)

    @property
    def distinct_structures(self) -> bool:
        return bool(self.programme.review and self.programme.review.distinct_structures)

    @property
    def other_department_min(self) -> int:
        return self.programme.review.other_department_min if self.programme.review else 0

    @property
    def third_reader_needed(self) -> bool:
        return bool(third_reader_reasons_of(self.subject, self.readings))

    @property
    def unchecked_criteria(self) -> tuple[str, ...]:
        """Criteria of the document check that nobody has looked at yet."""
        grid = self.programme.grid
        mine = {criterion.code for criterion in grid.criteria_for("coordinator")} if grid else set()
        return tuple(sorted(mine - set(self._column(rows.CHECKED))))

    @property
    def unmet_gates(self) -> tuple[str, ...]:
        scores = scores_of(self.subject, self.readings)
        return scores.gates_in("failed", "doubtful", "unjudged") if scores else ()

    # -- reading

    @property
    def _structure(self) -> Structure:
        found: Structure = related(self.subject, "structure")
        return found

    def _all(self, statement: Prepared, **values: Any) -> list[list[Any]]:  # noqa: ANN401 - what the statement takes
        return statement.all(db.session.connection(), {"application": self.subject.id, **values})

    def _column(self, statement: Prepared, **values: Any) -> list[Any]:  # noqa: ANN401 - same
        return statement.column(db.session.connection(), {"application": self.subject.id, **values})
