#!/usr/bin/env python3
"""Measures Kaimen alone on several maps: import, memory, opening, and every row of `kaimen bench`.

usage: Benchmarks/figures.py MAP.osm.pbf ... [--runs 3] [--pairs 1000]

Each map is imported and measured several times, and of each figure the median of the runs is kept,
since a shared machine disturbs single runs. Prints a Markdown table for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
from pathlib import Path

from benchlib import environment

environment.enter()

from benchlib.machine import machine_facts
from benchlib.product import Product, find_program, import_city, version


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("maps", type=Path, nargs="+", metavar="MAP", help="OpenStreetMap files")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median counts (default 3)")
    parser.add_argument("--pairs", type=int, default=1000, help="pairs of kaimen bench (default 1000)")
    parser.add_argument("--kaimen", type=Path, help="the program (default: this repository's release build)")
    return parser.parse_args()


def imported(program: Path, source: Path, runs: int) -> tuple[Product, dict[str, str]]:
    """The city made of `source`, and what making it took."""
    products = [import_city(program, source) for _ in range(runs)]
    costs = [product.costs[0] for product in products]
    asked = subprocess.run([program, "info", products[-1].city, "--json"], stdout=subprocess.PIPE, check=True)
    info = json.loads(asked.stdout)
    return products[-1], {
        "nodes of the map": f"{info['osm']['nodes']:,}",
        "nodes of the network": f"{info['counts']['nodes']:,}",
        "import, s": f"{statistics.median(cost.wall_seconds for cost in costs):.2f}",
        "import, memory, MiB": f"{statistics.median(cost.peak_mib for cost in costs):,.0f}",
        "city file, MB": f"{info['bytes'] / 1e6:,.1f}",
    }


def measured(product: Product, runs: int, pairs: int) -> dict[str, str]:
    """p50 / p95 / p99 of each row of `kaimen bench`, medians over the runs."""
    benches = [{row["name"]: row for row in product.bench(pairs)} for _ in range(runs)]
    return {
        f"{name}, {first['unit']}": " / ".join(
            shown(statistics.median(bench[name][share] for bench in benches)) for share in ("p50", "p95", "p99")
        )
        for name, first in benches[0].items()
    }


def shown(value: float) -> str:
    """Three digits."""
    return f"{value:.0f}" if value >= 99.5 else f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"


def main() -> None:
    options = arguments()
    program = find_program(options.kaimen)
    if program is None:
        raise SystemExit("kaimen is not built (swift build -c release)")
    columns: dict[str, dict[str, str]] = {}
    for source in options.maps:
        product, figures = imported(program, source, options.runs)
        columns[source.name.split(".")[0]] = figures | measured(product, options.runs, options.pairs)
    facts = {"Kaimen": version(program)} | machine_facts()
    print("; ".join(f"{name}: {value}" for name, value in facts.items()), end="\n\n")
    print("| |" + "".join(f" {name} |" for name in columns))
    print("|---" * (len(columns) + 1) + "|")
    for key in next(iter(columns.values())):
        print(f"| {key} |" + "".join(f" {figures.get(key, '–')} |" for figures in columns.values()))


if __name__ == "__main__":
    main()
