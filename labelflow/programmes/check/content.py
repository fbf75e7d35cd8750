"""What the parts of a programme ask of each other: readings and grid, deadlines and their reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.domain.words import SOURCE_LANGUAGE
from labelflow.i18n import _
from labelflow.programmes.check.findings import WORKFLOW, Finding
from labelflow.programmes.check.spans import shortest
from labelflow.programmes.sending import unsent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.domain.workflow import RuleUse
    from labelflow.programmes.schema import Programme

HEAD: Final = "programme.toml"
_NAMED_IN: Final = {"deadline": HEAD, "by": HEAD, "since": "form.toml", "departments": "form.toml"}
"""Parameters of rules that name a deadline or a question, and the file that declares these."""


def content_findings(programme: Programme) -> Iterator[Finding]:
    """Every contradiction between readings, grid and deadlines."""
    yield from _reading_findings(programme)
    yield from _reminder_findings(programme)
    yield from _parameter_findings(programme)
    yield from _unsent_findings(programme)


def _reading_findings(programme: Programme) -> Iterator[Finding]:
    """Readers that the procedure calls and the grid does not use, and the other way round."""
    if programme.grid is None or programme.review is None:
        return
    for reader, number in (("peer", programme.review.peers), ("scientist", programme.review.scientists)):
        read = any(reader in criterion.readers for criterion in programme.grid.criteria)
        if number and not read:
            what = _(
                "%(number)s lecture(s) « %(reader)s » sont demandées, mais aucun critère ne leur revient",
                number=number,
                reader=reader,
            )
            mend = _("ajoutez « %(reader)s » à readers d’au moins un critère, ou mettez ce nombre à 0", reader=reader)
            yield Finding("reader-without-criterion", HEAD, f"review.{reader}s", what, mend)
        for criterion in programme.grid.criteria if not number else ():
            if criterion.readers == {reader}:
                what = _(
                    "le critère « %(code)s » n’est lu par personne : aucune lecture « %(reader)s » n’est demandée",
                    code=criterion.code,
                    reader=reader,
                )
                mend = _("demandez une telle lecture dans [review], ou confiez le critère à un autre lecteur")
                yield Finding("criterion-unread", "grid.toml", f"criteria.{criterion.code}.readers", what, mend)


def _reminder_findings(programme: Programme) -> Iterator[Finding]:
    """Reminders that would be sent before what they remind of was asked."""
    for code, deadline in programme.deadlines.items():
        length = shortest(deadline.delay)
        early = [days for days in deadline.reminders if days >= length]
        if early:
            what = _(
                "le rappel à %(days)s jours avant la fin de « %(deadline)s » tombe avant son départ : le délai peut ne durer que %(length)s jours",
                days=max(early),
                deadline=code,
                length=length,
            )
            mend = _("retirez ce rappel ou allongez le délai")
            yield Finding("deadline-before-its-cause", HEAD, f"deadline.{code}.delay.reminders", what, mend)


def _parameter_findings(programme: Programme) -> Iterator[Finding]:
    """Parameters of rules that name a deadline or a question that the programme does not have."""
    for kind, machine in programme.machines.items():
        for step in machine.steps:
            for part, uses in (("guards", step.guards), ("effects", step.effects)):
                for use in uses:
                    for name, value in _astray(use, programme):
                        key = f"{kind}.step.{step.code}.{part}.{use.rule}"
                        what = _("%(name)s nomme « %(value)s », qui n’existe pas", name=name, value=value)
                        mend = _("nommez ce que déclare %(file)s, ou déclarez-le", file=_NAMED_IN[name])
                        yield Finding("parameter-astray", WORKFLOW, key, what, mend)


def _unsent_findings(programme: Programme) -> Iterator[Finding]:
    """Texts that were written and that nothing sends."""
    for text in unsent(programme):
        file = f"texts/{SOURCE_LANGUAGE}/{text}.md"
        what = _("rien n’envoie le texte « %(text)s »", text=text)
        mend = _("nommez-le dans tells d’une étape, dans une échéance ou dans [term.tells], ou supprimez-le")
        yield Finding("text-never-sent", file, "", what, mend)


def _astray(use: RuleUse, programme: Programme) -> Iterator[tuple[str, object]]:
    for name, value in use.parameters.items():
        known = programme.deadlines if _NAMED_IN.get(name) == HEAD else programme.form.question_by_code
        if name in _NAMED_IN and value and value not in known:
            yield name, value
