"""`grader export`: what goes where, what is named, and that a pseudonym leaves no name."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import msgspec
import pytest

from grader.cli import main
from grader.export.formats import FORMATS, Format
from grader.report import file_name, to_json
from tests.kit.golden.reports import BROKEN, EMPTY, PERFECT, SOURCE, check, report


def rows_of(text):
    return [*csv.reader(text.removeprefix("\ufeff").splitlines())]


@pytest.fixture
def exercises(tmp_path) -> Path:
    """A repository of a student's."""
    (tmp_path / "work" / ".git").mkdir(parents=True)
    folder = tmp_path / "work" / "exercises"
    folder.mkdir()
    (folder / "costs.py").write_text(SOURCE)
    return folder


@pytest.fixture
def run(monkeypatch, capsysbinary):
    """Runs the command: run("csv", folder) -> exit code, standard output, standard error."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["grader", "export", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return ended.value.code or 0, out.decode(), err.decode()

    return call


@pytest.fixture
def folder(tmp_path):
    """A class's reports."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for each in (PERFECT, BROKEN, EMPTY):
        (reports / file_name(each.student)).write_bytes(to_json(each))
    return reports


def test_the_help_says_what_each_format_is(run):
    code, out, _ = run("--help")

    assert code == 0
    assert all(f"• {format}: " in out for format in FORMATS)


def test_one_report_goes_to_standard_output_or_the_file_that_is_named(run, folder, tmp_path):
    printed = run("gradescope", folder / "ann.json")
    written = run("gradescope", folder / "ann.json", "--out", tmp_path / "results.json")

    assert msgspec.json.decode(printed[1])["score"] == 4
    assert (tmp_path / "results.json").read_text() == printed[1]
    assert (written[0], written[1]) == (0, "")


def test_a_folder_becomes_a_file_a_student(run, folder, tmp_path):
    code, _, err = run("junit", folder, "--out", tmp_path / "junit")

    assert code == 0 and "3 written" in err
    assert {path.name for path in (tmp_path / "junit").iterdir()} == {
        "ann.xml",
        "eve.xml",
        "Łukasz Żak.xml",
    }


def test_files_of_an_earlier_export_are_named(run, folder, tmp_path):
    (tmp_path / "zed.xml").touch()

    code, _, err = run("junit", folder, "--out", tmp_path)

    assert code == 0 and "from an earlier export: zed.xml" in err


def test_a_folder_of_one_report_is_one_document(run, tmp_path):
    (tmp_path / "ann.json").write_bytes(to_json(PERFECT))

    code, out, _ = run("junit", tmp_path)

    assert code == 0 and out.endswith("</testsuites>\n")


def test_a_report_that_is_broken_is_named_and_the_rest_is_written(run, folder):
    (folder / "broken.json").write_text("{")
    (folder / "copy.json").write_bytes(to_json(PERFECT))

    code, out, err = run("csv", folder)

    assert code == 1 and len(rows_of(out)) == 4
    assert "broken.json: mark it again" in err and "copy.json: keep one" in err


def test_students_whom_the_roster_has_not_are_named(run, folder, tmp_path):
    (tmp_path / "roster.csv").write_text("student,Email address\nann,ann@x\nzed,zed@x\n")

    code, out, err = run("moodle", folder, "--roster", tmp_path / "roster.csv")

    assert code == 1 and [row[0] for row in rows_of(out)] == ["Email address", "ann@x"]
    assert "not in the roster, and so left out: eve, Łukasz Żak" in err
    assert "in the roster without a report: zed" in err


def test_lateness_comes_from_the_instructor_s_times(run, folder, tmp_path):
    (tmp_path / "times.csv").write_text(
        "student,time\nann,2026-12-02T00:01\nzed,2026-12-01T00:00\n"
    )
    late = (
        "--due",
        "2026-12-02T00:00+01:00",
        "--late-penalty",
        "1/day",
        "--handed-in",
        tmp_path / "times.csv",
    )

    code, out, err = run("csv", folder, *late)

    rows = {row["student"]: row for row in csv.DictReader(out.removeprefix("\ufeff").splitlines())}
    assert code == 0
    assert [row["final"] for row in rows.values()] == ["3", "0", "1"]
    assert "without a time, and so taken as on time: eve, Łukasz Żak" in err
    assert "with a time and no report: zed" in err


def test_an_anonymous_export_has_the_name_nowhere(run, folder, tmp_path):
    named = [
        check(
            1, message="raised ValueError: /home/zoe/x", frames=("costs.py, line 1, in f: zoe = 1",)
        )
    ]
    (folder / "zoe.json").write_bytes(to_json(report("zoe", named, notes=["zoe.txt is no Python"])))
    key = tmp_path / "key"

    outs = [run(format, folder, "--anonymous", key, "--out", tmp_path / format) for format in FORMATS
            if format not in (Format.github, Format.classroom)]  # fmt: skip

    files = [path for path in tmp_path.rglob("*") if path.is_file() and "reports" not in path.parts]
    texts = [path.read_text() + path.name for path in files if path != key]
    assert (
        [code for code, _, _ in outs] == [0] * 6
        and "keep it" in outs[0][2]
        and "keep it" not in outs[1][2]
    )
    assert len(texts) == 15 and "student-" in texts[0]
    assert not [text for text in texts if re.search("zoe|ann|Łukasz", text)]


def test_github_appends_a_table_to_the_summary_of_the_job(
    run, folder, exercises, tmp_path, monkeypatch
):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    code, out, _ = run("github", folder / "Łukasz Żak.json", "--exercises", exercises)

    assert code == 0 and out.startswith("::error file=exercises/costs.py,line=2,")
    assert summary.read_text().startswith("before\n\n## 1 of 3 points\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["csv", "{tmp}"], "there are no reports in"),
        (["junit", "{reports}"], "--out names their folder"),
        (["github", "{reports}"], "name one of them"),
        (["junit", "{reports}/ann.json", "--out", "{reports}/ann.json/x"], "cannot be written: "),
        (["csv", "{reports}", "--roster", "{reports}/ann.json"], "are for canvas and moodle"),
        (["canvas", "{reports}", "--roster", "{reports}/ann.json"], "has no column student"),
        (["moodle", "{reports}", "--roster", "{tmp}/roster.csv"], "it needs one of Email address"),
        (["canvas", "{reports}", "--roster", "x", "--anonymous", "y"], "leaves no names"),
        (["csv", "{reports}", "--due", "2026-12-01T23:59Z"], "go together"),
        (["classroom", "{reports}", "--late-penalty", "zero"], "no room for a late penalty"),
        (["xlsx", "{reports}"], "is not one of"),
    ],
)  # fmt: skip
def test_wrong_usage_is_a_sentence(run, folder, tmp_path, arguments, problem):
    (tmp_path / "roster.csv").write_text("student,Name\nann,Ann\n")

    code, out, err = run(*(each.format(tmp=tmp_path, reports=folder) for each in arguments))

    assert (code, out) == (2, "")
    assert problem in " ".join(re.sub("[│╭╰─╮╯]", " ", err).split())


def test_who_could_not_be_marked_is_named_beside_a_class_table(run, folder):
    (folder / "class.csv").write_text("student,score,note\nann,1,\ngus,,it holds no Python file\n")

    _, out, err = run("csv", str(folder))

    assert "not marked, and so left out: gus" in err
    assert "gus" not in out


def test_a_folder_for_a_table_is_made(run, folder, tmp_path):
    code, _, _ = run("csv", str(folder), "--out", str(tmp_path / "new" / "class.csv"))

    assert code == 0 and (tmp_path / "new" / "class.csv").is_file()
