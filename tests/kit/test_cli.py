"""The commands as a person or a machine runs them: exit codes, sentences, files, Ctrl-C."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest

from grader import cli
from grader.batch import alone
from grader.report import from_json

GRADER = str(Path(sys.executable).with_name("grader"))
ONE = ("--jobs", "1")


def command(*arguments: str | Path) -> list[str]:
    return [GRADER, *map(str, arguments)]


@pytest.fixture
def run(course):
    """Runs a command to its end; a class by one session where nothing is said, as there is little to mark."""

    def grader(*arguments, **options):
        jobs = ONE if "autograde" in arguments and "--jobs" not in arguments else ()
        return subprocess.run(
            command(*arguments, *jobs), cwd=course.root, capture_output=True, text=True, **options
        )

    return grader


@pytest.fixture
def students(tmp_path, right):
    folder = tmp_path / "class"

    def hand_in(student: str, **modules: bytes) -> Path:
        place = folder / student / "exercises"
        place.mkdir(parents=True)
        for name, source in (modules or right).items():
            (place / f"{name}.py").write_bytes(source)
        return folder

    hand_in("ann")
    hand_in("bob", first=b"def double(x):\n    return x * 3.0\n")
    return hand_in


def test_a_class_is_marked(run, students, tmp_path):
    folder = students("李 雷")

    done = run("autograde", folder, "--out", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ann.json",
        "bob.json",
        "李 雷.json",
        "class.csv",
    }
    rows = {row["student"]: row for row in csv.DictReader((tmp_path / "out" / "class.csv").open())}
    assert (
        rows["ann"]["score"] == "11"
        and rows["bob"]["first"] == "1"
        and rows["bob"]["maximum"] == "11"
    )
    assert from_json((tmp_path / "out" / "ann.json").read_bytes()).score == 11
    assert "bob" in done.stdout and "first 1/3" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["first", "3", "3", "2.3"] in rows and ["second", "8", "2", "8.0"] in rows
    assert done.stderr.startswith("sandbox: ") and "\n3 marked; reports" in done.stderr


def test_json_is_one_document_on_standard_output(run, students, tmp_path):
    folder = students("eve")

    done = run(
        "autograde", folder, "--out", tmp_path / "out", "--json", "--unit", "first", "--jobs", "1"
    )

    document = json.loads(done.stdout)
    assert [row["student"] for row in document["marked"]] == ["ann", "bob", "eve"]
    assert document["marked"][0]["units"] == {
        "first": {"unit": "first", "earned": 3.0, "points": 3.0}
    }


def test_the_same_seed_gives_the_same_reports(run, students, tmp_path):
    folder = students("eve", first=b"def double(x):\n    return x * 2.0 if x.sum() < 9 else x\n")

    for out in ("one", "two"):
        run("autograde", folder, "--out", tmp_path / out, "--seed", "7", "--jobs", "2")

    for name in ("ann.json", "bob.json", "eve.json"):
        first, second = (
            _without_times(json.loads((tmp_path / out / name).read_text()))
            for out in ("one", "two")
        )
        assert first == second


def _without_times(document):
    if isinstance(document, dict):
        return {key: _without_times(value) for key, value in document.items() if key != "seconds"}
    return [_without_times(each) for each in document] if isinstance(document, list) else document


def test_what_cannot_be_marked_is_named_and_the_rest_is_marked(run, students, tmp_path):
    folder = students("eve")
    with zipfile.ZipFile(folder / "mallory.zip", "w") as archive:
        archive.writestr("../../evil.py", "x = 1")
    (folder / "trent.zip").write_bytes(b"no zip")
    (folder / "ann.zip").write_bytes(b"")
    (folder / "empty").mkdir()

    done = run("autograde", folder, "--out", tmp_path / "out")

    assert done.returncode == 1
    assert (
        "could not be marked: mallory: the zip holds a path that leaves its folder: ../../evil.py"
        in done.stderr
    )
    assert (
        "could not be marked: ann: two submissions of one student (ann and ann.zip): keep one"
        in done.stderr
    )
    assert "could not be marked: trent: it is not a zip" in done.stderr
    assert "could not be marked: empty: it holds no Python file" in done.stderr
    why = done.stderr.splitlines()[-1]
    assert why.startswith("2 marked, 4 could not be marked (1: ") and "1: it is not a zip" in why
    notes = {
        row["student"]: row["note"]
        for row in csv.DictReader((tmp_path / "out" / "class.csv").open())
    }
    assert notes["mallory"].startswith("could not be marked") and notes["bob"] == ""


def test_a_link_that_leads_to_itself_spoils_no_class(run, students, tmp_path):
    folder = students("cem")
    (folder / "dan").symlink_to("dan")
    (folder / "eva").symlink_to("x" * 300)

    done = run("autograde", folder, "--out", tmp_path / "out", "--unit", "first")

    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "\n3 marked, 2 could not be marked" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["autograde", "nowhere", "--out", "o"], "there is no folder nowhere"),
     (["autograde", "tests", "--out", "o", "--unit", "third"], "there is no unit 'third'; the units are first, second"),
     (["autograde", "solutions", "--out", "o"], "looks like one submission"),
     (["check", "third"], "there is no unit 'third'"),
     (["check", "double"], "double is a function of first: first.double"),
     (["check", "first.triple"], "first has no function 'triple'; it has double"),
     (["check", "exercises/third.py"], "there is no unit 'third'"),
     (["autograde", "tests", "--out", "o", "--seconds-per-call", "0"], "seconds_per_call should be"),
     (["autograde", "tests", "--out", "o", "--seed", "-1"], "Invalid value"),
     (["autograde", "tests", "--out", "o", "--json", "--json-lines"], "choose one of --json and --json-lines"),
     (["autograde", "tests", "--out", "o", "--dask", ""], "--dask needs an address"),
     (["nonsense"], "No such command")],
)  # fmt: skip
def test_wrong_usage_is_one_sentence_and_exit_code_2(run, arguments, sentence):
    done = run(*arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_function_is_named_by_check_as_by_pytest(run, course):
    shutil.rmtree(course.root / "solutions")
    module = course.root / "exercises" / "first.py"
    module.write_text(module.read_text().replace("def double", "def duoble"))
    public = course.root / "tests" / "public" / "test_first.py"
    public.write_text((course.root / "tests" / "hidden" / "test_first.py").read_text())

    done = run("check", "first.double")
    assert done.returncode == 2
    assert "double is missing; is 'duoble' meant to be it?" in done.stderr


def test_limits_can_stand_in_pyproject(run, course, students, tmp_path):
    (course.root / "pyproject.toml").write_text("[tool.grader]\nseconds_per_cal = 1\n")

    done = run("autograde", students("eve"), "--out", tmp_path / "out")

    assert done.returncode == 2 and "seconds_per_cal" in done.stderr


def test_an_output_folder_that_cannot_be_written_is_named_at_once(run, students, tmp_path):
    (tmp_path / "file").touch()

    done = run("autograde", students("eve"), "--out", tmp_path / "file" / "out")

    assert done.returncode == 2
    assert "cannot be written" in done.stderr and "--out" in done.stderr


def test_a_full_disk_stops_with_a_sentence_and_keeps_what_is_marked(run, students, tmp_path):
    def nearly_full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    out = tmp_path / "out"
    done = run("autograde", students("eve"), "--out", out, "--jobs", "1", preexec_fn=nearly_full)

    assert done.returncode == 1
    assert "the reports cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert "0 marked, 3 not marked yet;" in done.stderr
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
    assert "goes on from here" in done.stderr


def test_ctrl_c_keeps_what_is_marked_and_says_the_rest(
    course, students, tmp_path, descendants, until
):
    folder = students("zoe", first=b"def double(x):\n    while True: pass\n")
    out = tmp_path / "out"
    process = subprocess.Popen(
        command("autograde", folder, "--out", out, "--jobs", "1", "--seconds-per-call", "300",
                "--seconds-per-submission", "300"),
        cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until((out / "bob.json").exists)
    started = until(lambda: len(found := descendants(process.pid)) >= 4 and found)

    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "2 marked, 1 not marked yet;" in errors
    assert "Traceback" not in errors
    assert {"ann.json", "bob.json", "class.csv"} <= {path.name for path in out.iterdir()}
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


def test_a_batch_that_is_killed_goes_on_where_it_was(course, run, students, tmp_path, until):
    slow = b"import time\ntime.sleep(1)\n" + (course.root / "solutions" / "first.py").read_bytes()
    folder = students("zoe", first=slow)
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    process = subprocess.Popen(
        command("autograde", folder, "--out", out, "--jobs", "1"),
        cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until((out / "bob.json").exists)

    process.kill()
    process.wait()
    (out / ".writing-half").touch()
    done = run("autograde", folder, "--out", out)
    run("autograde", folder, "--out", undisturbed)

    assert "1 marked, 2 taken from before; reports" in done.stderr
    files = {path.name for path in undisturbed.iterdir()}
    assert {path.name for path in out.iterdir()} == files
    for name in files:
        ends = [(place / name).read_text() for place in (out, undisturbed)]
        if name.endswith(".json"):
            ends = [_without_times(json.loads(end)) for end in ends]
        assert ends[0] == ends[1]


@pytest.mark.parametrize("option", ["--json", "--json-lines"])
def test_no_name_of_a_student_steers_a_terminal(run, students, tmp_path, option):
    folder = students("eve")
    (folder / "kim\x9b31m\u202e.tar.gz").touch()

    done = run("autograde", folder, "--out", tmp_path / "out", "--unit", "first", option)

    assert "kim\\u009b31m\\u202e" in done.stdout
    assert not {"\x9b", "\u202e"} & {*done.stdout, *done.stderr}


def test_lines_for_machines_come_one_a_submission_and_one_of_totals(run, students, tmp_path):
    folder = students("eve")
    (folder / "kim.tar.gz").touch()
    arguments = ["autograde", folder, "--out", tmp_path / "out", "--unit", "first", "--json-lines"]
    run(*arguments)
    (folder / "ann" / "exercises" / "first.py").write_text("")
    (folder / "eve" / "exercises" / "first.py").unlink()
    (folder / "eve" / "exercises" / "second.py").unlink()

    done = run(*arguments)

    *lines, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["student"]: line["state"] for line in lines} == {
        "ann": "marked",
        "bob": "before",
        "eve": "unmarked",
        "kim.tar.gz": "unmarked",
    }
    assert len({tuple(sorted(line)) for line in lines}) == 1
    scores = {line["student"]: line["score"] for line in lines}
    assert scores == {"ann": 0, "bob": 1, "eve": None, "kim.tar.gz": None}
    assert "neither a folder nor a zip" in lines[0]["reason"]
    notes = {line["student"]: line["notes"] for line in lines}
    missing = "first: double is missing"
    assert notes == {"ann": [missing], "bob": [], "eve": [], "kim.tar.gz": []}
    assert last == {"marked": 1, "before": 1, "unmarked": 2, "stopped": None}


def test_lines_that_nobody_reads_stop_the_batch(course, students, tmp_path):
    process = subprocess.Popen(
        command("autograde", students("eve"), "--out", tmp_path / "out", "--json-lines"),
        cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()

    errors = process.stderr.read()

    assert process.wait() == 1
    assert "standard output cannot be written" in errors and "Traceback" not in errors
    assert (tmp_path / "out" / "class.csv").exists()


def test_who_watches_sees_the_pace(course, students, tmp_path):
    terminal, theirs = os.openpty()
    process = subprocess.Popen(
        command("autograde", students("eve"), "--out", tmp_path / "out", "--unit", "first"),
        cwd=course.root, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)

    seen = b""
    with contextlib.suppress(OSError):
        while data := os.read(terminal, 1 << 16):
            seen += data
    os.close(terminal)

    assert process.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode())
    assert re.search(r"marking .* 3/3 \d+ a minute, 0:00:00 left", text)


def test_force_marks_what_is_marked(run, students, tmp_path):
    arguments = ["autograde", students("eve"), "--out", tmp_path / "out", "--unit", "first"]
    run(*arguments)

    again, forced = run(*arguments), run(*arguments, "--force")

    assert "\n0 marked, 3 taken from before; reports" in again.stderr
    assert "\n3 marked; reports" in forced.stderr


def test_two_markings_never_share_a_folder_of_reports(run, students, tmp_path):
    """The second would take what the first is writing for its own leftovers."""
    folder, out = students("eve"), tmp_path / "out"
    out.mkdir()
    (out / ".writing-now").touch()

    with alone(out):
        done = run("autograde", folder, "--out", out, "--unit", "first")

    assert done.returncode == 2
    assert "another marking writes to" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in out.iterdir()] == [".writing-now"]


def test_a_marking_by_force_that_stopped_goes_on_without_it(course, students, tmp_path):
    process = subprocess.Popen(
        command("autograde", students("eve"), "--out", tmp_path / "out", "--json-lines", "--force"),
        cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()

    errors = process.stderr.read()

    assert process.wait() == 1
    assert "; the same command without --force goes on from here\n" in errors


def test_a_student_under_another_name_is_marked_anew(run, students, tmp_path):
    folder, out = students("eve"), tmp_path / "out"
    run("autograde", folder, "--out", out, "--unit", "first")
    (folder / "eve").rename(folder / "eva")
    (out / "eve.json").rename(out / "eva.json")

    done = run("autograde", folder, "--out", out, "--unit", "first")

    assert "\n1 marked, 2 taken from before; reports" in done.stderr
    assert from_json((out / "eva.json").read_bytes()).student == "eva"


def test_a_weak_sandbox_is_refused_unless_allowed(run, students, tmp_path, without_landlock):
    arguments = ["autograde", students("eve"), "--out", tmp_path / "out"]

    refused = run(*arguments, preexec_fn=without_landlock)
    allowed = run(*arguments, "--allow-weak-sandbox", preexec_fn=without_landlock)
    told = run("doctor", preexec_fn=without_landlock)

    assert refused.returncode == 3
    assert "too weak to mark (landlock: " in refused.stderr
    assert allowed.returncode == 0 and "landlock" in allowed.stderr.partition("(without ")[2]
    assert told.returncode == 3 and "Landlock needs Linux 5.13" in told.stdout


def test_check_says_what_fails_first_and_what_is_not_started(run, course):
    (course.root / "exercises" / "first.py").write_text("def double(x):\n    return x * 3.0\n")

    done = run("check")

    assert done.returncode == 0
    assert "double: 1 of 2 checks fail, the first is" in done.stdout
    assert "Twice the argument." in done.stdout and "not started: quadruple" in done.stdout
    assert "1 of 11 points" in done.stdout


def test_check_shows_what_was_printed_and_an_import_failure_once(run, course):
    (course.root / "exercises" / "first.py").write_text(
        "def double(x):\n    print('x is', x.shape)\n    return x * 3.0\n"
    )
    (course.root / "exercises" / "second.py").write_text("def quadruple(x)\n")

    done = run("check")

    assert "printed    x is (" in done.stdout
    assert done.stdout.count("second.py could not be imported: SyntaxError: expected ':'") == 1


def test_check_of_one_function_marks_that_alone(run):
    done = run("check", "second.quadruple", "--json")

    report = json.loads(done.stdout)
    assert {check["function"] for check in report["checks"]} == {"quadruple"}


@pytest.fixture
def released(course):
    """The course as students have it: the tests are public, and there are no solutions."""
    (course.root / "tests" / "public").rmdir()
    (course.root / "tests" / "hidden").rename(course.root / "tests" / "public")
    shutil.rmtree(course.root / "solutions")
    return course


def test_check_uses_the_public_tests_where_there_are_no_others(run, released):
    done = run("check")

    assert done.returncode == 0 and "0 of 11 points" in done.stdout


def test_a_syntax_error_in_one_unit_of_a_release_is_that_unit_s_alone(run, released, right):
    folder = released.root / "exercises"
    (folder / "first.py").write_bytes(right["first"])
    (folder / "second.py").write_text((folder / "second.py").read_text() + "x = (\n")

    done = run("check", "--json")

    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [(unit["unit"], unit["earned"]) for unit in report["units"]] == [
        ("first", 3.0),
        ("second", 0.0),
    ]
    (note,) = report["notes"]
    assert note.startswith("second: second.py could not be imported: SyntaxError: '(' was never")


def test_check_names_a_module_that_is_missing_and_marks_the_others(run, released):
    folder = released.root / "exercises"
    (folder / "first.py").rename(folder / "frist.py")
    said = "exercises/first.py is missing: was it renamed?"

    done, other, alone = run("check"), run("check", "second"), run("check", "first")

    assert done.returncode == 0 and "0 of 8 points" in done.stdout
    assert done.stderr.splitlines()[-1] == said
    assert said not in other.stderr
    assert alone.returncode == 2 and alone.stderr == f"grader: {said}\n"


def test_check_names_a_missing_module_also_where_solutions_tell_what_it_holds(run, course):
    (course.root / "exercises" / "first.py").unlink()

    done = run("check", "first")

    assert done.stderr.splitlines()[-1] == "exercises/first.py is missing: was it renamed?"
    assert "0 of 3 points" in done.stdout


def test_generate_writes_what_is_missing_and_is_reproducible(run, course):
    stub = course.root / "exercises" / "first.py"
    before = stub.read_bytes()
    stub.unlink()

    assert run("generate", "--check").returncode == 1
    assert "wrote exercises/first.py" in run("generate").stdout
    assert stub.read_bytes() == before
    assert run("generate", "--check").returncode == 0
    (course.root / "exercises" / "gone.py").write_text("")
    assert "exercises/gone.py has no solution" in run("generate", "--check").stdout


def test_generate_spares_somebody_s_work(run, course):
    stub = course.root / "exercises" / "first.py"
    stub.write_text("def double(x):\n    return x + x\n")

    refused = run("generate")

    assert refused.returncode == 2 and "exercises/first.py: holds somebody's work" in refused.stderr
    assert "x + x" in stub.read_text()
    assert run("generate", "--force").returncode == 0
    assert "x + x" not in stub.read_text()


def test_a_unit_without_tests_is_named_and_nothing_is_collected(run, course, students, tmp_path):
    (course.root / "tests" / "hidden" / "test_first.py").unlink()
    folder = students("eve")
    evil = folder / "eve" / "test_evil.py"
    evil.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")

    done = run("autograde", folder, "--out", tmp_path / "out", "--unit", "first")

    assert done.returncode == 1 and "there is no tests/hidden/test_first.py" in done.stderr
    assert not (tmp_path / "ran").exists()


def test_what_a_person_should_know_stands_in_the_note(run, students, tmp_path):
    folder = students("eve", first=b"def double(x)\n")
    students("sam", first=b"x = '\xff'")
    (folder / "sam" / "exercises" / "Second (1).py").write_text("")
    (folder / "kim.tar.gz").touch()

    done = run("autograde", folder, "--out", tmp_path / "out")

    notes = {
        row["student"]: row["note"]
        for row in csv.DictReader((tmp_path / "out" / "class.csv").open())
    }
    assert notes["eve"].startswith(
        "first: first.py could not be imported: SyntaxError: expected ':'"
    )
    assert (
        "first.py is not UTF-8" in notes["sam"]
        and "Second (1).py is not taken for second.py" in notes["sam"]
    )
    assert "neither a folder nor a zip" in notes["kim.tar.gz"] and done.returncode == 1
    assert "sam: first: first.py is not UTF-8" in done.stdout


def test_no_report_of_an_earlier_marking_stays(run, students, tmp_path):
    folder, out = students("eve"), tmp_path / "out"
    run("autograde", folder, "--out", out)
    (folder / "eve.zip").write_bytes(b"")
    (folder / "ann").rename(tmp_path / "ann")

    done = run("autograde", folder, "--out", out)

    assert not (out / "eve.json").exists()
    assert "from an earlier marking: ann.json" in done.stderr


def test_pytest_s_environment_changes_no_mark(run, students, tmp_path):
    run(
        "autograde",
        students("eve"),
        "--out",
        tmp_path / "out",
        env={**os.environ, "PYTEST_ADDOPTS": "-k nothing"},
    )

    assert from_json((tmp_path / "out" / "ann.json").read_bytes()).maximum == 11


def test_a_broken_hidden_test_is_named(run, course, students, tmp_path):
    (course.root / "tests" / "hidden" / "test_first.py").write_text("import nothing_there\n")

    done = run("autograde", students("eve"), "--out", tmp_path / "out")

    assert done.returncode == 1
    assert "tests cannot be collected" in done.stderr and "nothing_there" in done.stderr


def test_mistakes_that_cannot_be_read_are_named_with_their_file(run, course, students, tmp_path):
    path = course.root / "tests" / "mistakes" / "first.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text("import nothing_there\n")

    done = run("autograde", students("eve"), "--out", tmp_path / "out")

    assert done.returncode == 1
    assert "mistakes cannot be read: tests/mistakes/first.py cannot be imported" in done.stderr
    assert "nothing_there" in done.stderr


def test_doctor_tells_each_layer(run):
    done = run("doctor")
    document = json.loads(run("doctor", "--json").stdout)

    assert done.returncode == 0 and "Marking works here." in done.stdout
    assert all(layer in done.stdout for layer in ("landlock", "seccomp", "limits", "namespaces"))
    assert document["enough"] is True


@pytest.mark.parametrize(
    "arguments", [[], ["autograde"], ["check"], ["generate"], ["doctor"], ["audit"]]
)
def test_help_reads_well(run, arguments):
    done = run(*arguments, "--help")

    assert done.returncode == 0
    assert "Usage: grader" in done.stdout


def test_outside_a_course_it_says_so(tmp_path):
    done = subprocess.run(command("check"), cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 2 and "no course here" in done.stderr


def test_reports_that_lose_other_units_are_told_of(run, students, tmp_path):
    folder, out = students("eve"), tmp_path / "out"
    run("autograde", folder, "--out", out)

    again, same = (run("autograde", folder, "--out", out, "--unit", "first") for _ in range(2))

    assert "these reports lose second; another --out keeps them" in again.stderr
    assert "another --out" not in same.stderr


def test_commands_start_without_what_only_some_of_them_need():
    script = "import sys, grader.cli; print(*{'pytest', 'hypothesis', 'nbgrader', 'jupytext'} & {*sys.modules})"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_what_python_finds_odd_in_a_student_s_source_is_not_printed(monkeypatch):
    monkeypatch.setattr(cli, "app", lambda: warnings.warn("odd", SyntaxWarning, stacklevel=1))

    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        cli.main()

    assert printed == []
