"""The packages that the reference service requires: the extra ``demo``."""

from __future__ import annotations

from collections.abc import Sequence

# Import names, and the names for installing them.
NEEDED = {"starlette": "Starlette", "uvicorn": "uvicorn", "jwt": "PyJWT", "prometheus_client": "prometheus-client"}
INSTALL = "pip install 'pytest-golive[demo]'"


def listed(packages: Sequence[str]) -> str:
    """Some packages, with the verb: "PyJWT and uvicorn are"."""
    *more, last = packages
    return f"{', '.join(more)} and {last} are" if more else f"{last} is"
