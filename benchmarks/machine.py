"""The machine that the figures are of, as it says itself."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

import numpy as np


def machine() -> str:
    """The processor, how many cores of it, Python and numpy: 'AMD EPYC, 2 cores, Python 3.11.7, numpy 2.4.6'."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{processor(Path('/proc/cpuinfo').read_text())}, {cores} core{'s' if cores > 1 else ''}, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )


def processor(cpuinfo: str) -> str:
    """The processor's name in the text of /proc/cpuinfo; its kind where it has none."""
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    return " ".join(found[1].split()) if found else platform.machine()
