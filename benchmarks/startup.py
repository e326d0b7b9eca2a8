"""How long each command takes, as a ratio to its floor and to the script that it replaces.

The floor is a bare Python that imports just the libraries that the job needs, and does nothing. The script is what
people write by hand for the same output: torch and, for figures, matplotlib.pyplot. All run in turn, `--repeats`
times over, each in a process of its own and in an empty folder; the minima are compared.

    python benchmarks/startup.py [--repeats 7]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("datagen"))

FIGURE = "from matplotlib.figure import Figure; import matplotlib.backends.backend_agg"

QUADRATIC_SCRIPT = """
import torch
x = torch.linspace(-1, 1, 100)
y = x.pow(2) + 0.2 * torch.rand(x.size())
print("x,y")
for a, b in zip(x.tolist(), y.tolist()):
    print(f"{a},{b}")
"""
DOT_SCRIPT = """
import torch
a, b = torch.randn(3, 3), torch.randn(3, 3)
print(a, b, a @ b)
"""
DERIVE_SCRIPT = """
import torch
x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
f = 3 * x**2 + 5 * x + 6 * torch.exp(x)
(d1,) = torch.autograd.grad(f, x, create_graph=True)
(d2,) = torch.autograd.grad(d1, x)
print(f.item(), d1.item(), d2.item())
"""
SAMPLE_SCRIPT = """
import torch
x = torch.linspace(0, 5, 100)
y = torch.exp(-x) * torch.sin(2 * torch.pi * x)
print("x,y")
for a, b in zip(x.tolist(), y.tolist()):
    print(f"{a},{b}")
"""
MATRIX_SCRIPT = """
import torch
print(torch.randn(3, 3))
"""
GRADIENT_SCRIPT = """
import torch
v = torch.tensor([-1.0, 2.0], dtype=torch.float64, requires_grad=True)
f = (1 - v[0]) ** 2 + 100 * (v[1] - v[0] ** 2) ** 2
print(f.item(), torch.autograd.grad(f, v)[0])
"""
HESSIAN_SCRIPT = """
import torch
f = lambda v: v[0] ** 4 + 2 * v[0] ** 2 * v[1] ** 2 + v[1] ** 4
print(torch.autograd.functional.hessian(f, torch.tensor([2.0, 3.0], dtype=torch.float64)))
"""
PLOT_SCRIPT = """
import torch, math
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
x = torch.linspace(0, 5, 1000, dtype=torch.float64)
y = torch.exp(-x) * torch.sin(2 * math.pi * x)
plt.plot(x, y, label=r"$e^{-x} \\sin(2 \\pi x)$")
plt.legend()
plt.savefig("fig.png", dpi=200)
"""
OVERLAYS_SCRIPT = """
import torch, math
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
x = torch.linspace(0, 5, 1000, dtype=torch.float64, requires_grad=True)
y = torch.exp(-x) * torch.sin(2 * math.pi * x)
(d1,) = torch.autograd.grad(y.sum(), x, create_graph=True)
(d2,) = torch.autograd.grad(d1.sum(), x)
for values, label in ((y, "$f(x)$"), (d1, "$f'(x)$"), (d2, "$f''(x)$")):
    plt.plot(x.detach(), values.detach(), label=label)
plt.legend()
plt.savefig("fig.png", dpi=200)
"""

JOBS = [
    ("--help", "import typer", None),
    ("quadratic --n 100 --noise 0.2", "import typer, numpy", QUADRATIC_SCRIPT),
    ("sample damped-sine --n 100", "import typer, numpy", SAMPLE_SCRIPT),
    ("matrix 3x3", "import typer, numpy", MATRIX_SCRIPT),
    ("dot", "import typer, numpy", DOT_SCRIPT),
    ("functions", "import typer", None),
    ("derive 3*x**2+5*x+6*exp(x) --at 2 --order 2", "import typer, numpy, torch", DERIVE_SCRIPT),
    ("gradient rosenbrock --at x=-1,y=2", "import typer, numpy, torch", GRADIENT_SCRIPT),
    ("hessian x**4+2*x**2*y**2+y**4 --at x=2,y=3", "import typer, numpy, torch", HESSIAN_SCRIPT),
    ("plot damped-sine -o fig.png", f"import typer, numpy; {FIGURE}", PLOT_SCRIPT),
    ("plot damped-sine -d 1 -d 2 -o fig.png", f"import typer, numpy, torch; {FIGURE}", OVERLAYS_SCRIPT),
]


def seconds(command: list[str], folder: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(job: str, floor: str, script: str | None, repeats: int) -> str:
    """One line: the least time of the command, and its ratios to those of the floor and the script."""
    commands = {"ours": [PROGRAM, *job.split()], "floor": [sys.executable, "-c", floor]}
    if script:
        commands["script"] = [sys.executable, "-c", script]
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats + 1):  # the first of each, which fills the caches, does not count
            for name, command in commands.items():
                times[name].append(seconds(command, folder))
    least = {name: min(each[1:]) for name, each in times.items()}
    against = f"{least['ours'] / least['script']:8.2f}" if script else " " * 8
    return f"{job:46} {least['ours']:7.3f} {least['ours'] / least['floor']:8.2f} {against}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    repeats = parser.parse_args().repeats
    print(f"{'datagen':46} {'seconds':>7} {'/ floor':>8} {'/ script':>8}")
    for job, floor, script in JOBS:
        print(compare(job, floor, script, repeats), flush=True)


if __name__ == "__main__":
    main()
