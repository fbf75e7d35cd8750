"""The lines of a layered drawing: spread along the borders, and as few bends as the boxes in their way allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from labelflow.programmes.diagram.layout import Layers

Node = str
Size = tuple[float, float]
Point = tuple[float, float]
Edge = tuple[Node, Node]
Rectangle = tuple[float, float, float, float]

PORT_GAP: Final = 22.0
"""Most pixels between two lines that meet the same border."""
BORDER_USED: Final = 0.72
CLEARANCE: Final = 7.0
SAMPLES: Final = 24


def routes(layers: Layers, centres: Mapping[Node, Point]) -> dict[Edge, tuple[Point, ...]]:
    """The points of each edge, first and last on the borders of its ends."""
    boxes = {node: _rectangle(centres[node], layers.sizes[node]) for node in centres if not layers.is_bend(node)}
    found = {}
    for (start, end), bends in layers.bends.items():
        chain = [start, *bends, end]
        first = (_port(start, chain[1], layers.below, layers, centres), boxes[start][3])
        last = (_port(end, chain[-2], layers.above, layers, centres), boxes[end][1])
        points = [first, *(centres[bend] for bend in bends), last]
        obstacles = [box for node, box in boxes.items() if node not in {start, end}]
        found[start, end] = tuple(_shortened(points, obstacles))
    return found


def bent(start: Point, end: Point) -> tuple[Point, Point]:
    """The two control points of the curve between two points, upright at both."""
    reach = (end[1] - start[1]) * 0.5
    return (start[0], start[1] + reach), (end[0], end[1] - reach)


def _rectangle(centre: Point, size: Size) -> Rectangle:
    (x, y), (width, height) = centre, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _port(
    node: Node, other: Node, side: Mapping[Node, list[Node]], layers: Layers, centres: Mapping[Node, Point]
) -> float:
    """Where the line to `other` meets the border of `node`: lines stand in the order of where they go."""
    lines = sorted(side[node], key=lambda found: centres[found][0])
    gap = min(PORT_GAP, layers.sizes[node][0] * BORDER_USED / len(lines))
    return centres[node][0] + (lines.index(other) - (len(lines) - 1) / 2) * gap


def _shortened(points: Sequence[Point], obstacles: Sequence[Rectangle]) -> Iterable[Point]:
    """The points without the bends that a straighter curve does not need."""
    place = 0
    yield points[0]
    while place < len(points) - 1:
        place = next(
            later
            for later in range(len(points) - 1, place, -1)
            if later == place + 1 or not _hits(points[place], points[later], obstacles)
        )
        yield points[place]


def _hits(start: Point, end: Point, obstacles: Sequence[Rectangle]) -> bool:
    """Whether the curve between two points comes too near a box."""
    one, other = bent(start, end)
    for sample in range(SAMPLES + 1):
        t = sample / SAMPLES
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(weight * point[0] for weight, point in zip(weights, (start, one, other, end), strict=True))
        y = sum(weight * point[1] for weight, point in zip(weights, (start, one, other, end), strict=True))
        for left, top, right, bottom in obstacles:
            if left - CLEARANCE < x < right + CLEARANCE and top - CLEARANCE < y < bottom + CLEARANCE:
                return True
    return False
