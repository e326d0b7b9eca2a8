"""Sets of points in classes: moons, circles, blobs, spirals and a checkerboard.

The class of row i is i modulo the number of classes, except on the checkerboard, where it follows from the place: so
the classes are equally large, to one row, in any number of first rows.
"""

from typing import TYPE_CHECKING

from datagen.kinds import Real
from datagen.sets.row import Drawn, Layout, Parameter, PointSet, Values, count
from datagen.streams import BLOCK, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["CLASSES"]

LABEL = {"label": "integer"}


def _plane(values: Values) -> Layout:
    return Layout((), ("x", "y"), LABEL)


def _labels(block: int, classes: float) -> "NDArray[np.int64]":
    """The classes of the rows of a block, in turn."""
    import numpy as np

    return np.arange(block * BLOCK, (block + 1) * BLOCK, dtype=np.int64) % int(classes)


def _moons(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    label, t = _labels(block, 2), np.pi * generator(seed, "shapes", block).random(BLOCK)
    upper = label == 0
    x = np.where(upper, np.cos(t), values["shift"] - np.cos(t))
    y = np.where(upper, np.sin(t), values["gap"] - np.sin(t))
    return Drawn((), (x, y), (label,))


def _circles(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    label, t = _labels(block, 2), 2 * np.pi * generator(seed, "shapes", block).random(BLOCK)
    radius = np.where(label == 0, 1.0, values["ratio"])
    return Drawn((), (radius * np.cos(t), radius * np.sin(t)), (label,))


def _spirals(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    label, t = _labels(block, values["arms"]), generator(seed, "shapes", block).random(BLOCK)
    radius = values["inner"] + (1 - values["inner"]) * t
    angle = 2 * np.pi * (values["turns"] * t + label / values["arms"])
    return Drawn((), (radius * np.cos(angle), radius * np.sin(angle)), (label,))


def _checkerboard(values: Values, seed: int, block: int) -> Drawn:
    import numpy as np

    random = generator(seed, "shapes", block)
    x, y = values["cells"] * random.random(BLOCK), values["cells"] * random.random(BLOCK)
    return Drawn((), (x, y), (((np.floor(x) + np.floor(y)) % 2).astype(np.int64),))


def _blobs(values: Values, seed: int, block: int) -> Drawn:
    label, random = _labels(block, values["centers"]), generator(seed, "shapes", block)
    centers = _centers(values, seed).T
    columns = tuple(each[label] + values["spread"] * random.standard_normal(BLOCK) for each in centers)
    return Drawn((), columns, (label,))


def _centers(values: Values, seed: int) -> "Array":
    """The centers, (centers, dimensions): drawn one after the other, so that with more of them the first stay."""
    shape = int(values["centers"]), int(values["dimensions"])
    found: Array = values["box"] * (2 * generator(seed, "parameters", 0).random(shape) - 1)
    return found


def _space(values: Values) -> Layout:
    d = int(values["dimensions"])
    names = ("x", "y", "z")[:d] if d <= 3 else tuple(f"x{i}" for i in range(1, d + 1))
    return Layout((), names, LABEL)


CLASSES = (
    PointSet(
        "moons", "(cos t, sin t) and (shift - cos t, gap - sin t), t uniform on [0, pi)",
        "two half circles that reach into each other",
        "D. Zhou, O. Bousquet, T. N. Lal, J. Weston and B. Schölkopf, Learning with local and global consistency, "
        "NIPS 16 (2004)",
        {
            "shift": Parameter(Real(), 1.0, "how far right the lower moon lies"),
            "gap": Parameter(Real(), 0.5, "how far up it lies"),
        },
        _plane, _moons,
    ),
    PointSet(
        "circles", "r (cos t, sin t), r = 1 and ratio, t uniform on [0, 2 pi)",
        "a circle around another",
        "A. Y. Ng, M. I. Jordan and Y. Weiss, On spectral clustering: analysis and an algorithm, NIPS 14 (2002)",
        {"ratio": Parameter(Real(0.0), 0.5, "the radius of the inner circle; that of the outer one is 1")},
        _plane, _circles,
    ),
    PointSet(
        "blobs", "center + spread N(0, 1), the centers uniform on [-box, box)",
        "normal clouds of points around random centers",
        "K. Pearson, Contributions to the mathematical theory of evolution, "
        "Philosophical Transactions of the Royal Society A 185 (1894)",
        {
            "centers": count(3, "how many clouds"),
            "dimensions": count(2, "coordinates of a point", most=100),
            "spread": Parameter(Real(0.0), 1.0, "the standard deviation of each coordinate"),
            "box": Parameter(Real(0.0), 10.0, "the centers lie at most this far from 0, along each axis"),
        },
        _space, _blobs,
    ),
    PointSet(
        "spirals", "r (cos a, sin a), r = inner + (1 - inner) t, a = 2 pi (turns t + label/arms), t uniform on [0, 1)",
        "arms that wind around each other",
        "K. J. Lang and M. J. Witbrock, Learning to tell two spirals apart, "
        "Proceedings of the 1988 Connectionist Models Summer School, Morgan Kaufmann (1988)",
        {
            "arms": count(2, "how many spirals"),
            "turns": Parameter(Real(), 3.0, "how often an arm goes around"),
            "inner": Parameter(Real(0.0, maximum=1.0), 1 / 13, "the radius at which it begins; it ends at 1"),
        },
        _plane, _spirals,
    ),
    PointSet(
        "checkerboard", "label = (floor(x) + floor(y)) mod 2, x and y uniform on [0, cells)",
        "squares of two classes in turn",
        "T. K. Ho and E. M. Kleinberg, Building projectable classifiers of arbitrary complexity, "
        "Proceedings of the 13th International Conference on Pattern Recognition (1996)",
        {"cells": count(4, "squares along each side")},
        _plane, _checkerboard,
    ),
)  # fmt: skip
