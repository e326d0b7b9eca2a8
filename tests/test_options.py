"""Options: each kind reads what a person types and what a program passes, and refuses the rest in one line."""

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.errors import DatagenError
from datagen.kinds import (
    Choice,
    Flag,
    Integer,
    Kind,
    Many,
    Optional,
    Place,
    Places,
    Range,
    Real,
    Settings,
    Shape,
    Text,
)  # fmt: skip
from datagen.options import Options, option, options

ACCEPTED: list[tuple[Kind, Any, Any]] = [
    (Integer(0), "100", 100),
    (Integer(0), "1e3", 1000),
    (Integer(0), 12.0, 12),
    (Integer(0), "123456789012345678901", 123456789012345678901),
    (Integer(0), "1e30", 10**30),
    (Real(), "-1.5", -1.5),
    (Real(), "pi/2", math.pi / 2),
    (Real(), 3, 3.0),
    (Real(0, maximum=1), "1/2", 0.5),
    (Range(), "0:2pi", (0.0, 2 * math.pi)),
    (Range(), "-1:1", (-1.0, 1.0)),
    (Range(), (0, 1), (0.0, 1.0)),
    (Range(), np.array([0, 1]), (0.0, 1.0)),
    (Shape(), "3x4", (3, 4)),
    (Shape(), "3×4", (3, 4)),
    (Shape(), (3, 4), (3, 4)),
    (Choice(("a", "b")), "b", "b"),
    (Place(), "2", (("", 2.0),)),
    (Place(), "x=2,y=pi", (("x", 2.0), ("y", math.pi))),
    (Place(), 2, (("", 2.0),)),
    (Place(), {"x": 2, "y": 3}, (("x", 2.0), ("y", 3.0))),
    (Place(ranges=True), "0:2pi", (("", (0.0, 2 * math.pi)),)),
    (Place(ranges=True), "x=0:1,y=2", (("x", (0.0, 1.0)), ("y", 2.0))),
    (Place(ranges=True), {"x": (0, 1)}, (("x", (0.0, 1.0)),)),
    (Place(ranges=True), (0, 1), (("", (0.0, 1.0)),)),
    (Places(Place(ranges=True)), ["1", (0, 1)], ((("", 1.0),), (("", (0.0, 1.0)),))),
    (Places(), ["1", "x=2"], ((("", 1.0),), (("x", 2.0),))),
    (Places(), [1, 2], ((("", 1.0),), (("", 2.0),))),
    (Many(Integer(1)), ["1", "2"], (1, 2)),
    (Settings(), ["a=1", "b=pi"], (("a", 1.0), ("b", math.pi))),
    (Settings(), {"a": 1}, (("a", 1.0),)),
    (Optional(Range()), None, None),
    (Text(), "x", "x"),
    (Flag(), True, True),
]
REJECTED: list[tuple[Kind, Any, str]] = [
    (Integer(1), "0", "o: 0 is not allowed; give a whole number, 1 or more"),
    (Integer(1, 5), 6, "o: 6 is not allowed; give a whole number, 1 to 5"),
    (Integer(1), "1.5", "o: 1.5 is not allowed; give a whole number, 1 or more"),
    (Integer(1), True, "o: True is not allowed; give a whole number, 1 or more"),
    (Integer(1), "inf", "o: inf is not allowed; give a whole number, 1 or more"),
    (Integer(1), "1e999999999", "o: 1e999999999 is not allowed; give a whole number, 1 or more"),
    (Integer(1), None, "o: None is not allowed; give a whole number, 1 or more"),
    (Real(), "-Inf", "o: -Inf is not allowed; give a finite number"),
    (Real(), "9**9**9", "o: 9**9**9 is not allowed; give a finite number"),
    (Real(0), -1, "o: -1 is not allowed; give a finite number, 0 or more"),
    (Range(), "1:", "o: 1: is not allowed; give LOW:HIGH, such as 0:2pi"),
    (Real(0, maximum=1), 1.5, "o: 1.5 is not allowed; give a finite number, 0 to 1"),
    (Range(), "2:1", "o: 2:1 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200"),
    (Range(), 3, "o: 3 is not allowed; give LOW:HIGH, such as 0:2pi"),
    (Shape(), "3", "o: 3 is not allowed; give ROWSxCOLUMNS, such as 3x3"),
    (Shape(), "axb", "o: axb is not allowed; give ROWSxCOLUMNS, such as 3x3"),
    (Choice(("one", "two")), "on", "no o is called 'on'; did you mean 'one'?"),
    (Place(), "x=1,x=2", "o: x=1,x=2 is not allowed; give each name once"),
    (Place(ranges=True), "x=0:1,x=2", "o: x=0:1,x=2 is not allowed; give each name once"),
    (Place(ranges=True), "0:", "o: 0: is not allowed; give LOW:HIGH, such as 0:2pi"),
    (Settings(), ["a"], "o: a is not allowed; give NAME=VALUE"),
    (Settings(), 5, "o: 5 is not allowed; give NAME=VALUE"),
    (Settings(), [5], "o: 5 is not allowed; give NAME=VALUE"),
    (Place(), "", "o: nothing is not allowed; give a finite number"),
    (Place(), [1, 2], "o: [1, 2] is not allowed; give a finite number"),
    (Settings(), ["=1"], "o: =1 is not allowed; give NAME=VALUE"),
    (Text("FILE"), " ", "o: nothing is not allowed; give a FILE"),
    (Flag(), "yes", "o: yes is not allowed; give true or false"),
]


@pytest.mark.parametrize(("kind", "given", "value"), ACCEPTED, ids=[f"{type(k).__name__} {g}" for k, g, _ in ACCEPTED])
def test_read(kind: Kind, given: Any, value: Any) -> None:
    read = kind.read("o", given)
    assert read == value
    assert kind.read("o", read) == value, "what was read reads as itself"


@pytest.mark.parametrize(
    ("kind", "given", "message"), REJECTED, ids=[f"{type(k).__name__} {g}" for k, g, _ in REJECTED]
)
def test_rejected(kind: Kind, given: Any, message: str) -> None:
    with pytest.raises(DatagenError) as caught:
        kind.read("o", given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "kind", [Integer(0), Real(), Range(), Shape(), Place(), Place(ranges=True), Many(Real()), Settings()], ids=repr
)
@given(text=st.text(max_size=12))
def test_any_text_is_read_or_refused(kind: Kind, text: str) -> None:
    with suppress(DatagenError):
        kind.read("o", text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_any_size_is_read_as_it_is(value: float) -> None:
    assert Real().read("o", repr(value)) == value


@dataclass(frozen=True)
class Example(Options):
    """Two options."""

    name: str = option(Text(), help="a name", argument=True)
    noise_kind: int = option(Integer(0), 3, "a kind", short="k")


def test_a_recipe_reads_its_fields() -> None:
    assert Example("a", noise_kind="1e1") == Example("a", noise_kind=10)
    assert replace(Example("a"), noise_kind="7").noise_kind == 7


def test_the_options_of_a_recipe_are_data() -> None:
    name, kind = options(Example)
    assert (name.name, name.argument, name.required, name.default_text) == ("name", True, True, "")
    assert (kind.name, kind.field, kind.short, kind.default_text) == ("noise-kind", "noise_kind", "k", "3")
