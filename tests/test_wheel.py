"""The wheel, built and installed elsewhere, run from a folder that holds a decoy cli.py and plots/."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy
import pytest
from conftest import PATIENCE

ROOT = Path(__file__).parent.parent


def call(*command: str | Path, cwd: Path) -> bytes:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # it may name the tree
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(
        sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel, and with this one's packages as its dependencies."""
    place = tmp_path_factory.mktemp("elsewhere") / "venv"
    call(sys.executable, "-m", "venv", "--without-pip", place, cwd=wheel.parent)
    python = place / "bin" / "python"
    call(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=wheel.parent,
    )
    # A folder named in a .pth file is searched, but its own .pth files are not read: not that of an editable install.
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(str(Path(numpy.__file__).parent.parent))
    return place / "bin"


@pytest.fixture
def decoys(tmp_path: Path) -> Path:
    (tmp_path / "cli.py").write_text("raise SystemExit('the decoy cli.py')")
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "__init__.py").write_text("raise SystemExit('the decoy plots')")
    return tmp_path


def test_its_top_level_names(wheel: Path) -> None:
    names = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"cli.py", "datagen", "plots"}


@pytest.mark.parametrize("program", [["datagen"], ["python", "-m", "datagen"]], ids=" ".join)
def test_it_runs_elsewhere(installed: Path, decoys: Path, program: list[str]) -> None:
    command = [installed / program[0], *program[1:]]
    assert call(*command, "quadratic", "--n", "2", "--noise", "0", cwd=decoys) == b"x,y\n-1.0,1.0\n1.0,1.0\n"
    call(*command, "plot", "damped-sine", "-o", "fig.png", cwd=decoys)
    assert (decoys / "fig.png").read_bytes().startswith(b"\x89PNG")


def test_it_is_the_wheel_that_runs(installed: Path, decoys: Path) -> None:
    where = call(installed / "python", "-P", "-c", "import datagen; print(datagen.__file__)", cwd=decoys).decode()
    assert Path(where.strip()).is_relative_to(installed.parent)
