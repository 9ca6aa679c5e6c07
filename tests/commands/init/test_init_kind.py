"""``golive init`` finds the kind of a project, and proposes nothing for rows that are not due for it."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.init.command import init
from pytest_golive.commands.init.kinds.kind import KindFound, kind_of
from pytest_golive.settings.loading import load_settings

BUILT = '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\n'
SERVER = 'HTTPServer(("", 8000), H).serve_forever()\nif __name__ == "__main__":\n    main()\n'
WSGI = "application = make()\n"
LIBRARIES = 'classifiers = ["Topic :: Software Development :: Libraries :: Application Frameworks"]\n'
TRIED = {"integration/wsgi.py": WSGI, "pyproject.toml": BUILT}
PACKAGE = '{"name": "shop", "version": "1.0.0", "main": "index.js"}'


@pytest.mark.parametrize(
    ("files", "kind", "why"),
    [
        ({"Dockerfile": ""}, "service", "Dockerfile"),
        ({"deploy/compose.prod.yaml": "", "pyproject.toml": BUILT}, "service", "deploy/compose.prod.yaml"),
        ({"Procfile": "", "setup.py": ""}, "service", "Procfile"),
        ({"ops/prometheus.yml": "", "setup.py": ""}, "service", "ops/prometheus.yml"),
        ({"examples/prometheus.yml": "", "setup.py": "import setuptools\nsetuptools.setup()\n"}, "library", "setup.py"),
        ({"shop/wsgi.py": "application = get_wsgi_application()\n"}, "service", "shop/wsgi.py"),
        ({"shop/asgi.py": "app: ASGI = make()\n", "setup.py": ""}, "service", "shop/asgi.py"),
        ({"shop/transports/asgi.py": "class ASGITransport:\n    app = None\n", "setup.py": ""}, "library", "setup.py"),
        ({"demos/blog/Dockerfile": "", "setup.py": ""}, "library", "setup.py"),
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
        ({"src/post/server.py": SERVER, "pyproject.toml": BUILT}, "service", "src/post/server.py"),
        ({"src/post/__main__.py": "server.serve_forever()", "setup.py": ""}, "service", "src/post/__main__.py"),
        (
            {"src/post/run.py": "uvicorn.run(app)", "pyproject.toml": f'{BUILT}scripts = {{ p = "post.run:main" }}\n'},
            "service",
            "src/post/run.py",
        ),
        ({"src/post/server.py": "server.serve_forever()", "pyproject.toml": BUILT}, "library", "pyproject.toml"),
        ({"tests/fake.py": SERVER, "examples/fake.py": SERVER, "setup.py": ""}, "library", "setup.py"),
        ({**TRIED, "orders/__init__.py": ""}, "library", "pyproject.toml"),
        ({**TRIED, "pysrc/orders/__init__.py": ""}, "library", "pyproject.toml"),
        ({**TRIED, "wsgi.py": WSGI, "orders/__init__.py": ""}, "service", "wsgi.py"),
        ({"web/wsgi.py": WSGI, "web/__init__.py": "", "pyproject.toml": BUILT}, "service", "web/wsgi.py"),
        ({"web.py": SERVER, "pyproject.toml": f"{BUILT}{LIBRARIES}"}, "library", "pyproject.toml"),
        ({"web.py": SERVER, "Dockerfile": "", "pyproject.toml": f"{BUILT}{LIBRARIES}"}, "service", "Dockerfile"),
        ({"package.json": '{"name": "shop", "version": "1.0.0"}', "index.js": ""}, "library", "package.json"),
        ({"go.mod": "", "shop.go": "package shop\n", "examples/a.go": "package main\n"}, "library", "go.mod"),
        ({"shop.gemspec": "", "lib/shop.rb": ""}, "library", "shop.gemspec"),
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
        {"package.json": '{"name": "shop", "version": "1.0.0"}'},
        {"go.mod": "", "shop.go": "package shop\n", "cmd/shop/main.go": "package main\n"},
        {"go.mod": "", "cmd/README.md": ""},
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
    assert "if something here runs as a service" in written.report
    assert 'kind = "library"  # guessed from pyproject.toml: review it' in written.table
    assert "targets" not in written.table
    assert not any("target" in reason for reason in loaded.settings.not_applicable.values())


def test_all_that_a_service_needs_is_proposed_with_a_line_for_a_section_that_has_one_hint(repository):
    root = repository({"Dockerfile": ""})
    written = init(root)
    declared = load_settings(root).settings.not_applicable
    assert load_settings(root).settings.kind == "service"
    assert "[targets.staging]" in written.table
    assert "describe where the service runs" in declared["infrastructure::staging_deployed"]
    assert "describe where the service runs" in declared["security::auth_flows"]
    assert "the repository's page in [forge] url" in declared["infrastructure::pipeline_green"]


def test_where_nobody_guesses_the_choice_is_shown_and_every_row_may_be_due(repository):
    root = repository({"a.py": ""})
    assert '# kind = "library"\n' in init(root).table
    assert load_settings(root).settings.kind is None
    assert "infrastructure::staging_deployed" in load_settings(root).settings.not_applicable


@pytest.mark.parametrize(
    ("remote", "lines"),
    [
        (
            "git@github.com:shop/shop.git",
            [
                "# Found by the remote origin: https://github.com/shop/shop",
                'kind = "github"',
                '# token_env = "GITHUB_TOKEN"*',
            ],
        ),
        (
            "git@git.example:shop/shop.git",
            ["# Found by the remote origin: https://git.example/shop/shop", "# kind = *"],
        ),
        ("/srv/shop.git", ["# No remote leads to a forge.*", '# url = "https://github.com/OWNER/REPOSITORY"']),
    ],
)
def test_the_forge_is_proposed_as_the_remote_tells_it(repository, git, remote, lines):
    root = repository({"a.py": ""})
    git(root, "remote", "add", "origin", remote)
    table = init(root).table.partition("[forge]\n")[2].splitlines()[: len(lines)]
    assert [line for line, wanted in zip(table, lines, strict=True) if not fnmatch(line, wanted)] == []
    declared = load_settings(root).settings.not_applicable
    for gate in ("infrastructure::pipeline_green", "deployment::reviewed", "post_deploy::no_critical_bugs"):
        assert (gate in declared) is remote.startswith("/")
    assert ("# approvals = 1" in init(root, force=True).table) is not remote.startswith("/")


def test_explain_says_for_which_kind_a_row_is_due_and_whether_it_is(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository({"golive.toml": 'kind = "library"\n'}))
    assert main(["explain", "security::auth_flows"]) == 0
    assert "only for a service" in " ".join(capsys.readouterr().out.split())
    assert main(["explain", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    not_due = [line for line in lines if line.endswith('(not due: only due for a service; kind = "library")')]
    assert any(line.startswith("security::auth_flows ") for line in not_due)
    assert not any(line.startswith(("code_quality::", "security::no_exposed_secrets")) for line in not_due)
