#!/usr/bin/env python3
"""Judges how Kaimen, OSRM and Valhalla bring a walker to mapped doors.

usage: Benchmarks/doors.py MAP.osm.pbf ... [--count 1000] [--seed 1] [--no-pass | --pass badge]

For each map: samples doors and street points 300 to 2000 m away, asks every engine, and judges
the lines with `benchlib/judge.py`, which shares no code with Kaimen. Prints a table and writes
all figures and examples of every failure as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchlib import environment

environment.enter()

from benchlib.citymap import CityMap, Plane, read_city
from benchlib.judge import Judge
from benchlib.peers import PeerRoute, prepare, serve
from benchlib.product import find_program, import_city
from benchlib.sampling import Streets, Task
from benchlib.verdicts import Tally, tally_peer, tally_product

COURIER = ("badge", "resident", "registered", "visitor", "permit", "private", "key", "staff")
"""What a courier who is expected holds: whoever ordered opens the gate. The question is where the line ends."""

OUTCOMES = (
    "correct", "contradiction, flagged", "unverified, clean", "unverified, crossing", "unreachable",
    "error", "wrong: crosses", "wrong: contradiction unflagged", "wrong: ends elsewhere",
    "clear but farther", "obstructed", "no route",
)  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("maps", nargs="+", type=Path, metavar="MAP", help="an OpenStreetMap file")
    parser.add_argument("--count", type=int, default=1000, help="tasks per map (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample (default 1)")
    parser.add_argument("--kaimen", type=Path, help="the program (default: this repository's release build)")
    parser.add_argument("--pass", dest="passes", action="append", default=[], help="a pass the walker holds (default: all)")
    parser.add_argument("--no-pass", action="store_true", help="the walker holds no pass")
    parser.add_argument("--depart", default="2026-11-18T12:30", help="local time (default a Wednesday noon)")
    parser.add_argument("--engines", default="kaimen,osrm,valhalla", help="which to judge, by commas")
    parser.add_argument("--examples", type=int, default=20, help="kept per failing outcome (default 20)")
    parser.add_argument("--json", type=Path, help="where to write (default: doors.json in the cache)")
    options = parser.parse_args()
    if not options.passes and not options.no_pass:
        options.passes = list(COURIER)
    return options


def main() -> None:
    options = arguments()
    engines = options.engines.split(",")
    program = find_program(options.kaimen) if "kaimen" in engines else None
    if "kaimen" in engines and program is None:
        print("kaimen is not built (swift build -c release): judging the peers only", file=sys.stderr)
    report = []
    for source in options.maps:
        city = read_city(source)
        tasks = Streets(city, options.seed).tasks(options.count)
        print(heading(source, city, tasks), flush=True)
        tallies = []
        for engine in engines:
            if engine == "kaimen" and program is None:
                continue
            tally = judge_engine(engine, source, city, tasks, options, program)
            print(table(tally), flush=True)
            tallies.append(tally.as_json())
        report.append({"map": source.name, "doors": len(city.doors), "engines": tallies})
    path = options.json or environment.CACHE / "doors.json"
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    print(f"\nAll figures and examples: {path}")


def judge_engine(
    engine: str,
    source: Path,
    city: CityMap,
    tasks: Sequence[Task],
    options: argparse.Namespace,
    program: Path | None,
) -> Tally:
    """Asks one engine all `tasks` and judges what it says."""
    judge = Judge(city)
    if engine == "kaimen":
        queries = [query(city.plane, task, options) for task in tasks]
        answers = import_city(program, source).batch(queries)
        return tally_product(judge, city.plane, tasks, answers, options.examples)
    return tally_peer(engine, judge, city.plane, tasks, peer_routes(engine, source, city.plane, tasks))


def query(plane: Plane, task: Task, options: argparse.Namespace) -> dict[str, object]:
    """One line for `kaimen batch`."""
    lon, lat = plane.to_lonlat(*task.start)
    return {
        "from": f"{lon:.7f},{lat:.7f}",
        "to": f"node/{task.door.node}",
        "by": "foot",
        "pass": options.passes,
        "depart": options.depart,
        "geometry": True,
    }


def peer_routes(
    peer: str, source: Path, plane: Plane, tasks: Sequence[Task]
) -> list[PeerRoute | None]:
    with serve(prepare(peer, source)) as service:
        return [service.route(plane.to_lonlat(*task.start), task.door.lonlat) for task in tasks]


def heading(source: Path, city: CityMap, tasks: Sequence[Task]) -> str:
    used = len({task.door.node for task in tasks})
    return f"\n{source.name}: {len(tasks)} walks to {used} of {len(city.doors)} mapped doors"


def table(tally: Tally) -> str:
    """The outcomes of one engine, for reading."""
    lines = [f"  {tally.engine}"]
    if tally.engine == "kaimen":
        shares = (f"{name} {100 * share:.1f} %" for name, share in tally.summary().items())
        lines[0] += ": " + ", ".join(shares)
    for outcome in OUTCOMES:
        if count := tally.outcomes[outcome]:
            lines.append(f"    {outcome:34} {count:6} {100 * tally.share(outcome):6.1f} %")
    if left := tally.as_json()["metresLeft"]:
        lines.append(f"    metres left to the door: p50 {left['p50']:.1f}, p95 {left['p95']:.1f}")
    for reason, count in tally.reasons.most_common(8):
        lines.append(f"    {count:6} × {reason}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
