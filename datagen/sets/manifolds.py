"""Sets of points on a curved surface in space: the Swiss roll and the S-curve."""

from datagen.kinds import Real
from datagen.sets.row import Drawn, Layout, Parameter, PointSet, Values
from datagen.streams import BLOCK, generator

__all__ = ["MANIFOLDS"]


def _surface(values: Values) -> Layout:
    return Layout((), ("x", "y", "z"), {"t": "float"})


def _swiss_roll(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    random = generator(seed, "shapes", block)
    t = 1.5 * np.pi * (1 + 2 * random.random(BLOCK))
    return Drawn((), (t * np.cos(t), values["height"] * random.random(BLOCK), t * np.sin(t)), (t,))


def _s_curve(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    random = generator(seed, "shapes", block)
    t = 3 * np.pi * (random.random(BLOCK) - 0.5)
    return Drawn((), (np.sin(t), values["height"] * random.random(BLOCK), np.sign(t) * (np.cos(t) - 1)), (t,))


MANIFOLDS = (
    PointSet(
        "swiss-roll", "(t cos t, height u, t sin t), t uniform on [1.5 pi, 4.5 pi), u on [0, 1)",
        "a sheet that is rolled up; t is the place along it",
        "J. B. Tenenbaum, V. de Silva and J. C. Langford, A global geometric framework for nonlinear dimensionality "
        "reduction, Science 290 (2000)",
        {"height": Parameter(Real(0.0), 21.0, "the width of the sheet")},
        _surface, _swiss_roll,
    ),
    PointSet(
        "s-curve", "(sin t, height u, sign(t) (cos t - 1)), t uniform on [-1.5 pi, 1.5 pi), u on [0, 1)",
        "a sheet bent to an S; t is the place along it",
        "L. K. Saul and S. T. Roweis, Think globally, fit locally: unsupervised learning of low dimensional manifolds, "
        "Journal of Machine Learning Research 4 (2003)",
        {"height": Parameter(Real(0.0), 2.0, "the width of the sheet")},
        _surface, _s_curve,
    ),
)  # fmt: skip
