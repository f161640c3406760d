"""The class at a glance: the arithmetic by hand, what is told, and that nothing of a student's is markup."""

from __future__ import annotations

import html
import re
from pathlib import Path

import msgspec
import numpy as np
import pytest
from typer.testing import CliRunner

import grader.overview
from grader.cli import app
from grader.overview import items, render
from grader.overview.page import NAMED, ROWS, page
from grader.overview.resemblance import Comparison, Pair
from grader.overview.spread import spread, steps
from grader.overview.tally import Tally, read_unmarked
from grader.report import Check, Report, ReportError, file_name, to_json, totals, unit_notes
from tests.kit.markup import Reader, unprintable

TEMPLATES = Path(grader.overview.__file__).parent / "templates"
HOSTILE = (
    "<script>alert(1)</script>", "'><svg/onload=alert(1)>", '" onload="alert(1)', "</title></style></svg><b>",
    "`<b>` {{ 7 * 7 }}{% raw %}", "&lt;i&gt; &#60;b&#62;", "\u202egnp.exe\u202c\u200b", "nul\x00 esc\x1b[31m", "\ud800",
    "=1+1", "http://evil.example", "x" * 100_000, "\n\n# head\n", "]]><!--",
)  # fmt: skip


def check(name="x", unit="first", function="double", status="passed", points=2.0, **fields):
    return Check(
        id=f"{unit}::test_{name}", unit=unit, function=function, title=f"It {name}s.", points=points,
        earned=points if status == "passed" else 0.0, status=status, **fields,
    )  # fmt: skip


def report(student, *checks, **fields):
    facts = {
        "student": student, "score": sum(each.earned for each in checks),
        "maximum": sum(each.points for each in checks), "units": totals(checks, {}), "checks": checks, "seed": 0,
        "tests_digest": "t", "submission_digest": "s", "layers": ("seccomp",), "kit_version": "0",
        "notes": unit_notes(checks),
    }  # fmt: skip
    return Report(**(facts | fields))


def tallied(*reports, **fields):
    tally = Tally(**fields)
    for each in reports:
        tally.add(each)
    return tally


class PageReader(Reader):
    """Reads this page, which has charts too."""

    VOID = Reader.VOID | {"wbr"}
    PLAIN = Reader.PLAIN | VOID | {
        "nav", "ol", "figure", "figcaption", "svg", "defs", "pattern", "path", "rect", "line", "text", "desc",
    }  # fmt: skip

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        self.text += " " if tag in ("td", "th", "dt", "dd") else ""


def told(*reports, **fields):
    return PageReader.read(render.html(page(tallied(*reports), **fields))).text


# Arithmetic


def test_quartiles_and_mean():
    of = spread([4.0, 1.0, 3.0, 2.0, 10.0])

    assert (of.lowest, of.lower, of.median, of.upper, of.highest, of.mean) == (1, 2, 3, 4, 10, 4)
    assert spread([]) is None


@pytest.mark.parametrize("tenth", range(10))
def test_a_share_on_an_edge_belongs_to_the_step_above(tenth):
    counts = steps([142 * tenth / 1420, (tenth * 3) / 30])

    assert counts == tuple(2 * (place == tenth) for place in range(10))


def test_all_points_are_in_the_last_step():
    assert steps([1.0, 0.999]) == (0, 0, 0, 0, 0, 0, 0, 0, 0, 2)


def test_difficulty_is_among_those_who_began():
    passed = np.array([[1, 0, 0], [0, 0, 0], [0, 1, 0]], dtype=bool)
    begun = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 0]], dtype=bool)

    shares = items.difficulty(passed, begun)

    assert shares[:2].tolist() == [0.5, 1 / 3] and np.isnan(shares[2])


def test_discrimination_leaves_the_check_out_of_its_total():
    passed = np.array([[1, 1, 1], [0, 0, 1], [1, 0, 0], [0, 0, 0]], dtype=bool)
    points = np.array([1.0, 2.0, 3.0])

    found = items.discrimination(passed, np.ones_like(passed), points)

    by_hand = [
        np.corrcoef([1, 0, 1, 0], [5 / 5, 3 / 5, 0, 0])[0, 1],
        np.corrcoef([1, 0, 0, 0], [4 / 4, 3 / 4, 1 / 4, 0])[0, 1],
        np.corrcoef([1, 1, 0, 0], [3 / 3, 0, 1 / 3, 0])[0, 1],
    ]
    assert np.allclose(found, by_hand)


def test_discrimination_is_of_what_each_student_began():
    passed = np.array([[1, 1, 0], [0, 0, 0], [1, 1, 0], [1, 0, 1]], dtype=bool)
    begun = np.array([[1, 1, 0], [1, 1, 0], [1, 1, 1], [0, 1, 1]], dtype=bool)

    found = items.discrimination(passed, begun, np.array([1.0, 1.0, 2.0]))

    assert np.isclose(found[0], np.corrcoef([1, 0, 1], [1, 0, 1 / 3])[0, 1])
    assert np.isclose(found[1], np.corrcoef([1, 0, 1, 0], [1, 0, 1 / 3, 1])[0, 1])
    assert np.isnan(found[2])


@pytest.mark.parametrize("same", [0, 1])
def test_a_check_that_all_pass_or_fail_does_not_discriminate(same):
    passed = np.array([[same, 1], [same, 0], [same, 1]], dtype=bool)

    found = items.discrimination(passed, np.ones_like(passed), np.ones(2))

    assert np.isnan(found).all()


# What is told


def test_the_summary_and_the_units():
    ann = report("ann", check(), check("y", unit="second", function="f", points=8))
    away = check("y", unit="second", function="f", points=8, status="not_implemented")
    bob = report("bob", check(status="failed"), away)
    eve = report(
        "eve", *(msgspec.structs.replace(each, status="not_implemented") for each in bob.checks)
    )

    seen = page(tallied(ann, bob, eve))

    assert (seen.count, seen.maximum, seen.idle, seen.spread.median) == (3, 10, 1, 0)
    assert seen.steps == (2, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    assert [(row.name, row.begun, row.spread.mean) for row in seen.units] == [
        ("first", 2, 0.5),
        ("second", 1, 1.0),
    ]


def test_a_function_is_solved_where_all_its_checks_pass():
    ann = report("ann", check(), check("y", points=6), check("z", function="halve"))
    away = check("z", function="halve", status="not_implemented")
    bob = report("bob", check(status="failed"), check("y", points=6), away)

    double, halve = page(tallied(ann, bob)).functions

    assert (double.name, double.begun, double.solved, double.mean) == ("double", 2, 1, 0.875)
    assert (halve.name, halve.begun, halve.solved, halve.mean) == ("halve", 1, 1, 1.0)


def test_a_mistake_counts_once_a_student_and_the_most_frequent_is_first():
    slip = {"status": "failed", "mistake": "half_of_it", "diagnosis": "It is halved: double it."}
    other = {"status": "failed", "diagnosis": "What came back is zero."}
    bob, ann = (report(name, check(**slip), check("y", **slip)) for name in ("bob", "ann"))

    first, second = page(tallied(bob, ann, report("eve", check(**other)))).mistakes

    assert (first.where, first.name, first.count) == ("first.double", "half of it", 2)
    assert first.students == ("ann", "bob")
    assert (second.name, second.sentence, second.count) == ("", "What came back is zero.", 1)


def test_mistakes_that_are_as_frequent_stand_in_the_order_of_the_course():
    checks = [
        check(f"{unit}{name}", unit=unit, status="failed", diagnosis=f"{name}.")
        for unit in ("second", "first")
        for name in "fadcbe"
    ]

    seen = page(tallied(report("ann", *checks))).mistakes

    assert [(row.where[0], row.sentence[0]) for row in seen] == [
        (unit, name) for unit in "sf" for name in "abcdef"
    ]


def graded(count, odd=False):
    """A class of which each passes so many checks of four as is their number, and one check by its oddness."""
    for number in range(count):
        level = number * 5 // count
        ladder = [check(f"level{n}", status="passed" if n < level else "failed") for n in range(4)]
        last = check("odd", status="passed" if (level % 5 < 2) == odd else "failed")
        yield report(f"student{number}", *ladder, last)


def test_a_check_that_those_pass_who_know_less_is_flagged():
    seen = page(tallied(*graded(20, odd=True))).items

    assert [row.id for row in seen.worst] == ["first::test_odd"] and seen.flagged == 1
    assert seen.judged == 5 and seen.worst[0].discrimination < 0 and seen.worst[0].passed == 0.4


def test_a_class_where_every_check_discriminates_has_none_flagged():
    seen = page(tallied(*graded(20))).items

    assert seen.judged == 5 and seen.flagged == 0 and seen.worst == ()


def test_with_few_students_no_check_is_judged_and_that_is_said():
    reports = [*graded(9, odd=True)]

    assert page(tallied(*reports)).items.judged == 0
    assert "Too few students began, passed and failed any check" in told(*reports)


def test_a_check_that_two_fail_or_two_pass_is_not_judged():
    assert page(tallied(*graded(10))).items.judged == 3


def test_checks_that_all_pass_or_all_fail_are_named():
    reports = [report(name, check(), check("y", status="failed")) for name in "abc"]

    seen = page(tallied(*reports)).items

    assert seen.all_pass == ("first::test_x",) and seen.none_pass == ("first::test_y",)
    assert seen.hardest == ()


def test_a_file_that_cannot_be_imported_is_said_once_and_says_nothing_of_checks():
    said = "first.py could not be imported: SyntaxError: expected ':' (line 6)"
    broken = [check(name, status="error", message=said) for name in "xy"]
    others = [report(name, check(), check("y")) for name in "abc"]

    seen = page(tallied(report("eve", *broken), *others))

    assert [(line.student, line.text) for line in seen.unusable.lines] == [("eve", f"first: {said}")]  # fmt: skip
    assert seen.notes.lines == () and seen.troubles.lines == ()
    assert seen.units[0].begun == 4 and seen.items.none_pass == ()
    assert seen.items.all_pass == ("first::test_x", "first::test_y")


def test_what_did_not_end_is_told_with_what_stopped_it():
    again = check(status="timeout", message="double is not called again: it did not return")
    timeout = check("y", status="timeout", message="no answer within 2 s")
    crash = check("z", function="halve", status="crashed", message="the process ended")

    lines = page(tallied(report("ann", again, timeout, crash))).troubles.lines

    assert [(line.where, line.text) for line in lines] == [
        ("first.double", "took too long: no answer within 2 s"),
        ("first.halve", "ended its process: the process ended"),
    ]


def test_many_functions_with_one_trouble_take_one_line():
    checks = [check(name, function=name, status="crashed", message="gone") for name in "abcde"]

    (line,) = page(tallied(report("ann", check(), *checks))).troubles.lines

    assert line.where == "first.a, b and 3 more"


def test_the_slowest_submissions_and_checks():
    ann = report("ann", check(seconds=1.0), check("y", seconds=0.5), seconds=9.0)
    bob = report("bob", check(seconds=3.0), check("y", seconds=0.1, status="not_implemented"), seconds=3.5)  # fmt: skip

    seen = page(tallied(ann, bob))

    assert [(row.student, row.seconds) for row in seen.slow_students] == [("ann", 9), ("bob", 3.5)]
    first, second = seen.slow_items
    assert (first.id, first.mean, first.most, first.student) == ("first::test_x", 2, 3, "bob")
    assert (second.mean, second.student) == (0.5, "ann")


def test_reports_of_different_tests_are_said_to_be():
    one, other = report("ann", check()), report("bob", check(), check("new"), tests_digest="u")

    assert "different tests" in told(one, other)
    assert "different tests" not in told(one)
    assert [row.begun for row in page(tallied(one, other)).functions] == [2]


def test_a_class_without_checks_is_a_page_too():
    assert "0 points" in told(report("ann"))


def test_lists_have_an_end():
    slip = {"status": "failed", "diagnosis": "Wrong."}
    reports = [
        report(f"{number:04}", check(**slip), *(check(f"f{n}", function=f"f{n}", status="failed", diagnosis=f"{n}")
               for n in range(ROWS + 5)), notes=("a note",))
        for number in range(NAMED + 50)
    ]  # fmt: skip

    seen = page(tallied(*reports))

    assert len(seen.mistakes) == ROWS and seen.more_mistakes == 6
    assert len(seen.notes.lines) == ROWS and seen.notes.more == NAMED + 50 - ROWS
    assert seen.mistakes[0].students[-1] == "and 50 more" and len(seen.mistakes[0].students) == 201


def test_resemblance_is_told_as_a_reason_to_look():
    pairs = (Pair("first", ("ann", "bob"), 0.971, (40, 42)),)
    comparisons = [
        Comparison("first", 3, 0.05, 0.2, 0.4, 1, pairs),
        Comparison("second", 1, 0, 0, 1, 0, ()),
    ]
    seen = " ".join(
        told(report("ann", check()), comparisons=comparisons, unread={"eve": "no zip"}).split()
    )

    assert "This is a reason to look, and no more." in seen
    assert "ann and bob first 97 % 40 and 42" in seen
    assert "first 3 5 % 20 % 40 % 1" in seen and "second 1 – – – –" in seen
    assert "eve no zip" in seen
    assert not re.search("cheat|plagiar|copied", seen)


def test_without_submissions_it_says_what_to_give():
    assert "--submissions" in told(report("ann", check()))


def test_students_are_called_what_they_are_to_be_called():
    slip = {"status": "failed", "diagnosis": "Wrong.", "message": "m"}
    reports = [report(name, check(**slip), notes=("a note",)) for name in ("Ann Lee", "Bob Ray")]
    why = {"Eve Fox": "two submissions of one student (Eve Fox and Eve Fox.zip): keep one"}
    tally = tallied(*reports, unmarked=why)
    pairs = (Pair("first", ("Ann Lee", "Bob Ray"), 0.9, (9, 9)),)
    names = {"Ann Lee": "s1", "Bob Ray": "s2", "Eve Fox": "s3"}

    text = render.html(page(tally, [Comparison("first", 2, 0, 0, 0.4, 1, pairs)], why, names))

    assert not re.search("Ann|Lee|Bob|Ray|Eve|Fox", text)
    assert "s1" in text and "s2" in text and "s3" in text
    assert "two submissions of one student" in text


# Nothing of a student's is markup


def hostile_page(text):
    """A page that has this text wherever a student can put one."""
    facts = {"message": text, "diagnosis": text, "mistake": text, "output": text}
    checks = [
        check(status="failed", seconds=1.0, **facts),
        check(text, function=text, status="crashed", **facts),
        check("z", unit="second", function="f", status="error", **facts),
    ]
    reports = [report(text, *checks, notes=(text,), truncations=(text,))]
    pair = Pair("first", (text, "bob"), 0.9, (9, 9))
    comparisons = [Comparison("first", 2, 0.0, 0.0, 0.4, 1, (pair,))]
    tally = tallied(*reports, unmarked={text: text})
    return render.html(page(tally, comparisons, unread={text: text}))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_markup(text):
    usual, reader = (PageReader.read(hostile_page(each)) for each in ("usual", text))

    inside = {"code", "wbr"}  # of backticks, and where a name may be broken
    assert [tag for tag in reader.tags if tag not in inside] == [
        tag for tag in usual.tags if tag not in inside
    ]
    assert reader.attributes == usual.attributes
    assert all(re.fullmatch("#[a-z]+", link) for link in reader.links)
    assert unprintable(reader.text) == [] and len(reader.text) < 40_000


def test_a_name_is_shown_as_it_stands():
    assert "<b>O'Neil</b> & Søn" in told(report("<b>O'Neil</b> & Søn", check(seconds=1.0)))


def test_the_page_loads_nothing_and_has_no_script():
    text = render.html(page(tallied(report("ann", check()))))

    assert "default-src 'none'; style-src 'unsafe-inline'" in html.unescape(text)
    assert not re.search(r"<script|\bsrc=|https?://|@import|url\((?!#)|style=\"", text)


def test_every_table_has_a_caption_and_every_picture_a_title():
    text = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))

    assert text.count("<table") == text.count("<caption>") > 5
    pictures = re.findall(r"<svg(?![^>]*(?:aria-hidden|x=))[^>]*>\s*<title>", text)
    assert len(pictures) == text.count('role="img"') == 3
    assert not re.findall(r"<th>", text)


# The command


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        result = CliRunner().invoke(app, ["report", *map(str, arguments)])
        return result.exit_code, result.output, result.exception

    return invoke


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    made.mkdir()
    for name in ("ann", "bob"):
        (made / file_name(name)).write_bytes(to_json(report(name, check())))
    return made


def test_the_page_is_written_beside_the_reports_or_where_it_is_wanted(run, folder, tmp_path):
    codes = [run(folder)[0], run(folder, "--out", tmp_path / "glance.html")[0]]

    assert codes == [0, 0]
    assert (folder / "class.html").read_bytes() == (tmp_path / "glance.html").read_bytes()
    assert b"2 students" in (folder / "class.html").read_bytes()


def test_reports_that_cannot_be_used_are_named_and_the_others_told(run, folder):
    (folder / "broken.json").write_text("{")
    (folder / "twice.json").write_bytes(to_json(report("ann", check())))

    code, output, _ = run(folder)

    assert code == 1
    assert "no report of this version is in" in output
    assert "one student's are both" in output
    assert b"2 students" in (folder / "class.html").read_bytes()


def test_where_no_report_can_be_used_the_page_says_so(run, tmp_path):
    (tmp_path / "broken.json").write_text("{")

    code, output, _ = run(tmp_path)

    assert code == 1 and "0 reports read, 1 could not be read" in output
    assert "There is no report to tell of." in (tmp_path / "class.html").read_text()


def test_who_could_not_be_marked_is_told(run, folder):
    (folder / "class.csv").write_text(
        "student,score,note\nann,2,\neve,,could not be marked: no zip\nbob,,x\n"
    )

    run(folder)

    text = (folder / "class.html").read_text()
    assert ">no zip</td>" in text and "eve" in text
    assert "<dt>not marked</dt><dd>1</dd>" in text


@pytest.mark.parametrize(
    "content",
    ['a,"' + "x" * 200_000, "", "\0", "\n\n", "student\nann", '"student,score\n'],
    ids=range(6),
)
def test_a_broken_table_is_a_sentence_or_nothing(content, tmp_path):
    path = tmp_path / "class.csv"
    path.write_text(content)

    try:
        assert read_unmarked(path) == {}
    except ReportError as error:
        assert "run grader autograde again" in str(error)


@pytest.mark.parametrize("name", ["", "away"])
def test_a_folder_without_reports_is_a_sentence(run, tmp_path, name):
    error = run(tmp_path / name)[2]

    assert isinstance(error, ReportError) and "there are no reports in" in str(error)


def test_where_no_page_can_be_written_nothing_is_read(run, folder, tmp_path):
    error = run(folder, "--out", tmp_path / "away" / "class.html")[2]

    assert isinstance(error, ReportError) and "--out" in str(error)


def test_submissions_are_compared_with_the_stubs_of_the_course(run, folder, tmp_path, monkeypatch):
    body = "".join(f"    a{n} = np.dot(b{n}, {n}) + c[{n}:{n + 1}]\n" for n in range(20))
    (tmp_path / "tests").mkdir()
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "first.py").write_text('"""# 1 · First"""\n')
    for name in ("ann", "bob", "eve"):
        place = tmp_path / "submissions" / name
        place.mkdir(parents=True)
        (place / "first.py").write_text(
            f"# {name}\ndef double(x):\n{body}" if name != "eve" else "x = 1\n"
        )
    (tmp_path / "submissions" / "zed.tar").write_bytes(b"")

    code, _, _ = run(folder, "--submissions", tmp_path / "submissions")

    seen = " ".join(PageReader.read((folder / "class.html").read_text()).text.split())
    assert code == 0 and "ann and bob first 100 %" in seen
    assert "zed.tar it is neither a folder nor a zip" in seen
