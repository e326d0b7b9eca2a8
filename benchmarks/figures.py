"""How long a figure takes, as a ratio to the bare script that draws the same picture.

    python benchmarks/figures.py [--repeats 7]

The scripts use matplotlib without pyplot, and torch for derivatives; they set the size, fonts, labels and legend of our
figure and evaluate 1,000 even points. Programs run in turn, each in a process of its own, and the minima are compared.
All modules are compiled, as after an installation: the first run does that where it has to be done.
The last line is 20 figures made one after the other through Python in one process, against matplotlib doing the same;
it counts from the first import.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("datagen"))
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Without that variable, for the peers' modules were compiled when they were installed, and ours may not be."""

SETTINGS = """
import matplotlib
import numpy as np
from matplotlib.figure import Figure
matplotlib.rcParams.update({
    "font.family": ["STIXGeneral", "DejaVu Serif"], "mathtext.fontset": "stix", "font.size": 9, "axes.labelsize": 9.9,
    "xtick.labelsize": 8.1, "ytick.labelsize": 8.1, "lines.linewidth": 1.2, "axes.spines.top": False,
    "axes.spines.right": False, "legend.frameon": False, "figure.constrained_layout.use": True,
})
"""
AXES = """
figure = Figure(figsize=(6, 4), dpi=DPI)
ax = figure.add_subplot(xlim=(0, 5))
ax.set_xlabel("$x$")
"""
DAMPED_SINE = """
frequency, label = 2 * np.pi, r"$e^{-x} \\sin(2 \\pi x)$"
"""
NUMBERED = """
frequency, label = number + 1, rf"$e^{{-x}} \\sin({number + 1} x)$"
"""
PLAIN = """
x = np.linspace(0, 5, 1000)
ax.plot(x, np.exp(-x) * np.sin(frequency * x), color="black")
ax.axhline(0, color="#B0B0B0", linewidth=0.6, zorder=1)
ax.set_ylabel(label)
figure.savefig("fig.png")
"""
OVERLAYS = """
import math, torch
x = torch.linspace(0, 5, 1000, dtype=torch.float64, requires_grad=True)
y = torch.exp(-x) * torch.sin(2 * math.pi * x)
(d1,) = torch.autograd.grad(y.sum(), x, create_graph=True)
(d2,) = torch.autograd.grad(d1.sum(), x)
labels = r"$f(x) = e^{-x} \\sin(2 \\pi x)$", r"$f\\/\\prime(x)$", r"$f\\/\\prime\\prime(x)$"
colours, dashes = ("black", "#0072B2", "#D55E00"), ("-", "--", ":")
for values, label, colour, dash in zip((y, d1, d2), labels, colours, dashes):
    ax.plot(x.detach().numpy(), values.detach().numpy(), label=label, color=colour, linestyle=dash)
ax.axhline(0, color="#B0B0B0", linewidth=0.6, zorder=1)
ax.set_ylabel("$y$", rotation=0)
ax.legend()
figure.savefig("fig.png")
"""

TIMED = """
import time
begin, used = time.perf_counter(), time.process_time()
{before}
for number in range(20):
{each}
print(time.perf_counter() - begin, time.process_time() - used)
"""
OURS = """
from plots.figures import Figure
from plots.saving import render
"""
OUR_FIGURE = """
render(Figure((f"e^-x sin({number + 1}x)",), x=(0, 5), dpi=DPI), "png")
"""

COMMAND = ("plot", "damped-sine", "-o", "fig.png")
ROWS = {
    "plot damped-sine, against matplotlib (at most 1.2, aim 1.1)": (COMMAND, "plain"),
    "with -d 1 -d 2, against torch + matplotlib (at most 1.1)": ((*COMMAND, "-d", "1", "-d", "2"), "overlays"),
    "and --engine series (under 0.5)": ((*COMMAND, "-d", "1", "-d", "2", "--engine", "series"), "overlays"),
}
LOOP = "20 figures in one process (at most 4 s), against matplotlib"


def programs(dpi: int) -> dict[str, list[str]]:
    """Every program of the comparison, as its arguments."""
    begin = SETTINGS + AXES
    scripts = {"plain": begin + DAMPED_SINE + PLAIN, "overlays": begin + OVERLAYS}
    ours = {row: [PROGRAM, *arguments, "--dpi", str(dpi)] for row, (arguments, _) in ROWS.items()}
    return ours | {name: [sys.executable, "-c", text.replace("DPI", str(dpi))] for name, text in scripts.items()}


def twenty(dpi: int) -> dict[str, list[str]]:
    """Two programs that make 20 figures and print how long that took them, as their arguments."""
    parts = {LOOP: (OURS, OUR_FIGURE), "twenty": (SETTINGS, AXES + NUMBERED + PLAIN)}
    texts = {
        name: TIMED.format(before=before, each=textwrap.indent(each, "    ")) for name, (before, each) in parts.items()
    }
    return {name: [sys.executable, "-c", text.replace("DPI", str(dpi))] for name, text in texts.items()}


def seconds(command: list[str], folder: str) -> tuple[float, float]:
    """The time of one process, and the processors' time, to which a busy machine does less."""
    used, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
    end, now = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return end - begin, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def said(command: list[str], folder: str) -> tuple[float, float]:
    """The time that a program says that its figures took, and the processors' time."""
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=ENVIRONMENT)
    taken, used = done.stdout.split()
    return float(taken), float(used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--dpi", type=int, default=300)
    given = parser.parse_args()
    measures = {name: (seconds, command) for name, command in programs(given.dpi).items()}
    measures |= {name: (said, command) for name, command in twenty(given.dpi).items()}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in measures}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(given.repeats):
            for name, (measure, command) in measures.items():
                times[name].append(measure(command, folder))
    least = {name: [min(each) for each in zip(*found, strict=True)] for name, found in times.items()}
    peers = {row: peer for row, (_, peer) in ROWS.items()} | {LOOP: "twenty"}
    for row, peer in peers.items():
        for what, ours, theirs in zip(("", "the same, processors' time"), least[row], least[peer], strict=True):
            print(f"{what or row:62} {ours:.2f} s / {theirs:.2f} s = {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
