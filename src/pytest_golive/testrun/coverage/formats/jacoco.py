"""Reads JaCoCo's XML, from Maven and from Gradle."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from pytest_golive.testrun.coverage.formats.raw import Raw, RawFile, damaged, whole
from pytest_golive.testrun.junit.report_time import EARLIEST, report_time
from pytest_golive.testrun.junit.safe_xml import read_xml

# JaCoCo names a file by its package, and these are where the files of a package are.
SOURCES: Final = ("src/main/java", "src/main/kotlin", "src/main/groovy", "src/main/scala", "src")


def read_jacoco(path: Path) -> Raw:
    """Read *path*.

    Raises:
        CannotMeasure: it is not such a report, or a line in it makes no sense.
    """
    top = read_xml(path, "coverage report")
    if top.tag != "report":
        damaged(path, f"it begins with <{top.tag}>, and JaCoCo begins with <report>")
    files: dict[str, RawFile] = {}
    for package in top.iter("package"):
        for source in package.findall("sourcefile"):
            name = f"{package.get('name', '')}/{source.get('name', '')}".lstrip("/")
            raw = files.setdefault(name, RawFile())
            for line in source.findall("line"):
                _line(line, raw, path)
    return Raw("JaCoCo", files, report_time(path, _ends(top, path)), SOURCES)


def _line(line: Element, raw: RawFile, path: Path) -> None:
    number, covered, missed, taken, untaken = (
        whole(line.get(key, "0" if key != "nr" else None), path, f"{key} of a line")
        for key in ("nr", "ci", "mi", "cb", "mb")
    )
    if not covered and not missed:
        damaged(path, f"line {number} has no instruction")
    raw.hit(number, covered)
    if taken or untaken:
        raw.branch(number, taken, taken + untaken)


def _ends(top: Element, path: Path) -> list[float]:
    """When the sessions ended of which it reports, in seconds since the epoch."""
    ends = [whole(session.get("dump", "0"), path, "a session's end") / 1000 for session in top.findall("sessioninfo")]
    return [end for end in ends if end > EARLIEST]
