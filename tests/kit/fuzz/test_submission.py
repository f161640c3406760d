"""Reading what is handed in: whatever lies there is read within bounds, or named in a sentence."""

from __future__ import annotations

import os
import socket
import stat
import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.files import (
    DEPTH_LIMIT,
    FILE_LIMIT,
    FILES_LIMIT,
    TOTAL_LIMIT,
    ZIP_ENTRIES_LIMIT,
    SubmissionError,
)
from grader.submission import UNREAD_LIMIT, Submission, find_submissions, misnamed, read_submission
from tests.kit.fuzz.hostile import is_harmless, mutated

MIB = 1 << 20
UNITS = ["costs", "neurons", "rnn"]
NAMES = [
    b"costs.py", b"exercises/costs.py", b"ann/exercises/rnn.py", b"ann/costs.py", b"a\\exercises\\rnn.py", b"/etc/x.py",
    b"../x.py", b"a/../../x.py", b"C:x.py", b"", b"/", b".", b"..", b"...py", b".py", b"__init__.py", b"x.py/",
    b"exercises/", b"costs.ipynb", b"Costs.py.txt", b"caf\xe9.py", "é.py".encode(), "e\u0301.py".encode(),
    "\u202eyp.stsoc.py".encode(), b"a\nb\x1b[31m.py", b"nul\0.py", b"x" * 250 + b".py", b"!" * 3000 + b"a.py",
    b"a/" * 300 + b"x.py", b"COSTS.PY", b"costs.PY", b"con.py", b"__MACOSX/._costs.py", b"x.zip", b"costs (1).py",
]  # fmt: skip
SOURCES = [b"", b"x = 1\n", b"\xff", b"a\0b", b"# coding: utf-7\n", b"\xef\xbb\xbfx", b"(" * 5000]


def local(name, data, *, method=0, flags=0, size=None, crc=None, extra=b""):
    """A file's own header in a zip, and its bytes."""
    size = len(data) if size is None else size
    crc = zlib.crc32(data) if crc is None else crc
    lengths = (len(name), len(extra))
    return (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, method, 0, 0, crc, len(data), size, *lengths)
        + name
        + extra
        + data
    )


def central(
    name, data, at, *, method=0, flags=0, size=None, crc=None, extra=b"", mode=0o100644, comment=b""
):
    """A file's entry in a zip's directory."""
    size = len(data) if size is None else size
    crc = zlib.crc32(data) if crc is None else crc
    lengths = (len(name), len(extra), len(comment))
    return struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 0x314, 20, flags, method, 0, 0, crc, len(data), size, *lengths, 0, 0,
        mode << 16, at,
    ) + name + extra + comment  # fmt: skip


def end(directory, at, count, comment=b""):
    """The end of a zip."""
    return (
        struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), at, len(comment))
        + comment
    )


@st.composite
def zips(draw):
    """A zip with files that are not what they say they are."""

    def one(*choices):
        return draw(st.sampled_from(choices))

    files, directory = bytearray(one(b"", b"", b"#!/bin/sh\n")), b""
    count = draw(st.integers(0, 4))
    for _ in range(count):
        name = draw(st.sampled_from(NAMES) | st.binary(max_size=8))
        method = one(0, 0, 8, 8, 8, 9, 12, 14, 93, 99)
        plain = draw(st.sampled_from(SOURCES))
        packer = zlib.compressobj(wbits=-15)
        data = packer.compress(plain) + packer.flush() if method == 8 else plain
        facts = {
            "method": method,
            "flags": one(0, 0, 0, 1, 8, 1 << 11, 1 << 13),
            "size": one(len(plain), len(plain), len(plain), 0, 1, FILE_LIMIT, (1 << 32) - 1),
            "crc": one(zlib.crc32(plain), zlib.crc32(plain), 0),
            "extra": one(b"", b"", b"\1\0\x08\0" + b"\xff" * 8, b"\1\0\xff\xff", b"ab", b"\1\0\x10\0" + b"\0" * 16),
        }  # fmt: skip
        at = one(len(files), len(files), len(files), 0, 1 << 31)
        files += local(name, data, **facts)
        mode = one(0o100644, 0o100644, 0o120777, 0o020600, 0o040755, 0)
        directory += central(name, data, at, mode=mode, comment=one(b"", b"PK\5\6"), **facts)
    at = one(len(files), len(files), len(files), 0, (1 << 32) - 1)
    count = one(count, count, 0, 0xFFFF)
    whole = (
        bytes(files) + directory + end(directory, at, count, one(b"", b"", b"PK\5\6" + b"\0" * 18))
    )
    return draw(mutated(whole)) if one(*"nnny") == "y" else whole


def is_sound(submission):
    """Whether what was read is within bounds and fit to be shown."""
    texts = [*submission.problems.values(), *submission.unread, *misnamed(submission, UNITS)]
    return (
        sum(map(len, submission.modules.values())) <= TOTAL_LIMIT
        and all(len(source) <= FILE_LIMIT for source in submission.modules.values())
        and len(submission.unread) <= UNREAD_LIMIT
        and not {*submission.modules} & {*submission.problems}
        and all(is_harmless(text) and len(text) < 1000 for text in texts)
        and bool(submission.digest)
    )


def is_read_or_refused(path):
    """Whether a submission is read within bounds, or named in one sentence that can be shown."""
    try:
        return is_sound(read_submission("ann", path))
    except SubmissionError as error:
        return is_harmless(str(error)) and len(str(error)) < 1000


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A place for a zip."""
    return tmp_path_factory.mktemp("class") / "ann.zip"


@settings(max_examples=400)
@given(zips())
@example(end(b"", 0, 0))
@example(local(b"", b"") + central(b"", b"", 0) + end(central(b"", b"", 0), 30, 1))
@example(b"PK\6\6" + b"\xff" * 52 + b"PK\6\7" + b"\0" * 16 + b"PK\5\6" + b"\xff" * 16 + b"\0\0")
def test_a_zip_is_read_or_refused(file, data):
    file.write_bytes(data)

    assert is_read_or_refused(file)
    assert [*file.parent.iterdir()] == [file]


def test_a_zip_that_ends_early_is_read_or_refused(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exercises/costs.py", "x = 1\n" * 9)
        archive.writestr("exercises/rnn.py", "x = 2\n" * 9)
    whole = file.read_bytes()

    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert is_read_or_refused(file)


def traced(read):
    """What reading gives or says, and how much memory it took at most."""
    tracemalloc.start()
    try:
        found = read()
    except SubmissionError as error:
        found = error
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return found, peak


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_inflates_beyond_what_it_says_takes_little_memory(file, method):
    large = 64 * MIB
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        with archive.open("costs.py", "w") as entry:
            for _ in range(large // MIB):
                entry.write(b"\n" * MIB)
        archive.writestr("rnn.py", "x = 1\n", zipfile.ZIP_DEFLATED)
    file.write_bytes(file.read_bytes().replace(struct.pack("<L", large), struct.pack("<L", 1000)))

    submission, peak = traced(lambda: read_submission("ann", file))

    assert "costs" in submission.problems and "rnn" in submission.modules
    assert peak < 8 * MIB


@pytest.mark.parametrize("method", [9, 12, 14, 93, 95, 98, 99])
def test_what_is_packed_in_a_rare_way_is_named(file, method):
    one = local(b"costs.py", b"x", method=method)
    directory = central(b"costs.py", b"x", 0, method=method)
    file.write_bytes(one + directory + end(directory, len(one), 1))

    assert "packed in a rare way" in read_submission("ann", file).problems["costs"]


def test_a_zip_of_countless_entries_takes_little_memory(file):
    directory = central(b"", b"", 0) * 200_000
    file.write_bytes(directory + end(directory, 0, 0))

    error, peak = traced(lambda: read_submission("ann", file))

    assert f"200000 entries, more than {ZIP_ENTRIES_LIMIT}" in str(error)
    assert peak < 4 * len(directory)


def test_a_zip_of_many_files_that_inflate_takes_no_more_than_one_submission_may(file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(FILES_LIMIT):
            archive.writestr(f"m{number}.py", b"\n" * FILE_LIMIT)

    error, peak = traced(lambda: read_submission("ann", file))

    assert f"more than {TOTAL_LIMIT} bytes together" in str(error)
    assert peak < 2 * TOTAL_LIMIT


def test_files_that_share_their_bytes_are_files(file):
    one = local(b"costs.py", b"x")
    names = [b"costs.py", b"rnn.py", b"neurons.py"]
    directory = b"".join(central(name, b"x", 0) for name in names)
    file.write_bytes(one + directory + end(directory, len(one), 3))

    assert is_read_or_refused(file)


def test_a_zip_that_is_changed_while_it_is_read_is_read_as_it_was(file, monkeypatch):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("costs.py", "x = 1\n")
        archive.writestr("notes.txt", "")
    kept = zipfile.ZipFile.open

    def overwritten(archive, entry):
        file.write_bytes(b"other")
        return kept(archive, entry)

    monkeypatch.setattr(zipfile.ZipFile, "open", overwritten)

    assert read_submission("ann", file) == Submission(
        "ann", {"costs": b"x = 1\n"}, {}, ("notes.txt",)
    )


def test_one_letter_in_two_spellings_is_one_name(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("\u00e9.py", "")
        archive.writestr("e\u0301.py", "")

    assert "twice" in read_submission("ann", file).problems["\u00e9"]


def test_a_name_that_stands_twice_is_shown_without_harm(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a\n\x1b[2J.py", "")
        archive.writestr("exercises/a\n\x1b[2J.py", "")

    problems = read_submission("ann", file).problems

    assert [*problems.values()] == ["a\\n\\u001b[2J.py was handed in twice: keep one"]


@pytest.mark.parametrize(
    "name", ["!" * 60_000 + "a", "a!" * 30_000, "1" * 60_000 + "_", "costs" * 9000]
)
def test_a_long_name_is_compared_with_the_units_in_no_time(file, name):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", "")

    assert is_read_or_refused(file)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("rnn (1)", "rnn"), ("costs2 ", "costs"), ("rnn 2 (3)", "rnn"), ("Neurons-", "neurons")],
)
def test_what_a_browser_adds_to_a_name_is_known(name, unit):
    assert misnamed(Submission("ann", {name: b""}), UNITS) == [
        f"{name}.py is not taken for {unit}.py: it should be named so"
    ]


ENTRIES = [
    b"costs.py", b"exercises", b"ann", b"x.py", b"caf\xe9.py", b"a\nb.py", b"\x1b[31m", b"__init__.py", b"\xff\xfe",
    b".hidden.py", b"n" * 250 + b".py", "\u202ea.py".encode(), b"...py", b"costs.ipynb", b"COSTS.PY", b"rnn.py",
    "e\u0301.py".encode(), "\u00e9.py".encode(), b"ann.zip", b"ben.tar.gz", b"class", b"nul.zip",
]  # fmt: skip
LINKS = [
    b".",
    b"..",
    b"costs.py",
    b"exercises",
    b"nowhere",
    b"n" * 300,
    b"/",
    b"/etc/passwd",
    b"/dev/zero",
    b"\xff",
]


def fill(draw, folder, depth=0):
    """Fill a folder with anything that a file system has."""
    for name in draw(st.lists(st.sampled_from(ENTRIES), max_size=5, unique=True)):
        path = folder + b"/" + name
        kind = draw(
            st.sampled_from(
                ["file", "file", "file", "folder", "link", "loop", "pipe", "socket", "sparse"]
            )
        )
        if kind == "folder":
            os.mkdir(path)
            if depth < 3:
                fill(draw, path, depth + 1)
        elif kind == "link":
            os.symlink(draw(st.sampled_from(LINKS)), path)
        elif kind == "loop":
            os.symlink(name, path)
        elif kind == "pipe":
            os.mkfifo(path)
        elif kind == "socket":
            os.mknod(path, stat.S_IFSOCK | 0o600)
        else:
            Path(os.fsdecode(path)).write_bytes(draw(st.sampled_from(SOURCES)))
            if kind == "sparse":
                os.truncate(path, 1 << 40)


@settings(max_examples=150)
@given(st.data())
def test_a_folder_is_read_or_refused(data):
    with tempfile.TemporaryDirectory() as place:
        fill(data.draw, os.fsencode(place))

        assert is_read_or_refused(Path(place))


@settings(max_examples=150)
@given(st.data())
def test_a_class_is_found_or_refused(data):
    with tempfile.TemporaryDirectory() as place:
        fill(data.draw, os.fsencode(place))
        try:
            found, refused = find_submissions(Path(place))
        except SubmissionError as error:
            assert is_harmless(str(error))
            return

        assert not {*found} & {*refused}
        assert all(map(is_read_or_refused, found.values()))


def test_a_link_to_a_name_that_is_too_long_spoils_no_class(tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "costs.py").write_text("x = 1\n")
    (tmp_path / "ann" / "link").symlink_to("n" * 300)
    (tmp_path / "ben").symlink_to("n" * 300)

    found, _ = find_submissions(tmp_path)

    assert {*found} == {"ann", "ben"}
    assert {*read_submission("ann", found["ann"]).modules} == {"costs"}
    with pytest.raises(SubmissionError, match="it is a link"):
        read_submission("ben", found["ben"])


def test_folders_without_end_are_looked_into_so_far_and_no_further(tmp_path):
    (tmp_path / "costs.py").write_text("x = 1\n")
    inner = os.open(tmp_path, os.O_RDONLY)
    for depth in range(DEPTH_LIMIT + 2):
        os.mkdir("a", dir_fd=inner)
        outer, inner = inner, os.open("a", os.O_RDONLY, dir_fd=inner)
        os.close(outer)
        if depth in (0, DEPTH_LIMIT):
            os.close(os.open("notes.txt", os.O_CREAT, dir_fd=inner))
    os.close(inner)

    assert read_submission("ann", tmp_path).unread == ("a/notes.txt",)


def test_folders_without_number_are_looked_into_so_far_and_no_further(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.files.ENTRIES_LIMIT", 20)
    (tmp_path / "costs.py").write_text("x = 1\n")
    for number in range(30):
        (tmp_path / f"{number:02}").mkdir()
    (tmp_path / "29" / "notes.txt").touch()

    assert read_submission("ann", tmp_path).unread == ()


def test_a_file_that_vanishes_while_it_is_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "costs.py").write_text("x = 1\n")
    (tmp_path / "rnn.py").write_text("x = 1\n")
    plain = os.open

    def vanishing(path, *given, **named):
        if os.path.basename(path) == "rnn.py":
            os.unlink(path)
        return plain(path, *given, **named)

    monkeypatch.setattr(os, "open", vanishing)

    submission = read_submission("ann", tmp_path)

    assert {*submission.modules} == {"costs"}
    assert "rnn.py cannot be read" in submission.problems["rnn"]


def test_a_socket_is_not_a_regular_file(tmp_path):
    with socket.socket(socket.AF_UNIX) as speaking:
        speaking.bind(str(tmp_path / "costs.py"))

        assert "not a regular file" in read_submission("ann", tmp_path).problems["costs"]
