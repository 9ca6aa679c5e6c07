"""What the gate about vulnerable dependencies measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_vulnerable_dependencies": Explanation(
        "Advisories about the dependencies, which pip-audit, npm audit or osv-scanner look up now, or which a fresh "
        "report of theirs names. A dependency that could not be looked up, or that requirements files, metadata or "
        "lock files declare and nobody has looked up in that version, is an error, unless it is the project itself or "
        "named as private. A waiver may name an advisory by any of its ids.",
        (
            "security.dependencies.audit",
            "security.dependencies.requirements",
            "security.dependencies.osv_url",
            "security.dependencies.reports",
            "security.dependencies.report_age",
            "security.dependencies.private",
            "security.dependencies.timeout",
        ),
        "Upgrade to a version without the vulnerability. If there is none, and the project is not affected, waive it "
        "by its id, with a date.",
        said=(
            "no vulnerable dependencies",
            "dependencies have no known vulnerabilities",
            "dependency audit clean",
            "pip-audit passes",
            "npm audit passes",
        ),
    ),
}
