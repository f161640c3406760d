"""A notebook's code as a module: what counts of it, in which order, and what becomes of the rest."""

from __future__ import annotations

import time
import traceback

import pytest

from grader.notebooks.code import is_notebook, joined, place, run, split, written


def module(*sources: str) -> dict:
    namespace: dict = {}
    run(joined(enumerate(sources, 1)), namespace, "exercises/costs.py")
    return namespace


def test_definitions_count_and_what_they_use():
    found = module(
        "import numpy as np", "EPS = 1e-3\nother = 1", "def f(x):\n    return np.exp(x) + EPS"
    )

    assert found["f"](0) == 1.001
    assert "other" not in found


def test_what_definitions_use_by_way_of_others_counts():
    found = module(
        "half = 1 / 2", "third = half / 2", "quarter = [third]", "def f():\n    return quarter"
    )

    assert found["f"]() == [0.25]


def test_trials_between_definitions_are_not_run():
    found = module(
        "def f():\n    return 1\n\nprint(f(1, 2))", "f() / 0", "for i in range(9):\n    f(i)"
    )

    assert found["f"]() == 1


def test_the_last_of_a_name_counts():
    assert module("def f(): return 1", "def f(): return 2")["f"]() == 2


@pytest.mark.parametrize(
    "source",
    ["%matplotlib inline", "!pip install torch", "files = !ls", "np?", "f??", "if True:\n  %time x = 1", "?np.exp",
     "x = %time 1"],
)  # fmt: skip
def test_magics_and_shell_lines_are_left_out(source):
    found = module(f"{source}\ndef f(): return 1")

    assert found["f"]() == 1


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "\n%%time"])
def test_a_cell_under_a_magic_that_runs_python_counts(magic):
    assert module(f"{magic}\ndef f(): return 1")["f"]() == 1


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile costs.py", "%%javascript"])
def test_a_cell_of_another_language_does_not_count(magic):
    assert "f" not in module(f"{magic}\ndef f(): return 1")


def test_a_remainder_at_the_start_of_a_line_is_no_magic():
    assert module("def f():\n    return (7\n    % 4)")["f"]() == 3


def test_a_cell_that_cannot_be_read_costs_its_own_functions():
    found = module("def f(:\n    pass\ndef g(): return 1", "def h(): return 2")

    for name in "fg":
        with pytest.raises(
            SyntaxError, match=r"invalid syntax \(costs.ipynb, the cell of f, line 1\)"
        ):
            found[name](1)
    assert found["h"]() == 2


def test_a_later_cell_mends_one_that_cannot_be_read():
    assert module("def f(:", "def f(): return 1")["f"]() == 1


def test_an_import_that_fails_costs_those_who_use_it():
    found = module(
        "import no_such_module as nosm\nfrom numpy import exp",
        "def f(): return nosm.x",
        "def g(): return exp(0)",
    )

    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        found["f"]()
    assert found["g"]() == 1


def test_a_definition_that_fails_raises_its_error_when_it_is_used():
    found = module("@missing\ndef f(): return 1", "def g(): return 2")

    with pytest.raises(NameError, match="missing"):
        found["f"]()
    assert found["g"]() == 2


def test_an_assignment_that_fails_leaves_the_others():
    found = module("a = 1 / 0\nb = 2", "def f(): return a", "def g(): return b")

    with pytest.raises(NameError, match="'a' is not defined"):
        found["f"]()
    assert found["g"]() == 2


def test_annotations_are_not_evaluated():
    assert module("def f(x: NoSuchType) -> AnyOther: return x")["f"](1) == 1


def test_what_changes_a_name_counts_with_it():
    found = module("table = {}\ntable['a'] = 1\ntable.b = 2", "def f(): return table['a']")

    assert found["f"]() == 1


def test_a_star_import_counts():
    assert module("from numpy import *", "def f(): return sqrt(4)")["f"]() == 2


def test_a_class_counts():
    assert module("class A:\n    one: int = 1", "def f(): return A.one")["f"]() == 1


@pytest.mark.parametrize(
    "source",
    ["(" * 10_000, "-" * 100_000 + "1", "x" + ".y" * 50_000 + " = 1", "é" * 9 + "\u2028 = ("],
)
def test_a_cell_that_python_cannot_take_costs_itself(source):
    assert module(source, "def f(): return 1")["f"]() == 1


def test_tracebacks_name_lines_of_the_text_that_was_joined():
    text = joined([(2, "x = 1\ny = 2"), (5, "\n\ndef f():\n    return 1 / 0")])
    namespace: dict = {}
    run(text, namespace, "exercises/costs.py")

    try:
        namespace["f"]()
    except ZeroDivisionError as error:
        line = traceback.extract_tb(error.__traceback__)[-1].lineno

    assert text.splitlines()[line - 1] == "    return 1 / 0"
    assert place(text, line) == (5, 4)


def test_a_line_before_the_first_cell_has_no_place():
    text = joined([(3, "x")])

    assert place(text, 1) is None
    assert place(text, 3) == (3, 1)


def test_cells_are_what_was_joined():
    sources = [(1, "a = 1"), (4, "\nb = 2\n\n"), (5, "")]

    assert [(cell.number, cell.source[:-1]) for cell in split(joined(sources))] == sources
    assert is_notebook(joined(sources))
    assert not is_notebook("x = 1")


def test_a_text_of_no_cells_defines_nothing():
    text = joined([])

    assert [*split(text)] == []
    assert place(text, 1) is None
    run(text, {}, "exercises/costs.py")


def test_a_line_is_found_soon_among_many_cells():
    text = joined((number, "") for number in range(50_000))
    started = time.process_time()

    assert place(text, 100_001) == (49_999, 1)
    assert len([*split(text)]) == 50_000
    assert time.process_time() - started < 2


def test_a_number_that_no_cell_has_marks_none():
    text = joined([(1, f"x = 1\n# %% cell {'1' * 5000}\ndef f():\n    return x")])

    assert place(text, 5) == (1, 3)
    assert module(text.partition("cell 1\n")[2])["f"]() == 1


def test_functions_whose_cells_cannot_be_read_are_told_but_not_those_that_are_mended():
    text = joined(
        [(1, "def f(:\n    pass\ndef g(): return 1"), (2, "x = ("), (3, "def g(): return 2")]
    )

    told = run(text, {}, "exercises/costs.py")

    assert told == {"f": "the cell of f cannot be read: invalid syntax (line 1)"}


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("x = 1", 0), ("def f(): return 1", 1), ("def f():\n    raise NotImplementedError()", 0),
     ("def _f(): return 1", 0), ("\"\"\"A lesson on the\nclass that comes.\n\"\"\"", 0),
     ("class A:\n    def f(self): raise NotImplementedError('f')", 0),
     ("def f(): return 1\ndef f(): return 2\nclass B: pass", 2), ("    def f(): return 1", 0)],
)  # fmt: skip
def test_functions_that_are_written_are_counted(text, count):
    assert written(text) == count


def test_a_module_that_begins_with_such_a_comment_is_no_notebook():
    assert not is_notebook("# %% notebook\nimport numpy as np\n# %%\ndef f():\n    return 1\n")
    assert is_notebook(joined([]))
    assert is_notebook(joined([(3, "x = 1")]))
