"""The life of one application, as a script that pauses between acts. Each act is a service call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from labelflow.db import db
from labelflow.demo.filling import answers_for, pdf_saying, positions_for
from labelflow.demo.names import FACTS
from labelflow.demo.people import acting
from labelflow.demo.readers import Life, Plan, Readers
from labelflow.domain.calendar import local_day
from labelflow.domain.territory import plain_words
from labelflow.domain.words import in_language
from labelflow.models.application import Application
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.services import applications, completeness, evidence
from labelflow.services.steps import take

if TYPE_CHECKING:
    from collections.abc import Generator


class Lives(Readers):
    """Writes the lives of applications to one programme."""

    def life(self, plan: Plan) -> Life:
        """The whole life, up to what the plan says."""
        yield from self._prepare(plan)
        if plan.fate in {"draft", "lapsed_draft"}:
            return
        yield from self._submit(plan)
        if plan.fate == "submitted":
            return
        yield from self._check(plan)
        if plan.fate in {"incomplete", "lapsed", "inadmissible"}:
            return
        yield from self._review(plan)
        if plan.fate in {"in_review", "invited", "awaiting_complement", "withdrawn", "reply"}:
            return
        yield from self._reply(plan)

    def adhesion(self, plan: Plan) -> Life:
        """The life of an adhesion to the charter: signed, checked, listed."""
        yield from self._prepare(plan)
        yield from self._submit(plan)
        take("application", plan.application, "list", actor=acting(self._coordinator(plan)), now=self.now)

    def _free_structure(self) -> str:
        """A structure that may apply now: nothing live, no label held, not just refused."""
        ended_badly = self.programme.machines["application"].states_with("adverse")
        busy = select(Application.structure_id).where(
            Application.programme_code == self.programme.code,
            or_(
                Application.live.is_(True),
                and_(Application.state.in_(ended_badly), Application.state_since > self.now - timedelta(days=200)),
            ),
        )
        holding = select(Label.structure_id).where(Label.programme_code == self.programme.code, Label.held.is_(True))
        free = db.session.scalars(
            select(Structure.public_id)
            .where(Structure.id.not_in(busy), Structure.id.not_in(holding))
            .order_by(Structure.id)
        ).all()
        return self.rng.choice(free)

    def _prepare(self, plan: Plan) -> Life:
        plan.structure = plan.structure or self._free_structure()
        applicant = self.cast.representatives[plan.structure]
        structure = db.session.scalars(select(Structure).where(Structure.public_id == plan.structure)).one()
        started = applications.start(
            self.programme.code,
            plan.structure,
            actor=acting(applicant),
            now=self.now,
            scopes=self.rng.sample([scope.code for scope in self.programme.scopes], min(3, len(self.programme.scopes))),
            renews=plan.renews,
        )
        plan.application = started.public_id
        yield self.days(plan, 1, 4)
        answers = answers_for(
            self.programme.form, structure.department, structure.code_insee, local_day(self.now), self.rng
        )
        if plan.fate == "draft":
            answers = dict(list(answers.items())[: len(answers) // 2])
        applications.save_answers(plan.application, answers, actor=acting(applicant), now=self.now)
        if plan.fate in {"draft", "lapsed_draft"}:
            return
        yield self.days(plan, 2, 9)
        if self.programme.grid is not None:
            applications.save_positions(
                plan.application,
                positions_for(self.programme.grid, plan.quality, self.rng),
                actor=acting(applicant),
                now=self.now,
            )
        self._add_evidence(plan, answers, applicant)
        yield self.days(plan, 1, 5)

    def _add_evidence(self, plan: Plan, answers: dict[str, object], applicant: str) -> None:
        for slot in self.programme.form.visible_slots(answers):  # type: ignore[arg-type]  # answers of every kind
            if slot.required:
                self._add_file(plan, slot.code, applicant)

    def _add_file(self, plan: Plan, slot: str, applicant: str) -> None:
        name = in_language(self.programme.form.slot_by_code[slot].name)
        evidence.add(
            plan.application,
            slot,
            filename=f"{'-'.join(plain_words(name))}.pdf",
            data=pdf_saying(name),
            title=name,
            actor=acting(applicant),
            now=self.now,
            expires_on=local_day(self.now) + timedelta(days=400),
        )

    def _submit(self, plan: Plan) -> Life:
        applicant = acting(self.cast.representatives[plan.structure])
        codes = [document.code for document in self.programme.documents]
        applications.accept_documents(plan.application, codes, actor=applicant, now=self.now)
        take("application", plan.application, "submit", actor=applicant, now=self.now)
        yield self.days(plan, 2, 8)

    def _check(self, plan: Plan) -> Life:
        coordinator = self._coordinator(plan)
        if plan.fate == "inadmissible":
            fields = {"article": "2.1", "facts": FACTS}
            take(
                "application",
                plan.application,
                "propose_inadmissible",
                actor=acting(coordinator),
                now=self.now,
                fields=fields,
            )
            yield self.days(plan, 1, 4)
            take(
                "application", plan.application, "confirm_inadmissible", actor=acting(self.cast.signatory), now=self.now
            )
            return
        if plan.asks_pieces or plan.fate in {"incomplete", "lapsed"}:
            yield from self._ask_pieces(plan, coordinator)
            if plan.fate in {"incomplete", "lapsed"}:
                return
        if self.programme.grid is not None:
            found = {c.code: {"level": 2, "comment": ""} for c in self.programme.grid.criteria_for("coordinator")}
            completeness.check_documents(plan.application, found, actor=acting(coordinator), now=self.now)
        take("application", plan.application, "declare_admissible", actor=acting(coordinator), now=self.now)
        yield self.days(plan, 1, 3)

    def _ask_pieces(self, plan: Plan, coordinator: str) -> Life:
        optional = [slot.code for slot in self.programme.form.slots if not slot.required]
        slot = self.rng.choice(optional or [self.programme.form.slots[0].code])
        message = "Cette pièce aiderait la commission : merci de l’ajouter au dossier."
        take(
            "application", plan.application, "ask_missing", actor=acting(coordinator), now=self.now,
            fields={"pieces": [slot], "message": message},
        )  # fmt: skip
        if plan.fate in {"incomplete", "lapsed"}:
            return
        yield self.days(plan, 3, 12)
        applicant = self.cast.representatives[plan.structure]
        self._add_file(plan, slot, applicant)
        take("application", plan.application, "complete", actor=acting(applicant), now=self.now)
        yield self.days(plan, 1, 5)

    def _review(self, plan: Plan) -> Life:
        asked = yield from self._invited(plan)
        if plan.fate == "invited":
            return
        yield self.days(plan, 2, 5)
        asked = self._answered(plan, asked)
        for number, assignment in enumerate(asked):
            if plan.fate == "in_review" and number == 0:
                continue
            yield self.days(plan, 4, 9)
            if (plan.asks_complement and number == 0) or (plan.fate == "awaiting_complement" and number == 0):
                yield from self._complement(plan)
                if plan.fate == "awaiting_complement":
                    return
            if plan.fate == "withdrawn" and number == 1:
                applicant = self.cast.representatives[plan.structure]
                take("application", plan.application, "withdraw", actor=acting(applicant), now=self.now)
                return
            self._write(plan, assignment)
        if plan.fate != "in_review":
            yield from self._call_further_readers(plan)

    def _invited(self, plan: Plan) -> Generator[timedelta, None, list[str]]:
        """Ask everybody who is needed; the structure may object to one of them. Gives the invitations."""
        rules = self.programme.review
        wanted = [("peer", rules.peers), ("scientist", rules.scientists)] if rules else []
        asked = [self._ask(plan, reader) for reader, count in wanted for _ in range(count)]
        if plan.objects:
            yield from self._object(plan)
            asked = [one.public_id for one in self._assignments(plan)]
        return asked

    def _complement(self, plan: Plan) -> Life:
        coordinator = acting(self._coordinator(plan))
        question = "Comment les contenus de l’exposition sont-ils relus, et par qui ?"
        take(
            "application",
            plan.application,
            "ask_complement",
            actor=coordinator,
            now=self.now,
            fields={"message": question},
        )
        if plan.fate == "awaiting_complement":
            return
        yield self.days(plan, 2, 9)
        applicant = acting(self.cast.representatives[plan.structure])
        answer = "Deux chercheuses du laboratoire partenaire les relisent chaque année, en septembre."
        take(
            "application",
            plan.application,
            "answer_complement",
            actor=applicant,
            now=self.now,
            fields={"answer": answer},
        )
        yield self.days(plan, 1, 3)

    def _reply(self, plan: Plan) -> Life:
        yield self.days(plan, 3, 10)
        applicant = acting(self.cast.representatives[plan.structure])
        if plan.waives:
            take("application", plan.application, "waive_reply", actor=applicant, now=self.now)
        else:
            answer = "Merci pour ces lectures attentives. Nous daterons nos fiches d’action dès ce trimestre."
            take(
                "application", plan.application, "send_reply", actor=applicant, now=self.now, fields={"answer": answer}
            )
            if plan.fate != "revision":
                yield from self._look_again(plan)
