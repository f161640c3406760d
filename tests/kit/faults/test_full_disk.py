"""A disk that takes no more, as the kernel says when what was written is to be kept; no right to mount is needed."""

from __future__ import annotations

import errno

import pyseccomp


def _refuse_to_keep() -> None:
    """Have the kernel answer as a full disk does, once a file that is written is to be kept."""
    calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSPC), "fsync")
    calls.load()


def test_reports_that_cannot_be_kept_stop_the_marking_until_there_is_room(small, calm, fault):
    small.finish()
    (small.out / "bob.json").unlink()
    with fault("reports and cache that the disk does not keep"):
        code = small.finish(preexec_fn=_refuse_to_keep)

        assert code == 2 and "Traceback" not in small.said
        assert ": No space left on device; give another folder with --out" in small.said
        assert {*calm.reports} - {*small.reports} == {"bob.json"}
        assert small.finish() == 0
        assert small.result == calm.result and not small.left
