"""Messages between an engine and its sessions: whole, or none."""

from __future__ import annotations

import io

import pytest

from grader.messages import End, Message, read, write


def written() -> bytes:
    stream = io.BytesIO()
    write(stream, End(problem="x" * 100))
    return stream.getvalue()


def test_a_message_crosses_whole():
    stream = io.BytesIO(written())

    assert read(stream, Message) == End(problem="x" * 100)
    assert read(stream, Message) is None


@pytest.mark.parametrize("length", [0, 3, 4, 50])
def test_a_message_that_is_cut_is_the_end(length):
    """As where a session was killed while it wrote."""
    assert read(io.BytesIO(written()[:length]), Message) is None
