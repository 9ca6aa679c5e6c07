"""Commands of a README that run what the project does not have."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.documents.reading.content import read_content
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.readme.asking import Asking
from pytest_golive.documents.readme.checking import check_readme
from pytest_golive.documents.readme.project import Project


def wrong(folder, text, files):
    readme = read_content("README.md", "markdown", f"# Post\n\n{text}\n".encode())
    written = {"src/post/__init__.py": "", "src/post/server.py": "", **files}
    for name, content in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    project = Project(Library(folder, {"README.md": readme}, frozenset(written)))
    return [finding.message for finding in check_readme(readme, Asking(project, sys.executable, {})).wrong]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Start it with `python -m post.client 8000`.", "there is no module post.client"),
        ("Start it with `$ python -m post.client`.", "there is no module post.client"),
        ("```text\n$ python -m post.client\n```", "there is no module post.client"),
        ("```sh\nmake deploy\n```", "there is no Makefile with a target 'deploy'"),
        ("```sh\nmake\n```", "there is no Makefile"),
        ("Then type `$ make deploy`.", "there is no Makefile with a target 'deploy'"),
        ("```sh\ncd src && make html\n```", "there is no Makefile with a target 'html' in src/"),
        ("```sh\ntox -e lint\n```", "nothing configures tox"),
        ("```sh\nnpm run build\n```", "there is no package.json, which would name the script"),
        ("```sh\ncd src && npm run build\n```", "there is no src/package.json, which would name the script"),
    ],
)
def test_what_would_run_it_is_not_there(tmp_path, text, said):
    (message,) = wrong(tmp_path, text, {})
    assert said in message


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Start it with `python -m post.server 8000`; `python -m http.server` is another.\n\n```sh\nls\n```", {}),
        ("```sh\nmake -j 4 deploy\n```", {"Makefile": "deploy:\n\techo\n"}),
        ("```sh\n./configure && make install\n```", {"configure": "", "Makefile.in": "install:\n"}),
        ("```sh\ncd docs && make html\n```", {"docs/Makefile": "html:\n\techo\n", "Makefile": "test:\n"}),
        ("```sh\ncd elsewhere && make html\n```", {}),
        ("```sh\ntox -e lint\n```", {"setup.cfg": "[tox:tox]\nenvlist = lint\n"}),
        ("```sh\nnpm run build\n```", {"package.json": '{"scripts": {"build": "x"}}'}),
    ],
)
def test_what_runs_it_is_there(tmp_path, text, files):
    assert wrong(tmp_path, text, files) == []


CLONE = "```sh\ngit clone {0}\ncd post\npython setup.py install\n```"


def test_the_folder_of_a_clone_is_not_the_package_of_that_name(tmp_path):
    files = {"post/__init__.py": "", "setup.py": ""}
    assert wrong(tmp_path, CLONE.format("https://forge.example/x/post"), files) == []


def test_what_a_clone_of_this_project_lacks_is_told_as_it_lies_there(tmp_path):
    files = {"post/__init__.py": "", "pyproject.toml": '[project]\nname = "post"\n'}
    (said,) = wrong(tmp_path, CLONE.format("git@forge.example:x/post.git"), files)
    assert said.startswith("`python setup.py install`: setup.py is not tracked")


@pytest.mark.parametrize(
    "place", ["https://forge.example/x/other post", "--depth 1 https://forge.example/x/other.git post/"]
)
def test_a_clone_of_another_project_is_not_judged(tmp_path, place):
    files = {"post/__init__.py": "", "pyproject.toml": '[project]\nname = "post"\n'}
    assert wrong(tmp_path, CLONE.format(place), files) == []
