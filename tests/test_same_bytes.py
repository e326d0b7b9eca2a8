"""The same command gives the same bytes, wherever and in whatever environment it runs."""

import hashlib
from pathlib import Path

import pytest
from conftest import Run

COMMANDS = [
    "quadratic --n 1000 --noise-kind normal",
    "sample exp(-x)*sin(x) --x 0:5 --n 100 --design uniform --noise 0.1",
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
    "matrix 100x100 --kind uniform --format csv": "76452bb00d21d3c5575988de4c2b1446efd05308364bd2cce465d56ae6b4ddb4",
}
"""SHA-256 of outputs made with + - x / alone: the same on every machine, and for every release of every library."""


@pytest.mark.parametrize("command", GOLDEN)
def test_tomorrow_as_today(run: Run, command: str) -> None:
    assert hashlib.sha256(run(*command.split()).stdout).hexdigest() == GOLDEN[command]
