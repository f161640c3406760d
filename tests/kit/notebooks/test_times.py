"""When work was handed in: what a file beside a notebook says, and what it cannot do."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from types import SimpleNamespace

import pytest
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from grader.notebooks.times import read_time, read_times_safely

COURSE = SimpleNamespace(log=logging.getLogger("course"))


@pytest.mark.parametrize(
    ("text", "time"),
    [("2026-02-02 00:00:10 UTC", datetime(2026, 2, 2, 0, 0, 10)),
     ("2026-02-02 00:00:10.250000 UTC\n", datetime(2026, 2, 2, 0, 0, 10, 250_000)),
     ("2026-02-02T10:00:00+01:00", datetime(2026, 2, 2, 9)),
     ("2026-02-02 10:00 Europe/Berlin", datetime(2026, 2, 2, 9)),
     ("", None), ("soon", None), ("2026-99-99 00:00:00 UTC", None), ("1" * 10_000, None),
     ("2026-02-02 00:00:10 /etc/passwd", None), ("9" * 30 + " 1 1", None), ("\0", None)],
)  # fmt: skip
def test_a_time_is_read_and_nothing_else(text, time, tmp_path):
    (tmp_path / "timestamp.txt").write_text(text)

    assert read_time(COURSE, str(tmp_path)) == time


def test_a_folder_without_the_file_has_no_time(tmp_path):
    assert read_time(COURSE, str(tmp_path)) is None


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_what_is_no_file_is_passed_over(make, tmp_path, caplog):
    make(tmp_path / "timestamp.txt")

    assert read_time(COURSE, str(tmp_path)) is None
    assert "holds no time" in caplog.text


def test_all_of_nbgrader_reads_times_so(tmp_path):
    folder = tmp_path / "submitted" / "ann" / "first"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("soon")
    read_times_safely()
    api = NbGraderAPI(config=Config(CourseDirectory=Config(root=str(tmp_path))))

    assert api.get_submitted_timestamp("first", "ann") is None
    assert api.coursedir.get_existing_timestamp(str(folder)) is None
