"""The site of make docs: a page of a unit says what its stubs promise, and links that lead nowhere are named."""

from __future__ import annotations

import pytest

from docs import links, units

UNIT = '''"""# 1 · Halves

Half of x is

    y = x / 2          z = x / 4

    u = x / 3

>>> half(4)
2.0
"""

SECRET = 2


def half(x: float, by: int = SECRET) -> float:
    """Half of x, and (1 - x)**2 in two places, x**2.

    Parameters
    ----------
    x : float
        Any number,
        also 0.

    Returns
    -------
    float
        Its half.

    Examples
    --------
    >>> half(2**3)
    4.0
    """
    raise NotImplementedError("half")


def _private():
    """Nobody's."""


class Halves:
    """Many halves."""

    def __init__(self, count=2):
        """Not told."""

    def all(self):
        """All of them."""
'''


@pytest.fixture(scope="module")
def page() -> str:
    return units.page(UNIT)


def test_a_page_begins_with_the_lesson_whose_formulas_are_set(page):
    assert page.startswith("# 1 · Halves\n")
    assert r"y &= \frac{x}{2}" in page
    assert "```python\n>>> half(4)\n2.0\n```" in page


def test_rows_of_fractions_are_set_apart(page):
    assert r"\frac{x}{4} \\[2.5ex]" in page


def test_a_function_is_shown_as_it_is_called_and_without_its_code(page):
    assert "### half\n\n```python\nhalf(x, by=SECRET)\n```" in page
    assert "NotImplementedError" not in page
    assert "_private" not in page


def test_a_class_is_shown_with_its_methods(page):
    assert "```python\nHalves(count=2)\n```" in page
    assert "#### all\n\n```python\nall()\n```\n\nAll of them." in page
    assert "__init__" not in page


def test_arguments_and_results_are_lists_of_what_each_is(page):
    assert "**Parameters**\n\n`x` · float\n: Any number,\n  also 0.\n" in page
    assert "**Returns**\n\nfloat\n: Its half.\n" in page


def test_powers_in_words_are_no_bold_text_and_those_in_code_stay(page):
    assert r"(1 - x)\*\*2 in two places, x\*\*2." in page
    assert ">>> half(2**3)" in page


def faults(folder, **files) -> list[str]:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    pages = {path: links.Page(path.read_text("utf-8")) for path in folder.glob("*.html")}
    return list(links.faults(folder.resolve(), pages))


@pytest.mark.parametrize(
    "right",
    [
        '<a href="#here" id="here">',
        '<a href="b.html#%C3%BCber">',
        '<a href="https://example.org/x">',
        '<a href="mailto:a@example.org">',
        '<link rel="canonical" href="https://example.org/a">',
        '<link rel="stylesheet" href="c.css?v=1">',
        '<img src="data:image/png;base64,AA==">',
    ],
)
def test_what_is_there_is_no_fault(tmp_path, right):
    assert faults(tmp_path, a_html=right, b_html='<p id="über">', c_css="") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('<a href="b.html">', "a.html leads to b.html, which is not there"),
        ('<a href="#there">', "a.html leads to #there, a page without that anchor"),
        ('<img src="b.png">', "a.html fetches b.png, which is not there"),
        ('<img srcset="a.html 1x, b.png 2x">', "a.html fetches b.png, which is not there"),
        ('<script src="//cdn.net/x.js">', "a.html fetches //cdn.net/x.js from a network"),
        (
            '<p style="background: url(https://cdn.net/x)">',
            "a.html fetches https://cdn.net/x from a network",
        ),
        (
            '<link rel="preconnect" href="https://cdn.net">',
            "a.html fetches https://cdn.net from a network",
        ),
    ],
)
def test_what_is_not_there_or_on_a_network_is_named(tmp_path, wrong, said):
    assert faults(tmp_path, a_html=wrong) == [said]


def test_style_sheets_are_looked_through_too(tmp_path):
    style = "@import 'https://cdn.net/font.css'; p { background: url(\"none.png\") }"

    assert faults(tmp_path, a_css=style) == [
        "a.css fetches https://cdn.net/font.css from a network",
        "a.css fetches none.png, which is not there",
    ]


def test_a_site_with_a_fault_ends_with_1_and_addresses_elsewhere_are_listed(tmp_path, capsys):
    (tmp_path / "a.html").write_text('<a href="https://example.org/x"><a href="gone.html">')

    code = links.main(str(tmp_path))

    told = capsys.readouterr()
    assert code == 1
    assert told.err == "a.html leads to gone.html, which is not there\n"
    assert told.out == "https://example.org/x\n"
