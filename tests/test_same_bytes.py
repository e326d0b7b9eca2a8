"""The same command gives the same bytes, wherever and in whatever environment it runs."""

import hashlib
import io
from pathlib import Path

import pytest
from conftest import Run

from datagen import Quadratic
from datagen.formats import TABLES

COMMANDS = [
    "quadratic --n 1000 --noise-kind normal",
    "sample exp(-x)*sin(x) --x 0:5 --n 100 --design uniform --noise 0.1",
    "quadratic --n 200000 --format parquet",
    "quadratic --n 200000 --format csv.gz",
    "matrix 4x4 --kind orthogonal",
    "dot",
    "derive damped-sine --at 1 --order 2",
    "derive damped-sine --at 0:5 --order 8 --format csv",
    "derive damped-sine --at 1 --order 6 --format latex",
    "gradient rosenbrock --at x=2,y=3 --format json",
    "hessian himmelblau --at x=2,y=3",
    "functions",
    "plot damped-sine -d 1 -d 2 --format png",
    "plot damped-sine -d 1 -d 2 --format svg",
    "plot damped-sine -d 1 -d 2 --format pdf",
    "plot damped-sine --mark extrema --style ggplot --size ieee-column --format eps",
    "plot damped-sine --style dark --dpi 100 --format jpeg",
    "plot damped-sine --alt-text",
    "plot tan(x) --save-data -",
]
STRAY = """
font.size: 30
lines.linewidth: 9
axes.facecolor: red
figure.dpi: 33
savefig.bbox: tight
axes.formatter.use_locale: True
svg.hashsalt: other
pdf.compression: 0
"""
ELSEWHERE = {
    "PYTHONHASHSEED": "1",
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "de_DE.UTF-8",
    "LANG": "C",
    "PYTHONIOENCODING": "latin-1",
    "SOURCE_DATE_EPOCH": "1",
    "MPLBACKEND": "no such backend",
    "COLUMNS": "20",
    "FORCE_COLOR": "1",
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}


HOSTILE = {
    "SOURCE_DATE_EPOCH": "no number",
    "HOME": "/proc/none",
    "MPLCONFIGDIR": "/proc/none",
    "MATPLOTLIBRC": "/proc/none",
    "PYTHONOPTIMIZE": "2",
}


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
@pytest.mark.parametrize("stray", [STRAY.encode(), b"\xff\x00\n:::"], ids=["a style", "binary"])
def test_a_hostile_environment_neither_changes_nor_says_anything(
    run: Run, format: str, stray: bytes, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "matplotlibrc").write_bytes(stray)
    command = ("plot", "damped-sine", "--format", format)
    there = run(*command, env=HOSTILE, cwd=tmp_path / "elsewhere")
    assert (there.returncode, there.stderr) == (0, b"")
    assert there.stdout == run(*command).stdout


@pytest.mark.parametrize("name", ["fig.png", "fig.svg", "fig.pdf"])
def test_a_figure_in_a_file_holds_what_standard_output_shows(run: Run, name: str, tmp_path: Path) -> None:
    run("plot", "sine", "-o", name)
    assert (tmp_path / name).read_bytes() == run("plot", "sine", "--format", name[4:]).stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_the_environment_changes_nothing(run: Run, command: str, tmp_path: Path) -> None:
    stray = tmp_path / "elsewhere"
    stray.mkdir()
    (stray / "matplotlibrc").write_text(STRAY)
    here = run(*command.split(), env={"PYTHONHASHSEED": "0", "TZ": "UTC"})
    there = run(*command.split(), env=ELSEWHERE, cwd=stray)
    assert here.returncode == there.returncode == 0, there.stderr.decode()
    assert here.stdout
    assert here.stdout == there.stdout


def test_a_file_holds_what_standard_output_shows(run: Run, tmp_path: Path) -> None:
    shown = run("quadratic").stdout
    run("quadratic", "-o", "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == shown


GOLDEN = {
    "quadratic": "2e4d970fd0ea93b53c4763e2d55a531ae0499e7a48dd31b86577ee2f79669070",
    "quadratic --n 99999 --design uniform": "00225aa4fa813a85a619ba760c0fa43171f2932ba3ef881758bb35ad85da7303",
    "sample x*y --design sobol --n 70000 --noise 0.1 --outliers 0.1 --missing 0.1 --clean --split 0.8":
        "71f7c59603889e3c154b5173a4a073b58887e74792b36f8feb6e7e7fae9e1e05",
    "sample x*y --design lhs --n 70000 --derivative 1":
        "d50c56a19cebd9320cf90d230f7c1775f010efeb3ddce1a655ffacc5f7fe4e39",
    "sample checkerboard --n 70000 --set cells=3": "f6fef1b87bf591171837a86bfef53760de980e2e050b1a0f48bf58076acab24a",
    "matrix 100x100 --kind uniform --format csv": "76452bb00d21d3c5575988de4c2b1446efd05308364bd2cce465d56ae6b4ddb4",
}  # fmt: skip
"""SHA-256 of outputs made with + - x / and sqrt alone: the same on every machine and for every release of a library."""


@pytest.mark.parametrize("command", GOLDEN)
def test_tomorrow_as_today(run: Run, command: str) -> None:
    assert hashlib.sha256(run(*command.split()).stdout).hexdigest() == GOLDEN[command]


FILES = {
    "csv": "00225aa4fa813a85a619ba760c0fa43171f2932ba3ef881758bb35ad85da7303",
    "tsv": "1eca08e217a92d4d0d89198480aec7e5c462cac2c563ae3dd5c3000feda22887",
    "jsonl": "a6c0bd8a1bd0f3c8108570c9054cd8f86f13687202721bc86cf79d5da17f78c9",
    "npy": "d59c7eb4cb40aaabeb576008a5b80870b262d3a97b9f2b05eee06681d48542ef",
    "npz": "dd77d1543a903bbec9c5b94f7f8593a30e0a263d6c4d358389489113e13135f2",
    "safetensors": "fc5c75d1372be2af373dcdaa6ea7bc6206ea7797bf963fc5be9bff6c3cc88a3c",
    "parquet": "72cfb76d0f10c2f0606af52b297d7229ad55a536e58d99af00996bafdb9fba48",
    "parquet-zstd": "fe07e532c9ff92ccaa47f4e9e64e22d2c3bdb9f85aa28d726496248932724163",
    "arrow": "5a30a21fa81772317e7061e7aeaed7ac5d43faca18ce5e1f93529c676659d472",
}
"""SHA-256 of one dataset in every format. Of Parquet and Arrow it is for the version of Polars in constraints.txt."""


@pytest.mark.parametrize("format", FILES)
def test_every_format_tomorrow_as_today(format: str) -> None:
    stream = io.BytesIO()
    Quadratic(n=99_999, design="uniform").write(stream, format)
    assert hashlib.sha256(stream.getvalue()).hexdigest() == FILES[format]


def test_every_format_is_kept() -> None:
    assert set(FILES) == {name for name in TABLES if "." not in name}
