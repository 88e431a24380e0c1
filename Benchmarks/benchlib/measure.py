"""Timing commands and calls, and summing up what was timed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

Query = TypeVar("Query")

CLOCKS: dict[str, Callable[[], int]] = {
    "wall": time.perf_counter_ns,
    "processor": time.thread_time_ns,
}
"""Nanosecond clocks. "processor" counts this thread alone: for a machine that others are using,
and only for work done in process."""


@dataclass(frozen=True)
class CommandCost:
    """What one finished command took: wall seconds, processor seconds, peak memory in MiB."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_mib: float

    def as_json(self) -> dict[str, object]:
        return {key: round(v, 3) if isinstance(v, float) else v for key, v in asdict(self).items()}


LAUNCHER = """
import os, subprocess, sys, time
start = time.monotonic()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
took = time.monotonic() - start
with open(sys.argv[1], "w") as file:
    print(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, file=file)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
"""
"""Starts a command from a small process: a child's peak memory counts from its parent's size on."""


def run_measured(name: str, command: Sequence[str | Path], log: Path) -> CommandCost:
    """Runs `command` to its end, its output appended to `log`.

    Raises `RuntimeError`, naming the log, if the command fails.
    """
    with log.open("ab") as output, tempfile.NamedTemporaryFile("r") as measured:
        words = [sys.executable, "-S", "-c", LAUNCHER, measured.name, *(str(word) for word in command)]
        done = subprocess.run(words, stdout=output, stderr=output)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: exit {done.returncode}, see {log}")
        return CommandCost(name, *(float(figure) for figure in measured.read().split()))


@dataclass(frozen=True)
class Distribution:
    """The spread of one quantity; the same shape as a row of `kaimen bench --json`."""

    name: str
    unit: str
    n: int
    p50: float
    p95: float
    p99: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of the ascending `ordered` lies (nearest rank)."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def distribution(name: str, unit: str, values: Iterable[float]) -> Distribution:
    """Sums up `values`, which must not be empty."""
    ordered = sorted(values)
    p50, p95, p99 = (percentile(ordered, share) for share in (0.50, 0.95, 0.99))
    return Distribution(name, unit, len(ordered), p50, p95, p99)


def time_calls(
    name: str,
    call: Callable[[Query], object],
    queries: Sequence[Query],
    warm_up: int,
    clock: Callable[[], int],
    budget_seconds: float = 120,
) -> Distribution:
    """Times `call` on every query, in milliseconds, after `warm_up` calls that are not counted.

    Stops early, with a smaller `n`, once `budget_seconds` are spent.
    """
    for query in queries[:warm_up]:
        call(query)
    milliseconds: list[float] = []
    while len(milliseconds) < len(queries) and sum(milliseconds) < 1000 * budget_seconds:
        query = queries[len(milliseconds)]
        start = clock()
        call(query)
        milliseconds.append((clock() - start) / 1e6)
    return distribution(name, "ms", milliseconds)
