"""Figures without transparency, for formats that have none: every colour is blended with what is behind it.

EPS draws what is half transparent as if it were not, and leaves a shaded band as a slab that hides the curve. Here
each colour of opacity a becomes a c + (1 − a) b when it is drawn, b being the background of its axes or of the figure.
Where two transparent things overlap, the upper one hides the lower.
"""

from typing import TYPE_CHECKING, Any, cast

from plots.colours import blended

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure

__all__ = ["opaque"]


def opaque(figure: "Figure") -> None:
    """From now on draw the figure without transparency, whatever the alpha of its artists."""
    draw = figure.draw

    def draw_opaque(renderer: "RendererBase") -> None:
        draw(cast("RendererBase", _Opaque(renderer, figure)))

    figure.draw = draw_opaque  # type: ignore[method-assign]  # of this figure alone


class _Opaque:
    """A renderer that hands everything on to another, with opaque colours.

    All that artists draw passes through a few methods of matplotlib's RendererBase, so that this holds for every kind
    of artist. Each gets a graphics context, which has the colour of strokes, and the colours of faces or of pixels.
    """

    def __init__(self, renderer: Any, figure: "Figure") -> None:
        self._renderer, self._figure = renderer, figure

    def __getattr__(self, name: str) -> Any:
        return getattr(self._renderer, name)

    def draw_path(self, gc: Any, path: Any, transform: Any, face: Any = None) -> None:
        self._renderer.draw_path(self._stroke(gc), path, transform, self._face(gc, face))

    def draw_markers(self, gc: Any, marker: Any, marker_transform: Any, path: Any, transform: Any,
                     face: Any = None) -> None:  # fmt: skip
        face = self._face(gc, face)
        self._renderer.draw_markers(self._stroke(gc), marker, marker_transform, path, transform, face)

    def draw_path_collection(self, gc: Any, *given: Any, **options: Any) -> None:
        before, faces, edges, after = given[:5], given[5], given[6], given[7:]
        if options.get("hatchcolors") is not None:
            options["hatchcolors"] = self._rows(gc, options["hatchcolors"])
        faces, edges = self._rows(gc, faces), self._rows(gc, edges)
        self._renderer.draw_path_collection(self._stroke(gc), *before, faces, edges, *after, **options)

    def draw_quad_mesh(self, gc: Any, *given: Any) -> None:
        before, faces, antialiased, edges = given[:6], given[6], given[7], given[8]
        edges = None if edges is None else self._rows(gc, edges)
        self._renderer.draw_quad_mesh(self._stroke(gc), *before, self._rows(gc, faces), antialiased, edges)

    def draw_gouraud_triangles(self, gc: Any, triangles: Any, colours: Any, transform: Any) -> None:
        self._renderer.draw_gouraud_triangles(self._stroke(gc), triangles, self._rows(gc, colours), transform)

    def draw_image(self, gc: Any, x: float, y: float, image: "np.ndarray", *transform: Any) -> None:
        import numpy as np

        pixels = self._rows(gc, image / 255)
        self._renderer.draw_image(self._stroke(gc), x, y, np.rint(255 * pixels).astype(np.uint8), *transform)

    def draw_text(self, gc: Any, *given: Any, **options: Any) -> None:
        self._renderer.draw_text(self._stroke(gc), *given, **options)

    def _stroke(self, gc: Any) -> Any:
        """The graphics context with opaque colours; what is not seen at all stays so."""
        colour = gc.get_rgb()
        alpha = colour[3] if len(colour) == 4 else 1.0
        flat = self._renderer.new_gc()
        flat.copy_properties(gc)
        if alpha:
            flat.set_alpha(1.0)
            flat.set_foreground((*blended(colour[:3], alpha, self._behind(gc)), 1.0), isRGBA=True)
        if gc.get_hatch() and (hatch := self._face(gc, gc.get_hatch_color())):
            flat.set_hatch_color(hatch)
        return flat

    def _face(self, gc: Any, face: Any) -> Any:
        """The colour of a face, opaque; None where there is none."""
        if face is None:
            return None
        alpha = gc.get_alpha() if gc.get_forced_alpha() else face[3] if len(face) == 4 else 1.0
        return (*blended(face[:3], alpha, self._behind(gc)), 1.0) if alpha else None

    def _rows(self, gc: Any, colours: Any) -> "np.ndarray":
        """Colours of shape (..., 4), opaque but for those that are not seen at all, which are as what is behind."""
        import numpy as np
        from matplotlib.colors import to_rgba_array

        given = np.asarray(colours, dtype=float) if len(colours) else np.empty((0, 4))
        given = given if given.shape[-1] == 4 else to_rgba_array(colours)
        alpha = given[..., 3:]
        front = alpha * given[..., :3] + (1 - alpha) * np.array(self._behind(gc))
        return np.concatenate([front, np.where(alpha > 0, 1.0, 0.0)], axis=-1)

    def _behind(self, gc: Any) -> tuple[float, float, float]:
        """What is behind a thing: the face of the axes that clip it; of one that is not clipped, that of the figure."""
        from matplotlib.colors import to_rgb

        clip = gc.get_clip_rectangle()
        for ax in self._figure.axes if clip is not None else ():
            if ax.patch.get_visible() and clip.bounds == ax.bbox.bounds:
                return to_rgb(ax.get_facecolor())
        return to_rgb(self._figure.get_facecolor())
