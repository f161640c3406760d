"""`grader data`: fetches the real data sets and shows what one's own parsers make of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from grader import outcome, screen
from grader.cli.common import NOT_MARKED, TargetOption
from grader.curriculum import CourseError, find_course
from grader.data import DataError, cache, fetch, load_by
from grader.datasets import DATASETS
from grader.redirect import EXERCISES, answer_with

data = typer.Typer(
    name="data", help="Real data sets for the exercises.", no_args_is_help=True, add_completion=False
)  # fmt: skip


@data.command("list")
def list_() -> None:
    """List the data sets, and which of them are in the cache."""
    folder = cache()
    for name, dataset in DATASETS.items():
        there = all(os.path.isfile(folder / source.name) for source in dataset.sources)
        screen.say(f"{name:8} {dataset.title}{'; fetched' if there else ''}")
    screen.say(f"the cache is {folder}")


@data.command("fetch")
def fetch_(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME…", help=f"Of {', '.join(DATASETS)}.", show_default=False),
    ],
    target: TargetOption = EXERCISES,
) -> None:
    """Fetch data sets into the cache, once, and read them with your own exercises/datasets.py.

        grader data fetch iris mnist

    Every file is checked by its SHA-256. NEUROKATA_DATA names another folder for the cache. In your own programs
    `grader.data.load("mnist")["train"]` is the pair of images and labels that your parsers read (iris and
    digits have one part, "all").
    Needs pooch and scikit-learn: pip install 'neurokata[data]'
    """
    course = find_course(Path.cwd())
    for name in names:
        if name not in DATASETS:
            raise CourseError(f"there is no data set {name!r}; there are {', '.join(DATASETS)}")
    answer_with(course.root, target)
    broken = False
    for name in names:
        with screen.downloads() as progress:
            paths = fetch(name, progress)
        size = sum(path.stat().st_size for path in paths)
        screen.say(
            f"{name}: {len(paths)} file{'s'[: len(paths) - 1]}, {size:,} bytes, in {cache()}"
        )
        try:
            parts = load_by(name, course.root / target)
        except DataError as error:
            screen.note(f"grader: {error}")
            broken = True
            continue
        except NotImplementedError as error:
            missing = outcome.sentence(error, "datasets", course.root / target)
            screen.say(f"  {missing}; once it is there, this shows what it reads")
            continue
        for part, (inputs, labels) in parts.items():
            screen.say(f"  {part:5} {_described(inputs)}, labels {_described(labels)}")
    if broken:
        raise typer.Exit(NOT_MARKED)


def _described(array: np.ndarray) -> str:
    return f"{array.dtype} of shape {array.shape}"
