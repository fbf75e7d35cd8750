"""Rules of the catalogue used on the wrong machine or with the wrong parameters.

That they exist is checked when a programme is loaded (`labelflow.programmes.references`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.domain import catalogue
from labelflow.domain import effects as _effects  # noqa: F401 - fills the catalogue
from labelflow.domain import guards as _guards  # noqa: F401 - fills the catalogue
from labelflow.i18n import _
from labelflow.programmes.check.findings import at_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labelflow.domain.catalogue import Effect, Guard
    from labelflow.domain.workflow import MachineKind, RuleUse, Step
    from labelflow.programmes.check.explore import Exploration
    from labelflow.programmes.check.findings import Finding


def rule_findings(kind: MachineKind, exploration: Exploration) -> Iterator[Finding]:
    """Guards and effects that belong to another machine, or lack or misname a parameter."""
    for step in exploration.rules.machine.steps:
        places = [exploration.by_state[code][0] for code in step.sources if code in exploration.by_state]
        for part, uses, known in _parts(step):
            for use in uses:
                for code, what, mend in _faults(kind, use, known):
                    key = f"step.{step.code}.{part}.{use.rule}"
                    yield at_place(exploration, kind, code, key, (what, mend), next(iter(places), None))


def _parts(step: Step) -> tuple[tuple[str, tuple[RuleUse, ...], Mapping[str, Guard] | Mapping[str, Effect]], ...]:
    return ("guards", step.guards, catalogue.GUARDS), ("effects", step.effects, catalogue.EFFECTS)


def _faults(
    kind: MachineKind, use: RuleUse, known: Mapping[str, Guard] | Mapping[str, Effect]
) -> Iterator[tuple[str, str, str]]:
    rule = known.get(use.rule)
    if rule is None:
        what = _("la règle « %(rule)s » n’existe pas", rule=use.rule)
        yield "unknown-rule", what, _("choisissez-la dans le catalogue (docs/programmes.md)")
        return
    if kind not in rule.kinds:
        what = _("la règle « %(rule)s » ne s’applique pas à la machine « %(kind)s »", rule=use.rule, kind=kind)
        yield "rule-on-wrong-machine", what, _("elle vaut pour %(kinds)s", kinds=", ".join(sorted(rule.kinds)))
    for name in use.parameters.keys() - rule.parameters.keys():
        what = _("la règle « %(rule)s » n’a pas de paramètre « %(name)s »", rule=use.rule, name=name)
        known_names = ", ".join(rule.parameters) or _("aucun")
        yield "wrong-parameter", what, _("paramètres possibles : %(names)s", names=known_names)
    for name, required in rule.parameters.items():
        if required and name not in use.parameters:
            what = _("la règle « %(rule)s » attend le paramètre « %(name)s »", rule=use.rule, name=name)
            yield (
                "missing-parameter",
                what,
                _('ajoutez-le : { rule = "%(rule)s", %(name)s = … }', rule=use.rule, name=name),
            )
