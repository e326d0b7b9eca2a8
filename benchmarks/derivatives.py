"""Derivatives: this project and its peers in one run, as ratios.

    python benchmarks/derivatives.py [--rounds 40]

All of a section run in turn, and the smallest times are compared: ratios travel between machines, times do not. A peer
that takes long is run fewer times, one that is not installed (pip install "datagen[bench]") is said to be missing.
"""

import argparse
import math
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
import sympy
import torch

from datagen.calculus import derivative, hessian
from datagen.expressions import parse
from datagen.jets import derivatives

Work = Callable[[], object]

POINTS = 1_000
LONG = 0.05
"""Seconds after which a peer is long: after a first time, it is run three times, or once if it takes 100 times this."""

NAMES = {"torch": "nested torch.autograd.grad", "func": "nested torch.func.grad", "sympy": "sympy diff + lambdify"}


class Curve:
    """One function in the notations of all peers.

    `bars` are the most that its series may cost, by order; nested autograd can go up to the order `nested`.
    """

    def __init__(self, formula: str, low: float, high: float, by_hand: Any, bars: dict[int, float], nested: int):
        self.formula, self.by_hand, self.bars, self.nested = formula, by_hand, bars, nested
        self.x = np.linspace(low, high, POINTS)


def _damped(m: Any, x: Any) -> Any:
    return m.exp(-x) * m.sin(2 * math.pi * x)


def _mixed(m: Any, x: Any) -> Any:
    return m.tanh(m.sin(3 * x) * m.exp(-(x**2))) + m.log(1 + x**2) / m.sqrt(1 + (x**2) ** 2)  # NumPy's x**4 is slow


CURVES = (
    Curve("e^-x sin(2πx)", 0.0, 5.0, _damped, {8: 15.0, 20: 35.0}, 8),
    Curve("tanh(sin(3x) e^(-x^2)) + log(1 + x^2)/sqrt(1 + x^4)", -3.0, 3.0, _mixed, {8: 25.0, 20: 75.0}, 6),
)


def seconds(work: Work) -> float:
    """The time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fastest(jobs: dict[str, Work], rounds: int) -> dict[str, float]:
    """The least time of each job over rounds in which every job has its turn; the first of each does not count."""
    first = {name: seconds(work) for name, work in jobs.items()}
    for name, spent in first.items():
        if LONG <= spent < 100 * LONG:  # it may have been compiled, or held up
            first[name] = min(spent, seconds(jobs[name]))
    turns = {name: rounds if spent < LONG else 3 if spent < 100 * LONG else 1 for name, spent in first.items()}
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds):
        for name, work in jobs.items():
            if turn < turns[name]:
                times[name].append(seconds(work))
    return {name: min(each, default=first[name]) for name, each in times.items()}


def nested_torch(curve: Curve, order: int) -> Work:
    x = torch.from_numpy(curve.x).requires_grad_()

    def work() -> object:
        rows = [curve.by_hand(torch, x)]
        for _ in range(order):
            rows += torch.autograd.grad(rows[-1].sum(), x, create_graph=True)
        return torch.stack(rows).detach()

    return work


def nested_func(curve: Curve, order: int) -> Work:
    x = torch.from_numpy(curve.x)
    each = [lambda x: curve.by_hand(torch, x)]
    for _ in range(order):
        each.append(torch.func.grad(each[-1]))
    return lambda: torch.stack([torch.vmap(f)(x) for f in each])


def of_sympy(curve: Curve, order: int) -> tuple[Work, float]:
    """The compiled derivatives, and the seconds that it took to build them."""
    start = time.perf_counter()
    x = sympy.Symbol("x")
    rows = [curve.by_hand(sympy, x)]
    for _ in range(order):
        rows.append(sympy.diff(rows[-1], x))
    compiled = sympy.lambdify(x, rows, modules="numpy", cse=True)
    return lambda: compiled(curve.x), time.perf_counter() - start


def of_jax(curve: Curve, order: int) -> Work:
    import jax
    from jax.experimental import jet

    jax.config.update("jax_enable_x64", True)
    x = jax.numpy.asarray(curve.x)
    series = [[jax.numpy.ones_like(x)] + [jax.numpy.zeros_like(x)] * (order - 1)]
    compiled = jax.jit(lambda x: jet.jet(lambda x: curve.by_hand(jax.numpy, x), (x,), series))
    return lambda: jax.block_until_ready(compiled(x))


def of_numdifftools(curve: Curve, order: int) -> Work:
    import numdifftools

    each = [numdifftools.Derivative(lambda x: curve.by_hand(np, x), n=n) for n in range(1, order + 1)]

    def work() -> object:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return [f(curve.x) for f in each]

    return work


def peers(curve: Curve, order: int) -> Iterator[tuple[str, Work]]:
    """Every peer that can go to this order in reasonable time and memory: nested gradients double with each."""
    if order <= curve.nested:
        yield NAMES["torch"], nested_torch(curve, order)
    if order <= 4:
        yield NAMES["func"], nested_func(curve, order)
    if order <= 8:
        work, built = of_sympy(curve, order)
        yield f"{NAMES['sympy']}, built in {built:.1f} s", work
    if find_spec("jax"):
        yield "jax.experimental.jet, compiled", of_jax(curve, order)
    if find_spec("numdifftools") and order <= 8:
        yield "numdifftools, less accurate", of_numdifftools(curve, order)


def series_section(rounds: int) -> None:
    for curve in CURVES:
        expression = parse(curve.formula)
        print(f"\nall derivatives of {curve.formula} at {POINTS} points, relative to f in NumPy")
        for order in (4, 6, *curve.bars):
            jobs: dict[str, Work] = {"f in NumPy": lambda curve=curve: curve.by_hand(np, curve.x)}
            jobs["series"] = lambda e=expression, c=curve, n=order: derivatives(e, range(n + 1), c.x)
            fast = fastest(jobs, 20 * rounds)  # the two that the bar is about, without the peers' use of the cache
            jobs = {"f in NumPy": jobs["f in NumPy"], **dict(peers(curve, order))}
            bar = f"   (bar {curve.bars[order]:.0f})" if order in curve.bars else ""
            print(f"  order {order:2} {fast['series'] / fast['f in NumPy']:10.1f}   series{bar}")
            times = fastest(jobs, rounds)
            for name, spent in list(times.items())[1:]:
                print(f"           {spent / times['f in NumPy']:10.1f}   {name}")


def bowl(p: torch.Tensor) -> torch.Tensor:
    return p[..., 0] ** 4 + 2 * p[..., 0] ** 2 * p[..., 1] ** 2 + p[..., 1] ** 4


def two_passes(points: torch.Tensor) -> torch.Tensor:
    """The Hessians of the bowl by hand: the gradient's columns, summed over the points, differentiated."""
    x, y = (column.clone().requires_grad_() for column in points.unbind(1))
    f = x**4 + 2 * x**2 * y**2 + y**4
    first = torch.autograd.grad(f.sum(), (x, y), create_graph=True)
    rows = [torch.autograd.grad(slope.sum(), (x, y), retain_graph=True) for slope in first]
    return torch.stack([torch.stack(row, dim=1) for row in rows], dim=1)


def hessian_section(rounds: int) -> None:
    points = torch.from_numpy(np.random.default_rng(0).normal(size=(10_000, 2)))
    ours = hessian("x^4 + 2x^2 y^2 + y^4")
    times = fastest(
        {
            "hessian(formula)": lambda: ours(points),
            "two summed autograd passes by hand": lambda: two_passes(points),
            "vmap(torch.func.hessian)": lambda: torch.vmap(torch.func.hessian(bowl))(points),
        },
        rounds,
    )
    _table("Hessians of x^4 + 2x^2 y^2 + y^4 at 10,000 points, relative to ours (bars: 1, 20)", times)


def rosenbrock(p: torch.Tensor) -> torch.Tensor:
    return (100 * (p[1:] - p[:-1] ** 2) ** 2 + (1 - p[:-1]) ** 2).sum()


def nesting_section(rounds: int) -> None:
    """Without jacrev(jacfwd), which would need 1,000³ numbers."""
    point, f = torch.from_numpy(np.random.default_rng(0).normal(size=1_000)), torch.func
    ours = hessian(rosenbrock)
    times = fastest(
        {
            "hessian(callable)": lambda: ours(point),
            "jacfwd(jacrev)": lambda: f.jacfwd(f.jacrev(rosenbrock))(point),
            "jacrev(jacrev)": lambda: f.jacrev(f.jacrev(rosenbrock))(point),
        },
        rounds,
    )
    _table("the Hessian of Rosenbrock's function of 1,000 variables, relative to ours (bar: 1/1.2 = 0.83)", times)


def by_hand(x: torch.Tensor, order: int) -> torch.Tensor:
    x = x.detach().requires_grad_()
    y = _damped(torch, x)
    for left in range(order, 0, -1):
        (y,) = torch.autograd.grad(y.sum(), x, create_graph=left > 1)
    return y


def autograd_section(rounds: int) -> None:
    expression = parse("e^-x sin(2πx)")
    for count in (POINTS, 100 * POINTS):
        array = np.linspace(0.0, 5.0, count)
        tensor = torch.from_numpy(array)
        for order in (1, 2):
            ours = derivative(expression, order, engine="autograd")
            times = fastest(
                {
                    "by hand in torch": lambda tensor=tensor, order=order: by_hand(tensor, order),
                    "derivative, tensor": lambda ours=ours, tensor=tensor: ours(tensor),
                    "derivative, array": lambda ours=ours, array=array: ours(array),
                },
                10 * rounds,
            )
            _table(f"derivative {order} of e^-x sin(2πx) at {count:,} points by autograd (bar: 1.2)", times)


def _table(title: str, times: dict[str, float]) -> None:
    """The times relative to the first, which is itself given in milliseconds."""
    first = next(iter(times.values()))
    print(f"\n{title}")
    for name, spent in times.items():
        print(f"  {spent / first:8.2f}   {name}" + (f" ({1e3 * spent:.2f} ms)" if spent is first else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)  # for all alike: the time of threads on a busy machine says little
    missing = [name for name in ("jax", "numdifftools") if not find_spec(name)]
    print(f"missing peers: {', '.join(missing) or 'none'}")
    for section in (series_section, hessian_section, nesting_section, autograd_section):
        section(rounds)


if __name__ == "__main__":
    main()
