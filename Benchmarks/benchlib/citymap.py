"""What the judge knows of a city: obstacles, their openings, ways and doors, in metres.

Read straight from OpenStreetMap data with osmium. Nothing here knows of the product's own
importer: the two must be able to disagree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import osmium
import shapely
from shapely import LineString, MultiLineString, MultiPoint, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize

Tags = dict[str, str]
XY = tuple[float, float]

WALLS = {"wall", "city_wall", "retaining_wall", "fence", "hedge"}
"""Values of `barrier` on a way that stop a walker."""

NOT_AN_OPENING = WALLS | {"yes", "no", "guard_rail", "jersey_barrier", "debris", "log"}
"""Values of `barrier` on a node of a wall that open nothing; at every other value it is open."""

GATES = {
    "gate", "lift_gate", "swing_gate", "sliding_gate", "wicket_gate", "kissing_gate", "bump_gate",
    "hampshire_gate", "entrance", "door", "turnstile", "full-height_turnstile", "stile", "sally_port",
}  # fmt: skip
"""Values of `barrier` that open a wall they stand in even where the two share no node."""

OPEN_BELOW = {"no", "roof", "carport", "bridge", "canopy", "demolished", "proposed", "collapsed"}
"""Values of `building` under or over which one may walk."""

NOT_YET = {"proposed", "construction", "razed", "abandoned", "planned", "no", "disused"}
"""Values of `highway` that are no way today."""

NO_WALKING = NOT_YET | {
    "motorway", "motorway_link", "trunk", "trunk_link", "raceway", "bus_guideway", "cycleway",
    "corridor", "elevator", "platform", "rest_area", "services", "bridleway", "bus_stop",
}  # fmt: skip
"""Values of `highway` where no start is placed: forbidden, indoors or doubtful on foot."""

CLOSED_TO_WALKERS = {"no", "private", "delivery", "customers", "permit", "destination", "use_sidepath"}
NOT_A_DOOR = {"no", "exit", "emergency", "garage"}


class Plane:
    """Metres east and north of a central point; true to 0.1 % across a city."""

    def __init__(self, lon: float, lat: float) -> None:
        phi = math.radians(lat)
        self._origin = (lon, lat)
        self._scale = (
            111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi),
            111132.95 - 559.85 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi),
        )

    def to_xy(self, lon: float, lat: float) -> XY:
        return (lon - self._origin[0]) * self._scale[0], (lat - self._origin[1]) * self._scale[1]

    def to_lonlat(self, x: float, y: float) -> tuple[float, float]:
        lon, lat = x / self._scale[0] + self._origin[0], y / self._scale[1] + self._origin[1]
        return round(lon, 7), round(lat, 7)


@dataclass(frozen=True)
class Obstacle:
    """A wall, fence, hedge or building: its line, its inside if it has one, and its openings."""

    id: str
    kind: str
    line: BaseGeometry
    inside: BaseGeometry | None
    openings: MultiPoint


@dataclass(frozen=True)
class Way:
    """A mapped way of any kind that a route may follow."""

    id: str
    nodes: tuple[int, ...]
    line: LineString
    tags: Tags
    is_area: bool

    @cached_property
    def leaves_the_ground(self) -> bool:
        """Whether what it crosses lies on another level, or the way is roofed or indoors."""
        off = (None, "no", "0")
        levels = ("bridge", "tunnel", "layer", "level", "indoor", "covered")
        return (
            any(self.tags.get(key) not in off for key in levels)
            or self.tags.get("highway") in ("corridor", "elevator")
        )

    @cached_property
    def is_public_footing(self) -> bool:
        """Whether anyone may walk here, at ground level: a fair place to start from."""
        access = self.tags.get("foot", self.tags.get("access"))
        return (
            "highway" in self.tags
            and self.tags["highway"] not in NO_WALKING
            and access not in CLOSED_TO_WALKERS
            and not self.leaves_the_ground
            and not self.is_area
        )


@dataclass(frozen=True)
class Door:
    """A mapped entrance on a building outline."""

    node: int
    lonlat: tuple[float, float]
    xy: XY
    tags: Tags
    buildings: tuple[str, ...]


@dataclass
class CityMap:
    """Everything the judge looks at, with spatial indexes over it."""

    plane: Plane
    obstacles: list[Obstacle]
    gates: list[XY]
    ways: list[Way]
    doors: list[Door]
    obstacle_tree: STRtree = field(init=False)
    way_tree: STRtree = field(init=False)
    gate_tree: STRtree = field(init=False)

    def __post_init__(self) -> None:
        self.obstacle_tree = STRtree([obstacle.line for obstacle in self.obstacles])
        self.way_tree = STRtree([way.line for way in self.ways])
        self.gate_tree = STRtree([Point(xy) for xy in self.gates])

    def obstacles_touching(self, shape: BaseGeometry) -> Iterator[Obstacle]:
        for row in self.obstacle_tree.query(shape, predicate="intersects"):
            yield self.obstacles[row]

    def ways_within(self, shape: BaseGeometry, metres: float) -> Iterator[Way]:
        for row in self.way_tree.query(shape, predicate="dwithin", distance=metres):
            yield self.ways[row]

    def has_gate_within(self, shape: BaseGeometry, metres: float) -> bool:
        return len(self.gate_tree.query(shape, predicate="dwithin", distance=metres)) > 0

    @cached_property
    def building_tree(self) -> STRtree:
        return STRtree([o.inside for o in self.obstacles if o.inside is not None])


@dataclass
class _Raw:
    """The elements of the file that matter, before they are put together."""

    node_tags: dict[int, Tags] = field(default_factory=dict)
    lonlats: dict[int, tuple[float, float]] = field(default_factory=dict)
    ways: dict[int, tuple[Tags, list[int]]] = field(default_factory=dict)
    relations: list[tuple[int, Tags, list[int]]] = field(default_factory=list)
    drawn_twice: set[int] = field(default_factory=set)
    """Ways that bound a building multipolygon with yards."""


def read_city(path: Path) -> CityMap:
    """Reads the map at `path` (anything osmium reads)."""
    raw = _read_elements(path)
    lons, lats = zip(*raw.lonlats.values())
    plane = Plane((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    xys = {node: plane.to_xy(*lonlat) for node, lonlat in raw.lonlats.items()}
    ways = list(_ways(raw, xys))
    obstacles, buildings = _obstacles(raw, xys, _nodes_of_linear(ways))
    gates = [
        xys[node]
        for node, tags in raw.node_tags.items()
        if tags.get("barrier") in GATES and node in xys
    ]
    return CityMap(plane, obstacles, gates, ways, list(_doors(raw, xys, buildings)))


def _read_elements(path: Path) -> _Raw:
    raw = _Raw()
    members: set[int] = set()
    for relation in osmium.FileProcessor(str(path), osmium.osm.RELATION):
        tags = dict(relation.tags)
        if tags.get("type") == "multipolygon" and _obstacle_kind(tags):
            ways = [member.ref for member in relation.members if member.type == "w"]
            raw.relations.append((relation.id, tags, ways))
            if any(member.role == "inner" for member in relation.members):
                outer = (m.ref for m in relation.members if m.type == "w" and m.role != "inner")
                raw.drawn_twice.update(outer)
            members.update(ways)
    for element in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations():
        if element.is_node():
            if element.tags:
                raw.node_tags[element.id] = dict(element.tags)
            continue
        tags = dict(element.tags)
        if element.id in members or _obstacle_kind(tags) or _is_way(tags):
            raw.ways[element.id] = tags, _placed_nodes(element, raw.lonlats)
    return raw


def _placed_nodes(way: osmium.osm.Way, lonlats: dict[int, tuple[float, float]]) -> list[int]:
    """The way's nodes that the file holds (an extract may cut ways), remembering where they are."""
    placed = []
    for node in way.nodes:
        if node.location.valid():
            lonlats[node.ref] = node.lon, node.lat
            placed.append(node.ref)
    return placed


def _obstacle_kind(tags: Tags) -> str | None:
    """What stops a walker here at ground level: a kind of wall, "building", or nothing."""
    off_ground = (
        tags.get("layer", "0") not in ("0", "")
        or tags.get("location") in ("underground", "roof", "overground")
        or tags.get("min_level", "0") != "0"
        or tags.get("building:min_level", "0") != "0"
    )
    if off_ground:
        return None
    if tags.get("building", "no") not in OPEN_BELOW and tags.get("wall") != "no":
        return "building"
    barrier = tags.get("barrier")
    return barrier if barrier in WALLS and "highway" not in tags else None


def _is_way(tags: Tags) -> bool:
    highway = tags.get("highway")
    return (
        (highway is not None and highway not in NOT_YET)
        or tags.get("railway") == "platform"
        or tags.get("public_transport") == "platform"
        or tags.get("man_made") == "pier"
        or tags.get("leisure") == "track"
        or tags.get("route") == "ferry"
    )


def _is_opening(tags: Tags) -> bool:
    return (
        tags.get("barrier", "yes") not in NOT_AN_OPENING
        or tags.get("entrance", "no") != "no"
        or tags.get("door", "no") != "no"
    )


def _ways(raw: _Raw, xys: dict[int, XY]) -> Iterator[Way]:
    for id, (tags, nodes) in raw.ways.items():
        if _is_way(tags) and len(nodes) > 1:
            closed = nodes[0] == nodes[-1]
            by_nature = not {"highway", "route"} & tags.keys()
            is_area = closed and (tags.get("area") == "yes" or by_nature)
            line = LineString([xys[node] for node in nodes])
            yield Way(f"way/{id}", tuple(nodes), line, tags, is_area)


def _nodes_of_linear(ways: Sequence[Way]) -> set[int]:
    """Nodes that a walkable line runs through: where it meets a wall, the wall is open.

    The edge of an area does not count: a square that ends at a house opens no door.
    """
    return {node for way in ways if not way.is_area for node in way.nodes}


def _obstacles(
    raw: _Raw, xys: dict[int, XY], on_ways: set[int]
) -> tuple[list[Obstacle], dict[int, list[str]]]:
    """All obstacles, and for each node the buildings on whose outline it lies."""
    obstacles: list[Obstacle] = []
    buildings: dict[int, list[str]] = {}

    def add(id: str, kind: str, rings: list[list[int]]) -> None:
        lines = [LineString([xys[node] for node in ring]) for ring in rings if len(ring) > 1]
        if not lines:
            return
        nodes = {node for ring in rings for node in ring}
        open_nodes = [n for n in nodes if n in on_ways or _is_opening(raw.node_tags.get(n, {}))]
        openings = MultiPoint([xys[node] for node in open_nodes])
        line = lines[0] if len(lines) == 1 else linemerge(MultiLineString(lines))
        obstacles.append(Obstacle(id, kind, line, _inside(kind, lines), openings))
        if kind == "building":
            for node in nodes:
                buildings.setdefault(node, []).append(id)

    for id, (tags, nodes) in raw.ways.items():
        kind = _obstacle_kind(tags)
        # Tagged as a building once more, the outline would fill the yards that its multipolygon spares.
        if kind and not (kind == "building" and id in raw.drawn_twice):
            add(f"way/{id}", kind, [nodes])
    for id, tags, members in raw.relations:
        rings = [raw.ways[way][1] for way in members if way in raw.ways]
        add(f"relation/{id}", _obstacle_kind(tags), rings)
    return obstacles, buildings


def _inside(kind: str, lines: list[LineString]) -> BaseGeometry | None:
    """The ground a building covers; None for walls and for outlines that do not close."""
    if kind != "building":
        return None
    faces = [face for face in polygonize(lines) if face.area > 0]
    if not faces:
        return None
    # Courtyards are holes of the face around them, and faces of their own: drop the latter.
    holes = [Polygon(ring) for face in faces for ring in face.interiors]
    solid = [face for face in faces if not any(hole.equals(Polygon(face.exterior)) for hole in holes)]
    return shapely.union_all(solid)


def _doors(raw: _Raw, xys: dict[int, XY], buildings: dict[int, list[str]]) -> Iterator[Door]:
    for node, tags in raw.node_tags.items():
        entrance = tags.get("entrance")
        if entrance is None or entrance in NOT_A_DOOR or node not in buildings:
            continue
        yield Door(node, raw.lonlats[node], xys[node], tags, tuple(buildings[node]))
