"""The programs of this environment, which nbgrader calls by name (alembic, as a gradebook is made)."""

import os
import sys
from pathlib import Path


def find_programs() -> None:
    """Let them be found also where the environment is not active."""
    own = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if own not in folders:
        os.environ["PATH"] = os.pathsep.join([*folders, own])
