"""What the form names: its own questions and answers, and the criteria of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.form import SEVERAL
from labelflow.i18n import _
from labelflow.programmes.faults import Fault, key_of
from labelflow.programmes.references.naming import double, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labelflow.domain.form import Condition, Form, Question
    from labelflow.domain.grid import Grid


def form_faults(form: Form, grid: Grid | None) -> Iterator[Fault]:
    """Codes given twice, conditions that cannot hold, criteria that the grid does not have."""
    seen: dict[str, Question] = {}
    for index, section in enumerate(form.sections):
        for rank, question in enumerate(section.questions):
            key = key_of(("section", index, "question", rank))
            if question.code in seen:
                yield double("form.toml", f"{key}.code", question.code)
            yield from _condition_faults(question.when, seen, f"{key}.when")
            seen[question.code] = question
    yield from _slot_faults(form, seen, set(grid.by_code) if grid else set())
    for code in repeated(section.code for section in form.sections):
        yield double("form.toml", "section", code)


def _slot_faults(form: Form, seen: Mapping[str, Question], known: set[str]) -> Iterator[Fault]:
    for index, slot in enumerate(form.slots):
        key = key_of(("slot", index))
        yield from _condition_faults(slot.when, seen, f"{key}.when")
        for code in slot.criteria:
            if code not in known:
                what = _("le critère « %(code)s » n’est pas dans la grille", code=code)
                yield Fault("form.toml", f"{key}.criteria", what, _("déclarez-le dans grid.toml ou retirez-le d’ici"))
    for code in repeated(slot.code for slot in form.slots):
        yield double("form.toml", "slot", code)


def _condition_faults(when: Condition | None, before: Mapping[str, Question], key: str) -> Iterator[Fault]:
    if when is None:
        return
    question = before.get(when.question)
    if question is None:
        what = _("la question « %(question)s » n’est pas posée avant celle-ci", question=when.question)
        yield Fault("form.toml", f"{key}.question", what, _("nommez une question posée plus haut dans le formulaire"))
        return
    if (when.includes is None) == (question.kind in SEVERAL):
        mend = _("écrivez includes") if question.kind in SEVERAL else _("écrivez equals")
        what = _("la condition ne convient pas à une question de type %(kind)s", kind=question.kind)
        yield Fault("form.toml", key, what, mend)
    answer = when.equals if when.includes is None else when.includes
    if question.options and answer not in {option.code for option in question.options}:
        mend = _("choisissez parmi %(options)s", options=", ".join(option.code for option in question.options))
        yield Fault(
            "form.toml",
            key,
            _("« %(answer)s » n’est pas une réponse de « %(code)s »", answer=answer, code=question.code),
            mend,
        )
    if question.kind == "yes_no" and not isinstance(answer, bool):
        yield Fault("form.toml", key, _("la question attend oui ou non"), _("écrivez equals = true ou equals = false"))
