"""Reads Cobertura XML from coverage.py, gcovr, istanbul, coverlet and others."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from pytest_golive.testrun.coverage.formats.raw import Counts, Raw, RawFile, damaged, whole
from pytest_golive.testrun.junit.report_time import EARLIEST, is_time, report_time, time_said
from pytest_golive.testrun.junit.safe_xml import read_xml

CONDITIONS: Final = re.compile(r"\((\d+)/(\d+)\)")
MILLISECONDS: Final = 1e11  # as seconds, it would be in the year 5138


def read_cobertura(path: Path) -> Raw:
    """Read *path*.

    Raises:
        CannotMeasure: it is not such a report, or its counts and rates make no sense.
    """
    top = read_xml(path, "coverage report")
    if top.tag != "coverage":
        damaged(path, f"it begins with <{top.tag}>, and Cobertura begins with <coverage>")
    files: dict[str, RawFile] = {}
    for place in top.iter("class"):
        name = place.get("filename")
        if not name:
            damaged(path, "a class in it has no filename")
        raw = files.setdefault(name, RawFile())
        for line in place.findall("lines/line"):
            _line(line, raw, path)
    for element in top.iter():
        for key in ("line-rate", "branch-rate"):
            _rate(element, key, path)
    version = top.get("version", "")
    return Raw(
        source=f"Cobertura {version}".strip(),
        files=files,
        written=report_time(path, _time(top, path)),
        sources=tuple(text for source in top.iter("source") if (text := (source.text or "").strip())),
        counts=_claim(top, path),
    )


def _line(line: Element, raw: RawFile, path: Path) -> None:
    number = whole(line.get("number"), path, "a line's number")
    raw.hit(number, whole(line.get("hits"), path, "a line's hits"))
    if line.get("branch") == "true":
        found = CONDITIONS.search(line.get("condition-coverage", ""))
        if found is None:
            damaged(path, f"line {number} has branches, and it does not say how many of them were taken")
        taken, total = (whole(number, path, "a line's branches") for number in found.groups())
        if taken > total:
            damaged(path, f"line {number} took {taken} of {total} branches")
        raw.branch(number, taken, total)


def _claim(top: Element, path: Path) -> Counts | None:
    """The totals in the report itself, if it has any."""
    numbers = []
    for key in ("lines-valid", "lines-covered", "branches-valid", "branches-covered"):
        if (text := top.get(key)) is None:
            return None
        numbers.append(whole(text, path, key))
    counts = Counts(*numbers)
    if counts.lines_ran > counts.lines or counts.branches_ran > counts.branches:
        damaged(path, "more is covered in it than there is")
    return counts


def _rate(element: Element, key: str, path: Path) -> None:
    text = element.get(key)
    if text is None:
        return
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 0 <= rate <= 1:  # comparisons with NaN are false
        damaged(path, f"the {key} of a {element.tag} is {text[:40]!r}")


def _time(top: Element, path: Path) -> list[float]:
    """The time in the report: seconds or milliseconds since the epoch, or ISO 8601; none if it says none."""
    text = top.get("timestamp", "0")
    try:
        time = float(text)
    except ValueError:
        time = time_said(text) or (0.0 if is_time(text) else math.nan)
    if not math.isfinite(time):
        damaged(path, f"its timestamp is {text[:40]!r}")
    time = time / 1000 if time > MILLISECONDS else time
    return [time] if time > EARLIEST else []
