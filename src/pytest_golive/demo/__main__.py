"""``python -m pytest_golive.demo``."""

from __future__ import annotations

import sys

from pytest_golive.demo import options
from pytest_golive.demo.accounts import handing
from pytest_golive.demo.extra import INSTALL, NEEDED, listed

USAGE_ERROR = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the service; return 0 when it was told to stop, 2 if it cannot start."""
    read = options.parse(arguments)
    try:
        from pytest_golive.demo import serving
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == __package__.partition(".")[0] or missing in sys.stdlib_module_names:
            raise
        # Indirect dependencies are known only by the name of the missing module.
        package = NEEDED.get(missing, missing)
        return _complain(f"it needs the extra demo, of which {listed([package])} not installed: {INSTALL}")
    try:
        serving.run(read, handing.credentials(read.credentials))
    except (OSError, ValueError) as error:
        return _complain(str(error))
    return 0


def _complain(message: str) -> int:
    print(f"python -m pytest_golive.demo: {message}", file=sys.stderr)  # noqa: T201
    return USAGE_ERROR


if __name__ == "__main__":
    sys.exit(main())
