"""Reads the JSON reports of pip-audit, npm audit and osv-scanner."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pytest_golive.codebase.audit.npm_reports import NPM, of_npm
from pytest_golive.codebase.audit.result import RUNS, Audit, Unknown, advisory, text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import quotable

KINDS: Final = "pip-audit, npm audit (npm 7 or later) and osv-scanner"


def read_report(text: str, name: str, root: Path | None = None, *, has_looked_up: bool = False) -> Audit:
    """The audit that a report tells of.

    Args:
        text: of the report; words before and after its JSON do not count.
        name: of the report, for messages.
        root: the project's folder, where its paths are to be relative to it.
        has_looked_up: whether the tool has ended well, which not every report shows.

    Raises:
        CannotMeasure: it is not from a known tool, it is truncated, or the tool says that it failed.
    """
    cure = f"create it again; supported are reports of {KINDS}"
    try:
        table = json.loads(text[text.index("{") : text.rindex("}") + 1], object_pairs_hook=_unique)
    except KeyError as twice:
        raise CannotMeasure(f"{name} names {twice} twice in one object, which no tool does", cure) from None
    except (ValueError, RecursionError):
        raise CannotMeasure(f"{name} is not JSON, or is truncated", cure) from None
    if not isinstance(table, dict):
        raise CannotMeasure(f"{name} is no report of a known tool", cure)
    if "error" in table or ("message" in table and "vulnerabilities" not in table):
        error = table.get("error")
        said = error if isinstance(error, dict) else {"summary": error}
        why = table.get("message") or said.get("summary") or said.get("code") or "it does not say why"
        cure = "run it where the registry can be reached"
        raise CannotMeasure(f"{name} says that the audit failed: {quotable(str(why))[:200]}", cure)
    try:
        audit = _read(table, name, cure, f"{root}/" if root else "")
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError) as error:
        raise CannotMeasure(
            f"{name} does not have its tool's format: {type(error).__name__} {str(error)[:80]}", cure
        ) from None
    if "results" in table and not audit.vulnerable and not has_looked_up:
        what = f"{name} names no vulnerability, and osv-scanner writes the same where it cannot reach its service"
        raise CannotMeasure(
            what, 'let this run start it: audit = ["osv-scanner"]; or save a report of pip-audit or npm'
        )
    return audit


def _read(table: Mapping[str, Any], name: str, cure: str, root: str) -> Audit:
    if isinstance(table.get("dependencies"), list):
        found = table["dependencies"]
        unknown = tuple(Unknown(_plain(one["name"]), text_of(one["skip_reason"])) for one in found if _is_skipped(one))
        looked = tuple(("PyPI", _plain(one["name"]), text_of(one["version"])) for one in found if not _is_skipped(one))
        return Audit(tuple(_pip(found)), len(looked), unknown, name, looked)
    if table.get("auditReportVersion") == NPM:
        return of_npm(table, name, cure)
    if isinstance(table.get("results"), list):
        packages = [(one["source"]["path"], package) for one in table["results"] for package in one["packages"]]
        if not packages:
            raise CannotMeasure(
                f"{name} names no package, so what was looked up is unknown", "osv-scanner --all-packages"
            )
        bare = [one["package"]["name"] for _, one in packages if one.get("groups") and not one.get("vulnerabilities")]
        if bare:
            raise CannotMeasure(
                f"{name} has groups of advisories about {bare[0][:80]}, but the advisories are missing", cure
            )
        return Audit(
            tuple(_osv(packages, root)), len(packages), (), name, tuple(_looked(one["package"]) for _, one in packages)
        )
    raise CannotMeasure(f"{name} is no report of a known tool", cure)


def _looked(package: Mapping[str, Any]) -> tuple[str, str, str]:
    ecosystem, name = text_of(package.get("ecosystem", "unknown")), text_of(package["name"])
    return ecosystem, _plain(name) if ecosystem == "PyPI" else name, str(package.get("version", ""))


def _plain(name: object) -> str:
    """A name in PyPI's normal form."""
    return RUNS.sub("-", text_of(name)).lower()


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; it rejects a key that occurs twice, because only its last value would be seen."""
    table = dict(pairs)
    if len(table) < len(pairs):
        raise KeyError(next(key[:40] for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number])))
    return table


def _is_skipped(one: Mapping[str, Any]) -> bool:
    """Whether it was not looked up; a dependency with advisories was, whatever else its entry says."""
    return "skip_reason" in one and not one.get("vulns")


def _pip(found: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    for one in found:
        if not _is_skipped(one):
            for each in one["vulns"]:
                yield advisory(one["name"], one["version"], _ids(each), fixed=map(text_of, each["fix_versions"]))


def _ids(one: Mapping[str, Any]) -> list[str]:
    """The id of an advisory, then its aliases; without an id it could not be waived or looked up."""
    own = text_of(one["id"])
    return [own, *(alias for alias in map(text_of, one.get("aliases") or ()) if alias != own)]


def _osv(found: Sequence[tuple[str, Mapping[str, Any]]], root: str) -> Iterator[Finding]:
    for path, one in found:
        package = one["package"]
        for each in one.get("vulnerabilities") or ():
            events = [
                event["fixed"]
                for affected in each.get("affected") or ()
                if affected.get("package", {}).get("name") == package["name"]
                for versions in affected.get("ranges") or ()
                if versions.get("type") != "GIT"
                for event in versions.get("events") or ()
                if "fixed" in event
            ]
            fixed = list(dict.fromkeys(events))
            yield advisory(
                package["name"], package["version"], _ids(each), fixed=fixed, path=_below(path.removeprefix(root))
            )


def _below(path: str) -> str:
    """A path relative to the project; "" for a path outside it, which means nothing on another machine."""
    return "" if path.startswith(("/", "..")) or ":" in path else path
