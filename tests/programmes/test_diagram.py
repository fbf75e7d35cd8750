from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from labelflow.programmes.check.explore import EVERY
from labelflow.programmes.diagram import diagram, to_mermaid, to_svg
from labelflow.programmes.diagram.graph import MachineGraph
from labelflow.programmes.diagram.layout import arrange
from labelflow.programmes.diagram.svg import GAP_DOWN, Drawing
from labelflow.programmes.loader import shipped, shipped_codes
from tests.programmes.building import days, machine, state, step

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [(code, kind) for code in shipped_codes() for kind in shipped(code).machines]
SMALL = machine(
    [state("draft"), state("read", "awaits_reviewer"), state("done", "final")],
    [
        step("open", "draft", "read", starts=["review"]),
        step("close", "read", "done", timer="review", stops=[EVERY]),
        step("send_back", "read", "draft", stops=["review"]),
        step("note", "read"),
    ],
)


def texts(svg: str) -> str:
    return " ".join(" ".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text"))


@pytest.mark.parametrize(("code", "kind"), DRAWN)
def test_no_two_boxes_of_a_drawing_overlap(code: str, kind: str) -> None:
    programme = shipped(code)
    drawing = Drawing(programme.machines[kind], {}, "")  # type: ignore[index]
    shapes = {**drawing.boxes, **drawing.pills}
    boxes = []
    for name, (x, y) in drawing.layout.centres.items():
        width, height = shapes[name].size
        boxes.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    overlapping = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]

    assert len(boxes) == len(shapes)
    assert overlapping == []


@pytest.mark.parametrize(("code", "kind"), DRAWN)
def test_every_state_and_every_step_is_in_the_drawing(code: str, kind: str) -> None:
    declared = shipped(code).machines[kind]  # type: ignore[index]

    shown = re.sub(r"\s", "", texts(diagram(shipped(code), kind, "svg")))  # type: ignore[arg-type]

    missing = [one.label["fr"] for one in declared.steps if re.sub(r"\s", "", one.label["fr"]) not in shown]
    missing += [one.code for one in declared.states if re.sub(r"\s", "", one.labels.staff["fr"]) not in shown]
    assert missing == []


def test_a_drawing_tells_in_sentences_what_it_shows() -> None:
    root = ET.fromstring(to_svg(SMALL, days(review=30), "Essai\u00a0: la candidature"))

    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"  # type: ignore[union-attr]
    assert title.text == "Essai\u00a0: la candidature"  # type: ignore[union-attr]
    assert description.text == (  # type: ignore[union-attr]
        "Tout commence à «\u00a0draft\u00a0». open\u00a0: de «\u00a0draft\u00a0» à «\u00a0read\u00a0»."
        " close (après 30\u00a0jours)\u00a0: de «\u00a0read\u00a0» à «\u00a0done\u00a0»."
        " send_back\u00a0: de «\u00a0read\u00a0» à «\u00a0draft\u00a0». note\u00a0: de «\u00a0read\u00a0», sans changer d’état."
    )


def test_a_drawing_needs_no_style_sheet_script_or_outside_file() -> None:
    svg = to_svg(SMALL, {}, '<Essai> & "fin"')

    assert not re.search(r"<style|<script|style=|href=|@import|\son\w+=", svg)
    assert "&lt;Essai&gt; &amp;" in svg


def test_a_step_back_is_drawn_upwards_and_dashed() -> None:
    graph = MachineGraph(SMALL)

    assert {arrow.step.code: arrow.back for arrow in graph.arrows} == {"open": False, "close": False, "send_back": True}
    assert graph.ranks["draft"] < graph.ranks["send_back@read"] < graph.ranks["read"] < graph.ranks["done"]
    assert to_svg(SMALL, {}, "").count("stroke-dasharray") == 3  # its two halves, and the key


def test_an_edge_over_several_ranks_goes_round_the_boxes_between() -> None:
    sizes = {"a": (100.0, 40.0), "b": (300.0, 40.0), "c": (100.0, 40.0)}

    layout = arrange(sizes, [("a", "b"), ("b", "c"), ("a", "c")], {"a": 0, "b": 1, "c": 2}, GAP_DOWN)

    (x, y), (width, height) = layout.centres["b"], sizes["b"]
    middle = [point for point in layout.routes["a", "c"] if abs(point[1] - y) < height / 2]
    assert len(middle) == 1
    assert abs(middle[0][0] - x) > width / 2
    assert all(above[1] < below[1] for above, below in pairwise(layout.routes["a", "c"]))


def test_mermaid_has_a_line_for_each_arrow() -> None:
    odd = machine(
        [state("draft"), state("done", "final")], [step("go", "draft", "done", label={"fr": "Fin : « oui »; #1"})]
    )

    assert to_mermaid(odd, {}) == (
        "stateDiagram-v2\n"
        "    direction TB\n"
        '    state "draft" as draft\n'
        '    state "done" as done\n'
        "    [*] --> draft\n"
        "    draft --> done: Fin #58; « oui »#59; #35;1\n"
        "    done --> [*]\n"
    )


def test_a_machine_that_the_programme_lacks_cannot_be_drawn() -> None:
    with pytest.raises(KeyError):
        diagram(shipped("charte-du-reseau"), "session", "mermaid")
