"""The product: tracked source that is neither a test nor only for the developers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.testrun.project.configuration import pytest_table

TEST_FOLDERS: Final = frozenset({"tests", "__tests__"})  # at any depth
TOP_TEST_FOLDERS: Final = frozenset({"test", "testing"})  # django.test and numpy.testing are products
TEST_NAMES: Final = (
    "test_*.py", "*_test.py", "conftest.py", "*_test.go", "*_spec.rb",
    "*.test.js", "*.test.ts", "*.test.jsx", "*.test.tsx", "*.spec.js", "*.spec.ts", "*.spec.jsx", "*.spec.tsx",
)  # fmt: skip
DJANGO_TESTS: Final = "tests.py"
DJANGO_FILES: Final = ("models.py", "apps.py", "views.py", "admin.py", "urls.py")
TEST_CASE: Final = re.compile(rb"^class \w+\(.*Test", re.MULTILINE)
# behave's: features/environment.py and features/steps/ beside Gherkin files.
STEPS: Final = re.compile(r"((?:.*/)?features/)(?:environment\.py|steps/.+\.py)")
GHERKIN: Final = re.compile(r"((?:.*/)?features/).*\.feature")
# Not shipped, so tests need not run them; they are noted, not counted.
BESIDE_FOLDERS: Final = frozenset({"docs", "doc", "examples", "example", "benchmarks"})
BESIDE_FILES: Final = frozenset({"setup.py", "noxfile.py"})
NOTEBOOK: Final = ".ipynb"  # coverage cannot measure notebooks
# Declarations have no executable lines.
DECLARATIONS: Final = (".h", ".hh", ".hpp", ".hxx", ".d.ts", ".pyi", ".pxd")


@dataclass(frozen=True, slots=True)
class Product:
    """The tracked source, classified for coverage.

    Attributes:
        root: the project's folder.
        files: the source that tests should run, by path.
        tests: paths of the tests.
        beside: paths of documentation, examples, benchmarks, notebooks and build scripts.
        tracked: every tracked path.
    """

    root: Path
    files: Mapping[str, SourceFile]
    tests: frozenset[str]
    beside: tuple[str, ...]
    tracked: frozenset[str]

    def in_language(self, languages: Collection[str]) -> list[SourceFile]:
        """The files in one of *languages* that have executable lines."""
        return [
            file for file in self.files.values() if file.language in languages and not file.path.endswith(DECLARATIONS)
        ]


def sort_product(inventory: Inventory, tracked: Collection[str], gates: str = "") -> Product:
    """Separate the product from its tests.

    Args:
        inventory: the tracked source.
        tracked: every tracked path, source or not.
        gates: the folder of the team's own gates, which are tests of another kind.
    """
    patterns = (*TEST_NAMES, *_python_files(inventory.root))
    names = frozenset(tracked)
    scenarios = scenario_folders(names)
    tests = frozenset(
        path
        for path in names
        if _is_test(path, patterns, gates) or path.startswith(scenarios) or _is_of_django(path, names, inventory.root)
    )
    rest = [file for file in inventory.files if file.path not in tests]
    beside = tuple(file.path for file in rest if _is_beside(file.path))
    files = {file.path: file for file in rest if not _is_beside(file.path)}
    return Product(inventory.root, files, tests, beside, names)


def scenario_folders(names: Collection[str]) -> tuple[str, ...]:
    """The folders among tracked *names*, with a final slash, that contain scenarios and their steps."""
    steps = {match[1] for name in names if (match := STEPS.fullmatch(name))}
    return tuple(sorted(steps & {match[1] for name in names if (match := GHERKIN.fullmatch(name))}))


def _is_test(path: str, patterns: Sequence[str], gates: str) -> bool:
    *folders, name = path.split("/")
    if gates and path.startswith(f"{gates}/"):
        return True
    if not TEST_FOLDERS.isdisjoint(folders) or "src/test/" in path or (folders and folders[0] in TOP_TEST_FOLDERS):
        return True
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_of_django(path: str, names: Collection[str], root: Path) -> bool:
    """Whether it is the ``tests.py`` of an app; a module about tests may have that name, too."""
    folder, _, name = path.rpartition("/")
    if name != DJANGO_TESTS:
        return False
    if any((f"{folder}/{other}" if folder else other) in names for other in DJANGO_FILES):
        return True
    try:
        return TEST_CASE.search((root / path).read_bytes()) is not None
    except OSError:
        return False


def _python_files(root: Path) -> list[str]:
    """The project's patterns for test files, if they distinguish tests from other files."""
    patterns = (pytest_table(root) or {}).get("python_files", "")
    words = patterns.split() if isinstance(patterns, str) else [str(word) for word in patterns]
    return [word for word in words if not fnmatchcase("shop.py", word) and "/" not in word]


def _is_beside(path: str) -> bool:
    if path.endswith(NOTEBOOK):
        return True
    top, slash, _ = path.partition("/")
    return top in BESIDE_FOLDERS if slash else path in BESIDE_FILES
