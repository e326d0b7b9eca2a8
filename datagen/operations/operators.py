"""Operators and comparisons."""

from datagen.operations.row import Operation
from datagen.operations.strengths import AND, COMPARISON, NEGATIVE, POWER, PRODUCT, SUM

__all__ = ["OPERATORS"]

OPERATORS = (
    Operation("add", lambda xp, a, b: a + b, "", "#1 + #2", sign="+", strength=SUM, arity=2),
    Operation("subtract", lambda xp, a, b: a - b, "", "#1 - #2", aliases=("sub",), sign="-", strength=SUM, arity=2),
    Operation("multiply", lambda xp, a, b: a * b, "", "#1*#2", aliases=("mul",), sign="*", strength=PRODUCT, arity=2),
    Operation(
        "divide",
        lambda xp, a, b: xp.divide(a, b),
        "",
        "#1/#2",
        aliases=("div", "true_divide"),
        sign="/",
        strength=PRODUCT,
        arity=2,
    ),
    Operation(
        "mod",
        lambda xp, a, b: xp.remainder(a, b),
        "",
        "np.mod(#1, #2)",
        aliases=("remainder",),
        sign="mod",
        strength=PRODUCT,
        arity=2,
    ),
    Operation("negative", lambda xp, a: -a, "", "-#1", aliases=("neg",), sign="-", strength=NEGATIVE),
    Operation(
        "power",
        lambda xp, a, b: xp.power(a, b),
        "",
        "#1**#2",
        aliases=("pow", "float_power"),
        sign="^",
        strength=POWER,
        arity=2,
    ),
    Operation(
        "less", lambda xp, a, b: a < b, "#1 < #2", "#1 < #2", sign="<", strength=COMPARISON, arity=2, condition=True
    ),
    Operation(
        "less_equal",
        lambda xp, a, b: a <= b,
        r"#1 \leq #2",
        "#1 <= #2",
        sign="<=",
        strength=COMPARISON,
        arity=2,
        condition=True,
    ),
    Operation(
        "greater", lambda xp, a, b: a > b, "#1 > #2", "#1 > #2", sign=">", strength=COMPARISON, arity=2, condition=True
    ),
    Operation(
        "greater_equal",
        lambda xp, a, b: a >= b,
        r"#1 \geq #2",
        "#1 >= #2",
        sign=">=",
        strength=COMPARISON,
        arity=2,
        condition=True,
    ),
    Operation(
        "equal", lambda xp, a, b: a == b, "#1 = #2", "#1 == #2", sign="==", strength=COMPARISON, arity=2, condition=True
    ),
    Operation(
        "not_equal",
        lambda xp, a, b: a != b,
        r"#1 \neq #2",
        "#1 != #2",
        sign="!=",
        strength=COMPARISON,
        arity=2,
        condition=True,
    ),
    Operation(
        "logical_and",
        lambda xp, a, b: xp.logical_and(a, b),
        "",
        "np.logical_and(#1, #2)",
        sign="&",
        strength=AND,
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
