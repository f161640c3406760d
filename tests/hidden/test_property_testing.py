"""Hidden checks of unit 19, `property_testing`: testers are asked about candidates that they never saw.

The candidates stand in `property_testing_candidates.py`, by theme. Every check mixes right and wrong
ones, so that a tester which always gives one answer, or answers by turns, earns nothing.
"""

from __future__ import annotations

import warnings

import numpy as np

from exercises import property_testing
from grader.testing import call_allowing_warnings, check_answer, check_that, checks
from tests.hidden.property_testing_candidates import (
    BACKWARD,
    ENTROPY,
    GRADIENT,
    RELU,
    SIGMOID,
    SOFTMAX,
    Bank,
)


def judge(tester: str, bank: Bank, theme: str, *, seed: int) -> None:
    """Ask a tester about every candidate of a theme, once each and in an order drawn from the seed.

    The first wrong answer ends it; seeds are such that it tells the mistakes of `tests/mistakes` apart.
    What a candidate warns of is the tester's affair. For `is_gradient_of` a question is a candidate,
    its function and the shape of their argument.
    """
    questions = bank.themes[theme]
    for index in np.random.default_rng(seed).permutation(len(questions)):
        question, expected = questions[index]
        arguments = question if isinstance(question, tuple) else (question,)
        if bank is GRADIENT:
            arguments = (*arguments, np.random.default_rng(seed))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = call_allowing_warnings(getattr(property_testing, tester), *arguments)
        check_answer(answer, expected)


def _points(seed: int) -> np.ndarray:
    """Where a tester looks at a gradient, with a generator of this seed."""
    points = []

    def slopes(x: np.ndarray) -> np.ndarray:
        points.append(np.array(x))
        return 2 * x

    rng = np.random.default_rng(seed)
    answer = call_allowing_warnings(
        property_testing.is_gradient_of, slopes, lambda x: float(np.sum(x**2)), (3,), rng
    )
    check_answer(answer, True)
    return np.array(points)


# is_sigmoid


@checks("is_sigmoid", points=2)
def test_is_sigmoid_knows_the_curve():
    """Sigmoids pass, however they are written; other curves are refused."""
    judge("is_sigmoid", SIGMOID, "curve", seed=1)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_knows_near_misses():
    """Curves that lie near the sigmoid, or on it but for the fifth digit, are refused."""
    judge("is_sigmoid", SIGMOID, "near misses", seed=2)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_looks_at_both_signs_and_zero():
    """A candidate that is wrong only for one sign, or only at 0, is refused."""
    judge("is_sigmoid", SIGMOID, "one sign only", seed=3)


@checks("is_sigmoid", points=2)
def test_is_sigmoid_looks_at_large_numbers():
    """A candidate that is wrong only for large numbers is refused; other safe formulas pass."""
    judge("is_sigmoid", SIGMOID, "saturation", seed=4)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_hears_warnings():
    """A candidate that is right but warns is refused; one that silences numpy passes."""
    judge("is_sigmoid", SIGMOID, "warnings", seed=5)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_looks_at_shapes():
    """The shape stays, axes of length 1 too, and a single number gives one, as float or 0-d array."""
    judge("is_sigmoid", SIGMOID, "shapes", seed=6)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_tries_memory_layouts():
    """Fortran-ordered, sliced and read-only arrays are tried; results may lie as they like."""
    judge("is_sigmoid", SIGMOID, "layouts", seed=7)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_looks_at_the_argument_again():
    """A candidate that changes its argument is refused, whichever arguments those are."""
    judge("is_sigmoid", SIGMOID, "arguments", seed=8)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_tries_integers():
    """Whole numbers give float64, as arrays and as single numbers."""
    judge("is_sigmoid", SIGMOID, "integers", seed=9)


@checks("is_sigmoid", points=1)
def test_is_sigmoid_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_sigmoid", SIGMOID, "strange answers", seed=10)


# is_softmax


@checks("is_softmax", points=2)
def test_is_softmax_knows_the_formula():
    """Softmaxes pass, however they are written; other distributions are refused."""
    judge("is_softmax", SOFTMAX, "formula", seed=11)


@checks("is_softmax", points=1)
def test_is_softmax_knows_near_misses():
    """Probabilities that are wrong by little, or for some numbers only, are refused."""
    judge("is_softmax", SOFTMAX, "near misses", seed=12)


@checks("is_softmax", points=2)
def test_is_softmax_knows_its_axis():
    """Each row of the last axis is taken by itself, in a square batch and with three axes too."""
    judge("is_softmax", SOFTMAX, "axes", seed=2)


@checks("is_softmax", points=1)
def test_is_softmax_looks_at_shapes():
    """One row, a batch of one, one class, two classes and more axes keep their shape and values."""
    judge("is_softmax", SOFTMAX, "shapes", seed=73)


@checks("is_softmax", points=3)
def test_is_softmax_looks_at_large_numbers():
    """A candidate that is wrong only for rows with large numbers is refused; any safe shift passes."""
    judge("is_softmax", SOFTMAX, "saturation", seed=1)


@checks("is_softmax", points=1)
def test_is_softmax_hears_warnings():
    """A candidate that is right but warns is refused; one that silences numpy passes."""
    judge("is_softmax", SOFTMAX, "warnings", seed=16)


@checks("is_softmax", points=1)
def test_is_softmax_tries_memory_layouts():
    """Fortran-ordered, sliced and read-only arrays are tried; results may lie as they like."""
    judge("is_softmax", SOFTMAX, "layouts", seed=17)


@checks("is_softmax", points=1)
def test_is_softmax_looks_at_the_argument_again():
    """A candidate that changes its argument is refused, floats or integers."""
    judge("is_softmax", SOFTMAX, "arguments", seed=18)


@checks("is_softmax", points=1)
def test_is_softmax_tries_integers():
    """Whole numbers give float64."""
    judge("is_softmax", SOFTMAX, "integers", seed=19)


@checks("is_softmax", points=1)
def test_is_softmax_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_softmax", SOFTMAX, "strange answers", seed=20)


# is_relu_derivative


@checks("is_relu_derivative", points=2)
def test_is_relu_derivative_knows_the_values():
    """Slopes of 0 and 1 pass, however they are written; other slopes are refused."""
    judge("is_relu_derivative", RELU, "values", seed=2)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_looks_at_the_kink():
    """At 0 the slope is 0: anything else there is refused."""
    judge("is_relu_derivative", RELU, "the kink", seed=22)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_looks_at_small_and_large_numbers():
    """The slope is 1 for tiny, small, moderate and large outputs alike."""
    judge("is_relu_derivative", RELU, "small and large", seed=23)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_hears_warnings():
    """A candidate that is right but warns is refused; one that silences numpy passes."""
    judge("is_relu_derivative", RELU, "warnings", seed=24)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_looks_at_shapes():
    """The shape stays, axes of length 1 too, and a single number gives one, as float or 0-d array."""
    judge("is_relu_derivative", RELU, "shapes", seed=25)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_tries_memory_layouts():
    """Fortran-ordered, sliced and read-only arrays are tried; results may lie as they like."""
    judge("is_relu_derivative", RELU, "layouts", seed=26)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_looks_at_the_argument_again():
    """A candidate that changes its argument is refused, floats or integers."""
    judge("is_relu_derivative", RELU, "arguments", seed=27)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_looks_at_types():
    """The result is float64: bools, whole numbers and float32 are refused."""
    judge("is_relu_derivative", RELU, "types", seed=28)


@checks("is_relu_derivative", points=1)
def test_is_relu_derivative_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_relu_derivative", RELU, "strange answers", seed=29)


# is_binary_cross_entropy


@checks("is_binary_cross_entropy", points=2)
def test_is_binary_cross_entropy_knows_the_formula():
    """The formula passes, however it is written; the guide's and other costs are refused."""
    judge("is_binary_cross_entropy", ENTROPY, "formula", seed=2)


@checks("is_binary_cross_entropy", points=2)
def test_is_binary_cross_entropy_looks_at_both_targets():
    """Targets 0 and 1 count alike, in any mixture: a candidate that drops or weighs one is refused."""
    judge("is_binary_cross_entropy", ENTROPY, "one target only", seed=32)


@checks("is_binary_cross_entropy", points=2)
def test_is_binary_cross_entropy_knows_its_mean():
    """The mean is over all elements, of matrices and of more axes too."""
    judge("is_binary_cross_entropy", ENTROPY, "means", seed=14)


@checks("is_binary_cross_entropy", points=2)
def test_is_binary_cross_entropy_looks_at_the_clip():
    """At 0 and 1 the clip counts, and only there; p and 1 - p may be clipped apart."""
    judge("is_binary_cross_entropy", ENTROPY, "the clip", seed=34)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_hears_warnings():
    """A candidate that is right but warns is refused; one that silences numpy passes."""
    judge("is_binary_cross_entropy", ENTROPY, "warnings", seed=35)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_wants_one_number():
    """The result is one float64 number, as float or 0-d array, for arrays and for single numbers."""
    judge("is_binary_cross_entropy", ENTROPY, "results", seed=36)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_tries_memory_layouts():
    """Memory layouts are tried, different ones for y and p as well."""
    judge("is_binary_cross_entropy", ENTROPY, "layouts", seed=2)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_looks_at_the_arguments_again():
    """A candidate that changes y or p is refused, for whichever values it does."""
    judge("is_binary_cross_entropy", ENTROPY, "arguments", seed=2)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_tries_integers():
    """Whole-number targets, and whole-number probabilities, give the same float64."""
    judge("is_binary_cross_entropy", ENTROPY, "integers", seed=39)


@checks("is_binary_cross_entropy", points=1)
def test_is_binary_cross_entropy_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_binary_cross_entropy", ENTROPY, "strange answers", seed=40)


# is_gradient_of


@checks("is_gradient_of", points=2)
def test_is_gradient_of_knows_factors_and_signs():
    """Gradients pass; one with a wrong factor, sign or size is refused."""
    judge("is_gradient_of", GRADIENT, "factors", seed=41)


@checks("is_gradient_of", points=2)
def test_is_gradient_of_looks_at_every_element():
    """A gradient that is wrong in one element is refused."""
    judge("is_gradient_of", GRADIENT, "one element", seed=42)


@checks("is_gradient_of", points=2)
def test_is_gradient_of_tries_many_points():
    """A gradient that is wrong at some points only is refused."""
    judge("is_gradient_of", GRADIENT, "places", seed=43)
    check_that(
        not np.array_equal(_points(seed=46), _points(seed=47)),
        "another state of rng should give other points",
        actual="the same points",
    )


@checks("is_gradient_of", points=2)
def test_is_gradient_of_knows_coupled_elements():
    """Slopes may depend on all elements; a gradient that forgets it is refused."""
    judge("is_gradient_of", GRADIENT, "coupling", seed=44)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_stands_corners():
    """Functions with corners have gradients nearly everywhere: right ones pass, wrong ones do not."""
    judge("is_gradient_of", GRADIENT, "corners", seed=45)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_stands_slopes_of_zero():
    """Slopes of 0 are right where f does not change, and a numerical slope of nearly 0 is no proof."""
    judge("is_gradient_of", GRADIENT, "slopes of zero", seed=2)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_minds_its_step():
    """Steep functions and large values are no reason to refuse, rough differences are."""
    judge("is_gradient_of", GRADIENT, "steps", seed=47)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_looks_at_shapes():
    """A gradient is float64 and has the shape of x; a single number's may be a float or 0-d array."""
    judge("is_gradient_of", GRADIENT, "shapes", seed=48)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_looks_at_the_argument_again():
    """A candidate that changes x is refused, also where its result is right."""
    judge("is_gradient_of", GRADIENT, "arguments", seed=49)


@checks("is_gradient_of", points=1)
def test_is_gradient_of_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_gradient_of", GRADIENT, "strange answers", seed=50)


# is_backward


@checks("is_backward", points=4)
def test_is_backward_knows_the_slope_of_relu():
    """The gradient passes where A > 0 and stops elsewhere; the guide's slope and others are refused."""
    judge("is_backward", BACKWARD, "slopes", seed=2)


@checks("is_backward", points=2)
def test_is_backward_knows_the_output_s_delta():
    """The pass starts with prediction minus target, over the rows; other starts are refused."""
    judge("is_backward", BACKWARD, "the start", seed=52)


@checks("is_backward", points=3)
def test_is_backward_knows_the_gradients_of_parameters():
    """Weights and biases get their own gradients, unscaled and unclipped, in square layers too."""
    judge("is_backward", BACKWARD, "parameters", seed=53)


@checks("is_backward", points=3)
def test_is_backward_tries_depths_and_batches():
    """No hidden layer, several of them, one row and one output unit are all tried."""
    judge("is_backward", BACKWARD, "depths", seed=6)


@checks("is_backward", points=1)
def test_is_backward_looks_at_the_list_of_pairs():
    """The result is a list of pairs, first layer first, in the shapes of W and b, float64."""
    judge("is_backward", BACKWARD, "results", seed=55)


@checks("is_backward", points=2)
def test_is_backward_tries_layouts_and_integers():
    """Memory layouts are tried, and whole-number targets and weights."""
    judge("is_backward", BACKWARD, "layouts and integers", seed=56)


@checks("is_backward", points=2)
def test_is_backward_looks_at_the_arguments_again():
    """A candidate that changes targets, activations, parameters or a list of them is refused."""
    judge("is_backward", BACKWARD, "arguments", seed=6)


@checks("is_backward", points=1)
def test_is_backward_hears_warnings():
    """A candidate that is right but warns is refused; one that silences numpy passes."""
    judge("is_backward", BACKWARD, "warnings", seed=58)


@checks("is_backward", points=1)
def test_is_backward_stands_strange_answers():
    """Whatever a candidate returns or raises, the answer is False, not an exception."""
    judge("is_backward", BACKWARD, "strange answers", seed=59)
