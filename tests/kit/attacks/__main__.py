"""`make test-attacks`: every attack as root, as an ordinary user and in a container, and a table of what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from tests.kit.attacks.attack import CATEGORIES, bank
from tests.kit.attacks.environments import CONTAINER, ENVIRONMENTS, ROOT, USER

TITLES = {ROOT: "as root", USER: "as a user", CONTAINER: "in a container"}
WIDTH = 250
Results = list[dict[str, str]]


def run(environment: str) -> tuple[bool, Results]:
    """All attacks there: whether every test passed, and what was stopped."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "results"
        command = [
            sys.executable, "-m", "tests.kit.attacks.environments", environment,
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/kit/attacks",
        ]  # fmt: skip
        print(f"{TITLES[environment]}:", flush=True)
        passed = subprocess.run(command, env={**os.environ, "NEUROKATA_ATTACKS": str(path)})
        found = msgspec.json.decode(path.read_bytes(), type=Results) if path.is_file() else []
        return passed.returncode == 0, found


def table(results: dict[str, Results]) -> Table:
    """Attacks by category: tried, stopped where, and by which layer."""
    made = Table(box=box.MARKDOWN)
    made.add_column("attacks that")
    for title in ("tried", *(f"stopped {TITLES[each]}" for each in results)):
        made.add_column(title, justify="right")
    made.add_column("stopped by")
    tried = bank()
    for category, title in (*CATEGORIES.items(), ("", "all")):
        of = [attack for attack in tried if category in ("", attack.category)]
        layers = Counter(attack.layer for attack in of)
        stopped = [
            sum(category in ("", each["category"]) for each in found) for found in results.values()
        ]
        by = ", ".join(f"{layer} {count}" for layer, count in layers.most_common())
        made.add_row(title, str(len(of)), *map(str, stopped), by if category else "")
    return made


def main() -> int:
    """Run all, print the table, and fail where any attack was not stopped."""
    environments = ENVIRONMENTS if os.geteuid() == 0 else (USER,)
    outcomes = {each: run(each) for each in environments}
    console = Console(width=WIDTH)
    with console.capture() as captured:
        console.print(table({each: found for each, (_, found) in outcomes.items()}))
    print("\n".join(line.rstrip() for line in captured.get().splitlines() if line.strip()))
    if len(environments) < len(ENVIRONMENTS):
        print("as root and in a container only root can try: sudo make test-attacks")
    return 0 if all(passed for passed, _ in outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
