"""A file of one endless line, and one of a million lines, are reported and need limited memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

MOST = 2_000_000_000  # bytes of addresses, for each process of the run
LONG_LINE = 300_000_000
SETTINGS = """\
[project]
name = "shop"
version = "1.2.0"

[tool.golive]
critical = ["src/**"]

[tool.golive.not_applicable]
"code_quality::tests_pass" = "not tried in this test"
"code_quality::coverage" = "not tried in this test"
"security::security_tests_pass" = "not tried in this test"
"security::auth_flows" = "not tried in this test"
"security::api_keys" = "not tried in this test"
"security::rate_limit" = "not tried in this test"
"security::transport" = "not tried in this test"
"infrastructure::pipeline_green" = "not tried in this test"
"infrastructure::staging_deployed" = "not tried in this test"
"infrastructure::performance_acceptable" = "not tried in this test"
"""


@pytest.fixture
def large(project):
    """The project with both."""
    project.write("pyproject.toml", SETTINGS)
    with (project.path / "src/shop/line.py").open("w") as file:
        file.write("x = '")
        for _ in range(LONG_LINE // 1_000_000):
            file.write("a" * 1_000_000)
        file.write("'  # FIXME\n")
    (project.path / "src/shop/lines.py").write_text("x\n" * 1_000_000)
    project.commit()
    return project


def test_each_row_says_what_it_did_not_look_at(large):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly", "-v"],
        cwd=large.path,
        env={**os.environ, "COLUMNS": "400"},
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST)),
        check=False,
    )
    said = pytest.LineMatcher(done.stdout.splitlines())
    said.fnmatch_lines_random(
        [
            "*longest file: 1,000,000 lines, must be at most 200 lines*",
            "*src/shop/line.py is too large to be measured (300,000,*",
            "*could not be scanned for secrets: src/shop/line.py is too large to scan (over 5,000,000 bytes)*",
            "*bandit could not read *src/shop/line.py*is too large to scan (over 5,000,000 bytes)*",
            "NO-GO*",
        ]
    )
    assert "MemoryError" not in done.stdout + done.stderr
    assert done.returncode == 1
