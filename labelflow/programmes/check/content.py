"""What the parts of a programme ask of each other: readings and grid, deadlines and their reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.i18n import _
from labelflow.programmes.check.findings import Finding
from labelflow.programmes.check.spans import shortest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelflow.programmes.schema import Programme

HEAD = "programme.toml"


def content_findings(programme: Programme) -> Iterator[Finding]:
    """Every contradiction between readings, grid and deadlines."""
    yield from _reading_findings(programme)
    yield from _reminder_findings(programme)


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
