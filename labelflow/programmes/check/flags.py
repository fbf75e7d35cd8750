"""Flags of states that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.words import in_language
from labelflow.i18n import _
from labelflow.programmes.check.findings import at_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import Flag, State
    from labelflow.programmes.check.explore import Exploration
    from labelflow.programmes.check.findings import Finding

NEEDS: Final[tuple[tuple[Flag, Flag], ...]] = (
    ("publicly_valid", "holds_label"),
    ("listed", "publicly_valid"),
)
"""The first is meaningless without the second."""

EXCLUDES: Final[tuple[tuple[Flag, Flag], ...]] = (
    ("final", "publicly_valid"),
    ("final", "live"),
    ("final", "editable"),
    ("final", "open_to_reviewers"),
    ("final", "pending"),
    ("final", "awaits_applicant"),
    ("final", "awaits_reviewer"),
    ("final", "awaits_coordination"),
    ("final", "awaits_committee"),
    ("granted", "adverse"),
    ("editable", "open_to_reviewers"),
)
"""No state can be both."""


def flag_findings(kind: str, exploration: Exploration) -> Iterator[Finding]:
    """States whose flags contradict each other, or contradict the public answer, or that share a name."""
    machine = exploration.rules.machine
    names: dict[str, str] = {}
    for state in machine.states:
        place = next(iter(exploration.by_state.get(state.code, ())), None)
        for code, what, mend in _contradictions(state):
            yield at_place(exploration, kind, code, f"state.{state.code}.flags", (what, mend), place)
        name = in_language(state.labels.staff)
        if name in names:
            what = _("les états « %(one)s » et « %(other)s » portent le même nom", one=names[name], other=state.code)
            mend = _("donnez à chacun son nom")
            yield at_place(exploration, kind, "same-name", f"state.{state.code}.labels.staff", (what, mend), place)
        names.setdefault(name, state.code)


def _contradictions(state: State) -> Iterator[tuple[str, str, str]]:
    for flag, needed in NEEDS:
        if state.has(flag) and not state.has(needed):
            what = _("l’état « %(state)s » est « %(flag)s » sans être « %(needed)s »", **_named(state, flag, needed))
            mend = _("ajoutez « %(needed)s », ou retirez « %(flag)s »", needed=needed, flag=flag)
            yield "flag-without-its-ground", what, mend
    for flag, other in EXCLUDES:
        if state.has(flag) and state.has(other):
            what = _("l’état « %(state)s » est à la fois « %(flag)s » et « %(needed)s »", **_named(state, flag, other))
            yield "flags-exclude-each-other", what, _("gardez l’un des deux")
    if (state.public_answer == "valid") != state.has("publicly_valid"):
        what = _(
            "l’état « %(state)s » répond au public « %(answer)s », ce que ses marques contredisent",
            state=state.code,
            answer=state.public_answer or _("rien"),
        )
        mend = _('écrivez public_answer = "valid" pour les états « publicly_valid », et pour eux seuls')
        yield "public-answer-contradicts", what, mend


def _named(state: State, flag: Flag, needed: Flag) -> dict[str, object]:
    return {"state": state.code, "flag": flag, "needed": needed}
