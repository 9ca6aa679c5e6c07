"""The settings of HEAD are broken and those of the work tree are valid: each fault has its own line."""

from __future__ import annotations

import pytest

from pytest_golive.testrun.junit.safe_xml import read_xml

BROKEN = "[tool.golive]\nno_such_key = 1\n[tool.golive.code_quality]\nmax_lines = 0\nmax_complexity = 'x'\n"
FAULTS = (
    "pyproject.toml:2: tool.golive.no_such_key: unknown key",
    "pyproject.toml:4: tool.golive.code_quality.max_lines = 0: must be a whole",
    'pyproject.toml:5: tool.golive.code_quality.max_complexity = "x": must be a whole',
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def test_faults_of_heads_settings_stand_line_by_line(project):
    good = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", BROKEN)
    project.commit()
    project.write("pyproject.toml", good)
    result = project.phase("--junitxml=report.xml", "-o", "junit_family=xunit2")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            *(f"     {fault}*" for fault in FAULTS),
        ]
    )
    head = "is unknown: until pyproject.toml is committed as it is here: in HEAD, the settings have 3 errors: pyproj"
    assert head in " ".join(result.stdout.str().split())
    (case,) = read_xml(project.path / "report.xml", "JUnit report").iterfind(".//testcase[@name='verdict']")
    lines = [line.strip() for line in case.find("failure").text.splitlines()]
    for fault in FAULTS:
        assert any(line.startswith(fault) for line in lines), lines
    result.stdout.no_fnmatch_line("*errors*pyproject.toml:2*pyproject.toml:4*")
