"""Modules that runs within the tests' own process find loaded: pytester unloads what a run itself imports.

Each run imported a hundred of them anew. What still held one, as a function for the end of the process does, kept its
whole run alive: a worker grew to 1.6 GB.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType

import pytest_golive

ROOMS = (
    *("collecting", "context", "fixtures", "gates", "outcomes", "processes", "rows", "running"),
    *("service", "signing", "targets"),
)
# Packages that import the larger part of themselves once they are used, and reports of each run.
MORE = ("certifi", "durationpy", "h11", "httpcore", "httpx", "markdown_it")
REPORTS = ("reports.junit", "reports.terminal")


def preload() -> None:
    """Import the modules of the rooms that every run of a checklist loads."""
    for room in ROOMS:
        package = importlib.import_module(f"{pytest_golive.__name__}.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    for name in (*MORE, *(f"{pytest_golive.__name__}.{report}" for report in REPORTS)):
        importlib.import_module(name)


def forget_stale_modules() -> None:
    """Remove modules that pytester unloaded from our packages: ``from package import module`` would still find them."""
    for name, package in list(sys.modules.items()):
        if name.partition(".")[0] == "pytest_golive" and hasattr(package, "__path__"):
            for key, value in list(vars(package).items()):
                if isinstance(value, ModuleType) and sys.modules.get(value.__name__) is not value:
                    delattr(package, key)
