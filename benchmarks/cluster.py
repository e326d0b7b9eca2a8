"""What it costs to have parts made by a dask cluster of this machine rather than by threads: at most 1.3 times.

Both write 200 parts of the same data, with a manifest, into a folder of a memory file system, each in a process of its
own, in turn; the smallest times of several are compared, and the folders. The cluster's include its start.

    python benchmarks/cluster.py [ROWS [JOBS [ROUNDS]]]

The start of the cluster takes a second or two however much there is to do, so that the ratio falls with the rows. The
time of processors depends less on what else the machine does.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PARTS = 200
MEMORY = Path("/dev/shm")


def seconds(folder: Path, rows: int, jobs: int, *how: str) -> tuple[float, float]:
    """How long it takes to make the parts in a folder that is not there: by the clock, and of all processors."""
    shutil.rmtree(folder, ignore_errors=True)
    command = ["quadratic", "--n", str(rows), "--design", "uniform", "--parts", str(PARTS), "-o", str(folder)]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "datagen", *command, "--jobs", str(jobs), *how], check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(rows: str = "1e8", jobs: str = str(os.cpu_count()), rounds: str = "3") -> None:
    """Print the smallest times, and their ratio."""
    n, ways = int(float(rows)), {"threads": [], "cluster": ["--cluster", "local"]}
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        for _ in range(int(rounds)):
            for way, how in ways.items():
                times[way].append(seconds(Path(place, way), n, int(jobs), *how))
            threads, cluster = (Path(place, way, "manifest.json").read_bytes() for way in ways)
            assert threads == cluster, "the two have made other data"
        size = sum(each.stat().st_size for each in Path(place, "threads").iterdir())
    best = {way: [min(each) for each in zip(*pairs, strict=True)] for way, pairs in times.items()}
    print(f"{PARTS} parts, {n:,} rows, {size / 1e9:.2f} GB, {jobs} threads or workers")
    for way, (wall, cpu) in best.items():
        print(f"{way:8} {wall:6.2f} s  {size / wall / 1e6:4.0f} MB/s  {cpu:6.2f} s of processors")
    wall, cpu = (cluster / threads for threads, cluster in zip(best["threads"], best["cluster"], strict=True))
    print(f"cluster / threads = {wall:.2f} by the clock, {cpu:.2f} of processors")


if __name__ == "__main__":
    main(*sys.argv[1:])
