"""The independent judge: does a line on the map cross something a walker cannot cross?

A crossing is a place where the line gets from one side of a wall, fence, hedge or building
outline to the other, more than `TOLERANCE` from every opening of it. Which side is which is
decided in a small disc around the meeting point, so that a line that touches a corner, follows
a wall, or ends at a door does not cross. Not judged are the parts of a line that follow a
bridge, a tunnel, a passage through a building, or any way that is roofed, indoors or on
another level: there the map is not flat.

Every crossing says whether the line was following a mapped way there. If so the map contradicts
itself (a way runs through a wall with no gate); if not the line was led through the wall.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from benchlib.citymap import XY, CityMap, Obstacle, Plane

TOLERANCE = 1.0
"""Metres between a crossing and the opening that excuses it."""

WALL_HALF_WIDTH = 0.1
"""Metres; more than the rounding of coordinates to six decimals."""

DISCS = (0.4, 1.0, 2.5)
"""Radii, in metres, of the discs in which sides are told apart; wider ones for grazing lines."""

ON_WAY = 0.5
"""Metres from a way within which a line follows it."""

STRIDE = 1.5
"""Metres before and after a crossing where the line must be on a way, too, to be following it."""

OFF_GROUND_REACH = 0.75
"""Metres from a bridge, tunnel or passage within which a line follows it."""

INDOORS = 0.5
"""Metres of a line inside a building, away from mapped ways, that count as walking through it."""


@dataclass(frozen=True)
class Crossing:
    """One place where a line passes through something solid."""

    object: str
    kind: str
    lon: float
    lat: float
    on_way: bool

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class Judge:
    """Judges lines, in the metres of `city.plane`."""

    def __init__(self, city: CityMap) -> None:
        self._city = city

    def crossings(self, line: Sequence[XY]) -> list[Crossing]:
        """All crossings along `line`; two within half a metre of each other count once."""
        points = _without_repeats(line)
        if len(points) < 2:
            return []
        path = LineString(points)
        exempt = self._parts_off_the_ground(path)
        found: list[Crossing] = []
        places: list[Point] = []
        for obstacle, place in self._crossed(path, exempt):
            if all(place.distance(other) > 0.5 for other in places):
                places.append(place)
                found.append(self._crossing(path, obstacle, place))
        return found

    def is_clear(self, start: XY, goal: XY) -> bool:
        """Whether one can walk straight from `start` to `goal`."""
        return not self.crossings([start, goal])

    def _crossed(self, path: LineString, exempt: BaseGeometry) -> Iterator[tuple[Obstacle, Point]]:
        for obstacle in self._city.obstacles_touching(path):
            yield from ((obstacle, place) for place in self._line_crossings(path, obstacle, exempt))
            if obstacle.inside is not None:
                place = self._walk_through(path, obstacle.inside, exempt)
                if place is not None:
                    yield obstacle, place

    def _crossing(self, path: LineString, obstacle: Obstacle, place: Point) -> Crossing:
        lon, lat = self._city.plane.to_lonlat(place.x, place.y)
        return Crossing(obstacle.id, obstacle.kind, lon, lat, self._follows_way(path, place))

    def _line_crossings(
        self, path: LineString, obstacle: Obstacle, exempt: BaseGeometry
    ) -> Iterator[Point]:
        meetings = path.intersection(obstacle.line)
        for disc in shapely.get_parts(meetings.buffer(DISCS[0])):
            meeting = meetings.intersection(disc)
            if meeting.is_empty:  # a touch too slight for the arithmetic
                continue
            if self._is_open(obstacle, meeting) or meeting.distance(exempt) <= TOLERANCE:
                continue
            if self._changes_side(path, meeting):
                yield meeting.representative_point() if meeting.length else meeting.centroid

    def _is_open(self, obstacle: Obstacle, meeting: BaseGeometry) -> bool:
        return (
            not obstacle.openings.is_empty and obstacle.openings.distance(meeting) <= TOLERANCE
        ) or self._city.has_gate_within(meeting, TOLERANCE)

    def _changes_side(self, path: LineString, meeting: BaseGeometry) -> bool:
        """Whether `path` enters and leaves the surroundings of `meeting` on different sides.

        All closed obstacles around count as one wall, so that no line slips through the joint
        of two fences. Where the line enters along the wall itself a wider disc is tried.
        """
        for radius in DISCS:
            disc = meeting.buffer(radius)
            walls = [o.line for o in self._city.obstacles_touching(disc) if not self._is_open(o, meeting)]
            solid = shapely.union_all(walls).intersection(disc.buffer(1))
            sides = shapely.get_parts(disc.difference(solid.buffer(WALL_HALF_WIDTH, cap_style="flat")))
            undecided = False
            for piece in _pieces(path.intersection(disc)):
                first, last = (_side(sides, Point(piece.coords[end])) for end in (0, -1))
                if first is not None and last is not None:
                    if first != last:
                        return True
                elif not _ends_inside(path, piece):
                    undecided = True
            if not undecided:
                return False
        return False

    def _walk_through(
        self, path: LineString, inside: BaseGeometry, exempt: BaseGeometry
    ) -> Point | None:
        """A point where `path` walks through a building without a mapped way, if it does."""
        within = path.intersection(inside.buffer(-WALL_HALF_WIDTH * 3))
        if within.length <= INDOORS:
            return None
        mapped = [way.line for way in self._city.ways_within(within, ON_WAY)]
        allowed = shapely.union_all(mapped).buffer(ON_WAY).union(exempt.buffer(TOLERANCE))
        through = within.difference(allowed)
        return through.representative_point() if through.length > INDOORS else None

    def _parts_off_the_ground(self, path: LineString) -> BaseGeometry:
        """The parts of `path` that follow a way on which the flat map does not hold."""
        parts = []
        for way in self._city.ways_within(path, OFF_GROUND_REACH):
            if not way.leaves_the_ground:
                continue
            reach = way.line.buffer(OFF_GROUND_REACH, cap_style="flat")
            if way.is_area:
                reach = reach.union(shapely.Polygon(way.line.coords).buffer(0))
            shared = path.intersection(reach)
            if shared.length >= min(2.0, 0.9 * way.line.length):
                parts.append(shared)
        return shapely.union_all(parts)

    def _follows_way(self, path: LineString, place: Point) -> bool:
        """Whether `path` is on mapped lines, or the edges of areas, before, at and after `place`."""
        along = path.project(place)
        steps = (max(0.0, along - STRIDE), along, min(path.length, along + STRIDE))
        for point in (path.interpolate(step) for step in steps):
            if next(self._city.ways_within(point, ON_WAY), None) is None:
                return False
        return True


def planar(plane: Plane, line: Sequence[Sequence[float]]) -> list[XY]:
    """GeoJSON positions in the metres of `plane`."""
    return [plane.to_xy(position[0], position[1]) for position in line]


def _without_repeats(line: Sequence[XY]) -> list[XY]:
    """`line` less the points within a millimetre of the one before."""
    kept = [line[0]]
    for xy in line[1:]:
        if math.dist(xy, kept[-1]) > 0.001:
            kept.append(xy)
    return kept


def _pieces(shape: BaseGeometry) -> list[LineString]:
    """The lines of `shape`, joined where they meet without branching."""
    lines = [part for part in shapely.get_parts(shape) if isinstance(part, LineString)]
    if len(lines) < 2:
        return lines
    return list(shapely.get_parts(shapely.line_merge(MultiLineString(lines), directed=True)))


def _side(sides: Sequence[BaseGeometry], point: Point) -> int | None:
    """Which of `sides` holds `point`; None within the wall."""
    for number, side in enumerate(sides):
        if side.distance(point) < 1e-6:
            return number
    return None


def _ends_inside(path: LineString, piece: LineString) -> bool:
    """Whether `piece` holds the start or the end of `path`."""
    ends = {path.coords[0], path.coords[-1]}
    return piece.coords[0] in ends or piece.coords[-1] in ends
