"""Results for tests of the cache, and how often they were computed."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.codebase.results import kept
from pytest_golive.findings import Finding

KEY = b"k" * 32


FINDING = Finding("a.py", 1, "rule", "words", key="k", moves=True)


@dataclass(frozen=True)
class Made:
    """A result."""

    findings: tuple[Finding, ...]
    words: str = ""


@dataclass(frozen=True)
class Other:
    """A class that is not part of the result."""

    text: str = ""


class Maker:
    """Counts how often it is called."""

    def __init__(self, result=None, error=None):
        self.result, self.error, self.asked = result or Made((FINDING,)), error, 0

    def __call__(self):
        self.asked += 1
        if self.error:
            raise self.error
        return self.result


def again(cache, made_of=("a", 1), *, kinds=(Made, Finding)):
    """Whether it had to be computed again."""
    maker = Maker()
    assert kept(cache, "name", made_of, maker, *kinds) == maker.result
    return maker.asked
