"""What is refused: the whole message, the place of the caret, and the work it takes."""

from collections.abc import Callable

import pytest

from datagen.errors import FormulaError
from datagen.expressions import parse

SOON = "the formula ends too soon: expected a number, a name or ("
NUMBER = "a number cannot follow directly: write * for a product"
COMMA = "a comma stands only between the arguments of a function"
COMPARISON = "a comparison stands only in the first argument of where(x < 0, a, b)"
ATTRIBUTE = "attributes are not read, only methods such as x.pow(2)"
ONE = "one = is allowed, after the name of the result, as in y = x^2"
ENDS = "the argument of sin may end in two places: write "

REFUSED = {
    # text: (reason, place of the caret)
    "": ("the formula is empty: write one such as x^2 + 1", 0),
    "   ": ("the formula is empty: write one such as x^2 + 1", 3),
    "y =": ("the formula is empty: write one such as x^2 + 1", 3),
    "xsin(x)": ("no function is called xsin; did you mean x*sin(x)?", 0),
    "sen(x)": ("no function is called sen; did you mean sin(x)?", 0),
    "foo(x)": ("no function is called foo; did you mean floor(x)?", 0),
    "a(x+1)": ("no function is called a; for a product write a*(x+1)", 0),
    "e(x+1)": ("no function is called e; write e*(x+1) or exp(x+1)", 0),
    "x.clamp(0)": ("no method is called clamp; write min(max(x, a), b)", 2),
    "2 + np.linalg.eigh(x)": ("no function is called np.linalg.eigh", 4),
    "sin()": ("sin takes 1 argument, not none", 0),
    "sin(x, y)": ("sin takes 1 argument, not 2", 0),
    "sin(1,5)": ("sin takes 1 argument, not 2; write 1.5 for a decimal number", 0),
    "atan2(y)": ("atan2 takes 2 arguments, not 1", 0),
    "where(x<1, 2)": ("where takes 3 arguments, not 2", 0),
    "x.pow()": ("pow takes 2 arguments, not 1", 2),
    "sin": ("sin needs an argument: write sin(x)", 0),
    "sin + 1": ("sin needs an argument: write sin(x)", 0),
    "erf x": ("erf is a function: write erf(...)", 0),
    "2**": (SOON, 3),
    "x ^": (SOON, 3),
    "-": (SOON, 1),
    "(x": ("( is never closed", 0),
    "1 + sin(x": ("sin is never closed", 4),
    "x)": (") closes nothing", 1),
    "(x}": ("} cannot close (", 2),
    "()": ("there is nothing between the brackets", 1),
    "x * * y": ("expected a number, a name or (, not *", 4),
    "x = = 2": ("expected a number, a name or (, not =", 4),
    "x + 1 = 2": (ONE, 6),
    "y = x = 2": (ONE, 6),
    "y = y + 1": ("y stands on both sides of =", 0),
    "f(x, x) = 1": ("a variable stands twice before =", 2),
    # glued and ambiguous
    "sinx": ("sinx runs two names together; did you mean sin(x)?", 0),
    "cos2x": ("cos2x runs two names together; did you mean cos(2*x)?", 0),
    "coswt": ("coswt runs two names together; did you mean cos(w*t)?", 0),
    "2pix": ("pix runs two names together; did you mean pi*x?", 1),
    "xsin x": ("xsin runs two names together; did you mean x*sin?", 0),
    "sin x/2": (ENDS + "sin(x)/... or sin(x/...)", 5),
    "sin x e^-x": (ENDS + "sin(x)*... or sin(x*...)", 6),
    "sin x (x+1)": (ENDS + "sin(x)*... or sin(x*...)", 6),
    "sin 2*x": (ENDS + "sin(2)*... or sin(2*...)", 5),
    "sin^-2 x": ("sin^-2 is not read: write sin(x)^(-2)", 3),
    "log^2(x)": ("write log(x)^2 for a power of log", 3),
    "|2|x||": (SOON + "; write abs(...) for bars within bars", 6),
    # numbers
    "2 3": (NUMBER, 2),
    "x 2": (NUMBER, 2),
    "1.2.3": (NUMBER, 3),
    "0x10": ("a number is written in decimal figures", 0),
    "1_000": ("_ is no part of a number", 1),
    "1,5": (COMMA + ": write 1.5 for a decimal number", 1),
    "x, y": (COMMA, 1),
    "x!": ("there is no factorial: write gamma(x+1) for x!", 1),
    # comparisons
    "x < 1": (COMPARISON, 0),
    "sin(x<1)": (COMPARISON, 4),
    "where(x, 1, 2)": ("expected a comparison such as x < 0 in where", 6),
    "where(x<1, x<2, 0)": (COMPARISON, 11),
    "where(x<0 and x>1, 0, 1)": ("and is a word of Python, not of formulas: write a < x < b in where", 10),
    # Python
    '__import__("os")': ("a name begins with a letter", 0),
    "().__class__": ("there is nothing between the brackets", 1),
    "x.__class__": (ATTRIBUTE, 2),
    "x.real": (ATTRIBUTE, 1),
    '"a"': ("text in quotes is no part of a formula", 0),
    "[x for x in y]": ("square brackets are not read: write parentheses", 0),
    "lambda: 0": ("a colon is no part of a formula", 6),
    "import os": ("import is a word of Python, not of formulas", 0),
    "x if x else y": ("if is a word of Python, not of formulas: write where(condition, a, b)", 2),
    "x // 2": ("// is not read: write floor(x/y)", 2),
    "math.inf": ("math.inf is not read: of modules, only functions and the constants e and pi", 0),
    "x + 0.2*torch.rand(x.size())": ("torch.rand makes random numbers, which a formula cannot: use --noise", 8),
    "np.random.normal(0, 1)": ("np.random.normal makes random numbers, which a formula cannot: use --noise", 0),
    "randn(3)": ("randn makes random numbers, which a formula cannot: use --noise", 0),
    # letters
    "ｅxp(x)": ("ｅ only looks like e: write e", 0),
    "2𝑥": ("𝑥 only looks like x: write x", 1),
    "\N{CYRILLIC SMALL LETTER A}x": (
        "this is the Cyrillic letter \N{CYRILLIC SMALL LETTER A}, which only looks like a: write a",
        0,
    ),
    "\N{GREEK CAPITAL LETTER ALPHA}": (
        "this is the Greek letter \N{GREEK CAPITAL LETTER ALPHA}, which only looks like A: write A",
        0,
    ),
    "é": ("é is no part of a formula", 0),
    # LaTeX
    r"\foo x": (r"the LaTeX command \foo is not read", 0),
    r"\frac{1}xy": (r"expected two groups in braces: \frac{a}{b}", 8),
    r"\frac\sin x": (r"expected two groups in braces: \frac{a}{b}", 5),
    r"\left(x\right.": (r"expected a bracket after \right", 7),
    r"\mathrm erf(x)": (r"expected a name in braces, as in \mathrm{erf}", 0),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=[repr(text) for text in REFUSED])
def test_whole_message(text: str, expected: tuple[str, int]) -> None:
    reason, place = expected
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value) == (f"{reason}\n  {text}\n  {' ' * place}^" if text else reason)


def test_control_characters_are_not_echoed() -> None:
    for text, reason in {
        "x\ny": "a formula is one line",
        "x\0y": "the character U+0000 is no part of a formula",
    }.items():
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert str(caught.value) == f"{reason}\n  x\N{REPLACEMENT CHARACTER}y\n   ^"


PARTS, DEEP = "the formula has more than 4,000 parts", "the formula is nested more than 200 deep"

TOO_LARGE = {
    "20,000 terms": ("+".join("x" * 20_000), "the formula has 39,999 characters; at most 10,000 are read"),
    "20,000 minus signs": ("-" * 20_000 + "x", "the formula has 20,001 characters; at most 10,000 are read"),
    "4,999 terms": ("+".join("x" * 4_999), PARTS),
    "5,000 parentheses": ("(" * 4_999 + "x", DEEP),
    "9,999 minus signs": ("-" * 9_999, DEEP),
    "powers": ("x^" * 1_900 + "x", DEEP),
    "superscripts": ("x" + " ²" * 1_900, DEEP),
    "calls": ("sin(" * 2_400, DEEP),
    "bare calls": ("sin " * 2_400 + "x", DEEP),
    "methods": ("x" + ".exp()" * 1_600, DEEP),
    "bars": ("|" * 9_999, DEEP),
    "fractions": (r"\frac{" * 1_600, DEEP),
    "arguments": ("max(" + "x," * 1_900 + "x)", "a function is given more than 200 arguments"),
    "products": ("x " * 1_900, DEEP),
    "201 terms": ("+".join("x" * 201), DEEP),
}


@pytest.mark.parametrize(("text", "reason"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_too_large(text: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.reason == reason


SLOW = {
    "unknown calls": "a(" * 3000 + "a",
    "calls of one variable": "a(" * 200 + "a",
    "fractions": r"\frac" * 500,
    "products": "x(x+1)+" * 500 + "x",
    "brackets of other names": "+".join(f"x{index}(x{index}+1)" for index in range(300)),
}


@pytest.mark.parametrize(
    "text", [*REFUSED, *(text for text, _ in TOO_LARGE.values()), *SLOW.values()], ids=lambda text: repr(text[:30])
)
def test_refused_at_once(work: Callable[[Callable[[], object]], int], text: str) -> None:
    def refuse() -> None:
        with pytest.raises(FormulaError):
            parse(text)

    assert work(refuse) < 40_000  # under 10 ms


def test_the_largest_formula_is_read_from_a_deep_stack() -> None:
    """Depth 200 is read, compared, hashed, printed and evaluated with most of Python's stack used up."""

    def deeper(frames: int) -> None:
        if frames:
            deeper(frames - 1)
            return
        for text in ("(" * 199 + "x" + ")" * 199, "sin(" * 199 + "x" + ")" * 199, "+".join("x" * 200), "-" * 199 + "x"):
            one, two = parse(text), parse(text)
            assert one == two
            assert hash(one) == hash(two)
            assert parse(str(one)) == one
            assert parse(one.latex()) == parse(one.python()) == one
            assert one(x=1.0) == two.bind(x=1.0)()

    deeper(150)
