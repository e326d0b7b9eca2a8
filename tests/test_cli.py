"""The command line's contract: outputs, messages, exit statuses and behaviour in pipes."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from conftest import PATIENCE, PROGRAM, Run, running, wait_until

from cli import COMMANDS
from datagen import __version__


def rows(output: bytes) -> list[list[float]]:
    return [[float(cell) for cell in row] for row in list(csv.reader(io.StringIO(output.decode())))[1:]]


def test_quadratic(run: Run) -> None:
    done = run("quadratic", "--n", "100", "--noise", "0.2")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"x,y\n")
    table = rows(done.stdout)
    assert len(table) == 100
    for i, (x, y) in enumerate(table):
        assert x == pytest.approx(-1 + 2 * i / 99, abs=1e-15)
        assert 0 <= y - x * x < 0.2


def test_quadratic_with_its_options(run: Run) -> None:
    done = run("quadratic", "--n", "5", "--noise", "0", "--a", "-1", "--b", "2", "--c", "pi", "--x", "-2:2")
    assert rows(done.stdout) == [[x, pytest.approx(-x * x + 2 * x + 3.141592653589793)] for x in (-2, -1, 0, 1, 2)]


def test_normal_noise_and_another_seed(run: Run) -> None:
    outputs = {
        run("quadratic", "--noise-kind", kind, "--seed", seed).stdout for kind in ("normal", "uniform") for seed in "01"
    }
    assert len(outputs) == 4


def test_dot(run: Run) -> None:
    done = run("dot")
    assert done.returncode == 0
    parts = done.stdout.decode().split("\n\n")
    assert [part.split("\n")[0] for part in parts] == ["A =", "B =", "A·B ="]
    a, b, product = (
        [[float(cell) for cell in line.split()] for line in part.strip().split("\n")[1:]] for part in parts
    )
    for i in range(3):
        for j in range(3):
            assert product[i][j] == pytest.approx(sum(a[i][k] * b[k][j] for k in range(3)), abs=1e-3)
    for part in parts:
        assert len({len(line) for line in part.strip().split("\n")[1:]}) == 1, "aligned"


def test_dot_of_shapes_that_do_not_fit(run: Run) -> None:
    done = run("dot", "3x4", "3x4")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "datagen: error: shapes 3x4 and 3x4 do not fit: A·B needs as many columns in A (4) as rows in B (3); "
        "try 3x4 and 4x4\n"
    )


def test_matrix_prints_as_many_as_asked(run: Run) -> None:
    text = run("matrix", "3x3", "--count", "2").stdout.decode()
    assert [line for line in text.split("\n") if "=" in line] == ["A1 =", "A2 ="]


def test_derive(run: Run) -> None:
    done = run("derive", "3*x**2 + 5*x + 6*torch.exp(x)", "--at", "2", "--order", "2")
    for figure in ("66.3343365935839", "61.3343365935839", "50.3343365935839"):
        assert figure in done.stdout.decode()


def test_derive_as_json(run: Run) -> None:
    answer = json.loads(run("derive", "x^3", "--at", "2", "--order", "2", "--format", "json").stdout)
    assert answer == {
        "formula": "x^3",
        "variable": "x",
        "engine": "autograd",
        "points": [{"x": 2.0, "derivatives": [8.0, 12.0, 12.0]}],
    }


def test_derive_over_a_range_to_files_of_every_kind(run: Run, tmp_path: Path) -> None:
    begins = {"txt": "f(x) = x^2\n", "csv": "x,f,f'\n0.0,", "json": '{"formula": "x^2", ', "tex": "\\[ f(x) = x^{2} "}
    for extension, begin in begins.items():
        assert run("derive", "x^2", "--at", "0:1", "--n", "3", "-o", f"a.{extension}").returncode == 0
        text = (tmp_path / f"a.{extension}").read_text()
        assert text.startswith(begin)
        assert text.endswith("\n")
        assert "0.5" in text


def test_gradient_as_json(run: Run) -> None:
    answer = json.loads(run("gradient", "x^2 y", "--at", "x=2,y=3", "--format", "json").stdout)
    assert answer["variables"] == ["x", "y"]
    assert answer["points"] == [{"at": {"x": 2.0, "y": 3.0}, "value": 12.0, "gradient": [12.0, 4.0]}]


def test_hessian(run: Run) -> None:
    arguments = ("hessian", "x**4+2*x**2*y**2+y**4", "--at", "x=2,y=3")
    answer = json.loads(run(*arguments, "--format", "json").stdout)
    assert answer["points"][0]["hessian"] == [[84.0, 48.0], [48.0, 124.0]]
    numbers = run(*arguments).stdout.decode().split()
    assert [each for each in numbers if each in {"84", "48", "124"}] == ["84", "48", "48", "124"]


@pytest.mark.parametrize("formula", ["-x^2", "-d*x", "-o^2", "-x", "--x^2", "-2", "-h*x", "-o.exp()"])
@pytest.mark.parametrize("command", ["sample", "plot"])
def test_a_leading_minus_is_a_formula(run: Run, command: str, formula: str) -> None:
    fixed = [each for name in "dh" for each in (["--set", f"{name}=1"] if f"{name}*" in formula else [])]
    to = ["--n", "2"] if command == "sample" else ["--x", "0:1", "--save-data", "-"]
    done = run(command, formula, *fixed, *to)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) >= 3


def test_a_formula_stands_before_or_after_options_with_negative_values(run: Run) -> None:
    before = run("sample", "-x^2", "--x", "-1:1", "--n", "3")
    assert rows(before.stdout) == [[-1, -1], [0, 0], [1, -1]]
    assert run("sample", "--x", "-1:1", "--n", "3", "-x^2").stdout == before.stdout
    assert run("sample", "--x=-1:1", "--n=3", "--", "-x^2").stdout == before.stdout


def test_a_letter_behind_two_minuses_is_no_formula(run: Run) -> None:
    done = run("plot", "x^2", "--d", "1")
    assert done.returncode == 2
    assert b"no such option: --d" in done.stderr


def test_an_option_with_its_value_attached(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.csv", "sub/a.csv"):
        assert run("sample", "x", f"-o{name}").returncode == 0
        assert (tmp_path / name).exists()
    assert run("plot", "x", "-d1", "--save-data", "-").stdout.count(b"f',") > 0


ERRORS = [
    (("quadratik",), "no command is called 'quadratik'; did you mean 'quadratic'?"),
    (("quadratic", "--nois", "1"), "no such option: --nois; did you mean --noise?"),
    (("quadratic", "-n", "9"), "no option is called '-n'; did you mean '--n'?"),
    (("sample", "x", "-n", "9"), "no option is called '-n'; did you mean '--n'?"),
    (("sample", "-x", "0:1", "x^2"), "no option is called '-x'; did you mean '--x'?"),
    (("matrix", "-k", "spd"),
     "no option is called '-k'; choose from -h, --help, --kind, --count, --seed, -o, --output, "
     "--format"),
    (("quadratic", "--n"), "option '--n' requires an argument"),
    (("quadratic", "--n", "-1"), "n: -1 is not allowed; give a whole number, 0 to 1000000000000000"),
    (("quadratic", "--noise", "nan"),
     "noise: nan is not allowed; give a finite number, 0 or more, or a formula of the inputs"),
    (("quadratic", "-o", "a.xyz"),
     "a.xyz: the extension .xyz is not one of .csv, .tsv, .jsonl, .parquet, .zstd.parquet, .arrow, .npy, .npz, "
     ".safetensors; use one, or say --format"),
    (("quadratic", "-o", "nowhere/a.csv"), "nowhere/a.csv: there is no folder nowhere"),
    (("quadratic", "--format", "cvs"), "no format is called 'cvs'; did you mean 'csv'?"),
    (("quadratic", "--parts", "2", "-o", "data", "--format", "feather"),
     "no format is called 'feather'; did you mean 'arrow'?"),
    (("quadratic", "5"), "got unexpected extra argument(s) (5)"),
    (("sample",), "missing argument 'FORMULA|NAME'"),
    (("derive", "x^2", "--at", "1", "--engine", "autgrad"), "no engine is called 'autgrad'; did you mean 'autograd'?"),
    (("derive", "x^2", "--at", "0:5:11"),
     "at: 0:5:11 is not allowed; give LOW:HIGH, such as 0:2pi, and the number of points with --n"),
    (("derive", "x^2", "--at", "5:0"),
     "at: 5:0 is not allowed; give LOW:HIGH with LOW below HIGH, both within 1e+200"),
    (("derive", "x^2", "--at", "0:5", "--n", "0"), "n: 0 is not allowed; give a whole number, 2 to 1000000"),
    (("derive", "x^2", "--at", "1", "--n", "5"), "n: 5 is not allowed; give it with a range, such as --at 0:5"),
    (("derive", "x^2", "--at", "1", "--order", "-1"), "order: -1 is not allowed; give a whole number, 0 to 10000"),
    (("derive", "x^2", "--at", "1", "--order", "1.5"), "order: 1.5 is not allowed; give a whole number, 0 to 10000"),
    (("derive", "x^2", "--at", "1", "-o", "a.tx"),
     "a.tx: the extension .tx is not one of .txt, .csv, .json, .tex; use one, or say --format"),
    (("derive", "x^2", "--at", "1", "--format", "tex"), "no format is called 'tex'; did you mean 'latex'?"),
    (("derive", "x^2", "--at", "1", "--format", "txet"), "no format is called 'txet'; did you mean 'text'?"),
    (("plot", "damped-sin", "-o", "a.png"), "no function is called 'damped-sin'; did you mean 'damped-sine'?"),
    (("plot", "damped-sine", "-o", "a.xyz"),
     "a.xyz: the extension .xyz is not one of .png, .svg, .pdf, .eps, .pgf, .webp, .jpg; use one, or say --format"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), ERRORS, ids=[" ".join(arguments) for arguments, _ in ERRORS])
def test_a_wrong_request_is_one_line_and_2(run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.stderr.decode() == f"datagen: error: {message}\n"
    assert (done.returncode, done.stdout) == (2, b"")
    assert not list(tmp_path.iterdir())


def test_a_formulas_error_is_three_lines_with_a_caret(run: Run) -> None:
    done = run("plot", "xsin(x)", "-o", "a.png")
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines)) == (2, 3)
    assert lines[0].startswith("datagen: error: ")
    assert "x*sin(x)" in lines[0]
    assert (lines[1], lines[2].strip()) == ("  xsin(x)", "^")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [PROGRAM, "quadratic", "--n", "3000000"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"x,y\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) in {0, 141}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("n", ["10", "300000"])
def test_a_full_device_is_one_line_and_1(n: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "quadratic", "--n", n], stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("datagen: error: ")
    assert "No space left on device" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def has_written(process: int, folder: Path) -> bool:
    """Whether a process has put something into a file in a folder; on Linux that has no name yet."""
    places, descriptors = [*folder.iterdir()], Path(f"/proc/{process}/fd")
    with suppress(OSError):  # one that is closed meanwhile, or the process
        places += [each for each in descriptors.glob("*") if os.readlink(each).startswith(f"{folder}/")]
        return any(each.stat().st_size for each in places)
    return False


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["INT", "TERM", "HUP"],
)
def test_interrupted_it_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, status: int) -> None:
    before = signal.signal(number, signal.SIG_DFL)  # it is ignored where these tests run under nohup
    command = [PROGRAM, "quadratic", "--n", "1000000000", "-o", "a.csv"]
    with running(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        signal.signal(number, before)
        wait_until(lambda: has_written(process.pid, tmp_path))
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert not list(tmp_path.iterdir())


def test_an_interrupt_while_it_loads_ends_it_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "cli.py").write_text(f"import time; print('loading', flush=True); time.sleep({2 * PATIENCE})")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from datagen.__main__ import main; main()"
    with running([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"loading\n"
        process.send_signal(signal.SIGINT)
        assert (process.wait(PATIENCE), process.stderr.read()) == (-signal.SIGINT, b"")


@pytest.mark.parametrize("arguments", ["quadratic", "dot", "plot sine"])
def test_a_closed_standard_output_is_one_line_and_1(arguments: str) -> None:
    done = subprocess.run(["bash", "-c", f"{PROGRAM} {arguments} >&-"], capture_output=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr.decode()) == (1, "datagen: error: standard output: is closed\n")


def in_terminal(*arguments: str) -> tuple[int, bytes]:
    """Run with standard output on a terminal: the exit status, and what the terminal shows."""
    ours, theirs = pty.openpty()
    done = subprocess.run([PROGRAM, *arguments], stdout=theirs, stderr=theirs, timeout=PATIENCE)
    os.close(theirs)
    shown = os.read(ours, 100_000)
    os.close(ours)
    return done.returncode, shown


def test_a_figure_does_not_go_to_a_terminal() -> None:
    status, shown = in_terminal("plot", "damped-sine")
    assert status == 2
    assert b"datagen: error: png does not go to a terminal; name a file with -o, such as -o fig.png" in shown


def test_a_figure_does_not_go_to_a_terminal_by_its_name_either() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run([PROGRAM, "plot", "sine", "-o", os.ttyname(theirs)], capture_output=True, timeout=PATIENCE)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"png does not go to a terminal" in done.stderr


def test_a_figure_goes_to_a_pipe_as_png(run: Run) -> None:
    assert run("plot", "x^2", "--x", "0:1").stdout.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_starts_with_an_example_in_plain_ascii(run: Run, name: str) -> None:
    done = run(name, "-h")
    text = done.stdout.decode("ascii")
    assert done.returncode == 0
    assert "\x1b" not in text
    assert text == run(name, "--help").stdout.decode()
    assert text.index(f"Example: datagen {name}") < text.index("Options:")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name: str) -> None:
    module, _, recipe = COMMANDS[name].recipe.partition(":")
    assert getattr(import_module(module), recipe).__doc__.splitlines()[0] == COMMANDS[name].summary


def test_without_a_command_it_shows_the_help(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (0, run("--help").stdout)


def test_the_apps_help_lists_every_command(run: Run) -> None:
    text = run("--help").stdout.decode("ascii")
    assert "datagen quadratic --n 100 --noise 0.2 > data.csv" in text
    listed = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    assert set(COMMANDS) <= set(listed)


def test_every_option_is_documented(run: Run) -> None:
    for name in COMMANDS:
        text = run(name, "--help").stdout.decode()
        for line in text.partition("Options:")[2].splitlines():
            assert not line.strip().startswith("-") or len(line.split("  ")) > 2 or line.endswith("exit."), line


def test_version(run: Run) -> None:
    assert run("--version").stdout.decode() == f"datagen {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    words = {"bash": {"COMP_WORDS": "datagen qua", "COMP_CWORD": "1"}}.get(
        shell, {"_TYPER_COMPLETE_ARGS": "datagen qua"}
    )
    done = run(env={"_DATAGEN_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args", **words})
    assert b"quadratic" in done.stdout


def test_completion_of_a_choice(run: Run) -> None:
    words = {"COMP_WORDS": "datagen quadratic --noise-kind no", "COMP_CWORD": "3"}
    assert run(env={"_DATAGEN_COMPLETE": "complete_bash", **words}).stdout.split() == [b"normal"]


def test_a_module_runs_as_the_program_does(run: Run) -> None:
    done = subprocess.run([sys.executable, "-m", "datagen", "quadratic"], capture_output=True, timeout=PATIENCE)
    assert done.stdout == run("quadratic").stdout
