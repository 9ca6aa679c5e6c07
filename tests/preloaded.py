"""Modules that runs within the tests' own process find loaded: pytester unloads what a run itself imports.

Each run imported a hundred of them anew. What still held one, as a function for the end of the process does, kept its
whole run alive: a worker grew to 1.6 GB.
"""

from __future__ import annotations

import importlib
import pkgutil

import pytest_golive

ROOMS = ("collecting", "context", "fixtures", "gates", "outcomes", "processes", "rows", "running")


def preload() -> None:
    """Import the modules of the rooms that every run of a checklist loads."""
    for room in ROOMS:
        package = importlib.import_module(f"{pytest_golive.__name__}.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
