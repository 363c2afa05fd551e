"""The machine, and timings with their spread."""

import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil

T = TypeVar("T")


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    cpu = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine())
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, load {load:.1f}"


def timed(call: Callable[[T], object], arguments: Iterable[T]) -> list[float]:
    """Return the milliseconds that each call took, on the wall."""
    taken = []
    for argument in arguments:
        start = time.perf_counter()
        call(argument)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def spread(values: Sequence[float]) -> str:
    """Return the median, the middle half and the 99th percentile."""
    low, median, high, worst = np.percentile(values, [25, 50, 75, 99])
    return f"median {median:.2f}, half within {low:.2f}-{high:.2f}, p99 {worst:.2f}"


def peak() -> float:
    """Return the most memory that this process ever had resident, in GiB.

    On Linux by the mark of this very program: what `getrusage` tells begins with what the parent had.
    """
    path = Path("/proc/self/status")
    if path.exists():
        mark = next(line for line in path.read_text().splitlines() if line.startswith("VmHWM"))
        return int(mark.split()[1]) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20)


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
