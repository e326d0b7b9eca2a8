"""What is drawn on axes, as shapes in px that the place of a legend can be tested against."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.path import Path
    from matplotlib.transforms import Bbox

__all__ = ["Obstacles"]


class Obstacles:
    """The ink of axes: lines, areas, and boxes (texts, images and marks)."""

    def __init__(self, ax: "Axes") -> None:
        import numpy as np

        self.lines: list[Path] = []
        self.areas: list[Path] = []
        self.boxes = np.empty((0, 4))
        for artist in _drawn(ax):
            self._add(artist)

    def meet(self, box: "Bbox") -> bool:
        """Whether there is ink in a box."""
        left, bottom, right, top = self.boxes.T
        inside = (left < box.x1) & (right > box.x0) & (bottom < box.y1) & (top > box.y0)
        return (
            bool(inside.any())
            or any(path.intersects_bbox(box, filled=False) for path in self.lines)
            or any(path.intersects_bbox(box, filled=True) for path in self.areas)
        )

    def _add(self, artist: "Artist") -> None:
        from matplotlib.collections import Collection, QuadMesh
        from matplotlib.lines import Line2D
        from matplotlib.patches import Patch

        if isinstance(artist, Line2D):
            self._add_line(artist)
        elif isinstance(artist, Patch):
            path = artist.get_path().transformed(artist.get_transform())
            (self.areas if artist.get_fill() else self.lines).append(path)
        elif isinstance(artist, Collection) and not isinstance(artist, QuadMesh) and artist.get_paths():
            self._add_collection(artist)
        else:
            self._add_boxes([artist.get_window_extent().extents])

    def _add_line(self, line: "Line2D") -> None:
        import numpy as np

        path = line.get_path().transformed(line.get_transform())
        if line.get_linestyle() not in ("None", "none", " ", ""):
            self.lines.append(path)
        if line.get_marker() not in ("None", "none", " ", "", None):
            reach = line.get_markersize() / 2 * _pixels(line)
            centres = np.asarray(path.vertices)
            self._add_boxes(np.hstack([centres - reach, centres + reach]))

    def _add_collection(self, collection: "Collection") -> None:
        """Where the paths are marks at many places, their boxes; else the paths themselves."""
        import numpy as np
        from matplotlib.transforms import Affine2D

        paths = [*collection.get_paths()]
        scales = [Affine2D(matrix) for matrix in collection.get_transforms()] or [Affine2D()]
        offsets: Any = np.ma.filled(np.ma.asarray(collection.get_offsets(), dtype=float), np.nan).reshape(-1, 2)
        places = collection.get_offset_transform().transform(offsets)
        count = max(len(paths), len(scales)) if len(paths) == 1 else len(paths)
        shapes = [
            paths[number % len(paths)].transformed(scales[number % len(scales)] + collection.get_transform())
            for number in range(count)
        ]
        if len(places) <= 1 and not places.any():
            filled = len(collection.get_facecolor()) > 0
            (self.areas if filled else self.lines).extend(shapes)
            return
        extents = np.array([shape.get_extents().extents for shape in shapes])
        number = np.arange(max(len(places), len(extents)))
        moved = places[number % len(places)]
        self._add_boxes(extents[number % len(extents)] + np.hstack([moved, moved]))

    def _add_boxes(self, extents: Any) -> None:
        import numpy as np

        self.boxes = np.concatenate([self.boxes, np.asarray(extents, dtype=float)])


def _drawn(ax: "Axes") -> "Iterator[Artist]":
    """The artists on the axes that are seen, without the axes' own parts and the legend."""
    own = {ax.patch, ax.xaxis, ax.yaxis, ax.title, ax.get_legend(), *ax.spines.values()}
    for artist in ax.get_children():
        if artist in own or not artist.get_visible():
            continue
        if hasattr(artist, "get_text") and not artist.get_text():
            continue
        yield artist


def _pixels(artist: "Artist") -> float:
    figure = artist.get_figure(root=True)
    assert figure is not None
    return figure.dpi / 72
