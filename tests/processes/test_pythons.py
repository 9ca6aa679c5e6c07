"""No file of the project replaces a module in our own processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_golive
from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.workers import spread
from pytest_golive.processes.pythons import python_of_ours, trusted
from pytest_golive.progress import silent

pytestmark = pytest.mark.security
SHELL = "import subprocess\nsubprocess.run(input(), shell=True)\n"
# It takes the place of whatever has its name, and says that all is well.
IMPOSTOR = "import sys\nopen('imposed', 'w').write(__name__)\nsys.exit(0)\n"
NAMES = (
    "bandit", "detect_secrets", "radon", "pygments", "pytest_golive", "json", "ast", "hashlib", "runpy", "site",
    "sitecustomize", "usercustomize", "coverage", "stevedore", "yaml", "encodings",
)  # fmt: skip


@pytest.fixture
def impostors(tmp_path, monkeypatch):
    for name in NAMES:
        (tmp_path / name).mkdir()
        for file in ("__init__.py", "__main__.py"):
            (tmp_path / name / file).write_text(IMPOSTOR)
        (tmp_path / f"{name}.py").write_text(IMPOSTOR)
    (tmp_path / "run.py").write_text(SHELL)
    # As `python -m pytest` and `pythonpath = ["."]` put it first, after Python itself has started.
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    return tmp_path


def test_no_folder_of_the_project_takes_a_tools_place(impostors):
    assert [finding.rule for finding in scan_python(impostors, ["run.py"]).blocking("medium", "low")] == ["B602"]
    assert not (impostors / "imposed").exists()


@pytest.mark.parametrize(
    ("module", "job"),
    [
        ("secrets.detect_secrets_worker", {"key": "00" * 16}),
        ("metrics.worker", {"measure": "complexity", "kinds": {"run.py": ["Python", "python"]}}),
    ],
)
def test_every_worker_is_ours(impostors, module, job):
    (answer,) = spread(f"pytest_golive.codebase.{module}", impostors, ["run.py"], "reading", silent, **job)
    assert answer["path"] == "run.py"
    assert not answer.get("problem")
    assert not (impostors / "imposed").exists()


def test_the_demo_is_ours(impostors):
    command = python_of_ours(impostors, "pytest_golive.demo", "--help")
    done = subprocess.run(command, cwd=impostors, capture_output=True, text=True, check=True)
    assert "--port" in done.stdout
    assert not (impostors / "imposed").exists()


def test_arguments_and_name_are_those_of_the_module(tmp_path):
    done = subprocess.run(
        python_of_ours(tmp_path, "json.tool", "--help"), cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("usage: ")


def test_a_folder_that_would_be_taken_for_a_package_of_ours_stops_the_run(project):
    project.write("httpx/__init__.py", "raise RuntimeError('this is another one')\n")
    project.write("coverage/lcov.info", "a folder of reports is no package\n")
    project.commit()
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=project.path, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert (
        "httpx/__init__.py would be taken for the package httpx, which the checklist needs: run pytest" in done.stderr
    )
    assert "coverage" not in done.stderr
    script = "import sys; sys.path[:] = filter(None, sys.path); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", script, *command[3:]],
        cwd=project.path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, "pytest's own command does not look into the folder it is called in"


def test_packages_of_a_virtualenv_in_the_project_are_trusted_and_the_rest_of_it_is_not(tmp_path, monkeypatch):
    packages = tmp_path / ".venv" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "part").mkdir()
    monkeypatch.setattr("site.getsitepackages", lambda: [str(packages)])
    paths = ["", str(tmp_path), str(tmp_path / "lib"), str(packages), "/opt/tools"]
    assert trusted(paths, tmp_path / "part") == [str(packages), "/opt/tools"]


def test_ours_is_found_wherever_it_is_installed(tmp_path):
    script = "import pytest_golive, sys; print(pytest_golive.__file__)"
    (tmp_path / "where.py").write_text(script)
    command = python_of_ours(tmp_path, "where", also=[str(tmp_path)])
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == Path(pytest_golive.__file__)
    assert json.loads(command[-2])[-1] == str(tmp_path)
    assert command[0] == sys.executable
