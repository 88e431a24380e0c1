"""Kaimen itself, asked through its command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchlib.environment import REPOSITORY
from benchlib.measure import CommandCost, run_measured
from benchlib.peers import map_directory


@dataclass(frozen=True)
class Product:
    """One built `kaimen`, and the city file it made of a map."""

    program: Path
    city: Path
    costs: list[CommandCost]

    def batch(self, queries: Sequence[dict]) -> list[dict]:
        """The answers to `queries`, in order."""
        lines = "".join(json.dumps(query) + "\n" for query in queries)
        done = subprocess.run(
            [self.program, "batch", self.city], input=lines, capture_output=True, text=True
        )
        answers = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]
        if len(answers) != len(queries):
            raise RuntimeError(
                f"kaimen batch: {len(queries)} queries, {len(answers)} answers,"
                f" exit {done.returncode}: {done.stderr[-2000:]}"
            )
        return answers

    def bench(self, pairs: int) -> list[dict]:
        """The rows of `kaimen bench`: name, unit, n, p50, p95, p99."""
        command = [self.program, "bench", self.city, "--pairs", str(pairs), "--json"]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def find_program(named: Path | None) -> Path | None:
    """The `kaimen` to measure: the one named, $KAIMEN, or the release build of this repository."""
    if named is None and "KAIMEN" in os.environ:
        named = Path(os.environ["KAIMEN"])
    if named is not None:
        if not os.access(named, os.X_OK):
            raise SystemExit(f"{named}: not a program; build it with swift build -c release")
        return named.resolve()
    built = REPOSITORY / ".build" / "release" / "kaimen"
    return built if built.exists() else None


def import_city(program: Path, source: Path) -> Product:
    """Imports the map `source` anew, measuring what it takes."""
    directory = map_directory(source)
    city = directory / "city.kaimen"
    city.unlink(missing_ok=True)
    command = [program, "import", source, "-o", city]
    cost = run_measured("kaimen import", command, directory / "kaimen.log")
    return Product(program, city, [cost])


def version(program: Path) -> str:
    """What the program calls itself, and the commit of the repository it lies in, if it does."""
    asked = subprocess.run([program, "--version"], capture_output=True, text=True)
    commit = subprocess.run(
        ["git", "-C", program.parent, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    )
    parts = (done.stdout.strip() for done in (asked, commit) if done.returncode == 0)
    return ", ".join(part for part in parts if part) or "unknown"
