"""Parts made by a dask cluster: the same folder, whatever happens to the workers."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, PROGRAM, running, wait_until

from datagen import folders, workers
from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError
from datagen.folders import Task
from datagen.manifests import made_with
from datagen.parts import Part
from datagen.tallies import Tally
from datagen.targets import DataTarget
from datagen.workers import Cluster, dask_setup

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: no cluster is tested")
import psutil  # noqa: E402  # comes with distributed

PARTS = 16
HOW = {"processes": False, "protocol": "tcp", "dashboard_address": "127.0.0.1:0"}
RECIPE = Quadratic(n=2_000_000, design="uniform", seed=3)


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def processes(of: int | None = None) -> list[psutil.Process]:
    """The workers that a process has started, this one or another."""
    found = []
    for each in psutil.Process(of).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            found += [each] * ("spawn_main" in " ".join(each.cmdline()))
    return found


@pytest.fixture(scope="module")
def by_threads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("threads") / "data"
    DataTarget(output=str(folder), parts=PARTS).write(RECIPE)
    return contents(folder)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with a worker in this process, for which one waits as long as it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "PATIENCE", PATIENCE)
        with distributed.LocalCluster(n_workers=1, threads_per_worker=2, **HOW) as cluster:
            yield cluster.scheduler_address


def kill_one(folder: Path, finished: list[int]) -> None:
    """Kill a worker when two parts are there, and count those that are there then."""
    wait_until(lambda: len(list(folder.glob("part-*"))) >= 2)
    for worker in processes()[:1]:
        worker.kill()
        finished.append(len(list(folder.glob("part-*"))))


def test_a_killed_worker_costs_time_and_nothing_else(tmp_path: Path) -> None:
    for n in (2 * 10**6, 10**7, 4 * 10**7):  # the next where all parts were there before the kill
        recipe, folder, finished = replace(RECIPE, n=n), tmp_path / f"{n}", list[int]()
        thread = threading.Thread(target=kill_one, args=(folder, finished))
        thread.start()
        DataTarget(output=str(folder), parts=PARTS, cluster="local", jobs=2).write(recipe)
        thread.join()
        if finished and finished[0] < PARTS:
            break
    assert finished
    assert finished[0] < PARTS
    DataTarget(output=str(tmp_path / "threads"), parts=PARTS).write(recipe)
    assert contents(folder) == contents(tmp_path / "threads")
    wait_until(lambda: not processes())


def test_a_cluster_that_is_interrupted_leaves_finished_parts_alone(tmp_path: Path) -> None:
    command = [PROGRAM, "quadratic", "--n", "1e9", "--parts", "9999", "--cluster", "local", "--jobs", "2", "-o", "data"]
    with running(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True) as process:
        wait_until(lambda: list(tmp_path.glob("data/part-*")))
        children = processes(process.pid)
        os.killpg(process.pid, signal.SIGINT)  # as a Ctrl-C at the terminal
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (130, b"")
    names = {each.name for each in (tmp_path / "data").iterdir()} - {"manifest.json"}
    assert names
    assert all(name.startswith("part-") for name in names)
    assert len(children) == 2
    assert not psutil.wait_procs(children, timeout=PATIENCE)[1]


def test_a_scheduler_makes_the_same_folder_and_counts(
    tmp_path: Path, scheduler: str, by_threads: dict[str, bytes]
) -> None:
    target = DataTarget(output=str(tmp_path / "data"), parts=PARTS, cluster=scheduler)
    target.check(("csv",))
    target.write(RECIPE)
    assert contents(tmp_path / "data") == by_threads
    (tmp_path / "data" / "part-00003.csv").unlink()
    target.write(RECIPE)
    assert contents(tmp_path / "data") == by_threads
    recipe = Sample("sqrt(x)", n=10, x=(-1, 1))
    DataTarget(output=str(tmp_path / "other"), parts=1, cluster=scheduler).write(recipe)
    assert recipe.remarks() == ["in 5 of 10 rows y is nan, as the formula is not defined there"]


def failing(error: BaseException) -> Any:
    """What a worker does instead of making a part."""

    def fail(*_: object) -> None:
        raise error

    return fail


def lost(with_: Any, recipe: Any, folder: Path, format: str, task: Task) -> tuple[Part, Tally]:
    """Make a part on another machine's disk."""
    return Part(task.file, 5, ""), Tally()


@pytest.mark.parametrize(("work", "error", "message"), [
    (failing(OSError(28, "No space left on device", "part-00000.csv")), OSError,
     "[Errno 28] No space left on device: 'part-00000.csv'"),
    (failing(ZeroDivisionError("at once\nand again")), DatagenError, "cluster: ZeroDivisionError: at once"),
    (failing(DatagenError("a worker has datagen 0.0")), DatagenError, "a worker has datagen 0.0"),
    (lost, DatagenError,
     "data/part-00000.csv: a worker wrote it where it is not seen from here; share the folder -o"),
], ids=["full disk", "another error", "one of ours", "not shared"])  # fmt: skip
def test_what_fails_at_a_worker_is_one_line_here(
    work: Any, error: type[Exception], message: str, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(folders, "_make_elsewhere", work)
    with pytest.raises(error) as caught:
        DataTarget(output="data", parts=1, cluster=scheduler).write(Quadratic(n=5))
    assert str(caught.value) == message
    assert not list(tmp_path.iterdir())


def test_a_task_that_fails_is_tried_again(tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = tmp_path / "tried"
    good = folders._make_elsewhere

    def fail_twice(*task: Any) -> Any:
        with open(tried, "a") as stream:
            stream.write("x")
        if tried.stat().st_size <= 2:
            raise OSError(5, "Input/output error")
        return good(*task)

    monkeypatch.setattr(folders, "_make_elsewhere", fail_twice)
    DataTarget(output=str(tmp_path / "data"), parts=1, cluster=scheduler).write(Quadratic(n=5))
    assert tried.read_text() == "xxx"
    assert len(json.loads((tmp_path / "data" / "manifest.json").read_text())["files"]) == 1


def test_a_worker_of_another_release_is_refused() -> None:
    with pytest.raises(DatagenError, match=r"^cluster: a worker has datagen .*, and this is 0\.0$"):
        folders._make_elsewhere({"datagen": "0.0"}, None, Path(), "csv", None)  # type: ignore[arg-type]


def test_a_worker_of_another_processor_is_refused() -> None:
    here = {**made_with("csv"), "cpu": "riscv64 RVV"}
    with pytest.raises(DatagenError, match=r"^cluster: a worker has cpu .*, and this is riscv64 RVV$"):
        folders._make_elsewhere(here, None, Path(), "csv", None)  # type: ignore[arg-type]


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.2)
    with pytest.raises(DatagenError) as caught:
        DataTarget(output=str(tmp_path / "data"), parts=1, cluster="tcp://127.0.0.1:9").write(Quadratic(n=5))
    assert str(caught.value) == "cluster: no dask scheduler answers at tcp://127.0.0.1:9"
    assert not list(tmp_path.iterdir())


def test_a_scheduler_without_workers_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wait = distributed.Client.wait_for_workers
    monkeypatch.setattr(
        distributed.Client, "wait_for_workers", lambda client, n, timeout: wait(client, n, timeout / 1000)
    )
    monkeypatch.setattr(workers, "PATIENCE", PATIENCE)
    with distributed.LocalCluster(n_workers=0, **HOW) as cluster, pytest.raises(DatagenError) as caught:
        DataTarget(output=str(tmp_path / "data"), parts=1, cluster=cluster.scheduler_address).write(Quadratic(n=5))
    assert str(caught.value) == f"cluster: the scheduler at {cluster.scheduler_address} has no workers"


def test_without_distributed_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DatagenError) as caught:
        DataTarget(output=str(tmp_path / "data"), parts=1, cluster="local").check(("csv",))
    assert str(caught.value) == (
        "cluster: dask.distributed is not installed; pip install 'datagen[cluster]' installs it"
    )


@pytest.mark.parametrize("given", ["local", "tcp://host:8786", "tls://10.0.0.1:1", "tcp://[::1]:8786"])
def test_a_cluster_is_read(given: str) -> None:
    assert Cluster().read("cluster", given) == given


@pytest.mark.parametrize("given", ["", "Local", "host:8786", "tcp://host", "http://host:1", "tcp://h:1/x", "tcp://:1"])
def test_what_is_no_cluster_is_refused(given: str) -> None:
    with pytest.raises(DatagenError) as caught:
        Cluster().read("cluster", given)
    assert str(caught.value) == (
        f"cluster: {given or 'nothing'} is not allowed; give local, or the address of a dask scheduler, such as "
        "tcp://host:8786"
    )


def test_workers_leave_the_terminals_group(monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    monkeypatch.setattr(os, "setsid", lambda: called.append("setsid"))
    dask_setup(None)
    assert called == ["setsid"]
