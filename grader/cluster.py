"""A Dask cluster as an executor; the only module that knows Dask, which is an extra."""

from __future__ import annotations

import contextlib
import logging
from concurrent.futures import CancelledError, Executor

from grader import show
from grader.crew import Unfit, work
from grader.marker import MarkingError

LEAST, A_THREAD = 16, 4
PATIENCE = 10


class Cluster:
    """A Dask scheduler and its workers.

    Parameters
    ----------
    address : str
        The scheduler's, such as `tcp://10.0.0.1:8786`.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.comm import resolve_address
        except ImportError:
            raise MarkingError(
                "--dask needs Dask: install it with pip install 'neurokata[dask]'"
            ) from None
        self.address = show.line(address)
        for name in logging.root.manager.loggerDict:
            if name.startswith(
                ("distributed", "tornado")
            ):  # its warnings are said here in a sentence
                logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            resolve_address(address)
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise MarkingError(
                f"no Dask scheduler answers at {self.address} ({show.clipped(str(error), 200)});"
                " start one with dask scheduler, and give its address, such as tcp://HOST:8786"
            ) from None
        self.executor: Executor = self._client.get_executor(pure=False)
        self.work = work

    @property
    def threads(self) -> int:
        """How many submissions all workers of this moment mark at a time."""
        with contextlib.suppress(OSError):
            return sum(self._client.nthreads().values())
        return 0

    @property
    def room(self) -> int:
        """How many submissions may be under way: enough for every worker, and for more to be worth calling."""
        return max(LEAST, A_THREAD * self.threads)

    def blame(self, error: Exception) -> MarkingError:
        """What it means that a task has no answer."""
        if type(error).__name__ == "KilledWorker":
            return MarkingError("every worker that tried it ended while it was marked")
        if isinstance(error, CancelledError):
            return Unfit(f"the Dask scheduler at {self.address} is gone")
        return Unfit(
            f"a Dask worker cannot mark: {show.clipped(f'{type(error).__name__}: {error}', 300)};"
            " give it the same Python packages as here"
        )

    def close(self) -> None:
        """Leave the cluster, which goes on without us."""
        with contextlib.suppress(Exception):
            self.executor.shutdown(wait=False)
            self._client.close(timeout=PATIENCE)

    kill = close
