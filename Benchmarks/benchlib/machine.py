"""Facts about the machine that figures were taken on."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path


def machine_facts() -> dict[str, str]:
    """What a reader needs to know to compare figures; "load" shows whether others were at work."""
    one, five, fifteen = os.getloadavg()
    return {
        "processor": _field("/proc/cpuinfo", "model name"),
        "cores": str(os.cpu_count()),
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "system": _field("/etc/os-release", "PRETTY_NAME", "=").strip('"'),
        "Python": platform.python_version(),
        "date": datetime.date.today().isoformat(),
        "load (1, 5, 15 min)": f"{one:.1f}, {five:.1f}, {fifteen:.1f}",
    }


def _field(path: str, name: str, separator: str = ":") -> str:
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(separator)
        if key.strip() == name:
            return value.strip()
    return "unknown"
