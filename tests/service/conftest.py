"""Questions to real servers on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target


@pytest.fixture
def ask() -> Callable[..., object]:
    """Ask a URL once, with limits of the target as keywords: ``ask(url, "/path", timeout=1)``."""

    def run(url: str, path: str = "/", method: str = "GET", *, follow=False, headers=None, **limits):
        return Service(Target("staging", url, **limits)).ask(path, method, follow=follow, headers=headers)

    return run


@pytest.fixture(autouse=True)
def _nothing_is_secret_yet() -> Iterator[None]:
    MASK.reset()
    yield
    MASK.reset()
