"""The command line: options -> recipe -> target. Each command is built from the options of its recipe."""

import gc
import os
import re
import signal
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from inspect import Parameter, Signature, cleandoc
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from datagen import __version__
from datagen.arguments import check_slips, formulas_last
from datagen.errors import DatagenError, NameUnknownError

if TYPE_CHECKING:
    from datagen.options import Option, Options, Recipe

__all__ = ["COMMANDS", "app", "main"]

Made = TypeVar("Made", bound="Options")


class Row(NamedTuple):
    """A command: what it makes, where that goes, and its line in the list. Only the one that is called is imported."""

    recipe: str
    summary: str
    target: str = "datagen.writing:Target"


DATA = "datagen.targets:DataTarget"
COMMANDS = {
    "quadratic": Row("datagen.datasets:Quadratic", "Noisy quadratic data: y = a x^2 + b x + c + noise.", DATA),
    "sample": Row(
        "datagen.datasets:Sample", "Rows of any formula's inputs and values, or of a named set, with noise.", DATA
    ),
    "matrix": Row("datagen.matrices:Matrices", "Random matrices."),
    "dot": Row("datagen.matrices:Product", "Two random matrices and their dot product."),
    "derive": Row("datagen.pointwise:Derive", "A function of one variable and its derivatives at points."),
    "gradient": Row("datagen.pointwise:Gradient", "The gradient of a function at points."),
    "hessian": Row("datagen.pointwise:Hessian", "The matrix of second derivatives of a function at points."),
    "roots": Row(
        "datagen.rooting:Rooting", "All roots of a function of one variable on a range, its extrema or its inflections."
    ),
    "plot": Row(
        "plots.figures:Figure", "Draw functions of one or two variables, data or matrices.", "plots.saving:FigureTarget"
    ),
    "functions": Row("datagen.listing:Listing", "The named functions and the sets of data, or all about one of them."),
}

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(TyperGroup):
    """The commands of the table, each imported when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise NameUnknownError("command", args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.summary) for name, row in COMMANDS.items()])


app = typer.Typer(
    name="datagen",
    cls=Commands,
    help="""Synthetic data, derivatives and report figures from formulas.

    \b
    Examples:
      datagen quadratic --n 100 --noise 0.2 > data.csv
      datagen plot damped-sine -o fig.png
      datagen plot "e^-x sin(2 pi x)" -d 1 -d 2 -o fig.pdf
      datagen hessian "x**4 + 2*x**2*y**2 + y**4" --at x=2,y=3
    """,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
)


class Command(TyperCommand):
    """A command for which an argument such as -x^2 is a formula, where no option is called so."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        names = dict.fromkeys(ctx.help_option_names, False)
        names |= {name: takes_value for each in self.params for name, takes_value in _spellings(each)}
        arguments = [each for each in self.params if each.param_type_name == "argument"]
        parted = formulas_last(args, names)
        check_slips(parted, names, len(arguments) if all(each.nargs == 1 for each in arguments) else None)
        takes_formula = any("FORMULA" in str(each.metavar) for each in arguments)
        return super().parse_args(ctx, parted if takes_formula else args)


def _spellings(parameter: Any) -> list[tuple[str, bool]]:
    """The option names of a parameter, each with whether a value follows it."""
    return [(name, not parameter.is_flag) for name in parameter.opts if name.startswith("-")]


def _command(name: str) -> Any:
    """The command that makes a recipe, and a target, from its options and writes the one to the other."""
    from datagen.options import options

    recipe, target = _imported(COMMANDS[name].recipe), _imported(COMMANDS[name].target)

    def run(**given: Any) -> None:
        made, place = _make(recipe, given), _make(target, given)
        place.check(made.formats)
        _note([*made.notes(), *place.notes(made)])
        place.write(made)
        _note(made.remarks())

    run.__signature__ = Signature([_parameter(each) for each in (*options(recipe), *options(target))])  # type: ignore[attr-defined]  # what Typer reads
    single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=CONTEXT)
    single.command(name, cls=Command, help=_help(recipe))(run)
    return typer.main.get_command(single)


def _note(lines: list[str]) -> None:
    for line in lines:
        typer.echo(f"datagen: note: {line}", err=True)


def _imported(place: str) -> Any:
    """What a place such as datagen.matrices:Product names."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _make(owner: type[Made], given: dict[str, Any]) -> Made:
    """A recipe or a target from those of its options that were given."""
    from datagen.options import options

    names = [each.field for each in options(owner)]
    return owner(**{name: given[name] for name in names if given[name] not in (None, False, [])})


def _parameter(each: "Option") -> Parameter:
    """An option as Typer reads it: all but flags as text, which the option's kind reads."""
    from datagen.kinds import Flag

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


def _completion(each: "Option") -> Callable[[], list[str]] | None:
    from datagen.kinds import Choice, Optional

    kind = each.kind.kind if isinstance(each.kind, Optional) else each.kind
    return (lambda: list(kind.names)) if isinstance(kind, Choice) else None


def _help(recipe: type["Recipe"]) -> str:
    """A recipe's docstring as help, the example first after the summary and its lines as they are."""
    summary, *paragraphs = cleandoc(recipe.__doc__ or "").split("\n\n")
    paragraphs.sort(key=lambda each: not each.startswith("Example"))
    return "\n\n".join([summary, *(f"\b\n{each}" if each.startswith("Example") else each for each in paragraphs)])


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"datagen {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """The options that stand before a command; alone they show the help."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> NoReturn:
    """Run the command line; exit with 0 done, 1 failed, 2 a wrong request, 130 interrupted, 141 nobody reads on."""
    _prepare()
    try:
        status = app(standalone_mode=False)
        gc.freeze()  # the interpreter's last collections would look at every object that torch has made
        sys.exit(status)
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


def _prepare() -> None:
    """Give the process what a shell may have left out: descriptors 0 to 2, and signals that clear up."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # or the next file to be opened would be taken for it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _stop)


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
