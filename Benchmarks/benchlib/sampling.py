"""Seeded starts, doors and pairs, the same for every engine that is measured."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from shapely import Point

from benchlib.citymap import XY, CityMap, Door

NEAREST, FARTHEST = 300.0, 2000.0
"""Metres, as the crow flies, from a start to its door."""

ATTEMPTS = 5000
"""Random street points tried for one door before it is given up."""


@dataclass(frozen=True)
class Task:
    """Walk from `start`, a point on a street, to `door`."""

    start: XY
    door: Door


class Streets:
    """Random points on the ways anyone may walk, in the largest connected part of them."""

    def __init__(self, city: CityMap, seed: int) -> None:
        self._city = city
        self._random = random.Random(seed)
        self._stretches = list(_connected_stretches(city))
        if not self._stretches:
            raise ValueError("the map has no way that anyone may walk")
        self._upto = list(accumulate(math.dist(a, b) for a, b in self._stretches))

    def point(self) -> XY:
        """A point of the streets, every metre being equally likely, not inside a building."""
        while True:
            (ax, ay), (bx, by) = self._random.choices(self._stretches, cum_weights=self._upto)[0]
            share = self._random.random()
            xy = ax + share * (bx - ax), ay + share * (by - ay)
            if not len(self._city.building_tree.query(Point(xy), predicate="intersects")):
                return xy

    def tasks(self, count: int) -> list[Task]:
        """`count` tasks; every door of the map comes up once before any comes up again."""
        tasks: list[Task] = []
        doors = [*self._city.doors]
        while doors and len(tasks) < count:
            self._random.shuffle(doors)
            starts = {door.node: self.start_for(door) for door in doors}
            doors = [door for door in doors if starts[door.node] is not None]
            tasks.extend(Task(starts[door.node], door) for door in doors)
        return tasks[:count]

    def pairs(self, count: int) -> list[tuple[XY, XY]]:
        """`count` pairs of street points, any distance apart."""
        return [(self.point(), self.point()) for _ in range(count)]

    def start_for(self, door: Door) -> XY | None:
        for _ in range(ATTEMPTS):
            xy = self.point()
            if NEAREST <= math.dist(xy, door.xy) <= FARTHEST:
                return xy
        return None


def _connected_stretches(city: CityMap) -> Iterator[tuple[XY, XY]]:
    """The straight stretches of the largest connected part of the public footing."""
    ways = [way for way in city.ways if way.is_public_footing]
    leader: dict[int, int] = {}

    def find(node: int) -> int:
        while (above := leader.setdefault(node, node)) != node:
            leader[node] = node = leader[above]
        return node

    for way in ways:
        for node in way.nodes[1:]:
            leader[find(node)] = find(way.nodes[0])
    size = Counter(find(node) for node in leader)
    largest = max(size, key=lambda node: (size[node], node), default=None)
    for way in ways:
        if find(way.nodes[0]) == largest:
            yield from pairwise(way.line.coords)
