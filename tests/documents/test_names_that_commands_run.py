"""The names in a command that a file defines: targets, environments, scripts and services, and not what follows them."""

from __future__ import annotations

import pytest

from pytest_golive.documents.offering.running import is_run, runs

COMMANDS = [
    ("Makefile", "make ship", ["ship"]),
    ("Makefile", "$ sudo make -j 4 ship A=b hello && cd pay", ["ship", "hello"]),
    ("Makefile", "cd pay && make -C till ship  # then make tea", ["ship"]),
    ("Makefile", "They make ships, and remake them", []),
    ("docs/Makefile", "LANG=C make html", ["html"]),
    ("docker-compose.yml", "docker-compose exec -u root web python manage.py", ["web"]),
    ("compose.yaml", "docker compose -f a.yml up -d db web", ["db", "web"]),
    ("compose.yaml", "docker compose run --rm -e A=b web sh -c x", ["web"]),
    ("compose.yaml", "docker compose", []),
    ("compose.yaml", "podman-compose stop web | cat", ["web"]),
    ("tox.ini", "uv run tox -e py,lint -- -k tidy", ["lint"]),  # py is an environment that tox makes by itself
    ("tox.ini", "tox -e py27,py3.12,pypy3,python3.11,py312-lint,pylint", ["py312-lint", "pylint"]),
    ("noxfile.py", "python -m nox -s tests", ["tests"]),
    ("package.json", "yarn run build site\nnpm run ship", ["build", "ship"]),
    ("package.json", "npm install react", []),
    ("tasks.py", "invoke\ninv pay 3", ["pay"]),
    ("justfile", "just ship web", ["ship"]),
    ("Rakefile", "rake ship\n", ["ship"]),
]


@pytest.mark.parametrize(("path", "text", "expected"), COMMANDS)
def test_names_that_a_command_runs(path, text, expected):
    assert is_run(path)
    assert [*runs(path, text)] == expected


def test_other_files_are_run_by_nothing():
    assert not any(map(is_run, ("makefiles/a.py", "shop/cash.py", "Dockerfile", "my-compose.txt")))
