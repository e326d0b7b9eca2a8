"""The one door to matplotlib: imported without what a user has set for it."""

import importlib.util
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datagen.importing import without_collecting

__all__ = ["matplotlib_alone", "matplotlib_data"]


def matplotlib_alone() -> Any:
    """The matplotlib module, whatever a matplotlibrc or MPLBACKEND says."""
    if "matplotlib" in sys.modules:
        import matplotlib.figure
    else:
        with without_collecting(), _no_settings_of_the_users():
            import matplotlib.figure
    return matplotlib


def matplotlib_data() -> Path:
    """The folder of matplotlib's own data, found without importing it."""
    package = importlib.util.find_spec("matplotlib")
    return Path(str(package and package.origin)).parent / "mpl-data"


@contextmanager
def _no_settings_of_the_users() -> Iterator[None]:
    """Keep matplotlib's import from reading what a user has set: it fails on a bad MPLBACKEND or matplotlibrc.

    It reads a matplotlibrc of the working folder before all others: in the folder of its own data that is its own.
    """
    here, backend = _working_folder(), os.environ.pop("MPLBACKEND", None)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns of a home folder that it cannot write to
    os.chdir(matplotlib_data())
    try:
        yield
    finally:
        if here is not None:
            os.chdir(here)
        if backend is not None:
            os.environ["MPLBACKEND"] = backend


def _working_folder() -> str | None:
    """The working folder; None where it has been deleted."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return None
