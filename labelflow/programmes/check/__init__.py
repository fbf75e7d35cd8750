"""A programme checked before it runs: its declaration, then every situation that its machines can reach.

`check(programme)` looks at a loaded programme, `check_folder(path)` also at a folder that cannot be
loaded. `docs/programmes.md` lists the codes; `explore` says how the machines are explored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.programmes.check.content import content_findings
from labelflow.programmes.check.explore import explore
from labelflow.programmes.check.findings import Finding, path_in_words
from labelflow.programmes.check.flags import flag_findings
from labelflow.programmes.check.machines import MachineCheck
from labelflow.programmes.check.races import RaceCheck
from labelflow.programmes.check.rules import rule_findings
from labelflow.programmes.check.setting import rules_of
from labelflow.programmes.check.waits import WaitCheck
from labelflow.programmes.faults import ProgrammeFault
from labelflow.programmes.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Machine, MachineKind
    from labelflow.programmes.check.explore import Exploration
    from labelflow.programmes.schema import Programme

__all__ = ["Finding", "check", "check_folder", "check_machines", "explorations", "faults_among", "path_in_words"]


def check(programme: Programme) -> tuple[Finding, ...]:
    """Every finding about a loaded programme, faults first."""
    findings = [*check_machines(programme.machines, _delays(programme)), *content_findings(programme)]
    return tuple(sorted(findings, key=lambda finding: finding.severity != "fault"))


def check_folder(path: Path) -> tuple[Finding, ...]:
    """Every finding about the programme in the folder `path`, which may be too broken to be loaded."""
    try:
        programme = load(path)
    except ProgrammeFault as error:
        return tuple(Finding("declaration", f.file, f.key, f.what, f.mend) for f in error.faults)
    return check(programme)


def explorations(programme: Programme) -> dict[MachineKind, Exploration]:
    """Every situation of each machine of the programme."""
    return _explored(programme.machines, _delays(programme))


def check_machines(machines: Mapping[MachineKind, Machine], delays: Mapping[str, Delay]) -> Iterator[Finding]:
    """Every finding about machines that share deadlines."""
    for kind, exploration in _explored(machines, delays).items():
        yield from MachineCheck(kind, exploration).findings()
        yield from RaceCheck(kind, exploration, delays).findings()
        yield from WaitCheck(kind, exploration).findings()
        yield from flag_findings(kind, exploration)
        yield from rule_findings(kind, exploration)


def faults_among(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that forbid to install the programme; the others are warnings."""
    return tuple(finding for finding in findings if finding.severity == "fault")


def _explored(machines: Mapping[MachineKind, Machine], delays: Mapping[str, Delay]) -> dict[MachineKind, Exploration]:
    return {kind: explore(rules_of(kind, machines, delays)) for kind in machines}


def _delays(programme: Programme) -> dict[str, Delay]:
    return {code: deadline.delay for code, deadline in programme.deadlines.items()}
