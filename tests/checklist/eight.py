"""Eight checklists in the forms that people publish, with the expected binding of each row after ``==>``.

Each is our own text. If a row has two bindings, both are right; "sign" is right if no gate judges the row, and after a
"+" if people judge the rest of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.checklist.reading.rows import Row

FOLDER = Path(__file__).parent / "documents"
HOME = re.compile(r" ?==> (?P<bonds>.+)$")
AREAS = ("billing", "catalogue", "search", "mail", "reports", "sessions", "uploads", "webhooks", "exports", "audit")
AREAS += ("tax", "refunds", "vouchers", "stock", "shipping", "returns", "ratings", "consent", "imports", "partners")
CHECKS = (
    ("all unit tests pass", "code_quality::tests_pass"),
    ("coverage is 80% or more", "code_quality::coverage"),
    ("no TODO in critical paths", "code_quality::no_todo_in_critical_paths"),
    ("no HACK or FIXME comments", "code_quality::no_fixme_or_hack"),
    ("files stay under 200 lines", "code_quality::files_within_limit"),
    ("no secrets committed", "security::no_exposed_secrets"),
    ("security tests pass", "security::security_tests_pass"),
    ("log-in and permissions verified", "security::auth_flows"),
    ("rate limiting is on", "security::rate_limit"),
    ("changelog entry written", "documentation::changelog_updated"),
    ("API docs are up to date", "documentation::api_documentation_current"),
    ("health endpoint is green", "smoke::healthy"),
    ("feature flag owner named", "sign"),
    ("database index reviewed", "sign"),
    ("alert thresholds agreed", "sign"),
    ("dashboard linked", "sign"),
    ("data retention agreed", "sign"),
    ("support article published", "sign"),
    ("rollback rehearsed", "rollback::rehearsed"),
    ("product owner agrees", "sign"),
)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A document as its team wrote it, and the right homes by line (from 1)."""

    name: str
    data: bytes
    homes: dict[int, tuple[str, ...]]

    def home_of(self, row: Row) -> tuple[str, ...]:
        """The expected binding of *row*, taken from its lines."""
        return next(self.homes[line] for line in range(row.first + 1, row.last + 1) if line in self.homes)


def checklists() -> list[Checklist]:
    """All eight."""
    documents = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
    return [_read(name, text) for name, text in {**documents, "four_hundred": _four_hundred()}.items()]


def _read(name: str, text: str) -> Checklist:
    lines = text.split("\n")
    found = {number: match for number, line in enumerate(lines, 1) if (match := HOME.search(line))}
    homes = {
        number: tuple(bond.replace("+", " ") for bond in match["bonds"].split()) for number, match in found.items()
    }
    return Checklist(name, "\n".join(HOME.sub("", line) for line in lines).encode(), homes)


def _four_hundred() -> str:
    lines = ["# Everything, for everybody", ""]
    for area in AREAS:
        lines += [f"## {area.capitalize()}", "", *(f"- [ ] {area}: {text} ==> {home}" for text, home in CHECKS), ""]
    return "\n".join(lines)
