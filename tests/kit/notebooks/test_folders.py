"""Which notebooks nbgrader finds: each student's own, whatever the folder is called."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from grader.notebooks.folders import take_names_literally


def test_a_folder_has_its_own_notebooks_and_no_others(tmp_path):
    for student in ("ann", "*", "a[n]n", "two\nlines", "<b>", 'a"b'):
        folder = tmp_path / "submitted" / student / "first"
        folder.mkdir(parents=True)
        (folder / "first.ipynb").touch()
    course = CourseDirectory(root=str(tmp_path), assignment_id="first", student_id="*")
    take_names_literally()
    converter = Autograde(coursedir=course)

    converter.init_notebooks()
    found = {
        Path(folder).parent.name: [Path(path).parents[1].name for path in paths]
        for folder, paths in converter.assignments.items()
    }

    assert found == {"ann": ["ann"], "*": ["*"], "a[n]n": ["a[n]n"]}
