"""What is told of saves."""

from __future__ import annotations

import queue

from grader.practice import events
from grader.practice.events import SAVED, saves


def test_saves_of_modules_are_told_and_nothing_else(desk):
    told: queue.SimpleQueue = queue.SimpleQueue()
    folder = desk / "exercises"

    with saves(folder, told.put, told.put):
        (folder / "first.py").touch()
        while with_time(told) is None:  # it did not look yet
            (folder / "first.py").touch()
        drain(told)
        for name in (".first.py.swp", "first.py~", "notes.txt", "_own.py"):
            (folder / name).write_text("x")
        (folder / "__pycache__").mkdir()
        quiet = with_time(told)
        (folder / "second.py").rename(folder / "third.py")
        renamed = told.get(timeout=20)

    assert (quiet, renamed) == (None, SAVED)


def test_a_folder_that_cannot_be_watched_is_a_sentence(tmp_path):
    told: queue.SimpleQueue = queue.SimpleQueue()

    with saves(tmp_path / "gone", told.put, told.put):
        said = told.get(timeout=20)

    assert said.startswith(f"saves in {tmp_path / 'gone'} cannot be seen: ")


def test_a_file_whose_name_is_no_text_does_not_end_the_watch(tmp_path, monkeypatch):
    problems = [RuntimeError("Unable to decode path")]

    def watch(*_, stop_event, **__):
        if problems:
            raise problems.pop()
        yield {"a save"}
        stop_event.wait(10)

    monkeypatch.setattr(events, "watch", watch)
    told: queue.SimpleQueue = queue.SimpleQueue()

    with saves(tmp_path, told.put, told.put):
        heard = [told.get(timeout=10) for _ in range(2)]

    assert heard == [SAVED, SAVED]


def with_time(told):
    """What is told within a moment; None where nothing is."""
    try:
        return told.get(timeout=0.4)
    except queue.Empty:
        return None


def drain(told):
    while with_time(told) is not None:
        pass
