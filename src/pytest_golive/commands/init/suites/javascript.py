"""The tests of projects in JavaScript: by the runner that package.json starts, with reports of its own making."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.suites.suite import REPORTS, Suite, text_of
from pytest_golive.delivery.declared.formats import json_table, table_at

JUNIT: Final = f"{REPORTS}/js-tests.xml"
COVERAGE: Final = f"{REPORTS}/js-coverage"
LCOV: Final = f"{COVERAGE}/lcov.info"
QUOTED: Final = re.compile(r"'[^'$`\\]*'|\"[^\"$`\\]*\"")
SHELL: Final = re.compile(r"[;&|<>$`\"'\\*?~]")  # what only a shell understands, outside of quotes
MANAGERS: Final = {"pnpm-lock.yaml": ("pnpm", "exec"), "yarn.lock": ("yarn", "run"), "bun.lock": ("bun", "run")}
NPX: Final = ("npx", "--no", "--")  # otherwise npx takes options of the runner for its own
REPORTERS: Final = {"-R", "--reporter"}
NO_REPORT: Final = "let the script write JUnit, and name the command and that file in [{tests}] command and junit"
NO_JEST_JUNIT: Final = (
    "jest writes no JUnit by itself: npm install --save-dev jest-junit, and take the comment marks off in [{tests}]"
)
NO_COVERAGE: Final = "let the tests write lcov, and name that file in [{tests}] coverage_data"
NO_PROVIDER: Final = f"npm install --save-dev @vitest/coverage-v8; golive init --print shows the rest. Or {NO_COVERAGE}"


def of_node(root: Path, paths: Collection[str]) -> Iterator[Suite]:
    """The tests that ``npm test``, or a script such as "test:unit", runs, if it starts a runner that is known."""
    if "package.json" not in paths:
        return
    package = json_table(text_of(root, "package.json"))
    scripts = table_at(package, "scripts")
    needed = {*table_at(package, "devDependencies"), *table_at(package, "dependencies")}
    run = next((command for lock, command in MANAGERS.items() if lock in paths), NPX)
    known = {"vitest": _vitest, "jest": _jest, "mocha": _mocha, "node": _node}
    named = sorted((name for name in scripts if name.partition(":")[0] == "test"), key=lambda name: name != "test")
    started = [words for name in named if (words := _words(scripts[name])) and words[0] in known]
    if started:
        yield known[started[0][0]](run, started[0], needed)
    else:
        manager = run[0] if run[0] != "npx" else "npm"
        yield Suite((manager, "test"), "package.json", lacks=NO_REPORT, lacks_coverage=NO_COVERAGE)


def _words(script: object) -> list[str]:
    """The script's words, if a shell is not needed to understand them."""
    if not isinstance(script, str) or SHELL.search(QUOTED.sub("", script)):
        return []
    try:
        return shlex.split(script)
    except ValueError:
        return []


def _vitest(run: Sequence[str], words: Sequence[str], needed: Collection[str]) -> Suite:
    rest = [word for word in words[1:] if word not in {"run", "watch", "--watch", "--run"}]
    measures = {"@vitest/coverage-v8", "@vitest/coverage-istanbul"} & {*needed}
    covering = ("--coverage.enabled", "--coverage.reporter=lcovonly", f"--coverage.reportsDirectory={COVERAGE}")
    reporting = ("--reporter=default", "--reporter=junit", f"--outputFile.junit={JUNIT}")
    command = (*run, "vitest", "run", *rest, *reporting, *(covering if measures else ()))
    return _suite(command, LCOV if measures else "", "" if measures else NO_PROVIDER)


def _jest(run: Sequence[str], words: Sequence[str], needed: Collection[str]) -> Suite:
    rest = [word for word in words[1:] if word not in {"--watch", "--watchAll"}]
    covering = ("--coverage", "--coverageReporters=lcovonly", f"--coverageDirectory={COVERAGE}")
    command = (*run, "jest", *rest, "--ci", "--reporters=default", "--reporters=jest-junit", *covering)
    lacks = "" if "jest-junit" in needed else NO_JEST_JUNIT
    return Suite(command, "package.json", ("junit.xml",), LCOV, lacks, lacks)


def _mocha(run: Sequence[str], words: Sequence[str], needed: Collection[str]) -> Suite:
    program = next((name for name in ("nyc", "c8") if name in needed), "")
    covering = (program, "--reporter=lcovonly", f"--report-dir={COVERAGE}") if program else ()
    command = (*run, *covering, "mocha", *_without_reporter(words[1:]), "--reporter", "xunit",
               "--reporter-option", f"output={JUNIT}")  # fmt: skip
    return _suite(command, LCOV if program else "", "" if program else NO_COVERAGE)


def _node(_: Sequence[str], words: Sequence[str], __: Collection[str]) -> Suite:
    if "--test" not in words:
        return Suite(("npm", "test"), "package.json", lacks=NO_REPORT, lacks_coverage=NO_COVERAGE)
    rest = [word for word in words[1:] if not word.startswith("--test-reporter")]
    lcov = f"{REPORTS}/js-lcov.info"
    reporting = ("--test-reporter=junit", f"--test-reporter-destination={JUNIT}")
    covering = ("--experimental-test-coverage", "--test-reporter=lcov", f"--test-reporter-destination={lcov}")
    return _suite(("node", *reporting, *covering, *rest), lcov, "")


def _suite(command: tuple[str, ...], coverage: str, lacks_coverage: str) -> Suite:
    return Suite(command, "package.json", (JUNIT,), coverage, lacks_coverage=lacks_coverage)


def _without_reporter(words: Sequence[str]) -> Iterator[str]:
    after = False
    for word in words:
        name = word.partition("=")[0]
        if not after and name not in REPORTERS:
            yield word
        after = word in REPORTERS
