"""How ``golive init`` finds the tests of projects of many kinds, and what it proposes for them."""

from __future__ import annotations

import json

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.commands.init.suites.finding import suite_of
from pytest_golive.settings.code_quality.tests import Tests
from pytest_golive.settings.loading import load_settings

JUNIT, LCOV = ".golive/js-tests.xml", ".golive/js-coverage/lcov.info"
RUNNER = "import unittest\nif __name__ == '__main__':\n    unittest.main()\n"


def package(test, *needed, **files):
    return {"package.json": json.dumps({"scripts": test, "devDependencies": dict.fromkeys(needed, "1")}), **files}


@pytest.fixture
def suite(repository):
    return lambda files: suite_of(repository(files), sorted(files), has_python_tests=False)


@pytest.mark.parametrize(
    ("files", "begins", "junit", "coverage"),
    [
        ({"go.mod": "module x\n"}, "go test -count=1 -json", "", ".golive/cover.out"),
        ({"pom.xml": ""}, "mvn -B test", "**/target/surefire-reports/TEST-*.xml", ""),
        ({"pom.xml": "<artifactId>jacoco-maven-plugin"}, "mvn -B verify", "**/target/surefire-reports/TEST-*.xml",
         "target/site/jacoco/jacoco.xml"),
        ({"build.gradle.kts": ""}, "gradle test", "**/build/test-results/**/TEST-*.xml", ""),
        ({"Cargo.toml": "", ".config/nextest.toml": '[profile.all.junit]\npath = "junit.xml"\n'},
         "cargo nextest run --workspace --profile all", "target/nextest/all/junit.xml", ""),
        (package({"test": "vitest --run --typecheck"}), "npx --no -- vitest run --typecheck --reporter", JUNIT, ""),
        (package({"test": "pnpm run '/^test:/'", "test:unit": "vitest"}, "@vitest/coverage-v8", **{"pnpm-lock.yaml": ""}),
         "pnpm exec vitest run --reporter", JUNIT, LCOV),
        (package({"test": "jest"}, "jest-junit", **{"yarn.lock": ""}), "yarn run jest --ci", "junit.xml", LCOV),
        (package({"test": "mocha --reporter spec test/"}, "nyc"),
         "npx --no -- nyc --reporter=lcovonly --report-dir=.golive/js-coverage mocha test/ --reporter xunit", JUNIT, LCOV),
        (package({"test": "mocha 'test/**/*.js'"}), "npx --no -- mocha test/**/*.js --reporter xunit", JUNIT, ""),
        (package({"test": "node --test test/"}), "node --test-reporter=junit", JUNIT, ".golive/js-lcov.info"),
        ({"tests.py": RUNNER}, "python tests.py", "", ""),
        ({"tests/runtests.py": RUNNER}, "python tests/runtests.py", "", ""),
        ({"shop/__init__.py": "", "shop/test/__init__.py": "", "shop/test/runtests.py": RUNNER},
         "python -m shop.test.runtests", "", ""),
        ({"backend/manage.py": "import django\n"}, "python backend/manage.py test backend", "", ""),
        ({"backend/pyproject.toml": "[tool.pytest.ini_options]\n"}, "pytest backend", "", ""),
    ],
)  # fmt: skip
def test_what_runs_and_what_it_leaves(suite, files, begins, junit, coverage):
    found = suite(files)
    assert found.is_sure
    assert " ".join(found.command).startswith(begins)
    assert (found.junit, found.coverage) == ((junit,) if junit else (), coverage)


@pytest.mark.parametrize(
    ("files", "command", "lacks"),
    [
        ({"Cargo.toml": ""}, "cargo nextest", "cargo test writes no report"),
        (package({"test": "jest"}), "npx --no -- jest", "npm install --save-dev jest-junit"),
        (package({"test": "eslint . && vitest"}), "npm test", "let the script write JUnit"),
        (package({"test": "vitest $(ls)"}), "npm test", "let the script write JUnit"),
        (package({"test": ["vitest"]}), "npm test", "let the script write JUnit"),
        (package({"test": "node test.js"}), "npm test", "let the script write JUnit"),
        ({"package.json": "[1, 2"}, "npm test", "let the script write JUnit"),
        ({"tox.ini": "", "Makefile": ""}, "tox", "see that tox leaves JUnit files"),
    ],
)
def test_what_leaves_no_result_is_not_set(suite, files, command, lacks):
    found = suite(files)
    assert not found.is_sure
    assert " ".join(found.command).startswith(command)
    assert lacks in found.lacks


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"tests.py": "x = 1\n"},  # a module, and no program
        {"tests.py": RUNNER, "pytest.ini": "[pytest]\n"},  # says how the tests run
        {"a/pyproject.toml": "[tool.pytest.ini_options]\n", "b/pyproject.toml": "[tool.pytest.ini_options]\n"},
        {"examples/manage.py": "import django\n"},
    ],
)
def test_where_nothing_tells_there_is_no_command(suite, files):
    assert suite(files).command == ()


def test_a_sure_command_stands_in_the_settings_and_the_rest_is_open(repository):
    root = repository(package({"test": "vitest"}))
    report = init(root).report
    settings = load_settings(root).settings
    tests = settings.of(Tests)
    assert (tests.command[:5], tests.junit, tests.coverage_data) == (
        ("npx", "--no", "--", "vitest", "run"),
        (JUNIT,),
        None,
    )
    assert "code_quality::tests_pass" not in settings.not_applicable
    assert "npm install --save-dev @vitest/coverage-v8" in settings.not_applicable["code_quality::coverage"]
    assert "review   tests: npx --no -- vitest run" in report


def test_tests_in_python_stand_before_those_in_other_languages(repository):
    files = {**package({"test": "vitest"}), "pytest.ini": "[pytest]\n", "test_shop.py": "def test_x(): ...\n"}
    root = repository(files)
    init(root)
    assert load_settings(root).settings.of(Tests).command is None


def test_what_is_lacking_names_the_table_by_its_full_name(repository):
    root = repository({"Cargo.toml": "", "pyproject.toml": ""})
    init(root)
    reason = load_settings(root).settings.not_applicable["code_quality::tests_pass"]
    assert "junit in [tool.golive.tests]" in reason
