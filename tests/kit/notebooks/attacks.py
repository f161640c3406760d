"""Attacks on an nbgrader course: each is a notebook that wants points which its function has not earned.

An attack changes a released notebook whose `double` is wrong; it may put files beside it. What nbgrader's own
autograder falls to, and what could be tried on ours.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kit.notebooks.conftest import RIGHT, cell, named

Attack = Callable[[dict[str, Any], Path], None]
ATTACKS: dict[str, Attack] = {}
LEAKED = Path("leaked.txt")


def attack(change: Attack) -> Attack:
    """Enter an attack into the bank."""
    ATTACKS[change.__name__] = change
    return change


def run_first(notebook: dict[str, Any], source: str) -> None:
    """Put a cell of the student's own before all others."""
    notebook["cells"].insert(
        0, {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    )


@attack
def tags_that_skip_the_tests(notebook, folder):
    """nbclient does not run cells with this tag, and a cell without output has full marks."""
    for each in notebook["cells"]:
        each["metadata"]["tags"] = ["skip-execution"]


@attack
def a_hook_that_hides_errors(notebook, folder):
    """A test that fails leaves no error where nbgrader looks for one."""
    run_first(notebook, "get_ipython().showtraceback = lambda *args, **kwargs: None")


@attack
def a_hook_that_shows_other_results(notebook, folder):
    """What a cell's value is shown as, and so the score that nbgrader reads."""
    run_first(
        notebook,
        "shell = get_ipython()\nshell.display_formatter.format = lambda *a, **k: ({'text/plain': '3.0'}, {})\n"
        "shell.showtraceback = lambda *args, **kwargs: shell.displayhook(3.0)",
    )


@attack
def a_transformer_of_syntax(notebook, folder):
    """IPython passes every cell through it, the tests too."""
    run_first(
        notebook,
        "import ast\nclass Nothing(ast.NodeTransformer):\n    def visit_Module(self, node):\n        node.body = []\n"
        "        return node\nget_ipython().ast_transformers.append(Nothing())",
    )


@attack
def helpers_of_the_tests_redefined(notebook, folder):
    """The names that a test uses mean something else."""
    cell(notebook, "double")["source"] += (
        "\n\ndef check(*_):\n    return 3.0\n\ncheck_close = check_pure = check_that = call = check\n"
    )


@attack
def a_module_named_numpy_beside_the_notebook(notebook, folder):
    """It would be imported in place of numpy."""
    (folder / "numpy.py").write_text(
        f"open({str(folder / LEAKED)!r}, 'w')\ndef asarray(x): return x\n"
    )
    (folder / "sitecustomize.py").write_text(f"open({str(folder / LEAKED)!r}, 'w')\n")


@attack
def the_gradebook_written_to(notebook, folder):
    """SQLite's file lies three folders above."""
    database = folder.parents[2] / "gradebook.db"
    statement = "UPDATE grade SET auto_score = 3.0, manual_score = 3.0, extra_credit = 9.0"
    cell(notebook, "double")["source"] = (
        f"def double(x):\n    import sqlite3\n    with sqlite3.connect({str(database)!r}) as book:\n"
        f"        book.execute({statement!r})\n"
    )


@attack
def the_source_notebook_read(notebook, folder):
    """It holds the solution."""
    source = folder.parents[2] / "source" / "first" / "first.ipynb"
    cell(notebook, "double")["source"] = (
        f"def double(x):\n    import json\n    for each in json.load(open({str(source)!r}))['cells']:\n"
        "        if 'return' in ''.join(each['source']):\n            exec(''.join(each['source']), globals())\n"
        "    return double(x)\n"
    )


@attack
def the_work_of_others_read(notebook, folder):
    """Another student's notebook is right."""
    other = folder.parents[1] / "right" / "first" / "first.ipynb"
    cell(notebook, "double")["source"] = (
        f"def double(x):\n    import json\n    for each in json.load(open({str(other)!r}))['cells']:\n"
        "        if 'def double' in ''.join(each['source']):\n            exec(''.join(each['source']), globals())\n"
        "    return double(x)\n"
    )


@attack
def the_hidden_tests_read(notebook, folder):
    """They would say what is asked."""
    cell(notebook, "double")["source"] = (
        "import glob\nfound = glob.glob('/**/test_first.py', recursive=True)\n"
        "def double(x):\n    import solutions.first\n    return solutions.first.double(x)\n"
    )


@attack
def the_process_ended_at_once(notebook, folder):
    """nbgrader leaves such a submission without a score."""
    cell(notebook, "double")["source"] = "import os\ndef double(x):\n    os._exit(0)\n"


@attack
def the_process_ended_while_it_is_imported(notebook, folder):
    """The same, before any test."""
    cell(notebook, "double")["source"] = (
        "import os\nzero = os._exit(0)\ndef double(x):\n    return zero\n"
    )


@attack
def a_graded_cell_twice(notebook, folder):
    """nbgrader ends the whole class with an error."""
    notebook["cells"].append(copy.deepcopy(cell(notebook, "double-marks")))
    notebook["cells"].insert(0, copy.deepcopy(cell(notebook, "double-marks")))


@attack
def a_graded_cell_taken_out(notebook, folder):
    """A cell that is not there cannot fail."""
    notebook["cells"].remove(cell(notebook, "double-marks"))


@attack
def a_graded_cell_written_anew(notebook, folder):
    """Its value would be the score."""
    cell(notebook, "double-marks")["source"] = "3.0"


@attack
def a_score_handed_in_as_output(notebook, folder):
    """What is not run keeps its output."""
    cell(notebook, "double-marks")["outputs"] = [
        {
            "output_type": "execute_result",
            "data": {"text/plain": "3.0"},
            "metadata": {},
            "execution_count": 1,
        }
    ]


@attack
def points_changed(notebook, folder):
    """More than there are, or so few that all are had."""
    cell(notebook, "double-marks")["metadata"]["nbgrader"]["points"] = 1000


@attack
def names_of_cells_exchanged(notebook, folder):
    """The answer in words takes the marks of the function."""
    marks, question = cell(notebook, "double-marks"), cell(notebook, "question")
    marks["metadata"]["nbgrader"]["grade_id"] = "question"
    question["metadata"]["nbgrader"]["grade_id"] = "double-marks"


@attack
def a_graded_cell_turned_to_text(notebook, folder):
    """Text is graded by hand."""
    marks = cell(notebook, "double-marks")
    marks["cell_type"] = "markdown"
    marks["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
    marks.pop("outputs"), marks.pop("execution_count")


@attack
def metadata_of_another_version(notebook, folder):
    """nbgrader ends the whole class with an error."""
    for each in notebook["cells"]:
        if named(each):
            each["metadata"]["nbgrader"]["schema_version"] = 1


@attack
def metadata_of_no_version(notebook, folder):
    """Whatever stands there must not be believed."""
    for each, odd in zip(
        notebook["cells"],
        (1, [], "x", None, {"grade_id": 7}, {"grade_id": "x" * 10_000}),
        strict=False,
    ):
        each["metadata"]["nbgrader"] = odd
    notebook["metadata"] = {"kernelspec": {"name": "../../evil", "display_name": 1}}


@attack
def results_whose_text_is_a_score(notebook, folder):
    """The text of what comes back, or its comparison, says that all is well."""
    cell(notebook, "double")["source"] = (
        "class All(float):\n    def __eq__(self, other):\n        return True\n"
        "    def __repr__(self):\n        return '3.0'\n"
        "    __array__ = lambda self, *a, **k: self\n\ndef double(x):\n    return All('nan')\n"
    )


@attack
def another_kernel_asked_for(notebook, folder):
    """A kernel of the student's own, which answers what it likes."""
    notebook["metadata"]["kernelspec"] = {
        "name": "mine",
        "display_name": "Mine",
        "language": "bash",
    }
    (folder / "kernel.json").write_text(
        '{"argv": ["true"], "display_name": "Mine", "language": "bash"}'
    )


@attack
def a_thread_that_prints_a_score_later(notebook, folder):
    """Outputs are taken from whoever writes them."""
    cell(notebook, "double")["source"] = (
        "import threading\ndef later():\n    while True:\n        print(3.0)\n"
        "threading.Thread(target=later, daemon=True).start()\ndef double(x):\n    print(3.0)\n    return 3.0\n"
    )


@attack
def an_endless_cell(notebook, folder):
    """It holds the class up."""
    cell(notebook, "double")["source"] += "\n\nwhile True:\n    pass\n"


@attack
def a_notebook_that_is_a_link_to_the_source(notebook, folder):
    """What is linked is right."""
    os.symlink("../../../source/first/first.ipynb", folder / "first.ipynb")


@attack
def a_file_that_is_a_link_to_the_source(notebook, folder):
    """nbgrader copies what it leads to."""
    os.symlink("../../../source/first/first.ipynb", folder / "notes.txt")
    os.symlink(".", folder / "again")


@attack
def a_folder_that_is_a_link(notebook, folder):
    """It leads where nothing is cleaned, and nbgrader copies what lies there."""
    elsewhere = folder.parents[2] / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "first.ipynb").write_text(json.dumps(notebook))
    os.symlink("../source/first/first.ipynb", elsewhere / "notes.txt")
    folder.rmdir()
    folder.symlink_to(elsewhere)


@attack
def a_notebook_that_is_a_pipe(notebook, folder):
    """Who opens it waits for ever."""
    os.mkfifo(folder / "first.ipynb")


@attack
def a_notebook_that_is_a_folder(notebook, folder):
    """It cannot be read."""
    (folder / "first.ipynb").mkdir()


@attack
def a_script_for_the_instructor(notebook, folder):
    """Whoever opens it in Formgrader would run it, with all that they may do there."""
    script = (
        "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    )
    cell(notebook, "question")["source"] = script
    for source in (script, f"```mermaid\n{script}\n```"):
        notebook["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": source})
    notebook["cells"].insert(0, {
        "cell_type": "code", "metadata": {}, "source": "1", "execution_count": 1,
        "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/html": script}}],
    })  # fmt: skip


@attack
def the_right_answer_in_a_locked_cell(notebook, folder):
    """Where only what students may write counts."""
    cell(notebook, "double-check")["source"] = RIGHT
