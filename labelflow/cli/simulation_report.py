"""The report of a simulation in French, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain.words import in_language
from labelflow.i18n import gettext as _
from labelflow.i18n import number, percent

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from labelflow.domain.workflow import MachineKind
    from labelflow.programmes.schema import Programme
    from labelflow.programmes.simulate import DeadEnd, Report

WIDTH = 44


def lines_of(report: Report, programme: Programme) -> Iterator[str]:
    """The report, line by line."""
    yield _(
        "%(programme)s, version %(version)s : %(count)s candidatures simulées, graine %(seed)s",
        programme=in_language(programme.names),
        version=report.version,
        count=number(report.count),
        seed=report.seed,
    )
    yield ""
    yield _("Où elles finissent")
    yield from _shares(report.ends, report.count, programme, "application")
    if report.labels:
        yield ""
        yield _("Où finissent les labels accordés (les renouvellements sont d’autres candidatures)")
        yield from _shares(report.labels, report.labels.total(), programme, "label")
    yield ""
    yield f"{_('Durée de chaque étape, en jours'):<{WIDTH}}{_('fois'):>8}{_('médiane'):>10}{_('9 sur 10'):>10}"
    for state, found in report.stages.items():
        name = _name(programme, "application", state)
        yield f"  {name:<{WIDTH - 2}}{number(found.count):>8}{number(found.median):>10}{number(found.p90):>10}"
    total = report.total
    yield f"  {_('Du début à la fin'):<{WIDTH - 2}}{number(total.count):>8}{number(total.median):>10}{number(total.p90):>10}"
    yield ""
    yield _("Échéances qui ont déclenché une étape : %(list)s", list=_listed(report.fired))
    yield _("Échéances passées sans étape (retards) : %(list)s", list=_listed(report.passed))
    yield ""
    yield from _dead_ends(report.dead_ends, programme)
    if report.unanswered:
        yield _(
            "Conditions que la simulation ne connaît pas, tenues pour remplies : %(list)s",
            list=", ".join(report.unanswered),
        )


def _shares(counts: Counter[str], total: int, programme: Programme, kind: MachineKind) -> Iterator[str]:
    for state, count in counts.most_common():
        name = _name(programme, kind, state)
        yield f"  {name:<{WIDTH - 2}}{number(count):>8}{percent(count / total, digits=1):>10}"


def _dead_ends(dead_ends: tuple[DeadEnd, ...], programme: Programme) -> Iterator[str]:
    if not dead_ends:
        yield _("Aucune candidature n’est restée bloquée.")
    for end in dead_ends:
        state = _name(programme, "application", end.state)
        yield _("Impasse : %(count)s bloquée(s) dans « %(state)s »", count=number(end.count), state=state)
        for step, codes in end.refusals:
            yield f"    {step}\u00a0: {', '.join(codes)}" if codes else f"    {step}"
        yield _("    Chemin : %(path)s", path=" → ".join(end.path))


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{code} {number(count)}" for code, count in counts.most_common()) or _("aucune")


def _name(programme: Programme, kind: MachineKind, state: str) -> str:
    return in_language(programme.machines[kind].by_code[state].labels.staff)
