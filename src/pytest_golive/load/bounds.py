"""The maximum size of a load; the settings import only this module of the package."""

from __future__ import annotations

from typing import Final

MOST_USERS: Final = 2_000
MOST_RATE: Final = 5_000.0
MOST_REQUESTS: Final = 5_000_000
MOST_SECONDS: Final = 3_600.0
MOST_CONNECTIONS: Final = 2_000
