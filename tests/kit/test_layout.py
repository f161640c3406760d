"""Values laid out: a matrix in rows, the worst element pointed at, never more than asked for."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader import show
from grader.feedback import layout


def drawn(item, worst=None, most=20):
    block = layout.value(show.value(item), worst=worst, most=most)
    return "\n".join(line.text for line in block.lines), block.note


def expected(text):
    return textwrap.dedent(text).strip("\n")


@pytest.mark.parametrize(
    "item", [None, 0.5, True, "relu", [0.5, 1.0], [], ([1.0], "tanh"), {"a": 1}]
)
def test_what_fits_on_a_line_stays_as_it_is(item):
    assert drawn(item) == (show.value(item), "")


def test_a_matrix_is_rows_whose_points_stand_under_each_other():
    text, note = drawn(np.array([[0.5, -10.25], [100.0, 3.0]]))

    assert text == expected("""
        [[  0.5, -10.25],
         [100.0,   3.0]]
    """)
    assert note == "shape (2, 2)"


def test_the_worst_element_is_pointed_at():
    text, _ = drawn(np.array([[0.5, 0.25], [1.5, 0.25]]), "at [1, 0]: got 1.5, expected 0.75")

    assert text == expected("""
        [[0.5, 0.25],
         [1.5, 0.25]]
          ^^^
    """)


def test_a_long_row_goes_on_below_in_the_same_columns():
    text, _ = drawn(np.arange(20) * 1.125, "at [13]: got 14.625, expected 0.0")

    assert text == expected("""
        [ 0.0,    1.125,  2.25,   3.375,  4.5,    5.625,  6.75,   7.875,  9.0,
         10.125, 11.25,  12.375, 13.5,   14.625, 15.75,  16.875, 18.0,   19.125,
                                         ^^^^^^
         20.25,  21.375]
    """)


def test_more_axes_are_blocks():
    text, note = drawn(np.arange(12.0).reshape(2, 3, 2), "at [1, 2, 0]: got 10.0")

    assert text == expected("""
        [[[ 0.0,  1.0],
          [ 2.0,  3.0],
          [ 4.0,  5.0]],
         [[ 6.0,  7.0],
          [ 8.0,  9.0],
          [10.0, 11.0]]]
           ^^^^
    """)
    assert note == "shape (2, 3, 2)"


def test_a_large_array_of_four_axes_is_told_by_its_first_blocks():
    text, note = drawn(np.arange(180.0).reshape(3, 4, 5, 3), "at [0, 2, 1, 1]: got 34.0")

    assert "   [33.0, 34.0, 35.0],\n          ^^^^" in text
    assert note == "shape (3, 4, 5, 3)" and text.count("\n") < 20


def test_in_a_long_matrix_the_last_rows_are_found_by_the_shape():
    text, note = drawn(np.arange(80.0).reshape(40, 2), "at [38, 1]: got 77.0, expected 0.0")

    assert "[76.0, 77.0],\n        ^^^^" in text and note == "shape (40, 2)"


def test_what_is_not_shown_is_not_pointed_at():
    text, _ = drawn(np.arange(80.0).reshape(40, 2), "at [20, 1]: got 41.0, expected 0.0")

    assert "^" not in text


def test_pairs_of_weights_and_biases_are_told_apart():
    pairs = [(np.eye(2), np.zeros(2)), (np.array([[7.0], [8.0]]), np.ones(1))]

    text, _ = drawn(pairs)

    assert text == expected("""
        [([[1.0, 0.0],
           [0.0, 1.0]],
          [0.0, 0.0]),
         ([[7.0],
           [8.0]],
          [1.0])]
    """)


def test_the_element_type_is_named():
    assert drawn(np.array([[1, 2], [3, 4]], np.uint8))[1] == "shape (2, 2), uint8"


def test_a_call_that_fits_is_one_line():
    text = "costs.binary_cross_entropy([0.0], [0.25])"

    assert [line.text for line in layout.call(text, most=9).lines] == [text]


def test_a_call_has_an_argument_a_line_with_its_shape():
    call = "unit.f([[0.5, 1.0], [2.0, 3.0]], 'relu', [(1, [2.0])], rng, k=[[1], [2]])"

    lines = [line.text for line in layout.call(call, most=20).lines]

    assert "\n".join(lines) == expected("""
        unit.f(
            [[0.5, 1.0],
             [2.0, 3.0]],  # shape (2, 2)
            'relu',
            [(1, [2.0])],
            rng,
            k=[[1],
               [2]],  # shape (2, 1)
        )
    """)


def test_a_call_that_was_cut_says_so():
    call = f"unit.f({show.value(np.arange(40.0).reshape(8, 5))}, {'[0.5, 0.25], ' * 400})"

    lines = [line.text for line in layout.call(show.clipped(call), most=18).lines]

    assert len(lines) <= 18 and "more characters)" in lines[-1]
    assert lines[1] == "    [[ 0.0,  1.0,  2.0,  3.0,  4.0],"


@pytest.mark.parametrize(
    "text",
    [
        "a ValueError that mentions n_classes, and 3",
        "]][[",
        "[" * 5000,
        "[1, 2",
        "(((",
        "'",
        "f(",
        "[(1, 2], 3)",
        "\x00\x1b[31m\u202e",
        "x" * 10**6,
        "a\n" * 10**5,
        "",
        "[1] (shape (999999999, 999999999, 999999999))",
        "[1, 2] (shape (0, 3))",
        "[] (shape (2, 3, 4))",
        "1.5 (float32)",
    ],
)
def test_any_text_is_laid_out_within_bounds(text):
    for block in (
        layout.value(text, worst="at [9, 9]: got 1", most=10),
        layout.call(text, most=10),
        layout.text(text, most=10),
    ):
        assert len(block.lines) <= 10
        assert all(len(line.text) <= 2 * layout.WIDTH for line in block.lines)
        assert all(line.text.isprintable() for line in block.lines)


@given(st.text(alphabet="[](){}, .'\"…0123abc=\\\n", max_size=80), st.integers(0, 3))
def test_any_brackets_are_laid_out(text, index):
    for block in (layout.value(text, worst=f"at [{index}]", most=8), layout.call(text, most=8)):
        assert len(block.lines) <= 8


@given(
    arrays(np.int64, array_shapes(max_dims=4, max_side=6), elements=st.integers(-999, 999)),
    st.data(),
)
def test_carets_stand_under_the_worst_element(array, data):
    index = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
    array[index] = 54321

    text, _ = drawn(array, f"at [{', '.join(map(str, index))}]: got 54321", most=10)

    lines = text.split("\n")
    pointers = [number for number, line in enumerate(lines) if "^" in line]
    if "54321" in text:
        (number,) = pointers
        column = lines[number].index("^")
        assert lines[number].strip() == "^^^^^" and lines[number - 1][column:].startswith("54321")
    else:
        assert not pointers and array.size > show.SAMPLE
