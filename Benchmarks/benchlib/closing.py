"""What it takes OSRM to close one road: customizing its partitioned graph anew."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from benchlib.citymap import CityMap
from benchlib.measure import Distribution, distribution, run_measured
from benchlib.peers import OSRM, Prepared

ROUNDS = 5


def time_closing(prepared: Prepared, city: CityMap) -> Distribution:
    """Closes one stretch of road at a time with `osrm-customize --segment-speed-file`.

    The wall time of the program, reading and writing its files included: there is no other way.
    """
    base = _partitioned(prepared)
    chooser = random.Random(1)
    speeds, log = base.parent / "closed.csv", base.parent / "log"
    ways = [way for way in city.ways if way.is_public_footing]
    customize = [OSRM / "bin" / "osrm-customize", base, "--segment-speed-file", speeds]
    milliseconds = []
    for _ in range(ROUNDS):
        first, second = chooser.choice(ways).nodes[:2]
        speeds.write_text(f"{first},{second},0\n{second},{first},0\n")
        milliseconds.append(1000 * run_measured("osrm-customize", customize, log).wall_seconds)
    return distribution("close.one", "ms", milliseconds)


def _partitioned(prepared: Prepared) -> Path:
    """A copy of the extracted data for OSRM's other algorithm: partitioning renumbers its nodes."""
    source = prepared.data.parent
    target = source.with_name("osrm-mld")
    if not (target / "map.osrm.mldgr").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.hsgr", "log", "*.json"))
        base, log = target / "map.osrm", target / "log"
        run_measured("osrm-partition", [OSRM / "bin" / "osrm-partition", base], log)
        run_measured("osrm-customize", [OSRM / "bin" / "osrm-customize", base], log)
    return target / "map.osrm"
