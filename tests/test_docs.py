"""Every command of the README is run, and what it shows is compared with what comes out."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE, PROGRAM, Run
from matplotlib.testing.compare import compare_images

from cli import COMMANDS
from datagen.functions import FUNCTIONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
INDENTED = re.findall(r"^    (.+)$", re.sub(r"```.*?```", "", README, flags=re.DOTALL), flags=re.MULTILINE)
EVERYDAY = [line for line in INDENTED if line.startswith("datagen ")]
SETTING_UP = [line for line in INDENTED if not line.startswith("datagen ")]
SHOWN = re.findall(r"^    (datagen [^\n]+)\n\n```text\n(.*?)```", README, flags=re.MULTILINE | re.DOTALL)
PICTURES = re.findall(r"^    (datagen [^\n]+ -o (\S+))\n\n!\[[^\n]*\]\((\S+)\)$", README, flags=re.MULTILINE)
SAID = re.compile("datagen: note: (fit: y = |[0-9]+ cells are )")
"""What a command of the README may say on standard error: a fit, and counts of what was asked to be spoilt."""


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, with the installed program on the path."""
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("command", EVERYDAY)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert done.returncode == 0
    assert all(SAID.match(line) for line in done.stderr.splitlines())
    promised = {word for word in shlex.split(command) if re.fullmatch(r"[\w-]+\.(csv|parquet|png|pdf|svg)", word)}
    assert {each.name for each in tmp_path.iterdir() if each.stat().st_size} == promised


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_output_shown_is_the_output(command: str, output: str, tmp_path: Path) -> None:
    assert shell(command, tmp_path).stdout == output


@pytest.mark.parametrize(("command", "made", "shown"), PICTURES, ids=[command for command, *_ in PICTURES])
def test_the_picture_shown_is_the_commands(command: str, made: str, shown: str, tmp_path: Path) -> None:
    shell(command, tmp_path)
    assert compare_images(str(ROOT / shown), str(tmp_path / made), tol=2) is None


def test_the_readme_shows_outputs_and_pictures() -> None:
    assert len(SHOWN) >= 3
    assert len(PICTURES) == README.count("](docs/") >= 8
    assert "datagen quadratic --n 100 --noise 0.2 > data.csv" in EVERYDAY


def test_the_check_runs_every_command_that_sets_up() -> None:
    lines = re.findall(r"readme_line '(.+)'", (ROOT / ".ci" / "run").read_text("utf-8"))
    run = {next(line for line in INDENTED if text in line) for text in lines}
    assert run == set(SETTING_UP)
    assert SETTING_UP[:2] == [
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . "
        "&& .venv/bin/datagen plot damped-sine -o fig.png",
        "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]' && .venv/bin/pytest",
    ]


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=PATIENCE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"    datagen {name}" in README


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_documented_by_its_command(name: str, run: Run) -> None:
    row = FUNCTIONS[name]
    text = run("functions", name).stdout.decode()
    for fact in (row.name, row.formula, row.description, row.source):
        assert fact
        assert fact in text
