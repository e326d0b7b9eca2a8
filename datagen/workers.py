"""Parts made by the workers of a dask cluster: one of this machine's processes, or any that a scheduler knows.

A task is a pure function of plain data, so that the scheduler may give it to another worker when one is lost, and to
two when it believes so. What the scheduler reports is what is known of the progress.
"""

import os
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from datagen.errors import DatagenError, OptionError, OutputError

__all__ = ["LOCAL", "Cluster", "check_installed", "on_workers"]

LOCAL = "local"

RETRIES = 3
"""How often a task that fails is tried again, and how often one is whose worker was lost."""

QUEUE = 512
"""Tasks that the scheduler is given at a time: enough for many workers, few enough to be taken back at once."""

PATIENCE = 10
"""Seconds to wait for a scheduler to answer, and for its first worker."""

QUIET = 50
"""logging.CRITICAL: what goes wrong is said in one line of ours."""

Item = TypeVar("Item")
Made = TypeVar("Made")


class Cluster(NamedTuple):
    """local, or the address of a dask scheduler."""

    metavar: str = "local|ADDRESS"

    def read(self, name: str, given: Any) -> str:
        if given != LOCAL and not re.fullmatch(r"(tcp|tls)://(\[[\da-fA-F:.%]+\]|[^\s/:\[\]]+):\d{1,5}", str(given)):
            raise OptionError(name, given, f"{LOCAL}, or the address of a dask scheduler, such as tcp://host:8786")
        return str(given)


def check_installed() -> None:
    """Raises: OutputError, which says how to install dask.distributed, where it is not."""
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise OutputError("cluster: dask.distributed is not installed; pip install 'datagen[cluster]' installs it")


def on_workers(
    cluster: str, jobs: int, work: Callable[[Item], Made], items: Sequence[Item]
) -> Generator[Made, None, None]:
    """The results of `work`, in the order in which they are ready, from the workers of a cluster.

    `jobs` is the number of processes of a local cluster. Raises: OutputError where there is no cluster, or no worker,
    or where it fails; OSError and DatagenError as the work raises them.
    """
    waiting = iter(items)
    with ExitStack() as stack:
        client = _client(cluster, jobs, stack)
        futures = set(client.map(work, list(islice(waiting, QUEUE)), pure=False, retries=RETRIES))
        stack.callback(lambda: client.cancel(list(futures)))
        ready = _distributed().as_completed(futures)
        for future in ready:
            futures.remove(future)
            yield _result(future)
            for item in islice(waiting, 1):
                futures.add(another := client.submit(work, item, pure=False, retries=RETRIES))
                ready.add(another)
            future.release()


def _distributed() -> Any:
    """The package, whose annotations cover some of what is used here."""
    return import_module("distributed")


def _result(future: Any) -> Any:
    """The result of a task's future, or an error of ours or of the system's; any other is the cluster's."""
    try:
        return future.result()
    except (DatagenError, OSError, MemoryError):
        raise
    except Exception as error:
        reason = str(error).partition("\n")[0]
        raise OutputError(f"cluster: {type(error).__name__}: {reason}") from error


def _client(cluster: str, jobs: int, stack: ExitStack) -> Any:
    """A distributed.Client of a cluster, which is left, or ended where it is our own, when the stack is."""
    connect = _distributed().Client
    stack.enter_context(_distributed().utils.silence_logging_cmgr(QUIET))
    if cluster == LOCAL:
        return stack.enter_context(connect(_local_cluster(jobs, stack)))
    try:
        client = stack.enter_context(connect(cluster, timeout=PATIENCE))
    except OSError:
        raise OutputError(f"cluster: no dask scheduler answers at {cluster}") from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise OutputError(f"cluster: the scheduler at {cluster} has no workers") from None
    return client


def _local_cluster(jobs: int, stack: ExitStack) -> Any:
    """A distributed.LocalCluster: processes of one thread each, which are started again when they end.

    They have no page to look at and no limit of memory, and write nothing but parts.
    """
    from tempfile import TemporaryDirectory

    import dask

    scratch = stack.enter_context(TemporaryDirectory(prefix="datagen-"))
    settings = {
        "temporary-directory": scratch,
        "distributed.scheduler.allowed-failures": RETRIES,
        "distributed.worker.profile.enabled": False,
        # without dask's MALLOC_TRIM_THRESHOLD_, for which every array's memory is given back and cleared anew
        "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
    }
    stack.enter_context(dask.config.set(settings))
    cluster = _distributed().LocalCluster(
        n_workers=jobs,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # what is left of the page must not want a fixed port
        silence_logs=QUIET,
        memory_limit=0,
        env={"POLARS_MAX_THREADS": "1"},
        preload=[__name__],
    )
    return stack.enter_context(cluster)


def dask_setup(worker: object) -> None:
    """Called by dask in each process of a local cluster: a Ctrl-C at the terminal is for its owner, which ends it."""
    if hasattr(os, "setsid"):
        os.setsid()
