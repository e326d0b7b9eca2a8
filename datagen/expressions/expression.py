"""A formula that has been read: evaluate it, print it, fix its parameters."""

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from datagen.errors import DatagenError, FormulaError, NameUnknownError
from datagen.expressions.names import glued, glued_call, same_name
from datagen.expressions.plain import plain
from datagen.expressions.reading import read, spelt
from datagen.expressions.tree import Node, Variable, number, replaced

__all__ = ["Expression", "constant", "parse"]


class Expression:
    """A formula: `text` as it was given, its tree `root`, its `variables` in order. Equal if the trees are."""

    __slots__ = ("_folded", "_prefix", "name", "notes", "root", "text", "variables")

    text: str
    root: Node
    name: str | None
    variables: tuple[str, ...]
    notes: tuple[str, ...]
    _prefix: tuple[str, ...]
    _folded: Node | None

    def __init__(
        self,
        text: str,
        root: Node,
        name: str | None = None,
        prefix: tuple[str, ...] = (),
        variables: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        for field, value in zip(
            ("text", "root", "name", "_prefix", "variables", "notes", "_folded"),
            (text, root, name, prefix, variables, notes, None),
            strict=True,
        ):
            object.__setattr__(self, field, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Expression cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Expression cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        # by way of plain text: pickling a deep tree would exceed the stack
        return _restored, (plain(self.root), self.text, self.name, self._prefix, self.variables, self.notes)

    def __eq__(self, other: object) -> bool:
        return self.root == other.root if isinstance(other, Expression) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.root)

    def __repr__(self) -> str:
        return f"parse({self.text!r})"

    def __str__(self) -> str:
        """Plain text that reads back as an equal expression."""
        body = plain(self.root)
        doubtful = (
            name for name in self.variables if name in ("e", "pi") or glued(name) or glued_call(name, bare=True)
        )
        names = [*self._prefix, *(name for name in doubtful if name not in self._prefix)]
        if names:
            return f"{self.name or 'f'}({', '.join(plain(Variable(name)) for name in names)}) = {body}"
        return f"{self.name} = {body}" if self.name else body

    def __call__(self, /, **values: Any) -> Any:
        """The value at `values`: float64 of their broadcast shape, or a tensor if one of them is a tensor.

        Raises DatagenError for a variable without a value and a value without a variable.
        """
        from datagen.expressions import evaluation

        given = self._matched(values)
        root = self.folded
        torch = sys.modules.get("torch")
        if torch is not None and any(isinstance(value, torch.Tensor) for value in given.values()):
            return evaluation.on_tensors(root, given)
        return evaluation.on_arrays(root, given)

    @property
    def folded(self) -> Node:
        """The tree with every constant part replaced by its number, to be evaluated and not to be printed."""
        if self._folded is None:
            from datagen.expressions.evaluation import folded

            object.__setattr__(self, "_folded", folded(self.root))
        assert self._folded is not None
        return self._folded

    def _matched(self, values: Mapping[str, Any]) -> dict[str, Any]:
        given = {self._variable(name): value for name, value in values.items()}
        if missing := [name for name in self.variables if name not in given]:
            raise DatagenError(f"{self} needs a value for {', '.join(missing)}")
        return given

    def _variable(self, name: str) -> str:
        """The variable that a caller means: θ, theta; x_1, x1."""
        same = same_name(spelt(name))
        for variable in self.variables:
            if same_name(variable) == same:
                return variable
        if self.variables:
            raise NameUnknownError("variable of the formula", name, self.variables)
        raise DatagenError(f"{self} has no variables; {name} cannot be set")

    def bind(self, /, **values: float) -> "Expression":
        """The formula with some variables fixed.

        Raises DatagenError for a name that is not among them.
        """
        nodes = {self._variable(name): number(float(value)) for name, value in values.items()}

        def fix(node: Node) -> Node:
            return nodes.get(node.name, node) if isinstance(node, Variable) else node

        variables = tuple(name for name in self.variables if name not in nodes)
        prefix = tuple(name for name in self._prefix if name not in nodes)
        return Expression(self.text, replaced(self.root, fix), self.name, prefix, variables, self.notes)

    def curve_variable(self) -> str:
        """The variable along a curve: the only one, or x for a constant formula.

        Raises DatagenError if there are several, with the --set that would leave one.
        """
        if not self.variables:
            return "x"
        if len(self.variables) == 1:
            return self.variables[0]
        kept = "x" if "x" in self.variables else self.variables[0]
        fixes = " ".join(f"--set {name}=1" for name in self.variables if name != kept)
        listed = ", ".join(self.variables)
        raise DatagenError(f"a curve has one variable, but {self} has {len(self.variables)} ({listed}): give {fixes}")

    def latex(self) -> str:
        """The formula as LaTeX, in the part of it that matplotlib's mathtext can draw."""
        from datagen.expressions.latex import latex

        return latex(self.root)

    def python(self) -> str:
        """The formula as source for NumPy and scipy.special."""
        from datagen.expressions.python import python

        return python(self.root)


def parse(text: str, *, variables: Iterable[str] = ()) -> Expression:
    """The expression that a formula means, in whichever notation it is written.

    `variables` are names that are variables even if they are called e or pi.

    Raises FormulaError.
    """
    reading = read(text, variables)
    return Expression(text, *reading)


def _restored(plain_text: str, text: str, name: str | None, *rest: tuple[str, ...]) -> Expression:
    declared = [variable for variable in rest[1] if variable != "tau"]  # written as τ
    return Expression(text, read(plain_text, declared).root, name, *rest)


def constant(text: str) -> float:
    """The value of a formula without variables, such as 2pi or -1/3.

    Raises FormulaError.
    """
    expression = parse(text)
    if expression.variables:
        names = ", ".join(expression.variables)
        raise FormulaError(f"expected a number, but {names} has no value", text, text.find(expression.variables[0]))
    return float(expression())
