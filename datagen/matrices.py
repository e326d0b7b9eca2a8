"""Random matrices and their dot products."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, NamedTuple

from datagen.errors import DatagenError
from datagen.formats import encode_json, number
from datagen.kinds import Choice, Integer, Shape
from datagen.options import Recipe, option
from datagen.streams import generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draw = Callable[[np.random.Generator, int, int], NDArray[np.float64]]

__all__ = ["KINDS", "Matrices", "MatrixKind", "Product", "dot"]


class ShapeError(DatagenError):
    """Shapes that do not go with what is asked of them."""


class MatrixKind(NamedTuple):
    """One kind of random matrix: how to draw one of r rows and c columns, of shape (r, c)."""

    description: str
    draw: "Draw"
    square: bool = False


def dot(a: "NDArray[np.float64]", b: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The dot product (A·B)ᵢⱼ = Σₖ AᵢₖBₖⱼ of shapes (r, k) and (k, c), of shape (r, c), float64.

    The sum runs over k in order, each product and each sum rounded on its own, so that the bytes are the same on
    every machine; a BLAS picks its order by the processor.

    Raises: ShapeError where A has not as many columns as B has rows.
    """
    import numpy as np

    if a.shape[1] != b.shape[0]:
        raise ShapeError(_mismatch(a.shape, b.shape))
    product = np.zeros((a.shape[0], b.shape[1]))
    for column, row in zip(a.T, b, strict=True):
        product += column[:, None] * row
    return product


def _mismatch(a: tuple[int, ...], b: tuple[int, ...]) -> str:
    left, right = "x".join(map(str, a)), "x".join(map(str, b))
    return (
        f"shapes {left} and {right} do not fit: A·B needs as many columns in A ({a[1]}) as rows in B ({b[0]}); "
        f"try {left} and {a[1]}x{b[1]}"
    )


def _symmetric(g: "np.random.Generator", r: int, c: int) -> "NDArray[np.float64]":
    normal = g.standard_normal((r, c))
    return (normal + normal.T) / 2


def _orthogonal(g: "np.random.Generator", r: int, c: int) -> "NDArray[np.float64]":
    """Uniform (Haar) over the orthogonal matrices: F. Mezzadri, Notices of the AMS 54 (2007) 592-604."""
    import numpy as np

    q, upper = np.linalg.qr(g.standard_normal((r, c)))
    return q * np.where(np.diagonal(upper) < 0, -1.0, 1.0)


def _positive_definite(g: "np.random.Generator", r: int, c: int) -> "NDArray[np.float64]":
    """G·Gᵀ/r + I of a standard normal G: a scaled Wishart matrix whose eigenvalues are 1 or more."""
    import numpy as np

    normal = g.standard_normal((r, c))
    return dot(normal, normal.T) / r + np.eye(r)


KINDS = {
    "normal": MatrixKind("independent standard normal", lambda g, r, c: g.standard_normal((r, c))),
    "uniform": MatrixKind("independent uniform on [0, 1)", lambda g, r, c: g.random((r, c))),
    "integer": MatrixKind("integers from -9 to 9", lambda g, r, c: g.integers(-9, 10, (r, c)).astype(float)),
    "symmetric": MatrixKind("(G + G')/2 of a standard normal G", _symmetric, square=True),
    "orthogonal": MatrixKind("uniform (Haar) over the orthogonal matrices", _orthogonal, square=True),
    "spd": MatrixKind("positive definite: G G'/n + I of a standard normal G", _positive_definite, square=True),
}


def _draw(kind: str, shape: tuple[int, int], seed: int, which: int) -> "NDArray[np.float64]":
    """Matrix number `which` of a seed, of shape `shape`."""
    return KINDS[kind].draw(generator(seed, "matrices", which), *shape)


@dataclass(frozen=True)
class Matrices(Recipe):
    """Random matrices.

    Example: datagen matrix 3x3 --kind spd --count 2

    The same seed and shape give the matrices that `datagen dot` multiplies. As CSV, a blank line parts two matrices.
    """

    shape: tuple[int, int] = option(Shape(), (3, 3), "rows and columns", shown="3x3", argument=True)
    kind: str = option(
        Choice(tuple(KINDS)), "normal", "; ".join(f"{name}: {kind.description}" for name, kind in KINDS.items())
    )
    count: int = option(Integer(1), 1, "how many")
    seed: int = option(Integer(0), 0, "another seed gives other numbers")

    formats: ClassVar[tuple[str, ...]] = ("text", "json", "csv", "npy")

    def __post_init__(self) -> None:
        super().__post_init__()
        rows, columns = self.shape
        if KINDS[self.kind].square and rows != columns:
            raise ShapeError(f"shape: {rows}x{columns} is not square, and a matrix of kind {self.kind} is")

    def each(self) -> "Iterator[NDArray[np.float64]]":
        """One matrix after the other, of shape (rows, columns)."""
        return (_draw(self.kind, self.shape, self.seed, which) for which in range(self.count))

    def arrays(self) -> "NDArray[np.float64]":
        """The matrices, of shape (count, rows, columns)."""
        import numpy as np

        return np.stack([*self.each()])

    def write(self, stream: BinaryIO, format: str) -> None:
        """Write one matrix after the other, so that any number of them takes the memory of one."""
        if format == "npy":
            self._write_npy(stream)
            return
        head, between, end = self._frame(format)
        stream.write(head)
        for which, matrix in enumerate(self.each()):
            stream.write((between if which else b"") + self._encode(which, matrix, format))
        stream.write(end)

    def _write_npy(self, stream: BinaryIO) -> None:
        import numpy as np

        shape = (self.count, *self.shape) if self.count > 1 else self.shape
        np.lib.format.write_array_header_1_0(stream, {"descr": "<f8", "fortran_order": False, "shape": shape})
        for matrix in self.each():
            stream.write(matrix.astype("<f8", copy=False).tobytes())

    def _frame(self, format: str) -> tuple[bytes, bytes, bytes]:
        """What stands before, between and after the matrices."""
        if format != "json":
            return b"", b"\n", b""
        described = {"kind": self.kind, "shape": list(self.shape), "seed": self.seed, "matrices": []}
        return encode_json(described).removesuffix(b"]}\n"), b", ", b"]}\n"

    def _encode(self, which: int, matrix: "NDArray[np.float64]", format: str) -> bytes:
        if format == "json":
            return encode_json(matrix.tolist()).rstrip(b"\n")
        if format == "csv":
            return "".join(",".join(map(number, row)) + "\n" for row in matrix.tolist()).encode()
        return _text({f"A{which + 1}" if self.count > 1 else "A": matrix})


@dataclass(frozen=True)
class Product(Recipe):
    """Two random matrices and their dot product.

    Example: datagen dot 3x4 4x2
    """

    left: tuple[int, int] = option(Shape(), (3, 3), "shape of A", shown="3x3", argument=True)
    right: tuple[int, int] = option(Shape(), (3, 3), "shape of B", shown="3x3", argument=True)
    seed: int = option(Integer(0), 0, "another seed gives other numbers")

    formats: ClassVar[tuple[str, ...]] = ("text", "json")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.left[1] != self.right[0]:
            raise ShapeError(_mismatch(self.left, self.right))

    def arrays(self) -> "tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]":
        """A, B and A·B."""
        a = _draw("normal", self.left, self.seed, 0)
        b = _draw("normal", self.right, self.seed, 1)
        return a, b, dot(a, b)

    def write(self, stream: BinaryIO, format: str) -> None:
        a, b, product = self.arrays()
        if format == "json":
            answer: dict[str, Any] = {"a": a.tolist(), "b": b.tolist(), "product": product.tolist(), "seed": self.seed}
            stream.write(encode_json(answer))
        else:
            stream.write(_text({"A": a, "B": b, "A·B": product}))


def _text(matrices: "dict[str, NDArray[np.float64]]") -> bytes:
    parts = [f"{name} =\n{_aligned(matrix)}\n" for name, matrix in matrices.items()]
    return "\n".join(parts).encode()


def _aligned(matrix: "NDArray[np.float64]") -> str:
    """One line for each row, the numbers right-aligned in columns of one width."""
    largest = abs(matrix).max()
    form = ".0f" if largest < 1e15 and not (matrix % 1).any() else ".4f" if 1e-2 <= largest < 1e6 else ".4e"
    cells = [[format(value, form) for value in row] for row in matrix.tolist()]
    width = max(len(cell) for row in cells for cell in row)
    return "\n".join("  " + "  ".join(cell.rjust(width) for cell in row) for row in cells)
