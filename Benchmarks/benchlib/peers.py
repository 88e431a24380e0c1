"""The two peers, OSRM and Valhalla, on foot: preparing a map and asking for routes.

`prepare` builds a peer's data once per map and content; `serve` answers over HTTP on the
loopback address only. In-process use, for timing, is in `compare.py`.
"""

from __future__ import annotations

import hashlib
import http.client
import importlib.util
import json
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchlib.environment import CACHE, nice
from benchlib.measure import CommandCost, run_measured

Position = tuple[float, float]
"""Longitude and latitude, in degrees."""

OSRM = CACHE / "osrm" / "osrm"
VALHALLA = CACHE / "valhalla" / "valhalla"
LOOPBACK = "127.0.0.1"
SERVICE_START_SECONDS = 60


@dataclass(frozen=True)
class Prepared:
    """One map made ready for one peer."""

    peer: str
    version: str
    data: Path
    costs: list[CommandCost]


@dataclass(frozen=True)
class PeerRoute:
    """A peer's answer: its line, from and to the points of the network it chose."""

    line: list[Position]
    seconds: float
    metres: float


def map_directory(city: Path) -> Path:
    """Where data made from `city` is kept; another content gets another directory."""
    digest = hashlib.sha256()
    with city.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    name = city.name.split(".")[0]
    directory = CACHE / "maps" / f"{name}-{digest.hexdigest()[:12]}"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def prepare(peer: str, city: Path, again: bool = False) -> Prepared:
    """Builds the data of `peer` ("osrm" or "valhalla") for `city`, or finds it built already.

    `again` rebuilds, to measure the cost anew.
    """
    directory = map_directory(city) / peer
    version = (CACHE / peer / ".version").read_text().strip()
    record = directory / "costs.json"
    if again or not record.exists() or json.loads(record.read_text())["version"] != version:
        subprocess.run(["rm", "-rf", directory], check=True)
        directory.mkdir(parents=True)
        build = {"osrm": _build_osrm, "valhalla": _build_valhalla}[peer]
        costs = build(city, directory)
        rows = [cost.as_json() for cost in costs]
        record.write_text(json.dumps({"version": version, "costs": rows}, indent=1))
    rows = json.loads(record.read_text())["costs"]
    costs = [CommandCost(**row) for row in rows]
    data = directory / {"osrm": "map.osrm", "valhalla": "valhalla.json"}[peer]
    return Prepared(peer, version, data, costs)


def _build_osrm(city: Path, directory: Path) -> list[CommandCost]:
    """Extracts with the wheel's foot profile and contracts (the fastest of OSRM's algorithms)."""
    base, log = directory / "map.osrm", directory / "log"
    profile = OSRM / "share" / "profiles" / "foot.lua"
    extract = [OSRM / "bin" / "osrm-extract", "-p", profile, city, "-o", base]
    contract = [OSRM / "bin" / "osrm-contract", base]
    return [
        run_measured("osrm-extract", extract, log),
        run_measured("osrm-contract", contract, log),
    ]


def _build_valhalla(city: Path, directory: Path) -> list[CommandCost]:
    """Builds tiles with the wheel's default settings."""
    settings = valhalla_settings()
    settings["mjolnir"]["tile_dir"] = str(directory / "tiles")
    settings["mjolnir"]["concurrency"] = 2
    path = directory / "valhalla.json"
    path.write_text(json.dumps(settings, indent=1))
    build = [VALHALLA / "bin" / "valhalla_build_tiles", "-c", path, city]
    return [run_measured("valhalla_build_tiles", build, directory / "log")]


def valhalla_settings() -> dict:
    """The wheel's default settings, read without loading its extension module."""
    spec = importlib.util.spec_from_file_location(
        "valhalla_build_config", VALHALLA / "valhalla_build_config.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def settled(branch: dict) -> dict:
        return {
            key: settled(value) if isinstance(value, dict) else value
            for key, value in branch.items()
            if not isinstance(value, module.Optional)
        }

    settings = settled(module.config)
    settings["mjolnir"]["tile_extract"] = ""
    for logging in (settings["logging"], settings["mjolnir"].get("logging", {})):
        logging["type"] = ""
    return settings


@contextmanager
def serve(prepared: Prepared) -> Iterator[Client]:
    """Runs the peer's service on a free loopback port, for as long as the context lasts."""
    port = _free_port()
    start, client = {
        "osrm": (_osrm_command, OsrmClient),
        "valhalla": (_valhalla_command, ValhallaClient),
    }[prepared.peer]
    with (prepared.data.parent / "service.log").open("wb") as log:
        process = subprocess.Popen(nice(start(prepared, port)), stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield client(port)
        finally:
            process.terminate()
            process.wait()


def _osrm_command(prepared: Prepared, port: int) -> list[str]:
    program = str(OSRM / "bin" / "osrm-routed")
    return [program, "-i", LOOPBACK, "-p", str(port), "-t", "1", str(prepared.data)]


def _valhalla_command(prepared: Prepared, port: int) -> list[str]:
    settings = json.loads(prepared.data.read_text())
    settings["httpd"]["service"]["listen"] = f"tcp://{LOOPBACK}:{port}"
    path = prepared.data.parent / "service.json"
    path.write_text(json.dumps(settings))
    return [str(VALHALLA / "bin" / "valhalla_service"), str(path), "1"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + SERVICE_START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start within {SERVICE_START_SECONDS} s: {process.args}")


class Client:
    """One kept-alive connection; a lost one is opened anew, once."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)

    def route(self, start: Position, goal: Position) -> PeerRoute | None:
        """The way on foot; None where the peer finds none."""
        raise NotImplementedError

    def get(self, path: str) -> dict:
        try:
            return self._get(path)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            return self._get(path)

    def _get(self, path: str) -> dict:
        self._connection.request("GET", path)
        return json.loads(self._connection.getresponse().read())


class OsrmClient(Client):
    def route(self, start: Position, goal: Position) -> PeerRoute | None:
        ends = ";".join(f"{lon:.7f},{lat:.7f}" for lon, lat in (start, goal))
        answer = self.get(f"/route/v1/foot/{ends}?overview=full&geometries=geojson")
        if answer["code"] != "Ok":
            return None
        best = answer["routes"][0]
        line = [(lon, lat) for lon, lat in best["geometry"]["coordinates"]]
        return PeerRoute(line, best["duration"], best["distance"])


class ValhallaClient(Client):
    def route(self, start: Position, goal: Position) -> PeerRoute | None:
        request = {
            "locations": [{"lon": lon, "lat": lat} for lon, lat in (start, goal)],
            "costing": "pedestrian",
            "directions_type": "none",
        }
        answer = self.get("/route?json=" + urllib.parse.quote(json.dumps(request)))
        if "trip" not in answer:
            return None
        line = decode_polyline6(answer["trip"]["legs"][0]["shape"])
        summary = answer["trip"]["summary"]
        return PeerRoute(line, summary["time"], summary["length"] * 1000)


def decode_polyline6(text: str) -> list[Position]:
    """Decodes Google's polyline format at Valhalla's six decimals."""
    numbers, value, shift = [], 0, 0
    for character in text:
        bits = ord(character) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    lat = lon = 0
    line = []
    for north, east in zip(numbers[::2], numbers[1::2]):
        lat, lon = lat + north, lon + east
        line.append((lon / 1e6, lat / 1e6))
    return line
