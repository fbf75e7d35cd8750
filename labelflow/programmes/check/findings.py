"""What a check reports: a fault with its place, its cure and, for a fault of a machine, a path that leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from labelflow.i18n import _
from labelflow.programmes.faults import Fault

if TYPE_CHECKING:
    from labelflow.programmes.check.explore import Exploration, Hop, Situation

WORKFLOW = "workflow.toml"

Severity = Literal["fault", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault found. `code` is stable; `what` and `mend` are French.

    `path` leads from the initial state of the machine `kind` to the place of the fault.
    """

    code: str
    file: str
    key: str
    what: str
    mend: str
    severity: Severity = "fault"
    kind: str | None = None
    start: str | None = None
    path: tuple[Hop, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps to take, in order, to see the fault."""
        return tuple(hop.code for hop in self.path if hop.by != "nothing")

    @property
    def fault(self) -> Fault:
        """The same without the path, in the words of the loader."""
        return Fault(self.file, self.key, self.what, self.mend)

    def as_json(self) -> dict[str, object]:
        """The finding for a script."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "key": self.key,
            "what": self.what,
            "mend": self.mend,
            "machine": self.kind,
            "initial": self.start,
            "path": [{"by": hop.by, "code": hop.code, "state": hop.state} for hop in self.path],
        }


def at_place(  # noqa: PLR0913 - each part of a finding, once
    exploration: Exploration,
    kind: str,
    code: str,
    key: str,
    sentences: tuple[str, str],
    place: Situation | None,
    *,
    severity: Severity = "fault",
) -> Finding:
    """A finding about the machine `kind`, with a shortest path to `place`. `sentences`: what, and how to mend it."""
    path = exploration.path_to(place) if place else ()
    start = exploration.rules.machine.initial if place else None
    what, mend = sentences
    return Finding(code, WORKFLOW, f"{kind}.{key}", what, mend, severity, kind, start, path)


def path_in_words(finding: Finding) -> str:
    """« draft → submit → submitted → … » ; what a timer does, or lets pass, is said."""
    if finding.start is None:
        return ""
    words = [finding.start]
    for hop in finding.path:
        match hop.by:
            case "nothing":
                words.append(_("(l’échéance « %(code)s » passe sans effet) %(state)s", code=hop.code, state=hop.state))
            case "timer":
                words.append(_("%(code)s (à l’échéance) → %(state)s", code=hop.code, state=hop.state))
            case _:
                words.append(f"{hop.code} → {hop.state}")
    return " → ".join(words)
