"""The words of a diagram: who is awaited, how a step is fired, how long a delay is, and the whole in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from labelflow.domain.words import in_language
from labelflow.domain.workflow import SAME
from labelflow.i18n import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Flag, Machine, State, Step

Tone = Literal["start", "applicant", "reviewer", "coordination", "committee", "good", "bad", "end", "plain"]
Firing = Literal["person", "timer", "automatic", "internal"]


def name_of(state: State) -> str:
    """The state's name for the staff, in the language in use."""
    return in_language(state.labels.staff, language())


def tone_of(state: State) -> tuple[Tone, str]:
    """The colour role of a state, and the words that say the same."""
    if state.has("final") or state.has("decided"):
        return _end_tone_of(state)
    waiting: tuple[tuple[Flag, Tone, str], ...] = (
        ("awaits_applicant", "applicant", _("attend la structure")),
        ("awaits_reviewer", "reviewer", _("attend une lecture")),
        ("awaits_coordination", "coordination", _("attend la coordination")),
        ("awaits_committee", "committee", _("attend la commission")),
        ("publicly_valid", "good", _("valable")),
    )
    return next(((tone, said) for flag, tone, said in waiting if state.has(flag)), ("plain", ""))


def _end_tone_of(state: State) -> tuple[Tone, str]:
    if state.has("granted"):
        return "good", _("fin favorable")
    return ("bad", _("fin défavorable")) if state.has("adverse") else ("end", _("fin"))


def firing_of(step: Step) -> Firing:
    """What fires the step, the most telling first."""
    if step.timer:
        return "timer"
    if step.automatic:
        return "automatic"
    return "internal" if step.internal or not step.by_person else "person"


def step_in_words(step: Step, delays: Mapping[str, Delay]) -> str:
    """The step's name, with its delay when a timer fires it."""
    name = in_language(step.label, language())
    if step.timer is None:
        return name
    delay = delays.get(step.timer)
    time = delay_in_words(delay) if delay else step.timer
    if step.by_person:
        return _("%(step)s (ou après %(time)s)", step=name, time=time)
    return _("%(step)s (après %(time)s)", step=name, time=time)


def delay_in_words(delay: Delay) -> str:
    """« 10 jours ouvrés », « 2 mois », « 1 an »."""
    match delay.unit:
        case "days":
            return ngettext("%(num)s jour", "%(num)s jours", delay.amount)
        case "working_days":
            return ngettext("%(num)s jour ouvré", "%(num)s jours ouvrés", delay.amount)
        case "months":
            return ngettext("%(num)s mois", "%(num)s mois", delay.amount)
        case "years":
            return ngettext("%(num)s an", "%(num)s ans", delay.amount)


def machine_in_words(machine: Machine, delays: Mapping[str, Delay]) -> str:
    """Every step in a sentence: what a person who does not see the drawing reads."""
    names = {state.code: name_of(state) for state in machine.states}
    sentences = [_("Tout commence à « %(state)s ».", state=names[machine.initial])]
    for step in machine.steps:
        sources = ", ".join(f"«\u00a0{names[code]}\u00a0»" for code in step.sources)
        said = step_in_words(step, delays)
        if step.target == SAME:
            sentences.append(_("%(step)s : de %(sources)s, sans changer d’état.", step=said, sources=sources))
        else:
            target = names[step.target]
            sentences.append(
                _("%(step)s : de %(sources)s à « %(target)s ».", step=said, sources=sources, target=target)
            )
    return " ".join(sentences)
