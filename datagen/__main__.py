"""python -m datagen: the command line."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        # The working folder goes last, so that a cli.py or a plots/ there does not stand in for ours.
        sys.path.append(sys.path.pop(0))

    from cli import main

    main()
