"""The files for CI systems: each by its system's published schema, its options by ours, its scripts by a shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace as Fake

import pytest
import yaml

from pytest_golive import plugin

KITS = Path(__file__).parents[2] / "examples/ci"
OPTION = re.compile(r"--golive[\w-]*")
BY_SCHEMA = [
    ("vendor.github-workflows", "github/go-live.yml"),
    ("vendor.github-workflows", "github/reusable.yml"),
    ("vendor.github-actions", "github/action.yml"),
    ("vendor.gitlab-ci", "gitlab/gitlab-ci.yml"),
    ("vendor.azure-pipelines", "azure-pipelines.yml"),
    ("vendor.circle-ci", "circleci.yml"),
    ("vendor.buildkite", "buildkite.yml"),
]
FILES = [path for path in sorted(KITS.rglob("*")) if path.is_file() and path.name != "README.md"]


@pytest.mark.parametrize(("schema", "name"), BY_SCHEMA, ids=[name for _, name in BY_SCHEMA])
def test_the_file_is_as_its_system_s_schema_says(schema, name):
    more = ["--regex-variant", "python", "--data-transform", "azure-pipelines"] if "azure" in name else []
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *more]
    done = subprocess.run([*check, KITS / name], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_notices_a_fault(tmp_path):
    wrong = tmp_path / "go-live.yml"
    wrong.write_text((KITS / "github/go-live.yml").read_text().replace("runs-on:", "run-on:"))
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", wrong]
    assert subprocess.run(check, capture_output=True, timeout=600, check=False).returncode == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_option_is_one_of_ours_and_no_exit_status_is_hidden(path):
    options = set()
    plugin.pytest_addoption(Fake(getgroup=lambda *_: Fake(addoption=lambda name, **_: options.add(name))))
    text = path.read_text(encoding="utf-8")
    assert {name for name in OPTION.findall(text) if not name.endswith("-")} <= options
    assert "|| true" not in text
    assert "continue-on-error" not in text


KINDS = ("golive-html", "golive-sarif", "golive-markdown")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_run_leaves_a_report_for_people_its_findings_and_a_summary(path):
    text = path.read_text(encoding="utf-8")
    runs = text.count("--junitxml=")
    assert runs or "uses: pytest-golive/pytest-golive/examples/ci/github@" in text
    assert {kind: text.count(f"--{kind}=") for kind in KINDS} == dict.fromkeys(KINDS, runs)
    installed = re.findall(
        r"pytest-golive(?:\[\w+\])?(?=['\n]+)", "\n".join(re.findall(r"(?:install |default: -e).*\n", text))
    )
    assert set(installed) <= {"pytest-golive[html]"}, "Jinja, without which there is no report"


UPLOADS = {
    "github/go-live.yml": "codeql-action/upload-sarif",
    "github/reusable.yml": "codeql-action/upload-sarif",
    "Jenkinsfile": "recordIssues",
    "azure-pipelines.yml": "artifact: CodeAnalysisLogs",
}


@pytest.mark.parametrize("name", UPLOADS)
def test_findings_are_shown_where_the_system_can(name):
    assert UPLOADS[name] in (KITS / name).read_text(encoding="utf-8")


SHELL = {"run", "script", "command", "commands", "before_script"}


def texts(node):
    """Every shell text below *node*."""
    if isinstance(node, list):
        for part in node:
            yield from texts(part)
    if isinstance(node, dict):
        for key, part in node.items():
            of_key = part if isinstance(part, list) else [part]
            yield from (text for text in of_key if key in SHELL and isinstance(text, str))
            yield from texts(part)


def scripts():
    """The shell texts of the YAML files, each with its place."""
    for path in (path for path in FILES if path.suffix == ".yml"):
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            yield from (pytest.param(text, id=f"{path.name}-{number}") for number, text in enumerate(texts(document)))


@pytest.mark.parametrize("text", [*scripts()])
def test_a_shell_can_read_each_script(text):
    plain = re.sub(r"<<.*?>>|\$\[\[.*?\]\]|\$\(Pipeline\.Workspace\)", "x", text).replace("$${", "${")
    done = subprocess.run(["bash", "-n", "-c", plain], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def surroundings():
    """A shell in which python and python3 are ours."""
    folder = Path(sys.executable).parent
    return os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def ignoring_reports(project):
    project.write(".gitignore", "reports/\n.golive/\n.pytest_cache/\n__pycache__/\n*.xml\n")
    project.commit()


def test_the_plain_shell_runs_a_phase_and_hands_on_its_status(project, surroundings):
    ignoring_reports(project)
    run = ["bash", KITS / "go-live.sh", "pre_deploy"]
    done = subprocess.run(
        run, cwd=project.path, env=surroundings, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout
    assert {path.name for path in (project.path / "reports").iterdir()} == {
        "pre_deploy.xml",
        "pre_deploy.json",
        "pre_deploy.md",
        "pre_deploy.html",
        "pre_deploy.sarif",
    }
    project.write("src/shop/long.py", "x = 1\n" * 250)
    project.commit()
    again = subprocess.run(
        [*run, "-q"], cwd=project.path, env=surroundings, capture_output=True, timeout=600, check=False
    )
    assert again.returncode == 1


def test_the_action_s_script_runs_a_phase_and_tells_where_its_record_is(project, surroundings, tmp_path):
    ignoring_reports(project)
    step = yaml.safe_load((KITS / "github/action.yml").read_text())["runs"]["steps"][0]
    told = tmp_path / "output"
    more = {"PHASE": "pre_deploy", "TARGET": "", "OPTIONS": "-q\n-p\nno:cacheprovider\n", "GITHUB_OUTPUT": str(told)}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=project.path, env=surroundings | more, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert told.read_text() == "record=reports/pre_deploy.json\n"
    assert (project.path / "reports/pre_deploy.sarif").is_file()
