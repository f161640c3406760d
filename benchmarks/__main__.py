"""`python -m benchmarks [NAME…]`: run the comparisons and print their table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import failures, floor, peers, plain, play, scale, shell, watch
from benchmarks.alternation import Tell
from benchmarks.figure import Figure
from benchmarks.machine import machine
from benchmarks.processes import BenchmarkError
from benchmarks.specimens import ROOT
from benchmarks.table import document, table
from grader.marker import MarkingError


def comparisons(programs: Path) -> dict[str, Callable[[Tell], list[Figure]]]:
    """Every comparison by its name; the peers' programs are in a folder of their own."""
    return {
        "plain": plain.figures,
        "floor": floor.figures,
        "peers": partial(peers.figures, programs=programs),
        "notebooks": peers.notebooks,
        "scale": scale.figures,
        "failures": failures.figures,
        "shell": shell.figures,
        "play": play.figures,
        "watch": watch.figures,
    }


def main(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which comparisons; all where none is named.", show_default=False),
    ] = None,
    graders: Annotated[
        Path, typer.Option(help="The programs of the other graders; make bench installs them.")
    ] = ROOT / ".venv-graders" / "bin",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document instead of a table.")
    ] = False,
) -> None:
    """Compare the speed of marking with that of others, both sides taking turns."""
    known = comparisons(graders.absolute())
    if unknown := sorted(set(names or ()) - set(known)):
        print(
            f"benchmarks: there is no {', '.join(unknown)}; there are {', '.join(known)}",
            file=sys.stderr,
        )
        raise typer.Exit(2)
    found: dict[str, list[Figure]] = {}
    for name in names or known:
        try:
            found[name] = known[name](partial(_tell, name))
        except (BenchmarkError, MarkingError) as error:
            found[name] = [Figure(what="could not be measured", note=str(error))]
    if as_json:
        sys.stdout.buffer.write(document(found, machine()) + b"\n")
    else:
        print(table(found, machine()))


def _tell(name: str, what: str) -> None:
    print(f"{name}: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
