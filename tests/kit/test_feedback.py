"""What a student reads: grouped, bounded, no more than is revealed, and nothing of theirs is markup."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from markdown_it import MarkdownIt

from grader import testing
from grader.calls import RECORD
from grader.curriculum import read_course
from grader.feedback import render
from grader.feedback.lesson import Lesson, read_lessons
from grader.feedback.page import CALL_LINES, PRINTED_LINES, VALUE_LINES, page
from grader.feedback.reveal import Reveal, general
from grader.outcome import judge
from grader.report import Check, Report, to_json, totals
from tests.kit.markup import (
    Reader,
    headings_in_markdown,
    of_others_in_html,
    of_others_in_markdown,
    unprintable,
)

ROOT = Path(__file__).parents[2]
GRADER = str(Path(sys.executable).with_name("grader"))
HOSTILE = (
    "<script>alert(1)</script>",
    "[here](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "```\n# x\n<b>",
    "&#60;b&#62; &lt;i&gt;",
    "\u202egnp.exe\u202c\u200b",
    "nul\x00 esc\x1b[31m",
    '" onload="alert(1)',
    "'><svg/onload=alert(1)>",
    "]()` **x** _y_ | z |\n---|---",
    "http://evil.example www.evil.example a@evil.example <http://evil.example>",
    "> quote",
    "1. one",
    "{{ 7 * 7 }}{% raw %}",
    "\ud800",
    "# head\n\n- list\n\n1. one\n\n> quote",
    "from __future__ import ___x_y___",
)


def check(**fields) -> Check:
    facts = {
        "id": "first::t", "unit": "first", "function": "double", "title": "It doubles.",
        "points": 2.0, "earned": 0.0, "status": "failed", "message": "1 of 2 values are wrong",
    }  # fmt: skip
    return Check(**(facts | fields))


def report(*checks: Check, student="ann", **fields) -> Report:
    return Report(
        student=student, score=sum(each.earned for each in checks),
        maximum=sum(each.points for each in checks), units=totals(checks, {}), checks=checks,
        seed=0, tests_digest="t", submission_digest="s", layers=("seccomp",), kit_version="0", **fields,
    )  # fmt: skip


def pages(*checks, reveal="counterexamples", lessons=None, **fields):
    told = page(report(*checks, **fields), Reveal(reveal), lessons or {})
    return render.markdown(told), render.html(told)


WRONG = check(
    title="Each row sums to one.",
    message="2 of 4 values are wrong",
    call="first.double([[0.0, 0.0], [1.0986123, 0.0]])",
    actual="[[0.5, 0.25], [1.5, 0.25]]",
    expected="[[0.5, 0.5], [0.75, 0.25]]",
    worst="at [1, 0]: got 1.5, expected 0.75",
    output="hello",
)
PASSED = check(id="first::u", status="passed", earned=2.0, message="", title="It returns.")


# What is told


def test_a_failed_check_is_told_with_its_counterexample():
    text, _ = pages(
        WRONG, PASSED, lessons={("first", "double"): Lesson("Add it to itself.", "Twice")}
    )

    assert text == (
        "# Feedback for ann\n\n**2 of 4 points**\n\n"
        "| unit | points | of | |\n|---|--:|--:|---|\n| first | 2 | 4 | █████░░░░░ |\n\n"
        "## first: 2 of 4 points\n\n1 check passes.\n\n"
        "### `double`: 2 of 4 points\n\n1 of 2 checks fail.\n\n"
        "**Wrong result: 2 of 4 values are wrong**\n\n"
        "- Each row sums to one. (2 points)\n\n"
        "The smallest case:\n\n"
        "```text\n"
        "called\n"
        "  first.double(\n"
        "      [[0.0,       0.0],\n"
        "       [1.0986123, 0.0]],  # shape (2, 2)\n"
        "  )\n"
        "came back (shape (2, 2))\n"
        "  [[0.5, 0.25],\n"
        "   [1.5, 0.25]]\n"
        "    ^^^\n"
        "expected (shape (2, 2))\n"
        "  [[0.5,  0.5],\n"
        "   [0.75, 0.25]]\n"
        "    ^^^^\n"
        "worst      at [1, 0]: got 1.5, expected 0.75\n"
        "printed    hello\n"
        "```\n\n"
        "Hint: Add it to itself.\n\n"
        "Read: the docstring of `double` in `exercises/first.py`, and in its lesson “Twice”.\n"
    )


def test_the_html_tells_the_same():
    markdown, html = pages(WRONG, PASSED, lessons={("first", "double"): Lesson("Add.", "Twice")})

    seen = " ".join(Reader.read(html).text.split())
    rendered = MarkdownIt("commonmark").enable("table").render(markdown)
    for sentence in ("2 of 4 points", "2 of 4 values are wrong", "Each row sums to one.", "Hint: Add.", "hello",
                     "[1.0986123, 0.0]], # shape (2, 2)", "got 1.5, expected 0.75", "lesson “Twice”"):  # fmt: skip
        assert sentence in seen and sentence in " ".join(Reader.read(rendered).text.split())


def test_checks_with_one_diagnosis_stand_together_with_the_smallest_case():
    said = "Each column sums to one, and each row should: sum over `axis=-1`."
    small = check(id="b", title="B.", diagnosis=said, call="first.double(0.5)", actual="1.5")
    big = msgspec.structs.replace(WRONG, diagnosis=said)

    text, html = pages(big, small)

    assert text.count(said) == html.count("Each column sums") == 1
    assert "- Each row sums to one. (2 points)\n- B. (2 points)\n" in text
    assert "The smallest case: B." in text and "1.0986123" not in text


def test_where_nothing_came_back_the_case_says_what_happened_beside_the_diagnosis():
    raised = check(message="raised TypeError: no such sum", diagnosis="The axes are exchanged.",
                   call="first.double([1.0])", frames=())  # fmt: skip

    text, _ = pages(raised)

    assert "**The axes are exchanged.**" in text
    assert "raised TypeError: no such sum" in text


def test_what_was_drawn_is_told_only_where_no_call_shows_it():
    drawn = check(counterexample="seed=0", call="first.double([1.0])")

    assert "seed=0" not in pages(drawn)[0]
    assert "seed=0" in pages(msgspec.structs.replace(drawn, call=None))[0]


def test_brackets_in_a_fact_are_no_case():
    cases = [
        check(id=f"first::{name}", title=f"It is clipped to [0, 1]. [{name}]")
        for name in ("below [0, 1]", "above")
    ]

    text, _ = pages(*cases)

    assert "- It is clipped to \\[0, 1\\]: below \\[0, 1\\], above (4 points)" in text


def test_checks_that_fail_alike_stand_together_whatever_their_numbers():
    others = [
        check(
            id=str(size),
            title=f"T. [{size}]",
            message=f"item [0]: {size} of {size} values are wrong",
        )
        for size in (3, 5)
    ]

    text, _ = pages(*others, check(title="S.", message="expected shape (3,), got shape (2,)"),
                    check(title="U.", message="expected shape (5, 1), got shape (4,)"), reveal="diagnosis")  # fmt: skip

    assert "**Wrong values**\n\n- T: 3, 5 (4 points)\n" in text
    assert "got shape (2,), for example**\n\n- S. (2 points)\n- U. (2 points)" in text


def test_what_was_not_called_again_is_told_with_what_stopped_it():
    timeout = check(status="timeout", message="no answer within 2 s: is there an endless loop?")
    again = check(
        status="timeout",
        title="U.",
        message="double is not called again: it did not return in time before",
    )

    text, _ = pages(again, timeout, reveal="diagnosis")

    assert "Took too long: no answer within 2 s: is there an endless loop?" in text
    assert "again" not in text


def test_what_is_not_begun_takes_a_line():
    away = [
        check(unit=unit, status="not_implemented", message=f"{unit}.py was not handed in")
        for unit in "xy"
    ]
    stub = check(unit="z", status="not_implemented", message="double: not written yet")
    half = check(function="halve", status="not_implemented", message="halve: not written yet")

    text, html = pages(*away, stub, PASSED, half)

    assert (
        "Not handed in: x, y (4 points).\n" in text and "Not written yet: z (2 points).\n" in text
    )
    assert "Not written yet: `halve`.\n" in text and text.count("##") == 1
    assert "Not handed in:</strong> x, y" in html


@pytest.mark.parametrize("reveal", [*Reveal])
def test_a_unit_that_cannot_be_imported_is_one_sentence_with_its_line(reveal):
    said = "first.py could not be imported: SyntaxError: expected ':' (line 6)"
    checks = [check(id=name, title=name, status="error", message=said) for name in "ab"]

    for text in pages(*checks, reveal=reveal, notes=(f"first: {said}", "fist.py is not taken")):
        assert text.replace("&#39;", "'").count(said) == 1
        assert "fist.py is not taken" in text and "<li>" not in text and "\n- a" not in text


def test_a_file_that_cannot_be_used_ends_with_one_mark():
    said = "while first.py was imported: no answer within 5 s: is there an endless loop?"

    text, _ = pages(check(status="timeout", message=said))

    assert f"The file cannot be used: {said}\n" in text


def test_a_student_s_own_line_is_told():
    error = check(
        status="error",
        message="raised ValueError: output array is read-only",
        frames=("first.py, line 10, in double: x *= 2",),
    )

    text, _ = pages(error, reveal="diagnosis")

    assert "**Raised ValueError: output array is read-only**" in text
    assert "Your line:\n\n```text\nfirst.py, line 10, in double: x *= 2\n```" in text


def test_a_case_is_at_most_a_screenful():
    huge = check(
        call=f"first.double({'[[1.5, 2.5], [3.5, 4.5]], ' * 80})",
        actual=str([[1.5] * 9] * 40),
        expected=str([[2.5] * 9] * 40),
        worst="at [20, 3]: got 1.5, expected 2.5",
        counterexample="x" * 5000,
        output="line\n" * 250_000,
        diagnosis="Wrong. " * 10_000,
        message="m" * 10**6,
    )

    text, html = pages(huge, student="s" * 10**6)

    (fence,) = re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)
    assert fence.count("\n") < CALL_LINES + 2 * VALUE_LINES + PRINTED_LINES + 14
    assert max(map(len, fence.splitlines())) < 100
    assert len(text) < 10_000 and len(html) < 20_000


# What is revealed

SECRET = 7321.5


def secret_failures():
    """What hidden checks say when they fail on arguments and results that nobody else has."""
    vector, words = np.array([SECRET, 48211.25]), ["setosa", "relu6"]
    close = [
        (vector, vector + 909.5), (vector.astype(np.float32), vector), (vector[:1], vector),
        ([vector], [vector, vector]), (SECRET, vector), (None, SECRET), ("48211.25", SECRET), (words, [1.0, 2.0]),
        ({"setosa": SECRET}, vector), ((SECRET, words), vector), (np.array([np.nan, np.inf]), vector),
    ]  # fmt: skip
    for actual, wanted in close:
        yield lambda f, actual=actual, wanted=wanted: testing.check_close(
            testing.call(f, actual), wanted
        )
    yield lambda f: testing.check_integers(testing.call(f, [48211]), np.array([48212]))
    yield lambda f: testing.check_answer(testing.call(f, SECRET), True)
    yield lambda f: testing.check_value_error(f, SECRET, mentions=["setosa", 48211.25])
    yield lambda f: testing.check_value_error(
        raising(ValueError("no")), "setosa", mentions=["setosa"]
    )
    yield lambda f: testing.check_that(
        not testing.call(f, vector),
        f"the best is {words[0]!r} of {vector} and {[SECRET]}",
        actual=vector,
    )
    yield lambda f: testing.check_that(
        not testing.call(f, words),
        f"expected 48211 labels such as {words[1]!r} in {SECRET:.3e}",
        expected=words,
    )
    for message in (
        f"rate is {SECRET}", f"no {vector!r}", "setosa", f"index 48211 is out of bounds: {words}", f"-{SECRET}",
        "invalid literal for int() with base 10: 'setosa'", f"{{'setosa': {SECRET}}} at (48211.25)",
    ):  # fmt: skip
        for kind in (ValueError, KeyError, RuntimeWarning, NotImplementedError, AssertionError):
            yield lambda f, kind=kind, message=message: testing.call(
                raising(kind(message)), vector, words
            )


def raising(error):
    def function(*_):
        raise error

    return function


@pytest.mark.parametrize("fails", [*secret_failures()])
@pytest.mark.parametrize("reveal", ["titles", "diagnosis"])
def test_below_counterexamples_no_value_shows(fails, reveal):
    RECORD.clear()
    with pytest.raises(Exception) as caught:
        fails(lambda x: x)
    told = judge(caught.value)
    facts = {name: getattr(told, name) for name in told.__struct_fields__}
    checked = check(**facts, output=f"{SECRET} setosa", id="x", title="It fails.")

    for text in pages(checked, reveal=reveal):
        body = text.partition("</style>")[2] or text
        assert not re.search(r"7321|48211|48212|909|setosa|relu6|\bnan\b|\binf\b|7\.3", body), body


@pytest.mark.parametrize(
    ("status", "message", "told"),
    [
        ("failed", "expected 48 labels such as np.str_('pear')", "expected … labels such as …"),
        ("failed", "item [0][1]: expected a float, got str 'seven, three'", "item [0][1]: expected a float, got a str"),
        ("failed", "expected a tuple or list of 3, got 2 items", None),
        ("failed", "expected a list of 4 batches for 17 rows", "expected a list of … batches for … rows"),
        ("failed", "expected shape (4,), got shape (3, 4), which is its transpose", None),
        ("failed", "CD-1 gives v1 of 0 or 1, and l2 at 1e-07", "CD-1 gives v1 of 0 or 1, and l2 at …"),
        ("failed", "assert 3.5 == 4.5\n +  where 3.5 = f(7)", "what the title says does not hold"),
        ("error", "raised ValueError: not a float: 'pear'", "raised ValueError: not a float: …"),
        ("error", "raised ValueError: bad [[1., 2.],\n [3., 4.]]", "raised ValueError: bad […,"),
        ("not_implemented", "seven three", "not written yet"),
        ("not_implemented", "Model.fit: not written yet", None),
        ("crashed", "the Python process ended (exit status 0)", None),
    ],
)  # fmt: skip
def test_general_words(status, message, told):
    assert general(check(status=status, message=message)) == (told or message)


@pytest.mark.parametrize(
    "name", ["call", "actual", "expected", "worst", "counterexample", "output"]
)
def test_a_fact_of_a_hidden_check_is_told_with_counterexamples_only(name):
    fact = "at [7]: 73219" if name == "worst" else "73219"

    shown = {
        reveal: any("73219" in text for text in pages(check(**{name: fact}), reveal=reveal))
        for reveal in Reveal
    }

    assert shown == {Reveal.titles: False, Reveal.diagnosis: False, Reveal.counterexamples: True}


def test_titles_tell_nothing_but_fact_points_and_how_it_came_out():
    checks = [
        msgspec.structs.replace(WRONG, diagnosis="Sum over rows."),
        check(
            id="e",
            title="E.",
            status="error",
            message="raised KeyError: 5",
            frames=("f.py, line 1",),
        ),
        check(id="t", title="T.", status="timeout", message="no answer within 2 s"),
    ]

    text, html = pages(
        *checks, reveal="titles", lessons={("first", "double"): Lesson("Add.", "Twice")}
    )

    body = text.partition("3 of 3 checks fail.")[2]
    assert body.split("\n\n") == [
        "",
        "**Wrong result**",
        "- Each row sums to one. (2 points)",
        "**Raised an error**",
        "- E. (2 points)",
        "**Took too long**",
        "- T. (2 points)\n",
    ]
    assert "Sum over" not in html and "KeyError" not in html and "Add." not in html


def test_a_sentence_of_its_own_needs_no_word_before_it():
    text, _ = pages(check(message="the ValueError's message should mention tanh"))

    assert "**The ValueError's message should mention tanh**" in text


def test_a_warning_is_no_wrong_result():
    warned = check(message="warned, where none is allowed: overflow in exp", title="W.")

    titles, _ = pages(check(title="R."), warned, reveal="titles")
    told, _ = pages(warned)

    assert "**Wrong result**\n\n- R." in titles
    assert "**Warned, where none is allowed**\n\n- W." in titles
    assert "**Warned, where none is allowed: overflow in exp**" in told


def test_words_that_a_student_wrote_into_an_exception_are_left_to_their_own_line():
    error = check(
        status="error",
        message="raised ValueError: seven three two one",
        frames=("first.py, line 3, in double: raise ValueError(spelled(x))",),
    )

    text, _ = pages(error, reveal="diagnosis")

    assert "**Raised ValueError**" in text and "seven" not in text


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("operands could not be broadcast together with shapes (7,11) (3,) ", None),
        ("could not broadcast input array from shape (3,) into shape (4,)", None),
        ("double() got multiple values for argument 'x'", None),
        ("name 'np' is not defined", None),
        ("unsupported operand type(s) for @: 'list' and 'list'", None),
        ("double is missing; is 'Double' meant to be it?", None),
        ("index 5 is out of bounds for axis 2 with size 3", "index … is out of bounds for axis … with size …"),
    ],
)  # fmt: skip
def test_words_of_python_and_numpy_stay(message, told):
    failed = check(
        status="error", message=f"raised TypeError: {message}", frames=("f.py, line 1: x @ y",)
    )

    text, _ = pages(failed, reveal="diagnosis")

    wanted = (told or message).strip()
    shown = re.search(r"\*\*Raised TypeError: (.*)\*\*", text)[1].replace("\\", "")
    assert shown == wanted


# Nothing that a student wrote is markup


def written_by_a_student(text):
    """A report that holds a text wherever a student can put one."""
    return [
        check(id="1", title="T1.", message=f"raised ValueError: {text}", status="error", frames=(text, text),
              call=text, output=text),
        check(id="2", title="T2.", message=text, call=f"first.double({text!r})", actual=text, expected="1",
              counterexample=text, worst=text),
        check(id="3", title="T3.", message=text, diagnosis=f"{text} {text}"),
        check(id="4", title=f"{text} [{text}]", message="wrong value", actual=repr(text)),
        check(id="5", unit="second", status="error", message=f"second.py could not be imported: E: {text}",
              frames=(text,)),
    ]  # fmt: skip


@pytest.mark.parametrize("reveal", [*Reveal])
@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_markup_of_a_student_s(text, reveal):
    fields = {"notes": (text,), "truncations": (text,)}
    _, harmless = pages(
        *written_by_a_student("a"), student="a", reveal=reveal, notes=("a",), truncations=("a",)
    )

    _, html = pages(*written_by_a_student(text), student=text, reveal=reveal, **fields)

    reader, plain = Reader.read(html), Reader.read(harmless)
    extra = {
        "details",
        "summary",
        "ul",
        "li",
        "p",
        "pre",
        "dt",
        "dd",
        "dl",
        "small",
        "strong",
        "div",
        "b",
        "i",
    }
    assert set(reader.tags) - extra <= set(plain.tags) | {"code"}
    assert of_others_in_html(html) == unprintable(html) == []


def test_markdown_holds_no_formula_of_a_student_s():
    markdown, _ = pages(check(title=r"$\href{javascript:x}{T}$", message="wrong value"))

    assert re.findall(r"(?<!\\)\$", markdown) == []


@pytest.mark.parametrize("reveal", [*Reveal])
@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_no_markup_of_a_student_s(text, reveal):
    fields = {"notes": (text,), "truncations": (text,)}

    markdown, _ = pages(*written_by_a_student(text), student=text, reveal=reveal, **fields)

    headings = headings_in_markdown(markdown)
    assert of_others_in_markdown(markdown) == unprintable(markdown) == []
    assert (
        len(headings) == 4
        and headings[1].startswith("first: ")
        and headings[2].startswith("`double`")
    )


def test_a_fence_is_longer_than_any_in_it():
    text, _ = pages(check(output="``````\n# x", call="first.double(1)"))

    assert "\n```````text\n" in text


def test_the_page_needs_nothing_and_allows_nothing():
    _, html = pages(WRONG)

    assert "default-src 'none'; style-src 'unsafe-inline'" in html and '<html lang="en">' in html
    assert "prefers-color-scheme: dark" in html and "@media print" in html
    assert not re.search(r"https?:|<script|@import|url\(", html)


# Where help is found


def test_hints_and_lessons_are_read_from_the_course():
    lessons = read_lessons(read_course(ROOT))

    assert lessons["activations", "softmax"].section == "Softmax, a row at a time"
    assert lessons["activations", "softmax"].hint.startswith("Shift each row before")
    assert lessons["costs", "one_hot"] == Lesson(lessons["costs", "one_hot"].hint, "")


def test_a_release_without_solutions_gives_no_hints(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "exercises").symlink_to(ROOT / "exercises")

    lessons = read_lessons(read_course(tmp_path))

    assert lessons["activations", "softmax"] == Lesson("", "Softmax, a row at a time")


# The command


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for student in ("ann", "李 雷", "../eve"):
        made = report(WRONG, PASSED, student=student)
        (folder / f"{student.replace('/', '_')}.json").write_bytes(to_json(made))
    (folder / "class.csv").write_text("student\n")
    return folder


def run(*arguments, cwd):
    command = [GRADER, "feedback", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def test_each_student_has_two_pages(reports, tmp_path):
    done = run(reports, cwd=tmp_path)

    written = {path.name for path in (reports / "feedback").iterdir()}
    assert done.returncode == 0 and done.stdout == ""
    assert done.stderr == f"3 written; a Markdown and an HTML page each are in {reports}/feedback\n"
    assert {"ann.md", "ann.html", "李 雷.md", "李 雷.html"} < written and len(written) == 6
    assert "Hint" not in (reports / "feedback" / "ann.md").read_text("utf-8")


def test_pages_of_a_report_that_is_gone_are_named(reports, tmp_path):
    run(reports, cwd=tmp_path)
    (reports / "ann.json").unlink()

    done, one = run(reports, cwd=tmp_path), run(reports, "--student", "李 雷", cwd=tmp_path)

    assert "pages of students who have no report here: ann.html, ann.md\n" in done.stderr
    assert done.returncode == 0 and "no report here" not in one.stderr


def test_one_student_is_written_elsewhere_with_counterexamples(reports, tmp_path):
    done = run(
        reports, "--student", "李 雷", "--out", "there", "--reveal", "counterexamples", cwd=tmp_path
    )

    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "there").iterdir()} == {"李 雷.md", "李 雷.html"}
    assert "1.0986123" in (tmp_path / "there" / "李 雷.html").read_text("utf-8")


def test_what_is_no_report_is_named_and_the_rest_is_written(reports, tmp_path):
    (reports / "broken.json").write_text("{")
    (reports / "copy.json").write_bytes((reports / "ann.json").read_bytes())

    done = run(reports, cwd=tmp_path)

    assert done.returncode == 1
    assert "no report of this version is in " in done.stderr
    assert "copy.json: keep one\n" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("3 written, 2 could not be read; ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there are no reports in nowhere: grader autograde"),
        (["reports", "--student", "bob"], "there is no report of bob in reports"),
        (["reports", "--out", "reports/ann.json"], "no pages can be written to"),
        (["reports", "--reveal", "all"], "is not one of"),
    ],
)
def test_a_wrong_command_is_one_sentence(reports, tmp_path, arguments, said):
    done = run(*arguments, cwd=tmp_path)

    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
