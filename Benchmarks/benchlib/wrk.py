"""Load by wrk: seeded requests from a file, results as numbers."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SCRIPT = """
local requests, row, started = {}, 0, 0

local function read(path)
  for line in io.lines(path) do
    local method, target, body = line:match("^(%S+)\\t([^\\t]+)\\t?(.*)$")
    local headers = { ["Host"] = "localhost" }
    if method == "POST" then headers["Content-Type"] = "application/json" end
    requests[#requests + 1] = wrk.format(method, target, headers, method == "POST" and body or nil)
  end
end

function setup(thread)
  thread:set("offset", started)
  started = started + 1
end

function init(arguments)
  read(arguments[1])
  pause = tonumber(arguments[2])
  -- Every thread begins somewhere else in the same list.
  row = (offset * 7919) % #requests
  math.randomseed(offset + 1)
end

function request()
  row = row % #requests + 1
  return requests[row]
end

-- DELAY

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "mean": %f, "status": %d, "broken": %d, "bytes": %d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.mean, e.status,
    e.connect + e.read + e.write + e.timeout, summary.bytes))
end
"""

DELAY = """
-- A pause before each request, uniform between nothing and twice the mean, in whole milliseconds.
function delay()
  local wanted = pause * 2 * math.random()
  local whole = math.floor(wanted)
  if math.random() < wanted - whole then whole = whole + 1 end
  return whole
end
"""


@dataclass(frozen=True)
class Request:
    """One line of a load: `GET` without a body, `POST` with one."""

    method: str
    target: str
    body: str = ""

    @property
    def line(self) -> str:
        return "\t".join([self.method, self.target, self.body])


@dataclass(frozen=True)
class Load:
    """What came of one run; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    mean: float
    requests: int
    refused: int
    """Answers other than 2xx and 3xx."""
    broken: int
    """Connections lost, and timeouts."""
    bytes_each: float

    def as_json(self) -> dict[str, object]:
        return {key: round(v, 3) if isinstance(v, float) else v for key, v in asdict(self).items()}


def require() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing; apt-get install wrk")


def run(
    port: int, requests: Sequence[Request], seconds: float, connections: int = 8, threads: int = 2,
    pause: float | None = None,
) -> Load:  # fmt: skip
    """Loads the service at `port` with `requests` in turn, over kept-alive connections.

    With `pause`, every connection waits so many milliseconds on average before each request.
    """
    with tempfile.TemporaryDirectory(prefix="kaimen-wrk-") as folder:
        command = prepare(Path(folder), port, requests, seconds, connections, threads, pause)
        done = subprocess.run(command, capture_output=True, text=True)
        return read(done.stdout, done.stderr)


def prepare(
    folder: Path, port: int, requests: Sequence[Request], seconds: float, connections: int, threads: int,
    pause: float | None,
) -> list[str]:  # fmt: skip
    """The command; its script and requests lie in `folder`."""
    script, lines = folder / "load.lua", folder / "requests"
    script.write_text(SCRIPT.replace("-- DELAY", DELAY if pause is not None else ""))
    lines.write_text("".join(request.line + "\n" for request in requests))
    return [
        "wrk", "-t", str(min(threads, connections)), "-c", str(connections), "-d", f"{seconds:.0f}s",
        "--timeout", "10s", "-s", str(script), f"http://127.0.0.1:{port}", "--", str(lines), str(pause or 0),
    ]  # fmt: skip


def read(text: str, errors: str) -> Load:
    for line in text.splitlines():
        if line.startswith("RESULT "):
            row = json.loads(line.removeprefix("RESULT "))
            return Load(
                rate=row["requests"] / row["microseconds"] * 1e6, p50=row["p50"] / 1000, p99=row["p99"] / 1000,
                mean=row["mean"] / 1000, requests=row["requests"], refused=row["status"], broken=row["broken"],
                bytes_each=row["bytes"] / max(row["requests"], 1),
            )  # fmt: skip
    raise RuntimeError(f"wrk gave no result: {text}{errors}")


def paced(
    port: int, requests: Sequence[Request], rate: float, seconds: float, connections: int = 32
) -> Load:
    """The same at about `rate` requests a second: the pause is found in short runs before."""
    pause = max(1000 * connections / rate - 1, 0.0)
    for _ in range(3):
        trial = run(port, requests, 2, connections, pause=pause)
        # What a connection spends besides its pause: the answer, and the timer's coarseness.
        overhead = 1000 * connections / trial.rate - pause
        pause = max(1000 * connections / rate - overhead, 0.0)
    return run(port, requests, seconds, connections, pause=pause)
