"""The program: `datagen` and `python -m datagen`."""

import signal
import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line. Until it is loaded there is nothing to clear up, and a Ctrl-C ends it without a word."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    from cli import main

    main()


if __name__ == "__main__":
    if not sys.flags.safe_path:
        # The working folder goes last, so that a cli.py or a plots/ there does not stand in for ours.
        sys.path.append(sys.path.pop(0))
    main()
