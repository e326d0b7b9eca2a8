"""The values of a function that have been asked for, each point once."""

import numpy as np

from plots.views import Floats, RealFunction

__all__ = ["Samples"]


class Samples:
    """The values of a function at the points where it has been asked for them, sorted."""

    def __init__(self, function: RealFunction) -> None:
        self.x, self.y = np.empty(0), np.empty(0)
        self._function = function

    def at(self, points: Floats) -> Floats:
        """The values at the points; only new points are evaluated, each once."""
        self.missing(points)
        return self.y[np.searchsorted(self.x, points)]

    def missing(self, points: Floats) -> Floats:
        """Evaluate at those of the points that are new, and return these."""
        wanted = np.sort(points)
        once = np.ones(len(wanted), dtype=bool)
        once[1:] = wanted[1:] > wanted[:-1]
        wanted = wanted[once]
        place = np.minimum(np.searchsorted(self.x, wanted), max(len(self.x) - 1, 0))
        new = wanted[self.x[place] != wanted] if len(self.x) else wanted
        if len(new):
            x, y = np.concatenate([self.x, new]), np.concatenate([self.y, self._function(new)])
            order = np.argsort(x, kind="stable")
            self.x, self.y = x[order], y[order]
        return new

    def forget(self, points: Floats) -> None:
        """Take the values at points for missing."""
        self.y[np.searchsorted(self.x, points)] = np.nan
