"""Germs: what a formula does on one side of a point, as a sum of terms c tᵉ Mᵏ for t → 0+, with M = log(1/t).

A truncated Taylor series has the exponents 0, 1, 2, ...; here they are any real numbers, so that a square root, a
logarithm or a quotient of two zeros has an expansion too, and with it the limits of all its derivatives. Terms are
ordered by their size near t = 0, the largest first: by e, and for equal e by falling k. `end` is where knowledge
ends: from that place in the order on, nothing is known.

What has no such sum is one of three kinds. NOWHERE: the formula is not defined on this side. UNKNOWN: it may be, but
no expansion was found, as for sin(1/t). Huge: it grows faster than every power of t, as e^(1/t); its reciprocal is
smaller than every power, and so is zero here, as are all its derivatives at 0.

Source: van der Hoeven, Transseries and Real Differential Algebra (2006), chapter 2, of which these are the first rung.
"""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

__all__ = ["FOREVER", "NOWHERE", "UNKNOWN", "ZERO", "Germ", "Key", "constant", "huge", "variable"]

Key = tuple[float, float]
"""The place (e, −k) of tᵉ Mᵏ in the order."""

FOREVER: Key = (math.inf, 0.0)
MOST_TERMS = 500
MOST_STEPS = 200
LARGEST_ROOT = 64
SMALLEST = 5e-324


class Germ:
    """A sum of terms that is known up to `end`, or one of the other kinds: see the module."""

    __slots__ = ("end", "kind", "sign", "terms")

    def __init__(self, terms: Mapping[Key, float], end: Key = FOREVER, kind: str = "", sign: int = 0) -> None:
        self.end = min((end, *(key for key, c in terms.items() if c != c)))
        kept = sorted(key for key, c in terms.items() if c != 0 and key < self.end)
        self.terms = {key: terms[key] for key in kept}
        unclear_value = not kept and self.end <= (0.0, 0.0)
        self.kind = kind or ("unknown" if unclear_value or len(kept) > MOST_TERMS else "")
        self.sign = sign or (self._sign() if not self.kind else 0)

    def _sign(self) -> int:
        return next((1 if c > 0 else -1 for c in self.terms.values()), 0)

    @property
    def lead(self) -> Key:
        """The place of the largest term, or of what is not known where there is none."""
        return next(iter(self.terms), self.end)

    @property
    def infinite(self) -> bool:
        """Whether the value grows without bound."""
        return self.kind == "huge" or (not self.kind and self.lead < (0.0, 0.0))

    @property
    def value(self) -> float:
        """The limit of a germ that is not infinite."""
        return self.terms.get((0.0, 0.0), 0.0)

    def split(self) -> tuple["Germ", "Germ"]:
        """The terms that are not bounded, and the others."""
        large = {key: c for key, c in self.terms.items() if key < (0.0, 0.0)}
        return Germ(large), Germ({key: c for key, c in self.terms.items() if key not in large}, self.end)

    def __neg__(self) -> "Germ":
        return Germ({key: -c for key, c in self.terms.items()}, self.end, self.kind, -self.sign)

    def __add__(self, other: "Germ | float") -> "Germ":
        other = constant(other)
        if self.kind or other.kind:
            return _added_kinds(self, other)
        terms = dict(self.terms)
        for key, c in other.terms.items():
            terms[key] = terms.get(key, 0.0) + c
        return Germ(terms, min(self.end, other.end))

    def __mul__(self, other: "Germ | float") -> "Germ":
        other = constant(other)
        if self.kind or other.kind:
            return _multiplied_kinds(self, other)
        end = min(_sum(self.lead, other.end), _sum(self.end, other.lead))
        terms: dict[Key, float] = {}
        for one, c in self.terms.items():
            for two, d in other.terms.items():
                key = _sum(one, two)
                if key >= end:
                    break
                # what underflows keeps its sign: 1/x² at 1e-200 is large, not undefined
                terms[key] = terms.get(key, 0.0) + (c * d or math.copysign(SMALLEST, c) * math.copysign(1.0, d))
        return Germ(terms, end)

    def __sub__(self, other: "Germ | float") -> "Germ":
        return self + (-other)

    def __rsub__(self, other: float) -> "Germ":
        return -self + other

    def __rtruediv__(self, other: float) -> "Germ":
        return constant(other) * self.power(-1.0)

    __radd__, __rmul__ = __add__, __mul__

    def power(self, p: float) -> "Germ":
        """The germ to a real power: of a negative one only to a whole power."""
        if self.kind in ("nowhere", "unknown"):
            return self
        whole = p == math.floor(p)
        if not self.sign:
            return ZERO if p > 0 else NOWHERE
        if self.sign < 0 and not whole:
            return NOWHERE
        sign = -1 if self.sign < 0 and p % 2 == 1 else 1
        if self.kind:
            return huge(sign) if p > 0 else ZERO
        (e, k), c = self.lead, abs(self.terms[self.lead])
        leading = Germ({_rounded(e * p, k * p): sign * _real_power(c, p)})
        return leading * self.tail().composed(lambda n: _binomials(p, n))

    def tail(self) -> "Germ":
        """δ, where the germ is its largest term times 1 + δ."""
        (e, k), c = self.lead, self.terms[self.lead]
        back = (-e, -k)
        terms = {_sum(key, back): each / c for key, each in self.terms.items() if key != (e, k)}
        return Germ(terms, _sum(self.end, back)) if terms or self.end != FOREVER else ZERO

    def composed(self, series: Callable[[int], list[float]]) -> "Germ":
        """Σ aₙ hⁿ for this germ h, which tends to 0; series(n) gives a₀, ..., aₙ: nan is not known, inf too large."""
        coefficients = [] if self.kind else series(self._steps())
        known = next((n for n, a in enumerate(coefficients) if math.isnan(a)), len(coefficients))
        if not known:
            return UNKNOWN
        first, *others = [Germ({(0.0, 0.0): a}) for a in reversed(coefficients[:known])]
        total = first
        for each in others:
            total = total * self + each
        if total.kind or not self.terms:
            return Germ(total.terms, min(total.end, self.end), total.kind, total.sign)
        e, k = self.lead
        return Germ(total.terms, min(total.end, self.end, (e * known, k * known)))

    def _steps(self) -> int:
        """How many powers of the germ are not beyond its end."""
        if not self.terms:
            return 0
        e = self.lead[0]
        return math.ceil(min(self.end[0] / e, MOST_STEPS)) if e > 0 else 8

    def derivatives(self, order: int) -> list[float]:
        """The limits of the n-th derivative by t, over n!, for n ≤ order: ±inf too, and nan where it is not known."""
        if self.kind:
            return [self.sign * math.inf if self.kind == "huge" else math.nan] + [math.nan] * order
        return [self._derivative(n) for n in range(order + 1)]

    def steep(self, n: int) -> bool:
        """Whether a derivative up to the n-th grows without bound, and is not only a large number."""
        return any((e, k) < (n, 0.0) and not (k == 0.0 and e >= 0.0 and e == math.floor(e)) for e, k in self.terms)

    def _derivative(self, n: int) -> float:
        """The limit that the largest term with an n-th derivative gives."""
        for (e, minus_k), c in self.terms.items():
            k, whole = -minus_k, e >= 0 and e == math.floor(e)
            if e > n or (e == n and k < 0):
                break
            if e == n and k == 0:
                return c
            if not (whole and k == 0):
                return math.copysign(math.inf, c * _growth(e, k, n))
        return 0.0 if self.end[0] > n else math.nan


def _growth(e: float, k: float, n: int) -> float:
    """The sign of the n-th derivative of tᵉ Mᵏ near 0, where it grows without bound; M′ is −1/t."""
    sign = 1.0
    if e >= 0 and e == math.floor(e) and e < n:
        # the e-th derivative is e! Mᵏ, and of that the j-th is −k (−1)ʲ⁻¹ (j − 1)! Mᵏ⁻¹ t⁻ʲ
        return k if (n - e) % 2 == 0 else -k
    for j in range(n):
        sign = math.copysign(sign, sign * (e - j))
    return sign


def constant(value: "Germ | float") -> Germ:
    """A number as a germ; a germ as it is."""
    if isinstance(value, Germ):
        return value
    value = float(value)
    if value != value:
        return NOWHERE
    return huge(1 if value > 0 else -1) if math.isinf(value) else Germ({(0.0, 0.0): value})


def variable(at: float, slope: float, known: int) -> Germ:
    """at + slope·t, known up to t to a power that is not included."""
    return Germ({(0.0, 0.0): at, (1.0, 0.0): slope}, (float(known), -math.inf))


def huge(sign: int) -> Germ:
    """Larger than every power of 1/t, and positive or negative."""
    return Germ({}, kind="huge", sign=sign)


NOWHERE = Germ({}, kind="nowhere")
UNKNOWN = Germ({}, kind="unknown")
ZERO = Germ({})


def _added_kinds(a: Germ, b: Germ) -> Germ:
    if (known := _without_value(a, b)) is not None:
        return known
    opposed = a.kind == b.kind and a.sign != b.sign
    return UNKNOWN if opposed else (a if a.kind else b)


def _multiplied_kinds(a: Germ, b: Germ) -> Germ:
    if (known := _without_value(a, b)) is not None:
        return known
    return huge(a.sign * b.sign) if a.sign and b.sign else UNKNOWN


def _without_value(a: Germ, b: Germ) -> Germ | None:
    kinds = {a.kind, b.kind}
    return NOWHERE if "nowhere" in kinds else UNKNOWN if "unknown" in kinds else None


def _sum(one: Key, two: Key) -> Key:
    return _rounded(one[0] + two[0], one[1] + two[1])


def _rounded(e: float, k: float) -> Key:
    """A place, with exponents that are equal but for rounding made equal."""
    return (e if e.is_integer() else _exponent(e), k if k.is_integer() else _exponent(k))


@lru_cache(1024)
def _exponent(e: float) -> float:
    """The nearest simple fraction, where there is one: 3·0.333 is 1."""
    if math.isinf(e):
        return e
    simple = float(Fraction(e).limit_denominator(LARGEST_ROOT))
    return simple if abs(simple - e) < 1e-12 * max(1.0, abs(e)) else round(e, 12)


def _real_power(c: float, p: float) -> float:
    try:
        return math.pow(c, p)
    except OverflowError:
        return math.inf


def _binomials(p: float, n: int) -> list[float]:
    """The coefficients of (1 + h)ᵖ."""
    found = [1.0]
    for k in range(1, n + 1):
        found.append(found[-1] * (p - k + 1) / k)
    return found
