"""What the service may use, and how much of it a fault says that it uses."""

from __future__ import annotations

from typing import Final

MEMORY_LIMIT: Final = 2 * 1024**3  # bytes; it needs some 60 MB
CPU_LIMIT: Final = 4.0  # cores
QUEUE_LENGTH: Final = 3  # orders that wait to be sent
# Beyond 80 % of the limits, and beyond 1,000 that wait.
NEARLY: Final = 0.95
LONG_QUEUE: Final = 5_000
