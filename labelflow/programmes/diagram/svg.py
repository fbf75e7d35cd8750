"""A machine as one SVG image: handsome in print, readable without colour, described for who does not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from labelflow.domain.words import in_language
from labelflow.i18n import _, language
from labelflow.programmes.diagram.graph import MachineGraph
from labelflow.programmes.diagram.layout import arrange
from labelflow.programmes.diagram.measure import width_of, wrapped
from labelflow.programmes.diagram.shapes import (
    BACK,
    FONT,
    INK,
    LABEL,
    LEADING,
    MUTED,
    NOTE,
    PAPER,
    RULE,
    TITLE,
    Box,
    Pill,
    curve,
    markers,
    sign,
    text_at,
)
from labelflow.programmes.diagram.words import firing_of, machine_in_words, name_of, step_in_words, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from labelflow.domain.deadlines import Delay
    from labelflow.domain.workflow import Machine, State, Step
    from labelflow.programmes.diagram.layout import Layout

MARGIN: Final = 28.0
GAP_DOWN: Final = 20.0
HEAD: Final = 34.0
NARROWEST: Final = 760.0


class Drawing:
    """The drawing of one machine."""

    def __init__(self, machine: Machine, delays: Mapping[str, Delay], title: str) -> None:
        self.machine = machine
        self.delays = delays
        self.title = title
        self.graph = MachineGraph(machine)
        self.boxes = {state.code: self._box(state) for state in self.graph.states}
        self.pills = {
            arrow.chip: Pill(step_in_words(arrow.step, delays), firing_of(arrow.step), arrow.back)
            for arrow in self.graph.arrows
        }
        sizes = {code: box.size for code, box in self.boxes.items()}
        sizes |= {chip: pill.size for chip, pill in self.pills.items()}
        self.layout: Layout = arrange(sizes, self.graph.edges, self.graph.ranks, GAP_DOWN)

    def render(self) -> str:
        """The whole SVG document."""
        inner = max(self.layout.width, NARROWEST)
        width, below = inner + 2 * MARGIN, MARGIN + HEAD + self.layout.height + 24
        (aside, aside_height), (key, key_height) = self._widespread(inner), self._key(inner)
        height = below + aside_height + key_height + MARGIN
        shift = (inner - self.layout.width) / 2 + MARGIN
        body = [
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="{PAPER}"/>',
            text_at(MARGIN, MARGIN + 12, self.title, 17, weight="600", anchor="start"),
            f'<g transform="translate({shift:.1f} {MARGIN + HEAD:.1f})">{self._edges()}{self._nodes()}</g>',
            f'<g transform="translate({MARGIN:g} {below:.1f})">{aside}</g>',
            f'<g transform="translate({MARGIN:g} {below + aside_height:.1f})">{key}</g>',
        ]
        described = escape(machine_in_words(self.machine, self.delays))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
            f' height="{height:.0f}" role="img" aria-labelledby="title desc" xml:lang="{language()}" font-family="{FONT}">\n'
            f'<title id="title">{escape(self.title)}</title>\n<desc id="desc">{described}</desc>\n'
            f"<defs>{markers()}</defs>\n" + "\n".join(body) + "\n</svg>\n"
        )

    def _box(self, state: State) -> Box:
        tone, note = tone_of(state)
        if state.code == self.machine.initial:
            note = _("début, %(note)s", note=note) if note else _("début")
        stays = tuple(step_in_words(step, self.delays) for step in self.graph.stays(state.code))
        return Box(name_of(state), note, stays, tone, state.has("final"))

    def _edges(self) -> str:
        routes, lines = self.layout.routes, []
        for arrow in self.graph.arrows:
            upper, lower = (arrow.target, arrow.source) if arrow.back else (arrow.source, arrow.target)
            first, second = routes[upper, arrow.chip], routes[arrow.chip, lower]
            lines.append(curve(first, back=arrow.back, head_last=False, head_first=arrow.back))
            lines.append(curve(second, back=arrow.back, head_last=not arrow.back, head_first=False))
        return "".join(lines)

    def _nodes(self) -> str:
        centres = self.layout.centres
        states = [box.draw(code, centres[code]) for code, box in self.boxes.items()]
        return "".join(states + [pill.draw(centres[chip]) for chip, pill in self.pills.items()])

    def _widespread(self, width: float) -> tuple[str, float]:
        """The steps that leave from many states, in words, and how high they stand."""
        if not self.graph.widespread:
            return "", 0.0
        parts = [f'<path d="M0 0H{width:.0f}" stroke="{RULE}"/>']
        top = 22.0
        parts.append(text_at(0, top, _("Étapes possibles depuis plusieurs états"), TITLE, weight="600", anchor="start"))
        for step in self.graph.widespread:
            text, top = self._widespread_step(step, width, top + 24)
            parts.append(text)
        return "".join(parts), top + 22

    def _widespread_step(self, step: Step, width: float, top: float) -> tuple[str, float]:
        names = {state.code: name_of(state) for state in self.machine.states}
        said = _("%(step)s → %(target)s", step=step_in_words(step, self.delays), target=names[step.target])
        parts = [sign(firing_of(step), 7, top - 4), text_at(22, top, said, LABEL, weight="600", anchor="start")]
        sources = _("depuis : %(states)s", states=", ".join(names[code] for code in step.sources))
        for line in wrapped(sources, NOTE, width - 22):
            top += NOTE * LEADING
            parts.append(text_at(22, top, line, NOTE, colour=MUTED, anchor="start"))
        return "".join(parts), top

    def _key(self, width: float) -> tuple[str, float]:
        """What the signs mean, only those that the drawing uses, and how high that stands."""
        parts, x, y = [f'<path d="M0 0H{width:.0f}" stroke="{RULE}"/>'], 0.0, 24.0
        for shape, indent, said in self._meanings():
            room = indent + width_of(said, NOTE)
            if x and x + room > width:
                x, y = 0.0, y + 20
            parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{shape}</g>')
            parts.append(text_at(x + indent, y, said, NOTE, colour=INK, anchor="start"))
            x += room + 24
        return "".join(parts), y + 8

    def _meanings(self) -> Iterator[tuple[str, float, str]]:
        """Sign, room it takes, meaning."""
        used = {firing_of(step) for step in self.machine.steps}
        yield "", 0, _("sans signe : par une personne")
        for firing, said in (
            ("timer", _("à l’échéance")),
            ("automatic", _("dès que les conditions sont réunies")),
            ("internal", _("par une autre procédure")),
        ):
            if firing in used:
                yield sign(firing, 7, -4), 20, said
        if any(arrow.back for arrow in self.graph.arrows):
            line = f'<path d="M0 -4h26" stroke="{BACK}" stroke-width="1.5" stroke-dasharray="5 3"/>'
            yield line, 32, _("retour à un état précédent")


def to_svg(machine: Machine, delays: Mapping[str, Delay], title: str) -> str:
    """The machine drawn, with `title` above."""
    return Drawing(machine, delays, title).render()


def title_of(names: Mapping[str, str], kind_name: str) -> str:
    """« Sciences en Occitanie : la candidature »."""
    return _("%(programme)s : %(machine)s", programme=in_language(names, language()), machine=kind_name)
