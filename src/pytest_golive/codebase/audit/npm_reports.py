"""Reads the JSON reports of npm audit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pytest_golive.codebase.audit.result import Audit, advisory, text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

NPM: Final = 2  # the version of npm's report that npm 7 and later write
IN_URL: Final = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}")


def of_npm(table: Mapping[str, Any], name: str, cure: str) -> Audit:
    """The audit that a report of npm tells of.

    Args:
        table: the report.
        name: of the report, for messages.
        cure: for a report that cannot be read.

    Raises:
        CannotMeasure: it contradicts itself.
        KeyError, TypeError, AttributeError, IndexError, ValueError: it does not have npm's format.
    """
    listed, metadata = table["vulnerabilities"], table["metadata"]
    named = {via for one in listed.values() for via in one["via"] if isinstance(via, str)}
    if lacking := sorted(named - listed.keys()):
        raise CannotMeasure(
            f"{name} says that a package is vulnerable through {lacking[0][:80]}, but has no entry for it", cure
        )
    advisories = tuple(_npm(listed))
    counts = {level: int(count) for level, count in metadata.get("vulnerabilities", {}).items()}
    told = max(counts.pop("total", 0), sum(counts.values()))  # "total" adds the others up
    if told > len(listed) or (lost := _without_advisory(listed)):
        counted = f"counts {told} vulnerable packages, but their advisories are missing"
        what = counted if told > len(listed) else f"calls {lost[0][:80]} vulnerable, but has no advisory about it"
        raise CannotMeasure(f"{name} {what}", cure)
    total = int(metadata["dependencies"]["total"])
    return Audit(advisories, total, (), name, (), (total,))


def _without_advisory(listed: Mapping[str, Any]) -> list[str]:
    """The vulnerable packages from which no way leads to an advisory."""
    told = {package for package, one in listed.items() if any(isinstance(via, dict) for via in one["via"])}
    todo = [*told]
    through: dict[str, list[str]] = {}
    for package, one in listed.items():
        for via in one["via"]:
            if isinstance(via, str):
                through.setdefault(via, []).append(package)
    while todo:
        new = {*through.get(todo.pop(), ())} - told
        told |= new
        todo += new
    return sorted(listed.keys() - told)


def _npm(found: Mapping[str, Any]) -> Iterator[Finding]:
    for name, one in found.items():
        for each in one["via"]:
            if isinstance(each, dict):  # a text names another package in the report, which has the advisory
                match = IN_URL.search(str(each.get("url", "")))
                own = match[0] if match else f"npm-{_number(each)}"
                fixes = one.get("fixAvailable")
                fixed = _fixed(name, fixes) if isinstance(fixes, dict) else []
                yield advisory(name, str(each.get("range") or one.get("range", "")), [own], fixed=fixed)


def _number(advisory_of_npm: Mapping[str, Any]) -> int | str:
    """The number that npm gives an advisory without another id."""
    found = advisory_of_npm.get("source") or advisory_of_npm["id"]
    return found if isinstance(found, int) else text_of(found)


def _fixed(name: str, fixes: Mapping[str, Any]) -> list[str]:
    """The version to upgrade to: of the dependency itself, or of a package that depends on it."""
    return [str(fixes["version"]) if fixes["name"] == name else f"what {fixes['name']} {fixes['version']} takes"]
