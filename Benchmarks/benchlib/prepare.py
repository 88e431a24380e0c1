"""Prepares the peers' data for the maps named: `python -m benchlib.prepare MAP...`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchlib.peers import prepare

for name in sys.argv[1:]:
    for peer in ("osrm", "valhalla"):
        for cost in prepare(peer, Path(name)).costs:
            print(
                f"{Path(name).name:36} {cost.name:22} {cost.wall_seconds:8.2f} s"
                f" {cost.cpu_seconds:8.2f} s processor {cost.peak_mib:8.0f} MiB"
            )
