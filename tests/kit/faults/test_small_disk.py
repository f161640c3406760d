"""Real disks that are full: a small tmpfs, seen in a mount namespace alone, for reports, cache and temporary files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LARGE = 1 << 20

pytestmark = pytest.mark.thorough


class Disk:
    """A file system of little room, which only those see that enter its namespace."""

    def __init__(self, folder: Path, room: str, course: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        mount = 'mount -t tmpfs -o "$1" tmpfs "$2" && echo && exec cat'
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", mount, "sh", room, folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._holder.stdout.readline() == b"\n"
        self._namespace = ("nsenter", "--mount", "--target", str(self._holder.pid))
        self.enter = (*self._namespace, "env", "--chdir", str(course))

    @property
    def seen(self) -> Path:
        """Its folder, from outside."""
        return Path(f"/proc/{self._holder.pid}/root{self.folder}")

    def make_room(self) -> None:
        """Enlarge it."""
        options = f"remount,size={LARGE},nr_inodes={LARGE}"
        subprocess.run([*self._namespace, "mount", "-o", options, self.folder], check=True)

    def close(self) -> None:
        """Let it go, with all that is on it."""
        self._holder.communicate()


@pytest.fixture
def disk(toy) -> Iterator[Callable[[Path, str], Disk]]:
    """Makes disks: disk(folder, "size=8k") -> Disk."""
    made: list[Disk] = []

    def new(folder: Path, room: str) -> Disk:
        made.append(Disk(folder, room, toy.root))
        return made[-1]

    yield new
    for each in made:
        each.close()


def _runs_full_and_goes_on(small, calm, full: Disk) -> None:
    code = small.finish(*full.enter)
    small.out = full.seen

    assert code in (1, 2) and "Traceback" not in small.said
    assert "No space left on device" in small.said
    assert small.reports.items() < calm.reports.items()
    full.make_room()
    small.out = full.folder
    assert small.finish(*full.enter) == 0
    small.out = full.seen
    assert small.result == calm.result and not small.left


def test_a_full_disk_of_reports_stops_the_marking_until_there_is_room(
    small, calm, disk, fault, some_moment
):
    needed = sum(path.stat().st_size for path in calm.out.iterdir())
    with fault("the disk of the reports full"):
        full = disk(small.out, f"size={4096 + int(some_moment * needed)}")

        _runs_full_and_goes_on(small, calm, full)


@pytest.mark.parametrize("files", [1, 2, 4])
def test_a_disk_of_reports_with_no_room_for_files_stops_the_marking_until_there_is(
    small, calm, disk, fault, files
):
    with fault("the disk of the reports out of inodes"):
        full = disk(small.out, f"nr_inodes={files}")

        _runs_full_and_goes_on(small, calm, full)


def test_a_full_disk_of_recordings_changes_no_mark(small, calm, disk, fault):
    (path,) = calm.cache.iterdir()
    with fault("the disk of the cache full"):
        full = disk(small.cache, "size=4k")

        assert small.finish(*full.enter) == 0
        small.cache = full.seen
        assert not [*full.seen.iterdir()]
        assert small.result == calm.result and not small.left

        full.make_room()
        small.cache = full.folder
        small.options += ("--force",)
        assert small.finish(*full.enter) == 0
        assert (full.seen / path.name).read_bytes() == path.read_bytes()


def test_a_full_disk_of_temporary_files_changes_no_mark(small, calm, disk, fault):
    with fault("the disk of temporary files full"):
        full = disk(small.temporary, "size=4k")
        (full.seen / "full").write_bytes(bytes(4096))

        assert small.finish(*full.enter) == 0
        assert small.result == calm.result


def test_a_disk_of_temporary_files_without_room_for_two_is_named(small, calm, disk, fault):
    """One is taken by what a session says, and one is enough to seem usable."""
    with fault("the disk of temporary files out of inodes"):
        full = disk(small.temporary, "nr_inodes=3")

        assert small.finish(*full.enter) == 1
        (line,) = small.said.splitlines()
        assert line.startswith("grader: the sandbox cannot be tried: ")
        assert line.endswith(
            ": No space left on device; make room, or name another folder with TMPDIR"
        )
        full.make_room()
        assert small.finish(*full.enter) == 0
        assert small.result == calm.result
