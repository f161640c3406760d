"""What the page says of the gradients: whether they agree with central differences, and where to look if not."""

from __future__ import annotations

import math
from typing import Any

from grader import show
from grader.play import needs
from grader.play.reply import Gradients, Layer

AGREES = "they agree with central differences on this batch"
_NO_DESCENT = "does not subtract learning_rate times the gradient"
STEPS = {
    "uphill": "goes uphill",
    "weights": f"{_NO_DESCENT} from the weights",
    "biases": f"{_NO_DESCENT} from the biases",
    "both": _NO_DESCENT,
}
FACTOR = 2e-3
"""Within which two factors are one."""


def told(found: Gradients, model: dict[str, Any]) -> dict[str, Any]:
    """The badge: agrees (None where nothing can be told), a sentence, and the same for each layer.

    Parameters
    ----------
    found : Gradients
        What the worker found.
    model : dict
        As `needs.model` makes it.
    """
    verdicts = {"agrees": True, "differs": False, "unknown": None}
    layers = [
        {
            "layer": place,
            "error": each.error,
            "agrees": verdicts[each.verdict],
            "note": show.line(each.why, 200),
        }
        for place, each in enumerate(found.layers, 1)
    ]
    seen = [layer["agrees"] for layer in layers]
    if False in seen:
        return {"agrees": False, "note": _fault(found, model), "layers": layers}
    if found.step:
        agree = "the gradients agree, but " if True in seen else ""
        note = f"{agree}gradient_descent.step {STEPS[found.step]}: look at step"
        return {"agrees": False, "note": note, "layers": layers}
    if True in seen:
        return {"agrees": True, "note": AGREES, "layers": layers}
    reasons = [layer["note"] for layer in layers if layer["note"]]
    note = f"nothing can be told: {reasons[0]}" if reasons else ""
    return {"agrees": None, "note": note, "layers": layers}


def untold(reason: str) -> dict[str, Any]:
    """A badge that says why nothing was checked."""
    return {"agrees": None, "note": reason, "layers": []}


def after(now: dict[str, Any], step: int, last: dict[str, Any]) -> dict[str, Any]:
    """A badge of which nothing can be told, with the last that could be told, at some step before."""
    if last["agrees"]:
        return {**now, "note": f"{now['note']}; at step {step} they agreed"}
    return {**last, "note": f"{last['note']} (at step {step}; now {now['note']})"}


def _fault(found: Gradients, model: dict[str, Any]) -> str:
    """Which gradients differ, and the functions that may be why."""
    wrong = [place for place, each in enumerate(found.layers, 1) if each.verdict == "differs"]
    differing = [found.layers[place - 1] for place in wrong]
    sentence = f"the gradients of {_named(wrong)} differ from central differences"
    off = _off(differing, found.rows)
    if found.without:
        return f"{sentence}; {_left_out(found.without, model['penalty'])}"
    parts = {each.part for each in differing}
    if parts == {"biases"}:
        return f"the weights' gradients agree, the biases' {off or 'do not'}: look at db in backprop.layer_gradients"
    if parts == {"weights"}:
        return f"the biases' gradients agree, the weights' {off or 'do not'}: look at dW in backprop.layer_gradients"
    if len(wrong) == len(found.layers):
        return f"{f'all gradients {off}' if off else sentence}; {_sides(model['output'])}"
    last = wrong[-1]
    if last == len(found.layers):
        if all(each.verdict == "agrees" for each in found.layers[:-1]):
            return (
                f"{sentence}, those before agree, so its delta is right: look at backprop.layer_gradients,"
                " and at what backprop.backward gives it there"
            )
        return f"{sentence}; the output layer is among them, where backpropagation begins: look there first"
    hidden = model["hidden"]
    slope = "" if hidden == "identity" else f" or activations.{hidden}_derivative"
    off = _off(differing[-1:], found.rows)
    first = f", those of layer {last} {off}" if off else ""
    beyond = "agree" if found.layers[last].verdict == "agrees" else "cannot be told"
    return (
        f"{sentence}, those of layer {last + 1} {beyond}{first}: look at the step back from"
        f" layer {last + 1} to layer {last}, backprop.hidden_delta{slope}"
    )


def _named(places: list[int]) -> str:
    if len(places) == 1:
        return f"layer {places[0]}"
    return f"layers {', '.join(map(str, places[:-1]))} and {places[-1]}"


def _left_out(what: str, penalty: str) -> str:
    """Where to look when the gradients agree as soon as something is left out."""
    of_penalty = f"regularization.{penalty}_gradients, which should be the gradient of your {penalty}_penalty"
    of_dropout = "regularization.dropout_backward, and at the mask that dropout gives"
    return {
        "penalty": f"without the penalty they agree: look at {of_penalty}",
        "dropout": f"without dropout they agree: look at {of_dropout}",
        "both": f"without penalty and dropout they agree: look at {of_penalty}; at {of_dropout}",
    }[what]


def _sides(output: str) -> str:
    """The two sides that are compared, where all layers differ."""
    first = "costs.mean_squared_error_gradient" if output == "identity" else "backprop.output_delta"
    return (
        f"look first at {first}, where backpropagation begins, or is it the other side, costs.{needs.COSTS[output]},"
        " that is wrong?"
    )


def _off(layers: list[Layer], rows: int) -> str:
    """What all of them are off by, where that is one number: a sign, or a forgotten mean."""
    factor = layers[0].factor
    if not all(math.isclose(each.factor, factor, rel_tol=FACTOR) for each in layers):
        return ""
    if factor == 0:
        return "are 0"
    size, sign = abs(factor), "of the opposite sign" if factor < 0 else ""
    if math.isclose(size, 1, rel_tol=FACTOR):
        return f"are {sign}"
    larger = size > 1
    amount = f"{max(size, 1 / size):.3g} times too {'large' if larger else 'small'}"
    if math.isclose(max(size, 1 / size), rows, rel_tol=FACTOR):
        asked = "is a division by n missing?" if larger else "is there a division by n too many?"
        amount += f" (the batch has {rows} rows: {asked})"
    return f"are {' and '.join(filter(None, (sign, amount)))}"
