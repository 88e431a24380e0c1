"""The three services side by side, each as it would be run: at normal priority, a thread for each core."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchlib import peers
from benchlib.peers import LOOPBACK, OSRM, VALHALLA, Prepared

START_SECONDS = 60


@dataclass(frozen=True)
class Service:
    """A running service."""

    name: str
    port: int
    process: subprocess.Popen
    token: str | None = None

    def memory(self) -> dict[str, float]:
        """MiB: all that is resident, and what of it is the process's own (without mapped files)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        figures = {name: re.search(rf"{name}:\s*(\d+) kB", status) for name in ("VmRSS", "RssAnon")}
        return {name: int(found.group(1)) / 1024 for name, found in figures.items() if found}


@contextmanager
def kaimen(program: Path, city: Path, port: int | None = None) -> Iterator[Service]:
    """Kaimen without a limit on requests, its data in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="kaimen-load-") as data:
        port = port or peers._free_port()
        with running("Kaimen", kaimen_command(program, city, port, data), port, Path(data) / "log") as process:
            token = (Path(data) / "token").read_text().strip()
            yield Service("Kaimen", port, process, token)


def kaimen_command(program: Path, city: Path, port: int, data: str) -> list[str]:
    return [
        str(program), "serve", str(city), "--port", str(port), "--data", data, "--web", "none",
        "--set", "rate-limit=0", "--set", "max-closures=1000000",
    ]  # fmt: skip


@contextmanager
def osrm(prepared: Prepared) -> Iterator[Service]:
    port = peers._free_port()
    program = OSRM / "bin" / "osrm-routed"
    command = [program, "-i", LOOPBACK, "-p", str(port), "-t", str(os.cpu_count()), prepared.data]
    with running("OSRM", command, port, prepared.data.parent / "service.log") as process:
        yield Service("OSRM", port, process)


@contextmanager
def valhalla(prepared: Prepared) -> Iterator[Service]:
    port = peers._free_port()
    settings = json.loads(prepared.data.read_text())
    settings["httpd"]["service"]["listen"] = f"tcp://{LOOPBACK}:{port}"
    path = prepared.data.parent / "service.json"
    path.write_text(json.dumps(settings))
    command = [VALHALLA / "bin" / "valhalla_service", path, str(os.cpu_count())]
    with running("Valhalla", command, port, prepared.data.parent / "service.log") as process:
        yield Service("Valhalla", port, process)


@contextmanager
def running(name: str, command: list, port: int, log: Path) -> Iterator[subprocess.Popen]:
    """Starts `command` and waits until it listens; ends it with the context."""
    with log.open("wb") as output:
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=output)
        try:
            _wait_for(port, process, name, log)
            yield process
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen, name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{name} did not start within {START_SECONDS} s, see {log}: {log.read_text()[-500:]}")
