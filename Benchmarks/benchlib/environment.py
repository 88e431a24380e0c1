"""Where the benchmarks keep their things, and how a script gets into its own Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
CACHE = Path(os.environ.get("KAIMEN_BENCH_CACHE", "~/.cache/kaimen-bench")).expanduser()


def enter() -> None:
    """Goes on in the benchmarks' virtual environment, setting it up when it is missing.

    Call this before importing anything that is not in the standard library.
    """
    venv = CACHE / "venv"
    if Path(sys.prefix).resolve() == venv.resolve():
        return
    subprocess.run([BENCHMARKS / "peers.sh"], check=True)
    python = venv / "bin" / "python"
    os.execv(python, [str(python), *sys.orig_argv[1:]])


def nice(command: list[str]) -> list[str]:
    """`command` at the lowest priority, for work whose time is not measured."""
    return ["nice", "-n", "10", *command]
