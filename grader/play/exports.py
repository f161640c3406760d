"""What can be taken away of an experiment: its parameters for numpy, its curve for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math

import numpy as np

from grader.play.experiment import as_settings
from grader.play.run import Run

CURVE = ("epoch", "training_cost", "held_out_cost", "training_accuracy", "held_out_accuracy")


def parameters(run: Run | None) -> bytes | None:
    """An .npz with W1, b1 and so on, and the experiment as lines `setting=value`."""
    found = run.parameters() if run else {}
    if run is None or not found:
        return None
    settings = [f"{name}={value}" for name, value in as_settings(run.experiment).items()]
    file = io.BytesIO()
    np.savez(file, **found, experiment=np.array(settings))  # type: ignore[arg-type]
    return file.getvalue()


def curve(run: Run | None) -> bytes | None:
    """A CSV with a row an epoch, the untrained network first; a cell is empty where there is no number."""
    if run is None or run.now is None:
        return None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CURVE)
    for epoch, row in enumerate(list(run.history)):
        writer.writerow([epoch, *("" if math.isnan(value) else repr(value) for value in row)])
    return text.getvalue().encode()
