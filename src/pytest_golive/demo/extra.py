"""What the reference service needs besides pytest-golive itself: the extra ``demo``."""

from __future__ import annotations

from collections.abc import Sequence

# By the names that they are imported by, those that they are installed by.
NEEDED = {"starlette": "Starlette", "uvicorn": "uvicorn", "jwt": "PyJWT", "prometheus_client": "prometheus-client"}
INSTALL = "pip install 'pytest-golive[demo]'"


def listed(packages: Sequence[str]) -> str:
    """Some packages, and the verb that goes with them: "PyJWT and uvicorn are"."""
    *more, last = packages
    return f"{', '.join(more)} and {last} are" if more else f"{last} is"
