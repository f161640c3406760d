"""Values as text: short, on one line, and harmless on a terminal."""

from __future__ import annotations

import json

import numpy as np
import pytest

from grader import show


@pytest.mark.parametrize(
    "array",
    [np.zeros((2,) * 24, bool), np.zeros((1000, 1000)), np.zeros(10**6), np.zeros((3, 4, 5, 6))],
)
def test_a_large_array_is_short_and_tells_its_shape(array):
    text = show.value(array)

    assert len(text) < 1000 and str(array.shape) in text


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "\x07", "\u202e", "\u200b", "\ud800", "\x9b", "\U000e0041", "\u2028"]
)
def test_nothing_that_steers_a_terminal_or_hides_stays(text):
    assert text not in show.clipped(f"a{text}b")
    assert "\\u" in show.clipped(f"a{text}b")


@pytest.mark.parametrize(
    "text", ["\x7f", "\u202e", "\u200b", "\x9b", "\U000e0041", "\u2028", "李雷 Zoë"]
)
def test_json_that_steers_no_terminal_says_the_same(text):
    document = json.dumps({text: text}, ensure_ascii=False)

    made = show.inert(document)

    assert json.loads(made) == {text: text}
    assert (text in made) == text.replace(" ", "").isalpha()


def test_ordinary_text_stays_as_it_is():
    assert show.clipped("李雷: Zoë's naïve ∂a/∂z\n\tline") == "李雷: Zoë's naïve ∂a/∂z\n\tline"


def test_a_name_takes_one_line():
    assert show.line("a\nb\tc") == "a\\nb\\tc"


def test_addresses_are_left_out():
    assert show.value(object()) == show.value(object()) == "<object object>"
    assert show.clipped("<f at 0x7f00> failed") == "<f> failed"


def test_what_is_cut_is_counted():
    assert show.clipped("x" * 5000, 100).endswith("(4900 more characters)")
