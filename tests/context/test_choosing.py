"""The team's choices are shown with the verdict: in force, new since the last release, not in version control."""

from __future__ import annotations

import json

import pytest
from spared import SPARED

from pytest_golive.testrun.junit.safe_xml import read_xml

WAIVER = """
[[tool.golive.waivers]]
gate = "code_quality::files_within_limit"
match = "src/shop/big.py"
reason = "split in v2.1"
owner = "payments"
approver = "manager"
expires = 2999-01-01
"""


def settle(project, text, name="pyproject.toml"):
    file = project.path / name
    file.write_text((file.read_text() if file.exists() else "") + text)


def said(result):
    """The lines between the rows and the verdict."""
    text = result.stdout.str()
    return " ".join(text[text.index("\nchoices ") : text.rindex("GO  ")].split())


@pytest.fixture
def released(project, git):
    git(project.path, "tag", "v1.0.0")
    return project


def test_a_first_release_says_how_many_choices_are_in_force(project):
    settle(project, "[tool.golive.code_quality]\nmax_lines = 300\nexclude = ['src/old/**']\n")
    project.commit()
    text = said(project.phase())
    assert text.startswith(f"choices first release: 1 limit looser, 1 exclusion, {SPARED} rows not applicable")
    assert "since" not in text
    assert text.endswith("-v lists what is in force")
    assert "in force: code_quality.max_lines: 200 → 300" in said(project.phase("-v"))


def test_what_was_loosened_since_the_last_release_is_told_in_every_view(released):
    settle(released, '[tool.golive.code_quality]\nmax_lines = 300\n[tool.bandit]\nskips = ["B101"]\n')
    settle(released, "[run]\nomit = */big.py\n", ".coveragerc")
    released.commit()
    result = released.phase("--junitxml=report.xml", "--golive-sarif=golive.sarif")
    assert result.ret == 0
    loosened = ["code_quality.max_lines: 200 → 300", 'bandit skips: also "B101"', 'coverage omit: also "*/big.py"']
    summary = f"in force: 1 limit looser, 2 exclusions, {SPARED} rows not applicable; since v1.0.0: 1 limit looser, 2 exclusions"
    assert said(result).startswith(f"choices {summary} {' '.join(loosened)}")
    result.stdout.fnmatch_lines(["GO  2 passed, *, loosened since v1.0.0: 1 limit looser, 2 exclusions"])
    suite = read_xml(released.path / "report.xml", "JUnit report").find("testsuite")
    named = {p.get("name"): p.get("value") for p in suite.iterfind("properties/property")}
    assert (named["choices"], named["loosened"]) == (summary, "; ".join(loosened))
    run = json.loads((released.path / "golive.sarif").read_text())["runs"][0]
    in_force = run["properties"].pop("choicesInForce")
    assert set(loosened) < set(in_force)
    assert named["choices_in_force"] == "; ".join(in_force)
    assert run["properties"] == {
        "verdict": "GO",
        "verified": 2,
        "declaredAway": SPARED + 1,  # the last is not due: no emergency is recorded
        "choices": summary,
        "loosenedSince": "v1.0.0",
        "loosened": loosened,
        "choicesNotes": [],
    }


def test_nothing_loosened_says_so(released):
    settle(released, "[tool.golive.code_quality]\nmax_lines = 100\n")
    released.commit()
    assert "since v1.0.0: nothing loosened" in said(released.phase())


def test_exceptions_new_since_the_release_are_named(red, git):
    git(red.path, "tag", "v1.0.0")
    settle(red, '"code_quality::no_fixme_or_hack" = "nobody reads comments"\n' + WAIVER)
    red.commit()
    text = said(red.phase())
    assert "not applicable: code_quality::no_fixme_or_hack (nobody reads comments)" in text
    assert "waived: code_quality::files_within_limit src/shop/big.py until 2999-01-01 (owner payments" in text


def test_findings_that_the_ratchet_took_in_since_are_counted(red, git):
    git(red.path, "tag", "v1.0.0")
    from pytest_golive.commands.ratchet import ratchet

    ratchet(red.path, ["code_quality::files_within_limit"], accept=True, environment={})
    red.commit()
    text = said(red.phase())
    assert "since v1.0.0: 1 known finding " in text
    assert "code_quality::files_within_limit: 1 more known to the ratchet" in text


def test_only_the_first_are_listed_and_all_with_v(released):
    settle(released, f"[tool.golive]\nexclude = {[f'old/{n}.py' for n in range(14)]}\n".replace("[tool.golive]\n", ""))
    text = (released.path / "pyproject.toml").read_text()
    table, _, exclude = text.rpartition("exclude = ")
    released.write(
        "pyproject.toml",
        table.replace("[tool.golive.not_app", f"[tool.golive]\nexclude = {exclude}\n[tool.golive.not_app", 1),
    )
    released.commit()
    assert "… and 4 more (-v shows them)" in said(released.phase())
    assert said(released.phase("-v")).count("exclude: also") == 14


@pytest.mark.parametrize("how", ["changed", "untracked"])
@pytest.mark.security
def test_an_exception_that_is_not_in_version_control_is_no_go(red, git, how):
    if how == "untracked":
        git(red.path, "rm", "-q", "--cached", "pyproject.toml")
        git(red.path, "commit", "-q", "-m", "without settings")
    else:
        settle(red, WAIVER)
    result = red.phase()
    assert result.ret == 1
    first = "the waiver of code_quality::files_within_limit src/shop/big.py"
    told = {
        "changed": f"*1 exception is not in version control, first {first}: commit pyproject.toml",
        "untracked": f"*{SPARED} exceptions are not in version control, first not_applicable *: commit pyproject.toml",
    }
    result.stdout.fnmatch_lines([told[how]])
    assert ("differs from its commit: 1 waiver" if how == "changed" else "is not in version control") in said(result)


@pytest.mark.security
def test_a_reason_that_was_changed_is_not_in_version_control_either(project):
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", text.replace("not tried in this test", "another reason by somebody", 1))
    assert project.phase().ret == 1
    project.commit()
    assert project.phase().ret == 0


@pytest.mark.security
def test_a_ratchet_that_is_not_in_version_control_is_no_go(red):
    from pytest_golive.commands.ratchet import ratchet

    ratchet(red.path, ["code_quality::files_within_limit"], accept=True, environment={})
    result = red.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        ["*1 known finding of golive-ratchet.txt is not in version control: commit golive-ratchet.txt"]
    )
    red.commit()
    assert red.phase().ret == 0


def test_a_looser_limit_that_is_not_committed_is_shown(project):
    settle(project, "[tool.golive.code_quality]\nmax_lines = 300\n")
    assert "pyproject.toml differs from its commit: 1 limit looser" in said(project.phase())


def test_settings_of_the_release_that_cannot_be_read_are_told(project, git):
    good = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", "[tool.golive]\nno_such_key = 1\n")
    project.commit()
    git(project.path, "tag", "v1.0.0")
    project.write("pyproject.toml", good)
    project.commit()
    result = project.phase()
    assert result.ret == 0
    assert "what has been loosened since v1.0.0 is unknown: the settings have an error" in said(result)
    result.stdout.fnmatch_lines(["       pyproject.toml:2: tool.golive.no_such_key: unknown key*"])


def test_what_the_command_line_loosens_is_shown(project, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-o log_level=INFO --durations=3")
    text = said(project.phase("-o", "xfail_strict=true", "--strict-markers", "--golive-allow=load,rate_limit"))
    assert "the command line allows load, rate_limit" in text
    assert '-o sets xfail_strict = "true"' in text
    assert "sets strict_markers" not in text
    assert "PYTEST_ADDOPTS adds -o --durations" in text


def test_where_nobody_knows_of_a_release_before_it_is_not_called_the_first(project, git):
    project.write("README.md", "more")
    project.commit()
    project.write(".git/shallow", git(project.path, "rev-parse", "HEAD") + "\n")
    text = " ".join(project.phase().stdout.str().split())
    assert (
        f"choices in force: {SPARED} rows not applicable what has been loosened since the last release is unknown"
        in text
    )
