"""What each gate measures, which settings it obeys, and how a red row turns green."""

from __future__ import annotations

from pytest_golive.explaining.access import ACCESS
from pytest_golive.explaining.auth import AUTH
from pytest_golive.explaining.deployment import DEPLOYMENT
from pytest_golive.explaining.explanation import Explanation
from pytest_golive.explaining.live import LIVE

EXPLANATIONS: dict[str, Explanation] = {
    "code_quality::files_within_limit": Explanation(
        "The lines of every source file that git tracks, in any language. Generated, vendored and binary files are "
        "recognised and left out, and counted.",
        ("code_quality.max_lines", "code_quality.count", "code_quality.include", "code_quality.exclude", "exclude"),
        "Split the file along its responsibilities; one concept to a file. Name generated or vendored files in "
        "[tool.golive.code_quality] exclude.",
    ),
    "code_quality::critical_files_modular": Explanation(
        "The files that [tool.golive] critical names: their lines, and for Python the cyclomatic complexity of each "
        "function and the maintainability index of each file, both by radon.",
        (
            "critical",
            "code_quality.critical_max_lines",
            "code_quality.max_complexity",
            "code_quality.min_maintainability",
            "exclude",
        ),
        "Take branches out of the named function into functions of their own, and split the named file until each "
        "part can be checked by reading it.",
    ),
    "code_quality::tests_pass": Explanation(
        "The project's own tests, run in a subprocess by the project's own interpreter; or the JUnit files that CI "
        "wrote, if they are newer than the code.",
        ("tests.command", "tests.python", "tests.junit", "tests.reuse", "tests.timeout"),
        "Run the test command by hand and repair what fails. If no test fails and the command does, its log says why.",
    ),
    "code_quality::coverage": Explanation(
        "The coverage of the test run that tests_pass judges, or of the file that CI wrote: in total, and over the "
        "lines changed since the last release tag. Branches count if they were measured. It is held against the "
        "tracked source: a file that no report knows counts as not run, tests do not count, and what the configuration "
        "of coverage keeps out of the count is shown and has a limit of its own.",
        (
            "code_quality.coverage",
            "code_quality.coverage_left_out",
            "code_quality.coverage_of_changes",
            "code_quality.coverage_of_changes_from",
            "tests.coverage_data",
            "tests.source",
            "release_tags",
            "previous_release",
        ),
        "Write tests for the lines that no test runs; delete code that nothing needs. Where too much is kept out of "
        "the count, take the named rule out of coverage's configuration, or name what is no product in "
        "[tool.golive.code_quality] exclude.",
    ),
    "code_quality::no_todo_in_critical_paths": Explanation(
        "The comments of the files that [tool.golive] critical names. Strings and identifiers are no comments.",
        ("critical", "code_quality.critical_words", "code_quality.allow", "exclude"),
        "Finish the work and remove the note, or move it to the issue tracker and allow notes that name an issue: "
        r"[tool.golive.code_quality] allow = ['TODO\(#\d+\)'].",
    ),
    "code_quality::no_fixme_or_hack": Explanation(
        "The comments of every source file that git tracks, in every common language. Strings and identifiers are no "
        "comments.",
        (
            "code_quality.forbidden_words",
            "code_quality.allow",
            "code_quality.include",
            "code_quality.exclude",
            "exclude",
        ),
        "Repair the fault that the note speaks of and remove the note; a fault that may stay for now needs a dated "
        "waiver.",
    ),
    "security::no_exposed_secrets": Explanation(
        "Every tracked file, generated and vendored ones too, and every commit since the last release tag, by "
        "detect-secrets without the network. Formats that providers chose for scanners always block; values beside a "
        "telling name and strings that look random block unless something plain speaks against them. Lines under "
        "'pragma: allowlist secret' are honoured, and counted.",
        (
            "security.secrets_confidence",
            "security.secrets_engines",
            "security.history",
            "security.history_commits",
            "security.exclude",
            "release_tags",
            "previous_release",
            "exclude",
        ),
        "Revoke the secret first, for every clone has it; then read it from the environment instead. One that is only "
        "in the history is waived once it is revoked: golive waive. '# pragma: allowlist secret' is for what is no "
        "secret.",
    ),
    "security::no_vulnerable_code": Explanation(
        "Every tracked Python file, by bandit. Lines under '# nosec' are honoured, and counted.",
        ("security.bandit_severity", "security.bandit_confidence", "security.exclude", "exclude"),
        "Replace the named call by its safe form; bandit's page for the rule shows it. Only where an attacker cannot "
        "reach it, say why beside '# nosec RULE'.",
    ),
    "security::security_tests_pass": Explanation(
        "Those tests of the run that tests_pass judges that carry the security marker, or lie under the named paths. A "
        "skipped test proves nothing.",
        ("security.test_marker", "security.test_paths", "tests.command", "tests.junit"),
        "Repair what lets the test fail, and let skipped security tests run. If there are none, write one that tries "
        "to get in and mark it @pytest.mark.security.",
    ),
}
EXPLANATIONS |= ACCESS | AUTH | DEPLOYMENT | LIVE

UNKNOWN = "read the gate: what it judges says what must change"


def cure_of(gate: str) -> str:
    """How to turn a red row green.

    Args:
        gate: "section::gate" of a built-in gate; for a gate of the team's own there is only general advice.
    """
    explanation = EXPLANATIONS.get(gate)
    return explanation.fix if explanation else UNKNOWN
