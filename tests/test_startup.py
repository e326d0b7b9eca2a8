"""What each command loads: start-up is a feature."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PATIENCE

HEAVY = ["numpy", "scipy", "polars", "matplotlib", "matplotlib.pyplot", "torch", "rich", "pandas", "distributed"]
REPORT = """
import json, sys
import cli
sys.argv = ["datagen", *json.loads(sys.argv[1])]
try:
    cli.main()
except SystemExit as stop:
    assert not stop.code, stop.code
print(json.dumps([name for name in json.loads(sys.stdin.read()) if name in sys.modules]), file=sys.stderr)
"""
LOADED = [
    ("--help", []),
    ("--version", []),
    ("quadratic --help", []),
    ("plot --help", []),
    ("derive --help", []),
    ("quadratic --n 100 --noise 0.2", ["numpy"]),
    ("quadratic --n 50000 -o data.csv", ["numpy"]),
    ("quadratic --n 60000 -o data.csv", ["numpy", "polars"]),
    ("quadratic --n 100 --format jsonl -o data.jsonl", ["numpy"]),
    ("quadratic --n 100 -o data.npz", ["numpy"]),
    ("quadratic --n 100 --parts 2 -o data", ["numpy"]),
    ("sample x^2*sin(x)", ["numpy"]),
    ("matrix", ["numpy"]),
    ("dot", ["numpy"]),
    ("functions", []),
    ("roots --help", []),
    ("roots damped-sine --of f'", ["numpy"]),
    ("plot damped-sine --mark roots,extrema --ends -o fig.png", ["numpy", "matplotlib"]),
    ("plot damped-sine -o fig.png", ["numpy", "matplotlib"]),
    ("plot damped-sine --save-data data.csv", ["numpy"]),
    ("plot rosenbrock -o fig.png", ["numpy", "matplotlib"]),
    ("plot rosenbrock --surface -o fig.png", ["numpy", "matplotlib"]),
    ("plot rosenbrock --save-data data.csv", ["numpy"]),
    ("plot rosenbrock --gradient --hessian-at x=1,y=1 -o fig.png", ["numpy", "matplotlib", "torch"]),
    ("plot damped-sine -d 1 -o fig.png", ["numpy", "matplotlib", "torch"]),
    ("plot damped-sine -d 5 -d 30 -o fig.png", ["numpy", "matplotlib"]),
    ("plot damped-sine -d 1 -d 2 --engine series -o fig.png", ["numpy", "matplotlib"]),
    ("plot sine --tangent 1 --taylor 3 -o fig.png", ["numpy", "matplotlib"]),
    ("derive x^2 --at 1", ["numpy", "torch"]),
    ("derive x^2*sin(x) --at 0:1 --order 5 --format csv", ["numpy"]),
    ("derive abs(x) --at 0 --engine series", ["numpy"]),
    ("gradient x*y --at x=1,y=2", ["numpy", "torch"]),
    ("sample x --n 10 -o data.csv", ["numpy"]),
    ("hessian x*y --at x=1,y=2", ["numpy", "torch"]),
]


def loaded(program: str, arguments: list[str], folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(arguments)],
        input=json.dumps(HEAVY), text=True, cwd=folder, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(("command", "allowed"), LOADED, ids=[command for command, _ in LOADED])
def test_a_command_loads_no_more_than_it_needs(command: str, allowed: list[str], tmp_path: Path) -> None:
    assert set(loaded(REPORT, command.split(), tmp_path)) <= set(allowed)


def test_importing_datagen_loads_nothing_heavy(tmp_path: Path) -> None:
    names = "datasets formats.columnar rows listing matrices pointwise writing"
    rooms = f"import datagen, datagen.{names.replace(' ', ', datagen.')}, plots.figures"
    assert loaded(f"{rooms}\nimport json, sys\n{REPORT.splitlines()[-1]}", [], tmp_path) == []
