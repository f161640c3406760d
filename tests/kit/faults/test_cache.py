"""Recordings that are cut, flipped, missing or another's: marks are those of a whole cache, and it is whole again."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.engine import Engine
from grader.messages import Setup
from grader.report import Check
from grader.submission import Submission

SOURCES = {
    "right in other bits": b"def double(x):\n    return x * 2.0000000000001\n",
    "wrong": b"def double(x):\n    return x * 3.0\n",
}
NOBODY = 65534

Mark = Callable[[Path], list[Check]]


@pytest.fixture(scope="module")
def mark(toy) -> Mark:
    """Marks a right and a wrong submission with a cache: the checks, but for their seconds."""

    def run(cache: Path) -> list[Check]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NEUROKATA_CACHE", str(cache))
            with Engine(Setup(root=str(toy.root), units=("first",))) as engine:
                reports = [
                    engine.mark_one(Submission(name, {"first": source}))
                    for name, source in SOURCES.items()
                ]
        checks = [check for report in reports for check in report.checks]
        return [msgspec.structs.replace(check, seconds=0.0) for check in checks]

    return run


@pytest.fixture(scope="module")
def whole(mark, tmp_path_factory) -> tuple[Path, list[Check]]:
    """A whole cache, and the checks that were made when it was."""
    cache = tmp_path_factory.mktemp("whole")
    return cache, mark(cache)


@pytest.fixture
def recordings(whole, tmp_path) -> Path:
    """The one file of a cache that is to be damaged."""
    shutil.copytree(whole[0], tmp_path / "cache")
    (path,) = (tmp_path / "cache").iterdir()
    return path


def _signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _of_another_version(path: Path) -> None:
    path.write_bytes(_signed(msgspec.msgpack.encode({"version": 2, "recordings": []})))


def _of_fewer_checks(path: Path) -> None:
    path.write_bytes(_signed(msgspec.msgpack.encode({})))


def _of_another_user(path: Path) -> None:
    """Where we may give it to one: else it is one more whole cache."""
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("what", "damage"),
    [("empty", _empty), ("of another version", _of_another_version), ("of fewer checks", _of_fewer_checks),
     ("of another user", _of_another_user)],
)  # fmt: skip
def test_a_cache_that_cannot_be_used_changes_no_mark_and_is_mended(
    mark, whole, recordings, fault, what, damage
):
    content = recordings.read_bytes()
    damage(recordings)
    with fault(f"a cache {what}"):
        assert mark(recordings.parent) == whole[1]
        assert recordings.read_bytes() == content
        assert recordings.stat().st_uid == os.getuid()


def test_a_cache_that_is_cut_anywhere_changes_no_mark_and_is_mended(
    mark, whole, recordings, fault, some_moment
):
    content = recordings.read_bytes()
    recordings.write_bytes(content[: int(some_moment * len(content))])
    with fault("a cache cut short"):
        assert mark(recordings.parent) == whole[1]
        assert recordings.read_bytes() == content


def test_a_cache_with_one_bit_flipped_changes_no_mark_and_is_mended(
    mark, whole, recordings, fault, some_moment
):
    content = recordings.read_bytes()
    place, bit = divmod(int(some_moment * 8 * len(content)), 8)
    flipped = bytearray(content)
    flipped[place] ^= 1 << bit
    recordings.write_bytes(flipped)
    with fault("a cache with one bit flipped"):
        assert mark(recordings.parent) == whole[1]
        assert recordings.read_bytes() == content


@pytest.mark.thorough
def test_a_folder_in_the_place_of_recordings_changes_no_mark_and_is_left_alone(
    mark, whole, recordings, fault
):
    recordings.unlink()
    recordings.mkdir()
    (recordings / "somebody's").touch()
    with fault("a folder in the place of a cache"):
        assert mark(recordings.parent) == whole[1]
        assert [path.name for path in recordings.parent.rglob("*")] == [
            recordings.name,
            "somebody's",
        ]


@pytest.mark.thorough
def test_a_cache_that_may_not_be_read_changes_no_mark_and_is_mended(small, calm, obey_modes, fault):
    (path,) = small.cache.iterdir()
    content = path.read_bytes()
    path.chmod(0)
    with fault("a cache that may not be read"):
        small.finish(preexec_fn=obey_modes)

        assert small.result == calm.result and not small.left
        assert path.read_bytes() == content


@pytest.mark.thorough
def test_a_cache_that_may_not_be_entered_changes_no_mark(small, calm, obey_modes, fault):
    small.cache.chmod(0)
    with fault("a cache that may not be entered"):
        small.finish(preexec_fn=obey_modes)

        small.cache.chmod(0o700)
        assert small.result == calm.result and not small.left


@pytest.mark.thorough
def test_two_markings_at_once_fill_one_cache(toy, five, calm, tmp_path, fault, new_marking):
    markings = [new_marking(tmp_path / name) for name in ("one", "other")]
    for each in markings:
        each.cache = tmp_path / "cache"
    with fault("a cache filled by two at once"):
        processes = [each.start() for each in markings]

        assert [process.wait() for process in processes] == [0, 0]
        assert [each.result for each in markings] == [calm.result, calm.result]
        (path,), (whole,) = (tmp_path / "cache").iterdir(), calm.cache.iterdir()
        assert path.read_bytes() == whole.read_bytes()


def test_what_a_killed_session_left_is_cleared_a_day_later(small, calm):
    old = [small.cache / ".writing-old", small.temporary / "neurokata-canary-old"]
    new = [path.with_name(path.name.replace("old", "new")) for path in old]
    (path,) = small.cache.iterdir()
    path.unlink()
    for file in old + new:
        file.mkdir() if file.parent == small.temporary else file.touch()
    (old[1] / "secret").touch()
    for file in old:
        os.utime(file, (0, 0))

    small.finish()

    assert small.result == calm.result
    assert small.left == {file.name for file in new}
