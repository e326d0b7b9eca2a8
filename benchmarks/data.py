"""Writing rows: time and memory against Polars, pandas and NumPy, as ratios.

The job is quadratic data on a uniform design, y = x^2 + 0.2 U: made and written to a memory file system. A peer makes
the same number of the same kind of rows by NumPy in whole arrays and writes them in one call. Each run is a process of
its own; all take turns, `--repeats` times, and the minima are compared. Two ratios are shown: to the time of the peer's
whole job, and to that of its writing alone. pandas and NumPy's savetxt write a tenth of the rows and are counted ten
times, as their time is proportional to the rows. Memory is the peak of the process above what its imports take.

    python benchmarks/data.py [--rows 1e7] [--repeats 5] [--only csv parquet memory]

A thread is a processor for the process and a thread for Polars.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Columns = dict[str, Any]


def ours(format: str) -> Callable[[int, str], tuple[float, float]]:
    """Our job in a format: the recipe, made and written."""

    def job(rows: int, place: str) -> tuple[float, float]:
        from datagen import Quadratic

        Quadratic(n=10, design="uniform").dataset().to_polars()
        base = peak()
        for n in (200_000, rows):  # the first, as of a peer, starts threads
            start = time.perf_counter()
            with open(place, "wb") as stream:
                Quadratic(n=n, design="uniform").write(stream, format)
        return time.perf_counter() - start, peak() - base

    return job


def peer(write: Callable[[Columns, str], Any]) -> Callable[[int, str], tuple[float, float]]:
    """A peer's job: whole arrays by NumPy, then `write`. Its second figure is the time of the writing alone."""

    def job(rows: int, place: str) -> tuple[float, float]:
        write(columns(200_000), place)
        start = time.perf_counter()
        made = columns(rows)
        begun = time.perf_counter()
        write(made, place)
        end = time.perf_counter()
        return end - start, end - begun

    return job


def columns(rows: int) -> Columns:
    import numpy as np

    random = np.random.Generator(np.random.SFC64(0))
    x = -1 + 2 * random.random(rows)
    return {"x": x, "y": x * x + 0.2 * random.random(rows)}


def polars_csv(made: Columns, place: str) -> None:
    import polars as pl

    pl.DataFrame(made).write_csv(place)


def polars_parquet(made: Columns, place: str) -> None:
    import polars as pl

    pl.DataFrame(made).write_parquet(place, compression="uncompressed")


def polars_parquet_zstd(made: Columns, place: str) -> None:
    import polars as pl

    pl.DataFrame(made).write_parquet(place, compression="zstd")


def pandas_csv(made: Columns, place: str) -> None:
    import pandas as pd

    pd.DataFrame(made).to_csv(place, index=False)


def numpy_csv(made: Columns, place: str) -> None:
    import numpy as np

    np.savetxt(place, np.column_stack([*made.values()]), delimiter=",", header="x,y", comments="")


JOBS = {
    "csv": ours("csv"),
    "parquet": ours("parquet"),
    "parquet-zstd": ours("parquet-zstd"),
    "polars.write_csv": peer(polars_csv),
    "polars.write_parquet": peer(polars_parquet),
    "polars.write_parquet zstd": peer(polars_parquet_zstd),
    "pandas.to_csv": peer(pandas_csv),
    "numpy.savetxt": peer(numpy_csv),
}
SLOW = {"pandas.to_csv": 10, "numpy.savetxt": 10}
"""The part of the rows that a peer writes."""

PEERS = {
    "csv": ["polars.write_csv", "pandas.to_csv", "numpy.savetxt"],
    "parquet": ["polars.write_parquet"],
    "parquet-zstd": ["polars.write_parquet zstd"],
}


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def run(job: str, rows: int, threads: int, folder: str) -> tuple[float, float, float]:
    """The two figures of a job in a process of its own, and the size of its file."""
    place = Path(folder) / "rows"
    processors = sorted(os.sched_getaffinity(0))[:threads]
    done = subprocess.run(
        [sys.executable, __file__, "--job", job, "--rows", str(rows // SLOW.get(job, 1)), "--place", str(place)],
        env={**os.environ, "POLARS_MAX_THREADS": str(threads)}, capture_output=True, check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, processors),
    )  # fmt: skip
    first, second = json.loads(done.stdout)
    size = place.stat().st_size
    place.unlink()
    return first * SLOW.get(job, 1), second * SLOW.get(job, 1), size


def compare(format: str, rows: int, threads: int, repeats: int, folder: str) -> None:
    """Print a line for each peer of a format: our time, and its ratio to theirs or theirs to ours."""
    jobs = [format, *PEERS[format]]
    least = {job: (float("inf"), float("inf")) for job in jobs}
    size = 0.0
    for turn in range(repeats):
        for job in jobs:
            if turn == 0 or job not in SLOW or turn < 2:
                first, second, bytes = run(job, rows, threads, folder)
                least[job] = min(least[job][0], first), min(least[job][1], second)
                size = bytes if job == format else size
    mine = least[format][0]
    print(f"{format}, {rows:.0e} rows, threads: {threads}: {mine:.2f} s, {size / mine / 1e6:.0f} MB/s")
    for job in jobs[1:]:
        whole, writing = least[job]
        ratios = (mine / whole, mine / writing) if mine * 5 > whole else (whole / mine, writing / mine)
        word = "of its time" if mine * 5 > whole else "times as fast"
        print(f"  {job:26} {ratios[0]:6.2f} {word}; of its writing alone {ratios[1]:.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=float, default=1e7)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=[*PEERS, "memory"], default=[*PEERS, "memory"])
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--place", help=argparse.SUPPRESS)
    given = parser.parse_args()
    rows = int(given.rows)
    if given.job:
        print(json.dumps(JOBS[given.job](rows, given.place)))
        return
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        for format in (each for each in PEERS if each in given.only):
            for threads in (1, 2):
                compare(format, rows, threads, given.repeats, folder)
        for format in PEERS if "memory" in given.only else ():
            held = [run(format, each, 2, folder)[1] for each in (rows, 10 * rows)]
            print(f"{format}: {held[0]:.0f} MB and libraries for {rows:.0e} rows, {held[1]:.0f} MB for ten times that")


if __name__ == "__main__":
    main()
