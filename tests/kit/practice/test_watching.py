"""What happens on a save, a verdict or a key."""

from __future__ import annotations

import json
from datetime import date

import pytest
from rich.text import Text

from grader import outcome
from grader.practice import page
from grader.practice.checker import Answered, Done, PracticeError
from grader.practice.verdict import Ready, Verdict
from grader.practice.watching import Watching
from grader.progress import Progress, read_progress, write_progress

NAMES = ("first.double", "first.half", "second.quadruple")
TODAY = date.today().isoformat()


def verdict(name, status=outcome.PASSED):
    lines = () if status == outcome.PASSED else (f"{name}: not written yet",)
    if status == outcome.FAILED:
        lines = ("wrong value",)
    return Verdict(
        name=name, status=status, passed=int(not lines), checks=1, title="A fact.", lines=lines, test="test.py:1"
    )  # fmt: skip


class Desk:
    """A watched course whose verdicts are given by hand."""

    def __init__(self, root):
        self.root = root
        self.asked, self.drawn = [], []
        self.watching = Watching(root, self._ask, self._draw)

    def _ask(self, names):
        self.asked.append(names)
        return len(self.asked)

    def hear(self, verdict, request=None):
        self.watching.hear(Answered(request or len(self.asked), verdict))

    def _draw(self, lines, status):
        self.drawn.append(("\n".join(line.plain for line in lines), status))

    @property
    def screen(self):
        return self.drawn[-1][0]

    def answer(self, **statuses):
        """Answer what was asked for last: those that are not named pass."""
        for name in self.asked[-1]:
            self.hear(verdict(name, statuses.get(name.partition(".")[2], outcome.PASSED)))
        self.watching.hear(Done(len(self.asked)))

    def save(self, first, **statuses):
        (self.root / "exercises" / "first.py").write_text(first)
        self.watching.see_save()
        self.answer(**statuses)


@pytest.fixture
def watched(desk):
    """A course that was checked as a whole: nothing is written yet."""
    watched = Desk(desk)
    watched.watching.check_all()
    watched.answer(**dict.fromkeys(("double", "half", "quadruple"), outcome.NOT_IMPLEMENTED))
    return watched


def test_at_first_all_is_checked_and_what_is_next_is_shown(watched):
    assert watched.asked == [NAMES]
    assert watched.screen.startswith("first.double is next\n")
    assert "A fact." in watched.screen
    assert "exercises/first.py, line 6" in watched.screen
    assert watched.watching.settled


def test_a_save_has_what_it_touches_checked_and_no_more(watched, first):
    watched.save(first(half="return x / 2"), half=outcome.FAILED)

    assert watched.asked[-1] == ("first.half",)
    assert watched.screen.startswith("first.half: 0 of 1 checks pass\n")


def test_the_first_failure_is_on_the_screen_before_the_others_are_through(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("return x"))
    watched.watching.see_save()
    watched.hear(verdict("first.double", outcome.FAILED))

    assert watched.asked[-1] == ("first.double", "second.quadruple")
    assert watched.screen.startswith("first.double: 0 of 1 checks pass")
    assert not watched.watching.settled


def test_one_failure_at_a_time_the_first_in_the_order_of_the_lessons(watched, first):
    watched.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)

    assert "quadruple" not in watched.screen


def test_what_is_solved_is_said_and_kept_and_the_next_is_shown(watched, first):
    watched.save(first("return 2 * x"), quadruple=outcome.NOT_IMPLEMENTED)

    assert watched.screen.startswith("first.double: all checks pass, solved\n\nfirst.half is next")
    assert read_progress(watched.root) == Progress({"first.double": TODAY})


def test_what_is_solved_is_on_the_screen_though_the_next_is_not_checked_yet(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("return 2 * x") + "LIMIT = 3\n")
    watched.watching.see_save()
    watched.hear(verdict("first.double"))

    assert watched.asked[-1] == NAMES
    assert watched.drawn[-1] == (
        "first.double: all checks pass, solved\n",
        "checking first.half …",
    )


def test_what_is_next_is_on_the_screen_before_the_others_are_through(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("return 2 * x"))
    watched.watching.see_save()
    watched.hear(verdict("first.double"))

    assert watched.asked[-1] == ("first.double", "second.quadruple")
    assert watched.screen.startswith("first.double: all checks pass, solved\n\nfirst.half is next")


def test_a_function_that_breaks_again_is_not_solved_any_more(watched, first):
    watched.save(first("return 2 * x"))
    watched.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)

    assert read_progress(watched.root) == Progress()
    assert watched.screen.startswith("first.double: 0 of 1 checks pass")


def test_after_something_is_solved_what_failed_before_is_shown_again(watched, first):
    watched.save(first("return x"), double=outcome.FAILED, quadruple=outcome.NOT_IMPLEMENTED)
    watched.save(first("return x", "return x / 2"))

    assert watched.screen.startswith(
        "first.half: all checks pass, solved\n\nfirst.double: 0 of 1 checks pass"
    )


def test_a_save_that_changes_nothing_has_what_is_shown_checked_again(watched):
    watched.watching.see_save()

    assert watched.asked[-1] == ("first.double",)


def test_what_was_not_answered_yet_is_asked_for_again_with_what_the_next_save_touches(
    watched, first
):
    watched.watching.check_all()
    watched.hear(verdict("first.double", outcome.NOT_IMPLEMENTED))
    (watched.root / "exercises" / "first.py").write_text(first("return x"))
    watched.watching.see_save()

    assert watched.asked[-1] == ("first.double", "second.quadruple", "first.half")


def test_verdicts_of_a_round_that_was_given_up_do_not_count(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("while True: pass"))
    watched.watching.see_save()
    given_up = len(watched.asked)
    (watched.root / "exercises" / "first.py").write_text(first("return x"))
    watched.watching.see_save()
    watched.hear(verdict("first.double"), given_up)
    watched.watching.hear(Done(given_up))

    assert not watched.watching.settled
    assert "solved" not in watched.screen


def test_a_save_in_the_first_round_is_answered_first_and_what_is_next_then_as_ever(desk, first):
    watched = Desk(desk)
    watched.watching.check_all()
    (desk / "exercises" / "first.py").write_text(first(half="return x"))
    watched.watching.see_save()
    asked = watched.asked[-1]
    watched.hear(verdict("first.half", outcome.FAILED))
    shown = watched.screen
    watched.save(first(half="return x / 2"), double=outcome.NOT_IMPLEMENTED)

    assert asked == ("first.half", "first.double", "second.quadruple")
    assert shown.startswith("first.half: 0 of 1 checks pass")
    assert "first.double is next" in watched.screen


def test_nothing_is_said_to_be_solved_before_anything_is_known(desk):
    watched = Desk(desk)
    watched.watching.redraw("getting ready")
    write_progress(desk, Progress({"first.double": TODAY}, {}))
    again = Desk(desk)
    again.watching.redraw("getting ready")

    assert watched.screen == ""
    assert again.screen.startswith("first.half is next\n")


def test_what_a_round_found_that_was_given_up_is_kept(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("return 2 * x"))
    watched.watching.see_save()
    watched.hear(verdict("first.double"))
    watched.save(first("return 2 * x", "return x / 2"))

    assert read_progress(watched.root).solved == dict.fromkeys(NAMES, TODAY)


def test_a_second_event_of_a_save_does_not_begin_its_checks_again(watched, first):
    (watched.root / "exercises" / "first.py").write_text(first("return x"))
    watched.watching.see_save()
    rounds = len(watched.asked)
    watched.watching.see_save()

    assert len(watched.asked) == rounds


def test_a_file_that_is_gone_for_a_moment_and_comes_back_is_checked(watched):
    module = watched.root / "exercises" / "first.py"
    text = module.read_text()
    module.unlink()
    watched.watching.see_save()
    gone = watched.asked[-1]
    module.write_text(text)
    watched.watching.see_save()

    assert gone == watched.asked[-1] == NAMES


def test_when_all_is_solved_that_is_said(watched, first):
    watched.save(first("return 2 * x", "return x / 2"))

    assert "All 3 functions are solved" in watched.screen
    assert watched.watching.current is None
    assert all(watched.watching.press(key) for key in "nhlrx")


def test_what_is_refused_when_it_is_marked_is_said_as_soon_as_it_is_saved(watched, first):
    said = "first.py, line 3, imports rich, which is not there when it is marked"
    watched.save(first("return 2 * x").replace("import numpy", "import rich\nimport numpy"))

    assert said in watched.screen
    watched.save(first("return 2 * x"))
    assert said not in watched.screen


def test_next_goes_on_and_round(watched):
    seen = []
    for _ in range(4):
        watched.watching.press("n")
        seen.append(watched.watching.current)

    assert seen == ["first.half", "second.quadruple", "first.double", "first.half"]


def test_list_shows_units_and_functions_until_it_is_pressed_again(watched):
    watched.watching.press("l")
    listed = watched.screen
    watched.watching.press("l")

    assert "first                    0 of 2\n  → double\n    half\n" in listed
    assert watched.screen.startswith("first.double is next")


def test_check_all_asks_for_all(watched):
    watched.watching.press("c")

    assert watched.asked[-1] == NAMES
    assert watched.drawn[-1][1] == "checking first.double …"


def test_check_all_says_when_it_is_through_and_keeps_what_was_chosen(watched):
    for key in "nc":
        watched.watching.press(key)
    watched.answer(**dict.fromkeys(("double", "half", "quadruple"), outcome.NOT_IMPLEMENTED))

    assert watched.screen.startswith("first.half is next")
    assert watched.drawn[-1][1] == "all 3 functions are checked"


def test_what_is_next_after_something_is_solved_is_the_first_of_the_course(watched, first):
    watched.save(first(half="return x / 2"))

    assert watched.screen.startswith("first.half: all checks pass, solved\n\nfirst.double is next")


def test_of_a_list_that_is_too_long_the_part_around_the_arrow_is_shown():
    lines = [*map(Text, [*"abcdef", "  → here", *"ghi"])]

    shown = [line.plain for line in page.around_arrow(lines, 5)]
    assert shown == ["e", "f", "  → here", "g", "h"]
    assert page.around_arrow(lines, 10) == lines
    assert page.around_arrow(lines[:6], 3) == lines[:6]


def test_quit_leaves(watched):
    assert watched.watching.press("q") is False


@pytest.fixture
def handed_out(watched):
    """The kit has the stubs and hints of the first unit."""
    stub = (watched.root / "exercises" / "first.py").read_text()
    hints = {"double": ["Add it to itself.", "Or multiply."]}
    document = {"first": {"stub": stub, "hints": hints}}
    (watched.root / "kit" / "handout.json").write_text(json.dumps(document))
    return watched


def test_hints_come_one_by_one_and_are_remembered(handed_out):
    seen = []
    for _ in range(3):
        handed_out.watching.press("h")
        seen.append(handed_out.screen.rpartition("\n\n")[2])

    assert seen[0] == "hint 1 of 2: Add it to itself."
    assert seen[1] == "hint 1 of 2: Add it to itself.\nhint 2 of 2: Or multiply."
    assert seen[2] == f"{seen[1]}\nthese are all; what double is to do stands in its docstring"
    assert read_progress(handed_out.root).hints == {"first.double": 2}


def test_hints_stay_while_the_function_fails(handed_out, first):
    handed_out.watching.press("h")
    handed_out.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)

    assert "hint 1 of 2" in handed_out.screen


def test_hints_that_were_seen_elsewhere_are_kept(handed_out, first):
    write_progress(handed_out.root, Progress({}, {"first.half": 1}))
    handed_out.save(first("return 2 * x"))

    assert read_progress(handed_out.root).hints == {"first.half": 1}


def test_reset_asks_and_puts_the_stub_back(handed_out, first):
    module = handed_out.root / "exercises" / "first.py"
    stub = module.read_text()
    handed_out.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)
    handed_out.watching.press("r")
    asked = handed_out.drawn[-1][1]
    handed_out.watching.press("y")

    assert asked.startswith("put first.double back as it was handed out?")
    assert module.read_text() == stub
    assert "is as it was handed out; yours is kept in exercises/.kept/" in handed_out.screen


def test_reset_does_nothing_without_a_yes(handed_out, first):
    handed_out.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)
    for key in "rn":
        handed_out.watching.press(key)

    assert (handed_out.root / "exercises" / "first.py").read_text() == first("return x")
    assert handed_out.drawn[-1][1] == "first.double stays as it is"
    assert "stays as it is" not in handed_out.screen


def test_where_nothing_can_be_kept_nothing_is_put_back_which_is_a_sentence(handed_out, first):
    kept = handed_out.root / "exercises" / ".kept"
    kept.write_text("in the way")
    handed_out.save(first("return x"), double=outcome.FAILED, quadruple=outcome.FAILED)
    for key in "ry":
        handed_out.watching.press(key)

    assert handed_out.screen.endswith("exercises/.kept: File exists")
    assert (handed_out.root / "exercises" / "first.py").read_text() == first("return x")


def test_what_was_not_handed_out_is_a_sentence(watched):
    watched.watching.press("h")

    assert "kit/handout.json is missing" in watched.screen


def test_checks_that_cannot_be_read_end_it(watched):
    with pytest.raises(PracticeError, match="no checks"):
        watched.watching.hear(Ready("no checks"))
