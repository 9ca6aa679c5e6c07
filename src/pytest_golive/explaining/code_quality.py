"""What the gates about code measure, which settings they use, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

PLACE = 10  # in the checklist
SAID = (
    "code quality gate passed",
    "code quality checks complete",
)  # of the whole section
EXPLANATIONS: dict[str, Explanation] = {
    "files_within_limit": Explanation(
        "The lines of every source file that git tracks, in any language. Generated, vendored and binary files are "
        "recognised, left out and counted.",
        ("code_quality.max_lines", "code_quality.count", "code_quality.include", "code_quality.exclude", "exclude"),
        "Split the file by responsibility, with one concept to a file. Name generated or vendored files in "
        "[tool.golive.code_quality] exclude.",
        said=(
            "no file longer than 200 lines",
            "source files under 200 LOC",
            "large files are split",
            "files are small",
        ),
    ),
    "critical_files_modular": Explanation(
        "The files that [tool.golive] critical names: their lines and, for Python, the cyclomatic complexity of each "
        "function and the maintainability index of each file, as radon computes them.",
        (
            "critical",
            "code_quality.critical_max_lines",
            "code_quality.max_complexity",
            "code_quality.min_maintainability",
            "exclude",
        ),
        "Extract branches of the named function into functions of their own, and split the named file until you can "
        "review each part by reading it.",
        said=(
            "critical files split into modules",
            "critical files refactored",
            "complexity of critical modules under control",
        ),
    ),
    "tests_pass": Explanation(
        "The project's own tests, run in a subprocess with the project's own interpreter; or the JUnit files that CI "
        "wrote, if they are newer than the code.",
        ("tests.command", "tests.python", "tests.junit", "tests.reuse", "tests.timeout"),
        "Run the test command by hand and fix what fails. If no test fails but the command does, its log says why.",
        said=(
            "automated test suite passes",
            "unit tests pass",
            "integration tests pass",
            "tests are green",
            "no failing tests",
        ),
    ),
    "coverage": Explanation(
        "The coverage of the test run that tests_pass judges, or of the file that CI wrote: in total, and of the "
        "lines changed since the last release tag. Branches count if they were measured. The base is the tracked "
        "source: a file that is missing from the report counts as not run, tests do not count, and what the coverage "
        "configuration excludes is shown and has its own limit.",
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
        "Write tests for the lines that no test runs, and delete code that nothing needs. If too much is excluded, "
        "remove the named rule from coverage's configuration, or name what is not part of the product in "
        "[tool.golive.code_quality] exclude.",
        said=(
            "test coverage at least 80 %",
            "code coverage meets the threshold",
            "line coverage",
        ),
    ),
    "no_todo_in_critical_paths": Explanation(
        "The comments of the files that [tool.golive] critical names. Strings and identifiers are not comments.",
        ("critical", "code_quality.critical_words", "code_quality.allow", "exclude"),
        "Finish the work and remove the note, or move it to the issue tracker and allow notes that name an issue: "
        r"[tool.golive.code_quality] allow = ['TODO\(#\d+\)'].",
        said=(
            "no TODO left in critical modules",
            "TODO notes of critical files are resolved",
        ),
    ),
    "no_fixme_or_hack": Explanation(
        "The comments of every source file that git tracks, in every common language. Strings and identifiers are not "
        "comments.",
        (
            "code_quality.forbidden_words",
            "code_quality.allow",
            "code_quality.include",
            "code_quality.exclude",
            "exclude",
        ),
        "Fix the defect that the note describes and remove the note. A defect that may stay for now needs a dated "
        "waiver.",
        said=(
            "no leftover FIXME",
            "no HACK in the code",
        ),
    ),
}
