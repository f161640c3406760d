"""Formulas as LaTeX: what is one is set, and what may not be one stays as it is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.notebooks.formula import NoFormula, display, formula
from grader.notebooks.lesson import read_lesson

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "solutions").glob("[!_]*.py"))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a = 1 / (1 + u)", r"a &= \frac{1}{1 + u}"),
        ("y = eps/2 f'(x) + 1", r"y &= \frac{\epsilon}{2}\, f'(x) + 1"),
        ("d = 2 a / b c", r"d &= \frac{2\, a}{b}\, c"),
        ("q = (a + b) / n / m", r"q &= \frac{a + b}{n} \big/ m"),
        ("w = Σ (x − 1)² / Σ x²", r"w &= \frac{\sum (x - 1)^{2}}{\sum x^{2}}"),
        ("m = (1/n) Σ_i x_i", r"m &= \left(\frac{1}{n}\right)\, \sum_i x_{i}"),
        ("Y_hat = A_prev @ W.T", r"\hat{Y} &= A_{\mathit{prev}} \, W^{\top}"),
        ("E = −½ sᵀ W s", r"E &= -\tfrac{1}{2}\, s^{\top}\, W\, s"),
        ("v <- beta2 * v + g**2", r"v &\leftarrow \beta_{2} * v + g^{2}"),
        ("∂C/∂z_i = p_i − y_i", r"\frac{\partial C}{\partial z_{i}} &= p_{i} - y_{i}"),
        ("p = P(h_j = 1 | v)", r"p &= P(h_{j} = 1 \mid v)"),
        ("J = |g|²", r"J &= |g|^{2}"),
        ("y = 0:  c = −log p", r"y = 0{:}\quad c &= -\log p"),
        ("W[i, j] = 2", r"W[i,\;j] &= 2"),
    ],
)
def test_a_formula_is_set(text, latex):
    assert formula(text) == latex


@pytest.mark.parametrize(
    "text",
    ["a", "a (1 − a)", "db = mean of e", "w = a − λ, or 0 where a ≤ λ", "x ──► y = 1", "a = (b", "a = b)", "a = ",
     "a = b / ", "a = |b", "params = to_network(stack, n_classes, rng)", "v1 = {1, 2}", "a = Σ", "a = 2 ^", "= =", "=",
     "let dY = (1, 2)", "5.1,3.5,1.4,0.2,Iris-setosa"],
)  # fmt: skip
def test_what_may_be_none_is_refused(text):
    with pytest.raises(NoFormula):
        formula(text)


def test_formulas_of_a_block_stand_under_each_other_with_remarks_in_words():
    block = "z = a + b      the sum of both\n\n  = c          d = 2"

    assert display(block) == (
        "\\begin{aligned}\nz &= a + b &\\qquad &\\text{the sum of both} \\\\\n&= c &\\qquad d &= 2\n\\end{aligned}"
    )


def test_a_block_with_a_line_that_is_no_formula_stays():
    assert display("z = a + b\nand so on and on") is None


def test_formulas_side_by_side_are_told_apart_by_a_gap_of_two_spaces():
    assert display("p = 0.75  da = 1") == r"p = 0.75 \qquad \mathit{da} = 1"


def test_every_lesson_s_formulas_have_balanced_braces_and_environments():
    found = 0
    for path in LESSONS:
        lesson = read_lesson(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "", path.stem)
        for section in lesson.sections:
            for latex in section.split("$$\n")[1::2]:
                found += 1
                bare = latex.replace(r"\{", "").replace(r"\}", "")

                assert bare.count("{") == bare.count("}"), latex
                assert latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")
                assert latex.count(r"\begin{aligned}") == latex.count(r"\end{aligned}") <= 1
                assert latex.isascii(), latex
    assert found >= 40
