"""Reading what students hand in: every odd thing becomes a sentence, and nothing is run or unpacked."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from grader.files import ENTRIES_LIMIT, FILE_LIMIT, NOTEBOOK_LIMIT, TOTAL_LIMIT, SubmissionError
from grader.submission import UNREAD_LIMIT, Submission, find_submissions, misnamed, read_submission


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def student(tmp_path):
    folder = tmp_path / "class" / "ann"
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "neurons.py").write_text("x = 1\n")
    return folder


def test_a_folder_is_read(student):
    submission = read_submission("ann", student)

    assert submission.modules == {"neurons": b"x = 1\n"}
    assert submission.problems == {}


def test_a_flat_folder_is_read(tmp_path):
    (tmp_path / "costs.py").write_text("y = 2\n")

    assert read_submission("ann", tmp_path).modules == {"costs": b"y = 2\n"}


@pytest.mark.parametrize("prefix", ["", "exercises/", "ann/", "ann/exercises/", "ann\\exercises\\"])
def test_a_zip_is_read(tmp_path, prefix):
    path = zipped(
        tmp_path / "ann.zip", {f"{prefix}costs.py": b"y = 2\n", "__MACOSX/._costs.py": b"\0"}
    )

    assert read_submission("ann", path).modules == {"costs": b"y = 2\n"}


def test_files_beside_exercises_are_read_too(student):
    (student / "costs.py").write_text("y = 2\n")
    (student / "neurons.py").write_text("z = 3\n")

    submission = read_submission("ann", student)

    assert submission.modules == {"costs": b"y = 2\n"}
    assert "twice" in submission.problems["neurons"]


def test_one_folder_around_it_is_looked_into(student):
    assert set(read_submission("ann", student.parent).modules) == {"neurons"}


def test_a_digest_follows_the_content(student):
    before = read_submission("ann", student).digest
    same = read_submission("ann", student).digest
    (student / "exercises" / "neurons.py").write_text("x = 2\n")

    assert before == same
    assert read_submission("ann", student).digest != before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"x = '\xff'\n", "neurons.py is not UTF-8 (byte 0xff at position 5)"),
     (b"x = 1\0\n", "neurons.py holds a NUL byte at position 5"),
     (b"#" * (FILE_LIMIT + 1), f"more than {FILE_LIMIT}")],
)  # fmt: skip
def test_a_file_that_is_no_text_is_named(student, content, sentence):
    (student / "exercises" / "neurons.py").write_bytes(content)
    (student / "exercises" / "costs.py").write_text("y = 2\n")

    submission = read_submission("ann", student)

    assert sentence in submission.problems["neurons"]
    assert "costs" in submission.modules


def test_a_link_out_of_the_submission_is_refused(student):
    (student.parent / "bob.py").write_text("secret")
    (student / "exercises" / "costs.py").symlink_to(student.parent / "bob.py")

    submission = read_submission("ann", student)

    assert "leads out of the submission" in submission.problems["costs"]
    assert "neurons" in submission.modules


def test_a_linked_exercises_folder_is_refused(tmp_path, student):
    other = tmp_path / "class" / "bob"
    other.mkdir()
    (other / "exercises").symlink_to(student / "exercises")

    with pytest.raises(SubmissionError, match="leads out"):
        read_submission("bob", other)


def test_a_linked_student_is_refused(tmp_path, student):
    (tmp_path / "elsewhere").mkdir()
    (student.parent / "eve").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SubmissionError, match="leads out"):
        read_submission("eve", student.parent / "eve")


def test_a_link_to_another_student_is_refused(student):
    (student.parent / "eve").symlink_to(student)

    with pytest.raises(SubmissionError, match="what others handed in"):
        read_submission("eve", student.parent / "eve")


def test_a_link_to_an_attempt_that_is_no_submission_is_read(student):
    student.rename(student.parent / ".ann-2")
    student.symlink_to(student.parent / ".ann-2")

    assert set(read_submission("ann", student).modules) == {"neurons"}


def test_a_file_that_is_exchanged_while_it_is_read_is_refused(student, monkeypatch):
    (student.parent / "bob.py").write_text("secret = 1\n")
    module, opened = student / "exercises" / "neurons.py", os.open

    def exchanged(path, *args, **kwargs):
        if path == module and not module.is_symlink():
            module.unlink()
            module.symlink_to(student.parent / "bob.py")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", exchanged)
    submission = read_submission("ann", student)

    assert module.is_symlink()
    assert "leads out of the submission" in submission.problems["neurons"]


def test_a_link_to_itself_is_an_error_of_its_own(student):
    (student / "exercises" / "costs.py").symlink_to(student / "exercises" / "costs.py")
    (student.parent / "loop").symlink_to(student.parent / "loop")

    assert "cannot be read" in read_submission("ann", student).problems["costs"]
    with pytest.raises(SubmissionError):
        read_submission("loop", student.parent / "loop")


def test_a_name_that_is_no_text_can_still_be_sent_on(student):
    (student / "exercises" / os.fsdecode(b"caf\xe9.py")).write_text("x = 1\n")

    submission = read_submission("ann", student)

    assert set(submission.modules) == {"neurons", "caf\\xe9"}
    assert submission.digest


def test_what_is_not_a_regular_file_is_refused(student):
    os.mkfifo(student / "exercises" / "costs.py")

    assert "not a regular file" in read_submission("ann", student).problems["costs"]


@pytest.mark.parametrize("name", ["../x.py", "/etc/x.py", "a/../../x.py", "..\\x.py", "C:\\x.py"])
def test_a_zip_that_escapes_is_refused(tmp_path, name):
    path = zipped(tmp_path / "ann.zip", {name: b"x = 1\n", "costs.py": b""})

    with pytest.raises(SubmissionError, match="leaves its folder"):
        read_submission("ann", path)


def test_a_zip_that_inflates_is_refused_unread(tmp_path):
    path = zipped(tmp_path / "ann.zip", {"costs.py": b"\n" * (64 << 20), "neurons.py": b"x = 1\n"})

    submission = read_submission("ann", path)

    assert "inflates to" in submission.problems["costs"]
    assert "neurons" in submission.modules


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    path = zipped(tmp_path / "ann.zip", {"costs.py": b"\n" * (4 << 20)})
    data = path.read_bytes()
    path.write_bytes(data.replace((4 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")))

    submission = read_submission("ann", path)

    assert "costs" in submission.problems


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_a_zip_can_only_inflate_as_a_whole_is_refused(tmp_path, method):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", method) as archive:
        archive.writestr("costs.py", b"x = 1\n")

    submission = read_submission("ann", tmp_path / "ann.zip")

    assert submission.modules == {}
    assert "packed in a rare way" in submission.problems["costs"]


def test_files_that_are_too_much_together_are_refused(tmp_path):
    for number in range(TOTAL_LIMIT // FILE_LIMIT + 1):
        (tmp_path / f"m{number}.py").write_bytes(b"\n" * FILE_LIMIT)

    with pytest.raises(SubmissionError, match=f"more than {TOTAL_LIMIT} bytes together"):
        read_submission("ann", tmp_path)


def test_a_name_that_no_file_can_have_is_refused(tmp_path):
    path = zipped(tmp_path / "ann.zip", {"costs.py": b"", f"{'!' * 300}a.py": b""})

    with pytest.raises(SubmissionError, match="a name of 304 characters"):
        read_submission("ann", path)


def test_a_link_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "ann.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("costs.py")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")

    assert "is a link" in read_submission("ann", path).problems["costs"]


def test_a_file_that_stands_twice_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "ann.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("costs.py", "a")
        archive.writestr("costs.py", "b")

    assert "twice" in read_submission("ann", path).problems["costs"]


def test_several_places_in_a_zip_are_refused(tmp_path):
    path = zipped(tmp_path / "ann.zip", {"a/costs.py": b"", "b/costs.py": b""})

    with pytest.raises(SubmissionError, match="several places"):
        read_submission("ann", path)


@pytest.mark.parametrize("prefix", ["", "neurokata/"])
def test_of_a_whole_release_in_a_zip_the_exercises_are_read(tmp_path, prefix):
    files = (
        "exercises/costs.py",
        "plots/costs.py",
        "tests/public/test_costs.py",
        "lessons/costs.md",
    )
    path = zipped(tmp_path / "ann.zip", {f"{prefix}{name}": name.encode() for name in files})

    assert read_submission("ann", path).modules == {"costs": b"exercises/costs.py"}


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, b"PK\x05\x06" + b"\xff" * 18]
)
def test_a_broken_zip_is_refused(tmp_path, content):
    path = tmp_path / "ann.zip"
    path.write_bytes(content)

    with pytest.raises(SubmissionError):
        read_submission("ann", path)


@pytest.mark.parametrize("zips", [False, True])
def test_files_that_are_not_read_are_known_by_their_names(tmp_path, zips):
    files = dict.fromkeys(
        (
            "neurons.py",
            "Costs.py.txt",
            "a/b/rnn.py",
            "network.docx",
            "__pycache__/lstm.pyc",
            ".lstm.txt",
        ),
        b"",
    )
    path = zipped(tmp_path / "ann.zip", files) if zips else tmp_path / "ann"
    for name in () if zips else files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).touch()

    submission = read_submission("ann", path)

    assert set(submission.modules) == {"neurons"}
    assert submission.unread == ("Costs.py.txt", "a/b/rnn.py", "network.docx")
    assert misnamed(submission, ["costs", "lstm", "network", "neurons", "rnn"]) == [
        "Costs.py.txt is not taken for costs.py: hand in a Python file or a notebook",
        "a/b/rnn.py is not taken for rnn.py: only files at the top, in exercises/, or in one folder around these are",
        "network.docx is not taken for network.py: hand in a Python file or a notebook",
    ]
    assert misnamed(submission, ["neurons", "lstm"]) == []


def test_a_name_of_nothing_but_signs_means_no_unit():
    submission = Submission("ann", {"!" * 3000 + "a": b""}, {})

    assert misnamed(submission, ["rnn"]) == []


def test_a_submission_without_python_is_told_by_what_it_holds(tmp_path):
    (tmp_path / "neurons.docx").touch()

    with pytest.raises(SubmissionError, match=r"no Python file .*; it holds neurons\.docx$"):
        read_submission("ann", tmp_path)


def test_no_end_of_files_that_are_not_read(tmp_path):
    for number in range(ENTRIES_LIMIT // 50):
        (tmp_path / f"f{number}.txt").touch()
    (tmp_path / "costs.py").touch()

    assert len(read_submission("ann", tmp_path).unread) == UNREAD_LIMIT


def test_an_empty_submission_is_refused(tmp_path):
    with pytest.raises(SubmissionError, match="no Python file"):
        read_submission("ann", tmp_path)


def test_submissions_are_found_by_student(student):
    zipped(student.parent / "李 雷.zip", {"costs.py": b""})
    (student.parent / ".hidden").mkdir()
    (student.parent / "notes.txt").touch()

    found, refused = find_submissions(student.parent)

    assert set(found) == {"ann", "李 雷"} and refused == {}


def test_a_zip_called_exercises_is_a_submission_like_others(student):
    zipped(student.parent / "exercises.zip", {"costs.py": b""})

    found, _ = find_submissions(student.parent)

    assert set(found) == {"ann", "exercises"}


def test_two_submissions_of_one_student_are_refused(student):
    zipped(student.parent / "ann.zip", {"costs.py": b""})
    (student.parent / "bob").mkdir()

    found, refused = find_submissions(student.parent)

    assert set(found) == {"bob"}
    assert refused["ann"].startswith("two submissions of one student (ann and ann.zip)")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [(lambda p: p / "none", "there is no folder"), (lambda p: (p / "f").touch() or p / "f", "is not a folder"),
     (lambda p: p, "holds no submissions"),
     (lambda p: (p / "neurons.py").touch() or p, "looks like one submission")],
)  # fmt: skip
def test_a_folder_without_submissions_is_named(tmp_path, make, sentence):
    with pytest.raises(SubmissionError, match=sentence):
        find_submissions(make(tmp_path))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rnn_final", True),
        ("my_rnn", True),
        ("RNN (2)", True),
        ("linear-regression", True),
        ("learnnn", False),
        ("helpers", False),
    ],
)
def test_a_file_that_means_a_unit_is_named(name, said):
    submission = Submission("ann", {name: b""}, {})

    found = misnamed(submission, ["rnn", "linear_regression"])

    assert bool(found) == said


def notebook(*sources: str, **more: object) -> bytes:
    cells = [{"cell_type": "code", "source": source, "outputs": [], **more} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


@pytest.mark.parametrize(
    "place",
    ["costs.ipynb", "exercises/costs.ipynb", "notebooks/costs.ipynb", "costs/costs.ipynb",
     "ann/costs/costs.ipynb", "ann/notebooks/costs.ipynb", "notebooks/costs/costs.ipynb"],
)  # fmt: skip
@pytest.mark.parametrize("zips", [False, True])
def test_a_notebook_is_read_wherever_notebooks_are_kept(tmp_path, place, zips):
    files = {place: notebook("y = 2"), f"{Path(place).parent}/test_costs.txt": b""}
    path = handed_in(tmp_path, files, zips)

    submission = read_submission("ann", path)

    assert submission.modules == {"costs": b"# %% notebook\n# %% cell 1\ny = 2\n"}


@pytest.mark.parametrize("zips", [False, True])
def test_tests_beside_a_notebook_in_its_own_folder_are_no_part_of_it(tmp_path, zips):
    files = {"costs/costs.ipynb": notebook("y = 2"), "costs/test_costs.py": b"import costs"}

    submission = read_submission("ann", handed_in(tmp_path, files, zips))

    assert set(submission.modules) == {"costs"}


STUB = "def f():\n    raise NotImplementedError('f: not written yet')\n"
ONE, TWO = "def f():\n    return 1\n", "def f():\n    return 1\n\ndef g():\n    return 2\n"


@pytest.mark.parametrize(
    ("module", "cells", "taken", "why"),
    [(STUB, [ONE], "ipynb", ""), (ONE, [STUB], "py", ""), (ONE, [TWO, "x"], "ipynb", "more is written in it"),
     (TWO, [ONE], "py", "more is written in it"), (STUB + ONE, [TWO], "ipynb", "more is written in it"),
     (ONE, [ONE], "py", "as much is written in both"), (ONE, [STUB, ONE], "py", "as much is written in both"),
     (STUB, [STUB], "py", ""), (ONE, ["def f("], "py", "as much is written in both")],
)  # fmt: skip
def test_of_a_module_and_a_notebook_the_one_with_more_written_counts(
    student, module, cells, taken, why
):
    (student / "exercises" / "costs.py").write_text(module)
    (student / "costs.ipynb").write_bytes(notebook(*cells))

    submission = read_submission("ann", student)

    other = "py" if taken == "ipynb" else "ipynb"
    assert submission.modules["costs"].startswith(b"# %% notebook") == (taken == "ipynb")
    assert submission.choices == (
        (f"costs.{taken} is marked, and not costs.{other}: {why}",) if why else ()
    )


def test_a_notebook_that_cannot_be_read_takes_no_points_from_a_module(student):
    (student / "neurons.ipynb").write_bytes(b"{")

    assert read_submission("ann", student).modules["neurons"] == b"x = 1\n"


@pytest.mark.parametrize("name", ["neurons-Copy1.ipynb", "neurons (2).py", "neurons(1).ipynb"])
def test_a_copy_beside_a_unit_is_named(student, name):
    content = notebook("x = 1") if name.endswith("ipynb") else b"x = 1"
    (student / "exercises" / name).write_bytes(content)

    said = misnamed(read_submission("ann", student), ["neurons", "costs"])

    stem = name.rpartition(".")[0]
    assert said == [f"{stem} is a copy and is not read: hand in neurons.py or neurons.ipynb"]


def test_what_else_is_in_a_release_is_not_taken_for_a_unit(student):
    for name in ("lessons/costs.md", "plots/costs.py", "tests/public/costs.txt", ".venv/costs.txt"):
        (student / name).parent.mkdir(parents=True, exist_ok=True)
        (student / name).touch()

    assert misnamed(read_submission("ann", student), ["costs", "neurons"]) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "is not a notebook"), (b"{", "is not a notebook"), (b"[]", "is not a notebook"),
     (b'{"cells": 1}', "is not a notebook"), (b"[" * 100_000, "is not a notebook"),
     (b'{"worksheets": [], "nbformat": 3}', "old format"), (b"\xff\xfe", "is not a notebook"),
     (notebook("x = '\0'"), "NUL byte"), (notebook("#" * (FILE_LIMIT + 1)), "longer than"),
     (b" " * (NOTEBOOK_LIMIT + 1), "clear its outputs")],
)  # fmt: skip
def test_a_notebook_that_cannot_be_read_is_named(student, content, sentence):
    (student / "costs.ipynb").write_bytes(content)

    submission = read_submission("ann", student)

    assert sentence in submission.problems["costs"]
    assert set(submission.modules) == {"neurons"}


def test_outputs_of_a_notebook_are_not_kept(student):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * (20 << 20)}
    (student / "costs.ipynb").write_bytes(notebook("y = 2", outputs=[output]))

    assert len(read_submission("ann", student).modules["costs"]) < 100


def handed_in(folder: Path, files: dict[str, bytes], zips: bool) -> Path:
    if zips:
        return zipped(folder / "ann.zip", files)
    for name, content in files.items():
        path = folder / "ann" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "ann"
