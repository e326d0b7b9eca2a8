"""What every figure has, whatever it shows: its subjects, the ranges shown, and how large it is."""

from dataclasses import dataclass
from typing import Any

from datagen.errors import OptionError
from datagen.kinds import Flag, Integer, Many, Optional, Range, Reals, Settings, Text
from datagen.options import Options, option
from plots.sizes import Size, size_inches, text_points
from plots.style import paper

__all__ = ["Canvas"]

LARGEST = 100_000_000  # px


@dataclass(frozen=True)
class Canvas(Options):
    """The options of every figure."""

    subjects: tuple[str, ...] = option(
        Many(Text("NAME|FORMULA|FILE")), help="what to draw, one or more", argument=True
    )  # fmt: skip
    x: tuple[float, float] | None = option(
        Optional(Range()), None, "the range of the variable", shown="that of the named function, else -5:5"
    )
    y: tuple[float, float] | None = option(Optional(Range()), None, "the range shown", shown="that of the curves")
    set: tuple[tuple[str, tuple[float, ...]], ...] = option(
        Settings(Reals()), (), "the value of a parameter, or several: a=1,2,4; repeatable"
    )
    size: str = option(Size(), "6x4", "the size: 6x4 (inches), 15x10cm, 150x100mm, ieee-column, a4-text, slide")
    dpi: int = option(Integer(20, 2400), 200, "pixels per inch of a PNG")
    verbose: bool = option(Flag(), False, "say which curves could not be proved to be all there", short="v")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.subjects:
            raise OptionError("subjects", "none", "one or more, such as damped-sine or 'x^2'")
        width, height = self.pixels
        if width * height > LARGEST:
            needed = 4 * width * height / 2**30
            most = int((LARGEST / (width * height)) ** 0.5 * self.dpi)
            raise OptionError("dpi", f"{self.dpi} for {self.size} (a canvas of {needed:.1f} GiB)", f"{most} or less")

    @property
    def pixels(self) -> tuple[int, int]:
        """The size of the canvas: that of a PNG, and what the curves are sampled for."""
        width, height = size_inches(self.size)
        return round(width * self.dpi), round(height * self.dpi)

    def settings(self) -> dict[str, Any]:
        """matplotlib's settings: those of a paper whose text has the size that goes with the figure's."""
        return paper(text_points(self.size))
