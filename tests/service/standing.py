"""Asks a server that never answers: ``python standing.py URL``; prints what kind of error that was, and what was said."""

from __future__ import annotations

import json
import sys

from pytest_golive.service.http.asking import Service, Unreachable
from pytest_golive.service.target import Target


def main() -> None:
    """Ask."""
    service = Service(Target("staging", sys.argv[1], timeout=float(sys.argv[2]), connect_timeout=60.0))
    try:
        service.ask("/")
    except Unreachable as error:
        print(json.dumps([error.kind, error.what, error.cure, error.is_of_service]))  # noqa: T201


main()
