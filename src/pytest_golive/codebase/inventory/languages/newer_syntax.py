"""Code that this process' Python cannot parse may be wrong, or only newer."""

from __future__ import annotations

import platform


def this_python() -> str:
    """The Python that runs the checklist: "Python 3.11"."""
    return f"Python {'.'.join(platform.python_version_tuple()[:2])}"


def of_newer_syntax(python: str) -> str:
    """What to do about code that *python* ("Python 3.11"), which runs the checklist, cannot parse."""
    return (
        f"correct it; code for a newer Python than {python} needs that Python: install pytest-golive into the "
        "project's own environment and run the checklist there ([tool.golive.tests] python is only for the tests)"
    )
