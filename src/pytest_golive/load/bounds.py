"""How large a load may be; the settings know it, too, and load nothing else of this package for it."""

from __future__ import annotations

from typing import Final

MOST_USERS: Final = 2_000
MOST_RATE: Final = 5_000.0
MOST_REQUESTS: Final = 5_000_000
MOST_SECONDS: Final = 3_600.0
MOST_CONNECTIONS: Final = 2_000
