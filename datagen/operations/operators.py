"""Operators and comparisons."""

from datagen.operations.row import Operation

__all__ = ["OPERATORS"]

OPERATORS = (
    Operation("add", lambda xp, a, b: a + b, "#1 + #2", "#1 + #2", sign="+", strength=3, arity=2),
    Operation(
        "subtract", lambda xp, a, b: a - b, "#1 - #2", "#1 - #2", aliases=("sub",), sign="-", strength=3, arity=2
    ),
    Operation("multiply", lambda xp, a, b: a * b, "#1 #2", "#1*#2", aliases=("mul",), sign="*", strength=4, arity=2),
    Operation(
        "divide",
        lambda xp, a, b: xp.divide(a, b),
        r"\frac{#1}{#2}",
        "#1/#2",
        aliases=("div", "true_divide"),
        sign="/",
        strength=4,
        arity=2,
    ),
    Operation(
        "mod",
        lambda xp, a, b: xp.remainder(a, b),
        r"\mathrm{mod}(#1, #2)",
        "np.mod(#1, #2)",
        aliases=("remainder",),
        arity=2,
    ),
    Operation("negative", lambda xp, a: -a, "-#1", "-#1", aliases=("neg",), sign="-", strength=7),
    Operation(
        "power",
        lambda xp, a, b: xp.power(a, b),
        "#1^{#2}",
        "#1**#2",
        aliases=("pow", "float_power"),
        sign="^",
        strength=9,
        arity=2,
    ),
    Operation("less", lambda xp, a, b: a < b, "#1 < #2", "#1 < #2", sign="<", strength=2, arity=2, condition=True),
    Operation(
        "less_equal",
        lambda xp, a, b: a <= b,
        r"#1 \leq #2",
        "#1 <= #2",
        sign="<=",
        strength=2,
        arity=2,
        condition=True,
    ),
    Operation("greater", lambda xp, a, b: a > b, "#1 > #2", "#1 > #2", sign=">", strength=2, arity=2, condition=True),
    Operation(
        "greater_equal",
        lambda xp, a, b: a >= b,
        r"#1 \geq #2",
        "#1 >= #2",
        sign=">=",
        strength=2,
        arity=2,
        condition=True,
    ),
    Operation("equal", lambda xp, a, b: a == b, "#1 = #2", "#1 == #2", sign="==", strength=2, arity=2, condition=True),
    Operation(
        "not_equal",
        lambda xp, a, b: a != b,
        r"#1 \neq #2",
        "#1 != #2",
        sign="!=",
        strength=2,
        arity=2,
        condition=True,
    ),
    Operation(
        "logical_and",
        lambda xp, a, b: xp.logical_and(a, b),
        r"#1 \wedge #2",
        "np.logical_and(#1, #2)",
        sign="&",
        strength=1,
        arity=2,
        condition=True,
        conditions=2,
    ),
    Operation(
        "where",
        lambda xp, condition, a, b: xp.where(condition, a, b),
        r"\mathrm{where}(#1, #2, #3)",
        "np.where(#1, #2, #3)",
        arity=3,
        conditions=1,
    ),
)
