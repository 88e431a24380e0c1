#!/usr/bin/env python3
"""Loads Kaimen's server beside osrm-routed and valhalla_service: same map, same pairs, same run.

usage: Benchmarks/serve.py MAP.osm.pbf [--city CITY.kaimen] [--seconds 10] [--rounds 3] [--minutes 10]
                           [--demo DEMO.kaimen] [--only load,paced,closures,storm,heavy,start,memory] [--markdown FILE]

wrk (apt-get install wrk) sends the requests over 8 kept-alive connections; all services have a thread for each core.
Prints Markdown for docs/benchmarks.md and writes all figures as JSON. Figures for publishing want a quiet machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchlib import environment

environment.enter()

import osmium

from benchlib import peers, services, wrk
from benchlib.machine import machine_facts
from benchlib.peers import LOOPBACK, Position
from benchlib.product import find_program, import_city, version
from benchlib.sampling import FARTHEST, NEAREST
from benchlib.services import Service
from benchlib.wrk import Load, Request

DEPART = "2026-11-21T12:30"
"""A Saturday: gates that ask for the hour always ask for the same one."""

PARTS = ["load", "paced", "closures", "storm", "heavy", "start", "memory"]
CLOSURE_LOAD = 200
"""Requests a second while closures are timed."""
STORM_PER_MINUTE = 1000
STORM_STAYS = 5.0
"""Seconds after which the storm lifts what it closed; each lifting is one change more."""
STARTS = 20


@dataclass(frozen=True)
class Pair:
    """A start on a street and a mapped door."""

    start: Position
    door: Position
    node: int

    @property
    def ends(self) -> str:
        return ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in (self.start, self.door))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("map", type=Path, metavar="MAP", help="an OpenStreetMap .osm.pbf file")
    parser.add_argument("--city", type=Path, help="the map as Kaimen's city file (default: imported anew)")
    parser.add_argument("--kaimen", type=Path, help="the program (default: this repository's release build)")
    parser.add_argument("--demo", type=Path, help="the city whose start is timed (default: that of --city)")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10, help="of one wrk run (default 10)")
    parser.add_argument("--rounds", type=int, default=3, help="medians are over so many rounds (default 3)")
    parser.add_argument("--closures", type=int, default=200, help="closures that are timed (default 200)")
    parser.add_argument("--minutes", type=float, default=10, help="of the long load (default 10)")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas between them")
    parser.add_argument("--no-peers", action="store_true", help="Kaimen alone")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--json", type=Path, help="where to write (default: serve.json in the cache)")
    options = parser.parse_args()
    options.parts = options.only.split(",")
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(sorted(unknown))}; known are {', '.join(PARTS)}")
    return options


# MARK: Requests


def pairs_of(source: Path, count: int, seed: int) -> list[Pair]:
    """Seeded starts at corners of streets, each with a mapped door 300 to 2000 m away."""
    map_ = StreetsAndDoors()
    map_.apply_file(str(source), locations=True)
    doors, starts, chance = sorted(map_.doors.items()), sorted(map_.corners), random.Random(seed)
    if not doors or not starts:
        raise SystemExit(f"{source} has no mapped doors to go to")
    pairs: list[Pair] = []
    for _ in range(1000 * count):
        if len(pairs) == count:
            return pairs
        (node, goal), start = chance.choice(doors), chance.choice(starts)
        east = (goal[0] - start[0]) * 111_320 * math.cos(math.radians(goal[1]))
        if NEAREST <= math.hypot(east, (goal[1] - start[1]) * 111_320) <= FARTHEST:
            pairs.append(Pair(start, goal, node))
    raise SystemExit(f"{source} has too few doors 300 to 2000 m from a street")


class StreetsAndDoors(osmium.SimpleHandler):
    """Corners of streets that anyone may use, and doors of buildings."""

    STREETS = {"primary", "secondary", "tertiary", "residential", "unclassified", "living_street", "pedestrian"}
    CLOSED = {"no", "private", "destination", "customers", "permit"}

    def __init__(self) -> None:
        super().__init__()
        self.doors: dict[int, Position] = {}
        self.corners: set[Position] = set()

    def node(self, node: osmium.osm.Node) -> None:
        if node.tags.get("entrance", "no") not in ("no", "exit", "emergency", "garage"):
            self.doors[node.id] = node.location.lon, node.location.lat

    def way(self, way: osmium.osm.Way) -> None:
        tags = way.tags
        if tags.get("highway") in self.STREETS and tags.get("foot", tags.get("access")) not in self.CLOSED:
            for end in (way.nodes[0], way.nodes[-1]):
                self.corners.add((end.location.lon, end.location.lat))


def door(pair: Pair, geometry: bool) -> Request:
    body = {"from": list(pair.start), "to": f"node/{pair.node}", "by": "foot", "depart": DEPART, "geometry": geometry}
    return Request("POST", "/v1/door", json.dumps(body))


def osrm_route(pair: Pair, options: str) -> Request:
    return Request("GET", f"/route/v1/foot/{pair.ends}?{options}")


def valhalla_route(pair: Pair, **options: str) -> Request:
    places = [{"lon": lon, "lat": lat} for lon, lat in (pair.start, pair.door)]
    question = {"locations": places, "costing": "pedestrian", **options}
    return Request("GET", "/route?json=" + urllib.parse.quote(json.dumps(question, separators=(",", ":"))))


SIMPLE, FULL = "overview=false", "overview=full&steps=true"
KAIMEN_DEPARTS = f"&depart={DEPART}"

WORKLOADS = {
    ("Kaimen", "route"): lambda pair: osrm_route(pair, SIMPLE + KAIMEN_DEPARTS),
    ("Kaimen", "route, geometry and steps"): lambda pair: osrm_route(pair, FULL + KAIMEN_DEPARTS),
    ("Kaimen", "door"): lambda pair: door(pair, geometry=False),
    ("Kaimen", "door, geometry"): lambda pair: door(pair, geometry=True),
    ("OSRM", "route"): lambda pair: osrm_route(pair, SIMPLE),
    ("OSRM", "route, geometry and steps"): lambda pair: osrm_route(pair, FULL),
    ("Valhalla", "route"): lambda pair: valhalla_route(pair, directions_type="none", shape_format="no_shape"),
    ("Valhalla", "route, geometry and steps"): lambda pair: valhalla_route(pair),
}


class Client:
    """One kept-alive connection to Kaimen."""

    def __init__(self, service: Service) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, service.port, timeout=30)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._token = service.token

    def ask(self, request: Request) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._token}"}
        self._connection.request(request.method, request.target, request.body or None, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close_gate(self, gate: str) -> str:
        """Closes `gate` and returns the closure's id."""
        status, body = self.ask(Request("POST", "/v1/closures", json.dumps({"target": gate})))
        if status != 201:
            raise RuntimeError(f"closing {gate}: {status} {body.decode()}")
        return json.loads(body)["id"]

    def lift(self, identity: str) -> None:
        status, body = self.ask(Request("DELETE", f"/v1/closures/{identity}"))
        if status != 204:
            raise RuntimeError(f"lifting {identity}: {status} {body.decode()}")


def reachable(service: Service, pairs: Sequence[Pair], count: int) -> list[Pair]:
    """The first `count` of `pairs` that lead to a journey without a pass: the peers know no locked gates."""
    client, kept = Client(service), []
    for pair in pairs:
        status, body = client.ask(door(pair, geometry=False))
        if status == 200 and json.loads(body)["status"] != "unreachable":
            kept.append(pair)
        if len(kept) == count:
            return kept
    raise SystemExit(f"only {len(kept)} of {len(pairs)} pairs have a way; ask for fewer with --pairs")


# MARK: Parts


def load(running: Sequence[Service], pairs: Sequence[Pair], options: argparse.Namespace) -> list[dict]:
    """The most requests a second; every round goes through all services, so that all see the same machine."""
    results: dict[tuple[str, str], list[Load]] = {}
    for round_ in range(options.rounds + 1):
        # The first round warms up.
        seconds = options.seconds if round_ else min(2, options.seconds)
        for service in running:
            for (name, what), make in WORKLOADS.items():
                if name == service.name:
                    run = wrk.run(service.port, [make(pair) for pair in pairs], seconds)
                    if round_:
                        results.setdefault((name, what), []).append(run)
    return [
        {"engine": name, "request": what, **middle(runs).as_json(), "rates": [round(run.rate) for run in runs]}
        for (name, what), runs in results.items()
    ]


def middle(runs: Sequence[Load]) -> Load:
    return sorted(runs, key=lambda run: run.rate)[len(runs) // 2]


def paced(running: Sequence[Service], pairs: Sequence[Pair], options: argparse.Namespace) -> list[dict]:
    """Latency at half of the most requests a second."""
    rows = []
    for service in running:
        for (name, what), make in WORKLOADS.items():
            if name == service.name:
                requests = [make(pair) for pair in pairs]
                most = wrk.run(service.port, requests, options.seconds)
                half = wrk.paced(service.port, requests, most.rate / 2, options.seconds)
                rows.append({"engine": name, "request": what, "most": round(most.rate), **half.as_json()})
    return rows


def gated(client: Client, pairs: Sequence[Pair]) -> list[tuple[Request, str]]:
    """Doors whose way leads through a gate, with that gate."""
    found = []
    for pair in pairs:
        request = door(pair, geometry=False)
        status, body = client.ask(request)
        gates = json.loads(body).get("gates", []) if status == 200 else []
        if gates:
            found.append((request, gates[-1]["id"]))
    if not found:
        raise SystemExit("no way on this map leads through a gate; closures cannot be timed")
    return found


def closures(service: Service, pairs: Sequence[Pair], options: argparse.Namespace) -> dict:
    """From sending a closure to another client's answer that minds it, while 200 requests a second are running."""
    officer, other = Client(service), Client(service)
    targets = gated(other, pairs)
    times, posts = [], []
    with tempfile.TemporaryDirectory() as folder:
        connections = 8
        requests = [osrm_route(pair, SIMPLE + KAIMEN_DEPARTS) for pair in pairs]
        pause = 1000 * connections / CLOSURE_LOAD
        command = wrk.prepare(Path(folder), service.port, requests, 3600, connections, 2, pause)
        command[command.index("-d") + 1] = f"{max(5, options.closures * 0.06):.0f}s"
        background = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        for row in range(options.closures):
            request, gate = targets[row % len(targets)]
            began = time.perf_counter()
            identity = officer.close_gate(gate)
            posts.append((time.perf_counter() - began) * 1000)
            _, body = other.ask(request)
            times.append((time.perf_counter() - began) * 1000)
            if gate in {row["id"] for row in json.loads(body).get("gates", [])}:
                raise RuntimeError(f"{gate} was closed, and the next answer leads through it")
            officer.lift(identity)
            time.sleep(0.02)
        output, _ = background.communicate()
    return {"n": len(times), "load": wrk.read(output, "").as_json(), "post": quantiles(posts), **quantiles(times)}


def storm(service: Service, pairs: Sequence[Pair], options: argparse.Namespace) -> dict:
    """Requests a second without and with a storm of closures, in turn."""
    requests = [osrm_route(pair, SIMPLE + KAIMEN_DEPARTS) for pair in pairs]
    gates = sorted({gate for _, gate in gated(Client(service), pairs)})
    calm, stormy, changes = [], [], []
    for _ in range(options.rounds):
        calm.append(wrk.run(service.port, requests, options.seconds).rate)
        weather = Storm(service, gates)
        stormy.append(wrk.run(service.port, requests, options.seconds).rate)
        changes.append(weather.stop())
    ratio = statistics.median(calm) / statistics.median(stormy)
    return {
        "calm": [round(rate) for rate in calm], "storm": [round(rate) for rate in stormy], "ratio": round(ratio, 3),
        "closures per minute": round(statistics.median(changes)), "gates": len(gates),
    }  # fmt: skip


def heavy(service: Service, pairs: Sequence[Pair], options: argparse.Namespace) -> dict:
    """How long a light question waits while as many heavy ones as there are cores are being answered."""
    chance = random.Random(options.seed)
    corners = [chance.choice(pairs).start for _ in range(100)]
    trace = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in corners)
    questions = {
        "match of 100 far points": f"/match/v1/foot/{trace}?radiuses={';'.join(['100'] * 100)}",
        "search of 200 letters": "/v1/search?q=" + "a" * 200,
        "nearest 100": f"/v1/nearest?kind=compound&count=100&by=ebike&from={corners[0][0]},{corners[0][1]}",
        "reach of two hours": f"/v1/reach?by=ebike&minutes=30,60,90,120&from={corners[0][0]},{corners[0][1]}",
        "table of 100 by 100": f"/table/v1/foot/{trace}",
        "trip of 100": f"/trip/v1/foot/{trace}",
    }
    client, rows = Client(service), {}
    for name, target in questions.items():
        took: list[float] = []

        def ask(target: str = target, took: list[float] = took) -> None:
            began = time.perf_counter()
            Client(service).ask(Request("GET", target))
            took.append((time.perf_counter() - began) * 1000)

        threads = [threading.Thread(target=ask) for _ in range(os.cpu_count() or 2)]
        for thread in threads:
            thread.start()
        waits = []
        while any(thread.is_alive() for thread in threads):
            began = time.perf_counter()
            client.ask(Request("GET", "/healthz"))
            waits.append((time.perf_counter() - began) * 1000)
        rows[name] = {"takes": round(max(took), 1), "light waits": round(max(waits, default=0.0), 1)}
    return rows


class Storm:
    """Closes gates on a thread of its own, 1,000 a minute, and lifts each some seconds later."""

    def __init__(self, service: Service, gates: Sequence[str]) -> None:
        self._client, self._gates = Client(service), gates
        self._over, self._made, self._began = threading.Event(), 0, time.monotonic()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        standing: list[tuple[float, str]] = []
        chance = random.Random(1)
        while not self._over.wait(max(0.0, self._began + self._made * 60 / STORM_PER_MINUTE - time.monotonic())):
            standing.append((time.monotonic() + STORM_STAYS, self._client.close_gate(chance.choice(self._gates))))
            self._made += 1
            while standing[0][0] < time.monotonic():
                self._client.lift(standing.pop(0)[1])
        self._took = time.monotonic() - self._began
        for _, identity in standing:
            self._client.lift(identity)

    def stop(self) -> float:
        """Ends the storm; returns the closures per minute that there were."""
        self._over.set()
        self._thread.join()
        return self._made / self._took * 60


def starts(program: Path, city: Path) -> dict:
    """From the start of the process to the first answered route; the first start of all is left out."""
    times = []
    with tempfile.TemporaryDirectory(prefix="kaimen-start-") as data:
        bounds = json.loads(subprocess.run([program, "route", city, "--example", "--json"], capture_output=True).stdout or "{}")
        line = bounds.get("geometry", {}).get("coordinates")
        if not line:
            raise SystemExit(f"{city}: kaimen route --example --json gave no journey")
        target = f"/route/v1/foot/{line[0][0]},{line[0][1]};{line[-1][0]},{line[-1][1]}?overview=false"
        for _ in range(STARTS + 1):
            port = peers._free_port()
            began = time.perf_counter()
            process = subprocess.Popen(
                services.kaimen_command(program, city, port, data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                first_answer(port, target, process)
                times.append((time.perf_counter() - began) * 1000)
            finally:
                process.terminate()
                process.wait()
    return {"n": STARTS, **quantiles(times[1:])}


def first_answer(port: int, target: str, process: subprocess.Popen) -> None:
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
            connection.request("GET", target)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return
            raise RuntimeError(f"the first route was answered by {answer.status}")
        except ConnectionRefusedError:
            time.sleep(0.001)
        finally:
            connection.close()
    raise RuntimeError(f"kaimen serve ended with {process.returncode}")


def memory(service: Service, pairs: Sequence[Pair], options: argparse.Namespace) -> dict:
    """Memory over a long load of all kinds of requests."""
    requests = [make(pair) for pair in pairs for (name, _), make in WORKLOADS.items() if name == "Kaimen"]
    samples = []
    with tempfile.TemporaryDirectory() as folder:
        seconds = 60 * options.minutes
        command = wrk.prepare(Path(folder), service.port, requests, seconds, 8, 2, None)
        background = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        began = time.monotonic()
        while background.poll() is None:
            samples.append({"second": round(time.monotonic() - began, 1), **service.memory()})
            time.sleep(min(5, seconds / 20))
        output, _ = background.communicate()
    early = samples[len(samples) // 5]
    return {
        "minutes": options.minutes, "load": wrk.read(output, "").as_json(), "after a fifth": early,
        "end": samples[-1], "largest": max(sample["RssAnon"] for sample in samples), "samples": samples,
    }  # fmt: skip


def quantiles(times: Sequence[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "most": round(ordered[-1], 3)}


# MARK: The report


def markdown(figures: dict) -> str:
    lines = ["", *(f"* {name}: {value}" for name, value in figures["machine"].items())]
    for part, title in (("load", "Most requests a second (8 connections)"), ("paced", "At half of the most")):
        if part in figures:
            lines += ["", f"### {title}", "", *table(figures[part])]
    if "load" in figures:
        lines += ["", *ratios(figures["load"])]
    if row := figures.get("closures"):
        lines += ["", f"From POST of a closure to a changed route of another client, {row['n']} times at "
                  f"{row['load']['rate']:.0f} requests/s: p50 {row['p50']} ms, p99 {row['p99']} ms, most {row['most']} ms; "
                  f"the closing itself, with its sync to disk, p50 {row['post']['p50']} ms, p99 {row['post']['p99']} ms."]
    if row := figures.get("storm"):
        lines += ["", f"Storm of {row['closures per minute']} closures a minute, each lifted after {STORM_STAYS:.0f} s: "
                  f"{statistics.median(row['calm']):.0f} requests/s without, {statistics.median(row['storm']):.0f} with, "
                  f"factor {row['ratio']}."]
    if rows := figures.get("heavy"):
        lines += ["", "| heavy question, one a core | takes ms | `/healthz` waits ms |", "|---|--:|--:|"]
        lines += [f"| {name} | {row['takes']:,.0f} | {row['light waits']:,.0f} |" for name, row in rows.items()]
    if row := figures.get("start"):
        lines += ["", f"Start to first route, {row['n']} times: p50 {row['p50']} ms, most {row['most']} ms."]
    if row := figures.get("memory"):
        lines += ["", f"Memory of its own over {row['minutes']:g} min ({row['load']['requests']} requests): "
                  f"{row['after a fifth']['RssAnon']:.1f} MiB after a fifth, {row['end']['RssAnon']:.1f} MiB at the end, "
                  f"{row['largest']:.1f} MiB at most; resident with the mapped city {row['end']['VmRSS']:.0f} MiB."]
    return "\n".join(lines) + "\n"


def table(rows: Sequence[dict]) -> list[str]:
    lines = ["| engine | request | requests/s | p50 ms | p99 ms | bytes each | refused | broken |",
             "|---|---|--:|--:|--:|--:|--:|--:|"]
    for row in rows:
        lines.append(
            f"| {row['engine']} | {row['request']} | {row['rate']:,.0f} | {row['p50']:.2f} | {row['p99']:.2f} |"
            f" {row['bytes_each']:.0f} | {row['refused'] / max(row['requests'], 1):.1%} | {row['broken']} |")
    return lines


def ratios(rows: Sequence[dict]) -> list[str]:
    """How often Kaimen's rate holds those of the peers."""
    rates = {(row["engine"], row["request"]): row["rate"] for row in rows}
    lines = []
    for request in ("route", "route, geometry and steps"):
        for peer in ("OSRM", "Valhalla"):
            if (peer, request) in rates and ("Kaimen", request) in rates:
                lines.append(f"* {request}: Kaimen {rates['Kaimen', request] / rates[peer, request]:.1f} × {peer}")
    for request, other in (("door", "route"), ("door, geometry", "route, geometry and steps")):
        for peer in ("OSRM", "Valhalla"):
            if (peer, other) in rates and ("Kaimen", request) in rates:
                lines.append(f"* {request}: Kaimen {rates['Kaimen', request] / rates[peer, other]:.1f} × {peer}'s {other}")
    return lines


def say(part: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {part} …", file=sys.stderr, flush=True)


def main() -> None:
    options = arguments()
    wrk.require()
    program = find_program(options.kaimen)
    if program is None:
        raise SystemExit("there is no program; build it with swift build -c release, or name it with --kaimen")
    figures: dict[str, object] = {
        "machine": {**machine_facts(), "map": options.map.name, "Kaimen": version(program)},
        "seconds": options.seconds, "rounds": options.rounds, "pairs": options.pairs, "seed": options.seed,
    }  # fmt: skip
    city = options.city or import_city(program, options.map).city
    if "start" in options.parts:
        # Before anything else is running.
        say("start")
        figures["start"] = starts(program, options.demo or city)
    with ExitStack() as stack:
        own = stack.enter_context(services.kaimen(program, city))
        pairs = reachable(own, pairs_of(options.map, 2 * options.pairs, options.seed), options.pairs)
        running = [own]
        if not options.no_peers and {"load", "paced"} & set(options.parts):
            running.append(stack.enter_context(services.osrm(peers.prepare("osrm", options.map))))
            running.append(stack.enter_context(services.valhalla(peers.prepare("valhalla", options.map))))
        for name, part in (("load", load), ("paced", paced)):
            if name in options.parts:
                say(name)
                figures[name] = part(running, pairs, options)
        for name, part in (("closures", closures), ("storm", storm), ("heavy", heavy), ("memory", memory)):
            if name in options.parts:
                say(name)
                figures[name] = part(own, pairs, options)
    path = options.json or environment.CACHE / "serve.json"
    path.write_text(json.dumps(figures, indent=1))
    text = markdown(figures)
    print(text + f"\nAll figures: {path}")
    if options.markdown:
        options.markdown.write_text(text)


if __name__ == "__main__":
    main()
