"""Where the names of curves stand: one beside its axis where it fits, else all in the legend."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plots.curves import Curve
from plots.placement.layout import frozen_layout, whole
from plots.placement.legends import draw_legend, legend_names
from plots.typesetting.labels import FRACTION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["name_curves", "name_panels"]

LONGEST = 0.7  # of the figure's height: a formula beside the axis


def name_curves(ax: "Axes", curves: Sequence[Curve], title: str = "", first: str = "") -> None:
    """Say what the curves are: one alone beside its axis, if it is a line of text that fits, and several in a legend.

    title: the formula of a family, which stands beside the axis or else, in the name `first` of the first curve, in
    the legend. A label that the axis has stays.
    """
    named = legend_names(ax)
    plain = {name: name for name in named} | {curve.latex: curve.label for curve in curves}
    beside = title or (curves[0].latex if len(curves) == 1 else "")
    if _stands_beside(ax, beside):
        if not title and named == [beside]:
            frozen_layout(ax)
            return
        if not title:
            ax.lines[0].set_label("_curve")
    else:
        if title and named:
            ax.lines[0].set_label(first)
        if not ax.get_ylabel():
            ax.set_ylabel("$y$", rotation="horizontal", horizontalalignment="right", verticalalignment="center")
    draw_legend(ax, plain)


def name_panels(axes: "Sequence[Axes]", names: Sequence[str]) -> None:
    """Name the y axes of panels, all but those that have a name; their legend is that of the first panel."""
    for ax, name in zip(axes, names, strict=True):
        if not ax.get_ylabel():
            ax.set_ylabel(name)
    for ax in axes[1:]:
        for line in ax.lines:
            line.set_label("_curve")
    whole(axes[0]).align_ylabels(axes)


def _stands_beside(ax: "Axes", text: str) -> bool:
    """Write a text beside the axis, if the axis has no label and the text is a line that fits there."""
    if not text or ax.get_ylabel() or FRACTION in text:
        return False
    label = ax.set_ylabel(text)
    fits = label.get_window_extent().height <= LONGEST * whole(ax).bbox.height
    if not fits:
        ax.set_ylabel("")
    return bool(fits)
