"""Imports go one way, and heavy ones wait."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import pytest_golive

ROOT = Path(pytest_golive.__file__).parent
TOP = Path(__file__).parent.parent
HOUSE = SimpleNamespace(**runpy.run_path(str(TOP / "tools/rooms.py")))
DOMAIN = ("codebase", "testrun", "documents", "delivery", "load", "observability", "service", "contention", "forge")
PURE = (*DOMAIN, "judging", "settings", "significance")
HEAVY = {
    "pydantic",
    "radon",
    "h11",
    "coverage",
    "bandit",
    "detect_secrets",
    "pygments",
    "httpx",
    "idna",
    "httpcore",
    "justhtml",
    "gevent",
    "geventhttpclient",
    "locust",
    "scipy",
    "filelock",
    "docutils",
    "griffe",
    "markdown_it",
    "yaml",
}
# What runs in processes of others, and is never imported by us: a plugin of the project's pytest, and locust's part.
ELSEWHERE = ("testrun/recorder/pytest_plugin.py", "load/child/")
# Imported by functions only, when a request is about to be made or a file is read: they build on classes of a tool.
ADAPTERS = {
    "documents/api/visiting.py",
    "observability/reading/models.py",
    "observability/slos/formats/openslo.py",
    "observability/slos/formats/openslo_alpha.py",
    "observability/slos/formats/openslo_indicators.py",
    "observability/slos/formats/sloth.py",
    "service/http/network.py",
    "service/http/trouble/reading.py",
    "service/http/wire.py",
}


def name_of(file):
    return file.relative_to(ROOT).as_posix()


def modules(*packages):
    files = [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]
    return [file for file in files if not name_of(file).startswith(ELSEWHERE)]


def imports(file, *, at_top):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = tree.body if at_top else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("file", modules(*PURE), ids=name_of)
def test_domain_judging_and_settings_know_nothing_of_pytest(file):
    found = set(imports(file, at_top=False))
    assert not {name for name in found if name.split(".")[0] in {"pytest", "_pytest"}}


def test_every_room_has_its_storey():
    assert {name.partition(".")[0] for name in HOUSE.modules() if name} == {r for rooms in HOUSE.STOREYS for r in rooms}


def test_no_room_imports_from_a_storey_that_is_not_below_its_own():
    height = {room: -number for number, rooms in enumerate(HOUSE.STOREYS) for room in rooms}
    assert {pair: who for pair, who in HOUSE.arrows().items() if height[pair[1]] >= height[pair[0]]} == {}


def test_no_modules_import_each_other():
    assert HOUSE.circles() == []


def test_the_picture_of_the_rooms_is_as_the_imports_are():
    assert HOUSE.drawn() in (TOP / "docs/architecture.md").read_text(encoding="utf-8"), "run python tools/rooms.py"


@pytest.mark.parametrize(
    "file", [f for f in modules(*DOMAIN, "judging", "fixtures", "reports") if name_of(f) not in ADAPTERS], ids=name_of
)
def test_tools_are_imported_where_they_are_used(file):
    assert {name for name in imports(file, at_top=True) if name.split(".")[0] in HEAVY} == set()


def test_nothing_of_ours_imports_what_runs_in_locust():
    ours = [file for file in sorted(ROOT.rglob("*.py")) if not name_of(file).startswith("load/child/")]
    naming = [file for file in ours if "child" in file.read_text(encoding="utf-8")]
    assert [name_of(f) for f in naming if any("load.child" in name for name in imports(f, at_top=False))] == []


def test_loading_a_gate_module_loads_no_tool():
    code = (
        "import sys, importlib, pytest\n"
        "from pytest_golive.sections import parts, sections\n"
        "for name in sections():\n"
        "    list(parts('gates', name))\n"
        f"print(*sorted({HEAVY - {'pydantic', 'pygments'}!r} & set(sys.modules)))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == []


def test_a_folder_holds_no_more_than_somebody_reads_at_once():
    folders = [folder for folder in ROOT.rglob("*") if folder.is_dir() and (folder / "__init__.py").is_file()]
    files = {folder.relative_to(ROOT).as_posix(): len(list(folder.glob("*.py"))) for folder in folders}
    assert len(files) > 20
    assert {name: number for name, number in files.items() if number > 12} == {}
