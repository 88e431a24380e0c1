#!/usr/bin/env python3
"""Asks Kaimen for addresses of a map, written as people write them, and judges whose door it leads to.

usage: Benchmarks/addresses.py MAP.osm.pbf ... [--count 0] [--seed 1]

Takes every element with `addr:housenumber` and a street or place (or a sample of --count), and every
door with `addr:unit` in a named compound. An answer is right if it ends at an element with exactly that
address, or at the building around or within 20 m of such a node. Ending elsewhere is wrong, and worse
unless the answer doubts it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchlib import environment

environment.enter()

import osmium
import shapely
from shapely import Point, Polygon, STRtree

from benchlib.product import find_program, import_city

NEAR = 20 / 111_000
"""20 m in degrees of latitude."""


class Map:
    """Addresses of a map and what bears them: text to (id, shape)."""

    def __init__(self, path: Path) -> None:
        self.bearers: dict[str, list[tuple[str, shapely.Geometry]]] = defaultdict(list)
        self.buildings: list[shapely.Geometry] = []
        self.asked: dict[str, set[str]] = defaultdict(set)
        """Per spelling the addresses that it may mean."""
        factory = osmium.geom.WKBFactory()
        units = []
        for item in osmium.FileProcessor(str(path)).with_locations().with_areas():
            shape = self.shape(item, factory)
            if shape is None:
                continue
            if "building" in item.tags:
                self.buildings.append(shape)
            kind = "node" if item.is_node() else "way" if item.is_way() else "relation"
            name = f"{kind}/{item.orig_id() if item.is_area() else item.id}"
            street = item.tags.get("addr:street") or item.tags.get("addr:place")
            number = item.tags.get("addr:housenumber")
            if item.is_node() and "addr:unit" in item.tags and "entrance" in item.tags and number:
                units.append((name, shape, number, item.tags["addr:unit"]))
            elif street and number and ("building" in item.tags or item.is_node()):
                joint = "" if ord(street[-1]) >= 0x2E80 else " "
                text = f"{street}{joint}{number}"
                self.bearers[text].append((name, shape))
                self.asked[text].add(text)
        self.tree = STRtree(self.buildings)
        self.add_units(units)

    @staticmethod
    def shape(item, factory) -> shapely.Geometry | None:
        if item.is_node():
            return Point(item.lon, item.lat) if len(item.tags) else None
        if item.is_relation() or not ("addr:housenumber" in item.tags or "building" in item.tags):
            return None
        if item.is_way():
            points = [(node.lon, node.lat) for node in item.nodes if node.location.valid()]
            return Polygon(points) if len(points) > 3 else None
        if item.from_way():
            return None
        try:
            return shapely.from_wkb(bytes.fromhex(factory.create_multipolygon(item)))
        except RuntimeError:
            return None

    def add_units(self, units) -> None:
        owners = STRtree([shape for found in self.bearers.values() for _, shape in found])
        texts = [text for text, found in self.bearers.items() for _ in found]
        for name, shape, number, unit in units:
            for row in owners.query(shape.buffer(1e-6), predicate="intersects"):
                if texts[row].endswith(number):
                    text = texts[row] + unit
                    self.bearers[text].append((name, shape))
                    self.asked[text].add(text)
                    break

    def is_right(self, text: str, door: dict) -> bool:
        place = Point(door["position"])
        for name, shape in self.bearers[text]:
            if name == door["id"] or shape.geom_type != "Point" and shape.distance(place) < 2e-5:
                return True
            if shape.geom_type != "Point":
                continue
            around = self.tree.query(shape.buffer(NEAR), predicate="intersects")
            if any(self.buildings[row].distance(place) < 2e-5 for row in around):
                return True
        return False


def verdict(city: Map, text: str, answer: dict) -> str:
    if answer["status"] == "error":
        return "refused: street" if "no street" in answer["message"] else "not found"
    if answer["status"] == "unreachable":
        return "unreachable"
    kinds = {doubt["kind"] for doubt in answer["doubts"]}
    if answer["door"] is None:
        spot = Point(answer["geometry"]["coordinates"][-1])
        near = any(shape.distance(spot) < 1.5 * NEAR for _, shape in city.bearers[text])
        return "right: the spot" if near else "wrong spot"
    if city.is_right(text, answer["door"]):
        return "right, though doubted" if "otherAddress" in kinds else "right"
    return "elsewhere, said so" if "otherAddress" in kinds else "wrong door"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("maps", nargs="+", type=Path, metavar="MAP")
    parser.add_argument("--count", type=int, default=0, help="addresses per map (default all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=8, help="examples per outcome that is not right")
    parser.add_argument("--kaimen", type=Path)
    options = parser.parse_args()
    program = find_program(options.kaimen)
    if program is None:
        sys.exit("kaimen is not built: swift build -c release")
    for source in options.maps:
        city = Map(source)
        texts = sorted(city.asked)
        if options.count:
            texts = random.Random(options.seed).sample(texts, min(options.count, len(texts)))
        queries = []
        for text in texts:
            spot = city.bearers[text][0][1].representative_point()
            queries.append({"from": [spot.x, spot.y], "to": text, "by": "foot", "depart": "2026-11-20T12:30"})
        answers = import_city(program, source).batch(queries)
        outcomes: Counter[str] = Counter()
        print(f"\n{source.name}: {len(texts)} addresses")
        for text, answer in zip(texts, answers, strict=True):
            outcome = verdict(city, text, answer)
            outcomes[outcome] += 1
            if not outcome.startswith("right") and outcomes[outcome] <= options.show:
                print(f"    {outcome}: {text} → {(answer.get('door') or {}).get('id')} {answer.get('message') or ''}")
        for outcome, count in outcomes.most_common():
            print(f"  {outcome:24} {count:6} {100 * count / len(texts):6.2f} %")


if __name__ == "__main__":
    main()
