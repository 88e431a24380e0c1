"""The peers' operations that are timed beside Kaimen's: in process, or over loopback HTTP.

In process needs Python 3.12 (the wheels' stable interface). Over HTTP the median of a trivial
request is subtracted, and the unit says so.
"""

from __future__ import annotations

import json
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from benchlib.environment import CACHE
from benchlib.measure import Distribution, time_calls
from benchlib.peers import Position, Prepared, serve

Pair = tuple[Position, Position]
IN_PROCESS = sys.version_info >= (3, 12)
REACH_MINUTES = 15
REACHES = 200
TABLE_REPEATS = 20
TABLE_BUDGET_SECONDS = 20


@dataclass(frozen=True)
class Workload:
    """The same questions for every engine."""

    pairs: Sequence[Pair]
    tables: Sequence[Sequence[Position]]
    warm_up: int
    clock: Callable[[], int]


@dataclass(frozen=True)
class Operations:
    """One peer's answers to the questions of a workload; `reach` where it has it."""

    distance: Callable[[Pair], object]
    directions: Callable[[Pair], object]
    table: Callable[[Sequence[Position]], object]
    reach: Callable[[Pair], object] | None
    trivial: Callable[[Pair], object] | None = None


def time_peer(prepared: Prepared, work: Workload) -> list[Distribution]:
    """Times every operation of one peer; names are those of `kaimen bench` where they match."""
    pairs, warm_up, clock = work.pairs, work.warm_up, work.clock
    with _operations(prepared) as peer:
        rows = [
            time_calls("foot.distance", peer.distance, pairs, warm_up, clock),
            time_calls("foot.path", peer.directions, pairs, warm_up, clock),
            time_calls("table.50x50", peer.table, work.tables, 1, clock, TABLE_BUDGET_SECONDS),
        ]
        if peer.reach is not None:
            name = f"reach.foot.{REACH_MINUTES}min"
            rows.append(time_calls(name, peer.reach, pairs[:REACHES], 10, clock))
        if peer.trivial is not None:
            overhead = time_calls("overhead", peer.trivial, pairs, warm_up, clock).p50
            rows = [_less(row, overhead) for row in rows]
    return rows


def _less(row: Distribution, overhead: float) -> Distribution:
    return replace(
        row,
        unit=f"ms over HTTP, less {overhead:.2f}",
        p50=max(0.0, row.p50 - overhead),
        p95=max(0.0, row.p95 - overhead),
        p99=max(0.0, row.p99 - overhead),
    )


@contextmanager
def _operations(prepared: Prepared) -> Iterator[Operations]:
    if IN_PROCESS:
        sys.path.insert(0, str(CACHE / prepared.peer))
        yield {"osrm": _osrm_in_process, "valhalla": _valhalla_in_process}[prepared.peer](prepared)
    else:
        with serve(prepared) as client:
            yield {"osrm": _osrm_over_http, "valhalla": _valhalla_over_http}[prepared.peer](client.get)


def _osrm_in_process(prepared: Prepared) -> Operations:
    import osrm

    engine = osrm.OSRM(
        algorithm="CH", storage_config=str(prepared.data), use_shared_memory=False
    )

    def route(pair: Pair, steps: bool, overview: str) -> object:
        parameters = osrm.RouteParameters(
            coordinates=list(pair), steps=steps, overview=overview, generate_hints=False
        )
        try:
            return engine.Route(parameters)
        except RuntimeError:  # "NoRoute" is an answer
            return None

    return Operations(
        distance=lambda pair: route(pair, False, "false"),
        directions=lambda pair: route(pair, True, "full"),
        table=lambda ends: engine.Table(osrm.TableParameters(coordinates=list(ends))),
        reach=None,
    )


def _osrm_over_http(get: Callable[[str], dict]) -> Operations:
    def ends(positions: Sequence[Position]) -> str:
        return ";".join(f"{lon:.7f},{lat:.7f}" for lon, lat in positions)

    return Operations(
        distance=lambda pair: get(f"/route/v1/foot/{ends(pair)}?overview=false&generate_hints=false"),
        directions=lambda pair: get(
            f"/route/v1/foot/{ends(pair)}?overview=full&steps=true&generate_hints=false"
        ),
        table=lambda positions: get(f"/table/v1/foot/{ends(positions)}"),
        reach=None,
        trivial=lambda pair: get("/route/v1/foot/0,0"),
    )


def _valhalla_in_process(prepared: Prepared) -> Operations:
    import valhalla

    actor = valhalla.Actor(prepared.data)

    def ask(service: str, request: dict) -> object:
        try:
            return getattr(actor, service)(json.dumps(request))
        except RuntimeError:  # "no path" is an answer
            return None

    return _valhalla(ask)


def _valhalla_over_http(get: Callable[[str], dict]) -> Operations:
    paths = {"route": "/route", "matrix": "/sources_to_targets", "isochrone": "/isochrone"}

    def ask(service: str, request: dict) -> object:
        return get(f"{paths[service]}?json={urllib.parse.quote(json.dumps(request))}")

    return replace(_valhalla(ask), trivial=lambda pair: get("/status"))


def _valhalla(ask: Callable[[str, dict], object]) -> Operations:
    def spot(position: Position) -> dict[str, float]:
        return {"lon": position[0], "lat": position[1]}

    def route(pair: Pair, directions: str) -> object:
        locations = [spot(position) for position in pair]
        request = {"locations": locations, "costing": "pedestrian", "directions_type": directions}
        return ask("route", request)

    def table(ends: Sequence[Position]) -> object:
        spots = [spot(position) for position in ends]
        return ask("matrix", {"sources": spots, "targets": spots, "costing": "pedestrian"})

    def reach(pair: Pair) -> object:
        contours = [{"time": REACH_MINUTES}]
        request = {"locations": [spot(pair[0])], "costing": "pedestrian", "contours": contours}
        return ask("isochrone", request | {"polygons": True})

    return Operations(
        distance=lambda pair: route(pair, "none"),
        directions=lambda pair: route(pair, "instructions"),
        table=table,
        reach=reach,
    )
