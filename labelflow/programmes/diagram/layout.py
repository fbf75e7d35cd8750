"""A layered drawing of a directed graph: ranks, few crossings, short and straight edges.

After Sugiyama, Tagawa and Toda (1981). The caller gives ranks and node sizes; long edges get a bend on each
rank they cross; the order on each rank is improved by medians and swaps; places follow from a least-squares
fit that keeps the order and the gaps (pool adjacent violators).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from labelflow.programmes.diagram.routes import routes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from labelflow.programmes.diagram.routes import Edge, Node, Point, Size

GAP_ACROSS: Final = 18.0
BEND_WIDTH: Final = 10.0
SWEEPS: Final = 24
FITS: Final = 40
STRAIGHT: Final = 6.0
"""How much more the bends of one edge pull on each other than nodes do: long edges stay upright."""


@dataclass(frozen=True)
class Layout:
    """Centres of the nodes, bends of the edges (first and last point lie on the borders), size of the whole."""

    centres: Mapping[Node, Point]
    routes: Mapping[Edge, tuple[Point, ...]]
    width: float
    height: float


@dataclass
class Layers:
    """The nodes of each rank in order, bends included, and the short edges between neighbouring ranks."""

    sizes: dict[Node, Size]
    rows: list[list[Node]]
    above: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    below: dict[Node, list[Node]] = field(default_factory=lambda: defaultdict(list))
    bends: dict[Edge, list[Node]] = field(default_factory=dict)

    def is_bend(self, node: Node) -> bool:
        """Whether it is only a place where an edge may turn."""
        return node.startswith("\0")


def arrange(sizes: Mapping[Node, Size], edges: Sequence[Edge], ranks: Mapping[Node, int], gap_down: float) -> Layout:
    """Lay out the graph, rank 0 on top. Each edge goes from a lower rank number to a higher one."""
    layers = _layers(sizes, edges, ranks)
    _uncross(layers)
    across = _places(layers)
    left = min(across[node] - layers.sizes[node][0] / 2 for node in across)
    centres: dict[Node, Point] = {}
    top = 0.0
    for row in layers.rows:
        height = max((layers.sizes[node][1] for node in row), default=0.0)
        for node in row:
            centres[node] = (across[node] - left, top + height / 2)
        top += height + gap_down
    width = max(centres[node][0] + layers.sizes[node][0] / 2 for node in centres)
    kept = {node: point for node, point in centres.items() if not layers.is_bend(node)}
    return Layout(kept, routes(layers, centres), width, top - gap_down)


def _layers(sizes: Mapping[Node, Size], edges: Sequence[Edge], ranks: Mapping[Node, int]) -> Layers:
    layers = Layers(dict(sizes), [[] for _rank in range(max(ranks.values()) + 1)])
    for node, rank in ranks.items():
        layers.rows[rank].append(node)
    for start, end in edges:
        chain = [start]
        for rank in range(ranks[start] + 1, ranks[end]):
            bend = f"\0{start}\0{end}\0{rank}"
            layers.sizes[bend] = (BEND_WIDTH, 0.0)
            layers.rows[rank].append(bend)
            chain.append(bend)
        layers.bends[start, end] = chain[1:]
        for one, other in zip(chain, [*chain[1:], end], strict=True):
            layers.below[one].append(other)
            layers.above[other].append(one)
    return layers


def _uncross(layers: Layers) -> None:
    """Order each row so that few edges cross: medians downwards and upwards, then swaps of neighbours."""
    best, fewest = [list(row) for row in layers.rows], _crossings(layers)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        neighbours = layers.above if downwards else layers.below
        indexes = range(1, len(layers.rows)) if downwards else range(len(layers.rows) - 2, -1, -1)
        for index in indexes:
            fixed = layers.rows[index - 1 if downwards else index + 1]
            rank = {node: place for place, node in enumerate(fixed)}
            _sort_by_median(layers.rows[index], neighbours, rank)
        _swap(layers)
        found = _crossings(layers)
        if found < fewest:
            best, fewest = [list(row) for row in layers.rows], found
    layers.rows[:] = best


def _sort_by_median(row: list[Node], neighbours: Mapping[Node, list[Node]], rank: Mapping[Node, int]) -> None:
    own = {node: place for place, node in enumerate(row)}

    def wanted(node: Node) -> float:
        places = sorted(rank[other] for other in neighbours.get(node, ()))
        if not places:
            return float(own[node])
        middle = len(places) // 2
        return float(places[middle]) if len(places) % 2 else (places[middle - 1] + places[middle]) / 2

    row.sort(key=wanted)


def _swap(layers: Layers) -> None:
    """Swap neighbours while that removes crossings."""
    for index, row in enumerate(layers.rows):
        for place in range(len(row) - 1):
            before = _crossings_at(layers, index)
            row[place], row[place + 1] = row[place + 1], row[place]
            if _crossings_at(layers, index) >= before:
                row[place], row[place + 1] = row[place + 1], row[place]


def _crossings(layers: Layers) -> int:
    return sum(_crossings_between(layers, index) for index in range(len(layers.rows) - 1))


def _crossings_at(layers: Layers, index: int) -> int:
    upper = _crossings_between(layers, index - 1) if index else 0
    return upper + (_crossings_between(layers, index) if index + 1 < len(layers.rows) else 0)


def _crossings_between(layers: Layers, index: int) -> int:
    rank = {node: place for place, node in enumerate(layers.rows[index + 1])}
    ends = [sorted(rank[other] for other in layers.below.get(node, ())) for node in layers.rows[index]]
    flat = [end for group in ends for end in group]
    return sum(1 for place, end in enumerate(flat) for later in flat[place + 1 :] if later < end)


def _places(layers: Layers) -> dict[Node, float]:
    """The horizontal centre of every node."""
    across: dict[Node, float] = {}
    for row in layers.rows:
        x = 0.0
        for node in row:
            across[node] = x + layers.sizes[node][0] / 2
            x += layers.sizes[node][0] + GAP_ACROSS
    for turn in range(FITS):
        sides = ((layers.above,), (layers.below,), (layers.above, layers.below))[turn % 3]
        rows = layers.rows if turn % 2 == 0 else reversed(layers.rows)
        for row in rows:
            _fit(row, layers, across, sides)
    return across


def _fit(
    row: list[Node], layers: Layers, across: dict[Node, float], sides: tuple[Mapping[Node, list[Node]], ...]
) -> None:
    """Move the nodes of a row towards their neighbours, keeping order and gaps: least squares by pooling."""
    pools: list[list[float]] = []  # of each pool: weight, weighted sum of wanted places, number of nodes
    offsets: list[float] = []
    for place, node in enumerate(row):
        half = layers.sizes[node][0] / 2
        previous = layers.sizes[row[place - 1]][0] / 2 + GAP_ACROSS if place else 0.0
        offsets.append(offsets[-1] + previous + half if place else half)
        wanted, weight = _wanted(node, layers, across, sides)
        pools.append([weight, weight * (wanted - offsets[place]), 1])
        while len(pools) > 1 and pools[-2][1] / pools[-2][0] >= pools[-1][1] / pools[-1][0]:
            last = pools.pop()
            pools[-1] = [one + other for one, other in zip(pools[-1], last, strict=True)]
    place = 0
    for weight, total, count in pools:
        for _node in range(int(count)):
            across[row[place]] = total / weight + offsets[place]
            place += 1


def _wanted(
    node: Node, layers: Layers, across: Mapping[Node, float], sides: tuple[Mapping[Node, list[Node]], ...]
) -> tuple[float, float]:
    """Where a node would like to be, and how much it insists."""
    pulls = [
        (across[other], STRAIGHT if layers.is_bend(node) and layers.is_bend(other) else 1.0)
        for side in sides
        for other in side.get(node, ())
    ]
    if not pulls:
        return across[node], 0.1
    weight = sum(pull for _x, pull in pulls)
    return sum(x * pull for x, pull in pulls) / weight, weight
