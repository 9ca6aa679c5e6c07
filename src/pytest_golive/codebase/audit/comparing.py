"""Whether the dependencies that were looked up are those that the project declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.codebase.audit.declared import Declared
from pytest_golive.codebase.audit.requirements import Wanted
from pytest_golive.codebase.audit.result import Audit, Unknown, is_private

SHOWN: Final = 5
UNREAD: Final = "a lock file of packages that only osv-scanner looks up"
PIP: Final = (
    "name what the release installs: requirements = [...] in [tool.golive.security.dependencies], or write the report "
    "from it: pip-audit -r FILE --format json; osv-scanner with --all-packages"
)
NPM: Final = (
    "audit with osv-scanner, which reads each lock file; or with npm, beside a package-lock.json in version control: "
    "npm audit --json"
)


def held_against(audit: Audit, declared: Declared, private: Sequence[str]) -> Audit:
    """*audit*, with the declared dependencies that it has not looked up.

    Args:
        audit: the audits of all tools and reports together.
        declared: the dependencies that the project declares.
        private: globs of names that are published nowhere.
    """
    ecosystems = {ecosystem for ecosystem, _, _ in audit.looked}
    unread = [Unknown(name, UNREAD) for name, ecosystem in declared.unread if ecosystem not in ecosystems]
    whole = replace(audit, unknown=(*audit.unknown, *declared.unknown, *unread)).without(private)
    wanted = [one for one in declared.wanted if not is_private(one.name, private)]
    gaps = [_of_npm(audit, declared), _of(audit, "PyPI", wanted, PIP)]
    if not audit.npm_counts or declared.npm_packages is None:  # a report of npm names only vulnerable packages
        gaps.append(_of(audit, "npm", wanted, NPM))
    return replace(whole, gap=next(filter(None, gaps), None))


def _of_npm(audit: Audit, declared: Declared) -> tuple[str, str] | None:
    """A report of npm counts all packages in the lock file, including those that are not installed here."""
    if declared.npm_packages is None or not audit.npm_counts or declared.npm_packages in audit.npm_counts:
        return None
    counts = " and ".join(f"{count:,}" for count in audit.npm_counts)
    what = f"{audit.source} covers {counts} npm packages, but {declared.npm_lock} names {declared.npm_packages:,}"
    return what, f"create it from this {declared.npm_lock}: npm audit --json"


def _of(audit: Audit, ecosystem: str, wanted: Sequence[Wanted], cure: str) -> tuple[str, str] | None:
    meant = [one for one in wanted if one.ecosystem == ecosystem]
    found = [*_missing(audit, meant)]
    if not found:
        return None
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    what = f"{len(found):,} of {len(meant):,} {ecosystem} packages that the project declares were not looked up"
    return f"{what} ({audit.source}): {'; '.join(found[:SHOWN])}{more}", cure


def _missing(audit: Audit, wanted: Sequence[Wanted]) -> Iterator[str]:
    versions: dict[tuple[str, str], list[str]] = {}
    for ecosystem, name, version in audit.looked:
        versions.setdefault((ecosystem, name), []).append(version)
    skipped = {one.name for one in audit.unknown}
    for one in wanted:
        found = versions.get((one.ecosystem, one.name))
        if found is None and one.name not in skipped:
            yield f"{one.name} ({one.place})"
        elif found and not any(_is_allowed(version, one) for version in found):
            yield f"{one.name} in the version of {one.place} ({one.versions}), but {found[0] or 'an unknown one'}"


def _is_allowed(version: str, wanted: Wanted) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    if not wanted.versions or wanted.versions == f"=={version}":
        return True
    if wanted.ecosystem == "npm":
        return False  # a lock names one version
    try:
        return SpecifierSet(wanted.versions).contains(version, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False
