"""Steps, corners and special functions."""

from datagen.operations.row import Operation

__all__ = ["SPECIAL"]

_PIECEWISE = (
    Operation("abs", lambda xp, x: xp.abs(x), "|#1|", "np.abs(#1)", aliases=("absolute", "fabs")),
    # sign(0) is 0
    Operation("sign", lambda xp, x: xp.sign(x), r"\mathrm{sign}(#1)", "np.sign(#1)", aliases=("sgn", "signum")),
    Operation("floor", lambda xp, x: xp.floor(x), r"\left\lfloor #1\right\rfloor", "np.floor(#1)"),
    Operation("ceil", lambda xp, x: xp.ceil(x), r"\left\lceil #1\right\rceil", "np.ceil(#1)", aliases=("ceiling",)),
    # half to even: round(0.5) is 0, round(1.5) is 2
    Operation("round", lambda xp, x: xp.round(x), r"\mathrm{round}(#1)", "np.round(#1)", aliases=("rint",)),
    Operation(
        "min",
        lambda xp, a, b: xp.minimum(a, b),
        r"\min(#1, #2)",
        "np.minimum(#1, #2)",
        aliases=("minimum",),
        arity=2,
        variadic=True,
    ),
    Operation(
        "max",
        lambda xp, a, b: xp.maximum(a, b),
        r"\max(#1, #2)",
        "np.maximum(#1, #2)",
        aliases=("maximum",),
        arity=2,
        variadic=True,
    ),
    # heaviside(0) is 0.5
    Operation("heaviside", lambda xp, x: xp.step(x), r"\mathrm{heaviside}(#1)", "np.heaviside(#1, 0.5)"),
    Operation("relu", lambda xp, x: xp.relu(x), r"\mathrm{relu}(#1)", "np.maximum(#1, 0)"),
)

_SMOOTH = (
    Operation("hypot", lambda xp, a, b: xp.hypot(a, b), r"\mathrm{hypot}(#1, #2)", "np.hypot(#1, #2)", arity=2, ulps=4),
    Operation(
        "atan2",
        lambda xp, y, x: xp.atan2(y, x),
        r"\mathrm{atan2}(#1, #2)",
        "np.arctan2(#1, #2)",
        aliases=("arctan2",),
        arity=2,
        ulps=4,
    ),
    Operation("erf", lambda xp, x: xp.erf(x), r"\mathrm{erf}(#1)", "scipy.special.erf(#1)", ulps=6),
    Operation("erfc", lambda xp, x: xp.erfc(x), r"\mathrm{erfc}(#1)", "scipy.special.erfc(#1)", ulps=600),
    Operation(
        "gamma",
        lambda xp, x: xp.gamma(x),
        r"\Gamma(#1)",
        "scipy.special.gamma(#1)",
        aliases=("Gamma", "tgamma"),
        ulps=12,
    ),
    # log |gamma(x)|
    Operation(
        "lgamma",
        lambda xp, x: xp.lgamma(x),
        r"\mathrm{lgamma}(#1)",
        "scipy.special.gammaln(#1)",
        aliases=("gammaln",),
        ulps=6,
        absolute=12,
    ),
    # sin(pi x)/(pi x), as in NumPy
    Operation("sinc", lambda xp, x: xp.sinc(x), r"\mathrm{sinc}(#1)", "np.sinc(#1)"),
    Operation(
        "sigmoid",
        lambda xp, x: xp.sigmoid(x),
        r"\mathrm{sigmoid}(#1)",
        "scipy.special.expit(#1)",
        aliases=("expit", "logistic"),
        ulps=8,
    ),
    Operation("softplus", lambda xp, x: xp.softplus(x), r"\mathrm{softplus}(#1)", "np.logaddexp(0, #1)", ulps=8),
    # ln(e^a + e^b)
    Operation(
        "logaddexp",
        lambda xp, a, b: xp.logaddexp(a, b),
        r"\mathrm{logaddexp}(#1, #2)",
        "np.logaddexp(#1, #2)",
        arity=2,
        ulps=8,
        absolute=6,
    ),
)

SPECIAL = _PIECEWISE + _SMOOTH
