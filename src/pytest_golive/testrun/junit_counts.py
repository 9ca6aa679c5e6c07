"""Holds what a JUnit suite counts against what it contains: a report that lost cases proves nothing."""

from __future__ import annotations

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
    direct = [child for child in suite if child.tag == "testcase"]
    tests = _count(suite, "tests", path)
    if tests is not None and not any(_fits(tests, some) for some in (cases, direct)):
        _incomplete(suite, path, "tests", tests, len(cases))
    broken = sum(any(child.tag in BAD for child in case) for case in cases)
    broken += sum(child.tag in BAD for part in suite.iter("testsuite") for child in part)
    for name in ("failures", "errors"):
        if (said := _count(suite, name, path) or 0) > broken:
            _incomplete(suite, path, name, said, broken)
    skipped = sum(bool(case.get("status")) or any(child.tag == "skipped" for child in case) for case in cases)
    if (said := _count(suite, "skipped", path) or 0) > skipped:
        _incomplete(suite, path, "skipped tests", said, skipped)


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
