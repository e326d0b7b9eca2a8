"""Points in any form: numbers, lists, NumPy arrays and torch tensors, answered in kind.

A number, a list or an array is read as float64 and answered in NumPy, a tensor of floating point in tensors of its
dtype on its device. torch is not imported here: what is not a tensor needs none.
"""

import reprlib
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from datagen.errors import DatagenError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

    Rows = Callable[[NDArray[np.float64]], NDArray[np.float64]]

__all__ = ["as_arrays", "as_tensors", "is_tensor", "one_or_many", "over_arrays", "over_blocks"]

BLOCK = 65_536
"""Points differentiated at a time, so that the memory for their graph does not grow with their number."""


def over_arrays(of_arrays: "Rows", of_tensors: Callable[["Tensor"], "Tensor"]) -> Callable[[Any], Any]:
    """A function of whatever is given, from one of float64 arrays and one of floating-point tensors.

    Raises DatagenError where real numbers are not what is given.
    """

    def values(given: Any) -> Any:
        if not is_tensor(given):
            return of_arrays(_numbers(given))
        if given.is_complex():
            raise DatagenError(f"a tensor of {given.dtype} does not fit; give real numbers")
        return of_tensors(given if given.is_floating_point() else given.double())

    return values


def is_tensor(given: Any) -> bool:
    """Whether this is a torch tensor, without an import of torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(given, torch.Tensor)


def as_arrays(of_tensors: Callable[["Tensor"], "Tensor"]) -> "Rows":
    """A function of tensors as one of float64 arrays."""
    from datagen.importing import without_collecting

    def values(given: "NDArray[np.float64]") -> "NDArray[np.float64]":
        with without_collecting():
            import torch

        return of_tensors(torch.from_numpy(given)).numpy(force=True)

    return values


def as_tensors(of_arrays: "Rows") -> Callable[["Tensor"], "Tensor"]:
    """A function of float64 arrays as one of tensors, which keeps their dtype and device; no gradient passes."""

    def values(given: "Tensor") -> "Tensor":
        import torch

        found = of_arrays(given.double().numpy(force=True))
        return torch.as_tensor(found).to(dtype=given.dtype, device=given.device)

    return values


def one_or_many(of_points: Callable[[Any], Any], names: Sequence[str] | None = None) -> Callable[[Any], Any]:
    """A function of points (n, d), one coordinate for each of the names, as one of a single point (d,) too.

    Raises DatagenError for points of another shape.
    """

    def rows(points: Any) -> Any:
        if points.ndim not in (1, 2) or (names is not None and points.shape[-1] != len(names)):
            d = "d" if names is None else len(names)
            each = "" if names is None else f", a column for each of {', '.join(names)}"
            raise DatagenError(f"points of shape {tuple(points.shape)} do not fit; give ({d},) or (n, {d}){each}")
        return of_points(points) if points.ndim == 2 else of_points(points[None])[0]

    return rows


def over_blocks(
    compute: Callable[["Tensor"], tuple["Tensor", ...]], dim: int = 0
) -> Callable[["Tensor"], tuple["Tensor", ...]]:
    """compute, some rows of its argument at a time, with each of its answers joined along an axis."""

    def joined(x: "Tensor") -> tuple["Tensor", ...]:
        if len(x) <= BLOCK:
            return compute(x)
        import torch

        parts = [compute(block) for block in torch.split(x, BLOCK)]
        return tuple(torch.cat(each, dim=dim) for each in zip(*parts, strict=True))

    return joined


def _numbers(given: Any) -> "NDArray[np.float64]":
    """A float64 array of its own to work on, which is never the caller's."""
    import numpy as np

    try:
        array = np.asarray(given)
        if array.dtype.kind not in "biufO":
            raise TypeError
        return np.array(array, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise DatagenError(f"{reprlib.repr(given)} does not fit; give real numbers") from None
