"""From a formula to data, derivatives and a report figure."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datagen.calculus import derivative as derivative
    from datagen.calculus import derivatives as derivatives
    from datagen.calculus import gradient as gradient
    from datagen.calculus import hessian as hessian
    from datagen.calculus import jacobian as jacobian
    from datagen.calculus import taylor as taylor
    from datagen.datasets import Dataset as Dataset
    from datagen.datasets import Quadratic as Quadratic
    from datagen.datasets import Sample as Sample
    from datagen.errors import DatagenError as DatagenError
    from datagen.expressions import Expression as Expression
    from datagen.expressions import parse as parse
    from datagen.functions import FUNCTIONS as FUNCTIONS
    from datagen.matrices import Matrices as Matrices
    from datagen.matrices import Product as Product

__version__ = "0.1.0"

_ROOMS = {
    "calculus": ("derivative", "derivatives", "gradient", "hessian", "jacobian", "taylor"),
    "datasets": ("Dataset", "Quadratic", "Sample"),
    "errors": ("DatagenError",),
    "expressions": ("Expression", "parse"),
    "functions": ("FUNCTIONS",),
    "matrices": ("Matrices", "Product"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "FUNCTIONS", "DatagenError", "Dataset", "Expression", "Matrices", "Product", "Quadratic", "Sample", "derivative",
    "derivatives", "gradient", "hessian", "jacobian", "parse", "quadratic", "sample", "taylor",
]  # fmt: skip


def sample(formula: str, **options: Any) -> "Dataset":
    """Rows of a formula or a named set: the dataset of the recipe `Sample`, which takes the same options.

        data = datagen.sample("a x^2", x=(0, 1), set={"a": 2}, n=1000, noise=0.1)

    Options: n; x, var, set, design for the inputs; noise, noise_kind, snr, outliers, missing for what measuring makes
    of the outputs; clean, derivative, split for further columns; seed. `datagen sample --help` says what each is.

    Raises: DatagenError.
    """
    from datagen.datasets import Sample

    return Sample(**_known(Sample, {"formula": formula, **options})).dataset()


def quadratic(**options: Any) -> "Dataset":
    """Rows of y = a x^2 + b x + c + noise: the dataset of the recipe `Quadratic`, which takes the same options.

        data = datagen.quadratic(n=100, noise=0.2)
        data.x, data.y

    Options: a, b, c, and those of `sample`. Raises: DatagenError.
    """
    from datagen.datasets import Quadratic

    return Quadratic(**_known(Quadratic, options)).dataset()


def _known(recipe: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Options as they are given. Raises: NameUnknownError for one that the recipe does not have."""
    from datagen.errors import NameUnknownError
    from datagen.options import options

    fields = [each.field for each in options(recipe)]
    for name in given:
        if name not in fields:
            raise NameUnknownError("option", name, fields)
    return given


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import datagen` alone loads nothing heavy."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'datagen' has no attribute {name!r}")
    return getattr(import_module(f"datagen.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(globals() | dict.fromkeys(__all__))
