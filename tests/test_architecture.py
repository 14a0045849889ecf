"""The house holds: imports run down, no circles, one door a library, views made in one place, modules small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assetmap"

FLOORS = {
    "messages": 0,
    "errors": 0,
    "config": 1,
    "model": 1,
    "analysis": 2,
    "adapters": 2,
    "render": 2,
    "services": 3,
    "web": 4,
    "cli": 4,
    "__main__": 5,
}
DOORS = {
    "streamlit": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "polib": {"adapters"},
    "folium": {"render"},
    "matplotlib": {"render"},
    "weasyprint": {"render"},
    "jinja2": {"render"},
    "osmnx": {"adapters"},
    "osmium": {"adapters"},
    "sqlalchemy": {"adapters"},
    "alembic": {"adapters"},
    "httpx": {"adapters"},
    "openpyxl": {"adapters"},
    "python_calamine": {"adapters"},
    "pyogrio": {"adapters"},
    "numba": {"analysis"},
    "typer": {"cli"},
    "rich": {"cli"},
}
VIEW_MAKER = "assetmap.analysis.disclosure"
VIEWS = {"WorkingView", "ShareView"}
TOP_LEVEL = {
    "assetmap", "app.py", "data", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md",
    "CONTRIBUTING.md", "constraints.txt", "docs",
}  # fmt: skip
LONGEST_MODULE = 400
LONGEST_MEDIAN = 180
LONGEST_FUNCTION = 50
PURE_FORBIDDEN = {"pathlib", "os", "io", "time", "datetime", "random", "socket", "requests", "urllib", "logging"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, those inside functions and for types too."""
    known = {_name(module) for module in _modules()}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _inside(path: Path) -> list[str]:
    return [name for name in _imports(path) if name.split(".")[0] == "assetmap" and name != "assetmap"]


def test_imports_run_down() -> None:
    """A module imports lower floors, its own room, and nothing else."""
    wrong = [
        f"{_name(path)} imports {name}"
        for path in _modules()
        if (room := _room(_name(path))) in FLOORS
        for name in _inside(path)
        if _room(name) != room and FLOORS[_room(name)] >= FLOORS[room]
    ]
    assert wrong == []


def test_every_room_is_on_a_floor() -> None:
    rooms = {_room(_name(path)) for path in _modules()} - {"__init__"}
    assert rooms <= set(FLOORS)


def test_no_circles() -> None:
    graph = {_name(path): set(_inside(path)) - {_name(path)} for path in _modules()}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"a circle: {' -> '.join((*trail, module))}"
        if module not in done:
            for name in sorted(graph.get(module, ())):
                # A package's own __init__ is imported by its members without being needed by them.
                if not module.startswith(f"{name}."):
                    visit(name, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_each_library_has_one_door() -> None:
    wrong = [
        f"{_name(path)} imports {name}"
        for path in _modules()
        for name in _imports(path)
        if name.split(".")[0] in DOORS and _room(_name(path)) not in DOORS[name.split(".")[0]]
    ]
    assert wrong == []


def test_sums_are_pure() -> None:
    """No file, clock, network or unseeded chance on the floor of the sums, nor in the words."""
    wrong = [
        f"{_name(path)} imports {name}"
        for room in ("analysis", "model")
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for name in _imports(path)
        if name.split(".")[0] in PURE_FORBIDDEN
    ]
    assert wrong == []
    for path in sorted((PACKAGE / "analysis").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "np.random." not in text.replace("np.random.Generator", ""), path


def test_only_disclosure_makes_views() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules()
        if _name(path) != VIEW_MAKER
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and _called(node) in VIEWS
    ]
    assert wrong == []


def test_files_take_only_what_may_be_shown() -> None:
    """No renderer of files names WorkingView among what it takes."""
    wrong = []
    for path in sorted((PACKAGE / "render").rglob("*.py")):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith(("draw_", "write_")):
                taken = " ".join(ast.unparse(arg.annotation) for arg in _arguments(node) if arg.annotation)
                if "WorkingView" in taken:
                    wrong.append(f"{path.name}:{node.name}")
    assert wrong == []


def test_modules_are_small() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}
    assert {str(path): n for path, n in lengths.items() if n > LONGEST_MODULE} == {}
    assert median(n for n in lengths.values() if n > 1) <= LONGEST_MEDIAN


def test_functions_are_short() -> None:
    wrong = []
    for path in _modules():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                length = node.end_lineno - body[0].lineno + 1
                if length > LONGEST_FUNCTION:
                    wrong.append(f"{path.name}:{node.name} has {length} lines")
    assert wrong == []


def test_nothing_unwanted_in_the_code() -> None:
    """No bare or broad except, no unfinished mark, no path of one machine."""
    unwanted = re.compile(r"except\s*:|except\s+(Base)?Exception\b|\bTODO\b|\bFIXME\b|\bXXX\b|/work/|\.\./shared")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder in ("assetmap", "tests", "data", "docs")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".md", ".toml"} and path != Path(__file__) and path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if unwanted.search(line)
    ]
    assert wrong == []


def test_top_level_names() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    names = {line.split("/")[0] for line in tracked if not line.startswith(".")}
    assert names <= TOP_LEVEL


@pytest.mark.parametrize("library", ["geopandas", "osmnx", "numba", "pandas", "numpy", "sqlalchemy", "folium"])
def test_help_imports_nothing_heavy(library: str) -> None:
    code = f"import sys, assetmap.cli; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_app_is_small_until_a_way_by_vehicle_is_asked_for() -> None:
    """The compiler of the engine takes much memory: an old laptop has little."""
    code = "import sys, assetmap.web.shell, assetmap.web.serving; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


def _called(node: ast.Call) -> str:
    function = node.func.value if isinstance(node.func, ast.Subscript) else node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
