"""What students wrote, as Formgrader and feedback show it: text, whatever it says, and soon."""

from __future__ import annotations

import time

import pytest

from grader.notebooks.pages import highlight_code, markdown2html

IMAGE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "source", [f"```mermaid\n{IMAGE}\n```", f"```mermaid x\n</pre>{IMAGE}\n```"]
)
def test_a_diagram_is_text(source):
    page = markdown2html(source)

    assert IMAGE not in page
    assert "&lt;img src=x" in page


def test_an_image_that_was_pasted_in_leaves_its_name():
    page = markdown2html(f"![my {IMAGE}](attachment:image.png) and more")

    assert "[image: my &lt;img" in page
    assert "and more" in page
    assert IMAGE not in page


def test_an_image_with_an_address_stays_one():
    assert '<img src="plot.png" alt="my plot" />' in markdown2html("![my plot](plot.png)")


@pytest.mark.parametrize("opening", [r"\begin{a}", r"\\(", r"\\["])
def test_formulas_without_an_end_do_not_take_long(opening):
    started = time.process_time()

    page = markdown2html(f"<b>{opening * 100_000}")

    assert time.process_time() - started < 5
    assert page.startswith("<pre>&lt;b&gt;")


@pytest.mark.parametrize("run", ["\n ", "a."])
def test_code_that_takes_long_to_colour_is_plain(run):
    started = time.process_time()

    page = highlight_code(f"'<b>'{run * 100_000}")

    assert time.process_time() - started < 5
    assert page.startswith("<pre>&#x27;&lt;b&gt;")


def test_code_as_students_write_it_has_colours():
    page = highlight_code("def double(x):\n    return x * 2\n", metadata={})

    assert '<span class="k">return</span>' in page
