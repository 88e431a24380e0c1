#!/usr/bin/env python3
"""Times Kaimen against OSRM and Valhalla on one map, on foot.

usage: Benchmarks/compare.py MAP.osm.pbf [--pairs 1000] [--seed 1] [--markdown FILE]

All engines answer the same seeded pairs of street points; Kaimen's in-process figures come from
`kaimen bench`. Prints a Markdown fragment for docs/benchmarks.md and writes all figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchlib import environment

environment.enter()

from benchlib.citymap import CityMap, read_city
from benchlib.closing import time_closing
from benchlib.machine import machine_facts
from benchlib.measure import CLOCKS, CommandCost, Distribution
from benchlib.peers import Position, Prepared, prepare
from benchlib.product import Product, find_program, import_city, version
from benchlib.sampling import Streets
from benchlib.timing import IN_PROCESS, TABLE_REPEATS, Workload, time_peer

TABLE_SIZE = 50


@dataclass(frozen=True)
class Engine:
    """All figures of one engine."""

    name: str
    version: str
    costs: Sequence[CommandCost]
    rows: Sequence[Distribution]

    def as_json(self) -> dict[str, object]:
        return {
            "engine": self.name,
            "version": self.version,
            "preparation": [cost.as_json() for cost in self.costs],
            "rows": [row.as_json() for row in self.rows],
        }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("map", type=Path, metavar="MAP", help="an OpenStreetMap .osm.pbf file")
    parser.add_argument("--pairs", type=int, default=1000, help="pairs to route (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the pairs (default 1)")
    parser.add_argument("--kaimen", type=Path, help="the program (default: this repository's release build)")
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall",
        help="how the peers are timed (default wall; processor where the machine is busy)",
    )  # fmt: skip
    parser.add_argument("--rebuild", action="store_true", help="prepare the peers' data anew, to time it")
    parser.add_argument("--markdown", type=Path, help="also write the fragment here")
    parser.add_argument("--json", type=Path, help="where to write (default: compare.json in the cache)")
    options = parser.parse_args()
    if options.clock == "processor" and not IN_PROCESS:
        parser.error("--clock processor needs the peers in process: Python 3.12 or later")
    return options


def main() -> None:
    options = arguments()
    machine = machine_facts()
    city = read_city(options.map)
    work = workload(city, options.pairs, options.seed, options.clock)
    engines = []
    program = find_program(options.kaimen)
    if program is None:
        print("kaimen is not built (swift build -c release): timing the peers only", file=sys.stderr)
    else:
        engines.append(measure_product(import_city(program, options.map), work))
    for peer in ("osrm", "valhalla"):
        prepared = prepare(peer, options.map, options.rebuild)
        engines.append(measure_peer(prepared, city, work))
    fragment = markdown(options, city, machine, engines)
    print(fragment)
    if options.markdown:
        options.markdown.write_text(fragment)
    report = {
        "map": options.map.name, "pairs": options.pairs, "seed": options.seed,
        "clock": options.clock, "machine": machine,
        "engines": [engine.as_json() for engine in engines],
    }  # fmt: skip
    path = options.json or environment.CACHE / "compare.json"
    path.write_text(json.dumps(report, indent=1))
    print(f"All figures: {path}", file=sys.stderr)


def workload(city: CityMap, pairs: int, seed: int, clock: str) -> Workload:
    """Seeded pairs for the routes, and sets of fifty street points for the tables."""
    ends = [
        (city.plane.to_lonlat(*start), city.plane.to_lonlat(*goal))
        for start, goal in Streets(city, seed).pairs(pairs)
    ]
    points = [position for pair in ends for position in pair]
    chooser = random.Random(seed)
    size = min(TABLE_SIZE, len(points))
    tables = [chooser.sample(points, size) for _ in range(TABLE_REPEATS)]
    return Workload(ends, tables, warm_up=min(100, pairs), clock=CLOCKS[clock])


def measure_product(product: Product, work: Workload) -> Engine:
    """The rows of `kaimen bench`, and what one query costs through `kaimen batch`."""
    rows = [Distribution(**row) for row in product.bench(len(work.pairs))]
    for geometry in (False, True):
        name = "batch, with geometry (mean)" if geometry else "batch, duration only (mean)"
        milliseconds = batch_mean(product, work, geometry)
        rows.append(Distribution(name, "ms", len(work.pairs), *[milliseconds] * 3))
    return Engine("Kaimen", version(product.program), product.costs, rows)


def batch_mean(product: Product, work: Workload, geometry: bool) -> float:
    """Milliseconds a query takes through `kaimen batch`, JSON and all, opening the city excluded."""
    queries = [
        {"from": _comma(start), "to": _comma(goal), "by": "foot", "geometry": geometry}
        for start, goal in work.pairs
    ]
    seconds = []
    for batch in (queries[:1], queries + queries[:1]):
        start = time.perf_counter()
        product.batch(batch)
        seconds.append(time.perf_counter() - start)
    return 1000 * (seconds[1] - seconds[0]) / len(queries)


def _comma(position: Position) -> str:
    return f"{position[0]:.7f},{position[1]:.7f}"


def measure_peer(prepared: Prepared, city: CityMap, work: Workload) -> Engine:
    rows = time_peer(prepared, work)
    if prepared.peer == "osrm":
        rows.append(time_closing(prepared, city))
    name = {"osrm": "OSRM", "valhalla": "Valhalla"}[prepared.peer]
    return Engine(name, prepared.version, prepared.costs, rows)


def markdown(
    options: argparse.Namespace, city: CityMap, machine: dict[str, str], engines: Sequence[Engine]
) -> str:
    """The fragment for docs/benchmarks.md."""
    nodes = len({node for way in city.ways for node in way.nodes})
    facts = "; ".join(f"{name} {value}" for name, value in machine.items())
    versions = ", ".join(f"{engine.name} {engine.version}" for engine in engines)
    how = "in process" if IN_PROCESS else "over loopback HTTP, less a trivial request"
    how += f", {options.clock} time"
    return "\n".join([
        f"### {options.map.name}: {nodes:,} nodes on ways, on foot",
        "",
        f"Machine: {facts}.",
        f"Versions: {versions}. Peers measured {how}; one thread; warm-up not counted.",
        "",
        *speed_table(engines),
        "",
        *preparation_table(engines),
        "",
    ])  # fmt: skip


def speed_table(engines: Sequence[Engine]) -> list[str]:
    """One row a measure and engine, with how often Kaimen's median goes into the peer's."""
    ours = {row.name: row for engine in engines if engine.name == "Kaimen" for row in engine.rows}
    lines = ["| measure | engine | n | p50 | p95 | p99 | unit | Kaimen is faster by |", "|" + "---|" * 8]
    names = dict.fromkeys(row.name for engine in engines for row in engine.rows)
    for name in names:
        for engine in engines:
            for row in (row for row in engine.rows if row.name == name):
                numbers = " | ".join(f"{value:.4g}" for value in (row.p50, row.p95, row.p99))
                ratio = faster_by(ours.get(name), row) if engine.name != "Kaimen" else ""
                lines.append(f"| {name} | {engine.name} | {row.n} | {numbers} | {row.unit} | {ratio} |")
    return lines


def faster_by(ours: Distribution | None, theirs: Distribution) -> str:
    """The ratio of the medians; empty where there is nothing to compare."""
    milliseconds = {"s": 1000, "ms": 1, "µs": 1e-3, "us": 1e-3, "ns": 1e-6}
    if ours is None or ours.p50 <= 0 or ours.unit not in milliseconds:
        return ""
    theirs_ms = theirs.p50 * milliseconds[theirs.unit.split(" ")[0]]
    return f"{theirs_ms / (ours.p50 * milliseconds[ours.unit]):.1f} ×"


def preparation_table(engines: Sequence[Engine]) -> list[str]:
    lines = ["| preparation | wall | processor | peak memory |", "|" + "---|" * 4]
    for engine in engines:
        for cost in engine.costs:
            lines.append(
                f"| {cost.name} | {cost.wall_seconds:.2f} s | {cost.cpu_seconds:.2f} s"
                f" | {cost.peak_mib:.0f} MiB |"
            )
    return lines


if __name__ == "__main__":
    main()
