"""Holds what a JUnit suite counts against what it contains: a report that lost cases proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final, NoReturn
from xml.etree.ElementTree import Element

from pytest_golive.errors import CannotMeasure

BAD: Final = ("error", "failure")
CURE: Final = (
    "run the tests again to the end; where pytest counts subtests that it does not write down, "
    "let golive run the tests: [tool.golive.tests] command"
)


def check_counts(top: Element, path: Path) -> None:
    """Compare every suite's counters with the cases in it.

    Raises:
        CannotMeasure: a counter is no number, or counts what is not there.
    """
    for suite in (top, *top.iter()):
        if suite.tag in {"testsuite", "testsuites"}:
            _check(suite, path)


def _check(suite: Element, path: Path) -> None:
    cases = list(suite.iter("testcase"))
    tests = _count(suite, "tests", path)
    if tests is not None and not any(_fits(tests, some) for some in (cases, suite.findall("testcase"))):
        _incomplete(suite, path, "tests", tests, len(cases))
    broken = _with_child(cases, BAD) + _with_child(suite.iter("testsuite"), BAD)
    skipped = _with_child(cases, {"skipped"}) + sum(bool(case.get("status")) for case in cases)
    for name, found in (("failures", broken), ("errors", broken), ("skipped", skipped)):
        if (said := _count(suite, name, path) or 0) > found:
            _incomplete(suite, path, name, said, found)


def _with_child(elements: Iterable[Element], tags: Collection[str]) -> int:
    return sum(any(child.tag in tags for child in element) for element in elements)


def _fits(tests: int, cases: list[Element]) -> bool:
    # A test that fails, and then fails to clean up, is one test and two cases.
    names = {(case.get("classname"), case.get("name")) for case in cases}
    return tests == len(cases) or (len(names) <= tests < len(cases))


def _count(suite: Element, name: str, path: Path) -> int | None:
    text = suite.get(name)
    if text is None or not text.strip():
        return None
    try:
        count = int(text)
    except ValueError:
        count = -1
    if count < 0:
        raise CannotMeasure(
            f"{path} is damaged: a suite counts {name}={text[:40]!r}", "run the tests again", path=str(path)
        )
    return count


def _incomplete(suite: Element, path: Path, what: str, said: int, found: int) -> NoReturn:
    name = suite.get("name") or suite.tag
    raise CannotMeasure(
        f"the report {path} is incomplete: {name[:80]!r} counts {said} {what}, and {found} are there",
        CURE,
        path=str(path),
    )
