"""Seeds that nobody knows beforehand: each submission's own, from a secret that the instructor keeps.

secret, what was handed in ──▶ seed ──▶ what Hypothesis draws, and the generators that the tests make
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
from pathlib import Path
from typing import Any

import numpy as np

from grader.files import SubmissionError, shown
from grader.submission import Submission

SECRET_BYTES = 32
SEED_BYTES = 6  # a JSON number holds them exactly


def read_secret(path: Path, what: str = "secret seed") -> bytes:
    """The secret in a file, which is made where it is missing.

    Parameters
    ----------
    path : Path
        The file.
    what : str
        What the secret is for, in sentences.

    Raises
    ------
    SubmissionError
        Where it cannot be read or made, or could be guessed or read by others.
    """
    try:
        if not path.exists():
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w") as stream:
                stream.write(f"{secrets.token_hex(SECRET_BYTES)}\n")
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise SubmissionError(
                f"{shown(path)} is not a file that can keep a {what}: name one that is not there yet, and it is"
                " made"
            )
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SubmissionError(
            f"the {what} cannot be kept in {shown(path)}: {error.strerror}"
        ) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SubmissionError(
            f"{shown(path)} holds the {what} and others may read it: chmod 600 {shown(path)}"
        )
    if len(secret) < SECRET_BYTES:
        raise SubmissionError(
            f"{shown(path)} holds {len(secret)} bytes, and a {what} needs {SECRET_BYTES}: name a file that is not"
            " there yet, and it is made"
        )
    return secret


def seed_of(secret: bytes, submission: Submission) -> int:
    """A submission's own seed: the same for the same work, another as soon as a letter is changed."""
    found = hmac.digest(secret, submission.digest.encode(), "sha256")
    return int.from_bytes(found[:SEED_BYTES])


def fingerprint(secret: bytes) -> str:
    """What tells one secret from another, and nothing else of it."""
    return hashlib.sha256(b"which secret: " + secret).hexdigest()


class Generators:
    """Stands for `numpy.random.default_rng`: what a test seeds with a number, a salt changes.

    Only for calls from the tests: the reference draws as the student's code does.

    Parameters
    ----------
    folder : Path
        Where the tests are; `grader.testing` draws for them too.
    """

    def __init__(self, folder: Path) -> None:
        self.salt: int | None = None
        self._places = (f"{folder}{os.sep}", str(Path(__file__).with_name("testing.py")))
        self._plain = np.random.default_rng

    def __call__(self, seed: Any = None) -> np.random.Generator:
        """A generator."""
        of_test = sys._getframe(1).f_code.co_filename.startswith(self._places)
        salted = self.salt is not None and of_test and type(seed) is int
        return self._plain([seed, self.salt] if salted else seed)

    def take_over(self) -> None:
        """Answer from now on, in this process."""
        np.random.default_rng = self
