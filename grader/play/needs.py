"""What an experiment needs of the student's functions, and what is left out where some are not written."""

from __future__ import annotations

from typing import Any

from grader.play.experiment import Experiment
from grader.play.student import Function, Student

ACTIVATIONS = ("sigmoid", "tanh", "relu")
CURVES = tuple(name for each in ACTIVATIONS for name in (each, f"{each}_derivative"))
COSTS = {
    "sigmoid": "binary_cross_entropy",
    "softmax": "cross_entropy",
    "identity": "mean_squared_error",
}
Name = tuple[str, str]
NETWORK: tuple[Name, ...] = (("network", "init_network"), ("network", "forward"))


def stages(student: Student) -> dict[str, bool]:
    """Which parts of the page are unlocked."""

    def all_of(*names: Name) -> bool:
        return all(student.usable(unit, name) for unit, name in names)

    penalties = [
        all_of(*(("regularization", f"{kind}_{what}") for what in ("penalty", "gradients")))
        for kind in ("l1", "l2")
    ]
    return {
        "curves": any(student.usable("activations", name) for name in CURVES),
        "network": all_of(*NETWORK),
        "costs": any(student.usable("costs", name) for name in COSTS.values()),
        "training": all_of(*NETWORK, *_training("sigmoid", dropout=False)),
        "penalties": any(penalties),
        "dropout": all_of(*_DROPOUT),
    }


_DROPOUT: tuple[Name, ...] = (("regularization", "dropout"), ("regularization", "dropout_backward"))


def _training(output: str, dropout: bool) -> tuple[Name, ...]:
    """The functions that training calls."""
    steps: tuple[Name, ...] = (("gradient_descent", "minibatches"), ("gradient_descent", "step"))
    by_layer: tuple[Name, ...] = (("backprop", "hidden_delta"), ("backprop", "layer_gradients"))
    if output == "identity":
        return (("costs", "mean_squared_error_gradient"), *by_layer, *steps)
    if dropout:
        return (("backprop", "output_delta"), *by_layer, *steps)
    return (("backprop", "backward"), *steps)


def model(
    experiment: Experiment, output: str, sizes: tuple[int, ...], student: Student
) -> tuple[dict[str, Any], list[str]]:
    """The model as `inside.model` takes it, and sentences of what is left out of it."""
    notes = []
    penalty, dropout = experiment.penalty, experiment.dropout
    if penalty != "none":
        names = [("regularization", f"{penalty}_{what}") for what in ("penalty", "gradients")]
        if lacking := _first_lacking(student, names):
            notes.append(f"the penalty is left out, as it needs {_named(lacking)}")
            penalty = "none"
    if dropout and (lacking := _first_lacking(student, _DROPOUT)):
        notes.append(f"dropout is left out, as it needs {_named(lacking)}")
        dropout = 0.0
    costs = student.usable("costs", COSTS[output])
    made = {
        "sizes": list(sizes),
        "hidden": experiment.activation,
        "output": output,
        "penalty": penalty,
        "strength": experiment.strength,
        "dropout": dropout,
        "costs": costs,
    }
    return made, notes


def untrainable(made: dict[str, Any], student: Student) -> Function | None:
    """The first function that training lacks."""
    names = (*NETWORK, *_training(made["output"], bool(made["dropout"])))
    return _first_lacking(student, names)


def sentence(lacking: Function) -> str:
    """What to write before it can train."""
    return f"training needs {_named(lacking)}"


def _first_lacking(student: Student, names: Any) -> Function | None:
    found = (student.functions.get(name) for name in names)
    return next((each for each in found if each is not None and not each.usable), None)


def _named(lacking: Function) -> str:
    name = f"{lacking.unit}.{lacking.function}"
    return f"{name}: {lacking.note}" if lacking.note else f"{name}, which is not written yet"
