"""Reports in the formats of others: as their readers take them, and whatever a student wrote starts nothing there."""

from __future__ import annotations

import base64
import csv
import io
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grader import outcome
from grader.export import canvas, classroom, github, moodle, prairielearn
from grader.export.formats import FORMATS, ClassFormat, Format, StudentFormat
from grader.feedback.reveal import Reveal
from grader.report import Report, ReportError
from tests.kit.golden.reports import (
    BROKEN,
    EMPTY,
    GOLDEN,
    HOSTILE,
    PARTIAL,
    PERFECT,
    SOURCE,
    UNREADABLE,
    book,
    check,
    documents,
    graded,
    report,
)  # fmt: skip

LEVELS = st.sampled_from([*Reveal])


@pytest.fixture(scope="module")
def exercises(tmp_path_factory) -> Path:
    """A repository of a student's."""
    root = tmp_path_factory.mktemp("repository")
    (root / ".git").mkdir()
    folder = root / "exercises"
    folder.mkdir()
    (folder / "costs.py").write_text(SOURCE)
    return folder


def test_each_format_is_as_its_golden_file(exercises):
    made = documents(exercises)

    assert {name: (GOLDEN / name).read_bytes() for name in made} == {
        name: text.encode() for name, text in made.items()
    }
    assert {path.name for path in GOLDEN.iterdir() if path.suffix != ".py" and path.is_file()} == {
        *made
    }


# Readers, each as strict as the receiving side or stricter


def read_json(text: str, kind: type):
    """A document with every field that it must have, and no other."""
    return msgspec.json.decode(text, type=kind, strict=True)


def fields(name: str, **kinds) -> type:
    return msgspec.defstruct(name, [*kinds.items()], forbid_unknown_fields=True)


GRADESCOPE = fields(
    "Gradescope", score=float, execution_time=float, output=str, output_format=str, test_output_format=str,
    test_name_format=str, visibility=str, stdout_visibility=str,
    tests=list[msgspec.defstruct(
        "Test", [("name", str), ("status", str), ("score", float), ("max_score", float), ("output", str, ""),
                 ("tags", list[str], [])], forbid_unknown_fields=True)],
)  # fmt: skip
PRAIRIELEARN = fields(
    "PrairieLearn", gradable=bool, score=float, max_points=float, succeeded=bool, message=str, output=str,
    format_errors=list[str],
    tests=list[msgspec.defstruct(
        "Test", [("name", str), ("points", float), ("max_points", float), ("message", str, ""), ("output", str, "")],
        forbid_unknown_fields=True)],
)  # fmt: skip
CLASSROOM = fields(
    "Classroom", version=int, status=str, message=str, max_score=float,
    tests=list[msgspec.defstruct(
        "Test", [("name", str), ("status", str), ("score", float), ("message", str, ""), ("filename", str, ""),
                 ("duration", float, 0.0), ("output", str, "")], forbid_unknown_fields=True)],
)  # fmt: skip


def read_gradescope(text):
    found = read_json(text, GRADESCOPE)
    assert {each.status for each in found.tests} <= {"passed", "failed"}
    return found


def read_prairielearn(text):
    found = read_json(text, PRAIRIELEARN)
    assert 0 <= found.score <= 1 and len(text.encode()) <= 1_000_000
    return found


def read_classroom(text):
    """What the notification sums and what the console counts are the same points."""
    found = read_json(base64.b64decode(text.strip(), validate=True).decode(), CLASSROOM)
    passed = [test.score for test in found.tests if test.status == "pass"]
    assert sum(test.score for test in found.tests) == pytest.approx(sum(passed))
    assert len(passed) / len(found.tests) * found.max_score == pytest.approx(sum(passed))
    assert max(len(test.output) for test in found.tests) <= 500 and len(text) < 1 << 17
    for test in found.tests:
        for line in "\n".join([test.name, test.message, test.output]).split("\n"):
            assert runner_command(line) is None
    return found


def read_junit(text):
    return ElementTree.fromstring(text)


def read_markdown(text):
    """The cells of the tables; no token but a table's and a heading's, and text that stands as it is."""
    found = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    inner = [child for token in found for child in token.children or []]
    assert {token.type for token in inner} <= {"text", "softbreak"}
    assert not [
        token
        for token in found
        if token.type in ("html_block", "fence", "code_block", "blockquote_open")
    ]
    return [token.content for token in found if token.type == "inline"]


def runner_command(line: str):
    """The command that a runner finds in a line, with its properties: of the older kind anywhere, else at the start."""
    if re.search(r"##\[[^\]]*\]", line):
        return "old", {}, line
    if found := re.match(r"\s*::([\w-]+)(?: (.*?))?::(.*)", line, re.DOTALL):
        pairs = [each.split("=", 1) for each in (found[2] or "").split(",") if each]
        return found[1], {name: unescaped(value) for name, value in pairs}, unescaped(found[3])
    return None


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def read_annotations(text):
    """The commands of a log, split as a runner splits it."""
    found = (
        [runner_command(line) for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n"))]
        if text
        else []
    )
    assert all(each and each[0] in ("error", "notice") for each in found)
    for name, properties, message in found:
        assert {*properties} == ({"file", "line", "title"} if name == "error" else {"title"})
        assert all(runner_command(line) is None for line in message.split("\n"))
    return found


def read_csv(text):
    rows = [*csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)]
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for part in re.split("[;,|]", "|".join(row))
                for cell in [part.strip()] if cell[:1] in tuple("=+-@")]  # fmt: skip
    return rows


READERS = {
    Format.gradescope: read_gradescope, Format.classroom: read_classroom, Format.github: read_markdown,
    Format.junit: read_junit, Format.prairielearn: read_prairielearn, Format.csv: read_csv,
    Format.canvas: read_csv, Format.moodle: read_csv,
}  # fmt: skip


def made_and_read(format: Format, made: Report, reveal: Reveal = Reveal.diagnosis):
    form = FORMATS[format]
    text = (
        form.make(book([made]))
        if isinstance(form, ClassFormat)
        else form.make(made, graded(made), reveal)
    )
    assert not {unicodedata.category(char) for char in text.removeprefix("\ufeff")} & {
        "Cs",
        "Cf",
        "Co",
        "Cn",
    }
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text.replace("\r\n", ""))
    return READERS[format](text)


TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(
    [HOSTILE, "", "\n", "::", "##[", "#" * 9 + "[error]x", "%0A", "x" * 9000, "Points Possible", "]]>", "\ufeff=1"]
)  # fmt: skip


@st.composite
def reports(draw):
    """Reports of any text."""
    checks = [
        check(
            number, draw(st.sampled_from(["passed", "failed", "error", "timeout", "not_implemented", "other"])),
            unit=draw(TEXTS), function=draw(TEXTS), points=draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])),
            title=draw(TEXTS), message=draw(TEXTS), call=draw(st.none() | TEXTS), actual=draw(st.none() | TEXTS),
            diagnosis=draw(st.none() | TEXTS), frames=tuple(draw(st.lists(TEXTS, max_size=2))), output=draw(TEXTS),
        )
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return report(draw(TEXTS), checks, notes=draw(st.lists(TEXTS, max_size=2)))


@settings(max_examples=60, deadline=None)
@given(reports(), LEVELS)
@example(PARTIAL, Reveal.counterexamples)
@example(BROKEN, Reveal.titles)
@example(EMPTY, Reveal.titles)
@example(report("ann", [check(1, "timeout", message="\x08 is not printed")]), Reveal.diagnosis)
def test_any_text_is_read_back_by_each_format_s_reader(made, reveal):
    for format in FORMATS:
        made_and_read(format, made, reveal)
    sources = github.Sources(Path("exercises"), Path())
    read_annotations(github.annotated(made, reveal, sources))


def test_the_golden_files_have_every_status():
    statuses = {outcome.PASSED, outcome.FAILED, outcome.ERROR, outcome.TIMEOUT, outcome.CRASHED,
                outcome.NOT_IMPLEMENTED, outcome.NOT_RUN}  # fmt: skip

    assert {each.status for each in PARTIAL.checks} == statuses


# Each format's own


@pytest.mark.parametrize(
    "format", [each for each in FORMATS if isinstance(FORMATS[each], StudentFormat)]
)
def test_no_more_is_told_than_is_revealed(format):
    texts = [FORMATS[format].make(PARTIAL, graded(PARTIAL), level) for level in Reveal]
    titles, diagnosis, examples = (
        base64.b64decode(text).decode() if format is Format.classroom else text for text in texts
    )

    assert "divide by n" not in titles and "divide by n" in diagnosis
    assert "3.0" not in titles + diagnosis
    assert format is Format.github or "3.0" in examples


def test_gradescope_shows_every_check_and_the_score_less_what_lateness_costs():
    found = made_and_read(Format.gradescope, PERFECT)

    assert (found.score, found.visibility) == (3.6, "visible")
    assert found.output == "Handed in late: 4 points less 0.4 are 3.6 of 4."
    assert [test.max_score for test in found.tests] == [1, 2, 1]


def test_prairielearn_has_the_score_as_a_share():
    assert made_and_read(Format.prairielearn, PERFECT).score == pytest.approx(0.9)
    assert made_and_read(Format.prairielearn, EMPTY).gradable is False


@pytest.mark.parametrize("level", [Reveal.diagnosis, Reveal.titles])
def test_prairielearn_is_told_less_where_it_takes_no_more(level, monkeypatch):
    size = len(FORMATS[Format.prairielearn].make(PARTIAL, graded(PARTIAL), level).encode())
    monkeypatch.setattr(prairielearn, "LARGEST", size + 1)

    found = made_and_read(Format.prairielearn, PARTIAL, Reveal.counterexamples)

    assert ("divide by n" in found.tests[1].message) == (level is Reveal.diagnosis)
    assert not found.tests[1].output


def test_prairielearn_is_not_given_more_than_it_takes(monkeypatch):
    monkeypatch.setattr(prairielearn, "LARGEST", 100)

    with pytest.raises(ReportError, match="mark fewer units"):
        made_and_read(Format.prairielearn, PARTIAL)


def test_classroom_counts_a_test_for_each_step_of_points():
    found = made_and_read(Format.classroom, PARTIAL)

    assert found.max_score == PARTIAL.maximum == 9.5
    assert len(found.tests) == 19 and found.tests[0].status == "pass"
    assert [test.name for test in found.tests[1:3]] == [
        "costs.mse: Fact 2 holds. (1 of 4)", "costs.mse: Fact 2 holds. (2 of 4)",
    ]  # fmt: skip
    assert sum(test.score for test in found.tests) == PARTIAL.score == 0.5


def test_classroom_has_a_test_also_where_nothing_was_marked():
    found = made_and_read(Format.classroom, EMPTY)

    assert (found.status, found.max_score, len(found.tests)) == ("error", 0, 1)


def test_classroom_has_all_points_of_a_large_report_in_what_a_variable_holds():
    checks = [
        check(number, "passed" if number % 3 else "failed", title="T" * 200)
        for number in range(1400)
    ]

    found = made_and_read(Format.classroom, report("ann", checks))

    assert len(found.tests) == 1400 and found.tests[0].name == "mse"


def test_classroom_counts_no_more_tests_than_points_need():
    made = report("ann", [check(1, "passed", points=4.0), check(2, points=6.0)])

    found = read_classroom(classroom.result(made, graded(made), Reveal.titles))

    assert [(test.status, test.score) for test in found.tests] == [("pass", 2)] * 2 + [
        ("fail", 0)
    ] * 3


@pytest.mark.parametrize("points", [0.01, 1e300])
def test_classroom_refuses_points_that_cannot_be_counted(points):
    made = report("ann", [check(1, points=points), check(2, points=300.0)])

    with pytest.raises(ReportError, match="these points would take more than 10000"):
        classroom.result(made, graded(made), Reveal.titles)


def test_github_annotates_the_line_that_raised_or_that_defines_the_function(exercises):
    sources = github.Sources(exercises, exercises.parent)

    found = read_annotations(github.annotated(PARTIAL, Reveal.diagnosis, sources))

    places = [
        (each["file"], each["line"], each["title"].partition(":")[0]) for _, each, _ in found[:-1]
    ]
    assert places == [
        ("exercises/costs.py", "2", "costs.mse"),
        ("exercises/costs.py", "3", "costs.grad"),
        ("exercises/costs.py", "6", "costs.slow"),
        ("exercises/costs.py", "1", "costs.crash"),
        ("exercises/costs.py", "1", "costs.late"),
    ]
    assert found[-1][2] == "Functions not written yet: 2"


def test_github_annotates_the_innermost_line_that_the_file_has(exercises):
    lines = (
        "costs.py, line 2, in mse: x",
        "costs.py, line 3, in inner: y",
        "costs.py, line 99, in z: z",
    )
    sources = github.Sources(exercises, exercises.parent)

    assert sources.place("costs", "mse", lines) == ("exercises/costs.py", 3)
    assert sources.place("costs", "slow", lines[2:]) == ("exercises/costs.py", 6)


def test_github_reads_no_device_that_a_file_is_linked_to(exercises):
    (exercises / "endless.py").symlink_to("/dev/zero")

    place = github.Sources(exercises, exercises.parent).place("endless", "f", ())

    assert place[1] == 1


def test_github_annotates_a_file_that_cannot_be_imported_once(exercises):
    sources = github.Sources(exercises, exercises.parent)

    found = read_annotations(github.annotated(BROKEN, Reveal.diagnosis, sources))

    ((_, properties, message),) = found
    assert (properties["line"], properties["title"]) == ("2", "costs cannot be marked")
    assert message == UNREADABLE


def test_github_shows_ten_errors_and_says_how_many_more(exercises):
    made = report("ann", [check(1, function=f"f{number}") for number in range(12)])

    found = read_annotations(
        github.annotated(made, Reveal.diagnosis, github.Sources(exercises, exercises))
    )

    assert [name for name, _, _ in found] == ["error"] * 10 + ["notice"]
    assert found[-1][2] == "More functions with problems: 2"
    assert found[0][1]["file"] == "costs.py"


def test_junit_has_no_element_and_no_attribute_that_pytest_has_not(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_a(record_property, record_testsuite_property):\n"
        "    record_property('a', 1)\n    record_testsuite_property('b', 2)\ndef test_b(): assert 0\n"
        "def test_c(): pytest.skip('no')\n@pytest.fixture\ndef f(): raise ValueError\ndef test_d(f): pass\n"
    )
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-c", "/dev/null",
               "--rootdir=.", "-o", "junit_family=xunit2", "--junitxml=found.xml"]  # fmt: skip
    subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, check=False)
    theirs = structure(ElementTree.parse(tmp_path / "found.xml").getroot())

    ours = structure(made_and_read(Format.junit, PARTIAL))

    assert "testsuites/testsuite/testcase/skipped@type" in theirs
    assert ours <= theirs


def structure(element, path="") -> set[str]:
    path = f"{path}/{element.tag}".lstrip("/")
    inner = [structure(child, path) for child in element]
    return {path, *(f"{path}@{name}" for name in element.attrib)}.union(*inner)


def test_junit_counts_its_cases_and_has_their_points():
    suite = made_and_read(Format.junit, PARTIAL)[0]

    cases = suite.findall("testcase")
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
        "9",
        "2",
        "3",
        "3",
    ]
    assert [case.find("properties")[0].get("value") for case in cases[:2]] == ["0.5", "2"]
    assert {child.tag for case in cases for child in case} == {
        "properties",
        "failure",
        "error",
        "skipped",
    }


def test_a_spreadsheet_has_what_units_are_worth_in_its_headings():
    rows = read_csv(FORMATS[Format.csv].make(book([BROKEN, EMPTY], dated=True)))

    assert rows[0] == ["student", "score (of 3)", "hours late", "late penalty", "final",
                       "costs (of 2)", "network (of 1)", "note"]  # fmt: skip
    assert rows[1][:7] == ["Łukasz Żak", "1", "25", "0.2", "0.8", "0", "1"]
    assert rows[2] == ["eve", "0", "0", "0", "0", "", "", ""]


ROSTER = {
    "ann": {"student": "ann", "Student": "Ann, A.", "ID": "07", "SIS User ID": "u7", "SIS Login ID": "ann@x",
            "Section": "A", "Email address": "ann@x.example", "First name": "Ann"},
}  # fmt: skip


def test_canvas_finds_students_by_the_roster_and_has_the_points_possible():
    rows = read_csv(canvas.table(book([PERFECT, EMPTY], roster=ROSTER)))

    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "costs", "network"],
        ["    Points Possible", "", "", "", "", "3", "1"],
        ["Ann, A.", "07", "u7", "ann@x", "A", "2.7", "0.9"],
    ]


def test_no_student_s_row_is_read_as_the_points_possible():
    rows = read_csv(canvas.table(book([report("x Points Possible"), report("points possible")])))

    assert ["Points Possible" in row[0] for row in rows] == [False, True, False, False]


def test_a_grade_book_can_have_the_score_in_a_column_of_its_own_name():
    for make, who in ((canvas.table, 5), (moodle.table, 2)):
        rows = read_csv(make(book([PERFECT], roster=ROSTER, assignment="Week 3 (123)")))

        assert [rows[0][who:], rows[-1][who:]] == [["Week 3 (123)"], ["3.6"]]


def test_moodle_finds_students_by_the_columns_that_the_roster_has():
    rows = read_csv(moodle.table(book([PERFECT, EMPTY], roster=ROSTER)))

    assert rows == [
        ["Email address", "First name", "costs", "network", "Total"],
        ["ann@x.example", "Ann", "2.7", "0.9", "3.6"],
    ]
