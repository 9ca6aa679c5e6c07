"""What the gate about vulnerable code measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_vulnerable_code": Explanation(
        "Every tracked Python file, scanned by bandit. Lines with '# nosec' are left out and counted.",
        ("security.bandit_severity", "security.bandit_confidence", "security.exclude", "exclude"),
        "Replace the named call with its safe form; bandit's page for the rule shows it. Only if an attacker cannot "
        "reach it, say why next to '# nosec RULE'.",
        said=(
            "static security analysis passed",
            "SAST scan without findings",
            "bandit reports no issues",
            "code scan shows no vulnerabilities",
        ),
    ),
}
