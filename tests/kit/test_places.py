"""Where code hangs, of the stack that its worker writes: confirmed, and the loop rather than a line in it."""

from __future__ import annotations

import time

from grader.sandbox.places import confirmed, hanging

SOURCE = b"""def step(x):
    for i in range(3):
        x = x + i
    return x


def train(x):
    for epoch in range(9):
        while x > 0:

# a comment at the margin
            if epoch:
                pass
            else:
                x = step(x)
        else:
            x = 1
    return x


def count(x):
    return sum(1 for _ in x)
"""


def dump(*frames: tuple[int, str]) -> bytes:
    """What faulthandler writes, innermost first."""
    lines = [f'  File "exercises/unit.py", line {line} in {name}\n' for line, name in frames]
    ours = '  File "/grader/sandbox/worker.py", line 340 in serve\n'
    return "".join(["Current thread 0x1 (most recent call first):\n", *lines, ours]).encode()


def place(*frames: tuple[int, str]) -> tuple[str, ...]:
    return hanging(dump(*frames), {"unit": SOURCE})


def test_a_while_loop_is_named_wherever_in_it_the_code_is_met():
    loop = ("unit.py, line 9, in train: while x > 0:",)

    assert place((15, "train")) == loop
    assert place((9, "train")) == loop
    assert place((3, "step"), (15, "train")) == loop


def test_without_a_while_loop_the_outermost_for_loop_is_named():
    assert place((3, "step")) == ("unit.py, line 2, in step: for i in range(3):",)
    assert place((3, "step"), (17, "train")) == (
        "unit.py, line 8, in train: for epoch in range(9):",
    )


def test_what_comes_after_a_loop_is_no_part_of_it():
    assert place((4, "step")) == ("unit.py, line 4, in step: return x",)


def test_without_a_loop_the_innermost_line_is_told():
    assert place((22, "<genexpr>"), (22, "count")) == (
        "unit.py, line 22, in <genexpr>: return sum(1 for _ in x)",
    )


def test_places_that_were_not_handed_in_are_not_told():
    forged = (
        b'  File "exercises/3.14.py", line 1 in f\n  File "exercises/unit.py", line 1 in secret\n'
    )

    assert hanging(forged, {"unit": SOURCE}) == ()
    assert place((99999, "train")) == ()
    assert hanging(b"\xff\0" * 9999, {"unit": SOURCE}) == ()


def test_bytes_that_are_no_text_tell_no_place():
    forged = b'  File "exercises/\xff.py", line 1 in f\n' + dump((4, "step"))

    assert hanging(forged, {"unit": SOURCE}) == ("unit.py, line 4, in step: return x",)


def test_lines_are_counted_as_python_does():
    source = "\x0c\nx = '''\u2028\x85'''\r\ndef f():\r    return 1\n".encode()
    said = ["unit.py, line 4, in f: made up"]

    assert confirmed(said, {"unit": source}) == ("unit.py, line 4, in f: return 1",)
    assert hanging(dump((4, "f")), {"unit": source}) == confirmed(said, {"unit": source})


def test_a_name_that_is_not_ascii_is_told():
    source = "def größe_𐐀():\n    pass\n".encode()

    told = hanging(dump((2, "gr\\xf6\\xdfe_\\U00010400")), {"unit": source})

    assert told == ("unit.py, line 2, in größe_𐐀: pass",)


def test_a_forged_stack_of_a_long_module_is_soon_read():
    source = b"def f():\n" + b"#\n" * 400_000
    forged = dump(*((400_000 - number, "f") for number in range(800)))

    begun = time.monotonic()
    hanging(forged, {"unit": source})

    assert time.monotonic() - begun < 10
