"""``golive init`` finds the kind of a project, and proposes nothing for rows that are not due for it."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.init.command import init
from pytest_golive.commands.init.kind import KindFound, kind_of
from pytest_golive.settings.loading import load_settings

BUILT = '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\n'
PACKAGE = '{"name": "shop", "version": "1.0.0", "main": "index.js"}'


@pytest.mark.parametrize(
    ("files", "kind", "why"),
    [
        ({"Dockerfile": ""}, "service", "Dockerfile"),
        ({"deploy/compose.prod.yaml": "", "pyproject.toml": BUILT}, "service", "deploy/compose.prod.yaml"),
        ({"Procfile": "", "setup.py": ""}, "service", "Procfile"),
        ({"shop/wsgi.py": ""}, "service", "shop/wsgi.py"),
        (
            {"pyproject.toml": BUILT + 'dependencies = ["click", "Uvicorn[standard] >= 0.34"]\n'},
            "service",
            "pyproject.toml",
        ),
        ({"requirements.txt": "# all\nflask\ngunicorn==27\n", "setup.py": ""}, "service", "requirements.txt"),
        ({"package.json": '{"scripts": {"start": "node ."}}'}, "service", "package.json"),
        ({"pyproject.toml": BUILT}, "library", "pyproject.toml"),
        ({"pyproject.toml": BUILT + 'dependencies = ["flask", "uvicorn-helpers"]\n'}, "library", "pyproject.toml"),
        ({"pyproject.toml": '[build-system]\n[tool.poetry]\nname = "shop"\n'}, "library", "pyproject.toml"),
        ({"setup.py": ""}, "library", "setup.py"),
        ({"Cargo.toml": "", "src/lib.rs": ""}, "library", "src/lib.rs"),
        ({"package.json": PACKAGE}, "library", "package.json"),
        ({"tests/Dockerfile": "", ".devcontainer/Dockerfile": "", "setup.py": ""}, "library", "setup.py"),
    ],
)
def test_what_starts_a_service_or_is_packaged_tells_the_kind(repository, files, kind, why):
    assert kind_of(repository(files), sorted(files)) == KindFound(kind, why)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.py": ""},
        {"pyproject.toml": '[project]\nname = "shop"\n'},
        {"pyproject.toml": "[build-system]\nproject = 3\n"},
        {"pyproject.toml": "no = toml ="},
        {"pyproject.toml": b"\xff\xfe\0"},
        {"package.json": PACKAGE.replace("{", '{"private": true, ', 1)},
        {"package.json": "[1, 2"},
        {"package.json": "[]"},
        {"package.json": '{"scripts": ["start"]}'},
        {"package.json": "[" * 100_000},
        {"package.json": b"\xff\xfe\0"},
        {"requirements.txt": b"\xff\0gunicorn\n"},
        {"Dockerfile.md": "", "my-compose.yaml": ""},
    ],
)
def test_where_nothing_tells_nobody_guesses(repository, files):
    assert kind_of(repository(files), sorted(files)) == KindFound()


def test_a_folder_of_such_a_name_tells_nothing(repository):
    root = repository({"pyproject.toml/x": "", "package.json/x": ""})
    assert kind_of(root, ["pyproject.toml/x", "package.json/x"]) == KindFound()


def test_nothing_of_a_service_is_proposed_for_a_library(repository):
    root = repository({"pyproject.toml": BUILT, "shop/__init__.py": "", "tests/test_auth.py": ""})
    written = init(root)
    loaded = load_settings(root)
    assert loaded.settings.kind == "library"
    assert "review   kind: library, guessed from pyproject.toml" in written.report
    assert 'kind = "library"  # guessed from pyproject.toml: review it' in written.table
    assert "targets" not in written.table
    assert not any("target" in reason for reason in loaded.settings.not_applicable.values())


def test_all_that_a_service_needs_is_proposed_with_a_line_for_a_section_that_has_one_hint(repository):
    root = repository({"Dockerfile": ""})
    written = init(root)
    declared = load_settings(root).settings.not_applicable
    assert load_settings(root).settings.kind == "service"
    assert "[targets.staging]" in written.table
    assert "describe where the service runs" in declared["infrastructure::*"]
    assert "describe where the service runs" in declared["security::auth_flows"]
    assert not [name for name in declared if name.startswith("infrastructure::") and name != "infrastructure::*"]


def test_where_nobody_guesses_the_choice_is_shown_and_every_row_may_be_due(repository):
    root = repository({"a.py": ""})
    assert '# kind = "library"\n' in init(root).table
    assert load_settings(root).settings.kind is None
    assert "infrastructure::*" in load_settings(root).settings.not_applicable


def test_explain_says_for_which_kind_a_row_is_due_and_whether_it_is(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository({"golive.toml": 'kind = "library"\n'}))
    assert main(["explain", "security::auth_flows"]) == 0
    assert "only for a service" in " ".join(capsys.readouterr().out.split())
    assert main(["explain", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    not_due = [line for line in lines if line.endswith('(not due: only due for a service; kind = "library")')]
    assert any(line.startswith("security::auth_flows ") for line in not_due)
    assert not any(line.startswith(("code_quality::", "security::no_exposed_secrets")) for line in not_due)
