"""It works from an ordinary install in an empty folder, and README's commands say what is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from processor import least_seconds

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, alone, into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    site = folder / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    return site


def _run(site: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(site), "ASSETMAP_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, "-m", "assetmap", *words], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def test_the_demo_runs_from_the_wheel_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import assetmap; print(assetmap.__file__)"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(installed))
    run = _run(installed, tmp_path, "demo", "--out", "demo.html")
    assert run.returncode == 0, run.stderr
    assert "made up" in run.stdout
    assert (tmp_path / "demo.html").stat().st_size > 10_000
    shown = json.loads(_run(installed, tmp_path, "place", "show", "--format", "json").stdout)
    assert shown["areas"] == 45
    assert shown["people"] == 240


def test_the_wheel_carries_data_and_migrations_and_nothing_of_the_tests(installed: Path) -> None:
    names = zipfile.ZipFile(next(installed.parent.glob("*.whl"))).namelist()
    assert "assetmap/_data/demo/areas.geojson" in names
    assert "assetmap/_data/locale/en/assetmap.po" in names
    assert any("/migrations/versions/" in name for name in names)
    assert {"assetmap/web/.streamlit/config.toml", "assetmap/web/asgi.py", "assetmap/web/icon.png"} <= set(names)
    assert not any(name.startswith("tests/") for name in names)


def test_help_answers_in_half_a_second() -> None:
    """On a slow machine in five times what its own two libraries take, which is about as much on a usual one."""
    took = least_seconds("-m", "assetmap", "--help")
    assert took < max(0.5, 5 * least_seconds("-c", "import typer, rich.console"))


def test_a_fault_of_our_own_is_one_line_without_what_people_wrote() -> None:
    code = (
        "import sys; from assetmap.services import workspace; from assetmap.cli import main\n"
        "def fail(settings): raise KeyError('Margaret Jones')\n"
        "workspace.list_places = fail; sys.argv = ['assetmap', 'place', 'list']; main()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("assetmap met a fault of its own: KeyError at ")
    assert "Traceback" not in run.stderr
    assert "Margaret" not in run.stderr
    assert run.stdout == ""


def test_words_that_are_no_text_are_refused() -> None:
    run = subprocess.run([sys.executable, "-m", "assetmap", "place", "show", b"\xff"], capture_output=True, check=False)
    assert run.returncode == 2
    assert b"Word 3 of the command" in run.stderr


def test_readme_gives_the_two_commands_that_are_run() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("assetmap demo")
    assert sum("pytest" in command for command in commands) == 1
    assert "grep -E '^python3 -m venv .*pytest' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_constraints_pin_versions_and_hold_no_address() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line]
    assert all(line.startswith("#") or line.count("==") == 1 for line in lines)
    assert not any("/" in line or "@" in line for line in lines if not line.startswith("#"))
