#!/usr/bin/env python3
"""Judges how Kaimen brings a walker to buildings whose doors nobody mapped.

usage: Benchmarks/inferred.py MAP.osm.pbf ... [--count 300] [--seed 1]

Samples buildings without a mapped entrance, draws a street point 300 to 2000 m away for each, asks
`kaimen batch` for the building, and judges the line as `doors.py` does. Where the line ends is
right by definition if it is the outline of the building: the door is a guess, and must be flagged.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchlib import environment

environment.enter()

from shapely import Point

from benchlib.citymap import CityMap, Door, Obstacle, read_city
from benchlib.judge import Judge, planar
from benchlib.product import find_program, import_city
from benchlib.sampling import Streets

AT_OUTLINE = 1.0
"""Metres from the outline within which the line must end."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("maps", nargs="+", type=Path, metavar="MAP")
    parser.add_argument("--count", type=int, default=300, help="buildings per map (default 300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kaimen", type=Path)
    options = parser.parse_args()
    program = find_program(options.kaimen)
    if program is None:
        sys.exit("kaimen is not built: swift build -c release")
    for source in options.maps:
        city = read_city(source)
        tasks = list(sample(city, options.count, options.seed))
        product = import_city(program, source)
        answers = product.batch([query(city, start, building) for start, building in tasks])
        outcomes: Counter[str] = Counter()
        print(f"\n{source.name}: {len(tasks)} buildings without a mapped door")
        judge = Judge(city)
        for (start, building), answer in zip(tasks, answers, strict=True):
            outcome, crossed = verdict(city, judge, building, answer)
            outcomes[outcome] += 1
            if outcome not in ("clean, flagged as inferred", "outside the city"):
                lon, lat = city.plane.to_lonlat(*start)
                print(f"    {outcome}: {building.id} from {lon},{lat} {crossed} {answer.get('reason') or ''}")
        for outcome, count in outcomes.most_common():
            print(f"  {outcome:40} {count:5} {100 * count / len(tasks):6.1f} %")


def sample(city: CityMap, count: int, seed: int) -> Iterator[tuple[tuple[float, float], Obstacle]]:
    """Buildings of at least 20 m² with no entrance on their outline, each with a start."""
    mapped = {building for door in city.doors for building in door.buildings}
    bare = [o for o in city.obstacles if o.inside and o.id not in mapped and o.inside.area >= 20]
    random.Random(seed).shuffle(bare)
    streets = Streets(city, seed)
    taken = 0
    for building in bare:
        middle = building.inside.representative_point()
        door = Door(0, city.plane.to_lonlat(middle.x, middle.y), (middle.x, middle.y), {}, (building.id,))
        if (start := streets.start_for(door)) is None:
            continue
        yield start, building
        taken += 1
        if taken == count:
            return


def query(city: CityMap, start: tuple[float, float], building: Obstacle) -> dict[str, object]:
    lon, lat = city.plane.to_lonlat(*start)
    passes = ["badge", "resident", "registered", "visitor", "permit", "private", "key", "staff"]
    return {
        "from": f"{lon:.7f},{lat:.7f}", "to": building.id, "by": "foot", "pass": passes,
        "depart": "2026-11-18T12:30", "geometry": True,
    }  # fmt: skip


def verdict(city: CityMap, judge: Judge, building: Obstacle, answer: dict) -> tuple[str, list[str]]:
    """What the line does, and what it crosses."""
    status = answer.get("status")
    if status not in ("ok", "unverified"):
        return str(status), [str(answer.get("message") or "")]
    line = planar(city.plane, answer["geometry"]["coordinates"])
    doubts = answer.get("doubts", [])
    crossings = judge.crossings(line)
    crossed = [crossing.object for crossing in crossings]
    if status == "unverified":
        return ("unverified, crossing" if crossed else "unverified, clean"), crossed
    if building.line.distance(Point(line[-1])) > AT_OUTLINE:
        return "wrong: ends elsewhere", crossed
    if any(not crossing.on_way for crossing in crossings):
        return "wrong: crosses", crossed
    if crossed and all(any(name == doubt["id"] for doubt in doubts) for name in crossed):
        return "contradiction, flagged", crossed
    if crossed:
        return "wrong: contradiction unflagged", crossed
    inferred = any(doubt["kind"] == "inferredDoor" for doubt in doubts)
    return ("clean, flagged as inferred" if inferred else "clean, but not flagged"), crossed


if __name__ == "__main__":
    main()
