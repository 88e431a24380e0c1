#!/usr/bin/env python3
"""Times the import of a large registry: 10,000 compounds, 100,000 doors and 20,000 places from CSV.

usage: Benchmarks/registry.py MAP.osm.pbf CITY.kaimen [--kaimen PROGRAM]

Doors are put on the walls of the map's buildings, compounds and places beside them. Needs PyPI's osmium
(Benchmarks/benchlib installs it) and prints Markdown for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import tempfile
import time
from pathlib import Path

from benchlib import environment

environment.enter()

import osmium

COMPOUNDS, DOORS, PLACES = 10_000, 100_000, 20_000


class Buildings(osmium.SimpleHandler):
    """The corners of all buildings."""

    def __init__(self) -> None:
        super().__init__()
        self.rings: list[list[tuple[float, float]]] = []

    def way(self, way: osmium.osm.Way) -> None:
        if "building" in way.tags and way.is_closed():
            self.rings.append([(node.lon, node.lat) for node in way.nodes])


def write(folder: Path, rings: list[list[tuple[float, float]]]) -> None:
    walls = [(a, b) for ring in rings for a, b in zip(ring, ring[1:])]
    step = max(len(walls) // DOORS, 1)
    with (folder / "doors.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["longitude", "latitude", "unit", "number"])
        for row, (a, b) in enumerate(walls[::step][:DOORS]):
            # Off the middle, where doors of the map often are.
            table.writerow([f"{a[0] + 0.37 * (b[0] - a[0]):.7f}", f"{a[1] + 0.37 * (b[1] - a[1]):.7f}", f"{row % 9}单元", row])
    with (folder / "compounds.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "name", "outline", "status"])
        for row, ring in enumerate(rings[:COMPOUNDS]):
            x, y = ring[0]
            d = 0.00002
            square = [(x, y), (x + d, y), (x + d, y + d), (x, y + d), (x, y)]
            table.writerow([f"K-{row}", f"小区{row}", "POLYGON((" + ",".join(f"{a:.7f} {b:.7f}" for a, b in square) + "))", "open"])
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "name", "placeKind", "longitude", "latitude", "status", "checklist.water"])
        for row in range(PLACES):
            x, y = rings[row % len(rings)][0]
            table.writerow([f"P-{row}", f"驿站{row}", "station", f"{x + 0.00003:.7f}", f"{y + row // len(rings) * 1e-6:.7f}", "open", "yes"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("map")
    parser.add_argument("city")
    parser.add_argument("--kaimen", default=".build/release/kaimen")
    options = parser.parse_args()
    buildings = Buildings()
    buildings.apply_file(options.map, locations=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, buildings.rings)
        began = time.perf_counter()
        files = [str(folder / f"{content}.csv") for content in ("compounds", "doors", "places")]
        done = subprocess.Popen(
            [options.kaimen, "registry", "import", options.city, *files, "--data", str(folder / "data"), "--partial"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for content, line in zip(("compounds", "doors", "places"), done.stdout):
            print(f"* {content}: {line.strip()}")
        if done.wait():
            raise SystemExit("the import failed")
        print(f"* all three: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
