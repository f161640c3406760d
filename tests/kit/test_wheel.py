"""What an installed kit holds: the kit, and nothing that a student must not see."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_ships_the_kit_alone(tmp_path):
    script = f"import hatchling.build; print(hatchling.build.build_wheel({str(tmp_path)!r}))"

    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"grader", "neurokata"}
    assert {"grader/cli/__init__.py", "grader/feedback/templates/feedback.html"} < {*names}
