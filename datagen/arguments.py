"""Which arguments of a command are options, and which are formulas that only look so, as -x^2 does.

`names` are the names of a command's options, -o and --output, each with whether a value follows it.
"""

import re

from datagen.errors import NameUnknownError

__all__ = ["check_slips", "formulas_last"]


def formulas_last(args: list[str], names: dict[str, bool]) -> list[str]:
    """The arguments with those that only look like options put behind `--`, where nothing is an option."""
    kept: list[str] = []
    formulas: list[str] = []
    rest = iter(args)
    for arg in rest:
        if arg == "--":
            formulas.extend(rest)
        elif not _is_option(arg, names):
            formulas.append(arg)
        elif not names.get(arg):
            kept.append(arg)
        elif (value := next(rest, None)) is not None:
            kept += [arg, value]
        else:
            return args  # the last option lacks its value: Typer says so
    return [*kept, "--", *formulas]


def check_slips(parted: list[str], names: dict[str, bool], room: int | None) -> None:
    """Refuse -n 3, which is two formulas, where there is room for fewer; None is room for any number.

    Raises: NameUnknownError.
    """
    formulas = parted[parted.index("--") + 1 :] if "--" in parted else []
    slips = [each for each in formulas if re.fullmatch("--?[A-Za-z]", each)]
    if slips and room is not None and len(formulas) > room:
        raise NameUnknownError("option", slips[0], names)


def _is_option(arg: str, names: dict[str, bool]) -> bool:
    """Whether an argument is an option: --name, --name=value, -o, or with its value attached -d2 or -ofig.png."""
    if arg.startswith("--"):
        return arg.partition("=")[0] in names or bool(re.fullmatch(r"--[a-z][a-z-]*(=.*)?", arg))
    from datagen.formats import FORMATS

    extensions = tuple(extension for each in FORMATS.values() for extension in each.extensions)
    attached = arg[2:].isdecimal() or arg.lower().endswith(extensions)
    return arg in names or (arg[:2] in names and attached)
