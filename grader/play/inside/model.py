"""A network as the student's functions make it: forward, cost, penalty and gradients of one batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader.play.inside.functions import function, shaped

Params = list[tuple[np.ndarray, np.ndarray]]
COSTS = {
    "sigmoid": "binary_cross_entropy",
    "softmax": "cross_entropy",
    "identity": "mean_squared_error",
}


@dataclass(frozen=True)
class Model:
    """The choices that make a network; the output's activation settles the cost.

    `penalty` is "none", "l1" or "l2"; `costs` tells whether the cost function is written; with `by_layer` gradients go
    back a layer at a time, as with dropout they always do.
    """

    sizes: tuple[int, ...]
    hidden: str
    output: str
    penalty: str
    strength: float
    dropout: float
    costs: bool
    by_layer: bool = False

    def initial(self, rng: np.random.Generator) -> Params:
        """The untrained parameters."""
        made = function("network", "init_network")(list(self.sizes), rng)
        shapes = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        like = [(np.empty(shape), np.empty(shape[1])) for shape in shapes]
        return pairs("network.init_network", made, like, ("W", "b"))

    def forward(self, X: np.ndarray, params: Params) -> list[np.ndarray]:
        """The activations of every layer, without dropout."""
        return self._activations(self._forward(X, params, self.hidden, self.output), X, self.sizes)

    def cost(self, Y: np.ndarray, Y_hat: np.ndarray) -> float:
        """The cost without the penalty; NaN where it is not written."""
        if not self.costs:
            return float("nan")
        value = function("costs", COSTS[self.output])(Y, Y_hat)
        return float(shaped(f"costs.{COSTS[self.output]}", value, ()))

    def whole_cost(
        self, X: np.ndarray, Y: np.ndarray, params: Params, seed: int
    ) -> tuple[float, list[np.ndarray]]:
        """What the gradients are gradients of, the penalty included, and the activations that it came from."""
        activations, _, _ = self._dropped(X, params, np.random.default_rng(seed))
        cost = self.cost(Y, activations[-1])
        if self.penalty != "none":
            name = f"{self.penalty}_penalty"
            value = function("regularization", name)(params, self.strength)
            cost += float(shaped(f"regularization.{name}", value, ()))
        return cost, activations

    def gradients(
        self, X: np.ndarray, Y: np.ndarray, params: Params, rng: np.random.Generator
    ) -> Params:
        """The gradients of the whole cost by the student's backprop."""
        if self.by_layer or self.dropout or self.output == "identity":
            grads = self._layer_by_layer(Y, *self._dropped(X, params, rng), params)
        else:
            activations = self.forward(X, params)
            made = self._backward(Y, activations, params, self.hidden)
            grads = pairs("backprop.backward", made, params)
        if self.penalty != "none":
            name = f"{self.penalty}_gradients"
            made = function("regularization", name)(params, grads, self.strength)
            grads = pairs(f"regularization.{name}", made, params)
        return grads

    def _dropped(
        self, X: np.ndarray, params: Params, rng: np.random.Generator
    ) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
        """Activations before dropout and after it, and the masks of the hidden layers."""
        if not self.dropout:
            activations = self.forward(X, params)
            return activations, activations, []
        drop = function("regularization", "dropout")
        before, after, masks = [X], [X], []
        for place, layer in enumerate(params):
            last = place == len(params) - 1
            name = self.output if last else self.hidden
            sizes = self.sizes[place : place + 2]
            made = self._forward(after[-1], [layer], self.hidden, name)
            A = self._activations(made, after[-1], sizes)[-1]
            before.append(A)
            if last:
                after.append(A)
            else:
                dropped, mask = drop(A, self.dropout, rng)
                after.append(shaped("regularization.dropout", dropped, A.shape))
                masks.append(shaped("the mask of regularization.dropout", mask, A.shape))
        return before, after, masks

    def _layer_by_layer(
        self,
        Y: np.ndarray,
        before: list[np.ndarray],
        after: list[np.ndarray],
        masks: list[np.ndarray],
        params: Params,
    ) -> Params:
        hidden_delta = function("backprop", "hidden_delta")
        layer_gradients = function("backprop", "layer_gradients")
        if self.output == "identity":
            unit, name = "costs", "mean_squared_error_gradient"
        else:
            unit, name = "backprop", "output_delta"
        delta = shaped(f"{unit}.{name}", function(unit, name)(Y, before[-1]), Y.shape)
        grads = []
        for place in reversed(range(len(params))):
            grads.append(layer_gradients(after[place], delta))
            if place:
                A = before[place]
                made = hidden_delta(delta, params[place][0], A, self.hidden)
                delta = shaped("backprop.hidden_delta", made, A.shape)
                if masks:
                    back = function("regularization", "dropout_backward")(delta, masks[place - 1])
                    delta = shaped("regularization.dropout_backward", back, A.shape)
        return pairs("backprop.layer_gradients", grads[::-1], params)

    @staticmethod
    def _activations(made: Any, X: np.ndarray, sizes: tuple[int, ...]) -> list[np.ndarray]:
        if made is None:
            raise ValueError("network.forward gave None: is a return missing?")
        if not isinstance(made, list | tuple) or len(made) != len(sizes):
            came = f"{len(made)}" if isinstance(made, list | tuple) else f"a {type(made).__name__}"
            raise ValueError(
                f"network.forward gave {came}, where a list of {len(sizes)} activations was expected: A0 to"
                f" A{len(sizes) - 1}"
            )
        return [
            shaped("network.forward", each, (len(X), size))
            for each, size in zip(made, sizes, strict=True)
        ]

    @cached_property
    def _forward(self) -> Callable[..., Any]:
        return function("network", "forward")

    @cached_property
    def _backward(self) -> Callable[..., Any]:
        return function("backprop", "backward")


def pairs(name: str, made: Any, like: Params, parts: tuple[str, str] = ("dW", "db")) -> Params:
    """Pairs of arrays, a layer each, of the shapes of `like`; `parts` is what an error calls them."""
    if made is None or (isinstance(made, list | tuple) and any(each is None for each in made)):
        raise ValueError(f"{name} gave None: is a return missing?")
    try:
        found = [(W, b) for W, b in made]
    except (TypeError, ValueError):
        raise ValueError(f"{name} should give a pair of arrays for each layer") from None
    if len(found) != len(like):
        raise ValueError(f"{name} gave {len(found)} pairs, where the layers are {len(like)}")
    return [
        (
            shaped(f"{name}, for {parts[0]} of layer {layer},", W, old_W.shape),
            shaped(f"{name}, for {parts[1]} of layer {layer},", b, old_b.shape),
        )
        for layer, ((W, b), (old_W, old_b)) in enumerate(zip(found, like, strict=True), 1)
    ]
