"""The recorder as a Django test runner, around the project's own runner; see `writing`."""

from __future__ import annotations

from typing import Any

from .unittest_runner import Recording, start
from .writing import write


def _chosen() -> Any:
    from django.conf import settings
    from django.test.utils import get_runner

    return get_runner(settings)


class Runner(_chosen()):  # type: ignore[misc]
    """The project's runner, with a recorder."""

    def get_resultclass(self) -> Any:
        """Put the recorder in front of the result class of the project's runner."""
        base = super().get_resultclass()
        return type("Recorded", (Recording, base), {}) if base else Recording

    def run_suite(self, suite: Any, **kwargs: Any) -> Any:
        """Begin and end the record."""
        start("Django's tests", suite)
        result = super().run_suite(suite, **kwargs)
        write("end", status=0)
        return result
