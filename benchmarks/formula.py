"""Formulas: the time to read one, and to evaluate it against the same line written by hand in NumPy.

    python benchmarks/formula.py [POINTS]

The two are run in turn and the smallest times compared: ratios travel between machines, times do not.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import scipy.special

from datagen.expressions import parse

ROUNDS = 40

BY_HAND: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "e^-x sin(2πx)": lambda x: np.exp(-x) * np.sin(2 * np.pi * x),
    "3x^2 + 5x + 6e^x": lambda x: 3 * x**2 + 5 * x + 6 * np.exp(x),
    "1/(1 + 25x^2)": lambda x: 1 / (1 + 25 * x**2),
    "x^3 - 2x + 1": lambda x: x**3 - 2 * x + 1,
    "exp(-(x - 1)^2/2)/sqrt(2pi)": lambda x: np.exp(-((x - 1) ** 2) / 2) / np.sqrt(2 * np.pi),
    "where(x < 0, -x, x^2)": lambda x: np.where(x < 0, -x, x**2),
    "|x| + sin(x)/x": lambda x: np.abs(x) + np.sin(x) / x,
    "x erf(x)": lambda x: x * scipy.special.erf(x),
}
TO_READ = (
    "e^-x sin(2πx)",
    "y = 3*x**2 + 5*x + 6*torch.exp(x)",
    r"\frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
    "exp(-(theta/sigma)**2/2)/(sqrt(2*pi)*sigma)",
    "x^2",
)


def seconds(work: Callable[[], object]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(points: int) -> None:
    """Print both tables."""
    for text in TO_READ:
        best = min(seconds(lambda text=text: parse(text)) for _ in range(50 * ROUNDS))
        print(f"read       {best * 1e3:6.3f} ms   {text}")
    x = np.linspace(-3, 3, points)
    for text, by_hand in BY_HAND.items():
        expression = parse(text)
        times = [
            (seconds(lambda e=expression: e(x=x)), seconds(lambda by_hand=by_hand: by_hand(x))) for _ in range(ROUNDS)
        ]
        ours, theirs = (min(column) for column in zip(*times, strict=True))
        print(f"evaluate   {ours / theirs:5.2f} x by hand ({theirs * 1e3:.1f} ms)   {text}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
