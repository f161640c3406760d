"""`nbgrader autograde` through our sandbox: no kernel runs what a student wrote.

    submitted/ ──▶ Submitted (read as data) ──▶ Restore (the cells as they were released) ──▶ autograded/
    autograded/ ──▶ Mark (in the sandbox, scores as outputs) ──▶ nbgrader's own way into its gradebook

`configure` names these in a course's nbgrader_config.py; nbgrader's commands do the rest.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias, cast

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode, UseEnum
from traitlets.log import get_logger

from grader.curriculum import read_course
from grader.feedback.lesson import read_lessons
from grader.feedback.page import Unit, page
from grader.feedback.render import function_lines, points
from grader.feedback.reveal import Reveal
from grader.files import read_file
from grader.marker import MarkingError
from grader.notebooks.folders import take_names_literally
from grader.notebooks.marking import engine_for
from grader.notebooks.programs import find_programs, quieten
from grader.notebooks.reading import Cell, NotebookError, read_cells, source_of
from grader.notebooks.source import MARKS
from grader.notebooks.times import read_times_safely
from grader.outcome import PASSED
from grader.report import Report, by_function, scaled
from grader.submission import Submission

TEXT_LIMIT = 1 << 20
CELLS_LIMIT = 2000
COPIED_FILES, COPIED_BYTES = 1000, 256 << 20
_PROBLEM = "problem"
# what is raw is shown as it stands, markup and scripts, so that it becomes Markdown
_NEW = {
    "code": v4.new_code_cell,
    "markdown": v4.new_markdown_cell,
    "raw": v4.new_markdown_cell,
}
Resources: TypeAlias = dict[str, Any]
Converted: TypeAlias = tuple[NotebookNode, Resources]


def configure(config: Any, course: str | Path) -> None:
    """Have nbgrader mark in the sandbox.

    Parameters
    ----------
    config : traitlets.config.Config
        What `get_config()` gives in nbgrader_config.py.
    course : str or path
        The folder with exercises/, solutions/ and tests/.
    """
    find_programs()
    quieten()
    read_times_safely()
    take_names_literally()
    # by name, since Formgrader shows the configuration
    ours, theirs = "grader.notebooks.autograding", "nbgrader.preprocessors"
    config.Autograde.exporter_class = f"{ours}.Submitted"
    config.Autograde.pre_convert_hook = f"{ours}.remove_links"
    config.Autograde.sanitize_preprocessors = [
        f"{ours}.Restore",
        f"{theirs}.OverwriteKernelspec",
        f"{theirs}.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{ours}.Mark",
        f"{theirs}.LimitOutput",
        f"{theirs}.SaveAutoGrades",
        f"{theirs}.AssignLatePenalties",
        f"{theirs}.CheckCellMetadata",
    ]
    config.AssignLatePenalties.plugin_class = "grader.notebooks.late.LatePenalty"
    config.HTMLExporter.filters = {
        name: f"grader.notebooks.pages.{name}" for name in ("markdown2html", "highlight_code")
    }
    config.Mark.course = str(course)


def remove_links(notebooks: Sequence[str], **_: object) -> None:
    """Remove links and special files from a submission before nbgrader copies what they point to, and too much else.

    Where the folder itself is a link, an empty one takes its place.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    for each in (folder.parent, folder):
        if each.is_symlink():
            _remove(each, "a folder that is a link")
            folder.mkdir(parents=True)
    count = size = 0
    for place, folders, names in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *names)):
            try:
                status = path.lstat()
            except OSError:  # a name so long that nobody can follow it
                continue
            if str(path) in notebooks or stat.S_ISDIR(status.st_mode):
                continue
            if not stat.S_ISREG(status.st_mode):
                _remove(path, "neither a file nor a folder")
            elif count == COPIED_FILES or size + status.st_size > COPIED_BYTES:
                _remove(path, f"more than {COPIED_FILES} files or {COPIED_BYTES} bytes")
            else:
                count, size = count + 1, size + status.st_size


def _remove(path: Path, what: str) -> None:
    get_logger().warning("%s is %s: removed", path, what)
    try:
        path.unlink()
    except (
        PermissionError
    ):  # in a folder that may not be changed; nbgrader copies where this raises
        path.parent.chmod(stat.S_IRWXU)
        path.unlink()


class Submitted(NotebookExporter):  # type: ignore[misc]
    """Reads what was handed in as data, and what this reading wrote as nbgrader does."""

    def from_filename(
        self, filename: str, resources: Resources | None = None, **named: Any
    ) -> Converted:
        """A submitted notebook with its sources alone; empty and with the reason where it cannot be read."""
        path, resources = Path(filename), dict(resources or {})
        told, course = resources["nbgrader"], self.parent.coursedir
        ours = course.format_path(course.autograded_directory, told["student"], told["assignment"])
        if path.parent == Path(ours):
            return cast(Converted, super().from_filename(filename, resources, **named))
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return cast(Converted, self.from_notebook_node(submitted(path), resources, **named))


def submitted(path: Path) -> NotebookNode:
    """The cells of a notebook that was handed in, each with its source and nbgrader's name of it.

    The reason why it cannot be read stands in the metadata, and there are no cells then.
    """
    try:
        cells = _cells(path)
    except NotebookError as error:
        return v4.new_notebook(metadata={_PROBLEM: f"{path.name} {error}"})
    return v4.new_notebook(cells=[_bare(cell) for cell in cells])


def _cells(path: Path) -> list[Cell]:
    if not os.path.lexists(path):
        raise NotebookError("lay in a folder that was a link: put the folder itself there")
    content = read_file(path, path.parent)
    if isinstance(content, str):
        raise NotebookError(content.removeprefix(f"{path.name} "))
    cells = [cell for cell in read_cells(content) if cell.cell_type in _NEW]
    if len(cells) > CELLS_LIMIT:  # each takes far more memory and time than its place in the file
        raise NotebookError(f"holds {len(cells)} cells, more than {CELLS_LIMIT}")
    if sum(len(cell.text) for cell in cells) > TEXT_LIMIT:
        raise NotebookError(f"holds more than {TEXT_LIMIT} characters: take out what is pasted in")
    return cells


def _bare(cell: Cell) -> NotebookNode:
    text = cell.text.encode("utf-8", "replace").decode()
    made: NotebookNode = _NEW[cell.cell_type](text)
    made.metadata["grade_id"] = cell.grade_id
    return made


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts the notebook back as it was released, but for what students are to write.

    A cell that the gradebook knows is what it was, whatever its metadata say now: its kind, its points and, where
    it is locked, its source. The last of several of one name counts, one that is missing comes back, all others
    are cells of the student's own.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Restore one notebook from the gradebook."""
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as book:
            notebook = book.find_notebook(told["notebook"], told["assignment"])
            cells = {cell.name: cell for cell in notebook.source_cells}
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
            tasks = {cell.name: cell.max_score for cell in notebook.task_cells}
            released = {
                name: _released(
                    cell, points.get(name, tasks.get(name)), name in solutions, name in tasks
                )
                for name, cell in cells.items()
            }
        last = {cell.metadata.pop("grade_id", ""): index for index, cell in enumerate(nb.cells)}
        named = {index: name for name, index in last.items() if name in released}
        restored = []
        for index, cell in enumerate(nb.cells):
            name = named.get(index)
            if name is None:
                restored.append(cell)
                continue
            canonical = released[name]
            if not canonical.metadata.nbgrader.locked:
                canonical.source = cell.source
            restored.append(canonical)
        nb.cells = _with_missing(restored, [*released.values()])
        if problem := nb.metadata.get(_PROBLEM):
            self.log.warning("%s: %s; it has no points", told["student"], problem)
            nb.cells.insert(0, v4.new_markdown_cell(f"**{problem}**"))
        return nb, resources


def _released(cell: Any, points: float | None, is_solution: bool, is_task: bool) -> NotebookNode:
    """A cell as the gradebook knows it."""
    made: NotebookNode = _NEW[cell.cell_type](cell.source)
    made.metadata["nbgrader"] = NotebookNode(
        schema_version=3, grade_id=cell.name, grade=points is not None and not is_task,
        solution=is_solution, task=is_task, locked=cell.locked, checksum=cell.checksum,
        cell_type=cell.cell_type,
    )  # fmt: skip
    if points is not None:
        made.metadata.nbgrader["points"] = points
    return made


def _with_missing(cells: list[NotebookNode], released: list[NotebookNode]) -> list[NotebookNode]:
    """The cells, and after the one that it followed each that was released and is not among them."""
    for before, cell in zip([None, *released], released, strict=False):
        if not any(each is cell for each in cells):
            place = next((i for i, each in enumerate(cells) if each is before), -1)
            cells.insert(place + 1, cell)
    return cells


class Mark(NbGraderPreprocessor):  # type: ignore[misc]
    """Marks the notebook in the sandbox, and leaves each function's score where nbgrader looks for it."""

    course = Unicode(help="The folder with exercises/, solutions/ and tests/.").tag(config=True)
    reveal = UseEnum(
        Reveal, Reveal.diagnosis, help="How much is told of a hidden check that fails."
    ).tag(config=True)
    allow_weak_sandbox = Bool(
        False, help="Mark although a mandatory layer of the sandbox is missing."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Mark one notebook."""
        told = resources["nbgrader"]
        unit, root = told["notebook"], Path(self.course).resolve()
        report = self._marked(told["student"], unit, root, nb)
        lessons = read_lessons(read_course(root))
        units = page(report, self.reveal, lessons).units
        sums = by_function(report.checks)
        for cell in nb.cells:
            graded = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code" or not graded.get("grade") or graded.get("solution"):
                continue
            function = graded["grade_id"].removesuffix(MARKS)
            if function not in sums:
                raise MarkingError(
                    f"{unit}.ipynb has a graded cell {graded['grade_id']!r}, which no hidden test of {unit} is about:"
                    " make the notebook with grader generate --notebooks, or have the cell graded by hand"
                )
            score = self._score(function, *sums[function], graded["points"])
            cell.outputs = [
                v4.new_output(
                    "stream",
                    name="stdout",
                    text=_told(function, units[0] if units else None, report),
                ),
                v4.new_output("execute_result", {"text/plain": repr(score)}, execution_count=None),
            ]
        return nb, resources

    def _score(self, function: str, earned: float, worth: float, points: float) -> float:
        """The points earned, of those that the gradebook has for the function."""
        if worth != points:
            self.log.warning(
                "%s is worth %g points in the gradebook and %g in its tests: make the notebook and the assignment"
                " again", function, points, worth,
            )  # fmt: skip
        return scaled(earned, worth, points)

    def _marked(self, student: str, unit: str, root: Path, nb: NotebookNode) -> Report:
        if problem := nb.metadata.get(_PROBLEM):
            submission = Submission(student, {}, {unit: problem})
        else:
            cells = [Cell(cell.cell_type, cell.source) for cell in nb.cells]
            submission = Submission(student, {unit: source_of(cells).encode()})
        return engine_for(root, unit, self.allow_weak_sandbox).mark_one(submission)


def _told(function: str, unit: Unit | None, report: Report) -> str:
    """What is told of a function, in lines: no hidden input unless that is revealed."""
    own = [check for check in report.checks if check.function == function]
    score = (
        f"{sum(check.earned for check in own):g} of {points(sum(check.points for check in own))}"
    )
    lossy = [each for each in unit.functions if each.name == function] if unit else []
    if unit and unit.problem:
        told = [f"the notebook cannot be used: {unit.problem}"]
    elif lossy:
        told = function_lines(lossy[0])
    elif any(check.status != PASSED for check in own):
        told = ["not written yet"]
    else:
        told = [f"all {len(own)} checks pass"]
    return "\n".join([f"{function}: {score}", *told]) + "\n"
