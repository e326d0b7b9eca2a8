"""The import direction, read from the source: cli -> plots -> datagen, and inside each only upwards in a list."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATAGEN = [
    "errors", "importing", "arithmetic", "operations", "expressions", "kinds", "options", "functions", "streams",
    "sets", "formats", "arguments", "tables", "answers", "listing", "jets", "limits", "mixed", "sides", "cancellation",
    "points", "polynomials", "autograd", "calculus", "isolation", "clusters", "roots", "rooting", "critical", "remarks",
    "conversions", "capsules", "rows", "permutations", "sobol", "designs", "noises", "splits", "slopes", "signals",
    "tallies", "spreads", "measurement", "datasets", "matrices", "pointwise", "fitting", "reading", "writing",
    "progress", "jobs", "outlets", "parts", "manifests", "workers", "folders", "targets",
]  # fmt: skip
PLOTS = [
    "views", "faithful", "sampling", "scales", "logarithmic", "colours", "importing", "sizes", "style", "themes",
    "colourmaps", "typesetting", "placement", "canvases", "subjects", "curves", "functions", "points", "data",
    "matrices", "planes", "surfaces", "axes", "files", "saving", "pictures", "figures",
]  # fmt: skip
HEAVY = {"torch", "matplotlib", "polars", "scipy", "numpy"}
SOURCES = [ROOT / "cli.py", *sorted(ROOT.glob("datagen/**/*.py")), *sorted(ROOT.glob("plots/**/*.py"))]


def rooms(path: Path) -> tuple[str, str]:
    """The package and the room that a file belongs to."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else ""


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield node.module or ""


def at_import(tree: ast.Module) -> Iterator[str]:
    """The modules that importing a file imports: not those inside functions, nor for type checkers alone."""
    for node in tree.body:
        guarded = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if not guarded and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from imports(node)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    package, room = rooms(path)
    allowed = {"cli": {"cli", "plots", "datagen"}, "plots": {"plots", "datagen"}, "datagen": {"datagen"}}[package]
    order = {"datagen": DATAGEN, "plots": PLOTS}.get(package, [])
    for module in imports(ast.parse(path.read_text("utf-8"))):
        top, _, rest = module.partition(".")
        below = rest.partition(".")[0]
        if top not in {"cli", "plots", "datagen"} or room in {"__init__", "__main__"}:
            continue
        assert top in allowed, f"{path} imports {module}"
        if top == package and below and below != room:
            assert order.index(below) < order.index(room), f"{path} imports {module}, which stands below it"


def test_no_modules_import_each_other_in_a_circle() -> None:
    needs = {}
    for path in SOURCES:
        names = path.relative_to(ROOT).with_suffix("").parts
        needs[".".join(names[:-1] if names[-1] == "__init__" else names)] = set(at_import(_tree(path)))
    TopologicalSorter(needs).prepare()  # names the circle where there is one


def test_every_room_is_in_the_order() -> None:
    found = {
        package: {rooms(path)[1] for path in SOURCES if rooms(path)[0] == package} for package in ("datagen", "plots")
    }
    assert found["datagen"] - {"__init__", "__main__"} == set(DATAGEN)
    assert found["plots"] - {"__init__"} == set(PLOTS)


def test_typer_is_the_command_lines_alone() -> None:
    using = [path.name for path in SOURCES if {"typer", "click"} & {m.partition(".")[0] for m in imports(_tree(path))}]
    assert using == ["cli.py"]


def test_nothing_imports_pyplot() -> None:
    assert not [path for path in SOURCES if "pyplot" in path.read_text("utf-8").replace("no pyplot", "")]


def test_matplotlib_is_for_plots_alone() -> None:
    using = {rooms(path)[0] for path in SOURCES if any(m.startswith("matplotlib") for m in imports(_tree(path)))}
    assert using == {"plots"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_two_concepts(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1
            assert length <= 25, f"{path.name}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_evaluates_or_unpickles_what_was_typed(path: Path) -> None:
    names = {node.id for node in ast.walk(_tree(path)) if isinstance(node, ast.Name)}
    assert not names & {"eval", "exec", "compile", "__import__", "pickle"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_names_are_documented(path: Path) -> None:
    tree = _tree(path)
    assert path.stat().st_size == 0 or ast.get_docstring(tree), f"{path} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and path.name != "cli.py":
            assert ast.get_docstring(node), f"{path.name}: {node.name} has no docstring"


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))
