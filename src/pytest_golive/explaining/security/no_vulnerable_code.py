"""What the gate about vulnerable code measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "no_vulnerable_code": Explanation(
        "Every tracked Python file, by bandit. Lines under '# nosec' are honoured, and counted.",
        ("security.bandit_severity", "security.bandit_confidence", "security.exclude", "exclude"),
        "Replace the named call by its safe form; bandit's page for the rule shows it. Only where an attacker cannot "
        "reach it, say why beside '# nosec RULE'.",
    ),
}
