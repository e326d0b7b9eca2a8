"""What every figure has, whatever it shows: its subjects, the ranges shown, and how large it is."""

from dataclasses import dataclass
from typing import Any

from datagen.errors import OptionError
from datagen.kinds import Choice, Flag, Integer, Many, Optional, Range, Reals, Settings, Text
from datagen.options import Options, option
from plots.scales import Scales
from plots.sizes import SIZES, Size, default_dpi, size_inches
from plots.themes import settings, style_names
from plots.typesetting.words import shown_number

__all__ = ["USUAL", "Canvas"]

LARGEST = 100_000_000  # px
USUAL = "6x4"


@dataclass(frozen=True)
class Canvas(Options):
    """The options of every figure."""

    subjects: tuple[str, ...] = option(
        Many(Text("NAME|FORMULA|FILE")), help="what to draw, one or more", argument=True
    )  # fmt: skip
    x: tuple[float, float] | None = option(
        Optional(Range()), None, "the range of the variable; of two, of x or else the first",
        shown="that of the named function, else -5:5",
    )  # fmt: skip
    y: tuple[float, float] | None = option(
        Optional(Range()), None, "the range shown; of two variables, that of y or else the second",
        shown="that of the curves",
    )  # fmt: skip
    set: tuple[tuple[str, tuple[float, ...]], ...] = option(
        Settings(Reals()), (), "the value of a parameter, or several: a=1,2,4; repeatable"
    )
    size: str = option(
        Optional(Size()), None, f"the size: 6x4 (inches), 15x10cm, 150x100mm, {', '.join(SIZES)}",
        shown="6x4; of matrices, 6 and as high as they are",
    )  # fmt: skip
    dpi: int = option(
        Optional(Integer(20)), None, "pixels per inch of a PNG, WebP or JPEG",
        shown="300; 144 on a slide, 150 on a poster",
    )  # fmt: skip
    style: str = option(
        Choice(style_names()), "paper", "what it looks like: paper, slide, dark, or a style of matplotlib's"
    )
    svg_text: bool = option(Flag(), False, "in an SVG, text as text that can be searched, not as outlines")
    alt: str | None = option(
        Optional(Text("TEXT")), None, "the alternative text, for whom cannot see the figure", shown="what is drawn"
    )
    title: str | None = option(
        Optional(Text("TEXT")), None, "above the figure; $...$ is typeset, as in 'Decay at $\\lambda = 2$'"
    )
    xlabel: str | None = option(
        Optional(Text(empty="no label")), None, "beside the x axis; '' for no label", shown="the variable's name"
    )
    ylabel: str | None = option(
        Optional(Text(empty="no label")), None, "beside the y axis; '' for no label", shown="the formula, or y"
    )
    grid: bool = option(Flag(), False, "draw lines at the ticks")
    log_x: bool = option(Flag(), False, "a logarithmic x axis")
    log_y: bool = option(Flag(), False, "a logarithmic y axis; what is not above 0 is left out")
    no_legend: bool = option(Flag(), False, "leave the legend out")
    verbose: bool = option(Flag(), False, "say which curves could not be proved to be all there", short="v")

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.subjects:
            raise OptionError("subjects", "none", "one or more, such as damped-sine or 'x^2'")
        for name, ends, logarithmic in (("x", self.x, self.log_x), ("y", self.y, self.log_y)):
            if logarithmic and ends and ends[0] <= 0:
                raise OptionError(name, f"{ends[0]:g}:{ends[1]:g}", f"a range above 0, as --log-{name} needs")
        object.__setattr__(self, "size", self.size or self.usual_size())
        object.__setattr__(self, "dpi", self.dpi or default_dpi(self.size, LARGEST))
        width, height = size_inches(self.size)
        pixels = width * height * float(self.dpi) * float(self.dpi)
        if pixels > LARGEST:
            most, needed = int((LARGEST / (width * height)) ** 0.5), shown_number(4 * pixels / 2**30, 3)
            raise OptionError("dpi", f"{self.dpi} for {self.size} (a canvas of {needed} GiB)", f"{most} or less")

    def usual_size(self) -> str:
        """The size where nobody says."""
        return USUAL

    @property
    def scales(self) -> Scales:
        """Which axes are logarithmic."""
        return Scales(self.log_x, self.log_y)

    @property
    def pixels(self) -> tuple[int, int]:
        """The size of the canvas: that of a PNG, and what the curves are sampled for."""
        width, height = size_inches(self.size)
        return round(width * self.dpi), round(height * self.dpi)

    def settings(self) -> dict[str, Any]:
        """matplotlib's settings: those of the figure's style and size."""
        return settings(self.style, self.size) | {"svg.fonttype": "none" if self.svg_text else "path"}
