"""The command line: options -> recipe -> target. Each command is built from the options of its recipe."""

import os
import re
import signal
import sys
from collections.abc import Callable
from difflib import get_close_matches
from inspect import Parameter, Signature, cleandoc
from types import FrameType
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from typer.core import TyperCommand

from datagen import __version__
from datagen.datasets import Quadratic, Sample
from datagen.errors import DatagenError
from datagen.kinds import Choice, Flag
from datagen.kinds import Optional as OptionalKind
from datagen.matrices import Matrices, Product
from datagen.options import Option, Options, Recipe, options
from datagen.pointwise import Derive, Gradient, Hessian, Listing
from datagen.writing import Target
from plots.figures import Figure
from plots.saving import FigureTarget

__all__ = ["COMMANDS", "app", "main"]

Made = TypeVar("Made", bound=Options)

COMMANDS: dict[str, tuple[type[Recipe], type[Target]]] = {
    "quadratic": (Quadratic, Target),
    "sample": (Sample, Target),
    "matrix": (Matrices, Target),
    "dot": (Product, Target),
    "derive": (Derive, Target),
    "gradient": (Gradient, Target),
    "hessian": (Hessian, Target),
    "plot": (Figure, FigureTarget),
    "functions": (Listing, Target),
}

app = typer.Typer(
    name="datagen",
    help="""Synthetic data, derivatives and report figures from formulas.

    \b
    Examples:
      datagen quadratic --n 100 --noise 0.2 > data.csv
      datagen plot damped-sine -o fig.png
      datagen plot "e^-x sin(2 pi x)" -d 1 -d 2 -o fig.pdf
      datagen hessian "x**4 + 2*x**2*y**2 + y**4" --at x=2,y=3
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Command(TyperCommand):
    """A command for which an argument such as -x^2 is a formula, where no option is called so."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names = dict.fromkeys(ctx.help_option_names, False)
        names |= {name: takes_value for each in self.params for name, takes_value in _spellings(each)}
        takes_formula = any("FORMULA" in str(each.metavar) for each in self.params)
        return super().parse_args(ctx, _formulas_last(args, names) if takes_formula else args)


def _spellings(parameter: Any) -> list[tuple[str, bool]]:
    """The option names of a parameter, each with whether a value follows it."""
    return [(name, not parameter.is_flag) for name in parameter.opts if name.startswith("-")]


def _formulas_last(args: list[str], names: dict[str, bool]) -> list[str]:
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


def _is_option(arg: str, names: dict[str, bool]) -> bool:
    """Whether an argument is an option: --name, --name=value, -o, or with its value attached -d2 or -ofig.png."""
    if arg.startswith("--"):
        return arg.partition("=")[0] in names or bool(re.fullmatch(r"--[a-z][a-z-]+(=.*)?", arg))
    attached = re.fullmatch(r"\d+|[^+*/^()]*\.[a-z]{2,4}", arg[2:])
    return arg in names or (arg[:2] in names and bool(attached))


def _add(name: str, recipe: type[Recipe], target: type[Target]) -> None:
    """Give the command line a command that makes a recipe, and a target, from its options and writes one to other."""

    def run(**given: Any) -> None:
        made, place = _make(recipe, given), _make(target, given)
        chosen = place.choose(made.formats)
        for note in made.notes():
            typer.echo(f"datagen: note: {note}", err=True)
        place.write(made, chosen)

    described = {each.name: each for each in [*options(recipe), *options(target)]}
    run.__signature__ = Signature([_parameter(each) for each in described.values()])  # type: ignore[attr-defined]  # what Typer reads
    app.command(name, cls=Command, help=_help(recipe), short_help=_paragraphs(recipe)[0])(run)


def _make(owner: type[Made], given: dict[str, Any]) -> Made:
    """A recipe or a target from those of its options that were given."""
    names = [each.field for each in options(owner)]
    return owner(**{name: given[name] for name in names if given[name] not in (None, False, [])})


def _parameter(each: Option) -> Parameter:
    """An option as Typer reads it: all but flags as text, which the option's kind reads."""
    text = f"{each.help}  [default: {each.default_text}]" if each.default_text else each.help
    described: dict[str, Any] = {"help": text, "show_default": False, "autocompletion": _completion(each)}
    value: Any = bool if isinstance(each.kind, Flag) else list[str] if each.repeated else str | None
    if each.argument:
        note: Any = typer.Argument(metavar=each.kind.metavar, **described)
    else:
        names = [f"-{each.short}"] * bool(each.short) + [f"--{each.name}"]
        note = typer.Option(*names, metavar=each.kind.metavar or None, **described)
    default = ... if each.required else False if value is bool else None
    return Parameter(each.field, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[value, note])


def _completion(each: Option) -> Callable[[], list[str]] | None:
    kind = each.kind.kind if isinstance(each.kind, OptionalKind) else each.kind
    return (lambda: list(kind.names)) if isinstance(kind, Choice) else None


def _help(recipe: type[Recipe]) -> str:
    """A recipe's docstring as help: the lines of an example stay as they are."""
    summary, *paragraphs = _paragraphs(recipe)
    paragraphs.sort(key=lambda each: not each.startswith("Example"))
    return "\n\n".join([summary, *(f"\b\n{each}" if each.startswith("Example") else each for each in paragraphs)])


def _paragraphs(recipe: type[Recipe]) -> list[str]:
    return cleandoc(recipe.__doc__ or "").split("\n\n")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"datagen {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """The options that stand before a command."""


for _name, (_recipe, _target) in COMMANDS.items():
    _add(_name, _recipe, _target)


def main() -> NoReturn:
    """Run the command line; exit with 0 done, 1 failed, 2 a wrong request, 130 interrupted, 141 nobody reads on."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(app(standalone_mode=False))
    except DatagenError as error:
        _fail(str(error), 2)
    except typer.TyperException as error:
        _fail(_usage_message(error), 2)
    except MemoryError as error:
        _fail(f"out of memory; {error}" if str(error) else "out of memory", 1)
    except OSError as error:
        _fail(f"{error.filename or 'the output'}: {error.strerror or error}", 1)
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            _abandon_stdout()
            sys.exit(141)
        raise


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """End as the signal asks, but by an exception, so that no temporary file stays behind."""
    sys.exit(128 + number)


def _fail(message: str, status: int) -> NoReturn:
    _abandon_stdout()
    print(f"datagen: error: {message}", file=sys.stderr)
    sys.exit(status)


def _abandon_stdout() -> None:
    """Keep the interpreter from flushing at its exit what can no longer be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _usage_message(error: typer.TyperException) -> str:
    """A message of Typer's as one line in the form of ours."""
    text = " ".join(error.message.split() or error.format_message().split()).rstrip(".")
    if near := get_close_matches(getattr(error, "option_name", ""), getattr(error, "possibilities", None) or (), n=1):
        text += f"; did you mean {near[0]}?"
    return re.sub(r"\.? Did you mean", "; did you mean", text[:1].lower() + text[1:])


if __name__ == "__main__":
    main()
