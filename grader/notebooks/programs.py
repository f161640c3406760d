"""What nbgrader needs around it: the programs that it calls by name (alembic, as a gradebook is made), and quiet."""

import os
import sys
import warnings
from pathlib import Path


def find_programs() -> None:
    """Let them be found also where the environment is not active."""
    own = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if own not in folders:
        os.environ["PATH"] = os.pathsep.join([*folders, own])


def quieten() -> None:
    """Leave out what its database library says to its authors, and to users looks like damage."""
    warnings.filterwarnings("ignore", message="Object of type <\\w+> not in session")
