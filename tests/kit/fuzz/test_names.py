"""Names and words of students wherever they go: files, tables, terminals, pages. Nothing becomes more than text."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import unicodedata
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader import screen, show
from grader.feedback import render
from grader.feedback.page import page
from grader.feedback.reveal import Reveal
from grader.gradebook import Gradebook, class_csv
from grader.report import Check, Report, file_name, totals
from tests.kit.fuzz.hostile import is_harmless

STATUSES = ["passed", "failed", "error", "timeout", "crashed", "not_implemented", "not_run"]
BAD = [
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1", "a\n=1", " at 0x1=1", "\ufeff=1", "\u200b=1", "'=1",
    "../../etc/passwd", "/", ".", "..", "a/b", "a\\b", "a:b", "-rf", "con", "NUL", "nul.x", "Com1", "LPT9 ", "class",
    "CLASS", "a.", "a ", "é", "e\u0301", "\u202eevil", "\u2066x", "\x1b]0;title\x07", "\x1b[2J", "\x9b2J", "\0", "\x7f",
    "<script>alert(1)</script>", "<img src=x onerror=y>", "</title><b>", "&lt;", "\"'><i>", "javascript:x", "{{ 7*7 }}",
    "[a](https://b)", "![a](b)", "# a", "\n# a", "`", "``` \n<b>", "*a*", "| a | b |", "1. a", "> a", "--- ", "a@b.c",
    "[bold]a[/bold]", ":smile:", "x" * 300, "李" * 100, "\ud800", "\U0010ffff", "\u2028", "a" * 190 + "/",
]  # fmt: skip
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)),
}
TAGS = set(
    "html head meta title style body header h1 h2 h3 bdi p strong main table caption thead tbody tr th td a section"
    " small code article div ul li i pre details summary dl dt dd b span".split()
)

words = st.sampled_from(BAD) | st.text(max_size=12)
students = words.map(lambda text: unicodedata.normalize("NFC", text))


@st.composite
def reports(draw):
    """A report whose texts are a student's, as far as marking lets them be."""

    def text(limit=show.LONGEST):
        return show.clipped("".join(draw(st.lists(words, max_size=3))), limit)

    def maybe():
        return draw(st.none()) if draw(st.booleans()) else text()

    checks = tuple(
        Check(
            id=f"a::{n}", unit="a", function=f"f{n % 2}", title=text(80), points=2.0, earned=0.0,
            status=draw(st.sampled_from(STATUSES)), message=text(), call=maybe(), actual=maybe(), expected=maybe(),
            worst=maybe(), counterexample=maybe(), diagnosis=maybe(), frames=(text(300),), output=text(),
        )
        for n in range(draw(st.integers(1, 4)))
    )  # fmt: skip
    return Report(
        student=draw(students), score=0.0, maximum=8.0, units=totals(checks, {}), checks=checks, seed=0,
        tests_digest="t", submission_digest="s", layers=(), kit_version="0", notes=(text(),),
    )  # fmt: skip


@settings(max_examples=300)
@given(students)
def test_a_file_s_name_is_one_that_every_disk_takes(student):
    name = file_name(student)

    assert is_harmless(name)
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|')
    assert not name.startswith((".", "-"))
    assert name.partition(".")[0].rstrip().casefold() not in DEVICES | {"class"}


@settings(max_examples=300)
@given(students, students)
@example("a:b", "a_b-" + file_name("a:b").removesuffix(".json").rpartition("-")[2])
@example("con", file_name("con").removesuffix(".json"))
@example("x" * 300, file_name("x" * 300).removesuffix(".json"))
def test_two_students_have_two_files(one, other):
    assert one == other or file_name(one) != file_name(other)
    assert one == file_name(one).removesuffix(".json") or file_name(one) != file_name(
        file_name(one).removesuffix(".json")
    )


@settings(max_examples=60)
@given(st.lists(reports(), max_size=3), st.dictionaries(students, words, max_size=3))
def test_the_class_is_a_table_of_inert_cells(found, unmarked):
    book = Gradebook(units={"a": 8.0}, unmarked=unmarked)
    for report in found:
        book.add(report)

    rows = list(csv.reader(io.StringIO(class_csv(book).decode("utf-8"))))

    assert [len(row) for row in rows] == [5] * (1 + len(found) + len(unmarked))
    for cell in (cell for row in rows for cell in row):
        assert is_harmless(cell)
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))


@settings(max_examples=100)
@given(st.lists(reports(), max_size=2))
def test_a_terminal_shows_the_class_and_does_nothing_else(found):
    book = Gradebook(units={"a": 8.0})
    for report in found:
        book.add(report)
    said = io.StringIO()

    with contextlib.redirect_stdout(said):
        screen.print_class(book)
        for report in found:
            screen.print_unit(list(report.checks))

    assert all(is_harmless(line.replace("\t", " ")) for line in said.getvalue().split("\n"))


class Tags(HTMLParser):
    """The tags of a page, and the places that they lead to."""

    def __init__(self):
        super().__init__()
        self.tags, self.places = set(), set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.places |= {
            value for name, value in attributes if name in ("href", "src", "onerror", "onload")
        }


@settings(max_examples=100)
@given(reports(), st.sampled_from(list(Reveal)))
def test_a_page_holds_a_student_s_words_as_text(report, reveal):
    html = render.html(page(report, reveal, {}))
    tags = Tags()
    tags.feed(html)
    tags.close()

    assert tags.tags <= TAGS
    assert all(re.fullmatch(r"#unit-\d+", place) for place in tags.places)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


@settings(max_examples=100)
@given(reports(), st.sampled_from(list(Reveal)))
def test_markdown_holds_a_student_s_words_as_text(report, reveal):
    text = render.markdown(page(report, reveal, {}))
    outside, fence = [], None
    for line in text.split("\n"):
        found = re.match(r"(`{3,})(text)?$", line)
        if fence is None and found:
            fence = found[1]
        elif fence is not None and line == fence:
            fence = None
        elif fence is None:
            outside.append(re.sub(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)", "", line))

    assert fence is None
    assert not any(re.search(r"(?<!\\)(?:\\\\)*<|(?<!\\)(?:\\\\)*\]\(", line) for line in outside)
    headings = [line for line in outside if re.match(r"\s*(#|>|\d+\.\s|={3,}|\+\s)", line)]
    assert all(re.match(r"# Feedback for |## a: |### : ", line) for line in headings)
