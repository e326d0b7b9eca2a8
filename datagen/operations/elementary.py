"""The elementary functions."""

from datagen.operations.row import Operation

__all__ = ["ELEMENTARY"]

_TRIGONOMETRIC = (
    Operation(
        "sin", lambda xp, x: xp.sin(x), r"\sin(#1)", "np.sin(#1)", bare=True, powers=True, inverse="asin", ulps=4
    ),
    Operation(
        "cos", lambda xp, x: xp.cos(x), r"\cos(#1)", "np.cos(#1)", bare=True, powers=True, inverse="acos", ulps=4
    ),
    Operation(
        "tan",
        lambda xp, x: xp.tan(x),
        r"\tan(#1)",
        "np.tan(#1)",
        aliases=("tg",),
        bare=True,
        powers=True,
        inverse="atan",
        ulps=4,
    ),
    Operation("sec", lambda xp, x: 1.0 / xp.cos(x), r"\sec(#1)", "(1/np.cos(#1))", bare=True, powers=True),
    Operation(
        "csc",
        lambda xp, x: xp.divide(1.0, xp.sin(x)),
        r"\csc(#1)",
        "(1/np.sin(#1))",
        aliases=("cosec",),
        bare=True,
        powers=True,
    ),
    Operation(
        "cot",
        lambda xp, x: xp.divide(1.0, xp.tan(x)),
        r"\cot(#1)",
        "(1/np.tan(#1))",
        aliases=("ctg", "cotan"),
        bare=True,
        powers=True,
    ),
    Operation(
        "asin",
        lambda xp, x: xp.asin(x),
        r"\arcsin(#1)",
        "np.arcsin(#1)",
        aliases=("arcsin",),
        bare=True,
        powers=True,
        inverse="sin",
        ulps=4,
    ),
    Operation(
        "acos",
        lambda xp, x: xp.acos(x),
        r"\arccos(#1)",
        "np.arccos(#1)",
        aliases=("arccos",),
        bare=True,
        powers=True,
        inverse="cos",
        ulps=4,
    ),
    Operation(
        "atan",
        lambda xp, x: xp.atan(x),
        r"\arctan(#1)",
        "np.arctan(#1)",
        aliases=("arctan", "arctg"),
        bare=True,
        powers=True,
        inverse="tan",
        ulps=4,
    ),
)

_HYPERBOLIC = (
    Operation(
        "sinh", lambda xp, x: xp.sinh(x), r"\sinh(#1)", "np.sinh(#1)", bare=True, powers=True, inverse="asinh", ulps=4
    ),
    Operation(
        "cosh", lambda xp, x: xp.cosh(x), r"\cosh(#1)", "np.cosh(#1)", bare=True, powers=True, inverse="acosh", ulps=4
    ),
    Operation(
        "tanh", lambda xp, x: xp.tanh(x), r"\tanh(#1)", "np.tanh(#1)", bare=True, powers=True, inverse="atanh", ulps=4
    ),
    Operation("sech", lambda xp, x: xp.sech(x), r"\mathrm{sech}(#1)", "(1/np.cosh(#1))", bare=True, powers=True),
    Operation(
        "csch",
        lambda xp, x: xp.csch(x),
        r"\mathrm{csch}(#1)",
        "(1/np.sinh(#1))",
        aliases=("cosech",),
        bare=True,
        powers=True,
    ),
    Operation("coth", lambda xp, x: xp.coth(x), r"\coth(#1)", "(1/np.tanh(#1))", bare=True, powers=True),
    Operation(
        "asinh",
        lambda xp, x: xp.asinh(x),
        r"\mathrm{arsinh}(#1)",
        "np.arcsinh(#1)",
        aliases=("arsinh", "arcsinh", "argsinh"),
        bare=True,
        powers=True,
        inverse="sinh",
        ulps=4,
    ),
    Operation(
        "acosh",
        lambda xp, x: xp.acosh(x),
        r"\mathrm{arcosh}(#1)",
        "np.arccosh(#1)",
        aliases=("arcosh", "arccosh", "argcosh"),
        bare=True,
        powers=True,
        inverse="cosh",
        ulps=4,
    ),
    Operation(
        "atanh",
        lambda xp, x: xp.atanh(x),
        r"\mathrm{artanh}(#1)",
        "np.arctanh(#1)",
        aliases=("artanh", "arctanh", "argtanh"),
        bare=True,
        powers=True,
        inverse="tanh",
        ulps=4,
    ),
)

_EXPONENTIAL = (
    Operation("exp", lambda xp, x: xp.exp(x), "", "np.exp(#1)", bare=True, ulps=4),
    Operation("expm1", lambda xp, x: xp.expm1(x), r"\mathrm{expm1}(#1)", "np.expm1(#1)", ulps=4),
    Operation("log", lambda xp, x: xp.log(x), r"\ln(#1)", "np.log(#1)", aliases=("ln",), bare=True, ulps=4),
    Operation("log2", lambda xp, x: xp.log2(x), r"\log_{2}(#1)", "np.log2(#1)", aliases=("log_2",), bare=True, ulps=4),
    Operation(
        "log10", lambda xp, x: xp.log10(x), r"\log_{10}(#1)", "np.log10(#1)", aliases=("log_10",), bare=True, ulps=4
    ),
    Operation("log1p", lambda xp, x: xp.log1p(x), r"\mathrm{log1p}(#1)", "np.log1p(#1)", ulps=4),
    Operation("sqrt", lambda xp, x: xp.sqrt(x), r"\sqrt{#1}", "np.sqrt(#1)", bare=True, ulps=1),
    Operation("cbrt", lambda xp, x: xp.cbrt(x), r"\sqrt[3]{#1}", "np.cbrt(#1)", ulps=4),
)

_POWERS = (
    Operation("exp2", lambda xp, x: xp.exp2(x), "", "np.exp2(#1)", ulps=4),
    Operation("square", lambda xp, x: xp.square(x), "", "np.square(#1)"),
    Operation("reciprocal", lambda xp, x: xp.divide(1.0, x), "", "np.reciprocal(#1)"),
    Operation("rsqrt", lambda xp, x: xp.divide(1.0, xp.sqrt(x)), "", "(1/np.sqrt(#1))"),
)

ELEMENTARY = _TRIGONOMETRIC + _HYPERBOLIC + _EXPONENTIAL + _POWERS
