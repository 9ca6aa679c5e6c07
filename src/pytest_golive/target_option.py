"""The short spelling ``--target NAME``.

A plugin of its own: a project whose conftest defines ``--target`` switches this one off with
``-p no:golive_target`` and still has ``--golive-target``.
"""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_addoption(parser: pytest.Parser) -> None:
    """Store into the same place as the long spelling."""
    parser.getgroup("golive").addoption(
        "--target", dest="golive_target", metavar="NAME", help="short for --golive-target"
    )
