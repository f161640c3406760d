"""Fetching data sets from a server on loopback, in the true formats, and what is said when it goes wrong."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import io
import os
import signal
import socket
import struct
import subprocess
import sys
import tarfile
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from grader.data import DataError, fetch, load
from grader.datasets import DATASETS, Dataset, Source
from solutions import datasets as parsers

ROOT = Path(__file__).parents[2]


class Server(http.server.ThreadingHTTPServer):
    """Serves `files` by path; `promised` may announce more bytes than come; counts what was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.promised: dict[str, int] = {}
        self.stalled = threading.Event()
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        self.server.asked.append(name)
        if name not in self.server.files:
            self.send_error(404)
            return
        content = self.server.files[name]
        self.send_response(200)
        self.send_header("Content-Length", str(self.server.promised.get(name, len(content))))
        self.end_headers()
        self.wfile.write(content)
        if name.startswith("stalled"):
            self.wfile.flush()
            self.server.stalled.wait(30)

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.stalled.set()
        server.shutdown()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("NEUROKATA_DATA", str(folder))
    return folder


@pytest.fixture
def offer(server, monkeypatch):
    """Puts files on the server as a data set's, with their true checksums."""

    def put(name: str, files: dict[str, bytes], **changed: str) -> None:
        server.files |= files
        sources = tuple(
            Source(file, hashlib.sha256(content).hexdigest(), f"{server.address}/{file}")
            for file, content in files.items()
        )
        monkeypatch.setitem(DATASETS, name, Dataset("small", sources, DATASETS[name].read))

    return put


def idx(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (5, 4, 3), dtype=np.uint8), RNG.integers(0, 256, (2, 4, 3), dtype=np.uint8)  # fmt: skip
LABELS = np.array([3, 1, 4, 1, 5], dtype=np.uint8), np.array([9, 2], dtype=np.uint8)
MNIST = {
    f"{part}-{kind}.gz": gzip.compress(idx(array), mtime=0)
    for part, images, labels in zip(("train", "t10k"), IMAGES, LABELS, strict=True)
    for kind, array in (("images-idx3-ubyte", images), ("labels-idx1-ubyte", labels))
}


def cached(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_mnist_is_fetched_and_read(offer, cache):
    offer("mnist", MNIST)

    parts = load("mnist", parsers=parsers)

    assert cached(cache) == set(MNIST)
    for part, images, labels in zip(("train", "test"), IMAGES, LABELS, strict=True):
        assert np.array_equal(parts[part][0], images) and np.array_equal(parts[part][1], labels)


def test_cifar10_is_read_out_of_its_archive(offer, cache):
    records = {
        f"cifar-10-batches-bin/{name}.bin": bytes([label]) + bytes([first]) + bytes(3071)
        for name, label, first in (("data_batch_2", 7, 20), ("data_batch_1", 3, 10), ("test_batch", 9, 30))
    }  # fmt: skip
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, content in {**records, "cifar-10-batches-bin/readme.html": b"hello"}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    offer("cifar10", {"cifar-10-binary.tar.gz": stream.getvalue()})

    parts = load("cifar10", parsers=parsers)

    assert parts["train"][1].tolist() == [3, 7] and parts["test"][1].tolist() == [9]
    assert parts["train"][0].shape == (2, 32, 32, 3)
    assert parts["train"][0][:, 0, 0, 0].tolist() == [10, 20]


def test_svhn_is_read_from_matlabs_format(offer, cache):
    files = {}
    X = RNG.integers(0, 256, (32, 32, 3, 4), dtype=np.uint8)
    for part in ("train", "test"):
        stream = io.BytesIO()
        savemat(stream, {"X": X, "y": np.array([[10], [2], [1], [10]], dtype=np.uint8)})
        files[f"svhn_{part}_32x32.mat"] = stream.getvalue()
    offer("svhn", files)

    images, labels = load("svhn", parsers=parsers)["test"]

    assert labels.tolist() == [0, 2, 1, 0]
    assert np.array_equal(images[2], X[..., 2])


def test_iris_and_digits_need_no_network(cache, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)

    X, labels = load("iris", parsers=parsers)["all"]
    images, digits = load("digits", parsers=parsers)["all"]

    assert X.shape == (150, 4) and np.bincount(labels).tolist() == [50, 50, 50]
    assert X[0].tolist() == [5.1, 3.5, 1.4, 0.2]
    assert images.shape == (1797, 8, 8) and images.max() == 16
    assert digits[:10].tolist() == list(range(10))


def test_what_is_in_the_cache_is_not_fetched_again(offer, cache, server):
    offer("mnist", MNIST)
    fetch("mnist")
    asked = len(server.asked)

    fetch("mnist")

    assert len(server.asked) == asked == len(MNIST)


def test_a_broken_file_in_the_cache_is_fetched_again(offer, cache):
    offer("mnist", MNIST)
    first = fetch("mnist")[0]
    first.write_bytes(first.read_bytes()[:-1])

    fetch("mnist")

    assert first.read_bytes() == MNIST[first.name]


def test_a_broken_file_does_not_stay_in_the_cache_without_a_network(offer, cache, server):
    offer("mnist", MNIST)
    first = fetch("mnist")[0]
    first.write_bytes(b"broken")
    server.files.clear()

    with pytest.raises(DataError, match="answers 404"):
        fetch("mnist")
    assert cached(cache) == set(MNIST) - {first.name}


def test_progress_is_told_the_size_and_the_pieces(offer, cache):
    class Bar:
        total, seen = 0, 0

        def update(self, amount):
            self.seen += amount

        def reset(self):
            self.seen = 0

        def close(self):
            self.closed = True

    offer("mnist", MNIST)
    bars = {}

    fetch("mnist", lambda name: bars.setdefault(name, Bar()))

    assert {name: bar.seen for name, bar in bars.items()} == {
        name: len(content) for name, content in MNIST.items()
    }
    assert all(bar.closed for bar in bars.values())


def test_another_file_than_the_known_one_is_not_kept(offer, cache, server):
    offer("mnist", MNIST)
    name = next(iter(MNIST))
    server.files[name] = b"<html>not here any more</html>"

    with pytest.raises(
        DataError, match=f"another file than the one known as {name}.*nothing was kept"
    ):
        fetch("mnist")
    assert cached(cache) == set()


def test_a_download_that_breaks_off_is_not_kept(offer, cache, server):
    offer("mnist", MNIST)
    name = next(iter(MNIST))
    server.promised[name] = len(MNIST[name])
    server.files[name] = MNIST[name][:20]

    with pytest.raises(DataError, match=f"the download of {name} broke off: nothing was kept"):
        fetch("mnist")
    assert cached(cache) == set()


def test_a_server_that_falls_silent_is_told_from_no_network(offer, cache, server, monkeypatch):
    monkeypatch.setattr("grader.data.SECONDS_OF_SILENCE", 0.2)
    offer("mnist", {"stalled.gz": b"begun"})
    server.promised["stalled.gz"] = 10

    with pytest.raises(
        DataError, match=r"stalled.gz broke off: nothing was kept.*without an answer"
    ):
        fetch("mnist")
    assert cached(cache) == set()


def test_a_file_that_is_gone_is_named(offer, cache, server):
    offer("mnist", MNIST)
    server.files.clear()

    with pytest.raises(
        DataError, match=r"train-images-idx3-ubyte.gz answers 404 Not Found: fetch .* elsewhere"
    ):
        fetch("mnist")


def test_a_folder_in_the_place_of_a_file_is_named(offer, cache):
    offer("mnist", MNIST)
    (cache / next(iter(MNIST))).mkdir(parents=True)

    with pytest.raises(DataError, match="is not a file: remove it"):
        fetch("mnist")


def test_files_can_be_read_by_others_and_the_home_folder_has_its_sign(offer, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NEUROKATA_DATA", "~/data")
    offer("mnist", MNIST)

    paths = fetch("mnist")

    assert {path.parent for path in paths} == {tmp_path / "data"}
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o644}


def test_what_a_killed_download_left_is_cleared_a_day_later(offer, cache):
    offer("mnist", MNIST)
    old, new = cache / ".partial-old", cache / ".partial-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"half")
    os.utime(old, (0, 0))

    fetch("mnist")

    assert cached(cache) == {*MNIST, ".partial-new"}


def test_no_network_is_a_sentence(offer, cache, server):
    offer("mnist", MNIST)
    server.shutdown()
    server.server_close()

    with pytest.raises(
        DataError, match=r"cannot be reached \(Connection refused\): check the network"
    ):
        fetch("mnist")


def test_a_cache_that_cannot_be_written_is_named(offer, cache):
    offer("mnist", MNIST)
    cache.write_text("a file, not a folder")

    with pytest.raises(
        DataError, match=r"cannot be used .*choose another folder with NEUROKATA_DATA"
    ):
        fetch("mnist")


def command(server: Server, *arguments: str, prelude: str = "") -> list[str]:
    """`grader data fetch`, its MNIST on the loopback server and with the checksums of MNIST above."""
    program = f"""
        import sys
        from dataclasses import replace
        from grader.datasets import DATASETS, Source
        files = {{name: digest for name, digest in {[(n, hashlib.sha256(c).hexdigest()) for n, c in MNIST.items()]!r}}}
        DATASETS["mnist"] = replace(
            DATASETS["mnist"],
            sources=tuple(Source(n, d, f"{server.address}/{{n}}") for n, d in files.items()),
        )
        {prelude}
        from grader.cli import main
        sys.argv = ["grader", "data", "fetch", *{arguments!r}]
        main()
    """
    return [sys.executable, "-c", textwrap.dedent(program)]


def test_the_command_fetches_and_shows_what_the_parsers_read(server, cache):
    server.files |= MNIST

    done = subprocess.run(
        command(server, "mnist", "--target", "solutions"), cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.splitlines()[1:] == [
        "  train uint8 of shape (5, 4, 3), labels uint8 of shape (5,)",
        "  test  uint8 of shape (2, 4, 3), labels uint8 of shape (2,)",
    ]


def test_the_command_fetches_for_parsers_that_are_not_written_yet(server, cache):
    server.files |= MNIST

    done = subprocess.run(command(server, "mnist"), cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "datasets.parse_idx: not written yet; once it is there" in done.stdout
    assert cached(cache) == set(MNIST)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return data['magic']", "datasets raised TypeError"),
        ("raise ValueError('two\\nlines')", r"two\nlines"),
        ("raise SystemExit(0)", "datasets raised SystemExit: 0"),
        ("raise GeneratorExit", "datasets raised GeneratorExit"),
        ("return None", "an array is due, not NoneType"),
    ],
)
def test_a_parser_that_goes_wrong_is_one_sentence(server, cache, course, body, said):
    (course.root / "exercises" / "datasets.py").write_text(f"def parse_idx(data):\n    {body}\n")
    server.files |= MNIST

    done = subprocess.run(command(server, "mnist"), cwd=course.root, capture_output=True, text=True)

    assert done.returncode == 1
    assert said in done.stderr and done.stderr.count("\n") == 1
    assert "line 2, in parse_idx" in done.stderr or body == "return None"


def test_a_broken_parser_does_not_keep_the_next_data_set_away(server, cache, course):
    (course.root / "exercises" / "datasets.py").write_text(
        "def parse_iris(text):\n    return 1 / 0\n\ndef parse_idx(data):\n    return 1 / 0\n"
    )

    done = subprocess.run(
        command(server, "iris", "digits"), cwd=course.root, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "iris: 1 file" in done.stdout and "digits: 2 files" in done.stdout
    assert "in parse_iris" in done.stderr and "in parse_idx" in done.stderr


def test_an_interrupted_download_leaves_nothing(server, cache, until):
    name = "stalled-" + next(iter(MNIST))
    server.files |= MNIST | {name: b"x" * 5000}
    server.promised[name] = 10_000
    source = f'Source({name!r}, "0" * 64, "{server.address}/{name}")'
    prelude = f'DATASETS["mnist"] = replace(DATASETS["mnist"], sources=({source},))'

    process = subprocess.Popen(
        command(server, "mnist", prelude=prelude),
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: cached(cache))
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 1 and said == "grader: stopped\n"
    assert cached(cache) == set()


def test_an_unknown_data_set_is_named(server, cache):
    done = subprocess.run(command(server, "nist"), cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 2
    assert "there is no data set 'nist'; there are mnist, cifar10, svhn, iris" in done.stderr
